//! A kommun that is read while the audience looks on: its pages as they come, the questions that each answers, the points
//! so far; then how it ended.
//!
//! Place in the flow: a reading of the self-check → **the steps so far** → web, which sends each when its turn has come.
//! What must stay true: a step that was told stays as it was told: what changes is told as a new one; it is said that the
//! answers are so far, until all is read; the kommun's name stays hidden, so of an address only the path is shown.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::domain::{Finding, Kommun, Outcome, Reason};
use crate::report::overview::Overview;
use crate::report::site::{self, Page, Site, SiteError};
use crate::report::swedish;
use crate::score::KommunResult;

use super::Seminar;
use super::replay::{AuditPage, kommun_path};
use super::telling::{QUESTION_WAIT, Step, Teller, gain, path};

/// Before a step without words to read.
const STEP_WAIT: Duration = Duration::from_millis(600);

/// An address that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The address.
    pub url: &'a str,
    /// Why it could not be read.
    pub reason: Option<Reason>,
    /// The page that came of it, when it is a new one, and what it changed.
    pub came: Option<Came<'a>>,
}

/// How it stands after a page that came.
#[derive(Clone, Copy, Debug)]
pub struct Came<'a> {
    /// Rules that the page itself was asked.
    pub asked: &'a [String],
    /// The pages had so far, the new one last, and the questions that they answer, masked.
    pub so_far: &'a KommunResult,
}

/// A reading.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// Whose pages.
    pub kommun: &'a Kommun,
    /// Addresses asked for so far, in order.
    pub asked: Vec<Asked<'a>>,
    /// How it ended: counted, never quoted; `None` while it goes on.
    pub end: Option<&'a KommunResult>,
}

/// A step to send: how long to wait before it is shown, and its list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveStep {
    /// At the calmest pace.
    pub wait: Duration,
    /// The list item, as HTML.
    pub html: String,
}

impl Reading<'_> {
    /// The steps so far, from the scene of a reading over a round that is shown. More are added to them; none is changed.
    pub fn steps(&self, shown: &Site<'_>) -> Result<Vec<LiveStep>, SiteError> {
        let steps = self.told(shown.overview());
        steps.iter().map(|step| Ok(LiveStep { wait: step.wait, html: step.html()? })).collect()
    }

    fn told(&self, overview: &Overview<'_>) -> Vec<Step> {
        let mut teller = Teller::new(overview, self.kommun, "../../");
        teller.may_we();
        let mut before: BTreeMap<&str, Stands> = BTreeMap::new();
        for asked in &self.asked {
            teller.wait = STEP_WAIT;
            let Some(Came { asked: tried, so_far }) = asked.came else {
                let told = asked.reason.map_or("Ingen ny sida att bedöma.", Reason::sentence_sv);
                teller.visit(&path(asked.url), told.to_owned());
                continue;
            };
            let answered: BTreeMap<&str, Stands> = so_far.findings.iter().map(|found| stands(so_far, found)).collect();
            let new: Vec<&Finding> = so_far.findings.iter().filter(|found| is_new(&before, found)).collect();
            if let Some(page) = so_far.pages.last() {
                let ours = |rule: &&String| overview.set.rule(rule).is_some_and(|rule| rule.weight > 0.0);
                teller.page(page, looked_for(tried.iter().filter(ours).count(), new.len()));
            }
            for found in new {
                let had = before.get(found.rule.as_str()).map_or(0.0, |stood| stood.points);
                teller.question(so_far, found, gain(so_far, &found.rule) - had);
            }
            for rule in before.keys().filter(|rule| !answered.contains_key(*rule)) {
                let Some(rule) = overview.set.rule(rule) else { continue };
                teller.wait = QUESTION_WAIT;
                teller.visit(&rule.title, "Den här sidan säger något annat. Svaret räknas inte längre.".to_owned());
            }
            teller.points = answered.values().map(|stands| stands.points).sum();
            before = answered;
        }
        if let Some(end) = self.end {
            teller.wait = QUESTION_WAIT;
            teller.points = teller.by_words(end);
            let text =
                "Nu finns alla sidor. Ett svar kan stå tydligare på en annan sida, och ett tidigt svar kan falla.";
            teller.visit("Alla svar prövas en gång till", text.to_owned());
            teller.end(end, kommun_path(overview, end));
        }
        teller.steps
    }
}

/// How a question stands.
#[derive(Clone, Copy)]
struct Stands {
    outcome: Outcome,
    points: f64,
}

fn stands<'a>(so_far: &KommunResult, found: &'a Finding) -> (&'a str, Stands) {
    (&found.rule, Stands { outcome: found.outcome, points: gain(so_far, &found.rule) })
}

fn is_new(before: &BTreeMap<&str, Stands>, found: &Finding) -> bool {
    before.get(found.rule.as_str()).is_none_or(|stood| stood.outcome != found.outcome)
}

/// What a page was asked and what came of it.
fn looked_for(tried: usize, new: usize) -> String {
    let tried = match tried {
        0 => return "Ingen av frågorna hör hit.".to_owned(),
        n => swedish::counted(n, "fråga prövas", "frågor prövas"),
    };
    match new {
        0 => format!("{tried}, inget nytt svar."),
        n => format!("{tried}, {}.", swedish::counted(n, "nytt svar", "nya svar")),
    }
}

impl Seminar<'_, '_> {
    /// The scene while a kommun is read, by the reading's name: the steps so far.
    pub fn reading(&self, id: &str, reading: &Reading<'_>) -> Result<Page, SiteError> {
        site::html("seminarium", &AuditPage::reading(self, reading.told(self.overview), id))
    }

    /// The scene when it has been read; nothing when it got no score.
    pub fn just_read(&self, id: &str, read: &KommunResult) -> Result<Option<Page>, SiteError> {
        AuditPage::just_read(self, read, id).map(|page| site::html("seminarium", &page)).transpose()
    }
}

//! The steps that an audit is told in: a page came, a question is answered by words on it, all is read.
//!
//! Place in the flow: a result, whole or so far → **steps** → the scene of a replay, or of a kommun that is read now.
//! What must stay true: a question is told with the words that answer it; the kommun's name stands in no step before
//! somebody opens it; what is open or missing is told at the end, never as points lost on the way.

use std::time::Duration;

use askama::Template;

use crate::domain::{Evidence, Finding, Kommun, Outcome};
use crate::report::lang::Lang;
use crate::report::overview::{Overview, Standing, standing};
use crate::report::question::{Answer, answer};
use crate::report::quote::{Quote, visible};
use crate::report::site::SiteError;
use crate::report::{link, ranking, swedish};
use crate::score::{KommunResult, PageRef};

use super::SUBJECT;
use super::hide::Hider;

/// Time to read a question and the words found.
pub(super) const QUESTION_WAIT: Duration = Duration::from_millis(1800);
/// Time to read what is said at the end.
const END_WAIT: Duration = Duration::from_secs(4);

/// One step.
#[derive(Template)]
#[template(path = "seminarium/handelse.html", whitespace = "minimize")]
pub(super) struct Step {
    /// Before it is shown, at the recorded pace.
    pub(super) wait: Duration,
    /// What happened.
    what: What,
    /// Points so far, of 100: as text, and as a number with a point.
    pub(super) points: (String, String),
    /// The way to the site's root.
    root: &'static str,
}

impl Step {
    /// The step as a list item.
    pub(super) fn html(&self) -> Result<String, SiteError> {
        self.render().map_err(|source| SiteError::Render { path: "seminarium".to_owned(), source })
    }
}

pub(super) enum What {
    /// Something of the visit: heading and the rest.
    Visit(String, String),
    /// A page came: its title, what it was read as, and how it came.
    Page { title: String, kind: String, how: String },
    /// A question is answered by words on the page.
    Question { title: String, answer: Answer, q: Box<Quote>, gain: String },
    /// The end.
    End(Box<End>),
}

/// All is read.
pub(super) struct End {
    sentences: Vec<String>,
    /// What the score came to, in a sentence.
    result: String,
    settled: String,
    disclaimer: String,
    /// Behind a click.
    name: String,
    /// Address of the kommun's page from the root; empty when the round does not have it.
    href: String,
}

/// Makes the steps of a visit.
pub(super) struct Teller<'s, 'a> {
    overview: &'s Overview<'a>,
    hider: Hider,
    root: &'static str,
    /// Points so far, as a part of all that apply.
    pub(super) points: f64,
    /// Before the next step.
    pub(super) wait: Duration,
    pub(super) steps: Vec<Step>,
}

impl<'s, 'a> Teller<'s, 'a> {
    /// Tells of a kommun without its name; `root` is the way from the scene to the site's root.
    pub(super) fn new(overview: &'s Overview<'a>, kommun: &Kommun, root: &'static str) -> Self {
        let hider = Hider::new(kommun, SUBJECT);
        Self { overview, hider, root, points: 0.0, wait: Duration::ZERO, steps: Vec::new() }
    }

    fn push(&mut self, what: What) {
        let points = (swedish::number(self.points), format!("{:.1}", self.points));
        self.steps.push(Step { wait: self.wait, what, points, root: self.root });
    }

    /// Something of the visit.
    pub(super) fn visit(&mut self, heading: &str, text: String) {
        self.push(What::Visit(self.hider.plain(&visible(heading)), text));
    }

    /// The first request.
    pub(super) fn may_we(&mut self) {
        let text = "Först frågar vi webbplatsen vad vi får läsa (robots.txt). Det följer vi.";
        self.visit("Får vi komma in?", text.to_owned());
    }

    /// A page came.
    pub(super) fn page(&mut self, page: &PageRef, how: String) {
        let title = if page.title.trim().is_empty() { path(&page.url) } else { self.hider.plain(&page.title) };
        let kind = page.page_type.name_sv().to_owned();
        self.push(What::Page { title: visible(&title), kind, how });
    }

    /// A question is answered, when it is one of ours and by words; `gain` more points.
    pub(super) fn question(&mut self, kommun: &KommunResult, found: &Finding, gain: f64) {
        let Some(rule) = self.overview.set.rule(&found.rule) else { return };
        let Some(words) = words(found) else { return };
        self.points += gain;
        self.wait = QUESTION_WAIT;
        let hidden = self.hider.words(words);
        self.push(What::Question {
            title: rule.title.clone(),
            answer: answer(found.outcome),
            q: Box::new(Quote::of(self.overview, kommun, &rule.id, &hidden, false)),
            gain: if gain > 0.0 { format!("+{}", swedish::number(gain)) } else { String::new() },
        });
    }

    /// Points of the questions that words on a page answer.
    pub(super) fn by_words(&self, kommun: &KommunResult) -> f64 {
        let ours = self.ours(kommun).into_iter().filter(|found| is_by_words(kommun, found));
        ours.map(|found| gain(kommun, &found.rule)).sum()
    }

    fn ours<'k>(&self, kommun: &'k KommunResult) -> Vec<&'k Finding> {
        kommun.findings.iter().filter(|found| self.overview.set.rule(&found.rule).is_some()).collect()
    }

    /// What the whole site decides: answers that no single page gave words to, what is missing, what is open.
    pub(super) fn end(&mut self, kommun: &KommunResult, href: String) {
        let Standing::Scored(score, value) = standing(kommun) else { return };
        let ours = self.ours(kommun);
        let whole: Vec<&&Finding> =
            ours.iter().filter(|found| is_answered(found) && !is_by_words(kommun, found)).collect();
        if !whole.is_empty() {
            let gain: f64 = whole.iter().map(|found| gain(kommun, &found.rule)).sum();
            self.points += gain;
            self.wait = END_WAIT;
            let questions = swedish::counted(whole.len(), "fråga får", "frågor får");
            let text =
                format!("{questions} ja eller delvis av helheten, inte av ord på en sida: +{}.", swedish::number(gain));
            self.visit("Det som hela webbplatsen avgör", text);
        }
        let count = |wanted: &dyn Fn(Outcome) -> bool| ours.iter().filter(|found| wanted(found.outcome)).count();
        let missing = count(&|outcome| outcome == Outcome::Failed);
        let open = count(&Outcome::is_open);
        let mut sentences = vec![match missing {
            0 => "Ingen fråga blev utan svar.".to_owned(),
            n => format!(
                "{} hittade vi inget svar på. Står svaret ändå någonstans är det svårt att hitta.",
                swedish::counted(n, "fråga", "frågor")
            ),
        }];
        if open > 0 {
            let told = swedish::counted(open, "fråga är inte avgjord. Den", "frågor är inte avgjorda. De");
            sentences.push(format!("{told} räknas varken som ja eller nej."));
        }
        self.wait = END_WAIT;
        self.push(What::End(Box::new(End {
            sentences,
            result: format!("{} av 100 poäng", swedish::number(value)),
            settled: ranking::settled(Lang::Sv, score),
            disclaimer: self.overview.set.disclaimer.clone(),
            name: visible(&kommun.kommun.name),
            href,
        })));
    }
}

/// What an answer adds, as a part of all points that apply.
pub(super) fn gain(kommun: &KommunResult, rule: &str) -> f64 {
    let Some(score) = &kommun.score else { return 0.0 };
    let applicable: f64 = score.dimensions.iter().map(|dimension| dimension.applicable).sum();
    let points = score.rules.iter().find(|points| points.rule == rule).and_then(|points| points.points);
    points.filter(|_| applicable > 0.0).map_or(0.0, |points| points / applicable * 100.0)
}

fn is_answered(found: &Finding) -> bool {
    matches!(found.outcome, Outcome::Passed | Outcome::Partial)
}

/// Whether a question is answered by words on one of the pages read.
fn is_by_words(kommun: &KommunResult, found: &Finding) -> bool {
    let on_page = |words: &Evidence| kommun.pages.iter().any(|page| page.url == words.url);
    found.evidence.first().is_some_and(on_page) && words(found).is_some()
}

/// The words that a question is answered by.
fn words(found: &Finding) -> Option<&Evidence> {
    found.evidence.iter().find(|words| !words.quote.is_empty()).filter(|_| is_answered(found))
}

/// The path of an address, which does not tell whose it is.
pub(super) fn path(url: &str) -> String {
    link::safe(url).map_or_else(|| "en sida".to_owned(), |url| url.path().to_owned())
}

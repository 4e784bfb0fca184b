//! The whole hemtjänst part of a kommun: how far the reading has come, and what its pages answer together.
//!
//! Place in the flow: a round of one, read for somebody who waits → **these views** → web.
//! What must stay true: a question is missing only when the pages that were read do not answer it, and the page says
//! which they were; what could not be settled is neither yes nor no; what pages say is masked and escaped.

use askama::Template;

use crate::domain::{Finding, Outcome, Reason};
use crate::report::frame::Frame;
use crate::report::lang::Lang;
use crate::report::mask::masked_kommun;
use crate::report::question::{Answer, answer, said};
use crate::report::quote::visible;
use crate::report::site::{self, Page, SiteError};
use crate::report::texts::{RuleTexts, SetTexts};
use crate::report::tips::{self, Tip};
use crate::report::{link, swedish};
use crate::score::KommunResult;

use super::advice::{FIRST, Missing};
use super::{Around, frame};

/// A reading under way.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Its name in addresses.
    pub id: &'a str,
    /// The kommun's, or the host's.
    pub name: &'a str,
    /// Pages read so far by title, other addresses by why not; masked.
    pub steps: &'a [String],
    /// How far it has come: see [`so_far`].
    pub so_far: &'a str,
}

/// `15 sidor lästa. 42 frågor har svar hittills.`: pages read, and what they answer.
pub fn so_far(set: &SetTexts, pages: u32, answered: &[Finding]) -> String {
    let pages = usize::try_from(pages).unwrap_or_default();
    let ours =
        |found: &&Finding| found.outcome == Outcome::Passed && set.rule(&found.rule).is_some_and(|r| r.weight > 0.0);
    let questions = answered.iter().filter(ours).count();
    format!(
        "{} {}. {} har svar hittills.",
        swedish::counted(pages, "sida", "sidor"),
        if pages == 1 { "läst" } else { "lästa" },
        swedish::counted(questions, "fråga", "frågor")
    )
}

#[derive(Template)]
#[template(path = "sjalvkoll-laser.html", whitespace = "minimize")]
struct ReadingPage {
    frame: Frame,
    id: String,
    name: String,
    so_far: String,
    steps: Vec<String>,
}

#[derive(Template)]
#[template(path = "sjalvkoll-kommun.html", whitespace = "minimize")]
struct KommunPage {
    frame: Frame,
    /// Why it could not be read; then there is nothing else.
    unreadable: String,
    yes: String,
    questions: String,
    lead: String,
    /// What was not read, and why.
    left: String,
    heading: String,
    first: Vec<Missing>,
    missing: Vec<Missing>,
    answered: Vec<Place>,
    open: Vec<Place>,
    pages: Vec<(String, String)>,
}

/// A question and where its answer stands.
struct Place {
    answer: Answer,
    question: String,
    note: String,
    quote: String,
    page: String,
    href: String,
}

/// The page of a reading under way.
pub fn progress(around: &Around<'_>, reading: &Reading<'_>) -> Result<Page, SiteError> {
    let frame = frame(around, "Läser kommunens sidor om hemtjänst");
    let view = ReadingPage {
        frame,
        id: reading.id.to_owned(),
        name: visible(reading.name),
        so_far: reading.so_far.to_owned(),
        steps: reading.steps.iter().map(|step| visible(step)).collect(),
    };
    site::html("sjalvkoll.html", &view)
}

/// What the pages answer.
pub fn answers(around: &Around<'_>, result: &KommunResult) -> Result<Page, SiteError> {
    let result = masked_kommun(result);
    let mut view = KommunPage::new(around, &result);
    view.frame.title = view.title();
    site::html("sjalvkoll.html", &view)
}

impl KommunPage {
    fn new(around: &Around<'_>, result: &KommunResult) -> Self {
        let set = around.set;
        let found = |rule: &RuleTexts| result.findings.iter().find(|found| found.rule == rule.id);
        let asked: Vec<(&RuleTexts, &Finding)> = set
            .rules
            .iter()
            .filter(|rule| rule.weight > 0.0)
            .filter_map(|rule| Some((rule, found(rule)?)))
            .filter(|(_, found)| found.outcome != Outcome::Inapplicable)
            .collect();
        let weight = |rule: &RuleTexts| rule.weight;
        let mut missing: Vec<Missing> = tips::ordered(set, &result.findings, weight)
            .into_iter()
            .filter_map(|(rule, gain)| Some(self::missing(rule, found(rule)?, gain)))
            .collect();
        let rest = missing.split_off(missing.len().min(FIRST));
        let places = |wanted: fn(Outcome) -> bool| {
            asked.iter().filter(|(_, found)| wanted(found.outcome)).map(|(rule, found)| place(rule, found)).collect()
        };
        let reason = result.visit.reason.map(Reason::sentence_sv).unwrap_or_default();
        let assessed = result.visit.status.is_assessed();
        Self {
            frame: frame(around, ""),
            unreadable: if assessed { String::new() } else { told(reason).to_owned() },
            yes: asked.iter().filter(|(_, found)| found.outcome == Outcome::Passed).count().to_string(),
            questions: swedish::counted(asked.len(), "fråga", "frågor").replace('\u{a0}', " "),
            lead: format!(
                "Vi läste {} hos {}. Inget är sparat.",
                swedish::counted(result.pages.len(), "sida", "sidor"),
                visible(&result.kommun.name)
            ),
            left: if assessed { left(reason) } else { String::new() },
            heading: tips::heading(Lang::Sv, missing.len()),
            first: missing,
            missing: rest,
            answered: places(|outcome| matches!(outcome, Outcome::Passed | Outcome::Partial)),
            open: places(Outcome::is_open),
            pages: result
                .pages
                .iter()
                .map(|page| {
                    let title = if page.title.trim().is_empty() { &page.url } else { &page.title };
                    (visible(title), link::safe(&page.url).map(String::from).unwrap_or_default())
                })
                .collect(),
        }
    }

    fn title(&self) -> String {
        if self.unreadable.is_empty() {
            format!("Sidorna svarar på {} av {}", self.yes, self.questions)
        } else {
            "Sidorna gick inte att läsa".to_owned()
        }
    }
}

/// A visit that was never begun has no reason of its own.
fn told(reason: &str) -> &str {
    if reason.is_empty() { "Vi fick inget svar." } else { reason }
}

/// What was left unread, when something was.
fn left(reason: &str) -> String {
    if reason.is_empty() {
        return String::new();
    }
    format!("Vi läste inte allt. {reason} Det som vi inte hittade kan stå på en sida som vi inte läste.")
}

fn missing(rule: &RuleTexts, found: &Finding, gain: f64) -> Missing {
    let now = match found.outcome {
        Outcome::Partial => format!("Sidorna svarar delvis. {}", said(&found.note)),
        _ => String::new(),
    };
    Missing {
        question: rule.title.clone(),
        now: visible(now.trim_end()),
        tip: Tip { gain: tips::gain_sentence(Lang::Sv, gain, 0), ..tips::tip(Lang::Sv, rule) },
    }
}

fn place(rule: &RuleTexts, found: &Finding) -> Place {
    let words = found.evidence.iter().find(|words| !words.quote.is_empty());
    let title = |words: &crate::domain::Evidence| {
        let title = words.page_title.trim();
        visible(if title.is_empty() { &words.url } else { title })
    };
    Place {
        answer: answer(found.outcome),
        question: rule.title.clone(),
        note: visible(said(&found.note)),
        quote: words.map(|words| visible(&words.quote)).unwrap_or_default(),
        page: words.map(title).unwrap_or_default(),
        href: words.and_then(|words| link::safe(&words.url)).map(String::from).unwrap_or_default(),
    }
}

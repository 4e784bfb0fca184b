//! One page checked by itself, in the shape that every view of it needs: terminal, self-check, SARIF, JUnit.
//!
//! What must stay true: what a page is asked is the same in every view; a question that may be answered elsewhere is
//! never among those that it was asked.

use crate::a11y;
use crate::domain::{CloseReading, Finding, Misfit, Outcome, PageType, Reason};

use super::texts::{RuleTexts, SetTexts};

/// The reason code of a question that another page may answer, as `audit::check` sets it.
const ANOTHER_PAGE: &str = "annan-sida";
/// Those of questions that one page or text alone cannot answer.
const BEYOND: [&str; 2] = ["hela-webbplatsen", "bara-texten"];

/// One page or file that was checked by itself.
#[derive(Clone, Copy, Debug)]
pub struct CheckedPage<'a> {
    /// Address or file as it was given.
    pub target: &'a str,
    /// Title or first heading.
    pub title: &'a str,
    /// What the page was taken for.
    pub page_type: PageType,
    /// How sure that is, 0–100; 0 when it could not be told.
    pub type_confidence: u8,
    /// Words in its main content.
    pub words: u32,
    /// Answers; those that another page may give are untested with the reason `annan-sida`.
    pub findings: &'a [Finding],
    /// What its code says, one entry a rule and element.
    pub accessibility: &'a [a11y::CheckResult],
    /// Its text read closely.
    pub closer: Option<&'a CloseReading>,
    /// Why it is perhaps not the page that was meant.
    pub misfit: Option<&'a Misfit>,
    /// Why it could not be read.
    pub unreadable: Option<Reason>,
}

impl CheckedPage<'_> {
    /// How many questions it was asked, and how many of them it answers.
    pub fn counts(&self, set: &SetTexts) -> (usize, usize) {
        let questions = Questions::of(self, set);
        (questions.asked.len(), questions.yes())
    }

    /// LIX of its text, if it was read closely and is long enough.
    pub(super) fn lix(&self) -> Option<f64> {
        self.closer.and_then(|closer| closer.prose.lix())
    }
}

/// The questions of a page, in the set's order. Those that give no points are left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Questions<'a> {
    /// What it was asked.
    pub(super) asked: Vec<(&'a RuleTexts, &'a Finding)>,
    /// What another page may answer.
    pub(super) elsewhere: Vec<&'a RuleTexts>,
    /// What concerns the whole site or the page around a text.
    pub(super) beyond: Vec<&'a RuleTexts>,
}

impl<'a> Questions<'a> {
    /// The questions of a checked page.
    pub(super) fn of(page: &CheckedPage<'a>, set: &'a SetTexts) -> Self {
        let mut questions = Self::default();
        for rule in set.rules.iter().filter(|rule| rule.weight > 0.0) {
            let Some(found) = page.findings.iter().find(|found| found.rule == rule.id) else { continue };
            let left = found.outcome == Outcome::Untested;
            if left && found.reason == ANOTHER_PAGE {
                questions.elsewhere.push(rule);
            } else if left && BEYOND.contains(&found.reason.as_str()) {
                questions.beyond.push(rule);
            } else if found.outcome != Outcome::Inapplicable {
                questions.asked.push((rule, found));
            }
        }
        questions
    }

    /// How many came out so.
    pub(super) fn count(&self, is: impl Fn(Outcome) -> bool) -> usize {
        self.asked.iter().filter(|(_, found)| is(found.outcome)).count()
    }

    /// How many are answered.
    pub(super) fn yes(&self) -> usize {
        self.count(|outcome| outcome == Outcome::Passed)
    }
}

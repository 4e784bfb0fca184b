//! Machine-readable results, one file a format.
//!
//! Place in the flow: result + rule set → **export** → any `Write`.
//! What must stay true: the same result gives the same bytes; every kommun has a line for every rule, so that nobody is
//! lost in silence; a kommun that is not assessed has no points, never 0.

pub mod csv;
pub mod datapackage;
pub mod earl;
pub mod json;
pub mod jsonl;
pub mod log;
pub mod review;
mod table;
pub mod xlsx;

use crate::domain::{Finding, Lang, Outcome, say, system_fault};
use crate::score::{KommunResult, RoundResult};

use super::overview;
use super::texts::{RuleTexts, SetTexts};

/// Reason code of a rule that was not tried for a kommun that was.
const NOT_TRIED: &str = "inte-provad";

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum ExportError {
    /// The receiver refused.
    Write(#[from] std::io::Error),
    /// The workbook could not be made.
    Workbook(String),
    /// A value could not be written as JSON.
    Json(#[from] serde_json::Error),
}

impl ExportError {
    /// What was wrong, as a sentence without its capital.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Write(cause) => {
                let cause = system_fault(lang, cause);
                say!(
                    lang,
                    "det gick inte att skriva exporten: {cause}. Finns det plats, och får du skriva där?",
                    "the export could not be written: {cause}. Is there room, and may you write there?"
                )
            }
            Self::Workbook(cause) => {
                say!(lang, "Excel-filen gick inte att skapa: {cause}", "the workbook could not be made: {cause}")
            }
            Self::Json(cause) => say!(
                lang,
                "resultatet gick inte att skriva som JSON: {cause}",
                "the result could not be written as JSON: {cause}"
            ),
        }
    }
}

/// One kommun and one rule.
struct Answer<'a> {
    kommun: &'a KommunResult,
    rule: &'a RuleTexts,
    finding: Option<&'a Finding>,
    weight: f64,
    points: Option<f64>,
}

impl<'a> Answer<'a> {
    fn outcome(&self) -> Outcome {
        self.finding.map_or(Outcome::Untested, |f| f.outcome)
    }

    /// Why it is open or does not apply; of a kommun that is not assessed, why the visit failed.
    fn reason(&self) -> &'a str {
        match (self.finding, self.kommun.visit.reason) {
            (Some(finding), _) => &finding.reason,
            (None, Some(reason)) if !self.kommun.visit.status.is_assessed() => reason.code(),
            (None, _) if !self.kommun.visit.status.is_assessed() => self.kommun.visit.status.code(),
            (None, _) => NOT_TRIED,
        }
    }
}

/// Every kommun and rule: kommuner by code, rules in the set's order.
fn rows<'a>(result: &'a RoundResult, set: &'a SetTexts) -> impl Iterator<Item = Answer<'a>> {
    let mut kommuner: Vec<&KommunResult> = result.kommuner.iter().collect();
    kommuner.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    kommuner.into_iter().flat_map(move |kommun| {
        set.rules.iter().map(move |rule| {
            let points = kommun.score.as_ref().and_then(|s| s.rules.iter().find(|p| p.rule == rule.id));
            Answer {
                kommun,
                rule,
                finding: overview::finding(kommun, &rule.id),
                weight: points.map_or(rule.weight, |p| p.weight),
                points: points.and_then(|p| p.points),
            }
        })
    })
}

/// Six decimals: what differs further out is how a machine adds, not what a kommun got.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

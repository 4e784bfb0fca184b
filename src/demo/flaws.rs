//! The known right answers: `demo/flaws.toml`, judged by reading the texts as a careful person would.
//!
//! What must stay true: an answer stands here only where the texts leave no doubt; it is never adjusted to what the
//! program says.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{DemoError, content};
use crate::domain::{Outcome, VisitStatus};

/// The right answer to one question of the catalogue for one kommun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Code of the kommun, e.g. `9001`.
    pub kommun: String,
    /// Id in the rule catalogue, e.g. `KON-02`.
    pub question: String,
    /// What a careful reader answers.
    pub outcome: Outcome,
    /// Why, in one line.
    pub why: String,
}

/// How the visit to a kommun must end.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Code of the kommun.
    pub kommun: String,
    /// The status.
    pub status: VisitStatus,
    /// The reason's code; empty when complete.
    pub reason: String,
    /// Highest score allowed, if the list sets one.
    pub at_most: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    status: VisitStatus,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    at_most: Option<f64>,
    /// Question → `[outcome, why]`.
    #[serde(default)]
    answers: BTreeMap<String, (Outcome, String)>,
}

/// All right answers, by kommun and question.
pub fn flaws() -> Result<Vec<Flaw>, DemoError> {
    Ok(entries()?
        .into_iter()
        .flat_map(|(kommun, entry)| {
            entry.answers.into_iter().map(move |(question, (outcome, why))| Flaw {
                kommun: kommun.clone(),
                question,
                outcome,
                why,
            })
        })
        .collect())
}

/// How the visit to each kommun must end, by code.
pub fn standings() -> Result<Vec<Standing>, DemoError> {
    Ok(entries()?
        .into_iter()
        .map(|(kommun, e)| Standing { kommun, status: e.status, reason: e.reason, at_most: e.at_most })
        .collect())
}

fn entries() -> Result<BTreeMap<String, Entry>, DemoError> {
    toml::from_str(content::text("flaws.toml")?).map_err(|e| DemoError::content("flaws.toml", e))
}

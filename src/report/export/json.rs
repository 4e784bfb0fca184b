//! The whole result as one JSON document: the rule set's head, the round, every kommun with score, answers, pages and
//! log.

use std::io::Write;

use serde::Serialize;

use crate::domain::Round;
use crate::score::{KommunResult, RoundResult};

use super::super::texts::SetTexts;
use super::ExportError;

#[derive(Serialize)]
struct Document<'a> {
    rule_set: Set<'a>,
    round: &'a Round,
    kommuner: &'a [KommunResult],
}

#[derive(Serialize)]
struct Set<'a> {
    name: &'a str,
    version: &'a str,
    owner: &'a str,
    official: bool,
    disclaimer: &'a str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    dimension: &'a str,
    weight: f64,
}

/// Writes the document.
pub fn write(result: &RoundResult, set: &SetTexts, mut out: impl Write) -> Result<(), ExportError> {
    let rules = set.rules.iter().map(|r| Rule {
        id: &r.id,
        title: &r.title,
        dimension: &r.dimension,
        weight: super::rounded(r.weight),
    });
    let document = Document {
        rule_set: Set {
            name: &set.name,
            version: &set.version,
            owner: &set.owner,
            official: set.official,
            disclaimer: &set.disclaimer,
            rules: rules.collect(),
        },
        round: &result.round,
        kommuner: &result.kommuner,
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

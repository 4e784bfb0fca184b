//! JSON lines: one line a kommun and rule, keys and lines in a stable order.
//!
//! What must stay true: no time of day and no day of reading unless asked for, so that two runs over the same evidence
//! give the same bytes.

use std::io::Write;

use serde::Serialize;

use crate::domain::{Evidence, Searched};
use crate::score::{Decided, ProgramAnswer, RoundResult};

use super::super::overview::{by_hand, read_on, record_of, swedish_day};
use super::super::texts::SetTexts;
use super::{Answer, ExportError, rounded, rows};

#[derive(Serialize)]
struct Line<'a> {
    kommun: &'a str,
    name: &'a str,
    status: &'static str,
    rule: &'a str,
    dimension: &'a str,
    outcome: &'static str,
    reason: &'a str,
    weight: f64,
    points: Option<f64>,
    note: &'a str,
    evidence: &'a [Evidence],
    /// Where each of them is in the round's WARC file.
    records: Vec<Option<&'a str>>,
    /// Who handed in the pages that were not fetched, in the evidence's order; left out when all were fetched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_hand: Vec<Option<&'a str>>,
    searched: Option<&'a Searched>,
    /// Left out unless a person has decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<Settled<'a>>,
    judging_hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<Times<'a>>,
}

/// A person's decision.
#[derive(Serialize)]
struct Settled<'a> {
    by: &'a str,
    on: &'a str,
    reason: &'a str,
    replaced: &'static str,
    replaced_by: &'a str,
    program: &'a ProgramAnswer,
    page_gone: bool,
    rule_changed: bool,
    /// Left out unless people disagree, so that the question is open.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disagreed: bool,
    /// Earlier decisions on the question, in order.
    earlier: Vec<Earlier<'a>>,
}

#[derive(Serialize)]
struct Earlier<'a> {
    outcome: &'static str,
    by: &'a str,
    on: String,
    reason: &'a str,
}

fn settled(decided: &Decided) -> Settled<'_> {
    let Decided { decision, on, program, page_gone, rule_changed, disagreed, earlier } = decided;
    let earlier = earlier.iter().map(|one| Earlier {
        outcome: one.outcome.code(),
        by: &one.by,
        on: swedish_day(&one.at),
        reason: &one.reason,
    });
    Settled {
        by: &decision.by,
        on,
        reason: &decision.reason,
        replaced: decision.replaced.code(),
        replaced_by: &decision.replaced_by,
        program,
        page_gone: *page_gone,
        rule_changed: *rule_changed,
        disagreed: *disagreed,
        earlier: earlier.collect(),
    }
}

/// What differs between two visits that found the same.
#[derive(Serialize)]
struct Times<'a> {
    opened_at: &'a str,
    first_day: &'a str,
    last_day: &'a str,
    read_on: Vec<Option<&'a str>>,
}

/// Writes the lines. With `with_times` each line also has when the round was opened and when its pages were read.
pub fn write(result: &RoundResult, set: &SetTexts, with_times: bool, mut out: impl Write) -> Result<(), ExportError> {
    for answer in rows(result, set) {
        serde_json::to_writer(&mut out, &line(result, &answer, with_times))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn line<'a>(result: &'a RoundResult, answer: &Answer<'a>, with_times: bool) -> Line<'a> {
    let evidence: &[Evidence] = answer.finding.map_or(&[], |f| &f.evidence);
    let hands: Vec<_> = evidence.iter().map(|e| by_hand(answer.kommun, e).map(|hand| hand.by.as_str())).collect();
    Line {
        kommun: &answer.kommun.kommun.code,
        name: &answer.kommun.kommun.name,
        status: answer.kommun.visit.status.code(),
        rule: &answer.rule.id,
        dimension: &answer.rule.dimension,
        outcome: answer.outcome().code(),
        reason: answer.reason(),
        weight: rounded(answer.weight),
        points: answer.points.map(rounded),
        note: answer.finding.map_or("", |f| &f.note),
        evidence,
        records: evidence.iter().map(|e| record_of(answer.kommun, e)).collect(),
        by_hand: if hands.iter().any(Option::is_some) { hands } else { Vec::new() },
        searched: answer.finding.and_then(|f| f.searched.as_ref()),
        decision: answer.kommun.decided(&answer.rule.id).map(settled),
        judging_hash: answer.finding.map_or("", |f| &f.judging_hash),
        times: with_times.then(|| Times {
            opened_at: &result.round.opened_at,
            first_day: &answer.kommun.visit.first_day,
            last_day: &answer.kommun.visit.last_day,
            read_on: evidence.iter().map(|e| read_on(answer.kommun, e)).collect(),
        }),
    }
}

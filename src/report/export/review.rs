//! The work sheet of open answers and the log of decisions, as tables and as JSON lines.
//!
//! What must stay true: as in the other tables, no cell begins as a formula; the empty columns of the sheet are those that
//! `hemkoll review import` reads, by the same headings.

use std::io::Write;

use serde::Serialize;

use crate::domain::LoggedDecision;

use super::super::lang::Lang;
use super::super::question::answer;
use super::super::review::{OpenAnswer, replaced};
use super::super::swedish::decimals;
use super::csv::Table;
use super::{ExportError, rounded};

const SHEET: [&str; 15] = [
    "kommunkod",
    "kommun",
    "län",
    "regel",
    "fråga",
    "poäng",
    "varför den är öppen",
    "närmaste ord",
    "sida",
    "sidans adress",
    "avgörs för hand",
    "utfall",
    "ord",
    "adress",
    "skäl",
];

const LOG: [&str; 13] = [
    "tid (UTC)",
    "kommunkod",
    "kommun",
    "regel",
    "svar",
    "svarskod",
    "avgjort av",
    "skäl",
    "ord",
    "adress",
    "kontrollsumma",
    "svaret före",
    "svaret före, i ord",
];

/// The work sheet: a row a question, with empty columns to fill in.
pub fn sheet(rows: &[OpenAnswer<'_>], out: impl Write) -> Result<(), ExportError> {
    let mut table = Table::new(out, &SHEET)?;
    for row in rows {
        let (kommun, words) = (&row.kommun.kommun, row.words());
        table.line(&[
            &kommun.code,
            &kommun.name,
            &kommun.lan.name,
            &row.rule.id,
            &row.rule.title,
            &decimals(row.weight, 2),
            &row.why(Lang::Sv),
            words.map_or("", |words| &words.quote),
            words.map_or("", |words| &words.page_title),
            words.map_or("", |words| &words.url),
            &row.by_hand().join(" "),
            "",
            "",
            "",
            "",
        ])?;
    }
    table.end()
}

#[derive(Serialize)]
struct Line<'a> {
    kommun: &'a str,
    name: &'a str,
    rule: &'a str,
    question: &'a str,
    weight: f64,
    outcome: &'static str,
    reason: &'a str,
    why: String,
    quote: &'a str,
    page_title: &'a str,
    url: &'a str,
    by_hand: Vec<&'a str>,
}

/// One line of JSON an open answer.
pub fn open_jsonl(rows: &[OpenAnswer<'_>], mut out: impl Write) -> Result<(), ExportError> {
    for row in rows {
        let words = row.words();
        let line = Line {
            kommun: &row.kommun.kommun.code,
            name: &row.kommun.kommun.name,
            rule: &row.rule.id,
            question: &row.rule.title,
            weight: rounded(row.weight),
            outcome: row.outcome.code(),
            reason: row.reason,
            why: row.why(Lang::Sv),
            quote: words.map_or("", |words| &words.quote),
            page_title: words.map_or("", |words| &words.page_title),
            url: words.map_or("", |words| &words.url),
            by_hand: row.by_hand(),
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Every decision, a row each.
pub fn log(log: &[LoggedDecision], out: impl Write) -> Result<(), ExportError> {
    let mut table = Table::new(out, &LOG)?;
    for one in log {
        let (decision, words) = (&one.decision, one.decision.words.as_ref());
        table.line(&[
            &decision.at,
            &one.kommun,
            &one.name,
            &decision.rule,
            answer(decision.outcome).word,
            decision.outcome.code(),
            &decision.by,
            &decision.reason,
            words.map_or("", |words| &words.quote),
            words.map_or("", |words| &words.url),
            words.map_or("", |words| &words.sha256),
            answer(decision.replaced).word,
            &replaced(Lang::Sv, decision),
        ])?;
    }
    table.end()
}

/// One line of JSON a decision.
pub fn log_jsonl(log: &[LoggedDecision], mut out: impl Write) -> Result<(), ExportError> {
    for one in log {
        serde_json::to_writer(&mut out, one)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

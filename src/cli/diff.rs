//! `hemkoll diff`: what changed between two rounds, or under other rules, and why.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::DiffArgs,
    exit::{Exit, Failure},
    output, progress,
    results::answer,
    rules, runtime,
};
use crate::{
    audit::{
        self, Diff, DiffRequest,
        diff::{KommunDiff, Standing},
    },
    config::{ConfigFile, Settings},
    domain::{Outcome, Reason},
    report::{swedish, text::safe},
    rules::RuleSet,
    score::{Cause, Part},
    store::Store,
};

/// In which order the parts are worked out: for people.
const ORDER: &str = "Delarna blir tillsammans ändringen. De räknas ut i den här ordningen: först bedömer det här \
    programmet den första omgångens sidor igen. Sedan byts sidorna, underlaget (egenskaper och belopp), reglerna och \
    vikterna, ett i taget. Att tiden har gått räknas till sidorna. Beslut av människor finns inte än.";

/// Compares and prints.
pub(super) fn run(args: &DiffArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    if args.after.is_none() && args.rules.is_none() {
        return Err(Failure::Usage(
            "Skriv två omgångar, eller en omgång och --rules MAPP. Till exempel: hemkoll diff 2025 2026".to_owned(),
        ));
    }
    let rules = args.rules.as_deref().map(|folder| rules::load(Some(folder))).transpose()?.map(Arc::new);
    let request = DiffRequest {
        before: args.before.clone(),
        after: args.after.clone().unwrap_or_else(|| args.before.clone()),
        rules,
        kommuner: args.kommun.clone(),
    };
    runtime::block_on(async {
        let settings = Settings::resolve(file.under(ConfigFile { db, ..ConfigFile::default() }))?;
        let store = Store::open_existing(&settings.db).await?;
        let diff = audit::diff(&store, &request, &*progress::sink()).await?;
        store.close().await;
        if args.json {
            return output::json(&document(&diff, request.rules.as_deref()));
        }
        output::result(&said(&diff, request.rules.is_some(), !args.kommun.is_empty())).map(|()| Exit::Done)
    })
}

fn said(diff: &Diff, other_rules: bool, in_full: bool) -> String {
    let (before, after) = (safe(&diff.before), safe(&diff.after));
    let mut out = match (diff.before == diff.after, other_rules) {
        (true, _) => format!("Omgång {before}: dess egna regler och reglerna i mappen\n\n"),
        (false, true) => format!("Omgång {before}, och omgång {after} med reglerna i mappen\n\n"),
        (false, false) => format!("Från omgång {before} till omgång {after}\n\n"),
    };
    out.push_str(&table(diff));
    let apart: Vec<&KommunDiff> = diff.kommuner.iter().filter(|kommun| kommun.change().is_none()).collect();
    if !apart.is_empty() {
        out.push_str("\nGår inte att jämföra\n");
    }
    for kommun in apart {
        let why = match (without_score(kommun.before), without_score(kommun.after)) {
            (Some(then), Some(now)) if then == now => format!("Före och efter: {now}"),
            (then, now) => [("Före", then), ("Efter", now)]
                .into_iter()
                .filter_map(|(side, why)| Some(format!("{side}: {}", why?)))
                .collect::<Vec<_>>()
                .join(" "),
        };
        out.push_str(&format!("  {}. {why}\n", safe(&kommun.name)));
    }
    if in_full {
        for kommun in &diff.kommuner {
            out.push_str(&answers(kommun));
        }
    } else {
        out.push_str("\nSvaren som ändrades: lägg till --kommun NAMN, eller --json för alla.\n");
    }
    out.push_str(&format!("\n{ORDER}\n"));
    out
}

/// The table of those that have a score on both sides.
fn table(diff: &Diff) -> String {
    let mut rows = vec![["Kommun", "Före", "Efter", "Ändring"].map(str::to_owned).to_vec()];
    rows[0].extend(Cause::ALL.map(|cause| swedish::capitalised(name(cause))));
    for kommun in &diff.kommuner {
        let (Standing::Scored(before), Standing::Scored(after)) = (kommun.before, kommun.after) else { continue };
        let mut row = vec![safe(&kommun.name), points(before), points(after), signed(after - before)];
        row.extend(Cause::ALL.map(|cause| signed(kommun.of_cause(cause))));
        rows.push(row);
    }
    if rows.len() == 1 {
        return "Ingen kommun har poäng i båda.\n".to_owned();
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = format!("{:<1$}", row[0], widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line.push_str(&format!("  {cell:>width$}"));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The answers of a kommun that changed, and what rules whose answers did not change make up.
fn answers(kommun: &KommunDiff) -> String {
    let mut out = format!("\n{}\n", safe(&kommun.name));
    // Two ways of not being settled are one word.
    for changed in kommun.answers.iter().filter(|changed| answer(changed.before) != answer(changed.after)) {
        let what = match (changed.before, changed.after) {
            (None, now) => format!("ny fråga, svaret är {}", answer(now)),
            (then, None) => format!("frågan är borttagen, svaret var {}", answer(then)),
            (then, now) => format!("{} → {}, {}", answer(then), answer(now), because(changed.cause)),
        };
        out.push_str(&format!("  {}: {what}{}\n", changed.rule, of_rule(kommun, Some(&changed.rule))));
    }
    if kommun.answers.is_empty() {
        out.push_str("  Inget svar ändrades.\n");
    }
    let is_told = |part: &&Part| kommun.answers.iter().any(|changed| Some(&changed.rule) == part.rule.as_ref());
    let rest: i64 = kommun.parts.iter().filter(|part| !is_told(part)).map(|part| part.tenths).sum();
    if rest != 0 {
        out.push_str(&format!("  Frågor med samma svar som förut: {}\n", signed(rest)));
    }
    out
}

/// `. Poäng: +2,1`, or nothing where the rule makes up nothing.
fn of_rule(kommun: &KommunDiff, rule: Option<&String>) -> String {
    let sum: i64 = kommun.parts.iter().filter(|part| part.rule.as_ref() == rule).map(|part| part.tenths).sum();
    if sum == 0 { String::new() } else { format!(". Poäng: {}", signed(sum)) }
}

/// Why there is no score; nothing when there is one.
fn without_score(standing: Standing) -> Option<String> {
    match standing {
        Standing::Scored(_) => None,
        Standing::Absent => Some("kommunen är inte med.".to_owned()),
        Standing::Undecided => Some("för få frågor är avgjorda för en poäng.".to_owned()),
        // Read, but under the other rules alone, where the other side has nothing to compare with.
        Standing::NotAssessed(status, _) if status.is_assessed() => {
            Some("inte bedömd med reglerna i mappen, för det finns inget att jämföra med.".to_owned())
        }
        Standing::NotAssessed(_, Some(reason)) => Some(format!("inte bedömd. {}", reason.sentence_sv())),
        Standing::NotAssessed(_, None) => Some("inte läst än.".to_owned()),
    }
}

/// A cause as a heading.
const fn name(cause: Cause) -> &'static str {
    match cause {
        Cause::Page => "sidor",
        Cause::Program => "program",
        Cause::Seeds => "underlag",
        Cause::Rule => "regler",
        Cause::Weight => "vikter",
    }
}

/// A cause as the end of a sentence.
const fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Page => "för att sidorna skiljer sig",
        Cause::Program => "för att programmet läser dem på ett annat sätt",
        Cause::Seeds => "för att underlaget är ändrat",
        Cause::Rule => "för att reglerna är ändrade",
        Cause::Weight => "för att vikterna är ändrade",
    }
}

/// `45,2`
fn points(tenths: i64) -> String {
    format!("{}{},{}", if tenths < 0 { "−" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
}

/// `+5,8`, `−0,3`, `0`
fn signed(tenths: i64) -> String {
    match tenths {
        0 => "0".to_owned(),
        1.. => format!("+{}", points(tenths)),
        _ => points(tenths),
    }
}

/// Tenths as a number of points.
fn number(tenths: i64) -> serde_json::Value {
    // Exact enough: tenths of a score are small whole numbers.
    json!(f64::from(i32::try_from(tenths).unwrap_or_default()) / 10.0)
}

fn document(diff: &Diff, rules: Option<&RuleSet>) -> serde_json::Value {
    let kommuner: Vec<_> = diff.kommuner.iter().map(row).collect();
    json!({
        "before": diff.before, "after": diff.after, "rules": rules.map(RuleSet::manifest_sha256),
        "causes": Cause::ALL.map(Cause::code), "kommuner": kommuner,
    })
}

fn row(kommun: &KommunDiff) -> serde_json::Value {
    let answers: Vec<_> = kommun
        .answers
        .iter()
        .map(|changed| {
            json!({
                "rule": changed.rule, "before": changed.before.map(Outcome::code),
                "after": changed.after.map(Outcome::code), "cause": changed.cause.code(),
            })
        })
        .collect();
    let parts: Vec<_> = kommun
        .parts
        .iter()
        .map(|part| json!({"cause": part.cause.code(), "rule": part.rule, "points": number(part.tenths)}))
        .collect();
    let sums: serde_json::Map<_, _> =
        Cause::ALL.iter().map(|cause| (cause.code().to_owned(), number(kommun.of_cause(*cause)))).collect();
    json!({
        "code": kommun.code, "name": kommun.name, "before": standing(kommun.before), "after": standing(kommun.after),
        "change": kommun.change().map(number), "causes": kommun.change().map(|_| sums), "parts": parts,
        "answers": answers,
    })
}

fn standing(standing: Standing) -> serde_json::Value {
    match standing {
        Standing::Scored(tenths) => json!({"status": "scored", "value": number(tenths)}),
        Standing::Undecided => json!({"status": "undecided", "value": null}),
        Standing::Absent => json!({"status": "absent", "value": null}),
        Standing::NotAssessed(status, reason) => {
            json!({"status": status.code(), "value": null, "reason": reason.map(Reason::code)})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_one_decimal_and_a_sign() {
        assert_eq!([58, -3, 0, 500].map(signed), ["+5,8", "−0,3", "0", "+50,0"]);
        assert_eq!(number(58).to_string(), "5.8");
    }
}

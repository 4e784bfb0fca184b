//! `hemkoll diff`: what changed between two rounds, or under other rules, and why.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::DiffArgs,
    common::Common,
    exit::{Exit, Failure},
    output, progress,
    results::{answer, capitalised},
    rules, runtime,
};
use crate::{
    audit::{
        self, Diff, DiffRequest,
        diff::{KommunDiff, Standing},
    },
    domain::{Lang, Outcome, Reason, both, say},
    report::text::safe,
    rules::RuleSet,
    score::{Cause, Part},
    store::Store,
};

/// In which order the parts are worked out: for people.
const fn order(lang: Lang) -> &'static str {
    lang.of(
        "Delarna blir tillsammans ändringen. De räknas ut i den här ordningen: först tas det bort som granskare har \
         avgjort i den första omgången, och det här programmet bedömer dess sidor igen. Sedan byts sidorna, underlaget (egenskaper och belopp), reglerna och vikterna, ett i \
         taget. \
         Sist läggs det till som granskare har avgjort i den andra omgången. Att tiden har gått räknas till sidorna.",
        "The parts add up to the change. They are worked out in this order: first what reviewers settled in the first \
         round is taken away, and this program judges its pages again. Then the pages, what is known beforehand (traits and amounts), the rules and the weights are \
         exchanged, one at a time. Last, what reviewers settled in the second round is added. That time has passed \
         counts as the pages.",
    )
}

/// Compares and prints.
pub(super) fn run(args: &DiffArgs, common: &Common) -> Result<Exit, Failure> {
    if args.after.is_none() && args.rules.is_none() {
        return Err(Failure::Usage(both!(
            "Skriv två omgångar, eller en omgång och --rules MAPP. Till exempel: hemkoll diff 2025 2026",
            "Write two rounds, or one round and --rules FOLDER. For example: hemkoll diff 2025 2026"
        )));
    }
    let lang = common.lang;
    let rules = args.rules.as_deref().map(|folder| rules::load(Some(folder))).transpose()?.map(Arc::new);
    let request = DiffRequest {
        before: args.before.clone(),
        after: args.after.clone().unwrap_or_else(|| args.before.clone()),
        rules,
        kommuner: args.kommun.clone(),
    };
    runtime::block_on(async {
        let store = Store::open_to_read(&common.settings()?.db).await?;
        let diff = audit::diff(&store, &request, &*progress::sink(lang)).await?;
        store.close().await;
        if args.json {
            return output::json(&document(&diff, request.rules.as_deref()));
        }
        output::result(&said(&diff, request.rules.is_some(), !args.kommun.is_empty(), lang)).map(|()| Exit::Done)
    })
}

fn said(diff: &Diff, other_rules: bool, in_full: bool, lang: Lang) -> String {
    let (before, after) = (safe(&diff.before), safe(&diff.after));
    let mut out = match (diff.before == diff.after, other_rules) {
        (true, false) => {
            say!(lang, "Omgång {before} mot sig själv\n\n", "Round {before} against itself\n\n")
        }
        (true, true) => say!(
            lang,
            "Omgång {before}: dess egna regler och reglerna i mappen\n\n",
            "Round {before}: its own rules and the rules in the folder\n\n"
        ),
        (false, true) => say!(
            lang,
            "Omgång {before}, och omgång {after} med reglerna i mappen\n\n",
            "Round {before}, and round {after} by the rules in the folder\n\n"
        ),
        (false, false) => {
            say!(lang, "Från omgång {before} till omgång {after}\n\n", "From round {before} to round {after}\n\n")
        }
    };
    out.push_str(&table(diff, lang));
    let apart: Vec<&KommunDiff> = diff.kommuner.iter().filter(|kommun| kommun.change().is_none()).collect();
    if !apart.is_empty() {
        out.push_str(lang.of("\nGår inte att jämföra\n", "\nCannot be compared\n"));
    }
    for kommun in apart {
        let why = match (without_score(kommun.before, lang), without_score(kommun.after, lang)) {
            (Some(then), Some(now)) if then == now => {
                say!(lang, "Före och efter: {now}", "Before and after: {now}")
            }
            (then, now) => [(lang.of("Före", "Before"), then), (lang.of("Efter", "After"), now)]
                .into_iter()
                .filter_map(|(side, why)| Some(format!("{side}: {}", why?)))
                .collect::<Vec<_>>()
                .join(" "),
        };
        out.push_str(&format!("  {}. {why}\n", safe(&kommun.name)));
    }
    if in_full {
        for kommun in &diff.kommuner {
            out.push_str(&answers(kommun, lang));
        }
    } else {
        out.push_str(lang.of(
            "\nSvaren som ändrades: lägg till --kommun NAMN, eller --json för alla.\n",
            "\nThe answers that changed: add --kommun NAME, or --json for all.\n",
        ));
    }
    out.push_str(&format!("\n{}\n", order(lang)));
    out
}

/// The table of those that have a score on both sides.
fn table(diff: &Diff, lang: Lang) -> String {
    let heads = [("Kommun", "Kommun"), ("Före", "Before"), ("Efter", "After"), ("Ändring", "Change")];
    let mut rows = vec![heads.map(|(sv, en)| lang.of(sv, en).to_owned()).to_vec()];
    rows[0].extend(Cause::ALL.map(|cause| capitalised(name(cause, lang))));
    for kommun in &diff.kommuner {
        let (Standing::Scored(before), Standing::Scored(after)) = (kommun.before, kommun.after) else { continue };
        let mut row = vec![safe(&kommun.name), points(before, lang), points(after, lang), signed(after - before, lang)];
        row.extend(Cause::ALL.map(|cause| signed(kommun.of_cause(cause), lang)));
        rows.push(row);
    }
    if rows.len() == 1 {
        return lang.of("Ingen kommun har poäng i båda.\n", "No kommun has points in both.\n").to_owned();
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
fn answers(kommun: &KommunDiff, lang: Lang) -> String {
    let mut out = format!("\n{}\n", safe(&kommun.name));
    let word = |outcome| answer(outcome, lang);
    // Two ways of not being settled are one word.
    for changed in kommun.answers.iter().filter(|changed| word(changed.before) != word(changed.after)) {
        let (then, now) = (word(changed.before), word(changed.after));
        let what = match (changed.before, changed.after) {
            (None, _) => say!(lang, "ny fråga, svaret är {now}", "a new question, the answer is {now}"),
            (_, None) => {
                say!(lang, "frågan är borttagen, svaret var {then}", "the question is gone, the answer was {then}")
            }
            _ => format!("{then} → {now}, {}", because(changed.cause, lang)),
        };
        out.push_str(&format!("  {}: {what}{}\n", changed.rule, of_rule(kommun, Some(&changed.rule), lang)));
    }
    if kommun.answers.is_empty() {
        out.push_str(lang.of("  Inget svar ändrades.\n", "  No answer changed.\n"));
    }
    let is_told = |part: &&Part| kommun.answers.iter().any(|changed| Some(&changed.rule) == part.rule.as_ref());
    let rest: i64 = kommun.parts.iter().filter(|part| !is_told(part)).map(|part| part.tenths).sum();
    if rest != 0 {
        let rest = signed(rest, lang);
        out.push_str(&say!(
            lang,
            "  Frågor med samma svar som förut: {rest}\n",
            "  Questions with the same answer as before: {rest}\n"
        ));
    }
    out
}

/// `. Poäng: +2,1`, or nothing where the rule makes up nothing.
fn of_rule(kommun: &KommunDiff, rule: Option<&String>, lang: Lang) -> String {
    let sum: i64 = kommun.parts.iter().filter(|part| part.rule.as_ref() == rule).map(|part| part.tenths).sum();
    let points = signed(sum, lang);
    if sum == 0 { String::new() } else { say!(lang, ". Poäng: {points}", ". Points: {points}") }
}

/// Why there is no score; nothing when there is one.
fn without_score(standing: Standing, lang: Lang) -> Option<String> {
    let told = match standing {
        Standing::Scored(_) => return None,
        Standing::Absent => lang.of("kommunen är inte med.", "the kommun is not in it."),
        Standing::Undecided => {
            lang.of("för få frågor är avgjorda för en poäng.", "too few questions are settled for a score.")
        }
        // Read, but under the other rules alone, where the other side has nothing to compare with.
        Standing::NotAssessed(status, _) if status.is_assessed() => lang.of(
            "inte bedömd med reglerna i mappen, för det finns inget att jämföra med.",
            "not judged by the rules in the folder, since there is nothing to compare with.",
        ),
        Standing::NotAssessed(_, Some(reason)) => {
            let reason = reason.sentence(lang);
            return Some(say!(lang, "inte bedömd. {reason}", "not assessed. {reason}"));
        }
        Standing::NotAssessed(_, None) => lang.of("inte läst än.", "not read yet."),
    };
    Some(told.to_owned())
}

/// A cause as a heading.
const fn name(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Page => lang.of("sidor", "pages"),
        Cause::Program => lang.of("program", "program"),
        Cause::Seeds => lang.of("underlag", "traits"),
        Cause::Rule => lang.of("regler", "rules"),
        Cause::Weight => lang.of("vikter", "weights"),
        Cause::Decision => lang.of("granskare", "reviewers"),
    }
}

/// A cause as the end of a sentence.
const fn because(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Page => lang.of("för att sidorna skiljer sig", "because the pages differ"),
        Cause::Program => {
            lang.of("för att programmet läser dem på ett annat sätt", "because the program reads them in another way")
        }
        Cause::Seeds => lang.of("för att underlaget är ändrat", "because the traits or amounts have changed"),
        Cause::Rule => lang.of("för att reglerna är ändrade", "because the rules have changed"),
        Cause::Weight => lang.of("för att vikterna är ändrade", "because the weights have changed"),
        Cause::Decision => {
            lang.of("för att en granskare har avgjort frågan", "because a reviewer has settled the question")
        }
    }
}

/// `45,2`
fn points(tenths: i64, lang: Lang) -> String {
    let (sign, mark) = (if tenths < 0 { "−" } else { "" }, lang.of(",", "."));
    format!("{sign}{}{mark}{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// `+5,8`, `−0,3`, `0`
fn signed(tenths: i64, lang: Lang) -> String {
    match tenths {
        0 => "0".to_owned(),
        1.. => format!("+{}", points(tenths, lang)),
        _ => points(tenths, lang),
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
        assert_eq!([58, -3, 0, 500].map(|tenths| signed(tenths, Lang::Sv)), ["+5,8", "−0,3", "0", "+50,0"]);
        assert_eq!(signed(-3, Lang::En), "−0.3");
        assert_eq!(number(58).to_string(), "5.8");
    }
}

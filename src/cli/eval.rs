//! `hemkoll rules eval`: how well the rules agree with people, as a table or JSON.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::args::EvalArgs;
use super::exit::{Exit, Failure};
use super::output;
use crate::audit::check;
use crate::audit::eval::{Agreement, Disagreement, eval};
use crate::clock::Clock;
use crate::domain::Evidence;
use crate::rules::RuleSet;
use crate::rules::eval::Counts;
use crate::seeds;

/// Measures the agreement and prints it.
pub(super) fn run(args: &EvalArgs, set: RuleSet) -> Result<Exit, Failure> {
    if !args.pages.is_dir() {
        return Err(Failure::Usage(format!("--pages ska vara en mapp med sidor. {} är ingen.", args.pages.display())));
    }
    let judge = check::judge(Arc::new(set), seeds::embedded_amounts(), Clock::System.today());
    let agreement = eval(&args.labels, &args.pages, &judge)?;
    faults(&agreement, &args.labels);
    if agreement.total.n() == 0 {
        return Err(Failure::Usage(format!(
            "Inget svar i {} gick att jämföra med en sida i {}.",
            args.labels.display(),
            args.pages.display()
        )));
    }
    if args.json {
        output::json(&document(&agreement))
    } else {
        output::result(&table(&agreement)).map(|()| Exit::Done)
    }?;
    let whole = agreement.bad.is_empty() && agreement.missing.is_empty() && agreement.unknown.is_empty();
    Ok(if whole { Exit::Done } else { Exit::SomeNotAssessed })
}

/// What could not be used, to standard error.
fn faults(agreement: &Agreement, labels: &Path) {
    for bad in &agreement.bad {
        output::note(&format!("{}, rad {}: {}.", labels.display(), bad.line, bad.why));
    }
    for page in &agreement.missing {
        output::note(&format!("Sidan ”{page}” finns inte i mappen, eller finns två gånger. Skriv filens hela namn."));
    }
    for name in &agreement.unknown {
        output::note(&format!("”{name}” är inget fakta och ingen regel. hemkoll rules list visar reglerna."));
    }
}

fn measures(counts: Counts) -> Map<String, Value> {
    let measured = [
        ("precision", counts.precision()),
        ("recall", counts.recall()),
        ("f1", counts.f1()),
        ("kappa", counts.kappa()),
    ];
    measured.into_iter().map(|(name, value)| (name.to_owned(), json!(value.map(rounded)))).collect()
}

/// Four decimals: what is shown is what is compared.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn document(agreement: &Agreement) -> Value {
    let mut total = measures(agreement.total);
    total.insert("n".to_owned(), json!(agreement.total.n()));
    let names: Map<String, Value> = agreement
        .names
        .iter()
        .map(|(name, &counts)| {
            let mut one = measures(counts);
            one.insert("true".to_owned(), json!(counts.yes()));
            one.insert("false".to_owned(), json!(counts.no()));
            (name.clone(), Value::Object(one))
        })
        .collect();
    let disagreements: Vec<Value> = agreement
        .disagreements
        .iter()
        .map(|one| {
            json!({
                "page": one.label.page,
                "line": one.label.line,
                "name": one.label.name,
                "label": one.label.value,
                "evidence": one.evidence.iter().map(quoted).collect::<Vec<_>>(),
                "nearest": one.nearest.as_ref().map(quoted),
                "note": one.note,
            })
        })
        .collect();
    let undecided: Vec<Value> = agreement
        .undecided
        .iter()
        .map(|one| json!({"page": one.label.page, "name": one.label.name, "label": one.label.value, "reason": one.reason}))
        .collect();
    let bad: Vec<Value> = agreement.bad.iter().map(|bad| json!({"line": bad.line, "why": bad.why})).collect();
    json!({
        "total": total,
        "names": names,
        "pages": agreement.pages,
        "disagreements": disagreements,
        "undecided": undecided,
        "missing_pages": agreement.missing,
        "unknown_names": agreement.unknown,
        "bad_lines": bad,
    })
}

fn quoted(evidence: &Evidence) -> Value {
    json!({"quote": evidence.quote, "marked": evidence.marked, "selector": evidence.selector})
}

fn table(agreement: &Agreement) -> String {
    let mut out = format!(
        "{} sidor, {} svar av människor. Tomma svar (null) räknas inte.\n\n",
        agreement.pages,
        agreement.total.n()
    );
    let width = agreement.names.keys().map(|name| name.chars().count()).max().unwrap_or(0).max(12);
    out.push_str(&format!(
        "{:<width$}  {:>4} {:>4}  {:>6} {:>6} {:>5} {:>6}\n",
        "", "ja", "nej", "rätt", "hittat", "F1", "kappa"
    ));
    let all = agreement.names.iter().map(|(name, counts)| (name.as_str(), *counts));
    for (name, counts) in all.chain([("tillsammans", agreement.total)]) {
        out.push_str(&format!(
            "{name:<width$}  {:>4} {:>4}  {:>6} {:>6} {:>5} {:>6}\n",
            counts.yes(),
            counts.no(),
            decimals(counts.precision()),
            decimals(counts.recall()),
            decimals(counts.f1()),
            decimals(counts.kappa())
        ));
    }
    out.push_str(
        "\nRätt: så stor del av det som hemkoll hittar finns där också enligt människan (precision).\n\
         Hittat: så stor del av det som människan ser hittar hemkoll (recall). F1 väger ihop dem.\n\
         Kappa: enighet utöver slumpen. 1 är bäst. – betyder att det inte går att räkna.\n",
    );
    if !agreement.disagreements.is_empty() {
        out.push_str(&format!("\nInte eniga ({}):\n", agreement.disagreements.len()));
        for one in &agreement.disagreements {
            out.push_str(&told(one));
        }
    }
    if !agreement.undecided.is_empty() {
        out.push_str(&format!(
            "\nHemkoll kan inte avgöra ({}), och det räknas som att det inte finns:\n",
            agreement.undecided.len()
        ));
        for one in &agreement.undecided {
            out.push_str(&format!("  {}  {}: {}\n", one.label.page, one.label.name, one.reason));
        }
    }
    out
}

fn told(one: &Disagreement) -> String {
    let said = if one.label.value { "människan ja, hemkoll nej" } else { "människan nej, hemkoll ja" };
    let mut lines = format!("  {}  {}: {said}\n", one.label.page, one.label.name);
    for evidence in &one.evidence {
        lines.push_str(&format!("      ”{}”{}\n", evidence.quote, words(evidence)));
    }
    if let Some(nearest) = one.nearest.as_ref().filter(|_| one.evidence.is_empty()) {
        lines.push_str(&format!("      Närmast kom ”{}”\n", nearest.quote));
    }
    if !one.note.is_empty() {
        lines.push_str(&format!("      {}\n", one.note));
    }
    lines
}

/// Two decimals with decimal comma.
fn decimals(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}").replace('.', ","))
}

/// The words that decided, where they are not the whole quote.
fn words(evidence: &Evidence) -> String {
    let marked: Vec<String> = evidence.marked.iter().map(|word| format!("”{word}”")).collect();
    if marked.is_empty() { String::new() } else { format!(" (orden: {})", marked.join(", ")) }
}

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
use crate::domain::{Evidence, Lang, both, say};
use crate::rules::RuleSet;
use crate::rules::eval::Counts;
use crate::seeds;

/// Measures the agreement and prints it.
pub(super) fn run(args: &EvalArgs, set: RuleSet, lang: Lang) -> Result<Exit, Failure> {
    if !args.pages.is_dir() {
        let pages = args.pages.display();
        return Err(Failure::Usage(both!(
            "--pages ska vara en mapp med sidor. {pages} är ingen.",
            "--pages should be a folder with pages. {pages} is none."
        )));
    }
    let judge = check::judge(Arc::new(set), seeds::embedded_amounts(), Clock::System.today());
    let agreement = eval(&args.labels, &args.pages, &judge)?;
    faults(&agreement, &args.labels, lang);
    if agreement.total.n() == 0 {
        let (labels, pages) = (args.labels.display(), args.pages.display());
        return Err(Failure::Usage(both!(
            "Inget svar i {labels} gick att jämföra med en sida i {pages}.",
            "No answer in {labels} could be held against a page in {pages}."
        )));
    }
    if args.json {
        output::json(&document(&agreement))
    } else {
        output::result(&table(&agreement, lang)).map(|()| Exit::Done)
    }?;
    let whole = agreement.bad.is_empty() && agreement.missing.is_empty() && agreement.unknown.is_empty();
    Ok(if whole { Exit::Done } else { Exit::SomeNotAssessed })
}

/// What could not be used, to standard error.
fn faults(agreement: &Agreement, labels: &Path, lang: Lang) {
    for bad in &agreement.bad {
        let (labels, line, why) = (labels.display(), bad.line, &bad.why);
        output::note(&say!(lang, "{labels}, rad {line}: {why}.", "{labels}, line {line}: {why}."));
    }
    for page in &agreement.missing {
        output::note(&say!(
            lang,
            "Sidan ”{page}” finns inte i mappen, eller finns två gånger. Skriv filens hela namn.",
            "The page “{page}” is not in the folder, or is there twice. Write the file's whole name."
        ));
    }
    for name in &agreement.unknown {
        output::note(&say!(
            lang,
            "”{name}” är inget fakta och ingen regel. hemkoll rules list visar reglerna.",
            "“{name}” is no fact and no rule. hemkoll rules list shows the rules."
        ));
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

fn table(agreement: &Agreement, lang: Lang) -> String {
    let pages = lang.plural(agreement.pages, ["sida", "sidor"], ["page", "pages"]);
    let answers = agreement.total.n();
    let mut out = say!(
        lang,
        "{pages}, {answers} svar av människor. Tomma svar (null) räknas inte.\n\n",
        "{pages}, answers by people: {answers}. Empty answers (null) don't count.\n\n"
    );
    let width = agreement.names.keys().map(|name| name.chars().count()).max().unwrap_or(0).max(12);
    out.push_str(&format!(
        "{:<width$}  {:>4} {:>4}  {:>6} {:>6} {:>5} {:>6}\n",
        "",
        lang.of("ja", "yes"),
        lang.of("nej", "no"),
        lang.of("rätt", "right"),
        lang.of("hittat", "found"),
        "F1",
        "kappa"
    ));
    let all = agreement.names.iter().map(|(name, counts)| (name.as_str(), *counts));
    for (name, counts) in all.chain([(lang.of("tillsammans", "together"), agreement.total)]) {
        out.push_str(&format!(
            "{name:<width$}  {:>4} {:>4}  {:>6} {:>6} {:>5} {:>6}\n",
            counts.yes(),
            counts.no(),
            decimals(counts.precision(), lang),
            decimals(counts.recall(), lang),
            decimals(counts.f1(), lang),
            decimals(counts.kappa(), lang)
        ));
    }
    out.push_str(lang.of(
        "\nRätt: så stor del av det som hemkoll hittar finns där också enligt människan (precision).\n\
         Hittat: så stor del av det som människan ser hittar hemkoll (recall). F1 väger ihop dem.\n\
         Kappa: enighet utöver slumpen. 1 är bäst. – betyder att det inte går att räkna.\n",
        "\nRight: so much of what hemkoll finds is there according to people too (precision).\n\
         Found: so much of what people see is found by hemkoll (recall). F1 weighs the two together.\n\
         Kappa: agreement beyond chance. 1 is best. – means that it cannot be worked out.\n",
    ));
    if !agreement.disagreements.is_empty() {
        let count = agreement.disagreements.len();
        out.push_str(&say!(lang, "\nInte eniga ({count}):\n", "\nNot agreed ({count}):\n"));
        for one in &agreement.disagreements {
            out.push_str(&told(one, lang));
        }
    }
    if !agreement.undecided.is_empty() {
        let count = agreement.undecided.len();
        out.push_str(&say!(
            lang,
            "\nHemkoll kan inte avgöra ({count}), och det räknas som att det inte finns:\n",
            "\nHemkoll cannot settle ({count}), which counts as not found:\n"
        ));
        for one in &agreement.undecided {
            out.push_str(&format!("  {}  {}: {}\n", one.label.page, one.label.name, one.reason));
        }
    }
    out
}

fn told(one: &Disagreement, lang: Lang) -> String {
    let said = if one.label.value {
        lang.of("människan ja, hemkoll nej", "people yes, hemkoll no")
    } else {
        lang.of("människan nej, hemkoll ja", "people no, hemkoll yes")
    };
    let mut lines = format!("  {}  {}: {said}\n", one.label.page, one.label.name);
    for evidence in &one.evidence {
        lines.push_str(&format!("      ”{}”{}\n", evidence.quote, words(evidence, lang)));
    }
    if let Some(nearest) = one.nearest.as_ref().filter(|_| one.evidence.is_empty()) {
        let nearest = &nearest.quote;
        lines.push_str(&say!(lang, "      Närmast kom ”{nearest}”\n", "      Closest came “{nearest}”\n"));
    }
    if !one.note.is_empty() {
        lines.push_str(&format!("      {}\n", one.note));
    }
    lines
}

/// Two decimals with the language's decimal mark.
fn decimals(value: Option<f64>, lang: Lang) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}").replace('.', lang.of(",", ".")))
}

/// The words that decided, where they are not the whole quote.
fn words(evidence: &Evidence, lang: Lang) -> String {
    let marked: Vec<String> = evidence.marked.iter().map(|word| format!("”{word}”")).collect();
    let marked = marked.join(", ");
    if marked.is_empty() { String::new() } else { say!(lang, " (orden: {marked})", " (the words: {marked})") }
}

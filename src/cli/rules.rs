//! `hemkoll rules`: list, show, test, checklist. `eval`, `copy` and `new` stand in files of their own.

mod folder;

use std::path::Path;

use serde_json::json;

use super::{
    args::{RulesArgs, RulesCommand},
    common::Common,
    eval,
    exit::{Exit, Failure},
    output,
};
use crate::{
    domain::{Lang, both, most_similar, say},
    report::{SetTexts, text},
    rules::{self, Rule, RuleSet},
    seeds,
};

/// The rule set in `folder`, or the one that was built in.
pub(super) fn load(folder: Option<&Path>) -> Result<RuleSet, Failure> {
    Ok(match folder {
        Some(folder) if !folder.is_dir() => {
            let folder = folder.display();
            return Err(Failure::Usage(both!(
                "--rules {folder}: det finns ingen sådan mapp. Skriv mappen med reglerna, till exempel --rules rules.",
                "--rules {folder}: there is no such folder. Write the folder with the rules, for example --rules rules."
            )));
        }
        Some(folder) => RuleSet::from_dir(folder)?,
        None => RuleSet::embedded(),
    })
}

/// Runs one of the commands on rules.
pub(super) fn run(args: &RulesArgs, common: &Common) -> Result<Exit, Failure> {
    let lang = common.lang;
    if let RulesCommand::New { id } = &args.command {
        return folder::new(id, args.rules.as_deref().unwrap_or_else(|| Path::new("rules")), lang);
    }
    let set = load(args.rules.as_deref())?;
    match &args.command {
        RulesCommand::List { json: true } => {
            output::json(&set.rules().iter().map(|rule| entry(&set, rule)).collect::<Vec<_>>())
        }
        RulesCommand::List { json: false } => output::result(&list(&set, lang)).map(|()| Exit::Done),
        RulesCommand::Show { id } => show(&set, id, lang),
        RulesCommand::Test => test(&set, lang),
        RulesCommand::Checklist => output::result(&text::checklist(lang, &SetTexts::from(&set))).map(|()| Exit::Done),
        RulesCommand::Copy { folder } => folder::copy(&set, folder, lang),
        RulesCommand::Eval(args) => eval::run(args, set, lang),
        RulesCommand::New { .. } => Ok(Exit::Done),
    }
}

fn entry(set: &RuleSet, rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.head.id,
        "catalogue": rule.head.catalogue,
        "title": rule.head.title,
        "title_en": rule.head.title_en,
        "dimension": rule.head.dimension,
        "points": set.weight_of(&rule.head.id),
        "status": format!("{:?}", rule.head.status).to_lowercase(),
        "examples": rule.body.examples.len(),
        "judging_hash": rule.judging_hash,
    })
}

fn list(set: &RuleSet, lang: Lang) -> String {
    let mut lines = String::new();
    for dimension in &set.head().dimension {
        let (name, weight) = (lang.of(&dimension.name, &dimension.name_en), dimension.weight);
        lines.push_str(&say!(lang, "{name} ({weight} av 100 poäng)\n", "{name} ({weight} of 100 points)\n"));
        for rule in set.rules().iter().filter(|rule| rule.head.dimension == dimension.id) {
            let points = lang.number(set.weight_of(&rule.head.id));
            let title = lang.of(&rule.head.title, &rule.head.title_en);
            lines.push_str(&format!("  {:<34} {points:>4}  {title}\n", rule.head.id));
        }
        lines.push('\n');
    }
    lines
}

/// There is no such rule; perhaps another was meant.
pub(super) fn unknown(set: &RuleSet, id: &str) -> Failure {
    let similar = most_similar(id, set.rules().iter().map(|rule| rule.head.id.as_str()));
    Failure::Usage(match similar {
        Some(similar) => both!(
            "Det finns ingen regel ”{id}”. Menade du {similar}? Skriv hemkoll rules list för att se alla.",
            "There is no rule “{id}”. Did you mean {similar}? Write hemkoll rules list to see them all."
        ),
        None => both!(
            "Det finns ingen regel ”{id}”. Skriv hemkoll rules list för att se alla.",
            "There is no rule “{id}”. Write hemkoll rules list to see them all."
        ),
    })
}

fn show(set: &RuleSet, id: &str, lang: Lang) -> Result<Exit, Failure> {
    let found =
        set.rule(id).or_else(|| set.rules().iter().find(|rule| rule.head.catalogue.iter().any(|one| one == id)));
    let Some(rule) = found else {
        return Err(unknown(set, id));
    };
    let head = &rule.head;
    let mut page = format!("{}\n{}\n\n{}\n\n", head.title, head.id, rule.body.intro);
    for (heading, text) in [(lang.of("Varför", "Why"), &rule.body.why), (lang.of("Tips", "Tip"), &rule.body.tip)] {
        page.push_str(&format!("{heading}\n{}\n\n", text.trim()));
    }
    if let Some(paste) = &rule.body.paste {
        let heading =
            lang.of("Text att klistra in. Skriv bara det som stämmer.", "Text to paste. Write only what is true.");
        page.push_str(&format!("{heading}\n{}\n\n", paste.trim()));
    }
    let (points, pages) = (lang.number(set.weight_of(&head.id)), pages(rule, lang));
    page.push_str(&say!(
        lang,
        "Poäng: {points} av 100. Sidor: {pages}.\n",
        "Points: {points} of 100. Pages: {pages}.\n"
    ));
    for source in &head.source {
        let (what, url) = (&source.reference, source.url.as_deref().unwrap_or_default());
        page.push_str(&say!(lang, "Källa: {what} {url}\n", "Source: {what} {url}\n"));
    }
    output::result(&page)?;
    Ok(Exit::Done)
}

fn pages(rule: &Rule, lang: Lang) -> String {
    match rule.head.pages.as_slice() {
        [] => lang
            .of(
                "alla utom nyheter, protokoll och information till företag",
                "all but news, minutes and information to companies",
            )
            .to_owned(),
        pages => pages.iter().map(|page| lang.of(page.name_sv(), page.name_en())).collect::<Vec<_>>().join(", "),
    }
}

fn test(set: &RuleSet, lang: Lang) -> Result<Exit, Failure> {
    let results = rules::run_examples(set, &seeds::embedded_amounts());
    let mut lines = String::new();
    for wrong in results.iter().filter(|result| !result.is_right()) {
        let (file, line, heading, note) = (&wrong.file, wrong.line, &wrong.heading, &wrong.note);
        let (expected, got) = (wrong.expected.code(), wrong.got.code());
        lines.push_str(&say!(
            lang,
            "{file}:{line}: under ”{heading}” väntades {expected}, men regeln sa {got}.\n  {note}\n",
            "{file}:{line}: under “{heading}” {expected} was expected, but the rule said {got}.\n  {note}\n"
        ));
        if !wrong.quote.is_empty() {
            lines.push_str(&format!("  ”{}”\n", wrong.quote));
        }
    }
    let wrong = results.iter().filter(|result| !result.is_right()).count();
    let (right, all) = (results.len() - wrong, results.len());
    let rules = lang.plural(set.rules().len(), ["regel", "regler"], ["rule", "rules"]);
    lines.push_str(&say!(
        lang,
        "{rules}, {all} exempel: {right} rätt, {wrong} fel\n",
        "{rules}, examples {all}: {right} right, {wrong} wrong\n"
    ));
    output::result(&lines)?;
    Ok(if wrong == 0 { Exit::Done } else { Exit::No })
}

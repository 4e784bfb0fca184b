//! `hemkoll rules`: list, show, test, new, checklist. `eval` stands in a file of its own.

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
    domain::{Lang, Text, both, say, system_fault},
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
        return new(id, args.rules.as_deref().unwrap_or_else(|| Path::new("rules")), lang);
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

fn show(set: &RuleSet, id: &str, lang: Lang) -> Result<Exit, Failure> {
    let found =
        set.rule(id).or_else(|| set.rules().iter().find(|rule| rule.head.catalogue.iter().any(|one| one == id)));
    let Some(rule) = found else {
        return Err(Failure::Usage(both!(
            "Det finns ingen regel ”{id}”. Skriv hemkoll rules list för att se alla.",
            "There is no rule “{id}”. Write hemkoll rules list to see them all."
        )));
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

fn new(id: &str, folder: &Path, lang: Lang) -> Result<Exit, Failure> {
    let set = load(folder.exists().then_some(folder))?;
    let dimensions: Vec<&str> = set.head().dimension.iter().map(|dimension| dimension.id.as_str()).collect();
    let dimension = id.split('-').next().unwrap_or_default();
    let slug = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !slug || !id.contains('-') || !dimensions.contains(&dimension) {
        let areas = dimensions.join(", ");
        return Err(Failure::Usage(both!(
            "”{id}” kan inte vara ett id. Skriv små bokstäver a–z med bindestreck, och börja med ett område: {areas}.",
            "“{id}” cannot be an id. Write small letters a–z with hyphens, and begin with an area: {areas}."
        )));
    }
    let file = folder.join(dimension).join(format!("{id}.md"));
    if set.rule(id).is_some() || file.exists() {
        return Err(Failure::Usage(both!(
            "Regeln {id} finns redan. Ett id används aldrig igen; välj ett annat.",
            "There is a rule {id} already. An id is never used again; choose another."
        )));
    }
    let written = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&file, scaffold(id, dimension)));
    let (file, folder) = (file.display(), folder.display());
    written.map_err(|cause| {
        Failure::Storage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(lang, "Kan inte skriva {file}: {cause}.", "Cannot write {file}: {cause}.")
        }))
    })?;
    output::result(&say!(
        lang,
        "Skrev {file}. Fyll i den och kör: hemkoll rules test --rules {folder}",
        "Wrote {file}. Fill it in and run: hemkoll rules test --rules {folder}"
    ))?;
    Ok(Exit::Done)
}

/// A rule file that loads and whose examples hold: a start that works is easier to change than one that does not.
fn scaffold(id: &str, dimension: &str) -> String {
    include_str!("ny-regel.md").replace("{id}", id).replace("{dimension}", dimension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_rule_loads_and_its_examples_hold() {
        let folder = tempfile::tempdir().unwrap();
        copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")), folder.path());
        assert_eq!(new("kontakt-chatt", folder.path(), Lang::Sv).unwrap(), Exit::Done);
        let set = load(Some(folder.path())).unwrap();
        let results = rules::run_examples(&set, &seeds::embedded_amounts());
        let own: Vec<_> = results.iter().filter(|result| result.rule == "kontakt-chatt").collect();
        assert_eq!(own.len(), 2);
        assert!(own.iter().all(|result| result.is_right()), "{own:?}");
        assert!(new("kontakt-chatt", folder.path(), Lang::Sv).unwrap_err().to_string().contains("finns redan"));
        assert!(new("chatt", folder.path(), Lang::Sv).unwrap_err().to_string().contains("kontakt"));
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy(&path, &target);
            } else {
                std::fs::copy(&path, &target).unwrap();
            }
        }
    }
}

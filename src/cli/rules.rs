//! `hemkoll rules`: list, show, test, new, checklist. `eval` stands in a file of its own.

use std::path::Path;

use serde_json::json;

use super::{
    args::{RulesArgs, RulesCommand},
    eval,
    exit::{Exit, Failure},
    output,
};
use crate::{
    report::{SetTexts, text},
    rules::{self, Rule, RuleSet},
    seeds,
};

/// The rule set in `folder`, or the one that was built in.
pub(super) fn load(folder: Option<&Path>) -> Result<RuleSet, Failure> {
    Ok(match folder {
        Some(folder) => RuleSet::from_dir(folder)?,
        None => RuleSet::embedded(),
    })
}

/// Runs one of the commands on rules.
pub(super) fn run(args: &RulesArgs) -> Result<Exit, Failure> {
    if let RulesCommand::New { id } = &args.command {
        return new(id, args.rules.as_deref().unwrap_or_else(|| Path::new("rules")));
    }
    let set = load(args.rules.as_deref())?;
    match &args.command {
        RulesCommand::List { json: true } => {
            output::json(&set.rules().iter().map(|rule| entry(&set, rule)).collect::<Vec<_>>())
        }
        RulesCommand::List { json: false } => output::result(&list(&set)).map(|()| Exit::Done),
        RulesCommand::Show { id } => show(&set, id),
        RulesCommand::Test => test(&set),
        RulesCommand::Checklist => output::result(&text::checklist(&SetTexts::from(&set))).map(|()| Exit::Done),
        RulesCommand::Eval(args) => eval::run(args, set),
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

fn list(set: &RuleSet) -> String {
    let mut lines = String::new();
    for dimension in &set.head().dimension {
        lines.push_str(&format!("{} ({} av 100 poäng)\n", dimension.name, dimension.weight));
        for rule in set.rules().iter().filter(|rule| rule.head.dimension == dimension.id) {
            let points = crate::report::swedish::number(set.weight_of(&rule.head.id));
            lines.push_str(&format!("  {:<34} {points:>4}  {}\n", rule.head.id, rule.head.title));
        }
        lines.push('\n');
    }
    lines
}

fn show(set: &RuleSet, id: &str) -> Result<Exit, Failure> {
    let found =
        set.rule(id).or_else(|| set.rules().iter().find(|rule| rule.head.catalogue.iter().any(|one| one == id)));
    let Some(rule) = found else {
        return Err(Failure::Usage(format!("Det finns ingen regel ”{id}”. Skriv hemkoll rules list för att se alla.")));
    };
    let head = &rule.head;
    let mut page = format!("{}\n{}\n\n{}\n\n", head.title, head.id, rule.body.intro);
    for (heading, text) in [("Varför", &rule.body.why), ("Tips", &rule.body.tip)] {
        page.push_str(&format!("{heading}\n{}\n\n", text.trim()));
    }
    if let Some(paste) = &rule.body.paste {
        page.push_str(&format!("Text att klistra in. Skriv bara det som stämmer.\n{}\n\n", paste.trim()));
    }
    let points = crate::report::swedish::number(set.weight_of(&head.id));
    page.push_str(&format!("Poäng: {points} av 100. Sidor: {}.\n", pages(rule)));
    for source in &head.source {
        page.push_str(&format!("Källa: {} {}\n", source.reference, source.url.as_deref().unwrap_or_default()));
    }
    output::result(&page)?;
    Ok(Exit::Done)
}

fn pages(rule: &Rule) -> String {
    match rule.head.pages.as_slice() {
        [] => "alla utom nyheter, protokoll och information till företag".to_owned(),
        pages => pages.iter().map(|page| page.name_sv()).collect::<Vec<_>>().join(", "),
    }
}

fn test(set: &RuleSet) -> Result<Exit, Failure> {
    let results = rules::run_examples(set, &seeds::embedded_amounts());
    let mut lines = String::new();
    for wrong in results.iter().filter(|result| !result.is_right()) {
        lines.push_str(&format!(
            "{}:{}: under ”{}” väntades {}, men regeln sa {}.\n  {}\n",
            wrong.file,
            wrong.line,
            wrong.heading,
            wrong.expected.code(),
            wrong.got.code(),
            wrong.note
        ));
        if !wrong.quote.is_empty() {
            lines.push_str(&format!("  ”{}”\n", wrong.quote));
        }
    }
    let wrong = results.iter().filter(|result| !result.is_right()).count();
    lines.push_str(&format!(
        "{} regler, {} exempel: {} rätt, {wrong} fel\n",
        set.rules().len(),
        results.len(),
        results.len() - wrong
    ));
    output::result(&lines)?;
    Ok(if wrong == 0 { Exit::Done } else { Exit::No })
}

fn new(id: &str, folder: &Path) -> Result<Exit, Failure> {
    let set = load(folder.exists().then_some(folder))?;
    let dimensions: Vec<&str> = set.head().dimension.iter().map(|dimension| dimension.id.as_str()).collect();
    let dimension = id.split('-').next().unwrap_or_default();
    let slug = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !slug || !id.contains('-') || !dimensions.contains(&dimension) {
        return Err(Failure::Usage(format!(
            "”{id}” kan inte vara ett id. Skriv små bokstäver a–z med bindestreck, och börja med ett område: {}.",
            dimensions.join(", ")
        )));
    }
    let file = folder.join(dimension).join(format!("{id}.md"));
    if set.rule(id).is_some() || file.exists() {
        return Err(Failure::Usage(format!("Regeln {id} finns redan. Ett id används aldrig igen; välj ett annat.")));
    }
    let written = file
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&file, scaffold(id, dimension)));
    written.map_err(|cause| Failure::Storage(format!("Kan inte skriva {}: {cause}.", file.display())))?;
    output::result(&format!(
        "Skrev {}. Fyll i den och kör: hemkoll rules test --rules {}",
        file.display(),
        folder.display()
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
        assert_eq!(new("kontakt-chatt", folder.path()).unwrap(), Exit::Done);
        let set = load(Some(folder.path())).unwrap();
        let results = rules::run_examples(&set, &seeds::embedded_amounts());
        let own: Vec<_> = results.iter().filter(|result| result.rule == "kontakt-chatt").collect();
        assert_eq!(own.len(), 2);
        assert!(own.iter().all(|result| result.is_right()), "{own:?}");
        assert!(new("kontakt-chatt", folder.path()).unwrap_err().to_string().contains("finns redan"));
        assert!(new("chatt", folder.path()).unwrap_err().to_string().contains("kontakt"));
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

//! `hemkoll rules copy` and `hemkoll rules new`: a rule folder of one's own, and a new rule in it.
//!
//! What must stay true: what is written loads and its examples hold, and no file is ever written over.

use std::{fs, io, path::Path};

use super::load;
use crate::{
    cli::{
        exit::{Exit, Failure},
        output,
    },
    domain::{Lang, Text, both, say, system_fault},
    rules::RuleSet,
};

/// Writes the files of a rule set into a folder that is new or empty.
pub(super) fn copy(set: &RuleSet, folder: &Path, lang: Lang) -> Result<Exit, Failure> {
    lay(set, folder)?;
    let folder = folder.display();
    output::result(&say!(
        lang,
        "Reglerna ligger i {folder}. Börja med {folder}/README.md. Prova sedan: hemkoll rules test --rules {folder}",
        "The rules are in {folder}. Begin with {folder}/README.md. Then try: hemkoll rules test --rules {folder}"
    ))?;
    Ok(Exit::Done)
}

fn lay(set: &RuleSet, folder: &Path) -> Result<(), Failure> {
    let is_free = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(cause) => cause.kind() == io::ErrorKind::NotFound,
    };
    if !is_free {
        let folder = folder.display();
        return Err(Failure::Usage(both!(
            "{folder} finns redan och är ingen tom mapp. Inget skrivs över: välj en annan mapp.",
            "{folder} is there already and is no empty folder. Nothing is written over: choose another folder."
        )));
    }
    set.sources().iter().try_for_each(|(path, text)| write(&folder.join(path), text))
}

/// Writes a new rule into a rule folder; where there is none, the built-in rules are laid there first, so that it can be
/// tried at once.
pub(super) fn new(id: &str, folder: &Path, lang: Lang) -> Result<Exit, Failure> {
    let is_new = !folder.exists();
    let set = load((!is_new).then_some(folder))?;
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
    if is_new {
        lay(&set, folder)?;
    }
    write(&file, &scaffold(id, dimension))?;
    let (file, folder) = (file.display(), folder.display());
    if is_new {
        output::note(&say!(
            lang,
            "Mappen {folder} fanns inte. De inbyggda reglerna ligger där nu.",
            "There was no folder {folder}. The built-in rules are there now."
        ));
    }
    output::result(&say!(
        lang,
        "Skrev {file}. Fyll i den och kör: hemkoll rules test --rules {folder}",
        "Wrote {file}. Fill it in and run: hemkoll rules test --rules {folder}"
    ))?;
    Ok(Exit::Done)
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, text));
    written.map_err(|cause| {
        let file = file.display();
        Failure::Storage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(lang, "Kan inte skriva {file}: {cause}.", "Cannot write {file}: {cause}.")
        }))
    })
}

/// A rule file that loads and whose examples hold: a start that works is easier to change than one that does not.
fn scaffold(id: &str, dimension: &str) -> String {
    include_str!("ny-regel.md").replace("{id}", id).replace("{dimension}", dimension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rules, seeds};

    #[test]
    fn a_new_rule_loads_and_its_examples_hold() {
        let folder = tempfile::tempdir().unwrap();
        copy(&RuleSet::embedded(), folder.path(), Lang::Sv).unwrap();
        assert_eq!(new("kontakt-chatt", folder.path(), Lang::Sv).unwrap(), Exit::Done);
        let set = load(Some(folder.path())).unwrap();
        let results = rules::run_examples(&set, &seeds::embedded_amounts());
        let own: Vec<_> = results.iter().filter(|result| result.rule == "kontakt-chatt").collect();
        assert_eq!(own.len(), 2);
        assert!(own.iter().all(|result| result.is_right()), "{own:?}");
        assert!(new("kontakt-chatt", folder.path(), Lang::Sv).unwrap_err().to_string().contains("finns redan"));
        assert!(new("chatt", folder.path(), Lang::Sv).unwrap_err().to_string().contains("kontakt"));
    }

    #[test]
    fn a_copy_is_the_built_in_set_and_never_written_over_anything() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("egna");
        copy(&RuleSet::embedded(), &own, Lang::Sv).unwrap();
        assert_eq!(load(Some(&own)).unwrap().manifest_sha256(), RuleSet::embedded().manifest_sha256());
        fs::write(own.join("README.md"), "mitt").unwrap();
        assert!(copy(&RuleSet::embedded(), &own, Lang::Sv).unwrap_err().to_string().contains("Inget skrivs över"));
        assert_eq!(fs::read_to_string(own.join("README.md")).unwrap(), "mitt");
    }

    #[test]
    fn the_command_that_new_suggests_works_where_there_was_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("regler");
        new("kontakt-chatt", &own, Lang::Sv).unwrap();
        assert!(load(Some(&own)).unwrap().rule("kontakt-chatt").is_some());
        assert!(new("chatt", &folder.path().join("andra"), Lang::Sv).is_err());
        assert!(!folder.path().join("andra").exists());
    }
}

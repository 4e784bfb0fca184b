//! A folder of rule files to a [`RuleSet`], or to all that is wrong in it.
//!
//! Place in the flow: **files** → heads and bodies → verified → compiled. What must stay true: every fault names file and
//! line; the same files in any order give the same set and the same hashes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::error::{Faults, RuleFileError};
use super::head::{self, Lists, ListsFile};
use super::markdown::{self, RuleBody};
use super::matcher::Matcher;
use super::phrases::PhraseBook;
use super::set::{Fact, Rule, RuleSet};
use super::spec::{Check, FactsFile, LinkNeed, RuleHead, SetHead, Statement};
use super::{compile, verify};

/// The rule files of this build.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Files by path inside the folder, `/` between the parts.
pub(crate) type Files = BTreeMap<String, String>;

/// A rule file that could be read.
pub(crate) struct Parsed {
    pub file: String,
    pub head: RuleHead,
    pub body: RuleBody,
    pub canonical: String,
    toml: String,
    offset: usize,
}

impl Parsed {
    /// Notes a fault at the line of a field of the head.
    pub(crate) fn fault(&self, key: &str, faults: &mut Faults, what: impl Into<String>) {
        let line = self.toml.lines().position(|line| line.trim_start_matches('[').starts_with(key));
        faults.add(&self.file, self.offset + 1 + line.unwrap_or(0), what);
    }

    /// Notes a fault at the first line of the head that holds a text.
    pub(crate) fn fault_at(&self, text: &str, faults: &mut Faults, what: impl Into<String>) {
        let line = self.toml.lines().position(|line| line.contains(text));
        faults.add(&self.file, self.offset + 1 + line.unwrap_or(0), what);
    }
}

/// The set built into the program.
pub(crate) fn embedded() -> Result<RuleSet, RuleFileError> {
    let mut files = Files::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            files.insert(path, String::from_utf8_lossy(file.contents()).into_owned());
        }
    }
    from_files(&files)
}

/// The set in a folder.
pub(crate) fn from_dir(dir: &Path) -> Result<RuleSet, RuleFileError> {
    let mut files = Files::new();
    let mut faults = Faults::default();
    let mut folders = vec![(dir.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(Result::ok),
            Err(error) => {
                faults.add(&folder.to_string_lossy(), 0, format!("mappen gick inte att läsa: {error}"));
                continue;
            }
        };
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if name.starts_with('.') {
                continue;
            }
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{path}/")));
            } else {
                match std::fs::read_to_string(entry.path()) {
                    Ok(text) => drop(files.insert(path, text)),
                    Err(error) => faults.add(&path, 0, format!("filen gick inte att läsa: {error}")),
                }
            }
        }
    }
    faults.finish()?;
    from_files(&files)
}

/// The set made of files.
pub(crate) fn from_files(files: &Files) -> Result<RuleSet, RuleFileError> {
    let mut faults = Faults::default();
    let no_lists = Lists::new();
    let lists =
        part::<ListsFile>(files, "ordlistor.toml", &no_lists, &mut faults).map_or_else(Lists::new, |r| r.value.lista);
    for (name, words) in &lists {
        for word in words.iter().filter(|word| word.starts_with('@')) {
            faults.add(
                "ordlistor.toml",
                1,
                format!("listan ”{name}” pekar på ”{word}”: en lista får inte stå i en lista"),
            );
        }
    }
    let head = part::<SetHead>(files, "ruleset.toml", &lists, &mut faults);
    if !files.contains_key("ruleset.toml") {
        faults.add("ruleset.toml", 0, "filen saknas: den har regelverkets namn, ägare och områden");
    }
    let facts = part::<FactsFile>(files, "fakta.toml", &lists, &mut faults);
    let mut rules = Vec::new();
    for (file, text) in files {
        let is_rule = file.contains('/') && Path::new(file).extension().is_some_and(|e| e == "md");
        if is_rule && let Some(rule) = parse_rule(file, text, &lists, &mut faults) {
            rules.push(rule);
        }
    }
    let no_facts = FactsFile { fact: BTreeMap::new() };
    let (facts, fact_text) = facts.map_or((no_facts, String::new()), |read| (read.value, read.canonical));
    for spec in facts.fact.values() {
        for (_, what) in spec.either.iter().flat_map(|statement| verify::statement_faults(statement, &facts)) {
            faults.add("fakta.toml", 1, what);
        }
    }
    let Some(head) = head else {
        faults.finish()?;
        return Err(RuleFileError { faults: Vec::new() });
    };
    verify::verify(&head.value, &facts, &rules, &mut faults);
    let fact_order = order_facts(&facts, &mut faults);
    faults.finish()?;
    build(files, head.value, &facts, &fact_text, fact_order, rules)
}

/// One of the set's own toml files; `None` when it is not there or faulty.
fn part<T: serde::de::DeserializeOwned>(
    files: &Files,
    name: &str,
    lists: &Lists,
    faults: &mut Faults,
) -> Option<head::Read<T>> {
    let text = files.get(name)?;
    match head::read(text, lists) {
        Ok(read) => Some(read),
        Err((at, what)) => {
            faults.add(name, line_of(text, at), what);
            None
        }
    }
}

fn parse_rule(file: &str, text: &str, lists: &Lists, faults: &mut Faults) -> Option<Parsed> {
    let parts = markdown::split(text, &mut |line, what| faults.add(file, line, what));
    match head::read::<RuleHead>(&parts.head, lists) {
        Ok(read) => Some(Parsed {
            file: file.to_owned(),
            head: read.value,
            body: parts.body,
            canonical: read.canonical,
            toml: parts.head,
            offset: parts.head_offset,
        }),
        Err((at, what)) => {
            faults.add(file, parts.head_offset + line_of(&parts.head, at), what);
            None
        }
    }
}

/// Line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

/// Names of facts, each after those it rests on.
fn order_facts(facts: &FactsFile, faults: &mut Faults) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut left: Vec<&String> = facts.fact.keys().collect();
    while !left.is_empty() {
        let ready = |name: &&String| {
            let spec = &facts.fact[*name];
            let rests_on = spec.either.iter().flat_map(|s| &s.need).filter_map(|need| need.fact.as_ref());
            rests_on.chain(&spec.unless_fact).all(|other| order.contains(other) || !facts.fact.contains_key(other))
        };
        let (now, later): (Vec<&String>, Vec<&String>) = left.iter().partition(|name| ready(name));
        if now.is_empty() {
            faults.add("fakta.toml", 1, format!("faktumen vilar på varandra i en cirkel: {later:?}"));
            break;
        }
        order.extend(now.into_iter().cloned());
        left = later;
    }
    order
}

fn build(
    files: &Files,
    head: SetHead,
    facts: &FactsFile,
    fact_text: &str,
    fact_order: Vec<String>,
    mut parsed: Vec<Parsed>,
) -> Result<RuleSet, RuleFileError> {
    let mut book = PhraseBook::default();
    let mut faults = Faults::default();
    let place = |rule: &Parsed| head.dimension.iter().position(|d| d.id == rule.head.dimension);
    parsed.sort_by(|a, b| (place(a), &a.head.catalogue, &a.head.id).cmp(&(place(b), &b.head.catalogue, &b.head.id)));
    let mut compiled_facts = Vec::new();
    for name in fact_order {
        let spec = &facts.fact[&name];
        match compile::statements(&spec.either, &mut book) {
            Ok(either) => compiled_facts.push(Fact { name, either, denied_by: spec.unless_fact.clone() }),
            Err(what) => faults.add("fakta.toml", 1, what),
        }
    }
    let mut rules = Vec::new();
    for parsed in parsed {
        let check = compile::check(&parsed.head.check, &mut book);
        let in_files = book.add_of_links(&parsed.head.in_files);
        let variants = parsed.head.variant.iter().map(|v| Ok((v.when.clone(), compile::check(&v.check, &mut book)?)));
        let variants = variants.collect::<Result<Vec<_>, String>>();
        let instead = compile::instead(&parsed.head.instead, &mut book);
        match (check, variants, in_files, instead) {
            (Ok(check), Ok(variants), Ok(in_files), Ok(instead)) => rules.push(Rule {
                judging_hash: judging_hash(&parsed, fact_text),
                head: parsed.head,
                body: parsed.body,
                file: parsed.file,
                check,
                variants,
                in_files,
                instead,
            }),
            (Err(what), ..) | (_, Err(what), ..) | (_, _, Err(what), _) | (.., Err(what)) => {
                parsed.fault("check", &mut faults, what);
            }
        }
    }
    faults.finish()?;
    let mut telling = vec![false; book.phrases.len()];
    let mut links_anywhere = false;
    let statements = rules.iter().flat_map(|rule| rule.checks().flat_map(Check::statements));
    for statement in statements.chain(compiled_facts.iter().flat_map(|fact| &fact.either)) {
        for need in &statement.need {
            for &phrase in need.any.iter().chain(need.link.iter().flat_map(|link| &link.text)) {
                telling[phrase as usize] = true;
            }
            links_anywhere |= need.link.as_ref().is_some_and(|link: &LinkNeed<_>| link.anywhere);
        }
    }
    links_anywhere |= rules.iter().flat_map(Rule::checks).any(|c| matches!(c, Check::AccessibilityStatement { .. }));
    let told = facts.fact.iter().filter(|(name, _)| !name.starts_with('_'));
    let fact_titles = told.map(|(name, spec)| (name.clone(), spec.title.clone())).collect();
    Ok(RuleSet {
        order: requires_order(&rules),
        matcher: Matcher::new(&book),
        manifest_sha256: manifest(files),
        files: files.iter().map(|(path, text)| (path.clone(), hex(Sha256::digest(text)))).collect(),
        sources: files.clone(),
        facts: compiled_facts,
        fact_titles,
        head,
        rules,
        book,
        telling,
        links_anywhere,
    })
}

/// Positions of the rules, each after the one that it requires; rules that look at others' findings last.
fn requires_order(rules: &[Rule]) -> Vec<usize> {
    let depth = |rule: &Rule| {
        let mut depth = usize::from(matches!(rule.check, Check::NotOnlyPdf { .. })) * rules.len();
        let mut at = rule.head.requires.as_deref();
        while let Some(next) = at.and_then(|id| rules.iter().find(|r| r.head.id == id)) {
            depth += 1;
            at = next.head.requires.as_deref();
        }
        depth
    };
    let mut order: Vec<usize> = (0..rules.len()).collect();
    order.sort_by_key(|&i| (depth(&rules[i]), i));
    order
}

fn judging_hash(parsed: &Parsed, fact_text: &str) -> String {
    let checks = std::iter::once(&parsed.head.check).chain(parsed.head.variant.iter().map(|v| &v.check));
    let mut statements = checks.flat_map(Check::statements);
    let rests_on_facts = statements.any(|s: &Statement| s.need.iter().any(|need| need.fact.is_some()));
    let facts = if rests_on_facts { fact_text } else { "" };
    sha256(&[parsed.head.id.as_str(), &parsed.canonical, facts])
}

fn manifest(files: &Files) -> String {
    let parts: Vec<&str> = files.iter().flat_map(|(path, text)| [path.as_str(), text.as_str()]).collect();
    sha256(&parts)
}

/// SHA-256 over texts with their lengths, lower-case hex.
fn sha256(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hex(hash.finalize())
}

fn hex(hash: impl AsRef<[u8]>) -> String {
    hash.as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

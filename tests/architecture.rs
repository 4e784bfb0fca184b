//! Holds the module table of ARCHITECTURE.md: who may use whom, with file and line of every breach.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Module, and the modules that it may use beside itself. The same rows stand in ARCHITECTURE.md.
const TABLE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &[]),
    ("config", &["domain"]),
    ("seeds", &["domain"]),
    ("page", &["domain"]),
    ("a11y", &["domain", "page"]),
    ("rules", &["domain", "page", "a11y"]),
    ("score", &["domain", "rules"]),
    ("crawl", &["domain", "config", "clock", "page"]),
    ("store", &["domain"]),
    ("archive", &["domain", "store"]),
    ("report", &["domain", "a11y", "score", "rules"]),
    ("audit", &["domain", "clock", "config", "seeds", "page", "a11y", "rules", "score", "crawl", "store", "archive"]),
    ("demo", &["domain"]),
    ("web", &["domain", "clock", "config", "rules", "score", "store", "report", "audit"]),
    (
        "cli",
        &[
            "domain", "clock", "config", "seeds", "page", "a11y", "rules", "score", "crawl", "store", "archive",
            "report", "audit", "demo", "web",
        ],
    ),
];

/// Longest source file in lines; the aim is 80–260.
const LONGEST: usize = 400;

#[test]
fn modules_use_only_what_the_table_allows() {
    let mut breaches = Vec::new();
    for (path, text) in sources() {
        let Some(module) = module_of(&path) else { continue };
        let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == module) else {
            breaches.push(format!("{}: the module {module} is not in the table", path.display()));
            continue;
        };
        for (line, used) in uses(product_code(&path, &text)) {
            let known = TABLE.iter().any(|(name, _)| *name == used);
            if known && used != module && !allowed.contains(&used.as_str()) {
                breaches.push(format!("{}:{line}: {module} may not use {used}", path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn every_module_opens_with_what_it_is_and_stays_short() {
    let mut breaches = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") {
            breaches.push(format!("{}:1: opens without //!", path.display()));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            breaches.push(format!("{}: {lines} lines, split it (at most {LONGEST})", path.display()));
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn architecture_md_shows_the_same_table() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for (module, allowed) in TABLE {
        let may = if allowed.is_empty() { "–".to_owned() } else { allowed.join(", ") };
        let row = format!("| {module} | {may} |");
        assert!(text.lines().any(|line| line.starts_with(&row)), "ARCHITECTURE.md lacks the row: {row}");
    }
}

#[test]
fn promises_name_tests_that_exist() {
    let text = fs::read_to_string(root().join("docs/loften.md")).unwrap();
    let named: BTreeSet<(&str, &str)> = text.split('`').filter_map(|word| word.split_once(".rs::")).collect();
    assert!(named.len() > 40, "the tests were found: {named:?}");
    for (file, name) in named {
        let source = fs::read_to_string(root().join(format!("{file}.rs"))).unwrap_or_default();
        assert!(source.contains(&format!("fn {name}(")), "docs/loften.md: there is no {file}.rs::{name}");
    }
}

#[test]
fn uses_are_found_in_every_form() {
    let text = "use crate::page::PageModel;\nuse crate::{clock::Clock,\n    domain::{Kommun, round::Visit}};\nlet x = crate::store::Store::open();\n// crate::web in a comment\n";
    let found: Vec<_> = uses(text);
    let expected = [(1, "page"), (2, "clock"), (2, "domain"), (4, "store")];
    assert_eq!(found, expected.map(|(line, module)| (line, module.to_owned())));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file under src, with its path from the root.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    assert!(found.len() > 10, "the sources were found");
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), text)
        })
        .collect()
}

/// `src/page/model.rs` and `src/page.rs` belong to `page`; `lib.rs` and `main.rs` to none.
fn module_of(path: &Path) -> Option<String> {
    let first = path.iter().nth(1)?.to_str()?;
    let module = first.trim_end_matches(".rs");
    (!matches!(module, "lib" | "main")).then(|| module.to_owned())
}

/// Without tests, which may use more to set the scene.
fn product_code<'a>(path: &Path, text: &'a str) -> &'a str {
    if path.iter().any(|part| part == "tests" || part == "tests.rs" || part == "sample.rs") {
        return "";
    }
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    &text[..end]
}

/// Modules named after `crate::`, with their line; braces are opened.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if text[line_start..at].contains("//") {
            continue;
        }
        let line = text[..at].matches('\n').count() + 1;
        let rest = &text[at + "crate::".len()..];
        let names = if rest.starts_with('{') { first_level(rest) } else { BTreeSet::from([word(rest)]) };
        found.extend(names.into_iter().filter(|name| !name.is_empty()).map(|name| (line, name)));
    }
    found
}

/// The first words of the parts of `{a::b, c::{d, e}}`.
fn first_level(braced: &str) -> BTreeSet<String> {
    let (mut depth, mut expecting) = (0, false);
    let mut names = BTreeSet::new();
    for (at, character) in braced.char_indices() {
        match character {
            '{' => {
                depth += 1;
                expecting = depth == 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            ',' if depth == 1 => expecting = true,
            _ if expecting && character.is_alphabetic() => {
                names.insert(word(&braced[at..]));
                expecting = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect()
}

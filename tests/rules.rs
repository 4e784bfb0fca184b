//! The rule folder: it loads, and every example in it comes out as its heading says. Faulty folders are named well.

use std::fmt::Write as _;
use std::path::Path;

use hemkoll::domain::{Amounts, Outcome};
use hemkoll::rules::{RuleSet, run_examples};

fn amounts() -> Amounts {
    hemkoll::seeds::embedded_amounts()
}

#[test]
fn every_example_comes_out_as_its_heading_says() {
    let set = RuleSet::embedded();
    let results = run_examples(&set, &amounts());
    let wrong: Vec<String> = results
        .iter()
        .filter(|result| !result.is_right())
        .map(|r| {
            let (file, line, got) = (&r.file, r.line, r.got.code());
            format!("rules/{file}:{line} under ”{}”: got {got}. {} [{}]", r.heading, r.note, r.quote)
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} examples came out otherwise:\n{}",
        wrong.len(),
        results.len(),
        wrong.join("\n")
    );
}

#[test]
fn half_an_answer_says_what_is_missing() {
    let results = run_examples(&RuleSet::embedded(), &amounts());
    let half: Vec<_> = results.iter().filter(|result| result.got == Outcome::Partial).collect();
    assert!(half.len() > 40, "{} examples", half.len());
    for result in half {
        let said = result.note.trim_start_matches("Delvis.").trim_start();
        let (file, line, note) = (&result.file, result.line, &result.note);
        assert!(!said.is_empty() && !said.starts_with("Det står på sidan"), "rules/{file}:{line}: {note}");
    }
}

#[test]
fn weights_of_the_rules_sum_to_the_weights_of_the_dimensions_that_have_rules() {
    let set = RuleSet::embedded();
    let sum: f64 = set.rules().iter().map(|rule| set.weight_of(&rule.head.id)).sum();
    let with_rules = |id: &str| set.rules().iter().any(|rule| rule.head.dimension == id && rule.counts());
    let expected: f64 = set.head().dimension.iter().filter(|d| with_rules(&d.id)).map(|d| d.weight).sum();
    assert!((sum - expected).abs() < 1e-9, "{sum} is not {expected}");
}

#[test]
fn faulty_folders_are_named_with_file_and_line() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut messages = String::new();
    let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|path| path.is_dir()) {
        let error = RuleSet::from_dir(path).expect_err("each folder is faulty");
        let name = path.file_name().unwrap().to_string_lossy();
        writeln!(messages, "== {name}\n{error}").unwrap();
    }
    insta::assert_snapshot!(messages);
}

//! The open test cases of the W3C ACT rules, kept outside the repository: the accessibility engine against them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hemkoll::domain::Outcome;
use hemkoll::page::{PageTypes, decode, parse};
use serde::Deserialize;
use url::Url;

/// Failed cases that the engine flags, of the core and of all; raise them, never lower them. A false alarm is never
/// allowed.
const FLAGGED: usize = 114;
const FLAGGED_OF_ALL: usize = 157;

#[derive(Deserialize)]
struct Case {
    rule_id: String,
    class: String,
    expected: String,
    path: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    flagged: usize,
    false_alarms: usize,
}

#[derive(Default)]
struct Row {
    failed: usize,
    flagged: usize,
    others: usize,
    false_alarms: usize,
    open: usize,
    wrong: Vec<String>,
}

#[expect(clippy::disallowed_methods, reason = "where the shared cases lie is told to tests by the environment alone")]
fn shared_folder() -> Option<PathBuf> {
    std::env::var_os("HEMKOLL_SHARED").map(|folder| PathBuf::from(folder).join("act"))
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that did not run says so, and the table is its result")]
fn open_cases() {
    let Some(folder) = shared_folder() else {
        println!("HEMKOLL_SHARED is not set: the open ACT cases were not run");
        return;
    };
    let mut reader = csv::Reader::from_path(folder.join("cases.csv")).expect("act/cases.csv in HEMKOLL_SHARED");
    let cases: Vec<Case> = reader.deserialize().collect::<Result<_, _>>().expect("a case a line");
    let mut rows: BTreeMap<(bool, String), Row> = BTreeMap::new();
    for case in cases.iter().filter(|case| [".html", ".xhtml", ".svg"].iter().any(|end| case.path.ends_with(end))) {
        let core = matches!(case.class.as_str(), "A" | "N" | "S");
        rows.entry((!core, case.rule_id.clone())).or_default().count(case, outcome(&folder, case));
    }
    println!("rule    failed flagged others false cantTell");
    for ((_, rule), row) in &rows {
        println!("{rule} {:6} {:7} {:6} {:5} {:8}", row.failed, row.flagged, row.others, row.false_alarms, row.open);
        row.wrong.iter().for_each(|line| println!("    {line}"));
    }
    let sum = |core: bool, of: fn(&Row) -> usize| -> usize {
        rows.iter().filter(|((rest, _), _)| !core || !*rest).map(|(_, row)| of(row)).sum()
    };
    for (name, core) in [("core", true), ("all", false)] {
        println!(
            "{name}: {} of {} failed cases flagged, {} false alarms of {}",
            sum(core, |row| row.flagged),
            sum(core, |row| row.failed),
            sum(core, |row| row.false_alarms),
            sum(core, |row| row.others)
        );
    }
    for (core, floor) in [(true, FLAGGED), (false, FLAGGED_OF_ALL)] {
        let figures =
            Figures { flagged: sum(core, |row| row.flagged), false_alarms: sum(core, |row| row.false_alarms) };
        assert!(figures.flagged >= floor, "{figures:?} against {floor} flagged");
        assert_eq!(figures.false_alarms, 0, "{figures:?}");
    }
}

impl Row {
    fn count(&mut self, case: &Case, got: Option<Outcome>) {
        let flagged = got == Some(Outcome::Failed);
        self.open += usize::from(got == Some(Outcome::CantTell));
        if case.expected == "failed" {
            self.failed += 1;
            self.flagged += usize::from(flagged);
        } else {
            self.others += 1;
            self.false_alarms += usize::from(flagged);
        }
        let got = got.map_or("untested", Outcome::code);
        if flagged != (case.expected == "failed") && got != "untested" {
            self.wrong.push(format!("{} should be {}, is {got}", case.path, case.expected));
        }
    }
}

/// The worst that the engine says of the case's rule; `None` for a rule that it does not judge.
fn outcome(folder: &Path, case: &Case) -> Option<Outcome> {
    let bytes = std::fs::read(folder.join(&case.path)).expect("the case's file");
    let url = Url::parse(&format!("https://act.example/{}", case.path)).expect("a path");
    let page = parse(&decode(&bytes, None), &url, &PageTypes::embedded()).expect("a readable page");
    let worst = |outcome: &Outcome| match outcome {
        Outcome::Failed => 3,
        Outcome::CantTell => 2,
        Outcome::Passed => 1,
        _ => 0,
    };
    let results = hemkoll::a11y::audit(&page);
    results.iter().filter(|result| result.rule.id == case.rule_id).map(|result| result.outcome).max_by_key(worst)
}

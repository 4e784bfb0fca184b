//! People's labels held against what hemkoll finds on the same pages; nothing is stored.
//!
//! Place in the flow: `hemkoll rules eval`: labels + a folder of pages → judged → agreement.
//! What must stay true: each page is judged by itself, as `check` does; a page that is not there, a name that is not
//! known and a line that cannot be used are said, and count neither for nor against.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::check::{self, CheckOptions, CheckResult};
use super::{AuditError, Judge};
use crate::config::MAX_BODY;
use crate::domain::{Evidence, Finding, Lang, Outcome, Reason, Traits};
use crate::rules::eval::{BadLine, Counts, Label, Subject, read_labels};
use crate::rules::{FactShown, reason_sentence};

/// How well hemkoll and the people agree.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// All labels that counted.
    pub total: Counts,
    /// By name, in alphabetical order.
    pub names: BTreeMap<String, Counts>,
    /// Labels that hemkoll does not agree with, in the file's order.
    pub disagreements: Vec<Disagreement>,
    /// Labels on what hemkoll could not tell: counted as not found.
    pub undecided: Vec<Undecided>,
    /// Pages that the labels name and the folder has not, or has twice, each once.
    pub missing: Vec<String>,
    /// Names that are no fact, rule or catalogue number, each once.
    pub unknown: Vec<String>,
    /// Lines that cannot be used.
    pub bad: Vec<BadLine>,
    /// Pages that were held against labels.
    pub pages: usize,
}

/// A label that hemkoll does not agree with.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The label.
    pub label: Label,
    /// The words that hemkoll's yes rests on.
    pub evidence: Vec<Evidence>,
    /// The words that came nearest, when hemkoll says no.
    pub nearest: Option<Evidence>,
    /// Why hemkoll says what it says, if there is more to say than the words; Swedish.
    pub note: String,
}

/// A label on what hemkoll could not tell.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// The label.
    pub label: Label,
    /// Why it could not be told; Swedish.
    pub reason: String,
}

/// What hemkoll says of a subject on a page.
enum Told {
    Yes,
    No,
    Open(String),
}

/// Judges the labelled pages of a folder and counts the agreement.
pub fn eval(labels: &Path, pages: &Path, judge: &Judge) -> Result<Agreement, AuditError> {
    let told = |cause| AuditError::File { path: labels.display().to_string(), cause };
    let text = std::fs::read(labels).map_err(told)?;
    let (labels, bad) = read_labels(&String::from_utf8_lossy(&text));
    let folder = Folder::of(check::files(pages)?);
    let mut result = Agreement { bad, ..Agreement::default() };

    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for page in labels.iter().map(|label| label.page.as_str()) {
        if let Some(file) = folder.find(page) {
            wanted.insert(page, file);
        } else if missing.insert(page) {
            result.missing.push(page.to_owned());
        }
    }
    let traits = Traits::default();
    let files: Vec<usize> = wanted.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let given: Vec<(String, PathBuf)> = files.iter().map(|&file| folder.files[file].clone()).collect();
    let options = CheckOptions { traits, ..CheckOptions::default() };
    let checked = check::check_files(&given, MAX_BODY, judge, &options).into_iter().collect::<Result<Vec<_>, _>>()?;
    let checked: BTreeMap<usize, CheckResult> = files.into_iter().zip(checked).collect();
    result.pages = checked.len();

    let mut shown: BTreeMap<usize, BTreeMap<String, FactShown>> = BTreeMap::new();
    for label in &labels {
        let Some(&file) = wanted.get(label.page.as_str()) else { continue };
        let Some(subject) = judge.rules.subject(&label.name) else {
            if !result.unknown.contains(&label.name) {
                result.unknown.push(label.name.clone());
            }
            continue;
        };
        let page = &checked[&file];
        let told = tell(page, &subject);
        let found = matches!(told, Told::Yes);
        let counts = Counts::of(label.value, found);
        result.total += counts;
        *result.names.entry(label.name.clone()).or_default() += counts;
        if found != label.value {
            let facts = shown.entry(file).or_insert_with(|| facts_shown(&folder.files[file], judge, &options.traits));
            result.disagreements.push(disagreement(label, &subject, page, facts));
        }
        if let Told::Open(reason) = told {
            result.undecided.push(Undecided { label: label.clone(), reason });
        }
    }
    Ok(result)
}

fn facts_shown((name, path): &(String, PathBuf), judge: &Judge, traits: &Traits) -> BTreeMap<String, FactShown> {
    // Read once already; gone since then, it has nothing to show.
    std::fs::read(path).map(|bytes| check::facts_shown(&bytes, name, judge, traits)).unwrap_or_default()
}

fn tell(page: &CheckResult, subject: &Subject) -> Told {
    if let Some(reason) = page.unreadable {
        return Told::Open(reason.sentence_sv().to_owned());
    }
    match subject {
        Subject::Fact(name) => match page.facts.get(name) {
            Some(true) => Told::Yes,
            Some(false) => Told::No,
            None => Told::Open(Reason::Unreadable.sentence_sv().to_owned()),
        },
        Subject::Rules(ids) => {
            let findings: Vec<&Finding> = findings(page, ids).collect();
            if findings.iter().any(|finding| matches!(finding.outcome, Outcome::Passed | Outcome::Partial)) {
                return Told::Yes;
            }
            // What another page may say is not said here.
            let open = findings.iter().find(|f| f.outcome.is_open() && f.reason != check::ANOTHER_PAGE);
            open.map_or(Told::No, |finding| Told::Open(reason_sentence(Lang::Sv, &finding.reason).to_owned()))
        }
    }
}

fn findings<'a>(page: &'a CheckResult, ids: &'a [String]) -> impl Iterator<Item = &'a Finding> {
    page.findings.iter().filter(|finding| ids.contains(&finding.rule))
}

fn disagreement(
    label: &Label,
    subject: &Subject,
    page: &CheckResult,
    facts: &BTreeMap<String, FactShown>,
) -> Disagreement {
    let mut found = Disagreement { label: label.clone(), evidence: Vec::new(), nearest: None, note: String::new() };
    match subject {
        Subject::Fact(name) => {
            if let Some(shown) = facts.get(name) {
                found.evidence.clone_from(&shown.evidence);
                found.nearest.clone_from(&shown.nearest);
                if let Some(other) = &shown.denied_by {
                    found.note = format!("Räknas inte, eftersom {other} gäller.");
                }
            }
        }
        Subject::Rules(ids) => {
            for finding in findings(page, ids) {
                found.evidence.extend(finding.evidence.iter().cloned());
                let nearest = finding.searched.as_ref().and_then(|searched| searched.nearest.clone());
                found.nearest = found.nearest.or(nearest);
                found.note.clone_from(&finding.note);
            }
        }
    }
    found
}

/// The pages of a folder, found by the names that people write.
struct Folder {
    files: Vec<(String, PathBuf)>,
    /// File by name; None where two files share the name.
    names: BTreeMap<String, Option<usize>>,
}

impl Folder {
    fn of(files: Vec<(String, PathBuf)>) -> Self {
        let mut names: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (index, (name, _)) in files.iter().enumerate() {
            let whole = name.to_lowercase();
            for alias in BTreeSet::from([whole.as_str(), stem(&whole), last(&whole), stem(last(&whole))]) {
                // The whole name is a file's own; the shorter ones only while no other file has them.
                let own = alias == whole;
                let entry = names.entry(alias.to_owned()).or_insert(Some(index));
                if *entry != Some(index) {
                    *entry =
                        if own { Some(index) } else { entry.filter(|&other| files[other].0.to_lowercase() == alias) };
                }
            }
        }
        Self { files, names }
    }

    /// The file that a label means: by its path in the folder, with or without ending, else by its name alone.
    fn find(&self, page: &str) -> Option<usize> {
        let page = page.replace('\\', "/").to_lowercase();
        let page = page.trim_start_matches("./");
        // The path as written, then without the folders that the label has and the files have not.
        let tails = std::iter::successors(Some(page), |tail| tail.split_once('/').map(|(_, rest)| rest));
        for tail in tails {
            for name in [tail, stem(tail)] {
                if let Some(known) = self.names.get(name) {
                    return *known;
                }
            }
        }
        None
    }
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The name without an ending that pages have; other points belong to the name (`hemtjanst.4.3f`).
fn stem(name: &str) -> &str {
    let ending = name.rsplit_once('.').filter(|(_, ending)| check::ENDINGS.contains(ending));
    ending.map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> Folder {
        Folder::of(names.iter().map(|name| ((*name).to_owned(), PathBuf::from(name))).collect())
    }

    #[test]
    fn a_label_finds_its_page_with_and_without_folder_and_ending() {
        let folder = folder(&["a/hedlunda.html", "b/ronnarp.txt", "Ekhult.4.3f.html"]);
        for (label, file) in [
            ("a/hedlunda.html", Some(0)),
            ("hedlunda.html", Some(0)),
            ("hedlunda", Some(0)),
            ("./hedlunda", Some(0)),
            ("sidor/2026/hedlunda.html", Some(0)),
            ("ronnarp.html", Some(1)),
            ("b\\ronnarp", Some(1)),
            ("ekhult.4.3f", Some(2)),
            ("ekhult.4", None),
            ("almkulla", None),
        ] {
            assert_eq!(folder.find(label), file, "{label}");
        }
    }

    #[test]
    fn a_name_that_two_files_share_is_not_guessed() {
        let folder = folder(&["a/sida.html", "b/sida.html", "c.html", "c.txt"]);
        assert_eq!(folder.find("sida"), None);
        assert_eq!(folder.find("b/sida"), Some(1));
        assert_eq!(folder.find("c"), None);
        assert_eq!(folder.find("c.txt"), Some(3));
    }
}

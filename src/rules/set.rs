//! A rule set: its head, rules, facts, weights and hashes.
//!
//! Place in the flow: load → **rule set** → judging, scores, texts.
//! What must stay true: `judging_hash` changes when a verdict can change, and only then; the order of rules is that of
//! the dimensions, then of the rule's catalogue number and id.

use std::collections::BTreeMap;

use super::matcher::Matcher;
use super::phrases::{PhraseBook, PhraseId};
use super::spec::{Check, Instead, RuleHead, SetHead, Statement, Status, TraitIs};
use super::{RuleBody, RuleFileError, checks, load};
use crate::domain::PageType;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The head as written.
    pub head: RuleHead,
    /// Texts and examples.
    pub body: RuleBody,
    /// SHA-256 of what the verdict depends on, lower-case hex.
    pub judging_hash: String,
    /// Path of its file in the rule folder.
    pub file: String,
    /// The check with phrases as numbers.
    pub(crate) check: Check<PhraseId>,
    /// Checks under traits, in the file's order.
    pub(crate) variants: Vec<(TraitIs, Check<PhraseId>)>,
    /// Words of links to files that may hold the answer.
    pub(crate) in_files: Vec<PhraseId>,
    /// What a page may have in place of the answer.
    pub(crate) instead: Vec<Instead<PhraseId>>,
}

/// A fact of the codebook.
#[derive(Debug)]
pub(crate) struct Fact {
    pub name: String,
    pub either: Vec<Statement<PhraseId>>,
    pub denied_by: Vec<String>,
}

impl Fact {
    /// Whether it is one of the codebook's. A name that begins with `_` is a step on the way, never told.
    pub(crate) fn is_told(&self) -> bool {
        !self.name.starts_with('_')
    }
}

/// A rule set, ready to judge.
#[derive(Debug)]
pub struct RuleSet {
    pub(crate) head: SetHead,
    pub(crate) rules: Vec<Rule>,
    /// In an order in which each fact comes after those it rests on.
    pub(crate) facts: Vec<Fact>,
    pub(crate) fact_titles: BTreeMap<String, String>,
    /// Positions in `rules`, prerequisites first.
    pub(crate) order: Vec<usize>,
    pub(crate) book: PhraseBook,
    pub(crate) matcher: Matcher,
    /// Phrases that belong to statements: what a stuffed page repeats.
    pub(crate) telling: Vec<bool>,
    /// Whether some rule looks at links outside the content.
    pub(crate) links_anywhere: bool,
    pub(crate) manifest_sha256: String,
    /// SHA-256 of each file by its path.
    pub(crate) files: BTreeMap<String, String>,
    /// The files as they were read.
    pub(crate) sources: load::Files,
}

impl RuleSet {
    /// The rule set that was built into the program.
    ///
    /// # Panics
    /// Never in a build whose tests passed: `tests/rules.rs` loads the same files.
    pub fn embedded() -> Self {
        match load::embedded() {
            Ok(set) => set,
            Err(error) => panic!("the embedded rule files are faulty:\n{error}"),
        }
    }

    /// The rule set in a folder.
    pub fn from_dir(dir: &std::path::Path) -> Result<Self, RuleFileError> {
        load::from_dir(dir)
    }

    /// The rule set made of files: texts by path, as [`Self::sources`] gives them.
    pub fn from_sources(sources: &BTreeMap<String, String>) -> Result<Self, RuleFileError> {
        load::from_files(sources)
    }

    /// Name, owner, dimensions and disclaimer.
    pub fn head(&self) -> &SetHead {
        &self.head
    }

    /// The rules: dimensions in the set's order, in each by catalogue id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with an id (or catalogue id).
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let by_id = self.rules.iter().find(|rule| rule.head.id == id);
        by_id.or_else(|| self.rules.iter().find(|rule| rule.head.catalogue.iter().any(|c| c == id)))
    }

    /// Whether some rule asks of pages of this type what the accessibility checks say of their code.
    pub fn asks_of_code(&self, kind: PageType) -> bool {
        let live = self.rules.iter().filter(|rule| rule.head.status != Status::Retired);
        live.flat_map(|rule| rule.checks().map(move |check| (rule, check)))
            .any(|(rule, check)| matches!(check, Check::Accessibility { .. }) && checks::judges_type(rule, check, kind))
    }

    /// The facts of the codebook with what is true then, in Swedish.
    pub fn facts(&self) -> &BTreeMap<String, String> {
        &self.fact_titles
    }

    /// Most points of 100 that a rule can give: its dimension's weight, shared by weight among the dimension's rules that
    /// count. 0 for a rule that does not count or does not exist.
    pub fn weight_of(&self, id: &str) -> f64 {
        let Some(rule) = self.rules.iter().find(|rule| rule.head.id == id) else { return 0.0 };
        if !rule.counts() {
            return 0.0;
        }
        let dimension = self.head.dimension.iter().find(|d| d.id == rule.head.dimension).map_or(0.0, |d| d.weight);
        let sum: f64 = self
            .rules
            .iter()
            .filter(|other| other.head.dimension == rule.head.dimension && other.counts())
            .map(|other| other.head.weight)
            .sum();
        dimension * rule.head.weight / sum
    }

    /// SHA-256 of each file by its path in the folder.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// The text of each file by its path.
    pub fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// SHA-256 over all files of the set, lower-case hex.
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }
}

impl Rule {
    /// Whether it gives points.
    pub fn counts(&self) -> bool {
        self.head.status == Status::Stable && self.head.weight > 0.0
    }

    /// Its check and those of its variants.
    pub(crate) fn checks(&self) -> impl Iterator<Item = &Check<PhraseId>> {
        std::iter::once(&self.check).chain(self.variants.iter().map(|(_, check)| check))
    }
}

//! Agreement between hemkoll and people who have read the same pages.
//!
//! Place in the flow: labels and what was found → **agreement** → `hemkoll rules eval`.
//! What must stay true: a label that is null never counts; what hemkoll cannot tell counts as not found; a line that
//! cannot be used is named with its number, and costs no other line.

mod counts;
mod labels;

pub use counts::Counts;
pub use labels::{BadLine, Label, read_labels};

use super::RuleSet;

/// What a label is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A fact of `fakta.toml`.
    Fact(String),
    /// Rules, by id or by the catalogue's number; several rules can share a number.
    Rules(Vec<String>),
}

impl RuleSet {
    /// What a label's name means: a fact, a rule's id or a catalogue number; `None` for any other name.
    pub fn subject(&self, name: &str) -> Option<Subject> {
        if self.facts.iter().any(|fact| fact.is_told() && fact.name == name) {
            return Some(Subject::Fact(name.to_owned()));
        }
        let named = |rule: &&super::Rule| rule.head.id == name || rule.head.catalogue.iter().any(|one| one == name);
        let rules: Vec<String> = self.rules().iter().filter(named).map(|rule| rule.head.id.clone()).collect();
        (!rules.is_empty()).then_some(Subject::Rules(rules))
    }
}

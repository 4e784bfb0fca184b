//! Traits of a kommun that decide which questions concern it: LOV, minority languages.
//!
//! What must stay true: a trait counts only when a person has signed it. An unsigned one is a prior to look at,
//! and answers `Unknown`, so that a rule that depends on it becomes a question for a person, never a failure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Yes, no, or nobody has said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tri {
    /// The kommun has the trait.
    Yes,
    /// The kommun lacks it.
    No,
    /// Not known, or not signed.
    #[default]
    Unknown,
}

/// One trait with where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraitValue {
    /// What the source says.
    pub value: Tri,
    /// Where it was read.
    pub source: String,
    /// When it was read or signed, as written in the seeds (ISO 8601, possibly a year alone).
    pub date: String,
    /// Who vouches for it in this round; empty = nobody yet.
    pub signed_by: String,
}

/// The traits of one kommun by name (`lov`, `finska`, `meankieli`, `samiska`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits(pub BTreeMap<String, TraitValue>);

impl Traits {
    /// The signed value of a trait; `Unknown` when it is missing or unsigned.
    pub fn signed(&self, name: &str) -> Tri {
        self.0.get(name).filter(|t| !t.signed_by.trim().is_empty()).map_or(Tri::Unknown, |t| t.value)
    }

    /// These traits with each that has a source counted as signed by it: for a page that is judged by itself, where the
    /// reader is told what was taken for granted. A round never does so.
    #[must_use]
    pub fn presumed(mut self) -> Self {
        for unsigned in self.0.values_mut().filter(|one| one.signed_by.trim().is_empty()) {
            unsigned.signed_by.clone_from(&unsigned.source);
        }
        self
    }

    /// These traits with one more, signed by `signed_by`. For tests, examples and the demo.
    #[must_use]
    pub fn with(mut self, name: &str, value: Tri, signed_by: &str) -> Self {
        let value = TraitValue { value, source: String::new(), date: String::new(), signed_by: signed_by.to_owned() };
        self.0.insert(name.to_owned(), value);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsigned_trait_is_unknown() {
        let traits = Traits::default().with("lov", Tri::Yes, "").with("finska", Tri::No, "Testperson");
        assert_eq!(traits.signed("lov"), Tri::Unknown);
        assert_eq!(traits.signed("finska"), Tri::No);
        assert_eq!(traits.signed("samiska"), Tri::Unknown);
    }

    #[test]
    fn what_has_no_source_is_never_presumed() {
        let mut traits = Traits::default().with("lov", Tri::Yes, "").with("finska", Tri::No, "");
        traits.0.get_mut("lov").unwrap().source = "Kommunens sida".to_owned();
        assert_eq!(traits.signed("lov"), Tri::Unknown);
        let presumed = traits.presumed();
        assert_eq!((presumed.signed("lov"), presumed.signed("finska")), (Tri::Yes, Tri::Unknown));
    }
}

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

    /// These traits with each that the list states counted as signed by its source, or by the list itself: for a page
    /// that is judged by itself, where the reader is told what was taken for granted. A round never does so.
    #[must_use]
    pub fn presumed(mut self) -> Self {
        // A list names the languages that it knows of. Where it names none, it may know nothing.
        let names_languages = self.0.iter().any(|(name, one)| name != "lov" && one.value == Tri::Yes);
        let is_stated = |name: &str, value: Tri| match value {
            Tri::Yes => true,
            Tri::No => name == "lov" || names_languages,
            Tri::Unknown => false,
        };
        let unsigned = self.0.iter_mut().filter(|(_, one)| one.signed_by.trim().is_empty());
        for (_, unsigned) in unsigned.filter(|(name, one)| is_stated(name, one.value)) {
            let source = unsigned.source.trim();
            unsigned.signed_by = if source.is_empty() { "kommunlistan" } else { source }.to_owned();
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
    fn what_a_list_says_is_presumed_and_what_it_does_not_know_is_not() {
        let of = |lov: Tri, finska: Tri, source: &str| {
            let mut traits = Traits::default().with("lov", lov, "").with("finska", finska, "");
            traits = traits.with("samiska", Tri::No, "").with("meankieli", Tri::No, "Ada Exempel");
            for unsigned in ["lov", "finska", "samiska"] {
                traits.0.get_mut(unsigned).unwrap().source = source.to_owned();
            }
            assert_eq!(["lov", "finska", "samiska"].map(|name| traits.signed(name)), [Tri::Unknown; 3]);
            let presumed = traits.presumed();
            ["lov", "finska", "samiska", "meankieli"].map(|name| presumed.signed(name))
        };
        let page = "Kommunens sida";
        assert_eq!(of(Tri::Yes, Tri::Yes, page), [Tri::Yes, Tri::Yes, Tri::No, Tri::No], "Finnish, so no other");
        assert_eq!(of(Tri::Yes, Tri::No, page), [Tri::Yes, Tri::Unknown, Tri::Unknown, Tri::No], "none is named");
        assert_eq!(of(Tri::No, Tri::Yes, "")[0], Tri::No, "a list of one's own needs to name no source");
        assert_eq!(of(Tri::Unknown, Tri::Yes, page)[0], Tri::Unknown);
    }
}

//! The six outcomes of a rule, in the words of ACT Rules Format 1.1 and EARL 1.0.

use serde::{Deserialize, Serialize};

/// What a rule says of a page or a kommun.
///
/// `Passed`, `Partial` and `Failed` are decided. `Inapplicable` leaves the question out. `CantTell` (a person must
/// read) and `Untested` (could not be read) are open: never counted as failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// The question is answered.
    #[serde(rename = "passed")]
    Passed,
    /// Half an answer: some of the counted parts, right but hard to reach, or right but old.
    #[serde(rename = "partial")]
    Partial,
    /// The pages were read, and the answer is not there.
    #[serde(rename = "failed")]
    Failed,
    /// The question does not concern this kommun or page.
    #[serde(rename = "inapplicable")]
    Inapplicable,
    /// A person must decide.
    #[serde(rename = "cantTell")]
    CantTell,
    /// Could not be tried; the reason says why.
    #[serde(rename = "untested")]
    Untested,
}

impl Outcome {
    /// All outcomes, best known first.
    pub const ALL: [Self; 6] =
        [Self::Passed, Self::Partial, Self::Failed, Self::CantTell, Self::Untested, Self::Inapplicable];

    /// The word used in machine output (EARL's local names, plus `partial`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Partial => "partial",
            Self::Failed => "failed",
            Self::Inapplicable => "inapplicable",
            Self::CantTell => "cantTell",
            Self::Untested => "untested",
        }
    }

    /// The outcome for a machine word; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Share of the rule's points: 1, ½ or 0; `None` while the question is open or does not apply.
    pub const fn share(self) -> Option<f64> {
        match self {
            Self::Passed => Some(1.0),
            Self::Partial => Some(0.5),
            Self::Failed => Some(0.0),
            Self::Inapplicable | Self::CantTell | Self::Untested => None,
        }
    }

    /// Neither yes nor no yet: the weight stays open.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::CantTell | Self::Untested)
    }

    /// Settled, one way or the other.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Passed | Self::Partial | Self::Failed)
    }
}

/// How much half an answer is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// 0, ½, 1.
    #[default]
    Half,
    /// SKR's Information till alla: 0 absent, 1 partly, 3 complete; that is 0, ⅓, 1.
    Skr,
}

impl Scale {
    /// Share of the points on this scale; `None` while the question is open or does not apply.
    pub const fn share(self, outcome: Outcome) -> Option<f64> {
        match (self, outcome) {
            (Self::Skr, Outcome::Partial) => Some(1.0 / 3.0),
            _ => outcome.share(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip_and_equal_the_serialised_words() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
            assert_eq!(serde_json::to_string(&outcome).unwrap(), format!("\"{}\"", outcome.code()));
        }
        assert_eq!(Outcome::from_code("Passed"), None);
    }
}

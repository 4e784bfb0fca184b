//! What a person has decided of a question, and why.
//!
//! Place in the flow: `hemkoll review` → **decision** → laid over the program's answer when a result is loaded.
//! What must stay true: a decision is added and never changed; what it replaced can be told from it alone.

use serde::{Deserialize, Serialize};

use super::{Evidence, Outcome};

/// One decision of one person on one question for one kommun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Rule id.
    pub rule: String,
    /// What was decided: passed, partial, failed or inapplicable.
    pub outcome: Outcome,
    /// Who, as the name is to be shown.
    pub by: String,
    /// When, RFC 3339 UTC.
    pub at: String,
    /// Why; for a no what was looked for.
    pub reason: String,
    /// The exact words that decide, on a page of the round. A yes and a partly always have them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Evidence>,
    /// [`super::Finding::judging_hash`] of the answer that it was made of: tells whether the rule has changed since.
    pub judging_hash: String,
    /// The answer that held until then.
    pub replaced: Outcome,
    /// Who had given that answer; empty for the program.
    pub replaced_by: String,
}

impl Decision {
    /// What a person may decide.
    pub const OUTCOMES: [Outcome; 4] = [Outcome::Passed, Outcome::Partial, Outcome::Failed, Outcome::Inapplicable];

    /// Whether it says the same as the answer that held until then.
    pub fn confirms(&self) -> bool {
        self.replaced == self.outcome
    }

    /// Whether it changed an answer that the program was sure of.
    pub fn is_appeal(&self) -> bool {
        self.replaced_by.is_empty() && !self.replaced.is_open() && !self.confirms()
    }

    /// Whether it says the same as another, word for word, whenever that was.
    pub fn repeats(&self, other: &Self) -> bool {
        let place = |decision: &Self| decision.words.as_ref().map(|words| (words.sha256.clone(), words.quote.clone()));
        (self.outcome, &self.by, &self.reason) == (other.outcome, &other.by, &other.reason)
            && place(self) == place(other)
            && self.judging_hash == other.judging_hash
    }
}

/// A decision in the log of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoggedDecision {
    /// The kommun's code.
    pub kommun: String,
    /// Its name.
    pub name: String,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

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
    /// Whether it ends a disagreement: what others decided before counts no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settles: bool,
}

/// What holds of the decisions on one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holding<'a> {
    /// The last decision: all who have decided say the same, or she who settled it.
    Settled(&'a Decision),
    /// The last decision of each, who say different things: the question is open again.
    Disagreed(Vec<&'a Decision>),
}

/// The last decision of each who has decided one question, where they say different things; empty where it is settled.
pub fn differing<'d>(decisions: &[&'d Decision]) -> Vec<&'d Decision> {
    match holding(decisions) {
        Some(Holding::Disagreed(latest)) => latest,
        Some(Holding::Settled(_)) | None => Vec::new(),
    }
}

/// What holds of the decisions on one question, in the order in which they were made. A person who decides anew replaces
/// herself; two who differ leave it open until one settles it. `None` when there are none.
pub fn holding<'d>(decisions: &[&'d Decision]) -> Option<Holding<'d>> {
    let last = *decisions.last()?;
    let from = decisions.iter().rposition(|decision| decision.settles).unwrap_or(0);
    let mut latest: Vec<&Decision> = Vec::new();
    for decision in &decisions[from..] {
        latest.retain(|other| !other.is_by(&decision.by));
        latest.push(decision);
    }
    let agreed = latest.iter().all(|decision| decision.outcome == last.outcome);
    Some(if agreed { Holding::Settled(last) } else { Holding::Disagreed(latest) })
}

impl Decision {
    /// What a person may decide.
    pub const OUTCOMES: [Outcome; 4] = [Outcome::Passed, Outcome::Partial, Outcome::Failed, Outcome::Inapplicable];

    /// Whether somebody of that name made it. Capitals and spaces around it tell nobody apart.
    pub fn is_by(&self, name: &str) -> bool {
        self.by.trim().to_lowercase() == name.trim().to_lowercase()
    }

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
            && self.settles == other.settles
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

#[cfg(test)]
impl Decision {
    /// A plain decision of `by` on a question that the program left open, for tests.
    pub(crate) fn sample(rule: &str, outcome: Outcome, by: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            outcome,
            by: by.to_owned(),
            at: "2026-11-22T09:00:00.000000Z".to_owned(),
            reason: "Tiden står vid numret.".to_owned(),
            words: None,
            judging_hash: "h".to_owned(),
            replaced: Outcome::CantTell,
            replaced_by: String::new(),
            settles: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(by: &str, outcome: Outcome, settles: bool) -> Decision {
        Decision { settles, ..Decision::sample("a", outcome, by) }
    }

    #[test]
    fn two_who_differ_leave_it_open_until_one_settles_it() {
        use Outcome::{Failed, Passed};
        let told = |made: &[(&str, Outcome, bool)]| {
            let made: Vec<Decision> =
                made.iter().map(|(by, outcome, settles)| decision(by, *outcome, *settles)).collect();
            let made: Vec<&Decision> = made.iter().collect();
            match holding(&made) {
                None => None,
                Some(Holding::Settled(decision)) => Some(Ok(decision.outcome)),
                Some(Holding::Disagreed(latest)) => Some(Err(latest.len())),
            }
        };
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[("Ada", Passed, false), ("ada ", Failed, false)]), Some(Ok(Failed)), "she changed her mind");
        assert_eq!(told(&[("Ada", Passed, false), ("Bo", Passed, false)]), Some(Ok(Passed)));
        let differ = [("Ada", Passed, false), ("Bo", Failed, false)];
        assert_eq!(told(&differ), Some(Err(2)));
        assert_eq!(told(&[differ[0], differ[1], ("Bo", Passed, false)]), Some(Ok(Passed)), "Bo was persuaded");
        let settled = [differ[0], differ[1], ("Cia", Failed, true)];
        assert_eq!(told(&settled), Some(Ok(Failed)));
        assert_eq!(told(&[settled[0], settled[1], settled[2], ("Ada", Passed, false)]), Some(Err(2)), "and again");
    }
}

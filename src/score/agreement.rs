//! How alike two people answer the same questions.
//!
//! Place in the flow: decisions of a round → **agreement** by rule → `hemkoll review agreement`.
//! What must stay true: each question of a kommun counts once, by the first answers of the first two who answered it; a
//! measure whose divisor is nought has no value.

use std::collections::BTreeMap;

use crate::domain::{LoggedDecision, Outcome};

/// The answers of two people, question by question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    pairs: Vec<(Outcome, Outcome)>,
}

impl Agreement {
    /// Questions that two have answered.
    pub fn n(&self) -> usize {
        self.pairs.len()
    }

    /// Share that they answered alike, 0–1.
    pub fn share(&self) -> Option<f64> {
        let alike = self.pairs.iter().filter(|(one, two)| one == two).count();
        (!self.pairs.is_empty()).then(|| number(alike) / number(self.n()))
    }

    /// Cohen's kappa (1960) over the four outcomes: agreement beyond what chance gives, −1 to 1. None when all answers are
    /// one and the same, since then chance explains everything.
    pub fn kappa(&self) -> Option<f64> {
        let n = number(self.n());
        let of = |is: &dyn Fn(&(Outcome, Outcome)) -> bool| number(self.pairs.iter().filter(|pair| is(pair)).count());
        let both = |outcome: Outcome| of(&|pair| pair.0 == outcome) * of(&|pair| pair.1 == outcome);
        let observed = self.share()?;
        let chance = Outcome::ALL.into_iter().map(both).sum::<f64>() / (n * n);
        (chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// By rule, and over all.
pub fn agreement(log: &[LoggedDecision]) -> (BTreeMap<String, Agreement>, Agreement) {
    let mut first: BTreeMap<(&str, &str), Vec<&LoggedDecision>> = BTreeMap::new();
    for one in log.iter().filter(|one| !one.decision.settles) {
        let by = first.entry((&one.decision.rule, &one.kommun)).or_default();
        if !by.iter().any(|other| other.decision.is_by(&one.decision.by)) {
            by.push(one);
        }
    }
    let (mut rules, mut all) = (BTreeMap::<String, Agreement>::new(), Agreement::default());
    for ((rule, _), by) in first {
        if let [one, two, ..] = by.as_slice() {
            let pair = (one.decision.outcome, two.decision.outcome);
            rules.entry(rule.to_owned()).or_default().pairs.push(pair);
            all.pairs.push(pair);
        }
    }
    (rules, all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Decision;
    use crate::rules::eval::Counts;

    fn logged(kommun: &str, rule: &str, by: &str, outcome: Outcome) -> LoggedDecision {
        let decision = Decision::sample(rule, outcome, by);
        LoggedDecision { kommun: kommun.into(), name: String::new(), decision }
    }

    #[test]
    fn the_first_answers_of_the_first_two_count() {
        use Outcome::{Failed, Partial, Passed};
        let log = [
            logged("1", "a", "Ada", Passed),
            logged("1", "a", "ada ", Failed),
            logged("1", "a", "Bo", Failed),
            logged("1", "a", "Cia", Passed),
            logged("2", "a", "Bo", Partial),
            logged("2", "a", "Ada", Partial),
            logged("3", "b", "Ada", Passed),
        ];
        let (rules, all) = agreement(&log);
        assert_eq!(rules.keys().collect::<Vec<_>>(), ["a"], "one answer is no agreement");
        assert_eq!((all.n(), all.share()), (2, Some(0.5)));
        assert_eq!((Agreement::default().share(), Agreement::default().kappa()), (None, None));
    }

    proptest! {
        #[test]
        fn of_yes_and_no_alone_it_is_the_kappa_that_rules_are_measured_by(
            answers in prop::collection::vec((any::<bool>(), any::<bool>()), 1..40),
        ) {
            let outcome = |yes| if yes { Outcome::Passed } else { Outcome::Failed };
            let pairs = answers.iter().map(|(one, two)| (outcome(*one), outcome(*two))).collect();
            let counts = answers.iter().fold(Counts::default(), |sum, (one, two)| sum + Counts::of(*one, *two));
            match (Agreement { pairs }.kappa(), counts.kappa()) {
                (Some(ours), Some(theirs)) => prop_assert!((ours - theirs).abs() < 1e-9),
                (ours, theirs) => prop_assert_eq!(ours, theirs),
            }
        }
    }
}

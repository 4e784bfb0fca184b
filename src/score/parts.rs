//! The change between two scores of a kommun, in parts: one a rule and cause.
//!
//! Place in the flow: two judgements and those between them → **parts** → diff.
//! What must stay true: the parts sum exactly to the change in the score as it is shown. Each is the difference of two
//! scores, rounded to tenths, that stand side by side in one row of exchanges: one ingredient after the other, and in it
//! one rule after the other, in the rule set's order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::points::score_outcomes;
use super::{WeighedRule, Weighing};
use crate::domain::Outcome;

/// What changed. In the order in which changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The pages: what they say, which could be read, and the day on which they are judged.
    Page,
    /// The program, which reads the same page in another way.
    Program,
    /// The kommun's traits, or the yearly amounts.
    Seeds,
    /// The rules: new, gone, or judging by other words.
    Rule,
    /// What the rules weigh.
    Weight,
    /// What people have decided.
    Decision,
}

impl Cause {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 6] = [Self::Page, Self::Program, Self::Seeds, Self::Rule, Self::Weight, Self::Decision];

    /// The word in machine output.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Program => "program",
            Self::Seeds => "seeds",
            Self::Rule => "rule",
            Self::Weight => "weight",
            Self::Decision => "decision",
        }
    }
}

/// All that a score follows from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stand {
    /// Outcomes by rule id.
    pub outcomes: BTreeMap<String, Outcome>,
    /// What they weigh.
    pub weighing: Weighing,
}

/// One ingredient exchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Which.
    pub cause: Cause,
    /// What the score follows from after it.
    pub after: Stand,
}

/// What one rule adds to the change for one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Why.
    pub cause: Cause,
    /// Rule id; `None` for what concerns the whole set, such as what half an answer is worth.
    pub rule: Option<String>,
    /// Tenths of a point; may be 0 where the outcome changed and the score as shown did not.
    pub tenths: i64,
}

/// The parts of the change from `before` to the last step, in the order of the steps and of the rules. Where less than
/// half of the weight is decided, what is decided counts; where nothing is, the score stands still.
pub fn parts(before: &Stand, steps: &[Step]) -> Vec<Part> {
    let mut told = Vec::new();
    let mut shown = value(before).unwrap_or(0);
    let mut here = before.clone();
    for Step { cause, after } in steps {
        let mut working = united(&here.weighing, &after.weighing);
        let mut tell = |rule: Option<String>, now: Option<i64>| {
            let tenths = now.unwrap_or(shown) - shown;
            shown += tenths;
            if rule.is_some() || tenths != 0 {
                told.push(Part { cause: *cause, rule, tenths });
            }
        };
        for at in 0..working.rules.len() {
            let rule = working.rules[at].rule.clone();
            let (then, now) = (here.outcomes.get(&rule).copied(), after.outcomes.get(&rule).copied());
            let weight = weight(&after.weighing, &rule);
            if then == now && working.rules[at].points.total_cmp(&weight).is_eq() {
                continue;
            }
            working.rules[at].points = weight;
            match now {
                Some(outcome) => drop(here.outcomes.insert(rule.clone(), outcome)),
                None => drop(here.outcomes.remove(&rule)),
            }
            tell(Some(rule), value(&Stand { outcomes: here.outcomes.clone(), weighing: working.clone() }));
        }
        tell(None, value(after));
        here = after.clone();
    }
    told
}

/// A score in tenths of a point, as it is shown.
#[expect(clippy::cast_possible_truncation, reason = "a score lies between 0 and 100")]
pub fn tenths(score: f64) -> i64 {
    (score * 10.0).round() as i64
}

fn value(stand: &Stand) -> Option<i64> {
    let outcomes = stand.outcomes.iter().map(|(rule, outcome)| (rule.as_str(), *outcome)).collect();
    let score = score_outcomes(&stand.weighing, &outcomes);
    let decided = || {
        let decided = || score.rules.iter().filter_map(|rule| Some((rule.points?, rule.weight)));
        let weight: f64 = decided().map(|(_, weight)| weight).sum();
        (weight > 0.0).then(|| decided().map(|(points, _)| points).sum::<f64>() / weight * 100.0)
    };
    score.value.or_else(decided).map(tenths)
}

fn weight(weighing: &Weighing, rule: &str) -> f64 {
    weighing.rules.iter().find(|weighed| weighed.rule == rule).map_or(0.0, |weighed| weighed.points)
}

/// The rules of the later weighing and those that it lacks, with what they weigh in the earlier one.
fn united(before: &Weighing, after: &Weighing) -> Weighing {
    let known = |rule: &WeighedRule| after.rules.iter().any(|other| other.rule == rule.rule);
    let gone = before.rules.iter().filter(|rule| !known(rule));
    let rules = after.rules.iter().chain(gone);
    let rules = rules.map(|rule| WeighedRule { points: weight(before, &rule.rule), ..rule.clone() }).collect();
    Weighing { rules, ..before.clone() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Scale;

    fn stand(rules: &[(&str, f64, Option<Outcome>)]) -> Stand {
        let weighed = |(rule, points, _): &(&str, f64, Option<Outcome>)| WeighedRule {
            rule: (*rule).into(),
            dimension: "kontakt".into(),
            points: *points,
        };
        Stand {
            outcomes: rules.iter().filter_map(|(rule, _, outcome)| Some(((*rule).to_owned(), (*outcome)?))).collect(),
            weighing: Weighing {
                dimensions: vec!["kontakt".into()],
                rules: rules.iter().map(weighed).collect(),
                scale: Scale::Half,
            },
        }
    }

    fn part(cause: Cause, rule: &str, tenths: i64) -> Part {
        Part { cause, rule: Some(rule.into()), tenths }
    }

    #[test]
    fn each_cause_gets_what_its_exchange_changed() {
        use Outcome::{Failed, Passed};
        let before = stand(&[("a", 50.0, Some(Passed)), ("b", 50.0, Some(Failed))]);
        let page = stand(&[("a", 50.0, Some(Passed)), ("b", 50.0, Some(Passed))]);
        let rule = stand(&[("a", 50.0, Some(Failed)), ("b", 50.0, Some(Passed))]);
        let weight = stand(&[("a", 25.0, Some(Failed)), ("b", 75.0, Some(Passed))]);
        let steps = [(Cause::Page, page), (Cause::Rule, rule), (Cause::Weight, weight)]
            .map(|(c, after)| Step { cause: c, after });
        let told = parts(&before, &steps);
        assert_eq!(told[..2], [part(Cause::Page, "b", 500), part(Cause::Rule, "a", -500)]);
        assert_eq!(told[2..].iter().map(|part| part.tenths).sum::<i64>(), 250);
        assert!(told[2..].iter().all(|part| part.cause == Cause::Weight));
    }

    #[test]
    fn a_new_rule_and_one_that_is_gone_bring_and_take_their_weight() {
        use Outcome::{Failed, Passed};
        let before = stand(&[("a", 60.0, Some(Passed)), ("gone", 40.0, Some(Failed))]);
        let after = stand(&[("a", 60.0, Some(Passed)), ("new", 40.0, Some(Failed))]);
        let told = parts(&before, &[Step { cause: Cause::Rule, after }]);
        assert_eq!(told, [part(Cause::Rule, "new", -171), part(Cause::Rule, "gone", 171)]);
    }

    #[test]
    fn another_worth_of_half_an_answer_belongs_to_no_rule() {
        let before = stand(&[("a", 100.0, Some(Outcome::Partial))]);
        let mut after = before.clone();
        after.weighing.scale = Scale::Skr;
        let told = parts(&before, &[Step { cause: Cause::Weight, after }]);
        assert_eq!(told, [Part { cause: Cause::Weight, rule: None, tenths: 333 - 500 }]);
    }

    fn any_stand() -> impl Strategy<Value = Stand> {
        let outcome = prop::option::of(prop::sample::select(Outcome::ALL.to_vec()));
        let rule = (0..12_u8, 0..9_u8, outcome);
        (prop::collection::vec(rule, 0..12), any::<bool>()).prop_map(|(rules, skr)| {
            let names: Vec<String> = rules.iter().map(|(name, ..)| format!("r{name}")).collect();
            let mut seen = std::collections::BTreeSet::new();
            let rules: Vec<_> = rules
                .iter()
                .zip(&names)
                .filter(|(_, name)| seen.insert(name.as_str()))
                .map(|((_, weight, outcome), name)| (name.as_str(), f64::from(*weight) / 3.0, *outcome))
                .collect();
            let mut stand = stand(&rules);
            stand.weighing.scale = if skr { Scale::Skr } else { Scale::Half };
            stand
        })
    }

    proptest! {
        #[test]
        fn the_parts_sum_exactly_to_the_change(
            before in any_stand(),
            after in prop::collection::vec((prop::sample::select(Cause::ALL.to_vec()), any_stand()), 1..6),
        ) {
            let steps: Vec<Step> = after.into_iter().map(|(cause, after)| Step { cause, after }).collect();
            let shown = |stand: &Stand| {
                let outcomes = stand.outcomes.iter().map(|(rule, outcome)| (rule.as_str(), *outcome)).collect();
                score_outcomes(&stand.weighing, &outcomes).value.map(tenths)
            };
            let last = &steps.last().expect("at least one").after;
            if let (Some(before_shown), Some(after_shown)) = (shown(&before), shown(last)) {
                let sum: i64 = parts(&before, &steps).iter().map(|part| part.tenths).sum();
                prop_assert_eq!(sum, after_shown - before_shown);
            }
        }

        #[test]
        fn what_did_not_change_has_no_part(stand in any_stand(), cause in prop::sample::select(Cause::ALL.to_vec())) {
            prop_assert_eq!(parts(&stand, &[Step { cause, after: stand.clone() }]), []);
        }
    }
}

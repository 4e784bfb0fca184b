//! Findings of one kommun to its score.

use std::collections::BTreeMap;

use super::{DimensionScore, KommunScore, RulePoints, Weighing};
use crate::domain::{Finding, Outcome};

/// Below this share of decided weight there is no value.
const LEAST_COVERAGE: f64 = 0.5;
/// Below this share the value is preliminary.
const SETTLED_COVERAGE: f64 = 0.95;

/// Scores one kommun. A rule of the weighing that has no finding counts as open; a finding of a rule that is not in the
/// weighing counts for nothing.
pub fn score_kommun(weighing: &Weighing, findings: &[Finding]) -> KommunScore {
    score_outcomes(weighing, &findings.iter().map(|finding| (finding.rule.as_str(), finding.outcome)).collect())
}

/// The same from the outcomes alone, by rule id.
pub fn score_outcomes(weighing: &Weighing, outcomes: &BTreeMap<&str, Outcome>) -> KommunScore {
    let mut rules = Vec::with_capacity(weighing.rules.len());
    let mut dimensions: Vec<DimensionScore> = weighing
        .dimensions
        .iter()
        .map(|id| DimensionScore { id: id.clone(), points: 0.0, decided: 0.0, applicable: 0.0 })
        .collect();
    let mut total = DimensionScore { id: String::new(), points: 0.0, decided: 0.0, applicable: 0.0 };
    let (mut decided_rules, mut applicable_rules) = (0, 0);

    for rule in &weighing.rules {
        let outcome = outcomes.get(rule.rule.as_str()).copied().unwrap_or(Outcome::Untested);
        let points = weighing.scale.share(outcome).map(|share| share * rule.points);
        rules.push(RulePoints {
            rule: rule.rule.clone(),
            dimension: rule.dimension.clone(),
            weight: rule.points,
            points,
        });
        if rule.points <= 0.0 || outcome == Outcome::Inapplicable {
            continue;
        }
        applicable_rules += 1;
        decided_rules += usize::from(points.is_some());
        let own = dimensions.iter_mut().find(|dimension| dimension.id == rule.dimension);
        for sum in own.into_iter().chain([&mut total]) {
            sum.applicable += rule.points;
            if let Some(points) = points {
                sum.decided += rule.points;
                sum.points += points;
            }
        }
    }

    let part = |points: f64, whole: f64| if whole > 0.0 { one_decimal(points / whole * 100.0) } else { 0.0 };
    let coverage = if total.applicable > 0.0 { total.decided / total.applicable } else { 0.0 };
    KommunScore {
        value: (coverage >= LEAST_COVERAGE).then(|| part(total.points, total.decided)),
        low: part(total.points, total.applicable),
        high: part(total.points + (total.applicable - total.decided), total.applicable),
        coverage,
        preliminary: coverage < SETTLED_COVERAGE,
        decided_rules,
        applicable_rules,
        dimensions,
        rules,
    }
}

/// What is shown is what is ranked.
fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{domain::Scale, score::WeighedRule};

    fn weighing(points: &[f64]) -> Weighing {
        let rules = points
            .iter()
            .enumerate()
            .map(|(index, &points)| WeighedRule { rule: format!("r{index}"), dimension: "kontakt".into(), points })
            .collect();
        Weighing { dimensions: vec!["kontakt".into()], rules, scale: Scale::Half }
    }

    fn findings(outcomes: &[Outcome]) -> Vec<Finding> {
        let finding = |(index, &outcome): (usize, &Outcome)| Finding {
            rule: format!("r{index}"),
            judging_hash: String::new(),
            outcome,
            reason: String::new(),
            note: String::new(),
            evidence: vec![],
            searched: None,
        };
        outcomes.iter().enumerate().map(finding).collect()
    }

    #[test]
    fn open_weight_widens_the_range_and_is_not_counted_as_no() {
        use Outcome::{CantTell, Failed, Partial, Passed};
        let score = score_kommun(&weighing(&[40.0, 20.0, 20.0, 20.0]), &findings(&[Passed, Partial, Failed, CantTell]));
        assert_eq!((score.value, score.low, score.high), (Some(62.5), 50.0, 70.0));
        assert_eq!((score.decided_rules, score.applicable_rules), (3, 4));
        assert!(score.preliminary);
    }

    #[test]
    fn inapplicable_leaves_the_question_out() {
        use Outcome::{Failed, Inapplicable, Passed};
        let score = score_kommun(&weighing(&[40.0, 20.0, 40.0]), &findings(&[Passed, Failed, Inapplicable]));
        assert_eq!((score.value, score.applicable_rules, score.preliminary), (Some(66.7), 2, false));
    }

    #[test]
    fn below_half_coverage_there_is_no_value() {
        use Outcome::{Passed, Untested};
        let score = score_kommun(&weighing(&[49.0, 51.0]), &findings(&[Passed, Untested]));
        assert_eq!((score.value, score.low, score.high), (None, 49.0, 100.0));
        assert_eq!(score_kommun(&weighing(&[]), &[]).value, None);
    }

    #[test]
    fn skr_scale_gives_a_third() {
        let weighing = Weighing { scale: Scale::Skr, ..weighing(&[30.0]) };
        assert_eq!(score_kommun(&weighing, &findings(&[Outcome::Partial])).value, Some(33.3));
    }

    #[test]
    fn a_rule_that_did_not_run_everywhere_weighs_nothing() {
        let weighing = weighing(&[50.0, 50.0]).without(|rule| rule == "r1");
        let score = score_kommun(&weighing, &findings(&[Outcome::Passed, Outcome::Failed]));
        assert_eq!((score.value, score.applicable_rules), (Some(100.0), 1));
    }

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        prop::sample::select(Outcome::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn value_lies_between_low_and_high(outcomes in prop::collection::vec(any_outcome(), 1..40)) {
            let weights: Vec<f64> = (0..outcomes.len()).map(|n| f64::from(u32::try_from(n % 5).unwrap())).collect();
            let score = score_kommun(&weighing(&weights), &findings(&outcomes));
            prop_assert!(score.low <= score.high);
            if let Some(value) = score.value {
                prop_assert!(score.low - 0.1 <= value && value <= score.high + 0.1, "{score:?}");
            }
        }

        #[test]
        fn settling_an_open_question_stays_inside_the_range(outcomes in prop::collection::vec(any_outcome(), 2..30), settled in any_outcome()) {
            let weighing = weighing(&vec![3.0; outcomes.len()]);
            let before = score_kommun(&weighing, &findings(&outcomes));
            if let Some(open) = outcomes.iter().position(|outcome| outcome.is_open()) && settled.is_decided() {
                let mut after = outcomes.clone();
                after[open] = settled;
                let after = score_kommun(&weighing, &findings(&after));
                prop_assert!(before.low <= after.low && after.high <= before.high);
            }
        }

        #[test]
        fn order_of_findings_never_changes_a_score(outcomes in prop::collection::vec(any_outcome(), 1..30)) {
            let weighing = weighing(&vec![2.5; outcomes.len()]);
            let forward = findings(&outcomes);
            let backward: Vec<_> = forward.iter().rev().cloned().collect();
            prop_assert_eq!(score_kommun(&weighing, &forward), score_kommun(&weighing, &backward));
        }
    }
}

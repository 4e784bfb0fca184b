//! Decisions laid over the program's answers.
//!
//! Place in the flow: findings and decisions as stored → **laid over** → scored. What must stay true: what holds is
//! what [`holding`] says; what the program says, and every earlier decision, goes along.

use std::collections::BTreeMap;

use crate::audit::result::day;
use crate::domain::{Decision, Evidence, Finding, Holding, Outcome, holding};
use crate::score::{Decided, ProgramAnswer};
use crate::store::PageRow;

/// Reason of a question that a person found does not apply.
const BY_A_PERSON: &str = "avgjord-av-granskare";
/// Reason of a question that people disagree on.
const DISAGREED: &str = "granskare-oense";

/// Lays decisions over the answers that they are about; what was decided, in the order of the answers. A decision on a
/// question that is not among the answers (the rule is gone) changes nothing.
pub(in crate::audit) fn lay_over(
    findings: &mut [Finding],
    decisions: Vec<Decision>,
    pages: &[PageRow],
) -> Vec<Decided> {
    let mut by_rule = by_rule(decisions);
    let mut laid = Vec::new();
    for finding in findings {
        let mut earlier = by_rule.remove(&finding.rule).unwrap_or_default();
        let disagreed = disagreed(&earlier);
        let Some(decision) = earlier.pop() else { continue };
        let decided = Decided {
            on: day(&decision.at),
            program: ProgramAnswer {
                outcome: finding.outcome,
                reason: finding.reason.clone(),
                note: finding.note.clone(),
                words: finding.evidence.iter().find(|words| !words.quote.is_empty()).cloned(),
            },
            page_gone: decision
                .words
                .as_ref()
                .is_some_and(|words| !pages.iter().any(|page| page.url == words.url && page.sha256 == words.sha256)),
            rule_changed: decision.judging_hash != finding.judging_hash,
            disagreed: disagreed.is_some(),
            earlier,
            decision,
        };
        answer(finding, &decided, disagreed);
        laid.push(decided);
    }
    laid
}

/// The outcomes of answers where people have decided, by rule: what [`lay_over`] would come to.
pub(in crate::audit) fn outcomes(
    answers: &BTreeMap<String, Outcome>,
    decisions: Vec<Decision>,
) -> BTreeMap<String, Outcome> {
    let mut decided = answers.clone();
    for (rule, decisions) in by_rule(decisions) {
        if let (Some(outcome), Some(last)) = (decided.get_mut(&rule), decisions.last()) {
            *outcome = if disagreed(&decisions).is_some() { Outcome::CantTell } else { last.outcome };
        }
    }
    decided
}

/// Decisions by question, in their order.
fn by_rule(decisions: Vec<Decision>) -> BTreeMap<String, Vec<Decision>> {
    let mut by_rule: BTreeMap<String, Vec<Decision>> = BTreeMap::new();
    for decision in decisions {
        by_rule.entry(decision.rule.clone()).or_default().push(decision);
    }
    by_rule
}

/// The words that people point at, where they disagree; nothing where they agree.
fn disagreed(decisions: &[Decision]) -> Option<Vec<Evidence>> {
    let decisions: Vec<&Decision> = decisions.iter().collect();
    match holding(&decisions)? {
        Holding::Settled(_) => None,
        Holding::Disagreed(latest) => Some(latest.iter().filter_map(|decision| decision.words.clone()).collect()),
    }
}

fn answer(finding: &mut Finding, decided: &Decided, disagreed: Option<Vec<Evidence>>) {
    let decision = &decided.decision;
    finding.note = decided.note();
    if let Some(words) = disagreed {
        finding.outcome = Outcome::CantTell;
        DISAGREED.clone_into(&mut finding.reason);
        finding.evidence = words;
        return;
    }
    finding.outcome = decision.outcome;
    finding.reason = if decision.outcome == Outcome::Inapplicable { BY_A_PERSON.to_owned() } else { String::new() };
    finding.evidence = decision.words.iter().cloned().collect();
    match &mut finding.searched {
        // What was read and searched for stays; what came nearest for the program did not decide.
        Some(searched) if decision.outcome == Outcome::Failed => searched.nearest = None,
        searched => *searched = None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Evidence, Searched};

    fn finding(rule: &str, outcome: Outcome) -> Finding {
        Finding {
            rule: rule.into(),
            judging_hash: "h".into(),
            outcome,
            reason: "otydligt-svar".into(),
            note: "Svaret är otydligt.".into(),
            evidence: vec![Evidence::default()],
            searched: Some(Searched { nearest: Some(Evidence::default()), ..Searched::default() }),
        }
    }

    fn decision(rule: &str, outcome: Outcome, by: &str) -> Decision {
        Decision { at: "2026-11-22T23:30:00.000000Z".into(), ..Decision::sample(rule, outcome, by) }
    }

    #[test]
    fn what_settles_a_question_holds_and_all_goes_along() {
        let mut findings = [finding("a", Outcome::CantTell), finding("b", Outcome::Passed)];
        let words = Evidence { url: "https://h.test/".into(), quote: "Ring oss".into(), ..Evidence::default() };
        let last =
            Decision { words: Some(words.clone()), settles: true, ..decision("a", Outcome::Partial, "Bo Exempel") };
        let decisions =
            vec![decision("a", Outcome::Failed, "Ada Exempel"), last, decision("gone", Outcome::Failed, "x")];
        let laid = lay_over(&mut findings, decisions, &[]);
        assert_eq!((findings[0].outcome, findings[1].outcome), (Outcome::Partial, Outcome::Passed));
        assert_eq!((findings[0].evidence.as_slice(), &findings[0].searched), ([words].as_slice(), &None));
        assert_eq!(findings[0].note, "Avgjort av en granskare: Bo Exempel, 2026-11-23. Skäl: Tiden står vid numret.");
        assert_eq!(laid.len(), 1);
        assert_eq!(laid[0].earlier[0].by, "Ada Exempel");
        assert_eq!((laid[0].program.outcome, laid[0].program.reason.as_str()), (Outcome::CantTell, "otydligt-svar"));
        assert!(laid[0].page_gone && !laid[0].rule_changed);
    }

    proptest! {
        #[test]
        fn decisions_on_different_questions_may_come_in_any_order(
            made in prop::collection::vec((prop::sample::select(Decision::OUTCOMES.to_vec()), any::<bool>()), 1..8),
            moved in any::<prop::sample::Index>(),
        ) {
            let questions: Vec<String> = (0..made.len()).map(|n| format!("r{n}")).collect();
            let findings: Vec<Finding> = questions.iter().map(|rule| finding(rule, Outcome::CantTell)).collect();
            let mut decisions = Vec::new();
            for (rule, (outcome, twice)) in questions.iter().zip(&made) {
                decisions.push(vec![decision(rule, *outcome, "Ada Exempel")]);
                if *twice {
                    let last = decisions.last_mut().expect("just pushed");
                    last.push(decision(rule, Outcome::Failed, "Bo Exempel"));
                }
            }
            let laid = |decisions: &[Vec<Decision>]| {
                let mut laid = findings.clone();
                let decided = lay_over(&mut laid, decisions.concat(), &[]);
                (laid, decided)
            };
            let (in_order, first) = (laid(&decisions), moved.index(decisions.len()));
            decisions.rotate_left(first);
            prop_assert_eq!(laid(&decisions), in_order);
        }
    }

    #[test]
    fn two_who_disagree_leave_the_question_open() {
        let mut findings = [finding("a", Outcome::Passed)];
        let words = Evidence { url: "https://h.test/".into(), quote: "Ring oss".into(), ..Evidence::default() };
        let ada = Decision { words: Some(words.clone()), ..decision("a", Outcome::Passed, "Ada Exempel") };
        let decisions = vec![ada, decision("a", Outcome::Failed, "Bo Exempel")];
        let answers = BTreeMap::from([("a".to_owned(), Outcome::Passed)]);
        assert_eq!(outcomes(&answers, decisions.clone())["a"], Outcome::CantTell);
        let laid = lay_over(&mut findings, decisions, &[]);
        assert!(laid[0].disagreed);
        assert_eq!((findings[0].outcome, findings[0].reason.as_str()), (Outcome::CantTell, DISAGREED));
        assert_eq!((findings[0].evidence.as_slice(), findings[0].searched.is_some()), ([words].as_slice(), true));
    }

    #[test]
    fn a_no_keeps_what_was_searched_for_without_what_came_near() {
        let mut findings = [finding("a", Outcome::Untested)];
        lay_over(&mut findings, vec![decision("a", Outcome::Failed, "Ada Exempel")], &[]);
        assert!(findings[0].evidence.is_empty() && findings[0].reason.is_empty());
        assert_eq!(findings[0].searched, Some(Searched::default()));
        lay_over(&mut findings, vec![decision("a", Outcome::Inapplicable, "Ada Exempel")], &[]);
        assert_eq!((findings[0].reason.as_str(), &findings[0].searched), (BY_A_PERSON, &None));
    }
}

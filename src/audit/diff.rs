//! What changed between two rounds, kommun by kommun and rule by rule, and why.
//!
//! Place in the flow: two rounds as stored, judged again with one ingredient exchanged at a time → **changes** → command
//! line. What must stay true: nothing is written; the parts of a kommun sum exactly to the change in its score; a kommun
//! without a score on one side has no parts.
//!
//! The judgements stand in this order, and each part is the difference of two that stand side by side: the earlier round
//! as stored, with what people decided; without it (*decision*); judged again by this program (*program*); the later
//! round's pages, on its day (*page*); its traits and amounts (*seeds*); its rules (*rule*); what they weigh (*weight*);
//! the later round as stored (*program* again: only this program can judge, so what other programs did is told at both
//! ends); with what people decided in it (*decision* again).

mod judging;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{AuditError, ProgressSink, frozen, result, review};
use crate::domain::{Decision, Outcome, Reason, VisitStatus};
use crate::rules::RuleSet;
use crate::score::{Cause, Part, Stand, Step, Weighing, parts, score_outcomes, tenths};
use crate::store::{RoundRow, Store, VisitRow};
use judging::{Judgements, judge};

/// What to compare.
#[derive(Clone, Debug)]
pub struct DiffRequest {
    /// The earlier round.
    pub before: String,
    /// The later round; may be the same.
    pub after: String,
    /// Rules to judge the later round by, in place of those it was judged by.
    pub rules: Option<Arc<RuleSet>>,
    /// Codes or names of kommuner; empty for all.
    pub kommuner: Vec<String>,
}

/// What changed, by kommun code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    /// The earlier round's name.
    pub before: String,
    /// The later round's name.
    pub after: String,
    /// The kommuner of both.
    pub kommuner: Vec<KommunDiff>,
}

/// What changed for a kommun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KommunDiff {
    /// Code.
    pub code: String,
    /// Name, in the later round where it is there.
    pub name: String,
    /// How it stands in the earlier round.
    pub before: Standing,
    /// How it stands in the later round.
    pub after: Standing,
    /// What makes up the change, one a cause and rule; empty unless both sides have a score.
    pub parts: Vec<Part>,
    /// Answers that changed, in the later rule set's order; empty unless it is assessed on both sides.
    pub answers: Vec<AnswerDiff>,
}

/// How a kommun stands in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not in the round.
    Absent,
    /// It was not assessed, or has not been read yet. With other rules, also one that is assessed in the later round alone:
    /// it is not judged by them.
    NotAssessed(VisitStatus, Option<Reason>),
    /// Too little is decided for a score.
    Undecided,
    /// The score in tenths of a point.
    Scored(i64),
}

/// An answer that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerDiff {
    /// Rule id.
    pub rule: String,
    /// The answer before; `None` when the rule is new.
    pub before: Option<Outcome>,
    /// The answer after; `None` when the rule is gone.
    pub after: Option<Outcome>,
    /// The first exchange that changed it.
    pub cause: Cause,
}

impl KommunDiff {
    /// The change in tenths of a point; `None` unless both sides have a score.
    pub const fn change(&self) -> Option<i64> {
        match (self.before, self.after) {
            (Standing::Scored(before), Standing::Scored(after)) => Some(after - before),
            _ => None,
        }
    }

    /// What a cause makes up, over all rules, in tenths of a point.
    pub fn of_cause(&self, cause: Cause) -> i64 {
        self.parts.iter().filter(|part| part.cause == cause).map(|part| part.tenths).sum()
    }
}

/// Outcomes by rule id.
type Answers = BTreeMap<String, Outcome>;

/// A round and the rules it is judged by.
struct Side {
    row: RoundRow,
    rules: Arc<RuleSet>,
    visits: BTreeMap<String, VisitRow>,
    /// What is stored, by kommun code.
    stored: BTreeMap<String, Answers>,
    /// What people have decided, by kommun code.
    decisions: BTreeMap<String, Vec<Decision>>,
    /// Rules whose check did not run in the round.
    not_run: BTreeSet<String>,
}

impl Side {
    async fn load(store: &Store, round: &str) -> Result<Self, AuditError> {
        let row = result::named(store, round).await?;
        let rules = frozen::rules_of(store, &row).await?;
        let (mut visits, mut stored, mut not_run) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let mut decisions = BTreeMap::new();
        for visit in store.visits(row.id).await? {
            if visit.status.is_assessed() {
                let findings = store.findings(visit.id, rules.manifest_sha256()).await?;
                if findings.is_empty() && !rules.rules().is_empty() {
                    return Err(AuditError::NotJudged { round: row.round.name });
                }
                not_run.extend(findings.iter().filter(|f| result::did_not_run(f)).map(|f| f.rule.clone()));
                let answers = findings.into_iter().map(|finding| (finding.rule, finding.outcome)).collect();
                stored.insert(visit.kommun.code.clone(), answers);
                decisions.insert(visit.kommun.code.clone(), store.decisions(visit.id).await?);
            }
            visits.insert(visit.kommun.code.clone(), visit);
        }
        Ok(Self { row, rules, visits, stored, decisions, not_run })
    }

    /// The answers of a kommun with what people decided; `None` where it is not judged.
    fn decided(&self, code: &str) -> Option<Answers> {
        let decisions = self.decisions.get(code).cloned().unwrap_or_default();
        Some(review::outcomes(self.stored.get(code)?, decisions))
    }

    fn weighing(&self, not_run: &BTreeSet<String>) -> Weighing {
        result::weighing(&self.rules).without(|rule| not_run.contains(rule))
    }
}

/// Compares two rounds.
pub async fn diff(store: &Store, request: &DiffRequest, progress: &dyn ProgressSink) -> Result<Diff, AuditError> {
    let before = Side::load(store, &request.before).await?;
    let mut after = Side::load(store, &request.after).await?;
    let as_stored = request.rules.is_none();
    if let Some(rules) = &request.rules {
        after.rules = Arc::clone(rules);
    }
    let names = chosen(&before, &after, &request.kommuner)?;
    let judged = judge(store, &before, &after, &names, progress).await?;
    if !as_stored {
        after.not_run.extend(judged.not_run);
        after.stored = judged.by_code.iter().map(|(code, judged)| (code.clone(), judged.rule.clone())).collect();
    }
    let weighings = Weighings::new(&before, &after);
    let kommuner = names.into_iter().map(|(code, name)| {
        let judged = judged.by_code.get(&code);
        let (then, now) = (standing(&before, &weighings.before, &code), standing(&after, &weighings.after, &code));
        let (mut told, mut answers) = (Vec::new(), Vec::new());
        if let (Some(judged), Some(first), Some(last)) = (judged, before.decided(&code), after.decided(&code)) {
            let start = Stand { outcomes: first.clone(), weighing: weighings.before.clone() };
            let stored = (&before.stored[&code], &after.stored[&code]);
            let steps = weighings.steps(judged, stored, &last);
            if let (Standing::Scored(_), Standing::Scored(_)) = (then, now) {
                told = gathered(parts(&start, &steps));
            }
            answers = changed(&after.rules, &first, &steps);
        }
        KommunDiff { code, name, before: then, after: now, parts: told, answers }
    });
    Ok(Diff {
        before: before.row.round.name.clone(),
        after: after.row.round.name.clone(),
        kommuner: kommuner.collect(),
    })
}

/// Codes and names of the kommuner to compare, by code.
fn chosen(before: &Side, after: &Side, wanted: &[String]) -> Result<BTreeMap<String, String>, AuditError> {
    let all = || before.visits.values().chain(after.visits.values()).map(|visit| &visit.kommun);
    if let Some(unknown) = wanted.iter().find(|wanted| !all().any(|kommun| kommun.is_called(wanted))) {
        return Err(AuditError::no_kommun(unknown, all().map(|kommun| &kommun.name)));
    }
    let chosen = all().filter(|kommun| wanted.is_empty() || wanted.iter().any(|wanted| kommun.is_called(wanted)));
    Ok(chosen.map(|kommun| (kommun.code.clone(), kommun.name.clone())).collect())
}

/// What the answers weigh along the way.
struct Weighings {
    before: Weighing,
    /// The earlier rules, where what could be tried is the later round's.
    pages: Weighing,
    /// The later rules with the earlier weights: new ones bring theirs, those that are gone have taken it along.
    rules: Weighing,
    after: Weighing,
}

impl Weighings {
    fn new(before: &Side, after: &Side) -> Self {
        let pages = before.weighing(&after.not_run);
        let end = after.weighing(&after.not_run);
        let mut rules = Weighing { scale: pages.scale, ..end.clone() };
        for rule in &mut rules.rules {
            if let Some(earlier) = pages.rules.iter().find(|earlier| earlier.rule == rule.rule) {
                rule.points = earlier.points;
            }
        }
        Self { before: before.weighing(&before.not_run), pages, rules, after: end }
    }

    /// `stored`: what the program said in the earlier and the later round. `last`: the later round with what people decided.
    fn steps(&self, judged: &Judgements, stored: (&Answers, &Answers), last: &Answers) -> [Step; 8] {
        let step = |cause, outcomes: &Answers, weighing: &Weighing| Step {
            cause,
            after: Stand { outcomes: outcomes.clone(), weighing: weighing.clone() },
        };
        [
            step(Cause::Decision, stored.0, &self.before),
            step(Cause::Program, &judged.program, &self.before),
            step(Cause::Page, &judged.page, &self.pages),
            step(Cause::Seeds, &judged.seeds, &self.pages),
            step(Cause::Rule, &judged.rule, &self.rules),
            step(Cause::Weight, &judged.rule, &self.after),
            step(Cause::Program, stored.1, &self.after),
            step(Cause::Decision, last, &self.after),
        ]
    }
}

fn standing(side: &Side, weighing: &Weighing, code: &str) -> Standing {
    let Some(visit) = side.visits.get(code) else { return Standing::Absent };
    let Some(answers) = side.decided(code) else { return Standing::NotAssessed(visit.status, visit.reason) };
    let outcomes = answers.iter().map(|(rule, outcome)| (rule.as_str(), *outcome)).collect();
    score_outcomes(weighing, &outcomes).value.map_or(Standing::Undecided, |value| Standing::Scored(tenths(value)))
}

/// One part a cause and rule, in the order of the causes; those that came to nothing left out.
fn gathered(parts: Vec<Part>) -> Vec<Part> {
    let mut sums: Vec<Part> = Vec::new();
    for part in parts {
        match sums.iter_mut().find(|sum| (sum.cause, &sum.rule) == (part.cause, &part.rule)) {
            Some(sum) => sum.tenths += part.tenths,
            None => sums.push(part),
        }
    }
    sums.retain(|sum| sum.tenths != 0);
    sums.sort_by_key(|sum| sum.cause);
    sums
}

/// The answers that differ at the ends, each with the first step that changed it.
fn changed(rules: &RuleSet, before: &Answers, steps: &[Step]) -> Vec<AnswerDiff> {
    let end = steps.last().map(|step| &step.after.outcomes);
    let now = rules.rules().iter().map(|rule| &rule.head.id);
    let gone = before.keys().filter(|rule| rules.rules().iter().all(|other| other.head.id != **rule));
    now.chain(gone)
        .filter_map(|rule| {
            let (then, now) = (before.get(rule).copied(), end.and_then(|end| end.get(rule)).copied());
            let first = steps.iter().find(|step| step.after.outcomes.get(rule).copied() != then)?;
            (then != now).then(|| AnswerDiff { rule: rule.clone(), before: then, after: now, cause: first.cause })
        })
        .collect()
}

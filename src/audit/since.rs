//! The round before a round, and what has changed for each kommun since, from what is stored.
//!
//! Place in the flow: result + database → **since** → a kommun's page. Nothing is judged again, so that it is quick:
//! `hemkoll diff` does that.
//! What must stay true: one kommun's answers are in memory at a time; a round that cannot be compared is passed over.

use std::collections::{BTreeMap, BTreeSet};

use super::{AuditError, frozen, result, review};
use crate::domain::{Outcome, VisitStatus};
use crate::rules::RuleSet;
use crate::score::since::{Told, answers};
use crate::score::{KommunSince, RoundResult, Since, Weighing, score_outcomes};
use crate::store::{RoundRow, Store, VisitRow};

/// What has changed since the newest earlier round that is finished, of those whose answers under a rule set `may` be told;
/// `None` when there is none to compare with.
pub async fn since(
    store: &Store,
    result: &RoundResult,
    rules: &RuleSet,
    may: impl Fn(&RoundRow, &str) -> bool,
) -> Result<Option<Since>, AuditError> {
    let mut rounds = store.rounds().await?.into_iter();
    let Some(now) = rounds.find(|row| row.round.name == result.round.name) else { return Ok(None) };
    for earlier in rounds {
        let visits = store.visits(earlier.id).await?;
        if visits.iter().all(|visit| visit.status != VisitStatus::Open)
            && let Some(judged) = judged_by(store, &earlier, rules, &may).await?
        {
            let other_amounts = earlier.amounts != now.amounts;
            return compared(store, &now, (earlier, visits), &judged, other_amounts, result).await.map(Some);
        }
    }
    Ok(None)
}

/// By which rules the earlier round is compared: those of the result if it was judged by them and that may be told, else its
/// own.
struct JudgedBy {
    manifest: String,
    weighing: Weighing,
    same_rules: bool,
}

async fn judged_by(
    store: &Store,
    row: &RoundRow,
    rules: &RuleSet,
    may: &impl Fn(&RoundRow, &str) -> bool,
) -> Result<Option<JudgedBy>, AuditError> {
    let mut manifests = store.manifests(row.id).await?;
    manifests.retain(|manifest| may(row, manifest));
    let ours = rules.manifest_sha256();
    if manifests.iter().any(|manifest| manifest == ours) {
        return Ok(Some(JudgedBy { manifest: ours.to_owned(), weighing: result::weighing(rules), same_rules: true }));
    }
    if manifests.is_empty() {
        return Ok(None);
    }
    let own = match frozen::rules_of(store, row).await {
        Ok(own) => own,
        Err(AuditError::RulesNotKept { .. } | AuditError::OldRules { .. }) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let manifest = own.manifest_sha256().to_owned();
    let judged = manifests.contains(&manifest);
    Ok(judged.then(|| JudgedBy { manifest, weighing: result::weighing(&own), same_rules: false }))
}

async fn compared(
    store: &Store,
    now: &RoundRow,
    (earlier, visits): (RoundRow, Vec<VisitRow>),
    judged: &JudgedBy,
    other_amounts: bool,
    result: &RoundResult,
) -> Result<Since, AuditError> {
    let later: BTreeMap<String, i64> =
        store.visits(now.id).await?.into_iter().map(|visit| (visit.kommun.code, visit.id)).collect();
    let mut since = Since { round: earlier.round.name, same_rules: judged.same_rules, kommuner: BTreeMap::new() };
    let mut not_run = BTreeSet::new();
    let mut outcomes: BTreeMap<String, BTreeMap<String, Outcome>> = BTreeMap::new();
    for visit in visits {
        let code = visit.kommun.code;
        let mut kommun = KommunSince { assessed: visit.status.is_assessed(), ..KommunSince::default() };
        if kommun.assessed {
            let mut findings = store.findings(visit.id, &judged.manifest).await?;
            not_run.extend(findings.iter().filter(|f| result::did_not_run(f)).map(|f| f.rule.clone()));
            let decided = review::lay_over(&mut findings, store.decisions(visit.id).await?, &[]);
            let after = result.kommuner.iter().find(|kommun| kommun.kommun.code == code);
            if let Some((after, later)) = after.zip(later.get(&code)) {
                let (then, texts) = (store.texts(visit.id).await?, store.texts(*later).await?);
                let other_seeds = other_amounts || after.kommun.traits != visit.kommun.traits;
                let before = Told { findings: &findings, decided: &decided, texts: &then };
                kommun.answers = answers(
                    before,
                    Told { findings: &after.findings, decided: &after.decisions, texts: &texts },
                    other_seeds,
                );
            }
            let answered = findings.into_iter().map(|finding| (finding.rule, finding.outcome));
            outcomes.insert(code.clone(), answered.collect());
        }
        since.kommuner.insert(code, kommun);
    }
    let weighing = judged.weighing.clone().without(|rule| not_run.contains(rule));
    for (code, outcomes) in outcomes {
        let outcomes = outcomes.iter().map(|(rule, outcome)| (rule.as_str(), *outcome)).collect();
        if let Some(kommun) = since.kommuner.get_mut(&code) {
            kommun.value = score_outcomes(&weighing, &outcomes).value;
        }
    }
    Ok(since)
}

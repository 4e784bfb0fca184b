//! The judgements between two rounds: the same pages and seeds, one ingredient exchanged at a time.
//!
//! Place in the flow: part of `diff`. What must stay true: what two judgements share is judged once; only the outcomes
//! are kept of each kommun.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::try_join_all;

use super::{Answers, Side};
use crate::audit::rescore::Again;
use crate::audit::{AuditError, Judge, Progress, ProgressSink, result};
use crate::domain::Amounts;
use crate::page::PageTypes;
use crate::rules::RuleSet;
use crate::store::{Store, VisitRow};

/// Kommuner judged at once.
const AT_ONCE: usize = 4;

/// How a kommun's questions are answered along the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgements {
    /// The earlier round, by this program.
    pub program: Answers,
    /// The later round's pages on its day; the earlier one's seeds and rules.
    pub page: Answers,
    /// The later round's seeds too.
    pub seeds: Answers,
    /// And its rules.
    pub rule: Answers,
}

/// All kommuner judged.
#[derive(Default)]
pub(super) struct Judged {
    pub by_code: BTreeMap<String, Judgements>,
    /// Rules whose check did not run somewhere in the later round, as it is judged now.
    pub not_run: BTreeSet<String>,
}

/// Judges the kommuner that are assessed in both rounds.
pub(super) async fn judge(
    store: &Store,
    before: &Side,
    after: &Side,
    names: &BTreeMap<String, String>,
    progress: &dyn ProgressSink,
) -> Result<Judged, AuditError> {
    for side in [before, after] {
        if !store.retention(side.row.id).await?.purged_at.is_empty() {
            return Err(AuditError::PagesPurged { round: side.row.round.name.clone() });
        }
    }
    let bench = Bench::new(store, before, after)?;
    let assessed = |side: &Side, code: &str| side.visits.get(code).filter(|visit| visit.status.is_assessed()).cloned();
    let pairs: Vec<(String, VisitRow, VisitRow)> =
        names.keys().filter_map(|code| Some((code.clone(), assessed(before, code)?, assessed(after, code)?))).collect();
    let mut judged = Judged::default();
    for at_once in pairs.chunks(AT_ONCE) {
        for (code, judgements, not_run) in try_join_all(at_once.iter().map(|pair| bench.kommun(pair))).await? {
            judged.by_code.insert(code.clone(), judgements);
            judged.not_run.extend(not_run);
            progress.tell(&Progress::Judged { code, done: judged.by_code.len(), of: pairs.len() });
        }
    }
    Ok(judged)
}

/// The judges, one for each mix of rules, amounts and day that differs from the one before it.
struct Bench<'a> {
    before: Again<'a>,
    /// By the later round's day.
    page: Option<Again<'a>>,
    /// By its amounts too.
    seeds: Option<Again<'a>>,
    /// By its rules too.
    rule: Option<Again<'a>>,
    same_round: bool,
}

impl<'a> Bench<'a> {
    fn new(store: &'a Store, before: &Side, after: &Side) -> Result<Self, AuditError> {
        let judge = |rules: &Arc<RuleSet>, amounts: &Amounts, side: &Side| {
            Again::by(
                store,
                Judge {
                    rules: Arc::clone(rules),
                    types: Arc::new(PageTypes::embedded()),
                    amounts: amounts.clone(),
                    today: side.row.round.params.judged_on,
                },
            )
        };
        let (earlier, later) = (&before.row, &after.row);
        let other_day = earlier.round.params.judged_on != later.round.params.judged_on;
        let other_amounts = earlier.amounts != later.amounts;
        let other_rules = before.rules.manifest_sha256() != after.rules.manifest_sha256();
        Ok(Self {
            before: judge(&before.rules, &earlier.amounts, before)?,
            page: other_day.then(|| judge(&before.rules, &earlier.amounts, after)).transpose()?,
            seeds: other_amounts.then(|| judge(&before.rules, &later.amounts, after)).transpose()?,
            rule: other_rules.then(|| judge(&after.rules, &later.amounts, after)).transpose()?,
            same_round: earlier.id == later.id,
        })
    }

    async fn kommun(
        &self,
        (code, earlier, later): &(String, VisitRow, VisitRow),
    ) -> Result<(String, Judgements, BTreeSet<String>), AuditError> {
        let (program, mut not_run) = answers(&self.before, earlier).await?;
        let by_day = self.page.as_ref().unwrap_or(&self.before);
        let page = if self.same_round {
            program.clone()
        } else {
            // Where the reading began belongs to the pages: only what the seeds say of the kommun itself is the earlier's.
            let mut visit = later.clone();
            visit.kommun.traits = earlier.kommun.traits.clone();
            let (page, skipped) = answers(by_day, &visit).await?;
            not_run = skipped;
            page
        };
        let by_seeds = self.seeds.as_ref().unwrap_or(by_day);
        let seeds = if self.seeds.is_none() && earlier.kommun.traits == later.kommun.traits {
            page.clone()
        } else {
            let (seeds, skipped) = answers(by_seeds, later).await?;
            not_run = skipped;
            seeds
        };
        let rule = if let Some(by_rule) = &self.rule {
            let (rule, skipped) = answers(by_rule, later).await?;
            not_run = skipped;
            rule
        } else {
            seeds.clone()
        };
        Ok((code.clone(), Judgements { program, page, seeds, rule }, not_run))
    }
}

/// The outcomes of a visit judged now, and the rules whose check did not run in it.
async fn answers(again: &Again<'_>, visit: &VisitRow) -> Result<(Answers, BTreeSet<String>), AuditError> {
    let findings = again.judge(visit).await?.findings;
    let not_run = findings.iter().filter(|finding| result::did_not_run(finding)).map(|f| f.rule.clone()).collect();
    Ok((findings.into_iter().map(|finding| (finding.rule, finding.outcome)).collect(), not_run))
}

//! A round judged again from what is stored, without the network, and what that changed.
//!
//! What must stay true: only captures and the round's frozen parameters are read, so that two runs give equal answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::try_join_all;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use url::Url;

use super::closing::{priority, still_there};
use super::judge::{JudgedPage, RawPage};
use super::settle::{self, Case};
use super::worker::Workers;
use super::{AuditError, Judge, Progress, ProgressSink, frozen, result};
use crate::archive::{self, ArchiveError};
use crate::crawl::Topic;
use crate::domain::{Finding, Outcome, PageRecord, Reason, Traits};
use crate::page::PageTypes;
use crate::rules::{RuleSet, UnreadPage};
use crate::store::{PageRow, RoundRow, Store, StoreError, VisitRow, Write};

/// Why an answer changed. The pages are the same, so it is the rule or the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The rule is new, gone, or judges by other words.
    Rule,
    /// The rule is the same; the program reads the page in another way.
    Program,
}

/// One answer that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kommun's code.
    pub code: String,
    /// The kommun's name.
    pub kommun: String,
    /// Rule id.
    pub rule: String,
    /// The answer before; `None` when the rule is new.
    pub before: Option<Outcome>,
    /// The answer now; `None` when the rule is gone.
    pub after: Option<Outcome>,
    /// Why.
    pub cause: Cause,
}

/// What a new judgement came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The round.
    pub round: String,
    /// Kommuner judged.
    pub kommuner: usize,
    /// Pages judged.
    pub pages: usize,
    /// Answers that changed, by kommun code and the rule set's order.
    pub changes: Vec<Change>,
    /// Whether the round is sealed, by whichever rules.
    pub is_sealed: bool,
    /// Whether the answers were stored: those that a seal covers are not.
    pub is_saved: bool,
}

/// Judges a round again by a rule set and stores the answers beside the earlier ones.
pub async fn rescore(
    store: &Store,
    round: &str,
    rules: Arc<RuleSet>,
    progress: &dyn ProgressSink,
) -> Result<Changes, AuditError> {
    let _lock = store.lock_alone().await?;
    let row = result::named(store, round).await?;
    if !store.retention(row.id).await?.purged_at.is_empty() {
        return Err(AuditError::PagesPurged { round: row.round.name });
    }
    // The answers that a seal covers are compared with, never written again.
    let seal = store.seal(row.id).await?;
    let is_covered = seal.as_ref().is_some_and(|seal| seal.rules == rules.manifest_sha256());
    frozen::keep(store, &rules).await?;
    let again = Again::new(store, &row, rules)?;
    let opened_with = &row.round.params.rules_sha256;
    let mut visits = store.visits(row.id).await?;
    visits.retain(|visit| visit.status.is_assessed());
    visits.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    let mut told = Changes {
        round: row.round.name.clone(),
        kommuner: visits.len(),
        pages: 0,
        changes: Vec::new(),
        is_sealed: seal.is_some(),
        is_saved: !is_covered,
    };
    let mut done = 0;
    for visits_at_once in visits.chunks(AT_ONCE) {
        let (mut writes, mut codes) = (Vec::with_capacity(AT_ONCE), Vec::with_capacity(AT_ONCE));
        // All are through before the store is written to: a reading that nobody polls would keep its connection.
        for visit in
            try_join_all(visits_at_once.iter().map(|visit| again.visit(visit, opened_with, !is_covered))).await?
        {
            let Done { code, pages, changes, write } = visit;
            told.pages += pages;
            told.changes.extend(changes);
            writes.extend(write);
            codes.push(code);
        }
        store.commit(&writes).await?;
        for code in codes {
            done += 1;
            progress.tell(&Progress::Judged { code, done, of: visits.len() });
        }
    }
    Ok(told)
}

/// Kommuner judged at once: so many that no thread waits long for the last page of another, so few that memory stays
/// small.
const AT_ONCE: usize = 8;

/// A kommun judged again and compared with before, not stored yet.
struct Done {
    code: String,
    pages: usize,
    changes: Vec<Change>,
    /// Unless a seal covers the answers.
    write: Option<Write>,
}

/// Judges visits of a round from what is stored.
pub(super) struct Again<'a> {
    store: &'a Store,
    pub(super) workers: Workers,
    judge: Arc<Judge>,
    topic: Topic,
}

/// A visit judged again.
pub(super) struct Judged {
    /// Verdicts by page, packed.
    pub records: Vec<(i64, Vec<u8>)>,
    /// The answers.
    pub findings: Vec<Finding>,
}

impl<'a> Again<'a> {
    /// A judge by this rule set and the round's frozen parameters.
    pub(super) fn new(store: &'a Store, row: &RoundRow, rules: Arc<RuleSet>) -> Result<Self, AuditError> {
        let judge = Judge {
            rules,
            types: Arc::new(PageTypes::embedded()),
            amounts: row.amounts.clone(),
            today: row.round.params.judged_on,
        };
        Self::by(store, judge)
    }

    /// The same by any judge.
    pub(super) fn by(store: &'a Store, judge: Judge) -> Result<Self, AuditError> {
        let judge = Arc::new(judge);
        Ok(Self { store, workers: Workers::start(&judge)?, judge, topic: Topic::embedded() })
    }

    /// Judges a visit again and compares: with the answers by the same rules, or else by those the round was opened with.
    async fn visit(&self, visit: &VisitRow, opened_with: &str, keep: bool) -> Result<Done, AuditError> {
        let manifest = self.judge.rules.manifest_sha256();
        let mut before = self.store.findings(visit.id, manifest).await?;
        if before.is_empty() {
            before = self.store.findings(visit.id, opened_with).await?;
        }
        let Judged { records, findings } = self.judge(visit).await?;
        let changes = compare(visit, &before, &findings);
        let (code, pages) = (visit.kommun.code.clone(), records.len());
        let write = keep.then(|| Write::Judged { visit: visit.id, manifest: manifest.to_owned(), records, findings });
        Ok(Done { code, pages, changes, write })
    }

    /// Judges a visit's pages and settles its answers; stores nothing.
    pub(super) async fn judge(&self, visit: &VisitRow) -> Result<Judged, AuditError> {
        let rows = self.store.pages(visit.id).await?;
        let distinct: Vec<&PageRow> = rows.iter().filter(|page| page.same_as.is_none()).collect();
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let judged: Vec<_> = stream::iter(distinct.iter().map(|page| self.page(visit, page)))
            .buffered(workers * 2)
            .try_collect()
            .await?;
        let mut unread: Vec<UnreadPage> = self.unread(visit).await?;
        let (mut records, mut pages) = (Vec::new(), Vec::new());
        for (row, judged) in distinct.iter().zip(judged) {
            match judged {
                Ok((record, packed)) => {
                    records.push((row.id, packed));
                    pages.push(record);
                }
                Err(reason) => unread.push(UnreadPage { url: row.url.clone(), kind: Some(row.page_type), reason }),
            }
        }
        let log = self.store.captures(visit.id).await?;
        let (routes, links) = (settle::routes(&log), settle::links(&log));
        let case = Case { kommun: visit.kommun.clone(), status: visit.status, pages, routes, links, unread };
        let answered = self.workers.run(move |judge| settle::answer(judge, case)).await?;
        let findings = answered.ok_or_else(|| AuditError::Broken(visit.kommun.name.clone()))?;
        Ok(Judged { records, findings })
    }

    /// SHA-256 of the rule set's manifest.
    pub(super) fn manifest(&self) -> &str {
        self.judge.rules.manifest_sha256()
    }

    /// Judges a page that is not stored yet.
    pub(super) async fn page_at_hand(
        &self,
        raw: RawPage,
        traits: Traits,
    ) -> Result<Result<JudgedPage, Reason>, AuditError> {
        let judged = self.workers.run(move |judge| judge.page(&raw, &traits)).await?;
        Ok(judged.unwrap_or(Err(Reason::Unreadable)))
    }

    /// The verdicts of a page, as they are and packed. All work on its bytes is done on one of the threads.
    async fn page(
        &self,
        visit: &VisitRow,
        page: &PageRow,
    ) -> Result<Result<(PageRecord, Vec<u8>), Reason>, AuditError> {
        let url = Url::parse(&page.url).map_err(|fault| StoreError::unexpected("page.url", fault))?;
        let body = archive::packed(self.store, &page.sha256).await?;
        let content_type = page.content_type().map(str::to_owned);
        let (sha256, depth, traits) = (page.sha256.clone(), page.depth, visit.kommun.traits.clone());
        let judged = self.workers.run(move |judge| -> Result<_, ArchiveError> {
            let raw = RawPage { url, body: body.open()?, content_type, sha256, depth };
            Ok(judge.page(&raw, &traits).map(|page| {
                let packed = settle::pack(&page.record);
                (page.record, packed)
            }))
        });
        Ok(judged.await?.transpose()?.unwrap_or(Err(Reason::Unreadable)))
    }

    async fn unread(&self, visit: &VisitRow) -> Result<Vec<UnreadPage>, AuditError> {
        let rows = self.store.unread(visit.id, i64::from(self.topic.least_relevant().0)).await?;
        let rows = rows.iter().filter(|row| self.topic.is_relevant(priority(row.priority)));
        Ok(rows.filter_map(|row| still_there(&self.judge, row, visit.reason)).collect())
    }
}

/// What differs between the answers before and now, in the order of the answers now, then those that are gone.
pub(super) fn compare(visit: &VisitRow, before: &[Finding], after: &[Finding]) -> Vec<Change> {
    let earlier: BTreeMap<&str, &Finding> = before.iter().map(|finding| (finding.rule.as_str(), finding)).collect();
    let change = |rule: &str, before: Option<Outcome>, after: Option<Outcome>, cause: Cause| Change {
        code: visit.kommun.code.clone(),
        kommun: visit.kommun.name.clone(),
        rule: rule.to_owned(),
        before,
        after,
        cause,
    };
    let mut changes = Vec::new();
    for now in after {
        let then = earlier.get(now.rule.as_str()).copied();
        if then.is_some_and(|then| then.outcome == now.outcome) {
            continue;
        }
        let same_rule = then.is_some_and(|then| then.judging_hash == now.judging_hash);
        let cause = if same_rule { Cause::Program } else { Cause::Rule };
        changes.push(change(&now.rule, then.map(|then| then.outcome), Some(now.outcome), cause));
    }
    for then in before.iter().filter(|then| !after.iter().any(|now| now.rule == then.rule)) {
        changes.push(change(&then.rule, Some(then.outcome), None, Cause::Rule));
    }
    changes
}

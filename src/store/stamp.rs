//! How far each round has come, and what tells whether its result has changed: for those who keep results in memory.
//!
//! What must stay true: a stamp differs when a visit went on or ended, when answers under the rule set were added, when a
//! person decided, or when the round was sealed.

use super::{Store, StoreError, on};

/// A round at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundStamp {
    /// Key.
    pub id: i64,
    /// Name.
    pub name: String,
    /// When it was opened, RFC 3339 UTC.
    pub opened_at: String,
    /// Its kommuner.
    pub kommuner: u64,
    /// Those that are not finished.
    pub open: u64,
    /// Distinct pages read.
    pub pages: u64,
    /// Answers under the rule set that was asked for.
    pub findings: u64,
    /// Whether a seal covers those answers.
    pub sealed: bool,
    /// The rule set whose answers a seal covers; none when the round is not sealed.
    pub sealed_by: Option<String>,
    /// Differs when the result may differ.
    pub stamp: String,
}

impl RoundStamp {
    /// Whether every kommun's visit has ended.
    pub const fn is_finished(&self) -> bool {
        self.open == 0
    }
}

type Row = (i64, String, String, i64, i64, i64, i64, String, i64, i64, Option<String>);

impl Store {
    /// All rounds at a glance, the newest first; answers are counted under the rule set with this manifest.
    pub async fn round_stamps(&self, manifest: &str) -> Result<Vec<RoundStamp>, StoreError> {
        const SQL: &str = "select round.id, round.name, round.opened_at, count(*), \
             cast(sum(case when visit.status = 'open' then 1 else 0 end) as bigint), \
             cast(sum(visit.pages_ok) as bigint), cast(sum(visit.requests) as bigint), max(visit.last_at), \
             (select count(*) from finding join visit as judged on judged.id = finding.visit_id \
              where judged.round_id = round.id and finding.manifest = $1), \
             (select count(*) from decision join visit as decided on decided.id = decision.visit_id \
              where decided.round_id = round.id), \
             (select seal.rules from seal where seal.round_id = round.id) \
             from round join visit on visit.round_id = round.id \
             group by round.id, round.name, round.opened_at order by round.id desc";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(manifest).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|row| read(row, manifest)).collect())
    }
}

fn read(row: Row, manifest: &str) -> RoundStamp {
    let (id, name, opened_at, kommuner, open, pages, requests, last_at, findings, decisions, sealed_by) = row;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    RoundStamp {
        stamp: format!("{id}-{kommuner}-{open}-{pages}-{requests}-{findings}-{decisions}-{last_at}"),
        id,
        name,
        opened_at,
        kommuner: count(kommuner),
        open: count(open),
        pages: count(pages),
        findings: count(findings),
        sealed: sealed_by.as_deref() == Some(manifest),
        sealed_by,
    }
}

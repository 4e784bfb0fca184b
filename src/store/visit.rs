//! The visit of one kommun in one round: how far it has come and how it ended.

use crate::domain::{Kommun, Reason, VisitStatus, round::Visit};

use super::{Conn, Store, StoreError, on};

/// A visit as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitRow {
    /// Key.
    pub id: i64,
    /// The kommun as the seeds had it when the round opened.
    pub kommun: Kommun,
    /// How it ended; `Open` until then.
    pub status: VisitStatus,
    /// Why, unless complete.
    pub reason: Option<Reason>,
    /// What has been done so far.
    pub progress: VisitProgress,
}

/// How far a visit has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitProgress {
    /// Distinct pages fetched whole, HTML, not an error page, and judged.
    pub pages_ok: u32,
    /// Requests sent, robots.txt and redirects included.
    pub requests: u32,
    /// Time spent on the site so far, in milliseconds, over all runs.
    pub spent_millis: u64,
    /// When the first answer came, RFC 3339 UTC; empty before.
    pub first_at: String,
    /// When the last answer came.
    pub last_at: String,
}

impl VisitRow {
    /// Whether somebody means this kommun by a code or a name.
    pub fn is_called(&self, wanted: &str) -> bool {
        self.kommun.is_called(wanted)
    }

    /// The visit as results show it. `day` says on which Swedish day a moment was.
    pub fn to_visit(&self, day: impl Fn(&str) -> String) -> Visit {
        Visit {
            status: self.status,
            reason: self.reason,
            pages_ok: self.progress.pages_ok,
            requests: self.progress.requests,
            first_day: day(&self.progress.first_at),
            last_day: day(&self.progress.last_at),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kommun: String,
    status: String,
    reason: Option<String>,
    pages_ok: i64,
    requests: i64,
    spent_millis: i64,
    first_at: String,
    last_at: String,
}

/// Reads a stored reason code.
pub(super) fn reason(code: Option<String>) -> Result<Option<Reason>, StoreError> {
    code.map(|code| Reason::from_code(&code).ok_or_else(|| StoreError::unexpected("reason", code))).transpose()
}

impl TryFrom<Row> for VisitRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            kommun: serde_json::from_str(&row.kommun).map_err(|fault| StoreError::unexpected("visit.kommun", fault))?,
            status: VisitStatus::from_code(&row.status)
                .ok_or_else(|| StoreError::unexpected("visit.status", &row.status))?,
            reason: reason(row.reason)?,
            progress: VisitProgress {
                pages_ok: u32::try_from(row.pages_ok).unwrap_or(u32::MAX),
                requests: u32::try_from(row.requests).unwrap_or(u32::MAX),
                spent_millis: u64::try_from(row.spent_millis).unwrap_or(0),
                first_at: row.first_at,
                last_at: row.last_at,
            },
        })
    }
}

impl Store {
    /// All visits of a round, in the seeds' order.
    pub async fn visits(&self, round: i64) -> Result<Vec<VisitRow>, StoreError> {
        const SQL: &str = "select id, kommun, status, reason, pages_ok, requests, spent_millis, first_at, last_at \
             from visit where round_id = $1 order by position";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(round).fetch_all(pool).await?);
        rows.into_iter().map(VisitRow::try_from).collect()
    }
}

/// A visit by its key.
pub(super) async fn by_id(store: &Store, visit: i64) -> Result<Option<VisitRow>, StoreError> {
    const SQL: &str = "select id, kommun, status, reason, pages_ok, requests, spent_millis, first_at, last_at \
         from visit where id = $1";
    let row: Option<Row> = on!(Store, store, pool => sqlx::query_as(SQL).bind(visit).fetch_optional(pool).await?);
    row.map(VisitRow::try_from).transpose()
}

impl Store {
    /// A visit, if it is still open.
    pub(super) async fn open_visit(&self, visit: i64) -> Result<Option<VisitRow>, StoreError> {
        const SQL: &str = "select id, kommun, status, reason, pages_ok, requests, spent_millis, first_at, last_at \
             from visit where id = $1 and status = 'open'";
        let row: Option<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_optional(pool).await?);
        row.map(VisitRow::try_from).transpose()
    }

    /// Takes back how all visits of a round ended, and what was given up, so that they are tried again: for a round
    /// that turned out to have been run without a network.
    pub async fn reopen_round(&self, round: i64) -> Result<(), StoreError> {
        const ADDRESSES: &str = "update frontier set state = 'open', reason = null where state = 'failed' \
             and visit_id in (select id from visit where round_id = $1)";
        const VISITS: &str = "update visit set status = 'open', reason = null where round_id = $1";
        on!(Store, self, pool => {
            let mut tx = pool.begin().await?;
            sqlx::query(ADDRESSES).bind(round).execute(&mut *tx).await?;
            sqlx::query(VISITS).bind(round).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }
}

/// Writes how far a visit has come; its distinct pages are counted here, whatever the caller believes. Returns them.
pub(super) async fn advance(conn: &mut Conn<'_>, visit: i64, progress: &VisitProgress) -> Result<u32, StoreError> {
    const SQL: &str = "update visit set requests = $2, spent_millis = $3, first_at = $4, last_at = $5, pages_ok = \
         (select count(*) from page where visit_id = $1 and same_as is null and not needs_javascript) \
         where id = $1 returning pages_ok";
    let pages: i64 = on!(Conn, conn, db => {
        sqlx::query_scalar(SQL)
            .bind(visit)
            .bind(i64::from(progress.requests))
            .bind(i64::try_from(progress.spent_millis).unwrap_or(i64::MAX))
            .bind(&progress.first_at)
            .bind(&progress.last_at)
            .fetch_one(db)
            .await?
    });
    Ok(u32::try_from(pages).unwrap_or(u32::MAX))
}

/// Writes how a visit ended.
pub(super) async fn end(
    conn: &mut Conn<'_>,
    visit: i64,
    status: VisitStatus,
    reason: Option<Reason>,
) -> Result<(), StoreError> {
    const SQL: &str = "update visit set status = $2, reason = $3 where id = $1";
    on!(Conn, conn, db => {
        sqlx::query(SQL).bind(visit).bind(status.code()).bind(reason.map(Reason::code)).execute(db).await.map(drop)
    })?;
    Ok(())
}

//! Addresses of a kommun, each once, best first.
//!
//! What must stay true: the next address depends on priority, order of discovery and the address alone, so that a
//! resumed visit takes the same pages as one that was never stopped.

use std::collections::HashMap;

use sqlx::QueryBuilder;

use crate::domain::Reason;

use super::{CHUNK, Conn, Store, StoreError, clean, on, visit};

/// What has become of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontierState {
    /// Waits.
    Open,
    /// Read; its page is stored.
    Done,
    /// Could not be read; the reason says why.
    Failed,
}

impl FrontierState {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// An address to add. Adding it again raises its priority and shortens its depth, never the reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// Normalised address.
    pub url: String,
    /// Higher first.
    pub priority: i64,
    /// Clicks from the start page.
    pub depth: u32,
    /// Order of discovery in the visit.
    pub seq: i64,
    /// The link's text.
    pub text: String,
    /// Address of the page it stands on; empty for seeds.
    pub found_on: String,
}

/// The best address that waits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Candidate {
    /// Normalised address.
    pub url: String,
    /// Its priority.
    pub priority: i64,
    /// Clicks from the start page.
    pub depth: i64,
    /// Order of discovery.
    pub seq: i64,
    /// The link's text.
    pub text: String,
}

/// An address that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadRow {
    /// Normalised address.
    pub url: String,
    /// The link's text.
    pub text: String,
    /// Its priority.
    pub priority: i64,
    /// Why it failed; `None` when its turn never came.
    pub reason: Option<Reason>,
}

/// An address as it stands: address, priority, clicks from the start page, order of discovery, state and reason.
pub type FrontierRow = (String, i64, i64, i64, String, Option<String>);

impl Store {
    /// All addresses of a visit as they stand, by address.
    pub async fn frontier(&self, visit: i64) -> Result<Vec<FrontierRow>, StoreError> {
        const SQL: &str =
            "select url, priority, depth, seq, state, reason from frontier where visit_id = $1 order by url";
        Ok(on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?))
    }

    /// The best address that waits in a visit.
    pub async fn best_candidate(&self, visit: i64) -> Result<Option<Candidate>, StoreError> {
        const SQL: &str = "select url, priority, depth, seq, text from frontier \
             where visit_id = $1 and state = 'open' order by priority desc, seq, url limit 1";
        Ok(on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_optional(pool).await?))
    }

    /// All addresses of a visit.
    pub async fn addresses(&self, visit: i64) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "select url from frontier where visit_id = $1";
        Ok(on!(Store, self, pool => sqlx::query_scalar(SQL).bind(visit).fetch_all(pool).await?))
    }

    /// Addresses that were not read, in frontier order: all that failed, and those of at least `priority` that wait.
    pub async fn unread(&self, visit: i64, priority: i64) -> Result<Vec<UnreadRow>, StoreError> {
        const SQL: &str = "select url, text, priority, reason from frontier \
             where visit_id = $1 and (state = 'failed' or (state = 'open' and priority >= $2)) order by priority desc, seq, url";
        type Row = (String, String, i64, Option<String>);
        let rows: Vec<Row> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).bind(priority).fetch_all(pool).await?);
        rows.into_iter()
            .map(|(url, text, priority, code)| Ok(UnreadRow { url, text, priority, reason: visit::reason(code)? }))
            .collect()
    }
}

/// Each address once: PostgreSQL refuses to update a row twice in one insert.
fn once_each(links: &[NewLink]) -> Vec<NewLink> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(links.len());
    let mut once: Vec<NewLink> = Vec::with_capacity(links.len());
    for link in links {
        if let Some(&at) = seen.get(link.url.as_str()) {
            once[at].priority = once[at].priority.max(link.priority);
            once[at].depth = once[at].depth.min(link.depth);
        } else {
            seen.insert(&link.url, once.len());
            once.push(link.clone());
        }
    }
    once
}

/// Adds addresses.
pub(super) async fn add(conn: &mut Conn<'_>, visit: i64, links: &[NewLink]) -> Result<(), StoreError> {
    const INSERT: &str = "insert into frontier (visit_id, url, priority, depth, seq, text, found_on, state) ";
    const AGAIN: &str = " on conflict (visit_id, url) do update set \
         priority = case when excluded.priority > frontier.priority then excluded.priority else frontier.priority end, \
         depth = case when excluded.depth < frontier.depth then excluded.depth else frontier.depth end \
         where frontier.state = 'open' \
         and (excluded.priority > frontier.priority or excluded.depth < frontier.depth)";
    for chunk in once_each(links).chunks(CHUNK) {
        on!(Conn, &mut *conn, db => {
            let mut insert = QueryBuilder::new(INSERT);
            insert.push_values(chunk, |mut row, link| {
                row.push_bind(visit)
                    .push_bind(clean(&link.url).into_owned())
                    .push_bind(link.priority)
                    .push_bind(i64::from(link.depth))
                    .push_bind(link.seq)
                    .push_bind(clean(&link.text).into_owned())
                    .push_bind(clean(&link.found_on).into_owned())
                    .push_bind(FrontierState::Open.code());
            });
            insert.push(AGAIN);
            insert.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// Notes what became of an address.
pub(super) async fn settle(
    conn: &mut Conn<'_>,
    visit: i64,
    url: &str,
    state: FrontierState,
    reason: Option<Reason>,
) -> Result<(), StoreError> {
    const SQL: &str = "update frontier set state = $3, reason = $4 where visit_id = $1 and url = $2";
    on!(Conn, conn, db => {
        sqlx::query(SQL)
            .bind(visit)
            .bind(clean(url).as_ref())
            .bind(state.code())
            .bind(reason.map(Reason::code))
            .execute(db)
            .await
            .map(drop)
    })?;
    Ok(())
}

//! What the one writer commits: whole pages, ends of visits, verdicts given again.
//!
//! What must stay true: a [`Write`] is all or nothing; several may share a transaction, none is ever split; what
//! belongs to a visit is written by the holder of its lease alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Finding, Reason, VisitStatus};

use super::{
    Conn, FrontierState, Lease, NewBody, NewCapture, NewLink, NewPage, Store, StoreError, VisitProgress, capture,
    finding, frontier, lease, page, visit,
};

/// One step of a visit: what was sent and answered, the page if there was one, and what it leads to.
#[derive(Clone, Debug)]
pub struct PageCommit {
    /// The visit, by the right to write it.
    pub lease: Lease,
    /// Number of requests stored before this step.
    pub first_ordinal: i64,
    /// What was sent, in order; the page's own answer is the last.
    pub captures: Vec<NewCapture>,
    /// The address that this step took from the frontier, and what became of it.
    pub settled: Option<(String, FrontierState, Option<Reason>)>,
    /// Other addresses that need no visit of their own any more (where a redirect ended).
    pub also_done: Vec<String>,
    /// The page that was read.
    pub page: Option<NewPage>,
    /// Addresses found.
    pub links: Vec<NewLink>,
    /// How far the visit has come, this step included. The pages are counted by the database.
    pub progress: VisitProgress,
}

/// One thing to commit.
#[derive(Clone, Debug)]
pub enum Write {
    /// A step of a visit.
    Page(Box<PageCommit>),
    /// The end of a visit with its answers.
    End {
        /// The visit, by the right to write it; it is let go.
        lease: Lease,
        /// How it ended.
        status: VisitStatus,
        /// Why, unless complete.
        reason: Option<Reason>,
        /// SHA-256 of the rule set's manifest.
        manifest: String,
        /// The answers; none when the kommun is not assessed.
        findings: Vec<Finding>,
    },
    /// A visit judged again under another rule set or program.
    Judged {
        /// The visit.
        visit: i64,
        /// SHA-256 of the rule set's manifest.
        manifest: String,
        /// Verdicts by page: zstd of `PageRecord`s.
        records: Vec<(i64, Vec<u8>)>,
        /// The answers.
        findings: Vec<Finding>,
    },
}

impl Write {
    /// The right to write it; none is needed by who has the database alone.
    fn lease(&self) -> Option<Lease> {
        match self {
            Self::Page(step) => Some(step.lease),
            Self::End { lease, .. } => Some(*lease),
            Self::Judged { .. } => None,
        }
    }

    fn bodies(&self) -> impl Iterator<Item = &NewBody> {
        let captures = if let Self::Page(step) = self { step.captures.as_slice() } else { &[] };
        captures.iter().filter_map(|capture| capture.body.as_ref())
    }
}

impl Store {
    /// Commits a group in one transaction. The answer has one number a write: for a step, the visit's distinct pages so
    /// far. `None`: the visit is another worker's by now, and nothing of this write is stored.
    pub async fn commit(&self, group: &[Write]) -> Result<Vec<Option<u32>>, StoreError> {
        match self {
            Self::Sqlite(pool) => {
                // At once the writer's, so that a reader that turns writer in the middle never meets SQLITE_BUSY.
                let mut tx = pool.begin_with("begin immediate").await?;
                let answers = write_all(&mut Conn::Sqlite(&mut tx), group).await?;
                tx.commit().await?;
                Ok(answers)
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                let answers = write_all(&mut Conn::Postgres(&mut tx), group).await?;
                tx.commit().await?;
                Ok(answers)
            }
        }
    }
}

async fn write_all(conn: &mut Conn<'_>, group: &[Write]) -> Result<Vec<Option<u32>>, StoreError> {
    let leases: BTreeSet<Lease> = group.iter().filter_map(Write::lease).collect();
    let held = lease::fence(conn, &leases).await?;
    let bodies = group.iter().filter(|write| write.lease().is_some_and(|lease| held.contains(&lease)));
    let bodies: BTreeMap<&str, &NewBody> =
        bodies.flat_map(Write::bodies).map(|body| (body.sha256.as_str(), body)).collect();
    capture::insert_bodies(conn, &bodies).await?;
    let mut answers = Vec::with_capacity(group.len());
    for write in group {
        if write.lease().is_some_and(|lease| !held.contains(&lease)) {
            answers.push(None);
            continue;
        }
        answers.push(Some(match write {
            Write::Page(step) => write_step(conn, step).await?,
            Write::End { lease, status, reason, manifest, findings } => {
                finding::replace(conn, lease.visit, manifest, findings).await?;
                visit::end(conn, lease.visit, *status, *reason).await?;
                lease::end(conn, *lease).await?;
                0
            }
            Write::Judged { visit, manifest, records, findings } => {
                for (page, record) in records {
                    page::judge_again(conn, *page, manifest, record).await?;
                }
                finding::replace(conn, *visit, manifest, findings).await?;
                0
            }
        }));
    }
    Ok(answers)
}

async fn write_step(conn: &mut Conn<'_>, step: &PageCommit) -> Result<u32, StoreError> {
    let visit = step.lease.visit;
    let mut last = None;
    for (ordinal, capture) in (step.first_ordinal..).zip(&step.captures) {
        last = Some(capture::insert(conn, visit, ordinal, capture).await?);
    }
    let body = step.captures.last().and_then(|capture| capture.body.as_ref());
    if let (Some(page), Some(capture), Some(body)) = (&step.page, last, body) {
        page::insert(conn, visit, capture, &body.sha256, page).await?;
    }
    frontier::add(conn, visit, &step.links).await?;
    if let Some((url, state, reason)) = &step.settled {
        frontier::settle(conn, visit, url, *state, *reason).await?;
    }
    for url in &step.also_done {
        frontier::settle(conn, visit, url, FrontierState::Done, None).await?;
    }
    visit::advance(conn, visit, &step.progress).await
}

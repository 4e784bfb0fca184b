//! What the one writer commits: whole pages, ends of visits, verdicts given again.
//!
//! What must stay true: a [`Write`] is all or nothing; several may share a transaction, none is ever split.

use crate::domain::{Finding, Reason, VisitStatus};

use super::{
    Conn, FrontierState, NewCapture, NewLink, NewPage, Store, StoreError, VisitProgress, capture, finding, frontier,
    page, visit,
};

/// One step of a visit: what was sent and answered, the page if there was one, and what it leads to.
#[derive(Clone, Debug)]
pub struct PageCommit {
    /// The visit.
    pub visit: i64,
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
        /// The visit.
        visit: i64,
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

impl Store {
    /// Commits a group in one transaction. The answer has one number a write: for a step, the visit's distinct pages so
    /// far.
    pub async fn commit(&self, group: &[Write]) -> Result<Vec<u32>, StoreError> {
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

async fn write_all(conn: &mut Conn<'_>, group: &[Write]) -> Result<Vec<u32>, StoreError> {
    let mut answers = Vec::with_capacity(group.len());
    for write in group {
        answers.push(match write {
            Write::Page(step) => write_step(conn, step).await?,
            Write::End { visit, status, reason, manifest, findings } => {
                finding::replace(conn, *visit, manifest, findings).await?;
                visit::end(conn, *visit, *status, *reason).await?;
                0
            }
            Write::Judged { visit, manifest, records, findings } => {
                for (page, record) in records {
                    page::judge_again(conn, *page, manifest, record).await?;
                }
                finding::replace(conn, *visit, manifest, findings).await?;
                0
            }
        });
    }
    Ok(answers)
}

async fn write_step(conn: &mut Conn<'_>, step: &PageCommit) -> Result<u32, StoreError> {
    let mut last = None;
    for (ordinal, capture) in (step.first_ordinal..).zip(&step.captures) {
        last = Some(capture::insert(conn, step.visit, ordinal, capture).await?);
    }
    let body = step.captures.last().and_then(|capture| capture.body.as_ref());
    if let (Some(page), Some(capture), Some(body)) = (&step.page, last, body) {
        page::insert(conn, step.visit, capture, &body.sha256, page).await?;
    }
    frontier::add(conn, step.visit, &step.links).await?;
    if let Some((url, state, reason)) = &step.settled {
        frontier::settle(conn, step.visit, url, *state, *reason).await?;
    }
    for url in &step.also_done {
        frontier::settle(conn, step.visit, url, FrontierState::Done, None).await?;
    }
    visit::advance(conn, step.visit, &step.progress).await
}

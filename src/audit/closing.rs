//! The end of a visit: its status, and the kommun's answers, stored together.
//!
//! What must stay true: a visit that has a status has its answers; one without is open and goes on.

use url::Url;

use super::ending::{self, Miss, Tally};
use super::lists;
use super::round::Running;
use super::settle::{self, Case};
use super::visit::Ended;
use super::{AuditError, Judge};
use crate::crawl::Priority;
use crate::domain::Reason;
use crate::rules::UnreadPage;
use crate::store::{Lease, StoreError, UnreadRow, VisitRow, Write};

/// Says how the visit ended, answers the kommun's questions, and stores both.
pub(super) async fn end(
    round: &Running,
    lease: Lease,
    row: &VisitRow,
    pages_ok: u32,
    stopped_by: Option<Reason>,
) -> Result<Ended, AuditError> {
    let unread = round.store.unread(row.id, i64::from(round.topic.least_relevant().0)).await?;
    let pages = round.store.pages(row.id).await?;
    let relevant = |row: &UnreadRow| round.topic.is_relevant(priority(row.priority));
    let scripted = pages.iter().filter(|page| page.needs_javascript).count();
    let misses =
        unread.iter().filter_map(|row| row.reason.map(|reason| Miss { reason, relevant: relevant(row) })).collect();
    let scripted = u32::try_from(scripted).unwrap_or(u32::MAX);
    let (status, reason) = ending::how(&Tally { pages_ok, scripted, stopped_by, misses });
    let records = round.store.records(row.id, round.judge.rules.manifest_sha256()).await?;
    let log = round.store.captures(row.id).await?;
    let case = Case {
        kommun: row.kommun.clone(),
        status,
        pages: Vec::new(),
        routes: settle::routes(&log),
        links: settle::links(&log),
        unread: unread
            .iter()
            .filter(|row| relevant(row))
            .filter_map(|row| still_there(&round.judge, row, reason))
            .collect(),
    };
    let answered = round
        .workers
        .run(move |judge| {
            let pages = records.iter().map(|packed| settle::unpack(packed)).collect::<Option<Vec<_>>>()?;
            Some(settle::answer(judge, Case { pages, ..case }))
        })
        .await?;
    let Some(Some(findings)) = answered else {
        return Err(StoreError::unexpected("verdict", format!("sidorna för {}", row.kommun.name)).into());
    };
    let manifest = round.judge.rules.manifest_sha256().to_owned();
    round.writer.commit(Write::End { lease, status, reason, manifest, findings }).await?;
    Ok(Ended::With(status, reason))
}

/// An address that may still hold an answer: its turn never came (for what ended the visit), or it could not be read.
pub(super) fn still_there(judge: &Judge, row: &UnreadRow, ended_by: Option<Reason>) -> Option<UnreadPage> {
    let gone = matches!(
        row.reason,
        Some(Reason::NotFound | Reason::NotHtml | Reason::OutOfScope | Reason::PrivateAddress | Reason::BadRedirect)
    );
    let url = Url::parse(&row.url).ok().filter(|_| !gone && !lists::is_list(&row.text))?;
    let reason = row.reason.or(ended_by).unwrap_or(Reason::Interrupted);
    Some(UnreadPage { kind: judge.types.guess(&url, &row.text), url: url.into(), reason })
}

/// A stored priority as the crawl has it.
pub(super) fn priority(stored: i64) -> Priority {
    Priority(i32::try_from(stored).unwrap_or(if stored < 0 { i32::MIN } else { i32::MAX }))
}

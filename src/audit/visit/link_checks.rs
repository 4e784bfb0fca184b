//! The links of the core pages, tried when the pages have been read: does each lead anywhere?
//!
//! Place in the flow: after the last page of a visit, before its end. What must stay true: which links are tried follows
//! from the stored pages alone; every one of them ends as a stored request or with the reason why none was sent; only
//! links to the kommun's own hosts are tried, through the same robots.txt, gate, guard and budget as its pages.

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{CaptureKind, PageCommit, Visit};
use crate::audit::AuditError;
use crate::audit::settle::{self, Case};
use crate::audit::step;
use crate::crawl::{Ask, Visited, is_trap, normalise};
use crate::domain::{Reason, VisitStatus};

/// Most links that are tried for a kommun.
const MOST: usize = 30;

impl Visit<'_> {
    /// Tries the links that no page was read from. Answers with why the visit stays open, if it does.
    pub(super) async fn try_links(
        &mut self,
        stop: &CancellationToken,
        began: Instant,
    ) -> Result<Option<Reason>, AuditError> {
        if self.progress.pages_ok == 0 {
            return Ok(None);
        }
        for url in self.links_to_try().await? {
            if stop.is_cancelled() {
                return Ok(Some(Reason::Interrupted));
            }
            let mut captures = Vec::new();
            let mut reason = None;
            for (ask, kind) in [(Ask::head(), CaptureKind::LinkCheck), (Ask::first_bytes(), CaptureKind::LinkGet)] {
                let Some(visited) = self.ask(&url, &ask, false).await? else {
                    return Ok(Some(Reason::Interrupted));
                };
                self.count(&visited);
                captures.extend(step::link_captures(&visited, kind));
                reason = visited.result.as_ref().err().map(|failure| failure.reason);
                if let Some(why @ (Reason::NoNetwork | Reason::Interrupted)) = reason {
                    return Ok(Some(why));
                }
                if captures.last().is_none_or(|last| last.kind != kind) {
                    captures.push(step::link_unasked(&url, kind, reason, self.round.clock.now()));
                }
                if !is_refused(&visited) {
                    break;
                }
            }
            let spent = self.round.clock.instant().saturating_duration_since(began);
            self.progress.spent_millis =
                self.row.progress.spent_millis + u64::try_from(spent.as_millis()).unwrap_or(u64::MAX);
            let commit = PageCommit { captures, ..self.blank() };
            self.keep(commit).await?;
            self.tell(url.as_str(), reason);
        }
        Ok(None)
    }

    /// The first links of the core pages that lead to the kommun's own hosts and have no answer yet.
    async fn links_to_try(&self) -> Result<Vec<Url>, AuditError> {
        let log = self.round.store.captures(self.row.id).await?;
        let records = self.round.store.records(self.row.id, self.round.judge.rules.manifest_sha256()).await?;
        let (pages, tried) = settle::answered_links(&log);
        let case = Case {
            kommun: self.row.kommun.clone(),
            status: VisitStatus::Open,
            pages: Vec::new(),
            routes: settle::routes(&log),
            links: settle::Links::new(),
            unread: Vec::new(),
        };
        let found = self.round.workers.run(move |judge| {
            let pages = records.iter().filter_map(|packed| settle::unpack(packed)).collect();
            settle::core_links(judge, Case { pages, ..case })
        });
        let found = found.await?.unwrap_or_default();
        let mut urls: Vec<Url> = Vec::new();
        for url in found.iter().filter_map(|url| Url::parse(url).ok()).map(|url| normalise(&url)) {
            let own = self.visitor.hosts().contains(&url) && !is_trap(&url);
            if own && !pages.contains_key(url.as_str()) && !urls.contains(&url) && urls.len() < MOST {
                urls.push(url);
            }
        }
        urls.retain(|url| !tried.contains_key(url.as_str()));
        Ok(urls)
    }
}

/// Whether the answer to HEAD may be about the method, and not about the address: then GET decides.
fn is_refused(visited: &Visited) -> bool {
    visited.result.as_ref().is_ok_and(|answer| matches!(answer.status, 400..=428 | 430..=499 | 501))
}

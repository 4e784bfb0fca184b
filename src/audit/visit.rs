//! The visit of one kommun: step by step, best address first, one request in flight.
//!
//! What must stay true: the next address depends on what is committed alone, never on timing, so that a visit that was
//! killed goes on as if nothing had happened; each step is committed before the next request.

mod answered;
mod link_checks;
mod unchanged;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use url::Url;

use super::closing::{end, priority};
use super::missing::Gist;
use super::round::Running;
use super::{AuditError, Progress, lists, step};
use crate::archive;
use crate::crawl::{self, Ask, Crowd, Failure, GateError, Hosts, Priority, VisitSettings, Visited, Visitor, normalise};
use crate::domain::round::Scope;
use crate::domain::{Reason, VisitStatus};
use crate::store::{
    Candidate, CaptureKind, CaptureRow, FrontierState, Lease, NewLink, PageCommit, StoreError, VisitProgress, VisitRow,
    Write,
};
use unchanged::Known;

/// Requests a page of the budget: robots.txt, redirects, answers that are no pages.
const REQUESTS_A_PAGE: u32 = 4;
/// After so many failures of a host as a whole its other addresses are not asked for.
const HOST_IS_DOWN: u32 = 2;
/// After so many answers in a row that never came, each at the cost of a whole deadline.
const HOST_IS_STUCK: u32 = 10;
/// The page in flight may take this long after the audit was told to stop.
const GRACE: Duration = Duration::from_secs(6);

/// How a visit ended in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// With a status and its reason.
    With(VisitStatus, Option<Reason>),
    /// Left open: the audit was interrupted, the visit is to be handed over, or this machine has no network.
    Open(Reason),
    /// By another process, that took it over.
    TakenOver,
}

/// A visit under way.
struct Visit<'a> {
    round: &'a Running,
    lease: Lease,
    row: &'a VisitRow,
    visitor: Visitor,
    /// Captures stored so far.
    stored: i64,
    /// Answers with HTML so far.
    pages: u32,
    progress: VisitProgress,
    /// Failures of whole hosts in a row, by host and port.
    down: HashMap<String, (u32, Reason)>,
    /// What has been queued so far, by shape.
    crowd: Arc<Mutex<Crowd>>,
    /// Sitemaps asked for so far.
    lists: u32,
    /// Pages that earlier rounds have.
    earlier: Known,
    /// What an origin says of an address that cannot exist; `None` when it says so by its status.
    impossible: HashMap<String, Option<Gist>>,
}

/// Runs a visit to its end, or to the page after which it is told to stop.
pub(super) async fn run(
    round: &Running,
    lease: Lease,
    row: &VisitRow,
    stop: &CancellationToken,
) -> Result<Ended, AuditError> {
    let Ok(start) = Url::parse(&row.kommun.start_url) else {
        return end(round, lease, row, 0, Some(Reason::BadRedirect)).await;
    };
    let Ok(hosts) = Hosts::of(&row.kommun, &round.taken) else {
        return end(round, lease, row, 0, Some(Reason::BadRedirect)).await;
    };
    let mut visit = Visit::resume(round, lease, row, hosts).await?;
    let start = normalise(&start);
    if visit.stored == 0 {
        visit.sow(&start).await?;
    }
    let began = round.clock.instant();
    let mut stopped_by = None;
    loop {
        if stop.is_cancelled() {
            return Ok(Ended::Open(Reason::Interrupted));
        }
        let Some(next) = round.store.best_candidate(row.id).await? else { break };
        let relevant = round.topic.is_relevant(priority(next.priority));
        if !relevant && round.params.scope == Scope::Topic {
            break;
        }
        if visit.pages >= round.params.page_budget {
            stopped_by = Some(Reason::PageBudget);
            break;
        }
        if visit.adds_nothing(&next) {
            visit.skip(&next).await?;
            continue;
        }
        match visit.step(&next, next.url == start.as_str(), began).await? {
            Step::Done => {}
            Step::Stop(reason @ (Reason::Interrupted | Reason::NoNetwork)) => return Ok(Ended::Open(reason)),
            Step::Stop(reason) => {
                stopped_by = Some(reason);
                break;
            }
        }
    }
    if let Some(reason) = visit.try_links(stop, began).await? {
        return Ok(Ended::Open(reason));
    }
    end(round, lease, row, visit.progress.pages_ok, stopped_by).await
}

enum Step {
    Done,
    Stop(Reason),
}

impl<'a> Visit<'a> {
    /// Takes up what an earlier run committed.
    async fn resume(round: &'a Running, lease: Lease, row: &'a VisitRow, mut hosts: Hosts) -> Result<Self, AuditError> {
        let log = round.store.captures(row.id).await?;
        let start = row.kommun.start_url.as_str();
        for line in log.iter().filter(|line| line.kind == CaptureKind::Page && line.status > 0) {
            // The start page had moved: its new host belongs.
            if let (true, Ok(moved)) = (line.url == start, Url::parse(&line.final_url)) {
                hosts.adopt(&moved);
            }
        }
        let left = |limit: Duration| limit.saturating_sub(Duration::from_millis(row.progress.spent_millis));
        let settings = VisitSettings {
            gap: round.settings.gap,
            until: round.settings.host_deadline.map(|limit| round.clock.instant() + left(limit)),
            request_budget: Some(round.params.page_budget.saturating_mul(REQUESTS_A_PAGE)),
            stop_list: round.params.stop_list.clone(),
            clock: round.clock,
            ..VisitSettings::default()
        };
        let mut visitor = Visitor::new(round.fetcher.for_visit(), Arc::clone(&round.gate), hosts, settings);
        visitor.resume(row.progress.requests);
        for line in log.iter().filter(|line| line.kind == CaptureKind::Robots) {
            let Some(name) = &line.sha256 else { continue };
            let body = archive::read(&round.store, name).await?;
            if let Some((answer, at)) = step::robots_answer(line, body) {
                visitor.remember_robots(&answer.origin.clone(), &answer, at);
            }
        }
        let crowd = remembered(round, row, &log).await?;
        let html = |line: &&CaptureRow| {
            line.kind == CaptureKind::Page && line.sha256.is_some() && is_success(line.status_of_content())
        };
        let earlier = if round.settings.refetch { Known::default() } else { Known::load(round, row).await? };
        Ok(Self {
            round,
            lease,
            row,
            visitor,
            stored: i64::try_from(log.len()).unwrap_or(i64::MAX),
            pages: u32::try_from(log.iter().filter(html).count()).unwrap_or(u32::MAX),
            progress: row.progress.clone(),
            down: HashMap::new(),
            crowd: Arc::new(Mutex::new(crowd)),
            lists: u32::try_from(log.iter().filter(|line| line.kind == CaptureKind::Sitemap).count())
                .unwrap_or(u32::MAX),
            earlier,
            impossible: HashMap::new(),
        })
    }

    /// The first addresses: the start page, and pages known beforehand.
    async fn sow(&self, start: &Url) -> Result<(), AuditError> {
        let seed = |url: &Url, priority: i64, depth: u32, text: &str, seq: usize| NewLink {
            url: url.to_string(),
            priority,
            depth,
            seq: i64::try_from(seq).unwrap_or(i64::MAX),
            text: text.to_owned(),
            found_on: String::new(),
        };
        // Before all else, whatever its words.
        let mut seeds = vec![seed(start, i64::from(i32::MAX), 0, "", 0)];
        for (number, known) in self.row.kommun.known_pages.iter().enumerate() {
            let Ok(url) = Url::parse(&known.url) else { continue };
            let url = normalise(&url);
            if url == *start || !self.visitor.hosts().contains(&url) {
                continue;
            }
            let candidate = crawl::Candidate {
                url: &url,
                text: "",
                heading: "",
                in_main: true,
                depth: 1,
                known: Some(known.kind),
                from: Priority::START,
            };
            let priority = i64::from(self.round.topic.priority(&candidate).0);
            seeds.push(seed(&url, priority, 1, known.kind.name_sv(), number + 1));
        }
        self.commit(PageCommit { links: seeds, ..self.blank() }).await.map(drop)
    }

    /// One address: asked for, judged, committed.
    async fn step(
        &mut self,
        next: &Candidate,
        is_start: bool,
        began: tokio::time::Instant,
    ) -> Result<Step, AuditError> {
        let Ok(url) = Url::parse(&next.url) else {
            self.give_up(next, Reason::BadRedirect).await?;
            return Ok(Step::Done);
        };
        let host = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0));
        if let Some(&(times, reason)) = self.down.get(&host)
            && times >= if reason.is_of_whole_host() { HOST_IS_DOWN } else { HOST_IS_STUCK }
        {
            self.give_up(next, reason).await?;
            return Ok(Step::Done);
        }
        let asked = if lists::is_list(&next.text) {
            self.ask(&url, &lists::ask(), is_start).await?.map(|visited| (visited, None))
        } else {
            self.ask_unless_had(&url, is_start).await?
        };
        let Some((visited, had)) = asked else { return Ok(Step::Stop(Reason::Interrupted)) };
        if let Err(Failure { reason, .. }) = &visited.result
            && matches!(reason, Reason::NoNetwork | Reason::Interrupted)
        {
            return Ok(Step::Stop(*reason));
        }
        self.note_host(&host, &visited);
        let spent = self.round.clock.instant().saturating_duration_since(began);
        self.settle(next, visited, had, spent).await
    }

    /// Asks; `None` when the audit was told to stop and the answer did not come in time.
    async fn ask(&mut self, url: &Url, ask: &Ask, is_start: bool) -> Result<Option<Visited>, AuditError> {
        let cancel = self.round.cancel.clone();
        let asking =
            async { if is_start { self.visitor.start(url, ask).await } else { self.visitor.get(url, ask).await } };
        let impatient = async {
            cancel.cancelled().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            biased;
            visited = asking => Ok(Some(visited.map_err(of_gate)?)),
            () = impatient => Ok(None),
        }
    }

    fn note_host(&mut self, host: &str, visited: &Visited) {
        let of_host = |reason: Reason| reason.is_of_whole_host() || reason == Reason::AnswerTimeout;
        match &visited.result {
            Err(failure) if of_host(failure.reason) && visited.hops.is_empty() => {
                let entry = self.down.entry(host.to_owned()).or_insert((0, failure.reason));
                *entry = if entry.1 == failure.reason { (entry.0 + 1, entry.1) } else { (1, failure.reason) };
            }
            _ => drop(self.down.remove(host)),
        }
    }

    /// Whether an address can only repeat what was read, or is a sitemap too many.
    fn adds_nothing(&self, next: &Candidate) -> bool {
        if lists::is_list(&next.text) {
            return self.lists >= lists::MOST;
        }
        Url::parse(&next.url).is_ok_and(|url| self.crowd().repeats(&url))
    }

    fn crowd(&self) -> std::sync::MutexGuard<'_, Crowd> {
        self.crowd.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Settles an address that adds nothing.
    async fn skip(&self, next: &Candidate) -> Result<(), AuditError> {
        let settled = Some((next.url.clone(), FrontierState::Done, None));
        self.commit(PageCommit { settled, ..self.blank() }).await.map(drop)
    }

    /// Settles an address without asking for it.
    async fn give_up(&self, next: &Candidate, reason: Reason) -> Result<(), AuditError> {
        let settled = Some((next.url.clone(), FrontierState::Failed, Some(reason)));
        self.commit(PageCommit { settled, ..self.blank() }).await?;
        self.tell(&next.url, Some(reason));
        Ok(())
    }

    /// A step that changes nothing.
    fn blank(&self) -> PageCommit {
        PageCommit {
            lease: self.lease,
            first_ordinal: self.stored,
            captures: Vec::new(),
            settled: None,
            also_done: Vec::new(),
            page: None,
            links: Vec::new(),
            progress: self.progress.clone(),
        }
    }

    async fn commit(&self, commit: PageCommit) -> Result<u32, AuditError> {
        {
            // As one that takes the visit up later will find them.
            let mut crowd = self.crowd();
            commit.links.iter().for_each(|link| crowd.remember(&link.url));
        }
        self.round.writer.commit(Write::Page(Box::new(commit))).await
    }

    fn tell(&self, url: &str, reason: Option<Reason>) {
        self.round.progress.tell(&Progress::Step {
            code: self.row.kommun.code.clone(),
            url: url.to_owned(),
            pages: self.progress.pages_ok,
            requests: self.progress.requests,
            reason,
        });
    }
}

/// What an earlier run of the visit queued and read.
async fn remembered(round: &Running, row: &VisitRow, log: &[CaptureRow]) -> Result<Crowd, AuditError> {
    let mut crowd = Crowd::default();
    if log.is_empty() {
        return Ok(crowd);
    }
    for url in round.store.addresses(row.id).await? {
        crowd.remember(&url);
    }
    let pages = round.store.pages(row.id).await?;
    for line in log.iter().filter(|line| line.kind == CaptureKind::Page && line.reason.is_none()) {
        let page = pages.iter().find(|page| page.capture == line.id);
        if let Ok(url) = Url::parse(&line.url) {
            crowd.read(&url, page.is_some_and(|page| page.same_as.is_none() && !page.needs_javascript));
        }
    }
    Ok(crowd)
}

const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

/// A gate that could not be read or written is the database's fault.
fn of_gate(error: GateError) -> AuditError {
    match error.0.downcast::<StoreError>() {
        Ok(fault) => AuditError::Store(*fault),
        Err(other) => AuditError::Broken(other.to_string()),
    }
}

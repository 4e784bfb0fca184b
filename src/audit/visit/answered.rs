//! What came of an address: judged, compared and committed.
//!
//! What must stay true: the commit of a step holds all that came of it; the room that a large body takes in memory is
//! given back only after it.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::super::closing::priority;
use super::super::judge::text_identity;
use super::super::links::Order;
use super::super::missing::{self, Gist};
use super::super::reading::{self, LINKS_A_PAGE, Place, Read, ReadPage};
use super::super::{AuditError, lists, step};
use super::unchanged::Had;
use super::{Step, Visit, is_success};
use crate::crawl::{Ask, Failure, Fetched, Priority, Visited, normalise};
use crate::domain::{PageRecord, Reason};
use crate::store::{Candidate, CaptureKind, FrontierState, NewBody, NewLink, NewPage, PageCommit};

/// What came of an answer.
#[derive(Default)]
struct Came {
    page: Option<(ReadPage, Url)>,
    /// Why there is no page.
    reason: Option<Reason>,
    links: Vec<NewLink>,
    /// What is kept of the body.
    body: Option<NewBody>,
}

impl Visit<'_> {
    /// Judges what came and commits the step.
    pub(super) async fn settle(
        &mut self,
        next: &Candidate,
        mut visited: Visited,
        had: Option<Had>,
        spent: Duration,
    ) -> Result<Step, AuditError> {
        self.count(&visited);
        self.progress.spent_millis =
            self.row.progress.spent_millis + u64::try_from(spent.as_millis()).unwrap_or(u64::MAX);
        let is_list = lists::is_list(&next.text);
        let mut stop = None;
        let revisit_of = had.as_ref().map(|had| had.capture);
        let came = match &mut visited.result {
            Err(Failure { reason: limit @ (Reason::HostDeadline | Reason::RequestBudget), .. }) => {
                stop = Some(*limit);
                Some(Came::default())
            }
            Err(failure) => {
                let reason = Some(failure.reason);
                let links = match &mut visited.part {
                    Some(part) if !is_list => reading::part(&self.round.workers, part, self.place(next)).await?,
                    _ => Vec::new(),
                };
                Some(Came { reason, links, ..Came::default() })
            }
            Ok(fetched) if is_list => Some(self.list(next, fetched).await?),
            Ok(fetched) => match had {
                Some(Had { mut page, .. }) => self.page(next, &mut page).await?,
                None => self.page(next, fetched).await?,
            },
        };
        let Some(Came { page, reason, links, body }) = came else { return Ok(Step::Stop(Reason::Interrupted)) };
        let mut commit = PageCommit { links, ..self.blank() };
        let record = page.map(|(page, url)| self.take_in(&mut commit, page, next, &url));
        if is_start(next) && stop.is_none() && !reason.is_some_and(Reason::is_of_whole_host) {
            let start = visited.result.as_ref().map_or(&visited.requested, |fetched| &fetched.url);
            commit.links.extend(lists::named(&self.order(), &self.visitor, start, self.seq()));
        }
        commit.captures = step::captures(&visited, body, reason, revisit_of);
        if is_list {
            // Whatever came of it: a sitemap is no page that somebody misses.
            for capture in commit.captures.iter_mut().filter(|capture| capture.kind == CaptureKind::Page) {
                capture.kind = CaptureKind::Sitemap;
            }
        }
        if stop.is_none() {
            let failed = reason.filter(|_| !is_list);
            let state = if failed.is_some() { FrontierState::Failed } else { FrontierState::Done };
            commit.settled = Some((next.url.clone(), state, failed));
        }
        let before = self.progress.pages_ok;
        self.keep(commit).await?;
        if let Some(record) = record {
            let is_new = self.progress.pages_ok > before;
            if let Ok(url) = Url::parse(&next.url) {
                self.crowd().read(&url, is_new);
            }
            if is_new {
                self.round.progress.page(&record);
            }
        }
        self.tell(&next.url, reason);
        Ok(stop.map_or(Step::Done, Step::Stop))
    }

    /// `None`: told to stop before it was clear.
    async fn page(&mut self, next: &Candidate, fetched: &mut Fetched) -> Result<Option<Came>, AuditError> {
        let Read { body, page, links } = reading::read(&self.round.workers, fetched, self.place(next)).await?;
        self.pages += u32::from(body.is_some() && is_success(fetched.status));
        let page = match page {
            Ok(page) => page,
            Err(why) => return Ok(Some(Came { reason: Some(why), links, body, page: None })),
        };
        Ok(match self.is_missing(next, &fetched.url, &page.gist).await? {
            None => None,
            Some(true) => Some(Came { reason: Some(Reason::NotFound), body, ..Came::default() }),
            Some(false) => Some(Came { page: Some((page, normalise(&fetched.url))), reason: None, links, body }),
        })
    }

    async fn list(&mut self, next: &Candidate, fetched: &mut Fetched) -> Result<Came, AuditError> {
        self.lists += 1;
        let read = reading::list(&self.round.workers, fetched, self.place(next)).await?;
        let (links, reason) = match read.links {
            Ok(links) => (links, None),
            Err(why) => (Vec::new(), Some(why)),
        };
        Ok(Came { links, reason, body: read.body, page: None })
    }

    /// Whether a page that sounds as if it did not exist says what its site says of an address that cannot exist.
    /// `None`: told to stop before the site had said.
    async fn is_missing(&mut self, next: &Candidate, url: &Url, gist: &Gist) -> Result<Option<bool>, AuditError> {
        if !gist.sounds_missing || is_start(next) {
            return Ok(Some(false));
        }
        let origin = url.origin().ascii_serialization();
        if !self.impossible.contains_key(&origin) {
            let Some(said) = self.ask_for_the_impossible(next, url).await? else { return Ok(None) };
            self.impossible.insert(origin.clone(), said);
        }
        let said = self.impossible.get(&origin).and_then(Option::as_ref);
        Ok(Some(said.is_some_and(|said| said.is_like(gist))))
    }

    async fn ask_for_the_impossible(
        &mut self,
        next: &Candidate,
        url: &Url,
    ) -> Result<Option<Option<Gist>>, AuditError> {
        let Some(impossible) = missing::impossible(url) else { return Ok(Some(None)) };
        let Some(mut visited) = self.ask(&impossible, &Ask::page(), false).await? else { return Ok(None) };
        self.count(&visited);
        let (mut body, mut gist) = (None, None);
        if let Ok(fetched) = &mut visited.result {
            // Its links are not followed: they must not count as known.
            let mut place = self.place(next);
            place.order.crowd = Arc::default();
            let read = reading::read(&self.round.workers, fetched, place).await?;
            body = read.body;
            gist = read.page.ok().map(|page| page.gist);
        }
        let mut commit = self.blank();
        commit.captures = step::captures(&visited, body, None, None);
        for capture in commit.captures.iter_mut().filter(|capture| capture.kind == CaptureKind::Page) {
            capture.kind = CaptureKind::Hop;
        }
        self.keep(commit).await?;
        Ok(Some(gist))
    }

    /// Commits a step and counts what it stored.
    pub(super) async fn keep(&mut self, mut commit: PageCommit) -> Result<(), AuditError> {
        for capture in commit.captures.iter().filter(|capture| capture.status > 0) {
            if self.progress.first_at.is_empty() {
                self.progress.first_at.clone_from(&capture.sent_at);
            }
            self.progress.last_at.clone_from(&capture.sent_at);
        }
        commit.progress = self.progress.clone();
        self.stored += i64::try_from(commit.captures.len()).unwrap_or(0);
        self.progress.pages_ok = self.commit(commit).await?;
        Ok(())
    }

    /// Counts what was sent.
    pub(super) fn count(&mut self, visited: &Visited) {
        let requests = visited.log.iter().filter(|line| line.sent).count();
        self.progress.requests += u32::try_from(requests).unwrap_or(u32::MAX);
    }

    fn order(&self) -> Order {
        Order {
            topic: Arc::clone(&self.round.topic),
            hosts: self.visitor.hosts().clone(),
            crowd: Arc::clone(&self.crowd),
            scope: self.round.params.scope,
        }
    }

    /// Order of discovery of the first link of the next step.
    fn seq(&self) -> i64 {
        (self.stored + 1).saturating_mul(LINKS_A_PAGE)
    }

    /// Where the answer to an address stands in the visit.
    fn place(&self, next: &Candidate) -> Place {
        Place {
            order: self.order(),
            traits: self.row.kommun.traits.clone(),
            // The start page's own worth, not its place in the queue.
            from: if is_start(next) { Priority::START } else { priority(next.priority) },
            depth: u32::try_from(next.depth).unwrap_or(u32::MAX),
            seq: self.seq(),
        }
    }

    /// Adds a page to the commit; gives back what it says.
    fn take_in(&self, commit: &mut PageCommit, page: ReadPage, next: &Candidate, final_url: &Url) -> PageRecord {
        let ReadPage { record, packed, head_title, .. } = page;
        let url = final_url.to_string();
        if url != next.url {
            // Links to where a redirect ended need no visit of their own.
            let depth = u32::try_from(next.depth).unwrap_or(u32::MAX);
            let (text, found_on) = (next.text.clone(), next.url.clone());
            commit
                .links
                .insert(0, NewLink { url: url.clone(), priority: next.priority, depth, seq: next.seq, text, found_on });
            commit.also_done.push(url.clone());
        }
        commit.page = Some(NewPage {
            url,
            depth: u32::try_from(next.depth).unwrap_or(u32::MAX),
            text_sha256: text_identity(&record),
            title: record.title.clone(),
            head_title,
            page_type: record.page_type,
            needs_javascript: record.needs_javascript,
            manifest: self.round.judge.rules.manifest_sha256().to_owned(),
            record: packed,
        });
        record
    }
}

/// Whether an address is the start page, by its place before all else.
fn is_start(next: &Candidate) -> bool {
    next.priority == i64::from(i32::MAX)
}

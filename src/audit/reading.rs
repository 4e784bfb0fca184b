//! An answer of the web to a page that is judged and its links ranked, in one job of a worker.
//!
//! What must stay true: nothing of the parsed tree leaves the job, only owned verdicts, links and the packed body.

use super::judge::{JudgedPage, RawPage};
use super::links::{From, Order};
use super::missing::{Gist, says_it_is_missing};
use super::worker::Workers;
use super::{AuditError, Judge, lists, settle};
use crate::archive;
use crate::crawl::{Fetched, Priority, normalise};
use crate::domain::{PageRecord, Reason, Traits};
use crate::page;
use crate::store::{NewBody, NewLink};

/// Room for the links of one page in the order of discovery.
pub(super) const LINKS_A_PAGE: i64 = 1_000_000;

/// Where an answer stands in the visit.
pub(super) struct Place {
    /// Ranks links.
    pub order: Order,
    /// The kommun's traits.
    pub traits: Traits,
    /// What links of the page inherit.
    pub from: Priority,
    /// Clicks from the start page.
    pub depth: u32,
    /// Order of discovery of its first link.
    pub seq: i64,
}

impl Place {
    fn from<'a>(&self, url: &'a str) -> From<'a> {
        From { url, priority: self.from, depth: self.depth, seq: self.seq }
    }
}

/// A page that can be judged.
pub(super) struct ReadPage {
    pub record: PageRecord,
    pub packed: Vec<u8>,
    pub gist: Gist,
    pub head_title: String,
}

/// What came of an answer: what is kept of its body, and the page or why it is none.
pub(super) struct Read {
    pub body: Option<NewBody>,
    pub page: Result<ReadPage, Reason>,
    /// Where it leads: a page that is too much to be judged still does.
    pub links: Vec<NewLink>,
}

/// Has an answer judged. Takes its body away.
pub(super) async fn read(workers: &Workers, fetched: &mut Fetched, place: Place) -> Result<Read, AuditError> {
    let problem = fetched.problem();
    if problem.is_none() && !fetched.is_html() {
        return Ok(Read { body: None, page: Err(Reason::NotHtml), links: Vec::new() });
    }
    let raw = raw(fetched, place.depth);
    let _turn = workers.turn(raw.body.len()).await;
    let done = workers.run(move |judge| judged(judge, raw, problem, &place)).await?;
    Ok(done.unwrap_or(Read { body: None, page: Err(Reason::Unreadable), links: Vec::new() }))
}

fn judged(judge: &Judge, raw: RawPage, problem: Option<Reason>, place: &Place) -> Read {
    let body = archive::pack(&raw.body);
    let raw = RawPage { sha256: body.sha256.clone(), ..raw };
    let page = match problem {
        Some(reason) => Err(reason),
        None => judge.page(&raw, &place.traits),
    };
    let mut links = Vec::new();
    let page = page.and_then(|judged| {
        if says_it_is_missing(&judged.record) {
            return Err(Reason::NotFound);
        }
        if is_empty(&judged) {
            return Err(Reason::Empty);
        }
        let from = place.from(&judged.record.url);
        links = place.order.found(&judged.record.links, &judged.leads, from);
        let last = From { seq: place.seq + LINKS_A_PAGE - 1, ..from };
        links.extend(judged.refresh.iter().filter_map(|to| place.order.refresh(to, last, &judged.record.title)));
        let packed = settle::pack(&judged.record);
        let JudgedPage { record, gist, head_title, .. } = judged;
        Ok(ReadPage { record, packed, gist, head_title })
    });
    if matches!(page, Err(Reason::TooDeep | Reason::TooManyNodes)) {
        links = loose_links(&raw, place);
    }
    Read { body: Some(body), page, links }
}

/// Whether a page says nothing, leads nowhere, and no script of it would change that.
fn is_empty(page: &JudgedPage) -> bool {
    let JudgedPage { record, gist, leads, refresh, .. } = page;
    // Most systems write a canonical address on the empty page too.
    let leads_on = leads.iter().any(|to| normalise(to).as_str() != record.url);
    gist.is_blank && record.links.is_empty() && !leads_on && refresh.is_none() && !record.needs_javascript
}

/// Where a page leads that is not read as a whole.
fn loose_links(raw: &RawPage, place: &Place) -> Vec<NewLink> {
    let html = page::decode(&raw.body, raw.content_type.as_deref());
    place.order.found(&page::loose_links(&html, &raw.url), &[], place.from(raw.url.as_str()))
}

/// Where the beginning of a page leads whose rest never came. Takes its body away.
pub(super) async fn part(workers: &Workers, fetched: &mut Fetched, place: Place) -> Result<Vec<NewLink>, AuditError> {
    if !matches!(fetched.status, 200..=203) || fetched.problem().is_some() || !fetched.is_html() {
        return Ok(Vec::new());
    }
    let raw = raw(fetched, place.depth);
    let _turn = workers.turn(raw.body.len()).await;
    Ok(workers.run(move |_| loose_links(&raw, &place)).await?.unwrap_or_default())
}

fn raw(fetched: &mut Fetched, depth: u32) -> RawPage {
    RawPage {
        url: normalise(&fetched.url),
        content_type: fetched.header("content-type").map(str::to_owned),
        body: std::mem::take(&mut fetched.body),
        sha256: String::new(),
        depth,
    }
}

/// What came of a sitemap: what is kept of its body, and the addresses that it adds.
pub(super) struct ReadList {
    pub body: Option<NewBody>,
    pub links: Result<Vec<NewLink>, Reason>,
}

/// Has a sitemap read. Takes its body away.
pub(super) async fn list(workers: &Workers, fetched: &mut Fetched, place: Place) -> Result<ReadList, AuditError> {
    if let Some(problem) = fetched.problem() {
        return Ok(ReadList { body: None, links: Err(problem) });
    }
    let (url, body) = (fetched.url.clone(), std::mem::take(&mut fetched.body));
    // Inflated it may be large, whatever it was on the wire.
    let _turn = workers.turn(usize::MAX).await;
    let done = workers
        .run(move |_| ReadList { links: lists::read(&url, &body, &place), body: Some(archive::pack(&body)) })
        .await?;
    Ok(done.unwrap_or(ReadList { body: None, links: Err(Reason::Unreadable) }))
}

//! An answer of the web to a page that is judged and its links ranked, in one job of a worker.
//!
//! What must stay true: nothing of the parsed tree leaves the job, only owned verdicts, links and the packed body.

use std::sync::Arc;

use super::judge::{RawPage, says_it_is_missing};
use super::worker::Workers;
use super::{AuditError, Judge, links, settle};
use crate::archive;
use crate::crawl::{Fetched, Hosts, Priority, Topic, normalise};
use crate::domain::{PageRecord, Reason, Traits};
use crate::store::{NewBody, NewLink};

/// Room for the links of one page in the order of discovery.
pub(super) const LINKS_A_PAGE: i64 = 1_000_000;

/// Where an answer stands in the visit.
pub(super) struct Place {
    /// The kommun's hosts.
    pub hosts: Hosts,
    /// Ranks links.
    pub topic: Arc<Topic>,
    /// The kommun's traits.
    pub traits: Traits,
    /// What links of the page inherit.
    pub from: Priority,
    /// Clicks from the start page.
    pub depth: u32,
    /// Order of discovery of its first link.
    pub seq: i64,
}

/// A page that can be judged.
pub(super) struct ReadPage {
    pub record: PageRecord,
    pub packed: Vec<u8>,
    pub links: Vec<NewLink>,
}

/// What came of an answer: what is kept of its body, and the page or why it is none.
pub(super) struct Read {
    pub body: Option<NewBody>,
    pub page: Result<ReadPage, Reason>,
}

/// Has an answer judged. Takes its body away.
pub(super) async fn read(workers: &Workers, fetched: &mut Fetched, place: Place) -> Result<Read, AuditError> {
    let problem = fetched.problem();
    if problem.is_none() && !fetched.is_html() {
        return Ok(Read { body: None, page: Err(Reason::NotHtml) });
    }
    let raw = RawPage {
        url: normalise(&fetched.url),
        content_type: fetched.header("content-type").map(str::to_owned),
        body: std::mem::take(&mut fetched.body),
        sha256: String::new(),
        depth: place.depth,
    };
    let done = workers.run(move |judge| judged(judge, raw, problem, &place)).await?;
    Ok(done.unwrap_or(Read { body: None, page: Err(Reason::Unreadable) }))
}

fn judged(judge: &Judge, raw: RawPage, problem: Option<Reason>, place: &Place) -> Read {
    let body = archive::pack(&raw.body);
    let raw = RawPage { sha256: body.sha256.clone(), ..raw };
    let page = match problem {
        Some(reason) => Err(reason),
        None => judge.page(&raw, &place.traits),
    };
    let page = page.and_then(|judged| {
        if says_it_is_missing(&judged.record) {
            return Err(Reason::NotFound);
        }
        let from = links::From { url: &judged.record.url, priority: place.from, depth: place.depth, seq: place.seq };
        let mut links = links::found(&place.topic, &place.hosts, &judged.record.links, from);
        links.extend(judged.refresh.iter().filter(|to| place.hosts.contains(to)).map(|to| NewLink {
            url: normalise(to).into(),
            priority: i64::from(place.from.0),
            depth: place.depth,
            seq: place.seq + LINKS_A_PAGE - 1,
            text: judged.record.title.clone(),
            found_on: judged.record.url.clone(),
        }));
        Ok(ReadPage { packed: settle::pack(&judged.record), record: judged.record, links })
    });
    Read { body: Some(body), page }
}

//! The links of a page as addresses for the frontier.
//!
//! What must stay true: links are ranked, never cut; an address that leaves the kommun, or that is no page, is left out.

use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

use crate::crawl::{Candidate, Crowd, Hosts, Priority, Topic, is_trap, normalise};
use crate::domain::LinkRecord;
use crate::domain::round::Scope;
use crate::store::NewLink;

/// More addresses of one answer are not queued: the best ranked are.
const MOST: usize = 200_000;
/// Longest address that is queued, in bytes.
const LONGEST: usize = 2_000;

/// What decides the order of a visit's addresses.
#[derive(Clone)]
pub(super) struct Order {
    pub topic: Arc<Topic>,
    /// The kommun's hosts.
    pub hosts: Hosts,
    /// What the visit has queued so far.
    pub crowd: Arc<Mutex<Crowd>>,
    pub scope: Scope,
}

/// The page that links stand on.
#[derive(Clone, Copy, Debug)]
pub(super) struct From<'a> {
    /// Its address.
    pub url: &'a str,
    /// Its own priority.
    pub priority: Priority,
    /// Clicks from the start page.
    pub depth: u32,
    /// Order of discovery of its first link.
    pub seq: i64,
}

/// An address that can be followed.
struct Link<'a> {
    url: Url,
    seq: i64,
    /// The link as it stands on the page, if it does.
    said: Option<&'a LinkRecord>,
}

impl Order {
    /// Addresses to add to the frontier for a page's links, in document order, and for where else it leads.
    pub(super) fn found(&self, links: &[LinkRecord], leads: &[Url], from: From<'_>) -> Vec<NewLink> {
        let said = links.iter().filter_map(|link| Some((Url::parse(&link.url).ok()?, Some(link))));
        let all = said.chain(leads.iter().map(|url| (url.clone(), None))).zip(from.seq..);
        let links =
            all.filter_map(|((url, said), seq)| self.followed(&url).map(|url| Link { url, seq, said })).collect();
        self.ranked(links, from)
    }

    /// The pages of a sitemap. Nobody clicked to get to them: they come after links that say as much.
    pub(super) fn listed(&self, pages: &[Url], from: From<'_>) -> Vec<NewLink> {
        let links = pages.iter().zip(from.seq..);
        let links =
            links.filter_map(|(url, seq)| self.followed(url).map(|url| Link { url, seq, said: None })).collect();
        let mut found = self.ranked(links, from);
        if self.scope == Scope::Topic {
            // The rest would never be read.
            found.retain(|link| link.priority >= i64::from(self.topic.least_relevant().0));
        }
        found
    }

    /// Where a page sends its reader on by itself: read soon, whatever its words, but a chain of such pages sinks.
    pub(super) fn refresh(&self, to: &Url, from: From<'_>, title: &str) -> Option<NewLink> {
        const SOON: i32 = 60;
        let url = self.followed(to)?;
        let loss = self.losses(std::slice::from_ref(&url)).first().copied().unwrap_or(0);
        Some(NewLink {
            url: url.into(),
            priority: i64::from(self.topic.least_relevant().0 + SOON - loss),
            depth: from.depth.saturating_add(1),
            seq: from.seq,
            text: title.to_owned(),
            found_on: from.url.to_owned(),
        })
    }

    fn followed(&self, url: &Url) -> Option<Url> {
        let url = normalise(url);
        // Read last where the whole site is asked for; where a subject is, it would take the place of what belongs there.
        let endless = self.scope == Scope::Topic && is_trap(&url);
        let follows = matches!(url.scheme(), "http" | "https")
            && url.as_str().len() <= LONGEST
            && self.hosts.contains(&url)
            && self.topic.is_page(&url)
            && !endless;
        follows.then_some(url)
    }

    fn losses(&self, urls: &[Url]) -> Vec<i32> {
        self.crowd.lock().unwrap_or_else(PoisonError::into_inner).losses(urls)
    }

    fn ranked(&self, links: Vec<Link<'_>>, from: From<'_>) -> Vec<NewLink> {
        let depth = from.depth.saturating_add(1);
        let urls: Vec<Url> = links.iter().map(|link| link.url.clone()).collect();
        let losses = self.losses(&urls);
        let mut found = Vec::with_capacity(links.len());
        for (Link { url, seq, said }, loss) in links.into_iter().zip(losses) {
            let candidate = Candidate {
                url: &url,
                text: said.map_or("", |link| &link.text),
                heading: said.map_or("", |link| &link.heading),
                in_main: said.is_some_and(|link| link.in_main),
                depth,
                known: None,
                from: from.priority,
            };
            let priority = i64::from(self.sunk(self.topic.priority(&candidate), loss).0);
            let (text, found_on) = (candidate.text.to_owned(), from.url.to_owned());
            found.push(NewLink { url: url.into(), priority, depth, seq, text, found_on });
        }
        if found.len() > MOST {
            found.sort_by(|a, b| b.priority.cmp(&a.priority).then(a.seq.cmp(&b.seq)));
            found.truncate(MOST);
        }
        found
    }

    /// A crowd never takes out of the subject what belongs to it.
    fn sunk(&self, priority: Priority, loss: i32) -> Priority {
        let lower = Priority(priority.0 - loss);
        let leaves = self.topic.is_relevant(priority) && !self.topic.is_relevant(lower);
        if self.scope == Scope::Topic && leaves { self.topic.least_relevant() } else { lower }
    }
}

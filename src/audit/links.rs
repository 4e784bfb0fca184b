//! The links of a page as addresses for the frontier.
//!
//! What must stay true: links are ranked, never cut; an address that leaves the kommun, or that is no page, is left out.

use url::Url;

use crate::crawl::{Candidate, Hosts, Priority, Topic, is_trap, normalise};
use crate::domain::LinkRecord;
use crate::store::NewLink;

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

/// Addresses to add to the frontier, in document order.
pub(super) fn found(topic: &Topic, hosts: &Hosts, links: &[LinkRecord], from: From<'_>) -> Vec<NewLink> {
    let depth = from.depth.saturating_add(1);
    let mut found = Vec::with_capacity(links.len());
    for (link, seq) in links.iter().zip(from.seq..) {
        let Ok(url) = Url::parse(&link.url) else { continue };
        let url = normalise(&url);
        if !matches!(url.scheme(), "http" | "https") || !hosts.contains(&url) || is_trap(&url) || !topic.is_page(&url) {
            continue;
        }
        let candidate = Candidate {
            url: &url,
            text: &link.text,
            heading: &link.heading,
            in_main: link.in_main,
            depth,
            known: None,
            from: from.priority,
        };
        let priority = i64::from(topic.priority(&candidate).0);
        let (text, found_on) = (link.text.clone(), from.url.to_owned());
        found.push(NewLink { url: url.into(), priority, depth, seq, text, found_on });
    }
    found
}

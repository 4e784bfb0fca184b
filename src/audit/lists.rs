//! Sitemaps on their way through the frontier: which are asked for, and what they add.
//!
//! Place in the flow: start page → **sitemaps** → frontier. They are asked for like any page: under robots.txt, the gap
//! and the budget of requests. What must stay true: what becomes of a sitemap never decides how a visit ended (nobody
//! reads it but machines), and lists of lists end.

use futures_util::FutureExt as _;
use url::Url;

use super::links::{From, Order};
use super::reading::Place;
use crate::crawl::{Ask, Visitor, normalise, sitemap};
use crate::domain::Reason;
use crate::domain::round::Scope;
use crate::store::NewLink;

/// What the frontier has as the text of a sitemap.
const TEXT: &str = "(sitemap)";
/// Sitemaps read in one visit at most.
pub(super) const MOST: u32 = 50;
/// Before everything but the start page, where the whole site is asked for: they are few and tell of much.
const EARLY: i64 = 2_000;

/// Whether an address of the frontier is a sitemap.
pub(super) fn is_list(text: &str) -> bool {
    text == TEXT
}

/// How one is asked for: what comes before a break is of use.
pub(super) fn ask() -> Ask {
    Ask { accept: "application/xml,text/xml;q=0.9,*/*;q=0.5", keep_prefix: true, ..Ask::page() }
}

/// The sitemaps to ask for once the start page has answered: those that robots.txt names and, where the whole site is
/// asked for, the one at the usual place.
pub(super) fn named(order: &Order, visitor: &Visitor, start: &Url, seq: i64) -> Vec<NewLink> {
    let mut urls = visitor.sitemaps();
    if order.scope == Scope::Site {
        urls.extend(start.join("/sitemap.xml"));
    }
    rows(order, &urls, "", seq)
}

fn rows(order: &Order, urls: &[Url], found_on: &str, seq: i64) -> Vec<NewLink> {
    let mut rows: Vec<NewLink> = Vec::new();
    for (url, seq) in urls.iter().map(normalise).filter(|url| order.hosts.contains(url)).zip(seq..) {
        if rows.iter().any(|row| row.url == url.as_str()) {
            continue;
        }
        // Where a subject is asked for: when all that was linked has been read.
        let priority = match order.scope {
            Scope::Site => EARLY - i64::try_from(rows.len()).unwrap_or(EARLY),
            Scope::Topic => i64::from(order.topic.least_relevant().0),
        };
        let (text, found_on) = (TEXT.to_owned(), found_on.to_owned());
        rows.push(NewLink { url: url.into(), priority, depth: 1, seq, text, found_on });
        if rows.len() >= MOST as usize {
            break;
        }
    }
    rows
}

/// What a sitemap adds to the frontier; why nothing, when it is none.
pub(super) fn read(url: &Url, body: &[u8], place: &Place) -> Result<Vec<NewLink>, Reason> {
    // Reading from memory never waits.
    let list = sitemap::read(body).now_or_never().ok_or(Reason::Unreadable)?.map_err(|fault| fault.reason)?;
    if list.pages.is_empty() && list.lists.is_empty() {
        return Err(Reason::NotHtml);
    }
    let pages: Vec<Url> = list.pages.into_iter().map(|line| line.url).collect();
    let found_on = url.as_str();
    let mut found = rows(&place.order, &list.lists, found_on, place.seq);
    // Its pages are some clicks from the start page, though nobody knows how many.
    let seq = place.seq.saturating_add(i64::from(MOST));
    found.extend(place.order.listed(&pages, From { url: found_on, priority: place.from, depth: 3, seq }));
    Ok(found)
}

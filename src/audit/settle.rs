//! A kommun's pages to its answers.
//!
//! What must stay true: depth is the shortest way along links of pages that were read, whatever the order they were
//! read in; the answers depend on the stored pages and the round alone.

use std::collections::{HashMap, VecDeque};

use url::Url;

use super::Judge;
use crate::archive;
use crate::crawl::normalise;
use crate::domain::record::NO_WAY;
use crate::domain::{Finding, Kommun, PageRecord, Reason, VisitStatus};
use crate::rules::{self, LinkCheck, Site, UnreadPage};
use crate::store::{CaptureKind, CaptureRow};

/// Largest record that is read back, inflated: verdicts and links of one page.
const RECORD_LIMIT: u64 = 256 * 1024 * 1024;

/// Packs the verdicts of a page for storing.
pub(super) fn pack(record: &PageRecord) -> Vec<u8> {
    archive::squeeze(&serde_json::to_vec(record).expect("a record is plain text and numbers"))
}

/// Reads packed verdicts back.
pub(super) fn unpack(packed: &[u8]) -> Option<PageRecord> {
    serde_json::from_slice(&archive::unsqueeze(packed, RECORD_LIMIT)?).ok()
}

/// Everything that the answers of one kommun follow from, beside the judge.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub kommun: Kommun,
    pub status: VisitStatus,
    /// Distinct pages in the order they were read.
    pub pages: Vec<PageRecord>,
    /// Which address led to which final address.
    pub routes: HashMap<String, String>,
    /// What normalised addresses answered: nothing, or why they do not work.
    pub links: Links,
    /// Relevant addresses that were not read.
    pub unread: Vec<UnreadPage>,
}

/// What normalised addresses answered: why each does not work, `None` when it does.
pub(super) type Links = HashMap<String, Option<Reason>>;

/// The answers; none for a kommun that is not assessed.
pub(super) fn answer(judge: &Judge, mut case: Case) -> Vec<Finding> {
    if !case.status.is_assessed() {
        return Vec::new();
    }
    measure_depths(&mut case.pages, &case.kommun.start_url, &case.routes);
    let link_checks: Vec<LinkCheck> = rules::core_links(&judge.rules, &case.pages)
        .into_iter()
        .map(|link| {
            // Links that lead to others than the kommun are not tried.
            let broken = case.links.get(&normal(&link.url)).copied().unwrap_or(Some(Reason::OutOfScope));
            LinkCheck { url: link.url.clone(), broken }
        })
        .collect();
    rules::judge_kommun(
        &judge.rules,
        &Site {
            kommun: &case.kommun,
            pages: &case.pages,
            status: case.status,
            unread: &case.unread,
            link_checks: &link_checks,
            today: judge.today,
            amounts: &judge.amounts,
        },
    )
}

/// The addresses that the links of the core pages lead to, in the order in which they are tried.
pub(super) fn core_links(judge: &Judge, mut case: Case) -> Vec<String> {
    measure_depths(&mut case.pages, &case.kommun.start_url, &case.routes);
    rules::core_links(&judge.rules, &case.pages).into_iter().map(|link| link.url.clone()).collect()
}

/// What addresses answered by a visit's log: those asked for as pages, and those tried as links.
pub(super) fn answered_links(log: &[CaptureRow]) -> (Links, Links) {
    let (mut pages, mut tried) = (Links::new(), Links::new());
    for line in log.iter().filter(|line| !matches!(line.status_of_content(), 300..=399)) {
        let answers = match line.kind {
            CaptureKind::Page | CaptureKind::Import => &mut pages,
            CaptureKind::LinkCheck | CaptureKind::LinkGet => &mut tried,
            CaptureKind::Robots | CaptureKind::Hop | CaptureKind::Sitemap | CaptureKind::Pdf => continue,
        };
        let broken = match (line.status_of_content(), line.reason) {
            // A page may say that it does not exist, or ask whether we are human, with status 200.
            (_, Some(reason @ (Reason::NotFound | Reason::BotChallenge))) => Some(reason),
            (200..=299, _) => None,
            (_, reason) => reason.or(Some(Reason::BadHttp)),
        };
        answers.insert(normal(&line.url), broken);
    }
    (pages, tried)
}

/// All that is known of what addresses answered.
pub(super) fn links(log: &[CaptureRow]) -> Links {
    let (mut pages, tried) = answered_links(log);
    pages.extend(tried);
    pages
}

/// Which asked address led where, from the visit's log.
pub(super) fn routes(log: &[CaptureRow]) -> HashMap<String, String> {
    let answered = log.iter().filter(|line| line.status > 0 && line.url != line.final_url);
    answered.map(|line| (normal(&line.url), normal(&line.final_url))).collect()
}

fn normal(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| normalise(&url).into())
}

/// Sets each page's depth to the fewest clicks from the start page, along the links of pages read.
fn measure_depths(pages: &mut [PageRecord], start: &str, routes: &HashMap<String, String>) {
    let at: HashMap<String, usize> = pages.iter().enumerate().map(|(i, page)| (page.url.clone(), i)).collect();
    let mut depths = vec![NO_WAY; pages.len()];
    let start = normal(start);
    let mut queue = VecDeque::from_iter(at.get(routes.get(&start).unwrap_or(&start)).copied());
    for &first in &queue {
        depths[first] = 0;
    }
    while let Some(here) = queue.pop_front() {
        for link in &pages[here].links {
            let url = normal(&link.url);
            let target = routes.get(&url).unwrap_or(&url);
            if let Some(&there) = at.get(target)
                && depths[there] == NO_WAY
            {
                depths[there] = depths[here] + 1;
                queue.push_back(there);
            }
        }
    }
    for (page, depth) in pages.iter_mut().zip(depths) {
        page.depth = depth;
    }
}

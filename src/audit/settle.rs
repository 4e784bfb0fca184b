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
use crate::domain::{Finding, Kommun, PageRecord, VisitStatus};
use crate::rules::{self, Site, UnreadPage};
use crate::store::CaptureRow;

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
    /// Relevant addresses that were not read.
    pub unread: Vec<UnreadPage>,
}

/// The answers; none for a kommun that is not assessed.
pub(super) fn answer(judge: &Judge, mut case: Case) -> Vec<Finding> {
    if !case.status.is_assessed() {
        return Vec::new();
    }
    measure_depths(&mut case.pages, &case.kommun.start_url, &case.routes);
    rules::judge_kommun(
        &judge.rules,
        &Site {
            kommun: &case.kommun,
            pages: &case.pages,
            status: case.status,
            unread: &case.unread,
            link_checks: &[],
            today: judge.today,
            amounts: &judge.amounts,
        },
    )
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

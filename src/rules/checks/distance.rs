//! Clicks from the start page. Never failed: a way that was not found within the budget may exist.

use std::collections::{BTreeMap, VecDeque};

use crate::domain::record::NO_WAY;
use crate::domain::{Evidence, Outcome, PageRecord, PageType};
use crate::rules::kommun::{Answer, Case, same_address};

pub(super) fn on_kommun(case: &Case<'_>, pass: u32, partial: u32) -> Answer {
    let Some(kind) = case.rule.head.pages.first() else { return Answer::open("sidan-hittades-inte") };
    let Some(target) = case.best(*kind) else { return Answer::open("sidan-hittades-inte") };
    let start = case.pages.iter().find(|page| page.page_type == PageType::Start || page.depth == 0);
    let walked = start.and_then(|start| walk(case, start, target));
    let clicks = match (walked.as_ref(), start.is_some() || target.depth > 0) {
        (Some(way), _) => u32::try_from(way.len()).unwrap_or(u32::MAX),
        (None, true) if target.depth == NO_WAY => return Answer::open("vag-hittades-inte"),
        (None, true) => target.depth,
        (None, false) => return Answer::open("startsidan-lastes-inte"),
    };
    if clicks == 0 && !std::ptr::eq(*target, start.map_or(*target, |s| *s)) {
        return Answer::open("vag-hittades-inte");
    }
    let way = walked.unwrap_or_default();
    let names: Vec<&str> = way.iter().map(|evidence| evidence.quote.as_str()).collect();
    let path = if names.is_empty() { String::new() } else { format!(": {}", names.join(" → ")) };
    let mut answer = if clicks <= pass {
        Answer::of(Outcome::Passed)
    } else if clicks <= partial {
        Answer::of(Outcome::Partial)
    } else {
        Answer::open("vag-hittades-inte")
    };
    answer.note = format!("Det är {clicks} klick från startsidan{path}.");
    answer.evidence = way;
    answer
}

/// The shortest way along links of pages that were read: one evidence a click.
fn walk(case: &Case<'_>, start: &PageRecord, target: &PageRecord) -> Option<Vec<Evidence>> {
    let by_address: BTreeMap<String, &PageRecord> =
        case.pages.iter().map(|page| (same_address(&page.url), *page)).collect();
    let goal = same_address(&target.url);
    let mut came_from: BTreeMap<String, (String, Evidence)> = BTreeMap::new();
    let mut queue = VecDeque::from([same_address(&start.url)]);
    let first = same_address(&start.url);
    while let Some(at) = queue.pop_front() {
        if at == goal {
            let mut way = Vec::new();
            let mut here = at;
            while let Some((before, evidence)) = came_from.get(&here).filter(|_| here != first) {
                way.push(evidence.clone());
                here.clone_from(before);
            }
            way.reverse();
            return Some(way);
        }
        let Some(page) = by_address.get(&at) else { continue };
        for link in &page.links {
            let next = same_address(&link.url);
            if next != first && by_address.contains_key(&next) && !came_from.contains_key(&next) {
                came_from.insert(next.clone(), (at.clone(), Answer::link_evidence(page, &link.text)));
                queue.push_back(next);
            }
        }
    }
    None
}

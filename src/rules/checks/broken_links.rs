//! Links of the core pages answer. Only addresses that do not exist count; a server that is down may come back.

use std::collections::BTreeSet;

use crate::domain::{Outcome, Reason};
use crate::rules::kommun::{Answer, Case, same_address};

pub(super) fn on_kommun(case: &Case<'_>, pass: usize, partial: usize) -> Answer {
    let cores = case.core_pages();
    if cores.is_empty() {
        return Answer::open("sidan-hittades-inte");
    }
    let mut seen = BTreeSet::new();
    let mut broken = Vec::new();
    for (page, link) in cores.iter().flat_map(|page| page.links.iter().map(move |link| (page, link))) {
        let Some(check) = case.site.link_checks.iter().find(|c| same_address(&c.url) == same_address(&link.url)) else {
            continue;
        };
        if seen.insert(same_address(&link.url)) && matches!(check.broken, Some(Reason::NotFound | Reason::DnsFailed)) {
            broken.push(Answer::link_evidence(page, &format!("{} ({})", link.text, link.url)));
        }
    }
    if seen.is_empty() {
        return Answer::open("lankar-provades-inte");
    }
    let (outcome, note) = match broken.len() {
        0 => (Outcome::Passed, format!("Alla {} länkar som vi provade fungerar.", seen.len())),
        1 => (Outcome::Failed, format!("1 av {} länkar fungerar inte.", seen.len())),
        many => (Outcome::Failed, format!("{many} av {} länkar fungerar inte.", seen.len())),
    };
    let outcome = match broken.len() {
        count if count <= pass => Outcome::Passed,
        count if count <= partial => Outcome::Partial,
        _ => outcome,
    };
    let nearest = broken.first().cloned();
    broken.truncate(5);
    Answer { note, evidence: broken, nearest, ..Answer::of(outcome) }
}

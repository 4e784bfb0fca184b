//! Links in the text of the core pages answer. Only addresses that do not exist count; a server that is down may come
//! back. Links to others than the kommun are not tried.

use std::collections::{BTreeSet, HashMap};

use crate::domain::{Outcome, Reason};
use crate::rules::kommun::{Answer, Case, same_address};

pub(super) fn on_kommun(case: &Case<'_>, pass: usize, partial: usize) -> Answer {
    let cores = case.core_pages();
    if cores.is_empty() {
        return Answer::open("sidan-hittades-inte");
    }
    let checks: HashMap<String, Option<Reason>> =
        case.site.link_checks.iter().map(|check| (same_address(&check.url), check.broken)).collect();
    let (mut works, mut broken, mut undecided) = (0, Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for page in cores {
        for link in page.links.iter().filter(|link| link.in_main) {
            let address = same_address(&link.url);
            match checks.get(&address) {
                _ if !seen.insert(address.clone()) => {}
                None | Some(Some(Reason::OutOfScope)) => {}
                Some(None) => works += 1,
                Some(Some(Reason::NotFound | Reason::DnsFailed)) => {
                    broken.push(Answer::link_evidence(page, &format!("{} ({})", link.text, link.url)));
                }
                Some(Some(reason)) => undecided.push(*reason),
            }
        }
    }
    let decided = works + broken.len();
    if decided == 0 && undecided.is_empty() {
        let ran = seen.is_empty() || !checks.is_empty();
        return if ran { Answer::inapplicable("inga-lankar") } else { Answer::open("lankar-provades-inte") };
    }
    if broken.is_empty() && undecided.len() > decided {
        return Answer::open(undecided[0].code());
    }
    let (outcome, note) = match broken.len() {
        0 => (Outcome::Passed, format!("Alla {decided} länkar som svarade fungerar.")),
        count => {
            let outcome = match count {
                count if count <= pass => Outcome::Passed,
                count if count <= partial => Outcome::Partial,
                _ => Outcome::Failed,
            };
            (outcome, format!("{count} av {decided} länkar fungerar inte."))
        }
    };
    let nearest = broken.first().cloned();
    broken.truncate(5);
    Answer { note, evidence: broken, nearest, ..Answer::of(outcome) }
}

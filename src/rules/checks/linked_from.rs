//! One click away counts as the same place: linked from the core pages, or said there.

use crate::domain::{Outcome, PageType};
use crate::rules::kommun::{Answer, Case, same_address};

pub(super) fn on_kommun(case: &Case<'_>, from: &[PageType]) -> Answer {
    let said = case.combined(|page| from.contains(&page.page_type));
    if said.outcome == Outcome::Passed {
        return said;
    }
    let target = case.rule.head.pages.first().and_then(|kind| case.best(*kind));
    let target = target.filter(|page| page.words >= super::A_PAGE);
    let Some(target) = target else {
        return Answer { nearest: said.nearest, ..Answer::of(Outcome::Failed) };
    };
    let goal = same_address(&target.url);
    let sources: Vec<_> = from.iter().filter_map(|kind| case.best(*kind)).collect();
    for source in &sources {
        if same_address(&source.url) == goal {
            return Answer::of(Outcome::Passed);
        }
        let link = source.links.iter().find(|link| same_address(&link.url) == goal);
        if let Some(link) = link {
            let evidence = vec![Answer::link_evidence(source, &link.text)];
            return Answer { evidence, ..Answer::of(Outcome::Passed) };
        }
    }
    let note = format!("Sidan {} finns, men är inte länkad därifrån.", target.title);
    Answer { note, evidence: vec![Answer::link_evidence(target, &target.title)], ..Answer::of(Outcome::Partial) }
}

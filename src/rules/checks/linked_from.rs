//! One click away counts as the same place: linked from the core pages, or said there. A page that only names the
//! matter is no place to be linked to.

use super::statement;
use crate::domain::{Outcome, PageRecord, PageType, PageVerdict};
use crate::rules::kommun::{Answer, Case, same_address};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::spec::Statement;

/// On a page that should link: whether it says the matter itself. On the page it should link to: whether that tells.
pub(super) fn on_page(
    reading: &Reading<'_>,
    from: &[PageType],
    either: &[Statement<PhraseId>],
    tells: &[Statement<PhraseId>],
) -> PageVerdict {
    let asked = if from.contains(&reading.page.page_type) { either } else { tells };
    statement::on_page(reading, asked, &[], &[])
}

pub(super) fn on_kommun(case: &Case<'_>, from: &[PageType], must_tell: bool) -> Answer {
    let said = case.combined(|page| from.contains(&page.page_type));
    if said.outcome == Outcome::Passed {
        return said;
    }
    let told = |page: &PageRecord| {
        let verdict = page.verdicts.iter().find(|verdict| verdict.rule == case.rule.head.id);
        page.words >= super::A_PAGE && (!must_tell || verdict.is_some_and(|v| v.outcome == Outcome::Passed))
    };
    let target = case.rule.head.pages.first().and_then(|kind| case.best(*kind)).filter(|page| told(page));
    let Some(target) = target else {
        return Answer { nearest: said.nearest, ..Answer::of(Outcome::Failed) };
    };
    let goal = same_address(&target.url);
    let sources: Vec<_> = from.iter().filter_map(|kind| case.best(*kind)).collect();
    for source in &sources {
        if same_address(&source.url) == goal {
            return Answer::of(Outcome::Passed);
        }
        // A menu shows the same links on every page: it is no way from this one.
        let link = source.links.iter().find(|link| link.in_main && same_address(&link.url) == goal);
        if let Some(link) = link {
            let evidence = vec![Answer::link_evidence(source, &link.text)];
            return Answer { evidence, ..Answer::of(Outcome::Passed) };
        }
    }
    let note = format!("Sidan {} finns, men är inte länkad därifrån.", target.title);
    Answer { note, evidence: vec![Answer::link_evidence(target, &target.title)], ..Answer::of(Outcome::Partial) }
}

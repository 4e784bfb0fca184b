//! The core questions are answered on the pages, not only in a file that they link to.

use super::{because, shown};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::kommun::{Answer, Case};
use crate::rules::link::to_files;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;

/// More core questions than this that only a file may answer: failed.
const MOST_IN_FILES: usize = 2;

/// Whether the page links to a file about the matter.
pub(super) fn on_page(reading: &Reading<'_>, words: &[PhraseId]) -> PageVerdict {
    let links = to_files(reading, words);
    if links.is_empty() {
        return because(Outcome::Inapplicable, "ingen-pdf");
    }
    shown(Outcome::Passed, links.into_iter().take(5).map(|link| reading.quote_link(link)).collect())
}

pub(super) fn on_kommun(case: &Case<'_>, rules: &[String]) -> Answer {
    let files = case.combined(|_| true);
    if files.outcome != Outcome::Passed {
        return files;
    }
    let outcomes = || rules.iter().filter_map(|rule| case.findings.get(rule.as_str()));
    let lacking = outcomes().filter(|finding| finding.outcome == Outcome::Failed).count();
    let open = outcomes().any(|finding| finding.outcome.is_open());
    let outcome = match lacking {
        many if many > MOST_IN_FILES => Outcome::Failed,
        _ if open => return Answer::open("kravet-oppet"),
        0 => Outcome::Passed,
        _ => Outcome::Partial,
    };
    let note = match lacking {
        0 => "Sidorna länkar till filer, men svaren står också på sidorna.".to_owned(),
        1 => "Sidorna länkar till filer, och svaret på 1 viktig fråga står inte på sidorna.".to_owned(),
        many => format!("Sidorna länkar till filer, och svaren på {many} viktiga frågor står inte på sidorna."),
    };
    let nearest = files.evidence.first().cloned();
    Answer { note, nearest, evidence: files.evidence, ..Answer::of(outcome) }
}

//! Citations of what no longer holds. Inapplicable when the matter is not mentioned at all.

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::spec::Statement;
use crate::rules::statement::first_match;

pub(super) fn on_page(
    reading: &Reading<'_>,
    outdated: &[Statement<PhraseId>],
    about: &[Statement<PhraseId>],
) -> PageVerdict {
    if let Some(found) = first_match(reading, outdated) {
        let nearest = found.evidence(reading).into_iter().next();
        return PageVerdict { nearest, ..verdict(Outcome::Failed) };
    }
    match first_match(reading, about) {
        Some(found) => shown(Outcome::Passed, found.evidence(reading)),
        None => because(Outcome::Inapplicable, "namns-inte"),
    }
}

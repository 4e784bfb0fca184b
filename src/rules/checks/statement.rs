//! A statement is made on the page, in whole or in part.

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::spec::Statement;
use crate::rules::statement::{first_match, nearest};

pub(super) fn on_page(
    reading: &Reading<'_>,
    either: &[Statement<PhraseId>],
    partly: &[Statement<PhraseId>],
    about: &[Statement<PhraseId>],
) -> PageVerdict {
    if let Some(found) = first_match(reading, either) {
        return shown(Outcome::Passed, found.evidence(reading));
    }
    if let Some(found) = first_match(reading, partly) {
        return shown(Outcome::Partial, found.evidence(reading));
    }
    if is_off_topic(reading, about) {
        return because(Outcome::Inapplicable, "namns-inte");
    }
    let nearest = nearest(reading, either).or_else(|| nearest(reading, partly));
    PageVerdict { nearest, ..verdict(Outcome::Failed) }
}

/// Whether the page says nothing of what the question is about.
pub(super) fn is_off_topic(reading: &Reading<'_>, about: &[Statement<PhraseId>]) -> bool {
    !about.is_empty() && first_match(reading, about).is_none()
}

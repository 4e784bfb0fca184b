//! A page of its own exists, with enough text to say something.

use super::{shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::page::BlockKind;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::scope::is_told;
use crate::rules::set::Rule;
use crate::rules::spec::Statement;
use crate::rules::statement::first_match;

pub(super) fn on_page(
    reading: &Reading<'_>,
    rule: &Rule,
    min_words: u32,
    partly: &[Statement<PhraseId>],
) -> PageVerdict {
    let page = reading.page;
    if rule.head.pages.first() == Some(&page.page_type) {
        let words = reading.running_words();
        let told = |heading: bool| {
            page.blocks.iter().position(|b| is_told(b) && heading == matches!(b.kind, BlockKind::Heading(_)))
        };
        let first = told(true).or_else(|| told(false)).map(|block| reading.quote(block, &[]));
        if words >= min_words {
            let evidence = first.into_iter().collect();
            return PageVerdict { note: format!("Sidan har {words} ord."), ..shown(Outcome::Passed, evidence) };
        }
        if let Some(found) = first_match(reading, partly) {
            return shown(Outcome::Partial, found.evidence(reading));
        }
        let note = format!("Sidan finns, men har bara {words} ord. Vi räknar den från {min_words} ord.");
        return PageVerdict { note, nearest: first, ..verdict(Outcome::Failed) };
    }
    match first_match(reading, partly) {
        Some(found) => shown(Outcome::Partial, found.evidence(reading)),
        None => verdict(Outcome::Failed),
    }
}

//! The accessibility statement (tillgänglighetsredogörelsen, DOS-lagen 2018:1937): found, whole, recent.

use super::{parts, shown, updated, verdict};
use crate::domain::{Outcome, PageType, PageVerdict};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::{Reading, Segment};
use crate::rules::spec::Part;

/// A link to it, in the footer or anywhere; or the statement itself, which no page that was read links to.
pub(super) fn found(reading: &Reading<'_>, link_words: &[PhraseId]) -> PageVerdict {
    let links = link_words
        .iter()
        .flat_map(|&phrase| reading.hits.of(phrase))
        .filter_map(|hit| if let Segment::Link(link) = reading.segments[hit.segment] { Some(link) } else { None });
    if let Some(link) = links.min() {
        return shown(Outcome::Passed, vec![reading.quote_link(link)]);
    }
    if reading.page.page_type == PageType::Redogorelse && reading.running_words() >= super::A_PAGE {
        let note = "Redogörelsen finns, men är inte länkad från sidorna som vi läste.".to_owned();
        let heading = reading.page.blocks.iter().position(|block| block.region.is_content() && !block.hidden);
        let evidence = heading.map(|block| reading.quote(block, &[])).into_iter().collect();
        return PageVerdict { note, ..shown(Outcome::Partial, evidence) };
    }
    verdict(Outcome::Failed)
}

/// Its items, counted.
pub(super) fn complete(reading: &Reading<'_>, part: &[Part<PhraseId>], pass: usize, partial: usize) -> PageVerdict {
    parts::on_page(reading, part, pass, Some(partial), &[])
}

/// Its age in months.
pub(super) fn recent(reading: &Reading<'_>, pass: usize, partial: usize) -> PageVerdict {
    let months = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    updated::on_page(reading, months(pass), months(partial))
}

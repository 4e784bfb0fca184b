//! Links as needs.
//!
//! Place in the flow: page model's links → **places** → statements.
//! What must stay true: links in menus, header and footer count only where a rule says `anywhere`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::phrases::PhraseId;
use super::reading::{Reading, Segment};
use super::spec::LinkNeed;
use super::statement::Spot;
use crate::page::{Address, Link, PageModel};

/// The places of the wanted links.
pub(crate) fn spots(reading: &Reading<'_>, wanted: &LinkNeed<PhraseId>) -> Vec<Spot> {
    let page = reading.page;
    let mut texts: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    for hit in wanted.text.iter().flat_map(|&phrase| reading.hits.of(phrase)) {
        if let Segment::Link(link) = reading.segments[hit.segment] {
            texts.entry(link).or_insert_with(|| reading.bytes(hit));
        }
    }
    if texts.is_empty() && !wanted.text.is_empty() {
        return Vec::new();
    }
    let leading: BTreeSet<usize> = wanted.to.iter().flat_map(|part| reading.leading_to(part)).collect();
    if leading.is_empty() && !wanted.to.is_empty() {
        return Vec::new();
    }
    let mut spots = Vec::new();
    for (index, link) in page.links.iter().enumerate() {
        let content = link.region.is_content();
        let block =
            link.block.filter(|&block| content && !reading.page.blocks[block].hidden && !reading.stuffed[block]);
        let counts = block.is_some() || (content && link.block.is_none()) || (wanted.anywhere && !content);
        let text = texts.get(&index);
        let words = wanted.text.is_empty() || text.is_some();
        let leads = wanted.to.is_empty() || leading.contains(&index);
        if !counts || !words || !leads || !is_of_kind(reading.page, link, wanted) {
            continue;
        }
        let range = block.map_or(0..0, |block| in_block(&page.blocks[block].text, link, text));
        spots.push(Spot {
            block,
            range,
            link: Some(index),
            key: index as u64,
            weak: block.is_some_and(|block| reading.is_heading(block)),
            loose: wanted.text.is_empty(),
            value: true,
        });
    }
    spots
}

/// Links in the content to files, by words of their text, in the order of the page.
pub(crate) fn to_files(reading: &Reading<'_>, words: &[PhraseId]) -> Vec<usize> {
    let mut links: Vec<usize> = words
        .iter()
        .flat_map(|&phrase| reading.hits.of(phrase))
        .filter_map(|hit| match reading.segments[hit.segment] {
            Segment::Link(link) => Some(link),
            Segment::Block(_) => None,
        })
        .filter(|&link| reading.page.links[link].file && reading.page.links[link].region.is_content())
        .collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// Where the link's deciding words stand in its block; the whole block when they cannot be told apart.
fn in_block(block: &str, link: &Link, text: Option<&Range<usize>>) -> Range<usize> {
    let Some(at) = block.find(&link.text) else { return 0..block.len() };
    text.map_or(at..at + link.text.len(), |range| at + range.start..at + range.end)
}

fn is_of_kind(page: &PageModel, link: &Link, wanted: &LinkNeed<PhraseId>) -> bool {
    wanted.file.is_none_or(|file| file == link.file)
        && wanted.external.is_none_or(|external| external == leaves(page, link))
}

/// Whether a link leaves the page's registrable domain.
pub(crate) fn leaves(page: &PageModel, link: &Link) -> bool {
    let Some(host) = link.url.as_ref().and_then(Address::host) else { return false };
    let own = page.url.host_str().unwrap_or_default();
    registrable(host) != registrable(own)
}

fn registrable(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host)
}

//! Prices in kronor, each with what it is for.

use std::collections::{BTreeMap, BTreeSet};

use super::{shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::page::{BlockKind, MentionKind};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::scope::{is_told, sentence};

pub(super) fn on_page(
    reading: &Reading<'_>,
    pass: usize,
    partial: usize,
    words: &[PhraseId],
    unless: &[PhraseId],
) -> PageVerdict {
    let page = reading.page;
    let said = reading.said(words);
    let says = |block: usize| said.iter().any(|(other, _)| *other == block);
    let heading_says = |block: usize| {
        let heading = page.blocks[block].heading.map(|heading| page.headings[heading].node);
        heading.is_some_and(|node| said.iter().any(|(other, _)| page.blocks[*other].node == node))
    };
    let header_says = |block: usize| match page.blocks[block].kind {
        BlockKind::TableRow(table, _) => {
            said.iter().any(|(other, _)| page.blocks[*other].kind == BlockKind::TableRow(table, 0))
        }
        _ => false,
    };
    let hits = unless.iter().flat_map(|&phrase| reading.in_blocks(phrase));
    let struck: BTreeSet<_> = hits.map(|(block, hit)| sentence(page, block, reading.bytes(hit).start)).collect();
    let mut prices = BTreeMap::new();
    for mention in &page.mentions {
        let MentionKind::Amount { kronor, per } = mention.kind else { continue };
        let told = is_told(&page.blocks[mention.block]) && !reading.stuffed[mention.block];
        let no_price = struck.contains(&sentence(page, mention.block, mention.range.start));
        if told && !no_price && (says(mention.block) || heading_says(mention.block) || header_says(mention.block)) {
            prices.entry((kronor, per)).or_insert(mention);
        }
    }
    let mut found: Vec<_> = prices.values().collect();
    found.sort_by_key(|mention| (mention.block, mention.range.start));
    let evidence = found.iter().take(5).map(|m| reading.quote(m.block, std::slice::from_ref(&m.range))).collect();
    if found.len() >= pass {
        shown(Outcome::Passed, evidence)
    } else if found.len() >= partial.max(1) {
        PageVerdict { note: "Vi hittade ett pris.".to_owned(), ..shown(Outcome::Partial, evidence) }
    } else {
        let nearest = said.first().map(|(block, range)| reading.quote(*block, std::slice::from_ref(range)));
        PageVerdict { nearest, ..verdict(Outcome::Failed) }
    }
}

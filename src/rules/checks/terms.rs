//! Technical terms are explained where they first stand: in the same sentence, the next one, or in brackets.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::note::row;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;

pub(super) fn on_page(reading: &Reading<'_>, terms: &[PhraseId], explains: &[PhraseId]) -> PageVerdict {
    // First place of each term; a word that is two terms belongs to the longer one.
    let mut first: BTreeMap<PhraseId, (usize, Range<usize>)> = BTreeMap::new();
    for &term in terms {
        let mut places = reading.in_blocks(term).filter(|(block, _)| !reading.is_heading(*block));
        if let Some((block, hit)) = places.next() {
            first.insert(term, (block, reading.bytes(hit)));
        }
    }
    let all: Vec<(usize, Range<usize>)> = first.values().cloned().collect();
    first.retain(|_, (block, range)| {
        !all.iter().any(|(other, wide)| {
            other == block && wide.start <= range.start && range.end <= wide.end && wide.len() > range.len()
        })
    });
    if first.is_empty() {
        return because(Outcome::Inapplicable, "namns-inte");
    }
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    for (block, range) in first.into_values() {
        if is_explained(reading, block, &range, explains) {
            told.push((block, range));
        } else {
            untold.push((block, range));
        }
    }
    told.sort_by_key(|(block, range)| (*block, range.start));
    untold.sort_by_key(|(block, range)| (*block, range.start));
    let quote = |(block, range): &(usize, Range<usize>)| reading.quote(*block, std::slice::from_ref(range));
    let names = |places: &[(usize, Range<usize>)]| {
        let words: Vec<&str> = places.iter().map(|(b, r)| &reading.page.blocks[*b].text[r.clone()]).take(6).collect();
        row(&words)
    };
    let note = if untold.is_empty() { String::new() } else { format!("Utan förklaring: {}.", names(&untold)) };
    let evidence = told.iter().take(5).map(quote).collect();
    let nearest = untold.first().map(quote);
    let outcome = match (told.len(), untold.len()) {
        (_, 0) => Outcome::Passed,
        (told, untold) if told >= untold => Outcome::Partial,
        _ => return PageVerdict { note, nearest, ..verdict(Outcome::Failed) },
    };
    PageVerdict { note, nearest, ..shown(outcome, evidence) }
}

fn is_explained(reading: &Reading<'_>, block: usize, term: &Range<usize>, explains: &[PhraseId]) -> bool {
    let text = &reading.page.blocks[block].text;
    let rest = text[term.end..].trim_start();
    if rest.starts_with('(') && rest.find(')').is_some_and(|end| rest[1..end].trim().contains(' ')) {
        return true;
    }
    let sentences = &reading.page.blocks[block].sentences;
    let at = sentences.iter().position(|s| term.start < s.end).unwrap_or(0);
    let end = sentences.get(at + 1).or(sentences.get(at)).map_or(text.len(), |s| s.end);
    let start = sentences.get(at).map_or(0, |s| s.start);
    let hits = explains.iter().flat_map(|&phrase| reading.in_blocks(phrase));
    hits.filter(|(other, _)| *other == block)
        .map(|(_, hit)| reading.bytes(hit))
        .any(|hit| hit.start >= start && hit.end <= end && (hit.end <= term.start || hit.start >= term.end))
}

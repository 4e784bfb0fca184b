//! Technical terms are explained: where they first stand in the same sentence, the next one or in brackets, or further
//! down in a sentence of their own.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::note::row;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;

pub(super) fn on_page(reading: &Reading<'_>, terms: &[PhraseId], explains: &[PhraseId]) -> PageVerdict {
    let (told, untold) = sorted(reading, terms, explains);
    if told.is_empty() && untold.is_empty() {
        return because(Outcome::Inapplicable, "namns-inte");
    }
    let quote = |(block, range): &Place| reading.quote(*block, std::slice::from_ref(range));
    let names = |places: &[Place]| {
        let words: Vec<&str> = places.iter().map(|(b, r)| &reading.page.blocks[*b].text[r.clone()]).take(6).collect();
        row(&words)
    };
    let note = if untold.is_empty() { String::new() } else { format!("Utan förklaring: {}.", names(&untold)) };
    // What is missing comes first: the note names it, so its words are shown.
    let evidence = untold.iter().take(2).chain(&told).take(5).map(quote).collect();
    let nearest = untold.first().map(quote);
    let outcome = match (told.len(), untold.len()) {
        (_, 0) => Outcome::Passed,
        (told, untold) if told >= untold => Outcome::Partial,
        _ => return PageVerdict { note, nearest, ..verdict(Outcome::Failed) },
    };
    PageVerdict { note, nearest, ..shown(outcome, evidence) }
}

/// Where a term stands: block, bytes.
type Place = (usize, Range<usize>);

/// The terms of a page in the order of the page: those explained, by the place that explains them, and the others, by
/// their first place.
fn sorted(reading: &Reading<'_>, terms: &[PhraseId], explains: &[PhraseId]) -> (Vec<Place>, Vec<Place>) {
    let mut places: BTreeMap<PhraseId, Vec<Place>> = BTreeMap::new();
    for &term in terms {
        let told = reading.in_blocks(term).filter(|(block, _)| !reading.is_heading(*block));
        let told: Vec<Place> = told.map(|(block, hit)| (block, reading.bytes(hit))).collect();
        if !told.is_empty() {
            places.insert(term, told);
        }
    }
    // A word that is two terms belongs to the longer one.
    let firsts: Vec<Place> = places.values().map(|places| places[0].clone()).collect();
    places.retain(|_, places| {
        let (block, range) = &places[0];
        !firsts.iter().any(|(other, wide)| {
            other == block && wide.start <= range.start && range.end <= wide.end && wide.len() > range.len()
        })
    });
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    for mut places in places.into_values() {
        // Beside the first place the next sentence may explain it too; further down only its own does.
        let explained = |at: usize| is_explained(reading, &places[at], explains, usize::from(at == 0));
        match (0..places.len()).find(|&at| explained(at)) {
            Some(at) => told.push(places.swap_remove(at)),
            None => untold.push(places.swap_remove(0)),
        }
    }
    told.sort_by_key(|(block, range)| (*block, range.start));
    untold.sort_by_key(|(block, range)| (*block, range.start));
    (told, untold)
}

/// The words that stand for explained terms, lower case.
pub(in crate::rules) fn explained_words(
    reading: &Reading<'_>,
    terms: &[PhraseId],
    explains: &[PhraseId],
) -> Vec<String> {
    let (told, _) = sorted(reading, terms, explains);
    told.into_iter().map(|(block, range)| reading.page.blocks[block].text[range].to_lowercase()).collect()
}

fn is_explained(reading: &Reading<'_>, place: &Place, explains: &[PhraseId], next: usize) -> bool {
    let (block, term) = (place.0, &place.1);
    let text = &reading.page.blocks[block].text;
    let rest = text[term.end..].trim_start();
    if rest.starts_with('(') && rest.find(')').is_some_and(|end| rest[1..end].trim().contains(' ')) {
        return true;
    }
    let sentences = &reading.page.blocks[block].sentences;
    let at = sentences.iter().position(|s| term.start < s.end).unwrap_or(0);
    let end = sentences.get(at + next).or(sentences.get(at)).map_or(text.len(), |s| s.end);
    let start = sentences.get(at).map_or(0, |s| s.start);
    let hits = explains.iter().flat_map(|&phrase| reading.in_blocks(phrase));
    hits.filter(|(other, _)| *other == block)
        .map(|(_, hit)| reading.bytes(hit))
        .any(|hit| hit.start >= start && hit.end <= end && (hit.end <= term.start || hit.start >= term.end))
}

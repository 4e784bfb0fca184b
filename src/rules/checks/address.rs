//! Du-address against the third person ("den enskilde", "brukaren").

use std::collections::BTreeSet;

use super::{because, shown, verdict};
use crate::domain::{Evidence, Outcome, PageVerdict};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;

/// Words of main text below which nothing is said.
const LEAST: u32 = 100;

pub(super) fn on_page(reading: &Reading<'_>, direct: &[PhraseId], distant: &[PhraseId], per_words: u32) -> PageVerdict {
    let words = reading.running_words();
    if words < LEAST {
        return because(Outcome::Untested, "for-kort-text");
    }
    let (you, they) = (places(reading, direct), places(reading, distant));
    let note =
        format!("Vi hittade {} ord som du och dig, och {} som den enskilde och brukaren.", you.len(), they.len());
    let quote = |places: &BTreeSet<(usize, usize, usize)>| -> Option<Evidence> {
        let (block, start, end) = places.first()?;
        Some(reading.quote(*block, std::slice::from_ref(&(*start..*end))))
    };
    let enough = you.len() * per_words.max(1) as usize >= words as usize;
    if you.is_empty() {
        return PageVerdict { note, nearest: quote(&they), ..verdict(Outcome::Failed) };
    }
    let outcome = if enough && you.len() > they.len() { Outcome::Passed } else { Outcome::Partial };
    PageVerdict { note, ..shown(outcome, quote(&you).into_iter().chain(quote(&they)).collect()) }
}

fn places(reading: &Reading<'_>, phrases: &[PhraseId]) -> BTreeSet<(usize, usize, usize)> {
    let hits = phrases.iter().flat_map(|&phrase| reading.in_blocks(phrase));
    hits.map(|(block, hit)| (block, reading.bytes(hit).start, reading.bytes(hit).end)).collect()
}

//! LIX of the main text (Björnsson 1968). A blunt measure: refused under 100 words and for other languages.

use super::{because, shown};
use crate::domain::{Outcome, PageVerdict};
use crate::page::{Region, is_long, words};
use crate::rules::note::number;
use crate::rules::reading::Reading;

/// Words of running text below which nothing is said.
const LEAST: u32 = 100;

pub(super) fn on_page(reading: &Reading<'_>, pass: f64, partial: f64) -> PageVerdict {
    let page = reading.page;
    let measure = &page.readability;
    let Some(lix) = measure.lix.filter(|_| reading.running_words() >= LEAST) else {
        return because(Outcome::Untested, "for-kort-text");
    };
    if !page.language.is_empty() && !page.language.starts_with("sv") {
        return because(Outcome::Inapplicable, "annat-sprak");
    }
    let outcome = if lix <= pass {
        Outcome::Passed
    } else if lix <= partial {
        Outcome::Partial
    } else {
        Outcome::Failed
    };
    let share = 100.0 * f64::from(measure.long_words) / f64::from(measure.words);
    let note = format!(
        "Texten har LIX {}. Den har {} ord i {} meningar, i snitt {} ord. {} procent av orden har fler än sex bokstäver. \
         Här visas de längsta meningarna.",
        number(lix.round()),
        measure.words,
        measure.sentences,
        number(f64::from(measure.words) / f64::from(measure.sentences)),
        number(share.round()),
    );
    let evidence = longest(reading);
    let nearest = (outcome == Outcome::Failed).then(|| evidence.first().cloned()).flatten();
    let mut answer = PageVerdict { note, nearest, ..shown(outcome, evidence) };
    answer.values.insert("lix".to_owned(), number(lix));
    answer
}

/// The three longest sentences with their long words marked.
fn longest(reading: &Reading<'_>) -> Vec<crate::domain::Evidence> {
    let mut sentences = Vec::new();
    for (block, shown) in reading.page.blocks.iter().enumerate() {
        if shown.region == Region::Main && !shown.hidden && !reading.is_heading(block) {
            for sentence in &shown.sentences {
                sentences.push((words(&shown.text[sentence.clone()]).count(), block, sentence.clone()));
            }
        }
    }
    sentences.sort_by_key(|(count, block, sentence)| (std::cmp::Reverse(*count), *block, sentence.start));
    let quote = |(_, block, sentence): (usize, usize, std::ops::Range<usize>)| {
        let mut evidence = reading.quote(block, std::slice::from_ref(&sentence));
        let text = &reading.page.blocks[block].text[sentence];
        evidence.marked = words(text).filter(|w| is_long(w) && evidence.quote.contains(w)).map(str::to_owned).collect();
        evidence.marked.dedup();
        evidence
    };
    sentences.into_iter().take(3).map(quote).collect()
}

//! This year's amount stands near the words. An earlier year's amount is named and fails; another amount is for a person,
//! since a kommun may have a lower ceiling; so is an amount for the coming year that the table does not know yet, and a
//! kommun that takes no fee.

use std::ops::Range;

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::page::{BlockKind, Mention, MentionKind};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::scope::{is_told, sentence};
use crate::rules::spec::{Statement, Within};
use crate::rules::statement::first_match;

/// Blocks between the words and the amount within a section.
const NEAR: usize = 2;
/// An amount below this is a price of something, never a month's ceiling.
const LEAST: u32 = 500;

pub(super) fn on_page(
    reading: &Reading<'_>,
    amount: &str,
    words: &[PhraseId],
    partly: &[Statement<PhraseId>],
    open: &[Statement<PhraseId>],
) -> PageVerdict {
    let answer = by_amount(reading, amount, words);
    // An amount that is wrong is worse than none.
    if answer.outcome == Outcome::Failed && answer.values.is_empty() {
        if let Some(found) = first_match(reading, partly) {
            return PageVerdict { nearest: answer.nearest, ..shown(Outcome::Partial, found.evidence(reading)) };
        }
        if let Some(found) = first_match(reading, open) {
            return PageVerdict { evidence: found.evidence(reading), ..because(Outcome::CantTell, "annat-belopp") };
        }
    }
    answer
}

fn by_amount(reading: &Reading<'_>, amount: &str, words: &[PhraseId]) -> PageVerdict {
    let named = reading.said(words);
    let nearest = named.first().map(|(block, range)| reading.quote(*block, std::slice::from_ref(range)));
    if named.is_empty() {
        return verdict(Outcome::Failed);
    }
    let today = reading.context.today;
    let amounts = reading.context.amounts;
    let Some(current) = amounts.in_year(amount, today.year()) else {
        return PageVerdict { nearest, ..because(Outcome::CantTell, "belopp-saknas-i-tabellen") };
    };
    // In December the coming year's amount is already right.
    let coming = (today.month() == 12).then(|| amounts.in_year(amount, today.year() + 1)).flatten();
    let unknown = today.year() + 1;
    let unknown = amounts.in_year(amount, unknown).is_none().then_some(unknown);
    let mut next = None;
    let mut old = None;
    let mut other = None;
    for mention in &reading.page.mentions {
        let MentionKind::Amount { kronor, per } = mention.kind else { continue };
        let Some(place) = near(reading, mention, &named) else { continue };
        let evidence = || vec![reading.quote(mention.block, &[place.clone(), mention.range.clone()])];
        if kronor == current || Some(kronor) == coming {
            let mut answer = shown(Outcome::Passed, evidence());
            answer.values.insert(amount.to_owned(), kronor.to_string());
            return answer;
        }
        if unknown.is_some_and(|year| is_for(reading, mention, year)) {
            next.get_or_insert_with(|| PageVerdict {
                evidence: evidence(),
                ..because(Outcome::CantTell, "nasta-ars-belopp")
            });
        } else if let Some(year) = amounts.year_of(amount, kronor).filter(|year| *year < today.year()) {
            old.get_or_insert_with(|| {
                let note = format!("{kronor} kronor gällde {year}. I år är beloppet {current} kronor.");
                let values = [(amount.to_owned(), kronor.to_string())].into();
                PageVerdict { note, nearest: evidence().pop(), values, ..shown(Outcome::Failed, evidence()) }
            });
        } else if (LEAST..current).contains(&kronor)
            && per.is_none_or(|per| per == "månad")
            && same_sentence(reading, mention, &named)
        {
            other.get_or_insert_with(|| PageVerdict {
                evidence: evidence(),
                ..because(Outcome::CantTell, "annat-belopp")
            });
        }
    }
    old.or(next).or(other).unwrap_or_else(|| PageVerdict { nearest, ..verdict(Outcome::Failed) })
}

/// The words' place in the amount's own block, or an empty range when they stand close by.
fn near(reading: &Reading<'_>, mention: &Mention, named: &[(usize, Range<usize>)]) -> Option<Range<usize>> {
    let page = reading.page;
    if !is_told(&page.blocks[mention.block]) || reading.stuffed[mention.block] {
        return None;
    }
    if let Some((_, range)) = named.iter().find(|(block, _)| *block == mention.block) {
        return Some(range.clone());
    }
    // Another row of the same table speaks of something else, unless it is the header.
    let row = |block: usize| match page.blocks[block].kind {
        BlockKind::TableRow(table, row) => Some((table, row)),
        _ => None,
    };
    let section = |block: usize| reading.scopes.around(page, Within::Section, block, 0).next();
    let close = |&(block, _): &(usize, Range<usize>)| {
        let apart = match (row(block), row(mention.block)) {
            (Some((a, row)), Some((b, _))) => a == b && row > 0,
            _ => false,
        };
        !apart
            && section(block) == section(mention.block)
            && (reading.scopes.apart(block, mention.block) <= NEAR || reading.is_heading(block))
    };
    named.iter().any(close).then_some(0..0)
}

/// Whether the amount's sentence, or the heading above it, names the year.
fn is_for(reading: &Reading<'_>, mention: &Mention, year: i16) -> bool {
    let page = reading.page;
    let block = &page.blocks[mention.block];
    let said = block.sentences.iter().find(|sentence| mention.range.start < sentence.end);
    let heading = block.heading.map(|heading| page.headings[heading].text.as_str());
    let names = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits == year.to_string());
    said.is_some_and(|sentence| names(&block.text[sentence.clone()])) || heading.is_some_and(names)
}

fn same_sentence(reading: &Reading<'_>, mention: &Mention, named: &[(usize, Range<usize>)]) -> bool {
    let of = |at: usize| sentence(reading.page, mention.block, at);
    named.iter().any(|(block, range)| *block == mention.block && of(range.start) == of(mention.range.start))
}

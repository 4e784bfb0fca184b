//! Lists of providers: that there is one, that it says the same of each, that it says something at all.
//!
//! A list is names in a row ([`crate::rules::names`]) that the rule's words name: in the header, right before it, in a
//! heading above it, or in the same sentence. On a page about providers the words are not needed.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{shown, verdict};
use crate::domain::{Evidence, Outcome, PageType, PageVerdict};
use crate::rules::mention;
use crate::rules::names::{Name, Row};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::scope::sentence;
use crate::rules::spec::{MentionName, Part, ProvidersAsk};

/// Fields that make a list comparable, and the share of the entries that must have them.
const COMPARABLE: (usize, f64) = (4, 0.8);
const HALF_COMPARABLE: (usize, f64) = (2, 0.5);
/// Words beyond the name that say something of a provider.
const SAYS: usize = 6;
pub(super) fn on_page(
    reading: &Reading<'_>,
    ask: ProvidersAsk,
    words: &[PhraseId],
    unless: &[PhraseId],
    fields: &[Part<PhraseId>],
) -> PageVerdict {
    let said = reading.said(words);
    let nearest = said.first().map(|(block, range)| reading.quote(*block, std::slice::from_ref(range)));
    let Some(row) = best_row(reading, &said, unless, ask) else {
        if ask != ProvidersAsk::Comparable
            && let Some(link) = file_or_other_site(reading, &said)
        {
            let note = "Listan finns bara i en fil eller på en annan webbplats.".to_owned();
            let outcome = if ask == ProvidersAsk::Listed { Outcome::Partial } else { Outcome::Failed };
            return PageVerdict { note, ..shown(outcome, vec![reading.quote_link(link)]) };
        }
        return PageVerdict { nearest, ..verdict(Outcome::Failed) };
    };
    let evidence = || evidence(reading, &row);
    let count = row.names.len();
    match ask {
        ProvidersAsk::Listed => {
            PageVerdict { note: format!("Sidan visar {count} utförare."), ..shown(Outcome::Passed, evidence()) }
        }
        ProvidersAsk::Comparable => comparable(reading, &row, fields, evidence()),
        ProvidersAsk::NotOnlyLinks => {
            let told = row.names.iter().filter(|name| says_something(reading, name)).count();
            let numbers = mention::spots(reading, &[MentionName::Phone], false);
            let has_number =
                |name: &&Name| numbers.iter().any(|s| s.block.is_some_and(|block| name.blocks.contains(&block)));
            let named = row.names.iter().filter(has_number).count();
            if told * 2 > count {
                return shown(Outcome::Passed, evidence());
            }
            if named * 2 > count {
                let note = "Sidan visar telefonnummer, men berättar inget om utförarna.".to_owned();
                return PageVerdict { note, ..shown(Outcome::Partial, evidence()) };
            }
            PageVerdict { nearest: evidence().into_iter().next(), ..verdict(Outcome::Failed) }
        }
    }
}

/// The rows' names, each where it stands; those of one block together.
fn evidence(reading: &Reading<'_>, row: &Row) -> Vec<Evidence> {
    let together = row.names.chunk_by(|a, b| a.blocks[0] == b.blocks[0]).take(5);
    let quote = |names: &[Name]| {
        let alone = names.len() == 1;
        let ranges: Vec<_> = names.iter().filter(|_| !alone).map(|name| name.range.clone()).collect();
        reading.quote(names[0].blocks[0], &ranges)
    };
    together.map(quote).collect()
}

/// The row with the most names that the words name, or that stands on a page about providers.
fn best_row(
    reading: &Reading<'_>,
    said: &[(usize, Range<usize>)],
    unless: &[PhraseId],
    ask: ProvidersAsk,
) -> Option<Row> {
    let on_topic = reading.page.page_type == PageType::Utforare;
    let first = |row: &Row| row.header.unwrap_or(row.names[0].blocks[0]);
    let named = |row: &Row| said.iter().any(|(block, _)| introduces(reading, *block, first(row)));
    let in_sentence = |row: &Row| {
        let name = &row.names[0];
        ask == ProvidersAsk::Listed
            && said.iter().any(|(block, words)| {
                *block == name.blocks[0]
                    && words.end <= name.range.start
                    && sentence(reading.page, *block, words.start) == sentence(reading.page, *block, name.range.start)
            })
    };
    reading
        .rows(unless)
        .iter()
        .filter(|row| if row.in_sentence { in_sentence(row) } else { on_topic || named(row) })
        // What stands as a list goes before a sentence; ties go to the first: `max_by_key` would take the last.
        .reduce(
            |best, row| {
                if (!best.in_sentence, best.names.len()) >= (!row.in_sentence, row.names.len()) { best } else { row }
            },
        )
        .cloned()
}

/// Whether a block is the list's header, stands right before it, or is a heading above it.
fn introduces(reading: &Reading<'_>, block: usize, first: usize) -> bool {
    let page = reading.page;
    let above = page.blocks[first].heading.is_some_and(|heading| {
        let mut at = Some(heading);
        std::iter::from_fn(|| {
            let here = at?;
            at = page.headings[here].parent;
            Some(page.headings[here].node)
        })
        .take(2)
        .any(|node| node == page.blocks[block].node)
    });
    let near =
        || reading.scopes.apart(block, first) <= 2 && !(block + 1..first).any(|between| reading.is_heading(between));
    block == first || above || (block < first && near())
}

fn comparable(reading: &Reading<'_>, row: &Row, fields: &[Part<PhraseId>], evidence: Vec<Evidence>) -> PageVerdict {
    #[expect(clippy::cast_precision_loss, reason = "a page has few providers")]
    let share = |field: &Part<PhraseId>| {
        let holding = holding(reading, field);
        let in_header = row.header.is_some_and(|header| holding.contains(&header));
        let has = |name: &&Name| in_header || name.blocks.iter().any(|block| holding.contains(block));
        row.names.iter().filter(has).count() as f64 / row.names.len() as f64
    };
    let shares: Vec<(String, f64)> = fields.iter().map(|field| (field.name.clone(), share(field))).collect();
    let with = |least: f64| shares.iter().filter(|(_, share)| *share >= least).count();
    let outcome = if with(COMPARABLE.1) >= COMPARABLE.0 {
        Outcome::Passed
    } else if with(HALF_COMPARABLE.1) >= HALF_COMPARABLE.0 {
        Outcome::Partial
    } else {
        return PageVerdict { nearest: evidence.into_iter().next(), ..verdict(Outcome::Failed) };
    };
    let parts: Vec<String> =
        shares.into_iter().filter(|(_, share)| *share >= HALF_COMPARABLE.1).map(|(name, _)| name).collect();
    let names: Vec<&str> = parts.iter().map(String::as_str).collect();
    let note = format!("Det här går att jämföra: {}.", crate::rules::note::row(&names));
    PageVerdict { note, ..shown(outcome, evidence) }
}

/// The blocks that hold a field: its words, or what is recognised.
fn holding(reading: &Reading<'_>, field: &Part<PhraseId>) -> BTreeSet<usize> {
    let needs = || field.either.iter().flat_map(|statement| &statement.need);
    needs().flat_map(|need| reading.spots(need).iter().filter_map(|spot| spot.block).collect::<Vec<_>>()).collect()
}

fn says_something(reading: &Reading<'_>, name: &Name) -> bool {
    let page = reading.page;
    let words = |text: &str| text.split_whitespace().count();
    let all: usize = name.blocks.iter().map(|&block| words(&page.blocks[block].text)).sum();
    let linked: usize =
        page.links.iter().filter(|l| l.block.is_some_and(|b| name.blocks.contains(&b))).map(|l| words(&l.text)).sum();
    let heading = if name.blocks.len() > 1 { words(&page.blocks[name.blocks[0]].text) } else { 0 };
    all.saturating_sub(linked).saturating_sub(heading) >= SAYS
}

/// A link by the words that leads to a file or to another site.
fn file_or_other_site(reading: &Reading<'_>, said: &[(usize, Range<usize>)]) -> Option<usize> {
    reading.page.links.iter().position(|link| {
        let named = link.block.is_some_and(|block| said.iter().any(|(other, _)| *other == block));
        named && link.region.is_content() && (link.file || crate::rules::link::leaves(reading.page, link))
    })
}

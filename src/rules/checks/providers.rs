//! Lists of providers: that there is one, that it says the same of each, that it says something at all.
//!
//! A list is a table, a list or a row of headings of one level that follows words that name a provider list. On a page
//! about providers the words are not needed. Among headings stand others than names («Ändra dig»): a provider's is a
//! name, none of the rule's other headings, and says under it how to reach the provider. A sentence that says how many
//! there are and names them all is a list too.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{shown, verdict};
use crate::domain::{Outcome, PageType, PageVerdict};
use crate::page::BlockKind;
use crate::rules::mention;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::scope::is_told;
use crate::rules::spec::{MentionName, Part, ProvidersAsk};

/// Fields that make a list comparable, and the share of the entries that must have them.
const COMPARABLE: (usize, f64) = (4, 0.8);
const HALF_COMPARABLE: (usize, f64) = (2, 0.5);
/// Words beyond the name that say something of a provider.
const SAYS: usize = 6;
/// A name is short; a longer first block is prose.
const NAME_WORDS: usize = 14;

/// A name among others in a sentence is shorter still.
const ROW_NAME_WORDS: usize = 6;
/// From two on.
const COUNTS: [&str; 11] = ["två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];

/// One provider: its blocks.
type Entry = Vec<usize>;

pub(super) fn on_page(
    reading: &Reading<'_>,
    ask: ProvidersAsk,
    words: &[PhraseId],
    unless: &[PhraseId],
    fields: &[Part<PhraseId>],
) -> PageVerdict {
    let said = reading.said(words);
    let nearest = said.first().map(|(block, range)| reading.quote(*block, std::slice::from_ref(range)));
    let Some(list) = best_list(reading, &said, unless) else {
        if ask == ProvidersAsk::Listed
            && let Some((block, range, count)) = said.iter().find_map(|place| row_of_names(reading, place))
        {
            let evidence = vec![reading.quote(block, &[range])];
            return PageVerdict { note: format!("Sidan visar {count} utförare."), ..shown(Outcome::Passed, evidence) };
        }
        if ask != ProvidersAsk::Comparable
            && let Some(link) = file_or_other_site(reading, &said)
        {
            let note = "Listan finns bara i en fil eller på en annan webbplats.".to_owned();
            let outcome = if ask == ProvidersAsk::Listed { Outcome::Partial } else { Outcome::Failed };
            return PageVerdict { note, ..shown(outcome, vec![reading.quote_link(link)]) };
        }
        return PageVerdict { nearest, ..verdict(Outcome::Failed) };
    };
    let evidence = || list.entries.iter().take(5).filter_map(|e| e.first()).map(|&b| reading.quote(b, &[])).collect();
    let count = list.entries.len();
    match ask {
        ProvidersAsk::Listed => {
            PageVerdict { note: format!("Sidan visar {count} utförare."), ..shown(Outcome::Passed, evidence()) }
        }
        ProvidersAsk::Comparable => comparable(reading, &list, fields, evidence()),
        ProvidersAsk::NotOnlyLinks => {
            let told = list.entries.iter().filter(|entry| says_something(reading, entry)).count();
            let numbers = mention::spots(reading, &[MentionName::Phone], false);
            let has_number =
                |entry: &Entry| numbers.iter().any(|s| s.block.is_some_and(|block| entry.contains(&block)));
            let named = list.entries.iter().filter(|entry| has_number(entry)).count();
            let outcome = if told * 2 > count {
                Outcome::Passed
            } else if named * 2 > count {
                Outcome::Partial
            } else {
                return PageVerdict { nearest: evidence().into_iter().next(), ..verdict(Outcome::Failed) };
            };
            shown(outcome, evidence())
        }
    }
}

/// "Här finns två utförare: kommunens hemtjänst och Omsorgsbolaget AB": as many names as it says, all but one (the
/// kommun's own) with a capital. The block, the words and the names with them, and how many they are.
fn row_of_names(reading: &Reading<'_>, (block, words): &(usize, Range<usize>)) -> Option<(usize, Range<usize>, usize)> {
    let shown = &reading.page.blocks[*block];
    let end = shown.sentences.iter().find(|sentence| words.start < sentence.end)?.end;
    let said = shown.text[..words.start].split_whitespace().next_back()?.to_lowercase();
    let count = COUNTS.iter().position(|count| *count == said).map_or_else(|| said.parse().ok(), |at| Some(at + 2))?;
    let names = shown.text.get(words.end..end)?.strip_prefix(':')?;
    let names: Vec<&str> = names
        .split([',', ';'])
        .flat_map(|part| part.split(" och "))
        .map(|name| name.trim_matches(|c: char| c == '.' || c.is_whitespace()))
        .filter(|name| !name.is_empty())
        .collect();
    let short = names.iter().all(|name| name.split_whitespace().count() <= ROW_NAME_WORDS);
    let small = names.iter().filter(|name| !name.contains(char::is_uppercase)).count();
    (names.len() >= 2 && names.len() == count && short && small <= 1).then_some((*block, words.start..end, count))
}

/// A list of providers and the block of its header row.
struct List {
    entries: Vec<Entry>,
    header: Option<usize>,
}

fn best_list(reading: &Reading<'_>, said: &[(usize, Range<usize>)], unless: &[PhraseId]) -> Option<List> {
    let page = reading.page;
    let mut lists: BTreeMap<(u8, usize), List> = BTreeMap::new();
    for (block, shown) in page.blocks.iter().enumerate().filter(|(_, block)| is_told(block)) {
        match shown.kind {
            BlockKind::TableRow(table, row) => {
                let list = lists.entry((0, table)).or_insert_with(|| List { entries: Vec::new(), header: None });
                if row == 0 { list.header = Some(block) } else { list.entries.push(vec![block]) }
            }
            BlockKind::ListItem(number) => {
                let list = lists.entry((1, number)).or_insert_with(|| List { entries: Vec::new(), header: None });
                list.entries.push(vec![block]);
            }
            _ => {}
        }
    }
    for (parent, list) in cards(reading, unless) {
        lists.insert((2, parent), list);
    }
    let on_topic = page.page_type == PageType::Utforare;
    let named = |list: &List| {
        let first = list.header.or_else(|| list.entries.first()?.first().copied());
        first.is_some_and(|first| said.iter().any(|(block, _)| introduces(reading, *block, first)))
    };
    let has_name = |entry: &Entry| entry.first().is_some_and(|&block| is_name(&page.blocks[block].text));
    lists
        .into_values()
        .filter(|list| list.entries.len() >= 2 && list.entries.iter().all(has_name) && (on_topic || named(list)))
        // Ties go to the first: `max_by_key` would take the last.
        .fold(None, |best: Option<List>, list| match best {
            Some(best) if best.entries.len() >= list.entries.len() => Some(best),
            _ => Some(list),
        })
}

/// Headings of one level under the same parent that name a provider, each with what stands under it.
fn cards(reading: &Reading<'_>, unless: &[PhraseId]) -> Vec<(usize, List)> {
    let page = reading.page;
    let mut by_parent: BTreeMap<(usize, u8), Vec<Entry>> = BTreeMap::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (block, shown) in page.blocks.iter().enumerate().filter(|(_, block)| is_told(block)) {
        if let BlockKind::Heading(level) = shown.kind {
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            let parent = open.last().map_or(0, |(_, at)| *at);
            by_parent.entry((parent, level)).or_default().push(vec![block]);
            open.push((level, block));
        } else if let Some(&(level, _)) = open.last() {
            let parent = open.len().checked_sub(2).map_or(0, |above| open[above].1);
            if let Some(entry) = by_parent.get_mut(&(parent, level)).and_then(|entries| entries.last_mut()) {
                entry.push(block);
            }
        }
    }
    let other: BTreeSet<usize> =
        unless.iter().flat_map(|&phrase| reading.in_blocks(phrase)).map(|(block, _)| block).collect();
    let reached = ways_to_reach(reading);
    let is_provider = |entry: &Entry| {
        !other.contains(&entry[0])
            && is_name(&page.blocks[entry[0]].text)
            && entry.iter().any(|block| reached.contains(block))
    };
    by_parent
        .into_iter()
        .map(|((parent, _), mut entries)| {
            entries.retain(is_provider);
            (parent, List { entries, header: None })
        })
        .collect()
}

/// Blocks with a number, an e-mail address or a link: to the provider's site, or to its page at the kommun.
fn ways_to_reach(reading: &Reading<'_>) -> BTreeSet<usize> {
    let told = mention::spots(reading, &[MentionName::Phone, MentionName::Email], false);
    let links = reading.page.links.iter().filter_map(|link| link.block);
    told.into_iter().filter_map(|spot| spot.block).chain(links).collect()
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
    block == first || above || (block < first && reading.scopes.apart(block, first) <= 2)
}

/// Short, begins with a capital or digit, and speaks to nobody.
fn is_name(text: &str) -> bool {
    let name = text.split(" | ").next().unwrap_or(text);
    let speaks = name
        .split_whitespace()
        .any(|w| matches!(w.to_lowercase().as_str(), "du" | "dig" | "din" | "vi" | "vad" | "hur"));
    let short = name.split_whitespace().count() <= NAME_WORDS || text.contains(':');
    short && !speaks && !name.ends_with('?') && name.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

fn comparable(
    reading: &Reading<'_>,
    list: &List,
    fields: &[Part<PhraseId>],
    evidence: Vec<crate::domain::Evidence>,
) -> PageVerdict {
    #[expect(clippy::cast_precision_loss, reason = "a page has few providers")]
    let share = |field: &Part<PhraseId>| {
        let holding = holding(reading, field);
        let in_header = list.header.is_some_and(|header| holding.contains(&header));
        let has = |entry: &&Entry| in_header || entry.iter().any(|block| holding.contains(block));
        list.entries.iter().filter(has).count() as f64 / list.entries.len() as f64
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

fn says_something(reading: &Reading<'_>, entry: &Entry) -> bool {
    let page = reading.page;
    let words = |text: &str| text.split_whitespace().count();
    let all: usize = entry.iter().map(|&block| words(&page.blocks[block].text)).sum();
    let linked: usize =
        page.links.iter().filter(|l| l.block.is_some_and(|b| entry.contains(&b))).map(|l| words(&l.text)).sum();
    let name = if entry.len() > 1 { words(&page.blocks[entry[0]].text) } else { 0 };
    all.saturating_sub(linked).saturating_sub(name) >= SAYS
}

/// A link by the words that leads to a file or to another site.
fn file_or_other_site(reading: &Reading<'_>, said: &[(usize, Range<usize>)]) -> Option<usize> {
    reading.page.links.iter().position(|link| {
        let named = link.block.is_some_and(|block| said.iter().any(|(other, _)| *other == block));
        named && link.region.is_content() && (link.file || crate::rules::link::leaves(reading.page, link))
    })
}

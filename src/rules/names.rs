//! Names in a row: those one can choose among, told by how they stand.
//!
//! Place in the flow: reading → **rows of names** → statements (`shape = "names"`), provider checks.
//! What must stay true: a row has at least two names; a name is short, begins with a capital and speaks to nobody, and
//! holds none of the words that the rule gives. What the names are names of, the words round the row tell.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::mention;
use super::phrases::PhraseId;
use super::reading::Reading;
use super::scope::is_told;
use super::spec::MentionName;
use super::statement::Spot;
use crate::page::{BlockKind, Region};

/// Most words of a name.
const WORDS: usize = 7;
/// Words that no name holds: they make it a sentence.
const SPEAKS: [&str; 22] = [
    "du", "dig", "din", "ditt", "dina", "vi", "oss", "vår", "våra", "ni", "vad", "hur", "när", "är", "har", "kan",
    "ska", "får", "inte", "som", "att", "om",
];
/// Of a list's items so many in three are names, or it is a list of something else.
const TWO_THIRDS: (usize, usize) = (2, 3);
/// What names in a sentence follow.
const LEADS: [&str; 6] = [": ", " mellan ", " bland ", " är ", " heter ", " följande "];
static LEADING: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(LEADS).expect("fixed, short patterns"));

/// What parts one name in a sentence from the next.
const BETWEEN: [&str; 5] = [",", ";", " och ", " eller ", " samt "];

/// A name and what stands with it.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Its block, and those that tell of it.
    pub blocks: Vec<usize>,
    /// The name in the first of them.
    pub range: Range<usize>,
}

/// Names in a row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// At least two.
    pub names: Vec<Name>,
    /// The table's first row.
    pub header: Option<usize>,
    /// All in one sentence.
    pub in_sentence: bool,
}

/// The places of all names that stand in a row.
pub(crate) fn spots(reading: &Reading<'_>, unless: &[PhraseId]) -> Vec<Spot> {
    reading.rows(unless).iter().flat_map(|row| &row.names).map(|name| spot(reading, name)).collect()
}

fn spot(reading: &Reading<'_>, name: &Name) -> Spot {
    let block = name.blocks[0];
    let mut hasher = DefaultHasher::new();
    reading.page.blocks[block].text[name.range.clone()].to_lowercase().hash(&mut hasher);
    let key = hasher.finish();
    Spot { block: Some(block), range: name.range.clone(), link: None, key, weak: false, loose: false, value: true }
}

/// The rows of names on a page. A text with one of `unless` is no name. Looked for once a page: [`Reading::rows`].
pub(super) fn look_for(reading: &Reading<'_>, unless: &[PhraseId]) -> Vec<Row> {
    let mut other: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (block, hit) in unless.iter().flat_map(|&phrase| reading.in_blocks(phrase)) {
        other.entry(block).or_default().push(reading.bytes(hit).start);
    }
    let finder = Finder { reading, other, reached: ways_to_reach(reading) };
    let mut rows = finder.lists();
    rows.extend(finder.cards());
    rows.extend(finder.paragraphs());
    rows.extend(finder.blocks().flat_map(|block| [finder.links(block), finder.sentence(block)]).flatten());
    rows.retain(|row| row.names.len() >= 2);
    rows
}

struct Finder<'r, 'a> {
    reading: &'r Reading<'a>,
    /// Where the words stand that no name holds.
    other: BTreeMap<usize, Vec<usize>>,
    /// Blocks with a number, an e-mail address or a link.
    reached: BTreeSet<usize>,
}

impl Finder<'_, '_> {
    fn text(&self, block: usize) -> &str {
        &self.reading.page.blocks[block].text
    }

    /// Blocks that names can stand in.
    fn blocks(&self) -> impl Iterator<Item = usize> {
        let told = |&block: &usize| is_told(&self.reading.page.blocks[block]) && !self.reading.stuffed[block];
        (0..self.reading.page.blocks.len()).filter(told)
    }

    /// The name that a block begins with.
    fn leading_name(&self, block: usize) -> Option<Range<usize>> {
        // Most blocks that are no names are told by their first letter.
        let text = self.text(block);
        let range = text.trim_start().starts_with(begins_name).then(|| name_part(text))?;
        self.is_name(block, &range).then_some(range)
    }

    fn is_name(&self, block: usize, range: &Range<usize>) -> bool {
        let other = self.other.get(&block).is_some_and(|starts| starts.iter().any(|start| range.contains(start)));
        !other && looks_like_name(&self.text(block)[range.clone()])
    }

    fn lists(&self) -> Vec<Row> {
        let mut lists: BTreeMap<(bool, usize), (Row, usize)> = BTreeMap::new();
        for block in self.blocks() {
            let (key, header) = match self.reading.page.blocks[block].kind {
                BlockKind::TableRow(table, row) => ((false, table), row == 0),
                BlockKind::ListItem(list) => ((true, list), false),
                _ => continue,
            };
            let (row, items) = lists.entry(key).or_insert_with(|| (Row::of(Vec::new()), 0));
            if header {
                row.header = Some(block);
                continue;
            }
            *items += 1;
            row.names.extend(self.leading_name(block).map(|range| Name { blocks: vec![block], range }));
        }
        let mostly =
            |(row, items): (Row, usize)| (row.names.len() * TWO_THIRDS.1 >= items * TWO_THIRDS.0).then_some(row);
        lists.into_values().filter_map(mostly).collect()
    }

    /// Headings of one level under the same parent that are names, each with a way to reach it under it.
    fn cards(&self) -> Vec<Row> {
        let mut by_parent: BTreeMap<(usize, u8), Vec<Vec<usize>>> = BTreeMap::new();
        let mut open: Vec<(u8, usize)> = Vec::new();
        for block in self.blocks() {
            if let BlockKind::Heading(level) = self.reading.page.blocks[block].kind {
                while open.last().is_some_and(|(above, _)| *above >= level) {
                    open.pop();
                }
                let parent = open.last().map_or(0, |(_, at)| *at);
                by_parent.entry((parent, level)).or_default().push(vec![block]);
                open.push((level, block));
            } else if let Some(&(level, _)) = open.last() {
                let parent = open.len().checked_sub(2).map_or(0, |above| open[above].1);
                if let Some(card) = by_parent.get_mut(&(parent, level)).and_then(|cards| cards.last_mut()) {
                    card.push(block);
                }
            }
        }
        let name = |blocks: Vec<usize>| {
            let range = self.leading_name(blocks[0])?;
            blocks.iter().any(|block| self.reached.contains(block)).then_some(Name { blocks, range })
        };
        by_parent.into_values().map(|cards| Row::of(cards.into_iter().filter_map(name).collect())).collect()
    }

    /// Paragraphs under one heading that begin with a name and say how to reach it, there or in the next one.
    fn paragraphs(&self) -> Vec<Row> {
        let page = self.reading.page;
        let mut by_heading: BTreeMap<Option<usize>, Vec<Name>> = BTreeMap::new();
        let blocks: Vec<usize> = self.blocks().collect();
        for (at, &block) in blocks.iter().enumerate() {
            let kept = &page.blocks[block];
            let plain = |block: usize| {
                let kept = &page.blocks[block];
                matches!(kept.kind, BlockKind::Paragraph | BlockKind::Definition) && kept.region == Region::Main
            };
            let Some(range) = plain(block).then(|| self.leading_name(block)).flatten() else { continue };
            let whole = range.end == kept.text.len();
            let next = blocks.get(at + 1).copied().filter(|&next| {
                whole && plain(next) && self.reached.contains(&next) && self.leading_name(next).is_none()
            });
            if self.reached.contains(&block) || next.is_some() {
                let blocks = std::iter::once(block).chain(next).collect();
                by_heading.entry(kept.heading).or_default().push(Name { blocks, range });
            }
        }
        by_heading.into_values().map(Row::of).collect()
    }

    /// The links of a block that is nothing but links.
    fn links(&self, block: usize) -> Option<Row> {
        if !self.reading.bare_links[block] {
            return None;
        }
        let links = self.reading.page.links.iter().filter(|link| link.block == Some(block));
        let name = |text: &String| {
            let at = self.text(block).find(text.as_str())?;
            let part = name_part(text);
            let range = at + part.start..at + part.end;
            self.is_name(block, &range).then_some(Name { blocks: vec![block], range })
        };
        Some(Row::of(links.filter_map(|link| name(&link.text)).collect()))
    }

    /// "Här finns två utförare: kommunens hemtjänst och Omsorgsbolaget AB": all that follows is names, at most one of them
    /// (the kommun's own) without a capital.
    fn sentence(&self, block: usize) -> Option<Row> {
        let text = self.text(block);
        self.reading.page.blocks[block].sentences.iter().find_map(|sentence| {
            let said = &text[sentence.clone()];
            if !holds_name(said) {
                return None;
            }
            // The first of each.
            let mut leads = [None; LEADS.len()];
            for found in LEADING.find_overlapping_iter(said) {
                leads[found.pattern().as_usize()].get_or_insert(found.end());
            }
            leads.into_iter().flatten().find_map(|from| {
                let names = self.enumerated(block, sentence.start + from..sentence.end)?;
                Some(Row { names, header: None, in_sentence: true })
            })
        })
    }

    fn enumerated(&self, block: usize, range: Range<usize>) -> Option<Vec<Name>> {
        let text = &self.text(block)[..range.end];
        let mut names = Vec::new();
        let mut small = 0;
        let mut from = range.start;
        while from < text.len() {
            let cut = BETWEEN.iter().filter_map(|between| Some((text[from..].find(between)?, between.len()))).min();
            let (length, between) = cut.unwrap_or((text.len() - from, 0));
            let part = &text[from..from + length];
            let name = part.trim_matches(|c: char| c == '.' || c.is_whitespace());
            let start = from + part.find(name).unwrap_or(0);
            let range = start..start + name.len();
            from += length + between;
            if name.is_empty() {
                continue;
            }
            if name.starts_with(char::is_lowercase) {
                small += 1;
                if name.split_whitespace().count() > WORDS / 2 || speaks(name) {
                    return None;
                }
            } else if !self.is_name(block, &range) {
                return None;
            }
            names.push(Name { blocks: vec![block], range });
        }
        (names.len() >= 2 && small <= 1 && small < names.len()).then_some(names)
    }
}

impl Row {
    fn of(names: Vec<Name>) -> Self {
        Self { names, header: None, in_sentence: false }
    }
}

/// Blocks with a number, an e-mail address or a link: to the provider's site, or to its page at the kommun.
fn ways_to_reach(reading: &Reading<'_>) -> BTreeSet<usize> {
    let told = mention::spots(reading, &[MentionName::Phone, MentionName::Email], false);
    let links = reading.page.links.iter().filter_map(|link| link.block);
    told.into_iter().filter_map(|spot| spot.block).chain(links).collect()
}

/// What a text begins with, up to a comma, dash, bracket, cell, number or full stop.
fn name_part(text: &str) -> Range<usize> {
    let ends = |(at, c): (usize, char)| match c {
        ',' | ':' | ';' | '(' | '|' | '\n' => true,
        '–' | '—' | '-' | '.' => text[at + c.len_utf8()..].starts_with(' '),
        '0'..='9' => at > 0 && text[..at].ends_with(' '),
        _ => false,
    };
    let end = text.char_indices().find(|&found| ends(found)).map_or(text.len(), |(at, _)| at);
    let name = text[..end].trim_end();
    name.len() - name.trim_start().len()..name.len()
}

fn begins_name(c: char) -> bool {
    c.is_uppercase() || c.is_numeric()
}

/// Whether a word after the first may begin a name: in most sentences none does.
fn holds_name(sentence: &str) -> bool {
    sentence.split([' ', '\n', ',', ';']).skip(1).any(|word| word.starts_with(begins_name))
}

fn looks_like_name(name: &str) -> bool {
    name.starts_with(begins_name)
        && name.chars().any(char::is_alphabetic)
        && name.split_whitespace().nth(WORDS).is_none()
        && !name.ends_with(['?', '!'])
        && !speaks(name)
}

fn speaks(name: &str) -> bool {
    name.split_whitespace().any(|word| SPEAKS.contains(&word.to_lowercase().as_str()))
}

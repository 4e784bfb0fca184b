//! Which blocks belong together: sentences, blocks, lists with what introduces them, sections, the page.
//!
//! Place in the flow: page model → **scopes** → statements.
//! What must stay true: only shown content is in any scope; a contact box is a section of its own.

use std::collections::BTreeMap;
use std::ops::Range;

use super::spec::Within;
use crate::page::{Block, BlockKind, PageModel, Region};

/// A scope of one kind; comparable, in the order of the page for blocks and sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Scope {
    /// Sentence of a block.
    Sentence(usize, usize),
    /// A block by itself.
    Block(usize),
    /// A list or table.
    List(usize),
    /// A section.
    Section(usize),
    /// The page.
    Page,
}

/// The scopes that each block is in.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    lists: Vec<Vec<usize>>,
    sections: Vec<Vec<usize>>,
    /// The first block of each list and section, and the one after its last.
    list_bounds: Vec<Range<usize>>,
    section_bounds: Vec<Range<usize>>,
    /// Shown content blocks before each block.
    rank: Vec<usize>,
    /// Blocks that speak for those under them.
    labels: Vec<bool>,
}

/// The sentence that holds a place in a block.
pub(crate) fn sentence(page: &PageModel, block: usize, at: usize) -> Scope {
    Scope::Sentence(block, number(&page.blocks[block], at))
}

fn number(block: &Block, at: usize) -> usize {
    block.sentences.partition_point(|s| s.end <= at).min(block.sentences.len().saturating_sub(1))
}

/// Whether a sentence asks what the next one answers: "Vill du ha hjälp? Ring oss." The two count as one.
pub(crate) fn asks(block: &Block, number: usize) -> bool {
    number + 1 < block.sentences.len() && block.text[..block.sentences[number].end].trim_end().ends_with('?')
}

/// Whether a place in a block stands in a sentence, or in the question that it answers.
pub(crate) fn stands_in_sentence(block: &Block, at: usize, sentence: usize) -> bool {
    let own = number(block, at);
    own == sentence || own + 1 == sentence && asks(block, own)
}

/// Most words of a label on a line of its own.
const LABEL: usize = 3;

/// Whether a block is a heading, or a label on a line of its own: «Besökstider».
fn is_label(block: &Block) -> bool {
    match block.kind {
        BlockKind::Heading(_) => true,
        BlockKind::Paragraph => {
            let sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '!' | '?' | ',' | '@');
            !block.text.contains(sign) && block.text.split_whitespace().nth(LABEL).is_none()
        }
        _ => false,
    }
}

/// Whether a block's words can be evidence.
pub(crate) fn is_told(block: &Block) -> bool {
    block.region.is_content() && !block.hidden
}

impl Scopes {
    /// Reads them off a page.
    pub(crate) fn of(page: &PageModel) -> Self {
        let rank = page.blocks.iter().scan(0, |told, block| {
            let before = *told;
            *told += usize::from(is_told(block));
            Some(before)
        });
        let (lists, sections) = (lists(&page.blocks), sections(&page.blocks));
        Self {
            list_bounds: bounds(&lists),
            section_bounds: bounds(&sections),
            lists,
            sections,
            rank: rank.collect(),
            labels: page.blocks.iter().map(is_label).collect(),
        }
    }

    /// The blocks that a heading, or a label on a line of its own, speaks for: those under «Besökstider», to the next of
    /// either.
    pub(crate) fn labelled(&self, page: &PageModel, label: usize) -> Range<usize> {
        let first = label + 1;
        if !self.labels[label] || page.blocks[label].kind == BlockKind::Heading(1) {
            return first..first;
        }
        let region = page.blocks[label].region;
        let under =
            |&block: &usize| is_told(&page.blocks[block]) && page.blocks[block].region == region && !self.labels[block];
        first..first + (first..page.blocks.len()).take_while(under).count()
    }

    /// The scopes of a kind that hold a place in a block, smallest first.
    pub(crate) fn around(
        &self,
        page: &PageModel,
        within: Within,
        block: usize,
        at: usize,
    ) -> impl Iterator<Item = Scope> + use<'_> {
        let (smallest, lists, sections): (Option<Scope>, &[usize], &[usize]) = match within {
            Within::Sentence => (Some(sentence(page, block, at)), &[], &[]),
            Within::Block => (Some(Scope::Block(block)), &[], &[]),
            Within::List => (Some(Scope::Block(block)), &self.lists[block], &[]),
            Within::Section => (None, &[], &self.sections[block]),
            Within::Page => (Some(Scope::Page), &[], &[]),
        };
        let answer = match smallest {
            Some(Scope::Sentence(_, number)) if asks(&page.blocks[block], number) => {
                Some(Scope::Sentence(block, number + 1))
            }
            _ => None,
        };
        let wider = lists.iter().map(|&list| Scope::List(list));
        let sections = sections.iter().rev().map(|&section| Scope::Section(section));
        smallest.into_iter().chain(answer).chain(wider).chain(sections)
    }

    /// How many shown content blocks apart two blocks are.
    pub(crate) fn apart(&self, one: usize, other: usize) -> usize {
        self.rank[one].abs_diff(self.rank[other])
    }

    /// Whether a block is the paragraph or heading right above a list or table.
    pub(crate) fn introduces(&self, page: &PageModel, block: usize) -> bool {
        !self.lists[block].is_empty()
            && !matches!(page.blocks[block].kind, BlockKind::ListItem(_) | BlockKind::TableRow(..))
    }

    /// Blocks among which all blocks of a scope are: a page may have as many sections as blocks, and going through all of
    /// its places for each would take the square of its size.
    pub(crate) fn bounds(&self, scope: Scope) -> Range<usize> {
        match scope {
            Scope::Sentence(block, _) | Scope::Block(block) => block..block + 1,
            Scope::List(list) => self.list_bounds[list].clone(),
            Scope::Section(section) => self.section_bounds[section].clone(),
            Scope::Page => 0..usize::MAX,
        }
    }

    /// Whether a block is part of a scope wider than itself.
    pub(crate) fn holds(&self, scope: Scope, block: usize) -> bool {
        match scope {
            Scope::Sentence(other, _) | Scope::Block(other) => other == block,
            Scope::List(list) => self.lists[block].contains(&list),
            Scope::Section(section) => self.sections[block].contains(&section),
            Scope::Page => true,
        }
    }

    /// The lists and tables, each as its blocks with the introduction.
    pub(crate) fn lists(&self) -> Vec<Vec<usize>> {
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for (block, numbers) in self.lists.iter().enumerate() {
            for &number in numbers {
                lists.resize(lists.len().max(number + 1), Vec::new());
                lists[number].push(block);
            }
        }
        lists
    }
}

/// Lists and tables by block; the paragraph and the heading right before one are part of it.
fn lists(blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut member: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    let mut numbers: BTreeMap<(bool, usize), usize> = BTreeMap::new();
    let mut before: Option<usize> = None;
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| is_told(block)) {
        let key = match block.kind {
            BlockKind::ListItem(list) => Some((false, list)),
            BlockKind::TableRow(table, _) => Some((true, table)),
            _ => None,
        };
        if let Some(key) = key {
            let next = numbers.len();
            let is_new = !numbers.contains_key(&key);
            let number = *numbers.entry(key).or_insert(next);
            member[index].push(number);
            if is_new && let Some(intro) = before.filter(|&intro| blocks[intro].region == block.region) {
                member[intro].push(number);
                let heading = intro.checked_sub(1).filter(|&heading| {
                    matches!(blocks[intro].kind, BlockKind::Paragraph)
                        && matches!(blocks[heading].kind, BlockKind::Heading(_))
                        && is_told(&blocks[heading])
                });
                if let Some(heading) = heading {
                    member[heading].push(number);
                }
            }
        }
        before = Some(index);
    }
    member
}

/// By number: the first block that has it, and the one after the last.
fn bounds(member: &[Vec<usize>]) -> Vec<Range<usize>> {
    let mut bounds: Vec<Range<usize>> = Vec::new();
    for (block, numbers) in member.iter().enumerate() {
        for &number in numbers {
            if number >= bounds.len() {
                bounds.resize(number + 1, block..block);
            }
            let known = &mut bounds[number];
            *known = if known.start == known.end { block..block + 1 } else { known.start..block + 1 };
        }
    }
    bounds
}

/// Sections by block, outermost first.
fn sections(blocks: &[Block]) -> Vec<Vec<usize>> {
    /// Level of the page's title: any heading ends its section.
    const TITLE: u8 = 7;
    let mut member: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
    let mut count = 0;
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut titled = false;
    // Level of the heading that opened the contact box, and its section.
    let mut contact: Option<(Option<u8>, usize)> = None;
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| is_told(block)) {
        let level = if let BlockKind::Heading(level) = block.kind { Some(level) } else { None };
        if block.region == Region::Contact {
            let same = contact.filter(|(first, _)| match (level, first) {
                (Some(level), Some(first)) => level > *first,
                (Some(_), None) => false,
                (None, _) => true,
            });
            let (first, section) = same.unwrap_or_else(|| {
                // A box without a heading of its own belongs to the heading right above it.
                if let Some(above) = index.checked_sub(1).filter(|&above| {
                    level.is_none() && matches!(blocks[above].kind, BlockKind::Heading(_)) && is_told(&blocks[above])
                }) {
                    member[above].push(count);
                }
                count += 1;
                (level, count - 1)
            });
            contact = Some((first, section));
            member[index].push(section);
            continue;
        }
        contact = None;
        if let Some(level) = level {
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            let level = if level == 1 && !titled { TITLE } else { level };
            titled |= level == TITLE;
            open.push((level, count));
            count += 1;
        } else if open.is_empty() {
            open.push((TITLE, count));
            count += 1;
        }
        member[index].extend(open.iter().map(|(_, section)| *section));
    }
    member
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::page::{PageTypes, parse};

    #[test]
    fn a_scope_lies_within_its_bounds() {
        let html = "<main><h1>Hemtjänst</h1><p>Vi hjälper dig.</p><h2>Ansök</h2><p>Så gör du:</p><ul><li>Ring oss.\
                    <ul><li>På vardagar.</li></ul></li><li>Skriv.</li></ul><aside class=\"kontakt\"><h2>Kontakt</h2>\
                    <p>Telefon: 031-390 06 10</p></aside><h2>Avgift</h2><table><tr><td>Larm</td><td>100 kr</td></tr>\
                    <tr><td>Mat</td><td>75 kr</td></tr></table><h3>Mer</h3><p>Läs mer.</p></main>";
        let page = parse(html, &Url::parse("https://www.hedlunda.example/").unwrap(), &PageTypes::embedded()).unwrap();
        let scopes = Scopes::of(&page);
        let mut wide = 0;
        for within in [Within::Sentence, Within::Block, Within::List, Within::Section, Within::Page] {
            for block in (0..page.blocks.len()).filter(|&block| is_told(&page.blocks[block])) {
                for scope in scopes.around(&page, within, block, 0) {
                    let bounds = scopes.bounds(scope);
                    let members: Vec<usize> = (0..page.blocks.len()).filter(|&b| scopes.holds(scope, b)).collect();
                    assert!(members.iter().all(|b| bounds.contains(b)), "{scope:?} {bounds:?} {members:?}");
                    wide += usize::from(matches!(scope, Scope::List(_) | Scope::Section(_)) && members.len() > 1);
                }
            }
        }
        assert!(wide > 10, "{wide}");
    }
}

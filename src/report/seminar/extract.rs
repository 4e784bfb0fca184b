//! The part of a page that fits on a screen: the heading, the words, and what stands around them.
//!
//! What must stay true: the marked words are always there; what is left out of a block is shown as an ellipsis.

use std::borrow::Cow;
use std::ops::Range;

use crate::domain::{Evidence, Sheet, SheetBlock, SheetKind, StoredContent, StoredPage, StoredWords};
use crate::report::mask::{masked_sheet, rewrite};
use crate::report::sheet::{self, Mark, Span, View};

use super::hide::Hider;

/// Characters that an audience can take in, heading apart.
const ROOM: usize = 480;
/// Characters of one block on either side of its marked words.
const AROUND: usize = 150;

/// What the screen shows of a page. Without the stored page, or when the words are not in it, the quote alone.
pub(super) fn of(words: &Evidence, rule: &str, near: bool, stored: Option<&StoredPage>, hider: &Hider) -> View {
    let mark = if near { Mark::Near } else { Mark::Found(1) };
    let placed = stored.and_then(|page| {
        let StoredContent::Sheet(sheet) = &page.content else { return None };
        let spans: Vec<Span> = page
            .words
            .iter()
            .filter(|stored| stored.rule == rule && stored.near == near)
            .flat_map(|words| sheet::place(sheet, words, mark))
            .collect();
        (!spans.is_empty()).then(|| (sheet.clone(), spans))
    });
    let (mut sheet, mut spans) = placed.unwrap_or_else(|| quote_alone(words, rule, near, mark));
    masked_sheet(&mut sheet, &mut spans);
    hider.sheet(&mut sheet, &mut spans);
    let Some(block) = spans.first().map(|span| span.block) else { return View::default() };
    shorten(&mut sheet.blocks[block], block, &mut spans);
    let chosen = around(&sheet.blocks, block);
    View::new(&sheet, &spans, 2, |at| chosen.contains(&at))
}

fn quote_alone(words: &Evidence, rule: &str, near: bool, mark: Mark) -> (Sheet, Vec<Span>) {
    let text = words.quote.clone();
    let block = SheetBlock { kind: SheetKind::Paragraph, text, selector: words.selector.clone(), main: true };
    let sheet = Sheet { title: words.page_title.clone(), blocks: vec![block] };
    let words = StoredWords { rule: rule.to_owned(), evidence: words.clone(), near };
    let spans = sheet::place(&sheet, &words, mark);
    (sheet, spans)
}

/// Cuts a long block to what stands around its marked words, at the edges of words.
fn shorten(block: &mut SheetBlock, at: usize, spans: &mut [Span]) {
    let own = || spans.iter().filter(|span| span.block == at);
    let (Some(first), Some(last)) = (own().map(|s| s.range.start).min(), own().map(|s| s.range.end).max()) else {
        return;
    };
    // Marks far apart: the first ones are shown.
    let last = last.min(first + ROOM);
    rewrite(block, at, spans, |text, ranges| {
        let from = text[..first].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
        let from = if from == 0 { 0 } else { text[from..first].find(' ').map_or(first, |space| from + space + 1) };
        let rest = text.get(last..).unwrap_or_default();
        let to = rest.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| last + at);
        let to = if to == text.len() { to } else { text[..to].rfind(' ').filter(|&at| at >= last).unwrap_or(last) };
        if (from, to) == (0, text.len()) || text.get(from..to).is_none() {
            return Cow::Borrowed(text);
        }
        let (before, after) = (if from > 0 { "… " } else { "" }, if to < text.len() { " …" } else { "" });
        let shift = |place: usize| place.clamp(from, to) - from + before.len();
        for range in ranges {
            *range = shift(range.start)..shift(range.end);
        }
        Cow::Owned(format!("{before}{}{after}", &text[from..to]))
    });
}

/// The block, the heading that it stands under, and neighbours of the same section as far as there is room.
fn around(blocks: &[SheetBlock], block: usize) -> Vec<usize> {
    let is_heading = |at: usize| matches!(blocks[at].kind, SheetKind::Heading(_));
    let beside = |at: usize| blocks[at].main == blocks[block].main;
    let heading = (0..=block).rev().find(|&at| is_heading(at) && beside(at));
    let section = |range: Range<usize>| range.filter(|&at| beside(at)).collect::<Vec<_>>();
    let before = section(heading.map_or(0, |at| at + 1)..block);
    let after = section(block + 1..(block + 1..blocks.len()).find(|&at| is_heading(at)).unwrap_or(blocks.len()));
    let mut chosen: Vec<usize> = heading.into_iter().chain([block]).collect();
    let mut room = ROOM.saturating_sub(blocks[block].text.chars().count());
    let (mut before, mut after) = (before.into_iter().rev(), after.into_iter());
    loop {
        let mut grown = false;
        for next in [before.next(), after.next()].into_iter().flatten() {
            let size = blocks[next].text.chars().count();
            if size <= room {
                room -= size;
                chosen.push(next);
                grown = true;
            } else {
                room = 0;
            }
        }
        if !grown {
            return chosen;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: SheetKind, text: &str) -> SheetBlock {
        SheetBlock { kind, text: text.to_owned(), selector: String::new(), main: true }
    }

    #[test]
    fn a_long_block_is_cut_around_its_words_and_neighbours_fill_the_room() {
        let long = format!("{}ring 9–11 {}", "ord ".repeat(200), "slut ".repeat(200));
        let at = long.find("ring").unwrap();
        let mut blocks = vec![
            block(SheetKind::Heading(2), "Kontakt"),
            block(SheetKind::Paragraph, "Före."),
            block(SheetKind::Paragraph, &long),
            block(SheetKind::Paragraph, "Efter."),
            block(SheetKind::Heading(2), "Avgift"),
            block(SheetKind::Paragraph, "Annat."),
        ];
        let mut spans = [Span { block: 2, range: at..at + 4, mark: Mark::Found(1) }];
        shorten(&mut blocks[2], 2, &mut spans);
        let text = &blocks[2].text;
        assert!(text.starts_with("… ord") && text.ends_with("slut …") && text.len() < 400, "{text}");
        assert_eq!(&text[spans[0].range.clone()], "ring");
        let mut chosen = around(&blocks, 2);
        chosen.sort_unstable();
        assert_eq!(chosen, [0, 1, 2, 3]);
    }
}

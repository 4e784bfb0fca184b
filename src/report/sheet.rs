//! A page shown again: its blocks with words marked, as plain pieces that the template escapes.
//!
//! Place in the flow: sheet + spans → personal data covered over → **view** → template `blad.html`.
//! What must stay true: every visible character of a block comes out once, in order, whatever overlaps; text from a page
//! is only ever text.

use std::ops::Range;

use crate::domain::{Sheet, SheetKind, StoredWords};

use super::quote::{find, visible};

/// How words in a sheet are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// They answer; the number says which answer.
    Found(usize),
    /// They come near.
    Near,
    /// A long sentence.
    LongSentence,
    /// A long word.
    LongWord,
}

/// Words of a block with a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Index of the block in the sheet.
    pub block: usize,
    /// Bytes of its text. A range that is not inside it, or cuts a character, marks nothing.
    pub range: Range<usize>,
    /// The mark.
    pub mark: Mark,
}

/// A piece of a block: text under the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// How near they are to an answer.
    pub(super) answers: Answers,
    /// Number whose first words begin here, for a link; 0 = none.
    pub(super) anchor: usize,
    /// Numbers whose words end here.
    pub(super) ends: Vec<usize>,
    /// Whether they are of a long sentence.
    pub(super) long_sentence: bool,
    /// Whether they are a long word.
    pub(super) long_word: bool,
}

/// How near words are to an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answers {
    /// Not marked.
    #[default]
    No,
    /// They come near.
    Nearly,
    /// They answer.
    Yes,
}

impl Piece {
    /// Whether the words answer.
    pub(super) fn is_found(&self) -> bool {
        self.answers == Answers::Yes
    }

    /// Whether they only come near.
    pub(super) fn is_near(&self) -> bool {
        self.answers == Answers::Nearly
    }
}

/// A part of a sheet as the template writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A heading of a level that fits our page.
    Heading(u8, Vec<Piece>),
    /// A paragraph.
    Paragraph(Vec<Piece>),
    /// A list.
    List(Vec<Vec<Piece>>),
    /// A numbered list, and the number of its first item.
    Numbered(u32, Vec<Vec<Piece>>),
    /// A row of a table.
    Row(Vec<Piece>),
}

/// A sheet as `blad.html` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Its parts in order.
    pub(super) parts: Vec<Part>,
}

impl View {
    /// The blocks that `wanted` picks by index, under headings from `top` (2–6) and down. No level is skipped, whatever
    /// the page did.
    pub fn new(sheet: &Sheet, spans: &[Span], top: u8, wanted: impl Fn(usize) -> bool) -> Self {
        let mut view = Self::default();
        // The levels of the headings around, as the page says them.
        let mut around: Vec<u8> = Vec::new();
        let mut met = Vec::new();
        // The number of the item just before.
        let mut before = None;
        for (at, block) in sheet.blocks.iter().enumerate().filter(|(at, _)| wanted(*at)) {
            let pieces = pieces(&block.text, spans.iter().filter(|span| span.block == at), &mut met);
            if pieces.is_empty() {
                continue;
            }
            match block.kind {
                SheetKind::Heading(said) => {
                    around.retain(|outer| *outer < said);
                    let level = top.saturating_add(u8::try_from(around.len()).unwrap_or(u8::MAX)).min(6);
                    around.push(said);
                    view.parts.push(Part::Heading(level, pieces));
                }
                SheetKind::Paragraph => view.parts.push(Part::Paragraph(pieces)),
                SheetKind::Row => view.parts.push(Part::Row(pieces)),
                // The item goes on in another paragraph.
                SheetKind::Numbered(number) if before == Some(number) => view.parts.push(Part::Paragraph(pieces)),
                SheetKind::Numbered(number) => match view.parts.last_mut() {
                    Some(Part::Numbered(_, items)) if number.checked_sub(1) == before => {
                        items.push(pieces);
                    }
                    _ => view.parts.push(Part::Numbered(number, vec![pieces])),
                },
                SheetKind::Item => match view.parts.last_mut() {
                    Some(Part::List(items)) => items.push(pieces),
                    _ => view.parts.push(Part::List(vec![pieces])),
                },
            }
            before = if let SheetKind::Numbered(number) = block.kind { Some(number) } else { None };
        }
        view
    }

    /// Takes the anchors away: several sheets in one document would share them.
    pub(super) fn without_anchors(&mut self) {
        let pieces = self.parts.iter_mut().flat_map(|part| match part {
            Part::Heading(_, pieces) | Part::Paragraph(pieces) | Part::Row(pieces) => vec![pieces],
            Part::List(items) | Part::Numbered(_, items) => items.iter_mut().collect(),
        });
        pieces.flatten().for_each(|piece| piece.anchor = 0);
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// Cuts a text where marks begin and end. `met` holds the numbers that have an anchor already.
fn pieces<'a>(text: &str, spans: impl Iterator<Item = &'a Span>, met: &mut Vec<usize>) -> Vec<Piece> {
    let spans: Vec<&Span> =
        spans.filter(|span| text.get(span.range.clone()).is_some_and(|words| !visible(words).is_empty())).collect();
    let mut cuts: Vec<usize> = spans.iter().flat_map(|span| [span.range.start, span.range.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    for (start, end) in cuts.iter().copied().zip(cuts.iter().copied().skip(1)) {
        let mut piece = Piece { text: visible(&text[start..end]), ..Piece::default() };
        for span in spans.iter().filter(|span| span.range.start <= start && span.range.end >= end) {
            match span.mark {
                Mark::Found(number) => {
                    piece.answers = Answers::Yes;
                    if piece.anchor == 0 && !met.contains(&number) {
                        met.push(number);
                        piece.anchor = number;
                    }
                    if span.range.end == end && !piece.ends.contains(&number) {
                        piece.ends.push(number);
                    }
                }
                Mark::Near => piece.answers = piece.answers.max(Answers::Nearly),
                Mark::LongSentence => piece.long_sentence = true,
                Mark::LongWord => piece.long_word = true,
            }
        }
        if !piece.text.is_empty() || !piece.ends.is_empty() {
            out.push(piece);
        }
    }
    out
}

/// Where the words of an answer stand in a sheet: in the element that they were found in, else wherever the same quote
/// stands. Empty when the page, as it is read today, does not have them in one block.
pub(super) fn place(sheet: &Sheet, words: &StoredWords, mark: Mark) -> Vec<Span> {
    let evidence = &words.evidence;
    let quote = evidence.quote.trim_matches(|c: char| c == '…' || c.is_whitespace());
    if quote.is_empty() {
        return Vec::new();
    }
    let holds = |(_, block): &(usize, &crate::domain::SheetBlock)| block.text.contains(quote);
    let blocks = || sheet.blocks.iter().enumerate().filter(holds);
    let own = blocks().find(|(_, block)| !evidence.selector.is_empty() && block.selector == evidence.selector);
    let Some((block, text)) = own.or_else(|| blocks().find(|(_, b)| b.main)).or_else(|| blocks().next()) else {
        return Vec::new();
    };
    let from = text.text.find(quote).unwrap_or_default();
    let marked = evidence.marked.iter().filter_map(|word| {
        let word = word.trim_matches(|c: char| c == '…' || c.is_whitespace());
        find(quote, word)
    });
    let mut ranges: Vec<(usize, usize)> = marked.collect();
    if ranges.is_empty() {
        ranges.push((0, quote.len()));
    }
    ranges.into_iter().map(|(start, end)| Span { block, range: from + start..from + end, mark }).collect()
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Evidence, SheetBlock};

    #[derive(Template)]
    #[template(source = "<main>{% include \"blad.html\" %}</main>", ext = "html", whitespace = "minimize")]
    struct Shown {
        blad: View,
    }

    fn block(kind: SheetKind, text: &str) -> SheetBlock {
        SheetBlock { kind, text: text.to_owned(), selector: String::new(), main: true }
    }

    fn sheet(blocks: Vec<SheetBlock>) -> Sheet {
        Sheet { title: "Hemtjänst".to_owned(), blocks }
    }

    fn span(block: usize, range: Range<usize>, mark: Mark) -> Span {
        Span { block, range, mark }
    }

    fn html(sheet: &Sheet, spans: &[Span]) -> String {
        Shown { blad: View::new(sheet, spans, 2, |_| true) }.render().unwrap()
    }

    #[test]
    fn marks_may_overlap_and_a_number_is_linked_to_once() {
        let sheet = sheet(vec![block(SheetKind::Paragraph, "Ring oss vardagar 9–11")]);
        let spans = [
            span(0, 0..24, Mark::LongSentence),
            span(0, 0..8, Mark::Found(1)),
            span(0, 5..17, Mark::Found(2)),
            span(0, 18..24, Mark::Found(1)),
        ];
        let html = html(&sheet, &spans);
        assert_eq!(html.matches("id=\"ord-1\"").count(), 1, "{html}");
        assert_eq!(html.matches("id=\"ord-2\"").count(), 1, "{html}");
        assert_eq!(html.matches("<mark").count(), 4, "{html}");
        assert_eq!(html.matches("<sup").count(), 3, "{html}");
    }

    #[test]
    fn headings_never_skip_a_level_and_items_stand_in_one_list() {
        let blocks = [SheetKind::Heading(4), SheetKind::Heading(1), SheetKind::Heading(6), SheetKind::Item]
            .map(|kind| block(kind, "a"))
            .into_iter()
            .chain([block(SheetKind::Item, "b"), block(SheetKind::Row, "c | d")]);
        let view = View::new(&sheet(blocks.collect()), &[], 2, |_| true);
        let levels: Vec<u8> =
            view.parts.iter().filter_map(|part| if let Part::Heading(n, _) = part { Some(*n) } else { None }).collect();
        assert_eq!(levels, [2, 2, 3]);
        assert!(matches!(&view.parts[3], Part::List(items) if items.len() == 2));
    }

    #[test]
    fn a_numbered_list_keeps_its_numbers_whatever_stands_between() {
        let blocks = [(1, "a"), (2, "b"), (2, "mer"), (3, "c"), (7, "d"), (1, "e")]
            .map(|(number, text)| block(SheetKind::Numbered(number), text));
        let html = html(&sheet(blocks.into()), &[]);
        assert_eq!(
            html,
            "<main><ol><li>a</li><li>b</li></ol><p>mer</p><ol start=\"3\"><li>c</li></ol><ol start=\"7\"><li>d</li></ol>\
             <ol><li>e</li></ol></main>"
        );
    }

    #[test]
    fn headings_beside_each_other_have_the_same_level() {
        let blocks = [2, 3, 3, 3, 2].map(|level| block(SheetKind::Heading(level), "a"));
        let view = View::new(&sheet(blocks.into()), &[], 3, |_| true);
        let levels: Vec<u8> =
            view.parts.iter().filter_map(|part| if let Part::Heading(n, _) = part { Some(*n) } else { None }).collect();
        assert_eq!(levels, [3, 4, 4, 4, 3]);
    }

    #[test]
    fn words_are_found_in_their_element_and_inside_their_quote() {
        let mut blocks = vec![
            block(SheetKind::Paragraph, "Ring oss. Vi svarar vardagar 9–11, ring 08-465 004 12."),
            block(SheetKind::Paragraph, "Vi svarar vardagar 9–11."),
        ];
        blocks[1].selector = "main > p:nth-of-type(2)".to_owned();
        let sheet = sheet(blocks);
        let words = |selector: &str, quote: &str, marked: &[&str]| StoredWords {
            rule: "kontakt-telefontid".to_owned(),
            evidence: Evidence {
                selector: selector.to_owned(),
                quote: quote.to_owned(),
                marked: marked.iter().map(|&word| word.to_owned()).collect(),
                ..Evidence::default()
            },
            near: false,
        };
        let found = |words: &StoredWords| {
            let spans = place(&sheet, words, Mark::Found(1));
            spans.iter().map(|s| (s.block, sheet.blocks[s.block].text[s.range.clone()].to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            found(&words("main > p:nth-of-type(2)", "Vi svarar vardagar 9–11", &["9–11"])),
            [(1, "9–11".to_owned())]
        );
        assert_eq!(found(&words("p", "… vardagar 9–11, ring …", &["ring"])), [(0, "ring".to_owned())]);
        assert_eq!(found(&words("p", "… vardagar 9–11, ring …", &[])), [(0, "vardagar 9–11, ring".to_owned())]);
        assert!(found(&words("p", "Något annat", &[])).is_empty());
    }

    proptest! {
        #[test]
        fn the_text_comes_out_whole_and_escaped(
            text in "(<script>|</p>|&amp;|[a-zåäö<>&\"'{}\u{0}\u{202e} –]){0,40}",
            spans in proptest::collection::vec((0usize..60, 0usize..60, 0usize..6), 0..8),
        ) {
            let marks = [Mark::Found(1), Mark::Found(2), Mark::Near, Mark::LongSentence, Mark::LongWord, Mark::Found(3)];
            let spans: Vec<Span> =
                spans.into_iter().map(|(a, b, m)| span(0, a.min(b)..a.max(b), marks[m])).collect();
            let html = html(&sheet(vec![block(SheetKind::Row, &text)]), &spans);
            let page = scraper::Html::parse_fragment(&html);
            let all = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).count();
            prop_assert_eq!(all("main *:not(p, mark, sup, span)"), 0, "{}", html);
            prop_assert!(all("[id]") <= 3);
            let shown: String = page.root_element().descendants().filter_map(|node| {
                let inside = node.ancestors().any(|up| up.value().as_element().is_some_and(|e| e.name() == "sup"));
                node.value().as_text().filter(|_| !inside).map(|text| text.to_string())
            }).collect();
            prop_assert_eq!(shown, visible(&text));
        }
    }
}

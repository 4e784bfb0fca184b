//! The draft with what answers marked, and where it is hard to read.
//!
//! What must stay true: a mark stands on the very words that a finding points at, or nowhere; the numbers in the text are
//! those of the list beside it.

use crate::domain::{CloseReading, Evidence, Outcome, Sheet, StoredWords};

use super::super::checked::{CheckedPage, Questions};
use super::super::sheet::{self, Mark, Span, View};
use super::super::texts::SetTexts;

/// Places marked of one answer.
const PLACES: usize = 3;
/// Bytes between two marked words that are read as one.
const TOGETHER: usize = 24;
/// Level of the headings in the text: below the page's own.
const TOP: u8 = 3;

/// A text to show.
#[derive(Clone, Debug, Default)]
pub(super) struct MarkedText {
    /// The text.
    pub(super) sheet: View,
    /// Questions answered in the text, in the order of their numbers.
    pub(super) answered: Vec<String>,
    /// Questions answered, but by no words that can be shown in the text.
    pub(super) also: Vec<String>,
    pub(super) has_near: bool,
    pub(super) has_long: bool,
    pub(super) has_heavy: bool,
}

impl MarkedText {
    /// The text of a page; `alone` when no other stands in the same document.
    pub(super) fn new(
        closer: &CloseReading,
        questions: &Questions<'_>,
        page: &CheckedPage<'_>,
        set: &SetTexts,
        alone: bool,
    ) -> Self {
        let text = &closer.sheet;
        let mut marked = Self::default();
        // What the page says counts wherever it belongs, so all answers are shown, those of other pages too.
        let mut located: Vec<(String, Vec<Span>)> = Vec::new();
        for rule in set.rules.iter().filter(|rule| rule.weight > 0.0) {
            let Some(found) = page.findings.iter().find(|found| found.rule == rule.id) else { continue };
            let half = match found.outcome {
                Outcome::Passed => "",
                Outcome::Partial => " Delvis.",
                _ => continue,
            };
            let title = format!("{}{half}", rule.title);
            let evidence = found.evidence.iter().filter(|_| rule.in_words).take(PLACES);
            let spans: Vec<Span> = evidence.flat_map(|one| places(text, one, Mark::Found(0))).collect();
            if spans.is_empty() {
                marked.also.push(title);
            } else {
                located.push((title, spans));
            }
        }
        located.sort_by_key(|(_, spans)| spans.iter().map(|span| (span.block, span.range.start)).min());
        let mut spans: Vec<Span> = Vec::new();
        for (number, (title, places)) in located.into_iter().enumerate() {
            marked.answered.push(title);
            spans.extend(places.into_iter().map(|span| Span { mark: Mark::Found(number + 1), ..span }));
        }
        for (_, found) in questions.asked.iter().filter(|(_, found)| found.outcome == Outcome::Failed) {
            let nearest = found.searched.iter().filter_map(|searched| searched.nearest.as_ref());
            let near: Vec<Span> = nearest.flat_map(|near| places(text, near, Mark::Near)).collect();
            marked.has_near |= !near.is_empty();
            spans.extend(near);
        }
        for sentence in &closer.prose.long_sentences {
            let (block, range) = (sentence.block, sentence.range.clone());
            spans.push(Span { block, range, mark: Mark::LongSentence });
            marked.has_long = true;
        }
        for (block, range) in closer.prose.heavy_words.iter().flat_map(|word| word.places.iter().cloned()) {
            spans.push(Span { block, range, mark: Mark::LongWord });
            marked.has_heavy = true;
        }
        marked.sheet = View::new(text, &spans, TOP, |block| text.blocks[block].main);
        if !alone {
            marked.sheet.without_anchors();
        }
        marked
    }
}

/// Where words stand in a text; those that stand close together as one.
fn places(text: &Sheet, evidence: &Evidence, mark: Mark) -> Vec<Span> {
    let words = StoredWords { rule: String::new(), evidence: evidence.clone(), near: mark == Mark::Near };
    let mut spans = sheet::place(text, &words, mark);
    spans.retain(|span| text.blocks[span.block].main);
    spans.sort_by_key(|span| (span.block, span.range.start, span.range.end));
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut().filter(|last| last.block == span.block && span.range.start <= last.range.end + TOGETHER)
        {
            Some(last) => last.range.end = last.range.end.max(span.range.end),
            None => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SheetBlock, SheetKind};

    #[test]
    fn words_that_stand_close_are_marked_as_one() {
        let text = "Ring biståndshandläggarna på 031-390 06 10. De svarar på vardagar, om du inte hellre skriver, klockan 9–11.";
        let block =
            SheetBlock { kind: SheetKind::Paragraph, text: text.to_owned(), selector: "p".to_owned(), main: true };
        let sheet = Sheet { title: String::new(), blocks: vec![block] };
        let evidence = Evidence {
            quote: text.to_owned(),
            marked: vec!["031-390 06 10".to_owned(), "biståndshandläggarna".to_owned(), "klockan 9–11".to_owned()],
            selector: "p".to_owned(),
            ..Evidence::default()
        };
        let spans = places(&sheet, &evidence, Mark::Near);
        let shown: Vec<&str> = spans.iter().map(|span| &text[span.range.clone()]).collect();
        assert_eq!(shown, ["biståndshandläggarna på 031-390 06 10", "klockan 9–11"]);
    }
}

//! LIX of the main text.
//!
//! Place in the flow: sentences → **readability** → rules. What must stay true: a blunt measure is not given on little
//! text; headings and list items end a sentence, as published before and after figures do.

use super::model::{Block, BlockKind, Readability, Region};

/// Fewest words that LIX is given for.
const MIN_WORDS: u32 = 100;
/// Letters that a word may have without being long (Björnsson 1968).
const SHORT_WORD: usize = 6;

/// Measures the main content: paragraphs, headings, list items, rows and definitions, not contact boxes and controls.
pub(super) fn measure(blocks: &[Block]) -> Readability {
    let mut found = Readability::default();
    for block in blocks {
        if block.region != Region::Main || block.hidden || block.kind == BlockKind::Control {
            continue;
        }
        let before = found.words;
        for word in words(&block.text) {
            found.words += 1;
            found.long_words += u32::from(is_long(word));
        }
        if found.words > before {
            found.sentences += u32::try_from(block.sentences.len().max(1)).unwrap_or(1);
        }
    }
    if found.words >= MIN_WORDS && found.sentences > 0 {
        let words = f64::from(found.words);
        found.lix = Some(words / f64::from(found.sentences) + 100.0 * f64::from(found.long_words) / words);
    }
    found
}

/// The words of a text: runs between spaces that hold a letter or digit.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

/// Whether a word has more than six letters.
pub fn is_long(word: &str) -> bool {
    word.len() > SHORT_WORD && word.chars().filter(|c| c.is_alphanumeric()).count() > SHORT_WORD
}

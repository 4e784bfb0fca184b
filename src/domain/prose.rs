//! How hard a text is to read, and what would make it easier.
//!
//! Place in the flow: page model → **prose** → self-check. What must stay true: LIX after a change is counted from the
//! same figures as LIX before it; nothing is promised that the count does not give.

use std::ops::Range;

use super::Sheet;

/// Fewest words that LIX is given for.
const LIX_WORDS: u32 = 100;
/// Words that an easy sentence has at most; a long one is split into parts of so many.
const EASY_SENTENCE: u32 = 12;
/// Words from which a sentence is long (klarspråk).
pub const LONG_SENTENCE: u32 = 20;
/// Letters from which a word is heavy: far beyond the six of LIX, which every text must use.
pub const HEAVY_WORD: usize = 14;

/// A draft read closely: what it says, where it is hard to read, and what of it tells nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CloseReading {
    /// What it says.
    pub sheet: Sheet,
    /// How hard it is.
    pub prose: Prose,
    /// Blocks of the sheet that name everything and say nothing.
    pub word_lists: Vec<usize>,
    /// Blocks of the sheet that are placeholders, or headings with nothing under them.
    pub hollow: Vec<usize>,
}

/// Measures of a text and where it is hard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// Words.
    pub words: u32,
    /// Sentences; headings and list items end one.
    pub sentences: u32,
    /// Words of more than six letters.
    pub long_words: u32,
    /// Sentences of [`LONG_SENTENCE`] words or more, the longest first.
    pub long_sentences: Vec<LongSentence>,
    /// Words of [`HEAVY_WORD`] letters or more, the most used first.
    pub heavy_words: Vec<HeavyWord>,
}

/// A sentence that is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongSentence {
    /// Block of the sheet.
    pub block: usize,
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// Its words.
    pub words: u32,
}

/// A word that is heavy, in one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeavyWord {
    /// The word, lower case.
    pub word: String,
    /// Block of the sheet and bytes of its text, in order.
    pub places: Vec<(usize, Range<usize>)>,
}

/// What one change would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Easier<'a> {
    /// The change.
    pub change: Change<'a>,
    /// LIX when it is made.
    pub lix: f64,
}

/// A change that lowers LIX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// The longest sentence becomes so many.
    Split(&'a LongSentence, u32),
    /// A word is swapped for one of at most six letters, everywhere.
    Swap(&'a HeavyWord),
}

impl Prose {
    /// LIX (Björnsson 1968) = words/sentences + 100 × long words/words; nothing under 100 words.
    pub fn lix(&self) -> Option<f64> {
        self.lix_with(0, 0)
    }

    /// The changes that lower LIX, the one that lowers it most first: the longest sentence split, the heavy word that
    /// stands most often swapped.
    pub fn easier(&self) -> Vec<Easier<'_>> {
        let split = self.long_sentences.first().map(|sentence| {
            let parts = sentence.words.div_ceil(EASY_SENTENCE).max(2);
            (Change::Split(sentence, parts), self.lix_with(parts - 1, 0))
        });
        let swap = self.heavy_words.first().map(|word| {
            let places = u32::try_from(word.places.len()).unwrap_or(u32::MAX);
            (Change::Swap(word), self.lix_with(0, places))
        });
        let mut easier: Vec<Easier<'_>> = [split, swap]
            .into_iter()
            .flatten()
            .filter_map(|(change, lix)| Some(Easier { change, lix: lix? }))
            .collect();
        easier.sort_by(|a, b| a.lix.total_cmp(&b.lix));
        easier
    }

    fn lix_with(&self, more_sentences: u32, fewer_long: u32) -> Option<f64> {
        let sentences = self.sentences.saturating_add(more_sentences);
        if self.words < LIX_WORDS || sentences == 0 {
            return None;
        }
        let words = f64::from(self.words);
        let long = f64::from(self.long_words.saturating_sub(fewer_long));
        Some(words / f64::from(sentences) + 100.0 * long / words)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prose(words: u32, sentences: u32, long_words: u32, longest: u32, times: usize) -> Prose {
        Prose {
            words,
            sentences,
            long_words,
            long_sentences: vec![LongSentence { block: 0, range: 0..1, words: longest }],
            heavy_words: vec![HeavyWord { word: "x".into(), places: vec![(0, 0..1); times] }],
        }
    }

    #[test]
    fn what_lowers_lix_most_comes_first() {
        // 120/6 + 100 × 30/120 = 45; split in three: 120/8 + 25 = 40; the word gone twice: 20 + 100 × 28/120.
        let prose = prose(120, 6, 30, 30, 2);
        assert_eq!(prose.lix(), Some(45.0));
        let easier = prose.easier();
        assert!(matches!(easier[0].change, Change::Split(_, 3)) && (easier[0].lix - 40.0).abs() < 1e-9);
        assert!(matches!(easier[1].change, Change::Swap(_)));
    }

    #[test]
    fn nothing_is_said_of_a_short_text() {
        assert_eq!(prose(99, 5, 30, 30, 2).lix(), None);
        assert!(prose(99, 5, 30, 30, 2).easier().is_empty());
    }

    proptest! {
        #[test]
        fn a_change_never_makes_it_harder(words in 100_u32..2000, sentences in 1_u32..200, long in 1_u32..500, longest in 20_u32..90, times in 1_usize..9) {
            let prose = prose(words, sentences, long.min(words), longest, times);
            let before = prose.lix().unwrap();
            for easier in prose.easier() {
                prop_assert!(easier.lix < before);
            }
        }
    }
}

//! How easy the text is to read, and what would make it easier.
//!
//! What must stay true: LIX after a change is the count's word, never a guess; words in a row without sentences are named
//! kindly, as what gives nothing.

use crate::domain::CloseReading;
use crate::domain::prose::{Change, Easier};

use super::super::quote::visible;
use super::super::swedish;

/// Sentences and words shown.
const SHOWN: usize = 3;

/// What is said of a text.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// LIX in a sentence, or why there is none.
    pub(super) lead: String,
    /// What lowers LIX most, first.
    pub(super) changes: Vec<String>,
    /// The longest sentences: `31 ord`, the sentence.
    pub(super) sentences: Vec<(String, String)>,
    /// Heavy words: the word, how often.
    pub(super) words: Vec<(String, String)>,
    /// The text names everything and says nothing somewhere.
    pub(super) word_lists: bool,
    /// Headings with nothing under them, and placeholders.
    pub(super) hollow: Vec<String>,
}

impl Reading {
    /// Nothing for a text without words.
    pub(super) fn new(closer: &CloseReading) -> Option<Self> {
        let prose = &closer.prose;
        if prose.words == 0 {
            return None;
        }
        let block = |at: usize| closer.sheet.blocks.get(at).map_or("", |block| block.text.as_str());
        let sentence = |sentence: &crate::domain::prose::LongSentence| {
            let text = block(sentence.block).get(sentence.range.clone()).unwrap_or_default();
            (counted(sentence.words, "ord", "ord"), visible(text))
        };
        let word = |word: &crate::domain::prose::HeavyWord| {
            (visible(&word.word), swedish::counted(word.places.len(), "gång", "gånger"))
        };
        Some(Self {
            lead: lead(prose.words, prose.lix()),
            changes: prose
                .lix()
                .map(|lix| prose.easier().iter().map(|easier| change(easier, lix)).collect())
                .unwrap_or_default(),
            sentences: prose.long_sentences.iter().take(SHOWN).map(sentence).collect(),
            words: prose.heavy_words.iter().take(SHOWN).map(word).collect(),
            word_lists: !closer.word_lists.is_empty(),
            hollow: closer.hollow.iter().map(|&at| visible(block(at))).filter(|text| !text.is_empty()).collect(),
        })
    }
}

fn counted(n: u32, one: &str, many: &str) -> String {
    swedish::counted(usize::try_from(n).unwrap_or_default(), one, many)
}

/// Bands after Björnsson, in whole steps.
fn band(lix: f64) -> &'static str {
    match lix {
        lix if lix < 30.0 => "mycket lätt att läsa",
        lix if lix < 40.0 => "lätt att läsa",
        lix if lix < 50.0 => "lite svår att läsa",
        lix if lix < 60.0 => "svår att läsa",
        _ => "mycket svår att läsa",
    }
}

fn lead(words: u32, lix: Option<f64>) -> String {
    match lix {
        Some(lix) => {
            format!("Texten har läsbarhet (lix) {}. Den är {}. Lägre är lättare.", swedish::number(lix), band(lix))
        }
        None => format!(
            "Texten har {}. Läsbarhet (lix) går inte att mäta rättvist under 100 ord.",
            counted(words, "ord", "ord")
        ),
    }
}

/// «Dela den längsta meningen i tre. Då blir lix 38,2 i stället för 41.»
fn change(easier: &Easier<'_>, before: f64) -> String {
    let what = match &easier.change {
        Change::Split(sentence, parts) => format!(
            "Dela den längsta meningen ({}) i {}.",
            counted(sentence.words, "ord", "ord"),
            swedish::in_words(usize::try_from(*parts).unwrap_or_default())
        ),
        Change::Swap(word) => match word.places.len() {
            1 => format!("Byt ordet ”{}” mot ett kort ord.", visible(&word.word)),
            n => format!(
                "Byt ordet ”{}” mot ett kort ord på alla {} ställen.",
                visible(&word.word),
                swedish::in_words(n)
            ),
        },
    };
    format!("{what} Då blir lix {} i stället för {}.", swedish::number(easier.lix), swedish::number(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::prose::{HeavyWord, LongSentence, Prose};

    #[test]
    fn what_a_change_gives_is_what_was_counted() {
        let prose = Prose {
            words: 120,
            sentences: 6,
            long_words: 30,
            long_sentences: vec![LongSentence { block: 0, range: 0..4, words: 30 }],
            heavy_words: vec![HeavyWord { word: "verksamhetsutveckling".into(), places: vec![(0, 0..1); 2] }],
        };
        let reading = Reading::new(&CloseReading { prose, ..CloseReading::default() }).unwrap();
        assert_eq!(reading.lead, "Texten har läsbarhet (lix) 45. Den är lite svår att läsa. Lägre är lättare.");
        assert_eq!(
            reading.changes,
            [
                "Dela den längsta meningen (30\u{a0}ord) i tre. Då blir lix 40 i stället för 45.",
                "Byt ordet ”verksamhetsutveckling” mot ett kort ord på alla två ställen. Då blir lix 43,3 i stället för 45.",
            ]
        );
    }

    #[test]
    fn a_short_text_has_no_figure() {
        let prose = Prose { words: 40, sentences: 4, ..Prose::default() };
        let reading = Reading::new(&CloseReading { prose, ..CloseReading::default() }).unwrap();
        assert!(reading.lead.starts_with("Texten har 40\u{a0}ord.") && reading.changes.is_empty());
        assert!(Reading::new(&CloseReading::default()).is_none());
    }
}

//! Before and after: the same facts in difficult and in ordinary words. The texts are ours, in
//! `assets/fore-och-efter.toml`.
//!
//! What must stay true: LIX is above 50 before and below 35 after, the sentences are almost equally long, and the facts are
//! the same. The tests measure it as pages are measured.

use std::sync::LazyLock;

use serde::Deserialize;

/// A pair of texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pair {
    /// The dimension whose questions it is about.
    pub(super) dimension: String,
    /// What both texts must say, word for word.
    pub(super) facts: Vec<String>,
    /// The text before.
    pub(super) before: Measured,
    /// The text after.
    pub(super) after: Measured,
}

/// A text and what it measures.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measured {
    /// The text.
    pub(super) text: String,
    /// LIX.
    pub(super) lix: f64,
    /// Words a sentence.
    pub(super) sentence: f64,
    /// Words of more than six letters, per cent.
    pub(super) long: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pair: Vec<Pair>,
}

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("../../../assets/fore-och-efter.toml")).expect("our own file, read by the tests");
    file.pair
});

/// The pair about a dimension.
pub(super) fn about(dimension: &str) -> Option<&'static Pair> {
    PAIRS.iter().find(|pair| pair.dimension == dimension)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What hemkoll itself measures in a text that stands on a page.
    fn measured(text: &str) -> (f64, f64, f64) {
        let url = url::Url::parse("https://www.hedlunda.test/").unwrap();
        let html = format!("<!doctype html><html lang=sv><main><p>{text}</p></main></html>");
        let page = crate::page::parse(&html, &url, &crate::page::PageTypes::embedded()).unwrap().readability;
        let (words, sentences) = (f64::from(page.words), f64::from(page.sentences));
        let one_decimal = |n: f64| (n * 10.0).round() / 10.0;
        let lix = page.lix.unwrap_or_else(|| panic!("only {words} words: {text}"));
        (one_decimal(lix), one_decimal(words / sentences), one_decimal(f64::from(page.long_words) / words * 100.0))
    }

    #[test]
    fn the_words_do_the_work_and_not_the_length_of_sentences() {
        for pair in PAIRS.iter() {
            for text in [&pair.before, &pair.after] {
                let (lix, sentence, long) = measured(&text.text);
                let told = (text.lix, text.sentence, text.long);
                assert!(
                    (lix - text.lix).abs() < 0.05
                        && (sentence - text.sentence).abs() < 0.05
                        && (long - text.long).abs() < 0.05,
                    "{}: the file says {told:?}, it is lix = {lix:.1}, sentence = {sentence:.1}, long = {long:.1}",
                    pair.dimension
                );
            }
            assert!(pair.before.lix > 50.0 && pair.after.lix < 35.0, "{}", pair.dimension);
            assert!((pair.before.sentence - pair.after.sentence).abs() <= 1.5, "{}", pair.dimension);
        }
    }

    #[test]
    fn both_texts_say_the_same_facts() {
        for pair in PAIRS.iter() {
            assert!(pair.facts.len() >= 4, "{}", pair.dimension);
            for fact in &pair.facts {
                for text in [&pair.before.text, &pair.after.text] {
                    assert!(text.to_lowercase().contains(&fact.to_lowercase()), "{}: {fact}: {text}", pair.dimension);
                }
            }
        }
    }

    #[test]
    fn each_pair_is_about_a_dimension_of_the_set() {
        let set = crate::rules::RuleSet::embedded();
        for pair in PAIRS.iter() {
            assert!(set.head().dimension.iter().any(|dimension| dimension.id == pair.dimension), "{}", pair.dimension);
        }
    }
}

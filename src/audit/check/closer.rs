//! A text read closely: what it says, where it is hard to read, what of it tells nothing.
//!
//! What must stay true: the figures are those of the page model, so that LIX here is LIX in the answer.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::audit::{Judge, sheet};
use crate::domain::prose::{HEAVY_WORD, HeavyWord, LONG_SENTENCE, LongSentence};
use crate::domain::{CloseReading, Prose, Traits};
use crate::page::{Block, BlockKind, PageModel, Region, words};
use crate::rules::{self, Context};

/// Reads a page that is parsed already.
pub(super) fn read(model: &PageModel, judge: &Judge, traits: &Traits) -> CloseReading {
    let context = Context { today: judge.today, amounts: &judge.amounts, traits };
    let rules::Close { unsaid, wanted } = rules::read_closely(&judge.rules, model, &context);
    let places = places(model);
    let in_sheet = |blocks: Vec<usize>| blocks.into_iter().filter_map(|block| places[block]).collect();
    CloseReading {
        sheet: sheet::of(model),
        prose: prose(model, &places, &wanted),
        word_lists: in_sheet(unsaid.word_lists),
        hollow: in_sheet(unsaid.hollow),
    }
}

/// The number in the sheet of each block of the page; the sheet leaves some out.
fn places(model: &PageModel) -> Vec<Option<usize>> {
    let mut kept = sheet::shown(model).enumerate().peekable();
    let mut place = |block: &Block| kept.next_if(|(_, kept)| std::ptr::eq(*kept, block)).map(|(at, _)| at);
    model.blocks.iter().map(&mut place).collect()
}

/// Heavy words are those that could be swapped: not the words of `wanted`, not names.
fn prose(model: &PageModel, places: &[Option<usize>], wanted: &BTreeSet<String>) -> Prose {
    let mut long_sentences = Vec::new();
    let mut heavy: BTreeMap<String, Vec<(usize, Range<usize>)>> = BTreeMap::new();
    for (block, place) in model.blocks.iter().zip(places) {
        // The same blocks as `page::readability` measures.
        let Some(place) = place.filter(|_| block.region == Region::Main && block.kind != BlockKind::Control) else {
            continue;
        };
        for sentence in &block.sentences {
            let count = words(&block.text[sentence.clone()]).count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            if count >= LONG_SENTENCE {
                long_sentences.push(LongSentence { block: place, range: sentence.clone(), words: count });
            }
        }
        for word in words(&block.text).filter(|word| is_heavy(word)) {
            let from = word.as_ptr().addr() - block.text.as_ptr().addr();
            heavy.entry(word.to_lowercase()).or_default().push((place, from..from + word.len()));
        }
    }
    let names = names(model);
    heavy.retain(|word, _| !wanted.contains(word) && !names.iter().any(|name| word.starts_with(name)));
    long_sentences.sort_by_key(|sentence| std::cmp::Reverse(sentence.words));
    let mut heavy_words: Vec<HeavyWord> = heavy.into_iter().map(|(word, places)| HeavyWord { word, places }).collect();
    heavy_words.sort_by_key(|word| std::cmp::Reverse(word.places.len()));
    let measure = &model.readability;
    Prose {
        words: measure.words,
        sentences: measure.sentences,
        long_words: measure.long_words,
        long_sentences,
        heavy_words,
    }
}

/// Names, lower case: words that have a capital inside a sentence, or before another capital, and stand nowhere without.
/// What begins with one is a name too: "Hedlundamodellen".
fn names(model: &PageModel) -> BTreeSet<String> {
    /// A shorter one begins too many other words.
    const LETTERS: usize = 5;
    let (mut capital, mut small) = (BTreeSet::new(), BTreeSet::new());
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    for block in &model.blocks {
        for sentence in &block.sentences {
            let mut row = words(&block.text[sentence.clone()]).enumerate().peekable();
            while let Some((at, word)) = row.next() {
                let before_capital = row.peek().is_some_and(|(_, next)| is_capital(next));
                if !is_capital(word) {
                    small.insert(word.to_lowercase());
                } else if (at > 0 || before_capital) && word.chars().count() >= LETTERS {
                    capital.insert(word.to_lowercase());
                }
            }
        }
    }
    capital.difference(&small).cloned().collect()
}

/// A word that is read letter by letter. A web address is not read at all.
fn is_heavy(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= HEAVY_WORD && !word.contains(['@', '/', '.'])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use url::Url;

    use super::*;
    use crate::audit::check;
    use crate::domain::Amounts;
    use crate::page::{PageTypes, parse};
    use crate::rules::RuleSet;

    fn closely(html: &str) -> CloseReading {
        let url = Url::parse("https://www.hedlunda.test/hemtjanst").unwrap();
        let model = parse(html, &url, &PageTypes::embedded()).unwrap();
        let judge = check::judge(Arc::new(RuleSet::embedded()), Amounts::default(), jiff::civil::date(2026, 11, 22));
        let closer = read(&model, &judge, &Traits::default());
        assert_eq!(closer.prose.lix(), model.readability.lix);
        closer
    }

    #[test]
    fn long_sentences_and_heavy_words_are_found_where_they_stand() {
        let long = "Verksamhetsutvecklingen är det som gör att någon kommer hem till dig och pratar med dig om vad du \
                    behöver, och efter det får du ett beslut av verksamhetsutvecklingen.";
        let closer = closely(&format!("<main><h1>Hemtjänst</h1><p hidden>x</p><p>Kort text. {long}</p></main>"));
        let sentence = &closer.prose.long_sentences[0];
        let text = &closer.sheet.blocks[sentence.block].text;
        assert_eq!((&text[sentence.range.clone()], sentence.words), (long, 28));
        let heavy = &closer.prose.heavy_words[0];
        assert_eq!((heavy.word.as_str(), heavy.places.len()), ("verksamhetsutvecklingen", 2));
        for (block, range) in &heavy.places {
            assert_eq!(closer.sheet.blocks[*block].text[range.clone()].to_lowercase(), heavy.word);
        }
    }

    #[test]
    fn words_that_are_asked_for_and_names_are_no_words_to_swap() {
        let closer = closely(
            "<main><h1>Hemtjänst</h1><p>Ring biståndshandläggaren. Vi samarbetar med Omsorgsbolaget AB, och \
             omsorgsbolagets chef svarar. I Hedlunda heter det hedlundamodellen.</p>\
             <p>Genomförandeplanen är en plan för hjälpen. Verksamhetsutvecklingen fortsätter.</p></main>",
        );
        let heavy: Vec<&str> = closer.prose.heavy_words.iter().map(|heavy| heavy.word.as_str()).collect();
        assert_eq!(heavy, ["verksamhetsutvecklingen"]);
    }

    #[test]
    fn what_tells_nothing_is_named_by_its_block() {
        let list = "Ansökan, ansök, så ansöker du, hur ansöker jag, e-tjänst, blankett, muntligt, skriftligt, BankID, \
                    hembesök, utredning, beslut, tre veckor";
        let closer = closely(&format!("<main><h1>Hemtjänst</h1><p>{list}</p><h2>Avgift</h2></main>"));
        assert_eq!((closer.word_lists.as_slice(), closer.hollow.as_slice()), (&[1][..], &[2][..]));
    }
}

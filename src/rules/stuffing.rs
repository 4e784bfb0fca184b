//! Word lists: text that names everything and says nothing.
//!
//! Place in the flow: hits → **word lists** → statements leave them out.
//! What must stay true: naming is not telling, also when all names stand together; sentences, and a plain list of what
//! help there is, stay evidence. Measured on real paragraphs: 35–50 % of the words are function words; in stuffed ones at
//! most 5 %, in the phrases of a whole rule set put in a row 25 %, but then with no full stop in sight.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::reading::{Reading, Segment};
use super::words::{Gap, Text};
use crate::page::{BlockKind, Mention, MentionKind};

/// A paragraph of at least so many words can be a word list …
const BLOCK_WORDS: usize = 16;
/// … and a list or table of at least so many …
const LIST_WORDS: usize = 60;
/// … when so many percent of its content words are trigger words …
const COVERED: usize = 75;
/// … and fewer than so many percent of its words are function words;
const FUNCTION: usize = 20;
/// or when it goes on without a full stop for so many words, at most so many percent of them function words, at least so
/// many percent of the others trigger words.
const BREATHLESS: [(usize, usize, usize); 3] = [(25, 33, COVERED), (60, 100, COVERED), (28, 100, 95)];
/// Over full stops and paragraphs: any so many words of running text in a row, fewer than so many percent of them function
/// words, at least so many percent of the others trigger words. Measured: 98–100 % in nearly all windows over the phrases
/// of a whole rule set however they are cut, at most 94 % on the densest real page in plain words.
const RUNNING: (usize, usize, usize) = (100, 50, 98);
/// An enumeration of at least so many parts between commas, of fewer than so many half words each, that no longer part
/// leads in, is one too.
const ENUMERATION: (usize, usize) = (10, 5);
/// Most words of a first part that leads nothing in.
const NO_LEAD: usize = 3;
/// So many short blocks in a row, of at most so many words each, are a word list too.
const ROW: (usize, usize) = (40, 8);

/// Words that any text is full of: covered by a phrase or not, they say nothing of stuffing.
const FUNCTION_WORDS: [&str; 90] = [
    "du", "dig", "din", "ditt", "dina", "vi", "oss", "vår", "vårt", "våra", "den", "det", "de", "dem", "sin", "sitt",
    "sina", "sig", "man", "en", "ett", "som", "att", "och", "eller", "men", "om", "när", "så", "för", "till", "i",
    "på", "av", "med", "hos", "från", "vid", "under", "över", "efter", "utan", "inom", "mellan", "är", "har", "kan",
    "ska", "skall", "vill", "får", "blir", "var", "vara", "ha", "kunna", "få", "bli", "inte", "ej", "här", "där",
    "hur", "vad", "vem", "vilka", "vilken", "också", "även", "mer", "mera", "alla", "allt", "än", "då", "jag", "mig",
    "min", "andra", "annan", "något", "någon", "några", "enligt", "genom", "samt", "denna", "detta", "dessa", "sedan",
];

/// Bytes of the longest of them: most words are told apart by that.
const FUNCTION_BYTES: usize = {
    let (mut most, mut at) = (0, 0);
    while at < FUNCTION_WORDS.len() {
        let length = FUNCTION_WORDS[at].len();
        most = if length > most { length } else { most };
        at += 1;
    }
    most
};

static FUNCTION_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| FUNCTION_WORDS.into_iter().collect());

/// What a stretch of words is made of.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    words: usize,
    function: usize,
    covered: usize,
}

impl Count {
    fn add(self, other: Self) -> Self {
        Self {
            words: self.words + other.words,
            function: self.function + other.function,
            covered: self.covered + other.covered,
        }
    }

    fn of(function: bool, covered: bool) -> Self {
        Self { words: 1, function: function.into(), covered: (covered && !function).into() }
    }

    fn less(self, other: Self) -> Self {
        Self {
            words: self.words - other.words,
            function: self.function - other.function,
            covered: self.covered - other.covered,
        }
    }

    fn is_covered(self, percent: usize) -> bool {
        self.covered * 100 >= (self.words - self.function) * percent
    }

    fn is_list(self, least: usize) -> bool {
        self.words >= least && self.is_covered(COVERED) && self.function * 100 < self.words * FUNCTION
    }
}

/// Many short parts between commas with nothing that leads them in.
fn is_enumeration(text: &Text<'_>, words: std::ops::Range<usize>) -> bool {
    let commas: Vec<usize> = words.clone().skip(1).filter(|&word| text.words[word].gap == Gap::Clause).collect();
    let parts = commas.len() + 1;
    let lead = commas.first().map_or(words.len(), |first| first - words.start);
    parts >= ENUMERATION.0 && words.len() * 2 < parts * ENUMERATION.1 && lead <= NO_LEAD
}

fn is_price(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Amount { .. })
}

/// Marks the blocks that are word lists.
pub(crate) fn word_lists(reading: &Reading<'_>) -> Vec<bool> {
    let text = &reading.text;
    let mut covered = vec![false; text.words.len()];
    for hit in reading.hits.all() {
        if reading.set.telling[hit.phrase as usize] && matches!(reading.segments[hit.segment], Segment::Block(_)) {
            // The words in a gap are the writer's own.
            let phrase = &reading.set.book.phrases[hit.phrase as usize];
            if hit.last + 1 - hit.first == phrase.word_count() {
                covered[hit.first..=hit.last].fill(true);
            } else if let [first, .., last] = phrase.runs.as_slice() {
                covered[hit.first..hit.first + first.len()].fill(true);
                covered[hit.last + 1 - last.len()..=hit.last].fill(true);
            }
        }
    }
    // A number tells as little of stuffing as a function word, and is never a trigger.
    let is_function = |letters: &str| {
        letters.as_bytes()[0].is_ascii_digit() || letters.len() <= FUNCTION_BYTES && FUNCTION_SET.contains(letters)
    };
    let told = reading.block_words.iter().map(|words| words.end).max().unwrap_or(0);
    let function: Vec<bool> = (0..told).map(|word| is_function(text.word(word))).collect();
    let one = |word: usize| Count::of(function[word], covered[word]);
    let count = |words: std::ops::Range<usize>| words.fold(Count::default(), |sum, word| sum.add(one(word)));
    let breathless = |words: std::ops::Range<usize>| {
        let mut from = words.start;
        (words.start..=words.end).any(|at| {
            let stops = at == words.end || (at > words.start && text.words[at].gap == Gap::Stop);
            if !stops {
                return false;
            }
            let stretch = count(from..at);
            let listed = stretch.is_covered(COVERED) && is_enumeration(text, from..at);
            let long = BREATHLESS.iter().any(|&(words, function, covered)| {
                stretch.words >= words
                    && stretch.function * 100 <= stretch.words * function
                    && stretch.is_covered(covered)
            });
            from = at;
            long || listed
        })
    };
    let blocks: Vec<usize> = (0..reading.page.blocks.len()).filter(|&b| !reading.block_words[b].is_empty()).collect();
    let counts: Vec<Count> = reading.block_words.iter().map(|words| count(words.clone())).collect();
    let mut stuffed = vec![false; reading.page.blocks.len()];
    for &block in &blocks {
        stuffed[block] = counts[block].is_list(BLOCK_WORDS) || breathless(reading.block_words[block].clone());
    }
    let priced: HashSet<usize> = reading.page.mentions.iter().filter(|m| is_price(m)).map(|m| m.block).collect();
    for list in reading.scopes.lists() {
        // A row with its price tells something, however short it is.
        if list.iter().filter(|block| priced.contains(block)).count() * 2 > list.len() {
            continue;
        }
        let sum = list.iter().map(|&block| counts[block]).fold(Count::default(), Count::add);
        if sum.is_list(LIST_WORDS) {
            for block in list {
                stuffed[block] = true;
            }
        }
    }
    for row in blocks.chunk_by(|&a, &b| counts[a].words <= ROW.1 && counts[b].words <= ROW.1) {
        let sum = row.iter().map(|&block| counts[block]).fold(Count::default(), Count::add);
        if row.len() >= ROW.0 && sum.is_covered(COVERED) {
            for &block in row {
                stuffed[block] = true;
            }
        }
    }
    let is_running = |block: usize| matches!(reading.page.blocks[block].kind, BlockKind::Paragraph);
    let goes_on = |block: usize| is_running(block) || matches!(reading.page.blocks[block].kind, BlockKind::Heading(_));
    for run in blocks.chunk_by(|&a, &b| goes_on(a) && goes_on(b)) {
        let paragraphs = run.iter().filter(|&&block| is_running(block));
        let words: Vec<(usize, usize)> =
            paragraphs.flat_map(|&block| reading.block_words[block].clone().map(move |word| (block, word))).collect();
        let mut window = Count::default();
        for (at, &(_, word)) in words.iter().enumerate() {
            window = window.add(one(word));
            if at >= RUNNING.0 {
                window = window.less(one(words[at - RUNNING.0].1));
            }
            if window.words == RUNNING.0
                && window.function * 100 < window.words * RUNNING.1
                && window.is_covered(RUNNING.2)
            {
                words[at + 1 - RUNNING.0..=at].iter().for_each(|&(block, _)| stuffed[block] = true);
            }
        }
    }
    stuffed
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::domain::{Amounts, Traits};
    use crate::page::{PageTypes, parse};
    use crate::rules::{Context, EXAMPLE_DAY, Origin, RuleSet};

    fn is_list(paragraph: &str) -> bool {
        let set = RuleSet::embedded();
        let html = format!("<main><p>{paragraph}</p></main>");
        let page = parse(&html, &Url::parse("https://www.hedlunda.example/").unwrap(), &PageTypes::embedded()).unwrap();
        let (amounts, traits, origin) = (Amounts::default(), Traits::default(), Origin::default());
        let context = Context { today: EXAMPLE_DAY, amounts: &amounts, traits: &traits };
        let reading = Reading::new(&set, &page, &[], &origin, &context);
        reading.stuffed.iter().any(|stuffed| *stuffed)
    }

    #[test]
    fn names_before_the_verb_are_no_word_list() {
        assert!(!is_list(
            "Anna, Bo, Cia, Dan, Eva, Fia, Gun, Hans, Ida, Jan, Karl och Lena svarar i telefon när du vill ansöka om hemtjänst."
        ));
    }

    #[test]
    fn sentences_are_no_word_lists_though_every_content_word_is_a_trigger() {
        for sentence in [
            "Om du inte är nöjd med beslutet kan du överklaga det. Här kan du läsa mer om hur du gör för att överklaga.",
            "Du som på grund av ålder, sjukdom eller funktionsnedsättning behöver stöd för att bo kvar hemma kan få hemtjänst.",
            "Hemtjänst kostar 295 kronor per timme. Trygghetslarm kostar 210 kronor i månaden. En lunch kostar 62 kronor \
             och räknas inte in: maten betalar du utöver maxtaxan.",
            "Du kan få hjälp med städning, tvätt, inköp, matlagning, dusch, promenader, ledsagning, ärenden och tillsyn.",
        ] {
            assert!(!is_list(sentence), "{sentence}");
        }
    }

    #[test]
    fn a_page_in_plain_words_that_all_are_triggers_is_no_word_list() {
        let page = "Kostnaden beror på din inkomst. Maxtaxan är 2 660 kronor per månad. Du behöver aldrig betala mer än den \
                    summan oavsett hur mycket hjälp du får. Mat ingår inte i maxtaxan.</p><p>Du kontaktar en \
                    biståndshandläggare för att göra en ansökan. Ansökan kan du göra muntligt via telefon eller skriftligt \
                    på en ansökningsblankett som du skickar till biståndsenheten.</p><p>Du träffar en biståndshandläggare \
                    och ni går igenom din situation. Hjälpen som du kan få bedöms individuellt. Du får ett skriftligt beslut \
                    från handläggaren där det står vilken hjälp du har rätt till eller varför du fått avslag på din \
                    ansökan. Om du inte är nöjd har du rätt att överklaga. Din handläggare kan hjälpa dig med det.";
        assert!(!is_list(page));
    }

    #[test]
    fn a_price_list_is_no_word_list_though_its_words_all_are_triggers() {
        let names =
            ["Trygghetslarm", "Matlåda hem", "Städning och tvätt", "Inköp av mat", "Dusch", "Ledsagning och promenad"];
        let list = |price: &str| {
            let row = |name: &&str| format!("<tr><td>{name}</td><td>{price}</td></tr>");
            let rows: Vec<String> = names.iter().cycle().take(30).map(row).collect();
            format!("<table>{}</table>", rows.concat())
        };
        assert!(!is_list(&list("hemtjänst hemtjänst 227 kronor per månad hemtjänst")));
        assert!(is_list(&list("hemtjänst hemtjänst hemtjänst")), "without prices it is");
    }

    #[test]
    fn names_in_a_row_are() {
        for list in [
            "Ansökan, ansök, så ansöker du, hur ansöker jag, e-tjänst, blankett, muntligt, skriftligt, BankID, hembesök, \
             utredning, beslut, tre veckor",
            "Telefon telefontid biståndshandläggare kontaktcenter avgift maxtaxa överklaga synpunkter klagomål anhörigstöd \
             trygghetslarm hemtjänst utförare valfrihet handläggningstid fullmakt",
        ] {
            assert!(is_list(list), "{list}");
        }
    }
}

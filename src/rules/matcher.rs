//! All phrases of a rule set in two automata, and one pass over a page's words.
//!
//! Place in the flow: words → **matcher** → hits by phrase → statements.
//! What must stay true: one pass however many rules: the blocks' words by all phrases, the links' words by those that
//! are asked of links; a hit is verified word by word, so that the automaton may be coarse.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input};
use rust_stemmers::Stemmer;

use super::phrases::{GAP_WORDS, Phrase, PhraseBook, PhraseId, WordPattern, stemmer};
use super::words::{Gap, Text};

/// A phrase found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Which phrase.
    pub phrase: PhraseId,
    /// Segment of the text.
    pub segment: usize,
    /// First word.
    pub first: usize,
    /// Last word.
    pub last: usize,
}

/// Hits sorted by phrase, then by place.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    hits: Vec<Hit>,
    offsets: Vec<usize>,
}

impl Hits {
    /// The hits of one phrase in the order of the text.
    pub(crate) fn of(&self, phrase: PhraseId) -> &[Hit] {
        let phrase = phrase as usize;
        &self.hits[self.offsets[phrase]..self.offsets[phrase + 1]]
    }

    /// Puts hits in order, each once.
    fn of_all(found: &[Hit], phrases: usize) -> Self {
        let offsets = offsets(found, phrases);
        // By phrase first, which takes no comparing: what a phrase has is few, and nearly always in order already.
        let mut next = offsets.clone();
        let mut hits = found.to_vec();
        for hit in found {
            let at = &mut next[hit.phrase as usize];
            hits[*at] = *hit;
            *at += 1;
        }
        for of_one in offsets.windows(2) {
            hits[of_one[0]..of_one[1]].sort_unstable();
        }
        hits.dedup();
        Self { offsets: self::offsets(&hits, phrases), hits }
    }

    /// All hits.
    pub(crate) fn all(&self) -> &[Hit] {
        &self.hits
    }
}

/// Where the hits of each phrase begin when all stand in order, and where the last ones end.
fn offsets(hits: &[Hit], phrases: usize) -> Vec<usize> {
    let mut offsets = vec![0; phrases + 1];
    for hit in hits {
        offsets[hit.phrase as usize + 1] += 1;
    }
    for i in 1..offsets.len() {
        offsets[i] += offsets[i - 1];
    }
    offsets
}

/// Where a phrase's automaton pattern begins within the phrase.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    phrase: PhraseId,
    run: usize,
    word: usize,
    /// The pattern is the whole phrase: what the automaton finds needs no verifying.
    whole: bool,
}

/// The automata.
#[derive(Debug)]
pub(crate) struct Matcher {
    blocks: Automaton,
    links: Automaton,
}

/// Some of the phrases of a book.
#[derive(Debug)]
struct Automaton {
    automaton: AhoCorasick,
    /// By number of pattern.
    anchors: Vec<Anchor>,
}

impl Matcher {
    /// Builds the automata over the phrases of `book`.
    pub(crate) fn new(book: &PhraseBook) -> Self {
        Self {
            blocks: Automaton::new(book, |_| true),
            links: Automaton::new(book, |phrase| book.asked_of_links(phrase)),
        }
    }

    /// Finds the phrases of `book` in `text`, whose first `blocks` segments are blocks and the others links.
    pub(crate) fn find(&self, book: &PhraseBook, text: &Text<'_>, blocks: usize) -> Hits {
        let mut hits = Vec::new();
        let first = text.segments.get(blocks).map_or(text.words.len(), |words| words.start);
        self.blocks.find(book, text, 0..first, &mut hits);
        self.links.find(book, text, first..text.words.len(), &mut hits);
        Hits::of_all(&hits, book.phrases.len())
    }
}

impl Automaton {
    fn new(book: &PhraseBook, holds: impl Fn(PhraseId) -> bool) -> Self {
        let (patterns, anchors): (Vec<String>, Vec<Anchor>) =
            (0..).zip(&book.phrases).filter(|(id, _)| holds(*id)).map(|(id, phrase)| anchor(id, phrase)).unzip();
        let automaton = AhoCorasick::new(patterns).expect("a few thousand short phrases fit an automaton");
        Self { automaton, anchors }
    }

    /// Adds what stands among `words`.
    fn find(&self, book: &PhraseBook, text: &Text<'_>, words: Range<usize>, hits: &mut Vec<Hit>) {
        let stemmer = stemmer();
        let Some(shown) = text.words.get(words.clone()).filter(|shown| !shown.is_empty()) else { return };
        // With the space before the first word and the one after the last.
        let span = shown[0].at - 1..shown[shown.len() - 1].to + 1;
        // The word in which the last match ended: matches come in the order of their ends.
        let mut ended = words.start;
        for found in self.automaton.find_overlapping_iter(Input::new(&text.buffer).span(span)) {
            let anchor = self.anchors[found.pattern().as_usize()];
            let phrase = &book.phrases[anchor.phrase as usize];
            // The pattern's own leading space stands one byte before its first word.
            let byte = found.start() + usize::from(text.buffer.as_bytes()[found.start()] == b' ');
            while text.words.get(ended + 1).is_some_and(|next| next.at < found.end()) {
                ended += 1;
            }
            let mut word = ended;
            while word > 0 && text.words[word].at > byte {
                word -= 1;
            }
            let place = if anchor.whole {
                Some((word, word + phrase.runs[0].len() - 1))
            } else {
                Reader { text, phrase, stemmer: &stemmer }.verify(word, anchor)
            };
            if let Some((first, last)) = place {
                hits.push(Hit { phrase: anchor.phrase, segment: text.words[first].segment, first, last });
            }
        }
    }
}

/// The longest row of words with closed edges inside, as the text that the automaton looks for.
fn anchor(id: PhraseId, phrase: &Phrase) -> (String, Anchor) {
    let mut best = (String::new(), Anchor { phrase: id, run: 0, word: 0, whole: false });
    for (run, words) in phrase.runs.iter().enumerate() {
        for word in 0..words.len() {
            let (pattern, taken) = pattern_from(&words[word..]);
            if pattern.len() > best.0.len() {
                let whole = phrase.runs.len() == 1 && taken == words.len() && !words.iter().any(is_read);
                best = (pattern, Anchor { phrase: id, run, word, whole });
            }
        }
    }
    best
}

/// Whether a word takes more than its letters to tell.
fn is_read(word: &WordPattern) -> bool {
    word.stem || word.cased.is_some()
}

/// The pattern that the words begin with, and how many of them it holds.
fn pattern_from(words: &[WordPattern]) -> (String, usize) {
    let mut pattern = String::new();
    let mut taken = 0;
    for (i, word) in words.iter().enumerate() {
        if i > 0 && word.open_start {
            break;
        }
        if i == 0 && !word.open_start {
            pattern.push(' ');
        }
        pattern.push_str(&word.text);
        taken += 1;
        if word.open_end || word.stem {
            break;
        }
        pattern.push(' ');
    }
    (pattern, taken)
}

/// Verifies one phrase round a candidate.
struct Reader<'t, 'a> {
    text: &'t Text<'a>,
    phrase: &'t Phrase,
    stemmer: &'t Stemmer,
}

impl Reader<'_, '_> {
    /// First and last word of the phrase when the anchor's word stands at `word`.
    fn verify(&self, word: usize, anchor: Anchor) -> Option<(usize, usize)> {
        let start = word.checked_sub(anchor.word)?;
        let end = self.run_at(start, anchor.run, None)?;
        let last = self.forward(end, anchor.run + 1)?;
        let first = self.backward(start, anchor.run)?;
        Some((first, last))
    }

    /// The last word of run `run` if it stands at `start`; `after` is the word it must follow without a stop.
    fn run_at(&self, start: usize, run: usize, after: Option<usize>) -> Option<usize> {
        let words = &self.phrase.runs[run];
        let last = start + words.len() - 1;
        let segment = self.text.words.get(start)?.segment;
        if self.text.words.get(last)?.segment != segment {
            return None;
        }
        // The letters first: they are what most places lack.
        let fits = (start..).zip(words).all(|(at, word)| word.fits(self.text, at, self.stemmer));
        let from = after.unwrap_or(start);
        let joined = || {
            self.text.words[from].segment == segment && (from + 1..=last).all(|i| self.text.words[i].gap != Gap::Stop)
        };
        (fits && joined()).then_some(last)
    }

    /// The phrase's last word, when the runs from `run` on follow `end` within the gaps.
    fn forward(&self, end: usize, run: usize) -> Option<usize> {
        if run == self.phrase.runs.len() {
            return Some(end);
        }
        (end + 1..=end + 1 + GAP_WORDS).find_map(|start| self.forward(self.run_at(start, run, Some(end))?, run + 1))
    }

    /// The phrase's first word, when the runs before `run` precede `start` within the gaps.
    fn backward(&self, start: usize, run: usize) -> Option<usize> {
        let Some(before) = run.checked_sub(1) else { return Some(start) };
        let length = self.phrase.runs[before].len();
        (0..=GAP_WORDS).find_map(|gap| {
            let at = start.checked_sub(length + gap)?;
            let last = self.run_at(at, before, None)?;
            let same = self.text.words[last].segment == self.text.words[start].segment
                && (last + 1..=start).all(|i| self.text.words[i].gap != Gap::Stop);
            if same { self.backward(at, before) } else { None }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn find(phrase: &str, sources: &[&str]) -> Vec<String> {
        let mut book = PhraseBook::default();
        book.add(phrase).unwrap();
        let mut text = Text::default();
        for source in sources {
            text.push(source);
        }
        let hits = Matcher::new(&book).find(&book, &text, sources.len());
        hits.of(0)
            .iter()
            .map(|h| sources[h.segment][text.words[h.first].start..text.words[h.last].end].to_owned())
            .collect()
    }

    #[test]
    fn gap_takes_up_to_three_words_and_no_stop() {
        assert_eq!(find("du kan … välja", &["Du kan själv välja vem."]), ["Du kan själv välja"]);
        assert_eq!(find("du kan … välja", &["Du kan välja."]), ["Du kan välja"]);
        assert!(find("du kan … välja", &["Du kan a b c d välja."]).is_empty());
        assert!(find("du kan … välja", &["Det kan du. Kan vi välja?"]).is_empty());
        assert_eq!(find("ansök* … hemtjänst*", &["Ansök du om hemtjänsten"]), ["Ansök du om hemtjänsten"]);
        assert!(find("kan välja", &["Du kan", "välja"]).is_empty());
    }

    #[test]
    fn stars_edges_and_inner_stars() {
        assert_eq!(find("telefontid*", &["Telefontiderna gäller"]), ["Telefontiderna"]);
        assert!(find("ring", &["Vi ringer"]).is_empty());
        assert_eq!(find("*avgift", &["En hemtjänstavgift."]), ["hemtjänstavgift"]);
        assert_eq!(find("*larm*", &["mobila trygghetslarmet"]), ["trygghetslarmet"]);
        assert_eq!(find("handläggar* utred*", &["Handläggaren utreder behovet"]), ["Handläggaren utreder"]);
        assert_eq!(find("e-tjänst*", &["via e‑tjänsten"]), ["e‑tjänsten"]);
        assert_eq!(find("privat* *utförare", &["Privata hemtjänstutförare"]), ["Privata hemtjänstutförare"]);
    }

    #[test]
    fn case_counts_for_acronyms_only() {
        assert_eq!(find("cs:LOV", &["Lagen LOV gäller", "på lov", "LOV:s"]), ["LOV", "LOV"]);
        assert_eq!(find("överklaga", &["ÖVERKLAGA"]), ["ÖVERKLAGA"]);
    }

    #[test]
    fn stems_find_inflections() {
        assert_eq!(
            find("~utredning", &["Flera utredningar görs, utredningen tar tid"]),
            ["utredningar", "utredningen"]
        );
        assert!(find("~jour", &["En journalist ringde"]).is_empty());
    }

    proptest! {
        /// The automaton finds exactly what a slow search by words finds.
        #[test]
        fn agrees_with_a_search_by_words(words in prop::collection::vec("[a-dåä]{1,3}", 1..40), pick in 0usize..40) {
            let source = words.join(" ");
            let pick = pick % words.len();
            let phrase = &words[pick];
            let expected = words.iter().filter(|w| *w == phrase).count();
            prop_assert_eq!(find(phrase, &[&source]).len(), expected);
        }
    }
}

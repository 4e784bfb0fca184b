//! Text to words: one lower-cased buffer for the whole page, with the way back to each block's bytes.
//!
//! Place in the flow: page model → **words** → matcher. Phrases are split by the same code, so that `e-tjänst`, `kl.` and
//! `2001:453` mean the same in a rule file and on a page.
//! What must stay true: each word knows its exact byte range in the source text.

use std::ops::Range;

/// What stands between a word and the one before it in the same segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// White space, hyphens, quotes, the dot of an abbreviation.
    Plain,
    /// A comma, colon, semicolon, dash or bracket: a clause ends.
    Clause,
    /// A sentence or table cell ends: no phrase crosses it.
    Stop,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Segment that it belongs to.
    pub segment: usize,
    /// First byte in the segment's source.
    pub start: usize,
    /// Byte after its last in the segment's source.
    pub end: usize,
    /// First byte in [`Text::buffer`].
    pub at: usize,
    /// Byte after its last in [`Text::buffer`].
    pub to: usize,
    /// What stands before it.
    pub gap: Gap,
}

/// Segments (blocks, link texts) as words.
#[derive(Debug, Default)]
pub(crate) struct Text<'a> {
    /// Lower-cased words, one space before and after each; stops and segment ends break the row.
    pub buffer: String,
    /// All words.
    pub words: Vec<Word>,
    /// The source of each segment.
    pub sources: Vec<&'a str>,
    /// Words of each segment, as a range into `words`.
    pub segments: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// Adds a segment and returns its number.
    pub(crate) fn push(&mut self, source: &'a str) -> usize {
        let segment = self.sources.len();
        let first = self.words.len();
        self.buffer.push_str("\n ");
        let mut gap = Gap::Plain;
        let mut dot = false;
        let mut open: Option<(usize, usize)> = None;
        let mut at = 0;
        let mut addresses = addresses(source).into_iter().peekable();
        while let Some(&byte) = source.as_bytes().get(at) {
            // What an e-mail address spells says nothing: «kundval@hedlunda.example» offers no choice.
            if let Some(address) = addresses.next_if(|address| address.start == at) {
                if let Some((begun, from)) = open.take() {
                    self.close(segment, begun, from, at, gap);
                    (gap, dot) = (Gap::Plain, false);
                }
                if dot && source[at..].starts_with(char::is_uppercase) {
                    gap = Gap::Stop;
                }
                if gap == Gap::Stop && self.words.len() > first {
                    self.buffer.push_str("\t ");
                }
                let from = self.buffer.len();
                self.buffer.push('@');
                self.close(segment, address.start, from, address.end, gap);
                (gap, dot, at) = (Gap::Plain, false, address.end);
                continue;
            }
            // Every sixth byte or so; nothing else need be asked of it.
            if byte == b' ' {
                if let Some((begun, from)) = open.take() {
                    self.close(segment, begun, from, at, gap);
                    (gap, dot) = (Gap::Plain, false);
                }
                at += 1;
                continue;
            }
            let Some(c) = source[at..].chars().next() else { break };
            let start = at;
            at += c.len_utf8();
            if is_ignored(c) || (open.is_some() && is_mark(c) && compose(&mut self.buffer, c)) {
                continue;
            }
            let symbol = matches!(c, '§' | '@' | '%');
            let letter = symbol || c.is_alphanumeric();
            if let Some((begun, from)) = open
                && (symbol || !letter)
            {
                self.close(segment, begun, from, start, gap);
                (open, gap, dot) = (None, Gap::Plain, false);
            }
            if letter {
                if open.is_none() {
                    // "4 kap. § 1" goes on.
                    if dot && (c.is_uppercase() || symbol && c != '§') && self.words.len() > first {
                        gap = Gap::Stop;
                    }
                    if gap == Gap::Stop && self.words.len() > first {
                        self.buffer.push_str("\t ");
                    }
                    open = Some((start, self.buffer.len()));
                }
                push_lower(&mut self.buffer, c);
                if symbol && let Some((begun, from)) = open.take() {
                    self.close(segment, begun, from, at, gap);
                    (gap, dot) = (Gap::Plain, false);
                } else {
                    // Up to the next address, whose letters are no word.
                    let end = addresses.peek().map_or(source.len(), |address| address.start.max(at));
                    at += self.push_run(&source[at..end]);
                }
            } else {
                match c {
                    '!' | '?' | '|' | '…' => gap = Gap::Stop,
                    ',' | ':' | ';' | '(' | ')' | '–' | '—' => gap = gap.max(Gap::Clause),
                    '.' => dot = true,
                    _ => {}
                }
            }
        }
        if let Some((begun, at)) = open {
            self.close(segment, begun, at, source.len(), gap);
        }
        self.sources.push(source);
        self.segments.push(first..self.words.len());
        segment
    }

    /// Takes in the letters and digits of ASCII and Latin-1 that a text begins with, and answers how many bytes they are.
    fn push_run(&mut self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let mut run = 0;
        let mut from = 0;
        loop {
            match bytes.get(run) {
                Some(byte) if byte.is_ascii_alphanumeric() => run += 1,
                // À–ÿ but × and ÷: the small letter is 0x20 above the capital.
                Some(0xc3) if !matches!(bytes[run + 1], 0x97 | 0xb7) => {
                    if let 0x80..=0x9e = bytes[run + 1] {
                        self.push_plain(&text[from..run]);
                        self.buffer.push(char::from(bytes[run + 1] + 0x60));
                        from = run + 2;
                    }
                    run += 2;
                }
                _ => break,
            }
        }
        self.push_plain(&text[from..run]);
        run
    }

    fn push_plain(&mut self, text: &str) {
        let from = self.buffer.len();
        self.buffer.push_str(text);
        self.buffer[from..].make_ascii_lowercase();
    }

    fn close(&mut self, segment: usize, start: usize, at: usize, end: usize, gap: Gap) {
        self.words.push(Word { segment, start, end, at, to: self.buffer.len(), gap });
        self.buffer.push(' ');
    }

    /// The lower-cased word.
    pub(crate) fn word(&self, index: usize) -> &str {
        let word = &self.words[index];
        &self.buffer[word.at..word.to]
    }

    /// The word as it stands in the source.
    pub(crate) fn raw(&self, index: usize) -> &'a str {
        let word = &self.words[index];
        &self.sources[word.segment][word.start..word.end]
    }
}

/// The bytes of the e-mail addresses in a text, in order.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'@', bytes) {
        let from = found.last().map_or(0, |last| last.end);
        let before = bytes[from..at.max(from)].iter().rev().take_while(|byte| is_local(**byte)).count();
        let start =
            at - before + bytes[at - before..at].iter().take_while(|byte| !byte.is_ascii_alphanumeric()).count();
        let mut end = at + 1 + bytes[at + 1..].iter().take_while(|byte| is_host(**byte)).count();
        while end > at + 1 && !bytes[end - 1].is_ascii_alphanumeric() {
            end -= 1;
        }
        if start < at && end > at + 1 {
            found.push(start..end);
        }
    }
    found
}

/// Soft hyphen, zero-width characters and byte order mark: not part of any word.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn push_lower(buffer: &mut String, c: char) {
    match c {
        'å' | 'ä' | 'ö' => buffer.push(c),
        _ if c.is_ascii() => buffer.push(c.to_ascii_lowercase()),
        _ => buffer.extend(c.to_lowercase()),
    }
}

/// A combining ring, diaeresis or acute.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{30a}' | '\u{308}' | '\u{301}')
}

/// Joins a combining ring, diaeresis or acute with the letter before it, as in text that was written decomposed.
fn compose(buffer: &mut String, mark: char) -> bool {
    let joined = match (buffer.chars().next_back(), mark) {
        (Some('a'), '\u{30a}') => 'å',
        (Some('a'), '\u{308}') => 'ä',
        (Some('o'), '\u{308}') => 'ö',
        (Some('e'), '\u{301}') => 'é',
        _ => return false,
    };
    buffer.pop();
    buffer.push(joined);
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(source: &str) -> Vec<String> {
        let mut text = Text::default();
        text.push(source);
        (0..text.words.len()).map(|i| text.word(i).to_owned()).collect()
    }

    /// Character by character, as the notation is defined.
    fn slowly(source: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut plain = source.to_owned();
        for address in addresses(source).into_iter().rev() {
            plain.replace_range(address, " @ ");
        }
        for c in plain.chars().filter(|c| !is_ignored(*c)) {
            let word = words.last_mut().unwrap();
            if !word.is_empty() && is_mark(c) && compose(word, c) {
                continue;
            }
            match c {
                '§' | '@' | '%' => words.extend([c.to_string(), String::new()]),
                _ if c.is_alphanumeric() => word.extend(c.to_lowercase()),
                _ => words.push(String::new()),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    proptest! {
        #[test]
        fn runs_of_plain_letters_are_taken_as_character_by_character(
            source in "([a-cA-C0-9åÄÖé§@%.,|!? \u{ad}\u{308}\u{30a}-]{0,30})|\\PC{0,30}"
        ) {
            prop_assert_eq!(words(&source), slowly(&source));
        }
    }

    #[test]
    fn splits_alike_in_phrase_and_text() {
        assert_eq!(words("E-tjänst, kl. 8.30"), ["e", "tjänst", "kl", "8", "30"]);
        assert_eq!(words("4\u{a0}kap. 1 § (2001:453)"), ["4", "kap", "1", "§", "2001", "453"]);
    }

    #[test]
    fn an_address_is_one_word_that_says_nothing() {
        assert_eq!(words("Skriv till saf-kundval@hedlunda.example. Hej"), ["skriv", "till", "@", "hej"]);
        assert_eq!(words("Mejla a@b.example, eller c@d.example"), ["mejla", "@", "eller", "@"]);
        assert_eq!(words("snabel @ ensam"), ["snabel", "@", "ensam"]);
    }

    #[test]
    fn soft_hyphens_vanish_and_decomposed_letters_join() {
        assert_eq!(words("hem\u{ad}tjänst"), ["hemtjänst"]);
        assert_eq!(words("A\u{30a}ldre A\u{308}r O\u{308}N"), ["åldre", "är", "ön"]);
    }

    #[test]
    fn words_point_back_into_their_source() {
        let mut text = Text::default();
        text.push("Först.");
        text.push("Ring ÅSA nu");
        let at = text.buffer.find("åsa").unwrap();
        let word = text.words.iter().position(|word| word.at == at).unwrap();
        assert_eq!((text.raw(word), text.words[word].segment), ("ÅSA", 1));
    }

    #[test]
    fn sentences_stop_and_abbreviations_do_not() {
        use Gap::{Clause, Plain, Stop};
        let mut text = Text::default();
        text.push("Ring kl. 8. Du kan, om du vill, skriva");
        let gaps: Vec<Gap> = text.words.iter().map(|w| w.gap).collect();
        assert_eq!(gaps, [Plain, Plain, Plain, Stop, Plain, Clause, Plain, Plain, Clause]);
        assert!(text.buffer.contains(" 8 \t du "));
        let mut address = Text::default();
        address.push("Mejla oss. Ada.Ek@hedlunda.example svarar. Skriv till t.ex. b@hedlunda.example");
        let stops: Vec<&str> = (0..8).filter(|at| address.words[*at].gap == Stop).map(|at| address.word(at)).collect();
        assert_eq!(stops, ["@", "skriv"], "a sentence may begin with an address");
        let mut law = Text::default();
        law.push("enligt socialtjänstlagen 4 kap. § 1");
        assert!(law.words.iter().all(|word| word.gap == Plain));
    }
}

//! A kommun's own words, with the ones that decided marked, and where they stand.
//!
//! What must stay true: words from a page are data. They are cut into plain pieces here, and the template escapes each.

use crate::domain::Evidence;
use crate::score::KommunResult;

use super::overview::{Overview, by_hand, read_on, record_of};
use super::{lang::Lang, link, stored};

/// How a page that a person handed in is marked.
pub(super) const fn by_hand_mark(lang: Lang) -> &'static str {
    lang.of("inläst för hand", "handed in by a person")
}

/// A piece of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Whether they decided.
    pub(super) marked: bool,
}

/// A quote as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// The words in pieces.
    pub(super) pieces: Vec<Piece>,
    /// The page's title, or its address when it has none.
    pub(super) page: String,
    /// The site that the page is on: pages of many sites have the same title.
    pub(super) site: String,
    /// The page's address, for paper.
    pub(super) address: String,
    /// Link that scrolls to the words; empty when the address cannot be followed.
    pub(super) href: String,
    /// `16 augusti 2026`; empty when the day is not known.
    pub(super) read_on: String,
    /// Only came near: shown paler.
    pub(super) near: bool,
    /// `inläst för hand`; empty for a page that was fetched.
    pub(super) by_hand: &'static str,
    /// Our stored copy of the page with the words marked, from the site's root; empty where none is served.
    pub(super) copy: String,
}

impl Quote {
    /// A quote from a kommun's page.
    fn new(lang: Lang, evidence: &Evidence, kommun: &KommunResult, near: bool) -> Self {
        let title = visible(&evidence.page_title);
        Self {
            pieces: pieces(&evidence.quote, &evidence.marked),
            page: if title.trim().is_empty() { visible(&evidence.url) } else { title },
            site: link::site(&evidence.url),
            address: visible(&evidence.url),
            href: link::to_quote(&evidence.url, &evidence.quote).unwrap_or_default(),
            read_on: read_on(kommun, evidence).map(|day| lang.date(day)).unwrap_or_default(),
            near,
            by_hand: if by_hand(kommun, evidence).is_some() { by_hand_mark(lang) } else { "" },
            copy: String::new(),
        }
    }

    /// The quote of an answer, with the way to our stored copy where hemkoll serves the pages.
    pub(super) fn of(
        overview: &Overview<'_>,
        kommun: &KommunResult,
        rule: &str,
        evidence: &Evidence,
        near: bool,
    ) -> Self {
        let slug = overview.by_code(&kommun.kommun.code).map(|index| overview.slug(index));
        let copy = slug.zip(record_of(kommun, evidence)).filter(|_| overview.live);
        let copy = copy.map(|(slug, record)| {
            let fragment = if near { "" } else { "#ord-1" };
            format!("{}?fraga={rule}{fragment}", stored::path(slug, record))
        });
        Self { copy: copy.unwrap_or_default(), ..Self::new(overview.lang, evidence, kommun, near) }
    }

    /// Whether there are words to show; a page as a whole can be evidence without any.
    pub(super) fn has_words(&self) -> bool {
        !self.pieces.is_empty()
    }
}

/// Text from a page without what could turn the reader's page around: control characters and the marks that override
/// the direction of writing.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// Control characters (white space apart), overrides and isolates of direction.
pub(super) fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | ' '))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Cuts a quote at the marked words. Each is marked where it first stands, whole words before parts of words; no marked
/// words at all means the whole quote.
fn pieces(quote: &str, marked: &[String]) -> Vec<Piece> {
    if quote.is_empty() {
        return Vec::new();
    }
    let mut spans: Vec<(usize, usize)> = if marked.is_empty() {
        vec![(0, quote.len())]
    } else {
        marked.iter().filter_map(|word| find(quote, word)).collect()
    };
    spans.sort_unstable();
    let mut out = Vec::new();
    let mut at = 0;
    for (start, end) in spans {
        let start = start.max(at);
        if end <= start {
            continue;
        }
        push(&mut out, &quote[at..start], false);
        push(&mut out, &quote[start..end], true);
        at = end;
    }
    push(&mut out, &quote[at..], false);
    out
}

fn push(out: &mut Vec<Piece>, text: &str, marked: bool) {
    let text = visible(text);
    if !text.is_empty() {
        out.push(Piece { text, marked });
    }
}

/// Where a word stands in a quote, whole words before parts of words.
pub(super) fn find(quote: &str, word: &str) -> Option<(usize, usize)> {
    if word.is_empty() {
        return None;
    }
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = quote
        .match_indices(word)
        .find(|(at, _)| !letter(quote[..*at].chars().next_back()) && !letter(quote[at + word.len()..].chars().next()));
    whole.or_else(|| quote.match_indices(word).next()).map(|(at, _)| (at, at + word.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(quote: &str, marked: &[&str]) -> String {
        let marked: Vec<String> = marked.iter().map(|&m| m.to_owned()).collect();
        pieces(quote, &marked).iter().map(|p| if p.marked { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn marks_whole_words_first_and_never_twice() {
        assert_eq!(shown("Ringa? Ring 9–11.", &["Ring", "9–11"]), "Ringa? [Ring] [9–11].");
        assert_eq!(shown("Ring oss", &[]), "[Ring oss]");
        assert_eq!(shown("Ring oss nu", &["Ring oss", "oss nu"]), "[Ring oss][ nu]");
        assert_eq!(shown("Ring oss", &["mejla"]), "Ring oss");
        assert_eq!(shown("", &[]), "");
    }

    #[test]
    fn direction_overrides_and_controls_are_left_out() {
        assert_eq!(shown("a\u{202e}b\u{0}c\u{2066}d", &["b"]), "a[b]cd");
    }

    proptest! {
        #[test]
        fn pieces_join_to_the_visible_quote(quote in ".{0,80}", marked in proptest::collection::vec(".{0,6}", 0..4)) {
            let joined: String = pieces(&quote, &marked).into_iter().map(|p| p.text).collect();
            prop_assert_eq!(joined, visible(&quote));
        }
    }
}

//! Where Unicode says that a sentence may end (UAX #29), by an own scan for text in the letters of Swedish.
//!
//! Place in the flow: asked by `sentences::split`. What must stay true: the same answer as ICU's segmenter for every
//! text; what holds a character that the scan does not know goes to ICU. ICU looks at every character through its tables
//! and costs half as much as parsing the page; the scan looks closely only behind a point.

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// The classes of UAX #29 that occur in text the scan knows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Numeric,
    /// `.`
    Point,
    /// `!` and `?`.
    Mark,
    /// Comma, colon, dashes: the sentence goes on.
    Goes,
    /// Quotes and brackets.
    Close,
    Space,
    Other,
}

/// The byte positions where a sentence may end, in order, the end of the text among them.
pub(super) fn breaks(text: &str) -> Vec<usize> {
    scan(text).unwrap_or_else(|| by_icu(text))
}

fn by_icu(text: &str) -> Vec<usize> {
    SentenceSegmenter::new(SentenceBreakInvariantOptions::default()).segment_str(text).skip(1).collect()
}

/// `None` when the text holds a character that the scan does not know.
fn scan(text: &str) -> Option<Vec<usize>> {
    if !text.chars().all(|c| class(c).is_some()) {
        return None;
    }
    let known = |c: char| class(c).unwrap_or(Class::Other);
    let first = |at: usize| text[at..].chars().next().map(known);
    let mut breaks = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['.', '!', '?']) {
        let mark = at + found;
        let point = text.as_bytes()[mark] == b'.';
        at = mark + 1;
        let next = first(at);
        // SB6, SB7: "8.30", "J.B".
        if point && next == Some(Class::Numeric) {
            continue;
        }
        let before = text[..mark].chars().next_back().map(known);
        if point && next == Some(Class::Upper) && matches!(before, Some(Class::Upper | Class::Lower)) {
            continue;
        }
        // SB9, SB10: what closes and the space behind belong to the sentence.
        let closed = text[at..].trim_start_matches(|c| known(c) == Class::Close).trim_start_matches(' ');
        let end = text.len() - closed.len();
        let goes_on = match first(end) {
            // The end of the text, or SB8a.
            None | Some(Class::Goes | Class::Point | Class::Mark) => true,
            // SB8: after a point, small letters go on, whatever stands between but letters.
            Some(_) if point => {
                let stops = |c: &Class| matches!(c, Class::Upper | Class::Lower | Class::Point | Class::Mark);
                closed.chars().map(known).find(stops) == Some(Class::Lower)
            }
            Some(_) => false,
        };
        if !goes_on {
            breaks.push(end);
        }
        at = end;
    }
    if !text.is_empty() {
        breaks.push(text.len());
    }
    Some(breaks)
}

/// The class of a character; `None` for those that ICU is asked about.
const fn class(c: char) -> Option<Class> {
    Some(match c {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' => Class::Lower,
        ' ' => Class::Space,
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => Class::Upper,
        '0'..='9' => Class::Numeric,
        '.' => Class::Point,
        '!' | '?' => Class::Mark,
        ',' | '-' | ':' | ';' | '–' | '—' => Class::Goes,
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | '\'' | '«' | '»' | '‘' | '’' | '“' | '”' | '„' => {
            Class::Close
        }
        '#'..='&'
        | '*'
        | '+'
        | '/'
        | '<'..='>'
        | '@'
        | '\\'
        | '^'..='`'
        | '|'
        | '~'
        | '§'
        | '°'
        | '´'
        | '·'
        | '×'
        | '÷'
        | '•'
        | '…'
        | '€'
        | '½' => Class::Other,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All characters that the scan knows.
    fn known() -> Vec<char> {
        ('\0'..='\u{2fff}').filter(|c| class(*c).is_some()).collect()
    }

    #[test]
    fn every_known_character_breaks_as_icu_says_in_every_place() {
        for c in known() {
            for shape in [
                "a{}. B", "a.{}B", "a. {}B", "A.{} b", "a. {} b", "a! {}b", "a?{} B", "{}", "{}.", "1.{}1", "a.){}B",
                "a. {}. B", "A{}.B", "a{}.B", "a .{}B", "a.{}{}B", "a.\" {}B",
            ] {
                let text = shape.replace("{}", &c.to_string());
                assert_eq!(scan(&text), Some(by_icu(&text)), "{text:?}");
            }
        }
    }

    #[test]
    fn all_prose_of_the_demo_breaks_as_icu_says() {
        let mut blocks = 0;
        for folder in ["demo", "rules"] {
            let mut open = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
            while let Some(path) = open.pop() {
                if path.is_dir() {
                    open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                } else if let Ok(text) = std::fs::read_to_string(path) {
                    for line in text.lines().map(super::super::super::text::folded) {
                        blocks += usize::from(scan(&line).is_some());
                        assert_eq!(breaks(&line), by_icu(&line), "{line:?}");
                    }
                }
            }
        }
        assert!(blocks > 1000, "{blocks} lines were scanned");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn any_text_breaks_as_icu_says(
            text in "([a-cA-CåÄ0-9]{0,3}[ .!?…,;:()\"”’/–-]{0,4}){0,8}|[ -~å-öÅ-Ö–—”…•§]{0,40}|\\PC{0,40}"
        ) {
            prop_assert_eq!(breaks(&text), by_icu(&text));
        }
    }
}

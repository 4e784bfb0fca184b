//! Sentences of a block, as Swedish writes them.
//!
//! Place in the flow: assemble → **sentences** → readability, rules. What must stay true: an abbreviation, an ordinal or
//! a clock time does not end a sentence; the end of a block does; ranges cover the block's words and stand on character
//! boundaries.

mod breaks;

use std::ops::Range;

/// Words that end in a point inside a sentence. Lower case, without the last point.
const ABBREVIATIONS: [&str; 52] = [
    "t.ex", "t. ex", "ex", "bl.a", "bl. a", "kl", "tfn", "tel", "m.m", "m. m", "m.fl", "m. fl", "dvs", "d.v.s", "ca",
    "c:a", "o.d", "o.dyl", "osv", "o.s.v", "etc", "s.k", "fr.o.m", "fr. o. m", "t.o.m", "t. o. m", "f.d", "resp",
    "inkl", "exkl", "mån", "tis", "ons", "tors", "fre", "lör", "sön", "nr", "st", "kap", "jfr", "obs", "max", "min",
    "pga", "p.g.a", "e.d", "el", "ev", "forts", "avd", "vard",
];
/// Those that may also stand last in a sentence: a capital after them ends it.
const MAY_END: [&str; 10] = ["m.m", "m. m", "m.fl", "m. fl", "osv", "o.s.v", "etc", "o.d", "o.dyl", "e.d"];

/// Splits a block's text into sentences.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    // Most blocks are one sentence: no mark inside, nothing to segment.
    let inner = text.trim_end_matches(['.', '!', '?', '…', ' ', '"', '”', ')']);
    if !inner.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?' | 0xe2)) {
        return if text.is_empty() { Vec::new() } else { std::iter::once(0..text.len()).collect() };
    }
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for end in breaks::breaks(text) {
        if end < text.len() && !ends_sentence(&text[from..end], &text[end..]) {
            continue;
        }
        push(&mut sentences, text, from..end);
        from = end;
    }
    push(&mut sentences, text, from..text.len());
    sentences
}

/// Keeps a sentence, without the space around it, if it has a letter or digit.
fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    if start >= end {
        return;
    }
    if text[start..end].chars().any(char::is_alphanumeric) {
        sentences.push(start..end);
    } else if let Some(last) = sentences.last_mut() {
        last.end = end;
    }
}

/// Whether the break between two texts ends a sentence.
fn ends_sentence(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let next = after.trim_start().trim_start_matches(['"', '”', '“', '(', '–', '-']).chars().next();
    let capital = next.is_some_and(char::is_uppercase);
    let Some(stem) = before.strip_suffix('.') else { return true };
    let word = stem.rsplit([' ', '(', ',', '–', '/']).next().unwrap_or_default().to_lowercase();
    let two = {
        let mut words = stem.rsplitn(3, ' ');
        let last = words.next().unwrap_or_default();
        words.next().map(|first| format!("{first} {last}").to_lowercase())
    };
    let matches = |list: &[&str]| {
        list.iter()
            .any(|short| *short == word || two.as_deref().is_some_and(|two| short.contains(' ') && two == *short))
    };
    if matches(&ABBREVIATIONS) {
        return capital && matches(&MAY_END);
    }
    // "4 kap. 1 §", "den 3. maj", "J. Berg": a number or a single letter before the point.
    let number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if number {
        return capital;
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    !initial
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::split;

    fn sentences(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_and_times_do_not_end_a_sentence() {
        for text in [
            "Du kan få hjälp med t.ex. städning och bl.a. tvätt.",
            "Ring oss kl. 8.30–9.30 på tfn. 08-465 004 10 varje vardag.",
            "Det tar ca. tre veckor fr.o.m. den dag du ansöker, dvs. högst 21 dagar.",
            "Avgiften är 2.660 kr/mån. inkl. larm.",
            "Telefontid mån. 9–11.",
            "Enligt 4 kap. 1 § har du rätt till hjälp.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn ordinary_sentences_and_listing_abbreviations_end() {
        assert_eq!(
            sentences("Vi städar. Ring oss!  Vill du veta mer? Ja."),
            ["Vi städar.", "Ring oss!", "Vill du veta mer?", "Ja."]
        );
        assert_eq!(
            sentences("Vi hjälper med städ, tvätt m.m. Du ansöker här."),
            ["Vi hjälper med städ, tvätt m.m.", "Du ansöker här."]
        );
        assert_eq!(
            sentences("Ring oss på 08-465 004 10. Vi svarar kl. 8. Välkommen"),
            ["Ring oss på 08-465 004 10.", "Vi svarar kl. 8.", "Välkommen"]
        );
    }

    #[test]
    fn nothing_gives_nothing_and_a_heading_is_one() {
        assert!(sentences("").is_empty());
        assert_eq!(sentences("Så ansöker du"), ["Så ansöker du"]);
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_hold_every_letter(text in "[A-Za-zåäö0-9 .!?…,()”-]{0,80}|\\PC{0,40}") {
            let mut at = 0;
            for range in split(&text) {
                prop_assert!(range.start >= at && text.get(range.clone()).is_some());
                prop_assert!(!text[at..range.start].chars().any(char::is_alphanumeric));
                at = range.end;
            }
            prop_assert!(!text[at..].chars().any(char::is_alphanumeric));
        }
    }
}

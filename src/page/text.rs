//! Folding of text: what a reader sees as the same is the same string.
//!
//! Place in the flow: used by the walk on every text node. What must stay true: one space between words, none at the
//! start; no U+0000, no soft hyphens or zero-width characters inside words; å, ä and ö always in one code point.

/// Appends `text` to `out`. White space of any kind becomes one space; a trailing one is kept until more text comes
/// (see [`trimmed`]), so that `<b>i</b>nga` stays one word and `kl. <b>9</b>` two.
pub(super) fn push_folded(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = plain_run(&bytes[at..]);
        if run > 0 {
            out.push_str(&text[at..at + run]);
            at += run;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        push_char(out, c);
    }
}

/// Length of the run of bytes that need no folding: visible ASCII and U+00C0–U+00FF.
fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0x21..=0x7e => at += 1,
            0xc3 => at += 2,
            _ => break,
        }
    }
    at
}

fn push_char(out: &mut String, c: char) {
    match c {
        _ if c.is_whitespace() => push_space(out),
        // Soft hyphen, zero-width characters, direction marks, byte order mark.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {}
        '\u{300}' | '\u{301}' | '\u{308}' | '\u{30a}' => compose(out, c),
        _ if c.is_control() => {}
        _ => out.push(c),
    }
}

/// A word boundary that is not written as white space, such as `<br>`.
pub(super) fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Joins a combining mark with the letter before it (text from PDF and macOS).
fn compose(out: &mut String, mark: char) {
    let Some(last) = out.pop() else { return };
    let composed = match (last, mark) {
        ('a', '\u{30a}') => 'å',
        ('A', '\u{30a}') => 'Å',
        ('a', '\u{308}') => 'ä',
        ('A', '\u{308}') => 'Ä',
        ('o', '\u{308}') => 'ö',
        ('O', '\u{308}') => 'Ö',
        ('u', '\u{308}') => 'ü',
        ('e', '\u{301}') => 'é',
        ('E', '\u{301}') => 'É',
        ('a', '\u{300}') => 'à',
        _ => {
            out.push(last);
            mark
        }
    };
    out.push(composed);
}

/// The folded text of a whole string.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    trimmed(&mut out);
    out
}

/// Removes the trailing space that folding may have left.
pub(super) fn trimmed(text: &mut String) {
    text.truncate(text.trim_end().len());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_space_and_removes_invisible_characters() {
        assert_eq!(folded("\n  2\u{a0}660\tkr \u{202f} "), "2 660 kr");
        assert_eq!(folded("hem\u{ad}tjänst\u{200b} \u{feff}\0"), "hemtjänst");
        assert_eq!(folded("a\u{30a}lder a\u{308}r o\u{308}"), "ålder är ö");
    }

    #[test]
    fn pieces_join_as_written() {
        let mut out = String::new();
        for piece in ["i", "nga ", " timmar", "na"] {
            push_folded(&mut out, piece);
        }
        assert_eq!(out, "inga timmarna");
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC{0,60}|[ \\ta-zåäö\u{a0}\u{ad}\u{308}\0]{0,40}") {
            let once = folded(&text);
            prop_assert!(!once.contains("  ") && !once.starts_with(' ') && !once.ends_with(' '));
            prop_assert_eq!(folded(&once), once.clone());
        }
    }
}

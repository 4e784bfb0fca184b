//! Bytes to text, as browsers do it.
//!
//! Place in the flow: archive → **decode** → tree. What must stay true: never fails; the order is byte order mark,
//! `Content-Type`, `meta` in the first bytes, then a guess between UTF-8 and windows-1252 (WHATWG Encoding and HTML,
//! "determining the character encoding"). One exception: where the bytes themselves show that UTF-8 and a western
//! charset were mixed up, they are believed. A browser shows «hemtjÃ¤nst» then; no kommun may fail a question for it.

use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

/// How far the search for a `meta` charset goes. The standard says 1024 bytes and lets the parser start over at a
/// later `meta`; reading further at once comes to the same.
const PRESCAN: usize = 8192;

/// A comment (skipped), or the charset of a `meta` element.
static META: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is-u)<!--.*?-->|<meta[\s/][^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)"#).expect("a fixed pattern")
});

/// Decodes a body. `content_type` is the header's value, with or without a charset.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = content_type
        .and_then(header_charset)
        .or_else(|| meta_charset(bytes))
        .unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    let encoding = mixed_up(bytes, encoding).unwrap_or(encoding);
    // `decode` lets a byte order mark win over what was said.
    encoding.decode(bytes).0.into_owned()
}

/// Whether bytes are a file of another kind than text: a PDF, a picture, a document in a zip, or more than a tenth of
/// the first of them control characters that no text holds (after WHATWG MIME Sniffing, "binary data byte").
pub fn is_no_text(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 7] =
        [b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"];
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    // Every other byte of western text in UTF-16 is zero.
    let halves = [head, head.get(1..).unwrap_or_default()];
    let is_wide = head.len() > 3 && halves.into_iter().any(|half| half.iter().step_by(2).all(|byte| *byte == 0));
    let odd = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)).count();
    !is_wide && odd * 10 > head.len()
}

/// The charset that was meant, where the bytes belie the one that was said: letters beyond ASCII that are all UTF-8 are
/// not western by chance, and where none is UTF-8 it was not meant.
fn mixed_up(bytes: &[u8], said: &'static Encoding) -> Option<&'static Encoding> {
    let is_western = said == WINDOWS_1252 || said.name().starts_with("ISO-8859");
    if is_western && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return Some(UTF_8);
    }
    let letters_of_utf8 = || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    (said == UTF_8 && std::str::from_utf8(bytes).is_err() && !letters_of_utf8()).then_some(WINDOWS_1252)
}

fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset")?;
    let value = content_type[at + "charset".len()..].trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(['"', '\'', ';', ' ', ',']).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let label = META.captures_iter(head).find_map(|found| found.get(1))?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A document whose ASCII could be read is no UTF-16, whatever it says (the standard's own exception).
    Some(if encoding == UTF_16BE || encoding == UTF_16LE { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "åäö" in windows-1252.
    const LATIN: &[u8] = &[0xe5, 0xe4, 0xf6];

    #[test]
    fn header_wins_over_meta_and_bom_over_both() {
        let mut body = br#"<meta charset="utf-16">"#.to_vec();
        body.extend_from_slice(LATIN);
        assert!(decode(&body, Some("text/html; charset=ISO-8859-1")).ends_with("åäö"));
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend_from_slice("åäö".as_bytes());
        assert_eq!(decode(&marked, Some("text/html;charset=\"iso-8859-1\"")), "åäö");
    }

    #[test]
    fn meta_is_read_in_both_forms_and_not_in_comments() {
        for meta in [
            "<meta charset=iso-8859-1>",
            r#"<META http-equiv="Content-Type" content="text/html; charset=windows-1252">"#,
            r#"<!-- <meta charset="utf-8"> --><meta charset="latin1">"#,
        ] {
            let mut body = meta.as_bytes().to_vec();
            body.extend_from_slice(LATIN);
            assert!(decode(&body, Some("text/html")).ends_with("åäö"), "{meta}");
        }
    }

    #[test]
    fn without_any_word_valid_utf8_is_utf8_and_the_rest_western() {
        assert_eq!(decode("hemtjänst".as_bytes(), None), "hemtjänst");
        assert_eq!(decode(LATIN, None), "åäö");
        assert_eq!(decode(LATIN, Some("text/html; charset=nonsense")), "åäö");
    }

    #[test]
    fn utf8_and_western_mixed_up_are_read_as_what_they_are() {
        let meta = br#"<meta charset="utf-8"><p>"#;
        assert!(decode(&[meta, LATIN].concat(), Some("text/html; charset=utf-8")).ends_with("åäö"));
        assert_eq!(decode("hemtjänst".as_bytes(), Some("text/html; charset=iso-8859-1")), "hemtjänst");
        let broken = ["äldre".as_bytes(), b"\xff\xe5"].concat();
        assert!(
            decode(&broken, Some("text/html; charset=utf-8")).starts_with("äldre\u{fffd}"),
            "one bad byte is no charset"
        );
    }

    #[test]
    fn meta_that_claims_utf16_is_utf8() {
        assert!(decode("<meta charset=utf-16>å".as_bytes(), None).ends_with('å'));
    }
}

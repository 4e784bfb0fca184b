//! Addresses and file names: what may become a link, a path or a text fragment.
//!
//! What must stay true: a file name comes from a code or a slug alone; a link out is http or https and nothing else.

use std::collections::BTreeSet;

use url::Url;

/// Longest quote that a text fragment holds whole; longer ones are given by their first and last words.
const FRAGMENT_WHOLE: usize = 60;
/// Words at each end of a longer quote.
const FRAGMENT_WORDS: usize = 4;
/// Names that a file cannot have on Windows.
const RESERVED: [&str; 8] = ["con", "prn", "aux", "nul", "com1", "com2", "lpt1", "lpt2"];

/// ASCII letters, digits and single hyphens: `Åre` → `are`. Never empty, never a path.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'å' | 'ä' | 'á' | 'à' | 'æ' => 'a',
            'ö' | 'ø' | 'ó' => 'o',
            'é' | 'è' => 'e',
            'ü' => 'u',
            c if c.is_ascii_alphanumeric() => c,
            _ => '-',
        };
        if plain != '-' || (!out.is_empty() && !out.ends_with('-')) {
            out.push(plain);
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() || RESERVED.contains(&out) {
        format!("namn-{out}").trim_end_matches('-').to_owned()
    } else {
        out.to_owned()
    }
}

/// Slugs for all names, each only once: a name that is taken gets its code, then a number.
pub(super) fn unique_slugs<'a>(names_and_codes: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names_and_codes
        .map(|(name, code)| {
            let plain = slug(name);
            let with_code = format!("{plain}-{}", slug(code));
            let mut candidates =
                [plain, with_code.clone()].into_iter().chain((2..).map(|n| format!("{with_code}-{n}")));
            let free = candidates.find(|slug| !taken.contains(slug)).expect("the numbers never end");
            taken.insert(free.clone());
            free
        })
        .collect()
}

/// The address if a browser may follow it from our page: http or https, else nothing.
pub(super) fn safe(address: &str) -> Option<Url> {
    Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// The host of an address without `www.`; empty when it cannot be followed.
pub(super) fn site(address: &str) -> String {
    let host = safe(address).and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

/// The address with a text fragment, so that the browser scrolls to the quote. Nothing for an address that is not safe.
pub(super) fn to_quote(address: &str, quote: &str) -> Option<String> {
    let url = safe(address)?;
    let quote = quote.trim_matches(|c: char| c == '…' || c.is_whitespace());
    if quote.is_empty() {
        return Some(url.into());
    }
    let words: Vec<&str> = quote.split_whitespace().collect();
    let target = if quote.chars().count() <= FRAGMENT_WHOLE || words.len() <= 2 * FRAGMENT_WORDS {
        encode(quote)
    } else {
        let first = words[..FRAGMENT_WORDS].join(" ");
        let last = words[words.len() - FRAGMENT_WORDS..].join(" ");
        format!("{},{}", encode(&first), encode(&last))
    };
    let joint = if url.fragment().is_some() { ":~:text=" } else { "#:~:text=" };
    Some(format!("{url}{joint}{target}"))
}

/// A name as one part of a path.
pub(super) fn segment(name: &str) -> String {
    encode(name)
}

/// Percent-encoding of everything that is not a letter, a digit, `.` or `_`: the hyphen, comma and ampersand have a
/// meaning of their own in a text fragment.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs_are_plain_and_unique() {
        assert_eq!(slug("Åre"), "are");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("<b>"), "b");
        assert_eq!(slug("??"), "namn");
        assert_eq!(slug("Con"), "namn-con");
        let pairs = [("Hedlunda", "9001"), ("hedlunda", "9002"), ("Hedlunda!", "9002"), ("Hedlunda-9002", "x")];
        let slugs = unique_slugs(pairs.into_iter());
        assert_eq!(slugs, ["hedlunda", "hedlunda-9002", "hedlunda-9002-2", "hedlunda-9002-x"]);
    }

    #[test]
    fn only_web_addresses_become_links() {
        for bad in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ring oss", "", "//a.test/"] {
            assert!(safe(bad).is_none(), "{bad}");
            assert!(to_quote(bad, "ord").is_none(), "{bad}");
        }
        assert!(safe("https://hedlunda.test/hemtjanst").is_some());
    }

    #[test]
    fn a_text_fragment_encodes_what_has_a_meaning_there() {
        assert_eq!(
            to_quote("https://hedlunda.test/a", "måndag-fredag, 9–11 & 13").unwrap(),
            "https://hedlunda.test/a#:~:text=m%C3%A5ndag%2Dfredag%2C%209%E2%80%9311%20%26%2013"
        );
        assert_eq!(to_quote("https://hedlunda.test/a#b", "tid …").unwrap(), "https://hedlunda.test/a#b:~:text=tid");
        let long = "Du når våra handläggare på telefon varje vardag mellan klockan nio och elva på förmiddagen …";
        assert_eq!(
            to_quote("https://hedlunda.test/", long).unwrap(),
            "https://hedlunda.test/#:~:text=Du%20n%C3%A5r%20v%C3%A5ra%20handl%C3%A4ggare,och%20elva%20p%C3%A5%20f%C3%B6rmiddagen"
        );
    }

    proptest! {
        #[test]
        fn a_slug_is_always_a_safe_file_name(name in ".*") {
            let slug = slug(&name);
            prop_assert!(!slug.is_empty() && slug.len() <= 66);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'));
        }
    }
}

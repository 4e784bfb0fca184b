//! What an answer from an earlier round can be named by, so that the server need not send it again (RFC 9110 13, RFC 9111
//! 4.3).
//!
//! Place in the flow: audit knows which pages an earlier round has, the visitor names them as it asks. What must stay
//! true: an answer is named by its own address alone, with the validators as they came; where it may have been made for
//! another question than ours, it is not named at all.

use std::collections::HashMap;

use url::Url;

use super::answer::Fetched;
use super::retry::http_date;

/// What names an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag` as it came, strong or weak.
    pub etag: Option<String>,
    /// `Last-Modified` as it came.
    pub last_modified: Option<String>,
}

impl Validators {
    /// What names the answer with these header fields (names in lower case); `None` when nothing does.
    pub fn of(headers: &[(String, String)]) -> Option<Self> {
        let field = |name: &str| headers.iter().find(|(field, _)| field == name).map(|(_, value)| value.trim());
        let varies: Vec<String> = headers
            .iter()
            .filter(|(name, _)| name == "vary")
            .flat_map(|(_, value)| value.split(','))
            .map(|word| word.trim().to_ascii_lowercase())
            .collect();
        if varies.iter().any(|word| word == "*") {
            return None;
        }
        // A tag tells the answer to one cookie from the answer to another, a time does not. Nothing else of our questions
        // ever differs.
        let by_cookie = varies.iter().any(|word| word == "cookie");
        let etag = field("etag").filter(|tag| is_tag(tag)).map(str::to_owned);
        let last_modified =
            field("last-modified").filter(|at| !by_cookie && http_date(at).is_some()).map(str::to_owned);
        (etag.is_some() || last_modified.is_some()).then_some(Self { etag, last_modified })
    }

    /// Whether a 304 speaks of the answer that was named: the tag that it carries, if any, is the one we sent.
    pub fn are_confirmed_by(&self, answer: &Fetched) -> bool {
        match (&self.etag, answer.header("etag")) {
            (Some(sent), Some(came)) => opaque(sent) == opaque(came),
            _ => true,
        }
    }
}

/// `"…"` or `W/"…"` (RFC 9110 8.8.3), in ASCII.
fn is_tag(tag: &str) -> bool {
    let quoted = tag.strip_prefix("W/").unwrap_or(tag);
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| inner.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e)))
}

/// The tag for a weak comparison. Some servers mark the coding in the tag of a page that they send, and not in a 304.
fn opaque(tag: &str) -> &str {
    const CODINGS: [&str; 6] = ["--gzip", "-gzip", ";gzip", "-br", ";br", "-zstd"];
    let inner = tag.trim().trim_start_matches("W/").trim_matches('"');
    CODINGS.iter().find_map(|coding| inner.strip_suffix(coding)).unwrap_or(inner)
}

/// Answers from earlier rounds by the address that gave them.
#[derive(Clone, Debug, Default)]
pub struct Earlier(HashMap<String, Validators>);

impl Earlier {
    /// What names the answer of an address.
    pub fn at(&self, url: &Url) -> Option<&Validators> {
        let mut url = url.clone();
        url.set_fragment(None);
        self.0.get(url.as_str())
    }
}

impl FromIterator<(String, Validators)> for Earlier {
    fn from_iter<I: IntoIterator<Item = (String, Validators)>>(answers: I) -> Self {
        Self(answers.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[(&str, &str)]) -> Option<(Option<String>, Option<String>)> {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Validators::of(&headers).map(|named| (named.etag, named.last_modified))
    }

    const AT: &str = "Sat, 15 Aug 2026 10:00:30 GMT";

    #[test]
    fn validators_are_kept_as_they_came() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(&[("etag", "\"a-1\""), ("last-modified", AT)]), Some((some("\"a-1\""), some(AT))));
        assert_eq!(of(&[("etag", "W/\"\"")]), Some((some("W/\"\""), None)));
        assert_eq!(of(&[("last-modified", AT), ("vary", "Accept-Encoding")]), Some((None, some(AT))));
    }

    #[test]
    fn what_names_nothing_or_may_be_of_another_question_is_left_out() {
        for etag in ["", "a", "\"", "\"a", "W/a", "\"a\"b\"", "\"a b\"", "\"å\"", "w/\"a\""] {
            assert_eq!(of(&[("etag", etag)]), None, "{etag:?}");
        }
        assert_eq!(of(&[("last-modified", "igår")]), None);
        assert_eq!(of(&[("etag", "\"a\""), ("vary", "Accept, *")]), None);
        assert_eq!(of(&[("last-modified", AT), ("vary", "Accept"), ("vary", "Cookie")]), None);
        let tag_alone = of(&[("etag", "\"a\""), ("last-modified", AT), ("vary", "cookie")]);
        assert_eq!(tag_alone, Some((Some("\"a\"".to_owned()), None)));
    }

    #[test]
    fn a_tag_is_the_same_whatever_its_strength_and_coding() {
        assert_eq!(opaque("W/\"a1\""), opaque("\"a1\""));
        assert_eq!(opaque("\"a1-gzip\""), opaque("\"a1\""));
        assert_ne!(opaque("\"a1\""), opaque("\"a2\""));
    }
}

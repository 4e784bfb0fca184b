//! Pages that a person saved in a browser: HTML, MHTML and WARC files to bodies with their addresses.
//!
//! Place in the flow: `hemkoll import` → **saved pages** → judged like any page.
//! What must stay true: a file can hold anything: each part is bound in bytes and number before it is kept, and what is
//! not a page is left out, never guessed.

mod mhtml;
mod warc;

use crate::domain::{Lang, Text, both, say};

/// A page from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Where it was, as the file says; `None` when it does not say.
    pub url: Option<String>,
    /// `Content-Type` with charset, as the file says.
    pub content_type: Option<String>,
    /// `Content-Encoding` of the body, one a field; empty when the body is plain.
    pub codings: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
    /// When it was fetched, RFC 3339 UTC, as the file says.
    pub fetched_at: Option<String>,
}

/// Bounds on a file.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one body.
    pub body: u64,
    /// Bytes of the whole file, inflated.
    pub file: u64,
    /// Records or parts.
    pub parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 10_000_000, file: 500_000_000, parts: 10_000 }
    }
}

/// Why a file holds no page that can be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum SavedError {
    /// Over a bound: of what.
    TooLarge(Text),
    /// Not what it begins as.
    Broken(Text),
    /// Read to the end, and there is no HTML page in it.
    NoPage,
}

impl SavedError {
    /// What is wrong with the file, as a part of a sentence.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge(what) => {
                let what = what.of(lang);
                say!(lang, "filen är för stor: {what}", "the file is too large: {what}")
            }
            Self::Broken(why) => {
                let why = why.of(lang);
                say!(lang, "filen är trasig: {why}", "the file is broken: {why}")
            }
            Self::NoPage => say!(lang, "filen innehåller ingen webbsida (HTML)", "the file holds no web page (HTML)"),
        }
    }
}

/// The pages of a file. What kind it is shows in its first bytes, not in its name.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Saved>, SavedError> {
    let pages = if bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"WARC/") {
        warc::read(bytes, limits)?
    } else if bytes.len() as u64 > limits.file {
        return Err(SavedError::TooLarge(both!("hela filen", "the whole file")));
    } else if mhtml::is(bytes) {
        vec![mhtml::read(bytes, limits)?]
    } else {
        vec![html(bytes, limits)?]
    };
    if pages.is_empty() { Err(SavedError::NoPage) } else { Ok(pages) }
}

fn html(bytes: &[u8], limits: Limits) -> Result<Saved, SavedError> {
    if bytes.len() as u64 > limits.body {
        return Err(SavedError::TooLarge(both!("sidan", "the page")));
    }
    let start = &bytes[..bytes.len().min(1024)];
    if !start.contains(&b'<') || start.starts_with(b"%PDF") {
        return Err(SavedError::NoPage);
    }
    Ok(Saved { url: saved_from(bytes), body: bytes.to_vec(), ..Saved::default() })
}

/// The address in the comment that browsers write when they save a page: `<!-- saved from url=(0027)https://… -->`.
fn saved_from(bytes: &[u8]) -> Option<String> {
    const MARK: &str = "<!-- saved from url=(";
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let (_, rest) = start.split_once(MARK)?;
    let (count, rest) = rest.split_once(')')?;
    let length: usize = count.parse().ok()?;
    let url = rest.split(char::is_whitespace).next()?;
    // The number is the address's own length: what does not agree is not the comment of a browser.
    (url.chars().count() == length || url.len() == length).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_comment_of_a_browser_tells_the_address() {
        let page = b"<!DOCTYPE html>\n<!-- saved from url=(0032)https://www.hedlunda.test/omsorg -->\n<html><body>Hej";
        let pages = read(page, Limits::default()).unwrap();
        assert_eq!(pages[0].url.as_deref(), Some("https://www.hedlunda.test/omsorg"));
        assert_eq!(pages[0].body, page);
        let lying = b"<!-- saved from url=(0005)https://www.hedlunda.test/omsorg --><p>";
        assert_eq!(read(lying, Limits::default()).unwrap()[0].url, None);
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let none = |bytes: &[u8]| read(bytes, Limits::default()).unwrap_err();
        assert_eq!(none(b"%PDF-1.4 <a>"), SavedError::NoPage);
        assert_eq!(none(b""), SavedError::NoPage);
        assert_eq!(none(b"bara text"), SavedError::NoPage);
        let small = Limits { body: 3, ..Limits::default() };
        assert_eq!(read(b"<p>lang", small).unwrap_err(), SavedError::TooLarge(both!("sidan", "the page")));
    }

    proptest! {
        #[test]
        fn nothing_makes_the_readers_fail(head in prop::sample::select(vec![
            "", "WARC/1.1\r\n", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n",
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "<!-- saved from url=(",
        ]), rest in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&[head.as_bytes(), &rest].concat(), Limits::default());
        }
    }
}

//! What came back for one request, owned: status, headers, body, times; and what it means.
//!
//! Place in the flow: fetch makes it, the visitor follows its redirects, audit archives and judges it.
//! What must stay true: an answer is told apart from a page. A 404, a bot challenge or an empty body is an answer
//! with a [`Reason`], never a page that can be judged.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use reqwest::header::HeaderValue;
use tokio::time::Instant;
use url::Url;

use super::conditions::Earlier;
use super::failure::Failure;
use super::room::Room;
use crate::domain::Reason;
use crate::page::{decode, is_no_text, loose_links};

/// A whole answer of any status.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The address that was asked; after redirects the final one.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// `HTTP/1.1` or `HTTP/2`.
    pub http: &'static str,
    /// Header fields in order, names in lower case, values as bytes.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, inflated.
    pub body: Vec<u8>,
    /// Whether a copy from an earlier time was named in the question, so that 304 is an answer.
    pub conditional: bool,
    /// The room that a large body takes of all that may be in memory; given back when the last clone is dropped.
    pub room: Option<Room>,
    /// Whether the body was cut at the limit (only where [`Ask::keep_prefix`] asked for that).
    pub truncated: bool,
    /// Bytes of body on the wire.
    pub wire_bytes: u64,
    /// When the request was sent.
    pub started_at: Timestamp,
    /// When the response's headers had come.
    pub headers_at: Timestamp,
    /// When the body had ended.
    pub ended_at: Timestamp,
}

/// What a request asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// `Accept`.
    pub accept: &'static str,
    /// `If-None-Match`.
    pub etag: Option<String>,
    /// `If-Modified-Since`, as the server wrote it.
    pub last_modified: Option<String>,
    /// Answers from earlier rounds: whichever address is asked, along redirects too, its own is named.
    pub earlier: Option<Arc<Earlier>>,
    /// `Cookie`: what the host itself set earlier in the visit.
    pub cookie: Option<String>,
    /// Another limit on the body than the settings'.
    pub max_body: Option<u64>,
    /// Keep the first `max_body` bytes of a longer body instead of giving the answer up.
    pub keep_prefix: bool,
    /// HEAD in place of GET: the answer has no body.
    pub head: bool,
}

impl Ask {
    /// Whether a copy from an earlier time is named.
    pub fn is_conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }

    /// The header fields that name that copy. What cannot stand in a header is left out: without a validator the answer
    /// comes whole.
    pub fn asked_if(&self) -> Vec<(&'static str, String)> {
        [("if-none-match", &self.etag), ("if-modified-since", &self.last_modified)]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.clone()?)))
            .filter(|(_, value)| HeaderValue::from_str(value).is_ok())
            .collect()
    }

    /// A web page.
    pub const fn page() -> Self {
        let accept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5";
        Self {
            accept,
            etag: None,
            last_modified: None,
            earlier: None,
            cookie: None,
            max_body: None,
            keep_prefix: false,
            head: false,
        }
    }

    /// The same question to one address, its answer from an earlier round named.
    #[must_use]
    pub fn to(&self, url: &Url) -> Self {
        let named = self.earlier.as_ref().and_then(|earlier| earlier.at(url)).cloned();
        match named {
            Some(named) => Self { etag: named.etag, last_modified: named.last_modified, ..self.clone() },
            None => self.clone(),
        }
    }

    /// Whether an address answers.
    pub fn head() -> Self {
        Self { accept: "*/*", head: true, ..Self::page() }
    }

    /// Whether an address answers, where HEAD was refused: the beginning of whatever is there.
    pub fn first_bytes() -> Self {
        Self { accept: "*/*", max_body: Some(1024), keep_prefix: true, ..Self::page() }
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self::page()
    }
}

/// One line of the request log: every request that was sent or tried.
#[derive(Clone, Debug)]
pub struct RequestLog {
    /// The address that was asked.
    pub url: Url,
    /// Politeness group by name; empty when the name could not be resolved.
    pub group: String,
    /// The server's address, when connected.
    pub remote: Option<SocketAddr>,
    /// When the request was sent.
    pub started_at: Timestamp,
    /// When the headers had come.
    pub headers_at: Option<Timestamp>,
    /// When the body had ended or was dropped.
    pub ended_at: Timestamp,
    /// HTTP status, when there was one.
    pub status: Option<u16>,
    /// Bytes of body on the wire.
    pub wire_bytes: u64,
    /// Why there is no whole answer.
    pub reason: Option<Reason>,
    /// What the library said.
    pub detail: String,
    /// Header fields that named an answer from an earlier time.
    pub asked_if: Vec<(&'static str, String)>,
    /// Whether anything was sent at all (false: no address, or one that is never contacted).
    pub sent: bool,
}

/// The outcome of one request.
#[derive(Debug)]
pub struct FetchOutcome {
    /// The line for the log.
    pub log: RequestLog,
    /// The answer, or why there is none.
    pub result: Result<Fetched, Failure>,
    /// What came of a body before the fault.
    pub part: Option<Fetched>,
    /// When the headers had come, on the monotonic clock.
    pub headers_instant: Option<Instant>,
    /// When it ended, on the monotonic clock.
    pub ended_instant: Instant,
}

/// Words that stand in pages that ask for proof of being human (fetched bodies only, first 16 KiB).
const CHALLENGE_MARKS: [&str; 16] = [
    "/cdn-cgi/challenge-platform/",
    "cf-chl-",
    "_Incapsula_Resource",
    "captcha-delivery.com",
    "px-captcha",
    "awsWafCookieDomainList",
    "sucuri_cloudproxy_js",
    "Pardon Our Interruption",
    "<title>Just a moment...",
    "<title>Attention Required!",
    "Checking your browser before",
    "Checking if the site connection is secure",
    "Verify you are human",
    "verify that you are human",
    "Verifying you are human",
    "Enable JavaScript and cookies to continue",
];

/// All marks, looked for in one pass: every small page is asked.
static CHALLENGES: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(CHALLENGE_MARKS).expect("a few short marks fit an automaton"));

impl Fetched {
    /// A header's first value, when it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_slice())?;
        std::str::from_utf8(value).ok().map(str::trim)
    }

    /// The media type without parameters, lower case; empty when there is none.
    pub fn media_type(&self) -> String {
        let full = self.header("content-type").unwrap_or_default();
        // Some servers send the field twice, and a proxy joins it.
        full.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Where a redirect leads; `None` for any other answer.
    pub fn redirect(&self) -> Option<Result<Url, Failure>> {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let bad = |detail: &str| Some(Err(Failure::new(Reason::BadRedirect, detail)));
        // Bytes that are no UTF-8 are sent back as they came: the server knows what it meant.
        let written = |value: &[u8]| match std::str::from_utf8(value) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                value.iter().map(|b| if b.is_ascii() { char::from(*b).into() } else { format!("%{b:02X}") }).collect()
            }
        };
        let raw = self.headers.iter().find(|(n, _)| n == "location").map(|(_, v)| written(v));
        let Some(target) = raw.as_deref().map(str::trim).filter(|t| !t.is_empty()) else {
            return bad("no Location");
        };
        match self.url.join(target) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Some(Ok(url)),
            Ok(url) => bad(url.scheme()),
            Err(error) => bad(&format!("{target}: {error}")),
        }
    }

    /// Whether the copy from last time still holds (only after asking with `etag` or `last_modified`).
    pub fn not_modified(&self) -> bool {
        self.status == 304 && self.conditional
    }

    /// Why this answer is not a page that can be read, by status, challenge and emptiness; `None` when it may be one.
    pub fn problem(&self) -> Option<Reason> {
        if self.is_challenge() {
            return Some(Reason::BotChallenge);
        }
        match self.status {
            200..=203 if self.body.iter().all(u8::is_ascii_whitespace) => Some(Reason::Empty),
            200..=203 => None,
            204 | 205 => Some(Reason::Empty),
            300..=303 | 305..=399 => Some(Reason::BadRedirect),
            401 | 403 | 407 | 451 => Some(Reason::Forbidden),
            404 | 410 => Some(Reason::NotFound),
            429 => Some(Reason::RateLimited),
            503 if self.header("retry-after").is_some() => Some(Reason::RateLimited),
            400..=499 => Some(Reason::ClientError),
            500..=599 => Some(Reason::ServerError),
            // 206 and 304 unasked, and numbers that no standard knows.
            _ => Some(Reason::BadHttp),
        }
    }

    fn is_challenge(&self) -> bool {
        let waf = self.header("x-amzn-waf-action").is_some_and(|v| v == "challenge" || v == "captcha");
        if waf || self.header("cf-mitigated").is_some_and(|v| v == "challenge") {
            return true;
        }
        // A real page can load a guard's script too: with 200 only a page of almost nothing else is a challenge.
        let refuses =
            matches!(self.status, 202 | 403 | 405 | 429 | 503) || (self.status == 200 && self.body.len() < 12_288);
        if !refuses {
            return false;
        }
        let head = &self.body[..self.body.len().min(16_384)];
        CHALLENGES.is_match(head) && (self.status != 200 || self.leads_nowhere())
    }

    /// A guard's page has a link or two, to the guard.
    fn leads_nowhere(&self) -> bool {
        const FEW: usize = 4;
        let links = loose_links(&decode(&self.body, self.header("content-type")), &self.url);
        links.iter().map(|link| &link.url).collect::<BTreeSet<_>>().len() < FEW
    }

    /// Whether the body is HTML: by its type, and by its first bytes where the type is missing, vague or wrong.
    pub fn is_html(&self) -> bool {
        let media = self.media_type();
        let typed = matches!(media.as_str(), "text/html" | "application/xhtml+xml");
        let vague = matches!(
            media.as_str(),
            "text/plain"
                | "application/octet-stream"
                | "application/pdf"
                | "unknown/unknown"
                | "text/xml"
                | "application/xml"
        ) || !media.contains('/');
        (typed && (starts_as_html(&self.body) || !is_no_text(&self.body))) || (vague && starts_as_html(&self.body))
    }

    /// Whether the body is a PDF, by its first bytes.
    pub fn is_pdf(&self) -> bool {
        self.body.starts_with(b"%PDF-")
    }
}

/// What HTML without a name begins with (WHATWG MIME Sniffing 7.1).
const HTML_TAGS: [&str; 20] = [
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<meta",
    "<main",
    "<nav",
    "<section",
];

fn starts_as_html(body: &[u8]) -> bool {
    let mut rest = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    // Comments and an XML declaration may stand before the first tag.
    for _ in 0..8 {
        let close: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?xml") {
            b"?>"
        } else {
            break;
        };
        let window = &rest[..rest.len().min(4096)];
        let Some(end) = window.windows(close.len()).position(|w| w == close) else { return false };
        rest = rest[end + close.len()..].trim_ascii_start();
    }
    let head = rest[..rest.len().min(16)].to_ascii_lowercase();
    HTML_TAGS.iter().any(|tag| {
        // The tag must end there: `<br>` begins with `<b`, which is one too, but `<blink` is none.
        head.strip_prefix(tag.as_bytes())
            .is_some_and(|after| matches!(after.first(), None | Some(b' ' | b'>' | b'\n' | b'\r' | b'\t' | b'/')))
    })
}

#[cfg(test)]
mod tests;

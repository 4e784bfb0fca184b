//! The log of a round: what was asked of each kommun's servers, when, and what came of it.

use serde::Serialize;

use super::Reason;

/// What robots.txt said of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RobotsVerdict {
    /// It is robots.txt itself, which is always asked for.
    Itself,
    /// It may be read.
    Allowed,
    /// It may not.
    Disallowed,
    /// robots.txt could not be had, and then nothing may be read (RFC 9309 2.3.1.4).
    Unreachable,
    /// Nobody looked: the address was left out before that.
    NotAsked,
}

impl RobotsVerdict {
    /// The word in machine output.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Allowed => "allowed",
            Self::Disallowed => "disallowed",
            Self::Unreachable => "unreachable",
            Self::NotAsked => "not-asked",
        }
    }
}

/// One request, or one address that was not asked for, with the reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Asked {
    /// The kommun's code.
    pub kommun: String,
    /// Its name.
    pub name: String,
    /// When it was sent, RFC 3339 UTC with six digits; empty when it was not.
    pub at: String,
    /// `GET` or `HEAD`; empty when nothing was sent.
    pub method: &'static str,
    /// What it was for: `page`, `robots`, `hop`, `sitemap`, `link-check`, `link-get`, `pdf`.
    pub kind: &'static str,
    /// The address.
    pub url: String,
    /// The address that led there by redirects; empty when none did.
    pub via: String,
    /// HTTP status; `None` when none came.
    pub status: Option<u16>,
    /// Why it was not read whole.
    pub reason: Option<Reason>,
    /// Bytes on the wire.
    pub bytes: u64,
    /// Milliseconds until the body had ended.
    pub millis: u64,
    /// Milliseconds since the answer before it had ended; `None` for the first.
    pub waited_millis: Option<u64>,
    /// What robots.txt said.
    pub robots: RobotsVerdict,
    /// The server's address and port; empty when there was no connection.
    pub server: String,
    /// Header fields that asked whether the page has changed since an earlier round.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked_if: Vec<(String, String)>,
    /// Whether it had not (304), so that the page is the earlier round's.
    pub unchanged: bool,
    /// SHA-256 of the body that is kept; empty when none is.
    pub sha256: String,
}

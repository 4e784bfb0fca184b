//! A round: one audit of many kommuner under frozen parameters, and how each visit ended.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Reason, StopList};

/// Everything that decides a round's result besides the web itself. Frozen when the round opens; resuming with other
/// parameters is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundParams {
    /// Day on which the pages are judged (Europe/Stockholm).
    pub judged_on: Date,
    /// HTML answers a kommun.
    pub page_budget: u32,
    /// `topic` or `site`.
    pub scope: Scope,
    /// Largest body in bytes, inflated.
    pub max_body: u64,
    /// SHA-256 of the seeds (kommuner, traits, amounts, lexicon), lower-case hex.
    pub seeds_sha256: String,
    /// SHA-256 of the rule set's manifest, lower-case hex.
    pub rules_sha256: String,
    /// Version of the address normaliser.
    pub normaliser: u32,
    /// Addresses that are never asked for.
    #[serde(default, skip_serializing_if = "StopList::is_empty")]
    pub stop_list: StopList,
}

/// How far a crawl goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Stops when nothing relevant is left.
    #[default]
    Topic,
    /// The whole site within the budget.
    Site,
}

/// One audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// Name, unique in the database, e.g. `2026`.
    pub name: String,
    /// When it was opened, RFC 3339 UTC with six digits.
    pub opened_at: String,
    /// Frozen parameters.
    pub params: RoundParams,
}

/// How the visit to one kommun ended (or that it has not).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitStatus {
    /// Not begun, or begun and not finished: resumable.
    Open,
    /// Everything relevant was read.
    Complete,
    /// Some was read; the reason says what stopped it.
    Partial,
    /// The site refused us (robots.txt, bot challenge). Not assessed, never 0.
    Blocked,
    /// Nothing could be read. Not assessed, never 0.
    Failed,
}

impl VisitStatus {
    /// The word in machine output.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Partial => "partial",
            Self::Blocked => "blocked",
            Self::Failed => "failed",
        }
    }

    /// The Swedish word, for tables that people read.
    pub const fn word_sv(self) -> &'static str {
        match self {
            Self::Open => "inte läst än",
            Self::Complete => "läst",
            Self::Partial => "delvis läst",
            Self::Blocked => "inte läst",
            Self::Failed => "gick inte att läsa",
        }
    }

    /// The status for a word; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Complete, Self::Partial, Self::Blocked, Self::Failed].into_iter().find(|s| s.code() == code)
    }

    /// Whether a score may be shown at all.
    pub const fn is_assessed(self) -> bool {
        matches!(self, Self::Complete | Self::Partial)
    }
}

/// How a visit ended, in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The status.
    pub status: VisitStatus,
    /// Why, unless complete.
    pub reason: Option<Reason>,
    /// Distinct pages fetched whole, HTML, not an error page, and judged.
    pub pages_ok: u32,
    /// Requests sent, robots.txt and redirects included.
    pub requests: u32,
    /// Day of the first and the last answer, ISO 8601; empty if none came.
    pub first_day: String,
    /// Day of the last answer.
    pub last_day: String,
}

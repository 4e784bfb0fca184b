//! What a rule found for a kommun, and the evidence that it stands on.
//!
//! What must stay true: a passed or partial finding points at exact words on a stored page; a failed one says what
//! was searched for and where; an open one says why it is open.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// Longest quote in characters.
pub const QUOTE_MAX: usize = 240;

/// Exact words on a stored page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Final address of the page.
    pub url: String,
    /// The page's title or first heading.
    pub page_title: String,
    /// SHA-256 of the stored body, lower-case hex.
    pub sha256: String,
    /// CSS path of the element that holds the words.
    pub selector: String,
    /// The exact words, white space folded, at most [`QUOTE_MAX`] characters (cut at a word edge, ending in `…`).
    pub quote: String,
    /// The words inside `quote` that decided, for marking. Empty: the whole quote.
    pub marked: Vec<String>,
}

/// What was searched for when nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Searched {
    /// Addresses of the pages that were read for this question.
    pub pages: Vec<String>,
    /// What was looked for, as words that complete «Vi letade efter …».
    pub looked_for: String,
    /// Some of the phrases that were tried.
    pub phrases: Vec<String>,
    /// The words that came nearest, if any did.
    pub nearest: Option<Evidence>,
}

/// The answer to one question for one kommun in one round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// Hash of what the verdict depends on in the rule (head, words, data), lower-case hex.
    pub judging_hash: String,
    /// The outcome over all pages.
    pub outcome: Outcome,
    /// Why it is open or does not apply, as a code (e.g. `sidan-hittades-inte`); empty when decided.
    pub reason: String,
    /// One Swedish sentence that says what was found or why it is open.
    pub note: String,
    /// The words it stands on, best first; at most five.
    pub evidence: Vec<Evidence>,
    /// What was searched for; set when failed, partial or open.
    pub searched: Option<Searched>,
}

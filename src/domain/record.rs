//! What judgement keeps of one page: small enough to store and send between threads, enough to settle a kommun.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Evidence, Outcome, PageType};

/// The depth of a page to which no way was found along the links of pages that were read.
pub const NO_WAY: u32 = u32::MAX;

/// A link as the frontier and the kommun-wide rules see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Absolute address without fragment.
    pub url: String,
    /// Link text, white space folded; the accessible name where the text is empty.
    pub text: String,
    /// Whether it stands in the page's main content (else in a menu, header, footer …).
    pub in_main: bool,
    /// The heading it stands under, if any.
    pub heading: String,
}

/// What one rule says of one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageVerdict {
    /// Rule id.
    pub rule: String,
    /// The outcome on this page alone.
    pub outcome: Outcome,
    /// Why, as a code, when open or inapplicable.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// A Swedish sentence for people, when there is something to say beyond the quote.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The words it stands on, best first; at most five.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The nearest miss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Evidence>,
    /// Names of the counted parts found here; united over pages by rules that count parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// What kommun-wide checks compare between pages (amounts, numbers), by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

/// One judged page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Final address, normalised.
    pub url: String,
    /// Title or first heading.
    pub title: String,
    /// SHA-256 of the stored body, lower-case hex.
    pub sha256: String,
    /// SHA-256 of the normalised main text: what a person's decision holds for.
    pub text_sha256: String,
    /// What kind of page it was taken for.
    pub page_type: PageType,
    /// How sure that is, 0–100; the best page of a type is the one with the highest (then the shallowest, then by
    /// address).
    pub type_confidence: u8,
    /// Clicks from the start page along the links followed; 0 = the start page; [`NO_WAY`] when none was found.
    pub depth: u32,
    /// Words in the main content, without word lists.
    pub words: u32,
    /// Whether the page is empty without JavaScript.
    pub needs_javascript: bool,
    /// Links out, in document order, each address once.
    pub links: Vec<LinkRecord>,
    /// Verdicts of all rules that are judged on this page.
    pub verdicts: Vec<PageVerdict>,
    /// Facts of the codebook found on the page (`true`), searched and not found (`false`); absent = cannot be told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, bool>,
}

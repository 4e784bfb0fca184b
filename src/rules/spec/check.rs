//! The check kinds and their options, as written in `[check]`.
//!
//! Place in the flow: rule file → **check options** → `rules/checks/`, one file a kind.
//! What must stay true: options are data that an auditor can change; no kind has logic here.

use serde::Deserialize;

use super::Statement;
use crate::domain::PageType;

/// The check kinds. One file each in `rules/checks/`.
///
/// Written with `kind = "…"` among the fields; `load.rs` moves the kind outside before reading, since serde's inner tag
/// loses the places of errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields,
    bound(deserialize = "P: Default + Deserialize<'de>")
)]
pub enum Check<P = String> {
    /// A statement is made: all its needs stand together in one scope.
    Statement {
        /// Any of these makes it passed.
        either: Vec<Statement<P>>,
        /// Any of these makes it partial.
        #[serde(default)]
        partly: Vec<Statement<P>>,
        /// When given and none holds on a page, the page has nothing to do with the question.
        #[serde(default)]
        about: Vec<Statement<P>>,
    },
    /// Several parts are counted.
    Parts {
        /// The parts.
        part: Vec<Part<P>>,
        /// How many make it passed.
        pass: usize,
        /// How many make it partial.
        #[serde(default)]
        partial: Option<usize>,
        /// When given and none holds on a page, the page has nothing to do with the question.
        #[serde(default)]
        about: Vec<Statement<P>>,
    },
    /// A page of the rule's first page type exists with at least so many words of main text.
    PageExists {
        /// Words of main text.
        min_words: u32,
        /// Partial: a statement on another page (a section of its own).
        #[serde(default)]
        partly: Vec<Statement<P>>,
    },
    /// Clicks from the start page to the best page of the rule's first page type.
    Distance {
        /// At most so many: passed.
        pass: u32,
        /// At most so many: partial. Never failed: no way found within the budget is untested.
        partial: u32,
    },
    /// The best page of the rule's first type is linked from the best page of `from`, or its content stands there.
    LinkedFrom {
        /// The page types that should link there.
        from: Vec<PageType>,
        /// Or said on the page itself.
        #[serde(default)]
        either: Vec<Statement<P>>,
        /// What the page must say for a link to it to count; empty: a few words.
        #[serde(default)]
        tells: Vec<Statement<P>>,
    },
    /// Three answers: choice offered, stated as not offered, silent. A vague yes is cantTell.
    Choice {
        /// Says that one may choose.
        offered: Vec<Statement<P>>,
        /// Says that one may not.
        not_offered: Vec<Statement<P>>,
        /// Says something unclear.
        vague: Vec<Statement<P>>,
    },
    /// Lists of providers and how comparable they are.
    Providers {
        /// What is asked of the list.
        ask: ProvidersAsk,
        /// Words that name a provider list.
        words: Vec<P>,
        /// A heading with one of these is no provider's name.
        #[serde(default)]
        unless: Vec<P>,
        /// Field words by field, for `comparable`.
        #[serde(default)]
        field: Vec<Part<P>>,
    },
    /// This year's amount from the yearly table stands near the words.
    YearlyAmount {
        /// Name in `belopp.csv`.
        amount: String,
        /// Words it must stand near.
        words: Vec<P>,
        /// Partial: a statement without the amount.
        #[serde(default)]
        partly: Vec<Statement<P>>,
        /// For a person: the kommun takes no fee at all.
        #[serde(default)]
        open: Vec<Statement<P>>,
    },
    /// At least so many prices in kronor, each with what it is for.
    Prices {
        /// So many different: passed.
        pass: usize,
        /// So many: partial.
        partial: usize,
        /// Words that must stand in the same block, the heading above or the table's header.
        words: Vec<P>,
        /// An amount in a sentence with one of these is no price.
        #[serde(default)]
        unless: Vec<P>,
    },
    /// LIX of the main text.
    Lix {
        /// At most: passed.
        pass: f64,
        /// At most: partial.
        partial: f64,
    },
    /// Du-address against third person.
    Address {
        /// Words of direct address.
        direct: Vec<P>,
        /// Words of the third person.
        distant: Vec<P>,
        /// At least one direct word in so many words.
        per_words: u32,
    },
    /// Technical terms are explained where they first stand.
    Terms {
        /// The terms.
        terms: Vec<P>,
        /// Words that begin an explanation.
        explains: Vec<P>,
    },
    /// A visible update date.
    Updated {
        /// At most so many months old: passed.
        pass_months: u32,
        /// At most so many: partial.
        partial_months: u32,
    },
    /// Words that should no longer stand there (stale citations). Inapplicable when nothing of `about` is said.
    Stale {
        /// Outdated statements.
        outdated: Vec<Statement<P>>,
        /// Statements that show that the matter is mentioned at all.
        about: Vec<Statement<P>>,
    },
    /// Links of the core pages answer.
    BrokenLinks {
        /// At most so many broken: passed.
        pass: usize,
        /// At most so many: partial.
        partial: usize,
    },
    /// The core rules are answered in HTML, not only in PDF.
    NotOnlyPdf {
        /// Link words that show that the content is in the file.
        words: Vec<P>,
        /// Rules that must be answered in HTML.
        rules: Vec<String>,
    },
    /// The accessibility statement: that it is found, whole, or recent.
    AccessibilityStatement {
        /// What is asked.
        ask: StatementAsk,
        /// Words in the text of a link that leads to the statement, for `found`.
        #[serde(default)]
        link_words: Vec<P>,
        /// The counted items, for `complete`.
        #[serde(default)]
        part: Vec<Part<P>>,
        /// `complete`: how many items make it passed. `recent`: at most so many months.
        #[serde(default)]
        pass: usize,
        /// `complete`: how many items make it partial. `recent`: at most so many months.
        #[serde(default)]
        partial: usize,
    },
    /// The static accessibility audit: faults by ACT rules of level A and AA, each rule counted once a page.
    Accessibility {
        /// At most so many different faults: partial (none: passed).
        partial: usize,
        /// Ids of ACT rules by which a single fault shuts somebody out: failed.
        #[serde(default)]
        hinders: Vec<String>,
    },
    /// Contradicting values between pages (information only).
    SameEverywhere {
        /// Names of the values compared (see `PageVerdict::values`).
        values: Vec<String>,
    },
    /// For a person, or for a mode that did not run; always open, weight 0.
    Manual {
        /// The reason code.
        reason: String,
        /// `true`: could not be tried in this mode. Else a person must read.
        #[serde(default)]
        untested: bool,
    },
}

/// What a provider rule asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProvidersAsk {
    /// At least two providers are listed.
    Listed,
    /// The same fields for each.
    Comparable,
    /// Said at the kommun, not only linked out.
    NotOnlyLinks,
}

/// What is asked of the accessibility statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatementAsk {
    /// Linked from the start page.
    Found,
    /// Has its items.
    Complete,
    /// Updated within 12 months.
    Recent,
}

/// A counted part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "P: Default + Deserialize<'de>"))]
pub struct Part<P = String> {
    /// Its name, in Swedish, shown to people.
    pub name: String,
    /// Any of these shows it.
    pub either: Vec<Statement<P>>,
}

impl<P> Check<P> {
    /// All statements of the check, in the order of its options.
    pub fn statements(&self) -> Vec<&Statement<P>> {
        fn of_parts<P>(parts: &[Part<P>]) -> Vec<&Statement<P>> {
            parts.iter().flat_map(|part| &part.either).collect()
        }
        match self {
            Self::Statement { either, partly, about } => either.iter().chain(partly).chain(about).collect(),
            Self::Parts { part, about, .. } => of_parts(part).into_iter().chain(about).collect(),
            Self::PageExists { partly, .. } => partly.iter().collect(),
            Self::YearlyAmount { partly, open, .. } => partly.iter().chain(open).collect(),
            Self::LinkedFrom { either, tells, .. } => either.iter().chain(tells).collect(),
            Self::Choice { offered, not_offered, vague } => offered.iter().chain(not_offered).chain(vague).collect(),
            Self::Stale { outdated, about } => outdated.iter().chain(about).collect(),
            Self::Providers { field: part, .. } | Self::AccessibilityStatement { part, .. } => of_parts(part),
            _ => Vec::new(),
        }
    }

    /// The statements that give points: one of these must not be met by a bare word.
    pub fn claims(&self) -> Vec<&Statement<P>> {
        match self {
            Self::Statement { either, partly, .. } => either.iter().chain(partly).collect(),
            Self::Parts { part, .. } => part.iter().flat_map(|part| &part.either).collect(),
            Self::PageExists { .. } | Self::LinkedFrom { .. } | Self::YearlyAmount { .. } => self.statements(),
            Self::Choice { offered, not_offered, .. } => offered.iter().chain(not_offered).collect(),
            _ => Vec::new(),
        }
    }
}

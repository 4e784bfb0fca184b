//! The toml head of a rule file, of `ruleset.toml` and of `fakta.toml`, as types.
//!
//! What must stay true: unknown fields and words are refused with file, line and the allowed words; everything that an
//! auditor may want to change (words, thresholds, weights, page types, sources) is here, and no logic.
//!
//! Phrases are written in a small notation, matched word by word without regard to case:
//! `telefontid*` begins so; `*avgift` ends so; `du kan … välja` allows 0–3 words at `…`; `cs:LOV` minds case;
//! `~ansöka` any inflection (Snowball stem); all else matches whole words.

use serde::Deserialize;

use crate::domain::{PageType, Scale, Tri};

/// A rule's head.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleHead {
    /// ASCII kebab-case slug, equal to the file's name; never reused.
    pub id: String,
    /// Ids of the catalogue that the rule stems from, e.g. `["KON-02"]`.
    #[serde(default)]
    pub catalogue: Vec<String>,
    /// The question as a senior asks it, ending in `?`.
    pub title: String,
    /// The same question in English.
    pub title_en: String,
    /// Folder and dimension id.
    pub dimension: String,
    /// Weight inside its dimension; 0 = information only.
    pub weight: f64,
    /// Where the rule is in its life.
    pub status: Status,
    /// First round in which it counts.
    #[serde(default)]
    pub since: Option<String>,
    /// Last round in which it counts.
    #[serde(default)]
    pub until: Option<String>,
    /// Who can mend it.
    pub owner: Owner,
    /// Minutes it usually takes to mend.
    pub minutes: u32,
    /// Page types on which it is judged; empty = all that can be evidence.
    #[serde(default)]
    pub pages: Vec<PageType>,
    /// Whether each page is judged by itself, or the kommun's pages together.
    #[serde(default)]
    pub unit: Unit,
    /// How verdicts of pages become one.
    #[serde(default)]
    pub combine: Combine,
    /// Another rule without which this one cannot pass.
    #[serde(default)]
    pub requires: Option<String>,
    /// Trait condition for the rule to concern the kommun; an unknown trait is cantTell.
    #[serde(default)]
    pub applies: Option<TraitIs>,
    /// Completes «Vi letade efter …».
    pub looked_for: String,
    /// The sentence when it is missing: «Vi hittade ingen telefontid.»
    pub absent: String,
    /// Where the demand comes from; at least one.
    pub source: Vec<Source>,
    /// How it is judged.
    pub check: Check,
    /// Other checks under other traits; the first that holds is used.
    #[serde(default)]
    pub variant: Vec<Variant>,
}

/// Where a rule is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Tried out: weighs 0.
    Preview,
    /// Counts.
    #[default]
    Stable,
    /// No longer judged; the id stays taken.
    Retired,
}

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// The web editor, now.
    Redaktor,
    /// The care organisation must first decide or tell.
    Verksamhet,
    /// The web supplier (template).
    Leverantor,
}

/// What is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Each page by itself.
    #[default]
    Page,
    /// All pages of the kommun together.
    Kommun,
}

/// How the verdicts of several pages become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// The best page decides: passed > partial > open > failed. Counted parts are united first.
    #[default]
    Any,
    /// Every core page must pass: failed > open > partial > passed.
    All,
    /// Mean share of the core pages, rounded down to none, half or all.
    Share,
    /// The best page of the rule's first page type alone.
    Best,
}

/// A condition on one trait.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TraitIs {
    /// Trait name, e.g. `lov`.
    #[serde(rename = "trait")]
    pub name: String,
    /// The value it must have.
    pub is: Tri,
}

/// A check used under a trait.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variant {
    /// When it is used.
    pub when: TraitIs,
    /// Completes «Vi letade efter …» in place of the rule's own.
    #[serde(default)]
    pub looked_for: Option<String>,
    /// The check.
    pub check: Check,
}

/// Where a demand comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// Its standing.
    pub kind: SourceKind,
    /// The act, indicator, success criterion or page, in words.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Where it can be read.
    #[serde(default)]
    pub url: Option<String>,
}

/// The standing of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// An act.
    Lag,
    /// An indicator or review by an authority or organisation.
    Indikator,
    /// WCAG or EN 301 549.
    Wcag,
    /// What kommuner do.
    Praxis,
    /// Our own proposal.
    #[serde(rename = "förslag")]
    Forslag,
}

/// The check kinds. One file each in `rules/checks/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// A statement is made: all its needs stand together in one scope.
    Statement {
        /// Any of these makes it passed.
        either: Vec<Statement>,
        /// Any of these makes it partial.
        #[serde(default)]
        partly: Vec<Statement>,
    },
    /// Several parts are counted.
    Parts {
        /// The parts.
        part: Vec<Part>,
        /// How many make it passed.
        pass: usize,
        /// How many make it partial.
        #[serde(default)]
        partial: Option<usize>,
    },
    /// A page of the rule's first page type exists with at least so many words of main text.
    PageExists {
        /// Words of main text.
        min_words: u32,
        /// Partial: a statement on another page (a section of its own).
        #[serde(default)]
        partly: Vec<Statement>,
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
        either: Vec<Statement>,
    },
    /// Three answers: choice offered, stated as not offered, silent. A vague yes is cantTell.
    Choice {
        /// Says that one may choose.
        offered: Vec<Statement>,
        /// Says that one may not.
        not_offered: Vec<Statement>,
        /// Says something unclear.
        vague: Vec<Statement>,
    },
    /// Lists of providers and how comparable they are.
    Providers {
        /// What is asked of the list.
        ask: ProvidersAsk,
        /// Words that name a provider list.
        words: Vec<String>,
        /// Field words by field, for `comparable`.
        #[serde(default)]
        field: Vec<Part>,
    },
    /// This year's amount from the yearly table stands near the words.
    YearlyAmount {
        /// Name in `belopp.csv`.
        amount: String,
        /// Words it must stand near.
        words: Vec<String>,
    },
    /// At least so many prices in kronor, each with what it is for.
    Prices {
        /// So many different: passed.
        pass: usize,
        /// So many: partial.
        partial: usize,
        /// Words that must stand in the same block or table heading.
        words: Vec<String>,
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
        direct: Vec<String>,
        /// Words of the third person.
        distant: Vec<String>,
        /// At least one direct word in so many words.
        per_words: u32,
    },
    /// Technical terms are explained where they first stand.
    Terms {
        /// The terms.
        terms: Vec<String>,
        /// Words that begin an explanation.
        explains: Vec<String>,
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
        outdated: Vec<Statement>,
        /// Statements that show that the matter is mentioned at all.
        about: Vec<Statement>,
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
        words: Vec<String>,
        /// Rules that must be answered in HTML.
        rules: Vec<String>,
    },
    /// The accessibility statement: that it is found, whole, or recent.
    AccessibilityStatement {
        /// What is asked.
        ask: StatementAsk,
        /// The counted items.
        #[serde(default)]
        part: Vec<Part>,
        /// How many make it passed.
        #[serde(default)]
        pass: usize,
        /// How many make it partial.
        #[serde(default)]
        partial: usize,
    },
    /// The static accessibility audit.
    Accessibility {
        /// At most so many different faults: partial (none: passed).
        partial: usize,
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
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Part {
    /// Its name, in Swedish, shown to people.
    pub name: String,
    /// Any of these shows it.
    pub either: Vec<Statement>,
}

/// Needs that must all be met within one scope. Naming is not telling: a statement of a scoring rule has at least two
/// needs, or one need with `min` of two, or one need that is a fact or mention.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Statement {
    /// The scope; default a block.
    #[serde(default)]
    pub within: Within,
    /// What must be there. The first is what a nearest miss shows.
    pub need: Vec<Need>,
    /// Phrases that cancel when they stand in the same scope.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Only on pages of these types (beside the rule's own `pages`).
    #[serde(default)]
    pub on: Vec<PageType>,
}

/// The scope of a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// One sentence.
    Sentence,
    /// One paragraph, list item, table row or heading.
    #[default]
    Block,
    /// A list with the paragraph or heading that introduces it.
    List,
    /// A heading and all blocks under it until the next heading of the same or a higher level; a contact box is a
    /// section of its own.
    Section,
    /// The main content and contact boxes of the page.
    Page,
}

/// One thing that must be there. Exactly one of `any`, `mention`, `link`, `fact` is set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Need {
    /// One of these phrases.
    #[serde(default)]
    pub any: Vec<String>,
    /// How many different phrases of `any` (default 1).
    #[serde(default)]
    pub min: Option<usize>,
    /// Something recognised: a number, a time, an amount.
    #[serde(default)]
    pub mention: Vec<MentionName>,
    /// A link.
    #[serde(default)]
    pub link: Option<LinkNeed>,
    /// A fact of `fakta.toml`.
    #[serde(default)]
    pub fact: Option<String>,
    /// Words that void this need's phrase when they stand within three words before it ("inte", "ingen").
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Not in a heading (a heading alone tells nothing).
    #[serde(default)]
    pub not_in_heading: bool,
}

/// A link that must be there. All that is given must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkNeed {
    /// One of these phrases in the link's text.
    #[serde(default)]
    pub text: Vec<String>,
    /// One of these in the address (host or path, lower case, substring).
    #[serde(default)]
    pub to: Vec<String>,
    /// Whether it must (`true`) or must not (`false`) be a file.
    #[serde(default)]
    pub file: Option<bool>,
    /// Whether it must (`true`) or must not (`false`) leave the page's registrable domain.
    #[serde(default)]
    pub external: Option<bool>,
}

/// What can be recognised in text (see `page::MentionKind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MentionName {
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A street address.
    StreetAddress,
    /// A postal address.
    PostalAddress,
    /// A clock time or span.
    ClockTime,
    /// "dygnet runt".
    RoundTheClock,
    /// An amount in kronor.
    Amount,
    /// A date.
    Date,
    /// A duration.
    Duration,
    /// A percentage.
    Percent,
    /// A form with a text field or text area (not the search form), in the page's content.
    ContactForm,
}

/// `fakta.toml`: the facts of the codebook by name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactsFile {
    /// The facts.
    pub fact: std::collections::BTreeMap<String, FactSpec>,
}

/// A fact about one page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FactSpec {
    /// What is true then, in Swedish.
    pub title: String,
    /// Any of these makes it true.
    pub either: Vec<Statement>,
    /// Facts that make it false.
    #[serde(default)]
    pub unless_fact: Vec<String>,
}

/// `ruleset.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SetHead {
    /// The set's name, shown wherever a score is.
    pub name: String,
    /// Version, e.g. `2026.1`.
    pub version: String,
    /// Who answers for it.
    pub owner: String,
    /// Whether the scores may be called the owner's official index.
    pub official: bool,
    /// What half an answer is worth: `half` (½, the default) or `skr` (⅓, SKR's 0/1/3).
    #[serde(default)]
    pub scale: Scale,
    /// Shown wherever a score is, in Swedish.
    pub disclaimer: String,
    /// In English.
    pub disclaimer_en: String,
    /// The dimensions in the order shown; their weights should sum to 100.
    pub dimension: Vec<Dimension>,
}

/// A dimension.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dimension {
    /// Folder name.
    pub id: String,
    /// Swedish name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Weight of 100.
    pub weight: f64,
}

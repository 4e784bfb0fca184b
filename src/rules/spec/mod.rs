//! The toml head of a rule file, of `ruleset.toml` and of `fakta.toml`, as types.
//!
//! What must stay true: unknown fields and words are refused with file, line and the allowed words; everything that an
//! auditor may want to change (words, thresholds, weights, page types, sources) is here, and no logic.
//!
//! Phrases are written in a small notation, matched word by word without regard to case (see `rules/phrases.rs`):
//! `telefontid*` begins so; `*avgift` ends so; `du kan … välja` allows 0–3 words at `…`; `cs:LOV` minds case;
//! `~ansöka` any inflection (Snowball stem); all else matches whole words. Words are runs of letters and digits, so
//! `e-tjänst` is two words in phrase and text alike. `"@name"` in any list stands for that list of `ordlistor.toml`.

pub mod check;
pub mod statement;

use serde::Deserialize;

pub use self::check::{Check, Part, ProvidersAsk, StatementAsk};
pub use self::statement::{LinkNeed, MentionName, Need, OnlyIn, Shape, Statement, Within};
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
    /// Page types that should answer the question themselves: asked when such a page is checked alone. Empty = the first
    /// of `pages`, or the main page where `pages` is empty. Elsewhere a missing answer «kan stå på en annan sida».
    #[serde(default)]
    pub asked_on: Vec<PageType>,
    /// What the title of such a page must say for the question to be its own, where one page type has many subjects.
    /// Small letters, `ord*` for the beginning of a word. Empty = any title.
    #[serde(default)]
    pub asked_title: Vec<String>,
    /// Whether each page is judged by itself, or the kommun's pages together.
    #[serde(default)]
    pub unit: Unit,
    /// How verdicts of pages become one.
    #[serde(default)]
    pub combine: Combine,
    /// Another rule without which this one cannot pass.
    #[serde(default)]
    pub requires: Option<String>,
    /// Words of a link to a file (PDF, Word) that may hold the answer. Files are not read: where such a link stands on a
    /// page that does not answer, the question is open, never a no.
    #[serde(default)]
    pub in_files: Vec<String>,
    /// Trait condition for the rule to concern the kommun; an unknown trait is cantTell.
    #[serde(default)]
    pub applies: Option<TraitIs>,
    /// Completes «Vi letade efter …».
    pub looked_for: String,
    /// The sentence when it is missing: «Vi hittade ingen telefontid.»
    pub absent: String,
    /// The sentence when half of it is there and the check has no words of its own for what is missing: «Sidan säger
    /// inte hur man byter.»
    #[serde(default)]
    pub lacks: String,
    /// What the kommun may have in its place, the most telling first. Shown with a no; decides nothing.
    #[serde(default)]
    pub instead: Vec<Instead>,
    /// Where the demand comes from; at least one.
    pub source: Vec<Source>,
    /// How it is judged.
    pub check: Check,
    /// Other checks under other traits; the first that holds is used.
    #[serde(default)]
    pub variant: Vec<Variant>,
}

/// What a page has in place of the answer: days without a clock time, the switchboard's number.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "P: Default + Deserialize<'de>"))]
pub struct Instead<P = String> {
    /// A sentence that follows the rule's `absent`: «I stället står bara dagarna.»
    pub says: String,
    /// Any of these shows it.
    pub either: Vec<Statement<P>>,
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

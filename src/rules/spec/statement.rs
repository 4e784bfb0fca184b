//! What a text must say: scopes, needs, and the things that can be recognised.
//!
//! Place in the flow: rule file → **statements** → `rules/statement.rs`, which looks for them on a page.
//! What must stay true: naming is not telling, so a statement of a scoring rule asks for two things, or for something
//! that carries content by itself (a number, a time, a link).

use serde::Deserialize;

use crate::domain::PageType;

/// Needs that must all be met within one scope. `P` is a phrase: text in the file, a number once compiled.
/// Naming is not telling: a statement of a scoring rule has at least two
/// needs, or one need with `min` of two, or one need that is a fact or mention.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "P: Default + Deserialize<'de>"))]
pub struct Statement<P = String> {
    /// The scope; default a block.
    #[serde(default)]
    pub within: Within,
    /// What must be there. The first is what a nearest miss shows.
    pub need: Vec<Need<P>>,
    /// Phrases that strike their block (with `within = "sentence"`: their sentence) from the scope.
    #[serde(default)]
    pub unless: Vec<P>,
    /// What an `unless` phrase strikes instead: its sentence or its whole block.
    #[serde(default)]
    pub unless_within: Option<Within>,
    /// Only on pages of these types (beside the rule's own `pages`).
    #[serde(default)]
    pub on: Vec<PageType>,
    /// Number of what strikes, equal where `unless` and what it strikes are equal; given when compiled.
    #[serde(skip)]
    pub(crate) striking: usize,
}

impl<P> Statement<P> {
    /// What an `unless` phrase strikes out: its sentence or its block.
    pub(crate) fn strikes(&self) -> Within {
        let own = if self.within == Within::Sentence { Within::Sentence } else { Within::Block };
        self.unless_within.unwrap_or(own)
    }
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
    /// A heading and all blocks under it until the next heading of the same or a higher level; under the page's title,
    /// until the next heading of any level. A contact box is a section of its own.
    Section,
    /// The main content and contact boxes of the page.
    Page,
}

impl Within {
    /// How many kinds there are.
    pub(crate) const COUNT: usize = Self::Page as usize + 1;
}

/// One thing that must be there. Exactly one of `any`, `mention`, `link`, `fact`, `shape` is set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "P: Default + Deserialize<'de>"))]
pub struct Need<P = String> {
    /// One of these phrases.
    #[serde(default)]
    pub any: Vec<P>,
    /// How many different phrases, numbers, addresses or names (default 1).
    #[serde(default)]
    pub min: Option<usize>,
    /// Something recognised: a number, a time, an amount.
    #[serde(default)]
    pub mention: Vec<MentionName>,
    /// A link.
    #[serde(default)]
    pub link: Option<LinkNeed<P>>,
    /// A fact of `fakta.toml`.
    #[serde(default)]
    pub fact: Option<String>,
    /// Something that is told by how it stands.
    #[serde(default)]
    pub shape: Option<Shape>,
    /// With `shape`: phrases that no name holds.
    #[serde(default)]
    pub unless: Vec<P>,
    /// Words that void this need's phrase when they stand within three words before it ("inte", "ingen").
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Not in a heading (a heading alone tells nothing).
    #[serde(default)]
    pub not_in_heading: bool,
    /// Only in this part of the page.
    #[serde(default)]
    pub only_in: Option<OnlyIn>,
    /// Counts also when a negation stands by it ("kan inte välja"). Phrases that hold a negation themselves always do.
    #[serde(default)]
    pub negated_too: bool,
    /// Headings and blocks that are nothing but links suffice. For facts of the kind "names it"; never in a rule that
    /// scores.
    #[serde(default)]
    pub weak_too: bool,
    /// Number of what it asks for, equal for equal needs of a set; given when compiled.
    #[serde(skip)]
    pub(crate) number: usize,
}

/// What is told by how it stands, whatever the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Names in a row: a list, a table, cards, links, paragraphs one after another, or a sentence.
    Names,
}

/// A part of the page that a need is confined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnlyIn {
    /// The title: the first heading of the content.
    Title,
    /// Any heading, the title too.
    Heading,
    /// The paragraph or heading right above a list or table.
    Intro,
}

/// A link that must be there. All that is given must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", bound(deserialize = "P: Default + Deserialize<'de>"))]
pub struct LinkNeed<P = String> {
    /// One of these phrases in the link's text.
    #[serde(default)]
    pub text: Vec<P>,
    /// One of these in the address (host or path, lower case, substring).
    #[serde(default)]
    pub to: Vec<String>,
    /// Whether it must (`true`) or must not (`false`) be a file.
    #[serde(default)]
    pub file: Option<bool>,
    /// Whether it must (`true`) or must not (`false`) leave the page's registrable domain.
    #[serde(default)]
    pub external: Option<bool>,
    /// Links of the header, menus and footer count too (in a scope of their own, and in `within = "page"`).
    #[serde(default)]
    pub anywhere: bool,
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
    /// A date that says when the page was updated or reviewed, also in the page's date block.
    UpdateDate,
    /// A duration.
    Duration,
    /// A percentage.
    Percent,
    /// A form with a text field or text area (not the search form), in the page's content.
    ContactForm,
}

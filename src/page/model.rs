//! The shapes of the page model.
//!
//! Blocks are the unit that rules judge in: one heading, paragraph, list item, table row or definition. Mentions
//! (numbers, times, amounts, dates) point into a block's text by byte range.

use std::ops::Range;

use ego_tree::NodeId;
use jiff::civil::Date;
use url::Url;

use super::address::Address;
use crate::domain::PageType;

/// Where on the page something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Region {
    /// The page's own content.
    Main,
    /// A contact box that belongs to the page (also when it stands in an aside).
    Contact,
    /// The page's date and editor block ("Senast uppdaterad …", "Innehållsansvarig …").
    DateBlock,
    /// Other asides.
    Aside,
    /// Menus, wherever they stand, also inside `main`.
    Nav,
    /// Breadcrumbs.
    Breadcrumb,
    /// The site's header.
    Header,
    /// The site's footer.
    Footer,
    /// Cookie banner and dialogs.
    Cookie,
    /// "Var informationen till hjälp?" and the like.
    Feedback,
}

impl Region {
    /// Whether words here are the page's own answer to a citizen: main content and the page's contact boxes.
    pub const fn is_content(self) -> bool {
        matches!(self, Self::Main | Self::Contact)
    }
}

/// How the main content was found; recorded, since it decides what is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MainKind {
    /// `<main>` or `role="main"`.
    Landmark,
    /// The CMS's own content containers (SiteVision's `.pagecontent` and the like).
    Cms,
    /// Text density over the same tree.
    Density,
    /// Plain text without markup.
    PlainText,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of level 1–6.
    Heading(u8),
    /// A paragraph, or loose text between block elements.
    Paragraph,
    /// An item of a list; the number is the list's index on the page.
    ListItem(usize),
    /// A row of a table (cells joined with ` | `); table index, row index.
    TableRow(usize, usize),
    /// A term and its description, joined with `: `.
    Definition,
    /// A label or button text of a form.
    Control,
}

/// A run of text that belongs together.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub region: Region,
    /// Its text: white space folded, inline elements joined without a break, `<br>` as one space, U+0000 removed.
    pub text: String,
    /// The element; see [`PageModel::css_path`].
    pub node: NodeId,
    /// Index into [`PageModel::headings`] of the heading it stands under.
    pub heading: Option<usize>,
    /// Sentences as byte ranges into `text`.
    pub sentences: Vec<Range<usize>>,
    /// Not shown to anyone: `hidden`, `display:none` inline, `aria-hidden` with no visible text. Collapsed expandables
    /// whose text is in the HTML are not hidden.
    pub hidden: bool,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1–6 (`aria-level` counts for `role="heading"`).
    pub level: u8,
    /// Its text.
    pub text: String,
    /// The element.
    pub node: NodeId,
    /// Index of the nearest earlier heading of a lower level number, if any: the heading path.
    pub parent: Option<usize>,
    /// Where it stands.
    pub region: Region,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Absolute address (fragment kept); `None` when it cannot be resolved.
    pub url: Option<Address>,
    /// The `href` as written.
    pub href: String,
    /// Its text; accessible name (`aria-label`, `title`, `alt` of its image) where the text is empty.
    pub text: String,
    /// The element.
    pub node: NodeId,
    /// The block it stands in, if that block was kept.
    pub block: Option<usize>,
    /// Where it stands.
    pub region: Region,
    /// The heading it stands under.
    pub heading: Option<usize>,
    /// Points to a file (PDF, Word …) by its path or type.
    pub file: bool,
}

/// A control of a form.
#[derive(Clone, Debug)]
pub struct FormControl {
    /// `input`'s type, or `select`, `textarea`, `button`.
    pub kind: String,
    /// `name`.
    pub name: String,
    /// Label text or accessible name.
    pub label: String,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// Absolute address of `action`, if any.
    pub action: Option<Url>,
    /// Its controls.
    pub controls: Vec<FormControl>,
    /// The element.
    pub node: NodeId,
    /// Where it stands.
    pub region: Region,
}

/// Something that was recognised in a block's text or in a link of that block.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Index into [`PageModel::blocks`].
    pub block: usize,
    /// Byte range in the block's text; empty when it stands only in an attribute (`tel:`, `data-tooltip`).
    pub range: Range<usize>,
    /// What it is.
    pub kind: MentionKind,
}

/// The kinds of mention.
#[derive(Clone, Debug, PartialEq)]
pub enum MentionKind {
    /// A Swedish phone number that a citizen can call (never 112, 1177 or other short alarm numbers).
    Phone {
        /// E.164, e.g. `+4685300000`.
        e164: String,
        /// Whether it is a `tel:` link.
        link: bool,
    },
    /// An e-mail address (in text, `mailto:`, or written with (at)).
    Email {
        /// Lower case.
        address: String,
    },
    /// A street address (street name and number), not a postal box.
    StreetAddress,
    /// A postal address: box number or postal code with town.
    PostalAddress,
    /// A clock time or span of them: "kl. 8.30–9.30", "08:00-16:30", "klockan 9 till 11".
    ClockTime {
        /// Whether it is a span.
        span: bool,
    },
    /// "dygnet runt".
    RoundTheClock,
    /// An amount in kronor.
    Amount {
        /// Kronor, whole.
        kronor: u32,
        /// What it is per, if said: `månad`, `timme`, `besök`, `portion`, `dag`, `år`.
        per: Option<&'static str>,
    },
    /// A date.
    Date {
        /// The day.
        date: Date,
        /// How it is labelled.
        label: DateLabel,
    },
    /// A duration such as "inom tre veckor", "cirka 14 dagar".
    Duration {
        /// In days (a week is 7, a month 30), the upper end of a span.
        days: u32,
    },
    /// A share in percent.
    Percent,
}

/// What a date says of itself by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateLabel {
    /// "Senast uppdaterad", "Senast ändrad", "Sidan uppdaterades" …
    Updated,
    /// "Senast granskad", "Granskad".
    Reviewed,
    /// "Publicerad".
    Published,
    /// "gäller från", "från och med": never an update date.
    ValidFrom,
    /// No label.
    None,
}

/// What `head` says.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// `title`.
    pub title: String,
    /// `lang` of `html`.
    pub lang: Option<String>,
    /// `meta name=description`.
    pub description: String,
    /// `link rel=canonical`, absolute.
    pub canonical: Option<Url>,
    /// Target of `meta http-equiv=refresh`, absolute, with its delay in seconds.
    pub refresh: Option<(u32, Url)>,
    /// `meta name=robots` says noindex / nofollow.
    pub nofollow: bool,
    /// Dates in metadata (`article:modified_time`, `dcterms.modified`, `moddate`, JSON-LD `dateModified`), newest.
    pub modified: Option<Date>,
    /// The CMS that the page seems made with: `sitevision`, `wordpress`, `optimizely`, `drupal`, `umbraco`.
    pub cms: Option<&'static str>,
}

/// Measures of the main text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readability {
    /// Words.
    pub words: u32,
    /// Sentences (headings and list items end one).
    pub sentences: u32,
    /// Words longer than six letters.
    pub long_words: u32,
    /// LIX (Björnsson 1968) = words/sentences + 100 × long words/words; `None` under 100 words.
    pub lix: Option<f64>,
}

/// A page, parsed once. Not `Send`-worthy: parse and judge in one job, send a `PageRecord`.
#[derive(Debug)]
pub struct PageModel {
    /// The tree, for checks that need it (accessibility).
    pub html: scraper::Html,
    /// The page's final address.
    pub url: Url,
    /// What relative addresses resolve against (`base`).
    pub base: Url,
    /// What `head` says.
    pub meta: Meta,
    /// How the main content was found.
    pub main_kind: MainKind,
    /// The root elements of the main content (several on SiteVision).
    pub main: Vec<NodeId>,
    /// Text blocks in document order, all regions.
    pub blocks: Vec<Block>,
    /// Headings in document order.
    pub headings: Vec<Heading>,
    /// Links in document order.
    pub links: Vec<Link>,
    /// Forms in document order.
    pub forms: Vec<Form>,
    /// What was recognised in the text, ordered by block and position.
    pub mentions: Vec<Mention>,
    /// What kind of page this seems to be.
    pub page_type: PageType,
    /// How sure that is, 0–100.
    pub type_confidence: u8,
    /// Language of the main text: `lang`, else guessed (`sv`, `en`, `fi` …); empty when it cannot be told.
    pub language: String,
    /// Measures of the main text.
    pub readability: Readability,
    /// Almost no text, but scripts that would build it.
    pub needs_javascript: bool,
}

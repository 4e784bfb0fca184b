//! A page as it can be shown again: what it says, block by block, and nothing of its code.
//!
//! Place in the flow: page model → **sheet** → marked and escaped by `report`.
//! What must stay true: plain text alone; no markup, address or script of the page can be in it. Its text is what the page
//! said, so personal data is covered over before it is shown (`report::mask`).

use super::{Evidence, Reason};

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// First heading or title.
    pub title: String,
    /// Its blocks in document order, what is hidden left out.
    pub blocks: Vec<SheetBlock>,
}

/// A run of text that belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetBlock {
    /// What it is.
    pub kind: SheetKind,
    /// Its text, white space folded.
    pub text: String,
    /// CSS path of its element, as in [`Evidence::selector`]; empty far down on a page of very many blocks.
    pub selector: String,
    /// Whether it is the page's own answer to a citizen: main content or a contact box, not a menu, header or footer.
    pub main: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// A heading of level 1–6.
    Heading(u8),
    /// A paragraph, a definition, or a label of a form.
    Paragraph,
    /// An item of a list.
    Item,
    /// An item of a numbered list, and its number.
    Numbered(u32),
    /// A row of a table, cells joined with ` | `.
    Row,
}

/// A stored page of a round, to be shown with the words that answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPage {
    /// Final address.
    pub url: String,
    /// When it was asked for, RFC 3339 UTC.
    pub read_at: String,
    /// SHA-256 of the body, lower-case hex.
    pub sha256: String,
    /// Its record in the round's WARC file, `urn:uuid:…`.
    pub record: String,
    /// What it says, or why that cannot be shown.
    pub content: StoredContent,
    /// The words on this page that answers point at, in the order of the answers.
    pub words: Vec<StoredWords>,
}

/// What there is of a stored page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredContent {
    /// What it says.
    Sheet(Sheet),
    /// Its time was up: the body is removed, the hash stays.
    Purged,
    /// It cannot be read as a page.
    Unreadable(Reason),
}

/// Words on a stored page that an answer points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWords {
    /// Rule id.
    pub rule: String,
    /// The words as they were found: not covered over.
    pub evidence: Evidence,
    /// Only came near.
    pub near: bool,
}

//! How an element takes part in the flow of text.

/// The kinds of element that the walk tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Neither shown nor read: scripts, styles, templates, embedded things.
    Skip,
    /// Part of the line.
    Inline,
    /// `br`, `wbr` excepted.
    Break,
    /// `img`.
    Image,
    /// `a` with an address.
    Link,
    /// `input`, `select`, `textarea`.
    Control,
    /// `button`.
    Button,
    /// `label`, `legend`.
    Label,
    /// A heading, with its level.
    Heading(u8),
    /// `p`, `pre`, `figcaption` …: a block that holds text.
    Paragraph,
    /// `div`, `section` …: a block that holds blocks.
    Container,
    /// `form`.
    Form,
    /// `ul`, `ol`, `menu`.
    List,
    /// `li`.
    Item,
    /// `dt`.
    Term,
    /// `dd`.
    Description,
    /// `table`.
    Table,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
}

impl Flow {
    /// Begins and ends a block of text.
    pub(super) const fn is_block(self) -> bool {
        !matches!(self, Self::Skip | Self::Inline | Self::Break | Self::Image | Self::Link | Self::Control)
    }

    /// Gets a frame even if it claims nothing, for the search for the main content.
    pub(super) const fn is_container(self) -> bool {
        matches!(self, Self::Container | Self::Form | Self::List | Self::Table | Self::Cell)
    }
}

/// The flow of an element by its name and role. Custom elements (with a hyphen) are containers.
pub(super) fn flow_of(name: &str, role: &str) -> Flow {
    match role {
        "heading" => return Flow::Heading(2),
        "presentation" | "none" if name == "table" => return Flow::Container,
        _ => {}
    }
    match name {
        "a" => Flow::Link,
        "span" | "b" | "strong" | "i" | "em" | "small" | "u" | "font" | "abbr" | "time" | "sup" | "sub" => Flow::Inline,
        "br" => Flow::Break,
        "div" | "section" | "article" | "aside" | "main" | "nav" | "header" | "footer" | "body" | "html" | "dl"
        | "details" | "figure" | "fieldset" | "blockquote" | "center" | "dialog" | "hgroup" | "search" | "address" => {
            Flow::Container
        }
        "p" | "pre" | "figcaption" | "caption" | "hr" | "option" => Flow::Paragraph,
        "h1" => Flow::Heading(1),
        "h2" => Flow::Heading(2),
        "h3" => Flow::Heading(3),
        "h4" => Flow::Heading(4),
        "h5" => Flow::Heading(5),
        // What a reader opens is the heading of what it opens.
        "h6" | "summary" => Flow::Heading(6),
        "ul" | "ol" | "menu" | "dir" => Flow::List,
        "li" => Flow::Item,
        "dt" => Flow::Term,
        "dd" => Flow::Description,
        "table" => Flow::Table,
        "tr" => Flow::Row,
        "td" | "th" => Flow::Cell,
        "img" => Flow::Image,
        "form" => Flow::Form,
        "label" | "legend" => Flow::Label,
        "button" => Flow::Button,
        "input" | "select" | "textarea" => Flow::Control,
        "script" | "style" | "template" | "noscript" | "svg" | "math" | "iframe" | "object" | "embed" | "canvas"
        | "audio" | "video" | "map" | "head" | "datalist" | "noembed" | "noframes" | "title" => Flow::Skip,
        _ if name.contains('-') => Flow::Container,
        _ => Flow::Inline,
    }
}

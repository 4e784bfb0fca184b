//! The attributes that matter, read once per element.

use std::collections::HashSet;

use ego_tree::{NodeRef, iter::Edge};
use scraper::{Node, node::Element};

/// Attributes of one element; empty when missing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attrs<'a> {
    pub(super) class: &'a str,
    pub(super) id: &'a str,
    pub(super) role: &'a str,
    pub(super) label: &'a str,
    pub(super) title: &'a str,
    pub(super) href: Option<&'a str>,
    pub(super) kind: &'a str,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) alt: &'a str,
    pub(super) action: Option<&'a str>,
    pub(super) for_id: &'a str,
    pub(super) controls: &'a str,
    pub(super) tooltip: &'a str,
    pub(super) itemtype: &'a str,
    pub(super) datetime: &'a str,
    pub(super) level: Option<u8>,
    style: &'a str,
    hidden: Option<&'a str>,
}

/// Whether an element's text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visibility {
    Shown,
    /// To nobody.
    Hidden,
    /// To screen readers alone.
    Assistive,
    /// The text is the name of a picture in an icon font.
    Icon,
}

/// Class words of text for screen readers alone.
const ASSISTIVE: [&str; 6] =
    ["env-assistive-text", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "u-sr__only"];
/// Class words of icon fonts whose text is the icon's name.
const ICONS: [&str; 5] =
    ["material-icons", "material-icons-outlined", "material-symbols", "material-symbols-outlined", "c-icon"];
/// Class words of parts that open when one clicks: their text counts as shown.
const EXPANDS: [&str; 8] = ["collaps", "accordion", "expand", "toggle", "panel", "dropdown-text", "tab-pane", "fold"];

impl<'a> Attrs<'a> {
    pub(super) fn of(element: &'a Element) -> Self {
        let mut attrs = Self::default();
        for (name, value) in element.attrs() {
            match name {
                "class" => attrs.class = value,
                "id" => attrs.id = value,
                "role" => attrs.role = value.trim(),
                "aria-label" => attrs.label = value,
                "title" => attrs.title = value,
                "href" => attrs.href = Some(value),
                "type" => attrs.kind = value,
                "name" => attrs.name = value,
                "value" => attrs.value = value,
                "placeholder" => attrs.placeholder = value,
                "alt" => attrs.alt = value,
                "action" => attrs.action = Some(value),
                "for" => attrs.for_id = value,
                "aria-controls" => attrs.controls = value,
                "data-tooltip" => attrs.tooltip = value,
                "itemtype" => attrs.itemtype = value,
                "datetime" => attrs.datetime = value,
                "aria-level" => attrs.level = value.trim().parse().ok().filter(|level| (1..=6).contains(level)),
                "style" => attrs.style = value,
                "hidden" => attrs.hidden = Some(value),
                _ => {}
            }
        }
        attrs
    }

    /// Whether the element's text is shown; `controlled` are the ids that a control shows and hides.
    pub(super) fn visibility(&self, controlled: &HashSet<&str>) -> Visibility {
        let hidden = self.hidden.is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
            || (!self.style.is_empty() && hides(self.style));
        if hidden {
            let opens = (!self.id.is_empty() && controlled.contains(self.id))
                || EXPANDS.iter().any(|word| self.class.contains(word));
            return if opens { Visibility::Shown } else { Visibility::Hidden };
        }
        if self.class.is_empty() {
            return Visibility::Shown;
        }
        for word in self.class.split_ascii_whitespace() {
            if ASSISTIVE.contains(&word) {
                return Visibility::Assistive;
            }
            if ICONS.contains(&word) {
                return Visibility::Icon;
            }
        }
        Visibility::Shown
    }

    /// `aria-label`, else `title`.
    pub(super) fn accessible_name(&self) -> &'a str {
        if self.label.trim().is_empty() { self.title } else { self.label }
    }
}

/// Whether an inline style hides.
fn hides(style: &str) -> bool {
    style.split(';').any(|rule| {
        rule.split_once(':').is_some_and(|(name, value)| {
            let (name, value) = (name.trim(), value.trim());
            (name.eq_ignore_ascii_case("display") && value.to_ascii_lowercase().starts_with("none"))
                || (name.eq_ignore_ascii_case("visibility") && value.to_ascii_lowercase().starts_with("hidden"))
        })
    })
}

/// Whether a table holds data in rows: no table, heading or form in it. Others only place things on the page.
pub(super) fn is_data_table(table: NodeRef<'_, Node>) -> bool {
    !table.traverse().skip(1).any(|edge| match edge {
        Edge::Open(node) => node.value().as_element().is_some_and(|element| {
            matches!(element.name(), "table" | "form" | "h1" | "h2" | "h3" | "h4" | "main" | "article" | "nav")
        }),
        Edge::Close(_) => false,
    })
}

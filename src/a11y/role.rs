//! Roles: as written, as the element has by itself, and as they come out.
//!
//! Place in the flow: dom → **role** → name. Sources: WAI-ARIA 1.2 (section 8.1.2, presentational roles conflict
//! resolution), HTML-AAM 1.0 and ARIA in HTML for implicit roles, SVG-AAM 1.0. What must stay true: an invalid token is
//! passed over, as browsers do.

use super::dom::{Dom, Idx, Ns};
use super::tables::{self, PRESENTATIONAL};

/// The roles of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Role {
    /// The first valid token of `role`.
    pub(super) explicit: Option<&'static str>,
    /// The element's own.
    pub(super) implicit: Option<&'static str>,
    /// What assistive technology is told.
    pub(super) resolved: Option<&'static str>,
}

impl Role {
    /// Marked as decoration, and taken at its word.
    pub(super) fn is_presentational(self) -> bool {
        self.resolved.is_some_and(|role| PRESENTATIONAL.contains(&role))
    }
}

/// Resolves the roles of one element.
pub(super) fn of(dom: &Dom<'_>, at: Idx) -> Role {
    let el = dom.el(at);
    let written = el.attr("role").unwrap_or_default();
    let explicit = written.split_ascii_whitespace().find_map(tables::role);
    let implicit = implicit(dom, at);
    let resolved = match explicit {
        // An image with an empty alt is decoration by its markup; the same conflicts undo it.
        None if implicit == Some("none") && conflicts(dom, at) => Some("img"),
        None => implicit,
        Some(role) if PRESENTATIONAL.contains(&role) && conflicts(dom, at) => match implicit {
            Some("none") => Some("img"),
            other => other,
        },
        Some(role) => Some(role),
    };
    Role { explicit, implicit, resolved }
}

/// Whether the element must be exposed in spite of `role="none"`: it takes focus, or has a global ARIA attribute.
pub(super) fn conflicts(dom: &Dom<'_>, at: Idx) -> bool {
    let el = dom.el(at);
    el.could_focus() || el.aria().any(|(name, _)| name != "aria-hidden" && tables::GLOBAL.contains(&name))
}

fn implicit(dom: &Dom<'_>, at: Idx) -> Option<&'static str> {
    let el = dom.el(at);
    match el.ns {
        Ns::Html => html(dom, at),
        Ns::Svg => match el.tag() {
            "svg" => Some("graphics-document"),
            "a" if el.href().is_some() => Some("link"),
            "image" => Some("img"),
            _ => None,
        },
        Ns::Other => (el.tag() == "math").then_some("math"),
    }
}

fn html(dom: &Dom<'_>, at: Idx) -> Option<&'static str> {
    let el = dom.el(at);
    Some(match el.tag() {
        "a" | "area" => return Some(if el.has("href") { "link" } else { "generic" }),
        "address" | "details" | "fieldset" | "hgroup" | "optgroup" => "group",
        "article" => "article",
        "aside" => "complementary",
        "b" | "bdi" | "bdo" | "body" | "data" | "div" | "i" | "pre" | "q" | "samp" | "small" | "span" | "u" => {
            "generic"
        }
        "blockquote" => "blockquote",
        "button" => "button",
        "caption" => "caption",
        "code" => "code",
        "datalist" => "listbox",
        "dd" => "definition",
        "del" | "s" => "deletion",
        "dfn" | "dt" => "term",
        "dialog" => "dialog",
        "em" => "emphasis",
        "figure" => "figure",
        "footer" => {
            if in_section(dom, at) {
                "generic"
            } else {
                "contentinfo"
            }
        }
        "form" => "form",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "header" => {
            if in_section(dom, at) {
                "generic"
            } else {
                "banner"
            }
        }
        "hr" => "separator",
        "html" => "document",
        "img" => {
            if decorative(el.attr("alt")) {
                "none"
            } else {
                "img"
            }
        }
        "input" => return input(dom, at),
        "ins" => "insertion",
        "li" => {
            let list = el.parent.is_some_and(|up| matches!(dom.el(up).tag(), "ul" | "ol" | "menu"));
            if list { "listitem" } else { "generic" }
        }
        "main" => "main",
        "mark" => "mark",
        "math" => "math",
        "menu" | "ol" | "ul" => "list",
        "meter" => "meter",
        "nav" => "navigation",
        "option" => "option",
        "output" => "status",
        "p" => "paragraph",
        "progress" => "progressbar",
        "search" => "search",
        "section" => {
            let named = ["aria-label", "aria-labelledby", "title"].iter().any(|name| el.filled(name).is_some());
            if named { "region" } else { "generic" }
        }
        "select" => {
            let rows = el.attr("size").and_then(|size| size.trim().parse::<u32>().ok()).unwrap_or(0);
            if el.has("multiple") || rows > 1 { "listbox" } else { "combobox" }
        }
        "strong" => "strong",
        "sub" => "subscript",
        "sup" => "superscript",
        "table" => "table",
        "tbody" | "tfoot" | "thead" => "rowgroup",
        "td" => cell(dom, at)?,
        "textarea" => "textbox",
        "th" => header(dom, at)?,
        "time" => "time",
        "tr" => "row",
        custom if custom.contains('-') => "generic",
        _ => return None,
    })
}

/// `alt=""`: decoration. An alt of blanks alone is no decoration but a mistake.
pub(super) fn decorative(alt: Option<&str>) -> bool {
    alt == Some("")
}

fn input(dom: &Dom<'_>, at: Idx) -> Option<&'static str> {
    let el = dom.el(at);
    let listed = el.attr("list").and_then(|id| dom.by_id(id)).is_some_and(|list| dom.el(list).is("datalist"));
    Some(match el.input_type() {
        "button" | "image" | "reset" | "submit" => "button",
        "checkbox" => "checkbox",
        "email" | "tel" | "text" | "url" | "search" if listed => "combobox",
        "email" | "tel" | "text" | "url" => "textbox",
        "number" => "spinbutton",
        "radio" => "radio",
        "range" => "slider",
        "search" => "searchbox",
        _ => return None,
    })
}

/// `header` and `footer` belong to a section, not to the page, inside these.
fn in_section(dom: &Dom<'_>, at: Idx) -> bool {
    dom.ancestors(at).any(|up| matches!(dom.el(up).tag(), "article" | "aside" | "main" | "nav" | "section"))
}

/// The table that a cell belongs to.
pub(super) fn table_of(dom: &Dom<'_>, at: Idx) -> Option<Idx> {
    dom.ancestors(at).find(|&up| dom.el(up).is("table"))
}

fn is_grid(dom: &Dom<'_>, table: Idx) -> bool {
    matches!(dom.el(table).attr("role"), Some("grid" | "treegrid"))
}

fn cell(dom: &Dom<'_>, at: Idx) -> Option<&'static str> {
    let table = table_of(dom, at)?;
    Some(if is_grid(dom, table) { "gridcell" } else { "cell" })
}

fn header(dom: &Dom<'_>, at: Idx) -> Option<&'static str> {
    table_of(dom, at)?;
    let scope = dom.el(at).attr("scope").unwrap_or_default().to_ascii_lowercase();
    if matches!(scope.as_str(), "row" | "rowgroup") {
        return Some("rowheader");
    }
    if matches!(scope.as_str(), "col" | "colgroup") {
        return Some("columnheader");
    }
    // Alone in its row, or only among headers, it heads a column.
    let row = dom.el(at).parent?;
    let data = dom.child_elements(row).any(|cell| dom.el(cell).is("td"));
    Some(if data { "rowheader" } else { "columnheader" })
}

//! Roles and what they require, allow and forbid (WAI-ARIA 1.2 section 5.4; DPUB-ARIA 1.1; Graphics Module 1.0).

/// Roles that take an element's meaning away.
pub(in crate::a11y) const PRESENTATIONAL: &[&str] = &["none", "presentation"];

/// Roles that an author may use. Abstract roles are not among them.
const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "application",
    "article",
    "banner",
    "blockquote",
    "button",
    "caption",
    "cell",
    "checkbox",
    "code",
    "columnheader",
    "combobox",
    "comment",
    "complementary",
    "contentinfo",
    "definition",
    "deletion",
    "dialog",
    "directory",
    "document",
    "emphasis",
    "feed",
    "figure",
    "form",
    "generic",
    "grid",
    "gridcell",
    "group",
    "heading",
    "image",
    "img",
    "insertion",
    "link",
    "list",
    "listbox",
    "listitem",
    "log",
    "main",
    "mark",
    "marquee",
    "math",
    "menu",
    "menubar",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "meter",
    "navigation",
    "none",
    "note",
    "option",
    "paragraph",
    "presentation",
    "progressbar",
    "radio",
    "radiogroup",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "scrollbar",
    "search",
    "searchbox",
    "separator",
    "slider",
    "spinbutton",
    "status",
    "strong",
    "subscript",
    "suggestion",
    "superscript",
    "switch",
    "tab",
    "table",
    "tablist",
    "tabpanel",
    "term",
    "textbox",
    "time",
    "timer",
    "toolbar",
    "tooltip",
    "tree",
    "treegrid",
    "treeitem",
    "doc-abstract",
    "doc-acknowledgments",
    "doc-afterword",
    "doc-appendix",
    "doc-backlink",
    "doc-biblioentry",
    "doc-bibliography",
    "doc-biblioref",
    "doc-chapter",
    "doc-colophon",
    "doc-conclusion",
    "doc-cover",
    "doc-credit",
    "doc-credits",
    "doc-dedication",
    "doc-endnote",
    "doc-endnotes",
    "doc-epigraph",
    "doc-epilogue",
    "doc-errata",
    "doc-example",
    "doc-footnote",
    "doc-foreword",
    "doc-glossary",
    "doc-glossref",
    "doc-index",
    "doc-introduction",
    "doc-noteref",
    "doc-notice",
    "doc-pagebreak",
    "doc-pagefooter",
    "doc-pageheader",
    "doc-pagelist",
    "doc-part",
    "doc-preface",
    "doc-prologue",
    "doc-pullquote",
    "doc-qna",
    "doc-subtitle",
    "doc-tip",
    "doc-toc",
    "graphics-document",
    "graphics-object",
    "graphics-symbol",
];

/// The role that a token names, letter case aside.
pub(in crate::a11y) fn role(token: &str) -> Option<&'static str> {
    let known = ROLES.iter().copied().find(|role| role.eq_ignore_ascii_case(token))?;
    Some(if known == "image" { "img" } else { known })
}

/// Named by what they hold.
pub(in crate::a11y) const NAME_FROM_CONTENT: &[&str] = &[
    "button",
    "cell",
    "checkbox",
    "columnheader",
    "comment",
    "gridcell",
    "heading",
    "link",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "row",
    "rowheader",
    "switch",
    "tab",
    "tooltip",
    "treeitem",
    "doc-backlink",
    "doc-biblioref",
    "doc-glossref",
    "doc-noteref",
    "doc-subtitle",
];

/// May not be named by the author.
pub(in crate::a11y) const NAME_PROHIBITED: &[&str] = &[
    "caption",
    "code",
    "deletion",
    "emphasis",
    "generic",
    "insertion",
    "mark",
    "none",
    "paragraph",
    "presentation",
    "strong",
    "subscript",
    "suggestion",
    "superscript",
];

/// What they hold is flattened: nothing inside can be reached as a thing of its own.
pub(in crate::a11y) const CHILDREN_PRESENTATIONAL: &[&str] = &[
    "button",
    "checkbox",
    "img",
    "menuitemcheckbox",
    "menuitemradio",
    "meter",
    "option",
    "progressbar",
    "radio",
    "scrollbar",
    "separator",
    "slider",
    "switch",
    "tab",
    "doc-pagebreak",
    "graphics-symbol",
];

/// States and properties that a role must have.
pub(in crate::a11y) const REQUIRED: &[(&str, &[&str])] = &[
    ("checkbox", &["aria-checked"]),
    ("combobox", &["aria-expanded"]),
    ("heading", &["aria-level"]),
    ("menuitemcheckbox", &["aria-checked"]),
    ("menuitemradio", &["aria-checked"]),
    ("meter", &["aria-valuenow"]),
    ("radio", &["aria-checked"]),
    ("scrollbar", &["aria-controls", "aria-valuenow"]),
    ("slider", &["aria-valuenow"]),
    ("switch", &["aria-checked"]),
];

/// What a role must hold (section 5.2.7); `group` stands for a group of the others. The lists of `radiogroup` and
/// `suggestion` are advice since 1.3 and left out.
pub(in crate::a11y) const OWNED: &[(&str, &[&str])] = &[
    ("feed", &["article"]),
    ("grid", &["row", "rowgroup"]),
    ("list", &["listitem"]),
    ("listbox", &["option", "group"]),
    ("menu", &["menuitem", "menuitemcheckbox", "menuitemradio", "group", "separator"]),
    ("menubar", &["menuitem", "menuitemcheckbox", "menuitemradio", "group", "separator"]),
    ("row", &["cell", "columnheader", "gridcell", "rowheader"]),
    ("rowgroup", &["row"]),
    ("table", &["row", "rowgroup", "caption"]),
    ("tablist", &["tab"]),
    ("tree", &["treeitem", "group"]),
    ("treegrid", &["row", "rowgroup"]),
];

/// Where a role must stand (section 5.2.8).
pub(in crate::a11y) const CONTEXT: &[(&str, &[&str])] = &[
    ("cell", &["row"]),
    ("columnheader", &["row"]),
    ("gridcell", &["row"]),
    ("listitem", &["list", "directory"]),
    ("menuitem", &["group", "menu", "menubar"]),
    ("menuitemcheckbox", &["group", "menu", "menubar"]),
    ("menuitemradio", &["group", "menu", "menubar"]),
    ("option", &["group", "listbox"]),
    ("row", &["grid", "rowgroup", "table", "treegrid"]),
    ("rowgroup", &["grid", "table", "treegrid"]),
    ("rowheader", &["row"]),
    ("tab", &["tablist"]),
    ("treeitem", &["group", "tree"]),
];

const RANGE: &[&str] = &["aria-valuemax", "aria-valuemin", "aria-valuenow", "aria-valuetext"];
const ITEM: &[&str] = &["aria-posinset", "aria-setsize"];
const CELL: &[&str] =
    &["aria-colindex", "aria-colindextext", "aria-colspan", "aria-rowindex", "aria-rowindextext", "aria-rowspan"];
const GRIDCELL: &[&str] = &["aria-expanded", "aria-readonly", "aria-required", "aria-selected"];
const TEXT: &[&str] = &[
    "aria-activedescendant",
    "aria-autocomplete",
    "aria-multiline",
    "aria-placeholder",
    "aria-readonly",
    "aria-required",
];
const COUNTS: &[&str] = &["aria-colcount", "aria-rowcount"];
const GRID: &[&str] = &["aria-activedescendant", "aria-multiselectable", "aria-readonly"];

/// Non-global states and properties that each role supports, its superclasses' included.
const SUPPORTED: &[(&str, &[&[&str]])] = &[
    ("alertdialog", &[&["aria-modal"]]),
    ("application", &[&["aria-activedescendant", "aria-expanded"]]),
    ("article", &[ITEM]),
    ("button", &[&["aria-expanded", "aria-pressed"]]),
    ("cell", &[CELL]),
    ("checkbox", &[&["aria-checked", "aria-expanded", "aria-readonly", "aria-required"]]),
    ("columnheader", &[CELL, GRIDCELL, &["aria-sort"]]),
    ("combobox", &[&["aria-activedescendant", "aria-autocomplete", "aria-expanded", "aria-readonly", "aria-required"]]),
    ("comment", &[ITEM, &["aria-level"]]),
    ("dialog", &[&["aria-modal"]]),
    ("grid", &[COUNTS, GRID]),
    ("gridcell", &[CELL, GRIDCELL]),
    ("group", &[&["aria-activedescendant"]]),
    ("heading", &[&["aria-level"]]),
    ("link", &[&["aria-expanded"]]),
    (
        "listbox",
        &[&[
            "aria-activedescendant",
            "aria-expanded",
            "aria-multiselectable",
            "aria-orientation",
            "aria-readonly",
            "aria-required",
        ]],
    ),
    ("listitem", &[ITEM, &["aria-level"]]),
    ("menu", &[&["aria-activedescendant", "aria-orientation"]]),
    ("menubar", &[&["aria-activedescendant", "aria-orientation"]]),
    ("menuitem", &[ITEM, &["aria-expanded"]]),
    ("menuitemcheckbox", &[ITEM, &["aria-checked", "aria-expanded", "aria-readonly", "aria-required"]]),
    ("menuitemradio", &[ITEM, &["aria-checked", "aria-expanded", "aria-readonly", "aria-required"]]),
    ("meter", &[RANGE]),
    ("option", &[ITEM, &["aria-checked", "aria-selected"]]),
    ("progressbar", &[RANGE]),
    ("radio", &[ITEM, &["aria-checked", "aria-required"]]),
    ("radiogroup", &[&["aria-activedescendant", "aria-orientation", "aria-readonly", "aria-required"]]),
    (
        "row",
        &[
            ITEM,
            &[
                "aria-activedescendant",
                "aria-colindex",
                "aria-expanded",
                "aria-level",
                "aria-rowindex",
                "aria-rowindextext",
                "aria-selected",
            ],
        ],
    ),
    ("rowheader", &[CELL, GRIDCELL, &["aria-sort"]]),
    ("scrollbar", &[RANGE, &["aria-orientation"]]),
    ("searchbox", &[TEXT]),
    ("separator", &[RANGE, &["aria-orientation"]]),
    ("slider", &[RANGE, &["aria-orientation", "aria-readonly", "aria-required"]]),
    ("spinbutton", &[RANGE, &["aria-activedescendant", "aria-readonly", "aria-required"]]),
    ("switch", &[&["aria-checked", "aria-expanded", "aria-readonly", "aria-required"]]),
    ("tab", &[ITEM, &["aria-expanded", "aria-selected"]]),
    ("table", &[COUNTS]),
    ("tablist", &[&["aria-activedescendant", "aria-multiselectable", "aria-orientation"]]),
    ("textbox", &[TEXT]),
    ("toolbar", &[&["aria-activedescendant", "aria-orientation"]]),
    ("tree", &[&["aria-activedescendant", "aria-multiselectable", "aria-orientation", "aria-required"]]),
    ("treegrid", &[COUNTS, GRID, &["aria-orientation", "aria-required"]]),
    ("treeitem", &[ITEM, &["aria-checked", "aria-expanded", "aria-level", "aria-selected"]]),
    ("doc-backlink", &[&["aria-expanded"]]),
    ("doc-biblioentry", &[ITEM, &["aria-level"]]),
    ("doc-biblioref", &[&["aria-expanded"]]),
    ("doc-endnote", &[ITEM, &["aria-level"]]),
    ("doc-glossref", &[&["aria-expanded"]]),
    ("doc-noteref", &[&["aria-expanded"]]),
    ("doc-pagebreak", &[RANGE, &["aria-orientation"]]),
    ("doc-subtitle", &[&["aria-level"]]),
];

/// Whether a role supports a non-global attribute.
pub(in crate::a11y) fn supports(role: &str, attribute: &str) -> bool {
    let found = SUPPORTED.iter().find(|(known, _)| *known == role);
    found.is_some_and(|(_, lists)| lists.iter().any(|list| list.contains(&attribute)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_speaks_of_known_roles_and_attributes() {
        let known = |role: &str| ROLES.contains(&role);
        let tables = [NAME_FROM_CONTENT, NAME_PROHIBITED, CHILDREN_PRESENTATIONAL, PRESENTATIONAL];
        for role in tables.into_iter().flatten() {
            assert!(known(role), "{role}");
        }
        for (role, others) in OWNED.iter().chain(CONTEXT) {
            assert!(known(role) && others.iter().all(|other| known(other)), "{role}");
        }
        let attributes: Vec<&str> = super::super::ATTRIBUTES.iter().map(|(name, _)| *name).collect();
        for (role, lists) in SUPPORTED {
            assert!(known(role), "{role}");
            for name in lists.iter().flat_map(|list| list.iter()) {
                assert!(attributes.contains(name), "{role} {name}");
                assert!(!super::super::GLOBAL.contains(name), "{name} is global");
            }
        }
        for (role, names) in REQUIRED {
            for name in *names {
                assert!(supports(role, name) || super::super::GLOBAL.contains(name), "{role} {name}");
            }
        }
    }

    #[test]
    fn tokens_are_known_in_any_letter_case_and_abstract_roles_are_not() {
        assert_eq!(role("Button"), Some("button"));
        assert_eq!(role("image"), Some("img"));
        assert_eq!(role("widget"), None);
    }
}

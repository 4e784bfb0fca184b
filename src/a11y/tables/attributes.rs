//! States and properties (WAI-ARIA 1.2 section 6.6; the braille properties and `aria-description` of 1.3).

/// What an attribute's value may be.
#[derive(Clone, Copy, Debug)]
pub(in crate::a11y) enum Value {
    /// `true`, `false`.
    TrueFalse,
    /// `true`, `false`, `undefined`.
    TrueFalseUndefined,
    /// `true`, `false`, `mixed`, `undefined`.
    Tristate,
    /// One of the words.
    Token(&'static [&'static str]),
    /// Any of the words.
    Tokens(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Ids.
    Ids,
    /// Text.
    Text,
}

use Value::{Ids, Integer, Number, Text, Token, Tokens, Tristate, TrueFalse, TrueFalseUndefined};

/// Every attribute and its values.
pub(in crate::a11y) const ATTRIBUTES: &[(&str, Value)] = &[
    ("aria-activedescendant", Ids),
    ("aria-atomic", TrueFalse),
    ("aria-autocomplete", Token(&["inline", "list", "both", "none"])),
    ("aria-braillelabel", Text),
    ("aria-brailleroledescription", Text),
    ("aria-busy", TrueFalse),
    ("aria-checked", Tristate),
    ("aria-colcount", Integer),
    ("aria-colindex", Integer),
    ("aria-colindextext", Text),
    ("aria-colspan", Integer),
    ("aria-controls", Ids),
    ("aria-current", Token(&["page", "step", "location", "date", "time", "true", "false"])),
    ("aria-describedby", Ids),
    ("aria-description", Text),
    ("aria-details", Ids),
    ("aria-disabled", TrueFalse),
    ("aria-dropeffect", Tokens(&["copy", "execute", "link", "move", "none", "popup"])),
    ("aria-errormessage", Ids),
    ("aria-expanded", TrueFalseUndefined),
    ("aria-flowto", Ids),
    ("aria-grabbed", TrueFalseUndefined),
    ("aria-haspopup", Token(&["false", "true", "menu", "listbox", "tree", "grid", "dialog"])),
    ("aria-hidden", TrueFalseUndefined),
    ("aria-invalid", Token(&["grammar", "false", "spelling", "true"])),
    ("aria-keyshortcuts", Text),
    ("aria-label", Text),
    ("aria-labelledby", Ids),
    ("aria-level", Integer),
    ("aria-live", Token(&["assertive", "off", "polite"])),
    ("aria-modal", TrueFalse),
    ("aria-multiline", TrueFalse),
    ("aria-multiselectable", TrueFalse),
    ("aria-orientation", Token(&["horizontal", "undefined", "vertical"])),
    ("aria-owns", Ids),
    ("aria-placeholder", Text),
    ("aria-posinset", Integer),
    ("aria-pressed", Tristate),
    ("aria-readonly", TrueFalse),
    ("aria-relevant", Tokens(&["additions", "all", "removals", "text"])),
    ("aria-required", TrueFalse),
    ("aria-roledescription", Text),
    ("aria-rowcount", Integer),
    ("aria-rowindex", Integer),
    ("aria-rowindextext", Text),
    ("aria-rowspan", Integer),
    ("aria-selected", TrueFalseUndefined),
    ("aria-setsize", Integer),
    ("aria-sort", Token(&["ascending", "descending", "none", "other"])),
    ("aria-valuemax", Number),
    ("aria-valuemin", Number),
    ("aria-valuenow", Number),
    ("aria-valuetext", Text),
];

/// Global states and properties (section 6.5), those of 1.1 that 1.2 deprecates as global included.
pub(in crate::a11y) const GLOBAL: &[&str] = &[
    "aria-atomic",
    "aria-busy",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-description",
    "aria-details",
    "aria-disabled",
    "aria-dropeffect",
    "aria-errormessage",
    "aria-flowto",
    "aria-grabbed",
    "aria-haspopup",
    "aria-hidden",
    "aria-invalid",
    "aria-keyshortcuts",
    "aria-label",
    "aria-labelledby",
    "aria-live",
    "aria-owns",
    "aria-relevant",
    "aria-roledescription",
];

//! The rules with their texts: what is wrong, whom it hinders, what to do.
//!
//! Place in the flow: read by checks; shown in findings and on the rules' own pages. Ids, criteria and levels are those
//! of the W3C ACT rules and WCAG 2.2. What must stay true: the words are plain, and say du.

pub(super) mod aria;
pub(super) mod document;
pub(super) mod names;
pub(super) mod text;

use super::result::{ActRule, Level, Owner, Words};

/// All rules, ordered by id.
pub(super) static RULES: &[&ActRule] = &[
    &names::IMAGE,
    &text::LETTERS,
    &document::TITLE,
    &names::LABEL,
    &names::SUMMARY,
    &aria::FLATTENED,
    &aria::DECORATION,
    &aria::COMPLETE,
    &names::IMAGE_BUTTON,
    &aria::PERMITTED,
    &aria::ATTRIBUTE,
    &aria::ROLE,
    &aria::VALUE,
    &aria::HIDDEN_FOCUS,
    &document::AUTOFILL,
    &text::LINES,
    &names::SVG,
    &names::OBJECT,
    &names::BUTTON,
    &text::WORDS,
    &text::HEADERS,
    &aria::FRAME_FOCUS,
    &text::TURNED,
    &document::VIEWPORT,
    &document::LANG,
    &aria::OWNED,
    &document::REFRESH,
    &document::LANG_VALID,
    &document::REFRESH_NONE,
    &names::LINK,
    &names::IFRAME,
    &text::HEADER_CELLS,
    &document::PART_LANG,
    &names::FIELD,
    &aria::CONTEXT,
    &names::HEADING,
    &aria::PROHIBITED,
    &names::MENUITEM,
];

/// What, why and what to do.
const fn words([what, why, mend]: [&'static str; 3]) -> Words {
    Words { what, why, mend }
}

type Criteria = &'static [&'static str];

const fn rule(
    id: &'static str,
    (wcag, related): (Criteria, Criteria),
    level: Level,
    owner: Owner,
    sv: [&'static str; 3],
    en: [&'static str; 3],
) -> ActRule {
    ActRule { id, wcag, related, level, owner, sv: words(sv), en: words(en) }
}

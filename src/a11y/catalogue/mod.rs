//! The rules with their texts: what is wrong, whom it hinders, what to do.
//!
//! Place in the flow: read by checks; shown in findings and on the rules' own pages. Ids, criteria and levels are those
//! of the W3C ACT rules and WCAG 2.2. What must stay true: the words are plain, and say du.

pub(super) mod aria;
pub(super) mod document;
pub(super) mod moving;
pub(super) mod names;
pub(super) mod reading;
pub(super) mod sight;
pub(super) mod text;

use super::result::{ActRule, Level, Words};

/// All rules, ordered by id.
pub(super) static RULES: &[&ActRule] = &[
    &moving::MAIN_HEADING,
    &sight::CONTRAST_MORE,
    &sight::SCROLLED,
    &names::IMAGE,
    &text::LETTERS,
    &document::TITLE,
    &names::LABEL,
    &names::SUMMARY,
    &aria::FLATTENED,
    &aria::DECORATION,
    &reading::SAME_FRAMES,
    &moving::AUTOPLAY_CONTROL,
    &aria::COMPLETE,
    &names::IMAGE_BUTTON,
    &sight::CLIPPED,
    &aria::PERMITTED,
    &reading::LINK_IN_CONTEXT,
    &aria::ATTRIBUTE,
    &aria::ROLE,
    &aria::VALUE,
    &aria::HIDDEN_FOCUS,
    &document::AUTOFILL,
    &text::LINES,
    &names::SVG,
    &moving::TRAPPED,
    &moving::AUTOPLAY,
    &names::OBJECT,
    &names::BUTTON,
    &text::WORDS,
    &text::HEADERS,
    &moving::AUTOPLAY_SHORT,
    &sight::CONTRAST,
    &reading::LINK_ALONE,
    &aria::FRAME_FOCUS,
    &reading::SAME_NAME,
    &text::TURNED,
    &moving::MAIN_LANDMARK,
    &reading::HEADING_SAYS,
    &document::VIEWPORT,
    &document::LANG,
    &aria::OWNED,
    &document::REFRESH,
    &document::LANG_VALID,
    &document::REFRESH_NONE,
    &names::LINK,
    &reading::TITLE_SAYS,
    &names::IFRAME,
    &reading::LABEL_SAYS,
    &moving::BYPASS,
    &text::HEADER_CELLS,
    &document::PART_LANG,
    &names::FIELD,
    &reading::SAME_CONTEXT,
    &aria::CONTEXT,
    &names::HEADING,
    &aria::PROHIBITED,
    &names::MENUITEM,
    &reading::PART_SPEAKS,
    &sight::FOCUS_RING,
    &reading::IMAGE_SAYS,
    &reading::PAGE_SPEAKS,
    &moving::SKIP_LINK,
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
    sv: [&'static str; 3],
    en: [&'static str; 3],
) -> ActRule {
    ActRule { id, wcag, related, level, of_code: true, sv: words(sv), en: words(en) }
}

/// A rule of which code alone settles a part: the rest takes a browser or a person.
const fn partly(
    id: &'static str,
    criteria: (Criteria, Criteria),
    level: Level,
    sv: [&'static str; 3],
    en: [&'static str; 3],
) -> ActRule {
    ActRule { of_code: false, ..rule(id, criteria, level, sv, en) }
}

//! The checks, a file a family of rules.
//!
//! Place in the flow: dom, role, name → **checks** → result. What must stay true: a check reads the shared facts and
//! its own rule's text, nothing else.

mod aria;
mod autofill;
mod document;
mod focus;
mod label;
mod language;
mod meta;
mod names;
mod owned;
mod spacing;
mod table;
mod turned;

use super::dom::Dom;
use super::result::Findings;

/// All of them.
pub(super) const CHECKS: &[fn(&Dom<'_>, &mut Findings<'_, '_>)] = &[
    aria::check,
    autofill::check,
    document::check,
    focus::check,
    label::check,
    language::check,
    meta::check,
    names::check,
    owned::check,
    spacing::check,
    table::check,
    turned::check,
];

//! The checks, a file a family of rules.
//!
//! Place in the flow: dom, role, name → **checks** → result. What must stay true: a check reads the shared facts and
//! its own rule's text, nothing else.

mod aria;
mod autofill;
mod bypass;
mod contrast;
mod descriptive;
mod document;
mod focus;
mod label;
mod language;
mod links;
mod media;
mod meta;
mod names;
mod owned;
mod sight;
mod spacing;
mod spoken;
mod table;
mod turned;

use super::dom::Dom;
use super::result::Findings;

/// All of them.
pub(super) const CHECKS: &[fn(&Dom<'_>, &mut Findings<'_, '_>)] = &[
    aria::check,
    autofill::check,
    bypass::check,
    contrast::check,
    descriptive::check,
    document::check,
    focus::check,
    label::check,
    language::check,
    links::check,
    media::check,
    meta::check,
    names::check,
    owned::check,
    sight::check,
    spacing::check,
    spoken::check,
    table::check,
    turned::check,
];

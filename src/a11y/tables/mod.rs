//! The vocabularies: WAI-ARIA roles and attributes, autofill tokens, language subtags.
//!
//! Place in the flow: read by role, name and checks. Sources: WAI-ARIA 1.2 (W3C Recommendation 6 June 2023) sections 5
//! and 6, with the braille attributes of WAI-ARIA 1.3; DPUB-ARIA 1.1; WAI-ARIA Graphics Module 1.0; HTML Living
//! Standard section 4.10.18.7 (autofill); IANA Language Subtag Registry; `words` is our own. What must stay true: data only, no judgement.

mod attributes;
mod autofill;
mod languages;
mod roles;
mod words;

pub(super) use attributes::{ATTRIBUTES, GLOBAL, Value};
pub(super) use autofill::{CONTACT_FIELDS, CONTACT_KINDS, FIELDS};
pub(super) use languages::is_primary_language;
pub(super) use roles::{
    CHILDREN_PRESENTATIONAL, CONTEXT, NAME_FROM_CONTENT, NAME_PROHIBITED, OWNED, PRESENTATIONAL, REQUIRED, role,
    supports,
};
pub(super) use words::{FORMATS, LEFT_BEHIND, POINTING, SMALL_WORDS, VAGUE_IMAGES, VAGUE_LABELS, VAGUE_LINKS};

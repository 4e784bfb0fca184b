//! Faults in the code, each at its elements, by who can mend them.
//!
//! What must stay true: only what a success criterion of level A or AA demands is called a fault.

use crate::a11y::{CheckResult, Owner};
use crate::domain::Outcome;

use super::super::quote::visible;

/// Elements shown of one fault.
const PLACES: usize = 3;

/// One kind of fault.
#[derive(Clone, Debug)]
pub(super) struct CodeFault {
    /// What is wrong.
    pub(super) what: &'static str,
    /// Whom it hinders.
    pub(super) why: &'static str,
    /// What to do.
    pub(super) mend: &'static str,
    /// Start tags.
    pub(super) places: Vec<String>,
    /// Further elements with the same fault.
    pub(super) more: usize,
    /// `WCAG 1.1.1, nivå A`
    pub(super) norm: String,
}

/// Those that the writer can mend, and those of the template.
pub(super) fn faults(results: &[CheckResult]) -> (Vec<CodeFault>, Vec<CodeFault>) {
    (of(results, Owner::Editor), of(results, Owner::Template))
}

fn of(results: &[CheckResult], owner: Owner) -> Vec<CodeFault> {
    let failed = |one: &&CheckResult| one.outcome == Outcome::Failed && one.owner == owner && one.rule.is_demanded();
    let of_rules = results.chunk_by(|a, b| a.rule.id == b.rule.id);
    of_rules
        .filter_map(|of_rule| {
            let found: Vec<&CheckResult> = of_rule.iter().filter(failed).collect();
            let rule = found.first()?.rule;
            let shown = found.iter().filter_map(|one| one.place.as_ref()).take(PLACES);
            let places: Vec<String> = shown.map(|place| visible(&place.snippet)).collect();
            Some(CodeFault {
                what: rule.sv.what.trim_end_matches('.'),
                why: rule.sv.why,
                mend: rule.sv.mend,
                more: found.len() - places.len(),
                places,
                norm: format!("WCAG {}, nivå {}", rule.wcag.join(", "), rule.level.name()),
            })
        })
        .collect()
}

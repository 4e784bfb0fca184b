//! The static accessibility checks: the W3C ACT rules that HTML alone decides.
//!
//! Place in the flow: page model → **a11y** → rules and reports. No browser: style sheets that are linked and what
//! scripts build are not seen. What must stay true: a check follows the rule's text, knows no page by name, and says
//! cantTell where the markup does not settle the question.
//!
//! The order of the work: `css` → `walk` (one walk, the facts of each element) → `role` → `name` → `checks`.

mod catalogue;
mod checks;
mod colour;
mod css;
mod declarations;
mod dom;
mod ink;
mod name;
mod result;
mod role;
mod standard;
mod style;
mod tables;
mod tally;
mod walk;

pub use result::{ActRule, CheckResult, Level, Owner, Place, Words};
pub use standard::Standard;
pub use tally::{PageFault, RuleTally, Tally};

use crate::page::PageModel;
use dom::Dom;
use result::Findings;

/// Every rule that is judged, in the order of their ids.
pub fn rules() -> &'static [&'static ActRule] {
    catalogue::RULES
}

/// Judges a page by every rule: one entry a rule and element, or one inapplicable entry a rule.
pub fn audit(page: &PageModel) -> Vec<CheckResult> {
    let dom = Dom::new(page);
    let mut findings = Findings::new(&dom);
    for check in checks::CHECKS {
        check(&dom, &mut findings);
    }
    findings.finish(rules())
}

#[cfg(test)]
mod tests;

//! Norms that a page can be held against.
//!
//! Place in the flow: catalogue → **standard** → `hemkoll check --standard`, reports. Sources: WCAG 2.1 and 2.2 (levels
//! of the success criteria), EN 301 549 V3.2.1 chapter 9, which asks for WCAG 2.1 at level AA. What must stay true: a
//! norm asks only for the criteria that a rule's failure fails; good practice and level AAA are no breach of any of them.

use super::result::{ActRule, Level};

/// A norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// WCAG 2.1, levels A and AA.
    Wcag21Aa,
    /// WCAG 2.2, levels A and AA. What 2.2 added, no rule here decides; what it took away (4.1.1), none is about.
    Wcag22Aa,
    /// EN 301 549 V3.2.1, chapter 9.
    En301549,
}

/// Success criteria of level AA among those that rules name.
const AA: &[&str] = &["1.3.4", "1.3.5", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.12", "2.4.6", "2.4.7", "3.1.2"];
/// Those of level AAA.
const AAA: &[&str] = &["1.4.6", "2.1.3", "2.2.4", "2.4.9", "3.2.5"];

/// The level of a success criterion.
pub(super) fn level(criterion: &str) -> Level {
    if AA.contains(&criterion) {
        Level::Aa
    } else if AAA.contains(&criterion) {
        Level::Aaa
    } else {
        Level::A
    }
}

impl Standard {
    /// Whether a failure of the rule is a breach of the norm.
    pub fn asks(self, rule: &ActRule) -> bool {
        self.criteria(rule).next().is_some()
    }

    /// The criteria of the norm that a failure of the rule fails.
    pub fn criteria(self, rule: &ActRule) -> impl Iterator<Item = &'static str> + use<> {
        rule.wcag.iter().copied().filter(|criterion| level(criterion) <= Level::Aa)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_the_lowest_level_among_its_criteria() {
        for rule in super::super::rules() {
            match rule.wcag.iter().map(|criterion| level(criterion)).min() {
                Some(lowest) => assert_eq!(rule.level, lowest, "{}", rule.id),
                None => assert_eq!(rule.level, Level::Practice, "{}", rule.id),
            }
            assert_eq!(Standard::En301549.asks(rule), rule.level <= Level::Aa, "{}", rule.id);
        }
    }
}

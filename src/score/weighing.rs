//! How the 100 points of a rule set are shared among its rules.

use crate::domain::Scale;

/// One rule's part of the 100 points.
#[derive(Clone, Debug, PartialEq)]
pub struct WeighedRule {
    /// Rule id.
    pub rule: String,
    /// Dimension id.
    pub dimension: String,
    /// Most points it can give; 0 = information only.
    pub points: f64,
}

/// Everything that turns outcomes into points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighing {
    /// Dimension ids in the order shown.
    pub dimensions: Vec<String>,
    /// Rules in the order shown.
    pub rules: Vec<WeighedRule>,
    /// What half an answer is worth.
    pub scale: Scale,
}

impl Weighing {
    /// This weighing with some rules at 0: a check that did not run for every kommun in the round counts for none.
    #[must_use]
    pub fn without(mut self, not_run_everywhere: impl Fn(&str) -> bool) -> Self {
        for rule in &mut self.rules {
            if not_run_everywhere(&rule.rule) {
                rule.points = 0.0;
            }
        }
        self
    }
}

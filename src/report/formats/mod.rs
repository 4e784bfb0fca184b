//! Answers of checked files for programs that collect them: SARIF for code scanning, JUnit for test reports.
//!
//! Place in the flow: checked pages → **formats** → `hemkoll check --format`, a pipeline.
//! What must stay true: what is not settled is never a failure; what a page says is data in both.

mod junit;
mod sarif;

use crate::a11y::{self, CheckResult, Standard};
use crate::domain::Outcome;

use super::CheckedPage;
use super::lang::{Lang, say};
use super::markdown;
use super::texts::RuleTexts;
pub use junit::junit;
pub use sarif::sarif;

/// A file or address that was checked.
#[derive(Clone, Copy, Debug)]
pub struct CheckedFile<'a> {
    /// The answers.
    pub page: CheckedPage<'a>,
    /// Its path as it was given, or its address.
    pub name: &'a str,
    /// Its text, to find the lines of what is shown; empty when it is not at hand.
    pub source: &'a str,
}

/// What one ACT rule says of a page: the worst outcome, and the elements that have it.
struct OfRule<'r> {
    rule: &'static a11y::ActRule,
    outcome: Outcome,
    elements: Vec<&'r CheckResult>,
}

/// The ACT rules that say something of a page; under a norm those that it asks for.
fn of_rules<'r>(page: &CheckedPage<'r>, standard: Option<Standard>) -> impl Iterator<Item = OfRule<'r>> + use<'r> {
    let all = page.accessibility.chunk_by(|a, b| a.rule.id == b.rule.id);
    all.filter(move |results| standard.is_none_or(|norm| norm.asks(results[0].rule))).filter_map(|results| {
        let worst = [Outcome::Failed, Outcome::CantTell, Outcome::Passed];
        let outcome = worst.into_iter().find(|worst| results.iter().any(|one| one.outcome == *worst))?;
        let elements = results.iter().filter(|one| one.outcome == outcome).collect();
        Some(OfRule { rule: results[0].rule, outcome, elements })
    })
}

/// What to do. The advice of a rule is in Swedish, as what is to be written.
fn tip(lang: Lang, rule: &RuleTexts) -> String {
    let tip = markdown::to_text(&rule.tip);
    say!(lang, "{tip}", "Advice (in Swedish): {tip}")
}

/// The words that came nearest.
fn nearest(lang: Lang, quote: &str) -> String {
    say!(lang, "\nNärmast kom ”{quote}”.", "\nClosest came “{quote}”.")
}

#[cfg(test)]
mod tests;

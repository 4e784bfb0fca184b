//! What `hemkoll check` says of a page's code to machines.
//!
//! What must stay true: one entry an ACT rule, with the worst outcome over its elements; the same in every language.

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::a11y::{self, ActRule, Standard, Words};
use crate::audit::check::CheckResult;
use crate::domain::Outcome;

/// Norms for accessibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StandardArg {
    /// WCAG 2.1, nivå A och AA.
    Wcag21Aa,
    /// WCAG 2.2, nivå A och AA.
    Wcag22Aa,
    /// EN 301 549, kapitel 9: lagens krav.
    En301549,
}

impl From<StandardArg> for Standard {
    fn from(given: StandardArg) -> Self {
        match given {
            StandardArg::Wcag21Aa => Self::Wcag21Aa,
            StandardArg::Wcag22Aa => Self::Wcag22Aa,
            StandardArg::En301549 => Self::En301549,
        }
    }
}

/// What one rule says of a page.
struct OfRule<'r> {
    rule: &'static ActRule,
    outcome: Outcome,
    /// The elements with that outcome.
    told: Vec<&'r a11y::CheckResult>,
    /// Why it failed or cannot be told.
    reason: &'static str,
    wcag: Vec<&'static str>,
}

fn of_rules(page: &CheckResult, standard: Option<Standard>) -> impl Iterator<Item = OfRule<'_>> {
    let all = page.accessibility.chunk_by(|a, b| a.rule.id == b.rule.id);
    all.filter(move |results| standard.is_none_or(|norm| norm.asks(results[0].rule))).map(move |results| {
        let rule = results[0].rule;
        let outcome = [Outcome::Failed, Outcome::CantTell, Outcome::Passed]
            .into_iter()
            .find(|worst| results.iter().any(|one| one.outcome == *worst))
            .unwrap_or(Outcome::Inapplicable);
        let told: Vec<&a11y::CheckResult> = results.iter().filter(|one| one.outcome == outcome).collect();
        let reason = match outcome {
            Outcome::Failed => rule.sv.what,
            _ => told.first().map_or("", |one| one.reason),
        };
        let wcag = standard.map_or_else(|| rule.wcag.to_vec(), |norm| norm.criteria(rule).collect());
        OfRule { rule, outcome, told, reason, wcag }
    })
}

/// One line an ACT rule.
pub(super) fn lines(page: &CheckResult, standard: Option<Standard>) -> impl Iterator<Item = Value> {
    of_rules(page, standard).map(move |one| {
        let places = one.told.iter().filter_map(|told| told.place.as_ref());
        let evidence: Vec<Value> =
            places.map(|place| json!({"quote": place.snippet, "selector": place.selector, "url": page.url})).collect();
        json!({
            "file": page.target,
            "rule": one.rule.id,
            "dimension": "tillganglighet",
            "outcome": one.outcome,
            "act": [one.rule.id],
            "wcag": one.wcag,
            "evidence": evidence,
            "reason": one.reason,
        })
    })
}

/// What failed or cannot be told, with the rule's words in both languages.
pub(super) fn documents(page: &CheckResult, standard: Option<Standard>) -> Vec<Value> {
    let words = |words: Words| json!({"what": words.what, "why": words.why, "mend": words.mend});
    of_rules(page, standard)
        .filter(|one| matches!(one.outcome, Outcome::Failed | Outcome::CantTell))
        .map(|one| {
            let places: Vec<Value> = one
                .told
                .iter()
                .filter_map(|told| Some((told.owner, told.place.as_ref()?)))
                .map(|(owner, place)| {
                    json!({"selector": place.selector, "snippet": place.snippet, "owner": owner.code()})
                })
                .collect();
            json!({
                "act": one.rule.id,
                "address": one.rule.address(),
                "outcome": one.outcome,
                "level": one.rule.level.name(),
                "wcag": one.wcag,
                "en301549": one.rule.clauses(),
                "reason": one.reason,
                "count": one.told.len(),
                "places": places,
                "sv": words(one.rule.sv),
                "en": words(one.rule.en),
            })
        })
        .collect()
}

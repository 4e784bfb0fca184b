//! What a rule folder must hold beyond what the types say.
//!
//! Place in the flow: parsed files → **verified** → compiled. What must stay true: every rule has a source, a passing
//! and a failing example where it can have them, and no scoring statement that a bare word meets.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Faults;
use super::load::Parsed;
use super::phrases;
use super::spec::{Check, FactsFile, Need, SetHead, Statement, Status, Within};
use crate::a11y;
use crate::domain::Outcome;

/// Words fewer than this in a phrase name something; they say nothing of it.
const TELLING_WORDS: usize = 3;

/// Notes all faults of the rules taken together.
pub(crate) fn verify(set: &SetHead, facts: &FactsFile, rules: &[Parsed], faults: &mut Faults) {
    let dimensions: Vec<&str> = set.dimension.iter().map(|d| d.id.as_str()).collect();
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in rules {
        if let Some(other) = ids.insert(&rule.head.id, &rule.file) {
            rule.fault("id", faults, format!("id ”{}” finns redan i {other}", rule.head.id));
        }
    }
    for rule in rules {
        let head = &rule.head;
        let (folder, stem) = rule.file.split_once('/').unwrap_or(("", &rule.file));
        if stem.trim_end_matches(".md") != head.id {
            rule.fault(
                "id",
                faults,
                format!("id ”{}” ska vara filens namn, ”{}”", head.id, stem.trim_end_matches(".md")),
            );
        }
        if !head.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            rule.fault("id", faults, "id skrivs med a–z, siffror och bindestreck");
        }
        if !dimensions.contains(&head.dimension.as_str()) {
            let allowed = dimensions.join(", ");
            rule.fault("dimension", faults, format!("okänt område ”{}”. Tillåtna: {allowed}", head.dimension));
        } else if folder != head.dimension {
            rule.fault(
                "dimension",
                faults,
                format!("dimension ”{}” ska vara mappens namn, ”{folder}”", head.dimension),
            );
        }
        if !head.title.ends_with('?') {
            rule.fault("title", faults, "title ska vara en fråga som slutar med ?");
        }
        if head.weight < 0.0 || !head.weight.is_finite() {
            rule.fault("weight", faults, "weight ska vara 0 eller mer");
        }
        if head.source.is_empty() {
            rule.fault("source", faults, "minst en källa ([[source]]) behövs");
        }
        if let Some(other) = head.requires.as_deref().filter(|other| !ids.contains_key(other)) {
            rule.fault("requires", faults, format!("okänd regel ”{other}”"));
        }
        if rule.body.intro.is_empty() || rule.body.why.is_empty() || rule.body.tip.is_empty() {
            faults.add(&rule.file, 1, "inledning, ”## Varför” och ”## Tips” behövs");
        }
        verify_examples(rule, faults);
        for statement in head.instead.iter().flat_map(|known| &known.either) {
            for fault in statement_faults(statement, facts) {
                rule.fault_at(&fault.0, faults, fault.1);
            }
        }
        let checks = std::iter::once(&head.check).chain(head.variant.iter().map(|v| &v.check));
        for check in checks {
            verify_check(rule, check, facts, &ids, faults);
        }
    }
    verify_circles(rules, faults);
}

fn verify_examples(rule: &Parsed, faults: &mut Faults) {
    use Outcome::{CantTell, Failed, Inapplicable, Partial, Passed};
    let has = |wanted: &[Outcome]| rule.body.examples.iter().any(|example| wanted.contains(&example.expected));
    let (passing, failing): (&[Outcome], &[Outcome]) = match rule.head.check {
        Check::Manual { .. } => (&[CantTell, Passed], &[CantTell, Failed]),
        // No way found within the budget is no failure.
        Check::Distance { .. } => (&[Passed], &[Passed, Partial]),
        Check::NotOnlyPdf { .. } | Check::Stale { .. } => (&[Passed, Inapplicable], &[Failed]),
        _ if !rule.head.weight.is_normal() => {
            (&[Passed, Failed, Partial], &[Passed, Failed, Partial, CantTell, Inapplicable])
        }
        _ => (&[Passed], &[Failed]),
    };
    if rule.head.status == Status::Retired {
        return;
    }
    if !has(passing) {
        faults.add(&rule.file, 1, "ett exempel under ”## Godkänns” behövs");
    }
    if !has(failing) {
        faults.add(&rule.file, 1, "ett exempel under ”## Underkänns” behövs");
    }
}

fn verify_check(rule: &Parsed, check: &Check, facts: &FactsFile, ids: &BTreeMap<&str, &str>, faults: &mut Faults) {
    for statement in check.statements() {
        for fault in statement_faults(statement, facts) {
            rule.fault_at(&fault.0, faults, fault.1);
        }
    }
    if rule.head.weight > 0.0 && rule.head.status != Status::Retired {
        for statement in check.claims() {
            if let Some(phrase) = bare_word(statement) {
                let why = format!(
                    "”{phrase}” ensamt räcker för att godkänna: att nämna är inte att berätta. Kräv en sak till (need)"
                );
                rule.fault_at(&phrase, faults, why);
            }
            if statement.need.iter().any(|need| need.weak_too) {
                rule.fault_at("weak-too", faults, "weak-too får bara stå i fakta.toml och i regler med vikt 0");
            }
        }
    }
    match check {
        Check::NotOnlyPdf { rules, .. } => {
            for other in rules.iter().filter(|other| !ids.contains_key(other.as_str())) {
                rule.fault_at(other, faults, format!("okänd regel ”{other}”"));
            }
        }
        Check::Accessibility { hinders, .. } => {
            let weighs = |id: &str| a11y::rules().iter().any(|act| act.id == id && act.is_demanded());
            for id in hinders.iter().filter(|id| !weighs(id)) {
                rule.fault_at(id, faults, format!("okänd ACT-regel på nivå A eller AA: ”{id}”"));
            }
        }
        Check::Manual { .. } | Check::SameEverywhere { .. } if rule.head.weight > 0.0 => {
            rule.fault("weight", faults, "en regel av den här sorten ska ha weight = 0");
        }
        _ => {}
    }
}

/// Faults of one statement: the text near which the fault stands, and what is wrong.
pub(crate) fn statement_faults(statement: &Statement, facts: &FactsFile) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if statement.need.is_empty() {
        found.push((String::new(), "ett påstående behöver minst ett need".to_owned()));
    }
    if !matches!(statement.unless_within, None | Some(Within::Sentence | Within::Block)) {
        found.push(("unless-within".to_owned(), "unless-within är sentence eller block".to_owned()));
    }
    for need in &statement.need {
        let kinds = [
            !need.any.is_empty(),
            !need.mention.is_empty(),
            need.link.is_some(),
            need.fact.is_some(),
            need.shape.is_some(),
        ];
        if kinds.iter().filter(|k| **k).count() != 1 {
            let near = need.any.first().cloned().unwrap_or_default();
            found.push((near, "ett need har exakt ett av any, mention, link, fact och shape".to_owned()));
        }
        if need.shape.is_none() && !need.unless.is_empty() {
            found.push((need.unless[0].clone(), "unless i ett need hör till shape".to_owned()));
        }
        if let Some(fact) = need.fact.as_deref().filter(|fact| !facts.fact.contains_key(*fact)) {
            let known: Vec<&str> = facts.fact.keys().map(String::as_str).collect();
            found.push((fact.to_owned(), format!("okänt faktum ”{fact}”. Tillåtna: {}", known.join(", "))));
        }
        let link = need.link.iter().flat_map(|link| &link.text);
        for phrase in need.any.iter().chain(link).chain(&need.unless).chain(&statement.unless) {
            if let Err(why) = phrases::parse(phrase) {
                found.push((phrase.to_owned(), why));
            }
        }
    }
    found
}

/// The phrase that alone meets the statement, if there is one.
fn bare_word(statement: &Statement) -> Option<String> {
    let [Need { any, min, .. }] = statement.need.as_slice() else { return None };
    if min.unwrap_or(1) > 1 {
        return None;
    }
    any.iter().find(|p| phrases::parse(p).is_ok_and(|p| p.word_count() < TELLING_WORDS)).cloned()
}

fn verify_circles(rules: &[Parsed], faults: &mut Faults) {
    let next: BTreeMap<&str, &str> =
        rules.iter().filter_map(|r| Some((r.head.id.as_str(), r.head.requires.as_deref()?))).collect();
    for rule in rules {
        let mut seen = BTreeSet::new();
        let mut at = rule.head.id.as_str();
        while let Some(further) = next.get(at) {
            if !seen.insert(at) {
                rule.fault("requires", faults, "reglerna kräver varandra i en cirkel");
                break;
            }
            at = further;
        }
    }
}

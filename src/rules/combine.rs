//! Verdicts of several pages to one answer.
//!
//! Place in the flow: page verdicts → **combined** → finding.
//! What must stay true: `any`: passed > partial > open > failed, with counted parts united first; `all`, `share` and `best`
//! look at the core pages alone.

use super::checks;
use super::kommun::{Answer, Case};
use super::phrases::PhraseId;
use super::spec::{Check, Combine, Part};
use crate::domain::{Evidence, Outcome, PageRecord, PageVerdict};

/// Most evidence that a finding shows.
const EVIDENCE: usize = 5;

/// Combines the verdicts of the rule on the wanted pages.
pub(crate) fn combine(case: &Case<'_>, wanted: impl Fn(&PageRecord) -> bool) -> Answer {
    let core: Vec<&str> = case.core_pages().iter().map(|page| page.url.as_str()).collect();
    let verdicts: Vec<&PageVerdict> = case
        .pages
        .iter()
        .filter(|page| wanted(page))
        .filter(|page| match case.rule.head.combine {
            Combine::Any => true,
            Combine::All | Combine::Share => core.contains(&page.url.as_str()),
            Combine::Best => core.first() == Some(&page.url.as_str()),
        })
        .filter_map(|page| page.verdicts.iter().find(|verdict| verdict.rule == case.rule.head.id))
        .collect();
    let mut applying: Vec<&PageVerdict> =
        verdicts.iter().filter(|v| v.outcome != Outcome::Inapplicable).copied().collect();
    let Some(first) = verdicts.first() else { return Answer::of(Outcome::Failed) };
    if applying.is_empty() {
        return Answer { note: first.note.clone(), ..Answer::inapplicable(&first.reason) };
    }
    let outcome = match case.rule.head.combine {
        Combine::Any | Combine::Best => {
            if let Some((parts, pass, partial)) = counted(case.check)
                && case.rule.head.combine == Combine::Any
            {
                return united(&applying, parts, pass, partial);
            }
            applying.sort_by_key(|verdict| rank(verdict.outcome));
            applying[0].outcome
        }
        Combine::All => {
            applying.sort_by_key(|verdict| std::cmp::Reverse(all_rank(verdict.outcome)));
            let worst = applying[0].outcome;
            applying.sort_by_key(|verdict| verdict.outcome != worst);
            worst
        }
        Combine::Share => {
            let outcome = share(&applying);
            applying.sort_by_key(|verdict| rank(verdict.outcome));
            outcome
        }
    };
    let decisive: Vec<&PageVerdict> = match case.rule.head.combine {
        Combine::Share => applying.clone(),
        _ => applying.iter().filter(|verdict| verdict.outcome == outcome).copied().collect(),
    };
    let first = decisive.first().copied().unwrap_or(applying[0]);
    // A no says most by the page that has something in place of the answer.
    let telling = decisive.iter().find(|verdict| outcome == Outcome::Failed && !verdict.note.is_empty());
    let lead = telling.copied().unwrap_or(first);
    Answer {
        outcome,
        reason: lead.reason.clone(),
        note: lead.note.clone(),
        evidence: gather(decisive.iter().flat_map(|verdict| &verdict.evidence)),
        nearest: if outcome == Outcome::Passed {
            None
        } else {
            std::iter::once(&lead).chain(&applying).find_map(|verdict| verdict.nearest.clone())
        },
    }
}

/// The best known first.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Passed => 0,
        Outcome::Partial => 1,
        Outcome::CantTell => 2,
        Outcome::Untested => 3,
        Outcome::Failed => 4,
        Outcome::Inapplicable => 5,
    }
}

/// For `all`, the deciding outcome is the highest: failed > open > partial > passed.
fn all_rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Failed => 4,
        Outcome::CantTell => 3,
        Outcome::Untested => 2,
        Outcome::Partial => 1,
        Outcome::Passed | Outcome::Inapplicable => 0,
    }
}

/// Mean share of the decided pages, rounded down to none, half or all; open when none is decided.
fn share(verdicts: &[&PageVerdict]) -> Outcome {
    let halves: Vec<u32> = verdicts
        .iter()
        .filter_map(|verdict| match verdict.outcome {
            Outcome::Passed => Some(2),
            Outcome::Partial => Some(1),
            Outcome::Failed => Some(0),
            _ => None,
        })
        .collect();
    let Ok(count) = u32::try_from(halves.len()) else { return Outcome::CantTell };
    if count == 0 {
        return verdicts.first().map_or(Outcome::Untested, |verdict| verdict.outcome);
    }
    match halves.iter().sum::<u32>() / count {
        2 => Outcome::Passed,
        1 => Outcome::Partial,
        _ => Outcome::Failed,
    }
}

type Counted<'a> = (&'a [Part<PhraseId>], usize, Option<usize>);

fn counted(check: &Check<PhraseId>) -> Option<Counted<'_>> {
    match check {
        Check::Parts { part, pass, partial, .. } => Some((part, *pass, *partial)),
        Check::AccessibilityStatement { ask: super::spec::StatementAsk::Complete, part, pass, partial, .. } => {
            Some((part, *pass, Some(*partial)))
        }
        _ => None,
    }
}

/// Parts found on any of the pages.
fn united(verdicts: &[&PageVerdict], parts: &[Part<PhraseId>], pass: usize, partial: Option<usize>) -> Answer {
    let found: Vec<String> = parts
        .iter()
        .map(|part| part.name.clone())
        .filter(|name| verdicts.iter().any(|v| v.parts.contains(name)))
        .collect();
    let outcome = checks::parts_outcome(found.len(), pass, partial);
    if outcome == Outcome::Failed
        && let Some(open) = verdicts.iter().find(|verdict| verdict.outcome == Outcome::CantTell)
    {
        let (reason, evidence) = (open.reason.clone(), gather(open.evidence.last().into_iter()));
        return Answer { reason, evidence, ..Answer::of(Outcome::CantTell) };
    }
    // One piece of evidence a part, from the best page that has it.
    let evidence = found
        .iter()
        .filter_map(|name| verdicts.iter().find_map(|v| v.evidence.get(v.parts.iter().position(|part| part == name)?)));
    Answer {
        note: checks::parts_sentence(parts, &found),
        evidence: gather(evidence),
        nearest: if outcome == Outcome::Passed { None } else { verdicts.iter().find_map(|v| v.nearest.clone()) },
        ..Answer::of(outcome)
    }
}

/// Each quote once, the first five.
fn gather<'e>(evidence: impl Iterator<Item = &'e Evidence>) -> Vec<Evidence> {
    let mut gathered: Vec<Evidence> = Vec::new();
    for one in evidence {
        if gathered.len() < EVIDENCE && !gathered.iter().any(|g| g.quote == one.quote) {
            gathered.push(one.clone());
        }
    }
    gathered
}

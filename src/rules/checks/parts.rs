//! Several parts are counted; over pages they are united.

use super::statement::is_off_topic;
use super::{because, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::note::row;
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::spec::{Part, Statement};
use crate::rules::statement::{first_match, nearest};

pub(super) fn on_page(
    reading: &Reading<'_>,
    parts: &[Part<PhraseId>],
    pass: usize,
    partial: Option<usize>,
    about: &[Statement<PhraseId>],
) -> PageVerdict {
    let mut answer = verdict(Outcome::Failed);
    let mut missing = Vec::new();
    for part in parts {
        if let Some(found) = first_match(reading, &part.either) {
            answer.parts.push(part.name.clone());
            answer.evidence.extend(found.evidence(reading).into_iter().next());
        } else {
            missing.push(part);
        }
    }
    answer.outcome = outcome(answer.parts.len(), pass, partial);
    if answer.outcome == Outcome::Failed && answer.parts.is_empty() && is_off_topic(reading, about) {
        return because(Outcome::Inapplicable, "namns-inte");
    }
    if answer.outcome == Outcome::Partial {
        answer.note = sentence(parts, &answer.parts);
    }
    if answer.outcome != Outcome::Passed {
        answer.nearest = missing.iter().find_map(|part| nearest(reading, &part.either));
    }
    answer
}

/// The outcome for a number of parts.
pub(in crate::rules) fn outcome(found: usize, pass: usize, partial: Option<usize>) -> Outcome {
    if found >= pass {
        Outcome::Passed
    } else if partial.is_some_and(|partial| found >= partial) {
        Outcome::Partial
    } else {
        Outcome::Failed
    }
}

/// «Vi hittade städning och tvätt, men inte inköp.»
pub(in crate::rules) fn sentence(parts: &[Part<PhraseId>], found: &[String]) -> String {
    let name = |part: &Part<PhraseId>| part.name.clone();
    let (have, lack): (Vec<_>, Vec<_>) = parts.iter().partition(|part| found.contains(&name(part)));
    let names = |parts: &[&Part<PhraseId>]| row(&parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>());
    match (have.is_empty(), lack.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!("Vi hittade {}.", names(&have)),
        (false, false) => format!("Vi hittade {}, men inte {}.", names(&have), names(&lack)),
    }
}

//! The static accessibility audit of a page: no fault on level A or AA, a few, or one that shuts somebody out.
//!
//! Which ACT rules shut somebody out is the rule file's; good practice (no success criterion of A or AA) is never
//! counted. What must stay true: a fault counts once a page, however many elements have it; what the code alone does not
//! settle leaves the question open where it could change the answer.

use std::collections::BTreeMap;

use super::{because, verdict};
use crate::a11y::{ActRule, CheckResult, Owner};
use crate::domain::{Evidence, Outcome, PageVerdict};
use crate::page::MainKind;
use crate::rules::reading::Reading;

/// Faults that are written out in the sentence and shown by an element.
const SHOWN: usize = 5;

/// One ACT rule with an element that fails it: the first in the page's own content, else the first of all.
type Fault<'r> = &'r CheckResult;

pub(super) fn on_page(reading: &Reading<'_>, partial: usize, hinders: &[String]) -> PageVerdict {
    if reading.page.main_kind == MainKind::PlainText {
        return because(Outcome::Untested, "ingen-kod");
    }
    let hinders = |rule: &ActRule| hinders.iter().any(|id| id == rule.id);
    let faults = of_outcome(reading.code, Outcome::Failed);
    let mut open = of_outcome(reading.code, Outcome::CantTell);
    // Rules that take a browser or a person are open on almost every page: they can fail here, but not leave it open.
    open.retain(|id, result| result.rule.of_code && !faults.contains_key(id));
    let rate = |faults: &mut dyn Iterator<Item = Fault<'_>>| {
        let found: Vec<Fault<'_>> = faults.collect();
        match found.len() {
            0 => Outcome::Passed,
            many if many > partial || found.iter().any(|fault| hinders(fault.rule)) => Outcome::Failed,
            _ => Outcome::Partial,
        }
    };
    let outcome = rate(&mut faults.values().copied());
    let at_worst = rate(&mut faults.values().chain(open.values()).copied());
    if outcome != at_worst {
        let evidence = open.values().chain(faults.values()).take(SHOWN).filter_map(|one| shown(reading, one)).collect();
        return PageVerdict { evidence, ..because(Outcome::CantTell, "koden-racker-inte") };
    }
    // Nothing is given for absence: code around no text works for nobody.
    if outcome != Outcome::Failed && reading.running_words() < super::A_PAGE {
        return because(Outcome::Inapplicable, "ingen-text");
    }
    if faults.is_empty() {
        let note = "Vi hittade inget fel i sidans kod som hindrar den som använder hjälpmedel.".to_owned();
        return PageVerdict { note, ..verdict(Outcome::Passed) };
    }
    let mut worst_first: Vec<Fault<'_>> = faults.into_values().collect();
    worst_first.sort_by_key(|fault| !hinders(fault.rule));
    PageVerdict {
        note: told(&worst_first, worst_first.iter().filter(|fault| hinders(fault.rule)).count()),
        evidence: worst_first.iter().take(SHOWN).filter_map(|fault| shown(reading, fault)).collect(),
        ..verdict(outcome)
    }
}

/// One element for each rule of level A or AA that came out so.
fn of_outcome(results: &[CheckResult], outcome: Outcome) -> BTreeMap<&'static str, Fault<'_>> {
    let mut found: BTreeMap<&str, Fault<'_>> = BTreeMap::new();
    for result in results.iter().filter(|result| result.outcome == outcome && result.rule.is_demanded()) {
        let known = found.entry(result.rule.id).or_insert(result);
        if known.owner == Owner::Template && result.owner == Owner::Editor {
            *known = result;
        }
    }
    found
}

/// The element in the page's code.
fn shown(reading: &Reading<'_>, fault: Fault<'_>) -> Option<Evidence> {
    let place = fault.place.as_ref()?;
    Some(reading.evidence(place.selector.clone(), place.snippet.clone(), Vec::new()))
}

/// «Sidans kod har 2 olika fel. Ett av dem stänger någon ute helt. I mallen, för webbleverantören: … I texten, för
/// redaktören: …»
fn told(faults: &[Fault<'_>], hindering: usize) -> String {
    let mut told = match faults.len() {
        1 => "Sidans kod har ett fel.".to_owned(),
        many => format!("Sidans kod har {many} olika fel."),
    };
    match (hindering, faults.len()) {
        (0, _) => {}
        (1, 1) => told.push_str(" Det stänger någon ute helt."),
        (1, _) => told.push_str(" Ett av dem stänger någon ute helt."),
        (many, all) if many == all => told.push_str(" De stänger någon ute helt."),
        (many, _) => told.push_str(&format!(" {many} av dem stänger någon ute helt.")),
    }
    for (whose, where_told) in
        [(Owner::Template, "I mallen, för webbleverantören:"), (Owner::Editor, "I texten, för redaktören:")]
    {
        let own = faults.iter().filter(|fault| fault.owner == whose).take(SHOWN);
        let own: Vec<String> = own.map(|fault| format!("{} {}", fault.rule.sv.what, fault.rule.sv.mend)).collect();
        if !own.is_empty() {
            told = format!("{told} {where_told} {}", own.join(" "));
        }
    }
    told
}

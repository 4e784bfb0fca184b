//! Contrast between text and what is behind it, where the page's own text settles both.

use std::collections::HashSet;

use super::super::catalogue::sight as rule;
use super::super::colour::{Span, contrast};
use super::super::dom::{Dom, Idx, Ns};
use super::super::ink::Ink;
use super::super::result::{ActRule, Findings};

const UNREAD: &str = "Sidans färger står i en stilmall utanför sidan. Mät kontrasten i webbläsaren.";
const UNSETTLED: &str = "Bakgrunden går inte att räkna ut ur koden. Mät kontrasten i webbläsaren.";

/// The least contrast of ordinary and of large text.
const RULES: [(&ActRule, f64, f64); 2] = [(&rule::CONTRAST, 4.5, 3.0), (&rule::CONTRAST_MORE, 7.0, 4.5)];

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let unread = dom.foreign_sheets;
    let overlaid = overlaid(dom);
    let exempt = labels_of_disabled(dom);
    let mut stack: Vec<(Idx, Ink, bool)> = Vec::new();
    let mut unsettled = None;
    // Most of a page is in one pair of colours: the last is remembered.
    let mut last = None;
    let mut ratio = |pair: (Span, Span)| match last {
        Some((known, ratio)) if known == pair => ratio,
        _ => {
            let counted = contrast(pair.0, pair.1);
            last = Some((pair, counted));
            counted
        }
    };
    let mut at = 0;
    while at < dom.elements.len() {
        let el = dom.el(at);
        if !el.rendered {
            at = el.last + 1;
            continue;
        }
        while stack.last().is_some_and(|(last, ..)| *last < at) {
            stack.pop();
        }
        let (above, off) =
            stack.last().map_or((if unread { Ink::UNREAD } else { Ink::PLAIN }, false), |(_, i, o)| (*i, *o));
        let ink = above.enter(el, overlaid.contains(&at), unread);
        let off = off || el.disabled || el.attr("aria-disabled") == Some("true") || exempt.contains(&at);
        if !off && el.ns == Ns::Html && el.in_sight() && !is_listed(el.tag) && speaks(dom, at) {
            match ink.pair().map(&mut ratio) {
                Some(ratio) if !(unread && is_open(&ink, ratio)) => {
                    let (lowest, highest) = ratio;
                    if highest > 1.001 {
                        judge(findings, at, &ink, lowest, highest);
                    }
                }
                Some(_) => unsettled = unsettled.or(Some(at)),
                None if unread => unsettled = unsettled.or(Some(at)),
                None => RULES.iter().for_each(|(rule, ..)| findings.open(rule, at, UNSETTLED)),
            }
        }
        if el.last > at {
            stack.push((el.last, ink, off));
        }
        at += 1;
    }
    // Colours that were not read are one open question, not one an element.
    if unsettled.is_some() {
        for (rule, ..) in RULES {
            findings.open(rule, 0, UNREAD);
        }
    }
}

/// Neither rule is settled.
fn is_open(ink: &Ink, (lowest, highest): (f64, f64)) -> bool {
    let large = ink.is_large();
    RULES.iter().all(|(_, small, big)| settle(large, *small, *big, lowest, highest).is_none())
}

fn settle(large: Option<bool>, small: f64, big: f64, lowest: f64, highest: f64) -> Option<bool> {
    // Of unknown size: the stricter to pass, the laxer to fail.
    let (pass, fail) = match large {
        Some(true) => (big, big),
        Some(false) => (small, small),
        None => (small, big),
    };
    if lowest >= pass {
        Some(true)
    } else if highest < fail {
        Some(false)
    } else {
        None
    }
}

fn judge(findings: &mut Findings<'_, '_>, at: Idx, ink: &Ink, lowest: f64, highest: f64) {
    for (rule, small, big) in RULES {
        match settle(ink.is_large(), small, big, lowest, highest) {
            Some(passed) => findings.say(rule, at, passed),
            None => findings.open(rule, at, UNSETTLED),
        }
    }
}

/// Choices that the browser lists in its own way.
fn is_listed(tag: &str) -> bool {
    matches!(tag, "option" | "optgroup")
}

/// Words: two letters or digits, at least. Signs alone say nothing in a human language.
fn speaks(dom: &Dom<'_>, at: Idx) -> bool {
    dom.texts(at).any(|text| text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some())
}

/// Elements that hold something which is moved out of the flow and may lie over or under its siblings.
fn overlaid(dom: &Dom<'_>) -> HashSet<Idx> {
    let lifted = |at: &Idx| {
        let el = dom.el(*at);
        el.in_sight() && matches!(el.style.get("position"), Some("absolute" | "fixed"))
    };
    dom.all().filter(lifted).filter_map(|at| dom.el(at).parent).collect()
}

/// Labels of controls that cannot be used: WCAG asks no contrast of them.
fn labels_of_disabled(dom: &Dom<'_>) -> HashSet<Idx> {
    let mut labels = HashSet::new();
    for at in dom.all() {
        let el = dom.el(at);
        if el.disabled || el.attr("aria-disabled") == Some("true") {
            labels.extend(dom.labels(at));
            labels.extend(dom.refs(at, "aria-labelledby"));
        }
    }
    labels
}

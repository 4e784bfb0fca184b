//! The tab key: what must not take focus, and what must not lose it.

use scraper::Html;

use super::super::catalogue::{aria as rule, moving};
use super::super::dom::{Dom, Idx};
use super::super::result::Findings;
use super::super::tables::CHILDREN_PRESENTATIONAL;
use super::super::walk;

const HANDLED: &str = "Ett skript på sidan nämner elementet och kan flytta fokus därifrån. Prova med tabbtangenten.";
const SENDS: &str = "Ett skript flyttar fokus när man lämnar elementet. Prova att komma vidare med tabbtangenten.";
const ELSEWHERE: &str =
    "Innehållet i ramen ligger på en annan adress. Prova om något där går att nå med tabbtangenten.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    flattened(dom, findings);
    for at in dom.all() {
        let el = dom.el(at);
        if el.tabbable() {
            caught(dom, findings, at);
        }
        if el.attr("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true")) {
            let nested = el.parent.is_some_and(|up| dom.el(up).aria_hidden);
            if !nested {
                hidden(dom, findings, at);
            }
        }
        if el.is("iframe") {
            frame(dom, findings, at);
        }
    }
}

/// Focus inside what is flattened to one thing.
fn flattened(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let mut at = 0;
    while at < dom.elements.len() {
        let el = dom.el(at);
        let flat = dom.role(at).is_some_and(|role| CHILDREN_PRESENTATIONAL.contains(&role));
        if !flat || !el.exposed() {
            at += 1;
            continue;
        }
        let native =
            el.is("img") || el.is("input") || el.is("option") || el.is("meter") || el.is("progress") || el.is("hr");
        if !native || el.role.explicit.is_some() {
            findings.say(&rule::FLATTENED, at, !dom.descendants(at).any(|inside| dom.el(inside).tabbable()));
        }
        // What stands inside is judged with the outermost.
        at = el.last + 1;
    }
}

/// Focus that is sent back as it leaves.
fn caught(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let Some(handler) = dom.el(at).attr("onblur") else { return };
    let sends = handler.contains(".focus(");
    if sends && handler.contains("this.focus(") {
        findings.say(&moving::TRAPPED, at, false);
    } else if sends {
        findings.open(&moving::TRAPPED, at, SENDS);
    }
}

fn hidden(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    // A frame takes focus for what is in it.
    let frame = |inside: Idx| dom.el(inside).is("iframe") && dom.el(inside).tabindex().is_none();
    let reached = || std::iter::once(at).chain(dom.descendants(at)).filter(|&inside| dom.el(inside).tabbable());
    let Some(reached) = reached().find(|&inside| !frame(inside)).or_else(|| reached().next()) else {
        return findings.say(&rule::HIDDEN_FOCUS, at, true);
    };
    if frame(reached) {
        return match dom.el(reached).attr("srcdoc").map(takes_focus) {
            Some(takes) => findings.say(&rule::HIDDEN_FOCUS, at, !takes),
            None => findings.open(&rule::HIDDEN_FOCUS, at, ELSEWHERE),
        };
    }
    let el = dom.el(reached);
    let handled = el.has("onfocus") || el.filled("id").is_some_and(|id| dom.scripts.contains(id));
    if handled {
        findings.open(&rule::HIDDEN_FOCUS, at, HANDLED);
    } else {
        findings.say(&rule::HIDDEN_FOCUS, at, false);
    }
}

/// A frame that the tab key passes by, with things in it to reach.
fn frame(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let tiny = |name: &str| el.attr(name).is_some_and(|size| matches!(size.trim(), "0" | "1"));
    if !el.visible || el.inert || el.out_of_sight || tiny("width") && tiny("height") {
        return;
    }
    let passed_by = el.tabindex().is_some_and(|index| index < 0);
    let Some(content) = el.attr("srcdoc") else {
        if passed_by && el.filled("src").is_some_and(|src| !src.starts_with("about:")) {
            findings.open(&rule::FRAME_FOCUS, at, ELSEWHERE);
        }
        return;
    };
    if takes_focus(content) {
        findings.say(&rule::FRAME_FOCUS, at, !passed_by);
    }
}

/// Whether a document has something in it that the tab key reaches.
fn takes_focus(srcdoc: &str) -> bool {
    let inside = Html::parse_document(srcdoc);
    walk::walk(&inside, &[]).elements.iter().any(|el| el.tabbable() && !el.out_of_sight)
}

//! Roles that come in families: lists and their items, tables and their rows, menus, tabs and trees.

use super::super::catalogue::aria as rule;
use super::super::dom::{Child, Dom, Idx, Ns};
use super::super::result::Findings;
use super::super::tables::{CONTEXT, OWNED, PRESENTATIONAL};

const EMPTY: &str = "Elementet är tomt i sidans kod. Ett skript kan fylla det när sidan visas.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        if !el.exposed() || el.ns == Ns::Other {
            continue;
        }
        if let Some((_, allowed)) = OWNED.iter().find(|(role, _)| dom.role(at) == Some(role)) {
            children(dom, findings, at, allowed);
        }
        let written = el.role.explicit.filter(|role| el.role.implicit != Some(*role));
        if let Some((_, contexts)) = CONTEXT.iter().find(|(role, _)| written == Some(role)) {
            let owner = owner(dom, at).and_then(|owner| dom.role(owner));
            findings.say(&rule::CONTEXT, at, owner.is_some_and(|owner| contexts.contains(&owner)));
        }
    }
}

/// Says nothing to assistive technology by itself.
fn is_transparent(role: Option<&str>) -> bool {
    role.is_none_or(|role| role == "generic" || PRESENTATIONAL.contains(&role))
}

/// The nearest element above with a meaning, or the one that claims it with `aria-owns`.
fn owner(dom: &Dom<'_>, at: Idx) -> Option<Idx> {
    let mut here = at;
    for _ in 0..=dom.elements.len() {
        let up = dom.owners.get(&here).copied().or(dom.el(here).parent)?;
        if !is_transparent(dom.role(up)) {
            return Some(up);
        }
        here = up;
    }
    None
}

/// What a look at an element's children found.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent sightings")]
struct Found {
    fitting: bool,
    foreign: bool,
    text: bool,
    elements: bool,
}

fn children(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx, allowed: &[&str]) {
    let el = dom.el(at);
    if el.attr("aria-busy") == Some("true") {
        return;
    }
    let mut found = Found::default();
    look(dom, at, allowed, &mut found, 0);
    let by_markup = el.role.explicit.is_none();
    if found.foreign {
        findings.say(&rule::OWNED, at, false);
    } else if found.fitting {
        findings.say(&rule::OWNED, at, true);
    } else if by_markup && !found.text {
        // An empty `ul` or `table` is no list and no table to anyone.
    } else if found.text || found.elements {
        findings.say(&rule::OWNED, at, false);
    } else {
        findings.open(&rule::OWNED, at, EMPTY);
    }
}

fn look(dom: &Dom<'_>, at: Idx, allowed: &[&str], found: &mut Found, depth: u32) {
    if depth > 64 {
        return;
    }
    for child in dom.children(at) {
        match child {
            Child::Text(text) => found.text |= !text.trim().is_empty(),
            Child::Element(inside) if !dom.owners.contains_key(&inside) => weigh(dom, inside, allowed, found, depth),
            Child::Element(_) => {}
        }
    }
    for owned in dom.refs(at, "aria-owns") {
        if dom.owners.get(&owned) == Some(&at) {
            weigh(dom, owned, allowed, found, depth);
        }
    }
}

fn weigh(dom: &Dom<'_>, at: Idx, allowed: &[&str], found: &mut Found, depth: u32) {
    if !dom.el(at).exposed() {
        return;
    }
    found.elements = true;
    let role = dom.role(at);
    if is_transparent(role) {
        return look(dom, at, allowed, found, depth + 1);
    }
    match role {
        // A group holds the same kinds; a group within a group does not.
        Some("group") if allowed.contains(&"group") => {
            let inner: Vec<&str> = allowed.iter().copied().filter(|role| *role != "group").collect();
            look(dom, at, &inner, found, depth + 1);
        }
        Some("separator") if allowed.contains(&"separator") => {}
        Some(role) if allowed.contains(&role) => found.fitting = true,
        _ => found.foreign = true,
    }
}

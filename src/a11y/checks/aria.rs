//! Roles and ARIA attributes: that they exist, say something valid, are complete, allowed and not forbidden.

use super::super::catalogue::aria as rule;
use super::super::dom::{Dom, El, Idx, Ns};
use super::super::result::Findings;
use super::super::role::conflicts;
use super::super::tables::{self, ATTRIBUTES, GLOBAL, NAME_PROHIBITED, PRESENTATIONAL, REQUIRED, Value};

const SCRIPTED: &str = "Ett skript kan ge elementet dess roll när sidan visas.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        if el.ns == Ns::Other {
            continue;
        }
        attributes(dom, findings, at);
        if el.attr("role").is_some_and(|role| !role.trim().is_empty()) && el.visible && !el.aria_hidden {
            findings.say(&rule::ROLE, at, el.role.explicit.is_some());
        }
        if el.exposed() {
            complete(dom, findings, at);
        }
        decoration(dom, findings, at);
    }
}

fn attributes(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let (mut known, mut valid, mut permitted, mut allowed) = (None, None, None, None);
    let mut open = false;
    for (name, value) in el.aria() {
        let kind = ATTRIBUTES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        note(&mut known, kind.is_some());
        let Some(kind) = kind else { continue };
        if !value.trim().is_empty() {
            note(&mut valid, is_valid(dom, el, name, value.trim(), kind));
        }
        if !el.exposed() {
            continue;
        }
        if !GLOBAL.contains(&name) && !name.starts_with("aria-braille") {
            // A custom element may get its role from its script.
            if is_custom(el) {
                findings.open(&rule::PERMITTED, at, SCRIPTED);
            } else {
                note(&mut permitted, is_permitted(el, name));
            }
        }
        if let Some(prohibited) = prohibits(el, name) {
            if prohibited && is_custom(el) {
                open = true;
            } else {
                note(&mut allowed, !prohibited);
            }
        }
    }
    for (rule, answer) in
        [(&rule::ATTRIBUTE, known), (&rule::VALUE, valid), (&rule::PERMITTED, permitted), (&rule::PROHIBITED, allowed)]
    {
        if let Some(good) = answer {
            findings.say(rule, at, good);
        }
    }
    if open {
        findings.open(&rule::PROHIBITED, at, SCRIPTED);
    }
}

/// A custom element without a role in the markup.
fn is_custom(el: &El<'_>) -> bool {
    el.ns == Ns::Html && el.tag.contains('-') && el.role.explicit.is_none()
}

fn note(answer: &mut Option<bool>, good: bool) {
    *answer = Some(answer.unwrap_or(true) && good);
}

fn is_valid(dom: &Dom<'_>, el: &El<'_>, name: &str, value: &str, kind: Value) -> bool {
    let is = |word: &str| value.eq_ignore_ascii_case(word);
    match kind {
        Value::TrueFalse => is("true") || is("false"),
        Value::TrueFalseUndefined => is("true") || is("false") || is("undefined"),
        Value::Tristate => ["true", "false", "mixed", "undefined"].iter().any(|word| is(word)),
        Value::Token(words) => words.iter().any(|word| is(word)),
        Value::Tokens(words) => {
            value.split_ascii_whitespace().all(|token| words.iter().any(|word| word.eq_ignore_ascii_case(token)))
        }
        Value::Integer => value.parse::<i64>().is_ok(),
        Value::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
        // Ids must point somewhere only where the role cannot do without.
        Value::Ids => {
            let needed = name == "aria-controls"
                && (el.role.resolved == Some("scrollbar")
                    || el.role.resolved == Some("combobox") && el.attr("aria-expanded") == Some("true"));
            !needed || value.split_ascii_whitespace().any(|id| dom.by_id(id).is_some())
        }
        Value::Text => true,
    }
}

fn is_permitted(el: &El<'_>, name: &str) -> bool {
    if let Some(role) = el.role.resolved
        && tables::supports(role, name)
    {
        return true;
    }
    // ARIA in HTML: attributes of fields that have no role.
    if el.role.explicit.is_none() && el.is("input") && el.role.implicit.is_none() {
        let typed = matches!(el.input_type(), "password" | "date" | "datetime-local" | "month" | "time" | "week");
        return matches!(name, "aria-required" | "aria-readonly" | "aria-placeholder")
            && (typed || name == "aria-required");
    }
    el.role.explicit.is_none()
        && (el.is("summary") && name == "aria-expanded" || el.is("img") && name == "aria-valuetext")
}

/// Whether the role forbids the global attribute; `None` when no role forbids it.
fn prohibits(el: &El<'_>, name: &str) -> Option<bool> {
    let decorated = el.role.explicit.is_some_and(|role| PRESENTATIONAL.contains(&role));
    let role = match name {
        // 1.3: the braille attributes do not undo role="none".
        "aria-braillelabel" | "aria-brailleroledescription" if decorated => "none",
        _ => el.role.resolved?,
    };
    match name {
        "aria-label" | "aria-labelledby" | "aria-braillelabel" => Some(NAME_PROHIBITED.contains(&role)),
        "aria-roledescription" | "aria-brailleroledescription" => {
            Some(role == "generic" || PRESENTATIONAL.contains(&role))
        }
        _ => None,
    }
}

/// Required states and properties of a role that the element does not have by itself.
fn complete(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let Some(role) = el.role.explicit.filter(|role| el.role.implicit != Some(*role)) else { return };
    if el.role.resolved != Some(role) {
        return;
    }
    let mut needed: Vec<&str> =
        REQUIRED.iter().find(|(known, _)| *known == role).map(|(_, names)| names.to_vec()).unwrap_or_default();
    if role == "separator" && el.focusable() {
        needed.push("aria-valuenow");
    }
    if role == "combobox" && el.attr("aria-expanded") == Some("true") {
        needed.push("aria-controls");
    }
    if needed.is_empty() {
        return;
    }
    let checkable = el.is("input") && matches!(el.input_type(), "checkbox" | "radio");
    let native = |name: &str| match name {
        "aria-checked" => checkable,
        "aria-level" => el.role.implicit == Some("heading"),
        "aria-valuenow" => matches!(el.role.implicit, Some("slider" | "spinbutton" | "meter" | "progressbar")),
        "aria-expanded" => el.is("select"),
        "aria-controls" => el.filled("aria-owns").is_some() || el.filled("list").is_some() || el.is("select"),
        _ => false,
    };
    findings.say(&rule::COMPLETE, at, needed.iter().all(|name| el.filled(name).is_some() || native(name)));
}

/// Decoration that is read aloud all the same.
fn decoration(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let marked = el.role.explicit.is_some_and(|role| PRESENTATIONAL.contains(&role))
        || el.role.explicit.is_none() && el.is("img") && el.attr("alt") == Some("");
    if marked {
        let exposed = el.exposed() && conflicts(dom, at);
        findings.say(&rule::DECORATION, at, !exposed);
    }
}

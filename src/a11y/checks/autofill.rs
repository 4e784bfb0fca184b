//! `autocomplete`: what browsers may fill in for a person.

use super::super::catalogue::document as rule;
use super::super::dom::Dom;
use super::super::result::Findings;
use super::super::tables::{CONTACT_FIELDS, CONTACT_KINDS, FIELDS};

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    const WIDGETS: &[&str] = &[
        "checkbox",
        "combobox",
        "listbox",
        "menuitemcheckbox",
        "menuitemradio",
        "radio",
        "searchbox",
        "slider",
        "spinbutton",
        "switch",
        "textbox",
    ];
    for at in dom.all() {
        let el = dom.el(at);
        if !(el.is("input") || el.is("select") || el.is("textarea")) {
            continue;
        }
        let Some(tokens) = el.filled("autocomplete") else { continue };
        let fixed = el.is("input")
            && matches!(
                el.input_type(),
                "hidden" | "button" | "checkbox" | "file" | "image" | "radio" | "reset" | "submit"
            );
        let idle = el.disabled
            || el.has("readonly")
            || el.attr("aria-disabled") == Some("true")
            || el.attr("aria-readonly") == Some("true");
        let widget = dom.role(at).is_none_or(|role| WIDGETS.contains(&role));
        let out_of_reach = el.tabindex().is_some_and(|index| index < 0) && !widget;
        let shut = ["on", "off"].iter().any(|word| word.eq_ignore_ascii_case(tokens));
        if !fixed && !idle && !out_of_reach && !shut && (el.in_sight() || el.exposed()) {
            findings.say(&rule::AUTOFILL, at, is_valid(tokens));
        }
    }
}

/// `[section-*] [shipping|billing] ([kind] contact field | field) [webauthn]`.
fn is_valid(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut tokens = lower.split_ascii_whitespace().peekable();
    tokens.next_if(|token| token.starts_with("section-"));
    tokens.next_if(|token| matches!(*token, "shipping" | "billing"));
    let kind = tokens.next_if(|token| CONTACT_KINDS.contains(token));
    let known =
        tokens.next().is_some_and(|field| CONTACT_FIELDS.contains(&field) || kind.is_none() && FIELDS.contains(&field));
    tokens.next_if_eq(&"webauthn");
    known && tokens.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn tokens_stand_in_the_order_of_the_standard() {
        for value in ["email", "Work Email", "section-a billing home tel-national", "username webauthn"] {
            assert!(is_valid(value), "{value}");
        }
        for value in ["e-post", "home photo", "work shipping email", "email,tel", "work", "email webauthn x"] {
            assert!(!is_valid(value), "{value}");
        }
    }
}

//! Label in name: who speaks the words that are seen must hit the thing that is meant.

use super::super::catalogue::names as rule;
use super::super::dom::{Child, Dom, Idx};
use super::super::name::is_apart;
use super::super::result::Findings;

const WIDGETS: &[&str] = &[
    "button",
    "checkbox",
    "gridcell",
    "link",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "switch",
    "tab",
    "treeitem",
];
const STYLED: &str = "En stilmall avgör om all text syns. Jämför den synliga texten med namnet.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        let named = el.has("aria-label") || el.has("aria-labelledby");
        if !named || !el.exposed() || !dom.role(at).is_some_and(|role| WIDGETS.contains(&role)) {
            continue;
        }
        let mut seen = Seen::default();
        seen.read(dom, at);
        let label = words(&seen.text, false);
        if label.is_empty() {
            continue;
        }
        let spoken = dom.name(at);
        let whole =
            contains(&words(&spoken, false), &label) || contains(&words(&spoken, true), &words(&seen.text, true));
        if whole {
            findings.say(&rule::LABEL, at, true);
        } else if seen.styled {
            findings.open(&rule::LABEL, at, STYLED);
        } else if !is_shortened(&seen.text, &spoken) {
            findings.say(&rule::LABEL, at, false);
        }
    }
}

/// The text that is seen.
#[derive(Default)]
struct Seen {
    text: String,
    /// Some of it has a class that by its name hides from sight, or may be drawn as an icon.
    styled: bool,
}

impl Seen {
    fn read(&mut self, dom: &Dom<'_>, at: Idx) {
        let el = dom.el(at);
        let classes = el.attr("class").unwrap_or_default().to_ascii_lowercase();
        let font = el.style.get("font-family").unwrap_or_default();
        if font.contains("icon") || el.tag() == "svg" || classes.contains("material-symbols") {
            return;
        }
        let hides = ["sr-only", "hidden", "hide", "screen-reader", "screenreader", "assistive", "offscreen", "icon"];
        self.styled |= hides.iter().any(|word| classes.contains(word));
        for child in dom.children(at) {
            match child {
                Child::Text(text) if el.in_sight() => self.text.push_str(text),
                Child::Text(_) => {}
                Child::Element(inside) => {
                    let apart = is_apart(dom, inside);
                    self.text.push_str(if apart { " " } else { "" });
                    self.read(dom, inside);
                    self.text.push_str(if apart { " " } else { "" });
                }
            }
        }
    }
}

/// Words of letters and digits, lower case. Signs that are said aloud (×, =, +, %) count as words; with `joined`, a
/// hyphen binds its halves to one word.
fn words(text: &str, joined: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !(joined && matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}')
            || matches!(c, '\'' | '’' | '\u{ad}'))
        {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            if matches!(c, '×' | '=' | '+' | '%' | '÷') {
                words.push(c.to_string());
            }
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn contains(name: &[String], label: &[String]) -> bool {
    label.is_empty() || name.windows(label.len()).any(|window| window == label)
}

/// The label abbreviates what the name says in full ("Storg." for "Storgatan"): the rule leaves such labels out.
fn is_shortened(label: &str, name: &str) -> bool {
    let spoken = words(name, false);
    let mut short = label
        .split_whitespace()
        .filter_map(|word| word.strip_suffix('.'))
        .filter(|word| word.chars().next().is_some_and(char::is_alphabetic));
    short.any(|short| {
        let short = short.to_lowercase();
        spoken.iter().any(|word| word.len() > short.len() && word.starts_with(&short))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(label: &str, name: &str) -> bool {
        contains(&words(name, false), &words(label, false)) || contains(&words(name, true), &words(label, true))
    }

    #[test]
    fn the_seen_words_stand_together_in_the_name() {
        assert!(fits("Ansök", "ansök om hemtjänst"));
        assert!(fits(">> Skicka! <<", "Skicka"));
        assert!(fits("e-tjänst", "etjänst"));
        for (label, name) in
            [("Ansök nu", "nu ansök"), ("Ring", "Ringa upp"), ("2026", "20 26"), ("2×2=4", "två två fyra")]
        {
            assert!(!fits(label, name), "{label} / {name}");
        }
    }

    #[test]
    fn abbreviations_are_left_out() {
        assert!(is_shortened("Storg. 4", "Storgatan fyra"));
        assert!(!is_shortened("Kontakta oss.", "Mejla"));
    }
}

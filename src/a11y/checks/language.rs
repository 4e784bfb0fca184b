//! Languages: of the page and of its parts.

use super::super::catalogue::document as rule;
use super::super::dom::{Dom, Idx};
use super::super::result::Findings;
use super::super::tables::is_primary_language;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing || dom.elements.is_empty() {
        return;
    }
    let lang = dom.el(0).attr("lang");
    findings.say(&rule::LANG, 0, lang.is_some_and(|lang| !lang.trim().is_empty()));
    if let Some(lang) = dom.el(0).filled("lang") {
        findings.say(&rule::LANG_VALID, 0, is_primary_language(lang));
    }
    parts(dom, findings);
}

/// Elements of the body whose language some words are read in.
fn parts(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let Some(body) = dom.all().find(|&at| dom.el(at).is("body")) else { return };
    let lang = |at: Idx| dom.el(at).attr("lang").filter(|lang| !lang.is_empty());
    // The nearest element with `lang` of each element that holds words; parents come before children.
    let mut nearest: Vec<Option<Idx>> = vec![None; dom.elements.len()];
    let mut holds_words = vec![false; dom.elements.len()];
    for at in std::iter::once(body).chain(dom.descendants(body)) {
        let el = dom.el(at);
        let inherited = el.parent.and_then(|up| nearest[up]);
        nearest[at] = match el.attr("lang") {
            Some("") => None,
            Some(_) => Some(at),
            None => inherited,
        };
        let met = (el.visible || el.exposed()) && el.tag() != "textarea" && dom.has_text(at)
            || el.exposed() && el.is("img") && el.filled("alt").is_some();
        if let Some(spoken) = nearest[at].filter(|_| met) {
            holds_words[spoken] = true;
        }
    }
    for at in dom.descendants(body) {
        if let Some(lang) = lang(at).filter(|_| holds_words[at]) {
            findings.say(&rule::PART_LANG, at, is_primary_language(lang.trim()));
        }
    }
}

//! The document as a whole: its title.

use super::super::catalogue::document as rule;
use super::super::dom::Dom;
use super::super::result::Findings;
use super::super::walk::flat_children;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing || dom.elements.is_empty() {
        return;
    }
    // The first `title` in the document counts, wherever it stands; those of drawings name the drawing.
    let title = dom.all().find(|&at| dom.el(at).is("title"));
    let full = |at: usize| {
        let texts = flat_children(dom.el(at).node);
        texts.iter().any(|node| node.value().as_text().is_some_and(|text| !text.trim().is_empty()))
    };
    findings.say(&rule::TITLE, 0, title.is_some_and(full));
}

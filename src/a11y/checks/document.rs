//! The document as a whole: its title.

use super::super::catalogue::document as rule;
use super::super::dom::Dom;
use super::super::result::Findings;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing || dom.elements.is_empty() {
        return;
    }
    // The first `title` in the document counts, wherever it stands; those of drawings name the drawing.
    let title = dom.all().find(|&at| dom.el(at).is("title"));
    findings.say(&rule::TITLE, 0, title.is_some_and(|title| dom.has_text(title)));
}

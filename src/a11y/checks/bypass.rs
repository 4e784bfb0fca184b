//! Ways past what every page repeats: a heading, a landmark or a link to the content.

use super::super::catalogue::moving as rule;
use super::super::dom::{Dom, Idx, Ns};
use super::super::result::{ActRule, Findings};

const UNCLEAR: &str = "Koden visar inte var sidans eget innehåll börjar.";
const SCRIPTED: &str = "Ett skript kan ge ett sätt att hoppa till innehållet. Prova med tangentbordet.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing {
        return;
    }
    let Some(body) = dom.all().find(|&at| dom.el(at).is("body")) else { return };
    let seen = survey(dom, body);
    if !seen.content {
        return;
    }
    let scripted = dom.foreign_scripts || !dom.scripts.is_empty() || dom.el(body).has("onload");
    let heading = say(findings, &rule::MAIN_HEADING, seen.heading, !seen.repeated, UNCLEAR);
    let landmark = say(findings, &rule::MAIN_LANDMARK, seen.main, seen.other_landmark, UNCLEAR);
    let link = say(findings, &rule::SKIP_LINK, seen.link, scripted, SCRIPTED);
    let ways = [heading, landmark, link];
    if ways.contains(&Some(true)) {
        findings.say(&rule::BYPASS, 0, true);
    } else if ways == [Some(false); 3] && !seen.folds {
        findings.say(&rule::BYPASS, 0, false);
    } else {
        findings.open(&rule::BYPASS, 0, UNCLEAR);
    }
}

/// Passed when it is there; when it is not, open or failed.
fn say(
    findings: &mut Findings<'_, '_>,
    rule: &'static ActRule,
    there: bool,
    open: bool,
    reason: &'static str,
) -> Option<bool> {
    if open && !there {
        findings.open(rule, 0, reason);
        return None;
    }
    findings.say(rule, 0, there);
    Some(there)
}

/// What the page holds.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent sightings")]
struct Seen {
    /// Text outside menus, headers and footers.
    content: bool,
    /// Something that pages repeat: a menu, header, footer or aside with text.
    repeated: bool,
    /// A heading outside what is repeated.
    heading: bool,
    main: bool,
    /// A landmark that may be the content's.
    other_landmark: bool,
    /// A link to the content.
    link: bool,
    /// Something that folds away.
    folds: bool,
}

fn survey(dom: &Dom<'_>, body: Idx) -> Seen {
    let mut seen = Seen::default();
    let mut targets = Vec::new();
    // The last element of the repeated part that we stand in.
    let mut repeated_until = None;
    for at in dom.descendants(body) {
        let el = dom.el(at);
        let role = dom.role(at);
        let inside = repeated_until.is_some_and(|until| at <= until);
        let text = el.in_sight() && el.ns == Ns::Html && dom.has_text(at);
        seen.repeated |= inside && text;
        if el.tabbable()
            && el.exposed()
            && role == Some("link")
            && let Some(id) = el.href().and_then(|href| href.strip_prefix('#'))
        {
            targets.extend(dom.by_id(id));
        }
        seen.folds |= el.is("details") || el.has("aria-expanded");
        if inside {
            continue;
        }
        if matches!(role, Some("navigation" | "banner" | "contentinfo" | "complementary" | "search")) {
            repeated_until = Some(el.last);
            continue;
        }
        seen.main |= role == Some("main") && el.exposed();
        seen.other_landmark |= matches!(role, Some("region" | "form" | "article")) && el.exposed();
        seen.heading |= role == Some("heading") && el.exposed() && el.visible && dom.is_named(at);
        seen.content |= text && !matches!(role, Some("link"));
    }
    seen.link = targets.into_iter().any(|target| leads_to_content(dom, target));
    seen
}

/// A target that is not in something repeated, other than around the content.
fn leads_to_content(dom: &Dom<'_>, target: Idx) -> bool {
    std::iter::once(target)
        .chain(dom.ancestors(target))
        .all(|at| !matches!(dom.role(at), Some("navigation" | "banner" | "contentinfo" | "complementary" | "search")))
}

//! Things that must have a name: links, buttons, images, fields, headings and their kin.

use super::super::catalogue::names as rule;
use super::super::dom::{Dom, Idx, Ns, is_first_summary};
use super::super::result::Findings;
use super::super::role::decorative;

const FIELDS: &[&str] = &[
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
const LINKS: &[&str] = &["link", "doc-backlink", "doc-biblioref", "doc-glossref", "doc-noteref"];

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        if dom.el(at).exposed() {
            by_role(dom, findings, at);
            by_tag(dom, findings, at);
        }
    }
}

fn by_role(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let image_button = el.is("input") && el.input_type() == "image";
    match dom.role(at) {
        Some("button") if !image_button && !el.is("summary") => {
            findings.say(&rule::BUTTON, at, dom.is_named(at));
        }
        Some(role) if LINKS.contains(&role) && el.ns != Ns::Other => {
            findings.say(&rule::LINK, at, dom.is_named(at));
        }
        Some("menuitem") => findings.say(&rule::MENUITEM, at, dom.is_named(at)),
        Some("heading") => findings.say(&rule::HEADING, at, dom.is_named(at)),
        Some(role) if FIELDS.contains(&role) && !el.is("option") => field(dom, findings, at),
        Some("img" | "graphics-document" | "graphics-symbol") if el.ns == Ns::Svg && el.role.explicit.is_some() => {
            findings.say(&rule::SVG, at, dom.is_named(at));
        }
        None if el.is("input") && el.input_type() != "hidden" => field(dom, findings, at),
        _ => {}
    }
}

fn field(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    findings.say(&rule::FIELD, at, dom.is_named(at));
}

fn by_tag(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    if el.ns != Ns::Html {
        return;
    }
    match el.tag() {
        "img" => {
            let decoration = el.role.is_presentational() || decorative(el.attr("alt"));
            findings.say(&rule::IMAGE, at, decoration || dom.is_named(at));
        }
        _ if dom.role(at) == Some("img") => findings.say(&rule::IMAGE, at, dom.is_named(at)),
        "input" if el.input_type() == "image" => findings.say(&rule::IMAGE_BUTTON, at, dom.is_named(at)),
        "summary" if is_first_summary(el.node) => findings.say(&rule::SUMMARY, at, dom.is_named(at)),
        "object" if el.role.explicit.is_none() && shows_no_text(dom, at) => {
            findings.say(&rule::OBJECT, at, dom.is_named(at));
        }
        "iframe" if el.role.explicit.is_none() && el.tabbable() => {
            findings.say(&rule::IFRAME, at, dom.is_named(at));
        }
        _ => {}
    }
}

/// An `object` whose type or file name says picture, sound or film.
fn shows_no_text(dom: &Dom<'_>, at: Idx) -> bool {
    const ENDINGS: &[&str] = &[
        ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".mp3", ".mp4", ".ogg", ".wav", ".webm", ".m4a",
        ".m4v",
    ];
    let el = dom.el(at);
    let kind = el.attr("type").unwrap_or_default().trim().to_ascii_lowercase();
    let data = el.attr("data").unwrap_or_default().to_ascii_lowercase();
    let path = data.split(['?', '#']).next().unwrap_or_default();
    !path.is_empty()
        && (["image/", "audio/", "video/"].iter().any(|family| kind.starts_with(family))
            || ENDINGS.iter().any(|ending| path.ends_with(ending)))
}

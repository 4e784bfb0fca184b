//! The walk itself: what is inherited down the tree.
//!
//! Place in the flow: css, style → **walk** → dom. What must stay true: every element of the flat tree is met once, in
//! document order; the depth is bounded by the parse.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node};

use super::css::Sheet;
use super::dom::{El, Idx, Ns, is_first_summary};
use super::role::Role;
use super::style::{Display, Style};

/// What the walk brings home.
pub(super) struct Walked<'a> {
    pub(super) elements: Vec<El<'a>>,
    pub(super) sheet: Sheet,
    pub(super) scripts: String,
    pub(super) foreign_scripts: bool,
}

/// What a parent hands down.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is inherited by a rule of its own")]
struct Inherited {
    parent: Option<Idx>,
    rendered: bool,
    shown: bool,
    out_of_sight: bool,
    aria_hidden: bool,
    inert: bool,
    disabled: bool,
}

pub(super) fn walk(html: &Html) -> Walked<'_> {
    let mut walked =
        Walked { elements: Vec::new(), sheet: Sheet::default(), scripts: String::new(), foreign_scripts: false };
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        let text =
            || node.children().filter_map(|child| child.value().as_text().map(|text| &*text.text)).collect::<String>();
        match element.name() {
            "style" if is_for_screens(element.attr("media")) => walked.sheet.add(&text()),
            "script" if element.attr("src").is_some() => walked.foreign_scripts = true,
            "script" => walked.scripts.push_str(&text()),
            _ => {}
        }
    }
    let top = Inherited {
        parent: None,
        rendered: true,
        shown: true,
        out_of_sight: false,
        aria_hidden: false,
        inert: false,
        disabled: false,
    };
    for child in html.tree.root().children() {
        walked.descend(child, top);
    }
    walked
}

fn is_for_screens(media: Option<&str>) -> bool {
    matches!(media.unwrap_or_default().trim(), "" | "all" | "screen")
}

/// Children in the flat tree: a declarative shadow root stands in its host's place, with the host's own children only
/// where it has a slot for them.
pub(super) fn flat_children(node: NodeRef<'_, Node>) -> Vec<NodeRef<'_, Node>> {
    let shadow = node.children().find(|child| is_shadow_root(*child));
    let Some(shadow) = shadow else { return node.children().collect() };
    let inside = shadow.descendants().any(|node| node.value().as_element().is_some_and(|e| e.name() == "slot"));
    let content = shadow
        .children()
        .flat_map(|child| if child.value().is_fragment() { child.children().collect() } else { vec![child] });
    let light = node.children().filter(|child| inside && child.id() != shadow.id());
    content.chain(light).collect()
}

fn is_shadow_root(node: NodeRef<'_, Node>) -> bool {
    node.value().as_element().is_some_and(|e| e.name() == "template" && e.attr("shadowrootmode").is_some())
}

impl<'a> Walked<'a> {
    fn descend(&mut self, node: NodeRef<'a, Node>, from: Inherited) {
        let Some(reference) = ElementRef::wrap(node) else { return };
        let element = reference.value();
        let ns = match &*element.name.ns {
            "http://www.w3.org/1999/xhtml" => Ns::Html,
            "http://www.w3.org/2000/svg" => Ns::Svg,
            _ => Ns::Other,
        };
        let style = Style::new(&self.sheet.matching(reference), element.attr("style"));
        let here = inherit(node, ns, &style, from);
        let at = self.elements.len();
        self.elements.push(El {
            node,
            element,
            ns,
            parent: from.parent,
            last: at,
            style,
            rendered: here.rendered,
            visible: here.rendered && here.shown,
            out_of_sight: here.out_of_sight,
            aria_hidden: here.aria_hidden,
            inert: here.inert,
            disabled: here.disabled,
            role: Role::default(),
        });
        if element.name() != "template" {
            for child in flat_children(node) {
                self.descend(child, Inherited { parent: Some(at), ..here });
            }
        }
        self.elements[at].last = self.elements.len() - 1;
    }
}

fn inherit(node: NodeRef<'_, Node>, ns: Ns, style: &Style, from: Inherited) -> Inherited {
    let Some(element) = node.value().as_element() else { return from };
    let mut here = from;
    let display = style.display().or_else(|| hidden_by_default(node, ns).then_some(Display::None));
    here.rendered &= display != Some(Display::None) && !in_closed(node);
    match style.get("visibility") {
        Some("hidden" | "collapse") => here.shown = false,
        Some("visible" | "initial") => here.shown = true,
        _ => {}
    }
    here.out_of_sight |= style.out_of_sight();
    here.aria_hidden |= element.attr("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    here.inert |= element.attr("inert").is_some();
    if matches!(element.name(), "button" | "input" | "select" | "textarea" | "optgroup" | "option" | "fieldset") {
        here.disabled |= element.attr("disabled").is_some();
    } else if element.name() == "legend" {
        // A fieldset's first legend stays usable.
        here.disabled = false;
    }
    here
}

/// HTML's own style sheet (section 15.3.1) and what replaced elements never show.
fn hidden_by_default(node: NodeRef<'_, Node>, ns: Ns) -> bool {
    let Some(element) = node.value().as_element() else { return false };
    let parent = node.parent().and_then(|parent| parent.value().as_element());
    match (ns, element.name()) {
        (Ns::Svg, "title" | "desc" | "metadata" | "defs" | "symbol" | "clipPath" | "mask" | "style" | "script")
        | (
            Ns::Html,
            "base" | "datalist" | "head" | "link" | "meta" | "noembed" | "noframes" | "noscript" | "param" | "rp"
            | "script" | "style" | "template" | "title",
        ) => true,
        (Ns::Html, "dialog") => element.attr("open").is_none(),
        (Ns::Html, "audio") if element.attr("controls").is_none() => true,
        (Ns::Html, "input") => {
            element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
                || element.attr("hidden").is_some()
        }
        (Ns::Html, _) if element.attr("hidden").is_some() || element.attr("popover").is_some() => true,
        _ => parent.is_some_and(|parent| match parent.name() {
            "audio" | "iframe" | "video" => true,
            "object" => parent.attr("data").is_some(),
            _ => false,
        }),
    }
}

/// In a `details` that is not open, all but its summary.
fn in_closed(node: NodeRef<'_, Node>) -> bool {
    let closed = node.parent().and_then(|parent| parent.value().as_element());
    closed.is_some_and(|e| e.name() == "details" && e.attr("open").is_none()) && !is_first_summary(node)
}

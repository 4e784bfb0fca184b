//! The walk itself: what is inherited down the tree.
//!
//! Place in the flow: css, style → **walk** → dom. What must stay true: every element of the flat tree is met once, in
//! document order; the depth is bounded by the parse.

use std::collections::HashMap;
use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Html, Node};

use super::css::Sheet;
use super::dom::{El, Idx, Ns, is_first_summary};
use super::role::Role;
use super::style::{Display, Style};

/// What the walk brings home.
#[derive(Default)]
pub(super) struct Walked<'a> {
    pub(super) elements: Vec<El<'a>>,
    pub(super) sheet: Sheet,
    /// The text of the page's own scripts.
    pub(super) scripts: String,
    /// Whether scripts run that are not in the page's text.
    pub(super) foreign_scripts: bool,
    /// Whether style sheets hold that are not in the page's text.
    pub(super) foreign_sheets: bool,
    /// The children in the flat tree of hosts of declarative shadow roots.
    pub(super) hosts: HashMap<NodeId, Vec<NodeRef<'a, Node>>>,
    /// One style for all elements that the same rules match and that have no `style` of their own.
    styles: HashMap<Vec<u32>, Rc<Style>>,
    /// Of elements that no rule matches.
    bare: Rc<Style>,
    /// Room for the rules of one element.
    rules: Vec<u32>,
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
    in_main: bool,
}

/// Walks a document; `main` are the roots of its main content.
pub(super) fn walk<'a>(html: &'a Html, main: &[NodeId]) -> Walked<'a> {
    let mut walked = Walked::default();
    for node in html.tree.nodes() {
        let Node::Element(element) = node.value() else { continue };
        let text =
            || node.children().filter_map(|child| child.value().as_text().map(|text| &*text.text)).collect::<String>();
        match element.name() {
            "style" if is_for_screens(element.attr("media")) => walked.sheet.add(&text()),
            "link" if is_for_screens(element.attr("media")) => {
                let kinds = element.attr("rel").unwrap_or_default();
                walked.foreign_sheets |=
                    kinds.split_ascii_whitespace().any(|kind| kind.eq_ignore_ascii_case("stylesheet"));
            }
            "script" if element.attr("src").is_some() => walked.foreign_scripts = true,
            "script" => walked.scripts.push_str(&text()),
            "template" if element.attr("shadowrootmode").is_some() => {
                if let Some(host) = node.parent() {
                    walked.hosts.entry(host.id()).or_insert_with(|| flat_children(host, node));
                }
            }
            _ => {}
        }
    }
    walked.foreign_sheets |= walked.sheet.imports;
    let top = Inherited {
        parent: None,
        rendered: true,
        shown: true,
        out_of_sight: false,
        aria_hidden: false,
        inert: false,
        disabled: false,
        in_main: false,
    };
    for child in html.tree.root().children() {
        walked.descend(child, top, main);
    }
    walked
}

fn is_for_screens(media: Option<&str>) -> bool {
    media.unwrap_or_default().trim() != "print"
}

/// Children in the flat tree of a host: its declarative shadow root stands in its place, with the host's own children
/// only where it has a slot for them.
fn flat_children<'a>(host: NodeRef<'a, Node>, shadow: NodeRef<'a, Node>) -> Vec<NodeRef<'a, Node>> {
    let inside = shadow.descendants().any(|node| node.value().as_element().is_some_and(|e| e.name() == "slot"));
    let content = shadow
        .children()
        .flat_map(|child| if child.value().is_fragment() { child.children().collect() } else { vec![child] });
    let light = host.children().filter(|child| inside && child.id() != shadow.id());
    content.chain(light).collect()
}

impl<'a> Walked<'a> {
    fn descend(&mut self, node: NodeRef<'a, Node>, from: Inherited, main: &[NodeId]) {
        let Some(reference) = ElementRef::wrap(node) else { return };
        let element = reference.value();
        let ns = match &*element.name.ns {
            "http://www.w3.org/1999/xhtml" => Ns::Html,
            "http://www.w3.org/2000/svg" => Ns::Svg,
            _ => Ns::Other,
        };
        let style = self.style(&reference);
        let at = self.elements.len();
        self.elements.push(El {
            node,
            element,
            tag: element.name(),
            ns,
            parent: from.parent,
            last: at,
            style,
            rendered: false,
            visible: false,
            out_of_sight: false,
            aria_hidden: false,
            inert: false,
            disabled: false,
            in_main: false,
            role: Role::default(),
        });
        let el = &mut self.elements[at];
        let mut here = inherit(el, from);
        here.in_main |= main.contains(&node.id());
        el.rendered = here.rendered;
        el.visible = here.rendered && here.shown;
        el.out_of_sight = here.out_of_sight;
        el.aria_hidden = here.aria_hidden;
        el.inert = here.inert;
        el.disabled = here.disabled;
        el.in_main = here.in_main;
        if el.tag != "template" {
            here.parent = Some(at);
            match self.hosts.get(&node.id()).cloned() {
                None => node.children().for_each(|child| self.descend(child, here, main)),
                Some(children) => children.into_iter().for_each(|child| self.descend(child, here, main)),
            }
        }
        self.elements[at].last = self.elements.len() - 1;
    }

    fn style(&mut self, reference: &ElementRef<'a>) -> Rc<Style> {
        let sheet = &self.sheet;
        sheet.find(reference, &mut self.rules);
        let plain = || self.rules.iter().map(|&at| sheet.rule(at)).filter(|rule| rule.orientation.is_none());
        let declared = || plain().flat_map(|rule| rule.declarations.iter());
        if let Some(own) = reference.value().attr("style") {
            return Rc::new(Style::new(declared(), Some(own)));
        }
        if self.rules.is_empty() {
            return Rc::clone(&self.bare);
        }
        if let Some(known) = self.styles.get(&self.rules) {
            return Rc::clone(known);
        }
        let style = Rc::new(Style::new(declared(), None));
        self.styles.insert(self.rules.clone(), Rc::clone(&style));
        style
    }
}

fn inherit(el: &El<'_>, from: Inherited) -> Inherited {
    let mut here = from;
    let display = el.style.display().or_else(|| hidden_by_default(el).then_some(Display::None));
    here.rendered &= display != Some(Display::None) && !in_closed(el.node);
    match el.style.get("visibility") {
        Some("hidden" | "collapse") => here.shown = false,
        Some("visible" | "initial") => here.shown = true,
        _ => {}
    }
    here.out_of_sight |= el.style.out_of_sight();
    here.aria_hidden |= el.attr("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    here.inert |= el.has("inert");
    match el.tag {
        "button" | "input" | "select" | "textarea" | "optgroup" | "option" | "fieldset" => {
            here.disabled |= el.has("disabled");
        }
        // A fieldset's first legend stays usable.
        "legend" => here.disabled = false,
        _ => {}
    }
    here
}

/// HTML's own style sheet (section 15.3.1) and what replaced elements never show.
fn hidden_by_default(el: &El<'_>) -> bool {
    match (el.ns, el.tag) {
        (Ns::Svg, "title" | "desc" | "metadata" | "defs" | "symbol" | "clipPath" | "mask" | "style" | "script")
        | (
            Ns::Html,
            "base" | "datalist" | "head" | "link" | "meta" | "noembed" | "noframes" | "noscript" | "param" | "rp"
            | "script" | "style" | "template" | "title",
        ) => true,
        (Ns::Html, "dialog") => !el.has("open"),
        (Ns::Html, "audio") if !el.has("controls") => true,
        (Ns::Html, "input") => {
            el.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")) || el.has("hidden")
        }
        (Ns::Html, _) if el.has("hidden") || el.has("popover") => true,
        _ => {
            el.node.parent().and_then(|parent| parent.value().as_element()).is_some_and(|parent| match parent.name() {
                "audio" | "iframe" | "video" => true,
                "object" => parent.attr("data").is_some(),
                _ => false,
            })
        }
    }
}

/// In a `details` that is not open, all but its summary.
fn in_closed(node: NodeRef<'_, Node>) -> bool {
    let closed = node.parent().and_then(|parent| parent.value().as_element());
    closed.is_some_and(|e| e.name() == "details" && e.attr("open").is_none()) && !is_first_summary(node)
}

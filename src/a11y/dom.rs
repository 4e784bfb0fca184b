//! One walk over the tree: who is shown, who is exposed to assistive technology, who takes focus.
//!
//! Place in the flow: css → **dom** → role → name → checks. What must stay true: one walk a page, linear in its size;
//! every check reads the same facts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::css::Sheet;
use super::name;
use super::role::{self, Role};
use super::style::Style;
use super::walk;
use crate::page::PageModel;

/// Index of an element in document order.
pub(super) type Idx = usize;

/// The languages of elements that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ns {
    Html,
    Svg,
    Other,
}

/// An element with what the walk found out.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that checks ask for by name")]
pub(super) struct El<'a> {
    pub(super) node: NodeRef<'a, Node>,
    pub(super) element: &'a Element,
    /// The local name.
    pub(super) tag: &'a str,
    pub(super) ns: Ns,
    pub(super) parent: Option<Idx>,
    /// Its last descendant (itself when it has none).
    pub(super) last: Idx,
    pub(super) style: Rc<Style>,
    /// Has a box, or would have: neither it nor an ancestor is `display: none`.
    pub(super) rendered: bool,
    /// Rendered and not `visibility: hidden`.
    pub(super) visible: bool,
    /// Moved out of the window or clipped to nothing: read aloud, but not seen.
    pub(super) out_of_sight: bool,
    /// It or an ancestor has `aria-hidden="true"`.
    pub(super) aria_hidden: bool,
    pub(super) inert: bool,
    /// Disabled by itself or by its `fieldset`.
    pub(super) disabled: bool,
    /// Stands in the page's main content.
    pub(super) in_main: bool,
    pub(super) role: Role,
}

impl<'a> El<'a> {
    /// The local name.
    pub(super) fn tag(&self) -> &'a str {
        self.tag
    }

    /// Whether it is the HTML element of that name.
    pub(super) fn is(&self, tag: &str) -> bool {
        self.ns == Ns::Html && self.tag == tag
    }

    /// An attribute without a namespace. Elements have few attributes: going through them is faster than interning the
    /// name that is looked for.
    pub(super) fn attr(&self, name: &str) -> Option<&'a str> {
        let found = self.element.attrs.iter().find(|(known, _)| &*known.local == name && known.ns.is_empty());
        found.map(|(_, value)| &**value)
    }

    /// The address of a link, as HTML or SVG write it.
    pub(super) fn href(&self) -> Option<&'a str> {
        if self.ns != Ns::Svg {
            return self.attr("href");
        }
        // Version 1.1 of SVG has it in the namespace of XLink.
        self.element.attrs.iter().find(|(known, _)| &*known.local == "href").map(|(_, value)| &**value)
    }

    /// The attribute without white space around it; `None` when absent or blank.
    pub(super) fn filled(&self, name: &str) -> Option<&'a str> {
        self.attr(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The `aria-` attributes, with their values.
    pub(super) fn aria(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let all = self.element.attrs.iter().map(|(name, value)| (&*name.local, &**value));
        all.filter(|(name, _)| name.starts_with("aria-"))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.attr(name).is_some()
    }

    /// In the accessibility tree.
    pub(super) fn exposed(&self) -> bool {
        self.visible && !self.aria_hidden && !self.inert
    }

    /// Seen by those who see.
    pub(super) fn in_sight(&self) -> bool {
        self.visible && !self.out_of_sight
    }

    /// `type` of an `input`, lower case; `text` when absent or unknown.
    pub(super) fn input_type(&self) -> &'static str {
        const TYPES: &[&str] = &[
            "button",
            "checkbox",
            "color",
            "date",
            "datetime-local",
            "email",
            "file",
            "hidden",
            "image",
            "month",
            "number",
            "password",
            "radio",
            "range",
            "reset",
            "search",
            "submit",
            "tel",
            "time",
            "url",
            "week",
        ];
        let written = self.attr("type").unwrap_or_default();
        TYPES.iter().copied().find(|known| known.eq_ignore_ascii_case(written)).unwrap_or("text")
    }

    /// `tabindex` as a number.
    pub(super) fn tabindex(&self) -> Option<i32> {
        self.attr("tabindex")?.trim().parse().ok()
    }

    /// Takes focus (by key, pointer or script).
    pub(super) fn focusable(&self) -> bool {
        self.visible && !self.inert && self.could_focus()
    }

    /// Would take focus if it were shown.
    pub(super) fn could_focus(&self) -> bool {
        if self.disabled {
            return false;
        }
        if self.tabindex().is_some() && self.ns != Ns::Other {
            return true;
        }
        let editable = |value: &str| ["", "true", "plaintext-only"].iter().any(|word| word.eq_ignore_ascii_case(value));
        match (self.ns, self.tag()) {
            (Ns::Html, "a" | "area") => self.has("href"),
            (Ns::Svg, "a") => self.href().is_some(),
            (Ns::Html, "button" | "select" | "textarea" | "iframe") => true,
            (Ns::Html, "input") => self.input_type() != "hidden",
            (Ns::Html, "audio" | "video") => self.has("controls"),
            (Ns::Html, "summary") => is_first_summary(self.node),
            (Ns::Html, _) => self.attr("contenteditable").is_some_and(editable),
            _ => false,
        }
    }

    /// Reached with the tab key.
    pub(super) fn tabbable(&self) -> bool {
        self.focusable() && self.tabindex().is_none_or(|index| index >= 0)
    }
}

/// The `summary` that opens its `details`: the first one that is a child of it.
pub(super) fn is_first_summary(node: NodeRef<'_, Node>) -> bool {
    let named = |node: &NodeRef<'_, Node>, tag: &str| node.value().as_element().is_some_and(|e| e.name() == tag);
    named(&node, "summary")
        && node.parent().is_some_and(|parent| {
            named(&parent, "details")
                && parent.children().find(|child| named(child, "summary")).map(|c| c.id()) == Some(node.id())
        })
}

/// A child in the flat tree.
pub(super) enum Child<'a> {
    Text(&'a str),
    Element(Idx),
}

/// The page with its facts.
pub(super) struct Dom<'a> {
    pub(super) page: &'a PageModel,
    pub(super) elements: Vec<El<'a>>,
    pub(super) sheet: Sheet,
    /// The first element of each id.
    ids: HashMap<&'a str, Idx>,
    /// `label` elements by the control they label.
    labels: HashMap<Idx, Vec<Idx>>,
    /// Elements by the one that owns them through `aria-owns`.
    pub(super) owners: HashMap<Idx, Idx>,
    /// The text of the page's own scripts.
    pub(super) scripts: String,
    /// Whether scripts run that are not in the page's text.
    pub(super) foreign_scripts: bool,
    /// Whether style sheets hold that are not in the page's text.
    pub(super) foreign_sheets: bool,
    /// Not an HTML document: its only content is a drawing.
    pub(super) drawing: bool,
    hosts: HashMap<NodeId, Vec<NodeRef<'a, Node>>>,
    names: RefCell<HashMap<Idx, Rc<str>>>,
}

impl<'a> Dom<'a> {
    /// Walks the page.
    pub(super) fn new(page: &'a PageModel) -> Self {
        let walked = walk::walk(&page.html, &page.main);
        let mut dom = Self {
            page,
            elements: walked.elements,
            sheet: walked.sheet,
            ids: HashMap::new(),
            labels: HashMap::new(),
            owners: HashMap::new(),
            scripts: walked.scripts,
            foreign_scripts: walked.foreign_scripts,
            foreign_sheets: walked.foreign_sheets,
            drawing: false,
            hosts: walked.hosts,
            names: RefCell::default(),
        };
        dom.drawing = dom.is_drawing();
        for (at, el) in dom.elements.iter().enumerate() {
            if let Some(id) = el.attr("id") {
                dom.ids.entry(id).or_insert(at);
            }
        }
        dom.link_labels();
        for at in 0..dom.elements.len() {
            if dom.el(at).has("aria-owns") {
                for owned in dom.refs(at, "aria-owns") {
                    dom.owners.entry(owned).or_insert(at);
                }
            }
        }
        for at in 0..dom.elements.len() {
            let role = role::of(&dom, at);
            dom.elements[at].role = role;
        }
        dom
    }

    pub(super) fn el(&self, at: Idx) -> &El<'a> {
        &self.elements[at]
    }

    /// The resolved role.
    pub(super) fn role(&self, at: Idx) -> Option<&'static str> {
        self.elements[at].role.resolved
    }

    /// The element with that id.
    pub(super) fn by_id(&self, id: &str) -> Option<Idx> {
        self.ids.get(id).copied()
    }

    /// The elements that an attribute of ids names.
    pub(super) fn refs(&self, at: Idx, attribute: &str) -> Vec<Idx> {
        let listed = self.el(at).attr(attribute).unwrap_or_default();
        listed.split_ascii_whitespace().filter_map(|id| self.by_id(id)).collect()
    }

    /// The labels of a control.
    pub(super) fn labels(&self, at: Idx) -> &[Idx] {
        self.labels.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Element children.
    pub(super) fn child_elements(&self, at: Idx) -> impl Iterator<Item = Idx> + '_ {
        let last = self.el(at).last;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = (next <= last).then_some(next)?;
            next = self.el(child).last + 1;
            Some(child)
        })
    }

    /// Children in the flat tree, texts too.
    pub(super) fn children(&self, at: Idx) -> impl Iterator<Item = Child<'a>> + '_ {
        let mut elements = self.child_elements(at);
        self.child_nodes(at).filter_map(move |node| match node.value() {
            Node::Text(text) => Some(Child::Text(&text.text)),
            Node::Element(_) => elements.next().map(Child::Element),
            _ => None,
        })
    }

    fn child_nodes(&self, at: Idx) -> impl Iterator<Item = NodeRef<'a, Node>> + '_ {
        let node = self.el(at).node;
        let flat = (!self.hosts.is_empty()).then(|| self.hosts.get(&node.id())).flatten();
        let plain = flat.is_none().then(|| node.children());
        flat.into_iter().flatten().copied().chain(plain.into_iter().flatten())
    }

    /// The text nodes of an element itself.
    pub(super) fn texts(&self, at: Idx) -> impl Iterator<Item = &'a str> + '_ {
        self.child_nodes(at).filter_map(|node| node.value().as_text().map(|text| &*text.text))
    }

    /// The accessible name, computed once.
    pub(super) fn name(&self, at: Idx) -> Rc<str> {
        if let Some(known) = self.names.borrow().get(&at) {
            return Rc::clone(known);
        }
        let name: Rc<str> = name::name(self, at).into();
        self.names.borrow_mut().insert(at, Rc::clone(&name));
        name
    }

    /// Whether the element has an accessible name.
    pub(super) fn is_named(&self, at: Idx) -> bool {
        !self.name(at).is_empty()
    }

    /// Descendants in document order.
    pub(super) fn descendants(&self, at: Idx) -> std::ops::RangeInclusive<Idx> {
        at + 1..=self.el(at).last
    }

    /// Ancestors, nearest first.
    pub(super) fn ancestors(&self, at: Idx) -> impl Iterator<Item = Idx> + '_ {
        std::iter::successors(self.el(at).parent, |&up| self.el(up).parent)
    }

    /// Whether an element's own text nodes hold anything but white space.
    pub(super) fn has_text(&self, at: Idx) -> bool {
        self.texts(at).any(|text| !text.trim().is_empty())
    }

    /// All indexes.
    pub(super) fn all(&self) -> std::ops::Range<Idx> {
        0..self.elements.len()
    }

    fn link_labels(&mut self) {
        let labelable = |el: &El<'_>| {
            matches!(el.tag(), "button" | "meter" | "output" | "progress" | "select" | "textarea")
                || el.is("input") && el.input_type() != "hidden"
        };
        for at in self.all() {
            if !self.el(at).is("label") {
                continue;
            }
            let control = match self.el(at).attr("for") {
                Some(id) => self.by_id(id).filter(|&control| labelable(self.el(control))),
                None => self.descendants(at).find(|&inside| labelable(self.el(inside))),
            };
            if let Some(control) = control {
                self.labels.entry(control).or_default().push(at);
            }
        }
    }

    /// html5ever wraps a bare drawing in `html` and `body`; a page that someone wrote says more than that.
    fn is_drawing(&self) -> bool {
        if self.page.url.path().rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("svg")) {
            return true;
        }
        let Some(body) = self.elements.iter().position(|el| el.is("body")) else { return false };
        let bare = |el: &El<'_>| el.element.attrs().next().is_none();
        let doctype = self.page.html.tree.root().children().any(|node| node.value().is_doctype());
        let mut inside = self.child_elements(body);
        let only = inside.next().filter(|_| inside.next().is_none());
        !doctype
            && bare(self.el(0))
            && bare(self.el(body))
            && body == 2
            && only.is_some_and(|only| self.el(only).ns != Ns::Html)
    }
}

//! Text to tree, with bounds.
//!
//! Place in the flow: decode → **tree** → walk. What must stay true: the time is linear in the size of the page,
//! whatever it holds. html5ever is quadratic in nesting depth and in the number of attributes of one tag, so depth and
//! nodes are counted while the tree grows, and attributes before.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use ego_tree::NodeId;
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

use super::tags;
use crate::domain::Reason;

/// Deepest nesting that is read; browsers stop nesting at the same depth.
pub const MAX_DEPTH: u32 = 512;
/// Most nodes (elements, texts, comments) that are read.
pub const MAX_NODES: u32 = 1_000_000;
/// Most attributes of one tag.
pub const MAX_ATTRIBUTES: usize = 2_000;
/// Bytes handed to the parser at a time; the bounds are looked at in between.
const CHUNK: usize = 8192;

/// Parses a document; a page beyond the bounds is refused with [`Reason::TooDeep`] or [`Reason::TooManyNodes`].
pub(super) fn parse(html: &str) -> Result<Html, Reason> {
    if tags::most_attributes(html) > MAX_ATTRIBUTES {
        return Err(Reason::TooManyNodes);
    }
    let counts = Rc::new(Counts::default());
    let sink = BoundedSink {
        inner: HtmlTreeSink::new(Html::new_document()),
        counts: Rc::clone(&counts),
        depths: RefCell::new(vec![0]),
    };
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let mut end = rest.len().min(CHUNK);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        parser.process(StrTendril::from_slice(&rest[..end]));
        rest = &rest[end..];
        counts.check()?;
    }
    let tree = parser.finish();
    counts.check()?;
    Ok(tree)
}

#[derive(Default)]
struct Counts {
    nodes: Cell<u32>,
    depth: Cell<u32>,
    late_attributes: Cell<usize>,
}

impl Counts {
    fn node(&self) {
        self.nodes.set(self.nodes.get().saturating_add(1));
    }

    fn check(&self) -> Result<(), Reason> {
        if self.depth.get() > MAX_DEPTH {
            Err(Reason::TooDeep)
        } else if self.nodes.get() > MAX_NODES {
            Err(Reason::TooManyNodes)
        } else {
            Ok(())
        }
    }
}

/// A node and where its depth is kept.
#[derive(Clone, Copy)]
struct Handle {
    id: NodeId,
    slot: usize,
}

/// scraper's sink, counting.
struct BoundedSink {
    inner: HtmlTreeSink,
    counts: Rc<Counts>,
    depths: RefCell<Vec<u32>>,
}

impl BoundedSink {
    fn handle(&self, id: NodeId) -> Handle {
        self.counts.node();
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Handle { id, slot: depths.len() - 1 }
    }

    /// Notes that `child` now stands `below` steps under `parent`, and hands the inner sink its kind of node.
    fn place(&self, parent: Handle, below: u32, child: NodeOrText<Handle>) -> NodeOrText<NodeId> {
        match child {
            NodeOrText::AppendNode(node) => {
                let mut depths = self.depths.borrow_mut();
                let depth = depths[parent.slot] + below;
                depths[node.slot] = depth;
                self.counts.depth.set(self.counts.depth.get().max(depth));
                NodeOrText::AppendNode(node.id)
            }
            NodeOrText::AppendText(text) => {
                self.counts.node();
                NodeOrText::AppendText(text)
            }
        }
    }
}

impl TreeSink for BoundedSink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    /// Nobody asks for them, and a page may have thousands.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: self.inner.get_document(), slot: 0 }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.inner.elem_name(&target.id)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.handle(self.inner.create_element(name, attrs, flags))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.handle(self.inner.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.handle(self.inner.create_pi(target, data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.place(*parent, 1, child);
        self.inner.append(&parent.id, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.place(*sibling, 0, child);
        self.inner.append_before_sibling(&sibling.id, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let child = self.place(*previous, 1, child);
        self.inner.append_based_on_parent_node(&element.id, &previous.id, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.handle(self.inner.get_template_contents(&target.id));
        let mut depths = self.depths.borrow_mut();
        depths[contents.slot] = depths[target.slot] + 1;
        contents
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        // A page may repeat `<html a1> <html a2> …`; each name is inserted in a sorted list.
        let late = self.counts.late_attributes.get() + attrs.len();
        if late <= MAX_ATTRIBUTES {
            self.counts.late_attributes.set(late);
            self.inner.add_attrs_if_missing(&target.id, attrs);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_refused_and_browser_depth_is_read() {
        assert_eq!(parse(&"<div>".repeat(30_000)).err(), Some(Reason::TooDeep));
        assert_eq!(parse(&"<ul><li>".repeat(8_000)).err(), Some(Reason::TooDeep));
        assert_eq!(parse(&"<b><div>".repeat(8_000)).err(), Some(Reason::TooDeep));
        assert!(parse(&"<div>".repeat(500)).is_ok());
    }

    #[test]
    fn many_unclosed_siblings_are_not_deep() {
        assert!(parse(&"<p>x<br><img>".repeat(5_000)).is_ok());
        assert!(parse(&format!("<ul>{}</ul>", "<li>x".repeat(5_000))).is_ok());
    }

    #[test]
    fn too_many_nodes_are_refused() {
        assert_eq!(parse(&"<i></i>".repeat(1_000_001)).err(), Some(Reason::TooManyNodes));
    }

    #[test]
    fn a_tag_with_a_hundred_thousand_attributes_is_refused_at_once() {
        use std::fmt::Write as _;
        let mut tag = String::from("<div");
        for n in 0..100_000 {
            let _ = write!(tag, " a{n}=x");
        }
        assert_eq!(parse(&format!("{tag}>")).err(), Some(Reason::TooManyNodes));
        assert_eq!(parse(&tag).err(), Some(Reason::TooManyNodes));
    }

    #[test]
    fn late_attributes_of_html_are_bounded() {
        use std::fmt::Write as _;
        let mut page = String::new();
        for n in 0..50_000 {
            let _ = write!(page, "<html a{n}>");
        }
        assert!(parse(&page).is_ok());
    }
}

//! The one walk over the tree: text blocks, links and forms, in document order.
//!
//! Place in the flow: tree → **walk** → place. What must stay true: each node is visited once, no recursion, no
//! selectors. Inline elements never split a word; `<br>` and block elements never join two.

mod attrs;
mod collect;
mod flow;
mod output;

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node, node::Element};
use url::Url;

use super::head;
use super::model::BlockKind;
use super::region::{self, MainClaim, Said};
use super::text;
use attrs::{Attrs, Visibility};
use collect::Walker;
use flow::{Flow, flow_of};
pub(super) use output::{Frame, RawBlock, Walked};

/// What holds for an element and is handed down to its children.
#[derive(Clone, Copy)]
struct Context {
    /// The innermost container.
    frame: usize,
    /// The innermost block element, and what its text is.
    node: NodeId,
    kind: BlockKind,
    /// The innermost list, by index.
    list: usize,
    /// The table whose rows are read as rows.
    table: Option<usize>,
    /// In `main`, `article` or `section`.
    in_article: bool,
    hidden: bool,
    /// Inline text that is not shown, or read to screen readers alone.
    dropped: bool,
    form: Option<usize>,
    label: Option<usize>,
    /// What has to be done when the element ends.
    end: End,
}

impl Context {
    /// In a table's row: everything is part of the row's text.
    const fn in_row(&self) -> bool {
        matches!(self.kind, BlockKind::TableRow(..))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Nothing,
    Block,
    /// A term or description: the text stays open for what belongs to it.
    Definition,
    /// A cell, or a block inside one: the next word does not join.
    Space,
    Link(usize),
    Label(usize),
    /// The control that the button's text names.
    Button(Option<(usize, usize)>),
}

/// Walks a parsed page. `base` is what relative addresses resolve against.
pub(super) fn walk(html: &Html, base: &Url) -> Walked {
    let root = html.tree.root();
    let mut walker = Walker::new(root.id(), base);
    let start = Context {
        frame: 0,
        node: root.id(),
        kind: BlockKind::Paragraph,
        list: 0,
        table: None,
        in_article: false,
        hidden: false,
        dropped: false,
        form: None,
        label: None,
        end: End::Nothing,
    };
    let mut stack: Vec<Context> = Vec::with_capacity(64);
    let mut node = root;
    loop {
        let above = stack.last().copied().unwrap_or(start);
        if let Some(context) = walker.enter(node, above) {
            if let Some(child) = node.first_child() {
                stack.push(context);
                node = child;
                continue;
            }
            walker.leave(context);
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let (Some(parent), Some(context)) = (node.parent(), stack.pop()) else { return walker.finish() };
            node = parent;
            walker.leave(context);
        }
    }
}

impl<'a> Walker<'a> {
    /// Enters a node; answers the context for its children, or `None` to skip them.
    fn enter(&mut self, node: NodeRef<'a, Node>, above: Context) -> Option<Context> {
        match node.value() {
            Node::Text(text) => {
                self.text(&text.text, &above);
                None
            }
            Node::Element(element) => self.element(node, element, above),
            Node::Document | Node::Fragment => Some(above),
            Node::Doctype(_) | Node::Comment(_) | Node::ProcessingInstruction(_) => None,
        }
    }

    fn element(&mut self, node: NodeRef<'a, Node>, element: &'a Element, above: Context) -> Option<Context> {
        let attrs = Attrs::of(element);
        let flow = flow_of(element.name(), attrs.role);
        if flow == Flow::Skip {
            self.out.scripts += usize::from(element.name() == "script" && head::runs(element));
            return None;
        }
        if !attrs.controls.is_empty() {
            self.controlled.insert(attrs.controls);
        }
        if !attrs.tooltip.is_empty() {
            self.tooltip(attrs.tooltip, &above);
        }
        let mut context = Context { end: End::Nothing, ..above };
        match attrs.visibility(&self.controlled) {
            Visibility::Shown => {}
            Visibility::Hidden if flow.is_block() => context.hidden = true,
            Visibility::Assistive if flow.is_block() => {}
            _ => context.dropped = true,
        }
        match flow {
            Flow::Break => text::push_space(&mut self.open.text),
            Flow::Image => self.image(&attrs),
            Flow::Control => self.control(element.name(), &attrs, &context),
            Flow::Link => {
                if let Some(href) = attrs.href {
                    context.end = End::Link(self.begin_link(node.id(), href, &attrs, &context));
                }
            }
            Flow::Cell if above.in_row() => {
                self.cell(&above);
                context.end = End::Space;
            }
            // Inside a row every element is part of the row's text.
            _ if flow.is_block() && above.in_row() => {
                text::push_space(&mut self.open.text);
                context.end = End::Space;
            }
            _ if flow.is_block() => self.block(node, element, flow, &attrs, &mut context),
            _ => {
                if !attrs.datetime.is_empty() && element.name() == "time" {
                    self.time(attrs.datetime, &context);
                }
            }
        }
        Some(context)
    }

    /// A block element: closes the text before it and says what its own text is.
    fn block(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        flow: Flow,
        attrs: &Attrs<'a>,
        context: &mut Context,
    ) {
        let above = *context;
        if flow == Flow::Description && self.open.kind == BlockKind::Definition && !self.open.text.is_empty() {
            self.join_description();
        } else if !self.open.glued {
            self.flush();
        }
        context.node = node.id();
        context.end = End::Block;
        context.kind = match (flow, above.kind) {
            (Flow::Heading(level), _) => BlockKind::Heading(attrs.level.unwrap_or(level)),
            (Flow::Term | Flow::Description, _) => BlockKind::Definition,
            (Flow::Item, _) => BlockKind::ListItem(above.list),
            (Flow::Label | Flow::Button, kind) if !matches!(kind, BlockKind::Heading(_)) => BlockKind::Control,
            (Flow::Table, _) => BlockKind::Paragraph,
            (_, kind) => kind,
        };
        match flow {
            Flow::Term | Flow::Description => context.end = End::Definition,
            Flow::List => {
                self.lists += 1;
                context.list = self.lists;
                context.kind = BlockKind::ListItem(self.lists);
            }
            Flow::Table => {
                self.tables += 1;
                self.row = 0;
                context.table = attrs::is_data_table(node).then_some(self.tables);
            }
            Flow::Row => {
                if let Some(table) = above.table {
                    context.kind = BlockKind::TableRow(table, self.row);
                    self.row += 1;
                    self.cells = 0;
                }
            }
            Flow::Label => {
                let label = self.begin_label(attrs.for_id);
                context.label = Some(label);
                context.end = End::Label(label);
            }
            Flow::Button => {
                let before = context.form.map(|form| (form, self.out.forms[form].controls.len()));
                self.control("button", attrs, context);
                context.end = End::Button(before);
            }
            Flow::Form => context.form = Some(self.begin_form(node.id(), attrs, context)),
            _ => {}
        }
        self.frame(node, element, flow, attrs, context);
        if let Flow::Heading(level) = flow
            && !context.hidden
        {
            let frame = &mut self.out.frames[context.frame];
            frame.has_heading = true;
            frame.has_h1 |= level == 1;
        }
    }

    /// Opens a frame for a container, and for any other block that claims to be something.
    fn frame(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        flow: Flow,
        attrs: &Attrs<'a>,
        context: &mut Context,
    ) {
        let tag = element.name();
        let Attrs { role, class, id, label, itemtype, .. } = *attrs;
        if !flow.is_container() && (matches!(flow, Flow::Heading(_)) || class.is_empty()) {
            return;
        }
        let claim = region::claim(Said { tag, role, class, id, label, itemtype }, context.in_article);
        if !flow.is_container() && claim.region.is_none() {
            return;
        }
        context.in_article |= matches!(tag, "main" | "article" | "section") || claim.main == MainClaim::Landmark;
        self.out.frames.push(Frame::new(node.id(), context.frame, claim));
        context.frame = self.out.frames.len() - 1;
    }

    fn leave(&mut self, context: Context) {
        match context.end {
            End::Nothing | End::Definition => {}
            End::Space => text::push_space(&mut self.open.text),
            End::Link(link) => self.end_link(link),
            End::Block => self.flush(),
            End::Label(label) => {
                self.labels[label].1.push_str(self.open.text.trim_end());
                self.flush();
            }
            End::Button(control) => {
                if let Some((form, control)) = control {
                    self.name_control(form, control);
                }
                self.flush();
            }
        }
    }
}

#[cfg(test)]
mod tests;

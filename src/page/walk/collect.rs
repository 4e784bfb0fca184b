//! What the walk has open: the text being collected, the links, labels and forms around it.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use url::Url;

use super::super::address::Resolver;
use super::super::model::{BlockKind, FormControl};
use super::super::text;
use super::Context;
use super::attrs::Attrs;
use super::output::{RawBlock, RawForm, RawLink, RawValue, Walked};

/// The text that is being collected.
pub(super) struct Open {
    pub(super) text: String,
    pub(super) kind: BlockKind,
    /// The next block element goes on with this text: a term waits for its description.
    pub(super) glued: bool,
    described: bool,
    node: NodeId,
    frame: usize,
    hidden: bool,
    /// Bytes of it that stand in links.
    linked: usize,
    /// Links that began here and have no block yet.
    links: Vec<usize>,
}

/// The state of the walk.
pub(super) struct Walker<'a> {
    pub(super) out: Walked,
    pub(super) open: Open,
    pub(super) lists: usize,
    pub(super) tables: usize,
    pub(super) row: usize,
    pub(super) cells: usize,
    /// Ids that some control says it shows and hides.
    pub(super) controlled: HashSet<&'a str>,
    /// `for` of the labels, and their texts.
    pub(super) labels: Vec<(&'a str, String)>,
    base: &'a Url,
    addresses: Resolver<'a>,
    /// Links not yet closed, with where in the open text their part begins.
    links: Vec<(usize, usize)>,
    /// Controls that look for a label: form, control, the label around it, id.
    unlabelled: Vec<(usize, usize, Option<usize>, &'a str)>,
}

impl<'a> Walker<'a> {
    pub(super) fn new(root: NodeId, base: &'a Url) -> Self {
        let open = Open {
            text: String::new(),
            kind: BlockKind::Paragraph,
            glued: false,
            described: false,
            node: root,
            frame: 0,
            hidden: false,
            linked: 0,
            links: Vec::new(),
        };
        Self {
            out: Walked::new(root),
            open,
            lists: 0,
            tables: 0,
            row: 0,
            cells: 0,
            controlled: HashSet::new(),
            labels: Vec::new(),
            base,
            addresses: Resolver::new(base),
            links: Vec::new(),
            unlabelled: Vec::new(),
        }
    }

    /// Adds text of the line.
    pub(super) fn text(&mut self, text: &str, context: &Context) {
        if context.dropped {
            if let Some((link, _)) = self.links.last() {
                text::push_folded(&mut self.out.links[*link].name, text);
            }
            return;
        }
        self.prepare(context);
        let before = self.open.text.len();
        text::push_folded(&mut self.open.text, text);
        if self.open.text.len() > before && !self.open.text[before..].trim().is_empty() {
            self.open.glued = false;
        }
    }

    /// Says what the text to come belongs to, unless some is open already.
    fn prepare(&mut self, context: &Context) {
        if self.open.text.is_empty() {
            self.open.node = context.node;
            self.open.kind = context.kind;
            self.open.frame = context.frame;
            self.open.hidden = context.hidden;
        }
    }

    /// Ends the open text and keeps it as a block, if it says anything.
    pub(super) fn flush(&mut self) {
        self.open.glued = false;
        self.open.described = false;
        for (link, start) in &mut self.links {
            let part = self.open.text.get(*start..).unwrap_or_default();
            self.open.linked += part.len();
            let link = &mut self.out.links[*link];
            text::push_space(&mut link.text);
            link.text.push_str(part);
            *start = 0;
        }
        text::trimmed(&mut self.open.text);
        let linked = std::mem::take(&mut self.open.linked);
        if self.open.text.bytes().all(|byte| matches!(byte, b'|' | b' ')) {
            self.open.text.clear();
            return;
        }
        let block = self.out.blocks.len();
        for link in self.open.links.drain(..) {
            self.out.links[link].block = Some(block);
        }
        let text = std::mem::take(&mut self.open.text);
        if !self.open.hidden {
            let frame = &mut self.out.frames[self.open.frame];
            frame.text += text.len();
            frame.linked += linked.min(text.len());
        }
        let Open { kind, node, frame, hidden, .. } = self.open;
        self.out.blocks.push(RawBlock { kind, text, node, frame, hidden });
    }

    /// Joins a description to its term with a colon, or to the description before it with a comma.
    pub(super) fn join_description(&mut self) {
        text::trimmed(&mut self.open.text);
        let mark = match self.open.text.as_bytes().last() {
            Some(b':' | b'.' | b'?' | b',') => " ",
            _ if self.open.described => ", ",
            _ => ": ",
        };
        self.open.text.push_str(mark);
        self.open.glued = true;
        self.open.described = true;
    }

    /// A cell of a row begins.
    pub(super) fn cell(&mut self, row: &Context) {
        self.prepare(row);
        if self.cells > 0 {
            text::push_space(&mut self.open.text);
            self.open.text.push_str("| ");
        }
        self.cells += 1;
    }

    pub(super) fn begin_link(&mut self, node: NodeId, href: &str, attrs: &Attrs<'_>, context: &Context) -> usize {
        let link = self.out.links.len();
        let href = href.trim();
        let url = self.addresses.resolve(href);
        let file = is_file(href, attrs.kind);
        let name = text::folded(attrs.accessible_name());
        self.out.links.push(RawLink {
            url,
            href: href.to_owned(),
            text: String::new(),
            name,
            node,
            block: None,
            before: 0,
            frame: context.frame,
            file,
        });
        self.links.push((link, self.open.text.len()));
        self.open.links.push(link);
        link
    }

    pub(super) fn end_link(&mut self, link: usize) {
        // html5ever closes a link before it opens another, but a broken page may nest them by tables.
        let Some(at) = self.links.iter().rposition(|(open, _)| *open == link) else { return };
        let (_, start) = self.links.remove(at);
        let part = self.open.text.get(start..).unwrap_or_default();
        self.open.linked += part.len();
        let ended = &mut self.out.links[link];
        ended.before = self.out.blocks.len();
        text::push_space(&mut ended.text);
        ended.text.push_str(part);
        ended.text = ended.text.trim().to_owned();
        if ended.text.is_empty() {
            text::trimmed(&mut ended.name);
            ended.text = std::mem::take(&mut ended.name);
        }
        if ended.block.is_some() || self.open.text.is_empty() {
            self.open.links.retain(|open| *open != link);
        }
    }

    /// The `alt` of an image names the link around it.
    pub(super) fn image(&mut self, attrs: &Attrs<'_>) {
        if let Some((link, _)) = self.links.last() {
            let name = &mut self.out.links[*link].name;
            if name.is_empty() {
                text::push_folded(name, attrs.alt);
            }
        }
    }

    pub(super) fn begin_form(&mut self, node: NodeId, attrs: &Attrs<'_>, context: &Context) -> usize {
        let action = attrs.action.filter(|action| !action.trim().is_empty());
        self.out.forms.push(RawForm {
            action: action.and_then(|action| self.base.join(action.trim()).ok()),
            controls: Vec::new(),
            node,
            frame: context.frame,
        });
        self.out.forms.len() - 1
    }

    /// A control; without a form around it it belongs to none and is left out.
    pub(super) fn control(&mut self, element: &str, attrs: &Attrs<'a>, context: &Context) {
        let Some(form) = context.form else { return };
        let controls = &mut self.out.forms[form].controls;
        let kind = match (element, attrs.kind) {
            ("input", "") => "text".to_owned(),
            ("input", kind) => kind.to_ascii_lowercase(),
            (element, _) => element.to_owned(),
        };
        let mut label = text::folded(attrs.accessible_name());
        if label.is_empty() && matches!(kind.as_str(), "submit" | "button" | "reset") {
            label = text::folded(attrs.value);
        }
        if label.is_empty() && element != "button" {
            self.unlabelled.push((form, controls.len(), context.label, attrs.id));
            label = text::folded(attrs.placeholder);
        }
        controls.push(FormControl { kind, name: attrs.name.to_owned(), label });
    }

    /// The button's text names it.
    pub(super) fn name_control(&mut self, form: usize, control: usize) {
        if let Some(control) = self.out.forms[form].controls.get_mut(control)
            && control.label.is_empty()
        {
            self.open.text.trim_end().clone_into(&mut control.label);
        }
    }

    pub(super) fn begin_label(&mut self, for_id: &'a str) -> usize {
        self.labels.push((for_id, String::new()));
        self.labels.len() - 1
    }

    pub(super) fn time(&mut self, datetime: &str, context: &Context) {
        let block = self.out.blocks.len();
        self.out.times.push(RawValue { value: datetime.trim().to_owned(), frame: context.frame, block });
    }

    pub(super) fn tooltip(&mut self, tooltip: &str, context: &Context) {
        let block = self.out.blocks.len();
        self.out.tooltips.push(RawValue { value: text::folded(tooltip), frame: context.frame, block });
    }

    /// Ends the walk: the last text, and labels for the controls that they name.
    pub(super) fn finish(mut self) -> Walked {
        self.flush();
        let by_id: HashMap<&str, &str> =
            self.labels.iter().filter(|(id, _)| !id.is_empty()).map(|(id, text)| (*id, text.as_str())).collect();
        for (form, control, around, id) in &self.unlabelled {
            let text = by_id.get(id).copied().or_else(|| around.map(|label| self.labels[label].1.as_str()));
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                text.clone_into(&mut self.out.forms[*form].controls[*control].label);
            }
        }
        self.out
    }
}

/// Whether an address points to a file by its path or the type said of it.
fn is_file(href: &str, kind: &str) -> bool {
    const ENDINGS: [&str; 13] =
        [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".rtf", ".zip", ".csv", ".mp3"];
    if kind.eq_ignore_ascii_case("application/pdf") || href.contains("/download/18.") {
        return true;
    }
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let Some(dot) = path.rfind('.') else { return false };
    ENDINGS.iter().any(|ending| path[dot..].eq_ignore_ascii_case(ending))
}

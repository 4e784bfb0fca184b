//! The accessible name.
//!
//! Place in the flow: role → **name** → checks. Source: Accessible Name and Description Computation 1.2 section 4.3.2
//! (the step letters below are its own), HTML-AAM 1.0 section 4.1, SVG-AAM 1.0 section 8.1. What must stay true: the
//! same element is never read twice in one name, so that circles end; long names are cut, so that time stays linear.

use super::dom::{Child, Dom, Idx, Ns};
use super::style::Display;
use super::tables::{NAME_FROM_CONTENT, NAME_PROHIBITED};

/// Bytes of a name after which nothing more is read.
const LONG: usize = 2000;

/// How a node was reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// It is the element that is named.
    Root,
    /// As part of another's content.
    Content,
    /// By an id in `aria-labelledby`, or as a native label.
    Reference,
}

struct Naming<'d, 'a> {
    dom: &'d Dom<'a>,
    visited: Vec<Idx>,
    /// Inside a reference that is itself hidden: what is hidden counts.
    hidden_counts: bool,
    /// Inside `aria-labelledby`: no further references are followed.
    referring: bool,
}

/// The name of an element, white space folded; empty when it has none.
pub(super) fn name(dom: &Dom<'_>, at: Idx) -> String {
    let mut naming = Naming { dom, visited: Vec::new(), hidden_counts: false, referring: false };
    fold(&naming.of(at, Reached::Root))
}

/// White space folded to single blanks.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

impl Naming<'_, '_> {
    fn of(&mut self, at: Idx, reached: Reached) -> String {
        if self.visited.contains(&at) {
            return String::new();
        }
        self.visited.push(at);
        let name = self.steps(at, reached);
        self.visited.pop();
        name
    }

    fn steps(&mut self, at: Idx, reached: Reached) -> String {
        let dom = self.dom;
        let el = dom.el(at);
        let role = dom.role(at);
        // 2A
        if reached != Reached::Root && !self.hidden_counts && (!el.visible || el.aria_hidden) {
            return String::new();
        }
        // 2B
        if !self.referring
            && let Some(text) = self.labelled_by(at)
        {
            return text;
        }
        // 2C
        if reached == Reached::Content
            && let Some(value) = self.value(at, role)
        {
            return value;
        }
        // 2D
        let unnamed = role.is_some_and(|role| NAME_PROHIBITED.contains(&role));
        let label =
            el.filled("aria-label").filter(|_| reached != Reached::Root || !unnamed || el.role.explicit.is_none());
        if let Some(label) = label {
            return label.to_owned();
        }
        // 2E
        if !el.role.is_presentational()
            && let Some(text) = self.native(at).filter(|text| !text.trim().is_empty())
        {
            return text;
        }
        // 2F
        let from_content = role.is_some_and(|role| NAME_FROM_CONTENT.contains(&role)) || el.is("summary");
        if reached != Reached::Root || from_content {
            let text = self.content(at);
            if !text.trim().is_empty() {
                return text;
            }
        }
        // 2I
        let title = if el.role.is_presentational() { None } else { el.filled("title") };
        title.or_else(|| self.placeholder(at)).unwrap_or_default().to_owned()
    }

    fn labelled_by(&mut self, at: Idx) -> Option<String> {
        let targets = self.dom.refs(at, "aria-labelledby");
        let mut text = String::new();
        for target in targets {
            text.push(' ');
            text.push_str(&self.reference(target));
            if text.len() > LONG {
                break;
            }
        }
        (!text.trim().is_empty()).then_some(text)
    }

    fn reference(&mut self, target: Idx) -> String {
        let (hidden, referring) = (self.hidden_counts, self.referring);
        let el = self.dom.el(target);
        self.hidden_counts = !el.visible || el.aria_hidden;
        self.referring = true;
        let visited = std::mem::take(&mut self.visited);
        let text = self.of(target, Reached::Reference);
        self.visited = visited;
        (self.hidden_counts, self.referring) = (hidden, referring);
        text
    }

    /// The value of a control inside another's name.
    fn value(&self, at: Idx, role: Option<&str>) -> Option<String> {
        let el = self.dom.el(at);
        match role? {
            "textbox" | "searchbox" if el.is("input") => Some(el.attr("value").unwrap_or_default().to_owned()),
            "textbox" | "searchbox" => Some(self.plain(at)),
            "combobox" | "listbox" if el.is("select") => {
                let options = || self.dom.descendants(at).filter(|&inside| self.dom.el(inside).is("option"));
                let chosen = options().find(|&option| self.dom.el(option).has("selected")).or_else(|| options().next());
                Some(chosen.map(|option| self.plain(option)).unwrap_or_default())
            }
            "combobox" if el.is("input") => Some(el.attr("value").unwrap_or_default().to_owned()),
            "progressbar" | "scrollbar" | "slider" | "spinbutton" | "meter" => {
                let said = el.filled("aria-valuetext").or_else(|| el.filled("aria-valuenow"));
                said.or_else(|| el.filled("value")).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// All text inside, whoever sees it.
    fn plain(&self, at: Idx) -> String {
        let mut text = String::new();
        for child in self.dom.children(at) {
            match child {
                Child::Text(part) => text.push_str(part),
                Child::Element(inside) => text.push_str(&self.plain(inside)),
            }
            if text.len() > LONG {
                break;
            }
        }
        text
    }

    /// What the host language itself gives as name.
    fn native(&mut self, at: Idx) -> Option<String> {
        let dom = self.dom;
        let el = dom.el(at);
        if el.ns == Ns::Svg {
            return self.first_child(at, "title").map(|title| self.plain(title));
        }
        let attribute = |name: &str| el.filled(name).map(str::to_owned);
        match el.tag() {
            "img" | "area" => attribute("alt"),
            "input" => match el.input_type() {
                "button" => attribute("value"),
                "submit" => Some(el.attr("value").unwrap_or("Submit").to_owned()),
                "reset" => Some(el.attr("value").unwrap_or("Reset").to_owned()),
                "image" => attribute("alt"),
                _ => self.label(at),
            }
            .or_else(|| self.label(at)),
            "button" | "meter" | "output" | "progress" | "select" | "textarea" => self.label(at),
            "fieldset" => self.first_child(at, "legend").map(|legend| self.of(legend, Reached::Reference)),
            "figure" => self.first_child(at, "figcaption").map(|caption| self.of(caption, Reached::Reference)),
            "table" => self.first_child(at, "caption").map(|caption| self.of(caption, Reached::Reference)),
            "optgroup" | "option" => attribute("label"),
            _ => None,
        }
    }

    fn first_child(&self, at: Idx, tag: &str) -> Option<Idx> {
        self.dom.child_elements(at).find(|&child| self.dom.el(child).tag() == tag)
    }

    fn label(&mut self, at: Idx) -> Option<String> {
        let mut text = String::new();
        for &label in self.dom.labels(at) {
            text.push(' ');
            text.push_str(&self.of(label, Reached::Reference));
        }
        (!text.trim().is_empty()).then_some(text)
    }

    fn placeholder(&self, at: Idx) -> Option<&str> {
        let el = self.dom.el(at);
        let native = el.is("input") || el.is("textarea");
        let own = el.filled("placeholder").filter(|_| native);
        let role = self.dom.role(at);
        own.or_else(|| el.filled("aria-placeholder").filter(|_| matches!(role, Some("textbox" | "searchbox"))))
    }

    fn content(&mut self, at: Idx) -> String {
        let dom = self.dom;
        let mut text = String::new();
        for child in dom.children(at) {
            match child {
                Child::Text(part) => text.push_str(part),
                Child::Element(inside) => {
                    let part = self.of(inside, Reached::Content);
                    let apart = is_apart(dom, inside);
                    if apart {
                        text.push(' ');
                    }
                    text.push_str(&part);
                    if apart {
                        text.push(' ');
                    }
                }
            }
            if text.len() > LONG {
                return text;
            }
        }
        for owned in dom.refs(at, "aria-owns") {
            text.push(' ');
            text.push_str(&self.of(owned, Reached::Content));
        }
        text
    }
}

/// Whether an element stands apart from the text beside it: a block, a line break, a picture or a control.
pub(super) fn is_apart(dom: &Dom<'_>, at: Idx) -> bool {
    let el = dom.el(at);
    if let Some(display) = el.style.display() {
        return display != Display::Inline;
    }
    el.ns == Ns::Html
        && !matches!(
            el.tag(),
            "a" | "abbr"
                | "b"
                | "bdi"
                | "bdo"
                | "cite"
                | "code"
                | "data"
                | "del"
                | "dfn"
                | "em"
                | "font"
                | "i"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "q"
                | "s"
                | "samp"
                | "small"
                | "span"
                | "strong"
                | "sub"
                | "sup"
                | "time"
                | "u"
                | "var"
                | "wbr"
        )
        || el.tag() == "svg"
}

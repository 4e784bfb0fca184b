//! What a check says: one entry a rule and element.
//!
//! Place in the flow: checks → **result** → rules and reports. What must stay true: an outcome that HTML alone does not
//! settle is [`Outcome::CantTell`] with the reason, never passed.

use ego_tree::NodeId;

use super::dom::{Dom, Idx};
use super::standard::Standard;
use crate::domain::{Lang, Outcome};

/// Elements of one rule whose place is written out; more of the same fault are told by number alone.
const PLACED: usize = 100;
/// Bytes of markup shown of an element.
const SNIPPET: usize = 160;

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The site's templates and components: one repair mends every page.
    Template,
    /// The page's own content: the editor can mend it.
    Editor,
}

/// The level of WCAG 2.2 that a rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A.
    A,
    /// AA.
    Aa,
    /// AAA.
    Aaa,
    /// No success criterion of its own: WAI-ARIA or good practice.
    Practice,
}

/// The three things a message says, in one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What is wrong.
    pub what: &'static str,
    /// Whom it hinders and how.
    pub why: &'static str,
    /// What to do.
    pub mend: &'static str,
}

/// A rule of the W3C ACT collection.
#[derive(Debug)]
pub struct ActRule {
    /// Its id, e.g. `b5c3f8`; its page is `https://www.w3.org/WAI/standards-guidelines/act/rules/ID/`.
    pub id: &'static str,
    /// WCAG 2.2 success criteria that a failure fails.
    pub wcag: &'static [&'static str],
    /// Success criteria that a failure may fail.
    pub related: &'static [&'static str],
    /// The level.
    pub level: Level,
    /// Code alone settles it, but for exceptions. Of the other rules it settles a part, and most pages leave them open.
    pub of_code: bool,
    /// Swedish.
    pub sv: Words,
    /// English.
    pub en: Words,
}

impl Level {
    /// `A`, `AA`, `AAA`; empty for good practice.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aa => "AA",
            Self::Aaa => "AAA",
            Self::Practice => "",
        }
    }
}

impl Owner {
    /// As machines write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Template => "mall",
            Self::Editor => "redaktor",
        }
    }
}

impl ActRule {
    /// Its words in a language.
    pub const fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }

    /// Whether a success criterion of level A or AA demands it; the rest is good practice.
    pub const fn is_demanded(&self) -> bool {
        matches!(self.level, Level::A | Level::Aa)
    }

    /// The clauses of EN 301 549 chapter 9 (web), which numbers them after WCAG and asks for levels A and AA.
    pub fn clauses(&self) -> Vec<String> {
        Standard::En301549.criteria(self).map(|criterion| format!("9.{criterion}")).collect()
    }

    /// The rule's page at W3C.
    pub fn address(&self) -> String {
        format!("https://www.w3.org/WAI/standards-guidelines/act/rules/{}/", self.id)
    }
}

/// Where an element stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// A CSS path that selects it.
    pub selector: String,
    /// Its start tag, at most 160 bytes.
    pub snippet: String,
}

/// One rule, one element.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// The rule.
    pub rule: &'static ActRule,
    /// Passed, failed, inapplicable (then without an element) or cantTell.
    pub outcome: Outcome,
    /// Why it cannot be told, in Swedish; empty otherwise.
    pub reason: &'static str,
    /// Who can mend it, by where the element stands.
    pub owner: Owner,
    /// The element.
    pub node: Option<NodeId>,
    /// Its place: written for what failed or cannot be told, the first hundred a rule.
    pub place: Option<Place>,
}

/// Collects what the checks say.
pub(super) struct Findings<'d, 'a> {
    dom: &'d Dom<'a>,
    found: Vec<CheckResult>,
}

impl<'d, 'a> Findings<'d, 'a> {
    pub(super) fn new(dom: &'d Dom<'a>) -> Self {
        Self { dom, found: Vec::new() }
    }

    /// The element passed or failed.
    pub(super) fn say(&mut self, rule: &'static ActRule, element: Idx, passed: bool) {
        self.push(rule, element, if passed { Outcome::Passed } else { Outcome::Failed }, "");
    }

    /// HTML alone does not settle it.
    pub(super) fn open(&mut self, rule: &'static ActRule, element: Idx, reason: &'static str) {
        self.push(rule, element, Outcome::CantTell, reason);
    }

    fn push(&mut self, rule: &'static ActRule, element: Idx, outcome: Outcome, reason: &'static str) {
        let el = self.dom.el(element);
        let owner = if el.in_main { Owner::Editor } else { Owner::Template };
        self.found.push(CheckResult { rule, outcome, reason, owner, node: Some(el.node.id()), place: None });
    }

    /// Everything said, in the order of `rules`; what was never said is inapplicable.
    pub(super) fn finish(mut self, rules: &[&'static ActRule]) -> Vec<CheckResult> {
        // Rules stand in the order of their ids; the sort is stable, so elements keep theirs.
        self.found.sort_by_key(|found| found.rule.id);
        let mut all = Vec::with_capacity(self.found.len() + rules.len());
        let mut found = self.found.into_iter().peekable();
        for &rule in rules {
            let before = all.len();
            let mut placed = 0;
            while let Some(mut result) = found.next_if(|found| found.rule.id == rule.id) {
                if result.outcome != Outcome::Passed && placed < PLACED {
                    result.place = result.node.map(|node| place(self.dom, node));
                    placed += 1;
                }
                all.push(result);
            }
            if all.len() == before {
                let (outcome, owner) = (Outcome::Inapplicable, Owner::Template);
                all.push(CheckResult { rule, outcome, reason: "", owner, node: None, place: None });
            }
        }
        all
    }
}

fn place(dom: &Dom<'_>, node: NodeId) -> Place {
    Place { selector: dom.page.css_path(node), snippet: snippet(dom, node) }
}

/// The start tag as the parser understood it.
fn snippet(dom: &Dom<'_>, node: NodeId) -> String {
    let Some(element) = dom.page.html.tree.get(node).and_then(|node| node.value().as_element()) else {
        return String::new();
    };
    let mut tag = format!("<{}", element.name());
    let mut attributes: Vec<(&str, &str)> = element.attrs().collect();
    attributes.sort_unstable();
    for (name, value) in attributes {
        tag.push(' ');
        tag.push_str(name);
        if !value.is_empty() {
            tag.push_str("=\"");
            tag.push_str(value);
            tag.push('"');
        }
        if tag.len() > SNIPPET {
            break;
        }
    }
    if tag.len() < SNIPPET {
        tag.push('>');
        return tag;
    }
    let mut end = SNIPPET;
    while !tag.is_char_boundary(end) {
        end -= 1;
    }
    tag.truncate(end);
    tag.push('…');
    tag
}

//! Questions that rules and reports ask of a page: where something stands, what to quote, what it says as a whole.
//!
//! Place in the flow: answers are computed when asked; most blocks are never asked about. What must stay true: the
//! texts answered are stable over loads of the same page, since people's decisions hold for their hashes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::ops::Range;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use sha2::{Digest, Sha256};

use super::model::{BlockKind, PageModel, Region};
use crate::domain::LinkRecord;
use crate::domain::finding::QUOTE_MAX;

/// Most bytes of a title that are kept and shown.
pub const LONGEST_TITLE: usize = 300;

/// As much of a title as is kept.
pub fn kept_title(title: &str) -> &str {
    &title[..title.floor_char_boundary(LONGEST_TITLE)]
}

impl PageModel {
    /// A CSS path that selects the element: from the nearest id that can be written without escapes, else from `html`.
    pub fn css_path(&self, node: NodeId) -> String {
        let mut steps = Vec::new();
        let mut at = self.html.tree.get(node);
        while let Some(here) = at {
            let Node::Element(element) = here.value() else { break };
            if let Some(id) = element.id().filter(|id| is_plain(id)) {
                steps.push(format!("#{id}"));
                break;
            }
            steps.push(step(here, element.name()));
            at = here.parent();
        }
        steps.reverse();
        steps.join(" > ")
    }

    /// The number before an element that is in an item of a numbered list (HTML: `start` of the list, `value` of an item).
    /// `None` in any other list, and in one that is counted backwards.
    pub fn number_in_list(&self, node: NodeId) -> Option<u32> {
        let node = self.html.tree.get(node)?;
        let element = |node: &NodeRef<'_, Node>| node.value().as_element().map(|element| element.name().to_owned());
        let is = |name: &'static str| move |node: &NodeRef<'_, Node>| element(node).as_deref() == Some(name);
        let item = std::iter::once(node).chain(node.ancestors()).find(is("li"))?;
        let list = item.parent().filter(is("ol"))?;
        let attr = |node: &NodeRef<'_, Node>, name: &str| node.value().as_element()?.attr(name)?.trim().parse().ok();
        if list.value().as_element()?.attr("reversed").is_some() {
            return None;
        }
        let mut before = 0;
        for earlier in std::iter::once(item).chain(item.prev_siblings()).filter(is("li")) {
            if let Some(value) = attr(&earlier, "value") {
                return u32::checked_add(value, before);
            }
            before += 1;
        }
        attr(&list, "start").unwrap_or(1_u32).checked_add(before - 1)
    }

    /// The headings that a block stands under, outermost first.
    pub fn heading_path(&self, block: usize) -> Vec<&str> {
        let mut path = Vec::new();
        let mut at = self.blocks.get(block).and_then(|block| block.heading);
        while let Some(heading) = at.and_then(|index| self.headings.get(index)) {
            path.push(heading.text.as_str());
            at = heading.parent;
        }
        path.reverse();
        path
    }

    /// The words around a range of a block, at most [`QUOTE_MAX`] characters, cut at word edges and marked with `…`;
    /// and the words of the range itself, for marking. An empty range quotes the block's beginning and marks nothing.
    pub fn quote(&self, block: usize, range: Range<usize>) -> (String, String) {
        let Some(block) = self.blocks.get(block) else { return Default::default() };
        let text = block.text.as_str();
        let marked = text.get(range.clone()).unwrap_or_default();
        (cut_around(text, range, QUOTE_MAX), shorten(marked, QUOTE_MAX))
    }

    /// The text of the main content and the page's contact boxes, a block a line. Controls are left out.
    pub fn main_text(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            if block.region.is_content() && !block.hidden && block.kind != BlockKind::Control {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&block.text);
            }
        }
        text
    }

    /// SHA-256 of [`Self::main_text`], lower-case hex.
    pub fn text_sha256(&self) -> String {
        Sha256::digest(self.main_text().as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The links that lead to web addresses, each address once, in document order, without fragments.
    pub fn link_records(&self) -> Vec<LinkRecord> {
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(self.links.len());
        let mut records: Vec<LinkRecord> = Vec::new();
        for link in &self.links {
            let Some(address) = link.url.as_ref().filter(|address| address.is_web()) else { continue };
            let url = address.without_fragment();
            let in_main = link.region.is_content();
            let record = || LinkRecord {
                url: url.to_owned(),
                text: link.text.clone(),
                in_main,
                heading: link.heading.map(|heading| self.headings[heading].text.clone()).unwrap_or_default(),
            };
            match seen.entry(url) {
                Entry::Vacant(entry) => {
                    entry.insert(records.len());
                    records.push(record());
                }
                // The same address in the text says more than in the menu.
                Entry::Occupied(entry) if in_main && !records[*entry.get()].in_main => records[*entry.get()] = record(),
                Entry::Occupied(_) => {}
            }
        }
        records
    }

    /// The first `h1` of the main content, else `title` without the site's name. At most [`LONGEST_TITLE`] bytes of it.
    pub fn title(&self) -> &str {
        let is_title = |heading: &&super::model::Heading| heading.level == 1 && heading.region == Region::Main;
        let title = match self.headings.iter().find(is_title) {
            Some(heading) => &heading.text,
            None => without_site_name(&self.meta.title),
        };
        kept_title(title)
    }
}

/// `tag:nth-of-type(n)`, the number only where there are several; `*:nth-child(n)` for tags that broken markup makes up
/// (`<se<div>`).
fn step(node: NodeRef<'_, Node>, name: &str) -> String {
    if !is_plain(name) {
        let before = node.prev_siblings().filter(|other| other.value().is_element()).count();
        return format!("*:nth-child({})", before + 1);
    }
    let same = |other: &NodeRef<'_, Node>| other.value().as_element().is_some_and(|element| element.name() == name);
    let before = node.prev_siblings().filter(same).count();
    if before == 0 && !node.next_siblings().any(|other| same(&other)) {
        name.to_owned()
    } else {
        format!("{name}:nth-of-type({})", before + 1)
    }
}

/// Whether an id or tag can be written in CSS without escapes.
fn is_plain(id: &str) -> bool {
    id.len() <= 64
        && id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The part of a title before the site's name.
fn without_site_name(title: &str) -> &str {
    [" | ", " - ", " – ", " — ", " · ", " « ", " :: "]
        .iter()
        .filter_map(|mark| title.find(mark))
        .min()
        .map_or(title, |at| title[..at].trim())
}

/// At most `max` characters of `text` around `range`, cut at word edges.
fn cut_around(text: &str, range: Range<usize>, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let range = if text.get(range.clone()).is_some() { range } else { 0..0 };
    // Room for an ellipsis at each end, shared evenly before and after the range.
    let room = max - 4;
    let inside = text[range.clone()].chars().count();
    if inside >= room {
        return shorten(&text[range.start..], max);
    }
    let before = text[..range.start].chars().count();
    let after = text[range.end..].chars().count();
    let half = (room - inside) / 2;
    let take_before = before.min(half.max((room - inside).saturating_sub(after)));
    let take_after = after.min(room - inside - take_before);
    let mut from = nth_from_end(&text[..range.start], take_before);
    let mut to = range.end + nth(&text[range.end..], take_after);
    if from > 0 {
        from = text[from..range.start].find(' ').map_or(range.start, |space| from + space + 1);
    }
    if to < text.len() {
        to = text[range.end..to].rfind(' ').map_or(range.end, |space| range.end + space);
    }
    let mut quote = String::with_capacity(to - from + 8);
    if from > 0 {
        quote.push_str("… ");
    }
    quote.push_str(&text[from..to]);
    if to < text.len() {
        quote.push_str(" …");
    }
    quote
}

/// At most `max` characters from the beginning, cut at a word edge, ending in `…` if cut.
fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let cut = &text[..nth(text, max - 2)];
    format!("{} …", cut.rfind(' ').map_or(cut, |space| &cut[..space]))
}

/// Byte position of the n:th character.
fn nth(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// Byte position of the n:th character from the end.
fn nth_from_end(text: &str, n: usize) -> usize {
    n.checked_sub(1).map_or(text.len(), |n| text.char_indices().rev().nth(n).map_or(0, |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_are_cut_at_words_around_the_range() {
        let text = format!("{}ring 08-465 004 10 vardagar{}", "ord ".repeat(80), " slut".repeat(80));
        let at = text.find("08-465").unwrap();
        let quote = cut_around(&text, at..at + 13, QUOTE_MAX);
        assert!(quote.starts_with("… ord") && quote.ends_with("slut …") && quote.contains("08-465 004 10"), "{quote}");
        assert_eq!(cut_around("kort", 0..4, QUOTE_MAX), "kort");
        assert!(cut_around(&text, 0..0, QUOTE_MAX).starts_with("ord ord"));
    }

    #[test]
    fn site_names_are_cut_from_titles() {
        assert_eq!(without_site_name("Hemtjänst - Almkulla kommun"), "Hemtjänst");
        assert_eq!(without_site_name("Hemtjänst | Äldre | Almkulla"), "Hemtjänst");
        assert_eq!(without_site_name("E-tjänst"), "E-tjänst");
    }

    proptest! {
        #[test]
        fn quotes_never_pass_the_limit_nor_panic(text in "[a-zåäö ]{0,600}", a in 0usize..700, b in 0usize..700) {
            let quote = cut_around(&text, a.min(b)..a.max(b), QUOTE_MAX);
            prop_assert!(quote.chars().count() <= QUOTE_MAX);
            prop_assert!(shorten(&text, QUOTE_MAX).chars().count() <= QUOTE_MAX);
        }
    }
}

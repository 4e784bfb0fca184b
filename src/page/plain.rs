//! Plain text as a page, for drafts and text taken out of files.
//!
//! Place in the flow: instead of decode, tree and walk; `plain/chrome.rs` tells what belongs to the whole website,
//! `plain/lines.rs` the pieces. What must stay true: the same blocks come out as from HTML with the same look: headings,
//! paragraphs, list items.

mod chrome;
mod lines;

use scraper::Html;
use url::Url;

use self::lines::{Piece, pieces};
use super::model::{Block, BlockKind, Heading, MainKind, Meta, PageModel, Readability, Region};
use super::text::folded;
use super::{PageTypes, complete, mentions};
use crate::domain::PageType;

/// Reads plain text: an empty line ends a paragraph; `-`, `*` and `•` begin list items; `#` or a short line without a
/// point at its end is a heading; short lines in a row are a list.
pub fn plain_text(text: &str, url: &Url, types: &PageTypes) -> PageModel {
    let html = Html::new_document();
    let root = html.tree.root().id();
    let mut blocks = Vec::new();
    let mut headings: Vec<Heading> = Vec::new();
    let mut list = 0;
    let mut in_list = false;
    let lines: Vec<&str> = text.lines().collect();
    let body = chrome::body(&lines);
    let parts = [
        (Region::Header, &lines[..body.start]),
        (Region::Main, &lines[body.clone()]),
        (Region::Footer, &lines[body.end..]),
    ];
    for (place, (kind, line)) in
        parts.iter().flat_map(|(place, lines)| pieces(lines).into_iter().map(|piece| (*place, piece)))
    {
        let text = folded(&line);
        if text.is_empty() {
            continue;
        }
        // The date may stand on a line of its own below its label.
        let labelled = blocks.last().is_some_and(|above: &Block| {
            above.region == Region::DateBlock && above.text.ends_with(':') && kind == Piece::Paragraph
        });
        let region = if kind == Piece::DateLine || labelled { Region::DateBlock } else { place };
        let kind = match kind {
            Piece::Heading(level) => {
                let titled = headings.iter().any(|above| above.region == Region::Main);
                let level = level.unwrap_or(if titled { 2 } else { 1 });
                let parent = (0..headings.len()).rev().find(|above| headings[*above].level < level);
                headings.push(Heading { level, text: text.clone(), node: root, parent, region });
                BlockKind::Heading(level)
            }
            Piece::Item => {
                list += usize::from(!in_list);
                BlockKind::ListItem(list)
            }
            Piece::Paragraph | Piece::DateLine => BlockKind::Paragraph,
        };
        in_list = matches!(kind, BlockKind::ListItem(_));
        let heading = match kind {
            BlockKind::Heading(_) => headings.last().and_then(|own| own.parent),
            _ => headings.len().checked_sub(1),
        };
        blocks.push(Block { kind, region, text, node: root, heading, sentences: Vec::new(), hidden: false });
    }
    let mentions = mentions::find(&blocks, &[]);
    let page = PageModel {
        html,
        url: url.clone(),
        base: url.clone(),
        meta: Meta::default(),
        main_kind: MainKind::PlainText,
        main: vec![root],
        blocks,
        headings,
        links: Vec::new(),
        forms: Vec::new(),
        mentions,
        page_type: PageType::Ovrigt,
        type_confidence: 0,
        language: String::new(),
        readability: Readability::default(),
        needs_javascript: false,
    };
    complete(page, types, 0)
}

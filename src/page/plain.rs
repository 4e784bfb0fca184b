//! Plain text as a page, for drafts and text taken out of files.
//!
//! Place in the flow: instead of decode, tree and walk. What must stay true: the same blocks come out as from HTML with
//! the same look: headings, paragraphs, list items.

use scraper::Html;
use url::Url;

use super::model::{Block, BlockKind, Heading, MainKind, Meta, PageModel, Readability, Region};
use super::text::folded;
use super::{PageTypes, complete, mentions};
use crate::domain::PageType;

/// Longest line, in characters, that is taken for a heading.
const HEADING: usize = 70;

/// Reads plain text: an empty line ends a paragraph; `-`, `*` and `•` begin list items; `#` or a short line alone
/// without a point at its end is a heading.
pub fn plain_text(text: &str, url: &Url, types: &PageTypes) -> PageModel {
    let html = Html::new_document();
    let root = html.tree.root().id();
    let mut blocks = Vec::new();
    let mut headings: Vec<Heading> = Vec::new();
    let mut list = 0;
    let mut in_list = false;
    for (kind, line) in pieces(text) {
        let text = folded(&line);
        if text.is_empty() {
            continue;
        }
        let kind = match kind {
            Piece::Heading(level) => {
                let level = level.unwrap_or(if headings.is_empty() { 1 } else { 2 });
                let parent = (0..headings.len()).rev().find(|above| headings[*above].level < level);
                headings.push(Heading { level, text: text.clone(), node: root, parent, region: Region::Main });
                BlockKind::Heading(level)
            }
            Piece::Item => {
                list += usize::from(!in_list);
                BlockKind::ListItem(list)
            }
            Piece::Paragraph => BlockKind::Paragraph,
        };
        in_list = matches!(kind, BlockKind::ListItem(_));
        let heading = match kind {
            BlockKind::Heading(_) => headings.last().and_then(|own| own.parent),
            _ => headings.len().checked_sub(1),
        };
        blocks.push(Block {
            kind,
            region: Region::Main,
            text,
            node: root,
            heading,
            sentences: Vec::new(),
            hidden: false,
        });
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

#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Heading(Option<u8>),
    Item,
    Paragraph,
}

/// The text's pieces: lines of a paragraph joined, items and headings each by itself.
fn pieces(text: &str) -> Vec<(Piece, String)> {
    let mut pieces: Vec<(Piece, String)> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for (index, line) in lines.iter().enumerate() {
        let item = ["- ", "* ", "• ", "– ", "·"].iter().find_map(|mark| line.strip_prefix(mark));
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        let alone = index == 0 || lines[index - 1].is_empty();
        let then_empty = lines.get(index + 1).is_none_or(|next| next.is_empty());
        if line.is_empty() || item.is_some() || marks > 0 {
            close(&mut pieces, &mut open);
        }
        if let Some(item) = item {
            pieces.push((Piece::Item, item.to_owned()));
        } else if (1..=6).contains(&marks) {
            let level = u8::try_from(marks).ok();
            pieces.push((Piece::Heading(level), line[marks..].to_owned()));
        } else if alone && then_empty && open.is_empty() && looks_like_heading(line) {
            pieces.push((Piece::Heading(None), (*line).to_owned()));
        } else if !line.is_empty() {
            open.push(line);
        }
    }
    close(&mut pieces, &mut open);
    pieces
}

fn close(pieces: &mut Vec<(Piece, String)>, open: &mut Vec<&str>) {
    if !open.is_empty() {
        pieces.push((Piece::Paragraph, open.join(" ")));
        open.clear();
    }
}

fn looks_like_heading(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= HEADING
        && !line.ends_with(['.', ':', ',', ';'])
        && !line.bytes().any(|byte| byte.is_ascii_digit())
}

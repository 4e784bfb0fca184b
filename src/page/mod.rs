//! Bytes to [`PageModel`]: everything that rules need of a page, computed once.
//!
//! Place in the flow: archive → **page model** → rules. Knows nothing of rules, the web or storage.
//! What must stay true: one parse and one walk a page; each fact is computed once; bounded in nodes and depth.
//!
//! The order of the work: [`decode()`] → `tree` (bounded parse) → `head` → `walk` (blocks, links, forms) → `place` (main
//! content, regions) → `assemble` (words that correct regions) → `sentences`, `readability`, `page_type`, `language`.

mod address;
mod assemble;
mod beside;
mod decode;
mod head;
mod language;
mod mentions;
pub mod model;
mod page_type;
mod place;
mod plain;
mod query;
mod readability;
mod region;
mod scan;
mod sentences;
mod tags;
mod text;
mod tree;
mod walk;

use url::Url;

use crate::domain::Reason;
pub use address::Address;
use assemble::Assembled;
pub use decode::{decode, is_no_text};
pub use language::written_in;
pub use model::{
    Block, BlockKind, Form, FormControl, Heading, Link, MainKind, Mention, MentionKind, Meta, PageModel, Readability,
    Region,
};
use page_type::Judged;
pub use page_type::{PageTypes, PageTypesError, title_says};
pub use plain::plain_text;
pub use query::{LONGEST_TITLE, kept_title};
pub use readability::{is_long, words};
pub use scan::loose_links;
pub use text::folded;
pub use tree::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_NODES};

/// Words of the main content that the page type is judged by, in bytes.
const LEAD: usize = 1200;

/// Reads a page. `url` is its final address. Refuses what is nested too deep ([`Reason::TooDeep`]) or has too many
/// elements ([`Reason::TooManyNodes`]); never fails otherwise, whatever the text holds.
pub fn parse(html: &str, url: &Url, types: &PageTypes) -> Result<PageModel, Reason> {
    let tree = tree::parse(html)?;
    let head = head::read(&tree, url);
    let mut walked = walk::walk(&tree, &head.base);
    let places = place::settle(&mut walked);
    let assembled = assemble::assemble(&mut walked, &places);
    let scripts = head.scripts + walked.scripts;
    let Assembled { blocks, headings, links, forms, said } = assembled;
    let mentions = mentions::find(&blocks, &said);
    let page = PageModel {
        html: tree,
        url: url.clone(),
        base: head.base,
        meta: head.meta,
        main_kind: places.main_kind,
        main: places.main,
        blocks,
        headings,
        links,
        forms,
        mentions,
        page_type: crate::domain::PageType::Ovrigt,
        type_confidence: 0,
        language: String::new(),
        readability: Readability::default(),
        needs_javascript: false,
    };
    Ok(complete(page, types, scripts))
}

/// What is told from the blocks: sentences, measures, language, type.
fn complete(mut page: PageModel, types: &PageTypes, scripts: usize) -> PageModel {
    for block in &mut page.blocks {
        block.sentences = match block.region {
            Region::Main | Region::Contact | Region::Aside => sentences::split(&block.text),
            // Menus and footers are never judged by the sentence.
            _ => std::iter::once(0..block.text.len()).collect(),
        };
    }
    page.readability = readability::measure(&page.blocks);
    page.language = language::of(&page);
    let (page_type, confidence) =
        types.judge(&Judged { url: &page.url, title: page.title(), crumbs: &crumbs(&page), lead: &lead(&page) });
    page.page_type = page_type;
    page.type_confidence = confidence;
    page.needs_javascript = scripts > 0 && needs_javascript(&page);
    page
}

/// The breadcrumbs before the page's own.
fn crumbs(page: &PageModel) -> String {
    let mut crumbs = String::new();
    for block in page.blocks.iter().filter(|block| block.region == Region::Breadcrumb) {
        crumbs.push_str(&block.text);
        crumbs.push(' ');
    }
    crumbs
}

/// The beginning of the main content, about 200 words.
fn lead(page: &PageModel) -> String {
    let mut lead = String::new();
    for block in page.blocks.iter().filter(|block| block.region == Region::Main && !block.hidden) {
        lead.push_str(&block.text);
        lead.push(' ');
        if lead.len() >= LEAD {
            break;
        }
    }
    lead
}

/// Almost no text anywhere, on a page with scripts: they would build it.
fn needs_javascript(page: &PageModel) -> bool {
    const FEW: usize = 40;
    let shown = page.blocks.iter().filter(|block| !block.hidden && block.region != Region::Cookie);
    // A number or its hours is what a short contact page is for.
    let answers = page.mentions.iter().any(|mention| {
        let contact = matches!(
            mention.kind,
            MentionKind::Phone { .. } | MentionKind::ClockTime { .. } | MentionKind::RoundTheClock
        );
        contact && page.blocks[mention.block].region.is_content()
    });
    !answers && page.readability.words < 15 && shown.flat_map(|block| words(&block.text)).take(FEW).count() < FEW
}

#[cfg(test)]
mod tests;

//! Contact boxes beside the main content that no class and no heading «Kontakt» tells.
//!
//! Place in the flow: part of assemble, after its words have corrected the regions. What must stay true: a box is taken
//! for what it gives, a number or an address under a heading; the whole website's own boxes are left where they stand.

use super::assemble::SHORT;
use super::mentions;
use super::model::{BlockKind, Region};
use super::walk::Walked;

/// Most blocks of a contact box under one heading.
const BOX: usize = 16;

/// Boxes beside the main content that say whom to reach are contact boxes, whatever their heading is: «Fråga oss om
/// larm», a number and its hours. What names the kommun itself belongs to the whole website.
pub(super) fn contact_boxes(walked: &Walked, roots: &[usize], regions: &mut [Region]) {
    let blocks = &walked.blocks;
    // What stands before the page's own text is the frame around it.
    let Some(first) = regions.iter().position(|region| *region == Region::Main) else { return };
    let mut linked = vec![false; blocks.len()];
    for link in &walked.links {
        let calls = ["tel:", "mailto:"].iter().any(|scheme| link.href.starts_with(scheme));
        if let Some(block) = link.block.filter(|_| calls) {
            linked[block] = true;
        }
    }
    let mut at = first;
    while at < blocks.len() {
        let begins = |at: usize| regions[at] == Region::Aside && matches!(blocks[at].kind, BlockKind::Heading(_));
        if !begins(at) {
            at += 1;
            continue;
        }
        let under = |other: &usize| {
            let other = *other;
            regions[other] == Region::Aside && roots[other] == roots[at] && !begins(other)
        };
        let end = at + 1 + (at + 1..blocks.len()).take_while(under).count();
        let short = (at..end).all(|block| blocks[block].text.len() <= SHORT) && end - at <= BOX;
        let gives = (at + 1..end).any(|block| linked[block] || mentions::reaches(&blocks[block].text));
        if short && (gives || names_a_way(&blocks[at].text)) && !is_of_the_site(&blocks[at].text) {
            regions[at..end].fill(Region::Contact);
        }
        at = end;
    }
}

/// Whether a heading names a way to reach somebody: «Besök oss», «Telefontid».
fn names_a_way(heading: &str) -> bool {
    const WAYS: [&str; 7] = ["besök", "hitta hit", "adress", "telefon", "öppettid", "e-post", "mejla"];
    let heading = heading.to_lowercase();
    WAYS.iter().any(|way| heading.starts_with(way))
}

/// Whether a box beside the main content is headed as the whole website's.
fn is_of_the_site(heading: &str) -> bool {
    const SITE: [&str; 6] = ["kommun", "följ oss", "om webbplatsen", "genvägar", "snabblänkar", "nyheter"];
    let heading = heading.to_lowercase();
    SITE.iter().any(|word| heading.contains(word))
}

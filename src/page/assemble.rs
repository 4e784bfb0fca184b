//! Joins what the walk found with where it stands, and lets the text itself correct that.
//!
//! Place in the flow: place → **assemble** → sentences, mentions, type. What must stay true: words decide only about
//! the blocks they stand in and what plainly belongs to them: a date block, a question about the page, a contact box.

use super::beside;
use super::model::{Block, BlockKind, Form, Heading, Link, Region};
use super::place::{Places, Spot};
use super::walk::{RawBlock, Walked};

/// Blocks, headings, links and forms with their places.
pub(super) struct Assembled {
    pub(super) blocks: Vec<Block>,
    pub(super) headings: Vec<Heading>,
    pub(super) links: Vec<Link>,
    pub(super) forms: Vec<Form>,
    /// What links and attributes say of numbers, addresses and dates.
    pub(super) said: Vec<Said>,
}

/// Something said in an attribute, with the block it belongs to.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) block: usize,
    pub(super) kind: SaidKind,
    pub(super) value: String,
}

/// Which attribute said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SaidKind {
    /// `href="tel:"`.
    Tel,
    /// `href="mailto:"`.
    Mail,
    /// `data-tooltip`.
    Tooltip,
    /// `datetime` of `time`.
    Time,
}

/// How a date or editor block begins.
const DATES: [&str; 22] = [
    "senast uppdaterad",
    "senast ändrad",
    "senast granskad",
    "senast publicerad",
    "senast sparad",
    "senast kontrollerad",
    "sidan uppdaterad",
    "sidan ändrad",
    "sidan granskad",
    "sidan publicerad",
    "sidan senast",
    "sidan är senast",
    "uppdaterad:",
    "uppdaterad 2",
    "granskad 2",
    "uppdaterad den",
    "publicerad:",
    "granskad:",
    "innehållsansvarig",
    "sidansvarig",
    "ansvarig för sidan",
    "ansvarig för innehållet",
];
/// How a question about the page itself begins.
const FEEDBACK: [&str; 11] = [
    "hjälpte informationen",
    "hjälpte den här",
    "hjälpte sidan",
    "var informationen",
    "var sidan till",
    "var den här sidan",
    "hittade du det du",
    "hittade du informationen",
    "fick du svar på",
    "är du nöjd med innehållet",
    "vad tycker du om sidan",
];
/// Longest text, in bytes, of a block that is only a date, a label or a question.
pub(super) const SHORT: usize = 200;

/// Joins blocks, links and forms with their places.
pub(super) fn assemble(walked: &mut Walked, places: &Places) -> Assembled {
    let spots: Vec<Spot> = walked.blocks.iter().map(|block| places.spots[block.frame]).collect();
    let mut regions: Vec<Region> = spots.iter().map(|spot| spot.region).collect();
    let roots: Vec<usize> = spots.iter().map(|spot| spot.root).collect();
    correct(&walked.blocks, &roots, &mut regions);
    beside::contact_boxes(walked, &roots, &mut regions);
    join_contact_headings(&walked.blocks, &mut regions);

    let mut headings: Vec<Heading> = Vec::new();
    let mut current: Vec<Option<usize>> = vec![None; places.spots.len()];
    let mut blocks = Vec::with_capacity(walked.blocks.len());
    for (index, raw) in walked.blocks.drain(..).enumerate() {
        let RawBlock { kind, text, node, hidden, .. } = raw;
        let (region, root) = (regions[index], roots[index]);
        if let BlockKind::Heading(level) = kind
            && !hidden
        {
            let mut parent = current[root];
            while let Some(above) = parent.filter(|above| headings[*above].level >= level) {
                parent = headings[above].parent;
            }
            current[root] = Some(headings.len());
            headings.push(Heading { level, text: text.clone(), node, parent, region });
        }
        // A contact box without a heading stands under the one it is placed below.
        let around = || (region == Region::Contact && root != 0).then(|| current[places.around(root)]).flatten();
        // A heading stands under the one above it, not under itself.
        let heading = match (kind, current[root]) {
            (BlockKind::Heading(_), Some(own)) if !hidden => headings[own].parent,
            (_, under) => under.or_else(around),
        };
        blocks.push(Block { kind, region, text, node, heading, sentences: Vec::new(), hidden });
    }
    let said = said(walked, &places.spots, &roots);
    let region_of =
        |frame: usize, block: Option<usize>| block.map_or(places.spots[frame].region, |block| blocks[block].region);
    let links = walked
        .links
        .drain(..)
        .map(|raw| Link {
            region: region_of(raw.frame, raw.block),
            heading: raw.block.and_then(|block| blocks[block].heading),
            url: raw.url,
            href: raw.href,
            text: raw.text,
            node: raw.node,
            block: raw.block,
            file: raw.file,
        })
        .collect();
    let forms = walked
        .forms
        .drain(..)
        .map(|raw| Form {
            region: places.spots[raw.frame].region,
            action: raw.action,
            controls: raw.controls,
            node: raw.node,
        })
        .collect();
    Assembled { blocks, headings, links, forms, said }
}

/// Gathers what links and attributes say, each with the block it stands in or next to.
fn said(walked: &mut Walked, spots: &[Spot], roots: &[usize]) -> Vec<Said> {
    // Without text of its own it belongs to the block before it in the same box, else to the one after.
    let nearest = |frame: usize, next: usize| {
        let same = |index: &usize| roots.get(*index).is_some_and(|root| *root == spots[frame].root);
        let before = next.checked_sub(1);
        before.filter(same).or_else(|| Some(next).filter(same)).or(before).unwrap_or(next)
    };
    let mut said = Vec::new();
    for link in &walked.links {
        let scheme = link.href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let kind = match scheme.as_deref() {
            Some("tel") => SaidKind::Tel,
            Some("mailto") => SaidKind::Mail,
            _ => continue,
        };
        let value = link.href[link.href.find(':').map_or(0, |at| at + 1)..].split('?').next().unwrap_or_default();
        let block = link.block.unwrap_or_else(|| nearest(link.frame, link.before));
        said.push(Said { block, kind, value: value.replace("%20", " ").replace("%40", "@") });
    }
    let values = walked.tooltips.drain(..).map(|value| (SaidKind::Tooltip, value));
    let times = walked.times.drain(..).map(|value| (SaidKind::Time, value));
    for (kind, raw) in values.chain(times) {
        // The block was open when it was said, or is the next to come.
        let own = roots.get(raw.block).is_some_and(|root| *root == spots[raw.frame].root);
        let block = if own { raw.block } else { nearest(raw.frame, raw.block) };
        said.push(Said { block, kind, value: raw.value });
    }
    said
}

/// Lets the words of the blocks correct the regions.
fn correct(blocks: &[RawBlock], roots: &[usize], regions: &mut [Region]) {
    let mut under = None;
    for (index, block) in blocks.iter().enumerate() {
        let heading = matches!(block.kind, BlockKind::Heading(_));
        if let Some((region, root)) = under
            && (heading || root != roots[index] || (region != Region::Contact && block.text.len() > SHORT))
        {
            under = None;
        }
        let menu = matches!(regions[index], Region::Nav | Region::Cookie | Region::Breadcrumb);
        let start = if menu || block.text.len() > SHORT { String::new() } else { start_of(&block.text) };
        let begins = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
        match regions[index] {
            Region::Nav | Region::Cookie | Region::Breadcrumb => {}
            _ if block.text.len() <= SHORT && begins(&DATES) => {
                regions[index] = Region::DateBlock;
                // The date may stand in the next block, unless a name stands here: «Sidansvarig: Kim Ek».
                if let Some(next) = blocks.get(index + 1)
                    && !block.text.contains(": ")
                    && block.text.len() < 40
                    && next.text.len() < 40
                    && next.text.bytes().any(|byte| byte.is_ascii_digit())
                    && !block.text.bytes().any(|byte| byte.is_ascii_digit())
                {
                    regions[index + 1] = Region::DateBlock;
                }
            }
            Region::Main | Region::Aside if block.text.len() <= SHORT && begins(&FEEDBACK) => {
                regions[index] = Region::Feedback;
                under = Some((Region::Feedback, roots[index]));
            }
            Region::Aside if block.text.len() < 60 && start.starts_with("kontakt") => {
                regions[index] = Region::Contact;
                under = Some((Region::Contact, roots[index]));
            }
            Region::Main | Region::Aside => {
                if let Some((region, _)) = under {
                    regions[index] = region;
                }
            }
            _ => {}
        }
    }
}

/// A heading "Kontakt …" and the short blocks under it belong to the contact boxes that it opens.
fn join_contact_headings(blocks: &[RawBlock], regions: &mut [Region]) {
    let title = (0..blocks.len()).find(|at| regions[*at] == Region::Main && blocks[*at].kind == BlockKind::Heading(1));
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else { continue };
        // A page of contacts is no box.
        if title == Some(index)
            || !matches!(regions[index], Region::Main | Region::Aside)
            || !start_of(&block.text).starts_with("kontakt")
        {
            continue;
        }
        let ends = |other: &RawBlock| matches!(other.kind, BlockKind::Heading(under) if under <= level);
        let end = blocks[index + 1..].iter().position(ends).map_or(blocks.len(), |length| index + 1 + length);
        // Up to the last box: what follows it may be something else.
        let Some(last) = (index..end).rev().find(|at| regions[*at] == Region::Contact) else { continue };
        let own = |region: Region| matches!(region, Region::Main | Region::Aside);
        if (index..last).all(|at| !own(regions[at]) || blocks[at].text.len() <= SHORT) {
            for region in regions[index..last].iter_mut().filter(|region| own(**region)) {
                *region = Region::Contact;
            }
        }
    }
}

/// The first letters of a text in lower case, without opening marks.
fn start_of(text: &str) -> String {
    text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(30).flat_map(char::to_lowercase).collect()
}

//! What the walk hands on: everything with the container it stands in, before regions are settled.

use ego_tree::NodeId;
use url::Url;

use super::super::address::Address;
use super::super::model::{BlockKind, FormControl};
use super::super::region::Claim;

/// A container element.
#[derive(Debug)]
pub(in crate::page) struct Frame {
    pub(in crate::page) node: NodeId,
    /// The frame around it; the first frame is its own.
    pub(in crate::page) parent: usize,
    pub(in crate::page) claim: Claim,
    /// Bytes of text directly in it, later with all inside it; and how many of them stand in links.
    pub(in crate::page) text: usize,
    pub(in crate::page) linked: usize,
    /// Holds the page's `h1`.
    pub(in crate::page) has_h1: bool,
    /// Holds a heading of any level.
    pub(in crate::page) has_heading: bool,
}

impl Frame {
    pub(super) fn new(node: NodeId, parent: usize, claim: Claim) -> Self {
        Self { node, parent, claim, text: 0, linked: 0, has_h1: false, has_heading: false }
    }
}

/// A block without its region.
#[derive(Debug)]
pub(in crate::page) struct RawBlock {
    pub(in crate::page) kind: BlockKind,
    pub(in crate::page) text: String,
    pub(in crate::page) node: NodeId,
    pub(in crate::page) frame: usize,
    pub(in crate::page) hidden: bool,
}

/// A link without its region.
#[derive(Debug)]
pub(in crate::page) struct RawLink {
    pub(in crate::page) url: Option<Address>,
    pub(in crate::page) href: String,
    pub(in crate::page) text: String,
    /// What names it where it has no text.
    pub(in crate::page) name: String,
    pub(in crate::page) node: NodeId,
    pub(in crate::page) block: Option<usize>,
    /// The next block to come when the link ended.
    pub(in crate::page) before: usize,
    pub(in crate::page) frame: usize,
    pub(in crate::page) file: bool,
}

/// A form without its region.
#[derive(Debug)]
pub(in crate::page) struct RawForm {
    pub(in crate::page) action: Option<Url>,
    pub(in crate::page) controls: Vec<FormControl>,
    pub(in crate::page) node: NodeId,
    pub(in crate::page) frame: usize,
}

/// Something said in an attribute: `datetime` of `time`, or `data-tooltip`, where some contact cards have the number.
#[derive(Debug)]
pub(in crate::page) struct RawValue {
    pub(in crate::page) value: String,
    pub(in crate::page) frame: usize,
    /// The block that was open, or the next to come.
    pub(in crate::page) block: usize,
}

/// All that the walk found.
#[derive(Debug)]
pub(in crate::page) struct Walked {
    pub(in crate::page) frames: Vec<Frame>,
    pub(in crate::page) blocks: Vec<RawBlock>,
    pub(in crate::page) links: Vec<RawLink>,
    pub(in crate::page) forms: Vec<RawForm>,
    pub(in crate::page) times: Vec<RawValue>,
    pub(in crate::page) tooltips: Vec<RawValue>,
    /// Scripts met outside `head`.
    pub(in crate::page) scripts: usize,
}

impl Walked {
    pub(super) fn new(root: NodeId) -> Self {
        Self {
            frames: vec![Frame::new(root, 0, Claim::default())],
            blocks: Vec::new(),
            links: Vec::new(),
            forms: Vec::new(),
            times: Vec::new(),
            tooltips: Vec::new(),
            scripts: 0,
        }
    }
}

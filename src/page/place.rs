//! Settles where everything stands: which containers are the main content, and the region of each.
//!
//! Place in the flow: walk → **place** → model. What must stay true: a landmark wins over class words, class words over
//! text density; a class word alone is believed only while the text in it fits; how the main content was found is kept.

use ego_tree::NodeId;

use super::model::{MainKind, Region};
use super::region::MainClaim;
use super::walk::{Frame, Walked};

/// Where a frame is, settled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) region: Region,
    /// The frame where its region begins; 0 for the main content, whose parts are one.
    pub(super) root: usize,
}

/// All places on a page.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) spots: Vec<Spot>,
    parents: Vec<usize>,
    pub(super) main: Vec<NodeId>,
    pub(super) main_kind: MainKind,
}

impl Places {
    /// The root of the region around the one that begins at `root`.
    pub(super) fn around(&self, root: usize) -> usize {
        self.spots[self.parents[root]].root
    }
}

/// Least text, in bytes, for a claimed main content to be believed while there is more elsewhere.
const THIN: usize = 100;

/// Settles the regions of all frames. Sums up the text of the frames on the way.
pub(super) fn settle(walked: &mut Walked) -> Places {
    let own: Vec<usize> = walked.frames.iter().map(|frame| frame.text).collect();
    sum_up(&mut walked.frames);
    let frames = &walked.frames;
    let claims: Vec<Option<Region>> = frames.iter().map(believed).collect();
    let (roots, main_kind) = find_main(frames, &own, &claims);
    let mut spots = Vec::with_capacity(frames.len());
    spots.push(Spot { region: Region::Aside, root: 0 });
    let mut in_main = vec![false; frames.len()];
    // The contact box without a heading of its own that was last met in each frame.
    let mut box_before: Vec<Option<usize>> = vec![None; frames.len()];
    let is_root = |index: usize| roots.contains(&index);
    if is_root(0) {
        spots[0] = Spot { region: Region::Main, root: 0 };
        in_main[0] = true;
    }
    for (index, frame) in frames.iter().enumerate().skip(1) {
        let above: Spot = spots[frame.parent];
        in_main[index] = in_main[frame.parent] || is_root(index);
        let spot = if is_root(index) && !in_main[frame.parent] {
            Spot { region: Region::Main, root: 0 }
        } else {
            match claims[index].filter(|claim| replaces(*claim, above.region)) {
                Some(region) => {
                    // One box per item, as contact apps write: together they are one.
                    let before = (region == Region::Contact).then_some(box_before[frame.parent]).flatten();
                    let root = before.unwrap_or(index);
                    box_before[frame.parent] = (region == Region::Contact && !frame.has_heading).then_some(root);
                    Spot { region, root }
                }
                None => above,
            }
        };
        spots.push(spot);
    }
    let parents = frames.iter().map(|frame| frame.parent).collect();
    Places { spots, parents, main: roots.iter().map(|root| frames[*root].node).collect(), main_kind }
}

/// Adds the text of each frame to those around it. Frames stand in document order, so parents come first.
fn sum_up(frames: &mut [Frame]) {
    for index in (1..frames.len()).rev() {
        let Frame { parent, text, linked, has_h1, has_heading, .. } = frames[index];
        frames[parent].text += text;
        frames[parent].linked += linked;
        frames[parent].has_h1 |= has_h1;
        frames[parent].has_heading |= has_heading;
    }
}

/// The region a frame claims, if its text fits the claim.
fn believed(frame: &Frame) -> Option<Region> {
    let region = frame.claim.region?;
    if !frame.claim.soft {
        return Some(region);
    }
    let Frame { text, linked, has_h1, .. } = *frame;
    let fits = match region {
        Region::Nav | Region::Breadcrumb => text < 200 || linked * 2 > text,
        Region::Contact => text < 3000 && !has_h1,
        Region::DateBlock => text < 400,
        Region::Feedback => text < 800 && !has_h1,
        Region::Cookie => text < 6000 && !has_h1,
        Region::Header | Region::Footer | Region::Aside => !has_h1,
        Region::Main => true,
    };
    fits.then_some(region)
}

/// Whether a claim counts inside a region: nothing in a menu, footer or banner becomes content again.
fn replaces(claim: Region, around: Region) -> bool {
    match around {
        Region::Main | Region::Aside => true,
        Region::Contact => matches!(claim, Region::Nav | Region::DateBlock | Region::Feedback | Region::Cookie),
        Region::Header => matches!(claim, Region::Nav | Region::Breadcrumb | Region::Cookie),
        Region::Footer => matches!(claim, Region::DateBlock | Region::Cookie),
        Region::Nav => matches!(claim, Region::Breadcrumb | Region::Cookie),
        Region::DateBlock | Region::Breadcrumb | Region::Cookie | Region::Feedback => false,
    }
}

/// The frames that are the main content.
fn find_main(frames: &[Frame], own: &[usize], claims: &[Option<Region>]) -> (Vec<usize>, MainKind) {
    let total = frames[0].text;
    let landmarks = outermost(frames, |frame| frame.claim.main == MainClaim::Landmark);
    let text = |roots: &[usize]| roots.iter().map(|root| frames[*root].text).sum::<usize>();
    if !landmarks.is_empty() && (text(&landmarks) >= THIN || total < 10 * THIN) {
        return (landmarks, MainKind::Landmark);
    }
    let scores = scores(frames, own, claims);
    let score = |roots: &[usize]| roots.iter().map(|root| scores[*root]).sum::<usize>();
    for (claim, share) in [(MainClaim::PageContent, 3), (MainClaim::Content, 2)] {
        let found: Vec<usize> = outermost(frames, |frame| frame.claim.main == claim)
            .into_iter()
            .filter(|index| !inside_claim(frames, claims, *index))
            .collect();
        if !found.is_empty() && score(&found) * share >= scores[0] && (score(&found) > 0 || scores[0] == 0) {
            return (found, MainKind::Cms);
        }
    }
    (vec![densest(frames, &scores)], MainKind::Density)
}

/// Frames for which `is` holds and that stand in no other such frame.
fn outermost(frames: &[Frame], is: impl Fn(&Frame) -> bool) -> Vec<usize> {
    let mut inside = vec![false; frames.len()];
    let mut found = Vec::new();
    for (index, frame) in frames.iter().enumerate().skip(1) {
        inside[index] = inside[frame.parent];
        if !inside[index] && is(frame) {
            inside[index] = true;
            found.push(index);
        }
    }
    found
}

/// Whether a frame stands in the site's header, footer, menu or banner.
fn inside_claim(frames: &[Frame], claims: &[Option<Region>], mut index: usize) -> bool {
    while index != 0 {
        if claims[index].is_some_and(|region| !matches!(region, Region::Contact | Region::DateBlock | Region::Main)) {
            return true;
        }
        index = frames[index].parent;
    }
    false
}

/// How much running text each frame holds: own text less twice what is linked, nothing from menus, footers, banners.
fn scores(frames: &[Frame], own: &[usize], claims: &[Option<Region>]) -> Vec<usize> {
    let mut scores: Vec<usize> = own.to_vec();
    let mut own_linked: Vec<usize> = frames.iter().map(|frame| frame.linked).collect();
    for (index, frame) in frames.iter().enumerate().skip(1) {
        own_linked[frame.parent] = own_linked[frame.parent].saturating_sub(frames[index].linked);
    }
    for index in (0..frames.len()).rev() {
        scores[index] = scores[index].saturating_sub(2 * own_linked[index]);
    }
    for index in (1..frames.len()).rev() {
        if claims[index].is_some_and(|region| !matches!(region, Region::Contact | Region::DateBlock)) {
            scores[index] = 0;
        }
        scores[frames[index].parent] += scores[index];
    }
    scores
}

/// Down from the top as long as one child holds nearly all the running text.
fn densest(frames: &[Frame], scores: &[usize]) -> usize {
    let mut best_child = vec![0; frames.len()];
    for (index, frame) in frames.iter().enumerate().skip(1) {
        let best = best_child[frame.parent];
        if best == 0 || scores[index] > scores[best] {
            best_child[frame.parent] = index;
        }
    }
    let mut at = 0;
    while best_child[at] != 0 && scores[best_child[at]] * 10 >= scores[at] * 8 && scores[at] > 0 {
        let child = best_child[at];
        // The heading often stands beside the text.
        if frames[at].has_h1 && !frames[child].has_h1 {
            break;
        }
        at = child;
    }
    at
}

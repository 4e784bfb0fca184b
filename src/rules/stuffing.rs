//! Word lists: text that names everything and says nothing.
//!
//! Place in the flow: hits → **word lists** → statements leave them out.
//! What must stay true: naming is not telling, also when all names stand together; a plain list of what help there is
//! stays evidence.

use super::reading::{Reading, Segment};

/// A paragraph or item of at least so many words can be a word list …
const BLOCK_WORDS: usize = 16;
/// … and a list or table of at least so many.
const LIST_WORDS: usize = 60;
/// Share of the words that are trigger words, in percent, from which it is one.
const COVERED: usize = 75;

/// Marks the blocks that are word lists.
pub(crate) fn word_lists(reading: &Reading<'_>) -> Vec<bool> {
    let mut covered = vec![false; reading.text.words.len()];
    for hit in reading.hits.all() {
        if reading.set.telling[hit.phrase as usize] && matches!(reading.segments[hit.segment], Segment::Block(_)) {
            covered[hit.first..=hit.last].fill(true);
        }
    }
    let count = |block: usize| {
        let words = reading.block_words[block].clone();
        (covered[words.clone()].iter().filter(|c| **c).count(), words.len())
    };
    let is_list = |(covered, words): (usize, usize), least: usize| words >= least && covered * 100 >= words * COVERED;
    let blocks = reading.page.blocks.len();
    let mut stuffed: Vec<bool> = (0..blocks).map(|block| is_list(count(block), BLOCK_WORDS)).collect();
    for list in 0.. {
        let members: Vec<usize> = reading.scopes.list_blocks(list).collect();
        if members.is_empty() {
            break;
        }
        let sum = members.iter().map(|&b| count(b)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        if is_list(sum, LIST_WORDS) {
            for member in members {
                stuffed[member] = true;
            }
        }
    }
    stuffed
}

//! Whether a page says something: all needs of a statement in one scope.
//!
//! Place in the flow: reading → **statements** → check kinds.
//! What must stay true: naming is not telling. A heading, a menu, a list of links or a bare mention never suffices; words
//! of two needs never overlap; removing text never makes a statement true that was not, but for the heading or label that
//! said what it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use super::link;
use super::mention;
use super::names;
use super::negation;
use super::phrases::PhraseId;
use super::reading::Reading;
use super::scope::{Scope, asks, sentence, stands_in_sentence};
use super::spec::{Need, OnlyIn, Shape, Statement, Within};
use crate::domain::Evidence;
use crate::page::{BlockKind, Region};

/// A place that meets a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The block, if it stands in one.
    pub block: Option<usize>,
    /// Bytes in the block's text; empty when it stands in an attribute.
    pub range: Range<usize>,
    /// The link, for links outside blocks.
    pub link: Option<usize>,
    /// What was found: different phrases and values have different keys.
    pub key: u64,
    /// In a heading, or in a block that is nothing but links: not enough alone.
    pub weak: bool,
    /// May overlap other needs (a fact, a link as such).
    pub loose: bool,
    /// Says something by itself: a number, a time, an amount, a link.
    pub value: bool,
}

/// A statement met: the deciding places, one need after the other.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// The places.
    pub spots: Vec<Spot>,
}

impl Match {
    /// The evidence, best first: what says something by itself, then other text, then headings, in the order of the
    /// page; at most three.
    pub(crate) fn evidence(&self, reading: &Reading<'_>) -> Vec<Evidence> {
        evidence(reading, &self.spots)
    }
}

fn evidence(reading: &Reading<'_>, spots: &[Spot]) -> Vec<Evidence> {
    let valued: BTreeSet<usize> = spots.iter().filter(|spot| spot.value).filter_map(|spot| spot.block).collect();
    let mut blocks: BTreeMap<(bool, bool, usize), Vec<Range<usize>>> = BTreeMap::new();
    let mut links = BTreeSet::new();
    for spot in spots {
        match (spot.block, spot.link) {
            (Some(block), _) => {
                let order = (reading.is_heading(block), !valued.contains(&block), block);
                blocks.entry(order).or_default().push(spot.range.clone());
            }
            (None, Some(link)) => drop(links.insert(link)),
            (None, None) => {}
        }
    }
    let in_blocks = blocks.into_iter().map(|((.., block), ranges)| reading.quote(block, &ranges));
    in_blocks.chain(links.into_iter().map(|link| reading.quote_link(link))).take(3).collect()
}

/// The first of several statements that the page makes.
pub(crate) fn first_match(reading: &Reading<'_>, statements: &[Statement<PhraseId>]) -> Option<Match> {
    statements.iter().find_map(|statement| Finder::of_all(reading, statement)?.matches(1).pop())
}

/// All places that the statements stand on.
pub(crate) fn all_spots(reading: &Reading<'_>, statements: &[Statement<PhraseId>]) -> Vec<Spot> {
    /// More places than this say no more of a fact.
    const ENOUGH: usize = 20;
    let mut spots: Vec<Spot> = Vec::new();
    for found in statements.iter().filter_map(|s| Finder::of_all(reading, s)).flat_map(|f| f.matches(ENOUGH)) {
        spots.extend(found.spots.into_iter().filter(|spot| !spots.contains(spot)).collect::<Vec<_>>());
    }
    spots
}

/// The nearest miss: the scope where the first need is met and most of the others.
pub(crate) fn nearest(reading: &Reading<'_>, statements: &[Statement<PhraseId>]) -> Option<Evidence> {
    let misses = statements.iter().filter_map(|s| Finder::new(reading, s)?.miss());
    let best = misses.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    evidence(reading, &best.1).into_iter().next()
}

/// So many of the scopes seen last are compared first.
const LATELY: usize = 3;

/// The scopes of one kind that hold a need's places.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// In the order of the page.
    pub in_order: Vec<Scope>,
    /// The same, sorted.
    sorted: Vec<Scope>,
}

impl Places {
    /// The scopes round the places.
    pub(crate) fn of(reading: &Reading<'_>, spots: &[Spot], within: Within) -> Self {
        let mut places = Self::default();
        for spot in spots {
            match spot.block {
                Some(block) => {
                    reading.scopes.around(reading.page, within, block, spot.range.start).for_each(|s| places.add(s));
                }
                // A link outside all blocks belongs to the page as a whole.
                None => places.add(Scope::Page),
            }
        }
        places
    }

    fn add(&mut self, scope: Scope) {
        // What stands close together stands in the same scopes.
        if self.in_order.iter().rev().take(LATELY).any(|known| *known == scope) {
            return;
        }
        if let Err(at) = self.sorted.binary_search(&scope) {
            self.sorted.insert(at, scope);
            self.in_order.push(scope);
        }
    }

    /// Whether a scope is among them.
    fn hold(&self, scope: &Scope) -> bool {
        self.sorted.binary_search(scope).is_ok()
    }
}

struct Finder<'r, 'a> {
    reading: &'r Reading<'a>,
    statement: &'r Statement<PhraseId>,
    /// By need: its places in the order of the page.
    found: Vec<Rc<[Spot]>>,
    /// Blocks, or sentences, that an `unless` phrase strikes out, sorted.
    struck: Rc<[Scope]>,
}

impl<'r, 'a> Finder<'r, 'a> {
    /// `None` when the statement does not count on this page's type, or nothing of it stands here.
    fn new(reading: &'r Reading<'a>, statement: &'r Statement<PhraseId>) -> Option<Self> {
        if !statement.on.is_empty() && !statement.on.contains(&reading.page.page_type) {
            return None;
        }
        let first = reading.spots(statement.need.first()?);
        if first.is_empty() {
            return None;
        }
        let others = statement.need.iter().skip(1).map(|need| reading.spots(need));
        let found = std::iter::once(first).chain(others).collect();
        Some(Self { reading, statement, found, struck: reading.struck(statement) })
    }

    /// `None` also when some need is met nowhere: most statements end here.
    fn of_all(reading: &'r Reading<'a>, statement: &'r Statement<PhraseId>) -> Option<Self> {
        let counts = statement.on.is_empty() || statement.on.contains(&reading.page.page_type);
        if !counts || !statement.need.iter().all(|need| reading.meets(need)) {
            return None;
        }
        Self::new(reading, statement)
    }

    /// The scopes in which the first need is met, in the order of the page.
    fn scopes(&self) -> Vec<Scope> {
        let places = self.reading.places(&self.statement.need[0], self.statement.within);
        let mut scopes = places.in_order.clone();
        if !self.struck.is_empty() {
            scopes.retain(|scope| self.within(0, *scope).next().is_some());
        }
        scopes
    }

    /// For each need but the first, the scopes in which it is met.
    fn others(&self) -> Vec<Rc<Places>> {
        self.statement.need.iter().skip(1).map(|need| self.reading.places(need, self.statement.within)).collect()
    }

    fn is_struck(&self, spot: &Spot) -> bool {
        if self.struck.is_empty() {
            return false;
        }
        spot.block.is_some_and(|block| {
            let is_struck = |scope: &Scope| self.struck.binary_search(scope).is_ok();
            is_struck(&Scope::Block(block))
                || self.statement.strikes() == Within::Sentence
                    && is_struck(&sentence(self.reading.page, block, spot.range.start))
        })
    }

    fn matches(&self, limit: usize) -> Vec<Match> {
        let others = self.others();
        let all = |scope: &Scope| others.iter().all(|places| places.hold(scope));
        self.scopes().into_iter().filter(all).filter_map(|scope| self.met_in(scope)).take(limit).collect()
    }

    /// The places of a need in a scope.
    fn within(&self, need: usize, scope: Scope) -> impl Iterator<Item = &Spot> {
        let spots = &self.found[need];
        // Places are in the order of blocks and of their bytes: those of one block or sentence are a row.
        let from = |block: usize, byte: usize| {
            spots.partition_point(|spot| (spot.block.unwrap_or(usize::MAX), spot.range.start) < (block, byte))
        };
        let row = match scope {
            Scope::Block(block) => &spots[from(block, 0)..from(block + 1, 0)],
            Scope::Sentence(block, number) => {
                let shown = &self.reading.page.blocks[block];
                let sentences = &shown.sentences;
                let question = number.checked_sub(1).is_some_and(|before| asks(shown, before));
                let first = (number - usize::from(question)).checked_sub(1).map_or(0, |before| sentences[before].end);
                // What stands after the last sentence belongs to it.
                let last = sentences[number..].len() <= 1;
                let end = if last { from(block + 1, 0) } else { from(block, sentences[number].end) };
                &spots[from(block, first)..end]
            }
            Scope::List(_) | Scope::Section(_) => {
                let blocks = self.reading.scopes.bounds(scope);
                &spots[from(blocks.start, 0)..from(blocks.end, 0)]
            }
            Scope::Page => spots,
        };
        row.iter().filter(move |spot| self.stands_in(spot, scope) && !self.is_struck(spot))
    }

    fn stands_in(&self, spot: &Spot, scope: Scope) -> bool {
        match (spot.block, scope) {
            (None, scope) => scope == Scope::Page,
            (Some(block), Scope::Sentence(other, number)) => {
                block == other && stands_in_sentence(&self.reading.page.blocks[block], spot.range.start, number)
            }
            (Some(block), scope) => self.reading.scopes.holds(scope, block),
        }
    }

    fn met_in(&self, scope: Scope) -> Option<Match> {
        if (1..self.found.len()).any(|need| self.within(need, scope).next().is_none()) {
            return None;
        }
        let by_need: Vec<Vec<&Spot>> = (0..self.found.len()).map(|need| self.within(need, scope).collect()).collect();
        let weak_is_enough = self.statement.need.iter().any(|need| need.weak_too);
        let mut picked = Vec::new();
        // A strong place for some need; the others take what comes first.
        let strong_first = (0..by_need.len()).find_map(|strong| {
            picked.clear();
            self.pick(&by_need, 0, Some(strong), &mut picked).then(|| picked.clone())
        });
        let spots = strong_first.or_else(|| {
            picked.clear();
            (weak_is_enough && self.pick(&by_need, 0, None, &mut picked)).then(|| picked.clone())
        })?;
        Some(Match { spots })
    }

    /// Picks places for the needs from `at` on that overlap none picked; `strong` names the need whose first place must
    /// not be weak.
    fn pick(&self, by_need: &[Vec<&Spot>], at: usize, strong: Option<usize>, picked: &mut Vec<Spot>) -> bool {
        let Some(spots) = by_need.get(at) else { return true };
        let least = self.statement.need[at].min.unwrap_or(1);
        // Each place once as the first of this need; the rest of `min` greedily.
        for first in spots.iter().filter(|spot| strong != Some(at) || !spot.weak) {
            let before = picked.len();
            let mut keys = BTreeSet::new();
            for spot in std::iter::once(first).chain(spots) {
                if keys.len() < least && !keys.contains(&spot.key) && !picked.iter().any(|other| overlap(other, spot)) {
                    keys.insert(spot.key);
                    picked.push((*spot).clone());
                }
            }
            if keys.len() >= least && self.pick(by_need, at + 1, strong, picked) {
                return true;
            }
            picked.truncate(before);
        }
        false
    }

    /// How many needs are met where most are, and those places; only when the first is met.
    fn miss(&self) -> Option<(usize, Vec<Spot>)> {
        let others = self.others();
        let mut best: Option<(usize, Scope)> = None;
        for scope in self.scopes() {
            let met = 1 + others.iter().filter(|places| places.hold(&scope)).count();
            if best.is_none_or(|(most, _)| met > most) {
                best = Some((met, scope));
            }
        }
        let (most, scope) = best?;
        let spots = (0..self.found.len()).filter_map(|need| self.within(need, scope).next().cloned());
        Some((most, spots.collect()))
    }
}

fn overlap(a: &Spot, b: &Spot) -> bool {
    !a.loose
        && !b.loose
        && a.block == b.block
        && a.link == b.link
        && a.range.start < b.range.end
        && b.range.start < a.range.end
}

/// Blocks, or sentences, that an `unless` phrase strikes out, sorted. A heading, or a label on a line of its own,
/// strikes what stands under it. Looked for once a page: [`Reading::struck`].
pub(super) fn struck(reading: &Reading<'_>, statement: &Statement<PhraseId>) -> Vec<Scope> {
    let page = reading.page;
    let sentences = statement.strikes() == Within::Sentence;
    let mut struck = Vec::new();
    for (block, hit) in statement.unless.iter().flat_map(|&phrase| reading.in_blocks(phrase)) {
        struck.push(if sentences { sentence(page, block, reading.bytes(hit).start) } else { Scope::Block(block) });
        struck.extend(reading.scopes.labelled(page, block).map(Scope::Block));
    }
    struck.sort_unstable();
    struck.dedup();
    struck
}

/// The places of a need in the order of the page.
pub(crate) fn look_for(reading: &Reading<'_>, need: &Need<PhraseId>) -> Vec<Spot> {
    let mut spots = spots(reading, need);
    spots.sort_by_key(|spot| (spot.block.unwrap_or(usize::MAX), spot.range.start, spot.range.end, spot.key));
    spots
}

fn spots(reading: &Reading<'_>, need: &Need<PhraseId>) -> Vec<Spot> {
    if let Some(wanted) = &need.link {
        return link::spots(reading, wanted);
    }
    if let Some(fact) = &need.fact {
        let places = reading.facts.get(fact.as_str()).cloned().unwrap_or_default();
        return places.into_iter().map(|spot| Spot { loose: true, key: 0, ..spot }).collect();
    }
    if let Some(Shape::Names) = need.shape {
        return names::spots(reading, &need.unless);
    }
    if !need.mention.is_empty() {
        return mention::spots(reading, &need.mention, need.not_in_heading);
    }
    phrase_spots(reading, need)
}

fn phrase_spots(reading: &Reading<'_>, need: &Need<PhraseId>) -> Vec<Spot> {
    let mut spots = Vec::new();
    for &phrase in &need.any {
        let negative = reading.set.book.phrases[phrase as usize].negative;
        for (block, hit) in reading.in_blocks(phrase) {
            let heading = reading.is_heading(block);
            let denied = if need.negated_too || negative {
                negation::follows(&reading.text, hit, &need.not_after)
            } else {
                reading.is_denied(hit, &need.not_after)
            };
            if denied || heading && need.not_in_heading || !may_tell(reading, need, block) {
                continue;
            }
            spots.push(Spot {
                block: Some(block),
                range: reading.bytes(hit),
                link: None,
                key: u64::from(phrase),
                weak: heading || reading.bare_links[block],
                loose: false,
                value: false,
            });
        }
    }
    spots
}

/// Whether a block is one that a need of phrases may be met in.
fn may_tell(reading: &Reading<'_>, need: &Need<PhraseId>, block: usize) -> bool {
    let kept = &reading.page.blocks[block];
    // A form's labels and options name what one may write about.
    let is_form = need.weak_too && kept.kind == BlockKind::Control;
    let is_there = match need.only_in {
        None => true,
        Some(OnlyIn::Title) => reading.title_block == Some(block),
        Some(OnlyIn::Heading) => matches!(kept.kind, BlockKind::Heading(_)),
        Some(OnlyIn::Intro) => reading.scopes.introduces(reading.page, block),
    };
    kept.region != Region::DateBlock && !reading.hollow[block] && !is_form && is_there
}

//! One page, read once for all rules: words, hits, scopes, word lists, facts.
//!
//! Place in the flow: page model + rule set → **reading** → checks.
//! What must stay true: the phrases of all rules are looked for in one pass; hidden text, menus and word lists are never
//! part of an answer.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::matcher::{Hit, Hits};
use super::names::{self, Row};
use super::negation::Denials;
use super::phrases::PhraseId;
use super::scope::{Scope, Scopes, is_told};
use super::set::RuleSet;
use super::spec::{Need, Statement, Within};
use super::statement::{self, Places, Spot};
use super::words::Text;
use super::{Context, Origin, hollow, stuffing};
use crate::a11y::CheckResult;
use crate::domain::Evidence;
use crate::domain::finding::QUOTE_MAX;
use crate::page::{Address, Block, BlockKind, PageModel};

/// What a segment of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A block of the content.
    Block(usize),
    /// A link's text.
    Link(usize),
}

/// A page with everything that checks ask of it.
pub(crate) struct Reading<'a> {
    pub set: &'a RuleSet,
    pub page: &'a PageModel,
    /// What the accessibility checks say of its code.
    pub code: &'a [CheckResult],
    pub context: &'a Context<'a>,
    pub scopes: Scopes,
    pub text: Text<'a>,
    pub hits: Hits,
    denials: Denials,
    /// Words of questions whose answer is a no, in the order of the text.
    refused: Vec<Range<usize>>,
    pub segments: Vec<Segment>,
    /// Words of each block in `text`, empty for blocks that are not told.
    pub block_words: Vec<Range<usize>>,
    /// Blocks that are nothing but links.
    pub bare_links: Vec<bool>,
    /// Blocks that are word lists: no evidence.
    pub stuffed: Vec<bool>,
    /// Placeholders, and headings with nothing under them: no evidence.
    pub hollow: Vec<bool>,
    /// The first heading of the content.
    pub title_block: Option<usize>,
    /// Where each true fact stands; absent when it is not true.
    pub facts: BTreeMap<&'a str, Vec<Spot>>,
    /// The places of each need that has been asked for, by its number.
    needs: RefCell<Vec<Option<Rc<[Spot]>>>>,
    /// The scopes that hold them, by number and kind of scope.
    places: RefCell<Vec<[Option<Rc<Places>>; Within::COUNT]>>,
    /// The rows of names by the words that no name holds.
    rows: RefCell<BTreeMap<Vec<PhraseId>, Rc<[Row]>>>,
    /// What each way to strike strikes out, by its number.
    struck: RefCell<Vec<Option<Rc<[Scope]>>>>,
    /// What a need that is met nowhere has.
    nowhere: Rc<[Spot]>,
    /// The addresses of the page's links, lower case.
    addresses: OnceCell<Addresses>,
    origin: &'a Origin,
    title: String,
}

impl<'a> Reading<'a> {
    /// Reads a page.
    pub(crate) fn new(
        set: &'a RuleSet,
        page: &'a PageModel,
        code: &'a [CheckResult],
        origin: &'a Origin,
        context: &'a Context<'a>,
    ) -> Self {
        let mut text = Text::default();
        let mut segments = Vec::new();
        let mut block_words = vec![0..0; page.blocks.len()];
        for (index, block) in page.blocks.iter().enumerate().filter(|(_, block)| is_told(block)) {
            let segment = text.push(&block.text);
            block_words[index] = text.segments[segment].clone();
            segments.push(Segment::Block(index));
        }
        let blocks = segments.len();
        for (index, link) in page.links.iter().enumerate() {
            let hidden = link.block.is_some_and(|block| page.blocks[block].hidden);
            if (link.region.is_content() || set.links_anywhere) && !hidden && !link.text.is_empty() {
                text.push(&link.text);
                segments.push(Segment::Link(index));
            }
        }
        let hits = set.matcher.find(&set.book, &text, blocks);
        let denials = Denials::of(&text);
        let refused = refused(page, &text, &block_words);
        let bare_links = bare_links(page);
        let mut reading = Self {
            scopes: Scopes::of(page),
            stuffed: vec![false; page.blocks.len()],
            hollow: hollow::blocks(page),
            title_block: (0..page.blocks.len())
                .find(|&b| is_told(&page.blocks[b]) && matches!(page.blocks[b].kind, BlockKind::Heading(_))),
            facts: BTreeMap::new(),
            title: page.title().to_owned(),
            set,
            page,
            code,
            context,
            text,
            hits,
            denials,
            refused,
            segments,
            block_words,
            bare_links,
            needs: RefCell::new(vec![None; set.book.need_count()]),
            places: RefCell::new(vec![Default::default(); set.book.need_count()]),
            rows: RefCell::default(),
            struck: RefCell::new(vec![None; set.book.striking_count()]),
            nowhere: Rc::from([]),
            addresses: OnceCell::new(),
            origin,
        };
        reading.stuffed = stuffing::word_lists(&reading);
        for fact in &set.facts {
            let denied = fact.denied_by.iter().any(|other| reading.facts.contains_key(other.as_str()));
            let spots = if denied { Vec::new() } else { statement::all_spots(&reading, &fact.either) };
            if !spots.is_empty() {
                reading.facts.insert(&fact.name, spots);
            }
        }
        reading
    }

    /// The places of a need in the order of the page, looked for once.
    pub(crate) fn spots(&self, need: &Need<PhraseId>) -> Rc<[Spot]> {
        if let Some(known) = &self.needs.borrow()[need.number] {
            return Rc::clone(known);
        }
        let spots = statement::look_for(self, need);
        let spots = if spots.is_empty() { Rc::clone(&self.nowhere) } else { spots.into() };
        self.needs.borrow_mut()[need.number] = Some(Rc::clone(&spots));
        spots
    }

    /// Whether a need is met anywhere on the page.
    pub(crate) fn meets(&self, need: &Need<PhraseId>) -> bool {
        if let Some(known) = &self.needs.borrow()[need.number] {
            return !known.is_empty();
        }
        !self.spots(need).is_empty()
    }

    /// What a statement's exceptions strike out, sorted; looked for once.
    pub(crate) fn struck(&self, statement: &Statement<PhraseId>) -> Rc<[Scope]> {
        if let Some(known) = &self.struck.borrow()[statement.striking] {
            return Rc::clone(known);
        }
        let struck: Rc<[Scope]> = statement::struck(self, statement).into();
        self.struck.borrow_mut()[statement.striking] = Some(Rc::clone(&struck));
        struck
    }

    /// The scopes of a kind that hold a need's places, gathered once.
    pub(crate) fn places(&self, need: &Need<PhraseId>, within: Within) -> Rc<Places> {
        if let Some(known) = &self.places.borrow()[need.number][within as usize] {
            return Rc::clone(known);
        }
        let places = Rc::new(Places::of(self, &self.spots(need), within));
        self.places.borrow_mut()[need.number][within as usize] = Some(Rc::clone(&places));
        places
    }

    /// The rows of names on the page, looked for once.
    pub(crate) fn rows(&self, unless: &[PhraseId]) -> Rc<[Row]> {
        if let Some(known) = self.rows.borrow().get(unless) {
            return Rc::clone(known);
        }
        let rows: Rc<[Row]> = names::look_for(self, unless).into();
        self.rows.borrow_mut().insert(unless.to_vec(), Rc::clone(&rows));
        rows
    }

    /// The links whose address, in lower case, holds `part`.
    pub(crate) fn leading_to(&self, part: &str) -> Vec<usize> {
        self.addresses.get_or_init(|| Addresses::of(self.page)).holding(part)
    }

    /// The places of a phrase in the content: block, hit.
    pub(crate) fn in_blocks(&self, phrase: PhraseId) -> impl Iterator<Item = (usize, &Hit)> {
        self.hits.of(phrase).iter().filter_map(|hit| match self.segments[hit.segment] {
            Segment::Block(block) if !self.stuffed[block] => Some((block, hit)),
            _ => None,
        })
    }

    /// The places of phrases in the content that no negation denies.
    pub(crate) fn said(&self, phrases: &[PhraseId]) -> Vec<(usize, Range<usize>)> {
        let mut places: Vec<(usize, Range<usize>)> = phrases
            .iter()
            .flat_map(|&phrase| self.in_blocks(phrase))
            .filter(|(_, hit)| self.set.book.phrases[hit.phrase as usize].negative || !self.is_denied(hit, &[]))
            .map(|(block, hit)| (block, self.bytes(hit)))
            .collect();
        places.sort_by_key(|(block, range)| (*block, range.start, range.end));
        places.dedup();
        places
    }

    /// Whether a negation voids a hit, or the no that answers its question.
    pub(crate) fn is_denied(&self, hit: &Hit, extra: &[String]) -> bool {
        let question = self.refused.get(self.refused.partition_point(|words| words.end <= hit.first));
        question.is_some_and(|words| words.contains(&hit.first)) || self.denials.deny(&self.text, hit, extra)
    }

    /// The bytes of a hit in its block's or link's text.
    pub(crate) fn bytes(&self, hit: &Hit) -> Range<usize> {
        self.text.words[hit.first].start..self.text.words[hit.last].end
    }

    /// Whether a block is a heading or a form's label: it names, and tells nothing alone.
    pub(crate) fn is_heading(&self, block: usize) -> bool {
        matches!(self.page.blocks[block].kind, BlockKind::Heading(_) | BlockKind::Control)
    }

    /// Words of the main text that are not in word lists.
    pub(crate) fn running_words(&self) -> u32 {
        let stuffed: usize =
            (0..self.stuffed.len()).filter(|&b| self.stuffed[b]).map(|b| self.block_words[b].len()).sum();
        self.page.readability.words.saturating_sub(u32::try_from(stuffed).unwrap_or(u32::MAX))
    }

    /// Evidence: a quote of a block with the deciding ranges marked.
    pub(crate) fn quote(&self, block: usize, ranges: &[Range<usize>]) -> Evidence {
        let text = &self.page.blocks[block].text;
        let filled = || ranges.iter().filter(|range| !range.is_empty());
        let start = filled().map(|r| r.start).min().unwrap_or(0);
        let mut end = filled().map(|r| r.end).max().unwrap_or(0);
        // Too far apart for one quote: keep the first.
        if text.get(start..end).is_none_or(|t| t.chars().count() > QUOTE_MAX - 2) {
            end = filled().min_by_key(|r| r.start).map_or(start, |r| r.end);
        }
        let (quote, _) = self.page.quote(block, start..end);
        let mut marked: Vec<String> = Vec::new();
        for range in filled() {
            if let Some(words) = text.get(range.clone()).filter(|words| quote.contains(words))
                && !marked.iter().any(|m| m == words)
            {
                marked.push(words.to_owned());
            }
        }
        self.evidence(self.page.css_path(self.page.blocks[block].node), quote, marked)
    }

    /// Evidence: a link by its text.
    pub(crate) fn quote_link(&self, link: usize) -> Evidence {
        let link = &self.page.links[link];
        let quote = super::note::shorten(&link.text, QUOTE_MAX);
        self.evidence(self.page.css_path(link.node), quote, Vec::new())
    }

    /// Evidence: what stands at a place in the page.
    pub(crate) fn evidence(&self, selector: String, quote: String, marked: Vec<String>) -> Evidence {
        Evidence {
            url: super::page::address(self.page),
            page_title: self.title.clone(),
            sha256: self.origin.sha256.clone(),
            selector,
            quote,
            marked,
        }
    }
}

/// The words of questions that are answered with a no: "Kan jag välja utförare? Nej, …", in one block, or as a heading or
/// a line of its own and the block under it.
fn refused(page: &PageModel, text: &Text<'_>, block_words: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_no = |answer: &str| {
        let answer = answer.trim_start();
        let no = answer.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("nej"));
        no && !answer[3..].starts_with(char::is_alphanumeric)
    };
    let asks = |question: &str| question.trim_end().ends_with('?');
    let mut refused = Vec::new();
    let mut told = (0..page.blocks.len()).filter(|&block| !block_words[block].is_empty()).peekable();
    while let Some(block) = told.next() {
        let Block { text: said, sentences, .. } = &page.blocks[block];
        let next = told.peek().map_or("", |&next| page.blocks[next].text.as_str());
        let answers = sentences.iter().skip(1).map(|answer| &said[answer.clone()]).chain([next]);
        for (question, answer) in sentences.iter().zip(answers) {
            if asks(&said[question.clone()]) && is_no(answer) {
                let words = block_words[block].clone();
                let at =
                    |byte: usize| words.start + text.words[words.clone()].partition_point(|word| word.start < byte);
                refused.push(at(question.start)..at(question.end));
            }
        }
    }
    refused
}

/// The addresses of a page's links, in lower case, each ended by a line feed, which no rule asks for.
struct Addresses {
    joined: String,
    ends: Vec<usize>,
}

impl Addresses {
    fn of(page: &PageModel) -> Self {
        let mut joined = String::new();
        let mut ends = Vec::with_capacity(page.links.len());
        for link in &page.links {
            let address = link.url.as_ref().map_or(link.href.as_str(), Address::as_str);
            joined.push_str(&address.to_lowercase());
            joined.push('\n');
            ends.push(joined.len());
        }
        Self { joined, ends }
    }

    /// The links whose address holds `part`, in order.
    fn holding(&self, part: &str) -> Vec<usize> {
        let places = memchr::memmem::find_iter(self.joined.as_bytes(), part);
        let mut links: Vec<usize> = places.map(|at| self.ends.partition_point(|end| *end <= at)).collect();
        links.dedup();
        links
    }
}

/// Blocks whose text is, but for a few signs, the text of their links.
fn bare_links(page: &PageModel) -> Vec<bool> {
    let mut linked = vec![0_usize; page.blocks.len()];
    for link in &page.links {
        if let Some(block) = link.block {
            linked[block] += link.text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    page.blocks
        .iter()
        .zip(linked)
        .map(|(block, linked)| linked > 0 && linked * 10 >= letters(&block.text) * 9)
        .collect()
}

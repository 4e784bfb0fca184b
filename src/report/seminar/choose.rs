//! Which questions a seminar takes up, and whose pages it shows: from the round's own answers, the same each time.
//!
//! What must stay true: nobody is shown for being last. The kommun on the screen comes from the middle of the ranking,
//! never from its lowest quarter, and as few questions as possible show the same one.

use std::cmp::Reverse;

use crate::domain::{Evidence, Outcome};
use crate::report::overview::{Overview, Tally, finding, good_words};
use crate::report::texts::RuleTexts;

/// What seniors ask first, as rule ids: whom and when to ring, how to apply, the fee, what happens then, what help there
/// is, evenings, appeal, who comes, complaints, relatives.
const ASKED_FIRST: [&str; 13] = [
    "kontakt-telefon",
    "kontakt-telefontid",
    "kontakt-kvall-helg",
    "ansokan-hur",
    "ansokan-utan-bankid",
    "ansokan-steg",
    "ansokan-tid",
    "ansokan-overklaga",
    "avgifter-maxtaxa",
    "insatser-service-och-mat",
    "valfrihet-kan-jag-valja",
    "kvalitet-synpunkter",
    "trygghet-anhorigstod",
];

/// A question of the seminar.
#[derive(Clone, Debug)]
pub(super) struct Chosen<'a> {
    /// The rule.
    pub(super) rule: &'a RuleTexts,
    /// The kommun whose page is shown, by its place in the result.
    pub(super) subject: usize,
    /// Its answer.
    pub(super) outcome: Outcome,
    /// Its words.
    pub(super) words: &'a Evidence,
    /// Whether they only came near.
    pub(super) near: bool,
    /// How another kommun writes.
    pub(super) example: Option<Example<'a>>,
}

/// How another kommun writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example<'a> {
    /// Its place in the result.
    pub(super) kommun: usize,
    /// Its words.
    pub(super) words: &'a Evidence,
    /// Why this one.
    pub(super) likeness: Likeness,
}

/// What two kommuner have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The seeds say that they are similar.
    Similar,
    /// The nearest in inhabitants.
    Size,
    /// Nothing that we know.
    None,
}

/// At most `wanted` questions in the rule set's order: those that seniors ask first before others, and those that tell
/// kommuner apart before those that nearly all answer alike.
pub(super) fn questions<'a>(overview: &Overview<'a>, wanted: usize) -> Vec<Chosen<'a>> {
    let rules = overview.set.rules.iter().enumerate().filter(|(_, rule)| rule.weight > 0.0);
    let spread = rules.filter_map(|(at, rule)| Some((at, rule, spread(overview.tally(&rule.id))?)));
    let shown = spread.filter(|(_, rule, _)| !subjects(overview, &rule.id).is_empty());
    let mut usable: Vec<(usize, &RuleTexts, f64)> = shown.collect();
    usable.sort_by(|(at_a, a, spread_a), (at_b, b, spread_b)| {
        let first = |rule: &RuleTexts| Reverse(ASKED_FIRST.contains(&rule.id.as_str()));
        first(a).cmp(&first(b)).then(spread_b.total_cmp(spread_a)).then(at_a.cmp(at_b))
    });
    usable.truncate(wanted);
    usable.sort_by_key(|(at, ..)| *at);
    let mut used = vec![0; overview.result.kommuner.len()];
    usable.into_iter().filter_map(|(_, rule, _)| choose(overview, rule, &mut used)).collect()
}

fn choose<'a>(overview: &Overview<'a>, rule: &'a RuleTexts, used: &mut [usize]) -> Option<Chosen<'a>> {
    let subjects = subjects(overview, &rule.id);
    // Those that lack something teach more; else the one seen least, nearest the middle.
    let order = |s: &Subject<'_>| (s.outcome == Outcome::Passed, !tells(s.words), used[s.kommun], s.from_middle);
    let best = subjects.into_iter().min_by_key(order)?;
    used[best.kommun] += 1;
    let example = example(overview, best.kommun, &rule.id);
    Some(Chosen { rule, subject: best.kommun, outcome: best.outcome, words: best.words, near: best.near, example })
}

/// Whether the marked words say something by themselves: two words or more together.
pub(super) fn tells(words: &Evidence) -> bool {
    words.marked.iter().any(|marked| marked.split_whitespace().count() >= 2)
}

/// A kommun that could be shown for a question.
struct Subject<'a> {
    kommun: usize,
    outcome: Outcome,
    words: &'a Evidence,
    near: bool,
    /// Places from the middle of the ranking.
    from_middle: usize,
}

/// Kommuner with a settled answer and words to show, without the lowest quarter of the ranking.
fn subjects<'a>(overview: &Overview<'a>, rule: &str) -> Vec<Subject<'a>> {
    let all = &overview.ranking;
    let upper = &all[..all.len() - all.len() / 4];
    let subject = |(place, &kommun): (usize, &usize)| {
        let found = finding(overview.kommun(kommun), rule).filter(|found| found.outcome.is_decided())?;
        let nearest = found.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
        let own = found.evidence.iter().find(|words| !words.quote.is_empty());
        let (words, near) = own.map(|words| (words, false)).or(nearest.map(|words| (words, true)))?;
        let from_middle = (2 * place + 1).abs_diff(all.len());
        (!words.quote.is_empty()).then_some(Subject { kommun, outcome: found.outcome, words, near, from_middle })
    };
    upper.iter().enumerate().filter_map(subject).collect()
}

/// How well a question tells kommuner apart: 1 when half say yes, near 0 when nearly all answer alike. Nothing when none
/// says yes, or none says anything else.
fn spread(tally: Tally) -> Option<f64> {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let settled = tally.yes + tally.partly + tally.no;
    if tally.yes == 0 || tally.yes == settled {
        return None;
    }
    let share = (number(tally.yes) + number(tally.partly) / 2.0) / number(settled);
    Some(4.0 * share * (1.0 - share))
}

/// How a comparable kommun says it: a similar one by the seeds, else the nearest in size, else the first by name.
fn example<'a>(overview: &Overview<'a>, subject: usize, rule: &str) -> Option<Example<'a>> {
    let own = &overview.kommun(subject).kommun;
    let words = |kommun: usize| {
        let words = good_words(overview.kommun(kommun), rule)?;
        (kommun != subject).then_some(words)
    };
    let similar = overview.peers(overview.kommun(subject)).into_iter();
    let similar = similar.map(|kommun| (kommun, Likeness::Similar));
    let distance = |kommun: usize| Some(overview.kommun(kommun).kommun.population?.abs_diff(own.population?));
    let mut others: Vec<usize> = overview.by_name.clone();
    others.sort_by_key(|&kommun| distance(kommun).unwrap_or(u32::MAX));
    let likeness = |kommun: usize| if distance(kommun).is_some() { Likeness::Size } else { Likeness::None };
    let others = others.into_iter().map(|kommun| (kommun, likeness(kommun)));
    let good: Vec<Example<'_>> = similar
        .chain(others)
        .filter_map(|(kommun, likeness)| Some(Example { kommun, words: words(kommun)?, likeness }))
        .collect();
    // A single word tells an audience little: the nearest with a sentence, if there is one.
    let tells = |example: &&Example<'_>| example.words.quote.split_whitespace().count() >= 5;
    let first = good.first().map(|first| first.likeness)?;
    good.iter().filter(|example| example.likeness == first).find(tells).or(good.first()).copied()
}

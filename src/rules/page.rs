//! One page judged by all rules that are judged on pages of its type.
//!
//! Place in the flow: page model → **page record** → `judge_kommun`.
//! What must stay true: news, protocols, information to companies and vacancies get no verdicts; facts are told of every
//! page whatever its type; a page that is empty without JavaScript says nothing, not no.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::phrases::PhraseId;
use super::reading::Reading;
use super::set::{Rule, RuleSet};
use super::spec::{Check, Status};
use super::statement;
use super::{checks, link};
use crate::a11y::CheckResult;
use crate::domain::{Amounts, Evidence, Outcome, PageRecord, PageVerdict, Traits, Tri};
use crate::page::PageModel;

/// Where a page comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the stored body, lower-case hex.
    pub sha256: String,
    /// Clicks from the start page along the links followed.
    pub depth: u32,
}

/// What a verdict depends on beside page and rules.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The day on which it is judged.
    pub today: Date,
    /// Yearly amounts.
    pub amounts: &'a Amounts,
    /// The kommun's traits.
    pub traits: &'a Traits,
}

/// Judges a page. `code` is what the accessibility checks say of it ([`crate::a11y::audit`]); none for plain text.
pub fn judge_page(
    set: &RuleSet,
    page: &PageModel,
    code: &[CheckResult],
    origin: &Origin,
    context: &Context<'_>,
) -> PageRecord {
    let mut record = PageRecord {
        url: address(page),
        title: page.title().to_owned(),
        sha256: origin.sha256.clone(),
        text_sha256: page.text_sha256(),
        page_type: page.page_type,
        type_confidence: page.type_confidence,
        depth: origin.depth,
        words: page.readability.words,
        needs_javascript: page.needs_javascript,
        links: page.link_records(),
        verdicts: Vec::new(),
        facts: std::collections::BTreeMap::new(),
    };
    if page.needs_javascript {
        return record;
    }
    let reading = Reading::new(set, page, code, origin, context);
    record.words = reading.running_words();
    for fact in set.facts.iter().filter(|fact| fact.is_told()) {
        record.facts.insert(fact.name.clone(), reading.facts.contains_key(fact.name.as_str()));
    }
    if page.page_type.is_never_evidence() {
        return record;
    }
    for rule in set.rules.iter().filter(|rule| rule.head.status != Status::Retired) {
        if let Some(mut verdict) = judge_rule(&reading, rule) {
            verdict.rule.clone_from(&rule.head.id);
            // The page's own title is nearest to anything, and tells nothing.
            verdict.nearest = verdict.nearest.filter(|nearest| nearest.quote != record.title);
            record.verdicts.push(verdict);
        }
    }
    record
}

/// Where a fact stands on a page, or what came nearest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactShown {
    /// The words that it stands on; empty when it is not true.
    pub evidence: Vec<Evidence>,
    /// The words that came nearest when it is not true.
    pub nearest: Option<Evidence>,
    /// The fact that keeps this one from counting, if one does.
    pub denied_by: Option<String>,
}

/// Shows what the facts of a page rest on. Judging does not need it: only people do.
pub fn show_facts(
    set: &RuleSet,
    page: &PageModel,
    origin: &Origin,
    context: &Context<'_>,
) -> std::collections::BTreeMap<String, FactShown> {
    let reading = Reading::new(set, page, &[], origin, context);
    let show = |fact: &super::set::Fact| {
        let denied_by = fact.denied_by.iter().find(|other| reading.facts.contains_key(other.as_str()));
        let mut shown = FactShown { denied_by: denied_by.cloned(), ..FactShown::default() };
        if reading.facts.contains_key(fact.name.as_str()) {
            shown.evidence =
                statement::first_match(&reading, &fact.either).map(|m| m.evidence(&reading)).unwrap_or_default();
        } else {
            shown.nearest = statement::nearest(&reading, &fact.either);
        }
        shown
    };
    set.facts.iter().filter(|fact| fact.is_told()).map(|fact| (fact.name.clone(), show(fact))).collect()
}

/// Blocks of a page that say nothing to the judge, by their index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsaid {
    /// Word lists: they name everything.
    pub word_lists: Vec<usize>,
    /// Placeholders, and headings with nothing under them.
    pub hollow: Vec<usize>,
}

/// What only people need to know of a page: what of it tells nothing, and which of its words should stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Close {
    /// Blocks that say nothing.
    pub unsaid: Unsaid,
    /// Words, lower case, that a simpler text has too: those that rules ask for, and terms that the page explains.
    pub wanted: BTreeSet<String>,
}

/// Reads a page closely. Judging does not need it: only people do.
pub fn read_closely(set: &RuleSet, page: &PageModel, context: &Context<'_>) -> Close {
    let origin = Origin::default();
    let reading = Reading::new(set, page, &[], &origin, context);
    let marked = |marks: &[bool]| marks.iter().enumerate().filter(|(_, mark)| **mark).map(|(block, _)| block).collect();
    let unsaid = Unsaid { word_lists: marked(&reading.stuffed), hollow: marked(&reading.hollow) };
    Close { unsaid, wanted: wanted(&reading) }
}

/// The words that rules ask for, as the page has them, and the terms that it explains.
fn wanted(reading: &Reading<'_>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for check in reading.set.rules.iter().flat_map(|rule| {
        let variants = rule.variants.iter().map(|(_, check)| check);
        std::iter::once(&rule.check).chain(variants)
    }) {
        let asked = check.claims().into_iter().flat_map(|statement| &statement.need).flat_map(|need| &need.any);
        let hits = asked.flat_map(|&phrase| reading.hits.of(phrase)).filter(|hit| hit.first == hit.last);
        words.extend(hits.map(|hit| reading.text.word(hit.first).to_owned()));
        if let Check::Terms { terms, explains } = check {
            words.extend(checks::explained_words(reading, terms, explains));
        }
    }
    words
}

/// The page's final address without fragment.
pub(crate) fn address(page: &PageModel) -> String {
    let mut url = page.url.clone();
    url.set_fragment(None);
    url.into()
}

fn judge_rule(reading: &Reading<'_>, rule: &Rule) -> Option<PageVerdict> {
    let traits = reading.context.traits;
    if let Some(applies) = &rule.head.applies
        && !matches!(traits.signed(&applies.name), Tri::Unknown)
        && traits.signed(&applies.name) != applies.is
    {
        return None;
    }
    let mut verdicts = candidates(rule, traits)
        .into_iter()
        .filter(|check| checks::judges_type(rule, check, reading.page.page_type))
        .filter_map(|check| checks::on_page(reading, rule, check));
    let first = verdicts.next()?;
    // A trait that nobody has signed decides which check holds: only when all say the same is it settled.
    if verdicts.all(|other| other.outcome == first.outcome) {
        return Some(with_instead(reading, rule, or_in_a_file(reading, rule, first)));
    }
    Some(PageVerdict { outcome: Outcome::CantTell, reason: "egenskap-okand".to_owned(), ..first })
}

/// A no, or half an answer, that the check itself has no words for says what the page has in place of the answer. Half
/// an answer is explained only by the words that it stands on; otherwise it says what the rule lacks.
fn with_instead(reading: &Reading<'_>, rule: &Rule, mut verdict: PageVerdict) -> PageVerdict {
    if !matches!(verdict.outcome, Outcome::Failed | Outcome::Partial) || !verdict.note.is_empty() {
        return verdict;
    }
    let failed = verdict.outcome == Outcome::Failed;
    // In plain text no element has a path: there the words themselves tell the place.
    let same = |a: &Evidence, b: &Evidence| a.selector == b.selector && (!a.selector.is_empty() || a.quote == b.quote);
    let stands = |place: &Evidence| failed || verdict.evidence.iter().any(|words| same(words, place));
    let found = rule.instead.iter().find_map(|known| {
        let place = statement::first_match(reading, &known.either)?.evidence(reading).into_iter().find(stands)?;
        Some((known, place))
    });
    match found {
        Some((known, place)) if failed => {
            verdict.note = format!("{} {}", rule.head.absent, known.says);
            verdict.nearest = Some(place);
        }
        Some((known, _)) => verdict.note.clone_from(&known.says),
        None if failed => {}
        None => verdict.note.clone_from(&rule.head.lacks),
    }
    verdict
}

/// A missing answer is open when the page links to a file that may hold it. What the page says wrong stays wrong.
fn or_in_a_file(reading: &Reading<'_>, rule: &Rule, mut verdict: PageVerdict) -> PageVerdict {
    if verdict.outcome == Outcome::Failed
        && verdict.values.is_empty()
        && let Some(&link) = link::to_files(reading, &rule.in_files).first()
    {
        verdict.outcome = Outcome::CantTell;
        "star-i-fil".clone_into(&mut verdict.reason);
        // Last: what stands before it belongs to counted parts.
        verdict.evidence.push(reading.quote_link(link));
    }
    verdict
}

/// The check that holds under the traits; several when an unsigned trait decides between them.
pub(crate) fn candidates<'r>(rule: &'r Rule, traits: &Traits) -> Vec<&'r Check<PhraseId>> {
    let mut possible = Vec::new();
    for (when, check) in &rule.variants {
        let value = traits.signed(&when.name);
        if value == Tri::Unknown && when.is != Tri::Unknown {
            possible.push(check);
        } else if value == when.is {
            possible.push(check);
            return possible;
        }
    }
    possible.push(&rule.check);
    possible
}

//! Page records to findings: one answer a rule for the kommun.
//!
//! Place in the flow: page records → **findings** → scores.
//! What must stay true: the order in which pages arrive changes nothing; a page that was not read is never a no; a topic
//! whose page was not found is an open question; every answer shows words, or says what was searched for.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::checks;
use super::combine;
use super::note;
use super::page::candidates;
use super::phrases::PhraseId;
use super::set::{Rule, RuleSet};
use super::spec::{Check, Statement, Status};
use crate::domain::{
    Amounts, Evidence, Finding, Kommun, LinkRecord, Outcome, PageRecord, PageType, Reason, Searched, Tri, VisitStatus,
};

/// Everything that the findings of a kommun depend on beside the rules.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The kommun (its traits).
    pub kommun: &'a Kommun,
    /// All judged pages, in any order.
    pub pages: &'a [PageRecord],
    /// How the visit ended.
    pub status: VisitStatus,
    /// Relevant pages that could not be read.
    pub unread: &'a [UnreadPage],
    /// Link checks; empty when none ran.
    pub link_checks: &'a [LinkCheck],
    /// The day on which it is judged.
    pub today: Date,
    /// Yearly amounts.
    pub amounts: &'a Amounts,
}

/// A page above the relevance threshold that was not read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnreadPage {
    /// Its address.
    pub url: String,
    /// What it seems to be about; `None` when it cannot be told: then it may answer any question.
    pub kind: Option<PageType>,
    /// Why it was not read.
    pub reason: Reason,
}

/// What a link led to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkCheck {
    /// The address.
    pub url: String,
    /// Why it does not work; `None` when it does.
    pub broken: Option<Reason>,
}

/// One rule at one kommun.
pub(crate) struct Case<'a> {
    pub rule: &'a Rule,
    pub check: &'a Check<PhraseId>,
    pub site: &'a Site<'a>,
    /// Pages that could be judged, best first: surest type, shallowest, address; equal texts once.
    pub pages: &'a [&'a PageRecord],
    /// Findings so far.
    pub findings: &'a BTreeMap<&'a str, Finding>,
}

/// An answer before it becomes a finding.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub outcome: Outcome,
    pub reason: String,
    pub note: String,
    pub evidence: Vec<Evidence>,
    pub nearest: Option<Evidence>,
}

impl Answer {
    /// An outcome with nothing more.
    pub(crate) fn of(outcome: Outcome) -> Self {
        Self { outcome, reason: String::new(), note: String::new(), evidence: Vec::new(), nearest: None }
    }

    /// Could not be tried.
    pub(crate) fn open(reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..Self::of(Outcome::Untested) }
    }

    /// Does not concern the kommun.
    pub(crate) fn inapplicable(reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..Self::of(Outcome::Inapplicable) }
    }

    /// A link's text on a page that is known by its record alone.
    pub(crate) fn link_evidence(page: &PageRecord, text: &str) -> Evidence {
        Evidence {
            url: page.url.clone(),
            page_title: page.title.clone(),
            sha256: page.sha256.clone(),
            selector: String::new(),
            quote: note::shorten(text, crate::domain::finding::QUOTE_MAX),
            marked: Vec::new(),
        }
    }
}

impl Case<'_> {
    /// The best page of a type.
    pub(crate) fn best(&self, kind: PageType) -> Option<&&PageRecord> {
        self.pages.iter().find(|page| page.page_type == kind)
    }

    /// The best page of each of the rule's types.
    pub(crate) fn core_pages(&self) -> Vec<&PageRecord> {
        core_pages(self.rule, self.pages)
    }

    /// The page verdicts of the wanted pages, combined.
    pub(crate) fn combined(&self, wanted: impl Fn(&PageRecord) -> bool) -> Answer {
        combine::combine(self, wanted)
    }

    /// Whether a page of this type can answer.
    fn concerns(&self, kind: PageType) -> bool {
        checks::judges_type(self.rule, self.check, kind)
            && (!self.rule.head.pages.is_empty() || !matches!(kind, PageType::Start | PageType::Ovrigt))
    }
}

fn core_pages<'p>(rule: &Rule, pages: &[&'p PageRecord]) -> Vec<&'p PageRecord> {
    let kinds = if rule.head.pages.is_empty() { &CORE[..] } else { &rule.head.pages[..] };
    kinds.iter().filter_map(|kind| pages.iter().find(|page| page.page_type == *kind)).copied().collect()
}

/// The links that rules about broken links look at: those in the text of their core pages, one from each page in turn,
/// each address once.
pub fn core_links<'p>(set: &RuleSet, pages: &'p [PageRecord]) -> Vec<&'p LinkRecord> {
    let pages = best_first(pages);
    let asks = |rule: &&Rule| rule.head.status != Status::Retired && matches!(rule.check, Check::BrokenLinks { .. });
    let cores = set.rules.iter().filter(asks).flat_map(|rule| core_pages(rule, &pages));
    let texts: Vec<Vec<&LinkRecord>> =
        cores.map(|page| page.links.iter().filter(|link| link.in_main).collect()).collect();
    let most = texts.iter().map(Vec::len).max().unwrap_or(0);
    let mut seen = std::collections::BTreeSet::new();
    (0..most)
        .flat_map(|turn| texts.iter().filter_map(move |links| links.get(turn).copied()))
        .filter(|link| seen.insert(same_address(&link.url)))
        .collect()
}

/// Types whose best pages are core pages for a rule that names none.
const CORE: [PageType; 6] = [
    PageType::Hemtjanst,
    PageType::Ansokan,
    PageType::Avgifter,
    PageType::Utforare,
    PageType::Kontakt,
    PageType::Insatser,
];

/// An address for comparison: no scheme, no trailing slash.
pub(crate) fn same_address(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.split('#').next().unwrap_or(bare).trim_end_matches('/').to_owned()
}

/// The findings of a kommun, in the rule set's order. Retired rules have none.
pub fn judge_kommun(set: &RuleSet, site: &Site<'_>) -> Vec<Finding> {
    let pages = best_first(site.pages);
    let mut findings: BTreeMap<&str, Finding> = BTreeMap::new();
    for &at in &set.order {
        let rule = &set.rules[at];
        if rule.head.status == Status::Retired {
            continue;
        }
        let finding = judge_rule(set, rule, site, &pages, &findings);
        findings.insert(&rule.head.id, finding);
    }
    set.rules.iter().filter_map(|rule| findings.remove(rule.head.id.as_str())).collect()
}

fn best_first(pages: &[PageRecord]) -> Vec<&PageRecord> {
    let mut sorted: Vec<&PageRecord> = pages.iter().filter(|page| !page.needs_javascript).collect();
    sorted.sort_by(|a, b| {
        (std::cmp::Reverse(a.type_confidence), a.depth, &a.url).cmp(&(
            std::cmp::Reverse(b.type_confidence),
            b.depth,
            &b.url,
        ))
    });
    let mut seen = std::collections::BTreeSet::new();
    sorted.retain(|page| seen.insert((page.page_type, page.text_sha256.as_str())));
    sorted
}

fn judge_rule(
    set: &RuleSet,
    rule: &Rule,
    site: &Site<'_>,
    pages: &[&PageRecord],
    findings: &BTreeMap<&str, Finding>,
) -> Finding {
    let possible = candidates(rule, &site.kommun.traits);
    let check = possible.first().copied().unwrap_or(&rule.check);
    let case = Case { rule, check, site, pages, findings };
    let mut answer = before(&case).unwrap_or_else(|| judged(&case));
    if let Some(applies) = &rule.head.applies
        && site.kommun.traits.signed(&applies.name) == Tri::Unknown
        && answer.outcome != Outcome::Inapplicable
    {
        answer =
            Answer { outcome: Outcome::CantTell, reason: "egenskap-okand".to_owned(), note: String::new(), ..answer };
    }
    finding(set, &case, answer)
}

/// What settles the question before any page is looked at: a trait that it does not fit, a prerequisite.
fn before(case: &Case<'_>) -> Option<Answer> {
    let head = &case.rule.head;
    if let Some(applies) = &head.applies {
        let value = case.site.kommun.traits.signed(&applies.name);
        if value != Tri::Unknown && value != applies.is {
            return Some(Answer::inapplicable("galler-inte"));
        }
    }
    let needed = case.findings.get(head.requires.as_deref()?)?;
    match needed.outcome {
        Outcome::Passed | Outcome::Partial => None,
        Outcome::Inapplicable => Some(Answer::inapplicable(&needed.reason)),
        Outcome::CantTell | Outcome::Untested => Some(Answer::open("kravet-oppet")),
        Outcome::Failed => {
            let note = format!(
                "{} Utan det kan den här frågan inte få ja.",
                needed.note.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned() + "."
            );
            Some(Answer { note, ..Answer::of(Outcome::Failed) })
        }
    }
}

fn judged(case: &Case<'_>) -> Answer {
    let answer =
        checks::on_kommun(case, case.check).unwrap_or_else(|| case.combined(|page| case.concerns(page.page_type)));
    if matches!(case.check, Check::Manual { .. } | Check::SameEverywhere { .. }) {
        return answer;
    }
    let found = case.pages.iter().any(|page| case.concerns(page.page_type));
    let unread = unread(case);
    if answer.outcome != Outcome::Failed && (found || answer.outcome.is_decided()) {
        return answer;
    }
    // Nobody knows where an unread start page leads: a topic whose own page was not met may still have one.
    let own = case.rule.head.pages.first().is_none_or(|own| case.pages.iter().any(|page| page.page_type == *own));
    if let Some(reason) = unread.or_else(|| unread_start(case).filter(|_| !own)) {
        return Answer { nearest: answer.nearest, ..Answer::open(reason.code()) };
    }
    let complete = matches!(case.site.status, VisitStatus::Complete);
    let settled = found || (complete && checks::absence_is_an_answer(case.check));
    if !settled {
        return Answer::open("sidan-hittades-inte");
    }
    answer
}

/// Why a page that might hold the answer was not read.
fn unread(case: &Case<'_>) -> Option<Reason> {
    let empty = case.site.pages.iter().filter(|page| page.needs_javascript);
    let without_script = empty.filter(|page| case.concerns(page.page_type) || page.page_type == PageType::Ovrigt);
    let listed = case.site.unread.iter().filter(|page| page.kind.is_none_or(|kind| case.concerns(kind)));
    let mut reasons: Vec<(&str, Reason)> = listed.map(|page| (page.url.as_str(), page.reason)).collect();
    reasons.extend(without_script.map(|page| (page.url.as_str(), Reason::NeedsJavascript)));
    reasons.into_iter().min().map(|(_, reason)| reason)
}

/// Why the start page was not read, if it was not: then links to the topics were not seen either.
fn unread_start(case: &Case<'_>) -> Option<Reason> {
    let is_start = |url: &str| same_address(url) == same_address(&case.site.kommun.start_url);
    let mut at_start = case.site.pages.iter().filter(|page| is_start(&page.url));
    match at_start.next() {
        Some(page) => page.needs_javascript.then_some(Reason::NeedsJavascript),
        None => case.site.unread.iter().find(|page| is_start(&page.url)).map(|page| page.reason),
    }
}

fn finding(set: &RuleSet, case: &Case<'_>, answer: Answer) -> Finding {
    let head = &case.rule.head;
    let variant = head.variant.iter().find(|v| case.site.kommun.traits.signed(&v.when.name) == v.when.is);
    let looked_for = variant.and_then(|v| v.looked_for.as_ref()).unwrap_or(&head.looked_for);
    let note = note::sentence(&note::Parts {
        outcome: answer.outcome,
        reason: &answer.reason,
        own: &answer.note,
        evidence: &answer.evidence,
        nearest: answer.nearest.as_ref(),
        pages_read: case.site.pages.iter().filter(|page| !page.needs_javascript).count(),
        looked_for,
        absent: &head.absent,
    });
    let told = matches!(answer.outcome, Outcome::Passed | Outcome::Inapplicable);
    let mut pages: Vec<String> =
        case.pages.iter().filter(|p| case.concerns(p.page_type)).map(|p| p.url.clone()).collect();
    pages.sort();
    let searched = (!told).then(|| Searched {
        pages,
        looked_for: looked_for.clone(),
        phrases: tried(set, case.check),
        nearest: answer.nearest.clone(),
    });
    Finding {
        rule: head.id.clone(),
        judging_hash: case.rule.judging_hash.clone(),
        outcome: answer.outcome,
        reason: answer.reason,
        note,
        evidence: answer.evidence,
        searched,
    }
}

/// The first phrases of each need, for people.
fn tried(set: &RuleSet, check: &Check<PhraseId>) -> Vec<String> {
    /// So many phrases show what was meant.
    const SHOWN: usize = 12;
    let written = |id: PhraseId| set.book.phrases[id as usize].written.clone();
    let of = |statement: &Statement<PhraseId>| {
        let needs = statement.need.iter();
        needs.flat_map(|need| need.any.iter().take(3).copied()).collect::<Vec<_>>()
    };
    let mut phrases: Vec<String> = Vec::new();
    let own = match check {
        Check::YearlyAmount { words, .. } | Check::Prices { words, .. } | Check::Providers { words, .. } => {
            words.clone()
        }
        _ => check.claims().into_iter().flat_map(of).collect(),
    };
    for phrase in own.into_iter().map(written) {
        if phrases.len() < SHOWN && !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

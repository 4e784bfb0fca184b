//! The answers of one page by itself.
//!
//! What must stay true: a question that another page, the whole site or the page's frame may answer is untested with the
//! reason, never a no.

use std::collections::BTreeMap;

use url::Url;

use super::{CheckResult, Read, Shape};
use crate::audit::Judge;
use crate::domain::{Finding, Kommun, LinkRecord, Outcome, PageRecord, PageType, Reason, Traits, VisitStatus};
use crate::page::title_says;
use crate::rules::spec::{Check, RuleHead, Unit};
use crate::rules::{self, Rule, RuleSet, Site};

/// The reason code of questions that another page may answer.
pub const ANOTHER_PAGE: &str = "annan-sida";
/// The reason code of questions that only the whole site can answer.
pub const WHOLE_SITE: &str = "hela-webbplatsen";
/// The reason code of questions that a text without its page leaves open.
pub const TEXT_ALONE: &str = "bara-texten";
/// Reasons by which the rules say that they met no page to judge on.
const NO_PAGE: [&str; 3] = ["sidan-hittades-inte", "startsidan-lastes-inte", "vag-hittades-inte"];

/// Settles the questions from what was read of a page.
pub(super) fn settled(target: &str, url: &Url, shape: Shape, read: Result<Read, Reason>, judge: &Judge) -> CheckResult {
    let empty = CheckResult {
        target: target.to_owned(),
        url: url.to_string(),
        title: String::new(),
        page_type: PageType::Ovrigt,
        type_confidence: 0,
        words: 0,
        lix: None,
        findings: Vec::new(),
        facts: BTreeMap::new(),
        accessibility: Vec::new(),
        closer: None,
        traits: Traits::default(),
        misfit: None,
        unreadable: None,
    };
    let Read { page, traits, accessibility, closer, misfit } = match read {
        Ok(read) => read,
        Err(reason) => {
            let findings = judge.rules.rules().iter().map(|rule| untested(rule, reason.code())).collect();
            return CheckResult { findings, unreadable: Some(reason), ..empty };
        }
    };
    let kommun = Kommun { start_url: url.to_string(), traits: traits.clone(), ..Kommun::default() };
    let pages = [page.record];
    let mut findings = rules::judge_kommun(
        &judge.rules,
        &Site {
            kommun: &kommun,
            pages: &pages,
            // One page is never all there is to read: what it does not say may stand elsewhere.
            status: VisitStatus::Partial,
            unread: &[],
            link_checks: &[],
            today: judge.today,
            amounts: &judge.amounts,
        },
    );
    let [record] = pages;
    for finding in &mut findings {
        let elsewhere = elsewhere(&judge.rules, finding, &record, shape)
            .map(|(reason, note)| (reason, note.to_owned()))
            .or_else(|| Some((ANOTHER_PAGE, linked(judge, finding, &record)?)));
        if let Some((reason, note)) = elsewhere {
            *finding = Finding {
                outcome: Outcome::Untested,
                reason: reason.to_owned(),
                note,
                evidence: Vec::new(),
                ..finding.clone()
            };
        }
    }
    let unreadable = record.needs_javascript.then_some(Reason::NeedsJavascript);
    CheckResult {
        title: record.title,
        page_type: record.page_type,
        type_confidence: record.type_confidence,
        words: record.words,
        lix: page.lix,
        findings,
        facts: record.facts,
        accessibility,
        closer,
        traits,
        misfit,
        unreadable,
        ..empty
    }
}

/// Why this page alone cannot answer a question, if it cannot: the whole site must be read, or another kind of page is
/// where the answer belongs. A whole answer counts wherever it stands.
fn elsewhere(
    rules: &RuleSet,
    finding: &Finding,
    page: &PageRecord,
    shape: Shape,
) -> Option<(&'static str, &'static str)> {
    const ANOTHER: (&str, &str) = (ANOTHER_PAGE, "Svaret kan stå på en annan sida.");
    if finding.outcome == Outcome::Untested && NO_PAGE.contains(&finding.reason.as_str()) {
        return Some(ANOTHER);
    }
    let head = &rules.rule(&finding.rule)?.head;
    if head.unit == Unit::Kommun && head.weight > 0.0 {
        return Some((WHOLE_SITE, "Frågan gäller hela webbplatsen. Den går inte att svara på från en sida."));
    }
    if matches!(shape, Shape::Part | Shape::PlainPart) && is_of_the_frame(head, finding) {
        return Some((TEXT_ALONE, "Frågan gäller hela sidan. Den går inte att svara på från en text."));
    }
    let page_type = page.page_type;
    // The page that should lead there was not read.
    if let Check::LinkedFrom { from, .. } = &head.check
        && !from.contains(&page_type)
        && finding.outcome != Outcome::Passed
    {
        return Some(ANOTHER);
    }
    let asked = match (head.asked_on.as_slice(), head.pages.first()) {
        ([], Some(first)) => *first == page_type,
        ([], None) => page_type == PageType::Hemtjanst,
        (asked, _) => asked.contains(&page_type),
    };
    let asked = asked && (head.asked_title.is_empty() || title_says(&page.title, &head.asked_title));
    if asked {
        return None;
    }
    // Half an answer in passing asks for no advice, but on the page where all begins.
    let begins = matches!(page_type, PageType::Hemtjanst | PageType::Aldreomsorg);
    if finding.outcome == Outcome::Partial && !begins {
        return Some((ANOTHER_PAGE, "En del av svaret står här. Resten kan stå på en annan sida."));
    }
    let silent = (finding.outcome == Outcome::Failed || finding.outcome.is_open()) && finding.evidence.is_empty();
    silent.then_some(ANOTHER)
}

/// Whether the page links to what must be one click away: what stands there is not known from here.
fn linked(judge: &Judge, finding: &Finding, page: &PageRecord) -> Option<String> {
    let head = &judge.rules.rule(&finding.rule)?.head;
    let wanted = *head.pages.first().filter(|_| matches!(head.check, Check::LinkedFrom { .. }))?;
    let leads = |link: &&LinkRecord| {
        let url = Url::parse(&link.url).ok();
        link.in_main && url.is_some_and(|url| judge.types.guess(&url, &link.text) == Some(wanted))
    };
    let link = page.links.iter().find(leads).filter(|_| finding.outcome == Outcome::Failed)?;
    Some(format!("Sidan länkar till ”{}”. Bara den här sidan är läst, så det som står där är inte prövat.", link.text))
}

/// The page's code, whatever the text alone shows of it, and a date that the template may write.
fn is_of_the_frame(head: &RuleHead, finding: &Finding) -> bool {
    match head.check {
        Check::Accessibility { .. } => true,
        Check::Updated { .. } => finding.outcome != Outcome::Passed,
        _ => false,
    }
}

fn untested(rule: &Rule, reason: &str) -> Finding {
    Finding {
        rule: rule.head.id.clone(),
        judging_hash: rule.judging_hash.clone(),
        outcome: Outcome::Untested,
        reason: reason.to_owned(),
        note: Reason::from_code(reason).map(|reason| reason.sentence_sv().to_owned()).unwrap_or_default(),
        evidence: Vec::new(),
        searched: None,
    }
}

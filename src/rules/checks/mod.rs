//! The check kinds, one file each.
//!
//! Place in the flow: reading → **check** → page verdict; and page records → **check** → answer for the kommun, for the
//! kinds that need several pages.
//! What must stay true: a kind has no words and no thresholds of its own; they stand in rule files.

mod accessibility;
mod accessibility_statement;
mod address;
mod broken_links;
mod choice;
mod distance;
mod linked_from;
mod lix;
mod manual;
mod not_only_pdf;
mod page_exists;
mod parts;
mod prices;
mod providers;
mod same_everywhere;
mod stale;
mod statement;
mod terms;
mod updated;
mod yearly_amount;

use super::kommun::{Answer, Case};
use super::phrases::PhraseId;
use super::reading::Reading;
use super::set::Rule;
use super::spec::{Check, StatementAsk};
use crate::domain::{Evidence, Outcome, PageType, PageVerdict};

/// Words of running text from which a page says something at all.
const A_PAGE: u32 = 8;

/// Whether a check looks at pages of a type.
pub(crate) fn judges_type(rule: &Rule, check: &Check<PhraseId>, kind: PageType) -> bool {
    if kind.is_never_evidence() {
        return false;
    }
    let also = if let Check::LinkedFrom { from, .. } = check { from.contains(&kind) } else { false };
    also || rule.head.pages.is_empty() || rule.head.pages.contains(&kind)
}

/// What a check says of one page; `None` for kinds that need several.
pub(crate) fn on_page(reading: &Reading<'_>, rule: &Rule, check: &Check<PhraseId>) -> Option<PageVerdict> {
    match check {
        Check::Statement { either, partly, about } => Some(statement::on_page(reading, either, partly, about)),
        Check::Parts { part, pass, partial, about } => Some(parts::on_page(reading, part, *pass, *partial, about)),
        Check::PageExists { min_words, partly } => Some(page_exists::on_page(reading, rule, *min_words, partly)),
        Check::LinkedFrom { from, either, tells } => Some(linked_from::on_page(reading, from, either, tells)),
        Check::Choice { offered, not_offered, vague } => Some(choice::on_page(reading, offered, not_offered, vague)),
        Check::Providers { ask, words, unless, field } => Some(providers::on_page(reading, *ask, words, unless, field)),
        Check::YearlyAmount { amount, words, partly, open } => {
            Some(yearly_amount::on_page(reading, amount, words, partly, open))
        }
        Check::Prices { pass, partial, words, unless } => {
            Some(prices::on_page(reading, *pass, *partial, words, unless))
        }
        Check::Lix { pass, partial } => Some(lix::on_page(reading, *pass, *partial)),
        Check::Address { direct, distant, per_words } => Some(address::on_page(reading, direct, distant, *per_words)),
        Check::Terms { terms, explains } => Some(terms::on_page(reading, terms, explains)),
        Check::Updated { pass_months, partial_months } => {
            Some(updated::on_page(reading, *pass_months, *partial_months))
        }
        Check::Stale { outdated, about } => Some(stale::on_page(reading, outdated, about)),
        Check::NotOnlyPdf { words, .. } => Some(not_only_pdf::on_page(reading, words)),
        Check::AccessibilityStatement { ask, link_words, part, pass, partial } => match ask {
            StatementAsk::Found => Some(accessibility_statement::found(reading, link_words)),
            StatementAsk::Complete => Some(accessibility_statement::complete(reading, part, *pass, *partial)),
            StatementAsk::Recent => Some(accessibility_statement::recent(reading, *pass, *partial)),
        },
        Check::Accessibility { partial, hinders } => Some(accessibility::on_page(reading, *partial, hinders)),
        Check::Distance { .. } | Check::BrokenLinks { .. } | Check::SameEverywhere { .. } | Check::Manual { .. } => {
            None
        }
    }
}

/// What a check says of the kommun; `None` for kinds whose page verdicts are combined.
pub(crate) fn on_kommun(case: &Case<'_>, check: &Check<PhraseId>) -> Option<Answer> {
    match check {
        Check::Distance { pass, partial } => Some(distance::on_kommun(case, *pass, *partial)),
        Check::LinkedFrom { from, tells, .. } => Some(linked_from::on_kommun(case, from, !tells.is_empty())),
        Check::BrokenLinks { pass, partial } => Some(broken_links::on_kommun(case, *pass, *partial)),
        Check::NotOnlyPdf { rules, .. } => Some(not_only_pdf::on_kommun(case, rules)),
        Check::SameEverywhere { values } => Some(same_everywhere::on_kommun(case, values)),
        Check::Manual { reason, untested } => Some(manual::on_kommun(reason, *untested)),
        _ => None,
    }
}

/// The value by which a page's verdict says whether one may choose: `ja` or `nej`.
pub use self::choice::CHOICE;
/// The outcome for a number of counted parts.
pub(in crate::rules) use self::parts::outcome as parts_outcome;
/// What was found and what was not.
pub(in crate::rules) use self::parts::sentence as parts_sentence;
/// The words of a page that stand for terms that it explains.
pub(in crate::rules) use self::terms::explained_words;

/// Whether a missing page of the rule's type is an answer (no), and not an open question.
pub(crate) fn absence_is_an_answer(check: &Check<PhraseId>) -> bool {
    matches!(check, Check::PageExists { .. } | Check::LinkedFrom { .. })
}

/// A verdict with nothing but its outcome.
fn verdict(outcome: Outcome) -> PageVerdict {
    PageVerdict {
        rule: String::new(),
        outcome,
        reason: String::new(),
        note: String::new(),
        evidence: Vec::new(),
        nearest: None,
        parts: Vec::new(),
        values: std::collections::BTreeMap::new(),
    }
}

/// A verdict that stands on words.
fn shown(outcome: Outcome, evidence: Vec<Evidence>) -> PageVerdict {
    PageVerdict { evidence, ..verdict(outcome) }
}

/// A verdict that is open or does not apply, and why.
fn because(outcome: Outcome, reason: &str) -> PageVerdict {
    PageVerdict { reason: reason.to_owned(), ..verdict(outcome) }
}

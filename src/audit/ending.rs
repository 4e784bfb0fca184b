//! How a visit ended: a status and a typed reason from what was read and what was not.
//!
//! What must stay true: every visit ends as one of four, and no failure of the web ever becomes a bad answer.

use std::collections::BTreeSet;

use crate::domain::{Reason, VisitStatus};

/// An address that was asked for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Miss {
    /// Why.
    pub reason: Reason,
    /// Whether its words promised something about the subject.
    pub relevant: bool,
}

/// What a visit came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Distinct pages read and judged.
    pub pages_ok: u32,
    /// Pages that are empty without JavaScript.
    pub scripted: u32,
    /// What stopped the visit before the frontier was empty.
    pub stopped_by: Option<Reason>,
    /// What could not be read, in frontier order.
    pub misses: Vec<Miss>,
}

/// The status and the reason (none when complete).
pub(super) fn how(tally: &Tally) -> (VisitStatus, Option<Reason>) {
    if tally.pages_ok == 0 {
        return nothing_read(tally);
    }
    if let Some(reason) = tally.stopped_by {
        return (VisitStatus::Partial, Some(reason));
    }
    match tally.misses.iter().find(|miss| leaves_a_gap(**miss)) {
        Some(miss) => (VisitStatus::Partial, Some(miss.reason)),
        None if tally.scripted > 0 => (VisitStatus::Partial, Some(Reason::NeedsJavascript)),
        None => (VisitStatus::Complete, None),
    }
}

fn nothing_read(tally: &Tally) -> (VisitStatus, Option<Reason>) {
    if tally.scripted > 0 {
        return (VisitStatus::Failed, Some(Reason::NeedsJavascript));
    }
    // That a page is gone, or is a file, says nothing of why the rest could not be read.
    let telling = |reason: &Reason| !matches!(reason, Reason::NotFound | Reason::NotHtml);
    let all: Vec<Reason> = tally.misses.iter().map(|miss| miss.reason).collect();
    let some: Vec<Reason> = all.iter().copied().filter(telling).collect();
    let reasons = if some.is_empty() { all } else { some };
    let different: BTreeSet<Reason> = reasons.iter().copied().collect();
    let Some(&first) = reasons.first() else {
        return (VisitStatus::Failed, Some(tally.stopped_by.unwrap_or(Reason::NothingRead)));
    };
    if reasons.iter().all(|reason| refuses_us(*reason)) {
        (VisitStatus::Blocked, Some(first))
    } else if different.len() == 1 || reasons.iter().all(|reason| is_of_name(*reason)) {
        // With and without www. the name servers may fail in two ways; the first is about the name that people know.
        (VisitStatus::Failed, Some(first))
    } else {
        (VisitStatus::Failed, Some(Reason::NothingRead))
    }
}

/// The site does not want us, or somebody has asked us not to: not a fault, and not a verdict.
const fn refuses_us(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::RobotsDisallow
            | Reason::RobotsUnreachable
            | Reason::Forbidden
            | Reason::BotChallenge
            | Reason::StopListed
    )
}

/// The name servers know of no such host, or did not say.
const fn is_of_name(reason: Reason) -> bool {
    matches!(reason, Reason::DnsFailed | Reason::DnsSilent)
}

/// Whether something a citizen can read may have been missed.
const fn leaves_a_gap(miss: Miss) -> bool {
    match miss.reason {
        // Gone, a file, elsewhere, or an address that is never contacted: there is nothing more to read here.
        Reason::NotFound
        | Reason::NotHtml
        | Reason::OutOfScope
        | Reason::PrivateAddress
        | Reason::BadRedirect
        | Reason::Empty => false,
        // Log-in pages and disallowed folders are on every site; they matter when they promised an answer.
        Reason::RobotsDisallow | Reason::StopListed | Reason::Forbidden | Reason::ClientError => miss.relevant,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misses(reasons: &[Reason]) -> Vec<Miss> {
        reasons.iter().map(|&reason| Miss { reason, relevant: false }).collect()
    }

    fn of(pages_ok: u32, reasons: &[Reason]) -> (VisitStatus, Option<Reason>) {
        how(&Tally { pages_ok, misses: misses(reasons), ..Tally::default() })
    }

    #[test]
    fn refused_everywhere_is_blocked_and_unreadable_is_failed() {
        assert_eq!(of(0, &[Reason::RobotsDisallow]), (VisitStatus::Blocked, Some(Reason::RobotsDisallow)));
        assert_eq!(of(0, &[Reason::Forbidden, Reason::NotFound]), (VisitStatus::Blocked, Some(Reason::Forbidden)));
        assert_eq!(of(0, &[Reason::DnsFailed, Reason::DnsFailed]), (VisitStatus::Failed, Some(Reason::DnsFailed)));
        assert_eq!(of(0, &[Reason::DnsFailed, Reason::Forbidden]), (VisitStatus::Failed, Some(Reason::NothingRead)));
        assert_eq!(of(0, &[Reason::StopListed]), (VisitStatus::Blocked, Some(Reason::StopListed)));
        assert_eq!(of(0, &[Reason::NotFound]), (VisitStatus::Failed, Some(Reason::NotFound)));
        assert_eq!(of(0, &[]), (VisitStatus::Failed, Some(Reason::NothingRead)));
    }

    #[test]
    fn names_that_fail_in_two_ways_are_told_by_the_first() {
        let (failed, silent) = (Reason::DnsFailed, Reason::DnsSilent);
        assert_eq!(of(0, &[silent, failed]), (VisitStatus::Failed, Some(silent)));
        assert_eq!(of(0, &[failed, silent, failed]), (VisitStatus::Failed, Some(failed)));
    }

    #[test]
    fn a_site_that_needs_javascript_is_failed_for_that_reason() {
        let tally = Tally { scripted: 1, misses: misses(&[Reason::NotFound]), ..Tally::default() };
        assert_eq!(how(&tally), (VisitStatus::Failed, Some(Reason::NeedsJavascript)));
    }

    #[test]
    fn dead_links_leave_a_visit_complete_and_faults_make_it_partial() {
        assert_eq!(of(9, &[Reason::NotFound, Reason::NotHtml, Reason::RobotsDisallow]), (VisitStatus::Complete, None));
        assert_eq!(of(9, &[Reason::ServerError]), (VisitStatus::Partial, Some(Reason::ServerError)));
        let relevant =
            Tally { pages_ok: 9, misses: vec![Miss { reason: Reason::Forbidden, relevant: true }], ..Tally::default() };
        assert_eq!(how(&relevant), (VisitStatus::Partial, Some(Reason::Forbidden)));
        let budget = Tally { pages_ok: 60, stopped_by: Some(Reason::PageBudget), ..Tally::default() };
        assert_eq!(how(&budget), (VisitStatus::Partial, Some(Reason::PageBudget)));
    }

    #[test]
    fn every_reason_gives_a_status_with_a_reason_or_complete() {
        for &reason in Reason::ALL {
            for pages in [0, 1] {
                let (status, why) = of(pages, &[reason]);
                assert!(status != VisitStatus::Open);
                assert_eq!(why.is_none(), status == VisitStatus::Complete, "{reason}");
            }
        }
    }
}

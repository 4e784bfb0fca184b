//! A round's result as reports, exports and the web show it, read from the database.
//!
//! What must stay true: the same stored round and rule set give the same result, byte for byte when exported.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{AuditError, review};
use crate::archive::record::{self, Part};
use crate::domain::{Finding, Outcome, VisitStatus};
use crate::rules::RuleSet;
use crate::score::{
    ByHand, KommunResult, PageRef, RequestLine, RoundResult, WeighedRule, Weighing, rank, score_kommun,
};
use crate::store::{CaptureRow, PageRow, RoundRow, Store, VisitRow};

/// A check with this reason did not run in the round: for such a rule nobody gains or loses.
const DID_NOT_RUN: [&str; 1] = ["lankar-provades-inte"];

/// How the rule set shares its 100 points.
pub fn weighing(rules: &RuleSet) -> Weighing {
    Weighing {
        dimensions: rules.head().dimension.iter().map(|dimension| dimension.id.clone()).collect(),
        rules: rules
            .rules()
            .iter()
            .map(|rule| WeighedRule {
                rule: rule.head.id.clone(),
                dimension: rule.head.dimension.clone(),
                points: rules.weight_of(&rule.head.id),
            })
            .collect(),
        scale: rules.head().scale,
    }
}

/// The round of that name.
///
/// # Errors
/// [`AuditError::NoSuchRound`], with the rounds that there are.
pub async fn named(store: &Store, name: &str) -> Result<RoundRow, AuditError> {
    match store.round(name).await? {
        Some(row) => Ok(row),
        None => Err(AuditError::no_round(name, &store.rounds().await?)),
    }
}

/// The newest round's name.
pub async fn newest(store: &Store) -> Result<Option<String>, AuditError> {
    Ok(store.rounds().await?.into_iter().next().map(|row| row.round.name))
}

/// The result of a round under a rule set: kommuner by code, scored and ranked.
pub async fn load(store: &Store, round: &str, rules: &RuleSet) -> Result<RoundResult, AuditError> {
    let row = named(store, round).await?;
    let (mut kommuner, mut not_run) = (Vec::new(), BTreeSet::new());
    for visit in store.visits(row.id).await? {
        let (kommun, of_kommun) = kommun(store, &visit, rules, &row.round.name).await?;
        kommuner.push(kommun);
        not_run.extend(of_kommun);
    }
    kommuner.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    // A rule whose check did not run for some kommun weighs nothing, whatever a person has decided for others.
    let weighing = weighing(rules).without(|rule| not_run.contains(rule));
    for result in kommuner.iter_mut().filter(|result| result.visit.status.is_assessed()) {
        result.score = Some(score_kommun(&weighing, &result.findings));
    }
    rank(&mut kommuner);
    Ok(RoundResult { round: row.round, kommuner })
}

/// A kommun, not scored yet, and the rules whose check did not run for it.
async fn kommun(
    store: &Store,
    visit: &VisitRow,
    rules: &RuleSet,
    round: &str,
) -> Result<(KommunResult, Vec<String>), AuditError> {
    let mut findings = store.findings(visit.id, rules.manifest_sha256()).await?;
    if visit.status.is_assessed() && findings.is_empty() && !rules.rules().is_empty() {
        return Err(AuditError::NotJudged { round: round.to_owned() });
    }
    if visit.status == VisitStatus::Open {
        findings.clear();
    }
    let not_run = findings.iter().filter(|finding| did_not_run(finding)).map(|finding| finding.rule.clone()).collect();
    let pages = store.pages(visit.id).await?;
    let decisions = review::lay_over(&mut findings, store.decisions(visit.id).await?, &pages);
    let log = store.captures(visit.id).await?;
    let names = record::names(round, &visit.kommun.code, &log);
    let record = |page: &PageRow| {
        let of_page = log.iter().zip(&names).find(|(capture, _)| capture.id == page.capture);
        of_page.map(|(_, name)| name.urn(Part::Response)).unwrap_or_default()
    };
    let imports = store.imports(visit.id).await?;
    let by_hand = |page: &PageRow| {
        let import = imports.iter().find(|import| import.capture_id == page.capture)?;
        Some(ByHand {
            by: import.imported_by.clone(),
            on: day(&import.imported_at),
            why: import.why.clone(),
            file_sha256: import.file_sha256.clone(),
        })
    };
    let result = KommunResult {
        kommun: visit.kommun.clone(),
        visit: visit.to_visit(day),
        score: None,
        rank: None,
        findings,
        decisions,
        pages: pages
            .iter()
            .filter(|page| is_read(page))
            .map(|page| page_ref(page, record(page), by_hand(page)))
            .collect(),
        log: log.iter().map(request_line).collect(),
    };
    Ok((result, not_run))
}

/// Whether the finding says that its check did not run.
pub(super) fn did_not_run(finding: &Finding) -> bool {
    finding.outcome == Outcome::Untested && DID_NOT_RUN.contains(&finding.reason.as_str())
}

/// Distinct, and with something to read.
fn is_read(page: &PageRow) -> bool {
    page.same_as.is_none() && !page.needs_javascript
}

fn page_ref(page: &PageRow, record: String, by_hand: Option<ByHand>) -> PageRef {
    PageRef {
        url: page.url.clone(),
        title: page.title.clone(),
        head_title: page.head_title.clone(),
        page_type: page.page_type,
        read_on: day(&page.read_at),
        sha256: page.sha256.clone(),
        record,
        by_hand,
    }
}

fn request_line(row: &CaptureRow) -> RequestLine {
    RequestLine {
        at: row.sent_at.clone(),
        url: row.url.clone(),
        status: row.status,
        millis: row.millis,
        bytes: row.wire_bytes,
        reason: row.reason.map(|reason| reason.code().to_owned()).unwrap_or_default(),
        unchanged: row.revisit_of.is_some(),
    }
}

/// The Swedish day of a stored moment; empty for none.
pub(super) fn day(stamp: &str) -> String {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    stamp.parse::<Timestamp>().map(|at| at.to_zoned(zone).date().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_swedish() {
        assert_eq!(day("2026-08-15T22:30:00.000000Z"), "2026-08-16");
        assert_eq!(day(""), "");
    }
}

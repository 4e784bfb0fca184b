//! People settle questions: what the program left open, and what it was wrong about.
//!
//! Place in the flow: a finished round → **decisions** → laid over the answers when a result is loaded, before scoring.
//! What must stay true: all of what is handed in is stored or nothing; a yes or a partly points at exact words on a page
//! that the round has stored; a sealed round takes none; the program's own answers are never written over.

mod again;
mod overlay;
mod refusal;
mod sheet;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{AuditError, result};
use crate::clock::Clock;
use crate::domain::{Decision, Evidence, LoggedDecision, Outcome, Text, both, differing};
use crate::rules::RuleSet;
use crate::store::{Store, VisitRow};

pub(super) use again::hold_against_pages;
pub(super) use overlay::{lay_over, outcomes};
use refusal::folded;
pub use sheet::read as read_sheet;
use words::Pages;

/// Longest name, in characters.
const NAME_MAX: usize = 100;

/// What one person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecideRequest {
    /// The round's name.
    pub round: String,
    /// Who; published as given.
    pub by: String,
    /// Whether it ends what readers disagree on. Where they do not, it is a decision like any other.
    pub settles: bool,
    /// Whether it may open again what somebody has settled.
    pub reopens: bool,
    /// What.
    pub rulings: Vec<Ruling>,
}

/// One question settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Where it stands, e.g. `ark.csv, rad 7`; empty on the command line.
    pub place: Text,
    /// Code or name of the kommun.
    pub kommun: String,
    /// Its name where the code and the name both stand, as on a sheet: they must mean the same; empty for none.
    pub named: String,
    /// Rule id.
    pub rule: String,
    /// One of [`Decision::OUTCOMES`].
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// The exact words that decide; empty for none.
    pub quote: String,
    /// The page that they stand on; empty to look on all.
    pub url: String,
}

/// What became of a ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The kommun's name.
    pub kommun: String,
    /// The decision.
    pub decision: Decision,
    /// Who have answered, and what, where they differ and so leave the question open; empty where it is settled.
    pub differ: Vec<(String, Outcome)>,
    /// Whether it was to end a disagreement and there was none: then it is a decision like any other.
    pub settles_nothing: bool,
    /// Whether it was stored now. Else the same decision by the same person holds already.
    pub is_new: bool,
}

/// Stores a person's decisions, all or none.
pub async fn decide(
    store: &Store,
    request: &DecideRequest,
    rules: Arc<RuleSet>,
    clock: Clock,
) -> Result<Vec<Ruled>, AuditError> {
    let _lock = store.lock_alone().await?;
    let row = result::named(store, &request.round).await?;
    if let Some(seal) = store.seal(row.id).await? {
        return Err(AuditError::Sealed { round: row.round.name, sealed_at: seal.sealed_at });
    }
    let by = folded(&request.by);
    if by.is_empty() || by.chars().count() > NAME_MAX {
        return Err(AuditError::Refused(vec![both!(
            "Skriv vem som avgör frågan: --by NAMN (högst {NAME_MAX} tecken)",
            "Write who settles the question: --by NAME (at most {NAME_MAX} characters)"
        )]));
    }
    let bench = Bench {
        store,
        pages: Pages::new(store, &rules)?,
        visits: store.visits(row.id).await?,
        rules,
        round: row.round.name,
        by,
        settles: request.settles,
        reopens: request.reopens,
        at: clock.stamp(),
    };
    let (mut made, mut faults) = (BTreeMap::new(), Vec::new());
    for ruling in &request.rulings {
        let fault = match bench.rule(ruling).await? {
            Ok((visit, done)) => {
                let question = (visit.kommun.code.clone(), done.decision.rule.clone());
                made.insert(question, (visit.id, done)).map(|_| {
                    both!(
                        "frågan står på en rad till. Ta bort den ena",
                        "the question stands on another line. Remove one"
                    )
                })
            }
            Err(fault) => Some(fault),
        };
        faults.extend(fault.map(|fault| at_place(&ruling.place, &fault)));
    }
    if !faults.is_empty() {
        return Err(AuditError::Refused(faults));
    }
    let new = made.values().filter(|(_, done)| done.is_new).map(|(visit, done)| (*visit, done.decision.clone()));
    store.decide(&new.collect::<Vec<_>>()).await?;
    Ok(made.into_values().map(|(_, done)| done).collect())
}

/// Every decision of a round, kommuner by code, each one's in the order in which they were made.
pub async fn decisions(store: &Store, round: &str) -> Result<Vec<LoggedDecision>, AuditError> {
    let row = result::named(store, round).await?;
    let mut logged = Vec::new();
    for visit in store.visits(row.id).await? {
        let (kommun, name) = (visit.kommun.code, visit.kommun.name);
        let of_visit = store.decisions(visit.id).await?.into_iter();
        logged.extend(of_visit.map(|decision| LoggedDecision { kommun: kommun.clone(), name: name.clone(), decision }));
    }
    // The clock may have been set back: each question's own order is the one in which it was stored.
    logged.sort_by(|a, b| (&a.decision.at, &a.kommun).cmp(&(&b.decision.at, &b.kommun)));
    Ok(logged)
}

fn at_place(place: &Text, fault: &Text) -> Text {
    Text::by(|lang| match (place.of(lang), fault.of(lang)) {
        ("", fault) => {
            let mut letters = fault.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
        (place, fault) => format!("{place}: {fault}"),
    })
}

/// What rulings are held against.
struct Bench<'a> {
    store: &'a Store,
    pages: Pages<'a>,
    visits: Vec<VisitRow>,
    rules: Arc<RuleSet>,
    round: String,
    by: String,
    settles: bool,
    reopens: bool,
    at: String,
}

impl Bench<'_> {
    /// The decision that a ruling comes to, or why it cannot be taken.
    async fn rule(&self, ruling: &Ruling) -> Result<Result<(&VisitRow, Ruled), Text>, AuditError> {
        let Some(visit) = self.visits.iter().find(|visit| visit.is_called(ruling.kommun.trim())) else {
            let names = self.visits.iter().map(|visit| visit.kommun.name.as_str());
            return Ok(Err(refusal::unknown_kommun(&ruling.kommun, names)));
        };
        let kommun = &visit.kommun.name;
        let named = ruling.named.trim();
        if !named.is_empty() && !visit.is_called(named) {
            let code = ruling.kommun.trim();
            return Ok(Err(both!(
                "koden {code} hör till {kommun}, men på raden står {named}. Har en kolumn sorterats för sig? Hämta ett nytt \
                 ark, eller rätta raden",
                "the code {code} is that of {kommun}, but the line says {named}. Was a column sorted by itself? Get a new \
                 sheet, or correct the line"
            )));
        }
        if !visit.status.is_assessed() {
            return Ok(Err(both!(
                "{kommun} är inte bedömd i omgången. Läs in sidor med hemkoll import först",
                "{kommun} is not assessed in the round. Take in pages with hemkoll import first"
            )));
        }
        let findings = self.store.findings(visit.id, self.rules.manifest_sha256()).await?;
        if findings.is_empty() {
            return Err(AuditError::NotJudged { round: self.round.clone() });
        }
        // A number of the catalogue is understood as everywhere.
        let id = ruling.rule.trim();
        let id = self.rules.rule(id).map_or(id, |rule| rule.head.id.as_str());
        let Some(finding) = findings.iter().find(|finding| finding.rule == id) else {
            return Ok(Err(refusal::unknown_rule(id, findings.iter().map(|finding| finding.rule.as_str()))));
        };
        if let Some(fault) = refusal::concerns_all(&self.rules, ruling.outcome, finding) {
            return Ok(Err(fault));
        }
        let words = match self.checked(visit, ruling).await? {
            Ok(words) => words,
            Err(fault) => return Ok(Err(fault)),
        };
        let earlier = self.store.decisions(visit.id).await?;
        let mut all: Vec<&Decision> = earlier.iter().filter(|decision| decision.rule == id).collect();
        let last = all.last().copied();
        let decision = Decision {
            rule: id.to_owned(),
            outcome: ruling.outcome,
            by: self.by.clone(),
            at: self.at.clone(),
            reason: folded(&ruling.reason),
            words,
            judging_hash: finding.judging_hash.clone(),
            replaced: last.map_or(finding.outcome, |last| last.outcome),
            replaced_by: last.map(|last| last.by.clone()).unwrap_or_default(),
            settles: self.settles && !differing(&all).is_empty(),
        };
        let asked = Decision { settles: self.settles, ..decision.clone() };
        let standing = last.filter(|last| last.repeats(&decision) || last.repeats(&asked)).cloned();
        if standing.is_none() {
            if let Some(fault) = refusal::out_of_turn(&decision, &all, self.settles, self.reopens) {
                return Ok(Err(fault));
            }
            all.push(&decision);
        }
        let differ = differing(&all).into_iter().map(|one| (one.by.clone(), one.outcome)).collect();
        let is_new = standing.is_none();
        let settles_nothing = is_new && self.settles && !decision.settles;
        let decision = standing.unwrap_or(decision);
        let done = Ruled { kommun: kommun.clone(), decision, differ, settles_nothing, is_new };
        Ok(Ok((visit, done)))
    }

    /// The words of a ruling, found on a stored page; `None` where none are given and none are needed.
    async fn checked(&self, visit: &VisitRow, ruling: &Ruling) -> Result<Result<Option<Evidence>, Text>, AuditError> {
        if let Some(fault) = refusal::misses(ruling) {
            return Ok(Err(fault));
        }
        let quote = folded(&ruling.quote);
        if quote.is_empty() {
            return Ok(Ok(None));
        }
        match self.pages.find(visit, &ruling.url, &quote).await {
            Err(AuditError::PagesPurged { .. }) => Err(AuditError::PagesPurged { round: self.round.clone() }),
            found => Ok(found?.map(Some)),
        }
    }
}

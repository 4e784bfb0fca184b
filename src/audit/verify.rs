//! Whether a round is still what it was: every hash recomputed, the seal checked, a sample judged again.
//!
//! What must stay true: nothing is written; what differs is named, so that a person finds it; pages whose time is up are
//! told as removed, never as faults.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::manifest::{self, Chain, Fault};
use super::rescore::Again;
use super::{AuditError, frozen, rescore, result, review};
use crate::archive::{self, ArchiveError, record, sha256};
use crate::domain::{Text, both};
use crate::rules::RuleSet;
use crate::store::{RoundRow, SealRow, Store, VisitRow};

/// What was checked and what differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The round.
    pub round: String,
    /// The seal's SHA-256; `None` for a round that is not sealed.
    pub seal: Option<String>,
    /// Bodies read back and hashed.
    pub bodies: usize,
    /// Bodies that are removed because their time is up.
    pub purged: usize,
    /// Decisions of people whose words were looked for again on the page that they point at.
    pub decisions: usize,
    /// Decisions whose words could not be looked for: their page is another now, or its time is up.
    pub decisions_left: usize,
    /// Kommuner judged again.
    pub judged: Vec<String>,
    /// What differs, a sentence each; empty when all is as it was.
    pub differences: Vec<Text>,
}

/// Verifies a round. `sample`: how many kommuner are judged again, chosen by the seal (or the round's name), so that
/// nobody chooses them. `expected`: the seal as somebody wrote it down.
pub async fn verify(
    store: &Store,
    round: &str,
    rules: Arc<RuleSet>,
    sample: usize,
    expected: Option<&str>,
) -> Result<Verified, AuditError> {
    let row = result::named(store, round).await?;
    let seal = store.seal(row.id).await?;
    let rules = match &seal {
        // The seal decides which rules: those of today may be others.
        Some(seal) if seal.rules != rules.manifest_sha256() => {
            match frozen::by_manifest(store, round, &seal.rules).await {
                Err(AuditError::RulesNotKept { round }) => return Err(AuditError::OtherRules { round }),
                kept => kept?,
            }
        }
        _ => rules,
    };
    let mut done = Verified {
        round: round.to_owned(),
        seal: seal.as_ref().map(|seal| seal.sha256.clone()),
        ..Verified::default()
    };
    if let Some(expected) = expected
        && done.seal.as_deref() != Some(expected)
    {
        done.differences.push(match &done.seal {
            Some(seal) => both!("Sigillet är {seal}, inte {expected}.", "The seal is {seal}, not {expected}."),
            None => both!("Omgången har inget sigill.", "The round has no seal."),
        });
    }
    let visits = store.visits(row.id).await?;
    if let Some(seal) = &seal {
        chain(store, seal, &mut done).await?;
        lines(store, &row, &rules, seal, &visits, &mut done).await?;
    }
    bodies(store, &row, &visits, &mut done).await?;
    let decided = review::hold_against_pages(store, &visits, &rules).await?;
    (done.decisions, done.decisions_left) = (decided.looked_for, decided.left);
    done.differences.extend(decided.faults);
    judged(store, &row, rules, &visits, sample, &mut done).await?;
    Ok(done)
}

/// The seals up to this one: each is the hash of its manifest and names the one before.
async fn chain(store: &Store, last: &SealRow, done: &mut Verified) -> Result<(), AuditError> {
    let mut previous = String::new();
    for (place, seal) in (1..).zip(store.seals().await?) {
        if seal.position > last.position {
            break;
        }
        let linked = seal.manifest.lines().find_map(|line| line.strip_prefix("previous ")).unwrap_or_default();
        let expected = if previous.is_empty() { "-" } else { &previous };
        if sha256(seal.manifest.as_bytes()) != seal.sha256 {
            done.differences.push(both!(
                "Manifestet bakom sigill {place} i kedjan är ändrat.",
                "The manifest behind seal {place} of the chain is altered."
            ));
        }
        if seal.position != place || seal.previous != previous || linked != expected {
            done.differences.push(both!(
                "Kedjan av sigill är bruten vid sigill {place}.",
                "The chain of seals is broken at seal {place}."
            ));
        }
        previous = seal.sha256;
    }
    Ok(())
}

/// The manifest made again from the database, line by line.
async fn lines(
    store: &Store,
    row: &RoundRow,
    rules: &RuleSet,
    seal: &SealRow,
    visits: &[VisitRow],
    done: &mut Verified,
) -> Result<(), AuditError> {
    let version = manifest::version(&seal.manifest);
    let chain = Chain { version, previous: &seal.previous, sealed_at: &seal.sealed_at };
    let now = manifest::text(store, row, rules, chain).await?;
    for (name, fault) in manifest::differences(&seal.manifest, &now) {
        done.differences.push(sentence(&name, fault, visits));
    }
    Ok(())
}

/// What a differing line of the manifest means.
fn sentence(name: &str, fault: Fault, visits: &[VisitRow]) -> Text {
    let words: Vec<&str> = name.split(' ').collect();
    let kommun = words.get(1).map_or(String::new(), |code| {
        let visit = visits.iter().find(|visit| visit.kommun.code == *code);
        visit.map_or_else(|| (*code).to_owned(), |visit| visit.kommun.name.clone())
    });
    let what = match words.as_slice() {
        ["capture", _, id] => both!("Svaret i post {id} ({kommun})", "The answer in record {id} ({kommun})"),
        ["import", ..] => both!(
            "Uppgiften om en sida som lästs in för hand ({kommun})",
            "What is told of a page taken in by hand ({kommun})"
        ),
        ["kommun", _] => both!("Underlaget om {kommun}", "What is known of {kommun} beforehand"),
        ["visit", _] => both!("Uppgiften om besöket hos {kommun}", "What is told of the visit to {kommun}"),
        ["addresses", _] => both!(
            "Uppgiften om vilka adresser som inte lästes hos {kommun}",
            "What is told of the addresses of {kommun} that were not read"
        ),
        ["pages", _] => both!("Listan över sidor hos {kommun}", "The list of the pages of {kommun}"),
        ["decisions", _] => {
            both!("Något som en granskare har avgjort för {kommun}", "Something that a reviewer settled for {kommun}")
        }
        ["answers", _] => both!("Något av svaren för {kommun}", "One of the answers of {kommun}"),
        ["score", _] => both!("Poängen för {kommun}", "The points of {kommun}"),
        ["rule", path] => both!("Regelfilen {path}", "The rule file {path}"),
        ["parameters"] => both!("Omgångens inställningar", "The round's settings"),
        ["amounts"] => both!("Omgångens belopp", "The round's amounts"),
        _ => both!("Raden ”{name}” i manifestet", "The line “{name}” of the manifest"),
    };
    let how = match fault {
        Fault::Gone => both!("finns inte kvar", "is gone"),
        Fault::Changed => both!("är ändrat sedan omgången förseglades", "has changed since the round was sealed"),
        Fault::Added => both!("har kommit till sedan omgången förseglades", "has come since the round was sealed"),
    };
    Text::by(|lang| format!("{} {}.", what.of(lang), how.of(lang)))
}

/// How a body stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Whole,
    Purged,
    Altered,
}

/// Every body read back and hashed, once; told for every answer that it belongs to.
async fn bodies(store: &Store, row: &RoundRow, visits: &[VisitRow], done: &mut Verified) -> Result<(), AuditError> {
    let mut known: BTreeMap<String, Body> = BTreeMap::new();
    for visit in visits {
        let captures = store.captures(visit.id).await?;
        let names = record::names(&row.round.name, &visit.kommun.code, &captures);
        for (capture, name) in captures.iter().zip(names) {
            let Some(sha256) = &capture.sha256 else { continue };
            let body = if let Some(body) = known.get(sha256) {
                *body
            } else {
                let body = body(store, sha256).await?;
                known.insert(sha256.clone(), body);
                body
            };
            if body == Body::Altered {
                let id = name.urn(record::Part::Response);
                let id = id.trim_start_matches("urn:uuid:");
                let (kommun, url) = (&visit.kommun.name, &capture.final_url);
                done.differences.push(both!(
                    "Sidan {url} ({kommun}, post {id}) är ändrad eller borta: den stämmer inte med sin kontrollsumma.",
                    "The page {url} ({kommun}, record {id}) is altered or gone: it does not agree with its checksum."
                ));
            }
        }
    }
    done.bodies = known.values().filter(|body| **body == Body::Whole).count();
    done.purged = known.values().filter(|body| **body == Body::Purged).count();
    Ok(())
}

async fn body(store: &Store, sha256: &str) -> Result<Body, AuditError> {
    match archive::read(store, sha256).await {
        Ok(_) => Ok(Body::Whole),
        Err(ArchiveError::Purged(_)) => Ok(Body::Purged),
        Err(ArchiveError::Altered(_) | ArchiveError::Missing(_)) => Ok(Body::Altered),
        Err(fault) => Err(fault.into()),
    }
}

/// A sample of kommuner judged again; the answers must be those that are stored.
async fn judged(
    store: &Store,
    row: &RoundRow,
    rules: Arc<RuleSet>,
    visits: &[VisitRow],
    sample: usize,
    done: &mut Verified,
) -> Result<(), AuditError> {
    let manifest = rules.manifest_sha256().to_owned();
    if !store.retention(row.id).await?.purged_at.is_empty() {
        return Ok(());
    }
    let seed = done.seal.clone().unwrap_or_else(|| row.round.name.clone());
    let mut drawn: Vec<&VisitRow> = visits.iter().filter(|visit| visit.status.is_assessed()).collect();
    drawn.sort_by_key(|visit| sha256(format!("{seed}\0{}", visit.kommun.code).as_bytes()));
    drawn.truncate(sample);
    let again = Again::new(store, row, rules)?;
    for visit in drawn {
        let stored = store.findings(visit.id, &manifest).await?;
        if stored.is_empty() {
            return Err(AuditError::NotJudged { round: row.round.name.clone() });
        }
        let now = match again.judge(visit).await {
            Ok(judged) => judged.findings,
            // Told already, by its address.
            Err(AuditError::Archive(ArchiveError::Altered(_) | ArchiveError::Missing(_))) => continue,
            Err(fault) => return Err(fault),
        };
        for change in rescore::compare(visit, &stored, &now) {
            let (kommun, rule) = (&change.kommun, &change.rule);
            done.differences.push(both!(
                "{kommun}: {rule} får ett annat svar när sidorna bedöms igen.",
                "{kommun}: {rule} gets another answer when the pages are judged again."
            ));
        }
        done.judged.push(visit.kommun.name.clone());
    }
    Ok(())
}

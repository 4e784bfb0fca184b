//! Closing a round: its manifest stored and chained to the last sealed round's.
//!
//! What must stay true: only a finished round is sealed, once; each seal names the one before it, so that none can be
//! exchanged without the next one telling.

use super::manifest::{self, Chain, VERSION};
use super::{AuditError, result};
use crate::archive::sha256;
use crate::clock::Clock;
use crate::domain::VisitStatus;
use crate::rules::RuleSet;
use crate::store::{SealRow, Store};

/// Seals a round as judged by a rule set.
pub async fn seal(store: &Store, round: &str, rules: &RuleSet, clock: Clock) -> Result<SealRow, AuditError> {
    let _lock = store.lock_alone().await?;
    let row = result::named(store, round).await?;
    if let Some(seal) = store.seal(row.id).await? {
        return Err(AuditError::Sealed { round: row.round.name, sealed_at: seal.sealed_at });
    }
    let open = store.visits(row.id).await?.iter().filter(|visit| visit.status == VisitStatus::Open).count();
    if open > 0 {
        return Err(AuditError::NotFinished { round: row.round.name, open });
    }
    let seals = store.seals().await?;
    let last = seals.last();
    let previous = last.map(|seal| seal.sha256.clone()).unwrap_or_default();
    let sealed_at = clock.stamp();
    let chain = Chain { version: VERSION, previous: &previous, sealed_at: &sealed_at };
    let manifest = manifest::text(store, &row, rules, chain).await?;
    let seal = SealRow {
        round_id: row.id,
        position: last.map_or(1, |seal| seal.position + 1),
        rules: rules.manifest_sha256().to_owned(),
        sealed_at,
        sha256: sha256(manifest.as_bytes()),
        manifest,
        previous,
    };
    store.set_seal(&seal).await?;
    Ok(seal)
}

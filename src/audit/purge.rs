//! Raw pages whose time is up.
//!
//! What must stay true: only rounds past their last day lose their pages, and only what no other round needs; what is
//! left is told as removed, never as missing.

use jiff::civil::Date;

use super::AuditError;
use crate::clock::Clock;
use crate::store::{Purged, Store};

/// Months that the raw pages of a round are kept unless another day is set.
pub const KEPT_MONTHS: i32 = 24;

/// A round and its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The round's name.
    pub round: String,
    /// The last day its raw pages are kept, ISO 8601; empty when none is set.
    pub keep_until: String,
    /// When they were removed before this run, RFC 3339 UTC; else empty.
    pub purged_at: String,
    /// What was removed now (or would be); `None` when nothing is due.
    pub removed: Option<Purged>,
}

/// What to purge.
#[derive(Clone, Debug, Default)]
pub struct PurgeRequest {
    /// One round alone; `None` = all.
    pub round: Option<String>,
    /// A new last day for the rounds, set first.
    pub keep_until: Option<Date>,
    /// Nothing is set and nothing removed: only told.
    pub dry_run: bool,
}

/// Removes the raw pages of rounds whose last day has passed.
pub async fn purge(store: &Store, request: &PurgeRequest, clock: Clock) -> Result<Vec<Due>, AuditError> {
    let dry_run = request.dry_run;
    let _lock = if dry_run { None } else { Some(store.lock_alone().await?) };
    let today = clock.today().to_string();
    let mut rounds = store.rounds().await?;
    if let Some(name) = &request.round {
        let known = rounds.iter().any(|row| row.round.name == *name);
        if !known {
            return Err(AuditError::no_round(name, &rounds));
        }
        rounds.retain(|row| row.round.name == *name);
    }
    let mut told = Vec::new();
    for row in rounds {
        let mut retention = store.retention(row.id).await?;
        if let Some(day) = request.keep_until {
            retention.keep_until = day.to_string();
            if !dry_run {
                store.keep_until(row.id, &retention.keep_until).await?;
            }
        }
        // ISO days sort as text.
        let is_due = !retention.keep_until.is_empty() && retention.keep_until < today && retention.purged_at.is_empty();
        let removed = match (is_due, dry_run) {
            (false, _) => None,
            (true, true) => Some(store.purgeable(row.id).await?),
            (true, false) => Some(store.purge(row.id, &clock.stamp()).await?),
        };
        let (keep_until, purged_at) = (retention.keep_until, retention.purged_at);
        told.push(Due { round: row.round.name, keep_until, purged_at, removed });
    }
    Ok(told)
}

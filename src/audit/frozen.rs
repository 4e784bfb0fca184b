//! The rule sets that rounds were judged by, kept in the database so that each round can be judged again by its own.
//!
//! Place in the flow: opening a round, judging it again → **kept** → diff.
//! What must stay true: what is read back is, file for file, what was kept, or a fault that names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::AuditError;
use crate::archive::{self, ArchiveError};
use crate::rules::RuleSet;
use crate::store::{RoundRow, Store};

/// Largest rule set that is read back, inflated.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Keeps a rule set, unless it is kept already.
pub(super) async fn keep(store: &Store, rules: &RuleSet) -> Result<(), AuditError> {
    let json = serde_json::to_vec(rules.sources()).expect("paths and texts");
    Ok(store.keep_rules(rules.manifest_sha256(), &archive::squeeze(&json)).await?)
}

/// The rule set that a round was opened with.
pub(super) async fn rules_of(store: &Store, row: &RoundRow) -> Result<Arc<RuleSet>, AuditError> {
    by_manifest(store, &row.round.name, &row.round.params.rules_sha256).await
}

/// The rule set of that manifest, by which a round was judged. Where it was judged before rule sets were kept, the
/// built-in one if it is still the same.
pub(super) async fn by_manifest(store: &Store, round: &str, manifest: &str) -> Result<Arc<RuleSet>, AuditError> {
    let Some(packed) = store.rules(manifest).await? else {
        let built_in = RuleSet::embedded();
        return if built_in.manifest_sha256() == manifest {
            Ok(Arc::new(built_in))
        } else {
            Err(AuditError::RulesNotKept { round: round.to_owned() })
        };
    };
    let altered = || AuditError::from(ArchiveError::Altered(manifest.to_owned()));
    let json = archive::unsqueeze(&packed, LIMIT).ok_or_else(altered)?;
    let sources: BTreeMap<String, String> = serde_json::from_slice(&json).map_err(|_| altered())?;
    match RuleSet::from_sources(&sources) {
        Ok(rules) if rules.manifest_sha256() == manifest => Ok(Arc::new(rules)),
        Ok(_) => Err(altered()),
        Err(fault) => Err(AuditError::OldRules { round: round.to_owned(), cause: fault.to_string() }),
    }
}

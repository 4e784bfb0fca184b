//! The faults in the code of a kommun's stored pages, by rule.
//!
//! Place in the flow: archive → page model → a11y → **faults** → the draft of an accessibility statement.
//! What must stay true: what is stored is read, nothing is fetched; a page that could not be read is told, never passed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::worker::Workers;
use super::{AuditError, Judge, result, stored};
use crate::a11y::{self, Tally};
use crate::archive::ArchiveError;
use crate::domain::{Amounts, Kommun, Reason};
use crate::page::PageTypes;
use crate::rules::RuleSet;
use crate::store::Store;

/// The faults of one kommun.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The round's name.
    pub round: String,
    /// The kommun.
    pub kommun: Kommun,
    /// The first and the last Swedish day on which a page was read; `None` when none was.
    pub days: Option<(String, String)>,
    /// What the checks say.
    pub tally: Tally,
    /// Stored pages that could not be judged, and why.
    pub unread: Vec<(String, Reason)>,
}

/// Judges the code of a kommun's stored pages. `kommun` is a code or a name.
pub async fn faults(store: &Store, round: &str, kommun: &str, rules: Arc<RuleSet>) -> Result<Faults, AuditError> {
    let row = result::named(store, round).await?;
    let visits = store.visits(row.id).await?;
    let visit = visits.iter().find(|visit| visit.is_called(kommun));
    let visit = visit.ok_or_else(|| AuditError::no_kommun(kommun, visits.iter().map(|visit| &visit.kommun.name)))?;
    let judge = Judge {
        rules,
        types: Arc::new(PageTypes::embedded()),
        amounts: Amounts::default(),
        today: row.round.params.judged_on,
    };
    let workers = Workers::start(&Arc::new(judge))?;
    let mut faults = Faults {
        round: row.round.name.clone(),
        kommun: visit.kommun.clone(),
        days: None,
        tally: Tally::default(),
        unread: Vec::new(),
    };
    let mut days = BTreeSet::new();
    for page in store.pages(visit.id).await?.into_iter().filter(|page| page.same_as.is_none()) {
        if page.needs_javascript {
            faults.unread.push((page.url, Reason::NeedsJavascript));
            continue;
        }
        match stored::parsed(store, &workers, &page, a11y::audit).await {
            Ok(Ok(results)) => {
                faults.tally.add(&page.url, &results);
                days.insert(result::day(&page.read_at));
            }
            Ok(Err(reason)) => faults.unread.push((page.url, reason)),
            Err(AuditError::Archive(ArchiveError::Purged(_))) => {
                return Err(AuditError::PagesPurged { round: row.round.name });
            }
            Err(fault) => return Err(fault),
        }
    }
    faults.days = days.first().cloned().zip(days.last().cloned());
    Ok(faults)
}

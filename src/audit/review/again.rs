//! What people have decided, held against the stored pages once more.
//!
//! Place in the flow: part of `verify`. What must stay true: nothing is written; a page that has been read anew, or whose
//! time was up, is no fault of the decision.

use std::sync::Arc;

use super::words::Pages;
use crate::archive::ArchiveError;
use crate::audit::AuditError;
use crate::domain::{Decision, Outcome, Text, both};
use crate::rules::RuleSet;
use crate::store::{Store, VisitRow};

/// How many decisions point at words that were looked for again, and what is wrong with those that are not as they must
/// be, a sentence each.
pub(in crate::audit) async fn hold_against_pages(
    store: &Store,
    visits: &[VisitRow],
    rules: &Arc<RuleSet>,
) -> Result<(usize, Vec<Text>), AuditError> {
    let pages = Pages::new(store, rules)?;
    let (mut held, mut faults) = (0, Vec::new());
    for visit in visits {
        let kommun = &visit.kommun.name;
        let decisions = store.decisions(visit.id).await?;
        let of_visit = if decisions.is_empty() { Vec::new() } else { store.pages(visit.id).await? };
        for Decision { rule, outcome, by, words, .. } in &decisions {
            let Some(words) = words else {
                if matches!(outcome, Outcome::Passed | Outcome::Partial) {
                    faults.push(both!(
                        "{kommun}: {by} svarar ja eller delvis på {rule} utan att peka på några ord.",
                        "{kommun}: {by} answers yes or partly to {rule} without pointing at any words."
                    ));
                }
                continue;
            };
            let page = of_visit.iter().find(|page| page.url == words.url && page.sha256 == words.sha256);
            let Some(page) = page else { continue };
            match pages.on(page, &words.quote).await {
                Ok(found) => {
                    held += 1;
                    if found.is_none() {
                        let (quote, url) = (&words.quote, &words.url);
                        faults.push(both!(
                            "{kommun}: orden ”{quote}” som {by} pekar på för {rule} står inte på sidan {url}.",
                            "{kommun}: the words “{quote}” that {by} points at for {rule} do not stand on the page {url}."
                        ));
                    }
                }
                // The first is told by its count, the others by their address.
                Err(
                    AuditError::PagesPurged { .. }
                    | AuditError::Archive(ArchiveError::Altered(_) | ArchiveError::Missing(_)),
                ) => {}
                Err(fault) => return Err(fault),
            }
        }
    }
    Ok((held, faults))
}

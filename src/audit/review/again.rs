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
use crate::store::{PageRow, Store, VisitRow};

/// What came of looking for the words of decisions again.
#[derive(Debug, Default)]
pub(in crate::audit) struct Held {
    /// Decisions whose words were looked for.
    pub looked_for: usize,
    /// Decisions whose words could not be looked for: their page is another now, or its time is up.
    pub left: usize,
    /// What is wrong with those that are not as they must be, a sentence each.
    pub faults: Vec<Text>,
}

/// Looks for the words that decisions point at, on the pages that they point at.
pub(in crate::audit) async fn hold_against_pages(
    store: &Store,
    visits: &[VisitRow],
    rules: &Arc<RuleSet>,
) -> Result<Held, AuditError> {
    let pages = Pages::new(store, rules)?;
    let mut done = Held::default();
    for visit in visits {
        let kommun = &visit.kommun.name;
        let decisions = store.decisions(visit.id).await?;
        if decisions.is_empty() {
            continue;
        }
        let stands = on_pages(&pages, &store.pages(visit.id).await?, &decisions).await?;
        for (Decision { rule, outcome, by, words, .. }, stands) in decisions.iter().zip(stands) {
            match (words, stands) {
                (None, _) if matches!(outcome, Outcome::Passed | Outcome::Partial) => done.faults.push(both!(
                    "{kommun}: {by} svarar ja eller delvis på {rule} utan att peka på några ord.",
                    "{kommun}: {by} answers yes or partly to {rule} without pointing at any words."
                )),
                (None, _) => {}
                (Some(_), None) => done.left += 1,
                (Some(_), Some(true)) => done.looked_for += 1,
                (Some(words), Some(false)) => {
                    done.looked_for += 1;
                    let (quote, url) = (&words.quote, &words.url);
                    done.faults.push(both!(
                        "{kommun}: orden ”{quote}” som {by} pekar på för {rule} står inte på sidan {url}.",
                        "{kommun}: the words “{quote}” that {by} points at for {rule} do not stand on the page {url}."
                    ));
                }
            }
        }
    }
    Ok(done)
}

/// Of each decision whether its words stand on its page; nothing where it has no words or the page is not there. Many
/// point at the same page: each is parsed once.
async fn on_pages(
    pages: &Pages<'_>,
    of_visit: &[PageRow],
    decisions: &[Decision],
) -> Result<Vec<Option<bool>>, AuditError> {
    let mut stands = vec![None; decisions.len()];
    for page in of_visit {
        let on_it = |decision: &Decision| {
            let words = decision.words.as_ref().filter(|words| words.url == page.url && words.sha256 == page.sha256)?;
            Some(words.quote.clone())
        };
        let (places, quotes): (Vec<usize>, Vec<String>) =
            decisions.iter().enumerate().filter_map(|(at, decision)| Some((at, on_it(decision)?))).unzip();
        if quotes.is_empty() {
            continue;
        }
        match pages.on_all(page, quotes).await {
            Ok(found) => places.iter().zip(found).for_each(|(at, found)| stands[*at] = Some(found.is_some())),
            // The first is told by its count, the others by their address.
            Err(
                AuditError::PagesPurged { .. }
                | AuditError::Archive(ArchiveError::Altered(_) | ArchiveError::Missing(_)),
            ) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(stands)
}

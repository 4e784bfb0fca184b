//! The answers of earlier rounds that a visit's own refer to: pages that the server said were unchanged.
//!
//! Place in the flow: captures of a visit → **origins** → their records in the same file, so that it needs no other.
//! What must stay true: a record has the name that it has in its own round's file.

use super::ArchiveError;
use super::record::{self, RecordName};
use crate::store::{CaptureRow, Store, StoreError, VisitRow};

/// Visits of earlier rounds.
#[derive(Debug, Default)]
pub(crate) struct Origins(Vec<Origin>);

#[derive(Debug)]
struct Origin {
    round: String,
    visit: VisitRow,
    captures: Vec<CaptureRow>,
    names: Vec<RecordName>,
}

/// An answer that came whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole<'a> {
    /// Its round's name.
    pub(crate) round: &'a str,
    /// Its visit.
    pub(crate) visit: &'a VisitRow,
    /// The answer.
    pub(crate) capture: &'a CaptureRow,
    /// Its name.
    pub(crate) name: &'a RecordName,
}

impl Origins {
    /// All that the captures of a visit refer to.
    pub(crate) async fn of(store: &Store, captures: &[CaptureRow]) -> Result<Self, ArchiveError> {
        let mut origins = Self::default();
        for id in captures.iter().filter_map(|capture| capture.revisit_of) {
            if origins.get(id).is_some() {
                continue;
            }
            let nowhere = || StoreError::unexpected("capture.revisit_of", id);
            let (round, visit) = store.visit_of(id).await?.ok_or_else(nowhere)?;
            let captures = store.captures(visit.id).await?;
            let names = record::names(&round, &visit.kommun.code, &captures);
            origins.0.push(Origin { round, visit, captures, names });
        }
        Ok(origins)
    }

    /// An answer by its key.
    pub(crate) fn get(&self, id: i64) -> Option<Whole<'_>> {
        self.0.iter().find_map(|Origin { round, visit, captures, names }| {
            let (capture, name) = captures.iter().zip(names).find(|(capture, _)| capture.id == id)?;
            Some(Whole { round, visit, capture, name })
        })
    }
}

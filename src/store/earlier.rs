//! What earlier rounds of the same database have of a kommun: pages that need not be sent again.
//!
//! What must stay true: only what came whole and is kept still counts as had; what is pointed at is always the answer
//! that the body came with, never one that said that it was unchanged.

use super::capture::fields;
use super::{Store, StoreError, VisitRow, on, visit};

/// A page that an earlier round fetched whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierPage {
    /// The answer that its body came with.
    pub capture: i64,
    /// The address that answered.
    pub url: String,
    /// The header fields that came with the body.
    pub headers: Vec<(String, String)>,
    /// SHA-256 of the body.
    pub sha256: String,
    /// Bytes of the body.
    pub size: u64,
}

impl Store {
    /// The pages of a kommun (by its code) in the rounds before this one, the oldest first.
    pub async fn earlier_pages(&self, code: &str, round: i64) -> Result<Vec<EarlierPage>, StoreError> {
        const SQL: &str = "select whole.id, capture.final_url, whole.headers, body.sha256, body.size from capture \
             join visit on visit.id = capture.visit_id join body on body.sha256 = capture.sha256 \
             join capture whole on whole.id = coalesce(capture.revisit_of, capture.id) \
             where visit.code = $1 and visit.round_id < $2 and capture.kind = 'page' and capture.reason is null \
             and whole.status = 200 and whole.sha256 = capture.sha256 and length(body.zstd) > 0 \
             order by visit.round_id, capture.ordinal";
        type Row = (i64, String, String, String, i64);
        let rows: Vec<Row> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(code).bind(round).fetch_all(pool).await?);
        let page = |(capture, url, headers, sha256, size): Row| {
            let size = u64::try_from(size).unwrap_or(u64::MAX);
            Ok(EarlierPage { capture, url, headers: fields(&headers)?, sha256, size })
        };
        rows.into_iter().map(page).collect()
    }

    /// The visit that an answer belongs to, and its round's name.
    pub async fn visit_of(&self, capture: i64) -> Result<Option<(String, VisitRow)>, StoreError> {
        const SQL: &str = "select round.name, visit.id from capture join visit on visit.id = visit_id \
             join round on round.id = round_id where capture.id = $1";
        let found: Option<(String, i64)> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(capture).fetch_optional(pool).await?);
        let Some((round, id)) = found else { return Ok(None) };
        let visit = visit::by_id(self, id).await?;
        Ok(visit.map(|visit| (round, visit)))
    }
}

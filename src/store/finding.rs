//! The answers of a kommun under one rule set.

use sqlx::QueryBuilder;

use crate::domain::Finding;

use super::{CHUNK, Conn, Store, StoreError, count, on};

impl Store {
    /// The answers of a visit under a rule set, in the set's order; empty when it was never judged by it.
    pub async fn findings(&self, visit: i64, manifest: &str) -> Result<Vec<Finding>, StoreError> {
        const SQL: &str = "select finding from finding where visit_id = $1 and manifest = $2 order by position, rule";
        let rows: Vec<String> =
            on!(Store, self, pool => sqlx::query_scalar(SQL).bind(visit).bind(manifest).fetch_all(pool).await?);
        rows.iter()
            .map(|row| serde_json::from_str(row).map_err(|fault| StoreError::unexpected("finding", fault)))
            .collect()
    }

    /// The rule sets under which a round has answers, by their manifests.
    pub async fn manifests(&self, round: i64) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "select distinct manifest from finding join visit on visit.id = visit_id \
             where round_id = $1 order by manifest";
        Ok(on!(Store, self, pool => sqlx::query_scalar(SQL).bind(round).fetch_all(pool).await?))
    }
}

/// Replaces the answers of a visit under a rule set.
pub(super) async fn replace(
    conn: &mut Conn<'_>,
    visit: i64,
    manifest: &str,
    findings: &[Finding],
) -> Result<(), StoreError> {
    const CLEAR: &str = "delete from finding where visit_id = $1 and manifest = $2";
    const ADD: &str = "insert into finding (visit_id, manifest, rule, position, outcome, finding) ";
    let mut rows = Vec::with_capacity(findings.len());
    for (position, finding) in findings.iter().enumerate() {
        let json = serde_json::to_string(finding).map_err(|fault| StoreError::unexpected("finding", fault))?;
        rows.push((count(position), finding, json));
    }
    on!(Conn, conn, db => {
        sqlx::query(CLEAR).bind(visit).bind(manifest).execute(&mut *db).await?;
        for chunk in rows.chunks(CHUNK) {
            let mut insert = QueryBuilder::new(ADD);
            insert.push_values(chunk, |mut row, (position, finding, json)| {
                row.push_bind(visit)
                    .push_bind(manifest)
                    .push_bind(&finding.rule)
                    .push_bind(position)
                    .push_bind(finding.outcome.code())
                    .push_bind(json);
            });
            insert.build().execute(&mut *db).await?;
        }
    });
    Ok(())
}

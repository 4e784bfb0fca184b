//! The files of the rule sets that rounds were judged by.
//!
//! What must stay true: a set is stored once, under the hash of its files, and never changed.

use super::{Store, StoreError, on};

impl Store {
    /// Keeps a rule set: zstd of its files as JSON, under its manifest's SHA-256.
    pub async fn keep_rules(&self, manifest: &str, files: &[u8]) -> Result<(), StoreError> {
        const SQL: &str = "insert into ruleset (manifest, files) values ($1, $2) on conflict (manifest) do nothing";
        on!(Store, self, pool => sqlx::query(SQL).bind(manifest).bind(files).execute(pool).await.map(drop))?;
        Ok(())
    }

    /// The packed files of a rule set, if it is kept.
    pub async fn rules(&self, manifest: &str) -> Result<Option<Vec<u8>>, StoreError> {
        const SQL: &str = "select files from ruleset where manifest = $1";
        Ok(on!(Store, self, pool => sqlx::query_scalar(SQL).bind(manifest).fetch_optional(pool).await?))
    }
}

//! Seals on rounds, and until when their raw pages are kept.
//!
//! What must stay true: what a seal covers is never written again; the database itself refuses it (triggers in
//! migration 0021), so that it holds for other programs too. Bodies may be emptied when their time is up: their names,
//! which are their hashes, stay.

use super::{Store, StoreError, on};

/// A seal as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SealRow {
    /// The round's key.
    pub round_id: i64,
    /// Place in the chain, from 1.
    pub position: i64,
    /// SHA-256 of the rule set's manifest whose answers it covers.
    pub rules: String,
    /// When, RFC 3339 UTC.
    pub sealed_at: String,
    /// The manifest, text.
    pub manifest: String,
    /// SHA-256 of the manifest.
    pub sha256: String,
    /// The seal before it in the chain; empty for the first.
    pub previous: String,
}

/// Until when a round's raw pages are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Retention {
    /// The last day they are kept, ISO 8601; empty when no day is set.
    pub keep_until: String,
    /// When they were removed, RFC 3339 UTC; empty while they are there.
    pub purged_at: String,
}

/// What a purge removes, or would.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Bodies that no other round needs.
    pub bodies: u64,
    /// Bytes they take, compressed.
    pub bytes: u64,
    /// Bodies that stay because another round needs them.
    pub shared: u64,
}

impl Store {
    /// The seal of a round.
    pub async fn seal(&self, round: i64) -> Result<Option<SealRow>, StoreError> {
        const SQL: &str = "select round_id, position, rules, sealed_at, manifest, sha256, previous \
             from seal where round_id = $1";
        Ok(on!(Store, self, pool => sqlx::query_as(SQL).bind(round).fetch_optional(pool).await?))
    }

    /// All seals, the first of the chain first.
    pub async fn seals(&self) -> Result<Vec<SealRow>, StoreError> {
        const SQL: &str = "select round_id, position, rules, sealed_at, manifest, sha256, previous \
             from seal order by position";
        Ok(on!(Store, self, pool => sqlx::query_as(SQL).fetch_all(pool).await?))
    }

    /// Seals a round. A round has one seal, and a place in the chain is taken once.
    pub async fn set_seal(&self, seal: &SealRow) -> Result<(), StoreError> {
        const SQL: &str = "insert into seal (round_id, position, rules, sealed_at, manifest, sha256, previous) \
             values ($1, $2, $3, $4, $5, $6, $7)";
        on!(Store, self, pool => {
            sqlx::query(SQL)
                .bind(seal.round_id)
                .bind(seal.position)
                .bind(&seal.rules)
                .bind(&seal.sealed_at)
                .bind(&seal.manifest)
                .bind(&seal.sha256)
                .bind(&seal.previous)
                .execute(pool)
                .await
                .map(drop)
        })?;
        Ok(())
    }

    /// Until when a round's raw pages are kept.
    pub async fn retention(&self, round: i64) -> Result<Retention, StoreError> {
        const SQL: &str = "select keep_until, purged_at from retention where round_id = $1";
        let row: Option<Retention> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(round).fetch_optional(pool).await?);
        Ok(row.unwrap_or_default())
    }

    /// Sets the last day on which a round's raw pages are kept (ISO 8601).
    pub async fn keep_until(&self, round: i64, day: &str) -> Result<(), StoreError> {
        const SQL: &str = "insert into retention (round_id, keep_until, purged_at) values ($1, $2, '') \
             on conflict (round_id) do update set keep_until = excluded.keep_until";
        on!(Store, self, pool => sqlx::query(SQL).bind(round).bind(day).execute(pool).await.map(drop))?;
        Ok(())
    }

    /// What [`Self::purge`] would remove.
    pub async fn purgeable(&self, round: i64) -> Result<Purged, StoreError> {
        const OWN: &str = "select count(*), coalesce(sum(length(zstd)), 0) from body where length(zstd) > 0 \
             and sha256 in (select sha256 from capture join visit on visit.id = visit_id where round_id = $1) \
             and sha256 not in (select sha256 from capture join visit on visit.id = visit_id \
             left join retention on retention.round_id = visit.round_id \
             where visit.round_id <> $1 and sha256 is not null and coalesce(purged_at, '') = '')";
        const ALL: &str = "select count(*) from body where length(zstd) > 0 \
             and sha256 in (select sha256 from capture join visit on visit.id = visit_id where round_id = $1)";
        let (own, bytes): (i64, i64) = on!(Store, self, pool => sqlx::query_as(OWN).bind(round).fetch_one(pool).await?);
        let all: i64 = on!(Store, self, pool => sqlx::query_scalar(ALL).bind(round).fetch_one(pool).await?);
        let number = |n: i64| u64::try_from(n).unwrap_or_default();
        Ok(Purged { bodies: number(own), bytes: number(bytes), shared: number(all - own) })
    }

    /// Removes a round's raw pages: bodies that no other round needs are emptied, the verdicts of single pages (which
    /// hold their links and words) deleted. Names, log, answers and scores stay.
    pub async fn purge(&self, round: i64, at: &str) -> Result<Purged, StoreError> {
        const NOTE: &str = "insert into retention (round_id, keep_until, purged_at) values ($1, '', $2) \
             on conflict (round_id) do update set purged_at = excluded.purged_at";
        const BODIES: &str = "update body set zstd = $2 where length(zstd) > 0 \
             and sha256 in (select sha256 from capture join visit on visit.id = visit_id where round_id = $1) \
             and sha256 not in (select sha256 from capture join visit on visit.id = visit_id \
             left join retention on retention.round_id = visit.round_id \
             where visit.round_id <> $1 and sha256 is not null and coalesce(purged_at, '') = '')";
        const VERDICTS: &str = "delete from verdict where page_id in \
             (select page.id from page join visit on visit.id = visit_id where round_id = $1)";
        const LINKS: &str =
            "update frontier set text = '' where visit_id in (select id from visit where round_id = $1)";
        let removed = self.purgeable(round).await?;
        on!(Store, self, pool => {
            let mut tx = pool.begin().await?;
            sqlx::query(BODIES).bind(round).bind(Vec::<u8>::new()).execute(&mut *tx).await?;
            sqlx::query(VERDICTS).bind(round).execute(&mut *tx).await?;
            sqlx::query(LINKS).bind(round).execute(&mut *tx).await?;
            sqlx::query(NOTE).bind(round).bind(at).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(removed)
    }
}

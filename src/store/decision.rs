//! What people have decided, as stored.
//!
//! What must stay true: rows are added alone; the database itself refuses to change or delete one, and to add one to a
//! sealed round (triggers in migration 0060). Those that come together are stored together or not at all.

use crate::domain::{Decision, Evidence, Outcome};

use super::{Conn, Store, StoreError, clean, on};

#[derive(sqlx::FromRow)]
struct Row {
    rule: String,
    outcome: String,
    decided_by: String,
    decided_at: String,
    reason: String,
    url: String,
    page_title: String,
    selector: String,
    quote: String,
    sha256: String,
    judging_hash: String,
    replaced: String,
    replaced_by: String,
    settles: bool,
}

impl TryFrom<Row> for Decision {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let outcome =
            |code: &str| Outcome::from_code(code).ok_or_else(|| StoreError::unexpected("decision.outcome", code));
        let Row { url, page_title, selector, quote, sha256, .. } = row;
        let words = Evidence { url, page_title, sha256, selector, quote, marked: Vec::new() };
        Ok(Self {
            rule: row.rule,
            outcome: outcome(&row.outcome)?,
            by: row.decided_by,
            at: row.decided_at,
            reason: row.reason,
            words: (!words.quote.is_empty()).then_some(words),
            judging_hash: row.judging_hash,
            replaced: outcome(&row.replaced)?,
            replaced_by: row.replaced_by,
            settles: row.settles,
        })
    }
}

impl Store {
    /// What people have decided of a visit's questions, in the order in which it was stored.
    pub async fn decisions(&self, visit: i64) -> Result<Vec<Decision>, StoreError> {
        const SQL: &str = "select rule, outcome, decided_by, decided_at, reason, url, page_title, selector, quote, \
             sha256, judging_hash, replaced, replaced_by, settles from decision where visit_id = $1 order by id";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?);
        rows.into_iter().map(Decision::try_from).collect()
    }

    /// Stores decisions in their order, each with its visit: all or none.
    pub async fn decide(&self, decisions: &[(i64, Decision)]) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("begin immediate").await?;
                all(&mut Conn::Sqlite(&mut tx), decisions).await?;
                tx.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                all(&mut Conn::Postgres(&mut tx), decisions).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

async fn all(conn: &mut Conn<'_>, decisions: &[(i64, Decision)]) -> Result<(), StoreError> {
    const SQL: &str = "insert into decision (visit_id, rule, outcome, decided_by, decided_at, reason, url, page_title, \
         selector, quote, sha256, judging_hash, replaced, replaced_by, settles) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    for (visit, decision) in decisions {
        let words = decision.words.clone().unwrap_or_default();
        on!(Conn, conn, db => {
            sqlx::query(SQL)
                .bind(visit)
                .bind(&decision.rule)
                .bind(decision.outcome.code())
                .bind(clean(&decision.by).as_ref())
                .bind(&decision.at)
                .bind(clean(&decision.reason).as_ref())
                .bind(clean(&words.url).as_ref())
                .bind(clean(&words.page_title).as_ref())
                .bind(clean(&words.selector).as_ref())
                .bind(clean(&words.quote).as_ref())
                .bind(&words.sha256)
                .bind(&decision.judging_hash)
                .bind(decision.replaced.code())
                .bind(clean(&decision.replaced_by).as_ref())
                .bind(decision.settles)
                .execute(db)
                .await?;
        });
    }
    Ok(())
}

//! Pages that a person saved in a browser, stored in a round beside those that were fetched.
//!
//! What must stay true: a file is imported whole or not at all; who, when, why and from which file stay with each page.

use crate::domain::{Finding, Reason, VisitStatus};

use super::{Conn, NewBody, NewCapture, NewPage, Store, StoreError, capture, clean, finding, frontier, on, visit};

/// A page to import. Its capture's body is the page's.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The capture: kind `import`, what the file says of the answer.
    pub capture: NewCapture,
    /// The page.
    pub page: NewPage,
    /// The file's name.
    pub file: String,
    /// SHA-256 of the file, lower-case hex.
    pub file_sha256: String,
    /// Who saved or handed in the file.
    pub by: String,
    /// Why the kommun was read again; empty when it had not been read.
    pub why: String,
}

/// An imported page as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ImportRow {
    /// Key of its capture.
    pub capture_id: i64,
    /// The file's name.
    pub file: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// Who saved or handed in the file.
    pub imported_by: String,
    /// When it was imported, RFC 3339 UTC.
    pub imported_at: String,
    /// Why the kommun was read again.
    pub why: String,
}

impl Store {
    /// What was imported into a visit, in order.
    pub async fn imports(&self, visit: i64) -> Result<Vec<ImportRow>, StoreError> {
        const SQL: &str = "select capture_id, file, file_sha256, imported_by, imported_at, why from import \
             join capture on capture.id = capture_id where visit_id = $1 order by ordinal";
        Ok(on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?))
    }

    /// Stores imported pages, all or none. A page with the same address as one that is there takes its place.
    pub async fn import(&self, visit: i64, imports: &[NewImport], at: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("begin immediate").await?;
                all(&mut Conn::Sqlite(&mut tx), visit, imports, at).await?;
                tx.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                all(&mut Conn::Postgres(&mut tx), visit, imports, at).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Stores how a visit stands once imported pages are judged: its status and its answers.
    pub async fn settle_import(
        &self,
        visit: i64,
        (status, reason): (VisitStatus, Option<Reason>),
        manifest: &str,
        findings: &[Finding],
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("begin immediate").await?;
                let conn = &mut Conn::Sqlite(&mut tx);
                finding::replace(conn, visit, manifest, findings).await?;
                visit::end(conn, visit, status, reason).await?;
                tx.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                let conn = &mut Conn::Postgres(&mut tx);
                finding::replace(conn, visit, manifest, findings).await?;
                visit::end(conn, visit, status, reason).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

async fn all(conn: &mut Conn<'_>, visit: i64, imports: &[NewImport], at: &str) -> Result<(), StoreError> {
    const PLACE: &str = "select coalesce(max(ordinal), -1) + 1 from capture where visit_id = $1";
    const NOTE: &str = "insert into import (capture_id, file, file_sha256, imported_by, imported_at, why) \
         values ($1, $2, $3, $4, $5, $6)";
    const GONE: &str = "delete from verdict where page_id in (select id from page where visit_id = $1 and url = $2)";
    const ORPHANS: &str = "update page set same_as = null where same_as in \
         (select id from page where visit_id = $1 and url = $2)";
    const REPLACED: &str = "delete from page where visit_id = $1 and url = $2";
    const COUNT: &str = "update visit set pages_ok = \
         (select count(*) from page where visit_id = $1 and same_as is null and not needs_javascript) where id = $1";
    let bodies = imports.iter().filter_map(|import| import.capture.body.as_ref());
    let bodies: std::collections::BTreeMap<&str, &NewBody> = bodies.map(|body| (body.sha256.as_str(), body)).collect();
    capture::insert_bodies(conn, &bodies).await?;
    let mut ordinal: i64 = on!(Conn, conn, db => sqlx::query_scalar(PLACE).bind(visit).fetch_one(db).await?);
    for import in imports {
        let id = capture::insert(conn, visit, ordinal, &import.capture).await?;
        ordinal += 1;
        on!(Conn, conn, db => {
            for sql in [GONE, ORPHANS, REPLACED] {
                sqlx::query(sql).bind(visit).bind(clean(&import.page.url).as_ref()).execute(&mut *db).await?;
            }
        });
        let sha256 = import.capture.body.as_ref().map(|body| body.sha256.as_str()).unwrap_or_default();
        super::page::insert(conn, visit, id, sha256, &import.page).await?;
        frontier::settle(conn, visit, &import.page.url, super::FrontierState::Done, None).await?;
        on!(Conn, conn, db => {
            sqlx::query(NOTE)
                .bind(id)
                .bind(clean(&import.file).as_ref())
                .bind(&import.file_sha256)
                .bind(clean(&import.by).as_ref())
                .bind(at)
                .bind(clean(&import.why).as_ref())
                .execute(db)
                .await?;
        });
    }
    on!(Conn, conn, db => sqlx::query(COUNT).bind(visit).execute(db).await.map(drop))?;
    Ok(())
}

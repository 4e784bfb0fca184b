//! Pages that can be judged, and the verdicts of one page under one rule set.
//!
//! What must stay true: a page is (visit, final address); equal content points at the first page that had it, in the
//! order they were read, and counts once.

use std::collections::BTreeMap;

use crate::domain::PageType;

use super::capture::fields;
use super::{Conn, Store, StoreError, clean, on};

/// A page to store. Its body is that of the commit's last capture.
#[derive(Clone, Debug)]
pub struct NewPage {
    /// Normalised final address.
    pub url: String,
    /// Clicks from the start page.
    pub depth: u32,
    /// First heading or title.
    pub title: String,
    /// What `title` says.
    pub head_title: String,
    /// What it was taken for.
    pub page_type: PageType,
    /// Whether it is empty without JavaScript.
    pub needs_javascript: bool,
    /// SHA-256 of its title and main text; empty when the text is too short to tell pages apart.
    pub text_sha256: String,
    /// SHA-256 of the rule set's manifest.
    pub manifest: String,
    /// The verdicts under it: zstd of a `PageRecord` as JSON.
    pub record: Vec<u8>,
}

/// A page as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// Key.
    pub id: i64,
    /// Its capture.
    pub capture: i64,
    /// Normalised final address.
    pub url: String,
    /// Clicks from the start page, by the shortest way met when it was read.
    pub depth: u32,
    /// First heading or title.
    pub title: String,
    /// What `title` says.
    pub head_title: String,
    /// What it was taken for when it was read.
    pub page_type: PageType,
    /// Whether it is empty without JavaScript.
    pub needs_javascript: bool,
    /// The first page with the same content, if this is not it.
    pub same_as: Option<i64>,
    /// When it was asked for, RFC 3339 UTC.
    pub read_at: String,
    /// SHA-256 of the body.
    pub sha256: String,
    /// The header fields that came with the body.
    pub headers: Vec<(String, String)>,
}

impl PageRow {
    /// The `Content-Type` that came with it.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str())
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    capture_id: i64,
    url: String,
    depth: i64,
    title: String,
    head_title: String,
    page_type: String,
    needs_javascript: bool,
    same_as: Option<i64>,
    sent_at: String,
    sha256: Option<String>,
    headers: String,
}

impl TryFrom<Row> for PageRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            capture: row.capture_id,
            url: row.url,
            depth: u32::try_from(row.depth).unwrap_or(u32::MAX),
            title: row.title,
            head_title: row.head_title,
            page_type: PageType::from_code(&row.page_type)
                .ok_or_else(|| StoreError::unexpected("page.page_type", &row.page_type))?,
            needs_javascript: row.needs_javascript,
            same_as: row.same_as,
            read_at: row.sent_at,
            sha256: row.sha256.ok_or_else(|| StoreError::unexpected("page", "en sida utan innehåll"))?,
            headers: fields(&row.headers)?,
        })
    }
}

impl Store {
    /// The pages of a visit in the order they were read.
    pub async fn pages(&self, visit: i64) -> Result<Vec<PageRow>, StoreError> {
        const SQL: &str = "select page.id, capture_id, page.url, depth, title, head_title, page_type, \
             needs_javascript, same_as, capture.sent_at, capture.sha256, coalesce(whole.headers, capture.headers) \
             as headers from page join capture on capture.id = capture_id \
             left join capture whole on whole.id = capture.revisit_of \
             where page.visit_id = $1 order by capture.ordinal";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?);
        rows.into_iter().map(PageRow::try_from).collect()
    }

    /// What each page of a visit says, by address: the hash of its title and text, or of its body where the text is too
    /// short to tell pages apart.
    pub async fn texts(&self, visit: i64) -> Result<BTreeMap<String, String>, StoreError> {
        const SQL: &str = "select page.url, case when text_sha256 = '' then coalesce(sha256, '') else text_sha256 end \
             from page join capture on capture.id = capture_id where page.visit_id = $1";
        let rows: Vec<(String, String)> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?);
        Ok(rows.into_iter().collect())
    }

    /// The verdicts of a visit's distinct pages under a rule set, in the order they were read: zstd of `PageRecord`s.
    pub async fn records(&self, visit: i64, manifest: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        const SQL: &str = "select record from verdict join page on page.id = page_id \
             join capture on capture.id = capture_id \
             where page.visit_id = $1 and manifest = $2 and same_as is null order by capture.ordinal";
        Ok(on!(Store, self, pool => sqlx::query_scalar(SQL).bind(visit).bind(manifest).fetch_all(pool).await?))
    }
}

/// Stores a page and, if its content is new in the visit, its verdicts. An address that is stored already (two links
/// that lead to the same final address) is left as it is.
pub(super) async fn insert(
    conn: &mut Conn<'_>,
    visit: i64,
    capture: i64,
    body_sha256: &str,
    page: &NewPage,
) -> Result<(), StoreError> {
    const SAME: &str = "select page.id from page join capture on capture.id = capture_id \
         where page.visit_id = $1 and same_as is null and (sha256 = $2 or (text_sha256 = $3 and $3 <> '')) \
         order by capture.ordinal limit 1";
    const PAGE: &str = "insert into page (visit_id, capture_id, url, depth, title, page_type, needs_javascript, \
         text_sha256, same_as, head_title) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (visit_id, url) do nothing returning id";
    on!(Conn, conn, db => {
        let same: Option<i64> = sqlx::query_scalar(SAME)
            .bind(visit)
            .bind(body_sha256)
            .bind(&page.text_sha256)
            .fetch_optional(&mut *db)
            .await?;
        let id: Option<i64> = sqlx::query_scalar(PAGE)
            .bind(visit)
            .bind(capture)
            .bind(clean(&page.url).as_ref())
            .bind(i64::from(page.depth))
            .bind(clean(&page.title).as_ref())
            .bind(page.page_type.code())
            .bind(page.needs_javascript)
            .bind(&page.text_sha256)
            .bind(same)
            .bind(clean(&page.head_title).as_ref())
            .fetch_optional(&mut *db)
            .await?;
        if let (Some(id), None) = (id, same) {
            sqlx::query(VERDICT).bind(id).bind(&page.manifest).bind(&page.record).execute(db).await?;
        }
    });
    Ok(())
}

const VERDICT: &str = "insert into verdict (page_id, manifest, record) values ($1, $2, $3) \
     on conflict (page_id, manifest) do update set record = excluded.record";

/// Stores the verdicts of a page judged again.
pub(super) async fn judge_again(
    conn: &mut Conn<'_>,
    page: i64,
    manifest: &str,
    record: &[u8],
) -> Result<(), StoreError> {
    on!(Conn, conn, db => sqlx::query(VERDICT).bind(page).bind(manifest).bind(record).execute(db).await.map(drop))?;
    Ok(())
}

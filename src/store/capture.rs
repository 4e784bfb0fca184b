//! Requests as they were sent and answered, and the bodies behind them.
//!
//! What must stay true: every request is kept, also those that failed; a body is stored once however many captures
//! point at it.

use std::collections::BTreeMap;

use crate::domain::Reason;

use super::{Conn, Store, StoreError, clean, on, visit};

/// What a capture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureKind {
    /// An answer that was asked for as a page.
    Page,
    /// robots.txt.
    Robots,
    /// A redirect on the way, or an attempt that was made again.
    Hop,
    /// A sitemap.
    Sitemap,
    /// A link of a core page, asked with HEAD whether it answers.
    LinkCheck,
    /// The same with GET, where HEAD was refused.
    LinkGet,
    /// A PDF.
    Pdf,
    /// A page that a person saved in a browser and handed in.
    Import,
}

impl CaptureKind {
    const ALL: [Self; 8] =
        [Self::Page, Self::Robots, Self::Hop, Self::Sitemap, Self::LinkCheck, Self::LinkGet, Self::Pdf, Self::Import];

    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Robots => "robots",
            Self::Hop => "hop",
            Self::Sitemap => "sitemap",
            Self::LinkCheck => "link-check",
            Self::LinkGet => "link-get",
            Self::Pdf => "pdf",
            Self::Import => "import",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        let known = Self::ALL.into_iter().find(|kind| kind.code() == code);
        known.ok_or_else(|| StoreError::unexpected("capture.kind", code))
    }
}

/// A body, packed for storing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBody {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Number of bytes.
    pub size: u64,
    /// The bytes, compressed.
    pub zstd: Vec<u8>,
}

/// A request to store.
#[derive(Clone, Debug)]
pub struct NewCapture {
    /// What it is of.
    pub kind: CaptureKind,
    /// The address asked for.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// When it was sent, RFC 3339 UTC.
    pub sent_at: String,
    /// Milliseconds until the body had ended.
    pub millis: u64,
    /// HTTP status; 0 when none came.
    pub status: u16,
    /// `HTTP/1.1` or `HTTP/2`; empty when it is not known.
    pub http: String,
    /// The server's address and port, when connected; else empty.
    pub remote: String,
    /// Header fields in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Bytes on the wire.
    pub wire_bytes: u64,
    /// The body, when one is kept.
    pub body: Option<NewBody>,
    /// Why it was not read whole.
    pub reason: Option<Reason>,
    /// Header fields by which the request named an answer from an earlier round.
    pub asked_if: Vec<(String, String)>,
    /// The answer whose body is this one's too, as the server said (304).
    pub revisit_of: Option<i64>,
}

/// A request as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptureRow {
    /// Key.
    pub id: i64,
    /// What it is of.
    pub kind: CaptureKind,
    /// The address asked for.
    pub url: String,
    /// The address that answered.
    pub final_url: String,
    /// When it was sent, RFC 3339 UTC.
    pub sent_at: String,
    /// Milliseconds until the body had ended.
    pub millis: u64,
    /// HTTP status; 0 when none came.
    pub status: u16,
    /// `HTTP/1.1` or `HTTP/2`; empty when it is not known.
    pub http: String,
    /// The server's address and port, when connected; else empty.
    pub remote: String,
    /// Header fields in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Bytes on the wire.
    pub wire_bytes: u64,
    /// SHA-256 of the body, when one is kept.
    pub sha256: Option<String>,
    /// Why it was not read whole.
    pub reason: Option<Reason>,
    /// Header fields by which the request named an answer from an earlier round.
    pub asked_if: Vec<(String, String)>,
    /// The answer whose body is this one's too, as the server said (304).
    pub revisit_of: Option<i64>,
}

impl CaptureRow {
    /// The status of what can be read: of a page that is unchanged, that of the answer that it is the same as.
    pub const fn status_of_content(&self) -> u16 {
        if self.revisit_of.is_some() { 200 } else { self.status }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    url: String,
    final_url: String,
    sent_at: String,
    millis: i64,
    status: i64,
    http: String,
    remote: String,
    headers: String,
    wire_bytes: i64,
    sha256: Option<String>,
    reason: Option<String>,
    asked_if: String,
    revisit_of: Option<i64>,
}

impl TryFrom<Row> for CaptureRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            kind: CaptureKind::from_code(&row.kind)?,
            url: row.url,
            final_url: row.final_url,
            sent_at: row.sent_at,
            millis: u64::try_from(row.millis).unwrap_or(0),
            status: u16::try_from(row.status).unwrap_or(0),
            http: row.http,
            remote: row.remote,
            headers: fields(&row.headers)?,
            wire_bytes: u64::try_from(row.wire_bytes).unwrap_or(0),
            sha256: row.sha256,
            reason: visit::reason(row.reason)?,
            asked_if: if row.asked_if.is_empty() { Vec::new() } else { fields(&row.asked_if)? },
            revisit_of: row.revisit_of,
        })
    }
}

/// Header fields as stored.
pub(super) fn fields(json: &str) -> Result<Vec<(String, String)>, StoreError> {
    serde_json::from_str(json).map_err(|fault| StoreError::unexpected("capture.headers", fault))
}

impl Store {
    /// All requests of a visit, in the order they were sent.
    pub async fn captures(&self, visit: i64) -> Result<Vec<CaptureRow>, StoreError> {
        const SQL: &str = "select id, kind, url, final_url, sent_at, millis, status, http, remote, headers, \
             wire_bytes, sha256, reason, asked_if, revisit_of from capture where visit_id = $1 order by ordinal";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(visit).fetch_all(pool).await?);
        rows.into_iter().map(CaptureRow::try_from).collect()
    }

    /// One request.
    pub async fn capture(&self, id: i64) -> Result<Option<CaptureRow>, StoreError> {
        const SQL: &str = "select id, kind, url, final_url, sent_at, millis, status, http, remote, headers, \
             wire_bytes, sha256, reason, asked_if, revisit_of from capture where id = $1";
        let row: Option<Row> = on!(Store, self, pool => sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?);
        row.map(CaptureRow::try_from).transpose()
    }

    /// A body: its size and compressed bytes.
    pub async fn body(&self, sha256: &str) -> Result<Option<(u64, Vec<u8>)>, StoreError> {
        const SQL: &str = "select size, zstd from body where sha256 = $1";
        let row: Option<(i64, Vec<u8>)> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(sha256).fetch_optional(pool).await?);
        Ok(row.map(|(size, bytes)| (u64::try_from(size).unwrap_or(0), bytes)))
    }
}

/// Stores bodies that are not there yet or were purged, in the order of their names: two processes that store the same ones never wait
/// for each other.
pub(super) async fn insert_bodies(conn: &mut Conn<'_>, bodies: &BTreeMap<&str, &NewBody>) -> Result<(), StoreError> {
    const SQL: &str = "insert into body (sha256, size, zstd) values ($1, $2, $3) \
         on conflict (sha256) do update set zstd = excluded.zstd where length(body.zstd) = 0";
    on!(Conn, conn, db => {
        for (sha256, body) in bodies {
            sqlx::query(SQL).bind(*sha256).bind(number(body.size)).bind(&body.zstd).execute(&mut *db).await?;
        }
    });
    Ok(())
}

/// Stores a request, whose body is there already; returns its key.
pub(super) async fn insert(
    conn: &mut Conn<'_>,
    visit: i64,
    ordinal: i64,
    capture: &NewCapture,
) -> Result<i64, StoreError> {
    const SQL: &str = "insert into capture (visit_id, ordinal, kind, url, final_url, sent_at, millis, status, \
         headers, wire_bytes, sha256, reason, http, remote, asked_if, revisit_of) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id";
    let json = |fields: &[(String, String)]| {
        serde_json::to_string(fields).map_err(|fault| StoreError::unexpected("capture.headers", fault))
    };
    let headers = json(&capture.headers)?;
    let asked_if = if capture.asked_if.is_empty() { String::new() } else { json(&capture.asked_if)? };
    on!(Conn, conn, db => {
        let id = sqlx::query_scalar(SQL)
            .bind(visit)
            .bind(ordinal)
            .bind(capture.kind.code())
            .bind(clean(&capture.url).as_ref())
            .bind(clean(&capture.final_url).as_ref())
            .bind(&capture.sent_at)
            .bind(number(capture.millis))
            .bind(i64::from(capture.status))
            .bind(headers)
            .bind(number(capture.wire_bytes))
            .bind(capture.body.as_ref().map(|body| body.sha256.as_str()))
            .bind(capture.reason.map(Reason::code))
            .bind(&capture.http)
            .bind(&capture.remote)
            .bind(asked_if)
            .bind(capture.revisit_of)
            .fetch_one(db)
            .await?;
        Ok(id)
    })
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

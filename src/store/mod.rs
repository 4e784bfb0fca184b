//! What a round knows, kept in SQLite or PostgreSQL: one SQL text for both.
//!
//! Place in the flow: audit and archive write and read here; report and web read results that audit loads.
//! What must stay true: one page is one transaction, so that a kill costs at most the page in flight; the same content
//! gives the same order of rows on both databases; nothing here judges, fetches or asks the time.
//!
//! Placeholders are `$1`, times are text, text never holds U+0000 (PostgreSQL refuses it: see [`clean`]).

use std::borrow::Cow;
use std::time::Duration;

use sqlx::{PgConnection, PgPool, SqliteConnection, SqlitePool};

pub mod capture;
pub mod decision;
pub mod earlier;
pub mod error;
pub mod finding;
pub mod frontier;
pub mod gate;
pub mod import;
pub mod lease;
pub mod lock;
pub mod open;
pub mod page;
pub mod round;
pub mod ruleset;
pub mod seal;
pub mod stamp;
pub mod user;
pub mod visit;
pub mod worker;
pub mod write;

pub use capture::{CaptureKind, CaptureRow, NewBody, NewCapture};
pub use earlier::EarlierPage;
pub use error::StoreError;
pub use frontier::{Candidate, FrontierRow, FrontierState, NewLink, UnreadRow};
pub use gate::GateTurn;
pub use import::{ImportRow, NewImport};
pub use lease::Lease;
pub use lock::AuditLock;
pub use page::{NewPage, PageRow};
pub use round::{NewRound, RoundRow};
pub use seal::{Purged, Retention, SealRow};
pub use stamp::RoundStamp;
pub use user::{NewSession, SessionRow, UserRow};
pub use visit::{VisitProgress, VisitRow};
pub use write::{PageCommit, Write};

/// The database of a round.
#[derive(Clone, Debug)]
pub enum Store {
    /// One file, the default: one audit at a time, evidence included.
    Sqlite(SqlitePool),
    /// A server, when several machines share a round.
    Postgres(PgPool),
}

/// One connection inside a transaction.
#[derive(Debug)]
pub(crate) enum Conn<'c> {
    /// SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// PostgreSQL.
    Postgres(&'c mut PgConnection),
}

/// Rows of one insert: below the databases' limits of bound values.
const CHUNK: usize = 500;

/// Expands the same expression for both databases: `on!(Store, self, db => sqlx::query(SQL).execute(db))`.
macro_rules! on {
    (Store, $store:expr, $db:ident => $run:expr) => {
        match $store {
            $crate::store::Store::Sqlite($db) => $run,
            $crate::store::Store::Postgres($db) => $run,
        }
    };
    (Conn, $conn:expr, $db:ident => $run:expr) => {
        match $conn {
            $crate::store::Conn::Sqlite(db) => {
                let $db = &mut **db;
                $run
            }
            $crate::store::Conn::Postgres(db) => {
                let $db = &mut **db;
                $run
            }
        }
    };
}
pub(crate) use on;

/// The text without U+0000, which PostgreSQL refuses.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

/// A count as the databases hold it.
fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A time as the databases hold it: microseconds.
fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

/// Microseconds as a time; what has passed is zero.
fn duration(micros: i64) -> Duration {
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

//! Who has the database: one process alone, or several that audit together.
//!
//! What must stay true: the lock goes with the process, so that a killed audit never leaves one behind.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::{Connection, PgConnection};

use super::open::IN_MEMORY;
use super::{Store, StoreError, micros};
use crate::domain::both;

/// The number that audits agree on in PostgreSQL's table of advisory locks ("hemkoll" as ASCII).
const ADVISORY: i64 = 0x0068_656d_6b6f_6c6c;

/// Held while an audit writes; let go when dropped.
#[derive(Debug)]
pub enum AuditLock {
    /// Nobody else can reach the database: it is in memory.
    Alone,
    /// A locked file beside the database.
    File(File),
    /// A connection that holds an advisory lock.
    Connection(Box<PgConnection>),
}

impl Store {
    /// Takes the database for an audit: alone where it is a file, together with other audits where it is a server.
    /// [`StoreError::Locked`] when someone else has it.
    pub async fn lock_for_audit(&self) -> Result<AuditLock, StoreError> {
        self.lock("select pg_try_advisory_lock_shared($1)").await
    }

    /// Takes the database alone, to change what audits have written.
    pub async fn lock_alone(&self) -> Result<AuditLock, StoreError> {
        self.lock("select pg_try_advisory_lock($1)").await
    }

    async fn lock(&self, advisory: &'static str) -> Result<AuditLock, StoreError> {
        match self {
            Self::Sqlite(pool) if pool.connect_options().get_filename() == Path::new(IN_MEMORY) => Ok(AuditLock::Alone),
            Self::Sqlite(pool) => {
                let path = lock_path(pool.connect_options().get_filename());
                let file = File::create(&path).map_err(sqlx::Error::Io)?;
                match file.try_lock() {
                    Ok(()) => Ok(AuditLock::File(file)),
                    Err(TryLockError::WouldBlock) => {
                        let path = path.display();
                        Err(StoreError::Locked(both!("lås: {path}", "lock: {path}")))
                    }
                    Err(TryLockError::Error(fault)) => Err(sqlx::Error::Io(fault).into()),
                }
            }
            Self::Postgres(pool) => {
                let mut conn = PgConnection::connect_with(&pool.connect_options()).await?;
                let taken: bool = sqlx::query_scalar(advisory).bind(ADVISORY).fetch_one(&mut conn).await?;
                if taken {
                    Ok(AuditLock::Connection(Box::new(conn)))
                } else {
                    Err(StoreError::Locked(both!("lås i databasen", "a lock in the database")))
                }
            }
        }
    }
}

impl AuditLock {
    /// Whether others may work on the same database at the same time.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Connection(_))
    }

    /// Says that a worker lives, over the connection that holds the lock: that it answers is what shows that the lock
    /// is still there.
    pub async fn beat(&mut self, worker: i64, term: Duration) -> Result<(), StoreError> {
        // Entered anew, should the others have forgotten it while its machine slept.
        const SQL: &str = "insert into worker (id, until, wants) overriding system value \
             select $1, micros + $2, 0 from moment on conflict (id) do update set until = excluded.until";
        if let Self::Connection(conn) = self {
            sqlx::query(SQL).bind(worker).bind(micros(term)).execute(&mut **conn).await?;
        }
        Ok(())
    }
}

/// The lock file stands beside the database; it stays there, empty.
fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

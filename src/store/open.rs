//! Opening a database: connection, pragmas, migrations.
//!
//! What must stay true: SQLite runs in WAL with `synchronous = full`, so that what was committed survives a power cut.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Store, StoreError};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// SQLite's own name for a database without a file.
pub(super) const IN_MEMORY: &str = ":memory:";
/// How long a writer waits for another (the web UI saves a decision while an audit writes).
const BUSY: Duration = Duration::from_secs(20);
/// How long one of many visits waits for a connection.
const PATIENCE: Duration = Duration::from_mins(2);
/// Connections: one writer, and readers beside it.
const CONNECTIONS: u32 = 6;

impl Store {
    /// Opens the database at `url` (`sqlite:FILE` or `postgres://…`), makes it when it is a file that is missing, and
    /// brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, true).await
    }

    /// Opens a database that must be there already.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, false).await
    }

    async fn connect(url: &str, create: bool) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::BadUrl(url.to_owned()))?;
            open_sqlite(options, create).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::BadUrl(url.to_owned()))?;
            let pool = PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(PATIENCE)
                .connect_with(options)
                .await?;
            POSTGRES.run(&pool).await?;
            Ok(Self::Postgres(pool))
        } else {
            Err(StoreError::BadUrl(url.to_owned()))
        }
    }

    /// A new database that nothing of is written anywhere, and that is gone when it is closed.
    pub async fn in_memory() -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(IN_MEMORY).foreign_keys(true);
        // Each connection would have a database of its own: there is one, for good.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        SQLITE.run(&pool).await?;
        Ok(Self::Sqlite(pool))
    }

    /// The database's file; `None` for a server.
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(pool) => Some(pool.connect_options().get_filename().to_owned()),
            Self::Postgres(_) => None,
        }
    }

    /// Closes all connections; SQLite then folds its `-wal` file into the database.
    pub async fn close(self) {
        super::on!(Store, self, pool => pool.close().await);
    }
}

async fn open_sqlite(options: SqliteConnectOptions, create: bool) -> Result<Store, StoreError> {
    let file = options.get_filename().to_owned();
    if !create && !file.exists() {
        return Err(StoreError::Missing(file.display().to_string()));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(StoreError::CannotOpen(format!("mappen {} finns inte", folder.display())));
    }
    refuse_read_only(&file)?;
    let options = options
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY);
    let pool =
        SqlitePoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false).connect_with(options).await?;
    SQLITE.run(&pool).await?;
    Ok(Store::Sqlite(pool))
}

/// SQLite opens a file without write permission silently for reading and fails late, in other words each time.
fn refuse_read_only(file: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(file) {
        Ok(meta) if meta.is_dir() => Err(StoreError::CannotOpen(format!("{} är en mapp", file.display()))),
        Ok(meta) if meta.permissions().readonly() => Err(StoreError::ReadOnly),
        _ => Ok(()),
    }
}

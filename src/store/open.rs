//! Opening a database: connection, pragmas, migrations.
//!
//! What must stay true: SQLite runs in WAL with `synchronous = full`, so that what was committed survives a power cut.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Store, StoreError};
use crate::domain::{Text, both, system_fault};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// SQLite's own name for a database without a file.
pub(super) const IN_MEMORY: &str = ":memory:";
/// How long a writer waits for another (the web UI saves a decision while an audit writes).
const BUSY: Duration = Duration::from_secs(20);
/// How long one of many visits waits for a connection.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long a server may take to answer the first time.
const ANSWER: Duration = Duration::from_secs(15);
/// Connections: one writer, and readers beside it.
const CONNECTIONS: u32 = 6;

impl Store {
    /// Opens the database at `url` (`sqlite:FILE` or `postgres://…`), makes it when it is a file that is missing, and
    /// brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, For::Making).await
    }

    /// Opens a database that must be there already, and brings its tables up to date.
    pub async fn open_existing(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, For::Changing).await
    }

    /// Opens a database that must be there already, to read it alone. A file that may not be written is opened all the
    /// same, and nothing is made beside it.
    pub async fn open_to_read(url: &str) -> Result<Self, StoreError> {
        Self::connect(url, For::Reading).await
    }

    async fn connect(url: &str, purpose: For) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|fault| StoreError::BadUrl(fault.to_string()))?;
            open_sqlite(options, url, purpose).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url).map_err(|fault| StoreError::BadUrl(fault.to_string()))?;
            reach(&options).await?;
            let pool = PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(PATIENCE)
                .connect_with(options)
                .await?;
            let store = Self::Postgres(pool.clone());
            // One who may only read need not be allowed to make tables.
            if purpose != For::Reading || !store.is_current(&POSTGRES).await {
                POSTGRES.run(&pool).await?;
            }
            Ok(store)
        } else {
            let scheme = url.split(':').next().unwrap_or_default();
            Err(StoreError::BadUrl(scheme.to_owned()))
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

    /// Whether the file at `url` may not be written, or is asked not to be. A server tells that when it is asked to write.
    pub fn is_read_only(url: &str) -> bool {
        let file = Some(url).filter(|url| url.starts_with("sqlite:")).and_then(|url| url.parse().ok());
        file.is_some_and(|file: SqliteConnectOptions| Access::of(file.get_filename(), url) != Access::Whole)
    }

    /// Closes all connections; SQLite then folds its `-wal` file into the database.
    pub async fn close(self) {
        super::on!(Store, self, pool => pool.close().await);
    }
}

/// Whether a server answers at all: the pool would go on trying, and say that it waited for others.
async fn reach(options: &PgConnectOptions) -> Result<(), StoreError> {
    let (host, port) = (options.get_host(), options.get_port());
    let cannot = |why: Text| StoreError::Unreachable(Text::by(|lang| format!("{host}:{port}: {}", why.of(lang))));
    match tokio::time::timeout(ANSWER, PgConnection::connect_with(options)).await {
        Ok(Ok(connection)) => Ok(connection.close().await?),
        Ok(Err(sqlx::Error::Io(fault))) => Err(cannot(Text::by(|lang| system_fault(lang, &fault)))),
        Ok(Err(fault)) => Err(fault.into()),
        Err(_) => {
            let seconds = ANSWER.as_secs();
            Err(cannot(both!("inget svar på {seconds} sekunder", "no answer in {seconds} seconds")))
        }
    }
}

async fn open_sqlite(options: SqliteConnectOptions, url: &str, purpose: For) -> Result<Store, StoreError> {
    let file = options.get_filename().to_owned();
    let shown = file.display();
    if purpose != For::Making && !file.exists() {
        return Err(StoreError::Missing(shown.to_string()));
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        let folder = folder.display();
        return Err(StoreError::CannotOpen(both!("mappen {folder} finns inte", "there is no folder {folder}")));
    }
    if file.is_dir() {
        return Err(StoreError::CannotOpen(both!("{shown} är en mapp", "{shown} is a folder")));
    }
    // SQLite opens a file without write permission silently for reading and fails late, in other words each time.
    let access = Access::of(&file, url);
    if access != Access::Whole && purpose != For::Reading {
        return Err(StoreError::ReadOnly);
    }
    let options = options.foreign_keys(true).busy_timeout(BUSY);
    let options = match access {
        Access::Whole => options
            .create_if_missing(purpose == For::Making)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full),
        Access::Shared => options.read_only(true),
        Access::Still => options.read_only(true).immutable(true),
    };
    let pool =
        SqlitePoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false).connect_with(options).await?;
    let store = Store::Sqlite(pool.clone());
    if purpose == For::Reading && store.is_current(&SQLITE).await {
        return Ok(store);
    }
    if access != Access::Whole {
        // Which it is, newer or damaged, shows when its history is read; an older one would have to be written.
        return Err(store.history(&SQLITE).await.err().unwrap_or(StoreError::OlderSchema));
    }
    SQLITE.run(&pool).await?;
    Ok(store)
}

/// What a database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// It may be new.
    Making,
    /// It is there, and will be written.
    Changing,
    /// It is there, and is only read.
    Reading,
}

/// How a file can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// Read and written.
    Whole,
    /// Read alone, and others may write it meanwhile.
    Shared,
    /// Read alone, and nobody writes it: SQLite needs no files beside it.
    Still,
}

impl Access {
    /// What the system and the address (`?mode=ro`, `?immutable=1`) allow.
    fn of(file: &Path, url: &str) -> Self {
        let asked =
            |wanted: &str| url.split_once('?').is_some_and(|(_, query)| query.split('&').any(|one| one == wanted));
        if asked("immutable=1") || asked("immutable=true") {
            return Self::Still;
        }
        let Ok(meta) = std::fs::metadata(file) else { return Self::Whole };
        let nobody_may = meta.permissions().readonly();
        // Without room beside the file for its `-wal`, nothing can be written to it either.
        let is_closed = is_closed(file.parent());
        let may_not = nobody_may || is_closed || is_refused(OpenOptions::new().write(true).open(file));
        if !may_not && !asked("mode=ro") {
            return Self::Whole;
        }
        // What stands in the `-wal` belongs to the database, and an immutable one is read without it.
        let mut wal = file.as_os_str().to_owned();
        wal.push("-wal");
        let is_folded = std::fs::metadata(wal).map_or(true, |wal| wal.len() == 0);
        if is_folded && (nobody_may || is_closed) { Self::Still } else { Self::Shared }
    }
}

/// Whether nothing can be made in a folder.
fn is_closed(folder: Option<&Path>) -> bool {
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    is_refused(tempfile::tempfile_in(folder))
}

/// Whether a file was not opened because that is not allowed: a full disk is another fault.
fn is_refused<T>(opened: io::Result<T>) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    opened.is_err_and(|fault| matches!(fault.kind(), PermissionDenied | ReadOnlyFilesystem))
}

impl Store {
    /// Whether the tables are those of this program.
    async fn is_current(&self, migrator: &Migrator) -> bool {
        self.history(migrator).await.is_ok_and(|last| Some(last) == migrator.iter().last().map(|one| one.version))
    }

    /// The last migration that was run; a fault when this program does not know it.
    async fn history(&self, migrator: &Migrator) -> Result<i64, StoreError> {
        const SQL: &str = "select coalesce(max(version), 0) from _sqlx_migrations where success";
        let last: i64 = super::on!(Store, self, db => sqlx::query_scalar(SQL).fetch_one(db).await)?;
        let newest = migrator.iter().last().map_or(0, |one| one.version);
        if last > newest { Err(StoreError::NewerSchema(last)) } else { Ok(last) }
    }
}

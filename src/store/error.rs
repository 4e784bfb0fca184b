//! What can go wrong with the database, told so that a person knows what to do.

use sqlx::migrate::MigrateError;

/// A fault of the database. All of them leave the data as it was: the round can be resumed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No space left.
    #[error("Disken är full, så databasen gick inte att skriva. Frigör plats och kör samma kommando igen.")]
    DiskFull,
    /// The file system failed, or a limit of the system was reached.
    #[error(
        "Disken gick inte att läsa eller skriva ({0}). Se efter att den fungerar och har plats, och kör samma kommando igen."
    )]
    Disk(String),
    /// The file or the server does not take writes.
    #[error("Databasen går bara att läsa. Ge dig själv skrivrätt, eller välj en annan fil med --db.")]
    ReadOnly,
    /// Not a database, or a broken one.
    #[error(
        "Databasen är skadad eller är inte en databas: {0}. Lägg tillbaka en kopia, eller välj en annan fil med --db."
    )]
    Corrupt(String),
    /// Another process holds it.
    #[error("En annan körning pågår i databasen. Vänta tills den är klar, eller välj en annan databas med --db. ({0})")]
    Locked(String),
    /// Made by a newer hemkoll.
    #[error(
        "Databasen är skapad av en nyare hemkoll (schema {0}). Uppdatera hemkoll, eller välj en annan fil med --db."
    )]
    NewerSchema(i64),
    /// Made by a hemkoll with another history.
    #[error("Databasens schema {0} är inte det som den här hemkoll har. Välj en annan fil med --db.")]
    OtherSchema(i64),
    /// The address given is not understood.
    #[error(
        "Databasadressen ”{0}” går inte att förstå. Skriv till exempel sqlite:hemkoll.db eller postgres://namn@värd/databas."
    )]
    BadUrl(String),
    /// There is no database there.
    #[error("Det finns ingen databas i {0}. Kör hemkoll audit först, eller välj en annan fil med --db.")]
    Missing(String),
    /// The file cannot be opened, or the server cannot be reached.
    #[error("Databasen gick inte att öppna: {0}. Kontrollera sökvägen och rättigheterna.")]
    CannotOpen(String),
    /// The connection was lost.
    #[error("Kontakten med databasen bröts: {0}. Kör samma kommando igen, så fortsätter granskningen.")]
    Lost(String),
    /// A seal covers what was to be written.
    #[error(
        "Omgången är förseglad och går inte att ändra. Börja en ny omgång, eller bedöm med en annan regeluppsättning."
    )]
    Sealed,
    /// What is stored is not what this program writes.
    #[error("Databasen innehåller något oväntat i {place}: {detail}.")]
    Unexpected {
        /// The table or column.
        place: &'static str,
        /// What was wrong.
        detail: String,
    },
    /// Any other fault.
    #[error("Databasen svarade med ett fel: {0}")]
    Other(String),
}

impl StoreError {
    /// Stored text that does not read back.
    pub fn unexpected(place: &'static str, detail: impl std::fmt::Display) -> Self {
        Self::Unexpected { place, detail: detail.to_string() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(fault) => {
                let code = fault.code().unwrap_or_default().into_owned();
                let sqlite = fault.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
                let text = fault.message().to_owned();
                // What the triggers of migration 0021 say.
                if text.contains("hemkoll: sealed") {
                    return Self::Sealed;
                }
                if sqlite { from_sqlite(&code, text) } else { from_postgres(&code, text) }
            }
            sqlx::Error::Io(fault) => match fault.kind() {
                std::io::ErrorKind::StorageFull => Self::DiskFull,
                std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
                std::io::ErrorKind::ConnectionRefused
                | std::io::ErrorKind::NotFound
                | std::io::ErrorKind::PermissionDenied => Self::CannotOpen(fault.to_string()),
                _ => Self::Lost(fault.to_string()),
            },
            sqlx::Error::Migrate(fault) => (*fault).into(),
            sqlx::Error::Configuration(fault) => Self::BadUrl(fault.to_string()),
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Unexpected { place: "en kolumn", detail: format!("{index}: {source}") }
            }
            fault @ (sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed | sqlx::Error::Protocol(_)) => {
                Self::Lost(fault.to_string())
            }
            fault @ sqlx::Error::PoolTimedOut => Self::Locked(fault.to_string()),
            fault => Self::Other(fault.to_string()),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => {
                Self::NewerSchema(version)
            }
            MigrateError::VersionMismatch(version) => Self::OtherSchema(version),
            MigrateError::Execute(fault) | MigrateError::ExecuteMigration(fault, _) => fault.into(),
            fault => Self::Other(fault.to_string()),
        }
    }
}

/// SQLite's extended result codes: the low byte is the primary code (<https://www.sqlite.org/rescode.html>).
fn from_sqlite(code: &str, text: String) -> StoreError {
    match code.parse::<i32>().unwrap_or(1) & 0xff {
        5 | 6 => StoreError::Locked(text),
        8 => StoreError::ReadOnly,
        10 => StoreError::Disk(text),
        11 | 26 => StoreError::Corrupt(text),
        13 => StoreError::DiskFull,
        14 => StoreError::CannotOpen(text),
        _ => StoreError::Other(text),
    }
}

/// PostgreSQL's SQLSTATE codes (its manual, appendix A).
fn from_postgres(code: &str, text: String) -> StoreError {
    match code {
        "53100" => StoreError::DiskFull,
        "58030" => StoreError::Disk(text),
        "25006" => StoreError::ReadOnly,
        "55P03" | "40P01" => StoreError::Locked(text),
        "3D000" | "28000" | "28P01" => StoreError::CannotOpen(text),
        "57P01" | "57P02" | "57P03" => StoreError::Lost(text),
        code if code.starts_with("XX") => StoreError::Corrupt(text),
        code if code.starts_with("08") => StoreError::Lost(text),
        _ => StoreError::Other(text),
    }
}

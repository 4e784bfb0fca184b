//! What can go wrong with the database, told so that a person knows what to do.

use sqlx::migrate::MigrateError;

use crate::domain::{Lang, Text, both, say, system_fault};

/// A fault of the database. All of them leave the data as it was: the round can be resumed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum StoreError {
    /// No space left.
    DiskFull,
    /// The file system failed, or a limit of the system was reached.
    Disk(String),
    /// The file or the server does not take writes.
    ReadOnly,
    /// A file that cannot be written, made by an older hemkoll: its tables cannot be brought up to date.
    OlderSchema,
    /// Not a database, or a broken one.
    Corrupt(String),
    /// Another process holds it.
    Locked(Text),
    /// Made by a newer hemkoll.
    NewerSchema(i64),
    /// Made by a hemkoll with another history.
    OtherSchema(i64),
    /// The address given is not understood.
    BadUrl(String),
    /// There is no database there.
    Missing(String),
    /// The file cannot be opened.
    CannotOpen(Text),
    /// The server cannot be reached.
    Unreachable(Text),
    /// The connection was lost.
    Lost(Text),
    /// A seal covers what was to be written.
    Sealed,
    /// What is stored is not what this program writes.
    Unexpected {
        /// The table or column.
        place: &'static str,
        /// What was wrong.
        detail: String,
    },
    /// Any other fault.
    Other(String),
}

impl StoreError {
    /// Stored text that does not read back.
    pub fn unexpected(place: &'static str, detail: impl std::fmt::Display) -> Self {
        Self::Unexpected { place, detail: detail.to_string() }
    }

    /// What was wrong, and what to do: one line.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::DiskFull => say!(
                lang,
                "Disken är full, så databasen gick inte att skriva. Frigör plats och kör samma kommando igen.",
                "The disk is full, so the database could not be written. Make room and run the same command again."
            ),
            Self::Disk(what) => say!(
                lang,
                "Disken gick inte att läsa eller skriva ({what}). Se efter att den fungerar och har plats, och kör samma \
                 kommando igen.",
                "The disk could not be read or written ({what}). See that it works and has room, and run the same \
                 command again."
            ),
            Self::ReadOnly => say!(
                lang,
                "Databasen går bara att läsa. Ge dig själv skrivrätt, eller välj en annan fil med --db.",
                "The database is read-only. Give yourself the right to write, or choose another file with --db."
            ),
            Self::OlderSchema => say!(
                lang,
                "Databasen är skapad av en äldre hemkoll och måste uppdateras, men den går bara att läsa. Kopiera den \
                 dit du får skriva, och ange kopian med --db.",
                "The database was made by an older hemkoll and must be brought up to date, but it is read-only. Copy it \
                 to where you may write, and name the copy with --db."
            ),
            Self::Corrupt(what) => say!(
                lang,
                "Databasen är skadad eller är inte en databas: {what}. Lägg tillbaka en kopia, eller välj en annan fil \
                 med --db.",
                "The database is damaged or is no database: {what}. Put a copy back, or choose another file with --db."
            ),
            Self::Locked(by) => {
                let by = by.of(lang);
                say!(
                    lang,
                    "En annan körning pågår i databasen. Vänta tills den är klar, eller välj en annan databas med --db. \
                     ({by})",
                    "Another run is at work in the database. Wait until it is done, or choose another database with \
                     --db. ({by})"
                )
            }
            Self::NewerSchema(version) => say!(
                lang,
                "Databasen är skapad av en nyare hemkoll (schema {version}). Uppdatera hemkoll, eller välj en annan fil \
                 med --db.",
                "The database was made by a newer hemkoll (schema {version}). Update hemkoll, or choose another file \
                 with --db."
            ),
            Self::OtherSchema(version) => say!(
                lang,
                "Databasens schema {version} är inte det som den här hemkoll har. Välj en annan fil med --db.",
                "The database's schema {version} is not that of this hemkoll. Choose another file with --db."
            ),
            Self::BadUrl(given) => say!(
                lang,
                "Databasadressen går inte att förstå: {given}. Skriv till exempel sqlite:hemkoll.db eller \
                 postgres://namn@värd/databas.",
                "The database's address cannot be understood: {given}. Write for example sqlite:hemkoll.db or \
                 postgres://name@host/database."
            ),
            Self::Missing(place) => say!(
                lang,
                "Det finns ingen databas i {place}. Kör hemkoll audit först, eller välj en annan fil med --db.",
                "There is no database in {place}. Run hemkoll audit first, or choose another file with --db."
            ),
            Self::Unreachable(why) => unreachable(lang, why.of(lang)),
            Self::CannotOpen(why) => {
                let why = why.of(lang);
                say!(
                    lang,
                    "Databasen gick inte att öppna: {why}. Kontrollera sökvägen och rättigheterna.",
                    "The database could not be opened: {why}. Check the path and the permissions."
                )
            }
            Self::Lost(why) => {
                let why = why.of(lang);
                say!(
                    lang,
                    "Kontakten med databasen bröts: {why}. Kör samma kommando igen, så fortsätter granskningen.",
                    "The connection to the database was lost: {why}. Run the same command again, and the audit goes on."
                )
            }
            Self::Sealed => say!(
                lang,
                "Omgången är förseglad och går inte att ändra. Börja en ny omgång, eller bedöm med en annan \
                 regeluppsättning.",
                "The round is sealed and cannot be changed. Begin a new round, or judge by another rule set."
            ),
            Self::Unexpected { place, detail } => say!(
                lang,
                "Databasen innehåller något oväntat i {place}: {detail}.",
                "The database holds something unexpected in {place}: {detail}."
            ),
            Self::Other(what) => {
                say!(lang, "Databasen svarade med ett fel: {what}", "The database answered with a fault: {what}")
            }
        }
    }

    /// Whether the address was wrong, and not the storage.
    pub const fn is_wrong_use(&self) -> bool {
        matches!(self, Self::BadUrl(_))
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
                | std::io::ErrorKind::PermissionDenied => Self::CannotOpen(Text::by(|lang| system_fault(lang, &fault))),
                _ => Self::Lost(Text::by(|lang| system_fault(lang, &fault))),
            },
            sqlx::Error::Migrate(fault) => (*fault).into(),
            sqlx::Error::Configuration(fault) => Self::BadUrl(fault.to_string()),
            sqlx::Error::ColumnDecode { index, source } => {
                Self::Unexpected { place: "en kolumn", detail: format!("{index}: {source}") }
            }
            fault @ (sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed | sqlx::Error::Protocol(_)) => {
                Self::Lost(both!("{fault}", "{fault}"))
            }
            sqlx::Error::PoolTimedOut => {
                Self::Locked(both!("ingen anslutning blev ledig", "no connection became free"))
            }
            fault => Self::Other(fault.to_string()),
        }
    }
}

fn unreachable(lang: Lang, why: &str) -> String {
    say!(
        lang,
        "Databasservern går inte att nå ({why}). Är den igång, och stämmer adressen efter --db?",
        "The database server cannot be reached ({why}). Is it running, and is the address after --db right?"
    )
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
        5 | 6 => StoreError::Locked(both!("{text}", "{text}")),
        8 => StoreError::ReadOnly,
        10 => StoreError::Disk(text),
        11 | 26 => StoreError::Corrupt(text),
        13 => StoreError::DiskFull,
        14 => StoreError::CannotOpen(both!("{text}", "{text}")),
        _ => StoreError::Other(text),
    }
}

/// PostgreSQL's SQLSTATE codes (its manual, appendix A).
fn from_postgres(code: &str, text: String) -> StoreError {
    match code {
        "53100" => StoreError::DiskFull,
        "58030" => StoreError::Disk(text),
        "25006" => StoreError::ReadOnly,
        "55P03" | "40P01" => StoreError::Locked(both!("{text}", "{text}")),
        "3D000" | "28000" | "28P01" => StoreError::CannotOpen(both!("{text}", "{text}")),
        "57P01" | "57P02" | "57P03" => StoreError::Lost(both!("{text}", "{text}")),
        code if code.starts_with("XX") => StoreError::Corrupt(text),
        code if code.starts_with("08") => StoreError::Lost(both!("{text}", "{text}")),
        _ => StoreError::Other(text),
    }
}

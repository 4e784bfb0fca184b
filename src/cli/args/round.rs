//! What is done with a round that is read: score, diff, report, export, statement, serve, import, seal, verify, purge.
//!
//! Place in the flow: part of `args`. What must stay true: as there, the words here are the help.

use std::path::PathBuf;

use clap::{Args, ValueEnum, builder::NonEmptyStringValueParser};

/// A stored round, and the rules that it is read by.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct OfRound {
    /// Omgången [standard: den senaste].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Regelmapp i stället för den inbyggda.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
}

/// `hemkoll score`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScoreArgs {
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Skriv ändringarna som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct DiffArgs {
    /// Omgången före.
    #[arg(value_name = "FÖRE", display_order = 1)]
    pub before: String,
    /// Omgången efter. Behövs inte med --rules.
    #[arg(value_name = "EFTER", display_order = 2)]
    pub after: Option<String>,
    /// Bedöm omgången efter med reglerna i mappen, i stället för dem den bedömdes med. Inget sparas.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
    /// Bara den här kommunen (kod eller namn), med alla svar som ändrades. Kan anges flera gånger.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: Vec<String>,
    /// Skriv ändringarna som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll report`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReportArgs {
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Mappen som webbplatsen skrivs till.
    #[arg(long, value_name = "MAPP", default_value = "hemkoll-rapport")]
    pub out: PathBuf,
}

/// `hemkoll export`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Formatet.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "jsonl")]
    pub format: ExportFormat,
    /// Filen som skrivs [standard: standard ut].
    #[arg(long, value_name = "FIL")]
    pub out: Option<PathBuf>,
    /// Ta med klockslag i jsonl. csv och earl har aldrig några, de andra formaten alltid.
    #[arg(long)]
    pub with_times: bool,
}

/// Formats of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// Tabell med semikolon, en rad per kommun och regel, för kalkylprogram.
    Csv,
    /// Excel-fil med ranking och svar.
    Xlsx,
    /// Allt som ett JSON-dokument, för program.
    Json,
    /// En rad JSON per kommun och regel, för program.
    Jsonl,
    /// Svaren som provresultat i W3C:s format EARL (JSON-LD).
    Earl,
    /// Tabeller med beskrivning av varje kolumn, i en zip (Frictionless Data Package).
    Datapackage,
    /// Allt som hämtades, i webbarkivens format (WARC 1.1).
    Warc,
    /// Samma arkiv med register, så att ReplayWeb.page kan visa sidorna (WACZ).
    Wacz,
    /// Loggen som tabell med semikolon: en rad per fråga till en webbplats.
    LogCsv,
    /// Loggen som JSON, en rad per fråga, för program.
    LogJsonl,
}

/// `hemkoll statement`.
#[derive(Debug, Args)]
pub(in crate::cli) struct StatementArgs {
    /// Kommunen som utkastet gäller.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: String,
    /// Omgången [standard: den senaste].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Filen som skrivs, i Markdown [standard: standard ut].
    #[arg(long, value_name = "FIL")]
    pub out: Option<PathBuf>,
    /// Skriv felen som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll serve`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Adress för webbsidorna. Om andra datorer når den krävs inloggning för omgångar som inte är förseglade.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8080")]
    pub bind: std::net::SocketAddr,
    /// Kräv inloggning också på 127.0.0.1. Behövs när en proxy på datorn släpper in andra.
    #[arg(long)]
    pub require_login: bool,
    /// Sidorna nås med https, genom en proxy. Då skickas inloggningen bara över https.
    #[arg(long)]
    pub https: bool,
    /// Regelmapp i stället för den inbyggda.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
}

/// `hemkoll import`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ImportArgs {
    /// Kommunen som sidorna hör till.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: String,
    /// Sparade sidor: HTML, MHTML eller WARC.
    #[arg(required = true, value_name = "FIL")]
    pub files: Vec<PathBuf>,
    /// Vem som har sparat sidorna. Visas i resultatet.
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub by: String,
    /// Varför kommunen läses igen. Behövs när den redan är läst i omgången.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Sidans adress, om filen inte säger den.
    #[arg(long, value_name = "WEBBADRESS")]
    pub url: Option<url::Url>,
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Skriv svaret som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll seal`.
#[derive(Debug, Args)]
pub(in crate::cli) struct SealArgs {
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Skriv sigillet som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll verify`.
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArgs {
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Sigillet som du skrev av när omgången förseglades.
    #[arg(long, value_name = "SIGILL")]
    pub seal: Option<String>,
    /// Så många kommuner bedöms en gång till. Sigillet avgör vilka.
    #[arg(long, value_name = "ANTAL", default_value_t = 5)]
    pub sample: usize,
    /// Skriv svaret som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll purge`.
#[derive(Debug, Args)]
pub(in crate::cli) struct PurgeArgs {
    /// Bara den här omgången [standard: alla].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Sätt omgångens gallringsdag: sidorna sparas till och med den dagen. Ny omgång: 24 månader.
    #[arg(long, value_name = "DATUM")]
    pub keep_until: Option<jiff::civil::Date>,
    /// Visa vad som skulle tas bort, utan att ta bort.
    #[arg(long)]
    pub dry_run: bool,
    /// Skriv svaret som JSON.
    #[arg(long)]
    pub json: bool,
}

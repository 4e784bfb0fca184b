//! The command line's shape. Help texts are Swedish here; `english.rs` has the English ones.
//!
//! What must stay true: names, values and defaults are the contract that outside checks call as written.

mod check;
mod review;
mod round;
mod user;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::NonEmptyStringValueParser};

use crate::{config::ConfigFile, domain::round::Scope};
pub(super) use check::{CheckArgs, CheckFormat};
pub(super) use review::{
    DisputeArgs, ReviewAgreementArgs, ReviewArgs, ReviewCommand, ReviewDecideArgs, ReviewFormat, ReviewImportArgs,
    ReviewListArgs, ReviewLogArgs,
};
pub(super) use round::{
    DiffArgs, ExportArgs, ExportFormat, ImportArgs, OfRound, PurgeArgs, ReportArgs, ScoreArgs, SealArgs, ServeArgs,
    StatementArgs, VerifyArgs,
};
pub(super) use user::{UserAddArgs, UserArgs, UserCommand, UserNameArgs};

/// hemkoll granskar hur kommunerna informerar äldre om hemtjänst på webben.
#[derive(Debug, Parser)]
#[command(
    name = "hemkoll",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Kommandon",
    subcommand_value_name = "KOMMANDO",
    next_help_heading = "Flaggor"
)]
pub(super) struct Cli {
    /// Visa hjälp.
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help, display_order = 1000)]
    pub help: Option<bool>,
    /// Visa versionen.
    #[arg(short = 'V', long, action = clap::ArgAction::Version, display_order = 1001)]
    pub version: Option<bool>,
    /// Språk i hjälpen och i det som kommandona säger. Reglernas och kommunernas ord är på svenska.
    #[arg(long, global = true, value_enum, value_name = "SPRÅK", display_order = 900)]
    pub lang: Option<LangArg>,
    /// Läs inställningar ur en TOML-fil. Samma namn som flaggorna, utan streck framför.
    #[arg(long, global = true, value_name = "FIL", display_order = 901)]
    pub config: Option<PathBuf>,
    /// Databas: en fil (hemkoll.db) eller en server (postgres://namn@värd/databas) [standard: sqlite:hemkoll.db].
    #[arg(long, global = true, value_name = "DATABAS", display_order = 902, value_parser = NonEmptyStringValueParser::new())]
    pub db: Option<String>,
    /// Vad som ska göras.
    #[command(subcommand)]
    pub command: Command,
}

/// Language of texts to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    /// Svenska.
    Sv,
    /// English.
    En,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Visa hemkoll på påhittade kommuner, utan internet.
    Demo(DemoArgs),
    /// Granska kommuner: läs, bedöm och räkna poäng. En avbruten omgång fortsätter av sig själv.
    Audit(AuditArgs),
    /// Hjälp till med en omgång som en annan dator har öppnat. Kräver PostgreSQL.
    Worker(WorkerArgs),
    /// Granska en sida innan du publicerar den. Inget sparas.
    Check(CheckArgs),
    /// Bedöm en omgång igen ur arkivet, utan internet, och visa vad som ändrades.
    Score(ScoreArgs),
    /// Visa vad som ändrades mellan två omgångar, eller med andra regler, och varför.
    Diff(DiffArgs),
    /// Skriv resultatet som en webbplats.
    Report(ReportArgs),
    /// Lämna ut resultatet som data.
    Export(ExportArgs),
    /// Skriv ett utkast till tillgänglighetsredogörelsen: felen i koden på en kommuns sidor.
    Statement(StatementArgs),
    /// Visa färdiga omgångar som webbsidor och data. Halvfärdiga omgångar visas inte.
    Serve(ServeArgs),
    /// Bestäm vilka som får logga in när andra datorer når hemkoll serve.
    #[command(subcommand_value_name = "KOMMANDO", subcommand_help_heading = "Kommandon")]
    User(UserArgs),
    /// Läs in sidor som en person har sparat i sin webbläsare.
    Import(ImportArgs),
    /// Avgör frågor som programmet lämnat öppna, eller ändra ett svar som är fel. Inget går förlorat.
    #[command(subcommand_value_name = "KOMMANDO", subcommand_help_heading = "Kommandon")]
    Review(ReviewArgs),
    /// Försegla en omgång: sedan går den inte att ändra, och hemkoll serve visar den för alla.
    Seal(SealArgs),
    /// Kontrollera att en omgång är som när den gjordes. Avslutar med 1 om något skiljer.
    Verify(VerifyArgs),
    /// Ta bort hämtade sidor vars gallringsdag har passerat. Svar och poäng blir kvar.
    Purge(PurgeArgs),
    /// Läs, prova och skriv regler.
    #[command(subcommand_value_name = "KOMMANDO", subcommand_help_heading = "Kommandon")]
    Rules(RulesArgs),
    /// Kontrollera vad som är installerat och vad som saknas.
    Doctor {
        /// Skriv svaret som JSON.
        #[arg(long)]
        json: bool,
    },
    /// Skriv kompletteringar för ett kommandoskal.
    Completions {
        /// Skalet.
        #[arg(value_enum, value_name = "SKAL")]
        shell: clap_complete::Shell,
    },
}

/// `hemkoll demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Adress för webbsidorna.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8080")]
    pub bind: std::net::SocketAddr,
    /// Sluta när rankningen är utskriven. Slutkod 0, fast tre kommuner är gjorda så att de inte går att bedöma.
    #[arg(long)]
    pub once: bool,
    /// Skriv rankningen som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll audit`.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Kommunerna: CSV med kolumnerna name och start_url, eller en adress per rad. Vilka kolumner som kan finnas till står
    /// i docs/kommunlista.md. Utan flaggan: Sveriges 290 kommuner.
    #[arg(long, value_name = "FIL")]
    pub seeds: Option<PathBuf>,
    /// Bara den här kommunen (kod eller namn). Kan anges flera gånger. Med --lan: den och länets kommuner.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: Vec<String>,
    /// Bara kommunerna i det här länet (två siffror eller namnet). Kan anges flera gånger.
    #[arg(long, value_name = "KOD", value_parser = NonEmptyStringValueParser::new())]
    pub lan: Vec<String>,
    /// Omgångens namn [standard: den senaste, annars året].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Fråga aldrig efter det som står i filen: en värd, adress eller början av adresser (med * sist) per rad.
    #[arg(long, value_name = "FIL")]
    pub stop_list: Option<PathBuf>,
    /// Börja om från början i stället för att fortsätta.
    #[arg(long)]
    pub fresh: bool,
    /// Visa vad som skulle läsas, utan att läsa.
    #[arg(long)]
    pub dry_run: bool,
    /// Skriv en rad JSON per kommun till filen.
    #[arg(long, value_name = "FIL")]
    pub summary: Option<PathBuf>,
    /// Regelmapp i stället för den inbyggda.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
    /// Skriv tabellen som JSON.
    #[arg(long)]
    pub json: bool,
    /// Gränser för läsningen.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// `hemkoll worker`.
#[derive(Debug, Args)]
pub(super) struct WorkerArgs {
    /// Omgången [standard: den senaste].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Regelmapp i stället för den inbyggda. Samma regler som omgången öppnades med.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
    /// Hur den här datorn läser.
    #[command(flatten)]
    pub pace: PaceArgs,
}

/// Limits of the crawl; each also a key of the configuration file.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Gränser")]
pub(super) struct LimitArgs {
    /// Högst så många sidor per kommun [standard: 60].
    #[arg(long, value_name = "ANTAL")]
    pub page_budget: Option<u32>,
    /// Största sida, uppackad [standard: 10000000].
    #[arg(long, value_name = "BYTE")]
    pub max_body: Option<u64>,
    /// Bara ämnet, eller hela webbplatsen inom gränsen [standard: topic].
    #[arg(long, value_enum, value_name = "topic|site", hide_possible_values = true)]
    pub scope: Option<ScopeArg>,
    /// What a round does not freeze.
    #[command(flatten)]
    pub pace: PaceArgs,
}

/// Limits that may differ from machine to machine in one round.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Gränser")]
pub(super) struct PaceArgs {
    /// Minsta tid mellan frågor till samma server [standard: 1.0].
    #[arg(long, value_name = "SEKUNDER")]
    pub gap: Option<f64>,
    /// Längsta tid för ett svar [standard: 30].
    #[arg(long, value_name = "SEKUNDER")]
    pub deadline: Option<f64>,
    /// Längsta tid för en kommun.
    #[arg(long, value_name = "SEKUNDER")]
    pub host_deadline: Option<f64>,
    /// Kommuner samtidigt [standard: 512].
    #[arg(long, value_name = "ANTAL")]
    pub hosts: Option<usize>,
    /// Högst så många frågor i sekunden, alla servrar sammanlagt. Avståndet gäller ändå.
    #[arg(long, value_name = "ANTAL")]
    pub per_second: Option<u32>,
    /// Hämta varje sida hel. Annars frågar hemkoll bara om den är ändrad sedan en tidigare omgång.
    #[arg(long)]
    pub refetch: bool,
    /// Öppna ett privat nät, till exempel 127.0.1.0/24. Kan anges flera gånger.
    #[arg(long, value_name = "NÄT")]
    pub allow_net: Vec<String>,
    /// Lita också på certifikatet i filen (PEM). Kan anges flera gånger.
    #[arg(long, value_name = "FIL")]
    pub ca: Vec<PathBuf>,
    /// Slå upp ett namn så här (för prov). Kan anges flera gånger.
    #[arg(long, value_name = "VÄRD=IP:PORT")]
    pub resolve: Vec<String>,
    /// Webbadress eller e-post där den som granskas kan nå dig.
    #[arg(long, value_name = "ADRESS")]
    pub user_agent_contact: Option<String>,
}

/// How far the crawl goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScopeArg {
    /// Sidor om ämnet.
    Topic,
    /// Hela webbplatsen inom gränsen.
    Site,
}

impl LimitArgs {
    /// The keys that were given.
    pub(super) fn given(&self) -> ConfigFile {
        ConfigFile {
            page_budget: self.page_budget,
            max_body: self.max_body,
            scope: self.scope.map(|scope| match scope {
                ScopeArg::Topic => Scope::Topic,
                ScopeArg::Site => Scope::Site,
            }),
            ..self.pace.given()
        }
    }
}

impl PaceArgs {
    /// The keys that were given.
    pub(super) fn given(&self) -> ConfigFile {
        fn list<T: Clone>(values: &[T]) -> Option<Vec<T>> {
            (!values.is_empty()).then(|| values.to_vec())
        }
        ConfigFile {
            gap: self.gap,
            deadline: self.deadline,
            host_deadline: self.host_deadline,
            hosts: self.hosts,
            per_second: self.per_second,
            refetch: self.refetch.then_some(true),
            allow_net: list(&self.allow_net),
            ca: list(&self.ca),
            resolve: list(&self.resolve),
            user_agent_contact: self.user_agent_contact.clone(),
            ..ConfigFile::default()
        }
    }
}

/// `hemkoll rules`.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Regelmapp i stället för den inbyggda.
    #[arg(long, global = true, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
    /// Vad som ska göras med reglerna.
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// Commands on rules.
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Lista alla regler.
    List {
        /// Skriv listan som JSON.
        #[arg(long)]
        json: bool,
    },
    /// Visa en regel.
    Show {
        /// Regelns id, till exempel kontakt-telefontid, eller katalogens, till exempel KON-02.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Kör alla exempel i alla regler.
    Test,
    /// Kopiera reglerna till en mapp, så att du kan ändra dem.
    Copy {
        /// Mappen som reglerna läggs i. Den ska vara ny eller tom.
        #[arg(value_name = "MAPP")]
        folder: PathBuf,
    },
    /// Skriv en ny regel att fylla i.
    New {
        /// Den nya regelns id, till exempel kontakt-chatt. Första ordet är området.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Skriv checklistan «Vad som granskas».
    Checklist,
    /// Jämför reglerna med vad människor har sett på samma sidor.
    Eval(EvalArgs),
}

/// `hemkoll rules eval`.
#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Människors svar, en rad JSON per sida: {"page":"sida.html","labels":{"phone":true,"KON-02":null}}.
    #[arg(long, value_name = "FIL")]
    pub labels: PathBuf,
    /// Mappen med sidorna, som .html eller .txt.
    #[arg(long, value_name = "MAPP")]
    pub pages: PathBuf,
    /// Skriv måtten som JSON.
    #[arg(long)]
    pub json: bool,
}

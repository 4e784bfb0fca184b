//! `hemkoll review`: people settle questions of a round.
//!
//! Place in the flow: part of `args`. What must stay true: as there, the words here are the help.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, builder::NonEmptyStringValueParser};

use super::round::OfRound;
use crate::domain::Outcome;

/// `hemkoll review`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewArgs {
    /// Vad som ska göras.
    #[command(subcommand)]
    pub command: ReviewCommand,
}

/// Commands of `review`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReviewCommand {
    /// Lista frågor som inte är avgjorda, de som ger mest poäng först. Med csv: ett ark att fylla i.
    List(ReviewListArgs),
    /// Avgör en fråga. Beslutet läggs till, och inget tidigare försvinner. Ditt namn och skälet visas för alla.
    Decide(ReviewDecideArgs),
    /// Läs in ett ifyllt ark. Rader utan utfall hoppas över. Är något fel läses inget in.
    Import(ReviewImportArgs),
    /// Visa alla beslut i ordning, och vad de ersatte.
    Log(ReviewLogArgs),
    /// Visa hur ofta två granskare har svarat lika på samma fråga.
    Agreement(ReviewAgreementArgs),
}

/// `hemkoll review list`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewListArgs {
    /// Bara den här kommunen (kod eller namn). Kan anges flera gånger. Med --lan: den och länets kommuner.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: Vec<String>,
    /// Bara kommunerna i det här länet (två siffror eller namnet). Kan anges flera gånger.
    #[arg(long, value_name = "KOD", value_parser = NonEmptyStringValueParser::new())]
    pub lan: Vec<String>,
    /// Bara den här frågan, till exempel kontakt-telefontid.
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub rule: Option<String>,
    /// I stället frågor som någon annan än du har avgjort, utan att visa hur. Skriv ditt namn.
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub second: Option<String>,
    /// Formatet.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: ReviewFormat,
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
}

/// What a decision does to what reviewers have answered differently.
#[derive(Clone, Copy, Debug, Args)]
pub(in crate::cli) struct DisputeArgs {
    /// Avgör det som andra granskare har svarat olika på. Du får inte själv ha svarat på frågan.
    #[arg(long)]
    pub settles: bool,
    /// Öppna en avgjord fråga igen: du svarar något annat än den som avgjorde den.
    #[arg(long, conflicts_with = "settles")]
    pub reopens: bool,
}

/// `hemkoll review decide`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewDecideArgs {
    /// Kommunen som frågan gäller.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: String,
    /// Frågan, till exempel kontakt-telefontid.
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    pub rule: String,
    /// Ja, delvis, nej eller berörs inte.
    #[arg(long, value_enum, value_name = "UTFALL")]
    pub outcome: OutcomeArg,
    /// Ditt namn. Det visas i resultatet, för alla.
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub by: String,
    /// Varför. För ett nej: vad du letade efter. Visas i resultatet.
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub reason: String,
    /// De exakta orden på sidan som avgör. Behövs för ja och delvis.
    #[arg(long, value_name = "ORD")]
    pub quote: Option<String>,
    /// Sidan som orden står på. Utan den letar hemkoll på kommunens alla sidor i omgången.
    #[arg(long, value_name = "WEBBADRESS")]
    pub url: Option<url::Url>,
    /// What reviewers differ on.
    #[command(flatten)]
    pub dispute: DisputeArgs,
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Skriv beslutet som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll review import`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewImportArgs {
    /// Arket från hemkoll review list --format csv, ifyllt och sparat som CSV UTF-8.
    #[arg(value_name = "ARK")]
    pub sheet: PathBuf,
    /// Ditt namn. Det visas i resultatet, för alla.
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub by: String,
    /// What reviewers differ on.
    #[command(flatten)]
    pub dispute: DisputeArgs,
    /// Visa alla rader som är fel, inte bara de 20 första.
    #[arg(long)]
    pub all_faults: bool,
    /// Which round, by which rules.
    #[command(flatten)]
    pub of: OfRound,
    /// Skriv besluten som JSON.
    #[arg(long)]
    pub json: bool,
}

/// `hemkoll review log`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewLogArgs {
    /// Omgången [standard: den senaste].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Formatet.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: ReviewFormat,
}

/// `hemkoll review agreement`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReviewAgreementArgs {
    /// Omgången [standard: den senaste].
    #[arg(long, value_name = "NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub round: Option<String>,
    /// Skriv måtten som JSON.
    #[arg(long)]
    pub json: bool,
}

/// Formats of `review`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReviewFormat {
    /// Text för människor.
    Text,
    /// Tabell med semikolon, för kalkylprogram.
    Csv,
    /// En rad JSON per fråga eller beslut, för program.
    Jsonl,
}

/// What a person may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutcomeArg {
    /// Ja.
    #[value(alias = "ja")]
    Passed,
    /// Delvis.
    #[value(alias = "delvis")]
    Partial,
    /// Nej.
    #[value(alias = "nej")]
    Failed,
    /// Berörs inte.
    #[value(alias = "berörs inte")]
    Inapplicable,
}

impl From<OutcomeArg> for Outcome {
    fn from(outcome: OutcomeArg) -> Self {
        match outcome {
            OutcomeArg::Passed => Self::Passed,
            OutcomeArg::Partial => Self::Partial,
            OutcomeArg::Failed => Self::Failed,
            OutcomeArg::Inapplicable => Self::Inapplicable,
        }
    }
}

//! Pages by themselves: check.
//!
//! Place in the flow: part of `args`. What must stay true: as there, the words here are the help.

use std::path::PathBuf;

use clap::{Args, ValueEnum, builder::NonEmptyStringValueParser};

use super::{super::check::StandardArg, LimitArgs};

/// `hemkoll check`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CheckArgs {
    /// Webbadress, HTML-fil, mapp eller - för standard in.
    #[arg(required = true, value_name = "MÅL")]
    pub targets: Vec<String>,
    /// Kommunen som sidan hör till (kod eller namn). Då går det att avgöra fler frågor.
    #[arg(long, value_name = "KOD|NAMN", value_parser = NonEmptyStringValueParser::new())]
    pub kommun: Option<String>,
    /// Kommunlista för --kommun, i stället för den inbyggda. Samma kolumner som för audit.
    #[arg(long, value_name = "FIL", requires = "kommun")]
    pub seeds: Option<PathBuf>,
    /// Hur svaret skrivs.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: CheckFormat,
    /// Pröva bara sidans kod, mot den här normen för tillgänglighet.
    #[arg(long, value_enum, value_name = "NORM")]
    pub standard: Option<StandardArg>,
    /// Avsluta med 1 om någon sida får lägre poäng än så.
    #[arg(long, value_name = "POÄNG", value_parser = points)]
    pub fail_under: Option<f64>,
    /// Regelmapp i stället för den inbyggda.
    #[arg(long, value_name = "MAPP")]
    pub rules: Option<PathBuf>,
    /// Gränser för läsningen.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Points of 100.
fn points(given: &str) -> Result<f64, &'static str> {
    given.parse().ok().filter(|points| (0.0..=100.0).contains(points)).ok_or("not from 0 to 100")
}

/// Formats of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    /// Text för människor.
    Text,
    /// Allt som ett JSON-dokument, för program.
    Json,
    /// En rad JSON per regel och fil, för program.
    Jsonl,
    /// En webbsida som går att öppna och skicka vidare.
    Html,
    /// Fel med fil och rad, för GitHub och GitLab (SARIF 2.1.0).
    Sarif,
    /// Testrapport i XML, för byggservrar (JUnit).
    Junit,
}

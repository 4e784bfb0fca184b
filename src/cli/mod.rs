//! argv to exit code: reads the arguments, resolves settings, calls the parts, prints.
//!
//! Place in the flow: the outermost layer; the only one that writes to the terminal.
//! What must stay true: results go to standard out and everything else to standard error; exit codes are a contract.

mod args;
mod audit;
mod check;
mod common;
mod completions;
mod demo;
mod diff;
mod doctor;
mod english;
mod eval;
mod examples;
mod exit;
mod export;
mod files;
mod help;
mod import;
mod kommuner;
mod output;
mod progress;
mod purge;
mod results;
mod review;
mod rules;
mod runtime;
mod seal;
mod serve;
mod signals;
mod statement;
mod target;
mod usage_error;
mod user;
mod worker;

use std::{ffi::OsString, process::ExitCode};

use clap::FromArgMatches as _;

use self::{
    args::{Cli, Command},
    common::Common,
    exit::{Exit, Failure},
};
use crate::{
    config::{self, ConfigFile},
    domain::Lang,
};

/// Runs the program on its arguments (the program's name first).
pub fn main(argv: Vec<OsString>) -> ExitCode {
    let argv = help::spelt_out(argv);
    let lang = help::wanted_language(&argv);
    let matches = match help::command(lang).try_get_matches_from(argv) {
        Ok(matches) => matches,
        Err(error) => return usage_error::report(&error, lang).into(),
    };
    let cli = Cli::from_arg_matches(&matches).expect("the matches come from the same definition");
    let filter = tracing_subscriber::EnvFilter::try_new(config::log_filter()).unwrap_or_default();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(!config::no_color())
        .init();
    match run(cli, lang) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output::note(&failure.told(lang));
            failure.exit().into()
        }
    }
}

fn run(cli: Cli, lang: Lang) -> Result<Exit, Failure> {
    let file = cli.config.as_deref().map(ConfigFile::read).transpose()?.unwrap_or_default();
    let common = Common { lang, db: cli.db, file };
    match cli.command {
        Command::Demo(args) => demo::run(&args, &common),
        Command::Audit(args) => audit::run(&args, &common),
        Command::Worker(args) => worker::run(&args, &common),
        Command::Check(args) => check::run(&args, &common),
        Command::Score(args) => results::score(&args, &common),
        Command::Import(args) => import::run(&args, &common),
        Command::Review(args) => review::run(&args, &common),
        Command::Diff(args) => diff::run(&args, &common),
        Command::Seal(args) => seal::seal(&args, &common),
        Command::Verify(args) => seal::verify(&args, &common),
        Command::Purge(args) => purge::run(&args, &common),
        Command::Report(args) => results::report(&args, &common),
        Command::Export(args) => export::run(&args, &common),
        Command::Statement(args) => statement::run(&args, &common),
        Command::Serve(args) => serve::run(&args, &common),
        Command::User(args) => user::run(&args, &common),
        Command::Rules(args) => rules::run(&args, &common),
        Command::Doctor { json } => doctor::run(json, &common),
        Command::Completions { shell } => completions::run(shell, &common),
    }
}

//! argv to exit code: reads the arguments, resolves settings, calls the parts, prints.
//!
//! Place in the flow: the outermost layer; the only one that writes to the terminal.
//! What must stay true: results go to standard out and everything else to standard error; exit codes are a contract.

mod args;
mod audit;
mod check;
mod completions;
mod demo;
mod diff;
mod doctor;
mod english;
mod eval;
mod exit;
mod export;
mod files;
mod help;
mod import;
mod output;
mod progress;
mod purge;
mod results;
mod rules;
mod runtime;
mod seal;
mod serve;
mod signals;
mod statement;
mod target;
mod usage_error;
mod worker;

use std::{ffi::OsString, process::ExitCode};

use clap::FromArgMatches as _;

use self::{
    args::{Cli, Command},
    exit::{Exit, Failure},
};
use crate::config::{self, ConfigFile};

/// Runs the program on its arguments (the program's name first).
pub fn main(argv: Vec<OsString>) -> ExitCode {
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
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output::note(&failure.to_string());
            failure.exit().into()
        }
    }
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    let file = cli.config.as_deref().map(ConfigFile::read).transpose()?.unwrap_or_default();
    match cli.command {
        Command::Demo(args) => demo::run(&args, cli.db, &file),
        Command::Audit(args) => audit::run(&args, cli.db, file),
        Command::Worker(args) => worker::run(&args, cli.db, file),
        Command::Check(args) => check::run(&args, file),
        Command::Score(args) => results::score(&args, cli.db, file),
        Command::Import(args) => import::run(&args, cli.db, file),
        Command::Diff(args) => diff::run(&args, cli.db, file),
        Command::Seal(args) => seal::seal(&args, cli.db, file),
        Command::Verify(args) => seal::verify(&args, cli.db, file),
        Command::Purge(args) => purge::run(&args, cli.db, file),
        Command::Report(args) => results::report(&args, cli.db, file),
        Command::Export(args) => export::run(&args, cli.db, file),
        Command::Statement(args) => statement::run(&args, cli.db, file),
        Command::Serve(args) => serve::run(&args, cli.db, file),
        Command::Rules(args) => rules::run(&args),
        Command::Doctor { json } => doctor::run(cli.db, file, json),
        Command::Completions { shell } => completions::run(shell),
    }
}

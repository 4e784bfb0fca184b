//! `hemkoll completions SHELL`.

use super::{
    args::Lang,
    exit::{Exit, Failure},
    help, output,
};

/// Prints the completion script of a shell.
pub(super) fn run(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(Lang::Sv), "hemkoll", &mut script);
    output::result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

//! `hemkoll completions SHELL`.

use super::{
    common::Common,
    exit::{Exit, Failure},
    help, output,
};

/// Prints the completion script of a shell.
pub(super) fn run(shell: clap_complete::Shell, common: &Common) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(common.lang), "hemkoll", &mut script);
    output::result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

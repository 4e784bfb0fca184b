//! The only place that writes: results to standard out, everything else to standard error.

use std::io::{self, Write};

use super::exit::{Exit, Failure};
use crate::{
    domain::{Text, say, system_fault},
    report::text::safe,
};

/// A line to people, or several, on standard error. Names in it may come from a database or from the web.
pub(super) fn note(text: &str) {
    let lines: Vec<String> = text.split('\n').map(safe).collect();
    // Nobody left to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "{}", lines.join("\n"));
}

/// A result, on standard out. A reader that went away (`| head`) is no fault.
pub(super) fn result(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| {
        if text.ends_with('\n') || text.is_empty() { out.flush() } else { writeln!(out).and_then(|()| out.flush()) }
    });
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::Storage(Text::by(|lang| {
            let error = system_fault(lang, &error);
            say!(lang, "Kan inte skriva till standard ut: {error}.", "Cannot write to standard output: {error}.")
        }))),
        Ok(()) => Ok(()),
    }
}

/// A JSON document, on standard out.
pub(super) fn json(value: &impl serde::Serialize) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Other(error.into()))?;
    result(&text)?;
    Ok(Exit::Done)
}

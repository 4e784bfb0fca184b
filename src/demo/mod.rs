//! The fictitious kommuner that `hemkoll demo` serves on loopback, with the known right answers to their flaws.
//!
//! Place in the flow: a web to crawl, in place of the real one, and a referee that logs each request.
//! What must stay true: kommuner, persons and numbers are made up and look it; the texts and the list of right answers
//! are data in `demo/`, written by reading the texts, never by running the program.

mod cms;
mod content;
mod flaws;
mod pdf;
mod prose;
mod site;
mod world;

use thiserror::Error;

pub use flaws::{Flaw, Standing, flaws, standings};
pub use world::{Request, World};

/// The day on which the demo is judged: update dates in the texts are relative to it.
pub const DAY: jiff::civil::Date = jiff::civil::date(2026, 8, 16);

/// What can go wrong when the demo web is built or started.
#[derive(Debug, Error)]
pub enum DemoError {
    /// A content file does not say what it should.
    #[error("demo/{file}: {what}")]
    Content {
        /// The file below `demo/`.
        file: String,
        /// What is wrong and what to write instead.
        what: String,
    },
    /// No loopback socket could be opened.
    #[error("no socket on 127.0.0.1 for the demo kommuner: {0}; close programs that hold many ports and try again")]
    Socket(#[from] std::io::Error),
}

impl DemoError {
    fn content(file: impl Into<String>, what: impl std::fmt::Display) -> Self {
        Self::Content { file: file.into(), what: what.to_string() }
    }
}

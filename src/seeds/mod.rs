//! The seeds: kommuner with their traits, and yearly amounts, read from CSV.
//!
//! Place in the flow: **seeds** → frontier. Embedded at build (`seeds/`), or given with `--seeds FILE`.
//! What must stay true: a bad line is named with its number and what to do, and never costs another line.

mod amounts;
mod kommuner;
mod plain;

use std::path::{Path, PathBuf};

use crate::domain::{Amounts, Kommun, Lang, Text, say, system_fault};

pub use amounts::parse_amounts;
pub use kommuner::parse_csv;
pub use plain::parse_plain;

/// A line that something is wrong with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub struct LineProblem {
    /// Line in the file, from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub what: Text,
}

impl LineProblem {
    /// The line, what is wrong and what to do.
    pub fn told(&self, lang: Lang) -> String {
        let (line, what) = (self.line, self.what.of(lang));
        say!(lang, "rad {line}: {what}", "line {line}: {what}")
    }
}

/// What an import gave: the usable seeds in file order, and every line that was not used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Usable seeds.
    pub kommuner: Vec<Kommun>,
    /// Lines that were left out, or fields that were.
    pub problems: Vec<LineProblem>,
    /// Lines that are used, though they look like a mistake.
    pub doubts: Vec<LineProblem>,
}

/// A file that could not be used at all.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum SeedError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The header lacks a needed column.
    MissingColumn {
        /// The column.
        column: &'static str,
    },
    /// Not one usable line.
    Nothing {
        /// The first problem, if any.
        first: Option<LineProblem>,
    },
}

impl SeedError {
    /// What was wrong, and what to do.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { path, cause } => {
                let (path, cause) = (path.display(), system_fault(lang, cause));
                say!(
                    lang,
                    "Kan inte läsa {path}: {cause}. Kontrollera sökvägen efter --seeds.",
                    "Cannot read {path}: {cause}. Check the path after --seeds."
                )
            }
            Self::MissingColumn { column } => say!(
                lang,
                "Filen har ingen kolumn ”{column}”. Första raden ska namnge kolumnerna, minst name och start_url.",
                "The file has no column “{column}”. Its first line names the columns, at least name and start_url."
            ),
            Self::Nothing { first } => {
                let first = first.as_ref().map(|first| first.told(lang)).unwrap_or_default();
                let said = say!(
                    lang,
                    "Filen har ingen rad som går att använda. {first}",
                    "The file has no line that can be used. {first}"
                );
                said.trim_end().to_owned()
            }
        }
    }
}

/// The 290 kommuner that hemkoll ships with.
pub fn embedded() -> Import {
    parse_csv(include_str!("../../seeds/kommuner.csv")).expect("the embedded seeds are tested")
}

/// The yearly amounts that hemkoll ships with.
pub fn embedded_amounts() -> Amounts {
    parse_amounts(include_str!("../../seeds/belopp.csv")).expect("the embedded amounts are tested")
}

/// Reads a seed file: CSV with a header (`name` and `start_url` at least), or plain text with one address a line.
/// Both may be UTF-8 with or without BOM, or Windows-1252; CSV may use comma, semicolon or tab.
pub fn read(path: &Path) -> Result<Import, SeedError> {
    let bytes = std::fs::read(path).map_err(|cause| SeedError::Unreadable { path: path.to_owned(), cause })?;
    let text = decode(&bytes);
    let import = if plain::looks_plain(&text) { parse_plain(&text) } else { parse_csv(&text)? };
    if import.kommuner.is_empty() {
        return Err(SeedError::Nothing { first: import.problems.into_iter().next() });
    }
    Ok(import)
}

/// UTF-8 when it is valid, else Windows-1252, as spreadsheet programs save.
fn decode(bytes: &[u8]) -> String {
    let (text, _, had_errors) = encoding_rs::UTF_8.decode(bytes);
    if had_errors { encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned() } else { text.into_owned() }
}

#[cfg(test)]
mod tests;

//! Settings that cannot be used: what was wrong, where, and what to write.

use std::{io, path::PathBuf};

use crate::domain::{Lang, Text, both, say, system_fault};

/// A setting that cannot be used (exit code 2).
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum ConfigError {
    /// The configuration file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file has a wrong line.
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: Text,
    },
    /// A value that cannot be used.
    Value {
        /// The flag.
        flag: &'static str,
        /// As given.
        value: String,
        /// What it should be.
        what: Text,
    },
    /// A flag's file that cannot be read.
    File {
        /// The flag.
        flag: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl ConfigError {
    /// What was wrong, and what to write.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { path, cause } => {
                let (path, cause) = (path.display(), system_fault(lang, cause));
                say!(
                    lang,
                    "Kan inte läsa {path}: {cause}. Kontrollera sökvägen efter --config.",
                    "Cannot read {path}: {cause}. Check the path after --config."
                )
            }
            Self::Line { path, line, what } => {
                let (path, what) = (path.display(), what.of(lang));
                say!(lang, "{path}, rad {line}: {what}", "{path}, line {line}: {what}")
            }
            Self::Value { flag, value, what } => format!("{flag} {value}: {}", what.of(lang)),
            Self::File { flag, path, cause } => {
                let (path, cause) = (path.display(), system_fault(lang, cause));
                say!(
                    lang,
                    "{flag} {path}: Filen går inte att läsa, {cause}. Kontrollera sökvägen.",
                    "{flag} {path}: The file cannot be read, {cause}. Check the path."
                )
            }
        }
    }
}

/// What the TOML reader says of a line of the configuration file.
pub(super) fn toml_fault(message: &str) -> Text {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let given = quoted.first().copied().unwrap_or_default();
    let allowed = quoted.get(1..).unwrap_or_default().join(", ");
    if message.starts_with("unknown field") {
        return both!(
            "nyckeln ”{given}” finns inte. Välj någon av: {allowed}.",
            "there is no key “{given}”. Choose one of: {allowed}."
        );
    }
    if message.starts_with("unknown variant") {
        return both!(
            "”{given}” går inte. Välj något av: {allowed}.",
            "“{given}” cannot be used. Choose one of: {allowed}."
        );
    }
    if message.starts_with("duplicate key") {
        return both!(
            "samma nyckel står två gånger. Ta bort den ena.",
            "the same key stands twice. Remove one of them."
        );
    }
    let wrong = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    let Some((given, expected)) = wrong.and_then(|rest| rest.split_once(", expected ")) else {
        return both!("raden följer inte TOML ({message}).", "the line is not TOML ({message}).");
    };
    // `string "snabbt"`, `integer `-3``: the kind is serde's word, the rest is as it stands in the file.
    let given = given.split_once(' ').map_or(given, |(_, given)| given).trim_matches(['`', '"']);
    let expected = match expected {
        "f64" => both!("ett tal, till exempel 1.5", "a number, for example 1.5"),
        "u32" | "u64" | "usize" => both!("ett heltal från 1, till exempel 60", "a whole number from 1, for example 60"),
        "a boolean" => both!("true eller false", "true or false"),
        "a sequence" => both!("en lista, till exempel [\"a\", \"b\"]", "a list, for example [\"a\", \"b\"]"),
        _ => both!("en text inom citattecken, till exempel \"a\"", "a text in quotes, for example \"a\""),
    };
    Text::by(|lang| {
        let expected = expected.of(lang);
        say!(lang, "”{given}” går inte. Skriv {expected}.", "“{given}” cannot be used. Write {expected}.")
    })
}

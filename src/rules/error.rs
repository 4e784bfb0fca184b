//! What is wrong in a rule folder, with file and line, in words that an auditor can act on.
//!
//! Place in the flow: load → **errors** → the one who wrote the rule. What must stay true: all faults are named at once,
//! each says what is allowed, and no fault is passed over.

use std::fmt;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path inside the rule folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to write instead, in Swedish.
    pub what: String,
}

/// The faults of a rule folder, sorted by file and line; at least one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct RuleFileError {
    /// The faults.
    pub faults: Vec<Fault>,
}

impl fmt::Display for RuleFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{}: {}", fault.file, fault.line, fault.what)?;
        }
        Ok(())
    }
}

/// Faults while they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn add(&mut self, file: &str, line: usize, what: impl Into<String>) {
        self.0.push(Fault { file: file.to_owned(), line, what: what.into() });
    }

    /// The error, if there is a fault.
    pub(crate) fn finish(mut self) -> Result<(), RuleFileError> {
        self.0.sort();
        self.0.dedup();
        if self.0.is_empty() { Ok(()) } else { Err(RuleFileError { faults: self.0 }) }
    }
}

/// Puts serde's words about a toml head into Swedish; what it does not know stays as it is.
pub(crate) fn in_swedish(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let allowed = || quoted.iter().skip(1).copied().collect::<Vec<_>>().join(", ");
    let one = quoted.first().copied().unwrap_or_default();
    if message.starts_with("unknown field") {
        format!("okänt fält ”{one}”. Tillåtna: {}", allowed())
    } else if message.starts_with("unknown variant") {
        format!("okänt ord ”{one}”. Tillåtna: {}", allowed())
    } else if message.starts_with("missing field") {
        format!("fältet ”{one}” saknas")
    } else if message.starts_with("duplicate") {
        format!("samma fält står två gånger: {}", message.replace('`', "”"))
    } else if let Some((keys, known)) =
        message.strip_prefix("unexpected keys in table: ").and_then(|rest| rest.split_once(", available keys: "))
    {
        format!("okänt fält ”{keys}”. Tillåtna: {known}")
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        format!("fel sorts värde: {rest}")
    } else {
        format!("felaktig toml: {message}")
    }
}

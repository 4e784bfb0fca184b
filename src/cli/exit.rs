//! Exit codes, and the failures that lead to them.

use std::process::ExitCode;

use crate::{
    crawl::FetchSetupError,
    domain::{Lang, Text, both},
};

/// How the program ends. The numbers are a contract with those who call it from scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done = 0,
    /// The answer is no: `--fail-under`, `rules test`, `doctor`.
    No = 1,
    /// Wrong use or configuration.
    Usage = 2,
    /// Finished, but some targets could not be assessed.
    SomeNotAssessed = 3,
    /// Interrupted; can be resumed.
    Interrupted = 4,
    /// Storage: disk full, read-only, corrupt, locked, newer schema.
    Storage = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A failure with its exit code.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub(super) enum Failure {
    /// Wrong use or configuration.
    Usage(Text),
    /// Storage.
    Storage(Text),
    /// The program gave up: a fault of ours.
    Broken(Text),
    /// Anything else that stopped the command.
    Other(anyhow::Error),
}

impl Failure {
    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Storage(_) => Exit::Storage,
            Self::Broken(_) | Self::Other(_) => Exit::No,
        }
    }

    /// What went wrong, and what to do.
    pub(super) fn told(&self, lang: Lang) -> String {
        match self {
            Self::Usage(what) | Self::Storage(what) | Self::Broken(what) => what.of(lang).to_owned(),
            Self::Other(what) => format!("{what:#}"),
        }
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::Usage(Text::by(|lang| error.told(lang)))
    }
}

impl From<crate::seeds::SeedError> for Failure {
    fn from(error: crate::seeds::SeedError) -> Self {
        Self::Usage(Text::by(|lang| error.told(lang)))
    }
}

impl From<crate::rules::RuleFileError> for Failure {
    fn from(error: crate::rules::RuleFileError) -> Self {
        // Rule files are in Swedish, and so is what is said of them.
        Self::Usage(Text::by(|_| error.to_string()))
    }
}

impl From<crate::audit::AuditError> for Failure {
    fn from(error: crate::audit::AuditError) -> Self {
        use crate::audit::AuditError as E;
        let told = Text::by(|lang| error.told(lang));
        match error {
            error if error.is_storage() => Self::Storage(told),
            E::Broken(_) => Self::Broken(told),
            _ => Self::Usage(told),
        }
    }
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        crate::audit::AuditError::from(error).into()
    }
}

impl From<FetchSetupError> for Failure {
    fn from(error: FetchSetupError) -> Self {
        Self::Usage(match &error {
            FetchSetupError::Ca(why) => both!(
                "--ca: certifikatet går inte att använda ({why}). Skriv en hel fil i PEM-form.",
                "--ca: the certificate cannot be used ({why}). Write a whole file in PEM form."
            ),
            other => both!("Det går inte att läsa på webben: {other}.", "The web cannot be read: {other}."),
        })
    }
}

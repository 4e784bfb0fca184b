//! Exit codes, and the failures that lead to them.

use std::process::ExitCode;

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
pub(super) enum Failure {
    /// Wrong use or configuration.
    #[error("{0}")]
    Usage(String),
    /// Storage.
    #[error("{0}")]
    Storage(String),
    /// Anything else that stopped the command.
    #[error("{0:#}")]
    Other(anyhow::Error),
}

impl Failure {
    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Storage(_) => Exit::Storage,
            Self::Other(_) => Exit::No,
        }
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<crate::seeds::SeedError> for Failure {
    fn from(error: crate::seeds::SeedError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<crate::rules::RuleFileError> for Failure {
    fn from(error: crate::rules::RuleFileError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<crate::audit::AuditError> for Failure {
    fn from(error: crate::audit::AuditError) -> Self {
        use crate::audit::AuditError as E;
        match error {
            error if error.is_storage() => Self::Storage(error.to_string()),
            E::Broken(_) => Self::Other(error.into()),
            error => Self::Usage(error.to_string()),
        }
    }
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Self {
        crate::audit::AuditError::from(error).into()
    }
}

impl From<crate::crawl::FetchSetupError> for Failure {
    fn from(error: crate::crawl::FetchSetupError) -> Self {
        Self::Usage(error.to_string())
    }
}

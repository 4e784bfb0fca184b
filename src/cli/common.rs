//! What every command is given beside its own arguments.

use super::exit::Failure;
use crate::{
    config::{ConfigFile, Settings},
    domain::Lang,
};

/// The flags that all commands have, and the configuration file.
#[derive(Debug, Default)]
pub(super) struct Common {
    /// The language of what is said.
    pub lang: Lang,
    /// `--db`.
    pub db: Option<String>,
    /// What `--config` names; empty without it.
    pub file: ConfigFile,
}

impl Common {
    /// The settings of a command without limits of its own.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        self.settings_with(ConfigFile::default())
    }

    /// The settings under the command's own flags.
    pub(super) fn settings_with(&self, given: ConfigFile) -> Result<Settings, Failure> {
        let given = ConfigFile { db: self.db.clone(), ..given };
        Ok(Settings::resolve(self.file.clone().under(given))?)
    }
}

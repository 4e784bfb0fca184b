//! Why an audit could not be done. Failures of the web are outcomes with reasons, never these.

use crate::archive::ArchiveError;
use crate::store::StoreError;

/// A fault that stops an audit.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The database (exit 5).
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored evidence (exit 5).
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The round was opened with other parameters (exit 2).
    #[error(
        "Omgången ”{round}” öppnades med andra inställningar: {}. Kör med samma som då, eller börja en ny omgång med --fresh.",
        .differences.join("; ")
    )]
    OtherParameters {
        /// The round.
        round: String,
        /// What differs, one sentence part each.
        differences: Vec<String>,
    },
    /// There is no such round (exit 2).
    #[error("Det finns ingen omgång med namnet ”{0}”. Kör hemkoll audit först.")]
    NoSuchRound(String),
    /// The round has no answers by this rule set (exit 2).
    #[error(
        "Omgången ”{round}” är inte bedömd med den här regeluppsättningen. Kör först: hemkoll score --round {round}"
    )]
    NotJudged {
        /// The round.
        round: String,
    },
    /// The round is closed (exit 2).
    #[error("Omgången ”{round}” förseglades {} och går inte att ändra. Börja en ny omgång med --fresh.", .sealed_at.get(..10).unwrap_or_default())]
    Sealed {
        /// The round.
        round: String,
        /// When, RFC 3339 UTC.
        sealed_at: String,
    },
    /// Only a finished round is sealed (exit 2).
    #[error("Omgången ”{round}” är inte klar: {open} kommuner är inte lästa. Kör hemkoll audit först.")]
    NotFinished {
        /// The round.
        round: String,
        /// Kommuner that are open.
        open: usize,
    },
    /// A sealed round is verified by the rules it was sealed with (exit 2).
    #[error("Omgången ”{round}” förseglades med en annan regeluppsättning. Peka ut den med --rules MAPP.")]
    OtherRules {
        /// The round.
        round: String,
    },
    /// A round that was opened before rule sets were kept, by other rules than the built-in ones (exit 2).
    #[error(
        "Reglerna som omgången ”{round}” bedömdes med finns inte i databasen. Har du dem kvar? Då sparas de så här: \
         hemkoll score --round {round} --rules MAPP"
    )]
    RulesNotKept {
        /// The round.
        round: String,
    },
    /// Kept rules that this program cannot read (exit 2).
    #[error("Reglerna som omgången ”{round}” bedömdes med går inte att läsa med den här versionen av hemkoll: {cause}")]
    OldRules {
        /// The round.
        round: String,
        /// What is wrong with them.
        cause: String,
    },
    /// Without pages nothing can be judged (exit 2).
    #[error("Sidorna i omgången ”{round}” är gallrade. Svaren finns kvar, men går inte att bedöma igen.")]
    PagesPurged {
        /// The round.
        round: String,
    },
    /// There is no such kommun in the round (exit 2).
    #[error("Det finns ingen kommun ”{0}” i omgången. Skriv koden eller namnet, till exempel --kommun Botkyrka.")]
    NoSuchKommun(String),
    /// Judging with other rules than the round's would mix two rule sets (exit 2).
    #[error("Omgången ”{round}” öppnades med en annan regeluppsättning. Peka ut den med --rules MAPP.")]
    OtherRulesThanRound {
        /// The round.
        round: String,
    },
    /// Who imports is not told (exit 2).
    #[error("Skriv vem som har sparat sidorna: --by NAMN (högst 300 tecken).")]
    ByWhom,
    /// The kommun has been read in the round (exit 2).
    #[error("{kommun} är redan läst i omgången. Skriv varför den läses igen: --reason TEXT (högst 300 tecken).")]
    NeedsReason {
        /// The kommun's name.
        kommun: String,
    },
    /// A file that cannot be imported (exit 2).
    #[error("{path}: {why}. Inget är inläst.")]
    Import {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// No seeds (exit 2).
    #[error("Det finns inga kommuner att granska. Kontrollera --seeds, --kommun och --lan.")]
    NoSeeds,
    /// Two seeds with one code (exit 2).
    #[error("Koden {0} står på två rader i kommunlistan. Ta bort den ena.")]
    SameCode(String),
    /// The file cannot be read (exit 2).
    #[error("Filen {path} gick inte att läsa: {cause}.")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Several processes can share a round on a server alone (exit 2).
    #[error("hemkoll worker behöver en PostgreSQL-databas. Skriv --db postgres://namn@värd/databas.")]
    NeedsServer,
    /// There is no round to take part in (exit 2).
    #[error("Det finns ingen omgång att delta i. Kör hemkoll audit först.")]
    NoRound,
    /// Another process has taken the visit over; never leaves the crew.
    #[error("En annan körning läser kommunen.")]
    TakenOver,
    /// A part of the program ended early; a fault of ours.
    #[error("Programmet gav upp ({0}). Kör samma kommando igen, så fortsätter granskningen.")]
    Broken(String),
}

impl AuditError {
    /// Whether storage failed: exit code 5.
    pub const fn is_storage(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Archive(_))
    }
}

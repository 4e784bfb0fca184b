//! Why an audit could not be done. Failures of the web are outcomes with reasons, never these.

use crate::archive::ArchiveError;
use crate::domain::{Lang, Text, most_similar, most_similar_kommun, say, system_fault};
use crate::store::{RoundRow, StoreError};

/// So many rounds are named when the one asked for is not there.
const ROUNDS_NAMED: usize = 8;

/// A fault that stops an audit.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum AuditError {
    /// The database (exit 5).
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stored evidence (exit 5).
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The round was opened with other parameters (exit 2).
    OtherParameters {
        /// The round.
        round: String,
        /// What differs, one sentence part each.
        differences: Vec<Text>,
    },
    /// There is no such round (exit 2).
    NoSuchRound {
        /// What was asked for.
        wanted: String,
        /// The round that was likely meant.
        similar: Option<String>,
        /// The rounds that there are, the newest first.
        known: Vec<String>,
    },
    /// The round has no answers by this rule set (exit 2).
    NotJudged {
        /// The round.
        round: String,
    },
    /// The round is closed (exit 2).
    Sealed {
        /// The round.
        round: String,
        /// When, RFC 3339 UTC.
        sealed_at: String,
    },
    /// Only a finished round is sealed (exit 2).
    NotFinished {
        /// The round.
        round: String,
        /// Kommuner that are open.
        open: usize,
    },
    /// A sealed round is verified by the rules it was sealed with (exit 2).
    OtherRules {
        /// The round.
        round: String,
    },
    /// A round that was opened before rule sets were kept, by other rules than the built-in ones (exit 2).
    RulesNotKept {
        /// The round.
        round: String,
    },
    /// Kept rules that this program cannot read (exit 2).
    OldRules {
        /// The round.
        round: String,
        /// What is wrong with them.
        cause: String,
    },
    /// Without pages nothing can be judged (exit 2).
    PagesPurged {
        /// The round.
        round: String,
    },
    /// A name that no new round may have (exit 2).
    RoundName(String),
    /// There is no such kommun in the round (exit 2).
    NoSuchKommun {
        /// What was asked for.
        wanted: String,
        /// The kommun of the round that was likely meant.
        similar: Option<String>,
    },
    /// Judging with other rules than the round's would mix two rule sets (exit 2).
    OtherRulesThanRound {
        /// The round.
        round: String,
    },
    /// Who imports is not told (exit 2).
    ByWhom,
    /// The reason why a kommun is read again is none, or too long (exit 2).
    ReasonTooLong,
    /// A file that cannot be imported (exit 2).
    Import {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: Text,
    },
    /// Decisions that cannot be taken (exit 2): what is wrong with each, and what to do.
    Refused(Vec<Text>),
    /// No seeds (exit 2).
    NoSeeds,
    /// Two seeds with one code (exit 2).
    SameCode(String),
    /// The file cannot be read (exit 2).
    File {
        /// The file.
        path: String,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Several processes can share a round on a server alone (exit 2).
    NeedsServer,
    /// There is no round to take part in (exit 2).
    NoRound,
    /// Another process has taken the visit over; never leaves the crew.
    TakenOver,
    /// A part of the program ended early; a fault of ours.
    Broken(String),
}

impl AuditError {
    /// There is no round `wanted` among those that there are.
    pub(crate) fn no_round(wanted: &str, rounds: &[RoundRow]) -> Self {
        let known: Vec<String> = rounds.iter().map(|row| row.round.name.clone()).collect();
        let similar = most_similar(wanted, known.iter().map(String::as_str)).map(str::to_owned);
        Self::NoSuchRound { wanted: wanted.to_owned(), similar, known }
    }

    /// There is no kommun `wanted` among those called `names`.
    pub(crate) fn no_kommun<'a>(wanted: &str, names: impl IntoIterator<Item = &'a String>) -> Self {
        let similar = most_similar_kommun(wanted, names.into_iter().map(String::as_str)).map(str::to_owned);
        Self::NoSuchKommun { wanted: wanted.to_owned(), similar }
    }

    /// Whether storage failed: exit code 5.
    pub const fn is_storage(&self) -> bool {
        match self {
            Self::Store(fault) | Self::Archive(ArchiveError::Store(fault)) => !fault.is_wrong_use(),
            fault => matches!(fault, Self::Archive(_)),
        }
    }

    /// What was wrong, and what to do.
    #[expect(clippy::too_many_lines, reason = "an arm a fault, and each stands in two languages")]
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Store(fault) => fault.told(lang),
            Self::Archive(fault) => fault.told(lang),
            Self::OtherParameters { round, differences } => {
                let differences: Vec<&str> = differences.iter().map(|one| one.of(lang)).collect();
                let differences = differences.join("; ");
                say!(
                    lang,
                    "Omgången ”{round}” öppnades med andra inställningar: {differences}. Kör med samma som då, eller \
                     börja en ny omgång med --fresh.",
                    "The round “{round}” was opened with other settings: {differences}. Run with the same as then, or \
                     begin a new round with --fresh."
                )
            }
            Self::NoSuchRound { wanted, similar, known } => {
                let similar = similar.as_ref().map_or_else(String::new, |similar| {
                    say!(lang, " Menade du {similar}?", " Did you mean {similar}?")
                });
                let next = listed(known, lang);
                say!(
                    lang,
                    "Det finns ingen omgång med namnet ”{wanted}”.{similar} {next}",
                    "There is no round with the name “{wanted}”.{similar} {next}"
                )
            }
            Self::NotJudged { round } => say!(
                lang,
                "Omgången ”{round}” är inte bedömd med den här regeluppsättningen. Kör först: hemkoll score --round \
                 {round}",
                "The round “{round}” is not judged by this rule set. Run first: hemkoll score --round {round}"
            ),
            Self::Sealed { round, sealed_at } => {
                let day = sealed_at.get(..10).unwrap_or_default();
                say!(
                    lang,
                    "Omgången ”{round}” förseglades {day} och går inte att ändra. Börja en ny omgång med hemkoll audit --fresh.",
                    "The round “{round}” was sealed on {day} and cannot be changed. Begin a new round with hemkoll audit --fresh."
                )
            }
            Self::NotFinished { round, open } => {
                let open = lang.plural(
                    *open,
                    ["kommun är inte läst", "kommuner är inte lästa"],
                    ["kommun has not been read", "kommuner have not been read"],
                );
                say!(
                    lang,
                    "Omgången ”{round}” är inte klar: {open}. Kör hemkoll audit först.",
                    "The round “{round}” is not finished: {open}. Run hemkoll audit first."
                )
            }
            Self::OtherRules { round } => say!(
                lang,
                "Omgången ”{round}” förseglades med en annan regeluppsättning. Peka ut den med --rules MAPP.",
                "The round “{round}” was sealed with another rule set. Point it out with --rules FOLDER."
            ),
            Self::RulesNotKept { round } => say!(
                lang,
                "Reglerna som omgången ”{round}” bedömdes med finns inte i databasen. Har du dem kvar? Då sparas de så \
                 här: hemkoll score --round {round} --rules MAPP",
                "The rules that the round “{round}” was judged by are not in the database. Do you have them? This keeps \
                 them: hemkoll score --round {round} --rules FOLDER"
            ),
            Self::OldRules { round, cause } => say!(
                lang,
                "Reglerna som omgången ”{round}” bedömdes med går inte att läsa med den här versionen av hemkoll: \
                 {cause}",
                "The rules that the round “{round}” was judged by cannot be read by this version of hemkoll: {cause}"
            ),
            Self::PagesPurged { round } => say!(
                lang,
                "Sidorna i omgången ”{round}” är gallrade. Svaren finns kvar, men går inte att bedöma igen.",
                "The pages of the round “{round}” were removed when their time was up. The answers are left, but cannot \
                 be judged again."
            ),
            Self::RoundName(name) => say!(
                lang,
                "En omgång kan inte heta ”{name}”. Skriv högst 60 tecken: bokstäver, siffror, mellanslag och . _ -, till \
                 exempel --round 2026-höst. Börja med en bokstav eller siffra.",
                "A round cannot be called “{name}”. Write at most 60 characters: letters, digits, spaces and . _ -, for \
                 example --round 2026-autumn. Begin with a letter or digit."
            ),
            Self::NoSuchKommun { wanted, similar: Some(similar) } => say!(
                lang,
                "Det finns ingen kommun ”{wanted}” i omgången. Menade du {similar}?",
                "There is no kommun “{wanted}” in the round. Did you mean {similar}?"
            ),
            Self::NoSuchKommun { wanted, similar: None } => say!(
                lang,
                "Det finns ingen kommun ”{wanted}” i omgången. Skriv koden eller namnet, till exempel --kommun Botkyrka.",
                "There is no kommun “{wanted}” in the round. Write the code or the name, for example --kommun Botkyrka."
            ),
            Self::OtherRulesThanRound { round } => say!(
                lang,
                "Omgången ”{round}” öppnades med en annan regeluppsättning. Peka ut den med --rules MAPP.",
                "The round “{round}” was opened with another rule set. Point it out with --rules FOLDER."
            ),
            Self::ByWhom => say!(
                lang,
                "Skriv vem som har sparat sidorna: --by NAMN (högst 300 tecken).",
                "Write who has saved the pages: --by NAME (at most 300 characters)."
            ),
            Self::ReasonTooLong => say!(
                lang,
                "Skriv varför kommunen läses igen: --reason TEXT (högst 300 tecken).",
                "Write why the kommun is read again: --reason TEXT (at most 300 characters)."
            ),
            Self::Import { path, why } => {
                let why = why.of(lang);
                say!(lang, "{path}: {why}. Inget är inläst.", "{path}: {why}. Nothing has been taken in.")
            }
            Self::Refused(faults) => {
                let faults: Vec<&str> = faults.iter().map(|fault| fault.of(lang)).collect();
                let faults: String = faults.iter().map(|fault| sentence(fault)).collect();
                say!(lang, "{faults}Inget är sparat.", "{faults}Nothing has been stored.")
            }
            Self::NoSeeds => say!(
                lang,
                "Det finns inga kommuner att granska. Kontrollera --seeds, --kommun och --lan.",
                "There are no kommuner to audit. Check --seeds, --kommun and --lan."
            ),
            Self::SameCode(code) => say!(
                lang,
                "Koden {code} står på två rader i kommunlistan. Ta bort den ena.",
                "The code {code} stands on two lines of the kommun list. Remove one of the two."
            ),
            Self::File { path, cause } => {
                let cause = system_fault(lang, cause);
                say!(lang, "Filen {path} gick inte att läsa: {cause}.", "The file {path} could not be read: {cause}.")
            }
            Self::NeedsServer => say!(
                lang,
                "hemkoll worker behöver en PostgreSQL-databas. Skriv --db postgres://namn@värd/databas.",
                "hemkoll worker needs a PostgreSQL database. Write --db postgres://name@host/database."
            ),
            Self::NoRound => say!(
                lang,
                "Det finns ingen omgång att delta i. Kör hemkoll audit först.",
                "There is no round to take part in. Run hemkoll audit first."
            ),
            Self::TakenOver => say!(lang, "En annan körning läser kommunen.", "Another run reads the kommun."),
            Self::Broken(what) => say!(
                lang,
                "Programmet gav upp ({what}). Kör samma kommando igen, så fortsätter granskningen.",
                "The program gave up ({what}). Run the same command again, and the audit goes on."
            ),
        }
    }
}

/// The newest of the rounds that there are, or how to get one.
fn listed(known: &[String], lang: Lang) -> String {
    let names = known.iter().take(ROUNDS_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match known.len().saturating_sub(ROUNDS_NAMED) {
        _ if known.is_empty() => say!(lang, "Kör hemkoll audit först.", "Run hemkoll audit first."),
        0 => say!(lang, "Omgångar som finns: {names}.", "Rounds that there are: {names}."),
        more => say!(
            lang,
            "Omgångar som finns: {names} och {more} äldre.",
            "Rounds that there are: {names} and {more} older."
        ),
    }
}

/// A line that ends as a sentence does.
fn sentence(fault: &str) -> String {
    format!("{fault}{}\n", if fault.ends_with(['?', '.']) { "" } else { "." })
}

//! Settings: what the configuration file says, under what the command line says, over the defaults.
//!
//! Place in the flow: cli → **config** → crawl, audit. The only place that reads the environment.
//! What must stay true: raw arguments never travel further than here; unknown keys are refused with their line.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use serde::Deserialize;

use crate::domain::{StopList, round::Scope};

/// The configuration file's keys, all optional; the same names as the flags.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigFile {
    /// Database address.
    pub db: Option<String>,
    /// Seconds between requests in a politeness group.
    pub gap: Option<f64>,
    /// HTML answers a kommun.
    pub page_budget: Option<u32>,
    /// Seconds for one answer.
    pub deadline: Option<f64>,
    /// Seconds for one kommun.
    pub host_deadline: Option<f64>,
    /// Bytes of one body, inflated.
    pub max_body: Option<u64>,
    /// Kommuner at once.
    pub hosts: Option<usize>,
    /// Requests a second over all servers.
    pub per_second: Option<u32>,
    /// Every page whole, also one that an earlier round has.
    pub refetch: Option<bool>,
    /// `topic` or `site`.
    pub scope: Option<Scope>,
    /// Ranges opened in the address guard.
    pub allow_net: Option<Vec<String>>,
    /// Extra roots, PEM files.
    pub ca: Option<Vec<PathBuf>>,
    /// Test DNS, `HOST=IP:PORT`.
    pub resolve: Option<Vec<String>>,
    /// Contact in the User-Agent.
    pub user_agent_contact: Option<String>,
    /// File of addresses that are never asked for.
    pub stop_list: Option<PathBuf>,
}

/// A setting that cannot be used (exit code 2).
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("Kan inte läsa {path}: {cause}. Kontrollera sökvägen efter --config.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file has a wrong line.
    #[error("{path}, rad {line}: {what}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A value that cannot be used.
    #[error("{flag} {value}: {what}")]
    Value {
        /// The flag.
        flag: &'static str,
        /// As given.
        value: String,
        /// What it should be.
        what: String,
    },
}

impl ConfigFile {
    /// Reads a TOML configuration file.
    pub fn read(path: &std::path::Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        Self::parse(&text).map_err(|(line, what)| ConfigError::Line { path: path.to_owned(), line, what })
    }

    /// The keys of `text`, or the first wrong line and what is wrong there.
    fn parse(text: &str) -> Result<Self, (usize, String)> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let what = match error.message() {
                message if message.starts_with("unknown field") => {
                    message.replace("unknown field", "okänd nyckel").replace("expected one of", "välj någon av")
                }
                message => message.to_owned(),
            };
            (line, what)
        })
    }

    /// This file's keys where `over` has none.
    #[must_use]
    pub fn under(self, over: Self) -> Self {
        Self {
            db: over.db.or(self.db),
            gap: over.gap.or(self.gap),
            page_budget: over.page_budget.or(self.page_budget),
            deadline: over.deadline.or(self.deadline),
            host_deadline: over.host_deadline.or(self.host_deadline),
            max_body: over.max_body.or(self.max_body),
            hosts: over.hosts.or(self.hosts),
            per_second: over.per_second.or(self.per_second),
            refetch: over.refetch.or(self.refetch),
            scope: over.scope.or(self.scope),
            allow_net: over.allow_net.or(self.allow_net),
            ca: over.ca.or(self.ca),
            resolve: over.resolve.or(self.resolve),
            user_agent_contact: over.user_agent_contact.or(self.user_agent_contact),
            stop_list: over.stop_list.or(self.stop_list),
        }
    }
}

/// Resolved settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Database address.
    pub db: String,
    /// Between requests in a politeness group.
    pub gap: Duration,
    /// HTML answers a kommun; requests at most four times as many.
    pub page_budget: u32,
    /// One answer.
    pub deadline: Duration,
    /// One kommun; `None` = no limit beyond its budget.
    pub host_deadline: Option<Duration>,
    /// Bytes of one body, inflated.
    pub max_body: u64,
    /// Kommuner at once.
    pub hosts: usize,
    /// Requests a second over all servers together; `None` = as many as the gaps allow.
    pub per_second: Option<NonZeroU32>,
    /// Every page is asked for whole, also one that an earlier round has.
    pub refetch: bool,
    /// How far the crawl goes.
    pub scope: Scope,
    /// Ranges opened in the address guard.
    pub allow_net: Vec<cidr::IpCidr>,
    /// Extra roots, contents of PEM files.
    pub ca_pem: Vec<Vec<u8>>,
    /// Test DNS.
    pub resolve: Vec<(String, SocketAddr)>,
    /// Contact in the User-Agent.
    pub contact: String,
    /// Addresses that are never asked for.
    pub stop_list: StopList,
}

/// The contact of an installation that names none: the project's page.
const DEFAULT_CONTACT: &str = "https://hemkoll.example/robot";

impl Settings {
    /// The settings that follow from the keys given; defaults as in the command line's help.
    pub fn resolve(given: ConfigFile) -> Result<Self, ConfigError> {
        Ok(Self {
            db: given.db.unwrap_or_else(|| "sqlite:hemkoll.db".to_owned()),
            gap: seconds("--gap", given.gap.unwrap_or(1.0))?,
            page_budget: at_least_one("--page-budget", given.page_budget.unwrap_or(60))?,
            deadline: seconds("--deadline", given.deadline.unwrap_or(30.0))?,
            host_deadline: given.host_deadline.map(|given| seconds("--host-deadline", given)).transpose()?,
            max_body: at_least_one("--max-body", given.max_body.unwrap_or(10_000_000))?,
            hosts: at_least_one("--hosts", given.hosts.unwrap_or(512))?,
            per_second: given
                .per_second
                .map(|n| at_least_one("--per-second", n))
                .transpose()?
                .and_then(NonZeroU32::new),
            refetch: given.refetch.unwrap_or_default(),
            scope: given.scope.unwrap_or_default(),
            allow_net: each(given.allow_net, |net| network(net))?,
            ca_pem: each(given.ca, |path| certificate(path))?,
            resolve: each(given.resolve, |entry| resolution(entry))?,
            contact: contact(given.user_agent_contact.unwrap_or_else(|| DEFAULT_CONTACT.to_owned()))?,
            stop_list: given.stop_list.as_deref().map(stop_list).transpose()?.unwrap_or_default(),
        })
    }
}

fn each<T, U>(given: Option<Vec<T>>, read: impl Fn(&T) -> Result<U, ConfigError>) -> Result<Vec<U>, ConfigError> {
    given.unwrap_or_default().iter().map(read).collect()
}

fn seconds(flag: &'static str, given: f64) -> Result<Duration, ConfigError> {
    let refused = || ConfigError::Value {
        flag,
        value: given.to_string(),
        what: "Skriv ett antal sekunder från 0 till 86400, till exempel 1.0.".to_owned(),
    };
    Duration::try_from_secs_f64(given).ok().filter(|time| time.as_secs() <= 86_400).ok_or_else(refused)
}

fn at_least_one<T: PartialOrd + From<u8> + ToString>(flag: &'static str, given: T) -> Result<T, ConfigError> {
    if given >= T::from(1) {
        return Ok(given);
    }
    Err(ConfigError::Value { flag, value: given.to_string(), what: "Skriv ett heltal från 1.".to_owned() })
}

fn network(given: &str) -> Result<cidr::IpCidr, ConfigError> {
    given.parse().map_err(|_| ConfigError::Value {
        flag: "--allow-net",
        value: given.to_owned(),
        what: "Skriv ett nät, till exempel 127.0.1.0/24.".to_owned(),
    })
}

fn certificate(path: &std::path::Path) -> Result<Vec<u8>, ConfigError> {
    std::fs::read(path).map_err(|cause| ConfigError::Value {
        flag: "--ca",
        value: path.display().to_string(),
        what: format!("Filen går inte att läsa ({cause})."),
    })
}

fn resolution(given: &str) -> Result<(String, SocketAddr), ConfigError> {
    given
        .split_once('=')
        .filter(|(host, _)| !host.is_empty())
        .and_then(|(host, address)| Some((host.to_lowercase(), address.parse().ok()?)))
        .ok_or_else(|| ConfigError::Value {
            flag: "--resolve",
            value: given.to_owned(),
            what: "Skriv VÄRD=IP:PORT, till exempel www.hedlunda.test=127.0.0.1:8080.".to_owned(),
        })
}

fn contact(given: String) -> Result<String, ConfigError> {
    let plain =
        !given.is_empty() && given.bytes().all(|byte| (0x21..0x7f).contains(&byte)) && !given.contains(['(', ')']);
    if plain && (given.contains("://") || given.contains('@')) {
        return Ok(given);
    }
    Err(ConfigError::Value {
        flag: "--user-agent-contact",
        value: given,
        what: "Skriv en webbadress eller en e-postadress, så att den som granskas kan nå dig.".to_owned(),
    })
}

fn stop_list(path: &std::path::Path) -> Result<StopList, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Value {
        flag: "--stop-list",
        value: path.display().to_string(),
        what: format!("Filen går inte att läsa ({cause})."),
    })?;
    StopList::parse(&text).map_err(|(line, what)| ConfigError::Line { path: path.to_owned(), line, what })
}

/// Whether coloured output is unwanted (<https://no-color.org>).
#[expect(clippy::disallowed_methods, reason = "this module is the one place that reads the environment")]
pub fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Log filter from `HEMKOLL_LOG`, e.g. `hemkoll=debug`; default `warn`, without the SQL of slow questions.
#[expect(clippy::disallowed_methods, reason = "this module is the one place that reads the environment")]
pub fn log_filter() -> String {
    std::env::var("HEMKOLL_LOG").unwrap_or_else(|_| "warn,sqlx::query=error".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let file = ConfigFile::parse("gap = 2.5\npage-budget = 10\nscope = \"site\"\n").unwrap();
        let flags = ConfigFile { gap: Some(0.5), ..ConfigFile::default() };
        let settings = Settings::resolve(file.under(flags)).unwrap();
        assert_eq!((settings.gap, settings.page_budget, settings.hosts), (Duration::from_millis(500), 10, 512));
        assert_eq!(settings.scope, Scope::Site);
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let (line, what) = ConfigFile::parse("gap = 1.0\n\npage_budget = 10\n").unwrap_err();
        assert_eq!(line, 3);
        assert!(what.contains("okänd nyckel") && what.contains("page-budget"), "{what}");
    }

    #[test]
    fn wrong_values_say_what_to_write() {
        let resolve = |file| Settings::resolve(file).unwrap_err().to_string();
        let none = ConfigFile::default;
        let errors = [
            resolve(ConfigFile { gap: Some(-1.0), ..none() }),
            resolve(ConfigFile { page_budget: Some(0), ..none() }),
            resolve(ConfigFile { per_second: Some(0), ..none() }),
            resolve(ConfigFile { allow_net: Some(vec!["127.0.0.1/99".into()]), ..none() }),
            resolve(ConfigFile { resolve: Some(vec!["hedlunda.test".into()]), ..none() }),
            resolve(ConfigFile { user_agent_contact: Some("ring oss".into()), ..none() }),
        ];
        insta::assert_snapshot!(errors.join("\n"), @r"
        --gap -1: Skriv ett antal sekunder från 0 till 86400, till exempel 1.0.
        --page-budget 0: Skriv ett heltal från 1.
        --per-second 0: Skriv ett heltal från 1.
        --allow-net 127.0.0.1/99: Skriv ett nät, till exempel 127.0.1.0/24.
        --resolve hedlunda.test: Skriv VÄRD=IP:PORT, till exempel www.hedlunda.test=127.0.0.1:8080.
        --user-agent-contact ring oss: Skriv en webbadress eller en e-postadress, så att den som granskas kan nå dig.
        ");
    }
}

//! Settings: what the configuration file says, under what the command line says, over the defaults.
//!
//! Place in the flow: cli → **config** → crawl, audit. The only place that reads the environment.
//! What must stay true: raw arguments never travel further than here; unknown keys are refused with their line.

use std::{
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use crate::domain::{StopList, Text, both, round::Scope};

mod error;

pub use error::ConfigError;

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

impl ConfigFile {
    /// Reads a TOML configuration file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        Self::parse(&text).map_err(|(line, what)| ConfigError::Line { path: path.to_owned(), line, what })
    }

    /// The keys of `text`, or the first wrong line and what is wrong there.
    fn parse(text: &str) -> Result<Self, (usize, Text)> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            (line, error::toml_fault(error.message()))
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

/// Largest body that is read when nobody says otherwise, in bytes, inflated.
pub const MAX_BODY: u64 = 10_000_000;

/// The contact of an installation that names none: the project's page.
const DEFAULT_CONTACT: &str = "https://hemkoll.example/robot";

impl Settings {
    /// The database that is used when none is named.
    pub const DB: &str = "sqlite:hemkoll.db";

    /// The settings that follow from the keys given; defaults as in the command line's help.
    pub fn resolve(given: ConfigFile) -> Result<Self, ConfigError> {
        Ok(Self {
            db: database(given.db.unwrap_or_else(|| Self::DB.to_owned()))?,
            gap: seconds("--gap", given.gap.unwrap_or(1.0))?,
            page_budget: at_least_one("--page-budget", given.page_budget.unwrap_or(60))?,
            deadline: seconds("--deadline", given.deadline.unwrap_or(30.0))?,
            host_deadline: given.host_deadline.map(|given| seconds("--host-deadline", given)).transpose()?,
            max_body: at_least_one("--max-body", given.max_body.unwrap_or(MAX_BODY))?,
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

fn refused(flag: &'static str, value: &impl ToString, what: Text) -> ConfigError {
    ConfigError::Value { flag, value: value.to_string(), what }
}

fn database(given: String) -> Result<String, ConfigError> {
    let known = ["sqlite:", "postgres:", "postgresql:"];
    if known.iter().any(|scheme| given.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())) {
        return Ok(given);
    }
    // A plain path is a file; a scheme of one letter is a drive (`C:\omgang.db`).
    if !given.is_empty() && given.split_once(':').is_none_or(|(scheme, _)| scheme.len() == 1) {
        // What would end the file's name in an address.
        let name = given.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        return Ok(format!("sqlite:{name}"));
    }
    let what = both!(
        "Skriv en fil, till exempel hemkoll.db, eller en server som postgres://namn@värd/databas.",
        "Write a file, for example hemkoll.db, or a server such as postgres://name@host/database."
    );
    Err(refused("--db", &without_password(&given), what))
}

/// A database's address as it may be shown.
pub fn without_password(address: &str) -> String {
    let shown = || {
        let (scheme, rest) = address.split_once("://")?;
        let (user, place) = rest.rsplit_once('@')?;
        Some(format!("{scheme}://{}@{place}", user.split(':').next().unwrap_or_default()))
    };
    shown().unwrap_or_else(|| address.to_owned())
}

fn seconds(flag: &'static str, given: f64) -> Result<Duration, ConfigError> {
    let what = both!(
        "Skriv ett antal sekunder från 0 till 86400, till exempel 1.0.",
        "Write a number of seconds from 0 to 86400, for example 1.0."
    );
    let time = Duration::try_from_secs_f64(given).ok().filter(|time| time.as_secs_f64() <= 86_400.0);
    time.ok_or_else(|| refused(flag, &given, what))
}

fn at_least_one<T: PartialOrd + From<u8> + ToString>(flag: &'static str, given: T) -> Result<T, ConfigError> {
    if given >= T::from(1) {
        return Ok(given);
    }
    Err(refused(flag, &given, both!("Skriv ett heltal från 1.", "Write a whole number from 1.")))
}

fn network(given: &str) -> Result<cidr::IpCidr, ConfigError> {
    let what = both!("Skriv ett nät, till exempel 127.0.1.0/24.", "Write a net, for example 127.0.1.0/24.");
    given.parse().map_err(|_| refused("--allow-net", &given, what))
}

fn certificate(path: &Path) -> Result<Vec<u8>, ConfigError> {
    let pem = std::fs::read(path).map_err(|cause| ConfigError::File { flag: "--ca", path: path.to_owned(), cause })?;
    let begins = b"-----BEGIN CERTIFICATE-----";
    if pem.windows(begins.len()).any(|at| at == begins) {
        return Ok(pem);
    }
    let what = both!(
        "Filen innehåller inget certifikat. Skriv en fil i PEM-form: den har raden -----BEGIN CERTIFICATE-----.",
        "There is no certificate in the file. Write a file in PEM form: it has the line -----BEGIN CERTIFICATE-----."
    );
    Err(refused("--ca", &path.display(), what))
}

fn resolution(given: &str) -> Result<(String, SocketAddr), ConfigError> {
    let example = "www.hedlunda.test=127.0.0.1:8080";
    given
        .split_once('=')
        .filter(|(host, _)| !host.is_empty())
        .and_then(|(host, address)| Some((host.to_lowercase(), address.parse().ok()?)))
        .ok_or_else(|| {
            let what =
                both!("Skriv VÄRD=IP:PORT, till exempel {example}.", "Write HOST=IP:PORT, for example {example}.");
            refused("--resolve", &given, what)
        })
}

fn contact(given: String) -> Result<String, ConfigError> {
    let plain =
        !given.is_empty() && given.bytes().all(|byte| (0x21..0x7f).contains(&byte)) && !given.contains(['(', ')']);
    if plain && (given.contains("://") || given.contains('@')) {
        return Ok(given);
    }
    let what = both!(
        "Skriv en webbadress eller en e-postadress, så att den som granskas kan nå dig.",
        "Write a web address or an e-mail address, so that those who are audited can reach you."
    );
    Err(refused("--user-agent-contact", &given, what))
}

fn stop_list(path: &Path) -> Result<StopList, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::File {
        flag: "--stop-list",
        path: path.to_owned(),
        cause,
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
    use crate::domain::Lang;

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let file = ConfigFile::parse("gap = 2.5\npage-budget = 10\nscope = \"site\"\n").unwrap();
        let flags = ConfigFile { gap: Some(0.5), ..ConfigFile::default() };
        let settings = Settings::resolve(file.under(flags)).unwrap();
        assert_eq!((settings.gap, settings.page_budget, settings.hosts), (Duration::from_millis(500), 10, 512));
        assert_eq!(settings.scope, Scope::Site);
    }

    #[test]
    fn a_wrong_line_of_the_file_says_what_to_write() {
        let wrong = [
            "gap = 1.0\n\npage_budget = 10\n",
            "gap = \"snabbt\"\n",
            "hosts = -3\n",
            "refetch = 1\n",
            "scope = \"allt\"\n",
            "allow-net = \"127.0.0.0/8\"\n",
            "db = 7\n",
            "gap = 1.0\ngap = 2.0\n",
        ];
        let said = wrong.map(|text| {
            let (line, what) = ConfigFile::parse(text).unwrap_err();
            format!("{line}: {what}\n   {}", what.of(Lang::En))
        });
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn a_plain_path_is_a_database_file() {
        for (given, expected) in [
            ("omgång.db", "sqlite:omgång.db"),
            ("/tmp/2026?.db", "sqlite:/tmp/2026%3F.db"),
            ("C:\\omgang.db", "sqlite:C:\\omgang.db"),
            ("sqlite:a.db?mode=ro", "sqlite:a.db?mode=ro"),
            ("postgres://anna@dator/hemkoll", "postgres://anna@dator/hemkoll"),
        ] {
            assert_eq!(database(given.to_owned()).unwrap(), expected);
        }
    }

    #[test]
    fn wrong_values_say_what_to_write() {
        let folder = tempfile::tempdir().unwrap();
        let no_certificate = folder.path().join("rot.pem");
        std::fs::write(&no_certificate, "hej").unwrap();
        let none = ConfigFile::default;
        let given = [
            ConfigFile { db: Some("mysql://anna:hemligt@värd/hemkoll".into()), ..none() },
            ConfigFile { db: Some("sqlite:".into()), ..none() },
            ConfigFile { gap: Some(-1.0), ..none() },
            ConfigFile { deadline: Some(f64::NAN), ..none() },
            ConfigFile { host_deadline: Some(86_400.5), ..none() },
            ConfigFile { page_budget: Some(0), ..none() },
            ConfigFile { max_body: Some(0), ..none() },
            ConfigFile { hosts: Some(0), ..none() },
            ConfigFile { per_second: Some(0), ..none() },
            ConfigFile { allow_net: Some(vec!["127.0.0.1/99".into()]), ..none() },
            ConfigFile { ca: Some(vec!["saknas.pem".into()]), ..none() },
            ConfigFile { ca: Some(vec![no_certificate]), ..none() },
            ConfigFile { resolve: Some(vec!["hedlunda.test".into()]), ..none() },
            ConfigFile { user_agent_contact: Some("ring oss".into()), ..none() },
            ConfigFile { stop_list: Some("saknas.txt".into()), ..none() },
        ];
        let folder = format!("{}/", folder.path().display());
        let said = given.map(|file| {
            let error = Settings::resolve(file).unwrap_err();
            format!("{error}\n   {}", error.told(Lang::En)).replace(&folder, "")
        });
        insta::assert_snapshot!(said.join("\n"));
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://anna:a@b@värd/d"), "postgres://anna@värd/d");
        assert_eq!(without_password("sqlite:a@b.db"), "sqlite:a@b.db");
    }
}

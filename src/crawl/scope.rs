//! Which hosts belong to a kommun.
//!
//! Place in the flow: asked for every link before it is queued and for every redirect before it is followed.
//! What must stay true: a crawl of one kommun never wanders into another kommun's site, nor off to the rest of the web.

use std::collections::BTreeSet;

use url::{Host, Url};

use crate::domain::Kommun;

/// The hosts of one kommun.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// Everything belongs (a single page that someone asked to have checked).
    any: bool,
    /// Hosts as [`key`] writes them.
    own: BTreeSet<String>,
    /// Registrable domains: all their hosts belong.
    domains: BTreeSet<String>,
    /// Hosts of other kommuner, which never belong.
    foreign: BTreeSet<String>,
}

impl Hosts {
    /// The hosts of `kommun` among `all` kommuner: its start page's host and registrable domain, its extra hosts, and
    /// the twin with or without `www.` of each.
    pub fn of(kommun: &Kommun, all: &[Kommun]) -> Result<Self, url::ParseError> {
        let mut hosts = Self::default();
        hosts.adopt(&Url::parse(&kommun.start_url)?);
        for extra in &kommun.extra_hosts {
            if let Ok(url) = Url::parse(&format!("https://{extra}/")) {
                hosts.own.extend(with_twin(&url));
            }
        }
        for other in all.iter().filter(|other| other.code != kommun.code || other.name != kommun.name) {
            let starts = Url::parse(&other.start_url).into_iter();
            let extras = other.extra_hosts.iter().filter_map(|host| Url::parse(&format!("https://{host}/")).ok());
            hosts.foreign.extend(starts.chain(extras).flat_map(|url| with_twin(&url)));
        }
        for own in &hosts.own {
            hosts.foreign.remove(own);
        }
        Ok(hosts)
    }

    /// Every host: for one page that a person asked to have checked. The address guard still holds.
    pub fn any() -> Self {
        Self { any: true, ..Self::default() }
    }

    /// Whether an address belongs.
    pub fn contains(&self, url: &Url) -> bool {
        if !matches!(url.scheme(), "http" | "https") {
            return false;
        }
        let Some(key) = key(url) else { return false };
        if self.any || self.own.contains(&key) {
            return true;
        }
        !self.foreign.contains(&key) && registrable(url).is_some_and(|domain| self.domains.contains(&domain))
    }

    /// Takes an address's host and registrable domain in, as when the start page has moved. False, and nothing
    /// changed, when the host is another kommun's.
    pub fn adopt(&mut self, url: &Url) -> bool {
        let keys = with_twin(url);
        if keys.is_empty() || keys.iter().any(|key| self.foreign.contains(key)) {
            return false;
        }
        self.own.extend(keys);
        self.domains.extend(registrable(url));
        true
    }
}

/// The twin of an address: with `www.` if it has none, without it if it has. `None` for addresses without a name.
pub fn twin(url: &Url) -> Option<Url> {
    let Some(Host::Domain(host)) = url.host() else { return None };
    let other = match host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None => format!("www.{host}"),
    };
    let mut url = url.clone();
    url.set_host(Some(&other)).ok()?;
    Some(url)
}

/// Host as it is compared: names with a port only where it is not the scheme's, literals always with it, since on one
/// machine each port can be another site.
fn key(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    match (url.host()?, url.port()) {
        (Host::Domain(_), None) => Some(host.to_owned()),
        (Host::Domain(_), Some(port)) => Some(format!("{host}:{port}")),
        _ => Some(format!("{host}:{}", url.port_or_known_default()?)),
    }
}

fn with_twin(url: &Url) -> Vec<String> {
    key(url).into_iter().chain(twin(url).as_ref().and_then(key)).collect()
}

/// The registrable domain of a name on the scheme's own port.
fn registrable(url: &Url) -> Option<String> {
    match (url.host(), url.port()) {
        (Some(Host::Domain(host)), None) => psl::domain_str(host.trim_end_matches('.')).map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kommun(code: &str, start: &str, extra: &[&str]) -> Kommun {
        Kommun {
            code: code.to_owned(),
            start_url: start.to_owned(),
            extra_hosts: extra.iter().map(|h| (*h).to_owned()).collect(),
            ..Kommun::default()
        }
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn twins_subdomains_and_extra_hosts_belong_and_other_kommuner_never() {
        let all = [
            kommun("1", "https://www.hedlunda.test/", &["omsorg.example"]),
            kommun("2", "https://norra.hedlunda.test/", &[]),
            kommun("3", "https://sandaker.test/", &[]),
        ];
        let hosts = Hosts::of(&all[0], &all).unwrap();
        for inside in [
            "https://www.hedlunda.test/a",
            "http://hedlunda.test/a",
            "https://aldre.hedlunda.test/",
            "https://omsorg.example/",
            "https://www.omsorg.example/",
        ] {
            assert!(hosts.contains(&url(inside)), "{inside}");
        }
        for outside in [
            "https://norra.hedlunda.test/",
            "https://www.norra.hedlunda.test/",
            "https://sandaker.test/",
            "https://andra.omsorg.example/",
            "https://hedlunda.test.evil.example/",
            "https://www.hedlunda.test:8443/",
            "ftp://www.hedlunda.test/",
            "mailto:a@hedlunda.test",
        ] {
            assert!(!hosts.contains(&url(outside)), "{outside}");
        }
        let other = Hosts::of(&all[1], &all).unwrap();
        assert!(other.contains(&url("https://norra.hedlunda.test/")));
        assert!(!other.contains(&url("https://www.hedlunda.test/")));
    }

    #[test]
    fn a_literal_is_its_socket() {
        let all = [kommun("127.0.1.5:8081", "http://127.0.1.5:8081/", &[])];
        let hosts = Hosts::of(&all[0], &all).unwrap();
        assert!(hosts.contains(&url("http://127.0.1.5:8081/a")));
        assert!(!hosts.contains(&url("http://127.0.1.5:8082/a")));
        assert!(!hosts.contains(&url("http://127.0.1.6:8081/a")));
        assert!(!hosts.contains(&url("http://127.0.1.5/a")));
    }

    #[test]
    fn a_moved_site_is_adopted_unless_it_is_another_kommun() {
        let all = [kommun("1", "https://hedlunda.test/", &[]), kommun("2", "https://sandaker.test/", &[])];
        let mut hosts = Hosts::of(&all[0], &all).unwrap();
        assert!(hosts.adopt(&url("https://www.hedlundakommun.test/start")));
        assert!(hosts.contains(&url("https://hedlundakommun.test/")));
        assert!(!hosts.adopt(&url("https://www.sandaker.test/")));
        assert!(!hosts.contains(&url("https://sandaker.test/")));
    }

    #[test]
    fn any_is_still_the_web_alone() {
        assert!(Hosts::any().contains(&url("https://hedlunda.test/")));
        assert!(!Hosts::any().contains(&url("file:///etc/passwd")));
    }
}

//! Which hosts belong to a kommun.
//!
//! Place in the flow: asked for every link before it is queued and for every redirect before it is followed.
//! What must stay true: a crawl of one kommun never wanders into another kommun's site, nor off to the rest of the web.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use url::{Host, Url};

use crate::domain::Kommun;

/// The hosts of all kommuner of a round: gathered once, shared by all visits.
#[derive(Clone, Debug, Default)]
pub struct Taken(Arc<HashSet<String>>);

impl Taken {
    /// The start pages' hosts, the extra hosts, and the twin with or without `www.` of each.
    pub fn by(all: &[Kommun]) -> Self {
        let hosts = all.iter().flat_map(|kommun| {
            let start = Url::parse(&kommun.start_url).into_iter().flat_map(|url| with_twin(&url));
            start.chain(extra(kommun))
        });
        Self(Arc::new(hosts.collect()))
    }
}

/// The hosts of one kommun.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// Everything belongs (a single page that someone asked to have checked).
    any: bool,
    /// Hosts as [`key`] writes them.
    own: BTreeSet<String>,
    /// Registrable domains: all their hosts belong.
    domains: BTreeSet<String>,
    /// Those of all kommuner: what of them is not its own never belongs.
    taken: Taken,
}

impl Hosts {
    /// The hosts of `kommun` among all that are `taken`: its start page's host and registrable domain, its extra hosts,
    /// and the twin with or without `www.` of each.
    pub fn of(kommun: &Kommun, taken: &Taken) -> Result<Self, url::ParseError> {
        let start = Url::parse(&kommun.start_url)?;
        Ok(Self {
            any: false,
            own: with_twin(&start).into_iter().chain(extra(kommun)).collect(),
            domains: registrable(&start).into_iter().collect(),
            taken: taken.clone(),
        })
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
        !self.is_foreign(&key) && registrable(url).is_some_and(|domain| self.domains.contains(&domain))
    }

    /// Whether it is another kommun's.
    fn is_foreign(&self, key: &str) -> bool {
        self.taken.0.contains(key) && !self.own.contains(key)
    }

    /// Takes an address's host and registrable domain in, as when the start page has moved. False, and nothing
    /// changed, when the host is another kommun's.
    pub fn adopt(&mut self, url: &Url) -> bool {
        let keys = with_twin(url);
        if keys.is_empty() || keys.iter().any(|key| self.is_foreign(key)) {
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

fn extra(kommun: &Kommun) -> impl Iterator<Item = String> {
    let urls = kommun.extra_hosts.iter().filter_map(|host| Url::parse(&format!("https://{host}/")).ok());
    urls.flat_map(|url| with_twin(&url))
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
        let hosts = Hosts::of(&all[0], &Taken::by(&all)).unwrap();
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
        let other = Hosts::of(&all[1], &Taken::by(&all)).unwrap();
        assert!(other.contains(&url("https://norra.hedlunda.test/")));
        assert!(!other.contains(&url("https://www.hedlunda.test/")));
    }

    #[test]
    fn a_literal_is_its_socket() {
        let all = [kommun("127.0.1.5:8081", "http://127.0.1.5:8081/", &[])];
        let hosts = Hosts::of(&all[0], &Taken::by(&all)).unwrap();
        assert!(hosts.contains(&url("http://127.0.1.5:8081/a")));
        assert!(!hosts.contains(&url("http://127.0.1.5:8082/a")));
        assert!(!hosts.contains(&url("http://127.0.1.6:8081/a")));
        assert!(!hosts.contains(&url("http://127.0.1.5/a")));
    }

    #[test]
    fn a_moved_site_is_adopted_unless_it_is_another_kommun() {
        let all = [kommun("1", "https://hedlunda.test/", &[]), kommun("2", "https://sandaker.test/", &[])];
        let mut hosts = Hosts::of(&all[0], &Taken::by(&all)).unwrap();
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

//! Addresses that are never asked for, because somebody has asked for it or found a reason.
//!
//! Place in the flow: `--stop-list FILE` → frozen with the round → asked before every request, redirects included.
//! What must stay true: what stands here is never contacted; one line means one thing, whatever its spelling.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Text, both};

/// A stop list: its lines without comments, in one spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StopList(Vec<String>);

impl StopList {
    /// Reads a list: one entry a line, `#` begins a comment. An entry is a host (it and all hosts below it), an address,
    /// or the beginning of addresses with `*` last. The fault is the line, from 1, and what to write.
    pub fn parse(text: &str) -> Result<Self, (usize, Text)> {
        let mut entries = Vec::new();
        for (line, text) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let said = text.split_once(" #").map_or(text, |(said, _)| said).trim();
            if said.is_empty() || said.starts_with('#') {
                continue;
            }
            entries.push(entry(said).ok_or_else(|| {
                let examples = "arkiv.hedlunda.test, https://www.hedlunda.test/gammal, www.hedlunda.test/arkiv/*";
                let what = both!(
                    "”{said}” går inte att tolka: skriv en värd, en adress, eller början av en adress följd av *. Till \
                     exempel: {examples}",
                    "“{said}” cannot be understood: write a host, an address, or the beginning of an address followed \
                     by *. For example: {examples}"
                );
                (line, what)
            })?);
        }
        entries.sort();
        entries.dedup();
        Ok(Self(entries))
    }

    /// Whether an address is on the list. Scheme, default port, user name and fragment make no difference.
    pub fn holds(&self, url: &Url) -> bool {
        let Some(at) = bare(url) else { return false };
        self.0.iter().any(|entry| match (entry.strip_suffix('*'), entry.contains('/')) {
            (Some(beginning), _) => at.starts_with(beginning),
            (None, true) => at == *entry,
            (None, false) => host_of(&at).is_some_and(|host| host == entry || host.ends_with(&format!(".{entry}"))),
        })
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// An entry as it is compared: `host`, `host/path` or `host/beginning*`.
fn entry(said: &str) -> Option<String> {
    let (address, beginning) = said.strip_suffix('*').map_or((said, false), |address| (address, true));
    let bare_host = !said.contains('/') && !beginning;
    let with_scheme = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let url = Url::parse(&with_scheme).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let plain = !address.contains(char::is_whitespace) && !address.contains('*') && address.contains(['.', ':']);
    let at = bare(&url).filter(|_| plain)?;
    match (bare_host, beginning) {
        (true, _) => host_of(&at).map(str::to_owned),
        // `host*` would hold other hosts that begin alike.
        (false, true) => address.trim_end_matches(':').split("://").last()?.contains('/').then(|| format!("{at}*")),
        (false, false) => Some(at),
    }
}

/// Host, port unless it is the scheme's, path and query.
fn bare(url: &Url) -> Option<String> {
    let host = url.host_str()?.trim_end_matches('.');
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{host}{port}{}{query}", url.path()))
}

/// The host of a bare address, without port.
fn host_of(at: &str) -> Option<&str> {
    let with_port = at.split('/').next()?;
    Some(match with_port.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !host.is_empty() => host,
        _ => with_port,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn held(list: &str, addresses: &[&str]) -> Vec<bool> {
        let list = StopList::parse(list).unwrap();
        addresses.iter().map(|address| list.holds(&Url::parse(address).unwrap())).collect()
    }

    #[test]
    fn a_host_holds_all_below_it_and_nothing_beside() {
        let addresses = [
            "https://hedlunda.test/",
            "http://www.hedlunda.test:8080/a?b=c#d",
            "https://anna:x@arkiv.hedlunda.test/",
            "https://nyahedlunda.test/",
            "https://hedlunda.test.annan.test/",
            "https://annan.test/hedlunda.test",
        ];
        for list in ["hedlunda.test", "HEDLUNDA.test # bad oss", "\u{feff}# Stopp\n\nhedlunda.test\nhedlunda.test\n"] {
            assert_eq!(held(list, &addresses), [true, true, true, false, false, false], "{list}");
        }
        assert_eq!(held("127.0.1.5", &["http://127.0.1.5:8081/a", "http://127.0.1.50/"]), [true, false]);
        assert_eq!(held("[2001:db8::1]", &["http://[2001:db8::1]:81/a", "http://[2001:db8::2]/"]), [true, false]);
    }

    #[test]
    fn an_address_is_itself_and_a_beginning_what_begins_so() {
        let addresses =
            ["https://h.test/arkiv", "http://h.test/arkiv/1", "https://h.test/arkivet", "https://x.h.test/arkiv"];
        assert_eq!(held("https://h.test/arkiv", &addresses), [true, false, false, false]);
        assert_eq!(held("h.test/arkiv/*", &addresses), [false, true, false, false]);
        assert_eq!(held("http://h.test/arkiv*", &addresses), [true, true, true, false]);
        assert_eq!(held("https://h.test/a%C3%A4?x=1", &["http://h.test/aä?x=1", "http://h.test/aä"]), [true, false]);
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_line() {
        for bad in ["hed lunda", "*", "ftp://h.test/", "h.test*", "ord", "https://*.h.test/"] {
            let (line, what) = StopList::parse(&format!("h.test\n\n{bad}\n")).unwrap_err();
            assert_eq!(line, 3, "{bad}");
            assert!(what.to_string().starts_with(&format!("”{bad}” går inte att tolka")), "{what}");
        }
    }

    proptest! {
        #[test]
        fn an_address_on_the_list_is_held_in_every_spelling(path in "(/[a-zåäö0-9 ._~-]{0,8}){0,4}", query in "(\\?[a-z=&0-9]{0,9})?") {
            let url = Url::parse(&format!("https://www.hedlunda.test{path}{query}")).unwrap();
            let list = StopList::parse(url.as_str()).unwrap();
            prop_assert_eq!(list.len(), 1);
            prop_assert!(list.holds(&url));
            prop_assert!(list.holds(&Url::parse(&url.as_str().replace("https", "http")).unwrap()));
            let kept: StopList = serde_json::from_str(&serde_json::to_string(&list).unwrap()).unwrap();
            prop_assert_eq!(kept, list);
        }
    }
}

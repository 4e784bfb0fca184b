//! The cookies of one visit.
//!
//! Place in the flow: the visitor sends what a host itself set in this visit, as a browser just opened would. Some sites
//! redirect to themselves until their cookie comes back, and many put session ids in every address without it.
//! What must stay true: in memory alone and never longer than the visit, never to another host or port than the one
//! that set them, and bounded.

use jiff::Timestamp;
use url::Url;

use super::retry::http_date;

/// Cookies of one host at most; older ones go.
const MOST: usize = 20;
/// Longest name and value together, in bytes; longer ones are left out.
const LONGEST: usize = 1_024;

#[derive(Clone, Debug)]
struct Cookie {
    /// Scheme is left out: a cookie set over https with `secure` is the only one bound to it.
    host: String,
    path: String,
    secure: bool,
    name: String,
    value: String,
}

/// Cookies by host.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar {
    cookies: Vec<Cookie>,
}

impl Jar {
    /// Keeps what an answer sets (RFC 6265 5.3; `Domain` is ignored, so that every cookie stays with its own host).
    pub(super) fn take_in(&mut self, url: &Url, headers: &[(String, Vec<u8>)], now: Timestamp) {
        for (_, value) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            if let Ok(text) = std::str::from_utf8(value) {
                self.set(url, text, now);
            }
        }
    }

    fn set(&mut self, url: &Url, text: &str, now: Timestamp) {
        let mut parts = text.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let (name, value) = (name.trim(), value.trim());
        let plain = |text: &str| text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
        if name.is_empty() || !plain(name) || !plain(&value.replace(' ', "")) || name.len() + value.len() > LONGEST {
            return;
        }
        let mut cookie = Cookie {
            host: host(url),
            path: default_path(url),
            secure: false,
            name: name.to_owned(),
            value: value.to_owned(),
        };
        // `Max-Age` wins over `Expires`.
        let (mut age, mut expires) = (None, None);
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if value.trim().starts_with('/') => value.trim().clone_into(&mut cookie.path),
                "secure" => cookie.secure = true,
                "max-age" => age = value.trim().parse::<i64>().ok(),
                "expires" => expires = http_date(value),
                _ => {}
            }
        }
        let gone = age.map_or_else(|| expires.is_some_and(|at| at <= now), |age| age <= 0);
        self.cookies.retain(|old| (&old.host, &old.path, &old.name) != (&cookie.host, &cookie.path, &cookie.name));
        if gone {
            return;
        }
        if self.cookies.iter().filter(|old| old.host == cookie.host).count() >= MOST
            && let Some(oldest) = self.cookies.iter().position(|old| old.host == cookie.host)
        {
            self.cookies.remove(oldest);
        }
        self.cookies.push(cookie);
    }

    /// The `Cookie` field for an address; `None` when its host set none that belong there.
    pub(super) fn header(&self, url: &Url) -> Option<String> {
        let (host, secure) = (host(url), url.scheme() == "https");
        let fits =
            |cookie: &&Cookie| cookie.host == host && (secure || !cookie.secure) && below(url.path(), &cookie.path);
        let pairs: Vec<String> =
            self.cookies.iter().filter(fits).map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

fn host(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0))
}

fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(at) => url.path()[..at].to_owned(),
    }
}

/// Path matching of RFC 6265 5.1.4.
fn below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn after(lines: &[&str]) -> Jar {
        let headers: Vec<_> = lines.iter().map(|line| ("set-cookie".to_owned(), line.as_bytes().to_vec())).collect();
        let mut jar = Jar::default();
        jar.take_in(&url("https://hedlunda.test/a/b"), &headers, "2026-08-15T10:00:00Z".parse().unwrap());
        jar
    }

    #[test]
    fn a_cookie_goes_back_to_its_own_host_and_path_alone() {
        let jar = after(&["a=1; Path=/; HttpOnly; Domain=test", "b=2", "c=3; Path=/a/b/c", "d=4; Secure; Path=/"]);
        let header = |text| jar.header(&url(text));
        assert_eq!(header("https://hedlunda.test/a/x").as_deref(), Some("a=1; b=2; d=4"));
        assert_eq!(header("https://hedlunda.test/ab").as_deref(), Some("a=1; d=4"));
        assert_eq!(header("https://hedlunda.test/a/b/c/d").as_deref(), Some("a=1; b=2; c=3; d=4"));
        for other in ["https://www.hedlunda.test/a", "https://hedlunda.test:8443/a", "https://sandaker.test/a"] {
            assert_eq!(header(other), None, "{other}");
        }
        assert_eq!(header("http://hedlunda.test:443/a/x").as_deref(), Some("a=1; b=2"));
    }

    #[test]
    fn cookies_are_replaced_expire_and_are_bounded() {
        assert_eq!(
            after(&["a=1; path=/", "a=2; path=/"]).header(&url("https://hedlunda.test/")).as_deref(),
            Some("a=2")
        );
        for gone in ["a=1; path=/; max-age=0", "a=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert_eq!(after(&["a=1; path=/", gone]).header(&url("https://hedlunda.test/")), None, "{gone}");
        }
        let long = format!("x={}; path=/", "y".repeat(5_000));
        assert_eq!(after(&[&long, "=1", "novalue", "a=\u{1}"]).header(&url("https://hedlunda.test/")), None);
        let many: Vec<String> = (0..1000).map(|n| format!("n{n}={}; path=/", "v".repeat(900))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let header = after(&many).header(&url("https://hedlunda.test/")).unwrap();
        assert!(header.len() < 20_000 && header.contains("n999=") && !header.contains("n1="));
    }
}

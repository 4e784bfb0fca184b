//! The identity of a page: one address for all spellings of it.
//!
//! Place in the flow: the frontier stores and compares only normalised addresses.
//! What must stay true: normalising twice changes nothing more, and two addresses become one only when servers are
//! known to answer them alike. A change here is a new [`NORMALISER`]: rounds record which one they were made with.

use url::Url;

/// Version of [`normalise`].
pub const NORMALISER: u32 = 1;

/// Longest address that is queued, in bytes.
const MAX_LENGTH: usize = 2_000;
/// Deepest path that is queued, in segments.
const MAX_SEGMENTS: usize = 20;
/// How often one segment may come back in a path: relative links that nest into themselves grow without end.
const MAX_REPEATS: usize = 3;
/// Most query parameters that are queued.
const MAX_PARAMETERS: usize = 10;

/// Parameters that follow a visitor, never change the page. By beginning of the lower-case name.
const TRACKING: [&str; 16] = [
    "utm_", "fbclid", "gclid", "gclsrc", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "_gl",
    "_hs", "hsa_", "mtm_", "pk_",
];
/// Session ids, by whole lower-case name.
const SESSION: [&str; 8] = ["jsessionid", "phpsessid", "sessionid", "session_id", "sessid", "cfid", "cftoken", "s_id"];
/// SiteVision's own parameters that show the same page in another dress, besides all that begin with `sv.`.
const SITEVISION: [&str; 3] = ["state", "logout", "printerfriendly"];

/// The one address of a page: fragment, credentials, session ids, tracking parameters and SiteVision's twins removed;
/// percent-encoding in one form; parameters in the order of their names. Host and default port are lower-cased and
/// dropped by the URL parser. Trailing slashes and index files stay: servers differ on them.
pub fn normalise(url: &Url) -> Url {
    let mut out = url.clone();
    out.set_fragment(None);
    // These fail only for addresses without a host, which have no credentials either.
    let _ = out.set_username("");
    let _ = out.set_password(None);
    if let Some(bare) = url.host_str().and_then(|host| host.strip_suffix('.')) {
        let _ = out.set_host(Some(bare));
    }
    let path = without_path_session(&percent(url.path()));
    out.set_path(path.strip_suffix(".printable").unwrap_or(&path));
    let query = url.query().map(clean_query).filter(|query| !query.is_empty());
    out.set_query(query.as_deref());
    out
}

/// Whether an address looks like one of endlessly many: too long, too deep, nesting into itself. Never queued.
pub fn is_trap(url: &Url) -> bool {
    let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
    let empty = url.path().split('/').filter(|s| s.is_empty()).count();
    let repeated = segments.iter().any(|s| segments.iter().filter(|other| *other == s).count() > MAX_REPEATS);
    let parameters = url.query().map_or(0, |query| query.split('&').count());
    url.as_str().len() > MAX_LENGTH
        || segments.len() > MAX_SEGMENTS
        || empty > MAX_REPEATS + 2
        || repeated
        || parameters > MAX_PARAMETERS
}

/// `/a;jsessionid=1F/b` without the session.
fn without_path_session(path: &str) -> String {
    let clean = |segment: &str| {
        let mut parts = segment.split(';');
        let name = parts.next().unwrap_or_default().to_owned();
        parts.filter(|part| !is_session(part)).fold(name, |name, part| format!("{name};{part}"))
    };
    path.split('/').map(clean).collect::<Vec<_>>().join("/")
}

fn clean_query(query: &str) -> String {
    let mut kept: Vec<String> = query.split('&').filter(|p| !p.is_empty() && !is_noise(p)).map(percent).collect();
    kept.sort_by(|a, b| name_of(a).cmp(name_of(b)));
    kept.join("&")
}

fn name_of(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or_default()
}

fn is_noise(parameter: &str) -> bool {
    let name = name_of(parameter).to_ascii_lowercase();
    TRACKING.iter().any(|prefix| name.starts_with(prefix))
        || is_session(parameter)
        || name.starts_with("sv.")
        || SITEVISION.contains(&name.as_str())
}

fn is_session(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name = name.to_ascii_lowercase();
    // "sid" is Swedish for page as well: a session only when the value is a long token.
    let token = value.len() >= 16 && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    SESSION.contains(&name.as_str()) || name.starts_with("aspsessionid") || (name == "sid" && token)
}

/// Unreserved characters bare, other escapes in upper case (RFC 3986 6.2.2).
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        match escape.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if escape.as_bytes()[1] != b'+' => {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                    out.push(char::from(byte));
                } else {
                    out.push_str(&escape[..3].to_ascii_uppercase());
                }
                rest = &escape[3..];
            }
            // Escaped, or what follows could make a new escape: `%a%30` would become `%a0`.
            _ => {
                out.push_str("%25");
                rest = &escape[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_stray_percent_sign_never_makes_a_new_escape() {
        let once = norm("https://www.hedlunda.test/?%a%30");
        assert_eq!(norm(&once), once);
    }

    fn norm(text: &str) -> String {
        normalise(&Url::parse(text).unwrap()).to_string()
    }

    #[test]
    fn spellings_of_one_page_are_one() {
        let page = "https://www.hedlunda.test/%C3%A4ldre/hemtjanst.4.ab12.html";
        for spelling in [
            "HTTPS://WWW.Hedlunda.test:443/äldre/./x/../hemtjanst.4.ab12.html#h-Avgifter",
            "https://www.hedlunda.test./%c3%a4ldre/%68emtjanst.4.ab12.html",
            "https://a:b@www.hedlunda.test/äldre/hemtjanst.4.ab12.html?",
            "https://www.hedlunda.test/äldre/hemtjanst.4.ab12.html;jsessionid=0A9B?sv.target=12.ab&state=x",
            "https://www.hedlunda.test/äldre/hemtjanst.4.ab12.html?utm_source=x&fbclid=y&PHPSESSID=12&_ga=1",
            "https://www.hedlunda.test/äldre/hemtjanst.4.ab12.html.printable",
        ] {
            assert_eq!(norm(spelling), page, "{spelling}");
        }
    }

    #[test]
    fn what_can_be_another_page_stays_another() {
        for text in [
            "https://hedlunda.test/a/",
            "https://hedlunda.test/a/index.html",
            "https://hedlunda.test/a?id=10699",
            "https://hedlunda.test/a?sid=3",
            "http://hedlunda.test:8080/a;b=1",
            "https://hedlunda.test/a%2Fb",
        ] {
            assert_eq!(norm(text), text);
        }
        assert_eq!(norm("https://hedlunda.test/a?b=2&a=1&b=1"), "https://hedlunda.test/a?a=1&b=2&b=1");
        assert_eq!(norm("https://hedlunda.test/a?sid=0123456789abcdef"), "https://hedlunda.test/a");
    }

    #[test]
    fn endless_addresses_are_traps_and_deep_real_ones_are_not() {
        let trap = |text: &str| is_trap(&Url::parse(text).unwrap());
        assert!(trap(&format!("https://hedlunda.test/{}", "a/b/".repeat(5))));
        assert!(trap(&format!("https://hedlunda.test/{}", "x".repeat(3000))));
        assert!(trap("https://hedlunda.test/////////a"));
        assert!(!trap("https://hedlunda.test/sv/omsorg/aldre/stod/hemma/hemtjanst/ansok/sa-gor-du/"));
        assert!(!trap("https://hedlunda.test/nyheter/nyheter/2024/hemtjanst"));
    }

    proptest! {
        #[test]
        fn normalising_is_stable(path in "[a-zåäö0-9%;=./_-]{0,30}", query in "[a-z0-9%=&._+-]{0,30}") {
            let url = Url::parse(&format!("https://hedlunda.test/{path}?{query}")).unwrap();
            let once = normalise(&url);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}

//! The published cases for robots.txt (google/robotstxt-spec-test), kept outside the repository, and the crate
//! `robotstxt` as an oracle on files without its known faults.

use std::path::PathBuf;

use hemkoll::crawl::Robots;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    robots_base64: String,
    user_agent: String,
    url: String,
    allowed: bool,
}

#[expect(clippy::disallowed_methods, reason = "where the shared cases lie is told to tests by the environment alone")]
fn shared_folder() -> Option<PathBuf> {
    std::env::var_os("HEMKOLL_SHARED").map(PathBuf::from)
}

#[test]
#[expect(clippy::print_stdout, reason = "a test that did not run says so")]
fn published_cases() {
    let Some(folder) = shared_folder() else {
        println!("HEMKOLL_SHARED is not set: the 400 published cases for robots.txt were not run");
        return;
    };
    let text =
        std::fs::read_to_string(folder.join("robots/cases.jsonl")).expect("robots/cases.jsonl in HEMKOLL_SHARED");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case a line")).collect();
    assert_eq!(cases.len(), 400);
    let wrong: Vec<String> =
        cases.iter().enumerate().filter(|(_, case)| allowed(case) != case.allowed).map(describe).collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn allowed(case: &Case) -> bool {
    let robots = Robots::parse_for(&base64(&case.robots_base64), &case.user_agent);
    robots.allows_path(path_of(&case.url))
}

/// Path and query exactly as the case writes them: what is compared as written must not be mended by a URL parser.
fn path_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(url, |at| &url[at + 3..]);
    let path = after_scheme.find(['/', '?']).map_or("", |at| &after_scheme[at..]);
    let path = path.split('#').next().unwrap_or_default();
    if path.starts_with('/') { path } else { "/" }
}

fn describe((number, case): (usize, &Case)) -> String {
    let robots = String::from_utf8_lossy(&base64(&case.robots_base64)).into_owned();
    format!("line {} {} {} {} should be {}\n{robots}", number + 1, case.id, case.user_agent, case.url, case.allowed)
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes() {
        let Some(value) = ALPHABET.iter().position(|b| *b == byte) else { continue };
        held = (held << 6 | u32::try_from(value).expect("under 64")) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xff) as u8);
        }
    }
    out
}

proptest! {
    /// Without stars (the crate's matcher loses candidates), marks and escapes the two must agree.
    #[test]
    fn agrees_with_the_crate_where_the_crate_is_right(
        groups in proptest::collection::vec(
            ("(\\*|hemkoll|Hemkoll|annan)", proptest::collection::vec(("(Allow|Disallow|disalow)", "/[ab/]{0,4}\\$?"), 0..4)),
            0..4,
        ),
        path in "/[ab/]{0,5}",
    ) {
        let group = |(agent, rules): &(String, Vec<(String, String)>)| {
            let lines = rules.iter().map(|(kind, pattern)| format!("{kind}: {pattern}\r\n"));
            format!("User-agent: {agent}\n{}", lines.collect::<String>())
        };
        let text: String = groups.iter().map(group).collect();
        let url = format!("https://hedlunda.test{path}");
        let theirs = robotstxt::DefaultMatcher::default().one_agent_allowed_by_robots(&text, "hemkoll", &url);
        let ours = Robots::parse(text.as_bytes()).allows_path(&path);
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

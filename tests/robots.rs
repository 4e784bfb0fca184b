//! The published cases for robots.txt (google/robotstxt-spec-test), kept outside the repository, and two crates as oracles
//! on files without their known faults: `robotstxt`, and `texting_robots` also where there are wildcards.

use std::collections::BTreeSet;
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

/// Where `texting_robots` 0.2 answers otherwise than the published cases, and why; we answer as they do.
const OTHERWISE: [(&str, &str); 8] = [
    ("spec:correctness/BOM-characters", "it reads on behind bytes that are no byte order mark"),
    ("spec:correctness/index-page:G", "Google's own: /index.html stands for its folder"),
    ("spec:correctness/non-ascii-paths", "it escapes the address; the case asks about it as written"),
    ("spec:correctness/user-agent-name:G", "Google's own: an agent's name ends where its letters do"),
    ("spec:stress/327748", "it takes robots.txt itself for allowed, whatever the file says"),
    ("spec:stress/369883", "the same, and a line that is no directive ends its group"),
    ("spec:stress/701159", "an agent's name with a star behind it is another name to it"),
    ("spec:stress/860237", "it takes robots.txt itself for allowed, whatever the file says"),
];

#[test]
#[expect(clippy::print_stdout, reason = "a test that did not run says so")]
fn texting_robots_differs_where_it_is_known_to() {
    let Some(folder) = shared_folder() else {
        println!("HEMKOLL_SHARED is not set: texting_robots was not tried on the published cases");
        return;
    };
    let text =
        std::fs::read_to_string(folder.join("robots/cases.jsonl")).expect("robots/cases.jsonl in HEMKOLL_SHARED");
    let cases = text.lines().map(|line| serde_json::from_str::<Case>(line).expect("a case a line"));
    let theirs = |case: &Case| {
        let robot = texting_robots::Robot::new(&case.user_agent, &base64(&case.robots_base64)).expect("it reads all");
        robot.allowed(&case.url)
    };
    let differs: BTreeSet<String> = cases.filter(|case| theirs(case) != allowed(case)).map(|case| case.id).collect();
    let known: BTreeSet<String> = OTHERWISE.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(differs, known);
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

    /// With stars and ends. `texting_robots` weighs a rule by its pattern's length as written and escapes nothing here.
    #[test]
    fn agrees_with_texting_robots_on_wildcards(
        groups in proptest::collection::vec(
            ("(\\*|hemkoll|annan)", proptest::collection::vec(("(Allow|Disallow)", "/[ab/*]{0,5}\\$?"), 1..4)),
            1..4,
        ),
        path in "/[ab/]{0,5}",
    ) {
        let group = |(agent, rules): &(String, Vec<(String, String)>)| {
            let lines = rules.iter().map(|(kind, pattern)| format!("{kind}: {pattern}\n"));
            format!("User-agent: {agent}\n{}", lines.collect::<String>())
        };
        let text: String = groups.iter().map(group).collect();
        let url = format!("https://hedlunda.test{path}");
        let theirs = texting_robots::Robot::new("hemkoll", text.as_bytes()).expect("a file of directives").allowed(&url);
        let ours = Robots::parse(text.as_bytes()).allows_path(&path);
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

//! Cases of our own for robots.txt; the 400 published ones are in `tests/robots.rs`.

use proptest::prelude::*;

use super::*;

fn allows(robots: &str, path: &str) -> bool {
    Robots::parse(robots.as_bytes()).allows_path(path)
}

/// With one refusal for everyone.
fn refuses(pattern: &str, path: &str) -> bool {
    !allows(&format!("user-agent: *\ndisallow: {pattern}\n"), path)
}

#[test]
fn wildcards_that_the_crate_gets_wrong() {
    assert!(refuses("/*/sok", "/a/b/sok"));
    assert!(refuses("/*.pdf$", "/a.pdf.pdf"));
    assert!(refuses("/*/a/*/b$", "/a/a/x/b/b"));
    assert!(!refuses("/*.pdf$", "/a.pdf?x"));
    assert!(refuses("/a*", "/abc"));
    assert!(refuses("*/sok", "/sok"));
    assert!(!refuses("/a$b", "/a"));
    assert!(refuses("/a$b", "/a$b"));
}

#[test]
fn stars_without_end_are_matched_at_once() {
    let pattern = format!("/{}b$", "*a".repeat(5_000));
    assert!(!refuses(&pattern, &format!("/{}", "a".repeat(50_000))));
}

#[test]
fn percent_encoding_is_one_form_on_both_sides() {
    assert!(refuses("/%C3%A4ldre", "/%c3%a4ldre"));
    assert!(refuses("/äldre", "/%C3%A4ldre"));
    assert!(refuses("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    assert!(refuses("/a%2fb", "/a%2Fb"));
    assert!(!refuses("/a%2fb", "/a/b"));
    assert!(refuses("/100%", "/100%"));
}

#[test]
fn the_group_for_us_hides_the_group_for_all_and_unknown_lines_end_nothing() {
    let robots = "User-agent: *\nDisallow: /\n\nUser-Agent: Hemkoll/1.0\nNoindex: /x\nuser-agent: annan\nDisallow: /sok\nAllow: /sok/hjalp\n";
    assert!(allows(robots, "/"));
    assert!(!allows(robots, "/sok"));
    assert!(allows(robots, "/sok/hjalp"));
    assert!(allows("User-agent: hemkollare\nDisallow: /\n", "/"));
}

#[test]
fn groups_of_the_same_agent_are_one() {
    let robots = "user-agent: hemkoll\ndisallow: /a\nuser-agent: x\ndisallow: /\nuser-agent: HEMKOLL\ndisallow: /b\n";
    assert!(!allows(robots, "/a") && !allows(robots, "/b") && allows(robots, "/c"));
}

#[test]
fn line_ends_and_marks() {
    for robots in
        ["\u{feff}user-agent:*\rdisallow:/", "user-agent: *\r\n\r\ndisallow: / # allt\r\n", "user-agent *\ndisallow /"]
    {
        assert!(!allows(robots, "/x"), "{robots:?}");
    }
}

#[test]
fn only_the_first_500_kib_count_and_a_cut_line_does_not() {
    let filler = "#".repeat(MAX_BYTES - 33);
    let robots = format!("{filler}\nuser-agent: *\ndisallow: /a\n");
    assert_eq!(robots.len(), MAX_BYTES - 5);
    assert!(!allows(&robots, "/a"));
    // Five bytes further on the last line is cut to "disallow: /": it must not refuse everything.
    let robots = format!("######{robots}");
    assert!(allows(&robots, "/b"));
}

#[test]
fn crawl_delay_and_sitemaps() {
    let robots =
        "Sitemap: https://hedlunda.test/sitemap.xml\nUser-agent: a\nUser-agent: *\nCrawl-delay: 2,5\nDisallow:\n";
    let robots = Robots::parse(robots.as_bytes());
    assert_eq!(robots.crawl_delay(), Some(Duration::from_millis(2_500)));
    assert_eq!(robots.sitemaps(), ["https://hedlunda.test/sitemap.xml"]);
    let delay = |value: &str| Robots::parse(format!("user-agent: *\ncrawl-delay: {value}").as_bytes()).crawl_delay();
    assert_eq!(delay("86400"), Some(MAX_DELAY));
    assert_eq!(delay("-1"), Some(Duration::ZERO));
    assert_eq!(delay("NaN"), None);
    assert_eq!(delay("snart"), None);
}

#[test]
fn html_and_noise_say_nothing() {
    assert!(allows("<!doctype html><title>404</title><p>Sidan finns inte: tyvärr", "/"));
    assert!(Robots::parse(b"user-agent: *\ndisallow: /").is_closed());
    assert!(!Robots::parse(b"user-agent: *\ndisallow: /\nallow: /om").is_closed());
}

proptest! {
    #[test]
    fn any_bytes_are_read(body in proptest::collection::vec(any::<u8>(), 0..400), path in "/[a-zåäö%*$/]{0,20}") {
        Robots::parse(&body).allows_path(&path);
    }

    /// Against the plain definition: a star tried at every length.
    #[test]
    fn patterns_match_as_defined(pattern in "/[ab*]{0,8}\\$?", path in "/[ab]{0,10}") {
        fn defined(pattern: &[u8], path: &[u8]) -> bool {
            match pattern.split_first() {
                None => true,
                Some((b'$', [])) => path.is_empty(),
                Some((b'*', rest)) => (0..=path.len()).any(|n| defined(rest, &path[n..])),
                Some((byte, rest)) => path.split_first().is_some_and(|(b, tail)| b == byte && defined(rest, tail)),
            }
        }
        prop_assert_eq!(refuses(&pattern, &path), defined(pattern.as_bytes(), path.as_bytes()));
    }
}

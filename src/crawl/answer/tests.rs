//! What an answer is taken for.

use super::*;

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Fetched {
    let at = Timestamp::UNIX_EPOCH;
    Fetched {
        url: "https://hedlunda.test/a/b".parse().unwrap(),
        status,
        http: "HTTP/1.1",
        headers: headers.iter().map(|(n, v)| ((*n).to_owned(), v.as_bytes().to_vec())).collect(),
        body: body.as_bytes().to_vec(),
        conditional: false,
        room: None,
        truncated: false,
        wire_bytes: 0,
        started_at: at,
        headers_at: at,
        ended_at: at,
    }
}

#[test]
fn redirects_resolve_against_the_page_and_refuse_what_cannot_be_followed() {
    let to = |location| answer(302, &[("location", location)], "").redirect().unwrap();
    assert_eq!(to("../c").unwrap().as_str(), "https://hedlunda.test/c");
    assert_eq!(to("//almkulla.test/ö").unwrap().as_str(), "https://almkulla.test/%C3%B6");
    for location in ["", "  ", "javascript:alert(1)", "mailto:a@hedlunda.test", "http://", "data:text/html,x"] {
        assert_eq!(to(location).unwrap_err().reason, Reason::BadRedirect, "{location:?}");
    }
    assert!(answer(301, &[], "").redirect().unwrap().is_err());
    assert!(answer(200, &[("location", "/c")], "x").redirect().is_none());
}

#[test]
fn statuses_have_their_reasons() {
    for (status, reason) in [
        (401, Reason::Forbidden),
        (404, Reason::NotFound),
        (410, Reason::NotFound),
        (418, Reason::ClientError),
        (429, Reason::RateLimited),
        (500, Reason::ServerError),
        (304, Reason::BadHttp),
        (204, Reason::Empty),
        (999, Reason::BadHttp),
    ] {
        assert_eq!(answer(status, &[], "x").problem(), Some(reason), "{status}");
    }
    assert_eq!(answer(200, &[], "<p>Hej").problem(), None);
    assert_eq!(answer(200, &[], " \n").problem(), Some(Reason::Empty));
}

/// Cloudflare adds its script to pages that it lets through.
#[test]
fn a_small_page_with_links_is_no_challenge() {
    let script = "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>";
    let links: String = (0..6).map(|n| format!("<a href='/avgifter/{n}'>Avgifter</a>")).collect::<Vec<_>>().concat();
    assert_eq!(answer(200, &[], &format!("<main><h1>Hemtjänst</h1>{links}</main>{script}")).problem(), None);
    // A guard with one link in many places has one.
    let guard = "<a href='https://vakt.example/'>Vakt</a>".repeat(6);
    assert_eq!(answer(200, &[], &format!("{guard}{script}")).problem(), Some(Reason::BotChallenge));
}

#[test]
fn a_type_that_was_joined_or_cut_still_names_html() {
    for kind in ["text/html, text/html; charset=utf-8", "html", "HTML; charset=utf-8"] {
        assert!(answer(200, &[("content-type", kind)], "<!doctype html><p>Hej").is_html(), "{kind}");
    }
    assert!(!answer(200, &[("content-type", "html")], "{\"a\": 1}").is_html());
}

#[test]
fn a_challenge_is_not_a_page_but_a_page_with_a_guard_script_is() {
    let challenge = "<script src='/cdn-cgi/challenge-platform/x.js'></script>";
    assert_eq!(answer(403, &[], challenge).problem(), Some(Reason::BotChallenge));
    assert_eq!(answer(200, &[], challenge).problem(), Some(Reason::BotChallenge));
    let page = format!("<main>{}</main>{challenge}", "Hemtjänst. ".repeat(2000));
    assert_eq!(answer(200, &[], &page).problem(), None);
    assert_eq!(answer(403, &[], "Nej").problem(), Some(Reason::Forbidden));
}

#[test]
fn html_is_known_by_type_and_by_first_bytes() {
    let html = |kind: &str, body: &str| answer(200, &[("content-type", kind)], body).is_html();
    assert!(html("text/html; charset=iso-8859-1", "Hej"));
    assert!(html("TEXT/HTML", "<p>"));
    assert!(!html("text/html", "%PDF-1.7"));
    assert!(html("application/pdf", "<!doctype html><p>"));
    assert!(html("", "<p>Hej") && html("", "<h1 class=a>Hej") && !html("", "<blink>Hej"));
    assert!(html("text/html", "<p>\0\0Hej") && html("text/html", "h\0e\0j\0") && html("text/html", "hej"));
    assert!(!html("text/html", "\u{1}\u{2}\0\u{3}hej"));
    assert!(html("text/plain", "\u{feff} <!-- a --> <HTML>"));
    assert!(!html("text/plain", "Hej <html>"));
    assert!(!html("application/json", "<html>"));
    assert!(answer(200, &[], "<?xml version='1.0'?><html>").is_html());
    assert!(!answer(200, &[], "<?xml version='1.0'?><urlset>").is_html());
}

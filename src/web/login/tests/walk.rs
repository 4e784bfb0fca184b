//! Every route, walked by somebody who is not logged in: a round that is not sealed leaves no trace in any answer.
//!
//! The law is stronger than that its words do not show: a server with such a round answers exactly as one without it.

use std::path::Path;

use regex::Regex;

use super::*;
use crate::report::SetTexts;
use crate::report::site::Site;
use crate::rules::RuleSet;
use crate::web::api;

/// What stands in the round and in nothing else (Hedlunda is in the examples of rules too).
const WORDS: [&str; 2] = ["Örby", "Hemlig"];

/// All routes that the sources of `web` name, as they are asked for.
fn routes() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        let route = Regex::new("\\.route\\(\\s*\"([^\"]+)\"").unwrap();
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                walk(&entry, found);
                continue;
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            let nested = if entry.ends_with("web/api/mod.rs") { "/api/v1" } else { "" };
            let routes = route.captures_iter(&text).map(|found| found[1].to_owned());
            found.extend(routes.map(|one| if one.starts_with("/api") { one } else { format!("{nested}{one}") }));
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut found);
    // Those of the tests' own servers are none of ours, and have no name that ours have.
    assert!(found.len() > 25, "{found:?}");
    found
}

/// The pages of a site: all kinds, and of rules, of which there are many alike, a few.
async fn pages() -> Vec<String> {
    let (_folder, store, rules) = database(true).await;
    let result = audit::result::load(&store, "2025 å/ö", &rules).await.unwrap();
    let set = SetTexts::from(&RuleSet::embedded());
    let all = Site::live(&result, &set).paths();
    let mut kept = std::collections::BTreeMap::new();
    let mut pages: Vec<String> = all
        .into_iter()
        .filter(|path| {
            let (folder, _) = path.rsplit_once('/').unwrap_or_default();
            let seen = kept.entry(folder.to_owned()).or_insert(0);
            *seen += 1;
            *seen <= 5
        })
        .collect();
    pages.extend(
        [
            "",
            "en",
            "en/",
            "sok?kommun=hedlunda",
            "en/sok?kommun=hedlunda",
            "ranking.html?kommun=Hed",
            "ranking?lan=90",
            "en/ranking.html?lan=90",
            "ranking.csv",
            "ranking.csv?lan=90",
            "kommun/hedlunda",
            "sparat/hedlunda/kontakt-telefon",
            "sparat/hedlunda/x?fraga=kontakt-telefon",
            "seminarium",
            "seminarium/",
            "seminarium/5/1/fraga",
            "seminarium/tips",
            "seminarium/granskning",
            "seminarium/granskning?kommun=hedlunda",
            "seminarium/granskning/strom?kommun=hedlunda",
            "seminarium/5/manus",
            "finns/inte",
            "index",
            "karta.svg",
            "feed.xml",
        ]
        .map(str::to_owned),
    );
    pages
}

/// What is asked: each route with what can stand in it, for a round of that name.
fn questions(round: &str, pages: &[String]) -> Vec<String> {
    let mut questions = Vec::new();
    for route in routes() {
        if route.starts_with("/logga") || route.starts_with("/en/logga") {
            continue; // Their forms are new each time: asked for below.
        }
        let (around, tail) = route.split_once("{*path}").map_or((route.as_str(), None), |(head, _)| (head, Some(())));
        let mut named: Vec<String> = [round, "latest"].map(|name| around.replace("{round}", name)).to_vec();
        named.dedup();
        for path in named {
            let path = path.replace("{code}", "908").replace("{id}", "kontakt-telefon");
            assert!(!path.contains('{'), "{route}: say in this test what can stand there");
            match tail {
                None => questions.push(path),
                Some(()) => questions.extend(pages.iter().map(|page| format!("{path}{page}"))),
            }
        }
    }
    questions.extend(
        ["/api/v1/rounds/latest/kommuner?lan=90", "/api/v1/rounds/latest/findings?kommun=908"].map(str::to_owned),
    );
    questions.sort();
    questions.dedup();
    questions
}

/// Asks two servers the same, and expects the same answers, in which none of the words stands.
async fn same(one: &Server, other: &Server, round: &str) {
    let pages = pages().await;
    let headers = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n";
    let told = |mut answer: Answer| {
        answer.headers.retain(|(name, _)| name != "date");
        answer
    };
    for question in questions(round, &pages) {
        for (method, body) in [("GET", ""), ("HEAD", ""), ("POST", "kommun=908&fragor=5")] {
            let line = format!("{method} {question}");
            let hers = told(one.ask(&line, headers, body).await);
            for word in WORDS {
                assert!(!hers.body.contains(word), "{line}: {word} in {}", hers.body);
            }
            let theirs = told(other.ask(&line, headers, body).await);
            assert!(hers == theirs, "{line} tells them apart:\n{hers:?}\n{theirs:?}");
        }
    }
    let draft = |kommun: &str| format!("{{\"content\":\"Hemtjänst\",\"kommun\":\"{kommun}\"}}");
    for kommun in ["908", "905"] {
        let (headers, body) = ("Content-Type: application/json\r\n", draft(kommun));
        let hers = told(one.ask("POST /api/v1/check", headers, &body).await);
        assert_eq!(hers, told(other.ask("POST /api/v1/check", headers, &body).await));
    }
    for page in ["/logga-in", "/en/logga-in", "/logga-in?till=%2Fomgang%2FHemlig%2F"] {
        let (hers, theirs) =
            (one.ask(&format!("GET {page}"), "", "").await, other.ask(&format!("GET {page}"), "", "").await);
        let without_mark = |answer: &Answer| answer.body.replace(&answer.field("marke"), "");
        assert_eq!(without_mark(&hers), without_mark(&theirs), "{page}");
    }
}

#[tokio::test]
async fn a_server_with_an_unsealed_round_answers_strangers_as_one_without() {
    let with = Server::with(&[("Hemlig", false)], Access::default()).await;
    let without = Server::with(&[], Access::default()).await;
    same(&with, &without, "Hemlig").await;
    let (page, data) =
        (with.ask("GET /omgang/Hemlig/", "", "").await, with.ask("GET /api/v1/rounds/Hemlig", "", "").await);
    assert_eq!((page.status, page.header("location")), (303, "/logga-in?till=%2Fomgang%2FHemlig%2F"));
    assert_eq!((data.status, data.header("content-type")), (401, "application/problem+json"));
    assert!(data.body.contains("Logga in på /logga-in"), "{}", data.body);
    for open in [
        "/sjalvkoll",
        "/assets/hemkoll.css",
        "/api/v1/rules",
        "/api/v1/openapi.json",
        "/api/v1/rounds",
        "/granskas.html",
        "/en/granskas",
        "/regler/kontakt-telefon",
        "/regler/tillganglighet.html",
    ] {
        assert_eq!(with.ask(&format!("GET {open}"), "", "").await.status, 200, "{open}");
    }
}

#[tokio::test]
async fn a_sealed_round_is_for_everybody_and_the_unsealed_around_it_for_nobody() {
    let rounds = [("Hemlig ett", false), ("Öppen", true), ("Hemlig två", false)];
    let with = Server::with(&rounds, Access::default()).await;
    let without = Server::with(&[("Öppen", true)], Access::default()).await;
    let shown = [
        "/",
        "/kommun/hedlunda",
        "/en/ranking.html",
        "/granskas",
        "/regler/kontakt-telefon",
        "/hamta/svar.csv",
        "/seminarium/",
        "/seminarium/granskning",
        "/sjalvkoll",
        "/omgang/%C3%96ppen/",
        "/omgang/%C3%96ppen/kommun/hedlunda",
        "/api/v1/rounds/latest",
        "/api/v1/rounds/latest/findings",
        "/api/v1/rounds/%C3%96ppen/kommuner",
    ];
    let hidden = [
        ("/kommun/finns-inte", 404),
        ("/omgang/Hemlig%20ett/", 303),
        ("/omgang/Hemlig%20tv%C3%A5/kommun/hedlunda", 303),
        ("/omgang/Ingen/kommun/hedlunda", 303),
        ("/api/v1/rounds/Hemlig%20ett", 401),
        ("/api/v1/rounds/Ingen", 401),
    ];
    for (path, status) in shown.map(|path| (path, 200)).into_iter().chain(hidden) {
        let line = format!("GET {path}");
        let (hers, theirs) = (with.ask(&line, "", "").await, without.ask(&line, "", "").await);
        assert_eq!((hers.status, theirs.status), (status, status), "{path}: {}", hers.body);
        assert!(hers.body == theirs.body, "{path} tells them apart");
        assert!(!hers.body.contains("Hemlig"), "{path}");
    }
    let listed = with.ask("GET /api/v1/rounds", "", "").await;
    assert!(listed.body.contains("\"total\":1") && listed.body.contains("Öppen"), "{}", listed.body);

    // Who is logged in sees them all, and what has changed since the round before.
    let mut asa = Browser::new(&with);
    asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    assert!(asa.get("/api/v1/rounds").await.body.contains("\"total\":3"));
    assert!(asa.get("/kommun/hedlunda").await.body.contains("Sedan förra omgången"));
    assert!(asa.get("/").await.body.contains("Omgång Hemlig två"));
    assert!(with.ask("GET /", "", "").await.body.contains("Omgång Öppen"), "and nobody else does after her");
}

#[tokio::test]
async fn a_round_is_published_as_it_was_sealed_and_not_by_other_rules() {
    let server = Server::with(&[("Hemlig", false)], Access::default()).await;
    let round = server.store.round("Hemlig").await.unwrap().unwrap();
    let seal = crate::store::SealRow {
        round_id: round.id,
        position: 1,
        rules: "other rules".into(),
        sealed_at: "2026-11-22T08:00:00.000000Z".into(),
        manifest: String::new(),
        sha256: String::new(),
        previous: String::new(),
    };
    server.store.set_seal(&seal).await.unwrap();
    assert_eq!(server.ask("GET /omgang/Hemlig/", "", "").await.status, 303);
}

#[tokio::test]
async fn on_loopback_alone_nothing_needs_a_login() {
    let server = Server::with(&[("Hemlig", false)], Access::LOCAL).await;
    let here = "Host: localhost:8080\r\n";
    for path in ["/", "/omgang/Hemlig/kommun/hedlunda", "/api/v1/rounds/Hemlig"] {
        assert_eq!(server.ask(&format!("GET {path}"), here, "").await.status, 200, "{path}");
        for elsewhere in ["Host: evil.example\r\n", "Host: localhost\r\nX-Forwarded-For: 192.0.2.1\r\n"] {
            let status = server.ask(&format!("GET {path}"), elsewhere, "").await.status;
            assert!(matches!(status, 303 | 401), "{path} {elsewhere}: {status}");
        }
    }
    assert_eq!(server.ask("GET /omgang/Ingen/", here, "").await.status, 404);
    let page = server.ask("GET /logga-in", here, "").await.body;
    assert!(page.contains("Här ser alla allt. Du behöver inte logga in."), "{page}");
    assert!(!server.ask("GET /logga-in", "", "").await.body.contains("Här ser alla allt."));
}

#[tokio::test]
async fn the_demo_is_for_everybody_whatever_they_call_it() {
    let access = Access { readers: Readers::Everybody, ..Access::default() };
    let server = Server::with(&[("Hemlig", false)], access).await;
    for headers in ["Host: 192.0.2.1:8080\r\n", "Host: kurs.example\r\nX-Forwarded-For: 192.0.2.1\r\n"] {
        assert_eq!(server.ask("GET /kommun/hedlunda", headers, "").await.status, 200, "{headers}");
    }
}

#[test]
fn all_that_the_api_describes_is_walked() {
    for path in api::described() {
        let path = format!("/api/v1{path}");
        assert!(routes().contains(&path), "{path}");
    }
}

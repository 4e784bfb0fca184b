//! The router over a real database: what is shown, how, and what is not.

use std::time::Duration;

use axum::http::Method;
use jiff::civil::date;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::crawl::{FetchSettings, VisitSettings};
use crate::domain::round::Scope;
use crate::domain::{Amounts, Evidence, Finding, Kommun, Lan, Outcome, Round, RoundParams, StopList, VisitStatus};
use crate::seeds;
use crate::store::{NewRound, Write};

/// A database with an unfinished round and, if `finished`, an older one in which two kommuner have ended.
pub(super) async fn database(finished: bool) -> (tempfile::TempDir, Store, Arc<RuleSet>) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("prov.db").display())).await.unwrap();
    let rules = Arc::new(RuleSet::embedded());
    for name in ["2025 å/ö", "2026"].into_iter().skip(usize::from(!finished)) {
        open_round(&store, &rules, name, name != "2026").await;
    }
    (folder, store, rules)
}

pub(super) async fn open_round(store: &Store, rules: &RuleSet, name: &str, end: bool) {
    let params = RoundParams {
        judged_on: date(2026, 8, 16),
        page_budget: 60,
        scope: Scope::Topic,
        max_body: 1000,
        seeds_sha256: String::new(),
        rules_sha256: rules.manifest_sha256().to_owned(),
        normaliser: 1,
        stop_list: StopList::default(),
    };
    let round = Round { name: name.into(), opened_at: "2026-08-16T08:00:00.000000Z".into(), params };
    let kommuner = ["Hedlunda", "Örby"].map(|name| Kommun {
        code: format!("90{}", name.len()),
        name: name.into(),
        lan: Lan { code: "90".into(), name: "Provlandets län".into() },
        start_url: "https://www.hedlunda.test/".into(),
        population: Some(9_000),
        ..Kommun::default()
    });
    let new = NewRound { round: &round, amounts: &Amounts::default(), rules: "{}", kommuner: &kommuner };
    let row = store.open_round(&new).await.unwrap().unwrap();
    if !end {
        return;
    }
    let worker = store.enter_worker(Duration::from_mins(1)).await.unwrap();
    for (lease, _) in store.claim(row.id, worker, 9).await.unwrap() {
        let findings = rules.rules().iter().map(finding).collect();
        let (status, manifest) = (VisitStatus::Complete, rules.manifest_sha256().to_owned());
        store.commit(&[Write::End { lease, status, reason: None, manifest, findings }]).await.unwrap();
    }
}

fn finding(rule: &crate::rules::Rule) -> Finding {
    let words = Evidence { quote: "Ring oss".into(), url: "https://www.hedlunda.test/".into(), ..Evidence::default() };
    Finding {
        rule: rule.head.id.clone(),
        judging_hash: String::new(),
        outcome: Outcome::Passed,
        reason: String::new(),
        note: "Ja.".into(),
        evidence: vec![words],
        searched: None,
    }
}

/// A desk that reads no address: the local net is closed to it.
pub(super) fn desk(rules: &Arc<RuleSet>) -> Desk {
    let fetch = FetchSettings { clock: Clock::System, ..FetchSettings::default() };
    Desk::open(Arc::clone(rules), seeds::embedded_amounts(), fetch, VisitSettings::default()).unwrap()
}

/// Serves on loopback and returns each answer as text, headers included.
async fn ask(finished: bool, questions: &[(Method, &str, &str)]) -> Vec<String> {
    let (_folder, store, rules) = database(finished).await;
    ask_of(store, rules, questions).await
}

async fn ask_of(store: Store, rules: Arc<RuleSet>, questions: &[(Method, &str, &str)]) -> Vec<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let desk = desk(&rules);
    let router = router(store, rules, Clock::System, desk, Access::LOCAL);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut answers = Vec::new();
    for (method, path, header) in questions {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        answers.push(String::from_utf8_lossy(&answer).into_owned());
    }
    server.abort();
    answers
}

async fn get(paths: &[&str]) -> Vec<(u16, String)> {
    let questions: Vec<_> = paths.iter().map(|path| (Method::GET, *path, "")).collect();
    ask(true, &questions).await.into_iter().map(|answer| (answer[9..12].parse().unwrap(), answer)).collect()
}

#[tokio::test]
async fn pages_are_found_with_and_without_html() {
    let paths = ["/", "/index.html", "/regler/kontakt-telefon", "/kommun/orby.html?x=1", "/ranking", "/hamta/svar.csv"];
    for ((status, answer), path) in get(&paths).await.into_iter().zip(paths) {
        assert_eq!(status, 200, "{path}: {answer}");
    }
}

#[tokio::test]
async fn an_unfinished_round_is_not_shown_and_an_older_one_stands_in_its_folder() {
    let encoded = "/omgang/2025%20%C3%A5%2F%C3%B6";
    let paths = ["/", "/omgang/2026/", encoded, &format!("{encoded}/"), &format!("{encoded}/kommun/hedlunda")];
    let answers = get(&paths).await;
    assert!(answers[0].1.contains("Omgång 2025 å/ö"), "{}", answers[0].1);
    assert_eq!(answers[1].0, 404);
    assert!(answers[2].0 == 308 && answers[2].1.contains(&format!("location: {encoded}/\r\n")), "{}", answers[2].1);
    assert_eq!((answers[3].0, answers[4].0), (200, 200));
}

#[tokio::test]
async fn a_page_leads_to_the_round_before() {
    let (_folder, store, rules) = database(true).await;
    open_round(&store, &rules, "2027", true).await;
    let paths = ["/kommun/hedlunda.html", "/omgang/2025%20%C3%A5%2F%C3%B6/kommun/hedlunda.html"];
    let answers = ask_of(store, rules, &paths.map(|path| (Method::GET, path, ""))).await;
    assert!(answers[0].contains("Inget svar är ändrat.") && answers[0].contains(paths[1]), "{}", answers[0]);
    assert!(answers[1].contains("Hedlunda") && !answers[1].contains("Sedan förra omgången"), "{}", answers[1]);
}

#[tokio::test]
async fn without_a_finished_round_the_page_says_what_to_do() {
    let questions =
        [(Method::GET, "/", ""), (Method::GET, "/ranking.html", ""), (Method::GET, "/assets/hemkoll.css", "")];
    let answers = ask(false, &questions).await;
    assert!(answers[0].starts_with("HTTP/1.1 200") && answers[0].contains("0 av 2 kommuner klara"), "{}", answers[0]);
    assert!(answers[1].starts_with("HTTP/1.1 404") && answers[1].contains("hemkoll audit"));
    assert!(answers[2].starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_ranking_is_narrowed_by_its_address() {
    let paths = [
        "/ranking.html?kommun=Hed&lan=90&storlek=0-10000&omrade=kontakt",
        "/ranking.csv?kommun=hed",
        "/ranking.html?lan=1",
        "/ranking.html?lan=%ff%00",
        "/ranking.csv?ordning=x",
        "/sok?kommun=hedlunda%20kommun",
        "/sok?kommun=finns%20inte",
        "/sok",
    ];
    let answers = get(&paths).await;
    let statuses: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 200, 400, 400, 400, 303, 303, 303]);
    assert!(answers[0].1.contains("Hedlunda") && !answers[0].1.contains("Örby"));
    assert!(answers[1].1.contains("Hedlunda;") && !answers[1].1.contains("Örby;"));
    assert!(answers[2].1.contains("Välj i listan."));
    assert!(answers[5].1.contains("location: kommun/hedlunda.html\r\n"));
    assert!(answers[6].1.contains("location: ranking.html?kommun=finns+inte\r\n"));
}

#[tokio::test]
async fn english_pages_stand_in_their_folder_and_their_faults_are_told_in_english() {
    let paths = [
        "/en",
        "/en/",
        "/en/kommun/orby",
        "/en/sok?kommun=hedlunda",
        "/en/ranking.html?kommun=Hed&lan=90",
        "/en/ranking.html?lan=1",
        "/en/finns/inte",
        "/omgang/x/en/",
    ];
    let told = [
        (303, "location: en/\r\n"),
        (200, "<html lang=\"en\">"),
        (200, "<html lang=\"en\">"),
        (303, "location: kommun/hedlunda.html\r\n"),
        (200, "href=\"../ranking.html?kommun=Hed&#38;lan=90\""),
        (400, "Choose in the list."),
        (404, "There is no such page"),
        (404, "There is no such page"),
    ];
    for (((status, answer), path), (expected, says)) in get(&paths).await.into_iter().zip(paths).zip(told) {
        assert!(status == expected && answer.contains(says), "{path}: {answer}");
    }
}

#[tokio::test]
async fn every_answer_carries_a_strict_policy() {
    let paths = ["/", "/assets/hemkoll.css", "/finns/inte", "/ranking.html?lan=1", "/api/v1/rounds", "/api/v1/x"];
    for ((_, answer), path) in get(&paths).await.into_iter().zip(paths) {
        let answer = answer.to_lowercase();
        assert!(answer.contains("content-security-policy: default-src 'none'"), "{path}");
        assert!(!answer.contains("unsafe-inline"), "{path}");
        assert!(answer.contains("x-content-type-options: nosniff"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_404_and_a_wrong_method_405() {
    let paths = ["/finns/inte", "/../etc/passwd", "/%2e%2e/%00", "//regler", "/omgang/x/", "/404.html", "/%ff"];
    for ((status, answer), path) in get(&paths).await.into_iter().zip(paths) {
        assert_eq!(status, 404, "{path}: {answer}");
    }
    let length = "Content-Length: 0\r\n";
    for answer in ask(true, &[(Method::POST, "/", length), (Method::POST, "/api/v1/rules", length)]).await {
        assert!(answer.starts_with("HTTP/1.1 405") && answer.contains("allow: GET,HEAD"), "{answer}");
    }
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let first = ask(true, &[(Method::GET, "/granskas", "")]).await.remove(0);
    let etag = first.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = format!("If-None-Match: \"x\", {etag}\r\n");
    let questions = [
        (Method::GET, "/granskas", again.as_str()),
        (Method::HEAD, "/granskas", ""),
        (Method::GET, "/granskas", "Accept-Encoding: gzip\r\n"),
    ];
    let answers = ask(true, &questions).await;
    assert!(answers[0].starts_with("HTTP/1.1 304") && answers[0].ends_with("\r\n\r\n"), "{}", answers[0]);
    assert!(answers[1].starts_with("HTTP/1.1 200") && answers[1].ends_with("\r\n\r\n"), "{}", answers[1]);
    assert!(answers[2].contains("content-encoding: gzip") && answers[2].len() < first.len() / 2);
}

#[tokio::test]
async fn the_api_answers_with_data_and_its_faults_say_what_to_do() {
    let paths = [
        "/api/v1/rounds",
        "/api/v1/rounds/latest",
        "/api/v1/rounds/2025%20%C3%A5%2F%C3%B6/kommuner?limit=1&lan=90",
        "/api/v1/rounds/latest/kommuner/908",
        "/api/v1/rounds/latest/findings?kommun=908&rule=kontakt-telefon&outcome=passed",
        "/api/v1/rules",
        "/api/v1/rules/kontakt-telefon",
        "/api/v1/openapi.json",
    ];
    let answers = get(&paths).await;
    for ((status, answer), path) in answers.iter().zip(paths) {
        assert!(*status == 200 && answer.contains("content-type: application/json"), "{path}: {answer}");
    }
    assert!(answers[2].1.contains("\"total\":2,\"items\":[{\"code\":\"905\""), "{}", answers[2].1);
    assert!(
        answers[4].1.contains("\"total\":1") && answers[4].1.contains("\"quote\":\"Ring oss\""),
        "{}",
        answers[4].1
    );
    let wrong = [
        ("/api/v1/rounds/2026", 404, "inte klar"),
        ("/api/v1/rounds/latest/kommuner/x", 404, "Koderna står i"),
        ("/api/v1/rounds/latest/findings?outcome=yes", 404, "passed, partial"),
        ("/api/v1/rules/%ff", 400, "UTF-8"),
        ("/api/v1/rules?limit=0", 400, "1 till 1000"),
        ("/api/v1/rounds?sida=2", 400, "limit, offset"),
        ("/api/v1/x/y", 404, "openapi.json"),
    ];
    for ((path, expected, told), (status, answer)) in wrong.iter().zip(get(&wrong.map(|(path, ..)| path)).await) {
        assert!(status == *expected && answer.contains(told), "{path}: {answer}");
        assert!(answer.contains("content-type: application/problem+json"), "{path}: {answer}");
    }
}

//! The links of the core pages: what is broken, what is only not settled, and that judging again needs no network.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use hemkoll::audit::{Silent, rescore, result};
use hemkoll::domain::{Finding, Outcome};
use hemkoll::rules::RuleSet;

use super::scene::{Audit, page};

const RULE: &str = "aktualitet-lankar";

/// What a path answers to GET and to HEAD.
fn status(method: &Method, path: &str) -> StatusCode {
    let head = method == Method::HEAD;
    match path {
        "/kalender/bara-get" if head => StatusCode::METHOD_NOT_ALLOWED,
        "/kalender/ljuger" if head => StatusCode::NOT_FOUND,
        "/" | "/aldre/hemtjanst" | "/kalender/fungerar" | "/kalender/bara-get" | "/kalender/ljuger" => StatusCode::OK,
        "/kalender/stangd" => StatusCode::FORBIDDEN,
        "/kalender/trasig" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::NOT_FOUND,
    }
}

fn answer(log: &Mutex<Vec<String>>, request: &Request) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    log.lock().unwrap().push(format!("{method} {path}"));
    let body = match path.as_str() {
        "/" => page("Kommunen", "<p>Välkommen till oss.</p><p><a href='/aldre/hemtjanst'>Hemtjänst</a></p>"),
        "/aldre/hemtjanst" => page(
            "Hemtjänst",
            // The crawl leaves a calendar unread: these links are only tried.
            "<p>Hemtjänst är hjälp i ditt hem. Du kan få hjälp med städning, tvätt, inköp, dusch och påklädning.</p>\
             <p><a href='/kalender/fungerar'>ett</a> <a href='/kalender/bara-get'>två</a> <a href='/kalender/ljuger'>tre</a> \
             <a href='/kalender/borta'>fyra</a> <a href='/kalender/stangd'>fem</a> <a href='/kalender/trasig'>sex</a> \
             <a href='https://annan.example/'>sju</a></p>",
        ),
        _ => page("Sida", "<p>Text.</p>"),
    };
    (status(&method, &path), Html(body)).into_response()
}

async fn found(audit: &Audit) -> Finding {
    let result = result::load(&audit.store, "prov", &audit.rules).await.unwrap();
    let findings = &result.kommuner[0].findings;
    findings.iter().find(|finding| finding.rule == RULE).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_does_not_exist_is_broken() {
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::clone(&log);
    let app = Router::new().fallback(move |request: Request| std::future::ready(answer(&seen, &request)));
    let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let mut audit = Audit::new(address, 1).await;
    audit.rules = Arc::new(RuleSet::embedded());
    audit.request.rules = Arc::clone(&audit.rules);
    audit.request.kommuner.truncate(1);
    audit.finish().await;

    let finding = found(&audit).await;
    assert_eq!(finding.outcome, Outcome::Partial, "{finding:?}");
    assert_eq!(finding.evidence.len(), 1, "{finding:?}");
    assert!(finding.evidence[0].quote.contains("/kalender/borta"), "{finding:?}");
    assert!(finding.note.contains("1 av 4 länkar"), "{}", finding.note);
    let asked = log.lock().unwrap().clone();
    for (path, tries) in [
        ("/kalender/fungerar", 1),
        ("/kalender/bara-get", 2),
        ("/kalender/ljuger", 2),
        ("/kalender/borta", 2),
        ("/kalender/stangd", 2),
    ] {
        let of_path = asked.iter().filter(|line| line.split(' ').nth(1) == Some(path));
        let methods: Vec<_> = of_path.filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(methods, ["HEAD", "GET"][..tries], "{path}");
    }

    // Without the network: the same answer, from what is stored.
    server.abort();
    let changes = rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert!(changes.changes.is_empty(), "{changes:?}");
    assert_eq!(found(&audit).await, finding);
}

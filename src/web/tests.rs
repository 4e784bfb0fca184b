//! The router: what is served, how, and what is not.

use axum::http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

fn pages() -> Vec<Page> {
    let html = |path: &str, text: &str| Page {
        path: path.to_owned(),
        content_type: "text/html; charset=utf-8",
        body: text.as_bytes().to_vec(),
    };
    vec![
        html("index.html", "start"),
        html("regler/kontakt-telefon.html", "regel"),
        html(MISSING, "finns inte"),
        Page { path: "assets/hemkoll.css".to_owned(), content_type: "text/css; charset=utf-8", body: b"a{}".to_vec() },
    ]
}

/// Serves on loopback and returns one answer as text, headers included.
async fn ask(method: Method, path: &str, header: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { axum::serve(listener, router(pages())).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    answer
}

#[tokio::test]
async fn pages_are_found_with_and_without_html() {
    for (path, body) in [
        ("/", "start"),
        ("/index.html", "start"),
        ("/regler/kontakt-telefon", "regel"),
        ("/regler/kontakt-telefon.html?x=1", "regel"),
    ] {
        let answer = ask(Method::GET, path, "").await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(body), "{path}: {answer}");
    }
}

#[tokio::test]
async fn every_answer_carries_a_strict_policy() {
    for path in ["/", "/assets/hemkoll.css", "/finns/inte"] {
        let answer = ask(Method::GET, path, "").await.to_lowercase();
        assert!(answer.contains("content-security-policy: default-src 'none'"), "{path}");
        assert!(!answer.contains("unsafe-inline"), "{path}");
        assert!(answer.contains("x-content-type-options: nosniff"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_404_and_a_wrong_method_405() {
    for path in ["/finns/inte", "/../etc/passwd", "/%2e%2e/%00", "//regler"] {
        let answer = ask(Method::GET, path, "").await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    assert!(ask(Method::POST, "/", "Content-Length: 0\r\n").await.starts_with("HTTP/1.1 405"));
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let answer = ask(Method::GET, "/", "").await;
    let etag = answer.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let again = ask(Method::GET, "/", &format!("If-None-Match: {etag}\r\n")).await;
    assert!(again.starts_with("HTTP/1.1 304") && !again.ends_with("start"), "{again}");
    let head = ask(Method::HEAD, "/", "").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length: 5") && !head.ends_with("start"));
}

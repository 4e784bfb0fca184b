//! One request: bodies, limits, typed reasons, and what is sent.

use std::time::Duration;

use async_compression::tokio::bufread::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use hemkoll::crawl::{Ask, FetchSettings, Fetched, Fetcher};
use hemkoll::domain::Reason;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::server::{Reply, Server, answer, html, redirect};

fn settings() -> FetchSettings {
    FetchSettings {
        deadline: Duration::from_millis(2500),
        max_body: 100_000,
        allow_net: vec!["127.0.1.0/24".parse().unwrap()],
        ..FetchSettings::default()
    }
}

async fn get(server: &Server, path: &str) -> Result<Fetched, Reason> {
    let outcome = Fetcher::new(settings()).unwrap().fetch(&server.url(path), &Ask::page()).await;
    assert_eq!(outcome.log.reason, outcome.result.as_ref().err().map(|f| f.reason), "the log says the same");
    outcome.result.map_err(|failure| failure.reason)
}

#[tokio::test]
async fn one_honest_get_without_cookies_or_credentials() {
    let server = Server::start("127.0.1.1", |_| answer("200 OK", &["Set-Cookie: a=b"], b"<p>Hej")).await;
    let fetcher = Fetcher::new(settings()).unwrap();
    let mut url = server.url("/a?b=1#c");
    url.set_username("anna").unwrap();
    url.set_password(Some("hemlig")).unwrap();
    for _ in 0..2 {
        let answer = fetcher.fetch(&url, &Ask::page()).await;
        assert!(answer.log.sent && answer.log.headers_at.is_some() && answer.log.status == Some(200));
        assert_eq!(answer.result.unwrap().body, b"<p>Hej");
    }
    for seen in server.seen() {
        let head = seen.head.to_ascii_lowercase();
        assert!(head.starts_with("get /a?b=1 http/1.1\r\n"), "{head}");
        assert!(head.contains("user-agent: hemkoll/") && head.contains("(+https://hemkoll.example)"), "{head}");
        for absent in ["cookie", "authorization", "referer", "hemlig"] {
            assert!(!head.contains(absent), "{absent} in {head}");
        }
    }
}

#[tokio::test]
async fn redirects_are_answers() {
    let server = Server::start("127.0.1.1", |_| redirect("/b")).await;
    let answer = get(&server, "/a").await.unwrap();
    assert_eq!(answer.redirect().unwrap().unwrap(), server.url("/b"));
    assert_eq!(server.paths(), ["/a"]);
}

async fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "gzip" => GzipEncoder::new(body).read_to_end(&mut out).await,
        "deflate" => ZlibEncoder::new(body).read_to_end(&mut out).await,
        "bare" => DeflateEncoder::new(body).read_to_end(&mut out).await,
        "br" => BrotliEncoder::new(body).read_to_end(&mut out).await,
        _ => ZstdEncoder::new(body).read_to_end(&mut out).await,
    }
    .unwrap();
    out
}

#[tokio::test]
async fn every_coding_is_inflated_within_the_limit() {
    let text = "<p>Hemtjänst är hjälp hemma. ".repeat(2000);
    for coding in ["gzip", "deflate", "bare", "br", "zstd"] {
        let header = format!("Content-Encoding: {}", if coding == "bare" { "deflate" } else { coding });
        let page = coded(coding, text.as_bytes()).await;
        let wire = page.len();
        let bomb = coded(coding, &vec![b' '; 5_000_000]).await;
        let cut = page[..page.len() / 2].to_vec();
        let server = Server::start("127.0.1.1", move |path| match path {
            "/page" => answer("200 OK", &[&header], &page),
            "/bomb" => answer("200 OK", &[&header], &bomb),
            "/cut" => answer("200 OK", &[&header], &cut),
            _ => answer("200 OK", &[&header], b""),
        })
        .await;
        let answer = get(&server, "/page").await.unwrap();
        assert!(answer.body == text.as_bytes(), "{coding}");
        assert_eq!(answer.wire_bytes, wire as u64, "{coding}");
        assert_eq!(get(&server, "/bomb").await.unwrap_err(), Reason::TooLarge, "{coding}");
        assert_eq!(get(&server, "/cut").await.unwrap_err(), Reason::BadEncoding, "{coding}");
        assert_eq!(get(&server, "/empty").await.unwrap().problem(), Some(Reason::Empty), "{coding}");
    }
}

#[tokio::test]
async fn faults_have_their_reasons() {
    let server = Server::start("127.0.1.1", move |path| match path {
        "/short" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>Hej".to_vec()),
        "/cut-chunk" => Reply::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<p>Hej".to_vec()),
        "/bad-chunk" => Reply::Raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>Hej".to_vec()),
        "/no-head" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
        "/nothing" => Reply::Raw(Vec::new()),
        "/noise" => Reply::Raw(b"\x00\x01\x02 hej hopp\r\n\r\n".to_vec()),
        "/lengths" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef".to_vec()),
        "/drip" => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n<p>Hej".to_vec()),
        "/drip-head" => Reply::Drip(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec()),
        "/hang" => Reply::Hang,
        "/endless" => Reply::Raw([b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'a'; 300_000]].concat()),
        "/claims" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<p>".to_vec()),
        "/heads" => Reply::Raw(format!("HTTP/1.1 200 OK\r\n{}\r\n<p>", "X-A: a\r\n".repeat(3000)).into_bytes()),
        "/long-head" => Reply::Raw(format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n<p>", "a".repeat(600_000)).into_bytes()),
        "/unknown" => answer("200 OK", &["Content-Encoding: compress"], b"x"),
        "/twice" => answer("200 OK", &["Content-Encoding: gzip", "Content-Encoding: gzip"], b"x"),
        "/not-gzip" => answer("200 OK", &["Content-Encoding: gzip"], b"<p>Hej"),
        other => panic!("{other}"),
    })
    .await;
    for (path, reason) in [
        ("/short", Reason::ConnectionReset),
        ("/cut-chunk", Reason::ConnectionReset),
        ("/bad-chunk", Reason::BadHttp),
        ("/no-head", Reason::ConnectionReset),
        ("/nothing", Reason::ConnectionReset),
        ("/noise", Reason::BadHttp),
        ("/lengths", Reason::BadHttp),
        ("/drip", Reason::AnswerTimeout),
        ("/drip-head", Reason::AnswerTimeout),
        ("/hang", Reason::AnswerTimeout),
        ("/endless", Reason::TooLarge),
        ("/claims", Reason::TooLarge),
        ("/heads", Reason::TooManyHeaders),
        ("/long-head", Reason::TooManyHeaders),
        ("/unknown", Reason::BadEncoding),
        ("/twice", Reason::BadEncoding),
        ("/not-gzip", Reason::BadEncoding),
    ] {
        assert_eq!(get(&server, path).await.map(|a| a.status), Err(reason), "{path}");
    }
    let once = |path: &str| server.paths().iter().filter(|seen| *seen == path).count();
    assert!(["/short", "/nothing", "/no-head"].iter().all(|path| once(path) == 1), "nothing is repeated in secret");
}

#[tokio::test]
async fn a_thousand_headers_are_read() {
    let many = "X-A: a\r\n".repeat(1000);
    let server =
        Server::start("127.0.1.1", move |_| Reply::Raw(format!("HTTP/1.1 200 OK\r\n{many}\r\n<p>").into_bytes())).await;
    assert_eq!(get(&server, "/").await.unwrap().headers.len(), 1000);
}

#[tokio::test]
async fn a_prefix_is_kept_when_asked_for() {
    let server = Server::start("127.0.1.1", |_| answer("200 OK", &[], &vec![b'#'; 90_000])).await;
    let ask = Ask { max_body: Some(1000), keep_prefix: true, ..Ask::page() };
    let answer = Fetcher::new(settings()).unwrap().fetch(&server.url("/"), &ask).await.result.unwrap();
    assert!(answer.truncated && answer.body.len() == 1000);
}

#[tokio::test]
async fn nobody_home_is_refused() {
    let listener = TcpListener::bind("127.0.1.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let outcome = Fetcher::new(settings()).unwrap().fetch(&url, &Ask::page()).await;
    assert_eq!(outcome.result.unwrap_err().reason, Reason::ConnectionRefused);
}

#[tokio::test]
async fn local_addresses_are_never_contacted_in_any_spelling() {
    let server = Server::start("127.0.2.1", |_| html("<p>hemligt")).await;
    let port = server.address.port();
    let settings = FetchSettings {
        resolve: vec![
            ("inne.test".to_owned(), server.address),
            ("mappad.test".to_owned(), format!("[::ffff:127.0.2.1]:{port}").parse().unwrap()),
        ],
        ..settings()
    };
    let fetcher = Fetcher::new(settings).unwrap();
    for host in [
        "127.0.2.1",
        "2130706945",
        "0x7f000201",
        "0177.0.2.1",
        "127.513",
        "[::ffff:127.0.2.1]",
        "[::ffff:7f00:201]",
        "[::1]",
        "inne.test",
        "INNE.test.",
        "mappad.test",
        "localhost",
    ] {
        let url = format!("http://{host}:{port}/").parse().unwrap();
        let outcome = fetcher.fetch(&url, &Ask::page()).await;
        assert_eq!(outcome.result.unwrap_err().reason, Reason::PrivateAddress, "{host}");
        assert!(!outcome.log.sent, "{host}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn check_opens_one_host_and_port_alone() {
    let server = Server::start("127.0.0.1", |_| html("<p>utkast")).await;
    let other = Server::start("127.0.0.1", |_| html("<p>hemligt")).await;
    let open_hosts = vec![("localhost".to_owned(), server.address.port())];
    let fetcher = Fetcher::new(FetchSettings { open_hosts, allow_net: Vec::new(), ..settings() }).unwrap();
    let ask = |port: u16, host: &str| {
        let (fetcher, url) = (fetcher.clone(), format!("http://{host}:{port}/").parse().unwrap());
        async move { fetcher.fetch(&url, &Ask::page()).await.result.map_err(|f| f.reason).map(|a| a.status) }
    };
    assert_eq!(ask(server.address.port(), "localhost").await, Ok(200));
    assert_eq!(ask(other.address.port(), "localhost").await, Err(Reason::PrivateAddress));
    assert_eq!(ask(server.address.port(), "127.0.0.1").await, Err(Reason::PrivateAddress));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn the_test_dns_maps_host_and_port() {
    let server = Server::start("127.0.1.1", |_| html("<p>Hej")).await;
    let resolve = vec![("www.hedlunda.test".to_owned(), server.address)];
    let fetcher = Fetcher::new(FetchSettings { resolve, ..settings() }).unwrap();
    let url = "http://www.hedlunda.test/a".parse().unwrap();
    assert_eq!(fetcher.fetch(&url, &Ask::page()).await.result.unwrap().status, 200);
    assert!(server.seen()[0].head.contains("host: www.hedlunda.test\r\n"));
    assert_eq!(fetcher.group(&url).await.unwrap().key(), server.address.to_string());
}

#[tokio::test]
async fn the_cap_holds_over_all_servers_together() {
    let ok = |_: &str| answer("200 OK", &[], b"<p>Hej");
    let servers = [Server::start("127.0.1.1", ok).await, Server::start("127.0.1.2", ok).await];
    let fetcher = Fetcher::new(FetchSettings { per_second: std::num::NonZeroU32::new(20), ..settings() }).unwrap();
    let urls: Vec<_> = servers.iter().flat_map(|server| (0..4).map(|n| server.url(&format!("/{n}")))).collect();
    let page = Ask::page();
    futures_util::future::join_all(urls.iter().map(|url| fetcher.fetch(url, &page))).await;
    let mut arrived: Vec<_> = servers.iter().flat_map(Server::seen).map(|seen| seen.arrived).collect();
    arrived.sort();
    assert_eq!(arrived.len(), 8);
    // Seven steps of 50 ms; the first may have been late on its way.
    let took = arrived[7] - arrived[0];
    assert!(took >= Duration::from_millis(250), "{took:?}");
}

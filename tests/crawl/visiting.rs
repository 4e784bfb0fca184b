//! One kommun's visitor: robots.txt, gaps, redirects, scope, Retry-After.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use hemkoll::clock::Clock;
use hemkoll::crawl::{Ask, FetchSettings, Fetcher, Gate, Hosts, MemoryGate, Taken, VisitSettings, Visited, Visitor};
use hemkoll::domain::{Kommun, Reason};
use url::Url;

use crate::server::{Reply, Server, answer, html, not_found, redirect};

const GAP: Duration = Duration::from_millis(60);

struct World {
    fetcher: Fetcher,
    gate: Arc<dyn Gate>,
}

impl World {
    fn new(names: &[(&str, &Server)]) -> Self {
        let settings = FetchSettings {
            deadline: Duration::from_millis(2500),
            allow_net: vec!["127.0.1.0/24".parse().unwrap()],
            resolve: names.iter().map(|(name, server)| ((*name).to_owned(), server.address)).collect(),
            ..FetchSettings::default()
        };
        Self { fetcher: Fetcher::new(settings).unwrap(), gate: Arc::new(MemoryGate::new(Clock::System, GAP)) }
    }

    fn visitor(&self, start: &Url) -> Visitor {
        self.visitor_with(
            start,
            VisitSettings { gap: GAP, retry_after_max: Duration::from_secs(2), ..VisitSettings::default() },
        )
    }

    fn visitor_with(&self, start: &Url, settings: VisitSettings) -> Visitor {
        let kommun = Kommun { start_url: start.to_string(), ..Kommun::default() };
        let hosts = Hosts::of(&kommun, &Taken::by(std::slice::from_ref(&kommun))).unwrap();
        Visitor::new(self.fetcher.clone(), Arc::clone(&self.gate), hosts, settings)
    }
}

async fn get(visitor: &mut Visitor, url: &Url) -> Visited {
    visitor.get(url, &Ask::page()).await.unwrap()
}

fn reason(visited: &Visited) -> Option<Reason> {
    visited.result.as_ref().err().map(|failure| failure.reason)
}

fn robots(text: &str) -> Reply {
    answer("200 OK", &["Content-Type: text/plain"], text.as_bytes())
}

#[tokio::test]
async fn robots_is_asked_first_once_and_kept_to() {
    let server = Server::start("127.0.1.1", |path| match path {
        "/robots.txt" => robots("user-agent: *\ndisallow: /sok\nsitemap: http://hedlunda.test/s.xml"),
        _ => html("<p>Hej"),
    })
    .await;
    let world = World::new(&[]);
    let mut visitor = world.visitor(&server.url("/"));
    assert_eq!(reason(&get(&mut visitor, &server.url("/sok?q=hemtjanst")).await), Some(Reason::RobotsDisallow));
    let page = get(&mut visitor, &server.url("/a")).await;
    assert_eq!(page.result.unwrap().body, b"<p>Hej");
    assert_eq!(server.paths(), ["/robots.txt", "/a"]);
    assert_eq!(visitor.sent(), 2);
    assert_eq!(visitor.sitemaps()[0].as_str(), "http://hedlunda.test/s.xml");
}

#[tokio::test]
async fn what_robots_answers_decides() {
    let closed = "user-agent: *\ndisallow: /";
    let server = |kind: &'static str| {
        Server::start("127.0.1.1", move |path| match (kind, path) {
            ("404 with rules", "/robots.txt") => answer("404 Not Found", &[], closed.as_bytes()),
            ("403 with rules", "/robots.txt") => answer("403 Forbidden", &[], closed.as_bytes()),
            ("500", "/robots.txt") => answer("500 Oops", &[], b""),
            ("hangs", "/robots.txt") => Reply::Hang,
            ("html", "/robots.txt") => html("<!doctype html><p>Disallow: hej"),
            ("five hops", "/robots.txt") => redirect("/r1"),
            ("five hops", "/r5") => robots("user-agent: *\ndisallow: /"),
            ("five hops", hop) if hop.starts_with("/r") => {
                redirect(&format!("/r{}", 1 + hop[2..].parse::<u32>().unwrap()))
            }
            ("loop", "/robots.txt") => redirect("/robots.txt"),
            ("large", "/robots.txt") => robots(&format!("user-agent: *\ndisallow: /a\n{}", "# x\n".repeat(300_000))),
            ("broken", "/robots.txt") => Reply::Raw(b"\x00\r\n\r\n".to_vec()),
            _ => html("<p>Hej"),
        })
    };
    for (kind, expected) in [
        ("404 with rules", None),
        ("403 with rules", None),
        ("500", Some(Reason::RobotsUnreachable)),
        ("hangs", Some(Reason::RobotsUnreachable)),
        // No answer in HTTP at all: the host has failed, it has not refused.
        ("broken", Some(Reason::BadHttp)),
        ("html", None),
        ("five hops", Some(Reason::RobotsDisallow)),
        ("loop", None),
        ("large", Some(Reason::RobotsDisallow)),
    ] {
        let server = server(kind).await;
        let world = World::new(&[]);
        let visited = get(&mut world.visitor(&server.url("/")), &server.url("/a")).await;
        assert_eq!(reason(&visited), expected, "{kind}");
        assert_eq!(server.paths().contains(&"/a".to_owned()), expected.is_none(), "{kind}");
        assert!(server.shortest_gap() >= GAP, "{kind}: {:?}", server.shortest_gap());
    }
}

#[tokio::test]
async fn the_gap_holds_over_pages_redirects_errors_and_visitors() {
    let server = Server::start("127.0.1.1", |path| match path {
        "/robots.txt" => not_found(),
        "/old" => redirect("/new"),
        "/cut" => Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<p>".to_vec()),
        "/slow" => Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
        _ => html("<p>Hej"),
    })
    .await;
    let world = World::new(&[]);
    let (mut first, mut second) = (world.visitor(&server.url("/")), world.visitor(&server.url("/")));
    let paths = ["/a", "/old", "/missing", "/cut", "/slow", "/b"];
    let all = async |visitor: &mut Visitor| {
        for path in paths {
            get(visitor, &server.url(path)).await;
        }
    };
    tokio::join!(all(&mut first), all(&mut second));
    assert!(server.shortest_gap() >= GAP, "{:?}", server.shortest_gap());
    let mut seen = server.seen();
    seen.sort_by_key(|s| s.arrived);
    assert!(seen.len() >= 18, "{}", seen.len());
    let overlapping =
        seen.windows(2).filter(|pair| pair[0].path != "/slow" && pair[1].arrived < pair[0].answered).count();
    assert_eq!(overlapping, 0);
}

#[tokio::test]
async fn crawl_delay_widens_the_gap() {
    let server = Server::start("127.0.1.1", |path| match path {
        "/robots.txt" => robots("user-agent: *\ncrawl-delay: 0.3"),
        _ => html("<p>Hej"),
    })
    .await;
    let world = World::new(&[]);
    let mut visitor = world.visitor(&server.url("/"));
    for path in ["/a", "/b", "/c"] {
        get(&mut visitor, &server.url(path)).await;
    }
    let seen = server.seen();
    assert!(seen[2].arrived - seen[1].arrived >= Duration::from_millis(300));
    assert!(seen[3].arrived - seen[2].arrived >= Duration::from_millis(300));
}

#[tokio::test]
async fn redirects_are_followed_inside_and_nowhere_else() {
    let inner = Server::start("127.0.2.1", |_| html("<p>hemligt")).await;
    let secret = inner.url("/").to_string();
    let other = Server::start("127.0.1.9", |_| html("<p>annan")).await;
    let elsewhere = other.url("/").to_string();
    let server = Server::start("127.0.1.1", move |path| match path {
        "/robots.txt" => not_found(),
        "/a" => redirect("/b"),
        "/b" => redirect("c#d"),
        "/round" => redirect("/round2"),
        "/round2" => redirect("/round"),
        "/self" => redirect(""),
        "/secret" => redirect(&secret),
        "/elsewhere" => redirect(&elsewhere),
        hop if hop.starts_with("/hop") => redirect(&format!("{hop}x")),
        _ => html("<p>Hej"),
    })
    .await;
    let world = World::new(&[]);
    let mut visitor = world.visitor(&server.url("/"));
    let page = get(&mut visitor, &server.url("/a")).await;
    assert_eq!(page.hops.len(), 2);
    assert_eq!(page.result.unwrap().url, server.url("/c#d"));
    for (path, expected) in [
        ("/round", Reason::RedirectLoop),
        ("/hop", Reason::RedirectLoop),
        ("/self", Reason::BadRedirect),
        ("/secret", Reason::OutOfScope),
        ("/elsewhere", Reason::OutOfScope),
    ] {
        assert_eq!(reason(&get(&mut visitor, &server.url(path)).await), Some(expected), "{path}");
    }
    // A single page is checked wherever it leads, yet never into local nets.
    let mut checker = Visitor::new(
        world.fetcher.clone(),
        Arc::clone(&world.gate),
        Hosts::any(),
        VisitSettings { gap: GAP, ..VisitSettings::default() },
    );
    assert_eq!(reason(&get(&mut checker, &server.url("/secret")).await), Some(Reason::PrivateAddress));
    assert!(inner.seen().is_empty());
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_moved_start_page_takes_its_new_hosts_along() {
    let new = Server::start("127.0.1.2", |path| if path == "/robots.txt" { not_found() } else { html("<p>Hej") }).await;
    let old = Server::start("127.0.1.1", |path| match path {
        "/robots.txt" => not_found(),
        _ => redirect("http://www.hedlundakommun.test/"),
    })
    .await;
    let world =
        World::new(&[("hedlunda.test", &old), ("www.hedlundakommun.test", &new), ("aldre.hedlundakommun.test", &new)]);
    let start: Url = "http://hedlunda.test/".parse().unwrap();
    let mut visitor = world.visitor(&start);
    let deep: Url = "http://aldre.hedlundakommun.test/hemtjanst".parse().unwrap();
    assert_eq!(reason(&get(&mut visitor, &deep).await), Some(Reason::OutOfScope));
    let visited = visitor.start(&start, &Ask::page()).await.unwrap();
    assert_eq!(visited.result.unwrap().url.as_str(), "http://www.hedlundakommun.test/");
    assert_eq!(get(&mut visitor, &deep).await.result.unwrap().status, 200);
    assert!(new.shortest_gap() >= GAP);
}

#[tokio::test]
async fn the_twin_is_tried_when_the_start_host_cannot_be_reached() {
    let server =
        Server::start("127.0.1.1", |path| if path == "/robots.txt" { not_found() } else { html("<p>Hej") }).await;
    let gone = tokio::net::TcpListener::bind("127.0.1.1:0").await.unwrap();
    let settings = FetchSettings {
        allow_net: vec!["127.0.1.0/24".parse().unwrap()],
        resolve: vec![
            ("hedlunda.test".to_owned(), gone.local_addr().unwrap()),
            ("www.hedlunda.test".to_owned(), server.address),
        ],
        ..FetchSettings::default()
    };
    drop(gone);
    let world = World { fetcher: Fetcher::new(settings).unwrap(), gate: Arc::new(MemoryGate::new(Clock::System, GAP)) };
    let start: Url = "http://hedlunda.test/".parse().unwrap();
    let visited = world.visitor(&start).start(&start, &Ask::page()).await.unwrap();
    assert_eq!(visited.result.unwrap().url.as_str(), "http://www.hedlunda.test/");
    assert!(visited.log.iter().any(|line| line.reason == Some(Reason::ConnectionRefused)));
}

#[tokio::test]
async fn retry_after_is_kept_up_to_the_limit() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start("127.0.1.1", move |path| match path {
        "/robots.txt" => not_found(),
        "/busy" if count.fetch_add(1, Ordering::Relaxed) == 0 => answer("503 Busy", &["Retry-After: 1"], b""),
        "/hour" => answer("429 Slow down", &["Retry-After: 3600"], b""),
        "/always" => answer("429 Slow down", &[], b"x"),
        "/down" => answer("500 Oops", &[], b"x"),
        _ => html("<p>Hej"),
    })
    .await;
    let world = World::new(&[]);
    let mut visitor = world.visitor(&server.url("/"));
    let page = get(&mut visitor, &server.url("/busy")).await;
    assert_eq!(page.result.unwrap().status, 200);
    let busy: Vec<_> = server.seen().into_iter().filter(|seen| seen.path == "/busy").collect();
    assert!(busy.len() == 2 && busy[1].arrived - busy[0].arrived >= Duration::from_secs(1));
    let hour = get(&mut visitor, &server.url("/hour")).await;
    assert_eq!(hour.result.unwrap().problem(), Some(Reason::RateLimited));
    let always = get(&mut visitor, &server.url("/always")).await;
    assert_eq!(always.result.unwrap().problem(), Some(Reason::RateLimited));
    assert_eq!(get(&mut visitor, &server.url("/down")).await.result.unwrap().problem(), Some(Reason::ServerError));
    let count = |path: &str| server.paths().iter().filter(|seen| *seen == path).count();
    assert_eq!((count("/hour"), count("/always"), count("/down")), (1, 3, 2));
    assert!(server.shortest_gap() >= GAP);
    assert_eq!(get(&mut visitor, &server.url("/fine")).await.result.unwrap().status, 200);
}

#[tokio::test]
async fn budget_and_deadline_end_the_visit() {
    let server =
        Server::start("127.0.1.1", |path| if path == "/robots.txt" { not_found() } else { html("<p>Hej") }).await;
    let world = World::new(&[]);
    let settings = VisitSettings { gap: GAP, request_budget: Some(3), ..VisitSettings::default() };
    let mut visitor = world.visitor_with(&server.url("/"), settings);
    assert!(get(&mut visitor, &server.url("/a")).await.result.is_ok());
    assert!(get(&mut visitor, &server.url("/b")).await.result.is_ok());
    assert_eq!(reason(&get(&mut visitor, &server.url("/c")).await), Some(Reason::RequestBudget));
    let until = Some(Clock::System.instant() + Duration::from_millis(200));
    let slow = Server::start("127.0.1.3", |_| Reply::Hang).await;
    let mut visitor = world.visitor_with(&slow.url("/"), VisitSettings { gap: GAP, until, ..VisitSettings::default() });
    assert_eq!(reason(&get(&mut visitor, &slow.url("/a")).await), Some(Reason::HostDeadline));
}

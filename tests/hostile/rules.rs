//! What a site asks of crawlers: robots.txt in every state, waits, and doors that stay shut.

use std::time::Duration;

use hemkoll::clock::Clock;

use crate::canary;
use crate::case::Case;
use crate::server::{Asked, Reply, answer, html, page, redirect, text};

const GOOD: &[&str] = &["/avgifter", "/kontakt", "/ansok"];
const CLOSED: &str = "User-agent: *\nDisallow: /\n";

fn robots(reply: impl Fn(&Asked<'_>) -> Reply + Send + Sync + 'static) -> impl Fn(&Asked<'_>) -> Option<Reply> {
    move |asked| (asked.path == "/robots.txt").then(|| reply(asked))
}

fn in_seconds(seconds: i64) -> String {
    let at = Clock::System.now() + jiff::SignedDuration::from_secs(seconds);
    format!("Retry-After: {}", at.strftime("%a, %d %b %Y %H:%M:%S GMT"))
}

fn busy(status: &str, wait: &str) -> Reply {
    answer(status, &[wait, "Content-Type: text/html"], "<p>Vänta")
}

pub(crate) fn cases() -> Vec<Case> {
    let large = format!(
        "User-agent: *\nDisallow: /forst\n{}Disallow: /mitten\n{}",
        "# utfyllnad som ingen läser\n".repeat(14_000),
        "# mer\n".repeat(120_000)
    );
    vec![
        Case::site("robots.txt of a megabyte", GOOD, &["/forst", "/mitten"], robots(move |_| text(&large)))
            .exactly()
            .never(&["/forst", "/mitten"]),
        Case::site("robots.txt as HTML", GOOD, &[], robots(|_| html(page("Start", "<p>Disallow: /</p>")))).exactly(),
        Case::site("robots.txt never answers", GOOD, &[], robots(|_| Reply::Hang))
            .blocked("robots-unreachable")
            .never(&["/avgifter"]),
        Case::site("robots.txt drips", GOOD, &[], {
            robots(|_| {
                Reply::Endless(
                    b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\n".to_vec(),
                    b"#".to_vec(),
                    Duration::from_millis(100),
                )
            })
        })
        .blocked("robots-unreachable"),
        Case::site("robots.txt answers 503", GOOD, &[], robots(|_| answer("503 Busy", &["Retry-After: 99999"], b"")))
            .blocked("robots-unreachable"),
        Case::site("robots.txt behind five redirects", GOOD, &["/hemligt"], |asked| match asked.path {
            "/robots.txt" => Some(redirect("/r1")),
            "/r5" => Some(text("User-agent: hemkoll\nDisallow: /hemligt\n")),
            path if path.starts_with("/r") => Some(redirect(&format!("/r{}", 1 + path[2..].parse::<u32>().unwrap()))),
            _ => None,
        })
        .exactly()
        .never(&["/hemligt"]),
        Case::site("robots.txt in a private net", GOOD, &[], robots(|_| redirect(&format!("http://127.0.2.1:{}/robots.txt", canary()))))
            .blocked("robots-unreachable"),
        Case::site("robots.txt in a circle", GOOD, &[], robots(|_| redirect("/robots.txt"))).exactly(),
        Case::site("robots.txt answers 403 with rules", GOOD, &[], robots(|_| answer("403 Nej", &[], CLOSED))).exactly(),
        Case::site(
            "robots.txt answers 429",
            GOOD,
            &[],
            robots(|_| answer("429 Slow", &["Retry-After: 99999"], CLOSED)),
        )
        .exactly(),
        Case::site("robots.txt closes all", GOOD, &[], robots(|_| text(CLOSED)))
            .blocked("robots-disallow")
            .never(&["/avgifter"]),
        Case::site("robots.txt has rules for us", GOOD, &["/privat/a", "/privat/oppen"], |asked| match asked.path {
            "/robots.txt" => Some(text(
                "\u{feff}user-AGENT: other\nDisallow: /\n\nUser-agent: Hemkoll/1.0\nAllow: /privat/oppen\nDisallow: /privat/*\nDisallow: /*?\n",
            )),
            "/privat/oppen" => Some(html(page("oppen", "<a href='/annat?sida=2'>Mer"))),
            _ => None,
        })
        .also(&["/privat/oppen"])
        .exactly()
        .never(&["/privat/a", "/annat"]),
        Case::site("Crawl-delay", GOOD, &[], robots(|_| text("User-agent: *\nCrawl-delay: 0.6\n")))
            .exactly()
            .with_gap(Duration::from_millis(600)),
        Case::site("wait in seconds", GOOD, &["/upptagen"], |asked| match (asked.path, asked.before) {
            ("/upptagen", 0) => busy("429 Slow down", "Retry-After: 2").into(),
            ("/upptagen", _) => Some(html(page("upptagen", ""))),
            _ => None,
        })
        .also(&["/upptagen"])
        .exactly()
        .asks("/upptagen", 2),
        Case::site("wait until a moment", GOOD, &["/upptagen"], |asked| match (asked.path, asked.before) {
            ("/upptagen", 0) => busy("503 Busy", &in_seconds(2)).into(),
            ("/upptagen", _) => Some(html(page("upptagen", ""))),
            _ => None,
        })
        .also(&["/upptagen"])
        .exactly()
        .asks("/upptagen", 2),
        Case::site("wait for a day", GOOD, &["/dygn", "/imorgon"], |asked| match asked.path {
            "/dygn" => busy("429 Slow down", "Retry-After: 86400").into(),
            "/imorgon" => busy("503 Busy", &in_seconds(86_400)).into(),
            _ => None,
        })
        .partial("rate-limited")
        .exactly()
        .asks("/dygn", 1)
        .asks("/imorgon", 1),
        Case::site("waits that mean nothing", GOOD, &["/minus", "/snart", "/tom", "/igar"], |asked| match asked.path {
            "/minus" => busy("429 Slow down", "Retry-After: -1").into(),
            "/snart" => busy("429 Slow down", "Retry-After: snart").into(),
            "/tom" => busy("429 Slow down", "Retry-After:").into(),
            "/igar" => busy("503 Busy", &in_seconds(-86_400)).into(),
            _ => None,
        })
        .partial("rate-limited")
        .exactly()
        .asks("/minus", 3),
        Case::site("wait everywhere", &[], &[], |asked| match asked.path {
            "/robots.txt" => None,
            _ => busy("429 Slow down", "Retry-After: 86400").into(),
        })
        .failed("rate-limited"),
        Case::site("403 everywhere", &[], &[], |_| Some(answer("403 Forbidden", &[], "<p>Nej"))).blocked("forbidden"),
        Case::site("a bot challenge", &[], &[], |asked| match asked.path {
            "/robots.txt" => None,
            _ => Some(answer(
                "503 Service Unavailable",
                &["Content-Type: text/html"],
                "<!doctype html><title>Just a moment...</title><p>Checking your browser before accessing</p>",
            )),
        })
        .blocked("bot-challenge"),
        Case::site("a bot challenge that says 200", &[], &[], |asked| match asked.path {
            "/robots.txt" => None,
            _ => Some(html(
                "<!doctype html><title>Vänta</title><script src=\"/cdn-cgi/challenge-platform/x.js\"></script><p>Vänta.",
            )),
        })
        .blocked("bot-challenge"),
        Case::site("HEAD is refused", GOOD, &[], |asked| {
            asked.head.starts_with("HEAD").then(|| answer("405 Method Not Allowed", &[], b""))
        })
        .exactly(),
    ]
}

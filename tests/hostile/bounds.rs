//! Answers without end or measure, and what a parse must survive.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use crate::case::Case;
use crate::server::{Reply, answer, html, links, not_found, page};

const GOOD: &[&str] = &["/avgifter", "/kontakt", "/ansok", "/utforare"];
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html><title>Utan slut</title>";

/// A page of spaces in gzip: a thousandth of its size on the wire.
fn bomb(inflated: usize) -> Vec<u8> {
    let mut packed = flate(b"<!doctype html><title>Bomb</title><p>");
    packed.extend(flate(&vec![b' '; inflated]));
    packed
}

/// Gzip, at once.
pub(crate) fn flate(bytes: &[u8]) -> Vec<u8> {
    use futures_util::FutureExt as _;
    use tokio::io::AsyncReadExt as _;
    let mut packed = Vec::new();
    let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(bytes);
    encoder.read_to_end(&mut packed).now_or_never().unwrap().unwrap();
    packed
}

fn many(unit: &str, times: usize) -> String {
    page("Stor", &unit.repeat(times))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut all = endless();
    all.extend(large());
    all.extend(packed());
    all
}

fn endless() -> Vec<Case> {
    vec![
        Case::site("a byte at a time", GOOD, &["/droppar"], |asked| {
            (asked.path == "/droppar").then(|| Reply::Endless(HEAD.to_vec(), b" ".to_vec(), Duration::from_millis(100)))
        })
        .partial("answer-timeout")
        .exactly()
        .asks("/droppar", 1),
        Case::site("headers a byte at a time", GOOD, &["/droppar"], |asked| {
            (asked.path == "/droppar").then(|| {
                Reply::Endless(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), b"a".to_vec(), Duration::from_millis(100))
            })
        })
        .partial("answer-timeout")
        .exactly(),
        Case::site("never answers", GOOD, &["/vantar"], |asked| (asked.path == "/vantar").then_some(Reply::Hang))
            .partial("answer-timeout")
            .exactly()
            .asks("/vantar", 1),
        Case::site("a body without end", GOOD, &["/oandlig"], |asked| {
            (asked.path == "/oandlig").then(|| Reply::Endless(HEAD.to_vec(), vec![b'a'; 65_536], Duration::ZERO))
        })
        .partial("too-large")
        .exactly()
        .asks("/oandlig", 1),
        Case::site("a start page without end", &[], &[], |asked| {
            (asked.path == "/").then(|| Reply::Endless(HEAD.to_vec(), vec![b'a'; 65_536], Duration::ZERO))
        })
        .failed("too-large"),
        Case::new("good links before a start page never ends", |asked| match asked.path {
            "/" => Reply::Endless(
                [HEAD, links(["/avgifter", "/djup"]).as_bytes()].concat(),
                vec![b'a'; 65_536],
                Duration::ZERO,
            ),
            "/djup" => html(format!("{}{}", "<div>".repeat(200_000), links(["/kontakt", "/drypp"]))),
            "/drypp" => {
                Reply::Endless([HEAD, links(["/ansok"]).as_bytes()].concat(), b" ".to_vec(), Duration::from_millis(100))
            }
            path if GOOD.contains(&path) => html(page(&path[1..], "")),
            _ => not_found(),
        })
        .also(&["/avgifter", "/kontakt", "/ansok"])
        .exactly()
        .partial("too-large"),
    ]
}

fn large() -> Vec<Case> {
    let mut attributes = String::from("<div");
    for n in 0..100_000 {
        let _ = write!(attributes, " a{n}=1");
    }
    attributes.push('>');
    let attributes = page("Attribut", &attributes);
    let bomb = bomb(200_000_000);
    let nodes = many("<i></i>", 1_100_000);
    let levels = format!("<!doctype html><title>Djup</title>{}", "<div>".repeat(200_000));
    let lists = format!("<!doctype html><title>Djup</title>{}", "<ul><li>".repeat(100_000));
    let attribute = format!("<!doctype html><title>Lång</title><p title=\"{}\">Hej", "a".repeat(50_000_000));
    let shorter = page("attribut", &format!("<p title=\"{}\">Hej", "a".repeat(5_000_000)));
    vec![
        Case::site("a gzip bomb", GOOD, &["/bomb"], move |asked| {
            (asked.path == "/bomb")
                .then(|| answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], &bomb))
        })
        .partial("too-large")
        .exactly(),
        Case::site("a million elements", GOOD, &["/element"], move |asked| {
            (asked.path == "/element").then(|| html(&nodes))
        })
        .partial("too-many-nodes")
        .exactly(),
        Case::site("200,000 levels", GOOD, &["/djup", "/listor"], move |asked| match asked.path {
            "/djup" => Some(html(&levels)),
            "/listor" => Some(html(&lists)),
            _ => None,
        })
        .partial("too-deep")
        .exactly(),
        Case::site("100,000 attributes", GOOD, &["/attribut"], move |asked| {
            (asked.path == "/attribut").then(|| html(&attributes))
        })
        .partial("too-many-nodes")
        .exactly(),
        Case::site("an attribute of 50 MB", GOOD, &["/lang"], move |asked| {
            (asked.path == "/lang").then(|| html(&attribute))
        })
        .partial("too-large")
        .exactly(),
        Case::site("an attribute of 5 MB", GOOD, &["/attribut"], move |asked| {
            (asked.path == "/attribut").then(|| html(&shorter))
        })
        .also(&["/attribut"])
        .exactly(),
    ]
}

fn packed() -> Vec<Case> {
    vec![
        Case::site("gzip in gzip's name alone", GOOD, &["/packad", "/okand", "/dubbel"], |asked| match asked.path {
            "/packad" => Some(answer("200 OK", &["Content-Type: text/html", "Content-Encoding: gzip"], "<p>Hej")),
            "/okand" => Some(answer("200 OK", &["Content-Type: text/html", "Content-Encoding: compress"], "<p>Hej")),
            "/dubbel" => Some(answer(
                "200 OK",
                &["Content-Type: text/html", "Content-Encoding: gzip", "Content-Encoding: gzip"],
                flate(&flate(b"<p>Hej")),
            )),
            _ => None,
        })
        .partial("bad-encoding")
        .exactly(),
        Case::site("every coding", &["/avgifter", "/kontakt"], &["/gzip"], |asked| {
            (asked.path == "/gzip").then(|| {
                let mut packed = Vec::new();
                packed.write_all(&flate(page("gzip", "").as_bytes())).unwrap();
                answer("200 OK", &["Content-Type: text/html; charset=utf-8", "Content-Encoding: x-gzip"], packed)
            })
        })
        .also(&["/gzip"])
        .exactly(),
    ]
}

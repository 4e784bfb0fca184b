//! Addresses without end, doubles, and pages that are hard to find.

use std::fmt::Write as _;

use crate::bounds::flate;
use crate::canary;
use crate::case::{Case, title};
use crate::server::{Asked, Reply, answer, html, links, not_found, page, redirect, text};

const GOOD: &[&str] = &["/avgifter", "/kontakt", "/ansok", "/utforare"];

/// Drawn from a number, but never twice alike.
fn token(n: usize) -> String {
    let mut state = n as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let mut token = String::new();
    for _ in 0..3 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let _ = write!(token, "{:08x}", state >> 32);
    }
    format!("a1b2c3{token}")
}

fn calendar(asked: &Asked<'_>) -> Option<Reply> {
    let month: i64 = asked.path.strip_prefix("/kalender?manad=")?.parse().ok()?;
    let near = [month - 1, month + 1].map(|m| format!("/kalender?manad={m}"));
    let days: Vec<String> = (1..28).map(|day| format!("/kalender/{month}/{day}")).collect();
    let to = near.iter().chain(&days).map(String::as_str);
    Some(html(page(&format!("Månad {month}"), &links(to))))
}

fn day(asked: &Asked<'_>) -> Option<Reply> {
    let rest = asked.path.strip_prefix("/kalender/")?;
    Some(html(page(&format!("Dag {rest}"), &links([format!("{}/mer", asked.path).as_str()]))))
}

/// A chain of good pages, one click each.
fn chain(asked: &Asked<'_>) -> Option<Reply> {
    let step: usize = asked.path.strip_prefix("/steg/")?.parse().ok()?;
    let next = format!("/steg/{}", step + 1);
    Some(html(page(title(asked.path), &if step < 12 { links([next.as_str()]) } else { String::new() })))
}

fn in_path(asked: &Asked<'_>) -> Option<Reply> {
    let (session, rest) = asked.path.strip_prefix("/s/")?.split_once('/')?;
    let fresh = format!("{session}{}{rest}", asked.before);
    let fresh = token(fresh.bytes().fold(7, |sum: usize, b| sum.wrapping_mul(31).wrapping_add(b.into())));
    let to = ["start", "avgifter", "kontakt"].map(|name| format!("/s/{fresh}/{name}"));
    let body = links(to.iter().map(String::as_str));
    matches!(rest, "start" | "avgifter" | "kontakt").then(|| html(page(rest, &body)))
}

fn million_links() -> String {
    let mut body = String::with_capacity(6_000_000);
    for n in 0..100_000 {
        let _ = write!(body, "<li><a href=\"/lista/{n}\">Rad {n}</a>");
    }
    for path in GOOD {
        let _ = write!(body, "<li><a href=\"{path}\">Läs mer</a>");
    }
    page("Start", &body)
}

fn sitemap(urls: impl IntoIterator<Item = String>) -> String {
    let lines: String = urls.into_iter().fold(String::new(), |all, url| all + "<url><loc>" + &url + "</loc></url>");
    format!("<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{lines}</urlset>")
}

fn index(urls: impl IntoIterator<Item = String>) -> String {
    let lines: String =
        urls.into_iter().fold(String::new(), |all, url| all + "<sitemap><loc>" + &url + "</loc></sitemap>");
    format!("<sitemapindex>{lines}</sitemapindex>")
}

#[expect(clippy::too_many_lines, reason = "a table: one entry a trap")]
pub(crate) fn cases() -> Vec<Case> {
    let many = million_links();
    let bomb = flate(sitemap((0..900_000).map(|n| format!("http://127.0.1.1/{n}"))).as_bytes());
    let nested: &[&str] = &["/a/b/"];
    vec![
        Case::site("a calendar without end", GOOD, &["/kalender?manad=1", "/steg/1"], |asked| {
            calendar(asked).or_else(|| day(asked)).or_else(|| chain(asked))
        })
        .also(&["/steg/1", "/steg/2", "/steg/6", "/steg/12"])
        .partial("page-budget"),
        Case::site("100,000 links, the good ones last", &[], &[], move |asked| match asked.path {
            "/" => Some(html(&many)),
            path if path.starts_with("/lista/") => Some(not_found()),
            path if GOOD.contains(&path) => Some(html(page(title(path), ""))),
            _ => None,
        })
        .also(GOOD)
        .exactly()
        .partial("request-budget"),
        Case::new("session ids in the path", |asked| match asked.path {
            "/" => redirect(&format!("/s/{}/start", token(1))),
            _ => in_path(asked).unwrap_or_else(not_found),
        })
        .counts(3),
        Case::site("session ids in the query", &[], &[], |asked| {
            let path = asked.path.split('?').next().unwrap();
            let name = match path {
                "/" => "Start",
                "/a" | "/b" => title(path),
                _ => return None,
            };
            let id = token(asked.before * 31 + asked.path.len());
            let to =
                [format!("/a?PHPSESSID={id}"), format!("/b?x=1&sid={id}"), format!("/a;jsessionid={id}?utm_source=x")];
            Some(html(page(name, &links(to.iter().map(String::as_str)))))
        })
        .also(&["/a"])
        .titled("/b?x=1", "b")
        .exactly(),
        Case::site("paths that nest into themselves", GOOD, nested, |asked| {
            asked.path.starts_with("/a/b/").then(|| html(page("Samma", &links(["a/b/", "b/a/"]))))
        })
        .titled("/a/b/", "Samma")
        .exactly(),
        Case::site("soft 404s", GOOD, &["/borta", "/borta/2", "/gamla/sidan"], |asked| {
            let known = GOOD.contains(&asked.path) || matches!(asked.path, "/" | "/robots.txt");
            (!known).then(|| {
                html(format!(
                    "<!doctype html><title>Testkommunen</title><main><h1>Testkommunen</h1><p>Tyvärr finns inte den \
                     sida som du söker. Den kan ha flyttats. Gå till <a href=/>startsidan</a> eller sök.</p><p>{}</p>",
                    asked.path
                ))
            })
        })
        .exactly(),
        Case::site("soft 404s that redirect", GOOD, &["/borta", "/borta/2"], |asked| match asked.path {
            "/fel" => Some(html(page("Sidan finns inte", ""))),
            "/robots.txt" | "/" => None,
            path if GOOD.contains(&path) => None,
            _ => Some(redirect("/fel")),
        })
        .exactly(),
        Case::site(
            "one page under many spellings",
            GOOD,
            &[
                "/avgifter/",
                "/./avgifter",
                "/%61vgifter",
                "/avgifter?",
                "/avgifter#a",
                "/avgifter?utm_source=x",
                "/avgifter?b=2&a=1",
            ],
            |asked| {
                let path = asked.path.split('?').next().unwrap();
                (path.trim_end_matches('/') == "/avgifter").then(|| html(page("avgifter", "")))
            },
        )
        .exactly(),
        Case::site("canonical addresses in a circle", GOOD, &["/a", "/b"], |asked| {
            let to = match asked.path {
                "/a" => "/b",
                "/b" => "/a",
                _ => return None,
            };
            let body =
                page(title(asked.path), "").replace("<title>", &format!("<link rel=canonical href={to}><title>"));
            Some(html(body))
        })
        .also(&["/a", "/b"])
        .exactly(),
        Case::site("meta refresh, and a chain of it without end", GOOD, &["/vidare", "/r?n=1"], |asked| {
            let sent_on = |to: &str| {
                Some(html(format!(
                    "<!doctype html><meta http-equiv=refresh content=\"0;url={to}\"><title>{to}</title>"
                )))
            };
            match asked.path {
                "/vidare" => sent_on("/malet"),
                "/malet" => Some(html(page("malet", ""))),
                path => sent_on(&format!("/r?n={}", path.strip_prefix("/r?n=")?.parse::<u32>().ok()? + 1)),
            }
        })
        .also(&["/malet"])
        .partial("page-budget"),
        Case::site("base in another place", GOOD, &["/bas"], |asked| match asked.path {
            "/bas" => Some(html(
                page("bas", &links(["inne", "/avgifter", "?x"]))
                    .replace("<title>", &format!("<base href='http://127.0.2.1:{}/'><title>", canary())),
            )),
            _ => None,
        })
        .also(&["/bas"])
        .exactly(),
        Case::site("redirects and links to private nets", GOOD, &["/fallor"], |asked| {
            let port = canary();
            let spellings = [
                format!("http://127.0.2.1:{port}/"),
                format!("http://2130706945:{port}/"),
                format!("http://0x7f.0.2.1:{port}/"),
                format!("http://0177.0.2.1:{port}/"),
                format!("http://127.513:{port}/"),
                format!("http://[::ffff:127.0.2.1]:{port}/"),
                format!("http://localhost:{port}/"),
                format!("http://0:{port}/"),
                "http://169.254.169.254/latest/meta-data/".to_owned(),
                "//10.0.0.1/".to_owned(),
            ];
            if asked.path == "/fallor" {
                let to = (0..spellings.len()).map(|n| format!("/till/{n}")).chain(spellings).collect::<Vec<_>>();
                return Some(html(page("fallor", &links(to.iter().map(String::as_str)))));
            }
            Some(redirect(&spellings[asked.path.strip_prefix("/till/")?.parse::<usize>().ok()?]))
        })
        .also(&["/fallor"])
        .exactly(),
        Case::site("a start page in a private net", &[], &[], |asked| match asked.path {
            "/" => Some(redirect(&format!("http://127.0.2.1:{}/", canary()))),
            _ => None,
        })
        .failed("private-address"),
        Case::site("a cookie is needed", GOOD, &[], |asked| {
            if asked.path == "/robots.txt" || asked.header("cookie").is_some_and(|c| c.contains("besok=1")) {
                return None;
            }
            Some(answer("302 Found", &[&format!("Location: {}", asked.path), "Set-Cookie: besok=1; Path=/"], b""))
        })
        .exactly(),
        Case::site("a cookie comes with the refusal", GOOD, &[], |asked| {
            if asked.path == "/robots.txt" || asked.header("cookie").is_some() {
                return None;
            }
            Some(answer("403 Forbidden", &["Set-Cookie: besok=1"], "<p>Kom tillbaka med kakan"))
        })
        .exactly(),
        Case::site("a cookie is needed, asked for elsewhere", GOOD, &[], |asked| {
            let has = asked.header("cookie").is_some_and(|c| c.contains("val=ja"));
            match asked.path {
                "/robots.txt" => None,
                "/kakor" if has => Some(redirect("/")),
                "/kakor" => Some(html(page("Du måste tillåta kakor", ""))),
                _ if has => None,
                _ => Some(answer("302 Found", &["Location: /kakor", "Set-Cookie: val=ja"], b"")),
            }
        })
        .exactly(),
        Case::site("sitemaps in an index, packed", GOOD, &[], |asked| {
            let at = |path: &str| format!("http://{}{path}", asked.own);
            match asked.path {
                "/robots.txt" => {
                    Some(text(format!("Sitemap: {}\nSitemap: http://127.0.2.1:{}/s.xml\n", at("/index.xml"), canary())))
                }
                "/index.xml" => Some(text(index([at("/del1.xml.gz"), at("/del2.xml"), at("/index.xml")]))),
                "/del1.xml.gz" => Some(answer(
                    "200 OK",
                    &["Content-Type: application/gzip"],
                    flate(sitemap([at("/gomd/1"), at("/gomd/2")]).as_bytes()),
                )),
                "/del2.xml" => {
                    Some(answer("200 OK", &["Content-Type: application/xml"], sitemap([at("/gomd/3"), at("/borta")])))
                }
                path if path.starts_with("/gomd/") => Some(html(page(title(path), ""))),
                _ => None,
            }
        })
        .also(&["/gomd/1", "/gomd/2", "/gomd/3"])
        .exactly()
        .asks("/index.xml", 1),
        Case::site("a sitemap at the usual place", GOOD, &[], |asked| match asked.path {
            "/sitemap.xml" => Some(text(sitemap([format!("http://{}/gomd/1", asked.own)]))),
            "/gomd/1" => Some(html(page("1", ""))),
            _ => None,
        })
        .also(&["/gomd/1"])
        .exactly(),
        Case::site("sitemap bombs", GOOD, &[], move |asked| {
            let at = |path: &str| format!("http://{}{path}", asked.own);
            match asked.path {
                "/robots.txt" => Some(text(format!("Sitemap: {}\nSitemap: {}\n", at("/bomb.xml.gz"), at("/i/1")))),
                "/bomb.xml.gz" => Some(answer("200 OK", &["Content-Type: application/gzip"], &bomb)),
                path if path.starts_with("/i/") => {
                    let next = path[3..].parse::<u32>().unwrap() + 1;
                    Some(text(index([at(&format!("/i/{next}")), at("/i/1")])))
                }
                _ => None,
            }
        })
        .exactly(),
        Case::site("pages that are empty without JavaScript", &[], &[], |asked| match asked.path {
            "/robots.txt" => None,
            _ => Some(html("<!doctype html><title>App</title><div id=root></div><script src=/app.js></script>")),
        })
        .failed("needs-javascript"),
        Case::site("a frameset", &[], &[], |asked| match asked.path {
            "/" => {
                Some(html("<!doctype html><title>Start</title><frameset><frame src=/meny><frame src=/inne></frameset>"))
            }
            "/meny" => Some(html(page("meny", "<map><area href=/karta></map>"))),
            "/inne" | "/karta" => Some(html(page(title(asked.path), ""))),
            _ => None,
        })
        .also(&["/meny", "/inne", "/karta"]),
        Case::new("a start page of its own", |asked| match asked.path {
            "/omsorg/start" => html(page("start", &links(["avgifter", "../kontakt"]))),
            "/omsorg/avgifter" | "/kontakt" => html(page(title(asked.path), "")),
            _ => not_found(),
        })
        .from("/omsorg/start")
        .also(&["/omsorg/start", "/omsorg/avgifter", "/kontakt"])
        .exactly(),
    ]
}

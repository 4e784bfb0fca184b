//! Broken HTTP, wrong types, lengths and charsets.

use crate::case::Case;
use crate::server::{Asked, Reply, answer, html, page, redirect, text};

const GOOD: &[&str] = &["/avgifter", "/kontakt", "/ansok", "/utforare"];

fn raw(text: &str) -> Reply {
    Reply::Raw(text.as_bytes().to_vec())
}

fn typed(kind: &str, body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", &[&format!("Content-Type: {kind}")], body)
}

/// A page in windows-1252 that may name a charset.
fn western(path: &str, meta: &str) -> Vec<u8> {
    let body = page(&swedish(path), "<p>Åtta äldre på ön.").replace("<meta charset=utf-8>", meta);
    body.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn swedish(path: &str) -> String {
    format!("Ärenden på Öland {path}")
}

fn charsets(asked: &Asked<'_>) -> Option<Reply> {
    let late = format!("<!-- {} --><meta charset=windows-1252>", "x".repeat(20_000));
    match asked.path {
        "/latin-i-huvudet" => typed("text/html; charset=iso-8859-1", western(asked.path, "")).into(),
        "/latin-i-meta" => typed("text/html", western(asked.path, "<meta charset=latin1>")).into(),
        "/sen-meta" => typed("text/html", western(asked.path, &late)).into(),
        "/ingen" => typed("text/html", western(asked.path, "")).into(),
        "/fel-utf8" => typed("text/html; charset=utf-8", western(asked.path, "<meta charset=utf-8>")).into(),
        "/fel-latin" => typed("text/html; charset=iso-8859-1", page(&swedish(asked.path), "")).into(),
        "/okand" => typed("text/html; charset=klingonska", page(&swedish(asked.path), "")).into(),
        "/utf16" => {
            let wide = page(&swedish(asked.path), "").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
            typed("text/html", [b"\xff\xfe".to_vec(), wide].concat()).into()
        }
        _ => None,
    }
}

const CHARSETS: &[&str] =
    &["/latin-i-huvudet", "/latin-i-meta", "/sen-meta", "/ingen", "/fel-utf8", "/fel-latin", "/okand", "/utf16"];

#[expect(clippy::too_many_lines, reason = "a table: one entry a trap")]
pub(crate) fn cases() -> Vec<Case> {
    let charset_pages = CHARSETS
        .iter()
        .fold(Case::site("charsets wrong, late and missing", &["/avgifter"], CHARSETS, charsets), |case, path| {
            case.titled(path, &swedish(path))
        });
    vec![
        charset_pages,
        Case::site("zeros and broken UTF-8", &["/avgifter"], &["/noll", "/bruten"], |asked| match asked.path {
            "/noll" => typed("text/html; charset=utf-8", page("no\0ll", "<p>\0\0Nollor\0</p>")).into(),
            "/bruten" => {
                let mut body = page("Öppet för äldre", "<p>Åå</p>").into_bytes();
                body.extend_from_slice(b"<p>\xff\xfe\xc3\x28</p>");
                typed("text/html; charset=utf-8", body).into()
            }
            _ => None,
        })
        .titled("/noll", "no\u{fffd}ll")
        .titled("/bruten", "Öppet för äldre")
        .exactly(),
        Case::site("pages with nothing on them", GOOD, &["/blank", "/blank-med-adress"], |asked| match asked.path {
            "/blank" => html("<!doctype html><title></title><body> </body>").into(),
            // Most systems write a canonical address on the empty page too.
            "/blank-med-adress" => {
                html("<!doctype html><link rel=canonical href=/blank-med-adress><body></body>").into()
            }
            _ => None,
        })
        .exactly(),
        Case::site("a length that is never reached", GOOD, &["/kort"], |asked| match asked.path {
            "/kort" => raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<!doctype html><p>Hej").into(),
            _ => None,
        })
        .partial("connection-reset")
        .exactly()
        .asks("/kort", 3),
        Case::site("a length that is passed", GOOD, &["/lang"], |asked| match asked.path {
            "/lang" => {
                let body = page("lang", "");
                raw(&format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}HTTP/1.1 500 Oj\r\n\r\n",
                    body.len()
                )).into()
            }
            _ => None,
        })
        .also(&["/lang"])
        .exactly(),
        Case::site("resets", GOOD, &["/bruten", "/sista"], |asked| match (asked.path, asked.before) {
            ("/bruten", 0) => Some(Reply::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>He".to_vec())),
            ("/bruten", _) => Some(html(page("bruten", ""))),
            ("/sista", _) => Some(Reply::Reset(Vec::new())),
            _ => None,
        })
        .also(&["/bruten"])
        .partial("connection-reset")
        .exactly()
        .asks("/sista", 3),
        Case::site("sloppy HTTP that browsers read", GOOD, &["/rader", "/tom-fras", "/vikt", "/mellanslag"], |asked| {
            let (body, title) = (page(&asked.path[1..], ""), asked.path);
            match title {
                "/rader" => raw(&format!("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n{body}")).into(),
                "/tom-fras" => raw(&format!("HTTP/1.1 200\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}")).into(),
                "/vikt" => raw(&format!(
                    "HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}"
                )).into(),
                "/mellanslag" => raw(&format!(
                    "HTTP/1.0 200 OK\r\nX-A : a\r\nutan kolon\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}"
                )).into(),
                _ => None,
            }
        })
        .also(&["/rader", "/tom-fras", "/vikt", "/mellanslag"])
        .exactly(),
        Case::site("HTTP that nobody reads", GOOD, &["/brus", "/langder", "/bitar", "/status"], |asked| {
            match asked.path {
                "/brus" => Some(Reply::Raw(b"\x00\x01\x02 hej\r\n\r\n".to_vec())),
                "/langder" => raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef").into(),
                "/bitar" => raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>Hej").into(),
                "/status" => raw("HTTP/1.1 9999 Oj\r\n\r\n<p>Hej").into(),
                _ => None,
            }
        })
        .partial("bad-http")
        .exactly(),
        Case::site("a thousand headers", GOOD, &["/huvud"], |asked| match asked.path {
            "/huvud" => raw(&format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{}\r\n{}",
                "X-Huvud: ett till\r\n".repeat(1000),
                page("huvud", "")
            )).into(),
            _ => None,
        })
        .also(&["/huvud"])
        .exactly(),
        Case::site("headers of a megabyte", GOOD, &["/huvud"], |asked| match asked.path {
            "/huvud" => raw(&format!("HTTP/1.1 200 OK\r\nX-A: {}\r\n\r\n<p>Hej", "a".repeat(1_000_000))).into(),
            _ => None,
        })
        .partial("too-many-headers")
        .exactly(),
        Case::site("PDF as HTML and the reverse", GOOD, &["/blankett", "/rapport"], |asked| match asked.path {
            "/blankett" => typed("text/html", "%PDF-1.7\n1 0 obj").into(),
            "/rapport" => typed("application/pdf", page("rapport", "")).into(),
            _ => None,
        })
        .also(&["/rapport"])
        .exactly(),
        Case::site("no type, and types of other things", GOOD, &["/ingen", "/bild", "/json", "/noll"], |asked| {
            match asked.path {
                "/ingen" => Some(answer("200 OK", &[], page("ingen", ""))),
                "/bild" => typed("text/html", b"\x89PNG\r\n\x1a\n\0\0\0").into(),
                "/json" => typed("application/json", "{\"a\": \"<html>\"}").into(),
                "/noll" => typed("text/html", b"\x01\x02\x03\x04\x05\x00\x00\x00\x06\x07").into(),
                _ => None,
            }
        })
        .also(&["/ingen"])
        .exactly(),
        Case::site("304 that nobody asked for", GOOD, &["/en-gang", "/alltid"], |asked| {
            match (asked.path, asked.before) {
                ("/en-gang", 1..) => Some(html(page("en-gang", ""))),
                ("/en-gang" | "/alltid", _) => Some(answer("304 Not Modified", &["ETag: \"a\""], b"")),
                _ => None,
            }
        })
        .also(&["/en-gang"])
        .partial("bad-http")
        .exactly()
        .asks("/alltid", 2),
        Case::site("empty, half and odd answers", GOOD, &["/tom", "/ingenting", "/del", "/te"], |asked| {
            match asked.path {
                "/tom" => Some(html("")),
                "/ingenting" => Some(answer("204 No Content", &[], b"")),
                "/te" => Some(answer("418 I'm a teapot", &[], b"te")),
                "/del" => Some(answer("206 Partial Content", &["Content-Type: text/html"], "<!doctype html><p>He")),
                _ => None,
            }
        })
        .partial("bad-http")
        .exactly(),
        Case::site("server errors that pass, and that stay", GOOD, &["/snart", "/aldrig"], |asked| {
            match (asked.path, asked.before) {
                ("/snart", 0) => Some(answer("502 Bad Gateway", &[], b"")),
                ("/snart", _) => Some(html(page("snart", ""))),
                ("/aldrig", _) => Some(answer("500 Oj", &["Content-Type: text/html"], page("Fel", ""))),
                _ => None,
            }
        })
        .also(&["/snart"])
        .partial("server-error")
        .exactly(),
        Case::site("scripts and formulas in titles", GOOD, &["/skript", "/formel"], |asked| match asked.path {
            "/skript" => Some(html(
                "<!doctype html><title><script>alert(1)</script></title><main><h1>Hej</h1><p>Hej på dig du som läser.",
            )),
            "/formel" => Some(html(page("=HYPERLINK(\"http://127.0.0.1/\")", ""))),
            _ => None,
        })
        .titled("/skript", "<script>alert(1)</script>")
        .titled("/formel", "=HYPERLINK(\"http://127.0.0.1/\")")
        .exactly(),
        Case::site("redirects in circles and without end", GOOD, &["/rund", "/kedja", "/sig", "/till-ingen"], |asked| {
            match asked.path {
                "/rund" => Some(redirect("/rund2")),
                "/rund2" => Some(redirect("/rund")),
                "/sig" => Some(redirect("/sig")),
                "/till-ingen" => Some(redirect("")),
                path if path.starts_with("/kedja") => Some(redirect(&format!("{path}x"))),
                _ => None,
            }
        })
        .partial("redirect-loop")
        .exactly(),
        Case::site("a start page that redirects to itself", &[], &[], |asked| match asked.path {
            "/" => Some(redirect("/")),
            _ => None,
        })
        .failed("redirect-loop"),
        Case::new("every connection is cut", |_| Reply::Reset(Vec::new())).failed("connection-reset"),
        Case::site("noise instead of a start page", &[], &[], |asked| match asked.path {
            "/" => Some(Reply::Raw(b"hej\r\n\r\n".to_vec())),
            _ => None,
        })
        .failed("bad-http"),
        Case::site("no host at all", &[], &[], |asked| match asked.path {
            "/" => Some(text("bara text")),
            _ => None,
        })
        .failed("not-html"),
    ]
}

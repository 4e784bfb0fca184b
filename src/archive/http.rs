//! HTTP messages built again from what a capture keeps.
//!
//! What must stay true: nothing is made up. The status, the header fields in their order and the bytes of the body are
//! those of the capture; what is not kept (the reason phrase, the request's own fields) is left out or said to be
//! rebuilt. The body is kept inflated, so the fields that described it on the wire are renamed, as archives do.

use url::{Position, Url};

use super::warc::one_line;
use crate::store::{CaptureKind, CaptureRow};

/// Fields that describe the body on the wire; the stored one is inflated and whole.
const OF_THE_WIRE: [&str; 3] = ["content-encoding", "transfer-encoding", "content-length"];

/// The head of the answer. `body` is the length of the stored body, if there is one.
pub(super) fn response_head(capture: &CaptureRow, body: Option<usize>) -> Vec<u8> {
    let phrase = hyper::StatusCode::from_u16(capture.status).ok().and_then(|status| status.canonical_reason());
    // HTTP/2 has no text form: what speaks it is said in WARC-Protocol.
    let mut head = format!("HTTP/1.1 {} {}\r\n", capture.status, phrase.unwrap_or_default());
    for (name, value) in &capture.headers {
        let name = one_line(name);
        let prefix = if OF_THE_WIRE.contains(&name.as_ref()) { "x-archive-orig-" } else { "" };
        head.push_str(&format!("{prefix}{}: {}\r\n", name.replace(':', " "), one_line(value)));
    }
    if let Some(length) = body {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// The request: its line, the host, and the answer from an earlier round that it named. Its other fields are the same for
/// every request and are not kept.
pub(super) fn request(kind: CaptureKind, url: &str, asked_if: &[(String, String)]) -> Option<Vec<u8>> {
    let method = if kind == CaptureKind::LinkCheck { "HEAD" } else { "GET" };
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = &url[Position::BeforePath..Position::AfterQuery];
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}{port}\r\n");
    for (name, value) in asked_if {
        head.push_str(&format!("{name}: {}\r\n", one_line(value)));
    }
    head.push_str("\r\n");
    Some(head.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::warc::tests::capture;

    #[test]
    fn the_head_says_what_the_stored_body_is() {
        let mut row = capture("https://www.hedlunda.test/");
        row.headers = [("content-encoding", "br"), ("content-length", "17"), ("x-evil", "a\r\nset-cookie: b")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        assert_eq!(
            String::from_utf8(response_head(&row, Some(80))).unwrap(),
            "HTTP/1.1 200 OK\r\nx-archive-orig-content-encoding: br\r\nx-archive-orig-content-length: 17\r\n\
             x-evil: a  set-cookie: b\r\ncontent-length: 80\r\n\r\n"
        );
    }

    #[test]
    fn a_request_has_the_line_and_the_host() {
        let asked_if = [("if-none-match".to_owned(), "\"a\"\r\nx: y".to_owned())];
        let text = |url| String::from_utf8(request(CaptureKind::Page, url, &[]).unwrap()).unwrap();
        assert_eq!(text("http://h.test:8080/a%20b?c=d#e"), "GET /a%20b?c=d HTTP/1.1\r\nhost: h.test:8080\r\n\r\n");
        assert_eq!(request(CaptureKind::Page, "mailto:a@b.test", &[]), None);
        let named = request(CaptureKind::Page, "http://h.test/", &asked_if).unwrap();
        assert_eq!(named, b"GET / HTTP/1.1\r\nhost: h.test\r\nif-none-match: \"a\"  x: y\r\n\r\n");
    }
}

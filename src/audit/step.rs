//! What came of one address, turned into what is stored of it.
//!
//! What must stay true: every request of the log becomes a capture, in order, the page's own answer last.

use jiff::Timestamp;
use url::Url;

use crate::archive;
use crate::clock::stamp;
use crate::crawl::{Fetched, Hop, RequestLog, RobotsAnswer, Visited};
use crate::domain::Reason;
use crate::store::{CaptureKind, CaptureRow, NewBody, NewCapture};

/// The requests of a visit's step as captures. `body` is the page's own, packed by a worker; `reason` is why the page
/// is not one that can be judged; `revisit_of` is the answer of an earlier round that still holds.
pub(super) fn captures(
    visited: &Visited,
    body: Option<NewBody>,
    reason: Option<Reason>,
    revisit_of: Option<i64>,
) -> Vec<NewCapture> {
    let mut captures: Vec<NewCapture> = visited.log.iter().map(line).collect();
    for hop in &visited.hops {
        attach_hop(&mut captures, &visited.log, hop);
    }
    for answer in &visited.robots {
        attach_robots(&mut captures, &visited.log, answer);
    }
    if let Some((capture, log)) = captures.last_mut().zip(visited.log.last()) {
        match &visited.result {
            Ok(fetched) => {
                describe(capture, fetched);
                capture.kind = CaptureKind::Page;
                capture.url = visited.requested.to_string();
                capture.body = body;
                capture.reason = reason;
                capture.revisit_of = revisit_of;
            }
            Err(failure) if log.url.path() != "/robots.txt" => {
                capture.kind = CaptureKind::Page;
                capture.url = visited.requested.to_string();
                capture.reason = Some(failure.reason);
            }
            Err(_) => {}
        }
    }
    captures
}

/// The requests that tried a link as captures, the last of them of `kind` unless robots.txt stopped it. No body is kept.
pub(super) fn link_captures(visited: &Visited, kind: CaptureKind) -> Vec<NewCapture> {
    // HEAD has no body; that is no fault.
    let problem = visited.result.as_ref().ok().and_then(Fetched::problem).filter(|reason| *reason != Reason::Empty);
    let mut captures = captures(visited, None, problem, None);
    for capture in captures.iter_mut().filter(|capture| capture.kind == CaptureKind::Page) {
        capture.kind = kind;
    }
    captures
}

/// A link for which nothing could be sent.
pub(super) fn link_unasked(url: &Url, kind: CaptureKind, reason: Option<Reason>, now: Timestamp) -> NewCapture {
    NewCapture {
        kind,
        url: url.to_string(),
        final_url: url.to_string(),
        sent_at: stamp(now),
        millis: 0,
        status: 0,
        headers: Vec::new(),
        wire_bytes: 0,
        http: String::new(),
        remote: String::new(),
        body: None,
        reason,
        asked_if: Vec::new(),
        revisit_of: None,
    }
}

fn line(log: &RequestLog) -> NewCapture {
    NewCapture {
        kind: CaptureKind::Hop,
        url: log.url.to_string(),
        final_url: log.url.to_string(),
        sent_at: stamp(log.started_at),
        millis: millis(log.started_at, log.ended_at),
        status: log.status.unwrap_or(0),
        http: String::new(),
        remote: log.remote.map(|address| address.to_string()).unwrap_or_default(),
        headers: Vec::new(),
        wire_bytes: log.wire_bytes,
        body: None,
        reason: log.reason,
        asked_if: log.asked_if.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        revisit_of: None,
    }
}

/// Of a redirect its target is kept, resolved, so that the way to a page can be followed again.
fn attach_hop(captures: &mut [NewCapture], log: &[RequestLog], hop: &Hop) {
    let position = log.iter().rposition(|line| line.url == hop.from && line.status == Some(hop.status));
    if let Some(capture) = position.and_then(|position| captures.get_mut(position)) {
        capture.headers = vec![("location".to_owned(), hop.to.to_string())];
    }
}

fn attach_robots(captures: &mut [NewCapture], log: &[RequestLog], answer: &RobotsAnswer) {
    let Ok(fetched) = &answer.result else { return };
    let position = log.iter().rposition(|line| line.url == fetched.url && line.status == Some(fetched.status));
    let Some(capture) = position.and_then(|position| captures.get_mut(position)) else { return };
    describe(capture, fetched);
    capture.kind = CaptureKind::Robots;
    capture.url = answer.origin.join("/robots.txt").map_or_else(|_| capture.url.clone(), String::from);
    capture.body = Some(archive::pack(&fetched.body));
}

fn describe(capture: &mut NewCapture, fetched: &Fetched) {
    capture.final_url = fetched.url.to_string();
    fetched.http.clone_into(&mut capture.http);
    capture.headers = headers(fetched);
}

fn headers(fetched: &Fetched) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).replace('\0', "");
    fetched.headers.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn millis(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_millis()).unwrap_or(0)
}

/// A stored robots.txt as the visitor had it from the web.
pub(super) fn robots_answer(row: &CaptureRow, body: Vec<u8>) -> Option<(RobotsAnswer, Timestamp)> {
    let at: Timestamp = row.sent_at.parse().ok()?;
    let fetched = Fetched {
        url: Url::parse(&row.final_url).ok()?,
        status: row.status,
        http: if row.http == "HTTP/2" { "HTTP/2" } else { "HTTP/1.1" },
        headers: row.headers.iter().map(|(name, value)| (name.clone(), value.clone().into_bytes())).collect(),
        body,
        conditional: false,
        room: None,
        truncated: false,
        wire_bytes: row.wire_bytes,
        started_at: at,
        headers_at: at,
        ended_at: at,
    };
    let origin = Url::parse(&row.url).ok()?.join("/").ok()?;
    Some((RobotsAnswer { origin, result: Ok(fetched) }, at))
}

//! The log of a round: every request, and every address that was left out, with the reason.
//!
//! Place in the flow: store → **log** → `hemkoll export --format log-csv|log-jsonl`.
//! What must stay true: all that was sent is there, in the order that it was sent; a page that a person handed in was
//! never asked for.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{AuditError, result};
use crate::domain::{Asked, Kommun, Reason, RobotsVerdict};
use crate::store::{CaptureKind, CaptureRow, Store};

/// The log of a round: kommuner by code.
pub async fn log(store: &Store, round: &str) -> Result<Vec<Asked>, AuditError> {
    let row = result::named(store, round).await?;
    let mut visits = store.visits(row.id).await?;
    visits.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    let mut told = Vec::new();
    for visit in visits {
        let mut captures = store.captures(visit.id).await?;
        captures.retain(|capture| capture.kind != CaptureKind::Import);
        let mut ended = None;
        for capture in &captures {
            let (at, end) = times(capture);
            let waited = ended.zip(at).map(|(ended, at): (Timestamp, Timestamp)| at.duration_since(ended));
            ended = end.or(ended);
            told.push(line(&visit.kommun, capture, waited));
        }
        let asked: BTreeSet<&str> = captures.iter().map(|capture| capture.url.as_str()).collect();
        // Whatever waits when a visit ends was not left out: its turn never came.
        for left in store.unread(visit.id, i64::MAX).await? {
            if let Some(reason) = left.reason.filter(|_| !asked.contains(left.url.as_str())) {
                told.push(left_out(&visit.kommun, left.url, reason));
            }
        }
    }
    Ok(told)
}

/// When a request was sent and when its answer had ended.
fn times(capture: &CaptureRow) -> (Option<Timestamp>, Option<Timestamp>) {
    let at: Option<Timestamp> = capture.sent_at.parse().ok();
    let took = SignedDuration::from_millis(i64::try_from(capture.millis).unwrap_or(0));
    (at, at.and_then(|at| at.checked_add(took).ok()))
}

fn line(kommun: &Kommun, capture: &CaptureRow, waited: Option<SignedDuration>) -> Asked {
    // A refusal of our own (stop list, address guard, no such name) leaves no trace on any wire.
    let sent = capture.status > 0 || !capture.remote.is_empty() || capture.wire_bytes > 0 || !is_ours(capture.reason);
    let is_robots = capture.kind == CaptureKind::Robots || capture.url.ends_with("/robots.txt");
    let via = if capture.url == capture.final_url { String::new() } else { capture.url.clone() };
    Asked {
        kommun: kommun.code.clone(),
        name: kommun.name.clone(),
        at: capture.sent_at.clone(),
        method: match capture.kind {
            _ if !sent => "",
            CaptureKind::LinkCheck => "HEAD",
            _ => "GET",
        },
        kind: capture.kind.code(),
        url: capture.final_url.clone(),
        via,
        status: (capture.status > 0).then_some(capture.status),
        reason: capture.reason,
        bytes: capture.wire_bytes,
        millis: capture.millis,
        waited_millis: waited.map(|waited| u64::try_from(waited.as_millis()).unwrap_or(0)),
        robots: match capture.reason {
            _ if is_robots => RobotsVerdict::Itself,
            reason => verdict(reason),
        },
        server: capture.remote.clone(),
        asked_if: capture.asked_if.clone(),
        unchanged: capture.revisit_of.is_some(),
        sha256: capture.sha256.clone().unwrap_or_default(),
    }
}

fn left_out(kommun: &Kommun, url: String, reason: Reason) -> Asked {
    let robots = match verdict(Some(reason)) {
        RobotsVerdict::Allowed => RobotsVerdict::NotAsked,
        said => said,
    };
    Asked {
        kommun: kommun.code.clone(),
        name: kommun.name.clone(),
        at: String::new(),
        method: "",
        kind: CaptureKind::Page.code(),
        url,
        via: String::new(),
        status: None,
        reason: Some(reason),
        bytes: 0,
        millis: 0,
        waited_millis: None,
        robots,
        server: String::new(),
        asked_if: Vec::new(),
        unchanged: false,
        sha256: String::new(),
    }
}

fn verdict(reason: Option<Reason>) -> RobotsVerdict {
    match reason {
        Some(Reason::RobotsDisallow) => RobotsVerdict::Disallowed,
        Some(Reason::RobotsUnreachable) => RobotsVerdict::Unreachable,
        Some(reason) if is_ours(Some(reason)) => RobotsVerdict::NotAsked,
        _ => RobotsVerdict::Allowed,
    }
}

/// Whether a reason stops a request before anything is sent.
fn is_ours(reason: Option<Reason>) -> bool {
    matches!(
        reason,
        Some(
            Reason::StopListed
                | Reason::PrivateAddress
                | Reason::DnsFailed
                | Reason::DnsSilent
                | Reason::NoNetwork
                | Reason::OutOfScope
                | Reason::RobotsDisallow
                | Reason::RobotsUnreachable
        )
    )
}

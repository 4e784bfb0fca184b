//! The lines of `--summary`: one a seed, always, whatever became of it.
//!
//! What must stay true: blocked and failed have no score; a seed that stays open for want of a network, or because the
//! audit was interrupted, is told as failed (or partial) with that reason.

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

use crate::domain::{Reason, VisitStatus};
use crate::score::{KommunResult, RoundResult};

#[derive(Serialize)]
struct Line<'a> {
    host: String,
    kommun: &'a str,
    pages_ok: u32,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    score: Option<Range>,
    /// Requests sent, robots.txt and redirects included.
    requests: u32,
    /// Bytes that came over the wire.
    bytes: u64,
    titles: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Range {
    low: f64,
    value: Option<f64>,
    high: f64,
}

/// JSON lines, kommuner by code, each ending in a newline. `open`: why visits were left open
/// ([`super::RoundOutcome::open`]).
pub fn lines(result: &RoundResult, open: &BTreeMap<String, Reason>) -> String {
    let mut lines = String::new();
    for kommun in &result.kommuner {
        let line = line(kommun, open.get(&kommun.kommun.code).copied());
        lines.push_str(&serde_json::to_string(&line).unwrap_or_default());
        lines.push('\n');
    }
    lines
}

fn line(result: &KommunResult, open: Option<Reason>) -> Line<'_> {
    let visit = &result.visit;
    let (status, reason) = match visit.status {
        VisitStatus::Open if visit.pages_ok > 0 => (VisitStatus::Partial, open.or(Some(Reason::Interrupted))),
        VisitStatus::Open => (VisitStatus::Failed, open.or(Some(Reason::Interrupted))),
        status => (status, visit.reason),
    };
    Line {
        host: host(&result.kommun.start_url),
        kommun: &result.kommun.name,
        pages_ok: visit.pages_ok,
        status: status.code(),
        reason: reason.map(Reason::code),
        score: result.score.as_ref().map(|score| Range { low: score.low, value: score.value, high: score.high }),
        requests: visit.requests,
        bytes: result.bytes(),
        titles: titles(result),
    }
}

/// Host, with the port when the address names one.
fn host(start: &str) -> String {
    let Ok(url) = Url::parse(start) else { return start.to_owned() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What `title` says (the first heading where it says nothing), by path and query; the first page of a path counts.
fn titles(result: &KommunResult) -> serde_json::Map<String, serde_json::Value> {
    let mut titles = serde_json::Map::new();
    for page in &result.pages {
        let Ok(url) = Url::parse(&page.url) else { continue };
        let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let title = if page.head_title.is_empty() { &page.title } else { &page.head_title };
        titles.entry(path).or_insert_with(|| title.clone().into());
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::round::{Scope, Visit};
    use crate::domain::{Kommun, PageType, Round, RoundParams, StopList};
    use crate::score::PageRef;

    fn result(code: &str, status: VisitStatus, reason: Option<Reason>, pages: &[(&str, &str)]) -> KommunResult {
        KommunResult {
            kommun: Kommun {
                code: code.into(),
                name: "Hedlunda".into(),
                start_url: "http://127.0.1.5:8081/start".into(),
                ..Kommun::default()
            },
            visit: Visit {
                status,
                reason,
                pages_ok: u32::try_from(pages.len()).unwrap(),
                requests: 3,
                first_day: String::new(),
                last_day: String::new(),
            },
            score: None,
            rank: None,
            findings: vec![],
            decisions: vec![],
            pages: pages
                .iter()
                .map(|(url, title)| PageRef {
                    url: (*url).into(),
                    title: (*title).into(),
                    head_title: String::new(),
                    page_type: PageType::Ovrigt,
                    read_on: String::new(),
                    sha256: String::new(),
                    record: String::new(),
                    by_hand: None,
                })
                .collect(),
            log: vec![],
        }
    }

    #[test]
    fn every_seed_has_a_line_with_its_reason() {
        let params = RoundParams {
            judged_on: jiff::civil::date(2026, 1, 1),
            page_budget: 1,
            scope: Scope::Topic,
            max_body: 1,
            seeds_sha256: String::new(),
            rules_sha256: String::new(),
            normaliser: 1,
            stop_list: StopList::default(),
        };
        let pages = [("http://127.0.1.5:8081/a?b=1", "Hemtjänst \"x\"")];
        let round = RoundResult {
            round: Round { name: "r".into(), opened_at: String::new(), params },
            kommuner: vec![
                result("1", VisitStatus::Blocked, Some(Reason::RobotsDisallow), &[]),
                result("2", VisitStatus::Open, None, &[]),
                result("3", VisitStatus::Open, None, &pages),
                result("4", VisitStatus::Complete, None, &pages),
            ],
        };
        let open = BTreeMap::from([("2".to_owned(), Reason::NoNetwork)]);
        insta::assert_snapshot!(lines(&round, &open), @r#"
        {"host":"127.0.1.5:8081","kommun":"Hedlunda","pages_ok":0,"status":"blocked","reason":"robots-disallow","score":null,"requests":3,"bytes":0,"titles":{}}
        {"host":"127.0.1.5:8081","kommun":"Hedlunda","pages_ok":0,"status":"failed","reason":"no-network","score":null,"requests":3,"bytes":0,"titles":{}}
        {"host":"127.0.1.5:8081","kommun":"Hedlunda","pages_ok":1,"status":"partial","reason":"interrupted","score":null,"requests":3,"bytes":0,"titles":{"/a?b=1":"Hemtjänst \"x\""}}
        {"host":"127.0.1.5:8081","kommun":"Hedlunda","pages_ok":1,"status":"complete","score":null,"requests":3,"bytes":0,"titles":{"/a?b=1":"Hemtjänst \"x\""}}
        "#);
    }
}

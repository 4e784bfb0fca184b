//! A round over hosts that misbehave in every way of docs' promises, run as a user runs it: `hemkoll audit`.
//!
//! Every host must end with the right status and reason, its good pages collected; the servers' own logs say whether
//! robots.txt, the gap and the bounds were kept; a lure in a net that is not opened says whether it was contacted.

mod bounds;
mod broken;
mod case;
mod encrypted;
mod endless;
mod rules;
mod server;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;

use case::Case;
use encrypted::Authority;
use server::{Seen, Server, html};

/// Seconds between two requests to one host.
const GAP: Duration = Duration::from_millis(100);
const PAGES: usize = 48;
/// What a round over hostile hosts may take, in kB.
const MEMORY: u64 = 1_000_000;

static CANARY: OnceLock<u16> = OnceLock::new();

/// The port of the lure on 127.0.2.1.
pub(crate) fn canary() -> u16 {
    *CANARY.get().expect("the lure is started first")
}

#[derive(serde::Deserialize)]
struct Line {
    host: String,
    pages_ok: usize,
    status: String,
    reason: Option<String>,
    titles: BTreeMap<String, String>,
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "the memory it took is a figure to be seen")]
async fn every_hostile_host_ends_as_it_should() {
    let lure = Server::start("127.0.2.1", None, Arc::new(|_| html("<p>hemligt"))).await;
    CANARY.get_or_init(|| lure.address.port());
    let authority = Authority::new();
    let all = [bounds::cases(), broken::cases(), rules::cases(), endless::cases(), encrypted::cases(&authority)];
    let mut cases = Vec::new();
    for (number, case) in (1..).zip(all.into_iter().flatten()) {
        let server = Server::start(&format!("127.0.1.{number}"), case.tls.clone(), Arc::clone(&case.handler)).await;
        cases.push((case, server));
    }
    let nobody = tokio::net::TcpListener::bind("127.0.1.250:0").await.unwrap();
    let gone = nobody.local_addr().unwrap().to_string();
    drop(nobody);

    let folder = tempfile::tempdir().unwrap();
    let start = |(case, server): &(Case, Server)| {
        format!("{}://{}{}", if case.tls.is_some() { "https" } else { "http" }, server.address, case.start)
    };
    let seeds: Vec<String> = cases.iter().map(start).chain([format!("http://{gone}/")]).collect();
    std::fs::write(folder.path().join("seeds.txt"), seeds.join("\n")).unwrap();
    std::fs::write(folder.path().join("ca.pem"), authority.pem()).unwrap();
    let at = folder.path().to_owned();
    let (code, memory) = tokio::task::spawn_blocking(move || audit(&at)).await.unwrap();
    assert_eq!(code, Some(3), "finished, and some could not be assessed");
    println!("{} hosts, at most {memory} kB", seeds.len());
    assert!(memory < MEMORY, "{memory} kB");

    let summary = std::fs::read_to_string(folder.path().join("summary.jsonl")).unwrap();
    let lines: BTreeMap<String, Line> =
        summary.lines().map(|line| serde_json::from_str::<Line>(line).unwrap()).map(|l| (l.host.clone(), l)).collect();
    assert_eq!(lines.len(), seeds.len(), "one line a seed");
    let mut faults = Vec::new();
    let line = &lines[&gone];
    if (line.status.as_str(), line.reason.as_deref()) != ("failed", Some("connection-refused")) {
        faults.push(format!("nobody home: {} {:?}", line.status, line.reason));
    }
    for (case, server) in &cases {
        let mut told = outcome(case, &lines[&server.address.to_string()]);
        told.extend(manners(case, &server.seen()));
        faults.extend(told.into_iter().map(|fault| format!("{}: {fault}", case.name)));
    }
    let lured = lure.seen();
    if !lured.is_empty() {
        faults.push(format!("a net that is not opened was contacted: {lured:?}"));
    }
    assert!(faults.is_empty(), "{} faults of {} hosts\n{}", faults.len(), seeds.len(), faults.join("\n"));
}

/// Runs the audit; its exit code and the most memory it had.
fn audit(folder: &Path) -> (Option<i32>, u64) {
    let mut child = Command::new(cargo_bin!("hemkoll"))
        .current_dir(folder)
        .args(["audit", "--seeds", "seeds.txt", "--allow-net", "127.0.1.0/24", "--ca", "ca.pem", "--scope", "site"])
        .args(["--gap", &GAP.as_secs_f64().to_string(), "--page-budget", &PAGES.to_string(), "--deadline", "4"])
        .args(["--db", "sqlite:h.db", "--summary", "summary.jsonl"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut memory = 0;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        memory = memory.max(peak.and_then(|kb| kb.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended.code(), memory);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn outcome(case: &Case, line: &Line) -> Vec<String> {
    let mut faults = Vec::new();
    if (line.status.as_str(), line.reason.as_deref()) != (case.status, case.reason) {
        faults.push(format!("{} {:?}, not {} {:?}", line.status, line.reason, case.status, case.reason));
    }
    for (path, title) in &case.good {
        if line.titles.get(path) != Some(title) {
            faults.push(format!("{path} is {:?}, not {title:?}", line.titles.get(path)));
        }
    }
    if case.pages.is_some_and(|pages| pages != line.pages_ok) {
        faults.push(format!("{} pages, not {:?}: {:?}", line.pages_ok, case.pages, line.titles));
    }
    faults
}

/// robots.txt first, GET alone, the gap, one at a time, the budget: as the server saw it.
fn manners(case: &Case, seen: &[Seen]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |text: String| faults.push(text);
    if seen.first().is_some_and(|first| first.path != "/robots.txt") {
        fault(format!("{} before robots.txt", seen[0].path));
    }
    if seen.len() > PAGES * 4 {
        fault(format!("{} requests", seen.len()));
    }
    // The handshake of TLS stands between the client's start and the server's log: no slack for it is needed, since both
    // ends of the gap move by as much or more.
    let gap = case.gap.unwrap_or(GAP).saturating_sub(Duration::from_millis(2));
    for pair in seen.windows(2) {
        let from = pair[0].answered.unwrap_or(pair[0].arrived).max(pair[0].arrived);
        let apart = pair[1].arrived.saturating_duration_since(from);
        if apart < gap {
            fault(format!("{} only {apart:?} after {}", pair[1].path, pair[0].path));
        }
    }
    for request in seen {
        if request.method != "GET" {
            fault(format!("{} {}", request.method, request.path));
        }
        if case.forbidden.iter().any(|path| request.path.starts_with(path)) {
            fault(format!("{} was asked for", request.path));
        }
    }
    for (path, times) in &case.asked {
        let asked = seen.iter().filter(|request| request.path == *path).count();
        if asked != *times {
            fault(format!("{path} was asked for {asked} times, not {times}"));
        }
    }
    faults
}

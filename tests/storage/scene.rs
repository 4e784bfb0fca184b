//! A few sites on loopback whose own log is the referee, and the program started on them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use hemkoll::clock::Clock;
use tokio::time::Instant;

/// Seconds between requests to one server.
pub(crate) const GAP: f64 = 0.02;

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub host: String,
    pub path: String,
    /// The User-Agent.
    pub agent: String,
    socket: u16,
    arrived: Instant,
}

#[derive(Clone)]
struct Server {
    socket: u16,
    pages: usize,
    log: Arc<Mutex<Vec<Asked>>>,
}

/// Sites, and a folder for databases.
pub(crate) struct Scene {
    pub folder: tempfile::TempDir,
    names: Vec<(String, SocketAddr)>,
    log: Arc<Mutex<Vec<Asked>>>,
}

/// A page of a site: a tree of pages about hemtjänst, each with two below it.
fn page(host: &str, path: &str, pages: usize) -> Option<String> {
    let number: usize = if path == "/" { 0 } else { path.strip_prefix("/hemtjanst/")?.parse().ok()? };
    if number >= pages {
        return None;
    }
    let below = [2 * number + 1, 2 * number + 2].into_iter().filter(|&below| below < pages);
    let links: Vec<String> =
        below.map(|below| format!("<li><a href='/hemtjanst/{below}'>Hemtjänst, del {below}</a>")).collect();
    let links = links.concat();
    let phone = if number == 3 {
        "<p>Ring biståndshandläggaren på telefon 08-465 004 12 vardagar kl. 9–11.</p>"
    } else {
        ""
    };
    Some(format!(
        "<!doctype html><html lang=sv><title>Hemtjänst del {number} - {host}</title><main><h1>Hemtjänst {number}</h1>\
         <p>Hemtjänst är hjälp i ditt hem när du inte klarar allt själv. Det här är sida {number} av {pages} hos {host}. \
         Du kan få hjälp med städning, tvätt, inköp och personlig omsorg som dusch och påklädning.</p>{phone}\
         <ul>{links}</ul></main></html>"
    ))
}

async fn answer(State(server): State<Server>, headers: HeaderMap, uri: Uri) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (host, path) = (header("host"), uri.path().to_owned());
    let (agent, arrived) = (header("user-agent"), Clock::System.instant());
    let asked = Asked { host: host.clone(), path: path.clone(), agent, socket: server.socket, arrived };
    server.log.lock().unwrap().push(asked);
    if host == "hangande.test" && path == "/hemtjanst/2" {
        tokio::time::sleep(Duration::from_mins(1)).await;
    }
    match page(&host, &path, server.pages) {
        Some(page) => Html(page).into_response(),
        None => (StatusCode::NOT_FOUND, Html("<title>404</title>Sidan finns inte.")).into_response(),
    }
}

impl Scene {
    /// Sites of so many pages, `per_socket` of them on each server.
    pub(crate) async fn new(names: &[&str], per_socket: usize, pages: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = Arc::default();
        let mut sites = Vec::new();
        for shared in names.chunks(per_socket) {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = Server { socket: address.port(), pages, log: Arc::clone(&log) };
            let app = Router::new().fallback(answer).with_state(server);
            tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
            sites.extend(shared.iter().map(|name| ((*name).to_owned(), address)));
        }
        let seeds: Vec<String> = names.iter().map(|name| format!("http://{name}/")).collect();
        std::fs::write(folder.path().join("seeds.txt"), seeds.join("\n")).unwrap();
        Self { folder, names: sites, log }
    }

    /// The database file of that name, as an address.
    pub(crate) fn file(&self, name: &str) -> String {
        format!("sqlite:{}", self.folder.path().join(name).display())
    }

    /// `hemkoll COMMAND` on a database with the tests' own rules.
    pub(crate) fn command(&self, command: &str, db: &str) -> Command {
        let mut program = Command::new(cargo_bin("hemkoll"));
        let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regler");
        program.args([command, "--db", db, "--rules", rules]).current_dir(self.folder.path());
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        program
    }

    /// A command that takes no rules.
    pub(crate) fn without_rules(&self, args: &[&str], db: &str) -> Command {
        let mut program = Command::new(cargo_bin("hemkoll"));
        program.args(args).args(["--db", db]).current_dir(self.folder.path());
        program.stdin(Stdio::null()).stderr(Stdio::piped());
        program
    }

    /// Adds how to reach the sites, and how fast.
    pub(crate) fn paced(&self, mut program: Command) -> Command {
        program.args(["--allow-net", "127.0.0.0/8", "--gap", &GAP.to_string()]);
        for (name, address) in &self.names {
            program.args(["--resolve", &format!("{name}={address}")]);
        }
        program
    }

    /// `hemkoll audit` on a database.
    pub(crate) fn audit(&self, db: &str) -> Command {
        let mut program = self.paced(self.command("audit", db));
        program.args(["--seeds", "seeds.txt", "--round", "prov", "--scope", "site", "--page-budget", "500"]);
        program
    }

    /// Runs an audit to its end, which must be good.
    pub(crate) fn finish(&self, db: &str) {
        let output = self.audit(db).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }

    /// The round as jsonl.
    pub(crate) fn export(&self, db: &str) -> String {
        let output = self.command("export", db).stdout(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What the servers have seen so far.
    pub(crate) fn log(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }

    /// Number of requests that the servers have seen.
    pub(crate) fn asked(&self) -> usize {
        self.log.lock().unwrap().len()
    }

    /// Forgets what the servers have seen.
    pub(crate) fn forget(&self) {
        self.log.lock().unwrap().clear();
    }

    /// Waits until the servers have seen what it takes, or the program has ended.
    pub(crate) fn wait(&self, child: &mut Child, enough: impl Fn(&[Asked]) -> bool) {
        while !enough(&self.log.lock().unwrap()) && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Asserts that every server was left in peace for the gap after each request (which it answers at once), whoever asked.
pub(crate) fn assert_gaps(log: &[Asked]) {
    let mut last: BTreeMap<u16, &Asked> = BTreeMap::new();
    for asked in log {
        if let Some(before) = last.insert(asked.socket, asked) {
            let rested = asked.arrived.saturating_duration_since(before.arrived);
            assert!(rested >= Duration::from_secs_f64(GAP), "{before:?}, then after {rested:?} {asked:?}");
        }
    }
}

/// Asserts that what a run asks for again, after what earlier runs asked for, is at most the step in flight of each
/// host: one page, at the start page robots.txt too.
pub(crate) fn assert_only_in_flight_again(earlier: &[Asked], run: &[Asked]) {
    let before: BTreeSet<(&str, &str)> =
        earlier.iter().map(|asked| (asked.host.as_str(), asked.path.as_str())).collect();
    let mut again: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for asked in run.iter().filter(|asked| before.contains(&(asked.host.as_str(), asked.path.as_str()))) {
        again.entry(&asked.host).or_default().push(&asked.path);
    }
    for (host, paths) in again {
        assert!(matches!(paths.as_slice(), [_] | ["/robots.txt", "/"]), "{host}: {paths:?} asked for again");
    }
}

/// What a program said, for a failing test.
pub(crate) fn said(output: &Output) -> String {
    format!("exit {:?}\n{}", output.status.code(), String::from_utf8_lossy(&output.stderr))
}

/// Asserts that a program ended with exit code 5, and returns the one line in which it said why.
pub(crate) fn storage_line(output: &Output, progress: bool) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(5), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() == 1 || progress && !lines.is_empty(), "{text}");
    (*lines.last().unwrap()).to_owned()
}

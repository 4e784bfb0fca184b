//! The web UI under load while an audit runs: `cargo bench --bench serve -- SECONDS [KOMMUNER PAGES]`.
//!
//! Three rounds of 290 × 60 pages judged by all rules stand in SQLite; a fourth is being read from a world on loopback by
//! a process of its own, into the same file. Meanwhile thirty pages a second are asked for over loopback, each over a
//! connection of its own. What is asked: half of the answers of the ranking and of a kommun's page within 50 ms. Wall
//! times mean something on a calm machine only.

mod cost;
mod kommun;
mod stored;
#[expect(dead_code, reason = "costs and the referee are for the bench of whole rounds")]
mod world;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use hemkoll::audit::desk::Desk;
use hemkoll::clock::Clock;
use hemkoll::crawl::{FetchSettings, VisitSettings};
use hemkoll::domain::Kommun;
use hemkoll::store::Store;
use hemkoll::{seeds, web};
use kommun::Chance;
use stored::Stored;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use world::Size;

/// Pages asked for each second.
const RATE: u32 = 30;
/// Bytes of a stored page: what is shown of a round does not depend on it.
const BYTES: usize = 8_000;
/// The web that is read meanwhile.
const WORLD: Size = Size { hosts: 290, pages: 40, bytes: 73_000 };
/// Seconds between two requests to one of its hosts.
const GAP: f64 = 1.0;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match arguments.as_slice() {
        ["world"] => Ok(world::server::run(WORLD)?),
        ["audit", port, file] => {
            runtime.block_on(world::auditor::audit(port.parse()?, WORLD, GAP, Path::new(file))).map(drop)
        }
        [seconds] => runtime.block_on(load(seconds.parse()?, 290, 60)),
        [seconds, kommuner, pages] => runtime.block_on(load(seconds.parse()?, kommuner.parse()?, pages.parse()?)),
        _ => {
            say("cargo bench --bench serve -- SECONDS [KOMMUNER PAGES]");
            Ok(())
        }
    }
}

async fn load(seconds: u32, kommuner: usize, pages: usize) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("rounds.db");
    let kommuner = fill(&file, kommuner, pages).await?;
    let store = Store::open(&format!("sqlite:{}", file.display())).await?;
    let judge = stored::judge();
    let fetch = FetchSettings::default();
    let desk = Desk::open(Arc::clone(&judge.rules), seeds::embedded_amounts(), fetch, VisitSettings::default())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = web::router(store, judge.rules, Clock::System, desk, web::Access::LOCAL);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let (mut audit, before) = (Audit::begin(&file)?, cost::cpu()?);
    let (first, _) = get(address, "/").await?;
    say(&format!("the first page, with the rounds read: {} ms", first.as_millis()));
    let ranking = get(address, "/ranking.html").await?.1;
    let of_kommuner: Vec<String> =
        hrefs(&ranking).filter(|link| link.starts_with("kommun/")).map(str::to_owned).collect();
    ensure!(of_kommuner.len() >= kommuner, "the ranking leads to {} kommuner", of_kommuner.len());

    let mut chance = Chance(2026);
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / RATE);
    let mut answers = Vec::new();
    for _ in 0..seconds * RATE {
        ticks.tick().await;
        let (kind, path) = match chance.below(10) {
            0 => ("start", "/".to_owned()),
            1 => ("ranking", "/ranking.html".to_owned()),
            2 => ("ranking of a län", format!("/ranking.html?lan={}", chance.one(&["01", "12", "14", "25"]))),
            3 => ("earlier round", format!("/omgang/2024/{}", of_kommuner[chance.below(of_kommuner.len())])),
            _ => ("kommun", format!("/{}", of_kommuner[chance.below(of_kommuner.len())])),
        };
        answers.push((kind, tokio::spawn(async move { get(address, &path).await.map(|(time, _)| time) })));
    }
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for (kind, answer) in answers {
        times.entry(kind).or_default().push(answer.await??);
    }
    ensure!(audit.runs()?, "the audit ended before the load did: ask for fewer seconds");
    say("| page | answers | half within ms | 99 of 100 within ms | slowest ms |\n|---|--:|--:|--:|--:|");
    for (kind, mut times) in times {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)].as_millis();
        say(&format!("| {kind} | {} | {} | {} | {} |", times.len(), at(50), at(99), at(100)));
    }
    let cpu = cost::cpu()?.saturating_sub(before);
    say(&format!("the server took {cpu:?} of processor time and {} MB of memory", cost::memory("VmRSS")? / 1000));
    Ok(())
}

/// Writes the three rounds. Answers how many kommuner each has.
async fn fill(file: &Path, kommuner: usize, pages: usize) -> anyhow::Result<usize> {
    let store = Store::open(&format!("sqlite:{}", file.display())).await?;
    let kommuner: Vec<Kommun> = seeds::embedded().kommuner.into_iter().take(kommuner).collect();
    for (seed, name) in [(24, "2024"), (25, "2025"), (26, "2026")] {
        let round = Stored { name, kommuner: &kommuner, pages, bytes: BYTES, kinds: 12, seed: seed * 10_000 };
        round.write(&store, &stored::judge()).await?;
    }
    store.close().await;
    Ok(kommuner.len())
}

fn hrefs(page: &str) -> impl Iterator<Item = &str> {
    page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// A page, and how long its answer took.
async fn get(address: SocketAddr, path: &str) -> anyhow::Result<(Duration, String)> {
    let began = Clock::System.instant();
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let time = began.elapsed();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    ensure!(answer.starts_with("HTTP/1.1 200"), "{path}: {}", answer.lines().next().unwrap_or_default());
    Ok((time, answer))
}

/// An audit of a world on loopback, into the file that is shown.
struct Audit {
    world: Child,
    auditor: Child,
}

impl Audit {
    fn begin(file: &Path) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?;
        let mut world = Command::new(&program).arg("world").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut port = String::new();
        BufReader::new(world.stdout.take().context("the world has no output")?).read_line(&mut port)?;
        let auditor = Command::new(&program).args(["audit", port.trim()]).arg(file).spawn();
        let Ok(auditor) = auditor else {
            world.kill()?;
            bail!("the audit does not start");
        };
        Ok(Self { world, auditor })
    }

    fn runs(&mut self) -> anyhow::Result<bool> {
        Ok(self.auditor.try_wait()?.is_none())
    }
}

impl Drop for Audit {
    fn drop(&mut self) {
        for child in [&mut self.auditor, &mut self.world] {
            // Already gone is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn say(line: &str) {
    println!("{line}");
}

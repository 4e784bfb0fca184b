//! The self-check under load: `cargo bench --bench self_check -- SECONDS`.
//!
//! Twenty pastes a second from as many clients, each a page of its own, over loopback to the real router. What is asked:
//! the slowest of a hundred answers within a second, and memory flat: what the last quarter takes over the first.
//! Wall times mean something on a calm machine only; two threads answer, as on a machine of two cores.

mod cost;
mod kommun;

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use hemkoll::audit::desk::Desk;
use hemkoll::clock::Clock;
use hemkoll::crawl::{FetchSettings, VisitSettings};
use hemkoll::rules::RuleSet;
use hemkoll::store::Store;
use hemkoll::{seeds, web};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Pastes a second.
const RATE: u32 = 20;
/// Bytes of each.
const BYTES: usize = 20_000;

fn main() -> anyhow::Result<()> {
    let seconds = std::env::args().skip(1).find_map(|argument| argument.parse::<u32>().ok());
    let Some(seconds) = seconds else {
        say("cargo bench --bench self_check -- SECONDS");
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(load(seconds))
}

async fn load(seconds: u32) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&format!("sqlite:{}", folder.path().join("tom.db").display())).await?;
    let rules = Arc::new(RuleSet::embedded());
    let fetch = FetchSettings::default();
    let desk = Desk::open(Arc::clone(&rules), seeds::embedded_amounts(), fetch, VisitSettings::default())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = web::router(store, rules, Clock::System, desk, web::Access::LOCAL);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let mut ticks = tokio::time::interval(Duration::from_secs(1) / RATE);
    let mut answers = Vec::new();
    let mut memory = Vec::new();
    for number in 0..seconds * RATE {
        ticks.tick().await;
        answers.push(tokio::spawn(async move { paste(address, number).await }));
        if number % (RATE * seconds / 4).max(1) == 0 {
            memory.push(cost::memory("VmRSS")?);
        }
    }
    let mut times = Vec::new();
    let mut refused = 0;
    for answer in answers {
        match answer.await? {
            Ok(time) => times.push(time),
            Err(_) => refused += 1,
        }
    }
    memory.push(cost::memory("VmRSS")?);
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
    let shown = |percent: usize| at(percent).map_or_else(|| "–".to_owned(), |time| format!("{} ms", time.as_millis()));
    say(&format!("{} answers, {refused} refused", times.len()));
    say(&format!("half within {}, 99 of 100 within {}, all within {}", shown(50), shown(99), shown(100)));
    say(&format!("resident memory by quarter, kB: {memory:?}; processor time in all: {:?}", cost::cpu()?));
    Ok(())
}

/// One paste of a client of its own, and how long its answer took.
async fn paste(address: std::net::SocketAddr, number: u32) -> anyhow::Result<Duration> {
    let (seed, title) = (u64::from(number), "Hemtjänst");
    let page = kommun::Recipe { seed, bytes: BYTES, main: true, numbers: false, title, links: &[] }.write();
    let body = format!(
        "--gr\r\nContent-Disposition: form-data; name=\"kalla\"\r\n\r\nbokmarke\r\n\
         --gr\r\nContent-Disposition: form-data; name=\"html\"\r\n\r\n{page}\r\n--gr--\r\n"
    );
    let client = std::net::Ipv4Addr::from(0x0a00_0000 + number);
    let head = format!(
        "POST /sjalvkoll HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: {client}\r\n\
         Content-Type: multipart/form-data; boundary=gr\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let started = Clock::System.instant();
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    anyhow::ensure!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer[..60.min(answer.len())])
    );
    Ok(started.elapsed())
}

fn say(line: &str) {
    // Nobody is left to tell when standard out is closed.
    let _ = writeln!(std::io::stdout(), "{line}");
}

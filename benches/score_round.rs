//! A full-size round judged again from the archive: `cargo bench --bench score_round -- [HOSTS PAGES BYTES]`.
//!
//! A round of 290 × 60 pages of 73 kB is written as the crawl writes it (64 pages a transaction, a real disk), then
//! judged by all rules as `hemkoll score` does. Each part is a process of its own, so that its peak memory is its own.

mod cost;
mod kommun;
mod stored;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use hemkoll::audit::{Silent, rescore};
use hemkoll::clock::Clock;
use hemkoll::domain::Kommun;
use hemkoll::rules::RuleSet;
use hemkoll::store::Store;
use stored::Stored;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.as_slice() {
        ["fill", file, hosts, pages, bytes] => {
            runtime.block_on(fill(file, hosts.parse()?, pages.parse()?, bytes.parse()?))
        }
        ["score", file] => runtime.block_on(score(file)),
        [] => both(["290", "60", "73000"]),
        [hosts, pages, bytes] => both([hosts, pages, bytes]),
        _ => bail!("cargo bench --bench score_round -- [HOSTS PAGES BYTES]"),
    }
}

fn both(size: [&str; 3]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("round.db").display().to_string();
    let program = std::env::current_exe()?;
    say("| what | pages | wall s | pages a second | CPU s per 1,000 pages | peak MB |");
    say("|---|--:|--:|--:|--:|--:|");
    for part in [["fill", &file].iter().chain(&size).copied().collect::<Vec<_>>(), vec!["score", &file]] {
        if !Command::new(&program).args(part).status()?.success() {
            bail!("a part failed");
        }
    }
    Ok(())
}

/// Writes the round. Only the writing is timed.
async fn fill(file: &str, hosts: usize, pages: usize, bytes: usize) -> anyhow::Result<()> {
    let store = Store::open(&format!("sqlite:{file}")).await?;
    let kommuner: Vec<Kommun> = (0..hosts).map(kommun).collect();
    let round = Stored { name: "full", kommuner: &kommuner, pages, bytes, kinds: 1, seed: 0 };
    let wall = round.write(&store, &stored::judge()).await?;
    store.close().await;
    row_of("written by one writer", hosts * pages, wall, None)
}

async fn score(file: &str) -> anyhow::Result<()> {
    let store = Store::open_existing(&format!("sqlite:{file}")).await?;
    let began = Clock::System.instant();
    let changes = rescore(&store, "full", Arc::new(RuleSet::embedded()), &Silent).await?;
    let wall = began.elapsed();
    store.close().await;
    row_of("judged again", changes.pages, wall, Some(cost::cpu()?))
}

fn kommun(number: usize) -> Kommun {
    Kommun {
        code: format!("{number:04}"),
        name: format!("Ort{number:03}"),
        start_url: format!("https://kommun-{number}.test/"),
        ..Kommun::default()
    }
}

fn row_of(what: &str, pages: usize, wall: Duration, cpu: Option<Duration>) -> anyhow::Result<()> {
    let count = f64::from(u32::try_from(pages)?);
    let cpu = cpu.map_or_else(|| "–".to_owned(), |cpu| format!("{:.2}", cpu.as_secs_f64() * 1000.0 / count));
    let (seconds, rate, peak) = (wall.as_secs_f64(), count / wall.as_secs_f64(), cost::memory("VmHWM")? / 1000);
    say(&format!("| {what} | {pages} | {seconds:.1} | {rate:.0} | {cpu} | {peak} |"));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn say(line: &str) {
    println!("{line}");
}

//! A full-size round judged again from the archive: `cargo bench --bench score_round -- [HOSTS PAGES BYTES]`.
//!
//! A round of 290 × 60 pages of 73 kB is written as the crawl writes it (64 pages a transaction, a real disk), then
//! judged by all rules as `hemkoll score` does. Each part is a process of its own, so that its peak memory is its own.

mod kommun;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use hemkoll::audit::{Silent, rescore};
use hemkoll::clock::Clock;
use hemkoll::domain::round::Scope;
use hemkoll::domain::{Kommun, PageType, Round, RoundParams, VisitStatus};
use hemkoll::rules::RuleSet;
use hemkoll::store::{
    CaptureKind, FrontierState, Lease, NewCapture, NewPage, NewRound, PageCommit, Store, VisitProgress, Write,
};
use hemkoll::{archive, seeds};
use kommun::{Chance, Recipe};

/// Pages in one transaction, as the crawl's writer shares one among kommuner at work.
const GROUP: usize = 64;

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
    let round = Round { name: "full".to_owned(), opened_at: Clock::System.stamp(), params: params() };
    let new = NewRound { round: &round, amounts: &seeds::embedded_amounts(), rules: "[]", kommuner: &kommuner };
    let row = store.open_round(&new).await?.context("the round is there already")?;
    let manifest = RuleSet::embedded().manifest_sha256().to_owned();
    let worker = store.enter_worker(Duration::from_hours(24)).await?;
    let visits = store.claim(row.id, worker, hosts).await?;
    let texts: Vec<String> = (0..pages).map(|page| write(page, pages, bytes)).collect();
    let (mut wall, mut group) = (Duration::ZERO, Vec::with_capacity(GROUP));
    for (page, text) in texts.iter().enumerate() {
        for (host, (lease, _)) in visits.iter().enumerate() {
            group.push(step(*lease, host, page, text, &manifest));
            if group.len() == GROUP {
                wall += commit(&store, &mut group).await?;
            }
        }
    }
    for (lease, _) in &visits {
        let (status, manifest) = (VisitStatus::Complete, manifest.clone());
        group.push(Write::End { lease: *lease, status, reason: None, manifest, findings: Vec::new() });
    }
    wall += commit(&store, &mut group).await?;
    store.close().await;
    row_of("written by one writer", hosts * pages, wall, None);
    Ok(())
}

async fn commit(store: &Store, group: &mut Vec<Write>) -> anyhow::Result<Duration> {
    let began = Clock::System.instant();
    store.commit(group).await?;
    group.clear();
    Ok(began.elapsed())
}

async fn score(file: &str) -> anyhow::Result<()> {
    let store = Store::open_existing(&format!("sqlite:{file}")).await?;
    let began = Clock::System.instant();
    let changes = rescore(&store, "full", Arc::new(RuleSet::embedded()), &Silent).await?;
    let wall = began.elapsed();
    store.close().await;
    row_of("judged again", changes.pages, wall, cpu());
    Ok(())
}

fn kommun(number: usize) -> Kommun {
    Kommun {
        code: format!("{number:04}"),
        name: format!("Ort{number:03}"),
        start_url: address(number, 0),
        ..Kommun::default()
    }
}

fn address(host: usize, page: usize) -> String {
    if page == 0 {
        format!("http://kommun-{host}.test/")
    } else {
        format!("http://kommun-{host}.test/omsorg/hemtjanst-{page}")
    }
}

fn write(page: usize, pages: usize, bytes: usize) -> String {
    let below = (4 * page + 1..=4 * page + 4).take_while(|below| *below < pages);
    let links: Vec<_> =
        below.map(|below| (format!("/omsorg/hemtjanst-{below}"), format!("Hemtjänst del {below}"))).collect();
    let title = format!("Hemtjänst del {page}");
    let seed = Chance(page as u64).next();
    Recipe { seed, bytes, main: !page.is_multiple_of(3), numbers: page % 10 == 9, title: &title, links: &links }.write()
}

fn params() -> RoundParams {
    RoundParams {
        judged_on: jiff::civil::date(2026, 11, 22),
        page_budget: 60,
        scope: Scope::Topic,
        max_body: 10_000_000,
        seeds_sha256: String::new(),
        rules_sha256: RuleSet::embedded().manifest_sha256().to_owned(),
        normaliser: 1,
        stop_list: hemkoll::domain::StopList::default(),
    }
}

fn step(lease: Lease, host: usize, page: usize, text: &str, manifest: &str) -> Write {
    let (url, now) = (address(host, page), Clock::System.stamp());
    let body = archive::pack(text.replace("Tallmo", &format!("Ort{host:03}")).as_bytes());
    let capture = NewCapture {
        kind: CaptureKind::Page,
        url: url.clone(),
        final_url: url.clone(),
        sent_at: now.clone(),
        millis: 20,
        status: 200,
        http: "HTTP/1.1".to_owned(),
        remote: String::new(),
        headers: vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())],
        wire_bytes: body.size,
        body: Some(body),
        reason: None,
    };
    let ordinal = i64::try_from(page).unwrap_or(i64::MAX);
    Write::Page(Box::new(PageCommit {
        lease,
        first_ordinal: ordinal,
        captures: vec![capture],
        settled: Some((url.clone(), FrontierState::Done, None)),
        also_done: Vec::new(),
        page: Some(NewPage {
            url,
            depth: 1,
            title: format!("Hemtjänst del {page}"),
            head_title: String::new(),
            page_type: PageType::Hemtjanst,
            needs_javascript: false,
            text_sha256: String::new(),
            manifest: manifest.to_owned(),
            record: Vec::new(),
        }),
        links: Vec::new(),
        progress: VisitProgress { requests: 1, first_at: now.clone(), last_at: now, ..VisitProgress::default() },
    }))
}

/// Processor time of this process so far, user and system (Linux: in hundredths of a second).
fn cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(')')?.1;
    let ticks: Vec<u64> = after_name.split_whitespace().skip(11).take(2).filter_map(|part| part.parse().ok()).collect();
    Some(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

/// Peak of this process's resident memory, in MB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1000)
}

fn row_of(what: &str, pages: usize, wall: Duration, cpu: Option<Duration>) {
    let count = f64::from(u32::try_from(pages).unwrap_or(u32::MAX));
    let cpu = cpu.map_or_else(|| "–".to_owned(), |cpu| format!("{:.2}", cpu.as_secs_f64() * 1000.0 / count));
    let peak = peak().map_or_else(|| "–".to_owned(), |peak| peak.to_string());
    let (seconds, rate) = (wall.as_secs_f64(), count / wall.as_secs_f64());
    say(&format!("| {what} | {pages} | {seconds:.1} | {rate:.0} | {cpu} | {peak} |"));
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn say(line: &str) {
    println!("{line}");
}

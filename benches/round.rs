//! Whole rounds over a world of kommuner on loopback: `cargo bench --bench round -- polite73 polite8 full growth`.
//!
//! The world and the auditor are processes of their own; the world's log is the referee. What is asked of each figure
//! stands in the table that is printed. Wall times mean something on a calm machine only; the load is printed with them.

mod cost;
mod kommun;
mod world;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use world::Size;
use world::auditor::{self, Cost};
use world::log::{Line, Verdict, judge};

const USAGE: &str = "cargo bench --bench round -- NAME…
  polite73   290 hosts × 40 pages of 73 kB, 1.0 s between requests
  polite8    290 hosts × 40 pages of 8 kB, 0.2 s between requests
  full       29 hosts × 40 pages of 73 kB, no gap: what a page costs
  large      512 hosts × 1 page of 9.9 MB, no gap: what memory it takes
  growth     29, 290 and 2,900 hosts × 40 pages of 8 kB, no gap: linear and flat
  HOSTS PAGES BYTES GAP   any other world, e.g. 29 40 8000 0.2";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["world", hosts, pages, bytes] => Ok(world::server::run(size(hosts, pages, bytes)?)?),
        ["audit", port, hosts, pages, bytes, gap] => {
            auditor::run(port.parse()?, size(hosts, pages, bytes)?, gap.parse()?)
        }
        [] => {
            say(USAGE);
            Ok(())
        }
        [hosts, pages, bytes, gap] if hosts.parse::<usize>().is_ok() => {
            heading();
            round(size(hosts, pages, bytes)?, gap.parse()?)
        }
        names => {
            heading();
            names.iter().try_for_each(|name| named(name))
        }
    }
}

fn named(name: &str) -> anyhow::Result<()> {
    let world = |hosts, bytes| Size { hosts, pages: 40, bytes };
    match name {
        "polite73" => round(world(290, 73_000), 1.0),
        "polite8" => round(world(290, 8_000), 0.2),
        "full" => round(world(29, 73_000), 0.0),
        "large" => round(Size { hosts: 512, pages: 1, bytes: 9_900_000 }, 0.0),
        "growth" => [29, 290, 2_900].into_iter().try_for_each(|hosts| round(world(hosts, 8_000), 0.0)),
        other => bail!("there is no round {other}\n{USAGE}"),
    }
}

fn size(hosts: &str, pages: &str, bytes: &str) -> anyhow::Result<Size> {
    Ok(Size { hosts: hosts.parse()?, pages: pages.parse()?, bytes: bytes.parse()? })
}

/// One round, as a line of the table.
fn round(size: Size, gap: f64) -> anyhow::Result<()> {
    let program = std::env::current_exe()?;
    let numbers = [size.hosts, size.pages, size.bytes].map(|number| number.to_string());
    let mut world = Command::new(&program)
        .arg("world")
        .args(&numbers)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("the world does not start")?;
    let mut answers = BufReader::new(world.stdout.take().context("the world has no output")?);
    let mut port = String::new();
    answers.read_line(&mut port)?;
    let audit = Command::new(&program).arg("audit").arg(port.trim()).args(&numbers).arg(gap.to_string()).output()?;
    drop(world.stdin.take());
    let mut log = String::new();
    answers.read_to_string(&mut log)?;
    world.wait()?;
    let told = String::from_utf8_lossy(&audit.stdout);
    let Some(cost) = Cost::read(&told) else { bail!("the audit failed: {}", String::from_utf8_lossy(&audit.stderr)) };
    let log: Vec<Line> = log.lines().filter_map(Line::read).collect();
    row(size, gap, &cost, &judge(&log, size, Duration::try_from_secs_f64(gap)?));
    Ok(())
}

fn heading() {
    say(
        "| hosts × pages × bytes, gap | requests | wall s | floor s | wall/floor (≤ 1.02) | short gaps (0) | shortest s \
         | pages missed (0) | forbidden (0) | not complete (0) | CPU s per 1,000 pages (≤ 1.8 at 73 kB) | peak MB (< 100) | load |",
    );
    say("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
}

fn row(size: Size, gap: f64, cost: &Cost, verdict: &Verdict) {
    let pages = f64::from(u32::try_from(size.hosts * size.pages).unwrap_or(u32::MAX));
    let peak = f64::from(u32::try_from(cost.peak).unwrap_or(u32::MAX)) / 1000.0;
    let floor = verdict.floor.as_secs_f64();
    let ratio = if floor > 0.0 { format!("{:.3}", cost.wall.as_secs_f64() / floor) } else { "–".to_owned() };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    say(&format!(
        "| {} × {} × {}, {gap} s | {} | {:.2} | {floor:.2} | {ratio} | {} | {:.4} | {} | {} | {} | {:.2} | {peak:.0} | {} |",
        size.hosts,
        size.pages,
        size.bytes,
        verdict.requests,
        cost.wall.as_secs_f64(),
        verdict.short,
        verdict.shortest.as_secs_f64(),
        verdict.missed,
        verdict.forbidden,
        size.hosts - cost.complete,
        cost.cpu.as_secs_f64() * 1000.0 / pages,
        load.split(' ').next().unwrap_or_default()
    ));
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn say(line: &str) {
    println!("{line}");
}

//! The auditor of a world: `round audit PORT HOSTS PAGES BYTES GAP` runs a whole round in a process of its own and
//! prints what it cost.
//!
//! What must stay true: nothing is left out: robots.txt, politeness, judging by all rules, one transaction a page on
//! a real disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hemkoll::audit::{AuditRequest, Silent, round};
use hemkoll::clock::Clock;
use hemkoll::config::{ConfigFile, Settings};
use hemkoll::crawl::Fetcher;
use hemkoll::domain::{Kommun, round::Scope};
use hemkoll::rules::RuleSet;
use hemkoll::seeds;
use hemkoll::store::Store;
use tokio_util::sync::CancellationToken;

use super::{Size, address, host};
use crate::cost::{cpu, memory};

/// What a round cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Processor time of the auditor's process, all threads.
    pub(crate) cpu: Duration,
    /// Peak of its resident memory, in kB.
    pub(crate) peak: u64,
    /// Kommuner read to the end.
    pub(crate) complete: usize,
}

impl Cost {
    fn write(self) -> String {
        format!("{} {} {} {}", self.wall.as_millis(), self.cpu.as_millis(), self.peak, self.complete)
    }

    /// From the line that the auditor printed.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut parts = line.split_whitespace().map(str::parse::<u64>);
        let mut number = || parts.next()?.ok();
        let (wall, cpu, peak, complete) = (number()?, number()?, number()?, number()?);
        let (wall, cpu) = (Duration::from_millis(wall), Duration::from_millis(cpu));
        Some(Self { wall, cpu, peak, complete: usize::try_from(complete).ok()? })
    }
}

/// Runs a round of the world that answers on `port` into a database of its own, and prints its cost.
pub(crate) fn run(port: u16, size: Size, gap: f64) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let cost = runtime.block_on(audit(port, size, gap, &folder.path().join("round.db")))?;
    print(&cost.write());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn print(line: &str) {
    println!("{line}");
}

/// Runs a round into a database file.
pub(crate) async fn audit(port: u16, size: Size, gap: f64, file: &Path) -> anyhow::Result<Cost> {
    let kommuner: Vec<Kommun> = (0..size.hosts)
        .map(|number| Kommun {
            code: format!("{number:04}"),
            name: format!("Ort{number:03}"),
            start_url: format!("http://{}/", host(number)),
            ..Kommun::default()
        })
        .collect();
    let settings = Settings::resolve(ConfigFile {
        gap: Some(gap),
        scope: Some(Scope::Site),
        allow_net: Some(vec!["127.10.0.0/16".to_owned()]),
        resolve: Some((0..size.hosts).map(|n| format!("{}={}:{port}", host(n), address(n))).collect()),
        ..ConfigFile::default()
    })?;
    let clock = Clock::System;
    let fetcher = Fetcher::new(round::fetch_settings(&settings, clock))?;
    let store = Store::open(&format!("sqlite:{}", file.display())).await?;
    let request = AuditRequest {
        round: Some("bench".to_owned()),
        fresh: false,
        kommuner,
        amounts: seeds::embedded_amounts(),
        rules: Arc::new(RuleSet::embedded()),
        settings,
    };
    let (began, before) = (clock.instant(), cpu()?);
    let outcome = round::run(request, &store, fetcher, clock, Arc::new(Silent), CancellationToken::new()).await?;
    Ok(Cost {
        wall: began.elapsed(),
        cpu: cpu()?.saturating_sub(before),
        peak: memory("VmHWM")?,
        complete: outcome.visits.get("complete").copied().unwrap_or(0),
    })
}

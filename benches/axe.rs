//! The accessibility checks beside axe-core in Chromium, on the same pages in the same run: `cargo bench --bench axe --
//! CHROMIUM`, the path of the browser.
//!
//! Needs what `./check` installs into tests/web. What must stay true: both get the page loaded or as
//! text, ready to be looked at: axe is timed for `axe.run()` alone, with no loading and no drawing; hemkoll from text to
//! results, the parse with it.

mod kommun;
mod stages;

use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, ensure};
use hemkoll::clock::Clock;
use stages::{ALL, Stages};

/// How often each page is looked at; the fastest counts.
const TIMES: u32 = 20;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [chromium] = arguments.as_slice() else {
        say("cargo bench --bench axe -- CHROMIUM");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let pages = stages::pages();
    for (name, html) in &pages {
        std::fs::write(folder.path().join(format!("{name}.html")), html)?;
    }
    let stages = Stages::new();
    let own: Vec<[Duration; 2]> =
        pages.iter().map(|(_, html)| ["bare", "a11y"].map(|stage| fastest(&stages, stage, html))).collect();
    let axe = axe(folder.path(), chromium)?;
    say(format_args!("{:<22}{:>12}{:>12}{:>8}{:>12}{:>8}", "page", "bare parse", "hemkoll", "×", "axe-core", "×"));
    for ((name, _), [bare, own]) in pages.iter().zip(own) {
        let axe = Duration::from_secs_f64(axe.get(*name).with_context(|| format!("axe said nothing of {name}"))? / 1e3);
        let ratio = |of: Duration| of.as_secs_f64() / bare.as_secs_f64();
        let ms = |of: Duration| format!("{:.2} ms", of.as_secs_f64() * 1e3);
        say(format_args!(
            "{name:<22}{:>12}{:>12}{:>8.2}{:>12}{:>8.1}",
            ms(bare),
            ms(own),
            ratio(own),
            ms(axe),
            ratio(axe)
        ));
    }
    Ok(())
}

/// The fastest of several looks at a page.
fn fastest(stages: &Stages, stage: &str, html: &str) -> Duration {
    let (_, run) = ALL.into_iter().find(|(name, _)| *name == stage).expect("a stage of the list");
    let once = || {
        let start = Clock::System.instant();
        run(stages, html);
        start.elapsed()
    };
    (0..TIMES).map(|_| once()).min().unwrap_or_default()
}

/// Milliseconds that axe takes on each page of a folder, by the page's name.
fn axe(folder: &std::path::Path, chromium: &str) -> anyhow::Result<BTreeMap<String, f64>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web/axe-time.mjs");
    let output =
        Command::new("node").arg(script).arg(folder).args([chromium, &TIMES.to_string()]).output().context("node")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).context("what axe-time.mjs printed")
}

#[expect(clippy::print_stdout, reason = "a bench tells its figures")]
fn say(what: impl std::fmt::Display) {
    println!("{what}");
}

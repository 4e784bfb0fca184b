//! The same stages as `judge.rs`, counted in instructions: the same on a busy machine. `cargo bench --bench instructions`.
//!
//! Needs Valgrind, and nothing else: the bench runs itself under callgrind, one stage and page a time, and reads how many
//! instructions [`measured`] took. What must stay true: each stage is run once before it is counted, so that what is
//! built on first use is not counted.

mod kommun;
mod stages;

use std::process::Command;

use anyhow::{Context, ensure};
use stages::{ALL, Stage, Stages};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [stage, page] => {
            one(stage, page);
            Ok(())
        }
        _ => table(),
    }
}

/// Runs one stage on one page: once to warm up, once to be counted.
fn one(stage: &str, page: &str) {
    let (_, run) = ALL.into_iter().find(|(name, _)| *name == stage).expect("a stage of the list");
    let (_, html) = stages::pages().into_iter().find(|(name, _)| *name == page).expect("a page of the list");
    let stages = Stages::new();
    run(&stages, &html);
    measured(run, &stages, &html);
}

/// What callgrind counts.
#[inline(never)]
fn measured(run: Stage, stages: &Stages, html: &str) {
    run(stages, html);
}

fn table() -> anyhow::Result<()> {
    let names: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    say(&format!("| page | bare, thousand instructions | {} |", names[1..].join(" | ")));
    say(&format!("|---|--:|{}", "--:|".repeat(names.len() - 1)));
    for (page, _) in stages::pages() {
        let bare = counted("bare", page)?;
        let mut row = format!("| {page} | {:.0} |", bare / 1000.0);
        for stage in &names[1..] {
            row.push_str(&format!(" {:.2} × |", counted(stage, page)? / bare));
        }
        say(&row);
    }
    Ok(())
}

/// The instructions of a stage.
fn counted(stage: &str, page: &str) -> anyhow::Result<f64> {
    let profile = std::env::temp_dir().join(format!("hemkoll-{stage}.callgrind"));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*instructions*measured*"])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(std::env::current_exe()?)
        .args([stage, page])
        .output()
        .context("valgrind cannot be run; install it, then run the bench again")?;
    let told = String::from_utf8_lossy(&output.stderr);
    let collected = told.lines().find_map(|line| line.split_once("Collected :"));
    let (_, number) = collected.with_context(|| format!("callgrind counted nothing:\n{told}"))?;
    let number: f64 = number.trim().parse()?;
    ensure!(number > 0.0, "the function to count was not found");
    Ok(number)
}

#[expect(clippy::print_stdout, reason = "a bench answers on the standard output")]
fn say(line: &str) {
    println!("{line}");
}

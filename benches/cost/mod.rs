//! What a process costs, as Linux tells it of itself under `/proc`. Used by the benches that are processes of their own.

use std::time::Duration;

use anyhow::Context as _;

/// Processor time of this process so far, user and system, all threads: in the kernel's ticks of 10 ms.
pub(crate) fn cpu() -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold spaces.
    let (_, fields) = stat.rsplit_once(')').context("/proc/self/stat names no program")?;
    let ticks: Vec<u64> = fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse().ok()).collect();
    Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

/// This process's resident memory in kB, by the line that tells it: `VmRSS` now, `VmHWM` at its peak.
pub(crate) fn memory(line: &str) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let told = status.lines().find_map(|told| told.strip_prefix(line)?.strip_prefix(':'));
    Ok(told.with_context(|| format!("/proc/self/status lacks {line}"))?.trim().trim_end_matches(" kB").parse()?)
}

//! What the world saw, and what follows from it.
//!
//! What must stay true: judged by the world's own clock alone. A start is when the request is there, an answer when its
//! headers leave; so a gap seen here is never shorter than the one that was kept.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{CLOSED, Size, path};

/// A request: host, path, when it came and when its answer left, in microseconds of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) host: usize,
    pub(crate) path: String,
    pub(crate) came: u64,
    pub(crate) answered: u64,
}

impl Line {
    /// As one line of text.
    pub(crate) fn write(&self) -> String {
        format!("{} {} {} {}", self.host, self.came, self.answered, self.path)
    }

    /// From one line of text.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(4, ' ');
        let mut number = || parts.next()?.parse::<u64>().ok();
        let (host, came, answered) = (number()?, number()?, number()?);
        Some(Self { host: usize::try_from(host).ok()?, path: parts.next()?.to_owned(), came, answered })
    }
}

/// The verdict on a round.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) requests: usize,
    /// Gaps shorter than asked for, and the shortest of all.
    pub(crate) short: usize,
    pub(crate) shortest: Duration,
    /// Pages that were never asked for.
    pub(crate) missed: usize,
    /// Requests that robots.txt forbids.
    pub(crate) forbidden: usize,
    /// The longest row of requests to one host times the gap: nobody polite is faster.
    pub(crate) floor: Duration,
}

/// Judges a log.
pub(crate) fn judge(log: &[Line], size: Size, gap: Duration) -> Verdict {
    let mut by_host: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in log {
        by_host.entry(line.host).or_default().push(line);
    }
    let asked = u64::try_from(gap.as_micros()).expect("a gap is short");
    let (mut short, mut shortest, mut longest, mut missed) = (0, u64::MAX, 0, 0);
    for host in 0..size.hosts {
        let mut lines = by_host.remove(&host).unwrap_or_default();
        lines.sort_by_key(|line| line.came);
        longest = longest.max(lines.len());
        for pair in lines.windows(2) {
            let kept = pair[1].came.saturating_sub(pair[0].answered);
            shortest = shortest.min(kept);
            short += usize::from(kept < asked);
        }
        let seen: BTreeSet<&str> = lines.iter().map(|line| line.path.as_str()).collect();
        missed += (0..size.pages).filter(|page| !seen.contains(path(*page).as_str())).count();
    }
    Verdict {
        requests: log.len(),
        short,
        shortest: Duration::from_micros(shortest),
        missed,
        forbidden: log.iter().filter(|line| line.path.starts_with(CLOSED)).count(),
        floor: gap * u32::try_from(longest.saturating_sub(1)).expect("a few requests"),
    }
}

//! The desk of the self-check: drafts and addresses that people hand in over the web, judged at once.
//!
//! Place in the flow: web → **desk** → `check` on threads of its own → web.
//! What must stay true: nothing is stored or logged; parsing never runs on the threads that answer; so many wait at most,
//! the next is turned away; an address is read as any crawl reads one (robots.txt, guard, gap); it opens no host that
//! whoever opened the desk did not name.

pub mod kommun;
pub mod so_far;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use url::Url;

use super::check::{self, CheckOptions, CheckResult, Shape};
use super::worker::Workers;
use super::{AuditError, Judge};
use crate::crawl::{FetchSettings, FetchSetupError, Fetcher, MemoryGate, VisitSettings};
use crate::domain::Amounts;
use crate::rules::RuleSet;

/// Drafts that are judged or wait for it; each may hold two megabytes.
const WAITING: usize = 48;
/// Addresses that are read at once.
const READING: usize = 8;
/// Longest time from a draft to its answer.
const DRAFT: Duration = Duration::from_secs(15);
/// Longest time from an address to its answer.
const ADDRESS: Duration = Duration::from_secs(25);
/// Longest time for one answer from a site.
const ANSWER: Duration = Duration::from_secs(12);
/// Requests for one address: robots.txt, redirects, the page.
const REQUESTS: u32 = 12;
/// Longest `Retry-After` that a person should wait through.
const RETRY_AFTER: Duration = Duration::from_secs(5);
/// Addresses after which what is known of hosts is forgotten: a server runs for months.
const REMEMBERED: usize = 1000;
/// Largest page that is read from an address, inflated, in bytes.
const PAGE: u64 = 5_000_000;

/// What is handed in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The bytes of a page or a part of one.
    pub body: Vec<u8>,
    /// `Content-Type` of a file, if it came with one.
    pub content_type: Option<String>,
    /// What they are.
    pub shape: Shape,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Too many at once.
    #[error("Många granskar just nu.")]
    Full,
    /// It took too long.
    #[error("Granskningen tog för lång tid.")]
    Late,
    /// A fault of ours.
    #[error(transparent)]
    Broken(#[from] AuditError),
}

/// The desk. Open one for a server; it keeps its threads.
pub struct Desk {
    judge: Judge,
    workers: Workers,
    fetch: FetchSettings,
    visit: VisitSettings,
    outside: Mutex<Outside>,
    drafts: Semaphore,
    addresses: Semaphore,
    kommuner: Semaphore,
}

/// What is known of the hosts met, and how many addresses have been read with it.
struct Outside {
    fetcher: Fetcher,
    gate: Arc<MemoryGate>,
    read: usize,
}

impl Outside {
    fn new(fetch: &FetchSettings, gap: Duration) -> Result<Self, FetchSetupError> {
        let gate = Arc::new(MemoryGate::new(fetch.clock, gap));
        Ok(Self { fetcher: Fetcher::new(fetch.clone())?, gate, read: 0 })
    }
}

impl Desk {
    /// A desk that judges by a rule set and today's date, and reads addresses as `fetch` and `visit` say: with its gap,
    /// never what its stop list holds.
    pub fn open(
        rules: Arc<RuleSet>,
        amounts: Amounts,
        fetch: FetchSettings,
        visit: VisitSettings,
    ) -> Result<Self, DeskSetupError> {
        let judge = check::judge(rules, amounts, fetch.clock.today());
        let workers = Workers::start(&Arc::new(judge.clone()))?;
        let (deadline, max_body) = (fetch.deadline.min(ANSWER), fetch.max_body.min(PAGE));
        let fetch = FetchSettings { deadline, max_body, ..fetch };
        let outside = Mutex::new(Outside::new(&fetch, visit.gap)?);
        let [drafts, addresses, kommuner] = [WAITING, READING, kommun::AT_ONCE].map(Semaphore::new);
        let clock = fetch.clock;
        let visit = VisitSettings { retry_after_max: RETRY_AFTER, request_budget: Some(REQUESTS), clock, ..visit };
        Ok(Self { judge, workers, fetch, visit, outside, drafts, addresses, kommuner })
    }

    /// Judges a draft under an address that need not exist.
    pub async fn draft(&self, draft: Draft, url: Url, options: CheckOptions) -> Result<CheckResult, DeskError> {
        let _place = self.drafts.try_acquire().map_err(|_| DeskError::Full)?;
        let judge = self.judge_of_today();
        let _turn = self.workers.turn(draft.body.len()).await;
        let job = self.workers.run(move |_| {
            let Draft { body, content_type, shape } = &draft;
            check::check_draft(body, content_type.as_deref(), *shape, &url, &judge, &options)
        });
        let done = tokio::time::timeout(DRAFT, job).await.map_err(|_| DeskError::Late)??;
        Ok(done.ok_or_else(|| AuditError::Broken("texten gick inte att bedöma".to_owned()))?)
    }

    /// Reads and judges an address. What the web out there does wrong is in the answer ([`CheckResult::unreadable`]).
    pub async fn address(&self, url: &Url, options: CheckOptions) -> Result<CheckResult, DeskError> {
        let _place = self.addresses.try_acquire().map_err(|_| DeskError::Full)?;
        let until = Some(self.fetch.clock.instant() + ADDRESS);
        let settings = VisitSettings { until, ..self.visit.clone() };
        let (fetcher, gate) = self.outside();
        let job = check::visit(&fetcher, url, settings, gate, &self.workers, self.judge_of_today(), options);
        Ok(tokio::time::timeout(ADDRESS, job).await.map_err(|_| DeskError::Late)??)
    }

    /// Connections of its own, closed with the answer, and the gate that all share.
    fn outside(&self) -> (Fetcher, Arc<MemoryGate>) {
        let mut outside = self.outside.lock().unwrap_or_else(PoisonError::into_inner);
        outside.read += 1;
        if outside.read > REMEMBERED
            && let Ok(fresh) = Outside::new(&self.fetch, self.visit.gap)
        {
            *outside = fresh;
        }
        (outside.fetcher.for_visit(), Arc::clone(&outside.gate))
    }

    /// A server runs for months: what counts as old follows the day.
    fn judge_of_today(&self) -> Judge {
        Judge { today: self.fetch.clock.today(), ..self.judge.clone() }
    }
}

/// Why no desk could be opened.
#[derive(Debug, thiserror::Error)]
pub enum DeskSetupError {
    /// How to fetch.
    #[error(transparent)]
    Fetch(#[from] FetchSetupError),
    /// The threads.
    #[error(transparent)]
    Threads(#[from] AuditError),
}

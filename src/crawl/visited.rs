//! What a visitor is told and what it gives back.
//!
//! Place in the flow: audit and `check` → visitor → **these shapes** → archive and page model.
//! What must stay true: everything that was sent stands in the log, whatever came of it.

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::answer::{Fetched, RequestLog};
use super::failure::Failure;
use crate::clock::Clock;
use crate::domain::StopList;

/// How a visitor behaves.
#[derive(Clone, Debug)]
pub struct VisitSettings {
    /// Least time from one answer's headers to the next request of the group.
    pub gap: Duration,
    /// Redirects followed for one page.
    pub max_redirects: usize,
    /// Longest `Retry-After` that is waited for; beyond it the page is skipped as rate limited.
    pub retry_after_max: Duration,
    /// When the kommun's time is up.
    pub until: Option<Instant>,
    /// Requests that may be sent in all.
    pub request_budget: Option<u32>,
    /// Addresses that are never asked for.
    pub stop_list: StopList,
    /// The clock.
    pub clock: Clock,
}

impl Default for VisitSettings {
    fn default() -> Self {
        Self {
            gap: Duration::from_secs(1),
            max_redirects: 10,
            retry_after_max: Duration::from_mins(2),
            until: None,
            request_budget: None,
            stop_list: StopList::default(),
            clock: Clock::System,
        }
    }
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The address that redirected.
    pub from: Url,
    /// Where to.
    pub to: Url,
    /// HTTP status.
    pub status: u16,
}

/// A robots.txt that was read, for the archive.
#[derive(Clone, Debug)]
pub struct RobotsAnswer {
    /// `scheme://host[:port]/` that it holds for.
    pub origin: Url,
    /// The answer, or why there is none.
    pub result: Result<Fetched, Failure>,
}

/// What came of one address.
#[derive(Debug)]
pub struct Visited {
    /// The address that was asked for.
    pub requested: Url,
    /// Redirects that were followed.
    pub hops: Vec<Hop>,
    /// The final answer of any status (its `url` is the final address), or why there is none.
    pub result: Result<Fetched, Failure>,
    /// What came of the last body before the fault, when there is no whole answer.
    pub part: Option<Fetched>,
    /// Every request that was sent or tried on the way.
    pub log: Vec<RequestLog>,
    /// robots.txt files that were read on the way.
    pub robots: Vec<RobotsAnswer>,
}

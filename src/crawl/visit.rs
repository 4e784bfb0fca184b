//! One kommun's visitor: robots.txt first, then the gate, then one hop at a time.
//!
//! Place in the flow: audit gives it addresses from the frontier, `check` a single one; it gives back whole answers.
//! What must stay true: every request (robots.txt, redirects and retries too) passes the scope, the guard, robots.txt
//! and the gate of its group, and stands in the log; one request is in flight at a time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::answer::{Ask, Fetched, RequestLog};
use super::cookies::Jar;
use super::failure::Failure;
use super::fetch::Fetcher;
use super::politeness::{Gate, GateError, next_start};
use super::retry::{Retry, back_off};
use super::robots::{self, Robots};
use super::scope::{Hosts, twin};
use super::visited::{Hop, RobotsAnswer, VisitSettings, Visited};
use crate::domain::Reason;

/// Redirects of one robots.txt that are followed; RFC 9309 2.3.1.2 asks for at least five.
const ROBOTS_REDIRECTS: usize = 8;

/// What an origin's robots.txt came to.
#[derive(Clone, Debug)]
enum Policy {
    Rules(Robots),
    /// Nothing may be read, for this reason.
    Closed(Failure),
}

#[derive(Clone, Debug)]
struct Known {
    policy: Policy,
    read_at: Timestamp,
}

/// Asks for one kommun's pages.
pub struct Visitor {
    fetcher: Fetcher,
    gate: Arc<dyn Gate>,
    hosts: Hosts,
    settings: VisitSettings,
    robots: HashMap<String, Known>,
    jar: Jar,
    sent: u32,
}

/// The records of one `get`, filled on the way.
#[derive(Default)]
struct Trail {
    log: Vec<RequestLog>,
    robots: Vec<RobotsAnswer>,
    part: Option<Fetched>,
}

/// Inside a step: the web failed (an outcome) or the gate did (an error).
enum Stop {
    Web(Failure),
    Gate(GateError),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Web(failure)
    }
}

impl From<GateError> for Stop {
    fn from(error: GateError) -> Self {
        Self::Gate(error)
    }
}

impl Visitor {
    /// A visitor that has met nobody yet.
    pub fn new(fetcher: Fetcher, gate: Arc<dyn Gate>, hosts: Hosts, settings: VisitSettings) -> Self {
        Self { fetcher, gate, hosts, settings, robots: HashMap::new(), jar: Jar::default(), sent: 0 }
    }

    /// The kommun's hosts.
    pub fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    /// The kommun's hosts, to take in more.
    pub fn hosts_mut(&mut self) -> &mut Hosts {
        &mut self.hosts
    }

    /// Requests sent so far, those of earlier runs included if [`Self::resume`] told them.
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// Goes on where an earlier run stopped: what it sent counts against the budget.
    pub fn resume(&mut self, sent: u32) {
        self.sent = sent;
    }

    /// Takes up a robots.txt that an earlier run read, unless it is too old.
    pub fn remember_robots(&mut self, origin: &Url, answer: &RobotsAnswer, read_at: Timestamp) {
        let known = Known { policy: policy_of(&answer.result), read_at };
        if self.is_fresh(&known) {
            self.robots.insert(origin_of(origin), known);
        }
    }

    /// The sitemaps that the robots.txt files read so far name, in order.
    pub fn sitemaps(&self) -> Vec<Url> {
        let mut origins: Vec<_> = self.robots.iter().collect();
        origins.sort_by(|a, b| a.0.cmp(b.0));
        let rules = origins.into_iter().filter_map(|(_, known)| match &known.policy {
            Policy::Rules(rules) => Some(rules),
            Policy::Closed(_) => None,
        });
        rules.flat_map(Robots::sitemaps).filter_map(|text| Url::parse(text).ok()).collect()
    }

    /// Asks for an address, following redirects inside the kommun's hosts.
    pub async fn get(&mut self, url: &Url, ask: &Ask) -> Result<Visited, GateError> {
        self.follow(url, ask, false).await
    }

    /// Asks for the start page. A redirect from it to another domain is taken for a move, and that domain's hosts
    /// belong from then on. When the host cannot be reached at all, its twin with or without `www.` is tried.
    pub async fn start(&mut self, start: &Url, ask: &Ask) -> Result<Visited, GateError> {
        let mut first = self.follow(start, ask, true).await?;
        let unreachable = first.result.as_ref().err().is_some_and(|failure| {
            matches!(
                failure.reason,
                Reason::DnsFailed
                    | Reason::DnsSilent
                    | Reason::ConnectionRefused
                    | Reason::ConnectTimeout
                    | Reason::TlsWrongName
            )
        });
        let Some(twin) = twin(start).filter(|_| unreachable) else { return Ok(first) };
        let second = self.follow(&twin, ask, true).await?;
        first.log.extend(second.log);
        first.robots.extend(second.robots);
        // The first reason is the one about the address that people know.
        if second.result.is_ok() {
            first.hops = second.hops;
            first.result = second.result;
            first.part = None;
        }
        Ok(first)
    }

    async fn follow(&mut self, url: &Url, ask: &Ask, may_move: bool) -> Result<Visited, GateError> {
        let mut trail = Trail::default();
        let mut hops: Vec<Hop> = Vec::new();
        // The same question again gets the same answer; with another cookie it is another question.
        let mut asked = HashSet::new();
        let result = loop {
            let at = hops.last().map_or_else(|| url.clone(), |hop| hop.to.clone());
            asked.insert((without_fragment(&at), self.jar.header(&at)));
            let answer = match self.page(&at, ask, may_move, &mut trail).await {
                Ok(answer) => answer,
                Err(Stop::Web(failure)) => break Err(failure),
                Err(Stop::Gate(error)) => return Err(error),
            };
            let to = match answer.redirect() {
                None => break Ok(answer),
                Some(Err(failure)) => break Err(failure),
                Some(Ok(to)) => to,
            };
            let again = asked.contains(&(without_fragment(&to), self.jar.header(&to)));
            if again || hops.len() >= self.settings.max_redirects {
                break Err(Failure::new(Reason::RedirectLoop, format!("{} redirects, back to {to}", hops.len() + 1)));
            }
            hops.push(Hop { from: at, to, status: answer.status });
        };
        let part = trail.part.filter(|_| result.is_err());
        Ok(Visited { requested: url.clone(), hops, result, part, log: trail.log, robots: trail.robots })
    }

    /// One page, one hop: scope, robots.txt, then the request with its retries.
    async fn page(&mut self, url: &Url, ask: &Ask, may_move: bool, trail: &mut Trail) -> Result<Fetched, Stop> {
        self.unless_stopped(url, trail)?;
        let belongs = self.hosts.contains(url) || (may_move && self.hosts.adopt(url));
        if !belongs {
            return Err(Failure::new(Reason::OutOfScope, url.host_str().unwrap_or_default()).into());
        }
        let delay = match self.policy(url, trail).await? {
            Policy::Closed(failure) => return Err(failure.into()),
            Policy::Rules(rules) if !rules.allows(url) => {
                return Err(Failure::new(Reason::RobotsDisallow, url.path()).into());
            }
            Policy::Rules(rules) => rules.crawl_delay().unwrap_or_default(),
        };
        self.ask(url, &ask.to(url), delay, trail).await
    }

    /// The origin's policy: known, or read now.
    async fn policy(&mut self, url: &Url, trail: &mut Trail) -> Result<Policy, Stop> {
        let origin = origin_of(url);
        if let Some(known) = self.robots.get(&origin).filter(|known| self.is_fresh(known)) {
            return Ok(known.policy.clone());
        }
        let read_at = self.settings.clock.now();
        let result = match self.read_robots(url, trail).await {
            Ok(answer) => Ok(answer),
            Err(Stop::Web(failure)) => Err(failure),
            Err(gate) => return Err(gate),
        };
        let policy = policy_of(&result);
        // What stopped us rather than the site must not stay as the site's own word.
        if let Policy::Rules(rules) = &policy
            && let Some(delay) = rules.crawl_delay()
        {
            // It holds from the first page on; the gate could not know of it yet.
            within(self.settings.until, tokio::time::sleep(delay)).await?;
        }
        let ours = result.as_ref().is_err_and(|f| {
            matches!(f.reason, Reason::NoNetwork | Reason::HostDeadline | Reason::RequestBudget | Reason::Interrupted)
        });
        if !ours {
            self.robots.insert(origin.clone(), Known { policy: policy.clone(), read_at });
        }
        if let Ok(origin) = Url::parse(&origin) {
            trail.robots.push(RobotsAnswer { origin, result });
        }
        Ok(policy)
    }

    async fn read_robots(&mut self, url: &Url, trail: &mut Trail) -> Result<Fetched, Stop> {
        let ask = Ask {
            accept: "text/plain,*/*;q=0.5",
            max_body: u64::try_from(robots::MAX_BYTES + 1).ok(),
            keep_prefix: true,
            ..Ask::page()
        };
        let mut at = url.join("/robots.txt").map_err(|e| Failure::new(Reason::BadRedirect, e))?;
        for hop in 0..=ROBOTS_REDIRECTS {
            self.unless_stopped(&at, trail)?;
            let answer = match self.ask(&at, &ask, Duration::ZERO, trail).await {
                // The host is there; it is the file that cannot be had.
                Err(Stop::Web(failure)) if hop > 0 && failure.reason.is_of_whole_host() => {
                    let detail = format!("{} {}", failure.reason, failure.detail);
                    return Err(Failure::new(Reason::RobotsUnreachable, detail).into());
                }
                other => other?,
            };
            match answer.redirect() {
                Some(Ok(to)) => at = to,
                // A redirect to nowhere counts as if there were no file (RFC 9309 2.3.1.2).
                None | Some(Err(_)) => return Ok(answer),
            }
        }
        Err(Failure::new(Reason::RedirectLoop, "robots.txt").into())
    }

    /// One address, one hop, with its retries; each attempt takes the gate anew.
    async fn ask(&mut self, url: &Url, ask: &Ask, delay: Duration, trail: &mut Trail) -> Result<Fetched, Stop> {
        let gap = self.settings.gap.max(delay);
        let mut attempt = 0;
        loop {
            attempt += 1;
            if self.settings.request_budget.is_some_and(|budget| self.sent >= budget) {
                return Err(Failure::new(Reason::RequestBudget, self.sent).into());
            }
            let group = match self.fetcher.group(url).await {
                Ok(group) => group,
                Err(failure) => {
                    trail.log.push(self.unsent(url, &failure));
                    return Err(failure.into());
                }
            };
            let slot = within(self.settings.until, self.gate.take(&group)).await??;
            let ask = Ask { cookie: self.jar.header(url), ..ask.clone() };
            let outcome = match within(self.settings.until, self.fetcher.fetch(url, &ask)).await {
                Ok(outcome) => outcome,
                Err(late) => {
                    let now = self.settings.clock.instant();
                    self.gate.settle(slot, next_start(None, now, gap, Duration::ZERO)).await?;
                    self.sent += 1;
                    trail.log.push(RequestLog { sent: true, asked_if: ask.asked_if(), ..self.unsent(url, &late) });
                    return Err(late.into());
                }
            };
            self.sent += u32::from(outcome.log.sent);
            trail.log.push(outcome.log);
            trail.part = outcome.part.filter(|_| !ask.keep_prefix);
            let now = self.settings.clock.now();
            let mut knocks = false;
            if let Ok(answer) = &outcome.result {
                self.jar.take_in(url, &answer.headers, now);
                // Refused, yet with a cookie to come back with: once.
                let refused = matches!(answer.status, 400 | 401 | 403 | 412 | 428);
                knocks = refused && ask.cookie.is_none() && self.jar.header(url).is_some();
            }
            let (retries, asked) = match &outcome.result {
                Ok(answer) if knocks => (1, answer.asked_wait(now)),
                Ok(answer) => (answer.retries(), answer.asked_wait(now)),
                Err(failure) => (failure.retries(), failure.asked_wait(now)),
            };
            let too_long = asked.is_some_and(|wait| wait > self.settings.retry_after_max);
            let again = attempt <= retries && !too_long;
            let wait = match asked {
                Some(wait) if !too_long => wait,
                // Asked for longer than we can: the page is skipped, and we go easy on the rest.
                _ if knocks => Duration::ZERO,
                _ if again || too_long => back_off(gap, attempt),
                _ => Duration::ZERO,
            };
            let next = next_start(outcome.headers_instant, outcome.ended_instant, gap, wait);
            self.gate.settle(slot, next).await?;
            if !again {
                return outcome.result.map_err(Stop::Web);
            }
            if self.settings.until.is_some_and(|until| next > until) {
                return Err(Failure::new(Reason::HostDeadline, "before a retry").into());
            }
        }
    }

    /// Nothing is sent to an address on the stop list, whoever leads there; the log says so.
    fn unless_stopped(&self, url: &Url, trail: &mut Trail) -> Result<(), Failure> {
        if !self.settings.stop_list.holds(url) {
            return Ok(());
        }
        let failure = Failure::new(Reason::StopListed, url);
        trail.log.push(self.unsent(url, &failure));
        Err(failure)
    }

    fn is_fresh(&self, known: &Known) -> bool {
        let age = Duration::try_from(self.settings.clock.now().duration_since(known.read_at));
        age.is_ok_and(|age| age < robots::KEEP)
    }

    /// A log line for a request that never left.
    fn unsent(&self, url: &Url, failure: &Failure) -> RequestLog {
        let now = self.settings.clock.now();
        RequestLog {
            url: url.clone(),
            group: String::new(),
            remote: None,
            started_at: now,
            headers_at: None,
            ended_at: now,
            status: None,
            wire_bytes: 0,
            reason: Some(failure.reason),
            detail: failure.detail.clone(),
            asked_if: Vec::new(),
            sent: false,
        }
    }
}

/// What a robots.txt answer means (RFC 9309 2.3.1).
fn policy_of(result: &Result<Fetched, Failure>) -> Policy {
    let closed = |detail: String| Policy::Closed(Failure::new(Reason::RobotsUnreachable, detail));
    match result {
        Ok(answer) if matches!(answer.status, 200..=299) => Policy::Rules(Robots::parse(&answer.body)),
        Ok(answer) if answer.status >= 500 => closed(format!("status {}", answer.status)),
        // No file, or a redirect to nowhere: all may be read, and the body is never looked at.
        Ok(_) => Policy::Rules(Robots::default()),
        Err(failure) => match failure.reason {
            // More redirects than are followed: as if there were no file.
            Reason::RedirectLoop => Policy::Rules(Robots::default()),
            // Not robots.txt is the trouble: then the reason itself says more.
            Reason::NoNetwork | Reason::HostDeadline | Reason::RequestBudget => Policy::Closed(failure.clone()),
            reason if reason.is_of_whole_host() => Policy::Closed(failure.clone()),
            // Nor where no answer in HTTP came at all.
            Reason::ConnectionReset | Reason::BadHttp => Policy::Closed(failure.clone()),
            reason => closed(format!("{reason}: {}", failure.detail)),
        },
    }
}

/// Runs to its end or to the kommun's deadline.
async fn within<F: Future>(until: Option<Instant>, work: F) -> Result<F::Output, Failure> {
    match until {
        None => Ok(work.await),
        Some(until) => {
            tokio::time::timeout_at(until, work).await.map_err(|_| Failure::new(Reason::HostDeadline, "time is up"))
        }
    }
}

fn origin_of(url: &Url) -> String {
    format!("{}/", url.origin().ascii_serialization())
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

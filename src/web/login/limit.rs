//! How often one may try to log in.
//!
//! What must stay true: tries are counted by client, by name and client, and by name, right or wrong; who hammers a name does
//! not shut out its owner, who comes from elsewhere; a machine that asks without a proxy's word of who it asks for is a
//! client too; what is quiet is forgotten.

use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::request::Parts;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{NotUntil, Quota, RateLimiter};

use crate::domain::UserName;
use crate::web::client;

/// Tries of one name by one client at once; then one every so often.
const PAIR: (NonZeroU32, Duration) = (NonZeroU32::new(8).expect("not zero"), Duration::from_secs(20));
/// Tries of one name by all clients at once; then one every so often.
const NAME: (NonZeroU32, Duration) = (NonZeroU32::new(60).expect("not zero"), Duration::from_secs(5));
/// Tries of one client at once; then one every so often. A whole office may sit behind one address.
const CLIENT: (NonZeroU32, Duration) = (NonZeroU32::new(20).expect("not zero"), Duration::from_secs(5));
/// Tries after which what is quiet is forgotten.
const SWEEP: usize = 200;

type Counts<K, C> = RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Counts of tries.
pub(super) struct Limits<C: Clock = DefaultClock> {
    clients: Counts<IpAddr, C>,
    pairs: Counts<(String, IpAddr), C>,
    names: Counts<String, C>,
    clock: C,
    counted: AtomicUsize,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self::by(DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limits<C> {
    fn by(clock: C) -> Self {
        Self {
            clients: counts(CLIENT, &clock),
            pairs: counts(PAIR, &clock),
            names: counts(NAME, &clock),
            clock,
            counted: AtomicUsize::new(0),
        }
    }

    /// Counts a try, or says how many seconds to wait. What is no name is nobody's, and is counted by client alone.
    pub(super) fn count(&self, client: IpAddr, name: Option<&UserName>) -> Result<(), u64> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.clients.retain_recent();
            self.pairs.retain_recent();
            self.names.retain_recent();
        }
        self.clients.check_key(&client).map_err(|late| self.seconds(&late))?;
        let Some(name) = name.map(|name| name.key().to_owned()) else { return Ok(()) };
        self.pairs.check_key(&(name.clone(), client)).map_err(|late| self.seconds(&late))?;
        self.names.check_key(&name).map_err(|late| self.seconds(&late))
    }

    fn seconds(&self, late: &NotUntil<C::Instant>) -> u64 {
        late.wait_time_from(self.clock.now()).as_secs() + 1
    }
}

fn counts<K: Hash + Eq + Clone, C: Clock + Clone>((burst, again): (NonZeroU32, Duration), clock: &C) -> Counts<K, C> {
    let quota = Quota::with_period(again).expect("not zero").allow_burst(burst);
    RateLimiter::hashmap_with_clock(quota, clock.clone())
}

/// Who tries.
pub(super) fn client(parts: &Parts) -> IpAddr {
    client::client(parts).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn client(number: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, number])
    }

    fn name(given: &str) -> Option<UserName> {
        UserName::parse(given).ok()
    }

    /// How many of so many tries go through.
    fn tries<C: Clock + Clone>(limits: &Limits<C>, many: usize, from: u8, given: &str) -> usize {
        (0..many).filter(|_| limits.count(client(from), name(given).as_ref()).is_ok()).count()
    }

    #[test]
    fn a_name_with_other_spaces_is_the_same_name() {
        let limits = Limits::by(FakeRelativeClock::default());
        let through: usize = ["Anna Alm", "anna  alm", "Anna\u{a0}Alm", " ANNA\tALM "]
            .map(|given| tries(&limits, 4, 1, given))
            .iter()
            .sum();
        assert_eq!(through, 8);
    }

    #[test]
    fn who_hammers_a_name_does_not_shut_out_its_owner() {
        let limits = Limits::by(FakeRelativeClock::default());
        assert_eq!(tries(&limits, 15, 1, "Anna"), 8);
        assert_eq!(tries(&limits, 1, 2, "Anna"), 1);
        let many: usize = (3..30).map(|from| tries(&limits, 15, from, "Anna")).sum();
        assert_eq!(many, 51, "sixty in all: many clients that hammer together are stopped by the name");
    }

    #[test]
    fn a_client_is_stopped_whatever_it_tries_and_may_try_again() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::by(clock.clone());
        assert_eq!(tries(&limits, 15, 1, "Anna") + tries(&limits, 15, 1, "Bo"), 8 + 5, "twenty, fifteen of Anna");
        assert_eq!(tries(&limits, 1, 1, "<b>"), 0);
        assert_eq!(limits.count(client(1), None), Err(6), "five, and the part of a second that was cut off");
        clock.advance(Duration::from_secs(20));
        assert_eq!(tries(&limits, 4, 1, "Anna"), 1, "one of that name every twenty seconds");
        assert_eq!(tries(&limits, 4, 2, "<b>"), 4);
    }

    #[test]
    fn the_machine_itself_is_a_client() {
        let (parts, ()) = axum::http::Request::new(()).into_parts();
        assert_eq!(super::client(&parts), IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
}

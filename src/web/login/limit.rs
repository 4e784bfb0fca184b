//! How often one may try to log in.
//!
//! What must stay true: tries are counted by name and by client, right or wrong; a machine that asks without a proxy's word
//! of who it asks for is a client too; what is quiet is forgotten.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};

use crate::web::client::client;

/// Tries of one name at once; then one every so often.
const NAME: (NonZeroU32, Duration) = (NonZeroU32::new(8).expect("not zero"), Duration::from_secs(20));
/// Tries of one client at once; then one every so often. A whole office may sit behind one address.
const CLIENT: (NonZeroU32, Duration) = (NonZeroU32::new(20).expect("not zero"), Duration::from_secs(5));
/// Longest name that is counted, in characters.
const LONGEST: usize = 60;
/// Tries after which what is quiet is forgotten.
const SWEEP: usize = 200;

/// Counts of tries.
pub(super) struct Limits {
    names: DefaultKeyedRateLimiter<String>,
    clients: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    counted: AtomicUsize,
}

impl Limits {
    pub(super) fn new() -> Self {
        let quota = |(burst, again)| Quota::with_period(again).expect("not zero").allow_burst(burst);
        Self {
            names: RateLimiter::keyed(quota(NAME)),
            clients: RateLimiter::keyed(quota(CLIENT)),
            clock: DefaultClock::default(),
            counted: AtomicUsize::new(0),
        }
    }

    /// Counts a try, or says how many seconds to wait.
    pub(super) fn count(&self, parts: &Parts, name: &str) -> Result<(), u64> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.names.retain_recent();
            self.clients.retain_recent();
        }
        let client = client(parts).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let name: String = name.trim().to_lowercase().chars().take(LONGEST).collect();
        self.clients.check_key(&client).map_err(|late| self.seconds(&late))?;
        self.names.check_key(&name).map_err(|late| self.seconds(&late))
    }

    fn seconds(&self, late: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> u64 {
        late.wait_time_from(self.clock.now()).as_secs() + 1
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use axum::http::Request;

    use super::*;

    fn from(peer: &str) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        parts
    }

    #[test]
    fn a_name_is_stopped_whoever_tries_it_and_a_client_whatever_it_tries() {
        let limits = Limits::new();
        let tries = |client: &str, name: &str| (0..15).filter(|_| limits.count(&from(client), name).is_ok()).count();
        assert_eq!(tries("192.0.2.1", "Anna"), 8);
        assert_eq!(tries("192.0.2.2", " ANNA"), 0);
        assert_eq!(tries("192.0.2.2", "Bo"), 5, "twenty in all, of which fifteen were of Anna");
        assert_eq!(tries("127.0.0.1", "Bo"), 3, "the machine itself is counted too");
        assert!(limits.count(&from("192.0.2.3"), "Cia").is_ok());
    }
}

//! How much one client may ask for.
//!
//! What must stay true: the machine itself is not limited; clients that are quiet are forgotten.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::client::client;

/// Drafts that a client may send at once; then one a second. A whole course may sit behind one address.
const DRAFTS: NonZeroU32 = NonZeroU32::new(40).expect("not zero");
/// Addresses that a client may have read at once; then one every ten seconds.
const ADDRESSES: NonZeroU32 = NonZeroU32::new(6).expect("not zero");
/// Whole kommuner that a client may have read at once; then one every two minutes.
const KOMMUNER: NonZeroU32 = NonZeroU32::new(3).expect("not zero");
/// Time until a client may have one more kommun read.
const KOMMUN_AGAIN: Duration = Duration::from_mins(2);
/// Checks after which quiet clients are forgotten.
const SWEEP: usize = 500;

/// Counts by client.
pub(super) struct Limits {
    drafts: DefaultKeyedRateLimiter<IpAddr>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    kommuner: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    counted: AtomicUsize,
}

impl Limits {
    pub(super) fn new() -> Self {
        let every_ten = Quota::per_minute(NonZeroU32::new(6).expect("not zero")).allow_burst(ADDRESSES);
        let every_other = Quota::with_period(KOMMUN_AGAIN).expect("not zero").allow_burst(KOMMUNER);
        Self {
            drafts: RateLimiter::keyed(Quota::per_second(NonZeroU32::MIN).allow_burst(DRAFTS)),
            addresses: RateLimiter::keyed(every_ten),
            kommuner: RateLimiter::keyed(every_other),
            clock: DefaultClock::default(),
            counted: AtomicUsize::new(0),
        }
    }

    /// Counts a draft, or says how many seconds to wait.
    pub(super) fn draft(&self, parts: &Parts) -> Result<(), u64> {
        self.count(&self.drafts, parts)
    }

    /// Counts an address.
    pub(super) fn address(&self, parts: &Parts) -> Result<(), u64> {
        self.count(&self.addresses, parts)
    }

    /// Counts a whole kommun.
    pub(super) fn kommun(&self, parts: &Parts) -> Result<(), u64> {
        self.count(&self.kommuner, parts)
    }

    fn count(&self, limiter: &DefaultKeyedRateLimiter<IpAddr>, parts: &Parts) -> Result<(), u64> {
        let Some(client) = client(parts) else { return Ok(()) };
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.drafts.retain_recent();
            self.addresses.retain_recent();
            self.kommuner.retain_recent();
        }
        limiter.check_key(&client).map_err(|wait| wait.wait_time_from(self.clock.now()).as_secs() + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use axum::http::Request;

    use super::*;

    fn parts(peer: &str) -> Parts {
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        parts
    }

    #[test]
    fn one_client_is_stopped_and_another_is_not() {
        let limits = Limits::new();
        let many = parts("192.0.2.7");
        let stopped = (0..60).filter(|_| limits.draft(&many).is_err()).count();
        assert!((15..=20).contains(&stopped), "{stopped}");
        assert!(limits.draft(&parts("192.0.2.8")).is_ok());
        assert!(limits.address(&many).is_ok(), "addresses are counted by themselves");
    }
}

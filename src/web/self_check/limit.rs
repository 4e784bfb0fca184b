//! How much one client may ask for.
//!
//! What must stay true: who a client is follows from the connection; what a header says of it is believed only from a
//! proxy on the same machine, and that machine itself is not limited; clients that are quiet are forgotten.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

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

/// Who asks: an address, of IPv6 the net that a household has. Nothing for the machine itself.
fn client(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let address = match peer {
        Some(peer) if !peer.is_loopback() => peer,
        _ => {
            // The last entry is the one that our own proxy wrote.
            let named = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            named.rsplit(',').next()?.trim().parse::<IpAddr>().ok()?.to_canonical()
        }
    };
    Some(match address {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & (u128::MAX << 64))),
        v4 @ IpAddr::V4(_) => v4,
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parts(peer: &str, forwarded: Option<&str>) -> Parts {
        let mut request = Request::builder().uri("/");
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 9)));
        parts
    }

    #[test]
    fn a_client_is_its_connection_and_only_a_proxy_of_ours_is_believed() {
        let ip = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!(client(&parts("192.0.2.7", Some("198.51.100.1"))), ip("192.0.2.7"));
        assert_eq!(client(&parts("127.0.0.1", Some("10.0.0.9, 198.51.100.1"))), ip("198.51.100.1"));
        assert_eq!(client(&parts("127.0.0.1", None)), None);
        assert_eq!(client(&parts("127.0.0.1", Some("påhittad"))), None);
        assert_eq!(client(&parts("::ffff:192.0.2.7", None)), ip("192.0.2.7"));
        assert_eq!(client(&parts("2001:db8:1:2:3:4:5:6", None)), ip("2001:db8:1:2::"));
    }

    #[test]
    fn one_client_is_stopped_and_another_is_not() {
        let limits = Limits::new();
        let many = parts("192.0.2.7", None);
        let stopped = (0..60).filter(|_| limits.draft(&many).is_err()).count();
        assert!((15..=20).contains(&stopped), "{stopped}");
        assert!(limits.draft(&parts("192.0.2.8", None)).is_ok());
        assert!(limits.address(&many).is_ok(), "addresses are counted by themselves");
    }
}

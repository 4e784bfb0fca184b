//! What may be asked again, and after how long.
//!
//! Place in the flow: the visitor asks after each answer or failure. What must stay true: only faults that pass by
//! themselves are tried again, a bounded number of times, and never sooner than the server asks.

use std::time::Duration;

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::{Timestamp, tz::TimeZone};

use super::answer::Fetched;
use super::failure::Failure;
use crate::domain::Reason;

/// How often one request is repeated at most.
pub const MAX_RETRIES: u32 = 2;

/// Longest back-off of our own choice.
const MAX_BACK_OFF: Duration = Duration::from_mins(1);

/// Something that may be worth asking again.
pub trait Retry {
    /// How many times it may be repeated.
    fn retries(&self) -> u32;

    /// How long the server asks us to wait, if it does.
    fn asked_wait(&self, now: Timestamp) -> Option<Duration>;
}

impl Retry for Failure {
    fn retries(&self) -> u32 {
        match self.reason {
            // Cut connections are often chance. Slow ones are not: each costs a whole deadline.
            Reason::ConnectionReset => MAX_RETRIES,
            Reason::ConnectTimeout | Reason::ConnectionRefused => 1,
            _ => 0,
        }
    }

    fn asked_wait(&self, _now: Timestamp) -> Option<Duration> {
        None
    }
}

impl Retry for Fetched {
    fn retries(&self) -> u32 {
        match self.status {
            429 | 502 | 503 | 504 => MAX_RETRIES,
            500 => 1,
            // "Unchanged" to one who never saw it: a cache gone astray, which a second question often sets right.
            304 if !self.conditional => 1,
            _ => 0,
        }
    }

    fn asked_wait(&self, now: Timestamp) -> Option<Duration> {
        matches!(self.status, 429 | 503).then(|| self.header("retry-after")).flatten().and_then(|v| retry_after(v, now))
    }
}

/// The `Retry-After` header: seconds, or an HTTP date (RFC 9110 10.2.3). `None` when it is neither.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    // More digits than fit are seconds beyond any limit, not nonsense.
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::MAX);
    }
    let at = http_date(value)?;
    Some(Duration::try_from(at.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// An HTTP date in any of its three forms (RFC 9110 5.6.7), and with the dashes that cookies have. The weekday is not
/// looked at: it is often wrong.
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    const FORMS: [&str; 3] = ["%d-%b-%y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%b %e %H:%M:%S %Y"];
    let value = value.trim();
    if let Ok(at) = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(value) {
        return Some(at);
    }
    let day = value.split_once(' ')?.1.trim_end_matches("GMT").trim();
    let at = FORMS.iter().find_map(|form| DateTime::strptime(form, day).ok())?;
    at.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// How long to wait before retry number `attempt` (from 1) when the server did not say: 4, then 16 gaps.
pub fn back_off(gap: Duration, attempt: u32) -> Duration {
    gap.saturating_mul(4_u32.saturating_pow(attempt)).min(MAX_BACK_OFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_every_form() {
        let now: Timestamp = "2026-08-15T10:00:00Z".parse().unwrap();
        let wait = |value| retry_after(value, now);
        assert_eq!(wait("120"), Some(Duration::from_mins(2)));
        assert_eq!(wait(" 0 "), Some(Duration::ZERO));
        assert_eq!(wait("Sat, 15 Aug 2026 10:00:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Mon, 15 Aug 2026 10:00:30 GMT"), Some(Duration::from_secs(30)), "the weekday is often wrong");
        assert_eq!(wait("Sat, 15 Aug 2026 09:00:00 GMT"), Some(Duration::ZERO), "a date gone by");
        assert_eq!(wait("Saturday, 15-Aug-26 10:00:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Sat Aug 15 10:00:30 2026"), Some(Duration::from_secs(30)));
        assert_eq!(wait("Sun Aug  2 10:00:30 2026"), Some(Duration::ZERO));
        assert_eq!(wait("Sat, 15-Aug-2026 10:00:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(wait("99999999999999999999999"), Some(Duration::MAX));
        for nonsense in ["", "-1", "1.5", "snart", "2026-08-15"] {
            assert_eq!(wait(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn back_off_grows_and_stops() {
        let gap = Duration::from_secs(1);
        assert_eq!(back_off(gap, 1), Duration::from_secs(4));
        assert_eq!(back_off(gap, 2), Duration::from_secs(16));
        assert_eq!(back_off(gap, 30), MAX_BACK_OFF);
    }

    #[test]
    fn what_will_not_pass_is_not_repeated() {
        for &reason in Reason::ALL {
            let retries = Failure::new(reason, "").retries();
            assert!(retries <= MAX_RETRIES);
            if matches!(reason, Reason::TlsExpired | Reason::PrivateAddress | Reason::NoNetwork | Reason::TooLarge) {
                assert_eq!(retries, 0, "{reason}");
            }
        }
    }
}

//! The only place that asks what time it is.
//!
//! Place in the flow: crawl, audit, review, web and cli take a [`Clock`]; judgement never does ("today" is an argument).
//! What must stay true: waits use the monotonic clock, so that a jump of the wall clock neither shortens a gap nor hangs.
#![expect(clippy::disallowed_methods, reason = "this module is the exception that the ban names")]

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use tokio::time::Instant;

/// The clock of the machine, or a fixed one for tests and the demo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// Stands still at a moment; the monotonic clock still runs.
    Fixed(Timestamp),
    /// Was at the moment when the instant was, and has run since.
    Running(Timestamp, Instant),
}

impl Clock {
    /// A clock that begins at a moment and runs.
    pub fn starting(at: Timestamp) -> Self {
        Self::Running(at, Instant::now())
    }

    /// Now, for stamps that people read.
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
            Self::Running(at, since) => at.checked_add(since.elapsed()).unwrap_or(at),
        }
    }

    /// Today in Sweden.
    pub fn today(self) -> Date {
        let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
        self.now().to_zoned(zone).date()
    }

    /// Now as stored: RFC 3339 UTC with six digits.
    pub fn stamp(self) -> String {
        stamp(self.now())
    }

    /// Now on the monotonic clock, for waits and durations.
    pub fn instant(self) -> Instant {
        Instant::now()
    }
}

/// A moment as stored: RFC 3339 UTC with six digits.
pub fn stamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamp_has_six_digits_and_today_is_swedish() {
        let clock = Clock::Fixed("2026-08-15T22:30:00Z".parse().unwrap());
        assert_eq!(clock.stamp(), "2026-08-15T22:30:00.000000Z");
        assert_eq!(clock.today(), jiff::civil::date(2026, 8, 16));
        let running = Clock::starting("2026-08-15T22:30:00Z".parse().unwrap());
        assert!(running.now() >= clock.now());
        assert_eq!(running.today(), clock.today());
    }
}

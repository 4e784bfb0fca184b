//! What happens in a round, told as it happens, so that the command line can draw bars or print lines.

use crate::domain::{PageRecord, Reason, VisitStatus};

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The round is open.
    Opened {
        /// Its name.
        round: String,
        /// Kommuner in all.
        kommuner: usize,
        /// Kommuner that were done already, when it is resumed.
        done: usize,
        /// Pages a kommun at most.
        page_budget: u32,
    },
    /// A visit begins, or goes on.
    Started {
        /// The kommun's code.
        code: String,
        /// Its name.
        name: String,
        /// Pages read before.
        pages: u32,
    },
    /// An address was read, or could not be.
    Step {
        /// The kommun's code.
        code: String,
        /// The address.
        url: String,
        /// Pages read so far.
        pages: u32,
        /// Requests sent so far.
        requests: u32,
        /// Why it could not be read.
        reason: Option<Reason>,
    },
    /// A visit is over.
    Ended {
        /// The kommun's code.
        code: String,
        /// Its name.
        name: String,
        /// How.
        status: VisitStatus,
        /// Why, unless complete.
        reason: Option<Reason>,
    },
    /// Another process reads on.
    Passed {
        /// The kommun's code.
        code: String,
    },
    /// Nothing is left to do here; the last kommuner are read by other processes.
    Waiting {
        /// How many.
        kommuner: usize,
    },
    /// A kommun was judged again.
    Judged {
        /// The kommun's code.
        code: String,
        /// Kommuner done.
        done: usize,
        /// Kommuner in all.
        of: usize,
    },
}

/// Someone who listens.
pub trait ProgressSink: Send + Sync {
    /// Told of each event, in order for each kommun. Must be quick.
    fn tell(&self, event: &Progress);

    /// Told of each page that is no copy of an earlier one and has something to read, before its [`Progress::Step`]: what
    /// it says by itself.
    fn page(&self, _page: &PageRecord) {}
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl ProgressSink for Silent {
    fn tell(&self, _event: &Progress) {}
}

//! The only place that joins crawl, archive, page model, rules, scores and storage.
//!
//! Place in the flow: the command line and the web ask here for a round, a score, a result or a check of one page.
//! What must stay true: every seed ends with a status and a typed reason; judgement reads captures and the round's
//! frozen parameters alone; whatever the timing, the same answers from the web give the same findings.
//!
//! A round, file by file: `opening` freezes what decides it, `round` begins a `shift` at the database and ends it, the
//! `crew` leases kommuner and reads them side by side, each `visit` walks one, `reading` has an answer parsed and judged
//! on a `worker` thread (`judge`, `links`, `lists`, `missing`), `step` makes captures of the requests, one
//! `writer` commits. `closing` ends a visit: `ending` says how, `settle` answers the questions.

pub mod check;
mod closing;
mod crew;
pub mod desk;
pub mod diff;
mod ending;
mod error;
pub mod eval;
pub mod faults;
mod frozen;
mod gate;
pub mod import;
pub mod judge;
mod links;
mod lists;
pub mod log;
mod manifest;
pub mod missing;
mod opening;
pub mod progress;
pub mod purge;
mod reading;
pub mod rescore;
pub mod result;
pub mod review;
pub mod round;
pub mod seal;
mod settle;
pub mod sheet;
mod shift;
pub mod since;
mod step;
mod stored;
pub mod summary;
pub mod verify;
mod visit;
mod worker;
mod writer;

pub use diff::{Diff, DiffRequest, diff};
pub use error::AuditError;
pub use import::{ImportRequest, Imported, ImportedPage, import};
pub use judge::Judge;
pub use opening::{AuditRequest, check_name, joining};
pub use progress::{Progress, ProgressSink, Silent};
pub use purge::{Due, PurgeRequest, purge};
pub use rescore::{Change, Changes, rescore};
pub use round::RoundOutcome;
pub use seal::seal;
pub use since::since;
pub use verify::{Verified, verify};

//! The crawl: what may be asked of the web, in which order and how soon, and the asking.
//!
//! Place in the flow: seeds → frontier → **fetch** → archive. Stores nothing: returns owned answers and log lines;
//! `audit` keeps the frontier and the gate's row. What must stay true: no request leaves except through [`Fetcher`],
//! and no page is asked for before robots.txt, the gate of its group and the address guard have said yes.

pub mod address;
pub mod answer;
mod body;
pub mod conditions;
mod cookies;
pub mod crowd;
pub mod failure;
pub mod fetch;
pub mod guard;
mod names;
pub mod politeness;
pub mod retry;
pub mod robots;
mod room;
pub mod scope;
pub mod sitemap;
pub mod topic;
pub mod visit;
pub mod visited;

pub use address::{NORMALISER, is_trap, normalise};
pub use answer::{Ask, FetchOutcome, Fetched, RequestLog};
pub use body::inflate;
pub use conditions::{Earlier, Validators};
pub use crowd::Crowd;
pub use failure::Failure;
pub use fetch::{FetchSettings, FetchSetupError, Fetcher};
pub use politeness::{Gate, GateError, Group, MemoryGate, Slot, next_start};
pub use robots::Robots;
pub use scope::{Hosts, Taken};
pub use topic::{Candidate, Priority, Topic};
pub use visit::Visitor;
pub use visited::{Hop, RobotsAnswer, VisitSettings, Visited};

//! The words of the field as types: kommuner, rounds, outcomes, findings, evidence, scores.
//!
//! Place in the flow: every other module speaks in these types; this one knows none of them.
//! What must stay true: no input or output here, and no clock. All of it can be built in a test by hand.

pub mod amounts;
mod asked;
pub mod decision;
pub mod finding;
pub mod kommun;
mod lang;
mod misfit;
pub mod outcome;
pub mod page_type;
pub mod prose;
pub mod reason;
pub mod record;
pub mod round;
pub mod sheet;
mod similar;
pub mod stop_list;
mod system;
pub mod traits;
pub mod user;

pub use amounts::Amounts;
pub use asked::{Asked, RobotsVerdict};
pub use decision::{Decision, Holding, LoggedDecision, differing, holding};
pub use finding::{Evidence, Finding, Searched};
pub use kommun::{KnownPage, Kommun, Lan, most_similar_kommun};
pub use lang::{Lang, Text};
pub(crate) use lang::{both, say};
pub use misfit::Misfit;
pub use outcome::{Outcome, Scale};
pub use page_type::PageType;
pub use prose::{CloseReading, Prose};
pub use reason::Reason;
pub use record::{LinkRecord, PageRecord, PageVerdict};
pub use round::{Round, RoundParams, VisitStatus};
pub use sheet::{Sheet, SheetBlock, SheetKind, StoredContent, StoredPage, StoredWords};
pub use similar::most_similar;
pub use stop_list::StopList;
pub use system::system_fault;
pub use traits::{TraitValue, Traits, Tri};
pub use user::{Role, UserName};

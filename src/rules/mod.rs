//! Rule files: loaded, matched against pages, combined to findings.
//!
//! Place in the flow: page model → **rules** → findings → scores.
//! What must stay true: words, thresholds and weights are data in rule files; a verdict points at exact words or says
//! what was searched for; "today" is an argument.

mod checks;
mod combine;
mod compile;
mod error;
pub mod eval;
mod examples;
mod head;
mod hollow;
mod kommun;
mod link;
mod load;
mod markdown;
mod matcher;
mod mention;
mod names;
mod negation;
mod note;
mod page;
mod phrases;
mod reading;
mod scope;
mod set;
pub mod spec;
mod statement;
mod stuffing;
mod verify;
mod words;

pub use checks::CHOICE;
pub use error::{Fault, RuleFileError};
pub use examples::{EXAMPLE_DAY, ExampleResult, run_examples};
pub use kommun::{LinkCheck, Site, UnreadPage, core_links, judge_kommun};
pub use markdown::{Example, ExamplePage, RuleBody, heading_of};
pub use note::reason_sentence;
pub use page::{Close, Context, FactShown, Origin, Unsaid, judge_page, read_closely, show_facts};
pub use set::{Rule, RuleSet};

//! Findings and weights to points, ranges and ranks.
//!
//! Place in the flow: findings → **scores** → report, export.
//! What must stay true: an open question is never counted as a no. It widens the range between lowest and highest, and
//! below half coverage there is no value at all. The order in which kommuner arrive never changes a number, and what is
//! ranked is what is shown: one decimal.

mod agreement;
mod parts;
mod points;
mod ranks;
pub mod result;
pub mod since;
mod weighing;

pub use agreement::{Agreement, agreement};
pub use parts::{Cause, Part, Stand, Step, parts, tenths};
pub use points::{score_kommun, score_outcomes};
pub use ranks::{places, rank};
pub use result::{
    ByHand, Decided, DimensionScore, KommunResult, KommunScore, PageRef, ProgramAnswer, RankRange, RequestLine,
    RoundResult, RulePoints,
};
pub use since::{AnswerSince, KommunSince, Since};
pub use weighing::{WeighedRule, Weighing};

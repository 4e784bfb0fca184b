//! Findings and weights to points, ranges and ranks.
//!
//! Place in the flow: findings → **scores** → report, export.
//! What must stay true: an open question is never counted as a no. It widens the range between lowest and highest, and
//! below half coverage there is no value at all. The order in which kommuner arrive never changes a number.

pub mod result;

pub use result::{DimensionScore, KommunResult, KommunScore, PageRef, RankRange, RequestLine, RoundResult, RulePoints};

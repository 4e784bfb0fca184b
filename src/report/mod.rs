//! Results for people and machines: the static site, the exports, the text for a terminal.
//!
//! Place in the flow: scores → **report, export**. One template set serves the static site and the web UI.
//! What must stay true: whatever a page says is data here: escaped in HTML, guarded in tables, spelt out in a terminal;
//! and no score stands without the rule set's disclaimer.

pub mod access;
mod chart;
mod checked;
mod checklist;
mod decided;
pub mod export;
mod filter;
pub mod formats;
mod frame;
mod kommun;
mod lan;
pub mod lang;
mod link;
pub mod login;
mod map;
mod markdown;
pub mod mask;
pub mod notice;
mod overview;
mod question;
mod quote;
mod ranking;
mod ranking_page;
pub mod review;
mod rule_page;
pub mod self_check;
pub mod seminar;
pub mod sheet;
mod since;
pub mod site;
mod start;
pub mod statement;
pub mod stored;
mod sums;
pub mod swedish;
pub mod text;
pub mod texts;
mod tips;
mod visit;

#[cfg(test)]
mod bilingual;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use checked::CheckedPage;
pub use lang::Lang;
pub use texts::SetTexts;

//! hemkoll audits how well Sweden's 290 kommuner inform the elderly about hemtjänst on the web.
//!
//! The flow, one line: seeds → frontier → fetch → archive → page model → rules → findings → scores → report/export.
//! `ARCHITECTURE.md` has the modules and who may use whom; `tests/architecture.rs` holds them to it.

pub mod a11y;
pub mod archive;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crawl;
pub mod demo;
pub mod domain;
pub mod page;
pub mod report;
pub mod rules;
pub mod score;
pub mod seeds;
pub mod store;
pub mod web;

//! Rule files: loaded, matched against pages, combined to findings.
//!
//! Place in the flow: page model → **rules** → findings → scores.
//! What must stay true: words, thresholds and weights are data in rule files; a verdict points at exact words or says
//! what was searched for; "today" is an argument.

pub mod spec;

//! Bytes to [`PageModel`]: everything that rules need of a page, computed once.
//!
//! Place in the flow: archive → **page model** → rules. Knows nothing of rules, the web or storage.
//! What must stay true: one parse and one walk a page; each fact is computed once; bounded in nodes and depth.

pub mod model;

pub use model::{
    Block, BlockKind, Form, FormControl, Heading, Link, MainKind, Mention, MentionKind, Meta, PageModel, Readability,
    Region,
};

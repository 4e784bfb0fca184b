//! Whether a page handed in looks like another than the one that was meant: in another language, about something else, hardly
//! begun.
//!
//! What must stay true: little text tells nothing; what the text is written in weighs more than what its code says.

use std::sync::LazyLock;

use crate::crawl::Topic;
use crate::domain::{Misfit, PageType};
use crate::page::{self, PageModel, Region};

/// A text of fewer words is no page yet.
const A_PAGE: usize = 8;
/// Fewest words from which the topic is told.
const ENOUGH: usize = 30;

static TOPIC: LazyLock<Topic> = LazyLock::new(Topic::embedded);

/// What does not fit; nothing when it looks right or cannot be told.
pub(super) fn of(model: &PageModel) -> Option<Misfit> {
    let text = main_text(model);
    let words = page::words(&text).count();
    if words < A_PAGE && !model.needs_javascript {
        return Some(Misfit::TooShort(words));
    }
    let written = page::written_in(&text);
    let language = if written.is_empty() { &model.language } else { &written };
    if !matches!(language.as_str(), "" | "sv") {
        return Some(Misfit::OtherLanguage(language.clone()));
    }
    let is_told_apart = model.type_confidence > 0 && !matches!(model.page_type, PageType::Ovrigt | PageType::Hemtjanst);
    let is_other = !is_told_apart
        && !model.page_type.is_never_evidence()
        && words >= ENOUGH
        && !TOPIC.is_named_in(model.title())
        && !TOPIC.is_named_in(&text);
    is_other.then_some(Misfit::OtherTopic)
}

fn main_text(model: &PageModel) -> String {
    let blocks = model.blocks.iter().filter(|block| block.region == Region::Main && !block.hidden);
    blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join(" ")
}

//! Numbers, times, amounts, dates and forms as needs.
//!
//! Place in the flow: page model's mentions → **places** → statements.
//! What must stay true: only what stands in the page's content counts; an update date may also stand in the date block.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::reading::Reading;
use super::scope::is_told;
use super::spec::MentionName;
use super::statement::Spot;
use crate::page::model::DateLabel;
use crate::page::{Form, Mention, MentionKind, PageModel, Region};

/// The places of the wanted mentions.
pub(crate) fn spots(reading: &Reading<'_>, wanted: &[MentionName], not_in_heading: bool) -> Vec<Spot> {
    let page = reading.page;
    let mut spots = Vec::new();
    for mention in &page.mentions {
        let block = &page.blocks[mention.block];
        let dated = block.region == Region::DateBlock && !block.hidden && wanted.contains(&MentionName::UpdateDate);
        let told = is_told(block) && !reading.stuffed[mention.block];
        let heading = reading.is_heading(mention.block);
        if (told || dated) && !(heading && not_in_heading) && wanted.iter().any(|name| is(*name, &mention.kind)) {
            spots.push(Spot {
                block: Some(mention.block),
                range: mention.range.clone(),
                link: None,
                key: key(page, mention),
                weak: heading,
                loose: false,
                value: true,
            });
        }
    }
    if wanted.contains(&MentionName::ContactForm) {
        spots.extend(page.forms.iter().filter(|form| is_contact(form)).filter_map(|form| form_spot(reading, form)));
    }
    spots
}

/// Whether a mention is of a kind.
fn is(name: MentionName, kind: &MentionKind) -> bool {
    match name {
        MentionName::Phone => matches!(kind, MentionKind::Phone { .. }),
        MentionName::Email => matches!(kind, MentionKind::Email { .. }),
        MentionName::StreetAddress => matches!(kind, MentionKind::StreetAddress),
        MentionName::PostalAddress => matches!(kind, MentionKind::PostalAddress),
        MentionName::ClockTime => matches!(kind, MentionKind::ClockTime { .. }),
        MentionName::RoundTheClock => matches!(kind, MentionKind::RoundTheClock),
        MentionName::Amount => matches!(kind, MentionKind::Amount { .. }),
        MentionName::Date => matches!(kind, MentionKind::Date { .. }),
        MentionName::UpdateDate => {
            matches!(kind, MentionKind::Date { label: DateLabel::Updated | DateLabel::Reviewed, .. })
        }
        MentionName::Duration => matches!(kind, MentionKind::Duration { .. }),
        MentionName::Percent => matches!(kind, MentionKind::Percent),
        MentionName::ContactForm => false,
    }
}

/// Equal for the same number or amount, whatever the writing.
fn key(page: &PageModel, mention: &Mention) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &mention.kind {
        MentionKind::Phone { e164, .. } => e164.hash(&mut hasher),
        MentionKind::Email { address } => address.hash(&mut hasher),
        MentionKind::Amount { kronor, per } => (kronor, per).hash(&mut hasher),
        _ => page.blocks[mention.block].text.get(mention.range.clone()).hash(&mut hasher),
    }
    hasher.finish()
}

/// A form in the content where one can write: not the search form.
fn is_contact(form: &Form) -> bool {
    let search =
        form.controls.iter().any(|c| c.kind == "search" || matches!(c.name.as_str(), "q" | "query" | "s" | "sok"));
    let writes = form.controls.iter().any(|c| matches!(c.kind.as_str(), "textarea" | "text" | "email" | "tel"));
    form.region.is_content() && writes && !search
}

/// The first shown block inside the form stands for it.
fn form_spot(reading: &Reading<'_>, form: &Form) -> Option<Spot> {
    let inside = |block: &crate::page::Block| {
        let node = reading.page.html.tree.get(block.node);
        node.is_some_and(|node| node.id() == form.node || node.ancestors().any(|above| above.id() == form.node))
    };
    let block = reading.page.blocks.iter().position(|block| is_told(block) && inside(block))?;
    let range = 0..reading.page.blocks[block].text.len();
    Some(Spot { block: Some(block), range, link: None, key: 1, weak: false, loose: true, value: true })
}

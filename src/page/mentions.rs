//! What is recognised in the text: numbers to call, addresses, times, amounts, dates.
//!
//! Place in the flow: assemble → **mentions** → rules. What must stay true: one pass over the text, from digit to
//! digit; each stretch of text is one thing only (a date is no phone number, a phone number holds no postal code);
//! ranges stand on character boundaries.

mod address;
mod clock;
mod column;
mod date;
mod email;
mod money;
mod phone;
mod span;

use std::ops::Range;

use super::assemble::{Said, SaidKind};
use super::model::{Block, BlockKind, DateLabel, Mention, MentionKind, Region};

/// Finds all mentions of a page's blocks, and of what their links and attributes say.
pub(super) fn find(blocks: &[Block], said: &[Said]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut found = Vec::new();
    let mut columns = column::Columns::default();
    for (index, block) in blocks.iter().enumerate() {
        if block.hidden || matches!(block.region, Region::Nav | Region::Breadcrumb | Region::Cookie) {
            continue;
        }
        let before = index.checked_sub(1).map_or("", |before| label_of(&blocks[before], block));
        columns.read(block, &mut found);
        scan(&block.text, before, &mut found);
        let email_is_editors = matches!(block.region, Region::DateBlock | Region::Feedback);
        mentions.extend(
            found
                .drain(..)
                .filter(|(_, kind)| !(email_is_editors && matches!(kind, MentionKind::Email { .. })))
                .map(|(range, kind)| Mention { block: index, range, kind }),
        );
    }
    for said in said {
        attribute(blocks, said, &mut mentions);
    }
    mentions.sort_by_key(|mention| (mention.block, mention.range.start));
    mentions
}

/// Whether a text gives a number to call or an e-mail address.
pub(super) fn reaches(text: &str) -> bool {
    let mut found = Vec::new();
    scan(text, "", &mut found);
    found.iter().any(|(_, kind)| matches!(kind, MentionKind::Phone { .. } | MentionKind::Email { .. }))
}

/// The text of a block that may be the label of the next: "Telefontid", "Senast uppdaterad".
fn label_of<'a>(before: &'a Block, block: &Block) -> &'a str {
    let near = before.region == block.region && !before.hidden;
    if near && before.text.len() < 60 && !matches!(before.kind, BlockKind::TableRow(..)) { &before.text } else { "" }
}

/// All that one text mentions, in order. `before` is the label that stands before it, or nothing.
fn scan(text: &str, before: &str, found: &mut Vec<(Range<usize>, MentionKind)>) {
    span::worded(text, found);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'+')) {
        let start = at + offset;
        at = match bytes[start] {
            b'@' => email::around(text, start, found),
            _ => number(text, start, before, found),
        }
        .max(start + 1);
    }
    email::spelled(text, found);
    found.sort_by_key(|(range, _)| (range.start, range.end));
    // The first and longest thing said at a place is what it is.
    let mut end = 0;
    found.retain(|(range, _)| {
        let free = range.start >= end;
        end = end.max(range.end);
        free
    });
}

/// What begins with the digit (or plus) at `start`; answers where to go on.
fn number(text: &str, start: usize, before: &str, found: &mut Vec<(Range<usize>, MentionKind)>) -> usize {
    let run_end = start + 1 + text.as_bytes()[start + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let inside = text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
    if inside {
        return run_end;
    }
    if let Some((end, date)) = date::at(text, start) {
        if let Some(date) = date {
            let label = date::label(before, &text[..start]);
            found.push((start..end, MentionKind::Date { date, label }));
        }
        return end;
    }
    if let Some((end, e164)) = phone::at(text, start) {
        found.push((start..end, MentionKind::Phone { e164, link: false }));
        return end;
    }
    if let Some((end, span)) = clock::at(text, start, before) {
        found.push((start..end, MentionKind::ClockTime { span }));
        return end;
    }
    if let Some((end, kind)) = money::at(text, start).or_else(|| span::at(text, start)) {
        found.push((start..end, kind));
        return end;
    }
    if let Some((range, kind)) = address::at(text, start, run_end) {
        let end = range.end;
        found.push((range, kind));
        return end;
    }
    run_end
}

/// What a link or attribute says, where the block's text does not already say it.
fn attribute(blocks: &[Block], said: &Said, mentions: &mut Vec<Mention>) {
    let Some(block) = blocks.get(said.block) else { return };
    if block.hidden || matches!(block.region, Region::Nav | Region::Breadcrumb | Region::Cookie) {
        return;
    }
    let (block, text) = (said.block, block.text.as_str());
    let region = blocks[block].region;
    match said.kind {
        SaidKind::Tel => phone_said(&said.value, true, block, mentions),
        SaidKind::Tooltip if said.value.contains('@') => email_said(&said.value, region, block, mentions),
        SaidKind::Tooltip => phone_said(&said.value, false, block, mentions),
        SaidKind::Mail => email_said(&said.value, region, block, mentions),
        SaidKind::Time => {
            let Some(date) = date::iso(&said.value) else { return };
            let same = |mention: &Mention| {
                mention.block == block && matches!(mention.kind, MentionKind::Date { date: other, .. } if other == date)
            };
            if !mentions.iter().any(same) {
                let before = block.checked_sub(1).map_or("", |above| label_of(&blocks[above], &blocks[block]));
                let label = date::label(before, text);
                mentions.push(Mention { block, range: 0..0, kind: MentionKind::Date { date, label } });
            }
        }
    }
}

fn phone_said(value: &str, is_link: bool, block: usize, mentions: &mut Vec<Mention>) {
    let Some(number) = phone::of(value) else { return };
    for mention in mentions.iter_mut().filter(|mention| mention.block == block) {
        if let MentionKind::Phone { e164, link } = &mut mention.kind
            && *e164 == number
        {
            *link |= is_link;
            return;
        }
    }
    mentions.push(Mention { block, range: 0..0, kind: MentionKind::Phone { e164: number, link: is_link } });
}

fn email_said(value: &str, region: Region, block: usize, mentions: &mut Vec<Mention>) {
    // The editor's address in the date block is no contact.
    if matches!(region, Region::DateBlock | Region::Feedback) {
        return;
    }
    let mut found = Vec::new();
    if let Some(at) = value.find('@') {
        email::around(value, at, &mut found);
    }
    let Some((_, kind)) = found.pop() else { return };
    if !mentions.iter().any(|mention| mention.block == block && mention.kind == kind) {
        mentions.push(Mention { block, range: 0..0, kind });
    }
}

#[cfg(test)]
mod tests;

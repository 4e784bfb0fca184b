//! Dates, and what they say of themselves.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::DateLabel;

/// Year first, with an hour behind it or not.
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{4})[-‑./](\d{2})[-‑./](\d{2})(?:(?:T|,? (?:kl\.? ?)?)\d{2}[:.]\d{2}(?:[:.]\d{2})?)?")
        .expect("a fixed pattern")
});
/// `30 juni 2022`, `3:e maj 2024`, `30 juni`.
static MONTH_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(\d{1,2})(?:[.:]?[ea]?)? ?(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?,? ?(\d{4})?")
        .expect("a fixed pattern")
});
/// `30/6 2022`, `30.6.2022`, `30/6-2022`.
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,2})[./](\d{1,2})[./ -](\d{4})").expect("a fixed pattern"));

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// Words of labels; of several before a date the last counts. Longer ones come first where one holds another.
const LABELS: [(&str, DateLabel); 24] = [
    ("senast publicera", DateLabel::Updated),
    ("uppdatera", DateLabel::Updated),
    ("ändrad", DateLabel::Updated),
    ("ändrades", DateLabel::Updated),
    ("senast sparad", DateLabel::Updated),
    ("reviderad", DateLabel::Updated),
    ("granskad", DateLabel::Reviewed),
    ("granskades", DateLabel::Reviewed),
    ("kontrollerad", DateLabel::Reviewed),
    ("publicera", DateLabel::Published),
    ("gäller", DateLabel::ValidFrom),
    ("från och med", DateLabel::ValidFrom),
    ("till och med", DateLabel::ValidFrom),
    ("fr.o.m", DateLabel::ValidFrom),
    ("t.o.m", DateLabel::ValidFrom),
    ("from ", DateLabel::ValidFrom),
    ("tom ", DateLabel::ValidFrom),
    ("från den", DateLabel::ValidFrom),
    ("från", DateLabel::ValidFrom),
    ("sedan", DateLabel::ValidFrom),
    ("träder i kraft", DateLabel::ValidFrom),
    ("beslutad", DateLabel::ValidFrom),
    ("höjs", DateLabel::ValidFrom),
    ("ändras", DateLabel::ValidFrom),
];

/// The date that begins at `start`: its end, and the day if a year is said.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, Option<Date>)> {
    let rest = &text[start..];
    if text[..start].ends_with(['-', '.', '/']) && text[..start - 1].ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // A look at the first letters spares most numbers the patterns.
    let run = rest.bytes().take_while(u8::is_ascii_digit).count();
    let next =
        rest[run..].trim_start_matches([' ', ':', '.', 'e', 'a']).bytes().next().map(|byte| byte.to_ascii_lowercase());
    if run == 4
        && let Some(parts) = YEAR_FIRST.captures(rest)
    {
        let date = day(parts.get(1)?.as_str(), parts.get(2)?.as_str(), parts.get(3)?.as_str())?;
        return ends(rest, parts.get(0)?.end()).map(|end| (start + end, Some(date)));
    }
    if run > 2 {
        return None;
    }
    if matches!(next, Some(b'j' | b'f' | b'm' | b'p' | b's' | b'u' | b'o' | b'n' | b'd'))
        && let Some(parts) = MONTH_WORD.captures(rest)
    {
        let word = parts.get(2)?.as_str().to_lowercase();
        let month = MONTHS.iter().position(|month| *month == word)? + 1;
        let date = match parts.get(3) {
            Some(year) => Some(day(year.as_str(), &month.to_string(), parts.get(1)?.as_str())?),
            None => None,
        };
        let end = ends(rest, parts.get(0)?.end())?;
        return Some((start + rest[..end].trim_end().len(), date));
    }
    let parts = rest[run..].starts_with(['.', '/']).then(|| DAY_FIRST.captures(rest))??;
    let part = |index: usize| parts.get(index).map(|part| part.as_str());
    let (first, second, year) = (part(1)?, part(2)?, part(3)?);
    // "10/18/2012" can only be an American date: some systems write them.
    let date = day(year, second, first).or_else(|| day(year, first, second))?;
    ends(rest, parts.get(0)?.end()).map(|end| (start + end, Some(date)))
}

/// The day that a `datetime` attribute begins with.
pub(super) fn iso(value: &str) -> Option<Date> {
    value.get(..10)?.parse().ok()
}

/// The end, unless digits or letters go on there.
fn ends(rest: &str, end: usize) -> Option<usize> {
    (!rest[end..].starts_with(|c: char| c.is_ascii_digit())).then_some(end)
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What stands before a date says of it. `label` is the block before, if it is short.
pub(super) fn label(label: &str, before: &str) -> DateLabel {
    of(before).or_else(|| of(label)).unwrap_or(DateLabel::None)
}

/// The last label word of a text, looking back about a line.
fn of(text: &str) -> Option<DateLabel> {
    const NEAR: usize = 90;
    let from = text.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    let text = text[from..].to_lowercase();
    // A sentence that has ended labels nothing.
    let text = text.rsplit(". ").next().unwrap_or_default();
    LABELS
        .iter()
        .enumerate()
        .filter_map(|(order, (word, label))| text.rfind(word).map(|at| ((at + word.len(), usize::MAX - order), *label)))
        .max_by_key(|(place, _)| *place)
        .map(|(_, label)| label)
}

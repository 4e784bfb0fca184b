//! Durations in days, and "dygnet runt".

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::MentionKind;

/// A number or span of them, and a unit of time.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,3})(?: ?(?:-|–|—|till|eller) ?(\d{1,3}))? ?(arbetsdag|vardag|kalenderdag|dag|dygn|veck|månad)[a-zåäö]*")
        .expect("a fixed pattern")
});
/// "dygnet runt" and the units of time after a space; the words before a unit are read by hand, since a regex with
/// word edges over all text is slow.
const UNITS: [&str; 9] =
    ["dygnet runt", "Dygnet runt", " veck", " månad", " dag", " dygn", " arbetsdag", " vardag", " kalenderdag"];
static WORDED: LazyLock<AhoCorasick> = LazyLock::new(|| AhoCorasick::new(UNITS).expect("fixed, short patterns"));

/// "7 dagar i veckan" is how often, not how long.
static OFTEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^ ?(?:/|i |per |om |varje )(?:veck|månad|dag|år)").expect("a fixed pattern"));

/// What may stand between a number and its unit.
const LEADS: [char; 14] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '-', '–', '—'];

const NUMBERS: [(&str, u32); 13] = [
    ("en", 1),
    ("ett", 1),
    ("två", 2),
    ("tre", 3),
    ("fyra", 4),
    ("fem", 5),
    ("sex", 6),
    ("sju", 7),
    ("åtta", 8),
    ("nio", 9),
    ("tio", 10),
    ("tolv", 12),
    ("fjorton", 14),
];

/// The duration that begins with the digit at `start`.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, MentionKind)> {
    if !text[start..].trim_start_matches(LEADS).starts_with(['a', 'v', 'k', 'd', 'm', 't', 'e']) {
        return None;
    }
    let parts = NUMBERED.captures(&text[start..])?;
    let end = start + parts.get(0)?.end();
    if OFTEN.is_match(&text[end..]) {
        return None;
    }
    let count: u32 = parts.get(2).or(parts.get(1))?.as_str().parse().ok()?;
    Some((end, MentionKind::Duration { days: count * days(parts.get(3)?.as_str()) }))
}

/// Durations in words, and "dygnet runt".
pub(super) fn worded(text: &str, found: &mut Vec<(Range<usize>, MentionKind)>) {
    for hit in WORDED.find_iter(text) {
        let unit = UNITS[hit.pattern().as_usize()];
        if unit.ends_with("runt") {
            found.push((hit.start()..hit.end(), MentionKind::RoundTheClock));
            continue;
        }
        if unit == " dygn" && text[hit.end()..].starts_with("et runt") {
            found.push((hit.start() + 1..hit.end() + "et runt".len(), MentionKind::RoundTheClock));
            continue;
        }
        let before = &text[..hit.start()];
        let Some((mut from, count)) = number_before(before) else { continue };
        // "två till tre veckor"
        let joined =
            before[..from].trim_end().strip_suffix("till").or_else(|| before[..from].trim_end().strip_suffix("eller"));
        if let Some((first, _)) = joined.and_then(|joined| number_before(joined.trim_end())) {
            from = first;
        }
        let rest = &text[hit.end()..];
        let end = hit.end() + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        if OFTEN.is_match(&text[end..]) || (count == 1 && !limits(&text[..from])) {
            continue;
        }
        found.push((from..end, MentionKind::Duration { days: count * days(unit.trim_start()) }));
    }
}

/// The number word that a text ends in, with where it begins.
fn number_before(text: &str) -> Option<(usize, u32)> {
    let from = text
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = &text[from..];
    if word.len() > 8 {
        return None;
    }
    let word = word.to_lowercase();
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, number)| (from, *number))
}

/// "en vecka" is a duration only after a word of limit: "inom en vecka".
fn limits(before: &str) -> bool {
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        word.as_str(),
        "inom" | "efter" | "cirka" | "ca" | "ungefär" | "minst" | "högst" | "max" | "på" | "upp" | "till"
    )
}

fn days(unit: &str) -> u32 {
    match unit {
        "veck" => 7,
        "månad" => 30,
        _ => 1,
    }
}

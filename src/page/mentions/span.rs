//! Durations in days, and "dygnet runt".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::MentionKind;

/// A number or span of them, and a unit of time.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,3})(?: ?(?:-|–|—|till|eller) ?(\d{1,3}))? ?(arbetsdag|vardag|kalenderdag|dag|dygn|veck|månad)[a-zåäö]*")
        .expect("a fixed pattern")
});
/// The same in words, and "dygnet runt".
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"([Dd]ygnet runt)|\b([Ee]n|[Ee]tt|[Tt]vå|[Tt]re|[Ff]yra|[Ff]em|[Ss]ex|[Ss]ju|[Åå]tta|[Nn]io|[Tt]io|[Tt]olv|[Ff]jorton)",
        r"(?: (?:till|eller) (två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|fjorton))? (arbetsdag|vardag|kalenderdag|dag|dygn|veck|månad)[a-zåäö]*",
    ))
    .expect("a fixed pattern")
});
/// "7 dagar i veckan" is how often, not how long.
static OFTEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^ ?(?:/|i |per |om |varje )(?:veck|månad|dag|år)").expect("a fixed pattern"));

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
    for parts in WORDED.captures_iter(text) {
        let Some(whole) = parts.get(0) else { continue };
        if parts.get(1).is_some() {
            found.push((whole.range(), MentionKind::RoundTheClock));
            continue;
        }
        let (Some(first), Some(unit)) = (parts.get(2), parts.get(4)) else { continue };
        let count = number(parts.get(3).unwrap_or(first).as_str());
        if OFTEN.is_match(&text[whole.end()..]) || (count == 1 && !limits(&text[..whole.start()])) {
            continue;
        }
        found.push((whole.range(), MentionKind::Duration { days: count * days(unit.as_str()) }));
    }
}

/// "en vecka" is a duration only after a word of limit: "inom en vecka".
fn limits(before: &str) -> bool {
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        word.as_str(),
        "inom" | "efter" | "cirka" | "ca" | "ungefär" | "minst" | "högst" | "max" | "på" | "upp" | "till"
    )
}

fn number(word: &str) -> u32 {
    let word = word.to_lowercase();
    NUMBERS.iter().find(|(name, _)| *name == word).map_or(1, |(_, number)| *number)
}

fn days(unit: &str) -> u32 {
    match unit {
        "veck" => 7,
        "månad" => 30,
        _ => 1,
    }
}

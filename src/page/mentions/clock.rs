//! Clock times and spans of them.

use std::sync::LazyLock;

use regex::Regex;

/// An hour with or without minutes, and what makes it a span.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(\d{1,2})(?:([.:])(\d{2}))?(?: ?(?:-|‐|‑|–|—|−|till|och) ?(?:kl\.? ?|klockan )?(\d{1,2})(?:[.:](\d{2}))?)?",
    )
    .expect("a fixed pattern")
});

/// Words that tell of opening hours.
const HOURS: [&str; 25] = [
    "klockan",
    "telefontid",
    "öppet",
    "öppettid",
    "öppen",
    "vardag",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "helgfri",
    "mån",
    "tis",
    "ons",
    "tors",
    "fre",
    "lör",
    "sön",
    "besökstid",
    "bemanna",
    "dagligen",
    "svarar",
];
/// Days in two letters: words of their own, each, but not two in a row.
const DAYS: [&str; 7] = ["må", "ti", "on", "to", "fr", "lö", "sö"];
/// What may follow a number that is no time.
const UNITS: [&str; 27] = [
    "kr", "kron", "procent", "%", "veck", "dag", "dygn", "månad", "år", "timm", "tim", "min", "st", "person", "gång",
    "km", "kg", "gram", "meter", "m2", "§", "kap", "portion", "besök", "poäng", "liter", "insats",
];

/// The time that begins at `start`: its end and whether it is a span. `before` is the label before the text.
pub(super) fn at(text: &str, start: usize, before: &str) -> Option<(usize, bool)> {
    // Hours have at most two digits.
    if text[start..].bytes().take_while(u8::is_ascii_digit).count() > 2 {
        return None;
    }
    let parts = TIME.captures(&text[start..])?;
    let whole = parts.get(0)?;
    let number = |index: usize| parts.get(index).and_then(|part| part.as_str().parse::<u32>().ok());
    let hour = number(1).filter(|hour| *hour <= 24)?;
    let minutes = parts.get(3).is_some();
    if number(3).is_some_and(|minutes| minutes > 59) {
        return None;
    }
    let near = tail(&text[..start], 40);
    let kl = says_clock(&near);
    let known = kl || hours_near(&near) || hours_near(&before.to_lowercase());
    // "9 och 11" is a span only after "mellan"; a later hour, unless it is plain that these are times.
    let span = number(4).is_some_and(|to| to <= 24 && to != hour && (to > hour || minutes || known))
        && number(5).is_none_or(|minutes| minutes < 60)
        && (!whole.as_str().contains("och") || near.contains("mellan"))
        && !goes_on(&text[start + whole.end()..]);
    let end = start + if span { whole.end() } else { parts.get(3).or(parts.get(1))?.end() };
    if goes_on(&text[end..]) || unit_follows(&text[end..]) {
        return None;
    }
    let second_has_minutes = span && parts.get(5).is_some();
    // "8.30–10 varje vardag": whole quarters and a later hour.
    let quarters = span && parts.get(3).is_some_and(|part| matches!(part.as_str(), "00" | "15" | "30" | "45"));
    let believed = if minutes {
        known || second_has_minutes || quarters || parts.get(2).is_some_and(|mark| mark.as_str() == ":")
    } else if span {
        known || second_has_minutes || is_between(&near, whole.as_str())
    } else {
        kl
    };
    believed.then_some((end, span))
}

/// "mellan 07 och 15": hours with a nought in front are no years, ages or amounts.
fn is_between(near: &str, span: &str) -> bool {
    near.trim_end().ends_with("mellan") && span.starts_with('0')
}

/// The number goes on: more digits, decimals, a date, a number with hyphens.
fn goes_on(rest: &str) -> bool {
    rest.trim_start_matches(['.', ',', ':', '/', '-', '–']).starts_with(|c: char| c.is_ascii_digit())
}

/// The last `count` characters in lower case.
fn tail(text: &str, count: usize) -> String {
    let from = text.char_indices().rev().nth(count).map_or(0, |(at, _)| at);
    text[from..].to_lowercase()
}

/// Ends in "kl", "kl." or "klockan".
fn says_clock(near: &str) -> bool {
    let near = near.trim_end();
    near.ends_with("klockan")
        || near.trim_end_matches('.').strip_suffix("kl").is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
}

/// A word of opening hours, or an earlier "kl", or two of the shortest names of days together ("må–fr") stand near.
fn hours_near(near: &str) -> bool {
    let mut after_day = false;
    near.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).any(|word| {
        let is_day = DAYS.contains(&word);
        let two_days = is_day && after_day;
        after_day = is_day;
        two_days
            || word == "kl"
            || HOURS.iter().any(|hours| if hours.len() > 5 { word.starts_with(hours) } else { word == *hours })
    })
}

fn unit_follows(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '-']);
    UNITS.iter().any(|unit| {
        rest.strip_prefix(unit).is_some_and(|after| {
            // "st" is a unit, "stängt" is none.
            unit.len() > 3 || !after.starts_with(char::is_alphabetic) || *unit == "dag"
        })
    })
}

//! Amounts in kronor, and shares in percent.

use std::sync::LazyLock;

use regex::Regex;

use super::MentionKind;

/// A number, grouped by spaces or points, and its unit.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,3}(?:[ .]\d{3})+|\d+)(?:[,.:](\d{1,2}))? ?(kronor(?:na)?\b|kr\b|sek\b|SEK\b|:[-–—]|,[-–—]|%|procent\b)")
        .expect("a fixed pattern")
});

/// What an amount is per, right behind it.
static PER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[.,]? ?(?:/ ?|per |i |om |för varje |för en |varje )(månad|mån|mån\.|tim|timme|timma|h|besök|portion|dag|dygn|år|gång|låda|matlåda)(?:en|et)?\b",
    )
    .expect("a fixed pattern")
});

/// The amount or share that begins at `start`.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, MentionKind)> {
    let unit = text[start..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | ',' | ':'));
    let marked = text[start..text.len() - unit.len()].ends_with([':', ',']);
    if !(unit.starts_with(['k', 's', 'S', '%', 'p']) || marked) {
        return None;
    }
    let parts = AMOUNT.captures(&text[start..])?;
    let end = start + parts.get(0)?.end();
    if matches!(parts.get(3)?.as_str(), "%" | "procent") {
        return Some((end, MentionKind::Percent));
    }
    let kronor: String = parts.get(1)?.as_str().bytes().filter(u8::is_ascii_digit).map(char::from).collect();
    let kronor = kronor.parse().ok()?;
    let Some(found) = PER.captures(&text[end..]) else { return Some((end, MentionKind::Amount { kronor, per: None })) };
    let per = named(found.get(1)?.as_str());
    let end = if per.is_some() { end + found.get(0)?.end() } else { end };
    Some((end, MentionKind::Amount { kronor, per }))
}

/// What the amounts of a row or column are per, where its label says so: «Hemtjänst, per påbörjad timme».
pub(super) fn per(label: &str) -> Option<&'static str> {
    static IN_LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:per|i|/) ?(?:påbörjad )?(månad|mån|tim|timme|timma|besök|portion|dag|dygn|år|låda|matlåda)(?:en|et)?\b")
            .expect("a fixed pattern")
    });
    named(&IN_LABEL.captures(label)?.get(1)?.as_str().to_lowercase())
}

/// The one word for each thing that amounts are per.
fn named(word: &str) -> Option<&'static str> {
    Some(match word {
        "månad" | "mån" | "mån." => "månad",
        "tim" | "timme" | "timma" | "h" => "timme",
        "besök" => "besök",
        "portion" | "låda" | "matlåda" => "portion",
        "dag" | "dygn" => "dag",
        "år" => "år",
        _ => return None,
    })
}

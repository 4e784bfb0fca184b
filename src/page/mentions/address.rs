//! Street addresses and postal addresses.

use std::ops::Range;

use super::MentionKind;

/// How names of streets and squares end.
const STREETS: [&str; 30] = [
    "gatan",
    "gata",
    "vägen",
    "väg",
    "gränd",
    "gränden",
    "torget",
    "torg",
    "allén",
    "allé",
    "allen",
    "stigen",
    "stig",
    "backen",
    "backe",
    "esplanaden",
    "kajen",
    "leden",
    "plan",
    "planen",
    "platsen",
    "plats",
    "promenaden",
    "bron",
    "strand",
    "stranden",
    "gården",
    "gård",
    "park",
    "parken",
];

/// The address whose number is the digits `start..run_end`: a street name before, "Box" before, or a postal code.
pub(super) fn at(text: &str, start: usize, run_end: usize) -> Option<(Range<usize>, MentionKind)> {
    let digits = run_end - start;
    if let Some(end) = postal_code(text, start, digits) {
        return Some((start..end, MentionKind::PostalAddress));
    }
    let before = text[..start].strip_suffix(' ')?;
    let name_from = before.rfind([' ', ',', ':', '|', '(']).map_or(0, |at| at + 1);
    let name = &before[name_from..];
    if digits <= 5 && matches!(name, "Box" | "box" | "BOX" | "Postbox" | "Boxadress") {
        return Some((name_from..run_end, MentionKind::PostalAddress));
    }
    let lower = name.to_lowercase();
    if digits > 3 || !STREETS.iter().any(|ending| lower.ends_with(ending)) {
        return None;
    }
    // "Storgatan 1" or "Stora torget 1", never "vägen 3".
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let from = if capital(name) && !STREETS.contains(&lower.as_str()) {
        name_from
    } else {
        let first = before[..name_from].strip_suffix(' ')?;
        let first_from = first.rfind(' ').map_or(0, |at| at + 1);
        capital(&first[first_from..]).then_some(first_from)?
    };
    // A letter may belong to the number: "Storgatan 12 B", "Storgatan 12B".
    let rest = &text[run_end..];
    let letter =
        rest.trim_start_matches(' ').chars().next().filter(|c| c.is_ascii_uppercase() || !rest.starts_with(' '));
    let end = match letter.filter(char::is_ascii_alphabetic) {
        Some(c) => {
            let end = run_end + (rest.len() - rest.trim_start_matches(' ').len()) + c.len_utf8();
            if text[end..].starts_with(char::is_alphanumeric) { run_end } else { end }
        }
        None => run_end,
    };
    Some((from..end, MentionKind::StreetAddress))
}

/// The end of "123 45 Almkulla" that begins at `start`.
fn postal_code(text: &str, start: usize, digits: usize) -> Option<usize> {
    let code_end = match digits {
        5 => start + 5,
        3 => {
            let rest = text[start + 3..].strip_prefix(' ')?;
            let run = rest.bytes().take_while(u8::is_ascii_digit).count();
            (run == 2).then_some(start + 6)?
        }
        _ => return None,
    };
    if text[start..].starts_with('0') {
        return None;
    }
    let spaces = text[code_end..].len() - text[code_end..].trim_start_matches([' ', ',']).len();
    let town = &text[code_end + spaces..];
    if spaces == 0 || spaces > 2 || !town.starts_with(char::is_uppercase) {
        return None;
    }
    let length = town.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(town.len());
    Some(code_end + spaces + town[..length].trim_end_matches('-').len())
}

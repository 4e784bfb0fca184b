//! Phone numbers that a citizen can call.

use std::cell::RefCell;
use std::collections::HashMap;

use phonenumber::{Mode, country};

/// Digits of a Swedish number as written, with the leading 0.
const FEWEST: usize = 7;
const MOST: usize = 10;

/// Answers of the number plan that are kept: a kommun writes the same few numbers on every page, and asking costs as
/// much as parsing 5 kB of HTML.
const KEPT: usize = 500;
thread_local! {
    static KNOWN: RefCell<HashMap<String, Option<String>>> = RefCell::default();
}

/// Words before a number that is not for calling.
const OTHER: [&str; 15] = [
    "fax",
    "bankgiro",
    "plusgiro",
    "postgiro",
    "bg",
    "pg",
    "orgnr",
    "org.nr",
    "org nr",
    "organisationsnummer",
    "ocr",
    "dnr",
    "diarienummer",
    "personnummer",
    "kundnummer",
];

/// The number that begins at `start`: its end and its E.164 form.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, String)> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| is_dash(c) || matches!(c, '.' | ',' | ':' | '+')) || is_other(&text[..start]) {
        return None;
    }
    let rest = &text[start..];
    let (prefix, national) = match rest.strip_prefix("+46").or_else(|| rest.strip_prefix("0046")) {
        Some(national) => {
            let national = national.trim_start_matches([' ', '-']);
            ("0", national.strip_prefix("(0)").or_else(|| national.strip_prefix('0')).unwrap_or(national).trim_start())
        }
        None if rest.starts_with('0') && !rest.starts_with("00") => ("", rest),
        None => return None,
    };
    let from = text.len() - national.len();
    let mut digits = String::from(prefix);
    // Ends of the groups read so far, with the number of digits there.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut at = from;
    loop {
        let run = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if run == 0 || (run == 1 && !groups.is_empty()) || digits.len() + run > MOST + 2 {
            break;
        }
        digits.push_str(&text[at..at + run]);
        at += run;
        // "… 50 08.30": the last digits are a time.
        let time = text[at..].starts_with(['.', ':']) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if time {
            break;
        }
        groups.push((at, digits.len()));
        match separator(&text[at..], groups.len() == 1) {
            0 => break,
            length => at += length,
        }
    }
    groups.iter().rev().find_map(|(end, count)| {
        let number = (FEWEST..=MOST).contains(count).then(|| of(&digits[..*count]))??;
        Some((*end, number))
    })
}

/// The E.164 form of a number written by itself, as in `tel:`; nothing for 112, 1177 and other short numbers.
pub(super) fn of(text: &str) -> Option<String> {
    let text = text.trim();
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let national = digits.strip_prefix("+46").or_else(|| digits.strip_prefix("0046"));
    let national = national.map_or_else(|| digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    if !national.starts_with('0') || !(FEWEST..=MOST).contains(&national.len()) {
        return None;
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(number) = known.get(&national) {
            return number.clone();
        }
        if known.len() >= KEPT {
            known.clear();
        }
        let number = validated(&national);
        known.insert(national, number.clone());
        number
    })
}

/// Asks the number plan.
fn validated(national: &str) -> Option<String> {
    let number = phonenumber::parse(Some(country::SE), national).ok()?;
    number.is_valid().then(|| number.format().mode(Mode::E164).to_string())
}

/// Length of what may stand between two groups of digits: a space, or a dash with or without spaces.
fn separator(rest: &str, first: bool) -> usize {
    let digit = |at: usize| rest[at..].starts_with(|c: char| c.is_ascii_digit());
    let mut chars = rest.char_indices();
    let Some((_, c)) = chars.next() else { return 0 };
    let after = |at: usize| if rest[at..].starts_with(' ') && digit(at + 1) { at + 1 } else { at };
    let end = match c {
        ' ' => match rest[1..].chars().next() {
            Some(dash) if is_dash(dash) => after(1 + dash.len_utf8()),
            _ => 1,
        },
        dash if is_dash(dash) => after(dash.len_utf8()),
        '/' | ')' if first => after(1),
        _ => return 0,
    };
    if digit(end) { end } else { 0 }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−')
}

/// Whether the words just before say that the number is for something else.
fn is_other(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '.', '(', '|']);
    let from = before.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let near = before[from..].to_lowercase();
    OTHER.iter().any(|word| {
        near.strip_suffix(word)
            .or_else(|| near.strip_suffix("nummer")?.strip_suffix(word))
            .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

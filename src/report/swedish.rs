//! Swedish for people: numbers, counts, dates, lists and the order of the alphabet.
//!
//! What must stay true: a number never gets a trailing `,0`, a count of one is singular, and å, ä, ö come last.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];
const SMALL: [&str; 13] =
    ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"];

/// At most one decimal, with a comma: `46`, `13,1`.
pub fn number(value: f64) -> String {
    decimals(value, 1)
}

/// At most `places` decimals, with a comma and without trailing zeros.
pub fn decimals(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{value:.places$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.replace('.', ",") }
}

/// A share from 0 to 1 as whole per cent: `43 %` with a space that does not break.
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", decimals(share * 100.0, 0))
}

/// Whole numbers in groups of three with a space that does not break, from five digits on.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(c);
    }
    out
}

/// Numbers to twelve as words, larger ones in digits.
pub fn in_words(n: usize) -> String {
    SMALL.get(n).map_or_else(|| grouped(n as u64), |word| (*word).to_owned())
}

/// `1 sida`, `14 sidor`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", grouped(n as u64), if n == 1 { one } else { many })
}

/// `a`, `a och b`, `a, b och c`.
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let head: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} och {}", head.join(", "), last.as_ref())
        }
    }
}

/// `16 augusti 2026`; what is not a date comes back as it was.
pub fn date(iso: &str) -> String {
    parse(iso).map_or_else(|| iso.to_owned(), |d| format!("{} {} {}", d.day(), month(d), d.year()))
}

/// `16 augusti`; what is not a date comes back as it was.
pub fn day_month(iso: &str) -> String {
    parse(iso).map_or_else(|| iso.to_owned(), |d| format!("{} {}", d.day(), month(d)))
}

/// `16 augusti 2026`, or `15–17 augusti 2026` over several days. Empty when there is no date.
pub fn span(first: &str, last: &str) -> String {
    match (parse(first), parse(last)) {
        (Some(a), Some(b)) if a != b => {
            if (a.year(), a.month()) == (b.year(), b.month()) {
                format!("{}–{} {} {}", a.day(), b.day(), month(a), a.year())
            } else if a.year() == b.year() {
                format!("{} {} – {} {} {}", a.day(), month(a), b.day(), month(b), b.year())
            } else {
                format!("{} – {}", date(first), date(last))
            }
        }
        (Some(_), _) => date(first),
        (None, Some(_)) => date(last),
        (None, None) => String::new(),
    }
}

/// `15, 16 och 17 augusti 2026` from days in order; several months are written out.
pub fn days(days: &[Date]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (i, d) in days.iter().enumerate() {
        let next = days.get(i + 1);
        let ends_month = next.is_none_or(|n| (n.year(), n.month()) != (d.year(), d.month()));
        let ends_year = next.is_none_or(|n| n.year() != d.year());
        parts.push(match (ends_month, ends_year) {
            (false, _) => d.day().to_string(),
            (true, false) => format!("{} {}", d.day(), month(*d)),
            (true, true) => format!("{} {} {}", d.day(), month(*d), d.year()),
        });
    }
    listed(&parts)
}

/// A sentence begins with a capital letter.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The first sentence without its full stop, and the rest. A full stop ends a sentence when a capital follows, so that
/// `t.ex. städning` holds together.
pub fn first_sentence(text: &str) -> (&str, &str) {
    let text = text.trim();
    for (at, _) in text.match_indices(". ") {
        let rest = text[at + 2..].trim_start();
        if rest.chars().next().is_some_and(char::is_uppercase) {
            return (&text[..at], rest);
        }
    }
    (text.strip_suffix('.').unwrap_or(text), "")
}

/// A key that sorts as the Swedish alphabet does: å, ä, ö after z, accents and case set aside.
pub fn sort_key(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' => '{',
            'ä' | 'æ' => '|',
            'ö' | 'ø' => '}',
            'é' | 'è' => 'e',
            'ü' => 'y',
            other => other,
        })
        .collect()
}

fn parse(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

fn month(d: Date) -> &'static str {
    usize::try_from(d.month() - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_comma_and_no_trailing_zero() {
        let shown: Vec<String> = [46.0, 13.1, 13.14, 0.04, 99.96, -0.01, f64::NAN].map(number).into();
        assert_eq!(shown, ["46", "13,1", "13,1", "0", "100", "0", "–"]);
        assert_eq!(decimals(2.25, 2), "2,25");
        assert_eq!(decimals(100.0, 0), "100");
        assert_eq!(percent(0.428), "43\u{a0}%");
        assert_eq!(grouped(1234), "1234");
        assert_eq!(grouped(1_234_567), "1\u{a0}234\u{a0}567");
    }

    #[test]
    fn counts_know_singular_and_words_stop_at_twelve() {
        assert_eq!(counted(1, "sida", "sidor"), "1\u{a0}sida");
        assert_eq!(counted(0, "sida", "sidor"), "0\u{a0}sidor");
        assert_eq!(in_words(6), "sex");
        assert_eq!(in_words(13), "13");
    }

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(date("2026-08-16"), "16 augusti 2026");
        assert_eq!(date("2026-08-16T10:00:00.000000Z"), "16 augusti 2026");
        assert_eq!(date("i går"), "i går");
        assert_eq!(span("2026-08-15", "2026-08-17"), "15–17 augusti 2026");
        assert_eq!(span("2026-08-31", "2026-09-01"), "31 augusti – 1 september 2026");
        assert_eq!(span("", ""), "");
        let three: Vec<Date> = ["2026-08-15", "2026-08-16", "2026-09-01"].map(|d| d.parse().unwrap()).into();
        assert_eq!(days(&three), "15, 16 augusti och 1 september 2026");
        assert_eq!(days(&three[..2]), "15 och 16 augusti 2026");
    }

    #[test]
    fn the_first_sentence_keeps_abbreviations_whole() {
        assert_eq!(first_sentence("Skriv t.ex. städning. Ge exempel."), ("Skriv t.ex. städning", "Ge exempel."));
        assert_eq!(first_sentence("Skriv tiden."), ("Skriv tiden", ""));
    }

    #[test]
    fn swedish_letters_come_last() {
        let mut names = vec!["Öckerö", "Åre", "Arvika", "Ängelholm", "Zinkby"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Arvika", "Zinkby", "Åre", "Ängelholm", "Öckerö"]);
    }
}

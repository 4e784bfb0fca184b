//! Swedish for people, where a text is in Swedish alone: numbers, counts, dates, sentences, the order of the alphabet.
//!
//! What must stay true: the forms are those of `lang`; å, ä, ö come last.

use jiff::civil::Date;

use super::lang::Lang;

/// At most one decimal, with a comma: `46`, `13,1`.
pub fn number(value: f64) -> String {
    Lang::Sv.number(value)
}

/// At most `places` decimals, with a comma and without trailing zeros.
pub fn decimals(value: f64, places: usize) -> String {
    Lang::Sv.decimals(value, places)
}

/// A share from 0 to 1 as whole per cent: `43 %` with a space that does not break.
pub fn percent(share: f64) -> String {
    Lang::Sv.percent(share)
}

/// Whole numbers in groups of three with a space that does not break, from five digits on.
pub fn grouped(n: u64) -> String {
    Lang::Sv.grouped(n)
}

/// Numbers to twelve as words, larger ones in digits.
pub fn in_words(n: usize) -> String {
    Lang::Sv.in_words(n)
}

/// `1 sida`, `14 sidor`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", grouped(n as u64), if n == 1 { one } else { many })
}

/// `a`, `a och b`, `a, b och c`.
pub fn listed<T: AsRef<str>>(items: &[T]) -> String {
    Lang::Sv.listed(items)
}

/// `16 augusti 2026`; what is not a date comes back as it was.
pub fn date(iso: &str) -> String {
    Lang::Sv.date(iso)
}

/// `16 augusti`; what is not a date comes back as it was.
pub fn day_month(iso: &str) -> String {
    Lang::Sv.day_month(iso)
}

/// `16 augusti 2026`, or `15–17 augusti 2026` over several days. Empty when there is no date.
pub fn span(first: &str, last: &str) -> String {
    Lang::Sv.span(first, last)
}

/// `15, 16 och 17 augusti 2026` from days in order; several months are written out.
pub fn days(days: &[Date]) -> String {
    Lang::Sv.days(days)
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

#[cfg(test)]
mod tests {
    use super::*;

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

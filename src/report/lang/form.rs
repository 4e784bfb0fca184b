//! How each language writes numbers, counts, dates and lists.
//!
//! What must stay true: a number never gets a trailing `.0`, and a count of one is singular.

use jiff::civil::Date;

use super::Lang;

const MONTHS: [[&str; 2]; 12] = [
    ["januari", "January"],
    ["februari", "February"],
    ["mars", "March"],
    ["april", "April"],
    ["maj", "May"],
    ["juni", "June"],
    ["juli", "July"],
    ["augusti", "August"],
    ["september", "September"],
    ["oktober", "October"],
    ["november", "November"],
    ["december", "December"],
];
const SMALL: [[&str; 2]; 13] = [
    ["noll", "zero"],
    ["en", "one"],
    ["två", "two"],
    ["tre", "three"],
    ["fyra", "four"],
    ["fem", "five"],
    ["sex", "six"],
    ["sju", "seven"],
    ["åtta", "eight"],
    ["nio", "nine"],
    ["tio", "ten"],
    ["elva", "eleven"],
    ["tolv", "twelve"],
];

/// What is counted: one of it and many of it, in both languages.
pub(in crate::report) struct Noun {
    sv: [&'static str; 2],
    en: [&'static str; 2],
}

/// What the pages count.
pub(in crate::report) mod noun {
    use super::Noun;

    pub(in crate::report) const PAGE: Noun = Noun { sv: ["sida", "sidor"], en: ["page", "pages"] };
    pub(in crate::report) const QUESTION: Noun = Noun { sv: ["fråga", "frågor"], en: ["question", "questions"] };
    pub(in crate::report) const KOMMUN: Noun =
        Noun { sv: ["kommun", "kommuner"], en: ["municipality", "municipalities"] };
    pub(in crate::report) const MINUTE: Noun = Noun { sv: ["minut", "minuter"], en: ["minute", "minutes"] };
    pub(in crate::report) const TIME: Noun = Noun { sv: ["gång", "gånger"], en: ["time", "times"] };
}

impl Lang {
    /// At most one decimal: `46`, `13,1` or `13.1`.
    pub fn number(self, value: f64) -> String {
        self.decimals(value, 1)
    }

    /// At most `places` decimals, without trailing zeros.
    pub fn decimals(self, value: f64, places: usize) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let text = format!("{value:.places$}");
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let text = if text == "-0" { "0" } else { text };
        text.replace('.', self.of(",", "."))
    }

    /// A share from 0 to 1 as whole per cent: `43 %` with a space that does not break, or `43%`.
    pub fn percent(self, share: f64) -> String {
        format!("{}{}", self.decimals(share * 100.0, 0), self.of("\u{a0}%", "%"))
    }

    /// Whole numbers in groups of three: from five digits on with a space that does not break, or from four on with a
    /// comma.
    pub fn grouped(self, n: u64) -> String {
        let digits = n.to_string();
        if self == Self::Sv && digits.len() < 5 {
            return digits;
        }
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(self.of("\u{a0}", ","));
            }
            out.push(c);
        }
        out
    }

    /// Numbers to twelve as words, larger ones in digits.
    pub fn in_words(self, n: usize) -> String {
        SMALL.get(n).map_or_else(|| self.grouped(n as u64), |[sv, en]| self.of(sv, en).to_owned())
    }

    /// `1 sida`, `14 sidor`; `1 page`, `14 pages`.
    pub(in crate::report) fn counted(self, n: usize, noun: &Noun) -> String {
        format!(
            "{}\u{a0}{}",
            self.grouped(n as u64),
            self.of(noun.sv[usize::from(n != 1)], noun.en[usize::from(n != 1)])
        )
    }

    /// What follows a number as it is shown: `1 point`, `2.5 points`, and the same word in Swedish.
    pub fn points(self, shown: &str) -> &'static str {
        self.of("poäng", if shown == "1" { "point" } else { "points" })
    }

    /// `a`, `a och b`, `a, b och c`; `a, b and c`.
    pub fn listed<T: AsRef<str>>(self, items: &[T]) -> String {
        match items {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [first @ .., last] => {
                let head: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
                format!("{} {} {}", head.join(", "), self.of("och", "and"), last.as_ref())
            }
        }
    }

    /// `16 augusti 2026`; what is not a date comes back as it was.
    pub fn date(self, iso: &str) -> String {
        parse(iso).map_or_else(|| iso.to_owned(), |d| format!("{} {} {}", d.day(), self.month(d), d.year()))
    }

    /// `16 augusti`; what is not a date comes back as it was.
    pub fn day_month(self, iso: &str) -> String {
        parse(iso).map_or_else(|| iso.to_owned(), |d| format!("{} {}", d.day(), self.month(d)))
    }

    /// `16 augusti 2026`, or `15–17 augusti 2026` over several days. Empty when there is no date.
    pub fn span(self, first: &str, last: &str) -> String {
        match (parse(first), parse(last)) {
            (Some(a), Some(b)) if a != b => {
                if (a.year(), a.month()) == (b.year(), b.month()) {
                    format!("{}–{} {} {}", a.day(), b.day(), self.month(a), a.year())
                } else if a.year() == b.year() {
                    format!("{} {} – {} {} {}", a.day(), self.month(a), b.day(), self.month(b), b.year())
                } else {
                    format!("{} – {}", self.date(first), self.date(last))
                }
            }
            (Some(_), _) => self.date(first),
            (None, Some(_)) => self.date(last),
            (None, None) => String::new(),
        }
    }

    /// `15, 16 och 17 augusti 2026` from days in order; several months are written out.
    pub fn days(self, days: &[Date]) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (i, d) in days.iter().enumerate() {
            let next = days.get(i + 1);
            let ends_month = next.is_none_or(|n| (n.year(), n.month()) != (d.year(), d.month()));
            let ends_year = next.is_none_or(|n| n.year() != d.year());
            parts.push(match (ends_month, ends_year) {
                (false, _) => d.day().to_string(),
                (true, false) => format!("{} {}", d.day(), self.month(*d)),
                (true, true) => format!("{} {} {}", d.day(), self.month(*d), d.year()),
            });
        }
        self.listed(&parts)
    }

    fn month(self, d: Date) -> &'static str {
        let names = usize::try_from(d.month() - 1).ok().and_then(|i| MONTHS.get(i));
        names.map_or("", |[sv, en]| self.of(sv, en))
    }
}

fn parse(iso: &str) -> Option<Date> {
    iso.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Sv};

    #[test]
    fn numbers_have_their_own_mark_and_no_trailing_zero() {
        let numbers = [46.0, 13.1, 13.14, 0.04, 99.96, -0.01, f64::NAN];
        assert_eq!(numbers.map(|n| Sv.number(n)), ["46", "13,1", "13,1", "0", "100", "0", "–"]);
        assert_eq!(numbers.map(|n| En.number(n)), ["46", "13.1", "13.1", "0", "100", "0", "–"]);
        assert_eq!((Sv.decimals(2.25, 2), Sv.decimals(100.0, 0)), ("2,25".to_owned(), "100".to_owned()));
        assert_eq!((Sv.percent(0.428), En.percent(0.428)), ("43\u{a0}%".to_owned(), "43%".to_owned()));
        assert_eq!([1234, 1_234_567].map(|n| Sv.grouped(n)), ["1234", "1\u{a0}234\u{a0}567"]);
        assert_eq!([999, 1234, 1_234_567].map(|n| En.grouped(n)), ["999", "1,234", "1,234,567"]);
    }

    #[test]
    fn counts_know_singular_and_words_stop_at_twelve() {
        assert_eq!([0, 1, 2].map(|n| Sv.counted(n, &noun::PAGE)), ["0\u{a0}sidor", "1\u{a0}sida", "2\u{a0}sidor"]);
        assert_eq!([0, 1].map(|n| En.counted(n, &noun::KOMMUN)), ["0\u{a0}municipalities", "1\u{a0}municipality"]);
        assert_eq!((Sv.in_words(6), En.in_words(6), En.in_words(13)), ("sex".into(), "six".into(), "13".into()));
    }

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(Sv.date("2026-08-16T10:00:00.000000Z"), "16 augusti 2026");
        assert_eq!(En.date("2026-05-16"), "16 May 2026");
        assert_eq!(Sv.date("i går"), "i går");
        assert_eq!(Sv.span("2026-08-15", "2026-08-17"), "15–17 augusti 2026");
        assert_eq!(En.span("2026-08-31", "2026-09-01"), "31 August – 1 September 2026");
        assert_eq!(Sv.span("", ""), "");
        let three: Vec<Date> = ["2026-08-15", "2026-08-16", "2026-09-01"].map(|d| d.parse().unwrap()).into();
        assert_eq!(Sv.days(&three), "15, 16 augusti och 1 september 2026");
        assert_eq!(En.days(&three[..2]), "15 and 16 August 2026");
    }
}

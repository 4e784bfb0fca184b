//! Personal data covered over in what is shown and handed over.
//!
//! Place in the flow: a result → **masked** → site, web, tables, exports. Whoever loads a result to show or hand over
//! masks it first: `cli` and `web`. The archive formats (WARC, WACZ) are the evidence
//! itself and are not masked.
//! What must stay true: exactly four kinds are covered: personal identity numbers, local parts of personal e-mail
//! addresses, mobile numbers, and names in contact cards. Nothing more is claimed; masking twice changes nothing.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::domain::Evidence;
use crate::score::RoundResult;

/// What stands instead.
const IDENTITY: &str = "[personnummer]";
const MOBILE: &str = "[mobilnummer]";
const NAME: &str = "[namn]";

/// Personnummer and samordningsnummer, with or without century and sign.
static IDENTITY_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:18|19|20)?(\d{6})[-+–]?\s?(\d{4})\b"));
/// Swedish mobile numbers: 070, 072, 073, 076 and 079 with seven more digits, in any spacing, also after +46.
static MOBILE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+46|\b0046|\b0)[\s\u{a0}]?(?:\(0\))?[\s\u{a0}]?7[02369](?:[\s\u{a0}/–-]{0,3}\d){7}\b")
});
static E_MAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"([\p{L}\d][\p{L}\d._%+-]*)@([\p{L}\d][\p{L}\d-]*(?:\.[\p{L}\d-]+)+)"));
/// Two to four words that begin with a capital.
static CAPITALISED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?:[\s\u{a0}]\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?){1,3}"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern, tried by the tests")
}

/// Words that make an e-mail address a function's and not a person's, wherever they stand in it.
const FUNCTIONS: [&str; 41] = [
    "aldre",
    "anhorig",
    "ansok",
    "arende",
    "avgift",
    "bestall",
    "bistand",
    "boende",
    "boka",
    "dataskydd",
    "demens",
    "diari",
    "enhet",
    "faktura",
    "forvaltning",
    "funktion",
    "handlaggar",
    "hemsjukvard",
    "hemtjanst",
    "hemvard",
    "info",
    "kansli",
    "kommun",
    "kontakt",
    "kundtjanst",
    "kundcenter",
    "larm",
    "medborgar",
    "namnd",
    "omsorg",
    "post",
    "reception",
    "registrator",
    "service",
    "social",
    "stod",
    "support",
    "synpunkt",
    "tillganglighet",
    "vaxel",
    "webb",
];

/// Words in a contact card that are about the person or how to reach them.
const CARD: [&str; 15] = [
    "handläggare",
    "chef",
    "samordnare",
    "sjuksköterska",
    "undersköterska",
    "bedömare",
    "ombud",
    "utredare",
    "sekreterare",
    "kurator",
    "strateg",
    "rådgivare",
    "anhörigkonsulent",
    "kontaktperson",
    "ansvarig",
];

/// Words that begin with a capital in a contact card and are no names; also as the end of longer words.
const NO_NAME: [&str; 68] = [
    "telefon",
    "telefontid",
    "tel",
    "mobil",
    "mobiltelefon",
    "fax",
    "e-post",
    "epost",
    "mejl",
    "mejla",
    "mail",
    "ring",
    "kontakt",
    "kontakta",
    "kontakter",
    "växel",
    "växeln",
    "besök",
    "besöksadress",
    "postadress",
    "adress",
    "öppet",
    "öppettider",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "vardagar",
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
    "kommun",
    "kommunen",
    "kommuns",
    "tjänst",
    "tjänsten",
    "hemtjänst",
    "omsorg",
    "vård",
    "stöd",
    "service",
    "center",
    "centrum",
    "förvaltningen",
    "förvaltning",
    "enheten",
    "enhet",
    "avdelningen",
    "nämnden",
    "gatan",
    "vägen",
    "torget",
    "handläggare",
    "chef",
    "du",
    "vi",
];

/// The result with personal data covered over.
pub fn masked(result: &RoundResult) -> RoundResult {
    let mut result = result.clone();
    for kommun in &mut result.kommuner {
        for page in &mut kommun.pages {
            cover(&mut page.title);
            cover(&mut page.head_title);
        }
        for finding in &mut kommun.findings {
            cover(&mut finding.note);
            finding.evidence.iter_mut().for_each(words);
            finding.searched.iter_mut().filter_map(|searched| searched.nearest.as_mut()).for_each(words);
        }
    }
    result
}

fn words(evidence: &mut Evidence) {
    cover(&mut evidence.page_title);
    cover(&mut evidence.quote);
    evidence.marked.iter_mut().for_each(cover);
}

fn cover(text: &mut String) {
    if let Cow::Owned(covered) = mask(text) {
        *text = covered;
    }
}

/// A text with personal data covered over.
fn mask(text: &str) -> Cow<'_, str> {
    // Names first: what tells a contact card is covered by the rest.
    let covered = names(text);
    let covered = replaced(covered, &IDENTITY_NUMBER, |found| {
        if is_identity(&found[1], &found[2]) { IDENTITY.to_owned() } else { found[0].to_owned() }
    });
    let covered = replaced(covered, &E_MAIL, |found| {
        let local = plain(&found[1]);
        let is_function = FUNCTIONS.iter().any(|word| local.contains(word));
        if is_function { found[0].to_owned() } else { format!("{NAME}@{}", &found[2]) }
    });
    replaced(covered, &MOBILE_NUMBER, |_| MOBILE.to_owned())
}

fn replaced<'a>(text: Cow<'a, str>, pattern: &Regex, with: impl Fn(&Captures<'_>) -> String) -> Cow<'a, str> {
    match pattern.replace_all(&text, |found: &Captures<'_>| with(found)) {
        Cow::Owned(covered) if covered != text => Cow::Owned(covered),
        _ => text,
    }
}

/// Lower case, without the rings and dots that addresses leave out.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o")
}

/// Whether ten digits are a date of birth (for samordningsnummer the day plus 60) and a number with the right check
/// digit (Luhn, SKV 704).
fn is_identity(birth: &str, number: &str) -> bool {
    let two = |at: usize| birth.get(at..at + 2).and_then(|two| two.parse::<u32>().ok()).unwrap_or(0);
    let (month, day) = (two(2), two(4));
    let date = (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day));
    let digits = birth.chars().chain(number.chars()).filter_map(|digit| digit.to_digit(10));
    let sum: u32 =
        digits.zip([2, 1].into_iter().cycle()).map(|(digit, times)| digit * times).map(|n| n / 10 + n % 10).sum();
    date && sum.is_multiple_of(10)
}

/// Names in a contact card: capitalised words in a text that also has a title, a number or an address of a person.
fn names(text: &str) -> Cow<'_, str> {
    let lower = text.to_lowercase();
    let is_card = lower.contains('@')
        || CARD.iter().any(|word| lower.contains(word))
        || (lower.chars().filter(char::is_ascii_digit).count() >= 7 && text.len() < 160);
    if !is_card {
        return Cow::Borrowed(text);
    }
    replaced(Cow::Borrowed(text), &CAPITALISED, |found| {
        let words: Vec<&str> = found[0].split(char::is_whitespace).collect();
        let first = words.iter().position(|word| is_name(word)).unwrap_or(words.len());
        let last = words.iter().rposition(|word| is_name(word)).map_or(0, |last| last + 1);
        if last < first + 2 || !words[first..last].iter().all(|word| is_name(word)) {
            return found[0].to_owned();
        }
        [&words[..first], &[NAME], &words[last..]].concat().join(" ")
    })
}

fn is_name(word: &str) -> bool {
    let word = word.to_lowercase();
    !NO_NAME.iter().any(|other| word == *other || ((other.len() > 4 || *other == "chef") && word.ends_with(other)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn personal_identity_numbers() {
        for number in ["19811218-9876", "811218-9876", "811218+9876", "198112189876", "8112189876", "811278-9873"] {
            assert_eq!(mask(&format!("Född {number}.")), "Född [personnummer].", "{number}");
        }
        for other in ["811218-9875", "556677-8899", "Diarienummer 2026-1234", "811318-9876"] {
            assert_eq!(mask(other), other);
        }
    }

    #[test]
    fn local_parts_of_personal_addresses() {
        assert_eq!(mask("anna.provsson@hedlunda.test"), "[namn]@hedlunda.test");
        assert_eq!(mask("Mejla åsa.öst-prov@omsorg.hedlunda.test."), "Mejla [namn]@omsorg.hedlunda.test.");
        for function in ["hemtjanst@hedlunda.test", "kommun@hedlunda.test", "bistandshandlaggare@hedlunda.test"] {
            assert_eq!(mask(function), function);
        }
    }

    #[test]
    fn mobile_numbers() {
        for number in
            ["070-174 06 05", "0701740605", "+46 70 174 06 05", "+46 (0)70-174 06 05", "0046701740605", "070–174 06 05"]
        {
            assert_eq!(mask(&format!("Ring {number} nu")), "Ring [mobilnummer] nu", "{number}");
        }
        for number in ["08-465 004 12", "031-390 06 00", "0980-319 200", "020-70 17 40 60"] {
            assert_eq!(mask(number), number);
        }
    }

    #[test]
    fn names_in_contact_cards() {
        assert_eq!(
            mask("Anna Provsson Biståndshandläggare Telefon 08-465 004 12"),
            "[namn] Biståndshandläggare Telefon 08-465 004 12"
        );
        assert_eq!(mask("Enhetschef Bo Prov-Exempel, bo@hedlunda.test"), "Enhetschef [namn], [namn]@hedlunda.test");
        for no_card in
            ["Hedlunda Kommun Telefon 08-465 004 12", "Ring Hemtjänsten vardagar", "Anna Provsson skrev en bok"]
        {
            assert_eq!(mask(no_card), no_card);
        }
    }

    #[test]
    fn marked_words_are_covered_like_the_quote() {
        let mut evidence = Evidence {
            quote: "Ring 070-174 06 05 kl. 9–11".to_owned(),
            marked: vec!["070-174 06 05".to_owned(), "9–11".to_owned()],
            ..Evidence::default()
        };
        words(&mut evidence);
        assert_eq!(evidence.quote, "Ring [mobilnummer] kl. 9–11");
        assert_eq!(evidence.marked, ["[mobilnummer]", "9–11"]);
    }

    proptest! {
        #[test]
        fn masking_twice_changes_nothing(text in "[A-ZÅa-zå0-9@.+ -]{0,60}") {
            let once = mask(&text).into_owned();
            prop_assert_eq!(mask(&once).into_owned(), once);
        }

        #[test]
        fn no_mobile_number_is_left(digits in "[02369][0-9]{7}", gap in "[ -]?", before in "([a-zå]{0,4}[ .,(])?") {
            let number = format!("07{}{gap}{}", &digits[..1], &digits[1..]);
            let text = format!("{before}{number}.");
            prop_assert!(!mask(&text).contains(&digits[5..]), "{text}");
        }
    }
}

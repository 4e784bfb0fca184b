//! The Swedish sentences of findings.
//!
//! Place in the flow: outcome → **sentence** → report, check, export.
//! What must stay true: short sentences, no jargon; an open question says why it is open and that it is no no.

use crate::domain::{Evidence, Outcome, Reason};

/// The most characters of a text, cut at a word edge and ending in `…`.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text.char_indices().nth(most - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

/// What a reason code means, as a sentence for people; the code itself when it is a rule file's own.
pub fn reason_sentence(code: &str) -> String {
    if let Some(reason) = Reason::from_code(code) {
        return reason.sentence_sv().to_owned();
    }
    let sentence = match code {
        "sidan-hittades-inte" => "Vi hittade ingen sida där svaret borde stå.",
        "egenskap-okand" => "Ingen har ännu intygat om frågan gäller den här kommunen.",
        "kravet-oppet" => "Frågan hänger på en annan fråga, som inte är avgjord.",
        "for-kort-text" => "Texten är kortare än 100 ord. Då går den inte att mäta rättvist.",
        "otydligt-svar" => "Svaret är otydligt. En granskare ska läsa texten.",
        "belopp-saknas-i-tabellen" => "Vår tabell saknar årets belopp.",
        "nasta-ars-belopp" => "Sidan visar nästa års belopp. Det finns inte i vår tabell ännu.",
        "annat-belopp" => "Kommunen anger ett annat belopp än maxtaxan. En granskare ska läsa texten.",
        "star-i-fil" => "Sidan länkar till en fil (pdf) som kan ha svaret. Vi har inte läst filen.",
        "inga-lankar" => "Sidorna länkar inte till andra sidor hos kommunen.",
        "lankar-provades-inte" => "Länkarna har inte provats.",
        "ingen-kod" => "Det här är ren text. Sidans kod går inte att granska.",
        "ingen-text" => "Sidan har ingen text som koden kan göra tillgänglig.",
        "koden-racker-inte" => "Koden ensam avgör inte om sidan fungerar för alla.",
        "startsidan-lastes-inte" => "Vi har inte läst startsidan.",
        "vag-hittades-inte" => "Vi hittade ingen väg dit från startsidan.",
        "galler-inte" => "Frågan gäller inte den här kommunen.",
        "namns-inte" => "Kommunen skriver inte om saken, och då gäller frågan inte.",
        "ingen-pdf" => "Sidorna länkar inte till någon fil om hemtjänst.",
        "inget-att-jamfora" => "Uppgiften står på högst en sida.",
        "annat-sprak" => "Texten är inte på svenska.",
        "djuplaget-kordes-inte" => "Sidan har inte provats i en webbläsare i den här omgången.",
        "provas-for-hand" => "Frågan provas för hand. Den ger inga poäng.",
        "lases-av-en-granskare" => "En granskare ska läsa texten. Frågan ger inga poäng.",
        _ => "En granskare ska avgöra frågan.",
    };
    sentence.to_owned()
}

/// A number with decimal comma, one decimal, none when whole.
pub(crate) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    let text = if (rounded - rounded.trunc()).abs() < f64::EPSILON {
        format!("{rounded:.0}")
    } else {
        format!("{rounded:.1}")
    };
    text.replace('.', ",")
}

/// Words in a row: "a, b och c".
pub(crate) fn row(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} och {last}", before.join(", ")),
    }
}

/// «Vi läste 14 sidor och letade efter …».
fn searched(pages: usize, looked_for: &str) -> String {
    let pages = if pages == 1 { "1 sida".to_owned() } else { format!("{pages} sidor") };
    format!("Vi läste {pages} och letade efter {}.", looked_for.trim_end_matches('.'))
}

/// What a finding's sentence is made of.
pub(crate) struct Parts<'a> {
    pub outcome: Outcome,
    pub reason: &'a str,
    /// What the check itself has to say.
    pub own: &'a str,
    pub evidence: &'a [Evidence],
    pub nearest: Option<&'a Evidence>,
    pub pages_read: usize,
    pub looked_for: &'a str,
    pub absent: &'a str,
}

/// The sentence of a finding.
pub(crate) fn sentence(parts: &Parts<'_>) -> String {
    let place = parts.evidence.first().map(|e| format!("Det står på sidan {}.", title(e)));
    match parts.outcome {
        Outcome::Passed => join(&["Ja.", parts.own, place.as_deref().unwrap_or_default()]),
        Outcome::Partial => join(&["Delvis.", parts.own, place.as_deref().unwrap_or_default()]),
        Outcome::Failed => {
            let absent = if parts.own.is_empty() { parts.absent } else { parts.own };
            let nearest = parts.nearest.map(|e| format!("Närmast kom ”{}”.", shorten(&e.quote, 120)));
            join(&[absent, &searched(parts.pages_read, parts.looked_for), nearest.as_deref().unwrap_or_default()])
        }
        Outcome::Inapplicable => join(&[&reason_sentence(parts.reason), parts.own]),
        Outcome::CantTell | Outcome::Untested => {
            join(&[&reason_sentence(parts.reason), parts.own, "Tills dess räknas frågan varken som ja eller nej."])
        }
    }
}

fn title(evidence: &Evidence) -> &str {
    if evidence.page_title.is_empty() { &evidence.url } else { &evidence.page_title }
}

fn join(sentences: &[&str]) -> String {
    sentences.iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

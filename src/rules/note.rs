//! The Swedish sentences of findings.
//!
//! Place in the flow: outcome → **sentence** → report, check, export.
//! What must stay true: short sentences, no jargon; an open question says why it is open and that it is no no.

use crate::domain::{Evidence, Lang, Outcome, Reason};

/// The most characters of a text, cut at a word edge and ending in `…`.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text.char_indices().nth(most - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

/// What a reason code means, as a sentence for people.
pub fn reason_sentence(lang: Lang, code: &str) -> &'static str {
    if let Some(reason) = Reason::from_code(code) {
        return reason.sentence(lang);
    }
    let (sv, en) = match code {
        "sidan-hittades-inte" => {
            ("Vi hittade ingen sida där svaret borde stå.", "We found no page where the answer ought to stand.")
        }
        "egenskap-okand" => (
            "Ingen har ännu intygat om frågan gäller den här kommunen.",
            "Nobody has certified yet whether the question concerns this municipality.",
        ),
        "kravet-oppet" => (
            "Frågan hänger på en annan fråga, som inte är avgjord.",
            "The question depends on another one, which is not settled.",
        ),
        "for-kort-text" => (
            "Texten är kortare än 100 ord. Då går den inte att mäta rättvist.",
            "The text is shorter than 100 words. Then it cannot be measured fairly.",
        ),
        "otydligt-svar" => (
            "Svaret är otydligt. En granskare ska läsa texten.",
            "The answer is unclear. A reviewer is to read the text.",
        ),
        "belopp-saknas-i-tabellen" => ("Vår tabell saknar årets belopp.", "Our table lacks the amount of the year."),
        "nasta-ars-belopp" => (
            "Sidan visar nästa års belopp. Det finns inte i vår tabell ännu.",
            "The page shows the amount of next year. It is not in our table yet.",
        ),
        "annat-belopp" => (
            "Kommunen anger ett annat belopp än maxtaxan. En granskare ska läsa texten.",
            "The municipality names another amount than the highest fee. A reviewer is to read the text.",
        ),
        "star-i-fil" => (
            "Sidan länkar till en fil (pdf) som kan ha svaret. Vi har inte läst filen.",
            "The page links to a file (pdf) that may have the answer. We have not read the file.",
        ),
        "inga-lankar" => (
            "Sidorna länkar inte till andra sidor hos kommunen.",
            "The pages do not link to other pages of the municipality.",
        ),
        "lankar-provades-inte" => ("Länkarna har inte provats.", "The links have not been tried."),
        "ingen-kod" => (
            "Det här är ren text. Sidans kod går inte att granska.",
            "This is plain text. The code of the page cannot be reviewed.",
        ),
        "ingen-text" => (
            "Sidan har ingen text som koden kan göra tillgänglig.",
            "The page has no text that the code can make accessible.",
        ),
        "koden-racker-inte" => (
            "Koden ensam avgör inte om sidan fungerar för alla.",
            "The code alone does not tell whether the page works for everybody.",
        ),
        "startsidan-lastes-inte" => ("Vi har inte läst startsidan.", "We have not read the start page."),
        "vag-hittades-inte" => {
            ("Vi hittade ingen väg dit från startsidan.", "We found no way there from the start page.")
        }
        "galler-inte" => ("Frågan gäller inte den här kommunen.", "The question does not concern this municipality."),
        "namns-inte" => (
            "Kommunen skriver inte om saken, och då gäller frågan inte.",
            "The municipality does not write about the matter, and then the question does not apply.",
        ),
        "ingen-pdf" => {
            ("Sidorna länkar inte till någon fil om hemtjänst.", "The pages link to no file about home care.")
        }
        "avgjord-av-granskare" => (
            "En granskare har avgjort att frågan inte gäller.",
            "A reviewer has settled that the question does not apply.",
        ),
        "granskare-oense" => (
            "Granskare har svarat olika. En granskare ska avgöra frågan.",
            "Reviewers have answered differently. A reviewer is to settle the question.",
        ),
        "inget-att-jamfora" => ("Uppgiften står på högst en sida.", "The fact stands on one page at most."),
        "annat-sprak" => ("Texten är inte på svenska.", "The text is not in Swedish."),
        "djuplaget-kordes-inte" => (
            "Sidan har inte provats i en webbläsare i den här omgången.",
            "The page has not been tried in a browser in this round.",
        ),
        "provas-for-hand" => {
            ("Frågan provas för hand. Den ger inga poäng.", "The question is tried by hand. It gives no points.")
        }
        "lases-av-en-granskare" => (
            "En granskare ska läsa texten. Frågan ger inga poäng.",
            "A reviewer is to read the text. The question gives no points.",
        ),
        _ => ("En granskare ska avgöra frågan.", "A reviewer is to settle the question."),
    };
    lang.of(sv, en)
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
        Outcome::Inapplicable => join(&[reason_sentence(Lang::Sv, parts.reason), parts.own]),
        Outcome::CantTell | Outcome::Untested => join(&[
            reason_sentence(Lang::Sv, parts.reason),
            parts.own,
            "Tills dess räknas frågan varken som ja eller nej.",
        ]),
    }
}

fn title(evidence: &Evidence) -> &str {
    if evidence.page_title.is_empty() { &evidence.url } else { &evidence.page_title }
}

fn join(sentences: &[&str]) -> String {
    sentences.iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

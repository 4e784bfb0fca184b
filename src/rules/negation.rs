//! The guard against negations: "kan inte välja", "ingen möjlighet att", "finns inte" are no yes.
//!
//! Place in the flow: matcher → **negation** → statements.
//! What must stay true: a negation in another clause does not reach the phrase ("Har du inte BankID kan du ringa").

use super::matcher::Hit;
use super::words::{Gap, Text};

/// Words that deny what follows.
const BEFORE: [&str; 10] = ["inte", "ej", "inga", "ingen", "inget", "aldrig", "utan", "saknar", "saknas", "icke"];

/// Words through which a denial reaches further.
const THROUGH: [&str; 29] = [
    "göra",
    "att",
    "möjligt",
    "möjlig",
    "möjlighet",
    "möjligheten",
    "rätt",
    "rätten",
    "kan",
    "kunna",
    "få",
    "får",
    "själv",
    "själva",
    "fritt",
    "längre",
    "heller",
    "någon",
    "något",
    "några",
    "du",
    "man",
    "ännu",
    "än",
    "för",
    "andra",
    "annan",
    "egen",
    "egna",
];

/// Finite verbs that open a main clause after a subordinate one: the denial stood in the clause before.
const MAIN_CLAUSE: [&str; 22] = [
    "kan",
    "får",
    "ska",
    "skall",
    "vill",
    "måste",
    "har",
    "är",
    "finns",
    "går",
    "bör",
    "ring",
    "ringer",
    "kontakta",
    "kontaktar",
    "ansöker",
    "ansök",
    "vänd",
    "vänder",
    "prata",
    "pratar",
    "hjälper",
];

/// Verbs that take a denial after the phrase: "valfrihet finns inte".
const AFTER: [&str; 12] =
    ["finns", "är", "går", "erbjuds", "ges", "tillämpas", "gäller", "har", "fanns", "ingår", "lämnas", "erbjuder"];

/// Most words between a denial and the phrase.
const REACH: usize = 4;

/// Whether a lower-cased word denies.
pub(crate) fn is_negation(word: &str) -> bool {
    BEFORE.contains(&word)
}

/// Whether the phrase at `hit` is denied by words close to it; `extra` are the rule's own words, within three words.
pub(crate) fn is_denied(text: &Text<'_>, hit: &Hit, extra: &[String]) -> bool {
    denied_before(text, hit, extra) || denied_after(text, hit)
}

/// Whether one of `words` stands within three words before the phrase, in the same sentence.
pub(crate) fn follows(text: &Text<'_>, hit: &Hit, words: &[String]) -> bool {
    let segment = &text.segments[hit.segment];
    (1..=3).any(|back| {
        let Some(at) = hit.first.checked_sub(back).filter(|at| *at >= segment.start) else { return false };
        (at + 1..=hit.first).all(|i| text.words[i].gap != Gap::Stop) && words.iter().any(|w| w == text.word(at))
    })
}

fn denied_before(text: &Text<'_>, hit: &Hit, extra: &[String]) -> bool {
    if follows(text, hit, extra) {
        return true;
    }
    let segment = &text.segments[hit.segment];
    for between in 0..=REACH {
        if text.words[hit.first - between].gap != Gap::Plain {
            return false;
        }
        let Some(at) = hit.first.checked_sub(between + 1).filter(|at| *at >= segment.start) else { return false };
        // One unknown word may stand between; further away all must carry the denial on.
        if between > 1 && !(at + 1..hit.first).all(|i| THROUGH.contains(&text.word(i))) {
            return false;
        }
        let word = text.word(at);
        if is_negation(word) {
            // "Löser det sig inte får du byta": verb and subject open a new clause.
            let turned = at + 2 <= hit.first
                && MAIN_CLAUSE.contains(&text.word(at + 1))
                && matches!(text.word(at + 2), "du" | "man" | "vi" | "ni" | "jag");
            if turned && at > segment.start {
                return false;
            }
            return (word != "utan" || !is_but(text, at, segment.start))
                && (between == 0 || !MAIN_CLAUSE.contains(&text.word(hit.first)))
                && !(at + 1..hit.first).any(|i| matches!(text.word(i), "bara" | "enbart" | "endast"));
        }
    }
    false
}

/// "inte bara … utan också": here `utan` means "but".
fn is_but(text: &Text<'_>, utan: usize, first: usize) -> bool {
    let next = text.words.get(utan + 1).map(|_| text.word(utan + 1));
    matches!(next, Some("också" | "även"))
        || text.words[utan].gap == Gap::Clause
        || (first..utan).rev().take(12).any(|i| text.word(i) == "inte")
}

fn denied_after(text: &Text<'_>, hit: &Hit) -> bool {
    let end = text.segments[hit.segment].end;
    let word = |offset: usize| {
        let at = hit.last + offset;
        (at < end && (hit.last + 1..=at).all(|i| text.words[i].gap == Gap::Plain)).then(|| text.word(at))
    };
    match (word(1), word(2)) {
        (Some("saknas"), _) => true,
        (Some(verb), Some(denial)) => AFTER.contains(&verb) && matches!(denial, "inte" | "ej" | "aldrig"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::matcher::Matcher;
    use super::super::phrases::PhraseBook;
    use super::*;

    fn denied(sentence: &str, phrase: &str) -> bool {
        let mut book = PhraseBook::default();
        book.add(phrase).unwrap();
        let matcher = Matcher::new(&book);
        let mut text = Text::default();
        text.push(sentence);
        let hits = matcher.find(&book, &text);
        let hit = hits.of(0).first().unwrap_or_else(|| panic!("”{phrase}” not found in ”{sentence}”"));
        is_denied(&text, hit, &[])
    }

    #[test]
    fn denials_close_by_void_the_phrase() {
        for (sentence, phrase) in [
            ("Du kan inte välja utförare.", "välja utförare"),
            ("Du kan inte själv välja vem som kommer.", "välja vem"),
            ("Det finns ingen möjlighet att välja utförare här.", "välja utförare"),
            ("Kommunen har inga privata utförare.", "privata utförare"),
            ("Kommunen saknar valfrihet.", "valfrihet*"),
            ("Valfrihet finns inte i Hedlunda.", "valfrihet*"),
            ("Du får hjälpen utan individuell behovsprövning.", "behovsprövning"),
            ("Vi tar inte ut avgift.", "avgift"),
            ("Hjälp på natten saknas.", "hjälp på natten"),
        ] {
            assert!(denied(sentence, phrase), "{sentence}");
        }
    }

    #[test]
    fn denials_in_another_clause_do_not() {
        for (sentence, phrase) in [
            ("Har du inte BankID kan du ringa oss.", "kan du ringa"),
            ("Är du inte nöjd, lämna synpunkter.", "synpunkter"),
            ("Du kan inte bara ringa utan också besöka oss.", "besöka oss"),
            ("Du behöver inte BankID för att ansöka.", "ansöka"),
            ("Löser det sig inte får du byta till en annan.", "byta till"),
            ("Det gör inget. Välj utförare i listan.", "välj utförare"),
        ] {
            assert!(!denied(sentence, phrase), "{sentence}");
        }
    }
}

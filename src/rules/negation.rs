//! The guard against negations: "kan inte välja", "ingen möjlighet att", "finns inte" are no yes.
//!
//! Place in the flow: matcher → **negation** → statements.
//! What must stay true: a negation in another clause does not reach the phrase ("Har du inte BankID kan du ringa").

mod words;

use super::matcher::Hit;
use super::words::{Gap, Text};
use words::{AFTER, BEFORE, BESIDE, ELSE, ENDED, FLAT, MAIN_CLAUSE, THROUGH, VERBS};

/// Most words that a flat denial reaches.
const FLAT_REACH: usize = 12;
/// Most words between a denial and the phrase.
const REACH: usize = 4;
/// Most words after the phrase that say something of it.
const AFTER_REACH: usize = 3;

/// Where the words stand without which nothing is denied: few on most pages, so that few phrases are read closely.
#[derive(Debug, Default)]
pub(crate) struct Denials(Vec<usize>);

impl Denials {
    /// Finds them.
    pub(crate) fn of(text: &Text<'_>) -> Self {
        // By length first: most words are none of them, and no list need be gone through to tell.
        let may = |word: &str| matches!(word.len(), 2..=11) && (is_negation(word) || ENDED.contains(&word));
        Self((0..text.words.len()).filter(|&at| may(text.word(at))).collect())
    }

    /// Whether the phrase at `hit` is denied by words close to it; `extra` are the rule's own words, within three words.
    pub(crate) fn deny(&self, text: &Text<'_>, hit: &Hit, extra: &[String]) -> bool {
        let from = hit.first.saturating_sub(FLAT_REACH);
        let near = self.0.get(self.0.partition_point(|&at| at < from)).is_some_and(|&at| at <= hit.last + AFTER_REACH);
        follows(text, hit, extra)
            || near
                && (denied_before(text, hit)
                    || denied_inside(text, hit)
                    || denied_after(text, hit)
                    || denied_flat(text, hit))
    }
}

/// Whether a lower-cased word denies.
pub(crate) fn is_negation(word: &str) -> bool {
    BEFORE.contains(&word)
}

/// Whether one of `words` stands within three words before the phrase, in the same sentence.
pub(crate) fn follows(text: &Text<'_>, hit: &Hit, words: &[String]) -> bool {
    let segment = &text.segments[hit.segment];
    !words.is_empty()
        && (1..=3).any(|back| {
            let Some(at) = hit.first.checked_sub(back).filter(|at| *at >= segment.start) else { return false };
            (at + 1..=hit.first).all(|i| text.words[i].gap != Gap::Stop) && words.iter().any(|w| w == text.word(at))
        })
}

fn denied_before(text: &Text<'_>, hit: &Hit) -> bool {
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
                && !(at + 1..hit.first).any(|i| is_only(text.word(i)));
        }
    }
    false
}

/// "kan inte välja" where the phrase is "kan … välja": the denial stands in the gap. `utan` there speaks of something
/// else ("kan utan ansökan få"), and so does what a comma parts from the rest.
fn denied_inside(text: &Text<'_>, hit: &Hit) -> bool {
    (hit.first + 1..hit.last).any(|at| {
        is_negation(text.word(at))
            && text.word(at) != "utan"
            && !is_only(text.word(at + 1))
            && (at + 1..=hit.last).all(|i| text.words[i].gap == Gap::Plain)
    })
}

/// "Du kan inte få hjälp att duscha eller klä på dig": a flat denial reaches to the end of its clause. "Kan du inte …"
/// at the start of a clause is a condition and denies nothing else.
fn denied_flat(text: &Text<'_>, hit: &Hit) -> bool {
    let start = text.segments[hit.segment].start;
    let joined = |at: usize| text.words[at].gap == Gap::Plain;
    for at in (start..hit.first).rev().take(FLAT_REACH) {
        if !joined(at + 1) || ELSE.contains(&text.word(at)) {
            return false;
        }
        let verb = MAIN_CLAUSE.contains(&text.word(at)) && at + 1 < hit.first;
        if verb && matches!(text.word(at + 1), "du" | "man" | "vi" | "ni" | "jag") {
            return false;
        }
        if matches!(text.word(at), "inte" | "ej" | "aldrig") {
            let before = |back: usize| at.checked_sub(back).filter(|i| *i >= start && (*i + 1..=at).all(joined));
            let is_flat = |i: usize| FLAT.contains(&text.word(i));
            // "har inte rätt till …".
            let no_right = |i: usize| text.word(i) == "har" && text.word(at + 1) == "rätt";
            let straight = before(1).is_some_and(|i| is_flat(i) || no_right(i));
            let turned = before(2).filter(|i| is_flat(*i)).is_some_and(|i| match text.word(i + 1) {
                "dig" => true,
                "du" | "man" | "vi" | "ni" | "jag" => i > start && joined(i),
                _ => false,
            });
            return (straight || turned) && !is_only(text.word(at + 1));
        }
    }
    false
}

fn is_only(word: &str) -> bool {
    matches!(word, "bara" | "enbart" | "endast")
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
    let verb = |word: Option<&str>| word.is_some_and(|word| AFTER.contains(&word));
    let denial = |word: Option<&str>| matches!(word, Some("inte" | "ej" | "aldrig"));
    let beside = |word: Option<&str>| word.is_some_and(|word| BESIDE.contains(&word));
    let ended = matches!((word(1), word(2)), (Some("har"), Some("upphört" | "avskaffats" | "avvecklats" | "lagts")));
    if ended || matches!(word(1), Some("saknas" | "upphör" | "upphörde")) {
        return true;
    }
    // "valfrihet finns inte", "fritt val erbjuder vi inte".
    if verb(word(1)) && (denial(word(2)) || beside(word(2)) && denial(word(3))) {
        return true;
    }
    // The phrase has the verb itself: "erbjuder inte", "erbjuder vi inte", "får du inte".
    let own = |at: usize| hit.first <= at && VERBS.contains(&text.word(at));
    let ends =
        own(hit.last) && (denial(word(1)) && !word(2).is_some_and(is_only) || beside(word(1)) && denial(word(2)));
    ends || hit.first < hit.last && beside(Some(text.word(hit.last))) && own(hit.last - 1) && denial(word(1))
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
        let hits = matcher.find(&book, &text, 1);
        let hit = hits.of(0).first().unwrap_or_else(|| panic!("”{phrase}” not found in ”{sentence}”"));
        Denials::of(&text).deny(&text, hit, &[])
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
            ("Du kan inte välja något annat företag.", "kan … välja"),
            ("Här kan du inte välja mellan utförare.", "kan … välja"),
            ("Fritt val erbjuder vi inte.", "fritt val"),
            ("Fixartjänsten har upphört.", "fixartjänst*"),
            ("Valfrihet har vi inte.", "valfrihet*"),
            ("Vi erbjuder inte matlådor.", "erbjud*"),
            ("Matlådor erbjuder vi inte.", "matlåd* erbjuder"),
            ("Den hjälpen får du inte av oss.", "får du"),
            ("Du kan inte få hjälp att duscha eller klä på dig.", "klä på"),
            ("Här kan du inte jämföra utförare i Äldreguiden.", "äldreguiden"),
            ("Vi erbjuder inte hjälp med städning, tvätt och inköp.", "städning"),
            ("Fixartjänsten hjälper dig inte att byta glödlampor.", "glödlamp*"),
            ("Du har inte rätt till hemtjänst på finska.", "på finska"),
            ("Valfrihet erbjöds inte.", "valfrihet"),
            ("Ring inte på kvällen.", "ring"),
            ("Mejla oss inte.", "mejla oss"),
            ("Det gick inte att skicka din ansökan.", "ansökan"),
            ("Hemtjänsten kommer inte på kvällar och nätter.", "nätter"),
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
            ("Kan du inte klara dig själv har du rätt till hemtjänst.", "hemtjänst"),
            ("Du kan inte ansöka här utan kontaktar handläggaren.", "handläggaren"),
            ("Om du inte är nöjd kan du kontakta enhetschefen.", "enhetschefen"),
            ("Du kan inte ringa då, men skriva till handläggaren.", "handläggaren"),
            ("Du kan inte bara välja kommunen.", "kan … välja"),
            ("Du kan utan ansökan få hjälp.", "kan … få"),
            ("Vi erbjuder inte bara städning.", "erbjuder"),
            ("Ring inte bara oss.", "ring"),
            ("Det går inte att säga exakt vad du kan få hjälp med.", "hjälp med"),
            ("Det gick inte förr, men nu går det att välja utförare.", "välja utförare"),
        ] {
            assert!(!denied(sentence, phrase), "{sentence}");
        }
    }
}

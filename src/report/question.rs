//! One question on a kommun's page: the answer as a word, the sentence, the kommun's own words, and what to write.
//!
//! What must stay true: the sentences are those of the domain's words for people; an open question says that it counts
//! neither as yes nor as no.

use crate::domain::{Evidence, Finding, Outcome};
use crate::rules::reason_sentence;
use crate::score::KommunResult;

use super::decided;
use super::lang::{Lang, Words, noun, say};
use super::overview::{Overview, good_words};
use super::quote::{Quote, visible};
use super::texts::RuleTexts;
use super::tips::{self, Tip};

/// Quotes shown for one answer.
const QUOTES_MAX: usize = 3;
const READER: &str = "En granskare ska läsa texten.";

/// An answer in one word, with the id of its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Id of the symbol in the page.
    pub(super) icon: &'static str,
    /// The word.
    pub(super) word: &'static str,
}

/// The Swedish word for an outcome.
pub(super) const fn answer(outcome: Outcome) -> Answer {
    answer_in(Lang::Sv, outcome)
}

/// The word for an outcome.
pub(super) const fn answer_in(lang: Lang, outcome: Outcome) -> Answer {
    let (icon, word) = match outcome {
        Outcome::Passed => ("ja", lang.of("Ja", "Yes")),
        Outcome::Partial => ("delvis", lang.of("Delvis", "Partly")),
        Outcome::Failed => ("nej", lang.of("Nej", "No")),
        Outcome::CantTell | Outcome::Untested => ("oklar", lang.of("Inte avgjort", "Not settled")),
        Outcome::Inapplicable => ("berors-inte", lang.of("Berörs inte", "Does not apply")),
    };
    Answer { icon, word }
}

/// A question as shown.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// Rule id.
    pub(super) id: String,
    /// The question.
    pub(super) title: String,
    /// The answer.
    pub(super) answer: Answer,
    /// The sentence or sentences.
    pub(super) lead: Words,
    /// The kommun's words.
    pub(super) quotes: Vec<Quote>,
    /// What the program says where a person has decided, and what was decided before.
    pub(super) decided: Vec<Words>,
    /// What to write, when it is missing or half.
    pub(super) tip: Option<Tip>,
    /// Name of a kommun that answers well, its words.
    pub(super) example: Option<(String, Quote)>,
    /// `Frågan ger upp till 3 poäng. 104 av 286 kommuner svarar ja.`
    pub(super) points: String,
}

/// A question for one kommun.
pub(super) fn question(overview: &Overview<'_>, kommun: &KommunResult, rule: &RuleTexts, found: &Finding) -> Question {
    let mends = matches!(found.outcome, Outcome::Partial | Outcome::Failed);
    Question {
        id: rule.id.clone(),
        title: rule.title_in(overview.lang).to_owned(),
        answer: answer_in(overview.lang, found.outcome),
        lead: lead(overview.lang, kommun, rule, found),
        quotes: quotes(overview, kommun, found),
        decided: kommun.decided(&rule.id).map(|one| decided::more(overview.lang, one)).unwrap_or_default(),
        tip: (mends && !rule.tip.is_empty()).then(|| tips::tip(overview.lang, rule)),
        example: mends.then(|| example(overview, kommun, rule)).flatten(),
        points: points(overview, kommun, rule),
    }
}

fn quotes(overview: &Overview<'_>, kommun: &KommunResult, found: &Finding) -> Vec<Quote> {
    let sure = matches!(found.outcome, Outcome::Passed | Outcome::Partial | Outcome::Failed)
        || kommun.decided(&found.rule).is_some();
    let nearest = found.searched.as_ref().and_then(|s| s.nearest.as_ref());
    let quote = |words: &Evidence, near: bool| Quote::of(overview, kommun, &found.rule, words, near);
    let shown: Vec<Quote> = found.evidence.iter().take(QUOTES_MAX).map(|words| quote(words, !sure)).collect();
    if shown.is_empty() { nearest.map(|words| quote(words, true)).into_iter().collect() } else { shown }
}

fn lead(lang: Lang, kommun: &KommunResult, rule: &RuleTexts, found: &Finding) -> Words {
    let said = said(&found.note);
    let page = found.evidence.first().filter(|e| !e.quote.is_empty()).map(|e| e.page_title.trim());
    let stands = |words: Words| match page {
        None => words,
        Some("") => words.ours(lang.of("Där står:", "The words are:")),
        Some(page) => words.ours(lang.of("På sidan", "The page")).swedish(page).ours(lang.of("står:", "says:")),
    };
    if let Some(decided) = kommun.decided(&rule.id) {
        let words = decided::lead(lang, decided);
        return if decided.disagreed { words } else { stands(words) };
    }
    let words = Words::new(lang);
    match found.outcome {
        Outcome::Passed => stands(words.ours(lang.of("Ja.", "Yes.")).swedish(said)),
        Outcome::Partial => stands(words.ours(lang.of("Delvis.", "Partly.")).swedish(said)),
        Outcome::Failed if page.is_some() => stands(words.swedish(or(said, &rule.absent))),
        Outcome::Failed => {
            let near = found.searched.as_ref().is_some_and(|s| s.nearest.is_some());
            let words = searched(lang, words.swedish(or(said, &rule.absent)), kommun, rule, found);
            if near { words.ours(lang.of("Närmast kom:", "What came closest:")) } else { words }
        }
        Outcome::CantTell | Outcome::Untested => open(words, lang, found.outcome, said),
        Outcome::Inapplicable => {
            let words = if said.is_empty() {
                words.ours(lang.of("Frågan berör inte kommunen.", "The question does not apply to the municipality."))
            } else {
                words.swedish(said)
            };
            words.ours(lang.of("Den räknas inte.", "It is not counted."))
        }
    }
}

/// What a finding's sentence says beyond the answer, the place and what was searched for: those are shown on their own.
pub(super) fn said(note: &str) -> &str {
    let mut said = note.trim();
    for answer in ["Ja.", "Delvis."] {
        said = said.strip_prefix(answer).unwrap_or(said).trim_start();
    }
    for tail in ["Det står på sidan ", "Vi läste ", "Närmast kom ", "Tills dess räknas "] {
        if let Some(at) = said.find(tail).filter(|&at| at == 0 || said[..at].ends_with(". ")) {
            said = said[..at].trim_end();
        }
    }
    said
}

/// The same in a language, for what stands alone: what is missing when nothing else is said. A finding's own sentence is
/// Swedish: in English its outcome and its reason are told.
pub(super) fn told<'t>(lang: Lang, rule: &'t RuleTexts, found: &'t Finding) -> &'t str {
    let said = said(&found.note);
    match (lang, found.outcome) {
        (Lang::Sv, Outcome::Failed) => or(said, &rule.absent),
        (Lang::Sv, _) => said,
        (Lang::En, Outcome::Passed) => "",
        (Lang::En, Outcome::Partial) => "A part of the answer stands there.",
        (Lang::En, Outcome::Failed) => "The answer was not found.",
        (Lang::En, Outcome::Inapplicable | Outcome::CantTell | Outcome::Untested) => {
            reason_sentence(lang, &found.reason)
        }
    }
}

/// Why a question is open, and that it counts neither as yes nor as no.
fn open(words: Words, lang: Lang, outcome: Outcome, said: &str) -> Words {
    let words = words.ours(if outcome == Outcome::CantTell {
        lang.of("Vi kan inte avgöra frågan med säkerhet.", "We cannot settle the question with certainty.")
    } else {
        lang.of("Frågan är inte avgjord.", "The question is not settled.")
    });
    let said = match lang {
        Lang::Sv => said.to_owned(),
        Lang::En => said.replace(READER, "").trim().to_owned(),
    };
    let reader = outcome == Outcome::CantTell && !said.contains(READER);
    let words = words.swedish(said).ours(if reader { lang.of(READER, "A reviewer is to read the text.") } else { "" });
    words.ours(
        lang.of("Tills dess räknas den varken som ja eller nej.", "Until then it counts neither as yes nor as no."),
    )
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// «Vi läste 14 sidor den 16 augusti och letade efter …»
fn searched(lang: Lang, words: Words, kommun: &KommunResult, rule: &RuleTexts, found: &Finding) -> Words {
    let searched = found.searched.as_ref();
    let read = searched.map(|s| s.pages.len()).filter(|&n| n > 0).unwrap_or(kommun.pages.len());
    let looked_for = searched.map(|s| s.looked_for.trim()).filter(|l| !l.is_empty()).unwrap_or(&rule.looked_for);
    let (first, last) = (kommun.visit.first_day.as_str(), kommun.visit.last_day.as_str());
    let (from, to) = (lang.day_month(first), lang.day_month(last));
    let when = match (first, last) {
        ("", _) => String::new(),
        (first, last) if first == last || last.is_empty() => say!(lang, " den {from}", " on {from}"),
        _ => say!(lang, " den {from} till den {to}", " from {from} to {to}"),
    };
    let read = lang.counted(read, &noun::PAGE);
    if looked_for.is_empty() {
        return words.ours(say!(lang, "Vi läste {read}{when}.", "We read {read}{when}."));
    }
    let words = words.ours(say!(lang, "Vi läste {read}{when} och letade efter", "We read {read}{when} and looked for"));
    words.swedish(looked_for.trim_end_matches('.')).close(".")
}

/// How another kommun says it: a similar one first, else the highest in the ranking.
fn example(overview: &Overview<'_>, kommun: &KommunResult, rule: &RuleTexts) -> Option<(String, Quote)> {
    if overview.tally(&rule.id).yes == 0 {
        return None;
    }
    let others = overview.peers(kommun).into_iter().chain(overview.ranking.iter().copied());
    let mut others = others.map(|i| overview.kommun(i)).filter(|other| other.kommun.code != kommun.kommun.code);
    let (other, words) = others.find_map(|other| Some((other, good_words(other, &rule.id)?)))?;
    Some((visible(&other.kommun.name), Quote::of(overview, other, &rule.id, words, false)))
}

fn points(overview: &Overview<'_>, kommun: &KommunResult, rule: &RuleTexts) -> String {
    let weight = kommun
        .score
        .as_ref()
        .and_then(|s| s.rules.iter().find(|p| p.rule == rule.id))
        .map_or(rule.weight, |points| points.weight);
    format!("{} {}", worth(overview.lang, weight), national(overview, &rule.id))
}

/// «Frågan ger upp till 3 poäng.»
fn worth(lang: Lang, weight: f64) -> String {
    let points = lang.number(weight);
    let word = lang.points(&points);
    if weight > 0.0 {
        say!(lang, "Frågan ger upp till {points} poäng.", "The question gives up to {points} {word}.")
    } else {
        for_information(lang).to_owned()
    }
}

/// What is said of a question that gives no points.
pub(super) const fn for_information(lang: Lang) -> &'static str {
    lang.of("Frågan är en upplysning och ger inga poäng.", "The question is for information and gives no points.")
}

/// «104 av 286 kommuner svarar ja.»
pub(super) fn national(overview: &Overview<'_>, rule: &str) -> String {
    let (lang, tally) = (overview.lang, overview.tally(rule));
    let (yes, all) = (tally.yes, lang.counted(tally.concerned(), &noun::KOMMUN));
    match tally.concerned() {
        0 => {
            lang.of("Frågan är inte prövad i någon kommun.", "No municipality has been asked the question.").to_owned()
        }
        _ => say!(lang, "{yes} av {all} svarar ja.", "{yes} of {all} answer yes."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_to_what_is_not_shown_beside_it() {
        assert_eq!(said("Ja. Det står på sidan Hemtjänst."), "");
        assert_eq!(said("Delvis. 2 av 3 delar finns. Det står på sidan Avgifter."), "2 av 3 delar finns.");
        assert_eq!(
            said("Vi hittade ingen tid. Vi läste 14 sidor och letade efter klockslag. Närmast kom ”Ring”."),
            "Vi hittade ingen tid."
        );
        assert_eq!(said("Ingen vet. Tills dess räknas frågan varken som ja eller nej."), "Ingen vet.");
        assert_eq!(said("Sidan säger: Vi läste din ansökan"), "Sidan säger: Vi läste din ansökan");
    }

    #[test]
    fn an_open_question_says_that_it_counts_as_neither() {
        let open = |said: &str| open(Words::new(Lang::Sv), Lang::Sv, Outcome::CantTell, said).to_string();
        assert_eq!(
            open(""),
            "Vi kan inte avgöra frågan med säkerhet. En granskare ska läsa texten. Tills dess räknas den varken som ja \
             eller nej."
        );
        assert_eq!(open("Svaret är otydligt. En granskare ska läsa texten.").matches(READER).count(), 1);
    }
}

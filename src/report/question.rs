//! One question on a kommun's page: the answer as a word, the sentence, the kommun's own words, and what to write.
//!
//! What must stay true: the sentences are those of the domain's words for people; an open question says that it counts
//! neither as yes nor as no.

use crate::domain::{Evidence, Finding, Outcome};
use crate::score::KommunResult;

use super::overview::{Overview, good_words};
use super::quote::{Quote, visible};
use super::swedish;
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

/// The word for an outcome.
pub(super) const fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Passed => Answer { icon: "ja", word: "Ja" },
        Outcome::Partial => Answer { icon: "delvis", word: "Delvis" },
        Outcome::Failed => Answer { icon: "nej", word: "Nej" },
        Outcome::CantTell | Outcome::Untested => Answer { icon: "oklar", word: "Inte avgjort" },
        Outcome::Inapplicable => Answer { icon: "berors-inte", word: "Berörs inte" },
    }
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
    pub(super) lead: String,
    /// The kommun's words.
    pub(super) quotes: Vec<Quote>,
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
        title: rule.title.clone(),
        answer: answer(found.outcome),
        lead: lead(kommun, rule, found),
        quotes: quotes(overview, kommun, found),
        tip: (mends && !rule.tip.is_empty()).then(|| tips::tip(rule)),
        example: mends.then(|| example(overview, kommun, rule)).flatten(),
        points: points(overview, kommun, rule),
    }
}

fn quotes(overview: &Overview<'_>, kommun: &KommunResult, found: &Finding) -> Vec<Quote> {
    let sure = matches!(found.outcome, Outcome::Passed | Outcome::Partial | Outcome::Failed);
    let nearest = found.searched.as_ref().and_then(|s| s.nearest.as_ref());
    let quote = |words: &Evidence, near: bool| Quote::of(overview, kommun, &found.rule, words, near);
    let shown: Vec<Quote> = found.evidence.iter().take(QUOTES_MAX).map(|words| quote(words, !sure)).collect();
    if shown.is_empty() { nearest.map(|words| quote(words, true)).into_iter().collect() } else { shown }
}

fn lead(kommun: &KommunResult, rule: &RuleTexts, found: &Finding) -> String {
    let said = said(&found.note);
    let page = found.evidence.first().filter(|e| !e.quote.is_empty()).map(|e| e.page_title.trim());
    let stands = match page {
        None => String::new(),
        Some("") => "Där står:".to_owned(),
        Some(page) => format!("På sidan {page} står:"),
    };
    let near = found.searched.as_ref().and_then(|s| s.nearest.as_ref()).is_some();
    let sentences: Vec<String> = match found.outcome {
        Outcome::Passed => vec!["Ja.".to_owned(), said.to_owned(), stands],
        Outcome::Partial => vec!["Delvis.".to_owned(), said.to_owned(), stands],
        Outcome::Failed if page.is_some() => vec![or(said, &rule.absent), stands],
        Outcome::Failed => {
            let nearest = if near { "Närmast kom:" } else { "" };
            vec![or(said, &rule.absent), searched(kommun, rule, found), nearest.to_owned()]
        }
        Outcome::CantTell | Outcome::Untested => vec![open(found.outcome, said)],
        Outcome::Inapplicable => vec![or(said, "Frågan berör inte kommunen."), "Den räknas inte.".to_owned()],
    };
    visible(&sentences.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" "))
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

/// Why a question is open, and that it counts neither as yes nor as no.
fn open(outcome: Outcome, said: &str) -> String {
    let unsure = if outcome == Outcome::CantTell {
        "Vi kan inte avgöra frågan med säkerhet."
    } else {
        "Frågan är inte avgjord."
    };
    let reader = outcome == Outcome::CantTell && !said.contains(READER);
    let reader = if reader { READER } else { "" };
    let parts = [unsure, said, reader, "Tills dess räknas den varken som ja eller nej."];
    parts.into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

fn or(text: &str, other: &str) -> String {
    if text.is_empty() { other.to_owned() } else { text.to_owned() }
}

/// «Vi läste 14 sidor den 16 augusti och letade efter …»
fn searched(kommun: &KommunResult, rule: &RuleTexts, found: &Finding) -> String {
    let searched = found.searched.as_ref();
    let read = searched.map(|s| s.pages.len()).filter(|&n| n > 0).unwrap_or(kommun.pages.len());
    let looked_for = searched.map(|s| s.looked_for.trim()).filter(|l| !l.is_empty()).unwrap_or(&rule.looked_for);
    let when = match (kommun.visit.first_day.as_str(), kommun.visit.last_day.as_str()) {
        ("", _) => String::new(),
        (first, last) if first == last || last.is_empty() => format!(" den {}", swedish::day_month(first)),
        (first, last) => format!(" den {} till den {}", swedish::day_month(first), swedish::day_month(last)),
    };
    let read = swedish::counted(read, "sida", "sidor");
    if looked_for.is_empty() {
        format!("Vi läste {read}{when}.")
    } else {
        format!("Vi läste {read}{when} och letade efter {}.", looked_for.trim_end_matches('.'))
    }
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
    let worth = if weight > 0.0 {
        format!("Frågan ger upp till {} poäng.", swedish::number(weight))
    } else {
        "Frågan är en upplysning och ger inga poäng.".to_owned()
    };
    format!("{worth} {}", national(overview, &rule.id))
}

/// «104 av 286 kommuner svarar ja.»
pub(super) fn national(overview: &Overview<'_>, rule: &str) -> String {
    let tally = overview.tally(rule);
    match tally.concerned() {
        0 => "Frågan är inte prövad i någon kommun.".to_owned(),
        n => format!("{} av {} svarar ja.", tally.yes, swedish::counted(n, "kommun", "kommuner")),
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
        assert_eq!(
            open(Outcome::CantTell, ""),
            "Vi kan inte avgöra frågan med säkerhet. En granskare ska läsa texten. Tills dess räknas den varken som ja \
             eller nej."
        );
        assert_eq!(
            open(Outcome::CantTell, "Svaret är otydligt. En granskare ska läsa texten.").matches(READER).count(),
            1
        );
    }
}

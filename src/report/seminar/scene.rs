//! The scenes: one thought a screen, the question on top, names behind a click.

use askama::Template;
use sha2::{Digest, Sha256};

use crate::domain::{Outcome, StoredPage};
use crate::report::overview::Tally;
use crate::report::question::{Answer, answer, said};
use crate::report::quote::{Quote, visible};
use crate::report::sheet::{Part, View};
use crate::report::site::{self, Page, SiteError};
use crate::report::{markdown, swedish};

use super::before_after::{self, Pair};
use super::choose::{self, Chosen, Likeness};
use super::hide::Hider;
use super::{NAME, SUBJECT, Scene, Seminar, extract};

/// What stands around a scene.
#[derive(Clone, Debug)]
pub(super) struct SceneFrame {
    /// Way to the site's root.
    pub(super) root: &'static str,
    /// Title of the document.
    pub(super) title: String,
    /// On top, to the left: the question, or the seminar's name.
    pub(super) left: String,
    /// On top, to the right: `Fråga 3 av 5`.
    pub(super) right: String,
    /// Way to the seminar's first page.
    pub(super) start: String,
    /// Way to the speaker's notes, at the question that is shown.
    pub(super) notes: String,
    /// `Steg 2 av 6`; empty for a scene outside the questions.
    pub(super) step: String,
    /// Scenes of the question: label, address, whether it is this one.
    pub(super) steps: Vec<(&'static str, String, bool)>,
    /// Address of the scene before.
    pub(super) back: String,
    /// Address of the scene after; empty for the last.
    pub(super) next: String,
    /// What the way on is called.
    pub(super) next_label: &'static str,
}

/// Who it is, behind a click.
struct Who {
    name: String,
    page: String,
    read_on: String,
    kommun_href: String,
    copy: String,
}

#[derive(Template)]
#[template(path = "seminarium/fraga.html", whitespace = "minimize")]
struct QuestionScene {
    scen: SceneFrame,
    title: String,
    why: String,
}

#[derive(Template)]
#[template(path = "seminarium/sidan.html", whitespace = "minimize")]
struct PageScene {
    scen: SceneFrame,
    heading: String,
    blad: View,
}

#[derive(Template)]
#[template(path = "seminarium/svaret.html", whitespace = "minimize")]
struct AnswerScene {
    scen: SceneFrame,
    answer: Answer,
    why: String,
    /// What was searched for, unless the words that are wholly an answer have been shown.
    searched: String,
    who: Who,
}

#[derive(Template)]
#[template(path = "seminarium/andra.html", whitespace = "minimize")]
struct OthersScene {
    scen: SceneFrame,
    heading: &'static str,
    q: Quote,
    who: Who,
}

#[derive(Template)]
#[template(path = "seminarium/fore-efter.html", whitespace = "minimize")]
struct TextScene {
    scen: SceneFrame,
    heading: &'static str,
    text: &'static str,
    lix: String,
    /// Of the text before, on the scene after it; else empty.
    lix_before: String,
    measures: String,
}

#[derive(Template)]
#[template(path = "seminarium/gissa.html", whitespace = "minimize")]
struct GuessScene {
    scen: SceneFrame,
    concerned: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "seminarium/facit.html", whitespace = "minimize")]
struct RevealScene {
    scen: SceneFrame,
    yes: usize,
    concerned: String,
    /// Per cent that say yes, for the ring.
    share: String,
    rest: String,
    right: char,
    counts: Vec<(Answer, usize)>,
    disclaimer: String,
    rule_href: String,
}

/// The last screen.
#[derive(Template)]
#[template(path = "seminarium/slut.html", whitespace = "minimize")]
pub(super) struct EndPage {
    scen: SceneFrame,
    titles: Vec<(String, String)>,
    disclaimer: String,
}

/// Something to guess: `B` for `3–5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) letter: char,
    low: usize,
    high: usize,
}

impl Choice {
    fn shown(&self) -> String {
        if self.low == self.high { self.low.to_string() } else { format!("{}–{}", self.low, self.high) }
    }
}

/// A scene of a question.
pub(super) fn page(
    seminar: &Seminar<'_, '_>,
    question: &Chosen<'_>,
    scen: SceneFrame,
    scene: Scene,
    stored: Option<&StoredPage>,
) -> Result<Option<Page>, SiteError> {
    let overview = seminar.overview;
    let rule = question.rule;
    let path = "seminarium";
    let page = match scene {
        Scene::Question => {
            let why = markdown::to_text(&rule.why);
            let (first, rest) = swedish::first_sentence(&why);
            let (second, _) = swedish::first_sentence(rest);
            let why = [first, second].into_iter().filter(|s| !s.is_empty()).map(|s| format!("{s}."));
            let why = why.collect::<Vec<_>>().join(" ").replace("?.", "?");
            site::html(path, &QuestionScene { scen, title: rule.title.clone(), why })
        }
        Scene::Page => {
            let hider = hider(seminar, question.subject);
            let blad = extract::of(question.words, &rule.id, question.near, stored, &hider);
            let looked_for = rule.looked_for.trim_end_matches('.');
            let heading = format!("{SUBJECT} skriver så här. Vi letar efter {looked_for}.");
            site::html(path, &PageScene { scen, heading, blad })
        }
        Scene::Answer => {
            let hider = hider(seminar, question.subject);
            let who = who(seminar, question.subject, question);
            let (why, searched) = (why(seminar, question, &hider), searched(seminar, question));
            site::html(path, &AnswerScene { scen, answer: answer(question.outcome), why, searched, who })
        }
        Scene::Others => {
            let Some(example) = question.example else { return Ok(None) };
            let other = overview.kommun(example.kommun);
            let hidden = Hider::new(&other.kommun, "Kommunen").words(example.words);
            let q = Quote::of(overview, other, &rule.id, &hidden, false);
            let shown = Chosen { subject: example.kommun, words: example.words, near: false, ..question.clone() };
            let who = who(seminar, example.kommun, &shown);
            site::html(path, &OthersScene { scen, heading: heading(example.likeness), q, who })
        }
        Scene::Before | Scene::After => {
            let Some(pair) = before_after::about(&rule.dimension) else { return Ok(None) };
            site::html(path, &text_scene(pair, scene, scen))
        }
        Scene::Guess => {
            let n = overview.tally(&rule.id).concerned();
            let concerned = swedish::counted(n, "kommun", "kommuner");
            let is = if n == 1 { "är granskad" } else { "är granskade" };
            let choices = choices(n, &seed(seminar, question));
            site::html(path, &GuessScene { scen, concerned: format!("{concerned} {is}"), choices })
        }
        Scene::Reveal => site::html(path, &reveal(seminar, question, scen)),
    };
    page.map(Some)
}

fn hider(seminar: &Seminar<'_, '_>, kommun: usize) -> Hider {
    Hider::new(&seminar.overview.kommun(kommun).kommun, SUBJECT)
}

/// Why the answer is what it is, in a sentence or two: never nothing.
fn why(seminar: &Seminar<'_, '_>, question: &Chosen<'_>, hider: &Hider) -> String {
    let kommun = seminar.overview.kommun(question.subject);
    let found = crate::report::overview::finding(kommun, &question.rule.id);
    let note = found.map_or("", |found| said(&found.note));
    let words = question.words.marked.join(" … ");
    // One word torn from its sentence says nothing: the page has just shown it.
    let tells = choose::tells(question.words);
    let said = if note.is_empty() { question.rule.absent.as_str() } else { note };
    let sentence = match question.outcome {
        Outcome::Passed if note.is_empty() && tells => format!("Orden finns: ”{words}”."),
        Outcome::Passed if note.is_empty() => "Orden finns på sidan.".to_owned(),
        Outcome::Partial if note.is_empty() && tells => format!("En del av svaret finns: ”{words}”."),
        Outcome::Partial if note.is_empty() => "En del av svaret finns på sidan.".to_owned(),
        Outcome::Failed if question.near && tells => format!("{said} Närmast kom ”{words}”."),
        Outcome::Failed if said.is_empty() => "Vi hittade inget svar.".to_owned(),
        Outcome::Failed => said.to_owned(),
        _ => note.to_owned(),
    };
    visible(&hider.plain(&sentence))
}

/// «Vi läste 14 sidor och letade efter …»
fn searched(seminar: &Seminar<'_, '_>, question: &Chosen<'_>) -> String {
    let looked_for = question.rule.looked_for.trim_end_matches('.');
    if question.outcome == Outcome::Passed || looked_for.is_empty() {
        return String::new();
    }
    let kommun = seminar.overview.kommun(question.subject);
    let found = crate::report::overview::finding(kommun, &question.rule.id);
    let pages = found.and_then(|found| found.searched.as_ref()).map_or(0, |searched| searched.pages.len());
    let pages = swedish::counted(if pages == 0 { kommun.pages.len() } else { pages }, "sida", "sidor");
    format!("Vi läste {pages} och letade efter {looked_for}.")
}

fn who(seminar: &Seminar<'_, '_>, kommun: usize, question: &Chosen<'_>) -> Who {
    let overview = seminar.overview;
    let result = overview.kommun(kommun);
    let quote = Quote::of(overview, result, &question.rule.id, question.words, question.near);
    Who {
        name: visible(&result.kommun.name),
        page: quote.page,
        read_on: quote.read_on,
        kommun_href: overview.kommun_path(kommun),
        copy: quote.copy,
    }
}

const fn heading(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Similar => "En liknande kommun skriver så här",
        Likeness::Size => "En kommun av ungefär samma storlek skriver så här",
        Likeness::None => "En annan kommun skriver så här",
    }
}

fn text_scene(pair: &'static Pair, scene: Scene, scen: SceneFrame) -> TextScene {
    let lix = |text: &before_after::Measured| swedish::decimals(text.lix, 0);
    let (heading, text, lix_before) = match scene {
        Scene::After => ("Efter: samma fakta, andra ord", &pair.after, lix(&pair.before)),
        _ => ("Före: så kan det låta", &pair.before, String::new()),
    };
    TextScene {
        scen,
        heading,
        text: text.text.trim(),
        lix: lix(text),
        lix_before,
        measures: format!(
            "{} ord i varje mening, {} långa ord",
            swedish::number(text.sentence),
            swedish::percent(text.long / 100.0)
        ),
    }
}

fn reveal(seminar: &Seminar<'_, '_>, question: &Chosen<'_>, scen: SceneFrame) -> RevealScene {
    let overview = seminar.overview;
    let tally = overview.tally(&question.rule.id);
    let Tally { yes, partly, no, open, .. } = tally;
    let n = tally.concerned();
    let per_cent = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share = per_cent(yes) / per_cent(n.max(1)) * 100.0;
    let right =
        choices(n, &seed(seminar, question)).into_iter().find(|choice| (choice.low..=choice.high).contains(&yes));
    let counts = [(Outcome::Passed, yes), (Outcome::Partial, partly), (Outcome::Failed, no), (Outcome::CantTell, open)];
    RevealScene {
        yes,
        concerned: swedish::counted(n, "kommun", "kommuner"),
        share: format!("{share:.1}"),
        rest: format!("{:.1}", 100.0 - share),
        right: right.map_or('A', |choice| choice.letter),
        counts: counts.into_iter().filter(|(_, n)| *n > 0).map(|(outcome, n)| (answer(outcome), n)).collect(),
        disclaimer: overview.set.disclaimer.clone(),
        rule_href: site::rule_path(&question.rule.id),
        scen,
    }
}

/// What decides the order of a question's choices.
fn seed(seminar: &Seminar<'_, '_>, question: &Chosen<'_>) -> String {
    format!("{}\n{}", seminar.overview.result.round.name, question.rule.id)
}

/// From none to all of `n` in four parts that are as equal as whole numbers allow, in an order that the seed decides: the
/// questions chosen are those that about half answer, so in the order of size the right part would always be the third.
pub(super) fn choices(n: usize, seed: &str) -> Vec<Choice> {
    let edge = |part: usize| part * (n + 1) / 4;
    let mut parts: Vec<(usize, usize)> =
        (0..4).map(|part| (edge(part), edge(part + 1))).filter(|(low, end)| low < end).collect();
    parts.sort_by_cached_key(|(low, _)| Sha256::digest(format!("{seed}\n{low}")));
    parts.into_iter().zip('A'..).map(|((low, end), letter)| Choice { letter, low, high: end - 1 }).collect()
}

impl EndPage {
    /// The last screen of a seminar.
    pub(super) fn new(seminar: &Seminar<'_, '_>) -> Self {
        let count = seminar.questions.len();
        let back = match seminar.scenes(count).last() {
            Some(scene) => format!("{count}/{}", scene.code()),
            None => "../".to_owned(),
        };
        let titles = seminar.questions.iter().enumerate();
        Self {
            scen: SceneFrame {
                root: "../../",
                title: "Ta med dig".to_owned(),
                left: NAME.to_owned(),
                right: "Slut".to_owned(),
                start: format!("../?fragor={}", seminar.wanted),
                notes: "manus".to_owned(),
                step: String::new(),
                steps: Vec::new(),
                back,
                next: String::new(),
                next_label: "",
            },
            titles: titles.map(|(at, q)| (q.rule.title.clone(), format!("{}/facit", at + 1))).collect(),
            disclaimer: seminar.overview.set.disclaimer.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn there_is_one_right_guess_whatever_the_number() {
        for n in 0..300 {
            let choices = choices(n, "2026\nkontakt-telefon");
            for yes in 0..=n {
                assert_eq!(choices.iter().filter(|c| (c.low..=c.high).contains(&yes)).count(), 1, "{yes} of {n}");
            }
        }
        let mut shown: Vec<String> = choices(12, "x").iter().map(Choice::shown).collect();
        shown.sort();
        assert_eq!(shown, ["0–2", "3–5", "6–8", "9–12"]);
    }

    #[test]
    fn the_right_guess_is_not_always_the_same_letter_and_stays_where_it_is() {
        let right = |seed: &str| choices(12, seed).iter().find(|c| (c.low..=c.high).contains(&7)).map(|c| c.letter);
        let mut letters = BTreeMap::new();
        for question in 0..400 {
            let seed = format!("2026\nfraga-{question}");
            assert_eq!(right(&seed), right(&seed));
            *letters.entry(right(&seed).unwrap()).or_insert(0) += 1;
        }
        assert_eq!(letters.keys().collect::<String>(), "ABCD");
        assert!(letters.values().all(|times| (60..140).contains(times)), "{letters:?}");
    }
}

//! The scenes: one thought a screen, the question on top, names behind a click.

use askama::Template;

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
struct BeforeAfterScene {
    scen: SceneFrame,
    sides: [Side; 2],
}

/// One of the two texts.
struct Side {
    id: &'static str,
    heading: &'static str,
    text: &'static str,
    lix: String,
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
            site::html(
                path,
                &AnswerScene { scen, answer: answer(question.outcome), why: why(seminar, question, &hider), who },
            )
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
        Scene::BeforeAfter => {
            let Some(pair) = before_after::about(&rule.dimension) else { return Ok(None) };
            site::html(path, &BeforeAfterScene { scen, sides: sides(pair) })
        }
        Scene::Guess => {
            let n = overview.tally(&rule.id).concerned();
            let concerned = swedish::counted(n, "kommun", "kommuner");
            site::html(path, &GuessScene { scen, concerned, choices: choices(n) })
        }
        Scene::Reveal => site::html(path, &reveal(seminar, question, scen)),
    };
    page.map(Some)
}

fn hider(seminar: &Seminar<'_, '_>, kommun: usize) -> Hider {
    Hider::new(&seminar.overview.kommun(kommun).kommun, SUBJECT)
}

/// Why the answer is what it is, in a sentence or two.
fn why(seminar: &Seminar<'_, '_>, question: &Chosen<'_>, hider: &Hider) -> String {
    let kommun = seminar.overview.kommun(question.subject);
    let note = crate::report::overview::finding(kommun, &question.rule.id).map_or("", |found| said(&found.note));
    let words = question.words.marked.join(" … ");
    // One word torn from its sentence says nothing: the page has just shown it.
    let tells = choose::tells(question.words);
    let said = if note.is_empty() { question.rule.absent.as_str() } else { note };
    let sentence = match question.outcome {
        Outcome::Passed if note.is_empty() && tells => format!("Orden finns: ”{words}”."),
        Outcome::Passed if note.is_empty() => "Orden finns på sidan.".to_owned(),
        Outcome::Failed if question.near && tells => format!("{said} Närmast kom ”{words}”."),
        Outcome::Failed => said.to_owned(),
        _ => note.to_owned(),
    };
    visible(&hider.plain(&sentence))
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

fn sides(pair: &'static Pair) -> [Side; 2] {
    let side = |id, heading, text: &'static before_after::Measured| Side {
        id,
        heading,
        text: text.text.trim(),
        lix: swedish::decimals(text.lix, 0),
        measures: format!(
            "{} ord i varje mening, {} långa ord",
            swedish::number(text.sentence),
            swedish::percent(text.long / 100.0)
        ),
    };
    [side("fore", "Före", &pair.before), side("efter", "Efter", &pair.after)]
}

fn reveal(seminar: &Seminar<'_, '_>, question: &Chosen<'_>, scen: SceneFrame) -> RevealScene {
    let overview = seminar.overview;
    let tally = overview.tally(&question.rule.id);
    let Tally { yes, partly, no, open, .. } = tally;
    let n = tally.concerned();
    let per_cent = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let share = per_cent(yes) / per_cent(n.max(1)) * 100.0;
    let right = choices(n).into_iter().find(|choice| (choice.low..=choice.high).contains(&yes));
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

/// From none to all of `n` in four parts that are as equal as whole numbers allow.
pub(super) fn choices(n: usize) -> Vec<Choice> {
    let edge = |part: usize| part * (n + 1) / 4;
    let parts = (0..4).map(|part| (edge(part), edge(part + 1))).filter(|(low, end)| low < end);
    parts.zip('A'..).map(|((low, end), letter)| Choice { letter, low, high: end - 1 }).collect()
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
    use super::*;

    #[test]
    fn there_is_one_right_guess_whatever_the_number() {
        for n in 0..300 {
            let choices = choices(n);
            for yes in 0..=n {
                assert_eq!(choices.iter().filter(|c| (c.low..=c.high).contains(&yes)).count(), 1, "{yes} of {n}");
            }
        }
        let shown: Vec<String> = choices(12).iter().map(|c| format!("{} {}", c.letter, c.shown())).collect();
        assert_eq!(shown, ["A 0–2", "B 3–5", "C 6–8", "D 9–12"]);
    }
}

//! The speaker's notes: running order, what to say, the answers, and who is behind the letters. For the speaker alone.

use askama::Template;

use crate::report::frame::{Frame, Here};
use crate::report::question::{answer, national};
use crate::report::quote::visible;
use crate::report::{markdown, swedish};

use super::running::{self, Item};
use super::{NAME, SUBJECT, Scene, Seminar, before_after};

/// The notes.
#[derive(Template)]
#[template(path = "seminarium/manus.html", whitespace = "minimize")]
pub(super) struct NotesPage {
    frame: Frame,
    name: &'static str,
    subject: &'static str,
    wanted: usize,
    items: Vec<Item>,
    questions: Vec<Note>,
}

/// Notes to one question.
struct Note {
    number: usize,
    title: String,
    why: String,
    kommun: String,
    answer: &'static str,
    words: String,
    example: String,
    facts: String,
    national: String,
    tip: String,
    href: String,
}

impl NotesPage {
    /// The notes of a seminar.
    pub(super) fn new(seminar: &Seminar<'_, '_>) -> Self {
        let (overview, wanted) = (seminar.overview, seminar.wanted);
        let titles: Vec<&str> = seminar.questions.iter().map(|question| question.rule.title.as_str()).collect();
        let name = |kommun: usize| visible(&overview.kommun(kommun).kommun.name);
        let note = |(at, question): (usize, &super::Chosen<'_>)| {
            let number = at + 1;
            let has_pair = seminar.scenes(number).contains(&Scene::Before);
            let pair = before_after::about(&question.rule.dimension).filter(|_| has_pair);
            Note {
                number,
                title: question.rule.title.clone(),
                why: markdown::to_text(&question.rule.why),
                kommun: name(question.subject),
                answer: answer(question.outcome).word,
                words: visible(&question.words.quote),
                example: question.example.map(|example| name(example.kommun)).unwrap_or_default(),
                facts: pair.map(|pair| swedish::listed(&pair.facts)).unwrap_or_default(),
                national: national(overview, &question.rule.id),
                tip: markdown::to_text(&question.rule.tip),
                href: format!("{number}/{}", Scene::Question.code()),
            }
        };
        Self {
            frame: Frame { here: Here::Seminar, ..Frame::swedish(overview, "seminarium/5/manus", "Talarmanus") },
            name: NAME,
            subject: SUBJECT,
            wanted,
            items: running::order(wanted, &titles),
            questions: seminar.questions.iter().enumerate().map(note).collect(),
        }
    }
}

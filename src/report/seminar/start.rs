//! The seminar's first page: what it is, how to run it, the running order.

use askama::Template;

use crate::report::frame::{Frame, Here};
use crate::report::quote::visible;
use crate::report::swedish;

use super::address::CHOICES;
use super::running::{self, Item};
use super::{NAME, Seminar};

/// The first page.
#[derive(Template)]
#[template(path = "seminarium/start.html", whitespace = "minimize")]
pub(super) struct StartPage {
    frame: Frame,
    name: &'static str,
    wanted: usize,
    /// How many there are to show, in words.
    count: String,
    choices: Vec<usize>,
    items: Vec<Item>,
    /// Address of the first scene; empty when the round has no question to show.
    begin: String,
    /// Kommuner whose audit can be shown.
    kommuner: Vec<Choice>,
}

/// A kommun to choose.
struct Choice {
    name: String,
    /// By which its recorded audit is found.
    slug: String,
    /// By which it is read now.
    code: String,
}

impl StartPage {
    /// The page of a seminar.
    pub(super) fn new(seminar: &Seminar<'_, '_>) -> Self {
        let (overview, wanted) = (seminar.overview, seminar.wanted);
        let titles: Vec<&str> = seminar.questions.iter().map(|question| question.rule.title.as_str()).collect();
        let read = overview.by_name.iter().filter(|i| overview.ranking.contains(i));
        Self {
            frame: Frame { here: Here::Seminar, ..Frame::swedish(overview, "seminarium/", "Seminarium") },
            name: NAME,
            wanted,
            count: match titles.len() {
                1 => "en fråga".to_owned(),
                n => format!("{} frågor", swedish::in_words(n)),
            },
            choices: CHOICES.into(),
            items: running::order(wanted, &titles),
            begin: if titles.is_empty() { String::new() } else { format!("granskning?fragor={wanted}") },
            kommuner: read
                .map(|&i| (&overview.kommun(i).kommun, overview.slug(i)))
                .map(|(kommun, slug)| Choice {
                    name: visible(&kommun.name),
                    slug: slug.to_owned(),
                    code: kommun.code.clone(),
                })
                .collect(),
        }
    }
}

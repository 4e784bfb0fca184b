//! The seminar «Webben som seniorerna vill ha den»: an hour in front of an audience, from any finished round, offline.
//!
//! Place in the flow: result → questions and kommuner chosen → **scenes** → `web`. One thought a screen, each with an
//! address of its own: `seminarium/5/2/svaret` is the answer to the second of five questions.
//! What must stay true: the same round gives the same seminar; names are hidden until somebody opens them; nobody is shown
//! for being last; what pages say is masked and escaped as everywhere else.

mod address;
mod before_after;
mod choose;
mod extract;
mod good;
mod hide;
pub mod live;
mod notes;
pub mod replay;
mod running;
mod scene;
mod start;
mod telling;

pub use address::{Address, Scene};

use crate::domain::StoredPage;

use super::overview::{Overview, record_of};
use super::site::{self, Page, Site, SiteError};
use choose::Chosen;

/// What the seminar is called.
const NAME: &str = "Webben som seniorerna vill ha den";
/// Who stands on the screen.
const SUBJECT: &str = "Kommun\u{a0}A";

/// A seminar over a round.
pub struct Seminar<'s, 'a> {
    overview: &'s Overview<'a>,
    /// How many questions were asked for.
    wanted: usize,
    questions: Vec<Chosen<'a>>,
}

impl<'s, 'a> Seminar<'s, 'a> {
    /// A seminar of at most `wanted` questions; a round with few answers has fewer.
    pub fn new(site: &'s Site<'a>, wanted: usize) -> Self {
        let overview = site.overview();
        Self { overview, wanted, questions: choose::questions(overview, wanted) }
    }

    /// The stored page that a scene shows: the kommun's place in the result and the name of the record.
    pub fn needs(&self, address: &Address) -> Option<(usize, &'a str)> {
        let Address::Scene { number, scene: Scene::Page, .. } = address else { return None };
        let question = self.question(*number)?;
        Some((question.subject, record_of(self.overview.kommun(question.subject), question.words)?))
    }

    /// The page at an address; nothing for one that this seminar does not have. `stored`: what [`Self::needs`] asked for,
    /// when it is there.
    pub fn page(&self, address: &Address, stored: Option<&StoredPage>) -> Result<Option<Page>, SiteError> {
        let page = match address {
            Address::Start { .. } => site::html("seminarium", &start::StartPage::new(self)),
            Address::Notes(_) => site::html("seminarium", &notes::NotesPage::new(self)),
            Address::Tips => site::html("seminarium", &good::TipsPage::new(self.overview)),
            Address::End(_) => site::html("seminarium", &scene::EndPage::new(self)),
            Address::Scene { number, scene, .. } => return self.scene(*number, *scene, stored),
            Address::Replay { kommun, .. } => {
                let Some(replay) = replay::Replay::new(self.overview, kommun.as_deref()) else { return Ok(None) };
                site::html("seminarium", &replay::AuditPage::new(self, replay))
            }
        };
        page.map(Some)
    }

    fn scene(&self, number: usize, scene: Scene, stored: Option<&StoredPage>) -> Result<Option<Page>, SiteError> {
        let Some(question) = self.question(number) else { return Ok(None) };
        let Some(frame) = self.frame(number, scene) else { return Ok(None) };
        scene::page(self, question, frame, scene, stored)
    }

    /// A question by its number, from 1.
    fn question(&self, number: usize) -> Option<&Chosen<'a>> {
        self.questions.get(number.checked_sub(1)?)
    }

    /// The scenes of a question. Before and after comes once, with the first question of its area.
    fn scenes(&self, number: usize) -> Vec<Scene> {
        let Some(question) = self.question(number) else { return Vec::new() };
        let is_first = !self.questions[..number - 1].iter().any(|q| q.rule.dimension == question.rule.dimension);
        let has_pair = is_first && before_after::about(&question.rule.dimension).is_some();
        let shown = |scene: &Scene| match scene {
            Scene::Others => question.example.is_some(),
            Scene::Before | Scene::After => has_pair,
            _ => true,
        };
        Scene::ALL.into_iter().filter(shown).collect()
    }

    /// What stands around a scene, when the question has it.
    fn frame(&self, number: usize, scene: Scene) -> Option<scene::SceneFrame> {
        let scenes = self.scenes(number);
        let at = scenes.iter().position(|other| *other == scene)?;
        let question = self.question(number)?;
        let (of, last) = (self.questions.len(), scenes.len() - 1);
        let back = match at.checked_sub(1) {
            Some(before) => scenes[before].code().to_owned(),
            None if number > 1 => {
                let before = self.scenes(number - 1).last().map_or("", |scene| scene.code());
                format!("../{}/{before}", number - 1)
            }
            None => format!("../../granskning?fragor={}", self.wanted),
        };
        let (next, next_label) = match scenes.get(at + 1) {
            Some(next) => (next.code().to_owned(), "Nästa"),
            None if number < of => (format!("../{}/{}", number + 1, Scene::Question.code()), "Nästa fråga"),
            None => ("../slut".to_owned(), "Avsluta"),
        };
        let steps = scenes.iter().map(|other| (other.label(), other.code().to_owned(), *other == scene)).collect();
        Some(scene::SceneFrame {
            root: "../../../",
            title: format!("{} {}", question.rule.title, scene.label()),
            left: if scene == Scene::Question { NAME.to_owned() } else { question.rule.title.clone() },
            right: format!("Fråga {number} av {of}"),
            start: format!("../../?fragor={}", self.wanted),
            notes: format!("../manus#m-{number}"),
            step: format!("Steg {} av {}", at + 1, last + 1),
            steps,
            back,
            next,
            next_label,
        })
    }
}

#[cfg(test)]
mod tests;

//! A kommun that is read while the audience looks on: its pages as they come, then its answers step by step.
//!
//! Place in the flow: a reading of the self-check → **these scenes** → web.
//! What must stay true: nothing is shown as read that was not; the kommun's name stays hidden, so of an address only the
//! path is shown.

use askama::Template;

use crate::report::quote::visible;
use crate::report::site::{self, Page, SiteError};
use crate::report::swedish;
use crate::score::KommunResult;

use super::replay::{self, ReplayPage};
use super::scene::SceneFrame;
use super::{SUBJECT, Seminar};

/// The scene while a kommun is read.
#[derive(Template)]
#[template(path = "seminarium/direkt.html", whitespace = "minimize")]
struct ReadingPage {
    scen: SceneFrame,
    subject: &'static str,
    id: String,
    count: String,
    paths: Vec<String>,
}

impl Seminar<'_, '_> {
    /// The scene while a kommun is read, by the reading's name: the paths asked for so far, and how many pages came.
    pub fn reading(&self, id: &str, paths: &[String], pages: u32) -> Result<Page, SiteError> {
        let page = ReadingPage {
            scen: replay::frame(self, "../"),
            subject: SUBJECT,
            id: id.to_owned(),
            count: swedish::counted(usize::try_from(pages).unwrap_or_default(), "sida", "sidor"),
            paths: paths.iter().map(|path| visible(path)).collect(),
        };
        site::html("seminarium", &page)
    }

    /// The scene when it has been read; nothing when it got no score.
    pub fn just_read(&self, id: &str, read: &KommunResult) -> Result<Option<Page>, SiteError> {
        ReplayPage::just_read(self, read, id).map(|page| site::html("seminarium", &page)).transpose()
    }
}

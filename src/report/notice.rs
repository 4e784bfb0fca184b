//! A page that says why there is nothing to show, and what to do: an empty server, a faulty address, a fault of ours.

use askama::Template;

use super::frame::Frame;
use super::lang::Lang;
use super::site::{self, Page, SiteError};
use super::texts::SetTexts;

/// What a notice says.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// The heading.
    pub heading: String,
    /// What it is about, in sentences.
    pub text: String,
    /// A command to run, if there is one.
    pub command: String,
    /// Whether there is a start page to lead to.
    pub round: bool,
}

#[derive(Template)]
#[template(path = "besked.html", whitespace = "minimize")]
struct NoticePage<'a> {
    frame: Frame,
    notice: &'a Notice,
}

/// The page of a notice.
pub fn page(set: &SetTexts, lang: Lang, notice: &Notice) -> Result<Page, SiteError> {
    let frame = Frame { menu: notice.round, ..Frame::without_round(set, lang, notice.heading.clone()) };
    site::html("besked.html", &NoticePage { frame, notice })
}

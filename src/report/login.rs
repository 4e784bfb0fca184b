//! The login page: the form, and for who is logged in the way out.
//!
//! Place in the flow: `web::login` → **these views** → browser. What must stay true: it works without script, with a
//! password manager and by keyboard; a password is never written back.

use askama::Template;

use super::frame::{Frame, Here};
use super::lang::Lang;
use super::site::{self, Page, SiteError};
use super::texts::SetTexts;

/// The form as shown.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// What was wrong; empty when nothing was.
    pub fault: &'a str,
    /// The name that was written.
    pub name: &'a str,
    /// What shows that the form is ours.
    pub mark: &'a str,
    /// The page to come back to; empty for the start page.
    pub back: &'a str,
}

/// Who is logged in.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// What was wrong; empty when nothing was.
    pub fault: &'a str,
    /// Name.
    pub name: &'a str,
    /// Role.
    pub role: &'a str,
    /// What shows that the form is ours.
    pub mark: &'a str,
}

#[derive(Template)]
#[template(path = "logga-in.html", whitespace = "minimize")]
struct FormPage<'a> {
    frame: Frame,
    form: Form<'a>,
}

#[derive(Template)]
#[template(path = "konto.html", whitespace = "minimize")]
struct AccountPage<'a> {
    frame: Frame,
    account: Account<'a>,
}

/// The form. `menu`: whether there is a round to lead to.
pub fn form(set: &SetTexts, lang: Lang, menu: bool, form: &Form<'_>) -> Result<Page, SiteError> {
    let frame = frame(set, lang, menu, form.fault, lang.of("Logga in", "Log in"));
    site::html("logga-in.html", &FormPage { frame, form: *form })
}

/// The way out.
pub fn account(set: &SetTexts, lang: Lang, menu: bool, account: &Account<'_>) -> Result<Page, SiteError> {
    let frame = frame(set, lang, menu, account.fault, lang.of("Du är inloggad", "You are logged in"));
    site::html("konto.html", &AccountPage { frame, account: *account })
}

fn frame(set: &SetTexts, lang: Lang, menu: bool, fault: &str, title: &str) -> Frame {
    // Who hears the page learns first that something was wrong.
    let title = if fault.is_empty() { title.to_owned() } else { format!("{}: {title}", lang.of("Fel", "Error")) };
    let twin = format!("/{}logga-in", lang.other().folder());
    Frame { menu, twin, here: Here::Login, ..Frame::without_round(set, lang, title) }
}

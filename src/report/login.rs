//! The login page: the form, and for who is logged in the way out.
//!
//! Place in the flow: `web::login` → **these views** → browser. What must stay true: it works without script, with a
//! password manager and by keyboard; a password is never written back.

use askama::Template;

use super::frame::{Frame, Here};
use super::lang::{Lang, say};
use super::site::{self, Page, SiteError};
use super::texts::SetTexts;

/// The form as shown.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// What was wrong; empty when nothing was.
    pub fault: &'a str,
    /// Whether it was the name or the password.
    pub wrong: bool,
    /// Whether everything is shown without a login here.
    pub open: bool,
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
    /// Whether the person reads what is not published.
    pub reads: bool,
    /// Hours from logging in until it ends by itself.
    pub hours: usize,
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

impl AccountPage<'_> {
    /// What the person may do, and for how long.
    fn told(&self) -> String {
        let lang = self.frame.lang;
        let hours = lang.plural(self.account.hours, ["timme", "timmar"], ["hour", "hours"]);
        let reads = lang.of(
            "Du kan läsa färdiga omgångar som inte är publicerade. ",
            "You can read finished rounds that are not published. ",
        );
        let reads = if self.account.reads { reads } else { "" };
        say!(
            lang,
            "{reads}Du loggas ut automatiskt efter {hours}.",
            "{reads}You are logged out automatically after {hours}."
        )
    }
}

/// The form. `menu`: whether there is a round to lead to.
pub fn form(set: &SetTexts, lang: Lang, menu: bool, form: &Form<'_>) -> Result<Page, SiteError> {
    let frame = frame(set, lang, menu, form.fault, lang.of("Logga in", "Log in"));
    // Who changes language is led back all the same.
    let back: String = url::form_urlencoded::byte_serialize(form.back.as_bytes()).collect();
    let twin = if back.is_empty() { frame.twin } else { format!("{}?till={back}", frame.twin) };
    site::html("logga-in.html", &FormPage { frame: Frame { twin, ..frame }, form: *form })
}

/// The way out.
pub fn account(set: &SetTexts, lang: Lang, menu: bool, account: &Account<'_>) -> Result<Page, SiteError> {
    let frame = frame(set, lang, menu, account.fault, lang.of("Ditt konto", "Your account"));
    site::html("konto.html", &AccountPage { frame, account: *account })
}

fn frame(set: &SetTexts, lang: Lang, menu: bool, fault: &str, title: &str) -> Frame {
    // Who hears the page learns first that something was wrong.
    let title = if fault.is_empty() { title.to_owned() } else { format!("{}: {title}", lang.of("Fel", "Error")) };
    let twin = format!("/{}logga-in", lang.other().folder());
    Frame { menu, twin, here: Here::Login, ..Frame::without_round(set, lang, title) }
}

//! The self-check: a draft is handed in, and the page says what it answers, what is missing and what to write.
//!
//! Place in the flow: `audit::desk` → checked page → **these views** → web, and `hemkoll check --format html`.
//! What must stay true: what was handed in is data and is escaped where it is shown; nothing is promised that the rules or
//! the count do not give; points come last.

mod advice;
mod change;
mod code;
mod form;
pub mod kommun;
mod marks;
mod reading;

use askama::Template;

use super::checked::{CheckedPage, Questions};
use super::frame::{Frame, Here};
use super::lang::Lang;
use super::question::answer;
use super::quote::visible;
use super::sheet::Part;
use super::site::{self, Page, SiteError};
use super::swedish;
use super::texts::SetTexts;
use advice::Advice;
pub use change::{Earlier, Snapshot};
use code::CodeFault;
use form::FormView;
pub use form::{Given, Way};
use marks::MarkedText;
use reading::Reading;

use crate::domain::{Outcome, PageType};

/// What stands around the self-check on a server.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The rule set's words.
    pub set: &'a SetTexts,
    /// Kommuner to choose among: code, name.
    pub kommuner: &'a [(String, String)],
    /// Whether there is a round to lead to.
    pub round: bool,
    /// The server's own address as the browser wrote it, without a slash at its end.
    pub address: &'a str,
}

/// The form by itself.
#[derive(Template)]
#[template(path = "sjalvkoll.html", whitespace = "minimize")]
struct FormPage {
    frame: Frame,
    form: FormView,
}

/// The answer, and the form to hand in again.
#[derive(Template)]
#[template(path = "sjalvkoll-svar.html", whitespace = "minimize")]
struct AnswerPage {
    frame: Frame,
    views: Vec<AnswerView>,
    form: Option<FormView>,
    /// What the questions take for granted of the kommun; empty for nothing.
    granted: String,
}

/// The answer for one page.
struct AnswerView {
    /// Begins every id, so that several can stand in one document.
    id: String,
    unreadable: String,
    misfit: String,
    yes: String,
    questions: String,
    rings: Vec<&'static str>,
    rings_label: String,
    lead: String,
    kind: String,
    guess: &'static str,
    changes: Option<change::ChangeView>,
    advice: Advice,
    text: Option<MarkedText>,
    reading: Option<Reading>,
    code_now: Vec<CodeFault>,
    code_template: Vec<CodeFault>,
    elsewhere: Vec<String>,
    beyond: Vec<String>,
    points: String,
}

/// The form, with what was given and what was wrong with it.
pub fn form(around: &Around<'_>, given: &Given, fault: &str) -> Result<Page, SiteError> {
    let frame = frame(around, "Granska en sida innan du publicerar den");
    site::html("sjalvkoll.html", &FormPage { frame, form: FormView::new(around, given, fault, "") })
}

/// The answer to what was given. `sealed` is what the next answer is compared with.
pub fn result(
    around: &Around<'_>,
    given: &Given,
    page: &CheckedPage<'_>,
    earlier: &Earlier,
    sealed: &str,
) -> Result<Page, SiteError> {
    let mut view = AnswerView::new(page, around.set, String::new());
    view.changes = change::view(earlier, page, around.set);
    view.lead = lead(given, page);
    let frame = frame(around, &view.title());
    let form = Some(FormView::new(around, given, "", sealed));
    site::html("sjalvkoll.html", &AnswerPage { frame, views: vec![view], form, granted: String::new() })
}

/// The answers as one file that opens anywhere: nothing is fetched. `granted`: what the questions take for granted of the
/// kommun, in a sentence or two; empty for nothing.
pub fn alone(set: &SetTexts, pages: &[CheckedPage<'_>], granted: &str) -> Result<Page, SiteError> {
    let id = |at: usize| if pages.len() == 1 { String::new() } else { format!("s{}-", at + 1) };
    let views: Vec<AnswerView> =
        pages.iter().enumerate().map(|(at, page)| AnswerView::new(page, set, id(at))).collect();
    let title = match views.as_slice() {
        [one] => one.title(),
        all => format!("{} granskade", swedish::counted(all.len(), "sida", "sidor")),
    };
    let frame = Frame { alone: true, live: false, ..Frame::without_round(set, Lang::Sv, title) };
    site::html("sjalvkoll.html", &AnswerPage { frame, views, form: None, granted: visible(granted) })
}

fn frame(around: &Around<'_>, title: &str) -> Frame {
    Frame { menu: around.round, here: Here::SelfCheck, ..Frame::without_round(around.set, Lang::Sv, title) }
}

/// «Du klistrade in Hemtjänst, 128 ord.»
fn lead(given: &Given, page: &CheckedPage<'_>) -> String {
    let title = visible(page.title);
    let what = if title.trim().is_empty() { "en text".to_owned() } else { format!("”{}”", title.trim()) };
    let words = swedish::counted(usize::try_from(page.words).unwrap_or_default(), "ord", "ord");
    match given.way {
        Way::Text => format!("Du klistrade in {what}, {words}."),
        Way::File => format!("Du skickade filen {}, {words}.", visible(&given.file)),
        Way::Address => format!("Vi läste {}, {words}.", visible(&given.address)),
        Way::Bookmark => format!("Du skickade sidan {what} med bokmärket, {words}."),
    }
}

impl AnswerView {
    fn new(page: &CheckedPage<'_>, set: &SetTexts, id: String) -> Self {
        let questions = Questions::of(page, set);
        let titles = |rules: &[&super::texts::RuleTexts]| rules.iter().map(|rule| rule.title.clone()).collect();
        let (code_now, code_template) = code::faults(page.accessibility);
        Self {
            unreadable: page.unreadable.map(|reason| reason.sentence_sv().to_owned()).unwrap_or_default(),
            misfit: page.misfit.map(|misfit| misfit.sentence(Lang::Sv)).unwrap_or_default(),
            yes: questions.yes().to_string(),
            // On a narrow screen the line breaks before the word.
            questions: swedish::counted(questions.asked.len(), "fråga", "frågor").replace('\u{a0}', " "),
            rings: rings(&questions),
            rings_label: rings_label(&questions),
            lead: format!(
                "Vi läste {}, {}.",
                visible(page.target),
                swedish::counted(usize::try_from(page.words).unwrap_or_default(), "ord", "ord")
            ),
            kind: page.page_type.name_sv().to_owned(),
            guess: guess(page),
            changes: None,
            advice: Advice::new(page, &questions, set),
            text: page.closer.map(|closer| MarkedText::new(closer, &questions, page, set, id.is_empty())),
            reading: page.closer.and_then(Reading::new),
            code_now,
            code_template,
            elsewhere: titles(&questions.elsewhere),
            beyond: titles(&questions.beyond),
            points: points(&questions),
            id,
        }
    }

    fn title(&self) -> String {
        if self.unreadable.is_empty() {
            format!("Sidan svarar på {} av {}", self.yes, self.questions)
        } else {
            "Sidan gick inte att läsa".to_owned()
        }
    }

    fn asks_nothing(&self) -> bool {
        self.rings.is_empty()
    }
}

/// What to say of how the page was taken.
fn guess(page: &CheckedPage<'_>) -> &'static str {
    match page.page_type {
        kind if kind.is_never_evidence() => {
            "Sådana sidor räknas aldrig som svar, eftersom de blir gamla eller vänder sig till andra. Är det fel, så välj rätt sida längre ner."
        }
        PageType::Ovrigt => "Vi kunde inte se vilken sida det är. Välj det längre ner.",
        _ if page.type_confidence == 0 => "Vi kunde inte se vilken sida det är. Är det fel, så ändra längre ner.",
        _ => "",
    }
}

/// The answers in the order yes, partly, no, open.
fn in_order(questions: &Questions<'_>) -> [(&'static str, &'static str, usize); 4] {
    let count = |outcome: Outcome| questions.count(|other| answer(other) == answer(outcome));
    [Outcome::Passed, Outcome::Partial, Outcome::Failed, Outcome::CantTell].map(|outcome| {
        let shown = answer(outcome);
        (shown.icon, shown.word, count(outcome))
    })
}

fn rings(questions: &Questions<'_>) -> Vec<&'static str> {
    in_order(questions).into_iter().flat_map(|(icon, _, n)| std::iter::repeat_n(icon, n)).collect()
}

/// `9 ja, 2 delvis och 5 nej`
fn rings_label(questions: &Questions<'_>) -> String {
    let told = in_order(questions).into_iter().filter(|(.., n)| *n > 0);
    let told: Vec<String> = told.map(|(_, word, n)| format!("{n} {}", word.to_lowercase())).collect();
    swedish::listed(&told)
}

/// What the settled questions gave, in a sentence.
fn points(questions: &Questions<'_>) -> String {
    let settled = questions.asked.iter().filter_map(|(rule, found)| Some((rule.weight, found.outcome.share()?)));
    let (points, most) =
        settled.fold((0.0, 0.0), |(points, most), (weight, share)| (points + weight * share, most + weight));
    if most <= 0.0 {
        return String::new();
    }
    format!(
        "Frågorna kan ge {} av hela granskningens 100 poäng. Sidan ger {}.",
        swedish::number(most),
        swedish::number(points)
    )
}

#[cfg(test)]
mod tests;

//! «Vad som granskas»: all questions on one page that prints on two A4 sheets.

use askama::Template;

use super::frame::{Frame, Here};
use super::lang::{Lang, noun, say};
use super::overview::Overview;
use super::{swedish, texts::SetTexts};

/// The checklist.
#[derive(Template)]
#[template(path = "granskas.html", whitespace = "minimize")]
pub(super) struct ChecklistPage {
    frame: Frame,
    lead: String,
    groups: Vec<Group>,
}

/// A dimension's questions.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Dimension id.
    pub(super) id: String,
    /// Name.
    pub(super) name: String,
    /// `18 poäng`
    pub(super) points: String,
    /// Its questions.
    pub(super) questions: Vec<Line>,
}

/// One question of the checklist.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Rule id.
    pub(super) id: String,
    /// The question.
    pub(super) title: String,
    /// `3` points; empty for information only.
    pub(super) points: String,
}

impl ChecklistPage {
    /// The page for a round's rule set.
    pub(super) fn new(overview: &Overview<'_>) -> Self {
        let (lang, set) = (overview.lang, overview.set);
        let title = lang.of("Vad som granskas", "What is reviewed");
        Self {
            frame: Frame { here: Here::Checklist, ..Frame::new(overview, "granskas.html", title) },
            lead: lead(lang, set),
            groups: groups(lang, set),
        }
    }
}

/// What is counted, in a sentence.
pub(super) fn lead(lang: Lang, set: &SetTexts) -> String {
    let all = set.rules.len();
    let information = all - set.counting();
    let many = swedish::capitalised(&lang.in_words(information));
    let apart = match information {
        0 => String::new(),
        1 => say!(
            lang,
            " En av dem är en upplysning och ger inga poäng.",
            " One of them is for information and gives no points."
        ),
        _ => say!(
            lang,
            " {many} av dem är upplysningar och ger inga poäng.",
            " {many} of them are for information and give no points."
        ),
    };
    let questions = lang.counted(all, &noun::QUESTION);
    say!(
        lang,
        "{questions} som äldre och anhöriga ställer om hemtjänsten.{apart}",
        "{questions} that older people and their relatives ask about home care.{apart}"
    )
}

/// The questions by dimension, in the set's order; a dimension without questions is left out.
pub(super) fn groups(lang: Lang, set: &SetTexts) -> Vec<Group> {
    set.dimensions
        .iter()
        .map(|dimension| Group {
            id: dimension.id.clone(),
            name: dimension.name_in(lang).to_owned(),
            points: format!("{} {}", lang.number(dimension.weight), lang.of("poäng", "points")),
            questions: set
                .rules
                .iter()
                .filter(|rule| rule.dimension == dimension.id)
                .map(|rule| Line {
                    id: rule.id.clone(),
                    title: rule.title_in(lang).to_owned(),
                    points: if rule.weight > 0.0 { lang.number(rule.weight) } else { String::new() },
                })
                .collect(),
        })
        .filter(|group| !group.questions.is_empty())
        .collect()
}

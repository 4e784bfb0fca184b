//! «Vad som granskas»: all questions on one page that prints on two A4 sheets.

use askama::Template;

use super::frame::{Frame, Here};
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
        Self {
            frame: Frame::at_root(overview, "Vad som granskas", Here::Checklist),
            lead: lead(overview.set),
            groups: groups(overview.set),
        }
    }
}

/// What is counted, in a sentence.
pub(super) fn lead(set: &SetTexts) -> String {
    let all = set.rules.len();
    let information = all - set.counting();
    let apart = match information {
        0 => String::new(),
        1 => " En av dem är en upplysning och ger inga poäng.".to_owned(),
        n => format!(" {} av dem är upplysningar och ger inga poäng.", swedish::capitalised(&swedish::in_words(n))),
    };
    format!("{} som äldre och anhöriga ställer om hemtjänsten.{apart}", swedish::counted(all, "fråga", "frågor"))
}

/// The questions by dimension, in the set's order; a dimension without questions is left out.
pub(super) fn groups(set: &SetTexts) -> Vec<Group> {
    set.dimensions
        .iter()
        .map(|dimension| Group {
            id: dimension.id.clone(),
            name: dimension.name.clone(),
            points: format!("{} poäng", swedish::number(dimension.weight)),
            questions: set
                .rules
                .iter()
                .filter(|rule| rule.dimension == dimension.id)
                .map(|rule| Line {
                    id: rule.id.clone(),
                    title: rule.title.clone(),
                    points: if rule.weight > 0.0 { swedish::number(rule.weight) } else { String::new() },
                })
                .collect(),
        })
        .filter(|group| !group.questions.is_empty())
        .collect()
}

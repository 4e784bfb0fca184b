//! Questions that the pensioners' council of a kommun (kommunala pensionärsrådet, KPR) can ask it, on one sheet.
//!
//! Place in the flow: a kommun's answers → **questions to ask** → a page to print. In Swedish alone, as they are asked.
//! What must stay true: only settled answers become questions; each says what we looked for and can be looked up; what is
//! there already is told first.

use askama::Template;

use crate::domain::Outcome;
use crate::report::frame::{Frame, Here};
use crate::report::overview::{Overview, finding};
use crate::report::question::said;
use crate::report::quote::visible;
use crate::report::swedish;
use crate::report::texts::{Owner, RuleTexts};

/// Questions on the sheet: more than a meeting has time for is no help.
const QUESTIONS_MAX: usize = 8;
/// What is there already, told first.
const GOOD_MAX: usize = 3;

/// The sheet.
#[derive(Template)]
#[template(path = "pensionarsrad.html", whitespace = "minimize")]
pub(in crate::report) struct CouncilPage {
    frame: Frame,
    name: String,
    href: String,
    lead: String,
    opening: String,
    good: Vec<String>,
    questions: Vec<Asked>,
    rest: usize,
}

/// A question to ask.
struct Asked {
    id: String,
    title: String,
    words: String,
}

impl CouncilPage {
    /// The sheet of a kommun.
    pub(in crate::report) fn new(overview: &Overview<'_>, index: usize) -> Self {
        let kommun = overview.kommun(index);
        let name = visible(&kommun.kommun.name);
        let missing = with_outcome(overview, index, |outcome| matches!(outcome, Outcome::Failed | Outcome::Partial));
        let good = with_outcome(overview, index, |outcome| outcome == Outcome::Passed);
        let days = swedish::span(&kommun.visit.first_day, &kommun.visit.last_day);
        let when = if days.is_empty() { String::new() } else { format!(" den {days}") };
        let questions: Vec<Asked> =
            missing.iter().take(QUESTIONS_MAX).filter_map(|rule| asked(overview, index, rule)).collect();
        Self {
            frame: Frame {
                here: Here::Lan,
                ..Frame::swedish(overview, &path(overview, index), format!("Frågor till {name}"))
            },
            href: overview.kommun_path(index),
            lead: format!(
                "Ni i kommunala pensionärsrådet kan fråga kommunen om det som vi inte hittade på dess webbplats{when}. \
                 Välj de frågor som är viktigast för er."
            ),
            opening: opening(good.len(), missing.len()),
            good: good.iter().take(GOOD_MAX).map(|rule| rule.title.clone()).collect(),
            rest: missing.len() - questions.len(),
            questions,
            name,
        }
    }

    fn rest_line(&self) -> String {
        match self.rest {
            0 => String::new(),
            1 => "En fråga till finns på kommunens sida.".to_owned(),
            n => format!("{} frågor till finns på kommunens sida.", swedish::capitalised(&swedish::in_words(n))),
        }
    }
}

/// Address of a kommun's sheet from the root.
pub(in crate::report) fn path(overview: &Overview<'_>, index: usize) -> String {
    format!("pensionarsrad/{}.html", overview.slug(index))
}

/// Whether there is anything to ask a kommun.
pub(in crate::report) fn has_questions(overview: &Overview<'_>, index: usize) -> bool {
    let missing = |outcome| matches!(outcome, Outcome::Failed | Outcome::Partial);
    !with_outcome(overview, index, missing).is_empty()
}

/// Questions that give points and have such an answer, the heaviest first.
fn with_outcome<'a>(overview: &Overview<'a>, index: usize, wanted: impl Fn(Outcome) -> bool) -> Vec<&'a RuleTexts> {
    let kommun = overview.kommun(index);
    let answered = |rule: &&RuleTexts| {
        kommun.visit.status.is_assessed() && finding(kommun, &rule.id).is_some_and(|found| wanted(found.outcome))
    };
    let mut rules: Vec<&RuleTexts> =
        overview.set.rules.iter().filter(|rule| rule.weight > 0.0).filter(answered).collect();
    rules.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    rules
}

/// How the council can begin, before the questions.
fn opening(good: usize, missing: usize) -> String {
    let there = match good {
        0 => String::new(),
        1 => " En fråga får ett tydligt svar där.".to_owned(),
        n => format!(" {} frågor får ett tydligt svar där.", swedish::capitalised(&swedish::in_words(n))),
    };
    let gone = if missing == 1 { "En sak hittade vi inte." } else { "Några saker hittade vi inte." };
    format!(
        "Vi har läst hur ni berättar om hemtjänsten på kommunens webbplats.{there} {gone} Kan ni hjälpa oss med det?"
    )
}

fn asked(overview: &Overview<'_>, index: usize, rule: &RuleTexts) -> Option<Asked> {
    let found = finding(overview.kommun(index), &rule.id)?;
    let looked_for = found.searched.as_ref().map(|s| s.looked_for.trim()).filter(|l| !l.is_empty());
    let looked_for = looked_for.unwrap_or(&rule.looked_for).trim_end_matches('.');
    // What a reviewer decided is told to those who read the result; the council asks about the page.
    let there = if overview.kommun(index).decided(&rule.id).is_some() { "" } else { said(&found.note) };
    let words = match (found.outcome, rule.owner) {
        (Outcome::Partial, _) if there.is_empty() => "En del av svaret finns. Kan ni skriva resten?".to_owned(),
        (Outcome::Partial, _) => format!("En del av svaret finns. {there} Kan ni skriva resten?"),
        (_, owner) => format!("Vi letade efter {looked_for}. {}", please(owner)),
    };
    Some(Asked { id: rule.id.clone(), title: rule.title.clone(), words: visible(&words) })
}

/// What the council asks for, by who can do it.
const fn please(owner: Owner) -> &'static str {
    match owner {
        Owner::Redaktor => "Kan ni skriva det på webbplatsen?",
        Owner::Verksamhet => "Hur är det hos oss, och kan ni berätta det på webbplatsen?",
        Owner::Leverantor => "Kan ni be den som sköter webbplatsen att ordna det?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_begins_with_what_is_there() {
        assert_eq!(
            opening(2, 3),
            "Vi har läst hur ni berättar om hemtjänsten på kommunens webbplats. Två frågor får ett tydligt svar där. \
             Några saker hittade vi inte. Kan ni hjälpa oss med det?"
        );
        assert!(opening(0, 1).contains("webbplats. En sak hittade vi inte."));
    }
}

//! A rule's page: the rule file as a page, and how many kommuner answer it.

use askama::Template;

use super::frame::Frame;
use super::link;
use super::markdown;
use super::overview::{Overview, Tally, finding, good_words};
use super::question::{answer, national};
use super::quote::{Quote, visible};
use super::swedish;
use super::texts::{ExampleTexts, RuleTexts};
use super::tips::{self, Tip};
use crate::domain::Outcome;

/// Good examples shown.
const EXAMPLES_MAX: usize = 3;

/// A rule's page.
#[derive(Template)]
#[template(path = "regel.html", whitespace = "minimize")]
pub(super) struct RulePage {
    frame: Frame,
    id: String,
    title: String,
    dimension: String,
    worth: String,
    intro: String,
    why: String,
    tip: Option<Tip>,
    sources: Vec<Source>,
    examples: Vec<ExampleTexts>,
    national: String,
    answers: Vec<AnswerGroup>,
    good: Vec<(String, Quote)>,
}

struct Source {
    kind: String,
    reference: String,
    href: String,
}

/// Kommuner that gave one answer.
struct AnswerGroup {
    icon: &'static str,
    word: &'static str,
    count: String,
    kommuner: Vec<(String, String)>,
}

impl RulePage {
    /// The page of a rule.
    pub(super) fn new(overview: &Overview<'_>, rule: &RuleTexts) -> Self {
        Self {
            frame: Frame::in_folder(overview, rule.title.clone()),
            id: rule.id.clone(),
            title: rule.title.clone(),
            dimension: overview.set.dimension_name(&rule.dimension).to_owned(),
            worth: if rule.weight > 0.0 {
                format!("Frågan ger upp till {} av 100 poäng.", swedish::number(rule.weight))
            } else {
                "Frågan är en upplysning och ger inga poäng.".to_owned()
            },
            intro: markdown::to_html(&rule.intro),
            why: markdown::to_html(&rule.why),
            tip: (!rule.tip.is_empty()).then(|| tips::tip(rule)),
            sources: rule
                .sources
                .iter()
                .map(|s| Source {
                    kind: s.kind.clone(),
                    reference: s.reference.clone(),
                    href: link::safe(&s.url).map(String::from).unwrap_or_default(),
                })
                .collect(),
            examples: rule.examples.clone(),
            national: national(overview, &rule.id),
            answers: answers(overview, &rule.id),
            good: good(overview, &rule.id),
        }
    }
}

fn answers(overview: &Overview<'_>, rule: &str) -> Vec<AnswerGroup> {
    let Tally { yes, partly, no, open, apart } = overview.tally(rule);
    [
        (Outcome::Passed, yes),
        (Outcome::Partial, partly),
        (Outcome::Failed, no),
        (Outcome::CantTell, open),
        (Outcome::Inapplicable, apart),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(outcome, n)| AnswerGroup {
        icon: answer(outcome).icon,
        word: answer(outcome).word,
        count: swedish::counted(n, "kommun", "kommuner"),
        kommuner: who(overview, rule, answer(outcome).word),
    })
    .collect()
}

fn who(overview: &Overview<'_>, rule: &str, word: &str) -> Vec<(String, String)> {
    let same = |i: &&usize| {
        let kommun = overview.kommun(**i);
        kommun.visit.status.is_assessed() && finding(kommun, rule).is_some_and(|f| answer(f.outcome).word == word)
    };
    let entry = |&i: &usize| (visible(&overview.kommun(i).kommun.name), overview.kommun_path(i));
    overview.by_name.iter().filter(same).map(entry).collect()
}

fn good(overview: &Overview<'_>, rule: &str) -> Vec<(String, Quote)> {
    let kommuner = overview.ranking.iter().map(|&i| overview.kommun(i));
    kommuner
        .filter_map(|k| {
            let words = good_words(k, rule)?;
            Some((visible(&k.kommun.name), Quote::of(overview, k, rule, words, false)))
        })
        .take(EXAMPLES_MAX)
        .collect()
}

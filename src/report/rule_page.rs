//! A rule's page: the rule file as a page, and how many kommuner answer it.

use askama::Template;

use super::frame::Frame;
use super::lang::{Lang, noun, say};
use super::link;
use super::markdown;
use super::overview::{Overview, Tally, finding, good_words};
use super::question::{answer_in, for_information, national};
use super::quote::{Quote, visible};
use super::site;
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
    /// The question in Swedish, on a page that is not.
    swedish: String,
    dimension: String,
    worth: String,
    intro: String,
    why: String,
    tip: Option<Tip>,
    sources: Vec<Source>,
    examples: Vec<Example>,
    national: String,
    answers: Vec<AnswerGroup>,
    good: Vec<(String, Quote)>,
}

struct Source {
    kind: String,
    reference: String,
    href: String,
}

/// A made-up page and what it comes to.
struct Example {
    heading: String,
    caption: String,
    pages: Vec<String>,
}

fn example_of(lang: Lang, example: &ExampleTexts) -> Example {
    let answer = answer_in(lang, example.expected).word;
    Example {
        heading: if lang == Lang::Sv { example.heading.clone() } else { format!("Answer: {answer}") },
        caption: example.caption.clone(),
        pages: example.pages.clone(),
    }
}

/// Kommuner that gave one answer.
struct AnswerGroup {
    icon: &'static str,
    word: &'static str,
    count: String,
    /// Name, address, and whether a person settled it.
    kommuner: Vec<(String, String, bool)>,
}

impl RulePage {
    /// The page of a rule.
    pub(super) fn new(overview: &Overview<'_>, rule: &RuleTexts) -> Self {
        let lang = overview.lang;
        let (title, points) = (rule.title_in(lang).to_owned(), lang.number(rule.weight));
        Self {
            frame: Frame::new(overview, &site::rule_path(&rule.id), title.clone()),
            id: rule.id.clone(),
            swedish: if lang == Lang::Sv { String::new() } else { rule.title.clone() },
            title,
            dimension: overview.area_name(&rule.dimension).to_owned(),
            worth: if rule.weight > 0.0 {
                say!(
                    lang,
                    "Frågan ger upp till {points} av 100 poäng.",
                    "The question gives up to {points} of 100 points."
                )
            } else {
                for_information(lang).to_owned()
            },
            intro: markdown::to_html(&rule.intro),
            why: markdown::to_html(&rule.why),
            tip: (!rule.tip.is_empty()).then(|| tips::tip(lang, rule)),
            sources: rule
                .sources
                .iter()
                .map(|s| Source {
                    kind: lang.of(&s.kind, &s.kind_en).to_owned(),
                    reference: s.reference.clone(),
                    href: link::safe(&s.url).map(String::from).unwrap_or_default(),
                })
                .collect(),
            examples: rule.examples.iter().map(|example| example_of(lang, example)).collect(),
            national: national(overview, &rule.id),
            answers: answers(overview, &rule.id),
            good: good(overview, &rule.id),
        }
    }
}

fn answers(overview: &Overview<'_>, rule: &str) -> Vec<AnswerGroup> {
    let lang = overview.lang;
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
        icon: answer_in(lang, outcome).icon,
        word: answer_in(lang, outcome).word,
        count: lang.counted(n, &noun::KOMMUN),
        kommuner: who(overview, rule, answer_in(lang, outcome).icon),
    })
    .collect()
}

fn who(overview: &Overview<'_>, rule: &str, icon: &str) -> Vec<(String, String, bool)> {
    let same = |i: &&usize| {
        let kommun = overview.kommun(**i);
        kommun.visit.status.is_assessed()
            && finding(kommun, rule).is_some_and(|f| answer_in(overview.lang, f.outcome).icon == icon)
    };
    let entry = |&i: &usize| {
        let kommun = overview.kommun(i);
        (visible(&kommun.kommun.name), overview.kommun_path(i), kommun.is_settled(rule))
    };
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

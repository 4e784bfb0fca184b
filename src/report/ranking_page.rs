//! The ranking as a page of its own, and narrowed as its address asks.
//!
//! What must stay true: places are those of the whole round, however the list is narrowed; means stand with and without
//! the questions that only some kommuner face.

use askama::Template;

use super::chart;
use super::filter::{Choice, Filter};
use super::frame::{Frame, Here};
use super::lang::{Words, noun, say};
use super::overview::{Overview, dimension, mean};
use super::ranking::{self, Apart, Row};
use super::swedish;

/// The ranking.
#[derive(Template)]
#[template(path = "ranking.html", whitespace = "minimize")]
pub(super) struct RankingPage {
    frame: Frame,
    name: String,
    lists: Vec<(&'static str, &'static str, Vec<Choice>)>,
    shown: Words,
    narrowed: bool,
    csv: String,
    /// The area's name, when one is asked for.
    area: String,
    unit: &'static str,
    rows: Vec<Row>,
    mean_at: Option<String>,
    undecided: Vec<Apart>,
    not_assessed: Vec<Apart>,
    choice: String,
}

impl RankingPage {
    /// The page for what is asked for.
    pub(super) fn new(overview: &Overview<'_>, filter: &Filter) -> Self {
        let ranking = filter.ranking(overview);
        let apart = |all: &[usize]| {
            all.iter().filter(|&&i| filter.takes(overview, i)).map(|&i| ranking::apart(overview, i)).collect::<Vec<_>>()
        };
        let (undecided, not_assessed) = (apart(&overview.undecided), apart(&overview.not_assessed));
        let (lang, query) = (overview.lang, filter.query());
        let joint = if query.is_empty() { "" } else { "?" };
        let frame = Frame::new(overview, "ranking.html", lang.of("Ranking", "Ranking"));
        let all_mean = if filter.area.is_empty() {
            overview.mean
        } else {
            overview.dimension_mean(&filter.area).map(|m| m * 100.0)
        };
        Self {
            frame: Frame { here: Here::Ranking, twin: format!("{}{joint}{query}", frame.twin), ..frame },
            name: filter.name.clone(),
            lists: filter.lists(overview),
            shown: shown(overview, filter, &ranking, undecided.len() + not_assessed.len()),
            narrowed: filter.narrows(),
            csv: if overview.live { format!("ranking.csv{joint}{query}") } else { "hamta/ranking.csv".to_owned() },
            area: if filter.area.is_empty() { String::new() } else { overview.area_name(&filter.area).to_owned() },
            unit: if filter.area.is_empty() { lang.of("Poäng", "Points") } else { lang.of("Procent", "Per cent") },
            rows: rows(overview, filter, &ranking),
            mean_at: all_mean.map(chart::at),
            undecided,
            not_assessed,
            choice: if filter.area.is_empty() { choice(overview) } else { String::new() },
        }
    }
}

fn rows(overview: &Overview<'_>, filter: &Filter, ranking: &[usize]) -> Vec<Row> {
    if filter.area.is_empty() {
        return ranking.iter().filter_map(|&i| ranking::row(overview, i)).collect();
    }
    let places = overview.area_places(&filter.area);
    let mean = overview.dimension_mean(&filter.area).map(|m| m * 100.0);
    let row = |&i: &usize| {
        let own = dimension(overview.kommun(i), &filter.area)?;
        ranking::area_row(overview, i, own, places.get(&i).copied(), mean)
    };
    ranking.iter().filter_map(row).collect()
}

/// «Listan visar 26 kommuner i Stockholms län. Medel för dem är 46,3.»
fn shown(overview: &Overview<'_>, filter: &Filter, ranking: &[usize], apart: usize) -> Words {
    let (lang, all) = (overview.lang, ranking.len() + apart);
    if all == 0 {
        let words = filter.words(overview, Words::new(lang).ours(lang.of("Ingen kommun", "No municipality")));
        return words
            .ours(lang.of("passar. Ändra ett val, eller visa alla.", "matches. Change a choice, or show all."));
    }
    let kommuner = lang.counted(all, &noun::KOMMUN);
    let words = Words::new(lang).ours(say!(lang, "Listan visar {kommuner}", "The list shows {kommuner}"));
    let words = filter.words(overview, words).close(".");
    let own = mean(ranking.iter().filter_map(|&i| filter.points(overview, i)));
    let own = own.map_or_else(String::new, |mean| {
        let mean = lang.number(mean);
        let unit = if filter.area.is_empty() {
            lang.of(" av 100 poäng", " of 100 points")
        } else {
            lang.of("\u{a0}% av poängen i området", "% of the points in the area")
        };
        if filter.narrows() {
            say!(lang, "Medel för dem är {mean}{unit}.", "Their mean is {mean}{unit}.")
        } else {
            say!(lang, "Medel är {mean}{unit}.", "The mean is {mean}{unit}.")
        }
    });
    let country = overview.mean.filter(|_| filter.narrows() && filter.area.is_empty());
    words.ours(own).ours(country.map_or_else(String::new, |mean| whole_round(overview, mean)))
}

/// «Medel i hela omgången är 46,3.»
pub(super) fn whole_round(overview: &Overview<'_>, mean: f64) -> String {
    let mean = overview.lang.number(mean);
    say!(overview.lang, "Medel i hela omgången är {mean}.", "The mean of the whole round is {mean}.")
}

/// The mean without the questions that only kommuner with a choice of provider face; nothing when there are none.
fn choice(overview: &Overview<'_>) -> String {
    let lang = overview.lang;
    let some = overview.set.rules.iter().filter(|rule| rule.weight > 0.0 && rule.only_with_choice).count();
    let Some(without) = overview.mean_without_choice() else { return String::new() };
    let many = swedish::capitalised(&lang.in_words(some));
    let questions = match some {
        0 => return String::new(),
        1 => lang
            .of(
                "En fråga ställs bara där man kan välja utförare. Utan den",
                "One question is asked only where people can choose a provider. Without it",
            )
            .to_owned(),
        _ => say!(
            lang,
            "{many} frågor ställs bara där man kan välja utförare. Utan dem",
            "{many} questions are asked only where people can choose a provider. Without them"
        ),
    };
    let without = lang.number(without);
    say!(
        lang,
        "{questions} är medel i hela omgången {without}.",
        "{questions}, the mean of the whole round is {without}."
    )
}

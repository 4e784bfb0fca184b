//! The ranking as a page of its own, and narrowed as its address asks.
//!
//! What must stay true: places are those of the whole round, however the list is narrowed; means stand with and without
//! the questions that only some kommuner face.

use askama::Template;

use super::chart;
use super::filter::{Choice, Filter};
use super::frame::{Frame, Here};
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
    shown: String,
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
        let query = filter.query();
        let joint = if query.is_empty() { "" } else { "?" };
        let all_mean = if filter.area.is_empty() {
            overview.mean
        } else {
            overview.dimension_mean(&filter.area).map(|m| m * 100.0)
        };
        Self {
            frame: Frame::at_root(overview, "Ranking", Here::Ranking),
            name: filter.name.clone(),
            lists: filter.lists(overview),
            shown: shown(overview, filter, &ranking, undecided.len() + not_assessed.len()),
            narrowed: filter.narrows(),
            csv: if overview.live { format!("ranking.csv{joint}{query}") } else { "hamta/ranking.csv".to_owned() },
            area: if filter.area.is_empty() {
                String::new()
            } else {
                overview.set.dimension_name(&filter.area).to_owned()
            },
            unit: if filter.area.is_empty() { "Poäng" } else { "Procent" },
            rows: rows(overview, filter, &ranking),
            mean_at: all_mean.map(chart::at),
            undecided,
            not_assessed,
            choice: choice(overview),
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
fn shown(overview: &Overview<'_>, filter: &Filter, ranking: &[usize], apart: usize) -> String {
    let all = ranking.len() + apart;
    let words = filter.words(overview);
    if all == 0 {
        return format!("Ingen kommun{words} passar. Ändra ett val, eller visa alla.");
    }
    let own = mean(ranking.iter().filter_map(|&i| filter.points(overview, i)));
    let own = own.map_or_else(String::new, |m| {
        let unit = if filter.area.is_empty() { " av 100 poäng" } else { "\u{a0}% av poängen i området" };
        let whose = if filter.narrows() { "Medel för dem är" } else { "Medel är" };
        format!(" {whose} {}{unit}.", swedish::number(m))
    });
    let country = overview.mean.filter(|_| filter.narrows() && filter.area.is_empty());
    let country = country.map_or_else(String::new, |m| format!(" Medel i hela omgången är {}.", swedish::number(m)));
    format!("Listan visar {}{words}.{own}{country}", swedish::counted(all, "kommun", "kommuner"))
}

/// The mean without the questions that only kommuner with a choice of provider face; nothing when there are none.
fn choice(overview: &Overview<'_>) -> String {
    let some = overview.set.rules.iter().filter(|rule| rule.weight > 0.0 && rule.only_with_choice).count();
    let (Some(with), Some(without)) = (overview.mean, overview.mean_without_choice()) else { return String::new() };
    let questions = match some {
        0 => return String::new(),
        1 => "den fråga".to_owned(),
        n => format!("de {} frågor", swedish::in_words(n)),
    };
    format!(
        "Medel är {}. Utan {questions} som bara ställs där man kan välja utförare är medel {}.",
        swedish::number(with),
        swedish::number(without)
    )
}

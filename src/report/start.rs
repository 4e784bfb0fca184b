//! The start page: what the score is and is not, the mean, the distribution, the way to a kommun.

use askama::Template;

use super::chart::{self, Dots};
use super::frame::{Frame, Here};
use super::map::{self, Shape};
use super::overview::{Overview, Standing, standing};
use super::quote::visible;
use super::{lan, swedish};

/// The start page.
#[derive(Template)]
#[template(path = "start.html", whitespace = "minimize")]
pub(super) struct StartPage {
    frame: Frame,
    lead: String,
    mean: Option<Mean>,
    dots: Option<Dots>,
    steps: Vec<(usize, &'static str, usize)>,
    /// Kommuner on the map, in the order of `all`.
    shapes: Vec<Shape>,
    /// Scored.
    ranked: usize,
    not_assessed: usize,
    all: Vec<Place>,
    lan: Vec<(String, String)>,
}

/// A kommun in the list from A to Ö.
struct Place {
    name: String,
    href: String,
    /// `46,3`, or why there is none.
    value: String,
}

struct Mean {
    value: String,
    highest: String,
    lowest: String,
    at: String,
    anchor: &'static str,
}

impl StartPage {
    /// The page for a round.
    pub(super) fn new(overview: &Overview<'_>) -> Self {
        let values: Vec<f64> = overview
            .ranking
            .iter()
            .filter_map(|&i| match standing(overview.kommun(i)) {
                Standing::Scored(_, value) => Some(value),
                _ => None,
            })
            .collect();
        let count = |step: usize| values.iter().filter(|&&v| chart::step(v) == step).count();
        let mean = overview.mean.map(|mean| Mean {
            value: swedish::number(mean),
            highest: values.first().copied().map(swedish::number).unwrap_or_default(),
            lowest: values.last().copied().map(swedish::number).unwrap_or_default(),
            at: chart::at(mean),
            anchor: chart::anchor(mean),
        });
        Self {
            frame: Frame::at_root(overview, "Vad får du veta om hemtjänsten där du bor?", Here::Start),
            lead: lead(overview),
            mean,
            dots: Dots::new(&values, overview.mean),
            steps: chart::STEPS.iter().enumerate().map(|(i, label)| (i + 1, *label, count(i))).collect(),
            shapes: map::shapes(overview),
            ranked: overview.ranking.len(),
            not_assessed: overview.not_assessed.len(),
            all: overview.by_name.iter().map(|&i| place(overview, i)).collect(),
            lan: lan::all(overview).iter().map(|l| (visible(&l.name), l.path())).collect(),
        }
    }

    fn not_assessed_line(&self) -> String {
        match self.not_assessed {
            0 => String::new(),
            1 => "En kommun är inte bedömd.".to_owned(),
            n => format!("{} kommuner är inte bedömda.", swedish::capitalised(&swedish::in_words(n))),
        }
    }

    fn dots_label(&self) -> String {
        let most = self.steps.iter().max_by_key(|(_, _, n)| *n).map_or("0–19", |(_, label, _)| label);
        let mean = self.mean.as_ref().map_or("–", |m| m.value.as_str());
        format!("Varje prick är en kommun. Flest har {most} poäng. Medel är {mean}.")
    }
}

fn place(overview: &Overview<'_>, index: usize) -> Place {
    let kommun = overview.kommun(index);
    Place {
        name: visible(&kommun.kommun.name),
        href: overview.kommun_path(index),
        value: match standing(kommun) {
            Standing::Scored(_, value) => swedish::number(value),
            Standing::Undecided(_) => "ingen poäng än".to_owned(),
            Standing::NotAssessed => "inte bedömd".to_owned(),
        },
    }
}

fn lead(overview: &Overview<'_>) -> String {
    let all = overview.result.kommuner.len();
    if all == 0 {
        return "Omgången har inga kommuner än.".to_owned();
    }
    let read = all - overview.not_assessed.len();
    let whose = match (read, all) {
        (read, all) if read < all => format!("{} av {} kommuners", swedish::in_words(read), swedish::in_words(all)),
        (1, _) => "en kommuns".to_owned(),
        (n, _) => format!("{} kommuners", swedish::in_words(n)),
    };
    let (first, last) = overview.days();
    let days = swedish::span(&first, &last);
    let read = if days.is_empty() {
        format!("Vi läste {whose} webbsidor om hemtjänst.")
    } else {
        format!("Den {days} läste vi {whose} webbsidor om hemtjänst.")
    };
    let questions = swedish::counted(overview.set.rules.len(), "fråga", "frågor");
    format!("{read} Vi letade efter svar på {questions} som äldre och anhöriga ställer.")
}

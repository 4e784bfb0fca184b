//! The start page: what the score is and is not, the mean, the distribution, the ranking.

use askama::Template;

use super::chart::{self, Dots};
use super::frame::{Frame, Here};
use super::overview::{Overview, Standing, standing};
use super::quote::visible;
use super::ranking::{self, Apart, Row};
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
    rows: Vec<Row>,
    /// Where the mean stands on the axis of the table.
    mean_at: Option<String>,
    undecided: Vec<Apart>,
    not_assessed: Vec<Apart>,
    all: Vec<(String, String)>,
    lan: Vec<(String, String)>,
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
            mean_at: overview.mean.map(chart::at),
            rows: overview.ranking.iter().filter_map(|&i| ranking::row(overview, i)).collect(),
            undecided: overview.undecided.iter().map(|&i| ranking::apart(overview, i)).collect(),
            not_assessed: overview.not_assessed.iter().map(|&i| ranking::apart(overview, i)).collect(),
            all: overview
                .by_name
                .iter()
                .map(|&i| (visible(&overview.kommun(i).kommun.name), overview.kommun_path(i)))
                .collect(),
            lan: lan::all(overview).iter().map(|l| (visible(&l.name), l.path())).collect(),
        }
    }

    fn not_assessed_line(&self) -> String {
        match self.not_assessed.len() {
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

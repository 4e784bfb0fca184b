//! The start page: what the score is and is not, the mean, the distribution, the way to a kommun.

use askama::Template;

use super::chart::{self, Dots};
use super::frame::{Frame, Here};
use super::lang::{Lang, noun, say};
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
        let lang = overview.lang;
        let number = |value: Option<&f64>| value.map(|&value| lang.number(value)).unwrap_or_default();
        let mean = overview.mean.map(|mean| Mean {
            value: lang.number(mean),
            highest: number(values.first()),
            lowest: number(values.last()),
            at: chart::at(mean),
            anchor: chart::anchor(mean),
        });
        let title = lang
            .of("Vad får du veta om hemtjänsten där du bor?", "What can you find out about home care where you live?");
        Self {
            frame: Frame { here: Here::Start, ..Frame::new(overview, "index.html", title) },
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
        let lang = self.frame.lang;
        let many = swedish::capitalised(&lang.in_words(self.not_assessed));
        match self.not_assessed {
            0 => String::new(),
            1 => lang.of("En kommun är inte bedömd.", "One municipality is not assessed.").to_owned(),
            _ => say!(lang, "{many} kommuner är inte bedömda.", "{many} municipalities are not assessed."),
        }
    }

    fn dots_label(&self) -> String {
        let most = self.steps.iter().max_by_key(|(_, _, n)| *n).map_or("0–19", |(_, label, _)| label);
        let mean = self.mean.as_ref().map_or("–", |m| m.value.as_str());
        say!(
            self.frame.lang,
            "Varje prick är en kommun. Flest har {most} poäng. Medel är {mean}.",
            "Each dot is a municipality. Most have {most} points. The mean is {mean}."
        )
    }
}

fn place(overview: &Overview<'_>, index: usize) -> Place {
    let (lang, kommun) = (overview.lang, overview.kommun(index));
    Place {
        name: visible(&kommun.kommun.name),
        href: overview.kommun_path(index),
        value: match standing(kommun) {
            Standing::Scored(_, value) => lang.number(value),
            Standing::Undecided(_) => lang.of("ingen poäng än", "no score yet").to_owned(),
            Standing::NotAssessed => lang.of("inte bedömd", "not assessed").to_owned(),
        },
    }
}

fn lead(overview: &Overview<'_>) -> String {
    let (lang, all) = (overview.lang, overview.result.kommuner.len());
    if all == 0 {
        return lang.of("Omgången har inga kommuner än.", "The round has no municipalities yet.").to_owned();
    }
    let read = all - overview.not_assessed.len();
    let whose = whose(lang, read, all);
    let (first, last) = overview.days();
    let days = lang.span(&first, &last);
    let read = if days.is_empty() {
        say!(lang, "Vi läste {whose} webbsidor om hemtjänst.", "We read the web pages about home care of {whose}.")
    } else {
        say!(
            lang,
            "Den {days} läste vi {whose} webbsidor om hemtjänst.",
            "On {days} we read the web pages about home care of {whose}."
        )
    };
    let questions = lang.counted(overview.set.rules.len(), &noun::QUESTION);
    say!(
        lang,
        "{read} Vi letade efter svar på {questions} som äldre och anhöriga ställer.",
        "{read} We looked for answers to {questions} that older people and their relatives ask."
    )
}

/// `nio av tolv kommuners`; `nine of twelve municipalities`
fn whose(lang: Lang, read: usize, all: usize) -> String {
    // Both in words or both in digits.
    let in_digits = lang.in_words(all) == lang.grouped(all as u64);
    let number = |n: usize| if in_digits { lang.grouped(n as u64) } else { lang.in_words(n) };
    let (many, of) = (number(read), number(all));
    match read {
        read if read < all && all > 1 => say!(lang, "{many} av {of} kommuners", "{many} of {of} municipalities"),
        0 => lang.of("ingen kommuns", "no municipality").to_owned(),
        1 => lang.of("en kommuns", "one municipality").to_owned(),
        _ => say!(lang, "{many} kommuners", "{many} municipalities"),
    }
}

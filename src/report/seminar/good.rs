//! «Tips från kommuner som lyckas»: question by question, the words of kommuner that answer.
//!
//! What must stay true: every example is a quote from a page that the round read; as many kommuner as possible are shown.

use askama::Template;

use crate::report::frame::{Frame, Here};
use crate::report::lang::Lang;
use crate::report::overview::{Overview, good_words};
use crate::report::question::national;
use crate::report::quote::{Quote, visible};
use crate::report::tips::{self, Tip};

/// Fewest and most characters of a quote that tells something by itself and is read at a glance.
const READABLE: std::ops::RangeInclusive<usize> = 30..=240;

/// The page of tips.
#[derive(Template)]
#[template(path = "seminarium/tips.html", whitespace = "minimize")]
pub(super) struct TipsPage {
    frame: Frame,
    groups: Vec<Group>,
}

struct Group {
    id: String,
    name: String,
    questions: Vec<Good>,
}

/// A question that somebody answers well.
struct Good {
    id: String,
    title: String,
    national: String,
    kommun: String,
    q: Quote,
    tip: Option<Tip>,
}

impl TipsPage {
    /// The tips of a round.
    pub(super) fn new(overview: &Overview<'_>) -> Self {
        let mut shown = vec![0_usize; overview.result.kommuner.len()];
        let mut groups = Vec::new();
        for dimension in &overview.set.dimensions {
            let mut questions = Vec::new();
            for rule in overview.set.rules.iter().filter(|rule| rule.dimension == dimension.id && rule.weight > 0.0) {
                let good = |&i: &usize| Some((i, good_words(overview.kommun(i), &rule.id)?));
                let readable = |quote: &str| READABLE.contains(&quote.chars().count());
                let best = overview.ranking.iter().filter_map(good);
                let Some((kommun, words)) = best.min_by_key(|(i, words)| (!readable(&words.quote), shown[*i])) else {
                    continue;
                };
                shown[kommun] += 1;
                let result = overview.kommun(kommun);
                questions.push(Good {
                    id: rule.id.clone(),
                    title: rule.title.clone(),
                    national: national(overview, &rule.id),
                    kommun: visible(&result.kommun.name),
                    q: Quote::of(overview, result, &rule.id, words, false),
                    tip: (!rule.tip.is_empty()).then(|| tips::tip(Lang::Sv, rule)),
                });
            }
            if !questions.is_empty() {
                groups.push(Group { id: dimension.id.clone(), name: dimension.name.clone(), questions });
            }
        }
        let frame = Frame::swedish(overview, "seminarium/tips", "Tips från kommuner som lyckas");
        Self { frame: Frame { here: Here::Seminar, ..frame }, groups }
    }
}

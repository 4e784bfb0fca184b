//! A fact sheet of a län for local media: figures, how they were made, what they do not say. One page to print.
//!
//! What must stay true: kommuner stand by name, never by points; every figure says of how many; the disclaimer stands
//! before the first figure.

use askama::Template;

use crate::report::frame::{Frame, Here};
use crate::report::lang::{noun, say};
use crate::report::overview::{Overview, Standing, Tally, finding, standing};
use crate::report::quote::visible;
use crate::report::ranking;
use crate::report::site::rule_path;
use crate::report::texts::RuleTexts;

use super::LanOf;

/// Questions told of at each end.
const QUESTIONS_MAX: usize = 3;

/// The sheet.
#[derive(Template)]
#[template(path = "faktablad.html", whitespace = "minimize")]
pub(in crate::report) struct FactSheet {
    frame: Frame,
    name: String,
    href: String,
    lead: String,
    figures: Vec<String>,
    kommuner: Vec<Figure>,
    /// Questions that most kommuner of the län answer, and those that fewest answer.
    most: Vec<Answered>,
    fewest: Vec<Answered>,
    made: Vec<String>,
}

/// A kommun's figures.
struct Figure {
    name: String,
    href: String,
    /// `46,3`, or why there is none.
    value: String,
    /// `lägst 42, högst 51`; empty without a value.
    range: String,
}

/// How many answer a question.
struct Answered {
    title: String,
    href: String,
    /// `3 av 8 i länet, 104 av 286 i hela omgången`
    count: String,
}

impl FactSheet {
    /// The sheet of a län.
    pub(in crate::report) fn new(overview: &Overview<'_>, lan: &LanOf) -> Self {
        let lang = overview.lang;
        let name = visible(&lan.name);
        let title =
            say!(lang, "Faktablad: hemtjänsten på webben i {name}", "Fact sheet: home care on the web in {name}");
        let (most, fewest) = answered(overview, lan);
        Self {
            frame: Frame { here: Here::Lan, ..Frame::new(overview, &lan.fact_sheet_path(), title) },
            href: lan.path(),
            lead: lead(overview, lan),
            figures: figures(overview, lan),
            kommuner: lan.kommuner.iter().map(|&i| figure(overview, i)).collect(),
            most,
            fewest,
            made: made(overview),
            name,
        }
    }
}

fn lead(overview: &Overview<'_>, lan: &LanOf) -> String {
    let lang = overview.lang;
    let visits = || lan.kommuner.iter().map(|&i| &overview.kommun(i).visit);
    let first = visits().map(|v| v.first_day.as_str()).filter(|day| !day.is_empty()).min().unwrap_or_default();
    let last = visits().map(|v| v.last_day.as_str()).filter(|day| !day.is_empty()).max().unwrap_or_default();
    let days = lang.span(first, last);
    let read = if days.is_empty() {
        String::new()
    } else {
        say!(lang, " Sidorna är lästa den {days}.", " The pages were read on {days}.")
    };
    say!(
        lang,
        "Så mycket berättar länets kommuner om hemtjänsten på sina webbplatser.{read}",
        "How much the municipalities of the county tell about home care on their websites.{read}"
    )
}

fn figures(overview: &Overview<'_>, lan: &LanOf) -> Vec<String> {
    let lang = overview.lang;
    let scored = lan.scored(overview);
    let (all, with) = (lang.counted(lan.kommuner.len(), &noun::KOMMUN), scored.len());
    let have = if with == 1 { "has" } else { "have" };
    let mut out = vec![say!(
        lang,
        "Länet har {all} i omgången, {with} har en poäng.",
        "The county has {all} in the round, {with} {have} a score."
    )];
    if let (Some(own), Some(whole)) = (overview.mean_of(&scored), overview.mean) {
        let (own, whole, of) =
            (lang.number(own), lang.number(whole), lang.counted(overview.ranking.len(), &noun::KOMMUN));
        out.push(say!(
            lang,
            "Medel i länet är {own} av 100 poäng. I hela omgången är medel {whole} ({of}).",
            "The mean of the county is {own} of 100 points. That of the whole round is {whole} ({of})."
        ));
    }
    out
}

fn figure(overview: &Overview<'_>, index: usize) -> Figure {
    let (lang, kommun) = (overview.lang, overview.kommun(index));
    let row = ranking::row(overview, index);
    let none = match standing(kommun) {
        Standing::NotAssessed => lang.of("inte bedömd", "not assessed"),
        _ => lang.of("ingen poäng än", "no score yet"),
    };
    Figure {
        name: visible(&kommun.kommun.name),
        href: overview.kommun_path(index),
        value: row.as_ref().map_or_else(|| none.to_owned(), |row| row.value.clone()),
        range: row.map(|row| row.range).unwrap_or_default(),
    }
}

/// The questions that most and that fewest of the län's kommuner answer, of those that concern at least half of the ones
/// that were read.
fn answered(overview: &Overview<'_>, lan: &LanOf) -> (Vec<Answered>, Vec<Answered>) {
    let read: Vec<usize> =
        lan.kommuner.iter().copied().filter(|&i| overview.kommun(i).visit.status.is_assessed()).collect();
    let tally = |rule: &RuleTexts| {
        let mut tally = Tally::default();
        read.iter().filter_map(|&i| finding(overview.kommun(i), &rule.id)).for_each(|found| tally.add(found.outcome));
        tally
    };
    let settled = |tally: &Tally| tally.yes + tally.partly + tally.no;
    let counting = overview.set.rules.iter().filter(|rule| rule.weight > 0.0);
    let mut all: Vec<(&RuleTexts, Tally)> = counting
        .map(|rule| (rule, tally(rule)))
        .filter(|(_, t)| settled(t) > 0 && settled(t) * 2 >= read.len())
        .collect();
    // More yes first; a heavier question first among equals.
    all.sort_by(|(a, ta), (b, tb)| {
        (tb.yes * settled(ta)).cmp(&(ta.yes * settled(tb))).then(b.weight.total_cmp(&a.weight))
    });
    let told = |(rule, t): &(&RuleTexts, Tally)| {
        let whole = overview.tally(&rule.id);
        let of = overview.lang.counted(settled(t), &noun::KOMMUN);
        let (yes, all_yes, all_of) = (t.yes, whole.yes, settled(&whole));
        Answered {
            title: rule.title_in(overview.lang).to_owned(),
            href: rule_path(&rule.id),
            count: say!(
                overview.lang,
                "Ja i {yes} av {of} i länet, {all_yes} av {all_of} i hela omgången.",
                "Yes in {yes} of {of} of the county, {all_yes} of {all_of} in the whole round."
            ),
        }
    };
    // A question stands at one end alone.
    let ends = (all.len() / 2).min(QUESTIONS_MAX);
    let most = all.iter().take(ends).map(told).collect();
    (most, all.iter().rev().take(ends).map(told).collect())
}

fn made(overview: &Overview<'_>) -> Vec<String> {
    let lang = overview.lang;
    let params = &overview.result.round.params;
    let budget = lang.counted(usize::try_from(params.page_budget).unwrap_or_default(), &noun::PAGE);
    let questions = lang.counted(overview.set.rules.len(), &noun::QUESTION);
    vec![
        say!(
            lang,
            "Ett program läser varje kommuns egna sidor om hemtjänst, högst {budget}, och letar efter svar på \
             {questions}.",
            "A program reads each municipality's own pages about home care, at most {budget}, and looks for answers \
             to {questions}."
        ),
        lang.of(
            "Varje ja visar kommunens egna ord, sidan och dagen. Varje nej säger vad vi letade efter.",
            "Each yes shows the municipality's own words, the page and the day. Each no says what we looked for.",
        )
        .to_owned(),
        lang.of(
            "Det som inte går att avgöra räknas varken som ja eller nej. Därför står lägst och högst vid poängen.",
            "What cannot be settled counts neither as yes nor as no. That is why lowest and highest stand by the score.",
        )
        .to_owned(),
        lang.of(
            "En kommun vars sidor inte gick att läsa har ingen poäng. Den får aldrig noll.",
            "A municipality whose pages could not be read has no score. It never gets nought.",
        )
        .to_owned(),
    ]
}

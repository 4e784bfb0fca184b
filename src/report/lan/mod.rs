//! A län: its kommuner in the ranking and side by side question by question, what a pensioners' council can ask each of
//! them, and a fact sheet for local media.
//!
//! What must stay true: places are those of the whole round; the fact sheet orders kommuner by name, never by points.

mod council;
mod fact_sheet;
mod side_by_side;

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::Lan;

use super::chart;
use super::frame::{Frame, Here};
use super::lang::{noun, say};
use super::link;
use super::overview::{Overview, Standing, standing};
use super::quote::visible;
use super::ranking::{self, Apart, Row};
use super::ranking_page::whole_round;

pub(super) use council::{CouncilPage, has_questions, path as council_path};
pub(super) use fact_sheet::FactSheet;
use side_by_side::SideBySide;

/// A län of the round.
#[derive(Clone, Debug)]
pub(super) struct LanOf {
    /// Its name.
    pub(super) name: String,
    /// Its code.
    pub(super) code: String,
    slug: String,
    /// Its kommuner by name.
    kommuner: Vec<usize>,
}

impl LanOf {
    /// Address of its page from the root.
    pub(super) fn path(&self) -> String {
        format!("lan/{}.html", self.slug)
    }

    /// Address of its fact sheet from the root.
    pub(super) fn fact_sheet_path(&self) -> String {
        format!("faktablad/{}.html", self.slug)
    }

    /// Its kommuner that have a value, by name.
    pub(super) fn scored(&self, overview: &Overview<'_>) -> Vec<usize> {
        let scored = |i: &usize| matches!(standing(overview.kommun(*i)), Standing::Scored(..));
        self.kommuner.iter().copied().filter(scored).collect()
    }
}

/// The round's län in the order of their codes; a seed list without län has none.
pub(super) fn all(overview: &Overview<'_>) -> Vec<LanOf> {
    let mut by_lan: BTreeMap<&Lan, Vec<usize>> = BTreeMap::new();
    for &i in &overview.by_name {
        let lan = &overview.kommun(i).kommun.lan;
        if !lan.name.trim().is_empty() {
            by_lan.entry(lan).or_default().push(i);
        }
    }
    let slugs = link::unique_slugs(by_lan.keys().map(|lan| (lan.name.as_str(), lan.code.as_str())));
    by_lan
        .into_iter()
        .zip(slugs)
        .map(|((lan, kommuner), slug)| LanOf { name: lan.name.clone(), code: lan.code.clone(), slug, kommuner })
        .collect()
}

/// A län's page.
#[derive(Template)]
#[template(path = "lan.html", whitespace = "minimize")]
pub(super) struct LanPage {
    frame: Frame,
    name: String,
    lead: String,
    unit: &'static str,
    rows: Vec<Row>,
    /// Where the mean stands on the axis of the table.
    mean_at: Option<String>,
    apart: Vec<Apart>,
    side: SideBySide,
    /// Kommuner whose page for the council has questions: name and address from the root.
    councils: Vec<(String, String)>,
    fact_sheet: String,
}

impl LanPage {
    /// The page of a län.
    pub(super) fn new(overview: &Overview<'_>, lan: &LanOf) -> Self {
        let inside = |i: &&usize| lan.kommuner.contains(i);
        let rows: Vec<Row> =
            overview.ranking.iter().filter(inside).filter_map(|&i| ranking::row(overview, i)).collect();
        let apart = overview.undecided.iter().chain(&overview.not_assessed).filter(inside);
        let name = visible(&lan.name);
        let asked = lan.kommuner.iter().filter(|&&i| has_questions(overview, i));
        Self {
            frame: Frame { here: Here::Lan, ..Frame::new(overview, &lan.path(), name.clone()) },
            lead: lead(overview, lan),
            apart: apart.map(|&i| ranking::apart(overview, i)).collect(),
            unit: overview.lang.of("Poäng", "Points"),
            mean_at: overview.mean.map(chart::at),
            side: SideBySide::new(overview, &lan.kommuner),
            councils: asked.map(|&i| (visible(&overview.kommun(i).kommun.name), council_path(overview, i))).collect(),
            fact_sheet: if rows.is_empty() { String::new() } else { lan.fact_sheet_path() },
            rows,
            name,
        }
    }
}

fn lead(overview: &Overview<'_>, lan: &LanOf) -> String {
    let lang = overview.lang;
    let all = lang.counted(lan.kommuner.len(), &noun::KOMMUN);
    let Some(mean) = overview.mean_of(&lan.scored(overview)) else {
        return say!(
            lang,
            "Länet har {all} i omgången. Ingen av dem har en poäng.",
            "The county has {all} in the round. None of them has a score."
        );
    };
    let mean = lang.number(mean);
    let country = overview.mean.map_or_else(String::new, |mean| whole_round(overview, mean));
    say!(
        lang,
        "Länet har {all} i omgången. Medel är {mean} poäng. {country}",
        "The county has {all} in the round. The mean is {mean} points. {country}"
    )
}

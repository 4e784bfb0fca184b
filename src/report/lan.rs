//! A län's page: its kommuner side by side.

use std::collections::BTreeMap;

use askama::Template;

use crate::domain::Lan;

use super::chart;
use super::frame::Frame;
use super::link;
use super::overview::{Overview, Standing, standing};
use super::quote::visible;
use super::ranking::{self, Apart, Row};
use super::swedish;

/// A län of the round.
#[derive(Clone, Debug)]
pub(super) struct LanOf {
    /// Its name.
    pub(super) name: String,
    slug: String,
    kommuner: Vec<usize>,
}

impl LanOf {
    /// Address of its page from the root.
    pub(super) fn path(&self) -> String {
        format!("lan/{}.html", self.slug)
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
        .map(|((lan, kommuner), slug)| LanOf { name: lan.name.clone(), slug, kommuner })
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
}

impl LanPage {
    /// The page of a län.
    pub(super) fn new(overview: &Overview<'_>, lan: &LanOf) -> Self {
        let inside = |i: &&usize| lan.kommuner.contains(i);
        let rows: Vec<Row> =
            overview.ranking.iter().filter(inside).filter_map(|&i| ranking::row(overview, i)).collect();
        let apart = overview.undecided.iter().chain(&overview.not_assessed).filter(inside);
        let name = visible(&lan.name);
        Self {
            frame: Frame::in_folder(overview, name.clone()),
            lead: lead(overview, lan),
            apart: apart.map(|&i| ranking::apart(overview, i)).collect(),
            unit: "Poäng",
            mean_at: overview.mean.map(chart::at),
            rows,
            name,
        }
    }
}

fn lead(overview: &Overview<'_>, lan: &LanOf) -> String {
    let values: Vec<f64> = lan
        .kommuner
        .iter()
        .filter_map(|&i| match standing(overview.kommun(i)) {
            Standing::Scored(_, value) => Some(value),
            _ => None,
        })
        .collect();
    let all = swedish::counted(lan.kommuner.len(), "kommun", "kommuner");
    let Ok(n @ 1..) = u32::try_from(values.len()) else {
        return format!("Länet har {all} i omgången. Ingen av dem har en poäng.");
    };
    let mean = values.iter().sum::<f64>() / f64::from(n);
    let country =
        overview.mean.map_or_else(String::new, |m| format!(" Medel i hela omgången är {}.", swedish::number(m)));
    format!("Länet har {all} i omgången. Medel är {} poäng.{country}", swedish::number(mean))
}

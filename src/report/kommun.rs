//! A kommun's page: the score in a sentence, what to do first, area by area, every question, and the visit.

use askama::Template;

use crate::score::KommunResult;

use super::chart::{self, Track};
use super::frame::Frame;
use super::overview::{Overview, Standing, Tally, bounds, dimension, share, standing};
use super::question::{self, Question};
use super::quote::visible;
use super::ranking;
use super::since::{SinceLast, since_last};
use super::swedish;
use super::tips::{self, Tip};
use super::visit::Visit;

/// Tips at the top of the page.
const FIRST_TIPS: usize = 3;

/// A kommun's page.
#[derive(Template)]
#[template(path = "kommun.html", whitespace = "minimize")]
pub(super) struct KommunPage {
    frame: Frame,
    name: String,
    /// `46,3` when there is a value.
    value: Option<String>,
    /// Whether it was read at all.
    assessed: bool,
    /// The sentence under the heading.
    settled: String,
    /// What makes it preliminary or partial.
    caution: String,
    facts: String,
    ruler: Option<Ruler>,
    tips: Vec<Tip>,
    tips_heading: String,
    areas: Vec<Area>,
    peers: String,
    peers_short: String,
    answers: Vec<(&'static str, &'static str, usize)>,
    groups: Vec<Group>,
    since: Option<SinceLast>,
    visit: Visit,
    lan: Option<(String, String)>,
}

struct Ruler {
    track: Track,
    label: String,
    own: String,
    own_anchor: &'static str,
    mean: Option<(String, &'static str)>,
}

struct Area {
    id: String,
    name: String,
    own: String,
    points: String,
    track: Option<Track>,
    mean: String,
    peers: String,
}

struct Group {
    id: String,
    name: String,
    points: String,
    questions: Vec<Question>,
}

impl KommunPage {
    /// The page of a kommun.
    pub(super) fn new(overview: &Overview<'_>, index: usize) -> Self {
        let kommun = overview.kommun(index);
        let name = visible(&kommun.kommun.name);
        let standing = standing(kommun);
        let (title, value, settled) = match standing {
            Standing::Scored(score, value) => {
                let value = swedish::number(value);
                (format!("{name}: {value} av 100 poäng"), Some(value), ranking::settled(score))
            }
            Standing::Undecided(score) => (format!("{name} har ingen poäng än"), None, ranking::undecided(score)),
            Standing::NotAssessed => (format!("{name} är inte bedömd"), None, ranking::not_assessed(kommun)),
        };
        let assessed = !matches!(standing, Standing::NotAssessed);
        let mut tips = if assessed { tips::tips(overview, kommun) } else { Vec::new() };
        tips.truncate(FIRST_TIPS);
        let peers = overview.peers(kommun);
        let groups = if assessed { groups(overview, kommun) } else { Vec::new() };
        Self {
            frame: Frame::in_folder(overview, title),
            value,
            assessed,
            settled,
            caution: caution(kommun, standing),
            facts: facts(overview, kommun),
            ruler: ruler(overview, &name, standing),
            tips_heading: tips::heading(tips.len()),
            tips,
            areas: kommun
                .score
                .as_ref()
                .filter(|_| assessed)
                .map_or_else(Vec::new, |_| areas(overview, kommun, &peers)),
            peers: swedish::listed(
                &peers.iter().map(|&i| visible(&overview.kommun(i).kommun.name)).collect::<Vec<_>>(),
            ),
            peers_short: swedish::capitalised(&match peers.len() {
                0 => String::new(),
                1 => "en liknande kommun".to_owned(),
                n => format!("{} liknande kommuner", swedish::in_words(n)),
            }),
            answers: answers(&groups, kommun),
            groups,
            since: since_last(overview, index),
            visit: Visit::new(kommun),
            lan: super::lan::all(overview)
                .into_iter()
                .find(|l| l.name == kommun.kommun.lan.name)
                .map(|l| (visible(&l.name), l.path())),
            name,
        }
    }
}

fn caution(kommun: &KommunResult, standing: Standing<'_>) -> String {
    let mut out = Vec::new();
    if let Standing::Scored(score, _) = standing
        && score.preliminary
    {
        out.push("Poängen är preliminär.");
    }
    if kommun.visit.status == crate::domain::VisitStatus::Partial {
        out.push("Vi kunde inte läsa allt vi ville.");
        out.extend(kommun.visit.reason.map(crate::domain::Reason::sentence_sv));
    }
    out.join(" ")
}

fn facts(overview: &Overview<'_>, kommun: &KommunResult) -> String {
    let visit = &kommun.visit;
    let pages = swedish::counted(kommun.pages.len(), "sida", "sidor");
    let days = swedish::span(&visit.first_day, &visit.last_day);
    let read = if days.is_empty() { format!("Vi läste {pages}.") } else { format!("Vi läste {pages} den {days}.") };
    match kommun.rank {
        Some(rank) => format!("{read} Plats {} av {}.", ranking::place(rank), overview.ranking.len()),
        None => read,
    }
}

fn ruler(overview: &Overview<'_>, name: &str, standing: Standing<'_>) -> Option<Ruler> {
    let Standing::Scored(score, value) = standing else { return None };
    let shown = swedish::number(value);
    let range = if ranking::is_settled(score) {
        String::new()
    } else {
        format!(", lägst {} och högst {}", swedish::number(score.low), swedish::number(score.high))
    };
    let mean = overview.mean.map(|m| format!(" Medel är {}.", swedish::number(m))).unwrap_or_default();
    Some(Ruler {
        label: format!("Linjal från 0 till 100. {name} har {shown} poäng{range}.{mean}"),
        own: format!("{name} {shown}"),
        own_anchor: chart::anchor(value),
        mean: overview.mean.map(|m| (format!("medel {}", swedish::number(m)), chart::anchor(m))),
        track: Track::new(value, score.low, score.high, overview.mean),
    })
}

fn areas(overview: &Overview<'_>, kommun: &KommunResult, peers: &[usize]) -> Vec<Area> {
    let dimensions = overview.set.dimensions.iter();
    dimensions
        .filter_map(|texts| {
            let own = dimension(kommun, &texts.id)?;
            let own_share = share(own);
            let mean = overview.dimension_mean(&texts.id);
            let peers: Vec<f64> =
                peers.iter().filter_map(|&i| dimension(overview.kommun(i), &texts.id).and_then(share)).collect();
            let track = own_share.map(|value| {
                let (low, high) = bounds(own);
                Track {
                    peers: peers.iter().map(|p| chart::at(p * 100.0)).collect(),
                    ..Track::new(value * 100.0, low * 100.0, high * 100.0, mean.map(|m| m * 100.0))
                }
            });
            Some(Area {
                id: texts.id.clone(),
                name: texts.name.clone(),
                own: own_share.map_or_else(|| "–".to_owned(), swedish::percent),
                points: format!("{} av {}", swedish::number(own.points), swedish::number(own.applicable)),
                track,
                mean: mean.map_or_else(|| "–".to_owned(), swedish::percent),
                peers: spread(&peers),
            })
        })
        .collect()
}

/// `28–72 %`
fn spread(shares: &[f64]) -> String {
    let low = shares.iter().copied().min_by(f64::total_cmp);
    let high = shares.iter().copied().max_by(f64::total_cmp);
    match low.zip(high) {
        None => "–".to_owned(),
        Some((low, high)) if swedish::percent(low) == swedish::percent(high) => swedish::percent(low),
        Some((low, high)) => format!("{}–{}", swedish::decimals(low * 100.0, 0), swedish::percent(high)),
    }
}

fn groups(overview: &Overview<'_>, kommun: &KommunResult) -> Vec<Group> {
    let dimensions = overview.set.dimensions.iter();
    dimensions
        .map(|texts| {
            let rules = overview.set.rules.iter().filter(|rule| rule.dimension == texts.id);
            let own = dimension(kommun, &texts.id);
            Group {
                id: texts.id.clone(),
                name: texts.name.clone(),
                points: own.filter(|d| d.applicable > 0.0).map_or_else(String::new, |d| {
                    format!("{} av {} poäng", swedish::number(d.points), swedish::number(d.applicable))
                }),
                questions: rules
                    .filter_map(|rule| {
                        let found = super::overview::finding(kommun, &rule.id)?;
                        Some(question::question(overview, kommun, rule, found))
                    })
                    .collect(),
            }
        })
        .filter(|group| !group.questions.is_empty())
        .collect()
}

fn answers(groups: &[Group], kommun: &KommunResult) -> Vec<(&'static str, &'static str, usize)> {
    let mut tally = Tally::default();
    let shown = |rule: &str| groups.iter().flat_map(|g| &g.questions).any(|q| q.id == rule);
    for finding in kommun.findings.iter().filter(|f| shown(&f.rule)) {
        tally.add(finding.outcome);
    }
    [
        ("ja", "Ja", tally.yes),
        ("delvis", "Delvis", tally.partly),
        ("nej", "Nej", tally.no),
        ("oklar", "Inte avgjort", tally.open),
        ("berors-inte", "Berörs inte", tally.apart),
    ]
    .into_iter()
    .filter(|(.., n)| *n > 0)
    .collect()
}

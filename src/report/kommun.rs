//! A kommun's page: the score in a sentence, what to do first, area by area, every question, and the visit.

use askama::Template;

use crate::domain::{Outcome, VisitStatus};
use crate::score::KommunResult;

use super::chart::{self, Track};
use super::decided;
use super::frame::Frame;
use super::lan::LanOf;
use super::lang::{Lang, noun, say};
use super::overview::{Overview, Standing, Tally, bounds, dimension, share, standing};
use super::question::{self, Question, answer_in};
use super::quote::visible;
use super::ranking;
use super::since::{SinceLast, since_last};
use super::sums;
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
    compared: Vec<Compared>,
    /// Points of 100: own, then the mean of each group compared with.
    total: (String, Vec<String>),
    /// How the points come to the score, and how many depend on open questions; empty without a score.
    sums: String,
    /// How many questions give no points; empty when all do.
    without_points: String,
    /// How many answers people have settled; empty when none.
    decided: String,
    peers_short: String,
    /// Address of the sheet for the pensioners' council; empty when there is nothing to ask.
    council: String,
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
    /// Points of those that are settled.
    points: String,
    /// Points that depend on open questions; empty when there are none.
    open: String,
    track: Option<Track>,
    /// The mean of each group compared with.
    means: Vec<String>,
}

/// Kommuner that this one is compared with.
struct Compared {
    /// Heading of the column.
    label: &'static str,
    /// Who they are.
    who: String,
    kommuner: Vec<usize>,
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
        let lang = overview.lang;
        let name = visible(&kommun.kommun.name);
        let standing = standing(kommun);
        let (value, settled) = match standing {
            Standing::Scored(score, value) => (Some(lang.number(value)), ranking::settled(lang, score)),
            Standing::Undecided(score) => (None, ranking::undecided(lang, score)),
            Standing::NotAssessed => (None, ranking::not_assessed(lang, kommun)),
        };
        let title = match (&value, standing) {
            (Some(value), _) => say!(lang, "{name}: {value} av 100 poäng", "{name}: {value} of 100 points"),
            (None, Standing::NotAssessed) => say!(lang, "{name} är inte bedömd", "{name} is not assessed"),
            (None, _) => say!(lang, "{name} har ingen poäng än", "{name} has no score yet"),
        };
        let assessed = !matches!(standing, Standing::NotAssessed);
        let mut tips = if assessed { tips::tips(overview, kommun) } else { Vec::new() };
        tips.truncate(FIRST_TIPS);
        let peers = overview.peers(kommun);
        let lan = super::lan::all(overview).into_iter().find(|lan| lan.code == kommun.kommun.lan.code);
        let compared = compared(overview, &peers, lan.as_ref());
        let groups = if assessed { groups(overview, kommun) } else { Vec::new() };
        Self {
            frame: Frame::new(overview, &overview.kommun_path(index), title),
            assessed,
            settled,
            caution: caution(lang, kommun, standing),
            facts: facts(overview, kommun),
            ruler: ruler(overview, &name, standing),
            tips_heading: tips::heading(lang, tips.len()),
            tips,
            areas: kommun
                .score
                .as_ref()
                .filter(|_| assessed)
                .map_or_else(Vec::new, |_| areas(overview, kommun, &peers, &compared)),
            total: (
                value.clone().unwrap_or_else(|| "–".to_owned()),
                compared.iter().map(|group| points(lang, overview.mean_of(&group.kommuner))).collect(),
            ),
            sums: value.as_ref().map_or_else(String::new, |value| sums::sentence(lang, &name, value, kommun)),
            without_points: sums::without_points(overview, kommun),
            decided: decided::count(overview.lang, kommun),
            value,
            council: if assessed && super::lan::has_questions(overview, index) {
                super::lan::council_path(overview, index)
            } else {
                String::new()
            },
            compared,
            peers_short: swedish::capitalised(&peers_short(lang, peers.len())),
            answers: answers(lang, &groups, kommun),
            groups,
            since: since_last(overview, index),
            visit: Visit::new(lang, kommun),
            lan: lan.map(|lan| (visible(&lan.name), lan.path())),
            name,
        }
    }
}

fn peers_short(lang: Lang, n: usize) -> String {
    let many = lang.in_words(n);
    match n {
        0 => String::new(),
        1 => lang.of("en liknande kommun", "one similar municipality").to_owned(),
        _ => say!(lang, "{many} liknande kommuner", "{many} similar municipalities"),
    }
}

fn caution(lang: Lang, kommun: &KommunResult, standing: Standing<'_>) -> String {
    let mut out = Vec::new();
    if let Standing::Scored(score, _) = standing
        && score.preliminary
    {
        out.push(lang.of("Poängen är preliminär.", "The score is preliminary."));
    }
    if kommun.visit.status == VisitStatus::Partial {
        out.push(lang.of("Vi kunde inte läsa allt vi ville.", "We could not read all we wanted to."));
        out.extend(kommun.visit.reason.map(|reason| lang.of(reason.sentence_sv(), reason.sentence_en())));
    }
    out.join(" ")
}

fn facts(overview: &Overview<'_>, kommun: &KommunResult) -> String {
    let (lang, visit) = (overview.lang, &kommun.visit);
    let pages = lang.counted(kommun.pages.len(), &noun::PAGE);
    let days = lang.span(&visit.first_day, &visit.last_day);
    let read = if days.is_empty() {
        say!(lang, "Vi läste {pages}.", "We read {pages}.")
    } else {
        say!(lang, "Vi läste {pages} den {days}.", "We read {pages} on {days}.")
    };
    let Some(rank) = kommun.rank else { return read };
    let (place, all) = (ranking::place(rank), overview.ranking.len());
    say!(lang, "{read} Plats {place} av {all}.", "{read} Place {place} of {all}.")
}

fn ruler(overview: &Overview<'_>, name: &str, standing: Standing<'_>) -> Option<Ruler> {
    let Standing::Scored(score, value) = standing else { return None };
    let lang = overview.lang;
    let (shown, low, high) = (lang.number(value), lang.number(score.low), lang.number(score.high));
    let range = if ranking::is_settled(score) {
        String::new()
    } else {
        say!(lang, ", lägst {low} och högst {high}", ", at least {low} and at most {high}")
    };
    let mean = overview.mean.map(|mean| lang.number(mean));
    let mean = mean.map(|mean| say!(lang, " Medel är {mean}.", " The mean is {mean}.")).unwrap_or_default();
    Some(Ruler {
        label: say!(
            lang,
            "Linjal från 0 till 100. {name} har {shown} poäng{range}.{mean}",
            "Ruler from 0 to 100. {name} has {shown} points{range}.{mean}"
        ),
        own: format!("{name} {shown}"),
        own_anchor: chart::anchor(value),
        mean: overview.mean.map(|m| (format!("{} {}", lang.of("medel", "mean"), lang.number(m)), chart::anchor(m))),
        track: Track::new(value, score.low, score.high, overview.mean),
    })
}

/// Similar kommuner, the län and the whole round, as far as there are any with a value.
fn compared(overview: &Overview<'_>, peers: &[usize], lan: Option<&LanOf>) -> Vec<Compared> {
    let lang = overview.lang;
    let names: Vec<String> = peers.iter().map(|&i| visible(&overview.kommun(i).kommun.name)).collect();
    let with_score = |n: usize| {
        let kommuner = lang.counted(n, &noun::KOMMUN);
        say!(lang, "{kommuner} med poäng", "{kommuner} with a score")
    };
    let similar =
        Compared { label: lang.of("Liknande", "Similar"), who: lang.listed(&names), kommuner: peers.to_vec() };
    let in_lan = lan.map(|lan| (visible(&lan.name), lan.scored(overview))).map(|(name, kommuner)| Compared {
        label: lang.of("Länet", "County"),
        who: format!("{name}, {}", with_score(kommuner.len())),
        kommuner,
    });
    let all = Compared {
        label: lang.of("Alla", "All"),
        who: with_score(overview.ranking.len()),
        kommuner: overview.ranking.clone(),
    };
    [Some(similar), in_lan, Some(all)].into_iter().flatten().filter(|group| !group.kommuner.is_empty()).collect()
}

/// Points with one decimal, or a dash.
fn points(lang: Lang, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| lang.number(value))
}

fn areas(overview: &Overview<'_>, kommun: &KommunResult, peers: &[usize], compared: &[Compared]) -> Vec<Area> {
    let lang = overview.lang;
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
                name: texts.name_in(lang).to_owned(),
                own: own_share.map_or_else(|| "–".to_owned(), |share| lang.percent(share)),
                points: sums::settled_points(lang, own),
                open: sums::open_points(lang, own),
                track,
                means: compared
                    .iter()
                    .map(|group| overview.share_mean_of(&group.kommuner, &texts.id))
                    .map(|mean| mean.map_or_else(|| "–".to_owned(), |share| lang.percent(share)))
                    .collect(),
            })
        })
        .collect()
}

fn groups(overview: &Overview<'_>, kommun: &KommunResult) -> Vec<Group> {
    let lang = overview.lang;
    let dimensions = overview.set.dimensions.iter();
    dimensions
        .map(|texts| {
            let rules = overview.set.rules.iter().filter(|rule| rule.dimension == texts.id);
            let own = dimension(kommun, &texts.id);
            Group {
                id: texts.id.clone(),
                name: texts.name_in(lang).to_owned(),
                points: own.filter(|own| own.applicable > 0.0).map_or_else(String::new, |own| sums::points(lang, own)),
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

fn answers(lang: Lang, groups: &[Group], kommun: &KommunResult) -> Vec<(&'static str, &'static str, usize)> {
    let mut tally = Tally::default();
    let shown = |rule: &str| groups.iter().flat_map(|g| &g.questions).any(|q| q.id == rule);
    for finding in kommun.findings.iter().filter(|f| shown(&f.rule)) {
        tally.add(finding.outcome);
    }
    [
        (Outcome::Passed, tally.yes),
        (Outcome::Partial, tally.partly),
        (Outcome::Failed, tally.no),
        (Outcome::CantTell, tally.open),
        (Outcome::Inapplicable, tally.apart),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(outcome, n)| (answer_in(lang, outcome).icon, answer_in(lang, outcome).word, n))
    .collect()
}

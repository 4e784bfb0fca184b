//! An audit shown as it happened, from the visit's log and the answers: pages as they came, the question at hand, the
//! words found, the points adding up. Of a kommun in the round, or of one that was read just now in front of the audience.
//!
//! Place in the flow: result → **steps** → a list that is complete without script; `web` sends their numbers at the
//! recorded pace, and the script shows them.
//! What must stay true: the points only grow, and end where the kommun's lowest score is; the page says whether it was
//! read now or is played again.

use std::time::Duration;

use askama::Template;
use jiff::Timestamp;

use crate::report::mask::masked_kommun;
use crate::report::overview::{Overview, Standing, standing};
use crate::report::site::Site;
use crate::report::swedish;
use crate::score::{KommunResult, PageRef, RequestLine, RoundResult};

use super::scene::SceneFrame;
use super::telling::{Step, Teller, gain};
use super::{NAME, SUBJECT, Seminar};

/// Longest and shortest wait before a page is shown, at the recorded pace.
const PAGE_WAIT: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(3));

/// An audit step by step.
pub(super) struct Replay {
    /// Where the pace is sent from, from the scene's address.
    stream: String,
    /// When it was read: `Läst den 16 augusti 2026. Det här är en uppspelning.`
    when: String,
    steps: Vec<Step>,
}

impl Replay {
    /// The audit of a kommun by slug, or of the one in the middle of the ranking. Nothing when there is none to show.
    pub(super) fn new(overview: &Overview<'_>, slug: Option<&str>) -> Option<Self> {
        let ranking = &overview.ranking;
        let index = match slug {
            Some(slug) => ranking.iter().copied().find(|&index| overview.slug(index) == slug)?,
            None => ranking.get(ranking.len() / 2).copied()?,
        };
        let kommun = overview.kommun(index);
        Some(Self {
            stream: format!("granskning/strom?kommun={}", overview.slug(index)),
            when: played_again(kommun),
            steps: steps(overview, kommun, "../", overview.kommun_path(index))?,
        })
    }

    /// The audit of a kommun that was read just now, for the newest round's seminar. Nothing when it has no score.
    fn just_read(shown: &Overview<'_>, read: &KommunResult, id: &str) -> Option<Self> {
        let round = RoundResult { round: shown.result.round.clone(), kommuner: vec![masked_kommun(read)] };
        let site = Site::live(&round, shown.set);
        let pages = swedish::counted(read.pages.len(), "sida", "sidor");
        Some(Self {
            stream: format!("{id}/strom"),
            when: format!("Läst alldeles nyss: {pages}. Omgångens granskning kan ha läst fler."),
            steps: steps(site.overview(), &round.kommuner[0], "../../", kommun_path(shown, read))?,
        })
    }

    fn waits(&self) -> Vec<Duration> {
        self.steps.iter().map(|step| step.wait).collect()
    }
}

/// The kommun's page in the round that is shown; empty when the round does not have it.
pub(super) fn kommun_path(shown: &Overview<'_>, read: &KommunResult) -> String {
    shown.by_code(&read.kommun.code).map(|index| shown.kommun_path(index)).unwrap_or_default()
}

/// The steps of a visit that is over; nothing for a kommun without a score.
fn steps(overview: &Overview<'_>, kommun: &KommunResult, root: &'static str, href: String) -> Option<Vec<Step>> {
    let Standing::Scored(..) = standing(kommun) else { return None };
    let mut teller = Teller::new(overview, &kommun.kommun, root);
    let mut before: Option<&RequestLine> = None;
    let mut without_page = 0;
    for (line, page) in kommun.log.iter().zip(pages_by_line(kommun)) {
        teller.wait = before.map_or(PAGE_WAIT.1, |before| gap(before, line));
        before = Some(line);
        match page {
            Some(page) => {
                others(&mut teller, &mut without_page);
                teller.page(page, how(line));
                let here = |words: &crate::domain::Evidence| words.url == page.url;
                for found in kommun.findings.iter().filter(|found| found.evidence.first().is_some_and(here)) {
                    teller.question(kommun, found, gain(kommun, &found.rule));
                }
            }
            None if line.url.ends_with("/robots.txt") && without_page == 0 => teller.may_we(),
            None => without_page += 1,
        }
    }
    others(&mut teller, &mut without_page);
    teller.end(kommun, href);
    Some(teller.steps)
}

/// Requests that brought no page of their own, told in one step.
fn others(teller: &mut Teller<'_, '_>, count: &mut usize) {
    let asked = match std::mem::take(count) {
        0 => return,
        1 => "En fråga".to_owned(),
        n => format!("{} frågor", swedish::capitalised(&swedish::in_words(n))),
    };
    let text = "Omdirigeringar, sidor som inte handlar om hemtjänst, eller länkar som vi provar.".to_owned();
    teller.visit(&format!("{asked} utan ny sida att bedöma"), text);
}

/// How a page came.
fn how(line: &RequestLine) -> String {
    let millis = f64::from(u32::try_from(line.millis).unwrap_or(u32::MAX));
    let kilobytes = swedish::grouped(line.bytes.div_ceil(1000));
    let came = if line.unchanged { "oförändrad, svar".to_owned() } else { format!("{kilobytes} kB") };
    let took = swedish::decimals(millis / 1000.0, 2);
    format!("{came} på {took} {}", if took == "1" { "sekund" } else { "sekunder" })
}

/// That the scene was recorded, and when.
fn played_again(kommun: &KommunResult) -> String {
    let days = swedish::span(&kommun.visit.first_day, &kommun.visit.last_day);
    let read = if days.is_empty() { String::new() } else { format!(" Sidorna lästes den {days}.") };
    format!("Det här är en uppspelning.{read}")
}

/// How long to wait before each step of a kommun's audit, at the recorded pace.
pub fn waits(site: &Site<'_>, slug: Option<&str>) -> Option<Vec<Duration>> {
    Some(Replay::new(site.overview(), slug)?.waits())
}

/// The same for a kommun that was read just now.
pub fn waits_just_read(site: &Site<'_>, read: &KommunResult) -> Option<Vec<Duration>> {
    Some(Replay::just_read(site.overview(), read, "")?.waits())
}

/// Time between two requests, within what an audience endures.
fn gap(before: &RequestLine, line: &RequestLine) -> Duration {
    let at = |line: &RequestLine| line.at.parse::<Timestamp>().ok();
    let passed = at(before).zip(at(line)).and_then(|(a, b)| Duration::try_from(a.duration_until(b)).ok());
    passed.unwrap_or_default().clamp(PAGE_WAIT.0, PAGE_WAIT.1)
}

/// For each request the page that came of it. A page that was reached by redirects has another address than was asked
/// for: it belongs to the first answer after the page before it that is no other page's.
fn pages_by_line(kommun: &KommunResult) -> Vec<Option<&PageRef>> {
    let mut by_line: Vec<Option<&PageRef>> = vec![None; kommun.log.len()];
    let is_own = |url: &str| kommun.pages.iter().any(|page| page.url == url);
    let mut from = 0;
    for page in &kommun.pages {
        let exact = kommun.log.iter().position(|line| line.url == page.url && line.is_page());
        let redirected = || {
            let ours = |line: &RequestLine| line.is_page() && line.reason.is_empty() && !is_own(&line.url);
            let file =
                |line: &RequestLine| line.url.ends_with("/robots.txt") || line.url.rsplit('.').next() == Some("xml");
            (from..kommun.log.len())
                .find(|&at| by_line[at].is_none() && ours(&kommun.log[at]) && !file(&kommun.log[at]))
        };
        if let Some(at) = exact.or_else(redirected).filter(|&at| by_line[at].is_none()) {
            by_line[at] = Some(page);
            from = at + 1;
        }
    }
    by_line
}

/// The page of an audit, told or under way.
#[derive(Template)]
#[template(path = "seminarium/granskning.html", whitespace = "minimize")]
pub(super) struct AuditPage {
    scen: SceneFrame,
    heading: String,
    when: String,
    stream: String,
    /// Whether more is to come.
    reading: bool,
    steps: Vec<Step>,
}

impl AuditPage {
    /// The page, on the way to the questions of a seminar.
    pub(super) fn new(seminar: &Seminar<'_, '_>, replay: Replay) -> Self {
        Self::told(replay, frame(seminar, ""))
    }

    /// The page of a kommun that was read just now.
    pub(super) fn just_read(seminar: &Seminar<'_, '_>, read: &KommunResult, id: &str) -> Option<Self> {
        Some(Self::told(Replay::just_read(seminar.overview, read, id)?, frame(seminar, "../")))
    }

    fn told(replay: Replay, scen: SceneFrame) -> Self {
        let Replay { stream, when, steps } = replay;
        Self { scen, heading: format!("Så läste vi {SUBJECT}, steg för steg"), when, stream, reading: false, steps }
    }

    /// The page of a kommun that is read now: the steps so far.
    pub(super) fn reading(seminar: &Seminar<'_, '_>, steps: Vec<Step>, id: &str) -> Self {
        Self {
            scen: frame(seminar, "../"),
            heading: format!("Nu läser vi {SUBJECT}"),
            when: "Svaren gäller de sidor som har kommit hittills. När allt är läst prövas de en gång till.".to_owned(),
            stream: format!("{id}/laser"),
            reading: true,
            steps,
        }
    }
}

/// What stands around an audit; `up` is the way from its address to the seminar's folder.
pub(super) fn frame(seminar: &Seminar<'_, '_>, up: &str) -> SceneFrame {
    let wanted = seminar.wanted;
    let start = format!("{}?fragor={wanted}", if up.is_empty() { "./" } else { up });
    let next = if seminar.questions.is_empty() { String::new() } else { format!("{up}{wanted}/1/fraga") };
    SceneFrame {
        root: if up.is_empty() { "../" } else { "../../" },
        title: "Så går en granskning till".to_owned(),
        left: NAME.to_owned(),
        right: "Så går en granskning till".to_owned(),
        back: start.clone(),
        start,
        notes: format!("{up}{wanted}/manus"),
        step: String::new(),
        steps: Vec::new(),
        next,
        next_label: "Till frågorna",
    }
}

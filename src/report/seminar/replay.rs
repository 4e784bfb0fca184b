//! An audit shown as it happened, from the visit's log and the answers: pages as they came, the question at hand, the
//! words found, the points adding up. Of a kommun in the round, or of one that was read just now in front of the audience.
//!
//! Place in the flow: result → **steps** → a list that is complete without script; `web` sends their numbers at the
//! recorded pace, and the script shows them.
//! What must stay true: the points only grow, and end where the kommun's lowest score is; what is open or missing is told
//! at the end, never as points lost on the way; the page says whether it was read now or is played again.

use std::collections::BTreeSet;
use std::time::Duration;

use askama::Template;
use jiff::Timestamp;

use crate::domain::{Finding, Outcome};
use crate::report::lang::Lang;
use crate::report::mask::masked_kommun;
use crate::report::overview::{Overview, Standing, standing};
use crate::report::question::{Answer, answer};
use crate::report::quote::{Quote, visible};
use crate::report::site::Site;
use crate::report::{link, ranking, swedish};
use crate::score::{KommunResult, PageRef, RequestLine, RoundResult};

use super::hide::Hider;
use super::scene::SceneFrame;
use super::{NAME, SUBJECT, Seminar};

/// Longest and shortest wait before a page is shown, at the recorded pace.
const PAGE_WAIT: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(3));
/// Time to read a question and the words found.
const QUESTION_WAIT: Duration = Duration::from_millis(1800);
/// Time to read what is said at the end.
const END_WAIT: Duration = Duration::from_secs(4);

/// An audit step by step.
pub(super) struct Replay {
    name: String,
    /// Where the pace is sent from, from the scene's address.
    stream: String,
    /// Address of the kommun's page from the root; empty when the round does not have it.
    href: String,
    /// When it was read: `Läst den 16 augusti 2026. Det här är en uppspelning.`
    when: String,
    /// What the score came to, in a sentence.
    result: String,
    settled: String,
    steps: Vec<Step>,
}

/// One step.
struct Step {
    /// Before it is shown, at the recorded pace.
    wait: Duration,
    /// What happened.
    what: What,
    /// Points so far, of 100: as text, and as a number with a point.
    points: (String, String),
}

enum What {
    /// Something of the visit: heading and the rest.
    Visit(String, String),
    /// A page came: its title, what it was read as, and how it came.
    Page { title: String, kind: String, how: String },
    /// A question is answered by words on the page.
    Question { title: String, answer: Answer, q: Box<Quote>, gain: String },
    /// The end: heading and sentences.
    End(String, Vec<String>),
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
        let Standing::Scored(score, value) = standing(kommun) else { return None };
        let hider = Hider::new(&kommun.kommun, SUBJECT);
        Some(Self {
            name: visible(&kommun.kommun.name),
            stream: format!("granskning/strom?kommun={}", overview.slug(index)),
            href: overview.kommun_path(index),
            when: played_again(kommun),
            result: format!("{} av 100 poäng", swedish::number(value)),
            settled: ranking::settled(Lang::Sv, score),
            steps: Teller { overview, kommun, hider, points: 0.0, wait: Duration::ZERO, steps: Vec::new() }.tell(),
        })
    }
}

impl Replay {
    /// The audit of a kommun that was read just now, for the newest round's seminar. Nothing when it has no score.
    fn just_read(shown: &Overview<'_>, read: &KommunResult, id: &str) -> Option<Self> {
        let round = RoundResult { round: shown.result.round.clone(), kommuner: vec![masked_kommun(read)] };
        let site = Site::live(&round, shown.set);
        let pages = swedish::counted(read.pages.len(), "sida", "sidor");
        Some(Self {
            stream: format!("{id}/strom"),
            href: shown.by_code(&read.kommun.code).map(|index| shown.kommun_path(index)).unwrap_or_default(),
            when: format!("Läst alldeles nyss: {pages}. Omgångens granskning kan ha läst fler."),
            ..Self::new(site.overview(), None)?
        })
    }

    fn waits(&self) -> Vec<Duration> {
        self.steps.iter().map(|step| step.wait).collect()
    }
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

/// Makes the steps of a visit.
struct Teller<'s, 'a> {
    overview: &'s Overview<'a>,
    kommun: &'a KommunResult,
    hider: Hider,
    /// Points so far, as a part of all that apply.
    points: f64,
    wait: Duration,
    steps: Vec<Step>,
}

impl<'a> Teller<'_, 'a> {
    fn tell(mut self) -> Vec<Step> {
        let kommun = self.kommun;
        let pages = pages_by_line(kommun);
        let mut before: Option<&RequestLine> = None;
        let mut without_page = 0;
        for (line, page) in kommun.log.iter().zip(pages) {
            self.wait = before.map_or(PAGE_WAIT.1, |before| gap(before, line));
            before = Some(line);
            match page {
                Some(page) => {
                    self.others(&mut without_page);
                    self.page(line, page);
                }
                None if line.url.ends_with("/robots.txt") && without_page == 0 => {
                    let text = "Först frågar vi webbplatsen vad vi får läsa (robots.txt). Det följer vi.";
                    self.push(What::Visit("Får vi komma in?".to_owned(), text.to_owned()));
                }
                None => without_page += 1,
            }
        }
        self.others(&mut without_page);
        self.end();
        self.steps
    }

    fn push(&mut self, what: What) {
        let points = (swedish::number(self.points), format!("{:.1}", self.points));
        self.steps.push(Step { wait: self.wait, what, points });
    }

    /// Requests that brought no page of their own, told in one step.
    fn others(&mut self, count: &mut usize) {
        let asked = match std::mem::take(count) {
            0 => return,
            1 => "En fråga".to_owned(),
            n => format!("{} frågor", swedish::capitalised(&swedish::in_words(n))),
        };
        let text = "Omdirigeringar, sidor som inte handlar om hemtjänst, eller länkar som vi provar.".to_owned();
        self.push(What::Visit(format!("{asked} utan ny sida att bedöma"), text));
    }

    fn page(&mut self, line: &RequestLine, page: &PageRef) {
        let millis = f64::from(u32::try_from(line.millis).unwrap_or(u32::MAX));
        let kilobytes = swedish::grouped(line.bytes.div_ceil(1000));
        let came = if line.unchanged { "oförändrad, svar".to_owned() } else { format!("{kilobytes} kB") };
        let took = swedish::decimals(millis / 1000.0, 2);
        let how = format!("{came} på {took} {}", if took == "1" { "sekund" } else { "sekunder" });
        let title = if page.title.trim().is_empty() { path(&page.url) } else { self.hider.plain(&page.title) };
        let kind = page.page_type.name_sv().to_owned();
        self.push(What::Page { title: visible(&title), kind, how });
        for found in &self.kommun.findings {
            if found.evidence.first().is_some_and(|words| words.url == page.url) {
                self.question(found);
            }
        }
    }

    fn question(&mut self, found: &'a Finding) {
        let Some(rule) = self.overview.set.rule(&found.rule) else { return };
        let words = found.evidence.iter().find(|words| !words.quote.is_empty());
        let (Some(words), true) = (words, matches!(found.outcome, Outcome::Passed | Outcome::Partial)) else { return };
        let gain = self.gain(&found.rule);
        self.points += gain;
        self.wait = QUESTION_WAIT;
        let hidden = self.hider.words(words);
        self.push(What::Question {
            title: rule.title.clone(),
            answer: answer(found.outcome),
            q: Box::new(Quote::of(self.overview, self.kommun, &rule.id, &hidden, false)),
            gain: if gain > 0.0 { format!("+{}", swedish::number(gain)) } else { String::new() },
        });
    }

    /// What an answer adds, as a part of all points that apply.
    fn gain(&self, rule: &str) -> f64 {
        let Some(score) = &self.kommun.score else { return 0.0 };
        let applicable: f64 = score.dimensions.iter().map(|dimension| dimension.applicable).sum();
        let points = score.rules.iter().find(|points| points.rule == rule).and_then(|points| points.points);
        points.filter(|_| applicable > 0.0).map_or(0.0, |points| points / applicable * 100.0)
    }

    /// What the whole site decides: answers that no single page gave words to, what is missing, what is open.
    fn end(&mut self) {
        let told: BTreeSet<&str> = self.kommun.pages.iter().map(|page| page.url.as_str()).collect();
        let shown = |found: &Finding| {
            found.evidence.first().is_some_and(|words| told.contains(words.url.as_str()))
                && found.evidence.iter().any(|words| !words.quote.is_empty())
        };
        let with_points: Vec<&Finding> =
            self.kommun.findings.iter().filter(|found| self.overview.set.rule(&found.rule).is_some()).collect();
        let settled = |found: &&&Finding| matches!(found.outcome, Outcome::Passed | Outcome::Partial);
        let whole: Vec<&&Finding> = with_points.iter().filter(settled).filter(|found| !shown(found)).collect();
        let (title, count) = ("Det som hela webbplatsen avgör", whole.len());
        if count > 0 {
            let gain: f64 = whole.iter().map(|found| self.gain(&found.rule)).sum();
            self.points += gain;
            self.wait = END_WAIT;
            let questions = swedish::counted(count, "fråga får", "frågor får");
            let text =
                format!("{questions} ja eller delvis av helheten, inte av ord på en sida: +{}.", swedish::number(gain));
            self.push(What::Visit(title.to_owned(), text));
        }
        let count = |wanted: &dyn Fn(Outcome) -> bool| with_points.iter().filter(|found| wanted(found.outcome)).count();
        let missing = count(&|outcome| outcome == Outcome::Failed);
        let open = count(&Outcome::is_open);
        let mut sentences = vec![format!(
            "{} hittade vi inget svar på. Står svaret ändå någonstans är det svårt att hitta.",
            swedish::counted(missing, "fråga", "frågor")
        )];
        if open > 0 {
            let told = swedish::counted(open, "fråga är inte avgjord. Den", "frågor är inte avgjorda. De");
            sentences.push(format!("{told} räknas varken som ja eller nej."));
        }
        self.wait = END_WAIT;
        self.push(What::End("Nu är allt läst".to_owned(), sentences));
    }
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

/// The path of an address, which does not tell whose it is.
pub fn path(url: &str) -> String {
    link::safe(url).map_or_else(|| "en sida".to_owned(), |url| url.path().to_owned())
}

/// The page of a replay.
#[derive(Template)]
#[template(path = "seminarium/granskning.html", whitespace = "minimize")]
pub(super) struct ReplayPage {
    scen: SceneFrame,
    replay: Replay,
    subject: &'static str,
    disclaimer: String,
}

impl ReplayPage {
    /// The page, on the way to the questions of a seminar.
    pub(super) fn new(seminar: &Seminar<'_, '_>, replay: Replay) -> Self {
        Self { scen: frame(seminar, ""), replay, subject: SUBJECT, disclaimer: seminar.overview.set.disclaimer.clone() }
    }

    /// The page of a kommun that was read just now.
    pub(super) fn just_read(seminar: &Seminar<'_, '_>, read: &KommunResult, id: &str) -> Option<Self> {
        let replay = Replay::just_read(seminar.overview, read, id)?;
        Some(Self { scen: frame(seminar, "../"), ..Self::new(seminar, replay) })
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

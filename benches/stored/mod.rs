//! Finished rounds as the crawl leaves them in a database: pages with bodies and verdicts, answers, a log.
//!
//! What must stay true: pages are judged by all rules and answers settled as in a round; only the kommuner's names differ
//! between kommuner of one kind.

use std::time::Duration;

use anyhow::Context as _;
use hemkoll::audit::Judge;
use hemkoll::audit::judge::RawPage;
use hemkoll::clock::Clock;
use hemkoll::domain::round::Scope;
use hemkoll::domain::{Finding, Kommun, PageRecord, Round, RoundParams, StopList, VisitStatus};
use hemkoll::rules::{Site, judge_kommun};
use hemkoll::store::{
    CaptureKind, FrontierState, Lease, NewBody, NewCapture, NewPage, NewRound, PageCommit, Store, VisitProgress, Write,
};
use hemkoll::{archive, seeds};

use crate::kommun::{Chance, Recipe};

/// Pages in one transaction, as the crawl's writer shares one among kommuner at work.
const GROUP: usize = 64;
/// The kommun that pages are written for; its names are then those of others.
const MODEL: (&str, &str) = ("Tallmo", "www.tallmo.example");

/// A round to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stored<'a> {
    pub(crate) name: &'a str,
    pub(crate) kommuner: &'a [Kommun],
    /// Pages of each kommun.
    pub(crate) pages: usize,
    /// Bytes of each page.
    pub(crate) bytes: usize,
    /// How many kommuner differ in more than their names.
    pub(crate) kinds: usize,
    /// Decides how they differ.
    pub(crate) seed: u64,
}

/// Kommuner of one kind.
struct Kind {
    pages: Vec<(String, PageRecord)>,
    findings: Vec<Finding>,
}

impl Stored<'_> {
    /// Judges and writes the round. Answers how long the writing took.
    pub(crate) async fn write(&self, store: &Store, judge: &Judge) -> anyhow::Result<Duration> {
        let kinds: Vec<Kind> = (0..self.kinds).map(|kind| self.judged(kind, judge)).collect::<anyhow::Result<_>>()?;
        let round = Round { name: self.name.to_owned(), opened_at: Clock::System.stamp(), params: params(judge) };
        let new = NewRound { round: &round, amounts: &judge.amounts, rules: "[]", kommuner: self.kommuner };
        let row = store.open_round(&new).await?.context("the round is there already")?;
        let worker = store.enter_worker(Duration::from_hours(24)).await?;
        let visits = store.claim(row.id, worker, self.kommuner.len()).await?;
        let manifest = judge.rules.manifest_sha256();
        let (mut wall, mut group) = (Duration::ZERO, Vec::with_capacity(GROUP));
        for page in 0..self.pages {
            for (number, (lease, visit)) in visits.iter().enumerate() {
                group.push(step(*lease, &visit.kommun, page, &kinds[number % self.kinds].pages[page], manifest)?);
                if group.len() == GROUP {
                    wall += commit(store, &mut group).await?;
                }
            }
        }
        for (number, (lease, visit)) in visits.iter().enumerate() {
            group.push(Write::End {
                lease: *lease,
                status: VisitStatus::Complete,
                reason: None,
                manifest: manifest.to_owned(),
                findings: of(&visit.kommun, &kinds[number % self.kinds].findings)?,
            });
        }
        wall += commit(store, &mut group).await?;
        store.leave_worker(worker).await?;
        Ok(wall)
    }

    fn judged(&self, kind: usize, judge: &Judge) -> anyhow::Result<Kind> {
        let kommun = Kommun { name: MODEL.0.to_owned(), start_url: address(MODEL.1, 0), ..Kommun::default() };
        let page = |page: usize| -> anyhow::Result<(String, PageRecord)> {
            let text = self.text(kind, page);
            let raw = RawPage {
                url: address(MODEL.1, page).parse()?,
                body: text.clone().into_bytes(),
                content_type: Some("text/html; charset=utf-8".to_owned()),
                sha256: archive::sha256(text.as_bytes()),
                depth: u32::from(page > 0),
            };
            let judged = judge.page(&raw, &kommun.traits).map_err(|reason| anyhow::anyhow!("page {page}: {reason}"))?;
            Ok((text, judged.record))
        };
        let pages = (0..self.pages).map(page).collect::<anyhow::Result<Vec<_>>>()?;
        let records: Vec<PageRecord> = pages.iter().map(|(_, record)| record.clone()).collect();
        let site = Site {
            kommun: &kommun,
            pages: &records,
            status: VisitStatus::Complete,
            unread: &[],
            link_checks: &[],
            today: judge.today,
            amounts: &judge.amounts,
        };
        Ok(Kind { findings: judge_kommun(&judge.rules, &site), pages })
    }

    fn text(&self, kind: usize, page: usize) -> String {
        let below = (4 * page + 1..=4 * page + 4).take_while(|below| *below < self.pages);
        let links: Vec<_> = below.map(|below| (path(below), format!("Hemtjänst del {below}"))).collect();
        let title = format!("Hemtjänst del {page}");
        let seed = Chance(self.seed + (kind * self.pages + page) as u64).next();
        let (main, numbers) = (!page.is_multiple_of(3), page % 10 == 9);
        Recipe { seed, bytes: self.bytes, main, numbers, title: &title, links: &links }.write()
    }
}

async fn commit(store: &Store, group: &mut Vec<Write>) -> anyhow::Result<Duration> {
    let began = Clock::System.instant();
    store.commit(group).await?;
    group.clear();
    Ok(began.elapsed())
}

fn path(page: usize) -> String {
    if page == 0 { "/".to_owned() } else { format!("/omsorg/hemtjanst-{page}") }
}

fn address(host: &str, page: usize) -> String {
    format!("https://{host}{}", path(page))
}

fn host(kommun: &Kommun) -> &str {
    kommun.start_url.split('/').nth(2).unwrap_or_default()
}

/// What was found for the model kommun, as if it had been found for another.
fn of<T: serde::Serialize + serde::de::DeserializeOwned>(kommun: &Kommun, found: &T) -> anyhow::Result<T> {
    let text = serde_json::to_string(found)?.replace(MODEL.1, host(kommun)).replace(MODEL.0, &kommun.name);
    Ok(serde_json::from_str(&text)?)
}

fn params(judge: &Judge) -> RoundParams {
    RoundParams {
        judged_on: judge.today,
        page_budget: 60,
        scope: Scope::Topic,
        max_body: 10_000_000,
        seeds_sha256: String::new(),
        rules_sha256: judge.rules.manifest_sha256().to_owned(),
        normaliser: 1,
        stop_list: StopList::default(),
    }
}

fn step(
    lease: Lease,
    kommun: &Kommun,
    page: usize,
    (text, record): &(String, PageRecord),
    manifest: &str,
) -> anyhow::Result<Write> {
    let (url, now) = (address(host(kommun), page), Clock::System.stamp());
    let body: NewBody = archive::pack(text.replace(MODEL.0, &kommun.name).as_bytes());
    let record = PageRecord { sha256: body.sha256.clone(), ..of(kommun, record)? };
    let capture = NewCapture {
        kind: CaptureKind::Page,
        url: url.clone(),
        final_url: url.clone(),
        sent_at: now.clone(),
        millis: 20,
        status: 200,
        http: "HTTP/1.1".to_owned(),
        remote: String::new(),
        headers: vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())],
        wire_bytes: body.size,
        body: Some(body),
        reason: None,
        asked_if: Vec::new(),
        revisit_of: None,
    };
    Ok(Write::Page(Box::new(PageCommit {
        lease,
        first_ordinal: i64::try_from(page)?,
        captures: vec![capture],
        settled: Some((url.clone(), FrontierState::Done, None)),
        also_done: Vec::new(),
        page: Some(NewPage {
            url,
            depth: record.depth,
            title: record.title.clone(),
            head_title: record.title.clone(),
            page_type: record.page_type,
            needs_javascript: false,
            text_sha256: String::new(),
            manifest: manifest.to_owned(),
            record: archive::squeeze(&serde_json::to_vec(&record)?),
        }),
        links: Vec::new(),
        progress: VisitProgress {
            requests: u32::try_from(page + 1)?,
            first_at: now.clone(),
            last_at: now,
            ..VisitProgress::default()
        },
    })))
}

/// All that judgement depends on beside the pages, as embedded.
pub(crate) fn judge() -> Judge {
    Judge {
        rules: std::sync::Arc::new(hemkoll::rules::RuleSet::embedded()),
        types: std::sync::Arc::new(hemkoll::page::PageTypes::embedded()),
        amounts: seeds::embedded_amounts(),
        today: hemkoll::rules::EXAMPLE_DAY,
    }
}

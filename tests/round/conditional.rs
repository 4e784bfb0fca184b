//! A second round over sites that have hardly changed: pages are asked for with what names them, and a 304 gives the same
//! answers as a page that came whole.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemkoll::archive::{self, export, sha256};
use hemkoll::audit::{self, PurgeRequest, Silent};
use hemkoll::clock::Clock;
use hemkoll::score::RoundResult;
use hemkoll::store::{CaptureKind, Store};
use tokio_util::sync::CancellationToken;

use super::evidence::records;
use super::scene::*;
use super::{Killer, postgres};

const SINCE: &str = "Sat, 15 Aug 2026 10:00:30 GMT";

/// What a request asked and what was sent.
#[derive(Clone, Debug)]
struct Seen {
    at: String,
    tag: Option<String>,
    since: Option<String>,
    status: u16,
    bytes: usize,
}

/// How the sites treat conditions.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// As RFC 9110 has it: hemtjanst has a weak tag, avgifter a time alone, the rest a strong tag.
    Right,
    /// 304 to whoever names anything, with the tag of what is there now.
    AlwaysUnchanged,
}

#[derive(Clone)]
struct Web {
    sites: Arc<Mutex<Sites>>,
    log: Arc<Mutex<Vec<Seen>>>,
    manner: Arc<Mutex<Manner>>,
    /// A database whose bodies are emptied as soon as somebody names an answer.
    emptied: Arc<Mutex<Option<Store>>>,
}

impl Web {
    async fn start() -> (Self, SocketAddr) {
        let web = Self {
            sites: Arc::new(Mutex::new(sites())),
            log: Arc::default(),
            manner: Arc::new(Mutex::new(Manner::Right)),
            emptied: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().fallback(answer).with_state(web.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (web, address)
    }

    /// What was asked since the last time.
    fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.log.lock().unwrap())
    }

    fn change(&self, path: &'static str, from: &str, to: &str) {
        let mut sites = self.sites.lock().unwrap();
        let page = sites.get_mut("hedlunda.test").unwrap().get_mut(path).unwrap();
        assert!(page.contains(from));
        *page = page.replace(from, to);
    }
}

async fn answer(State(web): State<Web>, request: Request) -> Response {
    let asked = request.into_parts().0;
    let field = |name| asked.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    let (tag, since) = (field(header::IF_NONE_MATCH), field(header::IF_MODIFIED_SINCE));
    let host = asked.headers["host"].to_str().unwrap().split(':').next().unwrap().to_owned();
    let path = asked.uri.path().to_owned();
    let emptied = if tag.is_some() { web.emptied.lock().unwrap().take() } else { None };
    if let Some(Store::Sqlite(pool)) = emptied {
        sqlx::query("update body set zstd = x''").execute(&pool).await.unwrap();
    }
    let body = web.sites.lock().unwrap().get(host.as_str()).and_then(|site| site.get(path.as_str())).cloned();
    let manner = *web.manner.lock().unwrap();
    let response = match body {
        _ if path == "/gammal" => Redirect::permanent("/ansok").into_response(),
        Some(body) if path == "/robots.txt" => body.into_response(),
        Some(body) => {
            let now = format!("\"{}\"", &sha256(body.as_bytes())[..12]);
            let (name, value) = match path.as_str() {
                "/hemtjanst" => (header::ETAG, format!("W/{now}")),
                // As the page was when it was first read.
                "/avgifter" if !body.contains("2 710") => (header::LAST_MODIFIED, SINCE.to_owned()),
                _ => (header::ETAG, now),
            };
            let holds = match manner {
                Manner::AlwaysUnchanged => tag.is_some() || since.is_some(),
                Manner::Right if tag.is_some() => tag.as_ref() == Some(&value),
                Manner::Right => since.as_ref() == Some(&value),
            };
            if holds {
                // Nothing but what names it, as many servers do: the type is that of the body that stays.
                (StatusCode::NOT_MODIFIED, [(name, value)]).into_response()
            } else {
                ([(name, value)], Html(body)).into_response()
            }
        }
        None => (StatusCode::NOT_FOUND, Html(page("Sidan finns inte", "<p>Tyvärr.</p>"))).into_response(),
    };
    let status = response.status().as_u16();
    let bytes = axum::body::HttpBody::size_hint(response.body()).exact().unwrap_or_default();
    let at = format!("{host}{path}");
    web.log.lock().unwrap().push(Seen { at, tag, since, status, bytes: usize::try_from(bytes).unwrap() });
    response
}

/// Runs the next round.
async fn round(audit: &mut Audit, name: &str) -> RoundResult {
    audit.request.round = Some(name.to_owned());
    audit.finish().await;
    let_go(audit).await;
    load(audit, name).await
}

async fn load(audit: &Audit, name: &str) -> RoundResult {
    audit::result::load(&audit.store, name, &audit.rules).await.unwrap()
}

/// All that a round says, without how it was asked.
fn answers(mut result: RoundResult) -> String {
    result.round.name.clear();
    result.kommuner.iter_mut().flat_map(|kommun| &mut kommun.pages).for_each(|page| page.record.clear());
    stable(result)
}

fn unchanged(result: &RoundResult) -> Vec<&str> {
    result.kommuner[0].log.iter().filter(|line| line.unchanged).map(|line| line.url.as_str()).collect()
}

/// Waits until the audit has let go of the database.
async fn let_go(audit: &Audit) {
    for _ in 0..500 {
        if audit.store.lock_alone().await.is_ok() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the audit never let go");
}

async fn run(store: &Store, sql: &'static str) {
    match store {
        Store::Sqlite(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        Store::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn story(audit: &mut Audit, web: &Web, address: SocketAddr) {
    round(audit, "första").await;
    let first = web.seen();
    assert!(first.iter().all(|seen| seen.tag.is_none() && seen.since.is_none()), "nothing is known yet");

    web.change("/ansok", "biståndshandläggare", "handläggare");
    let second = round(audit, "andra").await;
    let asked = web.seen();
    let whole = |seen: &[Seen]| seen.iter().map(|seen| seen.bytes).sum::<usize>();
    assert!(whole(&asked) * 2 < whole(&first), "{} bytes, then {}", whole(&first), whole(&asked));
    let of = |path: &str| asked.iter().find(|seen| seen.at == format!("hedlunda.test{path}")).unwrap().clone();
    assert_eq!((of("/").status, of("/hemtjanst").status, of("/avgifter").status), (304, 304, 304));
    assert!(of("/hemtjanst").tag.unwrap().starts_with("W/\""), "a weak tag as it came");
    assert_eq!((of("/avgifter").tag, of("/avgifter").since.as_deref()), (None, Some(SINCE)));
    // Along a redirect each address has its own name, or none.
    assert_eq!((of("/gammal").tag, of("/gammal").status), (None, 308));
    assert_eq!((of("/ansok").tag.is_some(), of("/ansok").status), (true, 200), "it has changed");
    assert!(of("/robots.txt").tag.is_none(), "robots.txt is always read whole");
    let four = ["/", "/omsorg", "/avgifter", "/hemtjanst"].map(|path| format!("http://hedlunda.test{path}"));
    assert_eq!(unchanged(&second), four);
    let line = second.kommuner[0].log.iter().find(|line| line.unchanged).unwrap();
    assert_eq!((line.status, line.bytes, line.reason.as_str()), (304, 0, ""));

    let mut alone = Audit::new(address, 8).await;
    assert_eq!(answers(second.clone()), answers(round(&mut alone, "andra").await), "as if every page had come whole");
    web.seen();

    evidence(audit, &second).await;
    let third = round(audit, "tredje").await;
    assert_eq!(unchanged(&third).len(), 5, "an unchanged page is known by the answer that it came with");
    assert_eq!(answers(third), answers(second.clone()));
    audit::seal(&audit.store, "andra", &audit.rules, clock()).await.unwrap();
    purged(audit, &second).await;
}

/// The second round's archive needs no other file, and its bodies are checked like any others.
async fn evidence(audit: &Audit, second: &RoundResult) {
    let row = audit.store.round("andra").await.unwrap().unwrap();
    let (file, entries) = export::warc(&audit.store, &row, Vec::new()).await.unwrap();
    let records = records(&file);
    let field = |header: &str, name: &str| {
        let value = header.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        value.map_or_else(|| panic!("{name} in {header}"), str::to_owned)
    };
    let mut refers = BTreeSet::new();
    for page in second.kommuner.iter().flat_map(|kommun| &kommun.pages) {
        let (header, block) = &records[&format!("<{}>", page.record)];
        assert_eq!(field(header, "WARC-Payload-Digest"), format!("sha256:{}", page.sha256));
        if field(header, "WARC-Type") == "response" {
            continue;
        }
        assert_eq!(field(header, "WARC-Type"), "revisit");
        let profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
        assert_eq!(field(header, "WARC-Profile"), profile);
        assert!(block.starts_with(b"HTTP/1.1 304 Not Modified\r\n") && block.ends_with(b"\r\n\r\n"));
        let (of, whole) = &records[&field(header, "WARC-Refers-To")];
        assert_eq!(field(of, "WARC-Type"), "response");
        assert_eq!(field(of, "WARC-Date"), field(header, "WARC-Refers-To-Date"));
        assert_eq!(field(of, "WARC-Target-URI"), field(header, "WARC-Refers-To-Target-URI"));
        let body = whole.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(sha256(&whole[body..]), page.sha256);
        refers.insert(field(header, "WARC-Refers-To"));
    }
    assert_eq!(refers.len(), 7);
    let asked = records.values().filter(|(header, block)| {
        header.contains("WARC-Type: request\r\n") && String::from_utf8_lossy(block).contains("if-none-match: ")
    });
    assert_eq!(asked.count(), 7, "what was asked is told");
    assert_eq!(entries.iter().filter(|entry| entry.mime == "warc/revisit").count(), 7);
    let verified = audit::verify(&audit.store, "andra", Arc::clone(&audit.rules), 9, None).await.unwrap();
    assert_eq!(verified.differences, []);
    let again = audit::rescore(&audit.store, "andra", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!((again.changes.len(), again.pages), (0, 8));
}

/// A body that a later round rests on stays when the first one's time is up; and the later seal covers how it came.
async fn purged(audit: &Audit, second: &RoundResult) {
    let later = Clock::Fixed("2030-01-01T10:00:00Z".parse().unwrap());
    let due =
        audit::purge(&audit.store, &PurgeRequest { round: Some("första".into()), ..PurgeRequest::default() }, later)
            .await
            .unwrap();
    let removed = due[0].removed.unwrap();
    assert!(removed.bodies >= 1 && removed.shared >= 7, "the changed page alone goes: {removed:?}");
    for page in second.kommuner.iter().flat_map(|kommun| &kommun.pages) {
        assert_eq!(sha256(&archive::read(&audit.store, &page.sha256).await.unwrap()), page.sha256);
    }
    let verify = || audit::verify(&audit.store, "andra", Arc::clone(&audit.rules), 9, None);
    let verified = verify().await.unwrap();
    assert_eq!((verified.differences.len(), verified.purged), (0, 0));
    run(&audit.store, "update capture set headers = replace(headers, 'text/html', 'text/plain') where visit_id < 5")
        .await;
    let told = verify().await.unwrap().differences;
    assert!(told.iter().any(|told| told.to_string().contains("är ändrat sedan omgången förseglades")), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unchanged_pages_are_not_sent_again_and_give_the_same_answers_on_sqlite() {
    let (web, address) = Web::start().await;
    story(&mut Audit::new(address, 8).await, &web, address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unchanged_pages_are_not_sent_again_and_give_the_same_answers_on_postgresql() {
    let Some(url) = postgres::fresh("conditional").await else { return };
    let (web, address) = Web::start().await;
    story(&mut Audit::on(&url, address, 8).await, &web, address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_unchanged_of_another_page_is_asked_again_without_a_condition() {
    let (web, address) = Web::start().await;
    let mut audit = Audit::new(address, 8).await;
    round(&mut audit, "första").await;
    web.change("/", "service och nyheter", "nyheter och service");
    *web.manner.lock().unwrap() = Manner::AlwaysUnchanged;
    web.seen();
    let second = round(&mut audit, "andra").await;
    let asked: Vec<Seen> = web.seen().into_iter().filter(|seen| seen.at.starts_with("hedlunda")).collect();
    let start: Vec<u16> = asked.iter().filter(|seen| seen.at == "hedlunda.test/").map(|seen| seen.status).collect();
    assert_eq!(start, [304, 200], "asked again once");
    assert_eq!(asked.iter().filter(|seen| seen.tag.is_some()).count(), 1, "and trusted no more in this visit");
    let mut alone = Audit::new(address, 8).await;
    assert_eq!(answers(second), answers(round(&mut alone, "andra").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_body_is_gone_is_asked_for_again() {
    let (web, address) = Web::start().await;
    let mut audit = Audit::new(address, 1).await;
    let first = round(&mut audit, "första").await;
    web.seen();
    *web.emptied.lock().unwrap() = Some(audit.store.clone());
    let second = round(&mut audit, "andra").await;
    let start = web.seen().into_iter().filter(|seen| seen.at == "hedlunda.test/").map(|seen| seen.status);
    assert_eq!(start.collect::<Vec<_>>(), [304, 200]);
    assert_eq!(answers(second), answers(first));
    // What was purged beforehand is not named at all.
    run(&audit.store, "update body set zstd = x''").await;
    round(&mut audit, "tredje").await;
    let asked: Vec<Seen> = web.seen().into_iter().filter(|seen| seen.at.starts_with("hedlunda")).collect();
    assert!(asked.iter().all(|seen| seen.tag.is_none() && seen.status != 304), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_round_of_unchanged_pages_goes_on_as_if_it_had_never_stopped() {
    let (web, address) = Web::start().await;
    let (mut whole, mut resumed) = (Audit::new(address, 8).await, Audit::new(address, 2).await);
    round(&mut whole, "första").await;
    let whole = round(&mut whole, "andra").await;
    round(&mut resumed, "första").await;
    resumed.request.round = Some("andra".to_owned());
    web.seen();
    let mut kills = 0;
    loop {
        let kill = CancellationToken::new();
        let killer = Arc::new(Killer { steps: Mutex::default(), after: 2, kill: kill.clone() });
        tokio::select! {
            () = kill.cancelled() => kills += 1,
            ended = resumed.run(killer, CancellationToken::new()) => {
                ended.unwrap();
                break;
            }
        }
        let_go(&resumed).await;
    }
    assert!(kills >= 3, "{kills}");
    let resumed = load(&resumed, "andra").await;
    assert_eq!(unchanged(&resumed).len(), 5);
    let records = |result: &RoundResult| {
        let pages = result.kommuner.iter().flat_map(|kommun| kommun.pages.clone());
        pages.map(|page| (page.url, page.record)).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(records(&resumed), records(&whole));
    assert_eq!(answers(resumed), answers(whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_refetch_every_page_comes_whole() {
    let (web, address) = Web::start().await;
    let mut audit = Audit::new(address, 8).await;
    let first = round(&mut audit, "första").await;
    web.seen();
    audit.request.settings.refetch = true;
    let second = round(&mut audit, "andra").await;
    assert!(web.seen().iter().all(|seen| seen.tag.is_none() && seen.since.is_none() && seen.status != 304));
    assert_eq!(answers(second.clone()), answers(first));
    let row = audit.store.visits(2).await.unwrap().remove(0);
    let kept = audit.store.captures(row.id).await.unwrap();
    assert!(kept.iter().all(|line| line.kind != CaptureKind::Page || line.revisit_of.is_none()));
}

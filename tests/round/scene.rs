//! Four small sites on loopback, and a round over them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use hemkoll::audit::{AuditError, AuditRequest, ProgressSink, RoundOutcome, Silent, round};
use hemkoll::clock::Clock;
use hemkoll::config::{ConfigFile, Settings};
use hemkoll::crawl::Fetcher;
use hemkoll::domain::{Amounts, Kommun};
use hemkoll::rules::RuleSet;
use hemkoll::score::RoundResult;
use hemkoll::store::Store;
use tokio_util::sync::CancellationToken;

/// Sites by host, each a few pages by path.
pub(crate) type Sites = BTreeMap<&'static str, BTreeMap<&'static str, String>>;

#[derive(Clone)]
pub(crate) struct World {
    pub sites: Arc<Sites>,
    pub log: Arc<Mutex<Vec<String>>>,
}

pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=sv><title>{title} - Kommunen</title><body><nav><a href=/>Start</a></nav>\
         <main><h1>{title}</h1>{body}</main></body></html>"
    )
}

pub(crate) fn sites() -> Sites {
    let start = page(
        "Hedlunda kommun",
        "<p>Välkommen till kommunen. Här hittar du service och nyheter från oss.</p><ul>\
         <li><a href='/omsorg'>Omsorg och stöd för äldre</a><li><a href='/bygga'>Bygga och bo</a></ul>",
    );
    let omsorg = page(
        "Stöd för äldre",
        "<p>Här finns information om stöd och hjälp för dig som är äldre och bor hemma.</p><ul>\
         <li><a href='/hemtjanst'>Hemtjänst</a><li><a href='/avgifter'>Avgifter för hemtjänst</a>\
         <li><a href='/gammal'>Ansök om hemtjänst</a><li><a href='/borta'>Hemtjänst utförare</a></ul>",
    );
    let hemtjanst = page(
        "Hemtjänst",
        "<p>Hemtjänst är hjälp i ditt hem när du inte klarar allt själv. Du kan få hjälp med städning, tvätt, inköp \
         och personlig omsorg som dusch och påklädning.</p><h2>Kontakta oss</h2><p>Ring biståndshandläggaren på \
         telefon 08-465 004 12 vardagar kl. 9–11. Du kan ställa frågor om hemtjänst och få hjälp att ansöka.</p>",
    );
    let avgifter = page(
        "Avgifter för hemtjänst",
        "<p>Du betalar högst 2 610 kronor i månaden för hemtjänst. Det kallas maxtaxa. Avgiften beror på din \
         inkomst och hur mycket hjälp du får varje månad.</p>",
    );
    let ansok = page(
        "Ansök om hemtjänst",
        "<p>Du ansöker om hemtjänst genom att ringa oss, skriva till oss eller fylla i blanketten. En \
         biståndshandläggare kommer hem till dig och ni pratar om vilken hjälp du behöver.</p>",
    );
    let good = BTreeMap::from([
        ("/", start.clone()),
        ("/omsorg", omsorg.clone()),
        ("/hemtjanst", hemtjanst.clone()),
        ("/avgifter", avgifter),
        ("/ansok", ansok),
        ("/bygga", page("Bygga och bo", "<p>Bygglov.</p>")),
    ]);
    let poor = BTreeMap::from([
        ("/", start),
        ("/omsorg", omsorg),
        ("/hemtjanst", page("Hemtjänst", "<p>Vi har hemtjänst i kommunen. Välkommen att läsa mer om oss här.</p>")),
    ]);
    let closed = BTreeMap::from([("/robots.txt", "User-agent: *\nDisallow: /\n".to_owned()), ("/", hemtjanst)]);
    let empty = BTreeMap::new();
    BTreeMap::from([
        ("hedlunda.test", good),
        ("almkulla.test", poor),
        ("sandaker.test", closed),
        ("vittsjo.test", empty),
    ])
}

pub(crate) async fn answer(State(world): State<World>, request: Request) -> Response {
    let host = request.headers()["host"].to_str().unwrap().split(':').next().unwrap().to_owned();
    let path = request.uri().path().to_owned();
    world.log.lock().unwrap().push(format!("{host}{path}"));
    if path == "/gammal" {
        return Redirect::permanent("/ansok").into_response();
    }
    match world.sites.get(host.as_str()).and_then(|site| site.get(path.as_str())) {
        Some(body) if path == "/robots.txt" => body.clone().into_response(),
        Some(body) => Html(body.clone()).into_response(),
        None => (StatusCode::NOT_FOUND, Html(page("Sidan finns inte", "<p>Tyvärr.</p>"))).into_response(),
    }
}

pub(crate) async fn serve() -> (World, SocketAddr) {
    serve_these(sites()).await
}

pub(crate) async fn serve_these(sites: Sites) -> (World, SocketAddr) {
    let world = World { sites: Arc::new(sites), log: Arc::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = Router::new().fallback(answer).with_state(world.clone());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (world, address)
}

pub(crate) fn kommuner() -> Vec<Kommun> {
    let hosts = ["hedlunda.test", "almkulla.test", "sandaker.test", "vittsjo.test"];
    hosts
        .iter()
        .enumerate()
        .map(|(number, host)| Kommun {
            code: format!("000{number}"),
            name: (*host).to_owned(),
            start_url: format!("http://{host}/"),
            ..Kommun::default()
        })
        .collect()
}

pub(crate) fn settings(address: SocketAddr, hosts: usize) -> Settings {
    Settings::resolve(ConfigFile {
        gap: Some(0.01),
        hosts: Some(hosts),
        allow_net: Some(vec!["127.0.0.0/8".into()]),
        resolve: Some(kommuner().iter().map(|kommun| format!("{}={address}", kommun.name)).collect()),
        ..ConfigFile::default()
    })
    .unwrap()
}

pub(crate) fn clock() -> Clock {
    Clock::Fixed("2026-11-21T10:00:00Z".parse().unwrap())
}

/// Two rules of the tests' own, so that nothing here depends on what auditors change.
pub(crate) fn rules() -> RuleSet {
    RuleSet::from_dir(Path::new("tests/regler")).unwrap()
}

pub(crate) struct Audit {
    pub store: Store,
    pub request: AuditRequest,
    pub rules: Arc<RuleSet>,
    pub _folder: Option<tempfile::TempDir>,
}

impl Audit {
    pub(crate) async fn new(address: SocketAddr, hosts: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("h.db").display());
        Self { _folder: Some(folder), ..Self::on(&url, address, hosts).await }
    }

    pub(crate) async fn on(url: &str, address: SocketAddr, hosts: usize) -> Self {
        let store = Store::open(url).await.unwrap();
        let rules = Arc::new(rules());
        let request = AuditRequest {
            round: Some("prov".into()),
            fresh: false,
            kommuner: kommuner(),
            amounts: Amounts::default(),
            rules: Arc::clone(&rules),
            settings: settings(address, hosts),
        };
        Self { store, request, rules, _folder: None }
    }

    pub(crate) async fn run(
        &self,
        progress: Arc<dyn ProgressSink>,
        cancel: CancellationToken,
    ) -> Result<RoundOutcome, AuditError> {
        self.run_at(clock(), progress, cancel).await
    }

    pub(crate) async fn run_at(
        &self,
        clock: Clock,
        progress: Arc<dyn ProgressSink>,
        cancel: CancellationToken,
    ) -> Result<RoundOutcome, AuditError> {
        let fetcher = Fetcher::new(round::fetch_settings(&self.request.settings, clock)).unwrap();
        round::run(self.request.clone(), &self.store, fetcher, clock, progress, cancel).await
    }

    /// Runs the round and waits until the audit has let go of the database.
    pub(crate) async fn finish_and_free(&self) {
        self.finish().await;
        self.free().await;
    }

    /// Waits until nobody has the database: a lock is let go a moment after its holder is done.
    pub(crate) async fn free(&self) {
        for _ in 0..500 {
            if self.store.lock_alone().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the audit never let go");
    }

    pub(crate) async fn finish(&self) -> RoundOutcome {
        self.run(Arc::new(Silent), CancellationToken::new()).await.unwrap()
    }

    pub(crate) async fn result(&self) -> RoundResult {
        hemkoll::audit::result::load(&self.store, "prov", &self.rules).await.unwrap()
    }
}

/// The result as jsonl: nothing in it tells when.
pub(crate) fn exported(result: &RoundResult, rules: &RuleSet) -> String {
    let mut out = Vec::new();
    hemkoll::report::export::jsonl::write(result, &hemkoll::report::SetTexts::from(rules), false, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A result without what differs from run to run: the log's times.
pub(crate) fn stable(mut result: RoundResult) -> String {
    for kommun in &mut result.kommuner {
        kommun.log.clear();
        kommun.visit.requests = 0;
    }
    serde_json::to_string_pretty(&result).unwrap()
}

pub(crate) fn assert_same(left: RoundResult, right: RoundResult) {
    let (left, right) = (stable(left), stable(right));
    let differ = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    assert_eq!(differ, None, "{left}");
    assert_eq!(left.len(), right.len());
}

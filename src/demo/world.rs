//! The demo web itself: a listener a kommun on loopback, and a referee that logs every request.
//!
//! What must stay true: listens on 127.0.0.1 alone; the log has every request in order of arrival, by a watch of its
//! own, so that it can judge the program's politeness.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header},
};
use futures_util::stream;
use tokio::{
    net::{TcpListener, TcpSocket},
    task::JoinHandle,
};

use super::{
    DemoError,
    content::{self, CmsKind, KommunFile, Lov, Special},
    site::{Site, not_found},
};
use crate::domain::{Kommun, Lan, TraitValue, Traits, Tri};

/// Who signs the traits of the demo kommuner. A made-up person.
const SIGNED_BY: &str = "Tuva Demosson (påhittad)";

/// One request as the referee saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Code of the kommun whose server was asked.
    pub kommun: String,
    /// `Host` as sent.
    pub host: String,
    /// `GET` …
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// `User-Agent` as sent.
    pub user_agent: String,
    /// Since the world started, when the request had arrived.
    pub began: Duration,
    /// Since the world started, when the last of the body was handed over; equals `began` where there is no body.
    pub ended: Duration,
    /// Status answered.
    pub status: u16,
}

#[derive(Debug)]
struct Log {
    start: Instant,
    requests: Mutex<Vec<Request>>,
}

impl Log {
    fn begin(&self, request: Request) -> usize {
        let mut all = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(request);
        all.len() - 1
    }
}

/// Notes when a body has been handed over, or given up.
struct Ending {
    log: Arc<Log>,
    index: usize,
}

impl Drop for Ending {
    fn drop(&mut self) {
        let ended = self.log.start.elapsed();
        if let Some(request) = self.log.requests.lock().unwrap_or_else(PoisonError::into_inner).get_mut(self.index) {
            request.ended = ended;
        }
    }
}

/// The running demo web. Dropping it stops all servers.
#[derive(Debug)]
pub struct World {
    sites: Vec<Arc<Site>>,
    addresses: Vec<(String, SocketAddr)>,
    log: Arc<Log>,
    servers: Vec<JoinHandle<()>>,
    /// Ports of kommuner that are down: taken, and nothing listens.
    _silent: Vec<TcpSocket>,
}

impl Drop for World {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

impl World {
    /// Builds all sites and starts a server for each on a free port of 127.0.0.1. Must run inside a tokio runtime.
    ///
    /// # Errors
    /// A fault in `demo/`, or no free port.
    #[expect(clippy::disallowed_methods, reason = "the referee must not share a clock with the program that it judges")]
    pub async fn start() -> Result<Self, DemoError> {
        let log = Arc::new(Log { start: Instant::now(), requests: Mutex::default() });
        let (mut sites, mut addresses, mut servers, mut silent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for folder in content::folders()? {
            let site = Arc::new(Site::build(folder)?);
            let free = SocketAddr::from(([127, 0, 0, 1], 0));
            let address = if site.folder.kommun.special == Some(Special::Nere) {
                let socket = TcpSocket::new_v4()?;
                socket.bind(free)?;
                let address = socket.local_addr()?;
                silent.push(socket);
                address
            } else {
                let listener = TcpListener::bind(free).await?;
                let address = listener.local_addr()?;
                servers.push(serve(listener, Arc::clone(&site), Arc::clone(&log)));
                address
            };
            for label in ["www.", "", "e-tjanster."] {
                addresses.push((format!("{label}{}.test", site.folder.slug), address));
            }
            sites.push(site);
        }
        Ok(Self { sites, addresses, log, servers, _silent: silent })
    }

    /// The seeds of the demo's round, by code.
    pub fn seeds(&self) -> Vec<Kommun> {
        self.sites.iter().map(|site| seed(&site.folder.kommun, &site.host())).collect()
    }

    /// Where each host of the demo is served: what `--resolve` takes.
    pub fn resolve(&self) -> Vec<(String, SocketAddr)> {
        self.addresses.clone()
    }

    /// Every address of a page that a reader of a kommun can come to; empty where nothing listens.
    pub fn pages(&self, code: &str) -> Vec<String> {
        let site = self.sites.iter().find(|site| site.folder.kommun.code == code);
        let up = site.filter(|site| site.folder.kommun.special != Some(Special::Nere));
        up.map(|site| site.pages().iter().map(|path| format!("http://{}{path}", site.host())).collect())
            .unwrap_or_default()
    }

    /// Addresses that a kommun's pages link to and that are gone: intended.
    pub fn gone(&self, code: &str) -> Vec<String> {
        let site = self.sites.iter().find(|site| site.folder.kommun.code == code);
        site.map(|site| site.gone().iter().map(|path| format!("http://{}{path}", site.host())).collect())
            .unwrap_or_default()
    }

    /// All requests so far in order of arrival.
    pub fn log(&self) -> Vec<Request> {
        self.log.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn seed(kommun: &KommunFile, host: &str) -> Kommun {
    let signed = |value, source: &str| TraitValue {
        value,
        source: source.to_owned(),
        date: "2026-08-01".to_owned(),
        signed_by: SIGNED_BY.to_owned(),
    };
    let mut traits = Traits::default();
    match kommun.lov {
        Lov::Ja => traits.0.insert("lov".to_owned(), signed(Tri::Yes, "Påhittat beslut i fullmäktige")),
        Lov::Nej => traits.0.insert("lov".to_owned(), signed(Tri::No, "Påhittat beslut i fullmäktige")),
        Lov::Okant => None,
    };
    for language in ["finska", "meankieli", "samiska"] {
        traits.0.insert(language.to_owned(), signed(Tri::No, "Påhittad förteckning"));
    }
    let lan = match kommun.lan.as_str() {
        "91" => "Skymningslands län",
        _ => "Gryningslands län",
    };
    Kommun {
        code: kommun.code.clone(),
        name: kommun.name.clone(),
        lan: Lan { code: kommun.lan.clone(), name: lan.to_owned() },
        start_url: format!("http://{host}/"),
        extra_hosts: vec![host.trim_start_matches("www.").to_owned()],
        known_pages: Vec::new(),
        population: Some(kommun.population),
        skr_group: "D1".to_owned(),
        skr_group_name: "Påhittad kommun".to_owned(),
        traits,
        peers: kommun.peers.clone(),
    }
}

fn serve(listener: TcpListener, site: Arc<Site>, log: Arc<Log>) -> JoinHandle<()> {
    let app = Router::new().fallback(answer).with_state((site, log));
    tokio::spawn(async move {
        // Runs until the world is dropped; what a client does wrong ends its connection, not the server.
        let _ended = axum::serve(listener, app).await;
    })
}

async fn answer(
    State((site, log)): State<(Arc<Site>, Arc<Log>)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response<Body> {
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default().to_owned();
    let host = text(header::HOST);
    let bare = format!("{}.test", site.folder.slug);
    let twin_host = site.folder.kommun.special == Some(Special::Dubbletter);
    let (status, location, content_type, body) = if host == bare && !twin_host {
        let target = format!("http://{}{}", site.host(), uri.path_and_query().map_or("/", |p| p.as_str()));
        (StatusCode::MOVED_PERMANENTLY, Some(target), "text/plain; charset=utf-8", Vec::new())
    } else if let Some(found) = site.answer(&host, uri.path()) {
        (StatusCode::OK, None, found.content_type, found.body.clone())
    } else {
        let page = not_found(&site.folder.kommun.name).into_bytes();
        (StatusCode::NOT_FOUND, None, "text/html; charset=utf-8", page)
    };
    let began = log.start.elapsed();
    let index = log.begin(Request {
        kommun: site.folder.kommun.code.clone(),
        host,
        method: method.to_string(),
        path: uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
        user_agent: text(header::USER_AGENT),
        began,
        ended: began,
        status: status.as_u16(),
    });
    let length = body.len();
    let ending = Ending { log, index };
    let body = stream::unfold((Some(body), ending), |(body, ending)| async move {
        body.map(|body| (Ok::<_, std::convert::Infallible>(Bytes::from(body)), (None, ending)))
    });
    let mut response = Response::new(Body::from_stream(body));
    *response.status_mut() = status;
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    head.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(target) = location.and_then(|target| HeaderValue::from_str(&target).ok()) {
        head.insert(header::LOCATION, target);
    }
    if matches!(site.folder.kommun.cms, CmsKind::Sitevision | CmsKind::SitevisionAldre) {
        head.insert(header::SET_COOKIE, HeaderValue::from_static("SiteVisionLTM=demo; Path=/; HttpOnly"));
    }
    response
}

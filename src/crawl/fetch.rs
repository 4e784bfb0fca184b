//! One request, one answer: the only place that sends anything.
//!
//! Place in the flow: the visitor asks it for one hop at a time, having asked robots.txt and the gate.
//! What must stay true: GET and HEAD only, no cookies but those the visitor hands over, no
//! credentials, no redirects followed; the guard has checked the very
//! addresses that are connected to; each answer is bound in time, headers and bytes.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cidr::IpCidr;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderValue};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio::time::Instant;
use url::Url;

use super::answer::{Ask, FetchOutcome, Fetched, RequestLog};
use super::body::{self, Bounds, Deadline};
use super::failure::{Failure, classify};
use super::guard::Guard;
use super::names::{Names, Pinned};
use super::politeness::Group;
use super::room::{Room, Rooms, Size};
use crate::clock::Clock;
use crate::domain::Reason;

/// Header fields of an answer; browsers read thousands, some load balancers send hundreds.
const MAX_HEADERS: usize = 2_000;
/// Bytes of header fields over HTTP/2 (HTTP/1 is bound by the client's buffer of 400 KiB).
const MAX_HEADER_BYTES: u32 = 256 * 1024;
/// Bytes that an HTTP/2 server may send before we have read them.
const HTTP2_WINDOW: u32 = 256 * 1024;

/// How requests are made.
#[derive(Clone, Debug)]
pub struct FetchSettings {
    /// Address or e-mail that stands in the User-Agent.
    pub contact: String,
    /// Time for one answer, from the first byte sent to the last received.
    pub deadline: Duration,
    /// Time for connecting, TLS included.
    pub connect_timeout: Duration,
    /// Largest body in bytes, inflated.
    pub max_body: u64,
    /// Ranges opened in the address guard.
    pub allow_net: Vec<IpCidr>,
    /// Hosts by name and port that are opened wherever they lead: the one that `check URL` names, those of the demo.
    pub open_hosts: Vec<(String, u16)>,
    /// A test DNS: host to address; its port counts when the URL names none.
    pub resolve: Vec<(String, SocketAddr)>,
    /// Name servers to ask in place of the machine's; empty for those.
    pub name_servers: Vec<SocketAddr>,
    /// Extra roots: contents of PEM files.
    pub ca_pem: Vec<Vec<u8>>,
    /// Requests a second over all groups together.
    pub per_second: Option<NonZeroU32>,
    /// The clock.
    pub clock: Clock,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            contact: "https://hemkoll.example".to_owned(),
            deadline: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 10_000_000,
            allow_net: Vec::new(),
            open_hosts: Vec::new(),
            resolve: Vec::new(),
            name_servers: Vec::new(),
            ca_pem: Vec::new(),
            per_second: None,
            clock: Clock::System,
        }
    }
}

/// Why no fetcher could be made.
#[derive(Debug, thiserror::Error)]
pub enum FetchSetupError {
    /// A `--ca` file without a usable certificate.
    #[error("the file given with --ca holds no usable certificate in PEM form: {0}")]
    Ca(String),
    /// The contact cannot stand in a header.
    #[error("the contact {0:?} cannot stand in a header: use a web address or an e-mail address in ASCII")]
    Contact(String),
    /// The TLS set-up was refused.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The client could not be made.
    #[error("the HTTP client could not be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// Sends requests. Cheap to clone; one for the whole process, since names and groups are pinned in it.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

struct Inner {
    client: reqwest::Client,
    connecting: Connecting,
    names: Arc<Names>,
    cap: Option<Arc<DefaultDirectRateLimiter>>,
    rooms: Rooms,
    deadline: Duration,
    max_body: u64,
    clock: Clock,
}

/// How connections are made.
#[derive(Clone)]
struct Connecting {
    agent: HeaderValue,
    tls: rustls::ClientConfig,
    timeout: Duration,
}

impl Connecting {
    fn client(&self, names: &Arc<Names>) -> Result<reqwest::Client, reqwest::Error> {
        reqwest::Client::builder()
            .user_agent(self.agent.clone())
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .tls_backend_preconfigured(self.tls.clone())
            .dns_resolver(Pinned(Arc::clone(names)))
            .connect_timeout(self.timeout)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(15))
            .http1_max_headers(MAX_HEADERS)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http2_max_header_list_size(MAX_HEADER_BYTES)
            .http2_initial_stream_window_size(HTTP2_WINDOW)
            .http2_initial_connection_window_size(HTTP2_WINDOW)
            .build()
    }
}

impl Fetcher {
    /// A fetcher with these settings.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchSetupError> {
        let agent = format!("hemkoll/{} (+{})", env!("CARGO_PKG_VERSION"), settings.contact);
        let agent = HeaderValue::from_str(&agent).map_err(|_| FetchSetupError::Contact(settings.contact.clone()))?;
        let guard = Guard::new(settings.allow_net, settings.open_hosts);
        let names = Arc::new(Names::new(guard, &settings.resolve, &settings.name_servers));
        let connecting = Connecting { agent, tls: tls(&settings.ca_pem)?, timeout: settings.connect_timeout };
        let client = connecting.client(&names)?;
        let cap = settings
            .per_second
            .map(|n| Arc::new(RateLimiter::direct(Quota::per_second(n).allow_burst(NonZeroU32::MIN))));
        let (deadline, max_body, clock) = (settings.deadline, settings.max_body, settings.clock);
        let rooms = Rooms::new(max_body);
        Ok(Self { inner: Arc::new(Inner { client, connecting, names, cap, rooms, deadline, max_body, clock }) })
    }

    /// The same fetcher with connections of its own, that close with it: a visit that is over holds no file open.
    #[must_use]
    pub fn for_visit(&self) -> Self {
        let Inner { connecting, names, cap, rooms, deadline, max_body, clock, .. } = &*self.inner;
        let client = connecting.client(names).expect("a client was made with the same settings before");
        let (names, cap, rooms) = (Arc::clone(names), cap.clone(), rooms.clone());
        let (connecting, deadline, max_body, clock) = (connecting.clone(), *deadline, *max_body, *clock);
        Self { inner: Arc::new(Inner { client, connecting, names, cap, rooms, deadline, max_body, clock }) }
    }

    /// The politeness group of an address's host: resolved, checked by the guard and pinned.
    pub async fn group(&self, url: &Url) -> Result<Group, Failure> {
        self.inner.names.group(url).await
    }

    /// The room that a body of so many bytes takes when it comes from elsewhere than the web.
    pub async fn room(&self, bytes: u64) -> Option<Room> {
        self.inner.rooms.room(Size::of(bytes)).await
    }

    /// Asks once. A redirect is an answer like any other.
    pub async fn fetch(&self, url: &Url, ask: &Ask) -> FetchOutcome {
        let inner = &*self.inner;
        let mut seen = Seen { started_at: inner.clock.now(), ..Seen::default() };
        let result = inner.exchange(url, ask, &mut seen).await;
        let ended_at = inner.clock.now();
        let log = RequestLog {
            url: url.clone(),
            group: seen.group,
            remote: seen.remote,
            started_at: seen.started_at,
            headers_at: seen.headers_at,
            ended_at,
            status: seen.status,
            wire_bytes: seen.wire.load(Ordering::Relaxed),
            reason: result.as_ref().err().map(|f| f.reason),
            detail: result.as_ref().err().map(|f| f.detail.clone()).unwrap_or_default(),
            asked_if: if seen.sent { ask.asked_if() } else { Vec::new() },
            sent: seen.sent,
        };
        FetchOutcome {
            log,
            result,
            part: seen.part,
            headers_instant: seen.headers_instant,
            ended_instant: inner.clock.instant(),
        }
    }
}

/// What is known of an exchange so far, also when it is cut off.
#[derive(Default)]
struct Seen {
    group: String,
    remote: Option<SocketAddr>,
    started_at: Timestamp,
    headers_at: Option<Timestamp>,
    headers_instant: Option<Instant>,
    status: Option<u16>,
    wire: Arc<AtomicU64>,
    sent: bool,
    part: Option<Fetched>,
}

impl Inner {
    async fn exchange(&self, url: &Url, ask: &Ask, seen: &mut Seen) -> Result<Fetched, Failure> {
        // The client asks the resolver for names only, and only what was checked here: literals would pass unseen.
        self.names.group(url).await?.key().clone_into(&mut seen.group);
        if let Some(cap) = &self.cap {
            cap.until_ready().await;
        }
        seen.started_at = self.clock.now();
        seen.sent = true;
        self.answer(url, ask, seen).await
    }

    async fn answer(&self, url: &Url, ask: &Ask, seen: &mut Seen) -> Result<Fetched, Failure> {
        let method = if ask.head { reqwest::Method::HEAD } else { reqwest::Method::GET };
        let request = self.client.request(method, without_credentials(url)).headers(headers(ask)).build();
        let request = request.map_err(|e| Failure::new(Reason::BadRedirect, e))?;
        let deadline = Deadline::at(self.clock.instant() + self.deadline);
        #[expect(clippy::disallowed_methods, reason = "this file is the one place that the ban names")]
        let response = deadline.hold(self.client.execute(request)).await?.map_err(|e| classify(&e))?;
        let headers_at = self.clock.now();
        seen.headers_at = Some(headers_at);
        seen.headers_instant = Some(self.clock.instant());
        seen.remote = response.remote_addr();
        let status = response.status().as_u16();
        seen.status = Some(status);
        let http = if response.version() == reqwest::Version::HTTP_2 { "HTTP/2" } else { "HTTP/1.1" };
        let fields = response.headers().clone();
        let codings: Vec<&[u8]> = fields.get_all(header::CONTENT_ENCODING).iter().map(HeaderValue::as_bytes).collect();
        let max = ask.max_body.unwrap_or(self.max_body);
        let is_page = fields.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let bounds = Bounds {
            max,
            keep_prefix: ask.keep_prefix,
            is_page,
            deadline: &deadline,
            rooms: &self.rooms,
            clock: self.clock,
        };
        let body =
            if ask.head { body::Body::default() } else { body::read(response, &codings, &bounds, &seen.wire).await? };
        let fetched = Fetched {
            url: url.clone(),
            status,
            http,
            headers: fields.iter().map(|(n, v)| (n.as_str().to_owned(), v.as_bytes().to_vec())).collect(),
            body: body.bytes,
            conditional: ask.is_conditional(),
            room: body.room,
            truncated: body.truncated || body.fault.is_some(),
            wire_bytes: seen.wire.load(Ordering::Relaxed),
            started_at: seen.started_at,
            headers_at,
            ended_at: self.clock.now(),
        };
        match body.fault {
            None => Ok(fetched),
            Some(fault) => {
                seen.part = Some(fetched);
                Err(fault)
            }
        }
    }
}

/// A user name in an address would become a login.
fn without_credentials(url: &Url) -> Url {
    let mut url = url.clone();
    // Both fail only for addresses without a host, which never get here.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url
}

fn headers(ask: &Ask) -> HeaderMap {
    let mut map = HeaderMap::new();
    map.insert(header::ACCEPT, HeaderValue::from_static(ask.accept));
    map.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("sv,en;q=0.5"));
    map.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br, zstd"));
    let cookie = ask.cookie.clone().map(|cookie| (header::COOKIE.as_str(), cookie));
    for (name, value) in ask.asked_if().into_iter().chain(cookie) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            map.insert(name, value);
        }
    }
    map
}

fn tls(extra: &[Vec<u8>]) -> Result<rustls::ClientConfig, FetchSetupError> {
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for pem in extra {
        let mut found = 0;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|e| FetchSetupError::Ca(e.to_string()))?;
            roots.add(certificate).map_err(|e| FetchSetupError::Ca(e.to_string()))?;
            found += 1;
        }
        if found == 0 {
            return Err(FetchSetupError::Ca("no certificate found".to_owned()));
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = versions.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

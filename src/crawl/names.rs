//! Names to addresses: looked up once, checked by the guard, pinned for the round.
//!
//! Place in the flow: the HTTP client asks here at connect time; fetch asks here first for the politeness group.
//! What must stay true: the client connects to the very addresses that were checked (no second look-up that could
//! answer otherwise), and a name that answers anything at all proves that this machine has a network.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, LookupIpStrategy, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::Name;
use reqwest::dns::{Addrs, Resolve, Resolving};
use tokio::sync::Semaphore;
use url::{Host, Url};

use super::failure::{Failure, Refused};
use super::guard::Guard;
use super::politeness::{Group, Groups};
use crate::domain::Reason;

/// One question to a name server.
const QUESTION: Duration = Duration::from_secs(4);
/// All questions about one name.
const LOOKUP: Duration = Duration::from_secs(9);
/// Names asked for at the same time: name servers drop what comes in a burst.
const AT_ONCE: usize = 48;
/// More addresses than this are not kept of one name.
const MAX_ADDRESSES: usize = 16;

/// The names of a round and where they lead.
pub(super) struct Names {
    servers: Option<TokioResolver>,
    /// `--resolve`: a test DNS, several lines a host.
    fixed: HashMap<String, Vec<SocketAddr>>,
    guard: Guard,
    pins: Mutex<HashMap<(String, u16), Vec<SocketAddr>>>,
    groups: Mutex<Groups>,
    online: AtomicBool,
    turns: Semaphore,
}

impl Names {
    /// Asks these name servers, or without any the machine's; a machine without any still has literals and `fixed`.
    pub(super) fn new(guard: Guard, fixed: &[(String, SocketAddr)], name_servers: &[SocketAddr]) -> Self {
        let mut map: HashMap<String, Vec<SocketAddr>> = HashMap::new();
        for (host, address) in fixed {
            map.entry(host.trim_end_matches('.').to_ascii_lowercase()).or_default().push(*address);
        }
        Self {
            servers: servers(name_servers),
            fixed: map,
            guard,
            pins: Mutex::default(),
            groups: Mutex::default(),
            online: AtomicBool::new(false),
            turns: Semaphore::new(AT_ONCE),
        }
    }

    /// The addresses of a URL's host and the group they belong to.
    pub(super) async fn group(&self, url: &Url) -> Result<Group, Failure> {
        let addresses = self.addresses(url).await?;
        let units: BTreeSet<String> = addresses.iter().map(|address| self.guard.unit(*address)).collect();
        Ok(self.groups.lock().unwrap_or_else(PoisonError::into_inner).join(units))
    }

    /// The permitted addresses of a URL's host, with the port that will be connected to.
    pub(super) async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Failure> {
        let port = url.port_or_known_default().ok_or_else(|| Failure::new(Reason::BadRedirect, "no port"))?;
        match url.host() {
            Some(Host::Ipv4(ip)) => self.literal(IpAddr::V4(ip), port),
            Some(Host::Ipv6(ip)) => self.literal(IpAddr::V6(ip), port),
            Some(Host::Domain(host)) => {
                let found = self.of_name(host, port).await?;
                // A port in the address wins over one in the test DNS, as in the HTTP client.
                Ok(found
                    .into_iter()
                    .map(|mut a| {
                        if url.port().is_some() || a.port() == 0 {
                            a.set_port(port);
                        }
                        a
                    })
                    .collect())
            }
            None => Err(Failure::new(Reason::BadRedirect, "no host")),
        }
    }

    fn literal(&self, ip: IpAddr, port: u16) -> Result<Vec<SocketAddr>, Failure> {
        if self.guard.permits(&ip.to_string(), port, ip) {
            Ok(vec![SocketAddr::new(ip, port)])
        } else {
            Err(Failure::new(Reason::PrivateAddress, ip))
        }
    }

    async fn of_name(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let key = (host.clone(), port);
        if let Some(pinned) = self.pins.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(pinned.clone());
        }
        let all = match self.fixed.get(&host) {
            Some(fixed) => fixed.clone(),
            None => self.ask(&host).await?,
        };
        let mut permitted: Vec<SocketAddr> =
            all.iter().copied().filter(|a| self.guard.permits(&host, port, a.ip())).take(MAX_ADDRESSES).collect();
        if permitted.is_empty() {
            let ip = all.first().map_or_else(|| "no address".to_owned(), |a| a.ip().to_string());
            return Err(Failure::new(Reason::PrivateAddress, format!("{host} leads to {ip}")));
        }
        // IPv6 first (RFC 8305); the client turns to IPv4 by itself when that does not connect.
        permitted.sort_by_key(|a| (a.is_ipv4(), *a));
        let mut pins = self.pins.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(pins.entry(key).or_insert(permitted).clone())
    }

    async fn ask(&self, host: &str) -> Result<Vec<SocketAddr>, Failure> {
        let Some(servers) = &self.servers else {
            return Err(Failure::new(Reason::NoNetwork, "this machine has no name servers"));
        };
        // Fully qualified, so that the machine's search domains are never tried.
        let mut name = Name::from_utf8(host).map_err(|e| Failure::new(Reason::DnsFailed, e))?;
        name.set_fqdn(true);
        let _turn = self.turns.acquire().await;
        let answer = match tokio::time::timeout(LOOKUP, servers.lookup_ip(name)).await {
            Ok(answer) => answer,
            Err(_) => Err(NetError::Timeout),
        };
        match answer {
            Ok(found) => {
                self.online.store(true, Ordering::Relaxed);
                Ok(found.iter().map(|ip| SocketAddr::new(ip, 0)).collect())
            }
            Err(error) => Err(self.unanswered(&error)),
        }
    }

    /// "No such name" proves a network; silence does not, and while no name ever answered it means that there is none.
    fn unanswered(&self, error: &NetError) -> Failure {
        let said_no = match error {
            NetError::Dns(DnsError::NoRecordsFound(none)) => {
                matches!(none.response_code, ResponseCode::NXDomain | ResponseCode::NoError)
            }
            _ => false,
        };
        if said_no {
            self.online.store(true, Ordering::Relaxed);
        }
        if said_no {
            return Failure::new(Reason::DnsFailed, "no such name");
        }
        let reason = if self.online.load(Ordering::Relaxed) { Reason::DnsSilent } else { Reason::NoNetwork };
        Failure::new(reason, error)
    }
}

fn servers(named: &[SocketAddr]) -> Option<TokioResolver> {
    let mut builder = if named.is_empty() {
        TokioResolver::builder_tokio().ok()?
    } else {
        let server = |address: &SocketAddr| {
            let mut connection = ConnectionConfig::udp();
            connection.port = address.port();
            NameServerConfig::new(address.ip(), true, vec![connection])
        };
        let config = ResolverConfig::from_name_servers(named.iter().map(server).collect());
        TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
    };
    let options = builder.options_mut();
    options.timeout = QUESTION;
    options.attempts = 1;
    options.ip_strategy = LookupIpStrategy::Ipv4AndIpv6;
    options.use_hosts_file = ResolveHosts::Always;
    options.try_tcp_on_error = false;
    builder.build().ok()
}

/// [`Names`] as the HTTP client asks it: by name alone, so the port was pinned beforehand by `group`.
#[derive(Clone)]
pub(super) struct Pinned(pub(super) Arc<Names>);

impl Resolve for Pinned {
    fn resolve(&self, name: reqwest::dns::Name) -> Resolving {
        let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
        let pins = self.0.pins.lock().unwrap_or_else(PoisonError::into_inner);
        // Only what was checked is handed out. A port that is opened for `check` may have more addresses than the
        // host's other ports: the fewest are permitted on all.
        let of_host = pins.iter().filter(|((h, _), _)| *h == host);
        let found: Option<Vec<SocketAddr>> = of_host.map(|(_, a)| a).min_by_key(|a| a.len()).cloned();
        drop(pins);
        Box::pin(async move {
            match found {
                Some(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                None => Err(Refused(Failure::new(Reason::DnsFailed, format!("{host} was not checked"))).into()),
            }
        })
    }
}

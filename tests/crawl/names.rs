//! A name server on loopback that fails in every way, and one whose answer changes.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use hemkoll::crawl::{Ask, FetchSettings, Fetcher};
use hemkoll::domain::Reason;
use tokio::net::UdpSocket;
use url::Url;

use crate::server::{Server, html};

/// What a name server says of a name.
#[derive(Clone)]
enum Says {
    /// These addresses.
    Leads(Vec<Ipv4Addr>),
    /// The first time the first of them, from then on the last.
    Rebinds(Ipv4Addr, Ipv4Addr),
    /// NXDOMAIN.
    NoSuchName,
    /// SERVFAIL.
    Fails,
    /// Nothing at all.
    Nothing,
}

/// A running name server (RFC 1035): answers A, has no AAAA; counts the questions for addresses by name.
struct NameServer {
    address: SocketAddr,
    asked: Arc<Mutex<HashMap<String, usize>>>,
}

impl NameServer {
    async fn start(names: &[(&'static str, Says)]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let asked: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
        let (names, counted): (HashMap<_, _>, _) = (names.iter().cloned().collect(), Arc::clone(&asked));
        tokio::spawn(async move {
            let mut buffer = [0; 1500];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let (name, question, is_a) = question(&buffer[..length]);
                let times = if is_a {
                    *counted.lock().unwrap().entry(name.clone()).and_modify(|n| *n += 1).or_insert(1)
                } else {
                    1
                };
                let (code, addresses) = match names.get(name.as_str()) {
                    Some(Says::Nothing) => continue,
                    Some(Says::Fails) => (2, vec![]),
                    Some(Says::NoSuchName) | None => (3, vec![]),
                    Some(Says::Leads(addresses)) => (0, addresses.clone()),
                    Some(Says::Rebinds(first, then)) => (0, vec![if times == 1 { *first } else { *then }]),
                };
                let addresses = if is_a { addresses } else { vec![] };
                let reply = reply(&buffer[..2], question, code, &addresses);
                socket.send_to(&reply, from).await.unwrap();
            }
        });
        Self { address, asked }
    }

    fn asked(&self, name: &str) -> usize {
        self.asked.lock().unwrap().get(name).copied().unwrap_or(0)
    }

    fn fetcher(&self) -> Fetcher {
        let settings = FetchSettings {
            name_servers: vec![self.address],
            allow_net: vec!["127.0.1.0/24".parse().unwrap()],
            ..FetchSettings::default()
        };
        Fetcher::new(settings).unwrap()
    }
}

/// The name asked for, the question's bytes, and whether it is for IPv4 addresses.
fn question(message: &[u8]) -> (String, &[u8], bool) {
    let (mut at, mut labels) = (12, Vec::new());
    while message[at] > 0 {
        let end = at + 1 + usize::from(message[at]);
        labels.push(String::from_utf8_lossy(&message[at + 1..end]).to_lowercase());
        at = end;
    }
    (labels.join("."), &message[12..at + 5], message[at + 1..at + 3] == [0, 1])
}

fn reply(id: &[u8], question: &[u8], code: u8, addresses: &[Ipv4Addr]) -> Vec<u8> {
    let mut reply = id.to_vec();
    reply.extend([0x81, 0x80 | code, 0, 1, 0, u8::try_from(addresses.len()).unwrap(), 0, 0, 0, 0]);
    reply.extend(question);
    for address in addresses {
        // The question's name, A, IN, to be asked again at once.
        reply.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]);
        reply.extend(address.octets());
    }
    reply
}

async fn get(fetcher: &Fetcher, url: &str) -> Result<Vec<u8>, Reason> {
    let outcome = fetcher.fetch(&Url::parse(url).unwrap(), &Ask::page()).await;
    assert_eq!(outcome.log.sent, outcome.result.is_ok(), "nothing is sent to a name that leads nowhere");
    outcome.result.map(|answer| answer.body).map_err(|failure| failure.reason)
}

#[tokio::test(flavor = "multi_thread")]
async fn names_fail_with_the_reason_why() {
    let names = [
        ("borta.test", Says::NoSuchName),
        ("trasig.test", Says::Fails),
        ("tyst.test", Says::Nothing),
        ("tom.test", Says::Leads(vec![])),
    ];
    let server = NameServer::start(&names).await;
    let before = server.fetcher();
    let first = get(&before, "http://trasig.test/").await;
    assert_eq!(first, Err(Reason::NoNetwork), "before any name was answered it may be this machine");
    let fetcher = server.fetcher();
    assert_eq!(get(&fetcher, "http://borta.test/").await, Err(Reason::DnsFailed));
    assert_eq!(get(&fetcher, "http://tom.test/").await, Err(Reason::DnsFailed), "a name without an address");
    let (broken, silent) = tokio::join!(get(&fetcher, "http://trasig.test/"), get(&fetcher, "http://tyst.test/"));
    assert_eq!((broken, silent), (Err(Reason::DnsSilent), Err(Reason::DnsSilent)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_rebinds_to_a_private_address_is_refused() {
    let open = Server::start("127.0.1.2", |_| html("<p>Hej")).await;
    let private = Server::start("127.0.2.9", |_| html("<p>hemligt")).await;
    let [there, inside]: [Ipv4Addr; 2] = ["127.0.1.2", "127.0.2.9"].map(|ip| ip.parse().unwrap());
    let names = [("byter.test", Says::Rebinds(there, inside)), ("bada.test", Says::Leads(vec![inside, there]))];
    let server = NameServer::start(&names).await;
    let fetcher = server.fetcher();
    let at = |host: &str, server: &Server| format!("http://{host}:{}/", server.address.port());
    for _ in 0..2 {
        assert_eq!(get(&fetcher, &at("byter.test", &open)).await.as_deref(), Ok(&b"<p>Hej"[..]));
    }
    assert_eq!(server.asked("byter.test"), 1, "what was checked is what is connected to");
    assert_eq!(
        get(&fetcher, &at("byter.test", &private)).await,
        Err(Reason::PrivateAddress),
        "another port is asked anew"
    );
    assert_eq!(get(&server.fetcher(), &at("byter.test", &open)).await, Err(Reason::PrivateAddress));
    assert_eq!(
        get(&fetcher, &at("bada.test", &open)).await.as_deref(),
        Ok(&b"<p>Hej"[..]),
        "of both, the permitted one"
    );
    assert!(private.seen().is_empty());
}

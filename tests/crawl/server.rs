//! A web server on loopback that can misbehave: raw sockets, so that any bytes at all can be an answer.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hemkoll::clock::Clock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// What a request gets.
pub(crate) enum Reply {
    /// These bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes, then one byte of nothing every 20 ms without end.
    Drip(Vec<u8>),
    /// Nothing, for ever.
    Hang,
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) arrived: Instant,
    pub(crate) answered: Instant,
}

/// A running server; stops with the test's runtime.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Listens on `host` and answers each path with `reply`.
    pub(crate) async fn start(host: &str, reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(format!("{host}:0")).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (reply, kept) = (Arc::new(reply), Arc::clone(&log));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&reply), Arc::clone(&kept)));
            }
        });
        Self { address, log }
    }

    pub(crate) fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }

    /// Shortest time between two arrivals.
    pub(crate) fn shortest_gap(&self) -> Duration {
        let mut arrivals: Vec<Instant> = self.seen().iter().map(|seen| seen.arrived).collect();
        arrivals.sort();
        arrivals.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(Duration::MAX)
    }
}

async fn serve(mut stream: TcpStream, reply: Arc<impl Fn(&str) -> Reply>, log: Arc<Mutex<Vec<Seen>>>) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
    let arrived = Clock::System.instant();
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let answer = reply(&path);
    let index = {
        let mut log = log.lock().unwrap();
        log.push(Seen { path, head, arrived, answered: arrived });
        log.len() - 1
    };
    match answer {
        Reply::Raw(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Drip(bytes) => {
            let _ = stream.write_all(&bytes).await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Reply::Hang => {
            let _ = stream.read(&mut buffer).await;
        }
    }
    log.lock().unwrap()[index].answered = Clock::System.instant();
}

/// An answer with a status line, header lines and a body with its true length.
pub(crate) fn answer(status: &str, headers: &[&str], body: &[u8]) -> Reply {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len()).into_bytes();
    for header in headers {
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    Reply::Raw(bytes)
}

pub(crate) fn html(body: &str) -> Reply {
    answer("200 OK", &["Content-Type: text/html; charset=utf-8"], body.as_bytes())
}

pub(crate) fn redirect(to: &str) -> Reply {
    answer("302 Found", &[&format!("Location: {to}")], b"")
}

pub(crate) fn not_found() -> Reply {
    answer("404 Not Found", &["Content-Type: text/html"], b"<p>Sidan finns inte")
}

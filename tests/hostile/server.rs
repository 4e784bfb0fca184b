//! Servers that misbehave: raw sockets, so that any bytes at all can be an answer. Their own log is the referee.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hemkoll::clock::Clock;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

/// What a request gets.
pub(crate) enum Reply {
    /// These bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// The first bytes at once, then the second again and again, each after a pause, without end.
    Endless(Vec<u8>, Vec<u8>, Duration),
    /// These bytes, then a reset.
    Reset(Vec<u8>),
    /// Nothing, for ever.
    Hang,
}

/// A request as the server got it.
pub(crate) struct Asked<'a> {
    pub(crate) path: &'a str,
    pub(crate) head: &'a str,
    /// How often this path was asked for before.
    pub(crate) before: usize,
    /// The server's own socket.
    pub(crate) own: SocketAddr,
}

impl Asked<'_> {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

/// Answers requests.
pub(crate) type Handler = Arc<dyn Fn(&Asked<'_>) -> Reply + Send + Sync>;

/// A request as the log has it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) arrived: Instant,
    /// When the first byte of the answer was sent.
    pub(crate) answered: Option<Instant>,
    /// When the connection was done with.
    pub(crate) ended: Option<Instant>,
}

/// A running server. It ends with the test's runtime.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Listens on `host`, over TLS when a configuration is given.
    pub(crate) async fn start(host: &str, tls: Option<ServerConfig>, handler: Handler) -> Self {
        let listener = TcpListener::bind(format!("{host}:0")).await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), log: Arc::default() };
        let (kept, acceptor) = (server.clone(), tls.map(|config| TlsAcceptor::from(Arc::new(config))));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (server, handler, acceptor) = (kept.clone(), Arc::clone(&handler), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => drop(server.serve(stream, &handler).await),
                        Some(acceptor) => {
                            let Ok(stream) = acceptor.accept(stream).await else { return };
                            if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                                server.serve_h2(stream, &handler).await;
                            } else {
                                drop(server.serve(stream, &handler).await);
                            }
                        }
                    }
                });
            }
        });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let mut seen = self.log.lock().unwrap().clone();
        seen.sort_by_key(|seen| seen.arrived);
        seen
    }

    fn note(&self, head: &str) -> (usize, String, usize) {
        let mut words = head.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().to_owned();
        let mut log = self.log.lock().unwrap();
        let before = log.iter().filter(|seen| seen.path == path).count();
        log.push(Seen { path: path.clone(), method, arrived: Clock::System.instant(), answered: None, ended: None });
        (log.len() - 1, path, before)
    }

    fn stamp(&self, index: usize, first: bool) {
        let now = Some(Clock::System.instant());
        let seen = &mut self.log.lock().unwrap()[index];
        *(if first { &mut seen.answered } else { &mut seen.ended }) = now;
    }

    async fn serve(&self, mut stream: impl Resettable, handler: &Handler) -> io::Result<()> {
        let mut head = Vec::new();
        let mut buffer = [0; 4096];
        while !head.windows(4).any(|w| w == b"\r\n\r\n") {
            match stream.read(&mut buffer).await? {
                0 => return Ok(()),
                read => head.extend_from_slice(&buffer[..read]),
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let (index, path, before) = self.note(&head);
        let reply = handler(&Asked { path: &path, head: &head, before, own: self.address });
        if !matches!(reply, Reply::Hang) {
            self.stamp(index, true);
        }
        let done = async {
            match reply {
                Reply::Raw(bytes) => {
                    stream.write_all(&bytes).await?;
                    stream.shutdown().await?;
                    // A close with unread bytes would be a reset.
                    while stream.read(&mut buffer).await? > 0 {}
                }
                Reply::Endless(first, again, pause) => {
                    stream.write_all(&first).await?;
                    loop {
                        stream.write_all(&again).await?;
                        tokio::time::sleep(pause).await;
                    }
                }
                Reply::Reset(bytes) => {
                    stream.write_all(&bytes).await?;
                    stream.flush().await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    stream.reset();
                }
                Reply::Hang => while stream.read(&mut buffer).await? > 0 {},
            }
            Ok(())
        };
        let done = done.await;
        self.stamp(index, false);
        done
    }

    async fn serve_h2(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, handler: &Handler) {
        let Ok(mut connection) = h2::server::handshake(stream).await else { return };
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let head = format!("{} {} HTTP/2\r\n\r\n", request.method(), request.uri().path());
            let (index, path, before) = self.note(&head);
            let Reply::Raw(bytes) = handler(&Asked { path: &path, head: &head, before, own: self.address }) else {
                respond.send_reset(h2::Reason::INTERNAL_ERROR);
                self.stamp(index, true);
                self.stamp(index, false);
                continue;
            };
            let split = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
            let text = String::from_utf8_lossy(&bytes[..split]).into_owned();
            let status = text.split(' ').nth(1).and_then(|code| code.parse::<u16>().ok()).unwrap();
            let mut response = axum::http::Response::builder().status(status);
            for line in text.lines().skip(1).filter(|line| !line.starts_with("Connection")) {
                let (name, value) = line.split_once(": ").unwrap();
                response = response.header(name, value);
            }
            self.stamp(index, true);
            if let Ok(mut body) = respond.send_response(response.body(()).unwrap(), false) {
                let _ = body.send_data(bytes[split + 4..].to_vec().into(), true);
            }
            self.stamp(index, false);
        }
    }
}

/// A stream that can be cut with a reset.
trait Resettable: AsyncRead + AsyncWrite + Unpin {
    fn reset(self);
}

impl Resettable for TcpStream {
    fn reset(self) {
        // A close with a linger of zero is a reset.
        let _ = self.set_zero_linger();
    }
}

impl Resettable for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(self) {
        let _ = self.get_ref().0.set_zero_linger();
    }
}

/// An answer with a status line, header lines and a body with its true length.
pub(crate) fn answer(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
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

pub(crate) fn html(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", &["Content-Type: text/html; charset=utf-8"], body)
}

pub(crate) fn text(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", &["Content-Type: text/plain"], body)
}

pub(crate) fn redirect(to: &str) -> Reply {
    answer("302 Found", &[&format!("Location: {to}")], b"")
}

pub(crate) fn not_found() -> Reply {
    answer("404 Not Found", &["Content-Type: text/html"], page("Finns inte", "<p>Sidan finns inte.</p>"))
}

/// A page with words of its own.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=sv><meta charset=utf-8><title>{title}</title><body><main><h1>{title}</h1>{body}\
         <p>Här står det som bara den här sidan säger om {title}. Du kan läsa mer om vad som gäller för dig som bor \
         hemma och vad du gör om du vill fråga någon.</p></main></body></html>"
    )
}

/// A list of links.
pub(crate) fn links<'a>(to: impl IntoIterator<Item = &'a str>) -> String {
    to.into_iter().fold("<ul>".to_owned(), |all, to| all + "<li><a href=\"" + to + "\">Läs mer</a>") + "</ul>"
}

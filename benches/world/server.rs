//! The world's server: `round world HOSTS PAGES BYTES` prints its port, serves until its input ends, prints its log.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hemkoll::clock::Clock;
use tokio::net::TcpListener;
use tokio::time::Instant;

use super::log::Line;
use super::{CLOSED, Size, address, named, pages, path};

/// What one host knows.
#[derive(Clone)]
struct Host {
    number: usize,
    pages: Arc<Vec<(String, String)>>,
    log: Arc<Mutex<Vec<Line>>>,
    born: Instant,
}

/// Serves a world until the standard input ends, then writes the log to the standard output.
pub(crate) fn run(size: Size) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let pages = Arc::new(pages(size).into_iter().enumerate().map(|(n, page)| (path(n), page)).collect::<Vec<_>>());
    let log = Arc::new(Mutex::new(Vec::new()));
    let born = Clock::System.instant();
    runtime.block_on(async {
        let mut port = 0;
        for number in 0..size.hosts {
            let listener = TcpListener::bind((address(number), port)).await?;
            port = listener.local_addr()?.port();
            let host = Host { number, pages: Arc::clone(&pages), log: Arc::clone(&log), born };
            let app = Router::new().fallback(answer).with_state(host);
            tokio::spawn(async move { axum::serve(listener, app).await });
        }
        let mut out = std::io::stdout();
        writeln!(out, "{port}")?;
        out.flush()?;
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await?
    })?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in log.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        writeln!(out, "{}", line.write())?;
    }
    out.flush()
}

async fn answer(State(host): State<Host>, request: Request) -> Response {
    let came = host.now();
    let path = request.uri().path().to_owned();
    let response = if path == "/robots.txt" {
        format!("User-agent: *\nDisallow: {CLOSED}\n").into_response()
    } else if let Some((_, page)) = host.pages.iter().find(|(known, _)| *known == path) {
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], named(page, host.number)).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    };
    let line = Line { host: host.number, path, came, answered: host.now() };
    host.log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    response
}

impl Host {
    fn now(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

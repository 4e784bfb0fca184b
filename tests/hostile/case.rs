//! One hostile host: how it answers, and what must become of it.

use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;

use crate::server::{Asked, Handler, Reply, html, links, not_found, page};

/// A host and what is expected of the crawl.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) handler: Handler,
    pub(crate) tls: Option<ServerConfig>,
    pub(crate) status: &'static str,
    pub(crate) reason: Option<&'static str>,
    /// Paths that must have been read as pages, with their titles.
    pub(crate) good: Vec<(String, String)>,
    /// `pages_ok` when it must be exact.
    pub(crate) pages: Option<usize>,
    /// Beginnings of paths that must never be asked for.
    pub(crate) forbidden: Vec<&'static str>,
    /// Paths that must have been asked for so many times.
    pub(crate) asked: Vec<(&'static str, usize)>,
    /// A longer gap than the command line's.
    pub(crate) gap: Option<Duration>,
    /// The start page, when it is not `/`.
    pub(crate) start: &'static str,
}

impl Case {
    pub(crate) fn new(name: &'static str, handler: impl Fn(&Asked<'_>) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            name,
            handler: Arc::new(handler),
            tls: None,
            status: "complete",
            reason: None,
            good: Vec::new(),
            pages: None,
            forbidden: Vec::new(),
            asked: Vec::new(),
            gap: None,
            start: "/",
        }
    }

    /// A site whose start page links to `good` and then to `traps`. `trap` answers first; what it leaves is a good page,
    /// the start page, or missing.
    pub(crate) fn site(
        name: &'static str,
        good: &'static [&'static str],
        traps: &'static [&'static str],
        trap: impl Fn(&Asked<'_>) -> Option<Reply> + Send + Sync + 'static,
    ) -> Self {
        // Traps in the middle: what stands before a fault and behind it counts alike.
        let half = good.len() / 2;
        let all: Vec<&str> = [&good[..half], traps, &good[half..]].concat();
        let start = page("Start", &links(all));
        let case = Self::new(name, move |asked| {
            if let Some(reply) = trap(asked) {
                return reply;
            }
            match asked.path {
                "/" => html(&start),
                path if good.contains(&path) => html(page(title(path), "")),
                _ => not_found(),
            }
        });
        let mut case = case.also(good);
        case.good.push(("/".into(), "Start".into()));
        case
    }

    /// These paths are good pages, each titled by its last segment.
    pub(crate) fn also(mut self, good: &[&str]) -> Self {
        self.good.extend(good.iter().map(|path| ((*path).to_owned(), title(path).to_owned())));
        self
    }

    /// A good page with a title of its own.
    pub(crate) fn titled(mut self, path: &str, title: &str) -> Self {
        self.good.push((path.to_owned(), title.to_owned()));
        self
    }

    /// Nothing beyond the good pages may count.
    pub(crate) fn exactly(mut self) -> Self {
        self.pages = Some(self.good.len());
        self
    }

    pub(crate) fn counts(mut self, pages: usize) -> Self {
        self.pages = Some(pages);
        self
    }

    pub(crate) fn partial(self, reason: &'static str) -> Self {
        Self { status: "partial", reason: Some(reason), ..self }
    }

    pub(crate) fn blocked(self, reason: &'static str) -> Self {
        Self { status: "blocked", reason: Some(reason), good: Vec::new(), pages: Some(0), ..self }
    }

    pub(crate) fn failed(self, reason: &'static str) -> Self {
        Self { status: "failed", reason: Some(reason), good: Vec::new(), pages: Some(0), ..self }
    }

    pub(crate) fn never(mut self, paths: &[&'static str]) -> Self {
        self.forbidden.extend(paths);
        self
    }

    pub(crate) fn asks(mut self, path: &'static str, times: usize) -> Self {
        self.asked.push((path, times));
        self
    }

    pub(crate) fn with_gap(self, gap: Duration) -> Self {
        Self { gap: Some(gap), ..self }
    }

    pub(crate) fn over(self, tls: ServerConfig) -> Self {
        Self { tls: Some(tls), ..self }
    }

    pub(crate) fn from(self, start: &'static str) -> Self {
        Self { start, ..self }
    }
}

/// A page's title: the last segment of its path.
pub(crate) fn title(path: &str) -> &str {
    path.rsplit('/').find(|segment| !segment.is_empty()).unwrap_or("Start")
}

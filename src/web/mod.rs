//! Pages over HTTP: routes and handlers only.
//!
//! Place in the flow: report → **web** → a browser. So far it serves a round's rendered pages, as `hemkoll demo` and
//! `hemkoll serve` show them; what follows (filters, review, API) becomes routes beside them.
//! What must stay true: GET and HEAD only here, no page runs a script or asks a host that is not ours, and a wrong
//! address is 404, never 500.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::report::site::Page;

/// Nothing but what we serve ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
const MISSING: &str = "404.html";

/// The site in memory.
struct Site {
    pages: HashMap<String, Served>,
}

struct Served {
    content_type: &'static str,
    body: axum::body::Bytes,
    etag: String,
}

/// A router that serves the pages: `/` is `index.html`, and `/regler/ID` is `regler/ID.html`.
pub fn router(pages: Vec<Page>) -> Router {
    let pages = pages.into_iter().map(|page| {
        let etag = format!("\"{:x}\"", Sha256::digest(&page.body));
        (page.path, Served { content_type: page.content_type, body: page.body.into(), etag })
    });
    let site = Arc::new(Site { pages: pages.collect() });
    Router::new().route("/", get(page)).route("/{*path}", get(page)).with_state(site)
}

async fn page(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let path = uri.path().trim_start_matches('/');
    let found = match path {
        "" => site.pages.get("index.html"),
        path => site.pages.get(path).or_else(|| site.pages.get(&format!("{}.html", path.trim_end_matches('/')))),
    };
    let (status, served) = match found {
        Some(served) => (StatusCode::OK, Some(served)),
        None => (StatusCode::NOT_FOUND, site.pages.get(MISSING)),
    };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    match served {
        Some(served) if status == StatusCode::OK && known == Some(&served.etag) => {
            respond(StatusCode::NOT_MODIFIED, served, Body::empty())
        }
        Some(served) => respond(status, served, Body::from(served.body.clone())),
        None => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = status;
            response
        }
    }
}

fn respond(status: StatusCode, served: &Served, body: Body) -> Response<Body> {
    let builder = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, served.content_type)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header("cross-origin-opener-policy", "same-origin")
        .header("cross-origin-resource-policy", "same-origin")
        .header("permissions-policy", "camera=(), microphone=(), geolocation=()")
        .header(header::CACHE_CONTROL, "no-cache");
    let builder = if status == StatusCode::NOT_FOUND { builder } else { builder.header(header::ETAG, &served.etag) };
    builder.body(body).expect("all header values are constants or hexadecimal")
}

#[cfg(test)]
mod tests;

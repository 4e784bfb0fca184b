//! Pages and data over HTTP: routes and handlers only.
//!
//! Place in the flow: audit's results, report's pages → **web** → a browser or a program. `pages` answers with the rendered
//! pages, `stored` with stored copies, `seminar` with scenes, `api` with JSON, `rounds` keeps the results that they show,
//! `self_check` answers drafts, `login` decides who sees what.
//! What must stay true: GET and HEAD only, but for drafts to check, of which nothing is kept, and for logging in and out;
//! only rounds in which every kommun has ended are shown, and off this machine without a login only those that are sealed; no
//! page runs a script or asks a host that is not ours; a wrong address is 4xx, never 500.

mod answer;
mod api;
mod client;
mod login;
mod pages;
mod rounds;
mod seal;
mod self_check;
mod seminar;
mod stored;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::get;
use tower_http::compression::CompressionLayer;

use crate::audit::desk::Desk;
use crate::clock::Clock;
use crate::rules::RuleSet;
use crate::store::Store;

use login::Login;
pub use login::{Access, Readers, password};
use rounds::Rounds;
use self_check::SelfCheck;
pub use self_check::checked;

/// Nothing but what we serve ourselves.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer. One that a handler has set itself is left as it is.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    (header::CACHE_CONTROL, "no-cache"),
];

/// The web of a database: the pages of its newest finished round at `/`, those of an earlier one at `/omgang/NAMN/`, the
/// data at `/api/v1/`, and the self-check at `/sjalvkoll`, whose drafts `desk` judges. `access` says who sees the rounds
/// that are not published.
pub fn router(store: Store, rules: Arc<RuleSet>, clock: Clock, desk: Desk, access: Access) -> Router {
    let rounds = Arc::new(Rounds::new(store.clone(), rules, clock));
    let drafts = Arc::new(SelfCheck::new(Arc::clone(&rounds), desk));
    let login = Arc::new(Login::new(Arc::clone(&rounds), store, clock, access));
    Router::new()
        .route("/", get(pages::newest))
        .route("/{*path}", get(pages::newest))
        .route("/omgang/{round}", get(pages::to_round))
        .route("/omgang/{round}/", get(pages::of_round))
        .route("/omgang/{round}/{*path}", get(pages::of_round))
        .nest("/api/v1", api::router())
        .with_state(rounds)
        .merge(self_check::router(Arc::clone(&drafts)))
        .merge(api::drafts(drafts))
        .merge(login::router(Arc::clone(&login)))
        // Around every route above: whatever is answered, the guard has decided who asks.
        .layer(from_fn_with_state(login, login::guard))
        .layer(CompressionLayer::new())
        .layer(map_response(with_headers))
}

/// Bytes as hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        hex.push_str(&format!("{byte:02x}"));
        hex
    })
}

async fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/css")) {
        // A sandboxed page has no origin of its own, and still has our form.
        let anyone = HeaderValue::from_static("cross-origin");
        headers.entry("cross-origin-resource-policy").or_insert(anyone);
    }
    if headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
        // nginx would gather the steps, and send them when all is over.
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    }
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests;

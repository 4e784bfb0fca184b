//! A form of ours as it was sent, and where it leads afterwards.
//!
//! What must stay true: a form that another site sent is not read; one is small and comes soon; nobody is led to another
//! host.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use url::Url;

use super::fault::Fault;

/// Largest form, in bytes: a name, a password of the longest and an address, percent-encoded.
const LARGEST: usize = 16_000;
/// Longest time for a form to come.
const SLOW: Duration = Duration::from_secs(20);
/// Longest address that one comes back to after logging in, in bytes.
pub(super) const LONGEST: usize = 500;

/// The fields of a form.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) name: String,
    pub(super) password: String,
    pub(super) mark: String,
    pub(super) back: String,
}

impl Fields {
    /// Reads a form that a page of ours sent.
    pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Fault> {
        if !is_ours(headers) {
            return Err(Fault::Foreign);
        }
        let come = tokio::time::timeout(SLOW, to_bytes(body, LARGEST)).await;
        let bytes = come.ok().and_then(Result::ok).ok_or(Fault::Broken)?;
        let mut fields = Self::default();
        for (name, value) in url::form_urlencoded::parse(&bytes) {
            match name.as_ref() {
                "namn" => fields.name = value.into_owned(),
                "losenord" => fields.password = value.into_owned(),
                "marke" => fields.mark = value.into_owned(),
                "till" => fields.back = value.into_owned(),
                _ => {}
            }
        }
        Ok(fields)
    }
}

/// Whether a form was sent by a page of ours, as the browser says it. One that says nothing is left to the mark.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let from = origin.split_once("://").map(|(_, host)| host);
            from.zip(text("host")).is_some_and(|(from, host)| from.eq_ignore_ascii_case(host))
        }
        (None, None) => true,
    }
}

/// The path and query, if they lead to a page of ours that is there to be read.
pub(super) fn own_path(back: &str) -> Option<String> {
    const HERE: &str = "http://hemkoll.invalid";
    if !back.starts_with('/') || back.len() > LONGEST {
        return None;
    }
    let url = Url::parse(HERE).ok()?.join(back).ok()?;
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    // Dots that are resolved may leave two slashes at the beginning, which lead elsewhere.
    let again = Url::parse(HERE).ok()?.join(&path).ok()?;
    let inside = url.path().strip_prefix("/en").unwrap_or(url.path());
    if matches!(inside, "/logga-in" | "/logga-ut") {
        return None;
    }
    let is_ours = url.origin().ascii_serialization() == HERE && again.origin() == url.origin();
    is_ours.then_some(path)
}

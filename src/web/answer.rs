//! Bodies with their type and mark, so that what a browser has already is not sent again.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::report::site::Page;

/// A body, ready to be sent any number of times.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    content_type: &'static str,
    body: Bytes,
    etag: String,
}

impl Answer {
    /// A body of a MIME type. The mark is weak, because the body may be sent compressed.
    pub(super) fn new(content_type: &'static str, body: Vec<u8>) -> Self {
        let etag = format!("W/\"{:.32}\"", format!("{:x}", Sha256::digest(&body)));
        Self { content_type, body: body.into(), etag }
    }

    /// The answer to a request: 304 when the browser has the body.
    pub(super) fn to(&self, request: &HeaderMap) -> Response {
        if has(request, &self.etag) {
            return (StatusCode::NOT_MODIFIED, [(header::ETAG, self.etag.clone())]).into_response();
        }
        let headers = [(header::CONTENT_TYPE, self.content_type.to_owned()), (header::ETAG, self.etag.clone())];
        (headers, Body::from(self.body.clone())).into_response()
    }

    /// The body, whatever the browser has.
    pub(super) fn whole(&self) -> Response {
        self.with_status(StatusCode::OK)
    }

    /// The body under a status that is not 200, which nobody keeps.
    pub(super) fn with_status(&self, status: StatusCode) -> Response {
        (status, [(header::CONTENT_TYPE, self.content_type)], Body::from(self.body.clone())).into_response()
    }
}

impl From<Page> for Answer {
    fn from(page: Page) -> Self {
        Self::new(page.content_type, page.body)
    }
}

/// Whether one of the marks in `If-None-Match` is this one (RFC 9110: compared weakly).
fn has(request: &HeaderMap, etag: &str) -> bool {
    let bare = |mark: &str| mark.trim().trim_start_matches("W/").to_owned();
    let values = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|mark| mark.trim() == "*" || bare(mark) == bare(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_in_a_list_weak_or_strong() {
        let mut request = HeaderMap::new();
        request.insert(header::IF_NONE_MATCH, "\"a\", W/\"b\"".parse().unwrap());
        assert!(has(&request, "W/\"a\"") && has(&request, "W/\"b\"") && !has(&request, "W/\"c\""));
        request.insert(header::IF_NONE_MATCH, "*".parse().unwrap());
        assert!(has(&request, "W/\"c\""));
        assert!(!has(&HeaderMap::new(), "W/\"a\""));
    }
}

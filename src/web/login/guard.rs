//! Who asks, and what that person may see: the one place that decides.
//!
//! Place in the flow: around every route. What must stay true: a [`Sight`] is made here alone, and no round is reached
//! without one; where nothing has been decided it reaches published rounds alone. What is shown because of a login is kept
//! by no cache. Whether there is an unpublished round of a name cannot be told from any answer.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::cookie::{self, Cookie};
use super::{Access, Login};
use crate::domain::Role;
use crate::report::Lang;
use crate::store::{RoundStamp, StoreError};
use crate::web::pages::{self, see_other};

/// What a 401 must name (RFC 9110, 11.6.1): how one logs in.
pub(in crate::web) const CHALLENGE: HeaderValue = HeaderValue::from_static("Cookie realm=\"hemkoll\"");
/// Longest address that one comes back to after logging in, in bytes.
const LONGEST: usize = 500;

/// Which rounds a person may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) struct Sight(Reach);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// All of them.
    Whole,
    /// Those that a seal covers, as it covers them.
    Published,
}

impl Sight {
    /// The sight of somebody who may be logged in.
    fn of(access: Access, person: Option<&Person>) -> Self {
        let reads = access.everyone || person.is_some_and(|person| matches!(person.role, Role::Reader));
        Self(if reads { Reach::Whole } else { Reach::Published })
    }

    /// Whether it reaches a round.
    pub(in crate::web) fn reaches(self, stamp: &RoundStamp) -> bool {
        self.is_whole() || stamp.sealed
    }

    /// Whether it reaches all there is.
    pub(in crate::web) fn is_whole(self) -> bool {
        self.0 == Reach::Whole
    }
}

impl<S: Sync> FromRequestParts<S> for Sight {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(Reach::Published)))
    }
}

/// Somebody who is logged in.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) role: Role,
    /// The key of her session.
    pub(super) key: String,
}

impl Person {
    /// Who sends a request, if anybody is logged in there.
    pub(super) async fn of(login: &Login, headers: &HeaderMap) -> Result<Option<Self>, StoreError> {
        let Some(key) = Cookie::Session.of(headers, login.access.https) else { return Ok(None) };
        let user = login.store.session(&cookie::stored(&key), &login.clock.stamp()).await?;
        Ok(user.map(|user| Self { name: user.name, role: user.role, key }))
    }
}

/// What a handler answers where there is nothing for who is not logged in. The guard leads on to the login page.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Unseen;

impl IntoResponse for Unseen {
    fn into_response(self) -> Response {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Decides what the sender of a request may see, and has it answered.
pub(in crate::web) async fn guard(State(login): State<Arc<Login>>, mut request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let person = match Person::of(&login, request.headers()).await {
        Ok(person) => person,
        Err(error) => return pages::told(&login.rounds, lang_of(uri.path()), pages::Fault::Storage(error.into())),
    };
    request.extensions_mut().insert(Sight::of(login.access, person.as_ref()));
    let is_logged_in = person.is_some();
    if let Some(person) = person {
        request.extensions_mut().insert(Arc::new(person));
    }
    let mut response = next.run(request).await;
    if response.extensions().get::<Unseen>().is_some() {
        response = see_other(&login_page(&uri));
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    if is_logged_in && !is_asset(headers) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}

/// Whether an answer is the same for everybody.
fn is_asset(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    ["text/css", "text/javascript", "image/"].iter().any(|one| kind.starts_with(one))
}

/// The language of a page by its address.
pub(super) fn lang_of(path: &str) -> Lang {
    let mut parts = path.trim_start_matches('/').splitn(4, '/');
    let first = parts.next();
    match if first == Some("omgang") { parts.nth(1) } else { first } {
        Some("en") => Lang::En,
        _ => Lang::Sv,
    }
}

/// The login page, which leads back to what was asked for.
fn login_page(uri: &Uri) -> String {
    let asked = uri.path_and_query().map_or("/", |asked| asked.as_str());
    let page = format!("/{}logga-in", lang_of(uri.path()).folder());
    if asked.len() > LONGEST || asked == "/" {
        return page;
    }
    let back: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
    format!("{page}?till={back}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_login_page_of_its_language_and_back() {
        let to = |path: &str| login_page(&path.parse().unwrap());
        assert_eq!(to("/"), "/logga-in");
        assert_eq!(to("/ranking.html?lan=20&x=%2F"), "/logga-in?till=%2Franking.html%3Flan%3D20%26x%3D%252F");
        assert_eq!(to("/en/ranking.html"), "/en/logga-in?till=%2Fen%2Franking.html");
        assert_eq!(to("/omgang/2026/en/"), "/en/logga-in?till=%2Fomgang%2F2026%2Fen%2F");
        assert_eq!(to("/omgang/en/x"), "/logga-in?till=%2Fomgang%2Fen%2Fx");
        assert_eq!(to(&format!("/{}", "a".repeat(500))), "/logga-in");
    }
}

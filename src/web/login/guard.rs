//! Who asks, and what that person may see: the one place that decides.
//!
//! Place in the flow: around every route. What must stay true: a [`Sight`] is made here alone, and no round is reached
//! without one; where nothing has been decided it reaches published rounds alone. What is shown because of a login is kept
//! by no cache. Whether there is an unpublished round of a name cannot be told from any answer.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::cookie::{self, Cookie};
use super::fields::LONGEST;
use super::{Access, Login, Readers};
use crate::domain::Role;
use crate::report::Lang;
use crate::report::site;
use crate::store::{RoundStamp, StoreError};
use crate::web::api;
use crate::web::pages::{self, see_other};

/// What a 401 must name (RFC 9110, 11.6.1): how one logs in.
pub(in crate::web) const CHALLENGE: HeaderValue = HeaderValue::from_static("Cookie realm=\"hemkoll\"");
/// What a proxy writes of whom it asks for.
const SENT_ON: [&str; 3] = ["forwarded", "x-forwarded-for", "x-forwarded-proto"];

/// Which rounds a person may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::web) struct Sight(Reach);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    /// All of them.
    Whole,
    /// Those that a seal covers, as it covers them.
    #[default]
    Published,
}

impl Sight {
    /// The sight of who sends a request, and may be logged in.
    fn of(access: Access, headers: &HeaderMap, person: Option<&Person>) -> Self {
        let open = match access.readers {
            Readers::LoggedIn => false,
            Readers::Here => is_here(headers),
            Readers::Everybody => true,
        };
        let reads = open || person.is_some_and(|person| person.role == Some(Role::Reader));
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
        Ok(parts.extensions.get().copied().unwrap_or_default())
    }
}

/// Whether a request comes from a browser on this machine: none that a proxy sent on, nor one that asks for a name that
/// somebody else has pointed here (DNS rebinding), whose page could read the answer.
fn is_here(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(host, _)| host);
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_ours = host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback());
    is_ours && !SENT_ON.iter().any(|name| headers.contains_key(*name))
}

/// Somebody who is logged in. Her key stands in no log: there is nothing to show the whole by.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) name: String,
    /// What she may do; nothing when this program does not know her role.
    pub(super) role: Option<Role>,
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
    if site::asset(inside(uri.path())).is_some() {
        // The same for everybody, and kept by the browser: who asks is not looked up.
        return next.run(request).await;
    }
    let (mut response, is_private) = match Person::of(&login, request.headers()).await {
        Ok(person) => {
            let is_private = person.is_some();
            let sight = Sight::of(login.access, request.headers(), person.as_ref());
            request.extensions_mut().insert(sight);
            if let Some(person) = person {
                request.extensions_mut().insert(Arc::new(person));
            }
            (next.run(request).await, is_private)
        }
        // Who leaves is let go of by her browser, whatever the database does.
        Err(error) if uri.path().ends_with("/logga-ut") => {
            tracing::error!("{error}");
            (next.run(request).await, true)
        }
        Err(error) if uri.path().starts_with("/api/") => (api::fault(error.into()), true),
        Err(error) => {
            let fault = pages::Fault::Storage(error.into());
            (pages::told(&login.rounds, lang_of(uri.path()), fault), true)
        }
    };
    if response.extensions().get::<Unseen>().is_some() {
        response = see_other(&login_page(&uri));
    }
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    if is_private {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}

/// A path inside its round, if it names one.
fn inside(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    path.strip_prefix("omgang/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, inside)| inside)
}

/// The language of a page by its address.
pub(super) fn lang_of(path: &str) -> Lang {
    Lang::of_path(inside(path)).0
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

    #[test]
    fn only_a_browser_on_this_machine_that_asks_for_it_by_its_own_name_is_here() {
        let is = |pairs: &[(&'static str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            is_here(&pairs.collect::<HeaderMap>())
        };
        for host in ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "[::1]"]
        {
            assert!(is(&[("host", host)]), "{host}");
            for name in SENT_ON {
                assert!(!is(&[("host", host), (name, "192.0.2.1")]), "{host}, sent on by {name}");
            }
        }
        let names =
            ["", "evil.example", "evil.example:8080", "localhost.evil.example", "192.0.2.1:8080", "127.0.0.1.nip.io"];
        for host in names {
            assert!(!is(&[("host", host)]), "{host}: somebody else's name, pointed here");
        }
        assert!(!is(&[]));
    }
}

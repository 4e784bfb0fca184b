//! `/logga-in` and `/logga-ut`: a person shows who she is, and leaves.
//!
//! Place in the flow: browser → **login** → session in the database; `guard` asks for it at each request.
//! What must stay true: a form counts when it comes from a page of ours, by what the browser says of it and by a mark that
//! is bound to its cookie; a wrong name and a wrong password get the same answer and take the same time; who leaves is out in
//! her browser whatever the database does; nobody is led to another host; nothing of a password is logged or shown again.

mod cookie;
mod fault;
mod fields;
mod guard;
mod limit;
pub mod password;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::SignedDuration;

use super::pages::see_other;
use super::rounds::Rounds;
use super::seal::Seal;
use crate::clock::{self, Clock};
use crate::domain::{Role, UserName};
use crate::report::login::{self as view, Account, Form};
use crate::report::site::{Page, SiteError};
use crate::store::{NewSession, Store};
use cookie::Cookie;
use fault::Fault;
use fields::{Fields, own_path};
pub(super) use guard::{CHALLENGE, Sight, Unseen, guard};
use guard::{Person, lang_of};
use limit::{Limits, client};
use password::Checker;

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// How long the browser keeps what a login form is bound to, in seconds.
const FORM: u64 = 3600;
/// What the mark of the form for leaving is made of, with the session's key. It needs no key of the server's, so that who
/// has a page open when the server starts anew can still leave.
const LEAVE: &str = "logga-ut";

/// Who sees what is not published, and how the server is reached. Unless something else is said: who is logged in, without
/// https.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Who sees every finished round.
    pub readers: Readers,
    /// Everybody reaches the server over https, through a proxy: cookies are sent over nothing else.
    pub https: bool,
}

/// Who sees every finished round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Who is logged in.
    #[default]
    LoggedIn,
    /// Who sits at this machine too: nobody else reaches the server.
    Here,
    /// Everybody: there is nothing but invented kommuner.
    Everybody,
}

impl Access {
    /// For a server that only this machine reaches.
    pub const LOCAL: Self = Self { readers: Readers::Here, https: false };
}

/// What logging in needs.
pub(super) struct Login {
    rounds: Arc<Rounds>,
    store: Store,
    clock: Clock,
    access: Access,
    seal: Seal,
    limits: Limits,
    checker: Checker,
}

impl Login {
    pub(super) fn new(rounds: Arc<Rounds>, store: Store, clock: Clock, access: Access) -> Self {
        Self { rounds, store, clock, access, seal: Seal::new(), limits: Limits::new(), checker: Checker::new() }
    }

    /// Begins a session; gives its key.
    async fn enter(&self, parts: &Parts, fields: &Fields) -> Result<String, Fault> {
        let bound = Cookie::Form.of(&parts.headers, self.access.https).ok_or(Fault::Old)?;
        if !self.seal.is_mark(&fields.mark, &bound) {
            return Err(Fault::Old);
        }
        // Read as the account is found, so that no way of writing a name is a name of its own.
        let name = UserName::parse(&fields.name).ok();
        let client = client(parts);
        if let Err(seconds) = self.limits.count(client, name.as_ref()) {
            tracing::warn!(%client, "too many tries to log in");
            return Err(Fault::TooMany(seconds));
        }
        let user = match &name {
            Some(name) => self.store.user(name).await?,
            None => None,
        };
        let kept = user.as_ref().map(|user| user.password.as_str());
        let is_right = self.checker.check(fields.password.clone(), kept).await?;
        // The name of the account, never what was written: it may be the password, in the wrong field.
        let account = user.as_ref().map(|user| user.name.clone());
        let Some(user) = user.filter(|_| is_right) else {
            tracing::warn!(account, %client, "a wrong name or password");
            return Err(Fault::Wrong);
        };
        let now = self.clock.now();
        let (key, expires_at) = (cookie::new_key(), clock::stamp(now.checked_add(SESSION).unwrap_or(now)));
        let (token, now) = (cookie::stored(&key), clock::stamp(now));
        let new = NewSession { token: &token, user: &user, now: &now, expires_at: &expires_at };
        if !self.store.begin_session(&new).await? {
            return Err(Fault::Wrong);
        }
        tracing::info!(account, "logged in");
        Ok(key)
    }

    /// The form, bound to this browser.
    async fn form(&self, asked: &Asked<'_>, fault: Option<Fault>, fields: &Fields) -> Response {
        let (lang, https) = (lang_of(asked.uri.path()), self.access.https);
        let bound = Cookie::Form.of(asked.headers, https).unwrap_or_else(cookie::new_key);
        let told = fault.map(|fault| fault.told(lang)).unwrap_or_default();
        let back = own_path(&fields.back).unwrap_or_default();
        let form = Form {
            fault: &told,
            wrong: fault == Some(Fault::Wrong),
            open: asked.sight.is_whole(),
            name: &fields.name,
            mark: &self.seal.mark(&bound),
            back: &back,
        };
        let mut response = page(fault, view::form(self.rounds.set(), lang, self.menu(asked.sight).await, &form));
        response.headers_mut().append(header::SET_COOKIE, Cookie::Form.set(&bound, FORM, https));
        response
    }

    /// What there is for who is logged in: the way out.
    async fn account(&self, asked: &Asked<'_>, person: &Person, fault: Option<Fault>) -> Response {
        let lang = lang_of(asked.uri.path());
        let told = fault.map(|fault| fault.told(lang)).unwrap_or_default();
        let account = Account {
            fault: &told,
            name: &person.name,
            reads: person.role == Some(Role::Reader),
            hours: hours(),
            mark: &Seal::of(&person.key).mark(LEAVE),
        };
        page(fault, view::account(self.rounds.set(), lang, self.menu(asked.sight).await, &account))
    }

    /// Whether there is a round to lead to.
    async fn menu(&self, sight: Sight) -> bool {
        matches!(self.rounds.newest(sight).await, Ok(Some(_)))
    }
}

/// What a page is made for.
struct Asked<'a> {
    uri: &'a Uri,
    headers: &'a HeaderMap,
    sight: Sight,
}

/// The routes.
pub(super) fn router(state: Arc<Login>) -> Router {
    let (log_in, log_out) = (get(form).post(enter), post(leave));
    Router::new()
        .route("/logga-in", log_in.clone())
        .route("/en/logga-in", log_in)
        .route("/logga-ut", log_out.clone())
        .route("/en/logga-ut", log_out)
        .with_state(state)
}

type Someone = Option<Extension<Arc<Person>>>;

async fn form(
    State(login): State<Arc<Login>>,
    sight: Sight,
    person: Someone,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let back = pairs.into_iter().find(|(name, _)| name == "till").map(|(_, value)| value.into_owned());
    let fields = Fields { back: back.unwrap_or_default(), ..Fields::default() };
    let asked = Asked { uri: &uri, headers: &headers, sight };
    match (person, own_path(&fields.back)) {
        (None, _) => login.form(&asked, None, &fields).await,
        (Some(person), None) => login.account(&asked, &person, None).await,
        // She has logged in meanwhile, in another tab.
        (Some(_), Some(back)) => private(see_other(&back)),
    }
}

async fn enter(State(login): State<Arc<Login>>, sight: Sight, person: Someone, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (fields, entered) = match Fields::read(&parts.headers, body).await {
        Ok(fields) => {
            let entered = login.enter(&parts, &fields).await;
            (fields, entered)
        }
        Err(fault) => (Fields::default(), Err(fault)),
    };
    let to = || own_path(&fields.back).unwrap_or_else(|| format!("/{}", lang_of(parts.uri.path()).folder()));
    let key = match entered {
        Ok(key) => key,
        // The form was forgotten when she logged in, in another tab.
        Err(Fault::Old) if person.is_some() => return private(see_other(&to())),
        Err(fault) => {
            return login.form(&Asked { uri: &parts.uri, headers: &parts.headers, sight }, Some(fault), &fields).await;
        }
    };
    if let Some(before) = person
        && let Err(error) = login.store.end_session(&cookie::stored(&before.key)).await
    {
        tracing::error!("{error}");
    }
    let mut response = see_other(&to());
    let https = login.access.https;
    let seconds = u64::try_from(SESSION.as_secs()).unwrap_or_default();
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.set(&key, seconds, https));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Form.set("", 0, https));
    private(response)
}

/// Ends a session. What shows that its own page asks for it is made of its key alone: no person need be found.
async fn leave(State(login): State<Arc<Login>>, sight: Sight, person: Someone, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (asked, https) = (Asked { uri: &parts.uri, headers: &parts.headers, sight }, login.access.https);
    let page = format!("/{}logga-in", lang_of(parts.uri.path()).folder());
    let Some(key) = Cookie::Session.of(&parts.headers, https) else { return private(see_other(&page)) };
    let fault = match Fields::read(&parts.headers, body).await {
        Ok(fields) => (!Seal::of(&key).is_mark(&fields.mark, LEAVE)).then_some(Fault::Old),
        Err(fault) => Some(fault),
    };
    if let Some(fault) = fault {
        return match person {
            Some(person) => login.account(&asked, &person, Some(fault)).await,
            None => private(see_other(&page)),
        };
    }
    let mut response = match login.store.end_session(&cookie::stored(&key)).await {
        Ok(()) => private(see_other(&page)),
        Err(error) => {
            tracing::error!("{error}");
            // What she sees now is what anybody sees.
            let asked = Asked { sight: Sight::default(), ..asked };
            login.form(&asked, Some(Fault::NotLeft), &Fields::default()).await
        }
    };
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.set("", 0, https));
    response
}

/// How long a session lasts, in hours.
fn hours() -> usize {
    usize::try_from(SESSION.as_hours()).unwrap_or_default()
}

/// A page that nobody keeps. It tells our own pages where a form came from, and no others.
fn page(fault: Option<Fault>, made: Result<Page, SiteError>) -> Response {
    let status = fault.map_or(StatusCode::OK, Fault::status);
    let mut response = match made {
        Ok(page) => (status, [(header::CONTENT_TYPE, page.content_type)], page.body).into_response(),
        Err(error) => {
            tracing::error!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    };
    match fault {
        Some(Fault::TooMany(seconds)) => drop(response.headers_mut().insert(header::RETRY_AFTER, seconds.into())),
        Some(Fault::Wrong) => drop(response.headers_mut().insert(header::WWW_AUTHENTICATE, CHALLENGE)),
        _ => {}
    }
    private(response)
}

fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

#[cfg(test)]
mod tests;

//! `/logga-in` and `/logga-ut`: a person shows who she is, and leaves.
//!
//! Place in the flow: browser → **login** → session in the database; `guard` asks for it at each request.
//! What must stay true: a form counts when it comes from a page of ours, by what the browser says of it and by a mark that
//! is bound to its cookie; a wrong name and a wrong password get the same answer and take the same time; nobody is led to
//! another host; nothing of a password is logged or shown again.

mod cookie;
mod guard;
mod limit;
pub mod password;

use std::sync::Arc;

use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, http::request::Parts};
use jiff::SignedDuration;
use url::Url;

use super::pages::see_other;
use super::rounds::Rounds;
use super::seal::Seal;
use super::self_check::read_body;
use crate::clock::{self, Clock};
use crate::domain::{Lang, UserName, say};
use crate::report::login::{self as view, Account, Form};
use crate::report::site::{Page, SiteError};
use crate::store::{NewSession, Store, StoreError};
use cookie::Cookie;
pub(super) use guard::{CHALLENGE, Sight, Unseen, guard};
use guard::{Person, lang_of};
use limit::Limits;
use password::Checker;

/// How long a session lasts.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// How long a login form can be filled in, in seconds.
const FORM: u64 = 3600;

/// Who sees what is not published, and how the server is reached. Unless something else is said: who is logged in, without
/// https.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access {
    /// Everybody sees every finished round: only who sits at this machine reaches the server.
    pub everyone: bool,
    /// Everybody reaches the server over https, through a proxy: cookies are sent over nothing else.
    pub https: bool,
}

impl Access {
    /// For a server that only this machine reaches.
    pub const LOCAL: Self = Self { everyone: true, https: false };
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

/// Why somebody is not logged in, or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The form did not come from a page of ours.
    Foreign,
    /// The form is not one that this browser was given lately.
    Old,
    /// The form did not come whole.
    Broken,
    /// Too many tries: seconds to wait.
    TooMany(u64),
    /// No such name and password.
    Wrong,
    /// The database does not take a session.
    Storage,
}

impl Fault {
    const fn status(self) -> StatusCode {
        match self {
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Old | Self::Broken => StatusCode::BAD_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Wrong => StatusCode::UNAUTHORIZED,
            Self::Storage => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What was wrong and what to do.
    fn told(self, lang: Lang) -> String {
        match self {
            Self::Foreign => say!(
                lang,
                "Formuläret kom inte från den här webbplatsen. Fyll i det här i stället.",
                "The form did not come from this website. Fill it in here instead."
            ),
            Self::Old => say!(
                lang,
                "Formuläret har legat för länge, eller så tar webbläsaren inte emot kakor. Tillåt kakor för den här \
                 webbplatsen och försök igen.",
                "The form has been open for too long, or the browser takes no cookies. Allow cookies for this website and \
                 try again."
            ),
            Self::Broken => {
                say!(lang, "Formuläret kom inte fram helt. Försök igen.", "The form did not arrive whole. Try again.")
            }
            Self::TooMany(seconds) => {
                let seconds = usize::try_from(seconds).unwrap_or_default();
                let wait = lang.plural(seconds, ["sekund", "sekunder"], ["second", "seconds"]);
                say!(
                    lang,
                    "Någon har försökt logga in många gånger på kort tid. Vänta {wait} och försök igen.",
                    "Somebody has tried to log in many times in a short while. Wait {wait} and try again."
                )
            }
            Self::Wrong => say!(
                lang,
                "Namnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.",
                "The name or the password is not right. Check both and try again."
            ),
            Self::Storage => say!(
                lang,
                "Det går inte att logga in just nu, för databasen går inte att skriva. Försök igen om en stund. Hjälper \
                 det inte, säg till den som sköter servern.",
                "Logging in is not possible just now, because the database cannot be written. Try again in a while. If \
                 that does not help, tell who looks after the server."
            ),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        tracing::error!("{error}");
        Self::Storage
    }
}

/// The fields of a form.
#[derive(Default)]
struct Fields {
    name: String,
    password: String,
    mark: String,
    back: String,
}

impl Login {
    pub(super) fn new(rounds: Arc<Rounds>, store: Store, clock: Clock, access: Access) -> Self {
        Self { rounds, store, clock, access, seal: Seal::new(), limits: Limits::new(), checker: Checker::new() }
    }

    /// Reads a form that a page of ours sent.
    async fn read(&self, parts: &Parts, request: Request) -> Result<Fields, Fault> {
        let bytes = read_body(request.into_body()).await.map_err(|_| Fault::Broken)?;
        let mut fields = Fields::default();
        for (name, value) in url::form_urlencoded::parse(&bytes) {
            match name.as_ref() {
                "namn" => fields.name = value.into_owned(),
                "losenord" => fields.password = value.into_owned(),
                "marke" => fields.mark = value.into_owned(),
                "till" => fields.back = value.into_owned(),
                _ => {}
            }
        }
        if is_ours(&parts.headers) { Ok(fields) } else { Err(Fault::Foreign) }
    }

    /// Begins a session; gives its key.
    async fn enter(&self, parts: &Parts, fields: &Fields) -> Result<String, Fault> {
        let bound = Cookie::Form.of(&parts.headers, self.access.https).ok_or(Fault::Old)?;
        if !self.seal.is_mark(&fields.mark, &bound) {
            return Err(Fault::Old);
        }
        self.limits.count(parts, &fields.name).map_err(Fault::TooMany)?;
        let user = match UserName::parse(&fields.name) {
            Ok(name) => self.store.user(&name).await?,
            Err(_) => None,
        };
        let is_right =
            self.checker.check(fields.password.clone(), user.as_ref().map(|user| user.password.as_str())).await;
        let Some(user) = user.filter(|_| is_right) else { return Err(Fault::Wrong) };
        let now = self.clock.now();
        let (key, expires_at) = (cookie::new_key(), clock::stamp(now.checked_add(SESSION).unwrap_or(now)));
        let (token, now) = (cookie::stored(&key), clock::stamp(now));
        let new = NewSession { token: &token, user: &user, now: &now, expires_at: &expires_at };
        if self.store.begin_session(&new).await? { Ok(key) } else { Err(Fault::Wrong) }
    }

    /// The form, bound to this browser.
    fn form(&self, uri: &Uri, headers: &HeaderMap, fault: Option<Fault>, fields: &Fields, menu: bool) -> Response {
        let (lang, https) = (lang_of(uri.path()), self.access.https);
        let bound = Cookie::Form.of(headers, https).unwrap_or_else(cookie::new_key);
        let told = fault.map(|fault| fault.told(lang)).unwrap_or_default();
        let back = own_path(&fields.back).unwrap_or_default();
        let form = Form { fault: &told, name: &fields.name, mark: &self.seal.mark(&bound), back: &back };
        let mut response = page(fault, view::form(self.rounds.set(), lang, menu, &form));
        response.headers_mut().append(header::SET_COOKIE, Cookie::Form.set(&bound, FORM, https));
        response
    }

    /// What there is for who is logged in: the way out.
    fn account(&self, uri: &Uri, person: &Person, fault: Option<Fault>, menu: bool) -> Response {
        let lang = lang_of(uri.path());
        let told = fault.map(|fault| fault.told(lang)).unwrap_or_default();
        let (mark, role) = (self.seal.mark(&person.key), person.role.name(lang));
        let account = Account { fault: &told, name: &person.name, role, mark: &mark };
        page(fault, view::account(self.rounds.set(), lang, menu, &account))
    }

    /// Whether there is a round to lead to.
    async fn menu(&self, sight: Sight) -> bool {
        matches!(self.rounds.newest(sight).await, Ok(Some(_)))
    }
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
    let menu = login.menu(sight).await;
    if let Some(person) = person {
        return login.account(&uri, &person, None, menu);
    }
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let back = pairs.into_iter().find(|(name, _)| name == "till").map(|(_, value)| value.into_owned());
    let fields = Fields { back: back.unwrap_or_default(), ..Fields::default() };
    login.form(&uri, &headers, None, &fields, menu)
}

async fn enter(State(login): State<Arc<Login>>, sight: Sight, person: Someone, request: Request) -> Response {
    let (parts, request) = parts_of(request);
    let (fields, entered) = match login.read(&parts, request).await {
        Ok(fields) => {
            let entered = login.enter(&parts, &fields).await;
            (fields, entered)
        }
        Err(fault) => (Fields::default(), Err(fault)),
    };
    let key = match entered {
        Ok(key) => key,
        Err(fault) => {
            let menu = login.menu(sight).await;
            return login.form(&parts.uri, &parts.headers, Some(fault), &fields, menu);
        }
    };
    if let Some(before) = person
        && let Err(error) = login.store.end_session(&cookie::stored(&before.key)).await
    {
        tracing::error!("{error}");
    }
    let start = || format!("/{}", lang_of(parts.uri.path()).folder());
    let mut response = see_other(&own_path(&fields.back).unwrap_or_else(start));
    let https = login.access.https;
    let seconds = u64::try_from(SESSION.as_secs()).unwrap_or_default();
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.set(&key, seconds, https));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Form.set("", 0, https));
    private(response)
}

async fn leave(State(login): State<Arc<Login>>, sight: Sight, person: Someone, request: Request) -> Response {
    let (parts, request) = parts_of(request);
    let page = format!("/{}logga-in", lang_of(parts.uri.path()).folder());
    let Some(person) = person else { return private(see_other(&page)) };
    let left = async {
        let fields = login.read(&parts, request).await?;
        if !login.seal.is_mark(&fields.mark, &person.key) {
            return Err(Fault::Old);
        }
        Ok(login.store.end_session(&cookie::stored(&person.key)).await?)
    };
    if let Err(fault) = left.await {
        let menu = login.menu(sight).await;
        return login.account(&parts.uri, &person, Some(fault), menu);
    }
    let mut response = see_other(&page);
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.set("", 0, login.access.https));
    private(response)
}

/// The head of a request, and the request with its body.
fn parts_of(request: Request) -> (Parts, Request) {
    let (parts, body) = request.into_parts();
    (parts.clone(), Request::from_parts(parts, body))
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

/// The path and query, if they lead to a page of ours.
fn own_path(back: &str) -> Option<String> {
    const HERE: &str = "http://hemkoll.invalid";
    if !back.starts_with('/') {
        return None;
    }
    let url = Url::parse(HERE).ok()?.join(back).ok()?;
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    // Dots that are resolved may leave two slashes at the beginning, which lead elsewhere.
    let again = Url::parse(HERE).ok()?.join(&path).ok()?;
    let is_ours = url.origin().ascii_serialization() == HERE && again.origin() == url.origin();
    is_ours.then_some(path)
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

//! `/sjalvkoll/kommun`: the whole hemtjänst part of a kommun, read while somebody waits.
//!
//! What must stay true: a page says how far it has come with or without script; an answer is kept in memory for a short
//! time, and nowhere else; who asks again for the same kommun meanwhile gets the same answer, and its servers are not
//! asked twice; a reading that nobody wants any more can be stopped.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::stream;
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::fields::read_body;
use super::{Refusal, Scene, SelfCheck, page, view};
use crate::audit::desk::so_far::{Onlooker, SoFar};
use crate::audit::{Progress, ProgressSink};
use crate::clock::Clock;
use crate::domain::{KnownPage, Kommun, PageType, Reason};
use crate::report::SetTexts;
use crate::report::mask::masked_kommun;
use crate::report::self_check::Given;
use crate::report::self_check::kommun::Reading;
use crate::score::KommunResult;
use crate::web::hex;
use crate::web::login::Sight;

mod live;

/// How long an answer can be looked at.
const KEPT: Duration = Duration::from_mins(10);
/// Readings that are kept at once.
const MOST: usize = 40;
/// Pages of the newest round that a reading begins with.
const KNOWN: usize = 8;
/// As our other pages, and the script may read the progress.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Readings under way and answers that are kept.
#[derive(Default)]
pub(super) struct Readings(Mutex<HashMap<String, Arc<Job>>>);

/// One reading.
struct Job {
    /// What is read: a kommun of a round, or the host of an address.
    key: String,
    kommun: Kommun,
    began: Instant,
    state: watch::Sender<Came>,
    cancel: CancellationToken,
}

/// How far a reading has come.
#[derive(Clone, Default)]
struct Came {
    /// Addresses read, or why not, in order.
    steps: Vec<Step>,
    /// How it stands after a page whose step has not been told yet.
    new: Option<Arc<SoFar>>,
    /// How it ended.
    end: Option<End>,
}

/// An address that was asked for.
#[derive(Clone)]
struct Step {
    url: String,
    /// Why it could not be read.
    reason: Option<Reason>,
    /// How it stands after the page, when one came; masked.
    so_far: Option<Arc<SoFar>>,
}

impl Step {
    /// A page's title; else the address, and why it could not be read.
    fn text(&self) -> String {
        let page = self.so_far.as_ref().and_then(|so_far| so_far.kommun.pages.last());
        if let Some(page) = page.filter(|page| !page.title.trim().is_empty()) {
            return page.title.clone();
        }
        let told = self.reason.map(|reason| format!(": {}", reason.sentence_sv())).unwrap_or_default();
        format!("{}{told}", self.url)
    }
}

impl Came {
    /// How far it had come after so many steps.
    fn so_far(&self, set: &SetTexts, steps: usize) -> String {
        let stands = self.steps[..steps].iter().rev().find_map(|step| step.so_far.as_ref());
        let pages = stands.map_or(0, |so_far| so_far.kommun.visit.pages_ok);
        view::kommun::so_far(set, pages, stands.map_or(&[], |so_far| &so_far.kommun.findings))
    }
}

#[derive(Clone)]
enum End {
    Answered(Arc<KommunResult>),
    Cancelled,
    Refused(Refusal),
}

impl Job {
    fn is_kept(&self) -> bool {
        Clock::System.instant().saturating_duration_since(self.began) < KEPT
    }
}

impl ProgressSink for Job {
    fn tell(&self, event: &Progress) {
        if let Progress::Step { url, reason, .. } = event {
            self.state.send_modify(|came| {
                let so_far = came.new.take();
                came.steps.push(Step { url: url.clone(), reason: *reason, so_far });
            });
        }
    }
}

impl Onlooker for Job {
    fn came(&self, so_far: SoFar) {
        let masked = SoFar { kommun: masked_kommun(&so_far.kommun), ..so_far };
        // Told with the step that follows at once.
        self.state.send_if_modified(|came| {
            came.new = Some(Arc::new(masked));
            false
        });
    }
}

impl Readings {
    fn jobs(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Job>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, id: &str) -> Option<Arc<Job>> {
        self.jobs().get(id).filter(|job| job.is_kept()).cloned()
    }

    /// The reading of the same kommun, if it is under way or has just been answered.
    fn of(&self, key: &str) -> Option<String> {
        let wanted = |job: &Job| {
            let is_over = matches!(job.state.borrow().end, Some(End::Cancelled | End::Refused(_)));
            job.key == key && job.is_kept() && !is_over
        };
        self.jobs().iter().find(|(_, job)| wanted(job)).map(|(id, _)| id.clone())
    }

    /// Takes a new reading in and forgets what is old; `None` when too many are kept.
    fn add(&self, job: Arc<Job>) -> Option<String> {
        let mut jobs = self.jobs();
        jobs.retain(|_, job| job.is_kept());
        if jobs.len() >= MOST {
            return None;
        }
        let id = new_id();
        jobs.insert(id.clone(), job);
        Some(id)
    }
}

/// A name that nobody guesses: an answer is shown to who has its address.
fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

pub(super) fn router() -> Router<Arc<SelfCheck>> {
    Router::new()
        .route("/sjalvkoll/kommun", post(begin))
        .route("/sjalvkoll/kommun/{id}", get(show))
        .route("/sjalvkoll/kommun/{id}/strom", get(stream_of))
        .route("/sjalvkoll/kommun/{id}/avbryt", post(stop))
        .merge(live::router())
}

async fn begin(State(state): State<Arc<SelfCheck>>, sight: Sight, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let scene = Scene::of(&state, sight, &parts.headers).await;
    let refused = |refusal: Refusal| {
        let mut response =
            page(refusal.status(), view::form(&scene.around(&state), &Given::default(), &refusal.told()));
        if let Refusal::TooMany(seconds) = refusal {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    };
    // Another site may not have us read a third.
    if parts.headers.get("sec-fetch-site").is_some_and(|from| from == "cross-site") {
        return refused(Refusal::Elsewhere);
    }
    let bytes = match read_body(body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return refused(refusal),
    };
    let field = |wanted: &str| {
        let pair = url::form_urlencoded::parse(&bytes).find(|(name, value)| name == wanted && !value.trim().is_empty());
        pair.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let Some((key, kommun)) = asked_for(&scene, &field("kommun"), &field("adress")) else {
        return refused(Refusal::Address);
    };
    // Asked for on the seminar's page, it is shown as a scene.
    let questions = field("fragor");
    let at = |id: &str| match questions.as_str() {
        "" => Redirect::to(&format!("/sjalvkoll/kommun/{id}")).into_response(),
        questions => live::at(id, questions),
    };
    if let Some(id) = state.readings.of(&key) {
        return at(&id);
    }
    if let Err(seconds) = state.limits.kommun(&parts) {
        return refused(Refusal::TooMany(seconds));
    }
    let job = Arc::new(Job {
        key,
        kommun: kommun.clone(),
        began: Clock::System.instant(),
        state: watch::Sender::new(Came::default()),
        cancel: CancellationToken::new(),
    });
    let Some(id) = state.readings.add(Arc::clone(&job)) else { return refused(Refusal::Full) };
    tokio::spawn(read(Arc::clone(&state), job, kommun));
    at(&id)
}

/// The kommun to read and what it is known by: one of the newest round, or the site at an address.
fn asked_for(scene: &Scene, code: &str, address: &str) -> Option<(String, Kommun)> {
    if let Some(round) = &scene.round
        && let Some(known) = round.result.kommuner.iter().find(|kommun| !code.is_empty() && kommun.kommun.code == code)
    {
        // A reading begins with the pages that its round found: who sees another round has a reading of her own.
        return Some((format!("{}/{code}", round.result.round.name), with_pages(known)));
    }
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?.to_owned();
    let key = url.origin().ascii_serialization();
    Some((key, Kommun { code: host.clone(), name: host, start_url: url.to_string(), ..Kommun::default() }))
}

/// The kommun, with the pages about hemtjänst that the newest round found: there it is quickest to begin.
fn with_pages(known: &KommunResult) -> Kommun {
    let mut kommun = known.kommun.clone();
    let about = |kind: PageType| !kind.is_never_evidence() && kind != PageType::Ovrigt;
    let found = known.pages.iter().filter(|page| about(page.page_type));
    for page in found.map(|page| KnownPage { url: page.url.clone(), kind: page.page_type }) {
        if kommun.known_pages.len() < KNOWN && !kommun.known_pages.iter().any(|other| other.url == page.url) {
            kommun.known_pages.push(page);
        }
    }
    kommun
}

async fn read(state: Arc<SelfCheck>, job: Arc<Job>, kommun: Kommun) {
    let onlooker = Arc::clone(&job) as Arc<dyn Onlooker>;
    let read = state.desk.kommun(kommun, onlooker, job.cancel.clone()).await;
    let end = match read {
        _ if job.cancel.is_cancelled() => End::Cancelled,
        Ok(result) => End::Answered(Arc::new(result)),
        Err(fault) => End::Refused(fault.into()),
    };
    job.state.send_modify(|came| came.end = Some(end));
}

async fn show(
    State(state): State<Arc<SelfCheck>>,
    sight: Sight,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let scene = Scene::of(&state, sight, &headers).await;
    let around = scene.around(&state);
    let Some(job) = state.readings.get(&id) else {
        let gone = "Svaret finns inte kvar. Vi sparar inget längre än tio minuter. Läs kommunen igen.";
        return page(StatusCode::NOT_FOUND, view::form(&around, &Given::default(), gone));
    };
    let came = job.state.borrow().clone();
    match came.end {
        None => {
            let steps: Vec<String> = came.steps.iter().map(Step::text).collect();
            let so_far = came.so_far(state.rounds.set(), came.steps.len());
            let reading = Reading { id: &id, name: &job.kommun.name, steps: &steps, so_far: &so_far };
            let mut response = page(StatusCode::OK, view::kommun::progress(&around, &reading));
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
            response
        }
        Some(End::Answered(result)) => page(StatusCode::OK, view::kommun::answers(&around, &result)),
        Some(End::Cancelled) => {
            let told = "Läsningen är avbruten. Inget är sparat.";
            page(StatusCode::OK, view::form(&around, &Given::default(), told))
        }
        Some(End::Refused(refusal)) => page(refusal.status(), view::form(&around, &Given::default(), &refusal.told())),
    }
}

/// Each step as it comes, then the end.
async fn stream_of(State(server): State<Arc<SelfCheck>>, Path(id): Path<String>) -> Response {
    let Some(job) = server.readings.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let told = (job.state.subscribe(), 0_usize, false);
    let events = stream::unfold(told, move |(mut state, told, over)| {
        let set = Arc::clone(&server);
        async move {
            if over {
                return None;
            }
            loop {
                let next = {
                    let came = state.borrow_and_update();
                    match came.steps.get(told) {
                        Some(_) => Some((step_event(&came, set.rounds.set(), told), told + 1, false)),
                        None if came.end.is_some() => Some((Event::default().event("klart").data("klart"), told, true)),
                        None => None,
                    }
                };
                if let Some((event, told, over)) = next {
                    return Some((Ok::<_, Infallible>(event), (state, told, over)));
                }
                state.changed().await.ok()?;
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn step_event(came: &Came, set: &SetTexts, at: usize) -> Event {
    let data = serde_json::json!({"hittills": came.so_far(set, at + 1), "text": came.steps[at].text()});
    Event::default().event("steg").data(data.to_string())
}

async fn stop(State(state): State<Arc<SelfCheck>>, Path(id): Path<String>) -> Response {
    let Some(job) = state.readings.get(&id) else { return StatusCode::NOT_FOUND.into_response() };
    job.cancel.cancel();
    // The page in flight may take a moment: the answer is the same whenever it comes.
    job.state.send_modify(|came| came.end = Some(came.end.take().unwrap_or(End::Cancelled)));
    Redirect::to(&format!("/sjalvkoll/kommun/{id}")).into_response()
}

#[cfg(test)]
mod tests;

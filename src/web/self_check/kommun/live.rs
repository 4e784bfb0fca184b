//! `/seminarium/direkt/…`: a kommun read in front of an audience. The pages come as they are read, with the questions that
//! they answer and the points so far, at the pace that the audience's leader chooses; then all of it can be told again.
//!
//! What must stay true: it is a reading of the self-check like any other, with its limits; what cannot be shown as a scene
//! is told on the reading's own page.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use futures_util::stream;
use serde_json::json;
use tokio::sync::watch;

use super::{Came, End, Job, SelfCheck, page};
use crate::domain::Kommun;
use crate::report::seminar::live::{Asked, Came as Stands, LiveStep, Reading};
use crate::report::seminar::{Address, Seminar, replay};
use crate::report::site::SiteError;
use crate::web::login::Sight;
use crate::web::rounds::Shown;
use crate::web::seminar::{POLICY, from, paced, takt};

/// Pairs of a query.
type Pairs = Query<Vec<(String, String)>>;

/// The scene of a reading, on the way to so many questions. What is no number of ours is left out by the scene.
pub(super) fn at(id: &str, questions: &str) -> Response {
    let questions: String = url::form_urlencoded::byte_serialize(questions.as_bytes()).collect();
    Redirect::to(&format!("/seminarium/direkt/{id}?fragor={questions}")).into_response()
}

pub(super) fn router() -> Router<Arc<SelfCheck>> {
    Router::new()
        .route("/seminarium/direkt/{id}", get(show))
        .route("/seminarium/direkt/{id}/laser", get(follow))
        .route("/seminarium/direkt/{id}/strom", get(pace))
}

/// A reading that is kept, and the newest round, whose seminar it is shown in.
async fn found(state: &SelfCheck, sight: Sight, id: &str) -> Option<(Arc<Job>, Arc<Shown>)> {
    Some((state.readings.get(id)?, state.newest(sight).await?))
}

async fn show(
    State(state): State<Arc<SelfCheck>>,
    sight: Sight,
    Path(id): Path<String>,
    Query(pairs): Pairs,
) -> Response {
    let Some((job, round)) = found(&state, sight, &id).await else {
        return Redirect::to("/seminarium/").into_response();
    };
    let site = round.site();
    let wanted = Address::parse("", &pairs).map_or(0, |address| address.questions());
    let seminar = Seminar::new(&site, wanted);
    let came = job.state.borrow().clone();
    let scene: Result<_, SiteError> = match came.end {
        None => seminar.reading(&id, &reading(&job.kommun, &came)).map(Some),
        Some(End::Answered(read)) => seminar.just_read(&id, &read),
        Some(End::Cancelled | End::Refused(_)) => Ok(None),
    };
    let Some(scene) = scene.transpose() else {
        return Redirect::to(&format!("/sjalvkoll/kommun/{id}")).into_response();
    };
    let mut response = page(StatusCode::OK, scene);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// How far a reading has come, for its scene. One that ended without a score is told elsewhere.
fn reading<'a>(kommun: &'a Kommun, came: &'a Came) -> Reading<'a> {
    let asked = came.steps.iter().map(|step| {
        let came = step.so_far.as_ref().map(|so_far| Stands { asked: &so_far.asked, so_far: &so_far.kommun });
        Asked { url: &step.url, reason: step.reason, came }
    });
    let end = match &came.end {
        Some(End::Answered(read)) => Some(&**read),
        _ => None,
    };
    Reading { kommun, asked: asked.collect(), end }
}

/// What is sent to a scene: steps in order, then that there are no more, or that it is told elsewhere.
struct Follower {
    state: watch::Receiver<Came>,
    /// Steps that are known but have not been sent, and their numbers, from 1.
    ready: VecDeque<(usize, LiveStep)>,
    /// Steps known so far.
    known: usize,
    /// The last event has been sent.
    over: bool,
}

/// Each step of a reading when it has come, after `fran` of them, at the pace `takt`.
async fn follow(
    State(state): State<Arc<SelfCheck>>,
    sight: Sight,
    Path(id): Path<String>,
    Query(pairs): Pairs,
) -> Response {
    let Some((job, round)) = found(&state, sight, &id).await else { return StatusCode::NOT_FOUND.into_response() };
    let (from, pace) = (from(&pairs), takt(&pairs));
    let follower = Follower { state: job.state.subscribe(), ready: VecDeque::new(), known: from, over: false };
    let events = stream::unfold(follower, move |mut follower| {
        let (job, round) = (Arc::clone(&job), Arc::clone(&round));
        async move {
            let event = follower.next(&job.kommun, &round, pace).await?;
            Some((Ok::<_, Infallible>(event), follower))
        }
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl Follower {
    async fn next(&mut self, kommun: &Kommun, round: &Shown, pace: u32) -> Option<Event> {
        loop {
            if let Some((number, step)) = self.ready.pop_front() {
                tokio::time::sleep(step.wait / pace).await;
                return Some(Event::default().event("steg").id(number.to_string()).data(json!(step.html).to_string()));
            }
            if self.over {
                return None;
            }
            let came = self.state.borrow_and_update().clone();
            let steps = reading(kommun, &came).steps(&round.site()).ok()?;
            let count = steps.len();
            self.ready.extend((1..).zip(steps).skip(self.known));
            self.known = self.known.max(count);
            if !self.ready.is_empty() {
                continue;
            }
            match &came.end {
                None => self.state.changed().await.ok()?,
                Some(End::Answered(read)) if read.score.as_ref().is_some_and(|score| score.value.is_some()) => {
                    self.over = true;
                    return Some(Event::default().event("slut").data("slut"));
                }
                Some(_) => {
                    self.over = true;
                    return Some(Event::default().event("annanstans").data("annanstans"));
                }
            }
        }
    }
}

/// When each step of what was read is shown.
async fn pace(
    State(state): State<Arc<SelfCheck>>,
    sight: Sight,
    Path(id): Path<String>,
    Query(pairs): Pairs,
) -> Response {
    let Some((job, round)) = found(&state, sight, &id).await else { return StatusCode::NOT_FOUND.into_response() };
    let Some(End::Answered(read)) = job.state.borrow().end.clone() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match replay::waits_just_read(&round.site(), &read) {
        Some(waits) => paced(waits, &pairs),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

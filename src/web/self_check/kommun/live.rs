//! `/seminarium/direkt/…`: a kommun read in front of an audience. The pages come as they are read, then the answers step
//! by step, at the pace that the audience's leader chooses.
//!
//! What must stay true: it is a reading of the self-check like any other, with its limits; what cannot be shown as a scene
//! is told on the reading's own page.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::{End, Job, SelfCheck, page};
use crate::report::seminar::{Address, Seminar, replay};
use crate::report::site::SiteError;
use crate::web::rounds::Shown;
use crate::web::seminar::{POLICY, paced};

/// Pairs of a query.
type Pairs = Query<Vec<(String, String)>>;

/// The scene of a reading, on the way to so many questions. What is no number of ours is left out by the scene.
pub(super) fn at(id: &str, questions: &str) -> Response {
    let questions: String = url::form_urlencoded::byte_serialize(questions.as_bytes()).collect();
    Redirect::to(&format!("/seminarium/direkt/{id}?fragor={questions}")).into_response()
}

pub(super) fn router() -> Router<Arc<SelfCheck>> {
    Router::new().route("/seminarium/direkt/{id}", get(show)).route("/seminarium/direkt/{id}/strom", get(pace))
}

/// A reading that is kept, and the newest round, whose seminar it is shown in.
async fn found(state: &SelfCheck, id: &str) -> Option<(Arc<Job>, Arc<Shown>)> {
    Some((state.readings.get(id)?, state.newest().await?))
}

async fn show(State(state): State<Arc<SelfCheck>>, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    let Some((job, round)) = found(&state, &id).await else { return Redirect::to("/seminarium/").into_response() };
    let site = round.site();
    let wanted = Address::parse("", &pairs).map_or(0, |address| address.questions());
    let seminar = Seminar::new(&site, wanted);
    let came = job.state.borrow().clone();
    let scene: Result<_, SiteError> = match came.end {
        None => {
            let paths: Vec<String> = came.steps.into_iter().map(|step| step.path).collect();
            seminar.reading(&id, &paths, came.pages).map(Some)
        }
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

/// When each step of what was read is shown.
async fn pace(State(state): State<Arc<SelfCheck>>, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    let Some((job, round)) = found(&state, &id).await else { return StatusCode::NOT_FOUND.into_response() };
    let Some(End::Answered(read)) = job.state.borrow().end.clone() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match replay::waits_just_read(&round.site(), &read) {
        Some(waits) => paced(waits, &pairs),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

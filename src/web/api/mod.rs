//! The same results as data: JSON under `/api/v1`, described by OpenAPI at `/api/v1/openapi.json`.
//!
//! What must stay true: every parameter is bounded and named when it is wrong; a fault is problem+json (RFC 9457) that
//! says what to do; what a list leaves out is told by `total`.

mod check;
mod findings;
mod kommuner;
mod params;
mod problem;
mod rounds;
mod rules;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::answer::Answer;
use super::rounds::Rounds;
use super::self_check::SelfCheck;
use crate::audit::AuditError;
use problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "hemkoll",
        version = "1",
        description = "Hur kommunerna berättar om hemtjänst på webben: omgångar, kommuner, svar och regler. \
                       Bara omgångar där alla kommuner är klara visas. \
                       Kräver servern inloggning ser den som inte har loggat in bara förseglade omgångar. \
                       En kommun som inte är bedömd har ingen poäng, aldrig 0. \
                       En egen text kan granskas; inget av den sparas."
    ),
    servers((url = "/api/v1")),
    paths(rounds::list, rounds::one, kommuner::list, kommuner::one, findings::list, rules::list, rules::one, check::check)
)]
struct Document;

/// A part of a list.
#[derive(Serialize, ToSchema)]
struct Listing<T> {
    /// How many there are in all that match.
    total: usize,
    /// Those from `offset` on, at most `limit`.
    items: Vec<T>,
}

/// The routes of the API.
pub(super) fn router() -> Router<Arc<Rounds>> {
    Router::new()
        .route("/openapi.json", get(document))
        .route("/rounds", get(rounds::list))
        .route("/rounds/{round}", get(rounds::one))
        .route("/rounds/{round}/kommuner", get(kommuner::list))
        .route("/rounds/{round}/kommuner/{code}", get(kommuner::one))
        .route("/rounds/{round}/findings", get(findings::list))
        .route("/rules", get(rules::list))
        .route("/rules/{id}", get(rules::one))
        .route("/{*path}", get(problem::no_such_address))
        .method_not_allowed_fallback(problem::no_such_method)
}

/// The route of drafts.
pub(super) fn drafts(state: Arc<SelfCheck>) -> Router {
    let check = post(check::check);
    Router::new().route("/api/v1/check", check).method_not_allowed_fallback(problem::not_that_method).with_state(state)
}

async fn document(State(_): State<Arc<Rounds>>, headers: HeaderMap) -> Result<Response, Problem> {
    json(&Document::openapi(), &headers)
}

/// The answer when the database has failed before anybody could be answered.
pub(super) fn fault(error: AuditError) -> Response {
    Problem::from(error).into_response()
}

/// The addresses that the description has, without `/api/v1`.
#[cfg(test)]
pub(super) fn described() -> Vec<String> {
    Document::openapi().paths.paths.into_keys().collect()
}

fn json(value: &impl Serialize, headers: &HeaderMap) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(|error| {
        tracing::error!("{error}");
        Problem::ours()
    })?;
    Ok(Answer::new("application/json", body).to(headers))
}

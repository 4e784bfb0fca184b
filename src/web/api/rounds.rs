//! `/rounds`: the finished rounds.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{Params, short};
use super::problem::Problem;
use super::{Listing, json};
use crate::web::login::Sight;
use crate::web::rounds::{Rounds, Shown};

/// The name that stands for the newest round.
const LATEST: &str = "latest";

/// A round at a glance.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundEntry {
    /// Its name.
    name: String,
    /// When it was opened, RFC 3339 UTC.
    opened_at: String,
    /// Kommuner in it.
    kommuner: u64,
}

/// A round.
#[derive(Serialize, ToSchema)]
pub(super) struct RoundDetail {
    /// Its name.
    name: String,
    /// When it was opened, RFC 3339 UTC.
    opened_at: String,
    /// Day on which the pages were judged, ISO 8601.
    judged_on: String,
    /// Kommuner in it.
    kommuner: usize,
    /// Kommuner that were read.
    assessed: usize,
    /// Mean of the points of 100; null when no kommun has any.
    mean: Option<f64>,
    /// The rules it was judged by.
    rule_set: RuleSetHead,
}

/// Who stands behind the rules.
#[derive(Serialize, ToSchema)]
pub(super) struct RuleSetHead {
    /// Name.
    name: String,
    /// Version.
    version: String,
    /// Who answers for them.
    owner: String,
    /// Whether the points may be called the owner's official index.
    official: bool,
    /// To be shown wherever a score is.
    disclaimer: String,
}

/// The finished rounds, the newest first.
#[utoipa::path(
    get, path = "/rounds", tag = "rounds",
    params(
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 1000, description = "Högst så många [100]"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 1_000_000, description = "Hoppa över så många [0]"),
    ),
    responses(
        (status = 200, body = Listing<RoundEntry>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(rounds): State<Arc<Rounds>>,
    sight: Sight,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::read(uri.query(), &["limit", "offset"])?;
    let entries = rounds.finished(sight).await?.into_iter().map(|stamp| RoundEntry {
        name: stamp.name,
        opened_at: stamp.opened_at,
        kommuner: stamp.kommuner,
    });
    json(&params.cut(entries.collect())?, &headers)
}

/// One round: its name, or `latest`.
#[utoipa::path(
    get, path = "/rounds/{round}", tag = "rounds",
    params(("round" = String, Path, max_length = 100, description = "Omgångens namn, eller latest")),
    responses(
        (status = 200, body = RoundDetail),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(rounds): State<Arc<Rounds>>,
    sight: Sight,
    path: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Params::read(uri.query(), &[])?;
    let round = of(&rounds, sight, &path?).await?;
    let result = &round.result;
    let set = rounds.set();
    json(
        &RoundDetail {
            name: result.round.name.clone(),
            opened_at: result.round.opened_at.clone(),
            judged_on: result.round.params.judged_on.to_string(),
            kommuner: result.kommuner.len(),
            assessed: result.kommuner.iter().filter(|kommun| kommun.visit.status.is_assessed()).count(),
            mean: result.mean(),
            rule_set: RuleSetHead {
                name: set.name.clone(),
                version: set.version.clone(),
                owner: set.owner.clone(),
                official: set.official,
                disclaimer: set.disclaimer.clone(),
            },
        },
        &headers,
    )
}

/// The round that an address names.
pub(super) async fn of(rounds: &Rounds, sight: Sight, name: &str) -> Result<Arc<Shown>, Problem> {
    let round = if name == LATEST { rounds.newest(sight).await? } else { rounds.named(sight, name).await? };
    round.ok_or_else(|| {
        let detail = format!("Omgången ”{}” finns inte, eller är inte klar.", short(name));
        Problem::missing(detail, "Omgångarna står i /api/v1/rounds. Den senaste heter också latest.")
    })
}

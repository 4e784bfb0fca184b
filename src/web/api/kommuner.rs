//! `/rounds/{round}/kommuner`: how each kommun came out.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{Params, short};
use super::problem::Problem;
use super::{Listing, json, rounds};
use crate::domain::Reason;
use crate::score::KommunResult;
use crate::web::login::Sight;
use crate::web::rounds::Rounds;

/// A kommun's result.
#[derive(Serialize, ToSchema)]
pub(super) struct KommunEntry {
    /// SCB's four digits, or the host of a list without codes.
    code: String,
    /// Name.
    name: String,
    /// SCB's two digits for the län; empty when the list has none.
    lan: String,
    /// `complete`, `partial`, `blocked` or `failed`.
    status: &'static str,
    /// Why it is not complete, as a code.
    reason: Option<&'static str>,
    /// The points; null when the kommun is not assessed.
    score: Option<Score>,
    /// Its place; null without points.
    rank: Option<Place>,
}

/// Points of 100.
#[derive(Serialize, ToSchema)]
pub(super) struct Score {
    /// Lowest when all questions are settled.
    low: f64,
    /// Of what is settled; null when less than half is.
    value: Option<f64>,
    /// Highest when all questions are settled.
    high: f64,
    /// Whether less than 95 per cent is settled.
    preliminary: bool,
    /// Questions that are settled.
    settled: usize,
    /// Questions that concern the kommun.
    questions: usize,
}

/// A place is a range, from open questions and ties.
#[derive(Serialize, ToSchema)]
pub(super) struct Place {
    /// Best place, from 1.
    best: u32,
    /// Worst place.
    worst: u32,
}

/// A kommun in full.
#[derive(Serialize, ToSchema)]
pub(super) struct KommunDetail {
    #[serde(flatten)]
    entry: KommunEntry,
    /// Points in each area.
    areas: Vec<Area>,
    /// The pages that were read.
    pages: Vec<PageRead>,
    /// Codes of similar kommuner (Kolada).
    similar: Vec<String>,
}

/// Points in an area.
#[derive(Serialize, ToSchema)]
pub(super) struct Area {
    /// The area's id.
    id: String,
    /// Points so far.
    points: f64,
    /// Points of the questions that are settled.
    settled: f64,
    /// Points of the questions that concern the kommun.
    questions: f64,
}

/// A page that was read.
#[derive(Serialize, ToSchema)]
pub(super) struct PageRead {
    /// Its address.
    url: String,
    /// Title or first heading.
    title: String,
    /// What it was taken for.
    kind: &'static str,
    /// Day, ISO 8601.
    read_on: String,
    /// SHA-256 of what was read, hexadecimal.
    sha256: String,
}

/// The kommuner of a round by code.
#[utoipa::path(
    get, path = "/rounds/{round}/kommuner", tag = "kommuner",
    params(
        ("round" = String, Path, max_length = 100, description = "Omgångens namn, eller latest"),
        ("lan" = Option<String>, Query, max_length = 100, description = "Bara ett län: dess kod, till exempel 20"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 1000, description = "Högst så många [100]"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 1_000_000, description = "Hoppa över så många [0]"),
    ),
    responses(
        (status = 200, body = Listing<KommunEntry>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(rounds): State<Arc<Rounds>>,
    sight: Sight,
    path: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::read(uri.query(), &["lan", "limit", "offset"])?;
    let round = rounds::of(&rounds, sight, &path?).await?;
    let of_lan = |kommun: &&KommunResult| params.get("lan").is_none_or(|lan| kommun.kommun.lan.code == lan);
    let entries: Vec<KommunEntry> = round.result.kommuner.iter().filter(of_lan).map(entry).collect();
    json(&params.cut(entries)?, &headers)
}

/// One kommun.
#[utoipa::path(
    get, path = "/rounds/{round}/kommuner/{code}", tag = "kommuner",
    params(
        ("round" = String, Path, max_length = 100, description = "Omgångens namn, eller latest"),
        ("code" = String, Path, max_length = 100, description = "Kommunens kod, till exempel 2080"),
    ),
    responses(
        (status = 200, body = KommunDetail),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(rounds): State<Arc<Rounds>>,
    sight: Sight,
    path: Result<Path<(String, String)>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Params::read(uri.query(), &[])?;
    let Path((name, code)) = path?;
    let round = rounds::of(&rounds, sight, &name).await?;
    json(&detail(of(&round.result.kommuner, &code)?), &headers)
}

/// The kommun that an address names.
pub(super) fn of<'a>(kommuner: &'a [KommunResult], code: &str) -> Result<&'a KommunResult, Problem> {
    kommuner.iter().find(|kommun| kommun.kommun.code == code).ok_or_else(|| {
        let detail = format!("Kommunen ”{}” finns inte i omgången.", short(code));
        Problem::missing(detail, "Skriv kommunens kod. Koderna står i /api/v1/rounds/latest/kommuner.")
    })
}

fn entry(result: &KommunResult) -> KommunEntry {
    KommunEntry {
        code: result.kommun.code.clone(),
        name: result.kommun.name.clone(),
        lan: result.kommun.lan.code.clone(),
        status: result.visit.status.code(),
        reason: result.visit.reason.map(Reason::code),
        score: result.score.as_ref().map(|score| Score {
            low: score.low,
            value: score.value,
            high: score.high,
            preliminary: score.preliminary,
            settled: score.decided_rules,
            questions: score.applicable_rules,
        }),
        rank: result.rank.map(|rank| Place { best: rank.best, worst: rank.worst }),
    }
}

fn detail(result: &KommunResult) -> KommunDetail {
    let areas = result.score.iter().flat_map(|score| &score.dimensions);
    KommunDetail {
        entry: entry(result),
        areas: areas
            .map(|area| Area {
                id: area.id.clone(),
                points: area.points,
                settled: area.decided,
                questions: area.applicable,
            })
            .collect(),
        pages: result
            .pages
            .iter()
            .map(|page| PageRead {
                url: page.url.clone(),
                title: page.title.clone(),
                kind: page.page_type.code(),
                read_on: page.read_on.clone(),
                sha256: page.sha256.clone(),
            })
            .collect(),
        similar: result.kommun.peers.clone(),
    }
}

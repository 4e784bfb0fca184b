//! `/rules`: the questions.

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
use crate::report::SetTexts;
use crate::report::texts::RuleTexts;
use crate::web::rounds::Rounds;

/// A question at a glance.
#[derive(Serialize, ToSchema)]
pub(super) struct RuleEntry {
    /// Its id.
    id: String,
    /// The question as a senior asks it.
    title: String,
    /// The area's id.
    area: String,
    /// The area's name.
    area_name: String,
    /// Most points of 100 that it can give; 0 = information only.
    weight: f64,
}

/// A question in full. The texts are Markdown.
#[derive(Serialize, ToSchema)]
pub(super) struct RuleDetail {
    #[serde(flatten)]
    entry: RuleEntry,
    /// What is reviewed.
    intro: String,
    /// Why it matters.
    why: String,
    /// What to do when it is missing.
    tip: String,
    /// A text ready to paste; `[…]` is for the writer to fill in.
    paste: String,
    /// Where the demand comes from.
    sources: Vec<Source>,
}

/// Where a demand comes from.
#[derive(Serialize, ToSchema)]
pub(super) struct Source {
    /// What kind of source it is, in Swedish.
    kind: String,
    /// The act, indicator or page in words.
    reference: String,
    /// Where it can be read; empty if nowhere.
    url: String,
}

/// The questions in the set's order.
#[utoipa::path(
    get, path = "/rules", tag = "rules",
    params(
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 1000, description = "Högst så många [100]"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 1_000_000, description = "Hoppa över så många [0]"),
    ),
    responses(
        (status = 200, body = Listing<RuleEntry>),
        (status = 400, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(State(rounds): State<Arc<Rounds>>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let params = Params::read(uri.query(), &["limit", "offset"])?;
    let set = rounds.set();
    json(&params.cut(set.rules.iter().map(|rule| entry(set, rule)).collect())?, &headers)
}

/// One question.
#[utoipa::path(
    get, path = "/rules/{id}", tag = "rules",
    params(("id" = String, Path, max_length = 100, description = "Regelns id, till exempel kontakt-telefontid")),
    responses(
        (status = 200, body = RuleDetail),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(rounds): State<Arc<Rounds>>,
    path: Result<Path<String>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Params::read(uri.query(), &[])?;
    let set = rounds.set();
    let rule = of(set, &path?)?;
    let source = |source: &crate::report::texts::SourceTexts| Source {
        kind: source.kind.clone(),
        reference: source.reference.clone(),
        url: source.url.clone(),
    };
    json(
        &RuleDetail {
            entry: entry(set, rule),
            intro: rule.intro.clone(),
            why: rule.why.clone(),
            tip: rule.tip.clone(),
            paste: rule.paste.clone(),
            sources: rule.sources.iter().map(source).collect(),
        },
        &headers,
    )
}

/// The rule that an address names.
pub(super) fn of<'a>(set: &'a SetTexts, id: &str) -> Result<&'a RuleTexts, Problem> {
    set.rule(id).ok_or_else(|| {
        let detail = format!("Regeln ”{}” finns inte.", short(id));
        Problem::missing(detail, "Reglernas id står i /api/v1/rules.")
    })
}

fn entry(set: &SetTexts, rule: &RuleTexts) -> RuleEntry {
    RuleEntry {
        id: rule.id.clone(),
        title: rule.title.clone(),
        area: rule.dimension.clone(),
        area_name: set.dimension_name(&rule.dimension).to_owned(),
        weight: rule.weight,
    }
}

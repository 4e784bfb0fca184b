//! `/rounds/{round}/findings`: the answers, with the words they stand on.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::params::{Params, short};
use super::problem::Problem;
use super::{Listing, json, kommuner, rounds, rules};
use crate::domain::{Evidence, Finding, Outcome};
use crate::score::{Decided, KommunResult};
use crate::web::login::Sight;
use crate::web::rounds::Rounds;

/// The answer to one question for one kommun.
#[derive(Serialize, ToSchema)]
pub(super) struct Answer {
    /// The kommun's code.
    kommun: String,
    /// The rule's id.
    rule: String,
    /// `passed`, `partial`, `failed`, `inapplicable`, `cantTell` or `untested`. The last two are not settled: neither yes
    /// nor no.
    outcome: &'static str,
    /// Why it is not settled or does not apply, as a code; empty otherwise.
    reason: String,
    /// What was found, in a sentence.
    note: String,
    /// Points of 100 that it gave; null when not settled.
    points: Option<f64>,
    /// Most points it can give.
    weight: f64,
    /// The words it stands on, the best first.
    quotes: Vec<Words>,
    /// The words that came nearest, when nothing was found.
    nearest: Option<Words>,
    /// What a person has decided; null when the answer is the program's.
    decision: Option<Decision>,
}

/// A person's decision on a question: the answer above is hers.
#[derive(Serialize, ToSchema)]
pub(super) struct Decision {
    /// Who.
    by: String,
    /// Day it was made, ISO 8601.
    on: String,
    /// Why.
    reason: String,
    /// The program's own outcome.
    program_outcome: &'static str,
    /// The program's own sentence.
    program_note: String,
    /// Whether the page with the words has been read anew or is no longer in the round. The decision stands.
    page_gone: bool,
    /// Whether the rule has changed since. The decision stands.
    rule_changed: bool,
    /// Whether people disagree: the question is open until one settles it, and this is the last decision.
    disagreed: bool,
    /// Earlier decisions on the question, in order.
    earlier: Vec<EarlierDecision>,
}

/// A decision that a later one replaced.
#[derive(Serialize, ToSchema)]
pub(super) struct EarlierDecision {
    /// The outcome.
    outcome: &'static str,
    /// Who.
    by: String,
    /// When, RFC 3339 UTC.
    at: String,
    /// Why.
    reason: String,
}

/// Exact words on a page that was read.
#[derive(Serialize, ToSchema)]
pub(super) struct Words {
    /// The words.
    quote: String,
    /// The page's address.
    url: String,
    /// Its title.
    page: String,
    /// SHA-256 of the page as it was read, hexadecimal.
    sha256: String,
    /// Where in the page, as a CSS path.
    selector: String,
}

/// The answers of a round: kommuner by code, rules in the set's order.
#[utoipa::path(
    get, path = "/rounds/{round}/findings", tag = "findings",
    params(
        ("round" = String, Path, max_length = 100, description = "Omgångens namn, eller latest"),
        ("kommun" = Option<String>, Query, max_length = 100, description = "Bara en kommun: dess kod"),
        ("rule" = Option<String>, Query, max_length = 100, description = "Bara en regel: dess id"),
        ("outcome" = Option<String>, Query, max_length = 100, description = "Bara ett slags svar, till exempel failed"),
        ("limit" = Option<usize>, Query, minimum = 1, maximum = 1000, description = "Högst så många [100]"),
        ("offset" = Option<usize>, Query, minimum = 0, maximum = 1_000_000, description = "Hoppa över så många [0]"),
    ),
    responses(
        (status = 200, body = Listing<Answer>),
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
    let params = Params::read(uri.query(), &["kommun", "rule", "outcome", "limit", "offset"])?;
    let outcome = params.get("outcome").map(|code| {
        Outcome::from_code(code).ok_or_else(|| {
            let words = Outcome::ALL.map(Outcome::code).join(", ");
            Problem::missing(format!("Svaret ”{}” finns inte.", short(code)), format!("Använd något av: {words}."))
        })
    });
    let outcome = outcome.transpose()?;
    let round = rounds::of(&rounds, sight, &path?).await?;
    if let Some(rule) = params.get("rule") {
        rules::of(rounds.set(), rule)?;
    }
    let all = &round.result.kommuner;
    let asked = match params.get("kommun") {
        Some(code) => std::slice::from_ref(kommuner::of(all, code)?),
        None => all.as_slice(),
    };
    let is_asked = |found: &Finding| {
        params.get("rule").is_none_or(|rule| found.rule == rule) && outcome.is_none_or(|asked| found.outcome == asked)
    };
    let found: Vec<(&KommunResult, &Finding)> =
        asked.iter().flat_map(|k| k.findings.iter().filter(|f| is_asked(f)).map(move |f| (k, f))).collect();
    let Listing { total, items } = params.cut(found)?;
    json(&Listing { total, items: items.into_iter().map(answer).collect::<Vec<_>>() }, &headers)
}

fn answer((kommun, found): (&KommunResult, &Finding)) -> Answer {
    let points = kommun.score.as_ref().and_then(|score| score.rules.iter().find(|points| points.rule == found.rule));
    Answer {
        kommun: kommun.kommun.code.clone(),
        rule: found.rule.clone(),
        outcome: found.outcome.code(),
        reason: found.reason.clone(),
        note: found.note.clone(),
        points: points.and_then(|points| points.points),
        weight: points.map_or(0.0, |points| points.weight),
        quotes: found.evidence.iter().map(words).collect(),
        nearest: found.searched.as_ref().and_then(|searched| searched.nearest.as_ref()).map(words),
        decision: kommun.decided(&found.rule).map(decision),
    }
}

fn decision(decided: &Decided) -> Decision {
    let earlier = decided.earlier.iter().map(|one| EarlierDecision {
        outcome: one.outcome.code(),
        by: one.by.clone(),
        at: one.at.clone(),
        reason: one.reason.clone(),
    });
    Decision {
        by: decided.decision.by.clone(),
        on: decided.on.clone(),
        reason: decided.decision.reason.clone(),
        program_outcome: decided.program.outcome.code(),
        program_note: decided.program.note.clone(),
        page_gone: decided.page_gone,
        rule_changed: decided.rule_changed,
        disagreed: decided.disagreed,
        earlier: earlier.collect(),
    }
}

fn words(evidence: &Evidence) -> Words {
    Words {
        quote: evidence.quote.clone(),
        url: evidence.url.clone(),
        page: evidence.page_title.clone(),
        sha256: evidence.sha256.clone(),
        selector: evidence.selector.clone(),
    }
}

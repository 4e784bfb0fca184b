//! `POST /check`: a draft judged by itself. Nothing of it is kept.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::params::{Params, short};
use super::problem::Problem;
use crate::audit::check::{CheckOptions, CheckResult, Shape};
use crate::audit::desk::Draft;
use crate::domain::{Evidence, Finding, Outcome, PageType, Reason};
use crate::report::{Lang, SetTexts};
use crate::web::login::Sight;
use crate::web::self_check::{self, Refusal, SelfCheck};

/// A draft to judge.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    /// The page or text, at most 2 megabytes with all around it.
    content: String,
    /// What it is; told from the content when it is left out.
    #[serde(default)]
    shape: Option<ShapeName>,
    /// What kind of page it is, e.g. `hemtjanst`; guessed when it is left out.
    #[serde(default)]
    #[schema(max_length = 40)]
    page_type: Option<String>,
    /// The kommun's code in the newest round: its traits decide which questions concern it.
    #[serde(default)]
    #[schema(max_length = 100)]
    kommun: Option<String>,
}

/// What a draft is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum ShapeName {
    /// A whole page in HTML.
    Page,
    /// A part of one, in HTML.
    Part,
    /// Text without markup.
    Text,
}

/// The answer to a draft.
#[derive(Serialize, ToSchema)]
pub(super) struct Checked {
    /// What it was taken for.
    page_type: &'static str,
    /// How sure that is, 0–100; 0 when it could not be told.
    page_type_confidence: u8,
    /// Words.
    words: u32,
    /// LIX; null under 100 words.
    lix: Option<f64>,
    /// Why it is perhaps not the page that was meant: a guess that changes no answer; null when it looks right.
    misfit: Option<NotMeant>,
    /// Why it could not be read, as a code; then every answer is untested.
    unreadable: Option<&'static str>,
    /// Questions that such a page is asked.
    questions: usize,
    /// Those that it answers.
    answered: usize,
    /// The answers in the rule set's order.
    answers: Vec<DraftAnswer>,
    /// Faults in the code by W3C's ACT rules: what failed, and what code alone cannot tell.
    accessibility: Vec<CodeAnswer>,
    /// The rule set's name and version.
    rules: String,
    /// What the score is not.
    disclaimer: String,
}

/// What makes a draft look like another page than the one that was meant.
#[derive(Serialize, ToSchema)]
pub(super) struct NotMeant {
    /// `annat-sprak` (not in Swedish), `annat-amne` (no word of hemtjänst or what belongs to it) or `for-kort` (hardly
    /// any text).
    code: &'static str,
    /// The same in a sentence.
    sentence: String,
}

/// The answer to one question.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftAnswer {
    /// The rule's id.
    rule: String,
    /// The question as a senior asks it.
    question: String,
    /// `passed`, `partial`, `failed`, `inapplicable`, `cantTell` or `untested`. The last two are not settled.
    outcome: &'static str,
    /// Why it is not settled or does not apply, as a code; `annan-sida` when another page may answer.
    reason: String,
    /// What was found, in a sentence.
    note: String,
    /// Most points of 100 that it can give.
    weight: f64,
    /// What to do when it is missing.
    tip: String,
    /// Who can: `Du kan göra det nu`, `Fråga verksamheten` or `Fråga webbleverantören`.
    who: &'static str,
    /// Minutes it usually takes.
    minutes: u32,
    /// The words it stands on.
    quotes: Vec<DraftWords>,
    /// The words that came nearest, when nothing was found.
    nearest: Option<DraftWords>,
}

/// Words in the draft.
#[derive(Serialize, ToSchema)]
pub(super) struct DraftWords {
    /// The words.
    quote: String,
    /// Where, as a CSS path.
    selector: String,
}

/// What one ACT rule says of one element.
#[derive(Serialize, ToSchema)]
pub(super) struct CodeAnswer {
    /// The rule's id at W3C.
    act: &'static str,
    /// `failed` or `cantTell`.
    outcome: &'static str,
    /// Success criteria of WCAG.
    wcag: Vec<&'static str>,
    /// What is wrong.
    what: &'static str,
    /// What to do.
    mend: &'static str,
    /// The element as a CSS path; empty for the later ones of very many.
    selector: String,
    /// Its start tag.
    snippet: String,
}

/// Judges a draft. Send HTML or text as it is, or JSON to say more of it.
#[utoipa::path(
    post, path = "/check", tag = "check",
    request_body(
        description = "Sidan eller texten, högst 2 megabyte",
        // Any bytes are a page or a text: nothing that is sent so can be wrong.
        content((DraftBody = "application/json"), (serde_json::Value = "text/html"), (serde_json::Value = "text/plain")),
    ),
    responses(
        (status = 200, body = Checked),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 408, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 415, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
        (status = 504, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn check(
    State(state): State<Arc<SelfCheck>>,
    sight: Sight,
    request: Request,
) -> Result<Response, Response> {
    let (parts, body) = request.into_parts();
    let refused = |refusal: Refusal| {
        let mut response = Problem::refused(refusal).into_response();
        if let Refusal::TooMany(seconds) = refusal {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    };
    Params::read(parts.uri.query(), &[]).map_err(IntoResponse::into_response)?;
    state.count(&parts).map_err(refused)?;
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(media.as_str(), "application/json" | "text/html" | "text/plain") {
        return Err(refused(Refusal::Kind));
    }
    let bytes = self_check::read_body(body).await.map_err(refused)?;
    let (draft, options) = if media == "application/json" {
        from_json(&state, sight, &bytes).await.map_err(IntoResponse::into_response)?
    } else {
        let text = String::from_utf8_lossy(&bytes);
        let shape = if media == "text/plain" { Shape::PlainPart } else { html_shape(&text) };
        let draft = Draft { shape, content_type: Some(kind.to_owned()), body: bytes.to_vec() };
        (draft, CheckOptions::default())
    };
    let result = state.draft(draft, "utkast", options).await.map_err(refused)?;
    let answer = answer(&result, state.rounds.set());
    let body = serde_json::to_vec(&answer).map_err(|_| Problem::ours().into_response())?;
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, headers, body).into_response())
}

/// HTML that does not begin as a page is a part of one.
fn html_shape(text: &str) -> Shape {
    if self_check::shape_of(text) == Shape::Page { Shape::Page } else { Shape::Part }
}

async fn from_json(state: &SelfCheck, sight: Sight, bytes: &[u8]) -> Result<(Draft, CheckOptions), Problem> {
    let given: DraftBody = serde_json::from_slice(bytes).map_err(|fault| {
        let action = "Skriv ett JSON-objekt med content, och om du vill shape, page_type och kommun.";
        Problem::parameter(format!("Texten går inte att läsa som JSON: {fault}."), action)
    })?;
    let page_type = match given.page_type.as_deref() {
        None => None,
        Some(code) => Some(PageType::from_code(code).ok_or_else(|| {
            let codes = PageType::ALL.map(PageType::code).join(", ");
            Problem::missing(format!("Sidtypen ”{}” finns inte.", short(code)), format!("Använd någon av: {codes}."))
        })?),
    };
    let traits = match given.kommun.as_deref() {
        None => None,
        Some(code) => {
            let round = state.newest(sight).await;
            Some(self_check::traits(round.as_deref(), code).ok_or_else(|| {
                let detail = format!("Kommunen ”{}” finns inte i omgången.", short(code));
                Problem::missing(detail, "Skriv kommunens kod. Koderna står i /api/v1/rounds/latest/kommuner.")
            })?)
        }
    };
    let shape = match given.shape {
        Some(ShapeName::Page) => Shape::Page,
        Some(ShapeName::Part) => Shape::Part,
        Some(ShapeName::Text) => Shape::PlainPart,
        None => self_check::shape_of(&given.content),
    };
    let content_type = Some("text/html; charset=utf-8".to_owned());
    let draft = Draft { body: given.content.into_bytes(), content_type, shape };
    Ok((draft, CheckOptions { traits: traits.unwrap_or_default(), page_type, ..CheckOptions::default() }))
}

fn answer(result: &CheckResult, set: &SetTexts) -> Checked {
    let (questions, answered) = self_check::checked(result).counts(set);
    let told = result.accessibility.iter().filter(|one| matches!(one.outcome, Outcome::Failed | Outcome::CantTell));
    Checked {
        page_type: result.page_type.code(),
        page_type_confidence: result.type_confidence,
        words: result.words,
        lix: result.lix,
        misfit: result
            .misfit
            .as_ref()
            .map(|misfit| NotMeant { code: misfit.code(), sentence: misfit.sentence(Lang::Sv) }),
        unreadable: result.unreadable.map(Reason::code),
        questions,
        answered,
        answers: result.findings.iter().filter_map(|found| draft_answer(found, set)).collect(),
        accessibility: told
            .map(|one| CodeAnswer {
                act: one.rule.id,
                outcome: one.outcome.code(),
                wcag: one.rule.wcag.to_vec(),
                what: one.rule.sv.what,
                mend: one.rule.sv.mend,
                selector: one.place.as_ref().map(|place| place.selector.clone()).unwrap_or_default(),
                snippet: one.place.as_ref().map(|place| place.snippet.clone()).unwrap_or_default(),
            })
            .collect(),
        rules: format!("{} {}", set.name, set.version),
        disclaimer: set.disclaimer.clone(),
    }
}

fn draft_answer(found: &Finding, set: &SetTexts) -> Option<DraftAnswer> {
    let rule = set.rule(&found.rule)?;
    let words = |evidence: &Evidence| DraftWords { quote: evidence.quote.clone(), selector: evidence.selector.clone() };
    Some(DraftAnswer {
        rule: found.rule.clone(),
        question: rule.title.clone(),
        outcome: found.outcome.code(),
        reason: found.reason.clone(),
        note: found.note.clone(),
        weight: rule.weight,
        tip: rule.tip.clone(),
        who: rule.owner.who(Lang::Sv),
        minutes: rule.minutes,
        quotes: found.evidence.iter().map(words).collect(),
        nearest: found.searched.as_ref().and_then(|searched| searched.nearest.as_ref()).map(words),
    })
}

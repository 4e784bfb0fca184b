//! The self-check: a draft, a file, an address or a page from the bookmark, answered at once.
//!
//! What must stay true: nothing that is handed in is stored or logged; a draft too large, too many or too slow is answered
//! with a page that says what to do; an address is read only for somebody on our own page.

mod fields;
mod kommun;
mod limit;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::Url;

use crate::audit::check::{CheckOptions, CheckResult, Shape};
use crate::audit::desk::{Desk, DeskError, Draft};
use crate::domain::{PageType, Traits};
use crate::report::CheckedPage;
use crate::report::self_check::{self as view, Around, Earlier, Given, Snapshot, Way};
use crate::report::site::{Page, SiteError};
use crate::report::swedish;

use super::login::Sight;
use super::rounds::{Rounds, Shown};
use super::seal::Seal;
use fields::{Fields, File};
use limit::Limits;

pub(super) use fields::{read_body, shape_of};

/// What the self-check needs.
pub(super) struct SelfCheck {
    pub(super) rounds: Arc<Rounds>,
    desk: Desk,
    limits: Limits,
    seal: Seal,
    readings: kommun::Readings,
}

/// Why a draft is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Larger than two megabytes.
    TooLarge,
    /// It came too slowly.
    Slow,
    /// Neither a form nor anything else that is read.
    Kind,
    /// The form is broken.
    Broken,
    /// Too many from one client: seconds to wait.
    TooMany(u64),
    /// Too many at once.
    Full,
    /// It took too long to judge.
    Late,
    /// An address that another site asks us to read.
    Elsewhere,
    /// Nothing was handed in.
    Nothing,
    /// No web address.
    Address,
    /// A fault of ours.
    Ours,
}

impl Refusal {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Broken | Self::Nothing | Self::Address => StatusCode::BAD_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Late => StatusCode::GATEWAY_TIMEOUT,
            Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What was wrong and what to do.
    pub(super) fn told(self) -> String {
        match self {
            Self::TooLarge => "Det är för mycket på en gång: högst 2 megabyte. Klistra in bara sidans text.".to_owned(),
            Self::Slow => "Texten kom aldrig fram. Försök igen.".to_owned(),
            Self::Kind => {
                "Det går inte att läsa. Klistra in en text, eller välj en webbsida (html) eller textfil (txt)."
                    .to_owned()
            }
            Self::Broken => "Formuläret kom inte fram helt. Försök igen.".to_owned(),
            Self::TooMany(seconds) => {
                let wait = swedish::counted(usize::try_from(seconds).unwrap_or_default(), "sekund", "sekunder");
                format!("Du har kontrollerat många sidor på kort tid. Vänta {wait} och försök igen.")
            }
            Self::Full => "Många granskar sidor just nu. Vänta en halv minut och försök igen.".to_owned(),
            Self::Late => "Det tog för lång tid. Försök igen, eller klistra in bara sidans text.".to_owned(),
            Self::Elsewhere => "Adresser läser vi bara när du skriver dem här. Skriv adressen nedan.".to_owned(),
            Self::Nothing => "Klistra in en text först.".to_owned(),
            Self::Address => "Skriv hela adressen. Den ska börja med https:// eller http://.".to_owned(),
            Self::Ours => "Felet är vårt. Försök igen, eller kontrollera en kortare text.".to_owned(),
        }
    }
}

impl From<DeskError> for Refusal {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Full => Self::Full,
            DeskError::Late => Self::Late,
            DeskError::Broken(fault) => {
                tracing::error!("{fault}");
                Self::Ours
            }
        }
    }
}

impl SelfCheck {
    pub(super) fn new(rounds: Arc<Rounds>, desk: Desk) -> Self {
        Self { rounds, desk, limits: Limits::new(), seal: Seal::new(), readings: kommun::Readings::default() }
    }

    /// Counts a draft against its client.
    pub(super) fn count(&self, parts: &Parts) -> Result<(), Refusal> {
        self.limits.draft(parts).map_err(Refusal::TooMany)
    }

    /// Judges a draft that need not be anywhere.
    pub(super) async fn draft(&self, draft: Draft, name: &str, options: CheckOptions) -> Result<CheckResult, Refusal> {
        let mut url = Url::parse("https://text.invalid/").expect("a constant address");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(name);
        }
        Ok(self.desk.draft(draft, url, options).await?)
    }

    /// The newest round: its kommuner can be chosen. None when there is no round, or the database does not answer.
    pub(super) async fn newest(&self, sight: Sight) -> Option<Arc<Shown>> {
        self.rounds.newest(sight).await.ok().flatten()
    }
}

/// The traits of a kommun by its code; none when it is not in the round.
pub(super) fn traits(round: Option<&Shown>, code: &str) -> Option<Traits> {
    let kommun = round?.result.kommuner.iter().find(|kommun| kommun.kommun.code == code)?;
    Some(kommun.kommun.traits.clone())
}

/// The result of a check in the shape that views need.
pub fn checked(result: &CheckResult) -> CheckedPage<'_> {
    CheckedPage {
        target: &result.target,
        title: &result.title,
        page_type: result.page_type,
        type_confidence: result.type_confidence,
        words: result.words,
        findings: &result.findings,
        accessibility: &result.accessibility,
        closer: result.closer.as_ref(),
        misfit: result.misfit.as_ref(),
        unreadable: result.unreadable,
    }
}

/// The page's route.
pub(super) fn router(state: Arc<SelfCheck>) -> Router {
    Router::new().route("/sjalvkoll", get(form).post(check)).merge(kommun::router()).with_state(state)
}

/// What stands around a page: kept while it is written.
struct Scene {
    round: Option<Arc<Shown>>,
    kommuner: Vec<(String, String)>,
    address: String,
}

impl Scene {
    async fn of(state: &SelfCheck, sight: Sight, headers: &HeaderMap) -> Self {
        let round = state.newest(sight).await;
        let mut kommuner: Vec<(String, String)> = round
            .iter()
            .flat_map(|round| &round.result.kommuner)
            .map(|kommun| (kommun.kommun.code.clone(), kommun.kommun.name.clone()))
            .collect();
        kommuner.sort_by_key(|(_, name)| swedish::sort_key(name));
        Self { round, kommuner, address: address(headers) }
    }

    fn around<'a>(&'a self, state: &'a SelfCheck) -> Around<'a> {
        Around {
            set: state.rounds.set(),
            kommuner: &self.kommuner,
            round: self.round.is_some(),
            address: &self.address,
        }
    }
}

async fn form(State(state): State<Arc<SelfCheck>>, sight: Sight, headers: HeaderMap) -> Response {
    let scene = Scene::of(&state, sight, &headers).await;
    page(StatusCode::OK, view::form(&scene.around(&state), &Given::default(), ""))
}

async fn check(State(state): State<Arc<SelfCheck>>, sight: Sight, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let scene = Scene::of(&state, sight, &parts.headers).await;
    let refused = |refusal: Refusal, given: &Given| {
        let mut response = page(refusal.status(), view::form(&scene.around(&state), given, &refusal.told()));
        if let Refusal::TooMany(seconds) = refusal {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    };
    let fields = match Fields::read(&parts, body).await {
        Ok(fields) => fields,
        Err(refusal) => return refused(refusal, &Given::default()),
    };
    let given = given(&fields, &scene);
    let result = match judged(&state, &parts, &scene, &given, fields.file).await {
        Ok(result) => result,
        Err(refusal) => return refused(refusal, &given),
    };
    let checked = checked(&result);
    if fields.as_file {
        let mut response = page(StatusCode::OK, view::alone(state.rounds.set(), &[checked], ""));
        let disposition = header::HeaderValue::from_static("attachment; filename=\"sjalvkoll.html\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
        return response;
    }
    let earlier = match fields.earlier.as_str() {
        "" => Earlier::None,
        sealed => {
            let line = state.seal.open(sealed);
            line.as_deref().and_then(Snapshot::from_line).map_or(Earlier::Unknown, Earlier::Known)
        }
    };
    let sealed = state.seal.close(&Snapshot::of(&checked).to_line());
    page(StatusCode::OK, view::result(&scene.around(&state), &given, &checked, &earlier, &sealed))
}

/// What was handed in, as the form will show it again.
fn given(fields: &Fields, scene: &Scene) -> Given {
    let way = match &fields.file {
        Some(_) => Way::File,
        None => Way::from_code(&fields.way),
    };
    let known = scene.kommuner.iter().any(|(code, _)| *code == fields.kommun);
    Given {
        way,
        text: fields.text.clone(),
        html: match &fields.file {
            Some(file) if file.shape() == Shape::Page => String::from_utf8_lossy(&file.bytes).into_owned(),
            Some(_) => String::new(),
            None => fields.html.clone(),
        },
        address: fields.address.clone(),
        file: fields.file.as_ref().map_or_else(|| fields.file_name.clone(), |file| file.name.clone()),
        page_type: PageType::from_code(&fields.page_type).filter(|kind| !kind.is_never_evidence()),
        kommun: if known { fields.kommun.clone() } else { String::new() },
    }
}

async fn judged(
    state: &SelfCheck,
    parts: &Parts,
    scene: &Scene,
    given: &Given,
    file: Option<File>,
) -> Result<CheckResult, Refusal> {
    let options = CheckOptions {
        traits: traits(scene.round.as_deref(), &given.kommun).unwrap_or_default(),
        page_type: given.page_type,
        otherwise: Some(PageType::Hemtjanst),
        closely: true,
        ..CheckOptions::default()
    };
    if given.way == Way::Address {
        if parts.headers.get("sec-fetch-site").is_some_and(|from| from == "cross-site") {
            return Err(Refusal::Elsewhere);
        }
        let url = Url::parse(given.address.trim()).map_err(|_| Refusal::Address)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(Refusal::Address);
        }
        state.limits.address(parts).map_err(Refusal::TooMany)?;
        return Ok(state.desk.address(&url, options).await?);
    }
    state.count(parts)?;
    let (draft, name) = if let Some(file) = file {
        let shape = file.shape();
        (Draft { body: file.bytes, content_type: file.content_type, shape }, file.name)
    } else {
        // A text has no address; the root of a site would be taken for its start page.
        let name = if given.file.is_empty() { "utkast" } else { &given.file };
        (fields::draft(given).ok_or(Refusal::Nothing)?, name.to_owned())
    };
    state.draft(draft, &name, options).await
}

/// The server's own address as the browser wrote it. Only letters, digits and what an authority is made of are kept.
fn address(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = text("host");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = if host.is_empty() || !host.chars().all(plain) { "localhost" } else { host };
    let scheme = if text("x-forwarded-proto") == "https" { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// A page that nobody keeps.
fn page(status: StatusCode, made: Result<Page, SiteError>) -> Response {
    match made {
        Ok(page) => {
            let headers = [(header::CONTENT_TYPE, page.content_type), (header::CACHE_CONTROL, "no-store")];
            (status, headers, page.body).into_response()
        }
        Err(error) => {
            tracing::error!("{error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests;

//! The rendered pages of a round, and what their forms ask for.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::audit::AuditError;
use crate::report::notice::{self, Notice};
use crate::report::site::{self, MISSING, SiteError};
use crate::store::RoundStamp;

use super::answer::Answer;
use super::rounds::{Rounds, Shown};
use super::{seminar, stored};

/// Why a page cannot be shown.
pub(super) enum Fault {
    /// What the address asks for is not there, and what to do.
    Asked(String),
    /// There is no such page.
    Missing,
    /// The database.
    Storage(AuditError),
    /// A page could not be made.
    Ours(SiteError),
}

impl From<AuditError> for Fault {
    fn from(error: AuditError) -> Self {
        Self::Storage(error)
    }
}

impl From<SiteError> for Fault {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::Asked(told) => Self::Asked(told),
            error => Self::Ours(error),
        }
    }
}

/// A page of the newest round.
pub(super) async fn newest(State(rounds): State<Arc<Rounds>>, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(asset) = site::asset(path) {
        return Answer::from(asset).to(&headers);
    }
    let round = match rounds.newest().await {
        Ok(Some(round)) => round,
        Ok(None) => return empty(&rounds, path.is_empty()).await,
        Err(error) => return told(&rounds, error.into()),
    };
    page(&rounds, &round, path, uri.query(), &headers).await.unwrap_or_else(|fault| missing(&rounds, &round, fault))
}

/// A page of a round by name.
pub(super) async fn of_round(
    State(rounds): State<Arc<Rounds>>,
    Path(parts): Path<Vec<(String, String)>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let part = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let path = part("path");
    if let Some(asset) = site::asset(path) {
        return Answer::from(asset).to(&headers);
    }
    match rounds.named(part("round")).await {
        Ok(Some(round)) => {
            let page = page(&rounds, &round, path, uri.query(), &headers).await;
            page.unwrap_or_else(|fault| missing(&rounds, &round, fault))
        }
        Ok(None) => told(&rounds, Fault::Missing),
        Err(error) => told(&rounds, error.into()),
    }
}

/// A round's links are relative to its folder.
pub(super) async fn to_round(uri: Uri) -> Redirect {
    Redirect::permanent(&format!("{}/", uri.path()))
}

async fn page(
    rounds: &Rounds,
    round: &Shown,
    path: &str,
    query: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let pairs = || url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect::<Vec<_>>();
    if path == "seminarium" {
        return Ok(see_other("seminarium/"));
    }
    if let Some(of) = path.strip_prefix("seminarium/") {
        return seminar::page(rounds, round, of, &pairs()).await;
    }
    let path = match path.trim_end_matches('/') {
        "" => "index.html",
        path => path,
    };
    if let Some(("sparat", of)) = path.split_once('/') {
        return stored::page(rounds, round, of, &pairs()).await;
    }
    match path {
        "sok" => {
            let name = pairs().into_iter().find(|(name, _)| name == "kommun").map(|(_, value)| value);
            return Ok(see_other(&round.site().find(&name.unwrap_or_default())));
        }
        "ranking.csv" => return Ok(Answer::from(round.site().ranking_table(&pairs())?).to(headers)),
        "ranking" | "ranking.html" if query.is_some_and(|query| !query.is_empty()) => {
            return Ok(Answer::from(round.site().ranking(&pairs())?).to(headers));
        }
        _ => {}
    }
    let found = match round.page(path)? {
        None => round.page(&format!("{path}.html"))?,
        found => found,
    };
    match found {
        Some(answer) if path != MISSING => Ok(answer.to(headers)),
        _ => Err(Fault::Missing),
    }
}

/// A search leads to a page, relative to where it was asked.
pub(super) fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
}

fn missing(rounds: &Rounds, round: &Shown, fault: Fault) -> Response {
    match (fault, round.page(MISSING)) {
        (Fault::Missing, Ok(Some(answer))) => answer.with_status(StatusCode::NOT_FOUND),
        (fault, _) => told(rounds, fault),
    }
}

/// What there is to say when no round can be shown yet.
async fn empty(rounds: &Rounds, start: bool) -> Response {
    let newest = match rounds.all().await {
        Ok(all) => all.into_iter().next(),
        Err(error) => return told(rounds, error.into()),
    };
    let status = if start { StatusCode::OK } else { StatusCode::NOT_FOUND };
    answer(rounds, status, &nothing_yet(newest.as_ref()))
}

fn nothing_yet(newest: Option<&RoundStamp>) -> Notice {
    let (heading, text, command) = match newest {
        None => (
            "Det finns ingen omgång än",
            "Databasen är tom. Granska några kommuner först, så visas resultatet här.".to_owned(),
            "hemkoll audit --lan 20".to_owned(),
        ),
        Some(round) if !round.is_finished() => (
            "Ingen omgång är klar än",
            format!(
                "I omgången {} är {} av {} kommuner klara. Kör den till slut, så visas resultatet här.",
                round.name,
                round.kommuner - round.open,
                round.kommuner
            ),
            "hemkoll audit".to_owned(),
        ),
        Some(round) => (
            "Omgången är bedömd med andra regler",
            format!("Omgången {} är inte bedömd med de regler som visas här. Bedöm den igen.", round.name),
            "hemkoll score".to_owned(),
        ),
    };
    Notice { heading: heading.to_owned(), text, command, round: false }
}

/// A page that says what went wrong and what to do.
fn told(rounds: &Rounds, fault: Fault) -> Response {
    let say =
        |heading: &str, text: String| Notice { heading: heading.to_owned(), text, command: String::new(), round: true };
    match fault {
        Fault::Asked(what) => answer(rounds, StatusCode::BAD_REQUEST, &say("Det går inte att visa", what)),
        Fault::Missing => {
            let text = "Adressen kan vara felskriven, eller så är omgången borttagen.".to_owned();
            answer(rounds, StatusCode::NOT_FOUND, &say("Sidan finns inte", text))
        }
        Fault::Storage(error) => {
            tracing::error!("{error}");
            let text = match &error {
                AuditError::NotJudged { .. } => error.to_string(),
                _ => "Databasen svarar inte just nu. Försök igen om en stund.".to_owned(),
            };
            answer(rounds, StatusCode::SERVICE_UNAVAILABLE, &say("Sidan går inte att visa just nu", text))
        }
        Fault::Ours(error) => {
            tracing::error!("{error}");
            let text = "Felet är vårt och står i loggen.".to_owned();
            answer(rounds, StatusCode::INTERNAL_SERVER_ERROR, &say("Sidan gick inte att skapa", text))
        }
    }
}

fn answer(rounds: &Rounds, status: StatusCode, notice: &Notice) -> Response {
    match notice::page(rounds.set(), notice) {
        Ok(page) => Answer::from(page).with_status(status),
        Err(error) => {
            tracing::error!("{error}");
            status.into_response()
        }
    }
}

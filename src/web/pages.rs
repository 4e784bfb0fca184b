//! The rendered pages of a round, and what their forms ask for.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::audit::AuditError;
use crate::report::Lang;
use crate::report::notice::{self, Notice};
use crate::report::site::{self, MISSING, SiteError};
use crate::store::RoundStamp;

use super::answer::Answer;
use super::login::{Sight, Unseen};
use super::rounds::{RoundFault, Rounds, Shown};
use super::{seminar, stored};

/// Why a page cannot be shown.
pub(super) enum Fault {
    /// What the address asks for is not there, and what to do.
    Asked(String),
    /// There is no such page.
    Missing,
    /// Nothing for who is not logged in.
    Unseen,
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

impl From<RoundFault> for Fault {
    fn from(fault: RoundFault) -> Self {
        match fault {
            RoundFault::Unseen => Self::Unseen,
            RoundFault::Storage(error) => Self::Storage(error),
        }
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
pub(super) async fn newest(State(rounds): State<Arc<Rounds>>, sight: Sight, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(asset) = site::asset(path) {
        return Answer::from(asset).to(&headers);
    }
    let (lang, inside) = Lang::of_path(path);
    let round = match rounds.newest(sight).await {
        Ok(Some(round)) => round,
        Ok(None) | Err(RoundFault::Unseen) if is_of_rules(inside) => {
            let page = page(&rounds, rounds.bare(), path, uri.query(), &headers).await;
            return page.unwrap_or_else(|fault| told(&rounds, lang, fault));
        }
        Ok(None) => return empty(&rounds, sight, lang, inside.is_empty()).await,
        Err(error) => return told(&rounds, lang, error.into()),
    };
    let page = page(&rounds, &round, path, uri.query(), &headers).await;
    page.unwrap_or_else(|fault| missing(&rounds, &round, lang, fault))
}

/// Whether a page tells of the rules, and needs no round to do so.
fn is_of_rules(inside: &str) -> bool {
    matches!(inside, "granskas" | "granskas.html") || inside.starts_with("regler/")
}

/// A page of a round by name.
pub(super) async fn of_round(
    State(rounds): State<Arc<Rounds>>,
    sight: Sight,
    Path(parts): Path<Vec<(String, String)>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let part = |wanted: &str| parts.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value.as_str());
    let path = part("path");
    if let Some(asset) = site::asset(path) {
        return Answer::from(asset).to(&headers);
    }
    let (lang, _) = Lang::of_path(path);
    match rounds.named(sight, part("round")).await {
        Ok(Some(round)) => {
            let page = page(&rounds, &round, path, uri.query(), &headers).await;
            page.unwrap_or_else(|fault| missing(&rounds, &round, lang, fault))
        }
        Ok(None) => told(&rounds, lang, Fault::Missing),
        Err(error) => told(&rounds, lang, error.into()),
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
    if path == "seminarium" || path == "en" {
        return Ok(see_other(&format!("{path}/")));
    }
    if let Some(of) = path.strip_prefix("seminarium/") {
        return seminar::page(rounds, round, of, &pairs()).await;
    }
    let (lang, inside) = Lang::of_path(path);
    let inside = match inside.trim_end_matches('/') {
        "" => "index.html",
        inside => inside,
    };
    let path = format!("{}{inside}", lang.folder());
    if let Some(("sparat", of)) = path.split_once('/') {
        return stored::page(rounds, round, of, &pairs()).await;
    }
    match inside {
        "sok" => {
            let name = pairs().into_iter().find(|(name, _)| name == "kommun").map(|(_, value)| value);
            return Ok(see_other(&round.site().find(&name.unwrap_or_default())));
        }
        "ranking.csv" if lang == Lang::Sv => return Ok(Answer::from(round.site().ranking_table(&pairs())?).to(headers)),
        "ranking" | "ranking.html" if query.is_some_and(|query| !query.is_empty()) => {
            return Ok(Answer::from(round.site().ranking(lang, &pairs())?).to(headers));
        }
        _ => {}
    }
    let found = match round.page(&path)? {
        None => round.page(&format!("{path}.html"))?,
        found => found,
    };
    match found {
        Some(answer) if inside != MISSING => Ok(answer.to(headers)),
        _ => Err(Fault::Missing),
    }
}

/// A search leads to a page, relative to where it was asked.
pub(super) fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
}

fn missing(rounds: &Rounds, round: &Shown, lang: Lang, fault: Fault) -> Response {
    match (fault, round.page(&format!("{}{MISSING}", lang.folder()))) {
        (Fault::Missing, Ok(Some(answer))) => answer.with_status(StatusCode::NOT_FOUND),
        (fault, _) => told(rounds, lang, fault),
    }
}

/// What there is to say when no round can be shown yet.
async fn empty(rounds: &Rounds, sight: Sight, lang: Lang, start: bool) -> Response {
    let newest = match rounds.all(sight).await {
        Ok(all) => all.into_iter().next(),
        Err(error) => return told(rounds, lang, error.into()),
    };
    let status = if start { StatusCode::OK } else { StatusCode::NOT_FOUND };
    answer(rounds, lang, status, &nothing_yet(lang, newest.as_ref()))
}

fn nothing_yet(lang: Lang, newest: Option<&RoundStamp>) -> Notice {
    let (heading, text, command) = match newest {
        None => (
            lang.of("Det finns ingen omgång än", "There is no round yet"),
            lang.of(
                "Databasen är tom. Granska några kommuner först, så visas resultatet här.",
                "The database is empty. Review some municipalities first, and the result will be shown here.",
            )
            .to_owned(),
            "hemkoll audit --lan 20",
        ),
        Some(round) if !round.is_finished() => {
            let (name, done, all) = (&round.name, round.kommuner - round.open, round.kommuner);
            let noun = match lang {
                Lang::Sv if all == 1 => "kommun",
                Lang::Sv => "kommuner",
                Lang::En if all == 1 => "municipality",
                Lang::En => "municipalities",
            };
            let all = format!("{all} {noun}");
            let text = match lang {
                Lang::Sv => {
                    format!("I omgången {name} är {done} av {all} klara. Kör den till slut, så visas resultatet här.")
                }
                Lang::En => format!(
                    "In round {name}, {done} of {all} are done. Run it to its end, and the result will \
                     be shown here."
                ),
            };
            (lang.of("Ingen omgång är klar än", "No round is finished yet"), text, "hemkoll audit")
        }
        Some(round) => {
            let name = &round.name;
            let text = match lang {
                Lang::Sv => format!("Omgången {name} är inte bedömd med de regler som visas här. Bedöm den igen."),
                Lang::En => format!("Round {name} is not judged by the rules shown here. Judge it again."),
            };
            (
                lang.of("Omgången är bedömd med andra regler", "The round is judged by other rules"),
                text,
                "hemkoll score",
            )
        }
    };
    Notice { heading: heading.to_owned(), text, command: command.to_owned(), round: false }
}

/// A page that says what went wrong and what to do.
pub(super) fn told(rounds: &Rounds, lang: Lang, fault: Fault) -> Response {
    let (status, heading, text) = match fault {
        Fault::Unseen => return Unseen.into_response(),
        Fault::Asked(what) => (StatusCode::BAD_REQUEST, lang.of("Det går inte att visa", "This cannot be shown"), what),
        Fault::Missing => {
            let text = lang.of(
                "Adressen kan vara felskriven, eller så är omgången borttagen.",
                "The address may be misspelt, or the round has been removed.",
            );
            (StatusCode::NOT_FOUND, lang.of("Sidan finns inte", "There is no such page"), text.to_owned())
        }
        Fault::Storage(error) => {
            tracing::error!("{error}");
            let text = match &error {
                AuditError::NotJudged { .. } if lang == Lang::Sv => error.to_string(),
                AuditError::NotJudged { .. } => "The round is not judged by the rules shown here.".to_owned(),
                _ => lang
                    .of(
                        "Databasen svarar inte just nu. Försök igen om en stund.",
                        "The database does not answer just now. Try again in a while.",
                    )
                    .to_owned(),
            };
            let heading = lang.of("Sidan går inte att visa just nu", "The page cannot be shown just now");
            (StatusCode::SERVICE_UNAVAILABLE, heading, text)
        }
        Fault::Ours(error) => {
            tracing::error!("{error}");
            let text = lang.of("Felet är vårt och står i loggen.", "The fault is ours and is in the log.");
            let heading = lang.of("Sidan gick inte att skapa", "The page could not be made");
            (StatusCode::INTERNAL_SERVER_ERROR, heading, text.to_owned())
        }
    };
    answer(rounds, lang, status, &Notice { heading: heading.to_owned(), text, command: String::new(), round: true })
}

fn answer(rounds: &Rounds, lang: Lang, status: StatusCode, notice: &Notice) -> Response {
    match notice::page(rounds.set(), lang, notice) {
        Ok(page) => Answer::from(page).with_status(status),
        Err(error) => {
            tracing::error!("{error}");
            status.into_response()
        }
    }
}

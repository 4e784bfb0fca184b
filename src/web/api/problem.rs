//! Faults as problem+json (RFC 9457).

use axum::extract::rejection::PathRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::audit::AuditError;
use crate::web::login::CHALLENGE;
use crate::web::rounds::RoundFault;
use crate::web::self_check::Refusal;

/// A fault, in the shape of RFC 9457 with one member of our own, `action`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Always `about:blank`: the status says which kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What went wrong, in a few words.
    title: String,
    /// HTTP status.
    status: u16,
    /// What exactly was wrong.
    detail: String,
    /// What to do.
    action: String,
}

impl Problem {
    fn new(status: StatusCode, title: &str, detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            action: action.into(),
        }
    }

    /// A parameter that cannot be used.
    pub(super) fn parameter(detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Frågan går inte att svara på", detail, action)
    }

    /// What the address names is not there.
    pub(super) fn missing(detail: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Finns inte", detail, action)
    }

    /// What the address names is shown to nobody who is not logged in, if it is there at all.
    fn unseen() -> Self {
        let detail = "Utan inloggning visas bara publicerade omgångar.";
        let action = "Välj en omgång i /api/v1/rounds. Logga in på /logga-in för att se fler: ett program skickar med webbläsarens kaka.";
        Self::new(StatusCode::UNAUTHORIZED, "Logga in först", detail, action)
    }

    /// A draft that is not judged.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let told = refusal.told();
        let (detail, action) = told.split_once(". ").unwrap_or((&told, "Läs beskrivningen i /api/v1/openapi.json."));
        Self::new(refusal.status(), "Texten är inte granskad", detail, action)
    }

    /// A fault of the program.
    pub(super) fn ours() -> Self {
        let action = "Försök igen. Kommer felet tillbaka, så står det i programmets logg.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Felet är vårt", "Svaret gick inte att skriva.", action)
    }
}

impl From<AuditError> for Problem {
    fn from(error: AuditError) -> Self {
        tracing::error!("{error}");
        let detail = match &error {
            AuditError::NotJudged { .. } => error.to_string(),
            _ => "Databasen svarar inte just nu.".to_owned(),
        };
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Går inte att svara just nu", detail, "Försök igen om en stund.")
    }
}

impl From<RoundFault> for Problem {
    fn from(fault: RoundFault) -> Self {
        match fault {
            RoundFault::Unseen => Self::unseen(),
            RoundFault::Storage(error) => error.into(),
        }
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::parameter("Adressen går inte att läsa.", "Skriv adressen i UTF-8 med procentkodning.")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        response
    }
}

/// An address that the API does not have.
pub(super) async fn no_such_address() -> Problem {
    Problem::missing("Adressen finns inte i API:t.", "Adresserna står i /api/v1/openapi.json.")
}

/// A draft that is not posted.
pub(super) async fn not_that_method() -> Problem {
    let detail = "Adressen tar emot texter att granska.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Metoden går inte att använda", detail, "Använd POST.")
}

/// A method that is not GET or HEAD.
pub(super) async fn no_such_method() -> Problem {
    let detail = "API:t lämnar bara ut uppgifter.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Metoden går inte att använda", detail, "Använd GET eller HEAD.")
}

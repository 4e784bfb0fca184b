//! Why somebody is not logged in, or out, and what to do.
//!
//! Place in the flow: `login` → **faults** → the page of the form. What must stay true: none tells whether there is a person
//! of a name.

use axum::http::StatusCode;

use super::hours;
use super::password::Unchecked;
use crate::domain::{Lang, say};
use crate::store::StoreError;

/// Why somebody is not logged in, or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The form did not come from a page of ours.
    Foreign,
    /// The form is not one that this browser was given lately.
    Old,
    /// The form did not come whole.
    Broken,
    /// Too many tries: seconds to wait.
    TooMany(u64),
    /// No such name and password.
    Wrong,
    /// The database does not take a session.
    Storage,
    /// The database does not let go of a session.
    NotLeft,
    /// Many passwords wait to be checked.
    Busy,
    /// A fault of ours.
    Ours,
}

impl Fault {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Foreign => StatusCode::FORBIDDEN,
            Self::Old | Self::Broken => StatusCode::BAD_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Wrong => StatusCode::UNAUTHORIZED,
            Self::Storage | Self::NotLeft | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What was wrong and what to do.
    pub(super) fn told(self, lang: Lang) -> String {
        match self {
            Self::Foreign => say!(
                lang,
                "Formuläret kom inte från den här webbplatsen. Använd formuläret nedan i stället.",
                "The form did not come from this website. Use the form below instead."
            ),
            Self::Old => say!(
                lang,
                "Formuläret gäller inte längre. Försök igen. Händer det igen: tillåt kakor för den här webbplatsen.",
                "The form is no longer valid. Try again. If it happens again: allow cookies for this website."
            ),
            Self::Broken => {
                say!(lang, "Formuläret kom inte fram helt. Försök igen.", "The form did not arrive whole. Try again.")
            }
            Self::TooMany(seconds) => {
                let seconds = usize::try_from(seconds).unwrap_or_default();
                let wait = lang.plural(seconds, ["sekund", "sekunder"], ["second", "seconds"]);
                say!(
                    lang,
                    "Någon har försökt logga in många gånger på kort tid. Vänta {wait} och försök igen.",
                    "Somebody has tried to log in many times in a short while. Wait {wait} and try again."
                )
            }
            Self::Wrong => say!(
                lang,
                "Namnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.",
                "The name or the password is not right. Check both and try again."
            ),
            Self::Storage => say!(
                lang,
                "Det går inte att logga in just nu, för det går inte att skriva i databasen. Försök igen om en stund. \
                 Hjälper det inte, säg till den som sköter servern.",
                "Logging in is not possible just now, because the database cannot be written. Try again in a while. If \
                 that does not help, tell who looks after the server."
            ),
            Self::NotLeft => {
                let hours = lang.plural(hours(), ["timme", "timmar"], ["hour", "hours"]);
                say!(
                    lang,
                    "Du är utloggad i den här webbläsaren. Men det går inte att skriva i databasen, så inloggningen tas inte \
                     bort där. Den slutar gälla av sig själv inom {hours}.",
                    "You are logged out in this browser. But the database cannot be written, so the login is not removed \
                     there. It ends by itself within {hours}."
                )
            }
            Self::Busy => say!(
                lang,
                "Många loggar in just nu. Vänta en stund och försök igen.",
                "Many are logging in just now. Wait a while and try again."
            ),
            Self::Ours => say!(
                lang,
                "Felet är vårt och står i loggen. Försök igen om en stund.",
                "The fault is ours and is in the log. Try again in a while."
            ),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        tracing::error!("{error}");
        Self::Storage
    }
}

impl From<Unchecked> for Fault {
    fn from(why: Unchecked) -> Self {
        match why {
            Unchecked::Busy => Self::Busy,
            Unchecked::Broken => Self::Ours,
        }
    }
}

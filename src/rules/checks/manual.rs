//! For a person, or for a mode that did not run: always open.

use crate::domain::Outcome;
use crate::rules::kommun::Answer;

pub(super) fn on_kommun(reason: &str, untested: bool) -> Answer {
    let outcome = if untested { Outcome::Untested } else { Outcome::CantTell };
    Answer { reason: reason.to_owned(), ..Answer::of(outcome) }
}

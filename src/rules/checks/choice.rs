//! Three answers: one may choose, one may not, silence. A plain no is full information; a vague yes is for a person.

use super::{because, shown, verdict};
use crate::domain::{Outcome, PageVerdict};
use crate::rules::phrases::PhraseId;
use crate::rules::reading::Reading;
use crate::rules::spec::Statement;
use crate::rules::statement::{first_match, nearest};

/// The value that a clear answer leaves: `ja` or `nej`.
pub const CHOICE: &str = "val";

pub(super) fn on_page(
    reading: &Reading<'_>,
    offered: &[Statement<PhraseId>],
    not_offered: &[Statement<PhraseId>],
    vague: &[Statement<PhraseId>],
) -> PageVerdict {
    for (statements, value, note) in [
        (offered, "ja", "Kommunen skriver att man kan välja."),
        (not_offered, "nej", "Kommunen skriver att man inte kan välja."),
    ] {
        if let Some(found) = first_match(reading, statements) {
            let mut answer = shown(Outcome::Passed, found.evidence(reading));
            note.clone_into(&mut answer.note);
            answer.values.insert(CHOICE.to_owned(), value.to_owned());
            return answer;
        }
    }
    if let Some(found) = first_match(reading, vague) {
        return PageVerdict { evidence: found.evidence(reading), ..because(Outcome::CantTell, "otydligt-svar") };
    }
    let nearest = nearest(reading, offered).or_else(|| nearest(reading, not_offered));
    PageVerdict { nearest, ..verdict(Outcome::Failed) }
}

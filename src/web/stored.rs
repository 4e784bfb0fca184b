//! `/sparat/…`: our stored copies of pages, of the rounds that are shown.
//!
//! What must stay true: a policy stricter than that of our own pages, sandbox included; personal data is covered over; only
//! what a round read as a page is shown.

use axum::http::{HeaderValue, header};
use axum::response::Response;

use crate::report::stored;

use super::answer::Answer;
use super::pages::{Fault, see_other};
use super::rounds::{Rounds, Shown};

/// No script, no picture, no form, no frame: our style sheet alone, in an origin of its own.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// `KOMMUN/RECORD?fraga=RULE`: the copy of a page, the words of one answer or of all marked. `KOMMUN/RULE` leads to the
/// page that the answer stands on.
pub(super) async fn page(
    rounds: &Rounds,
    round: &Shown,
    path: &str,
    pairs: &[(String, String)],
) -> Result<Response, Fault> {
    let site = round.site();
    let (slug, of) = path.split_once('/').ok_or(Fault::Missing)?;
    let kommun = site.kommun_by_slug(slug).ok_or(Fault::Missing)?;
    if let Some(record) = stored::record_of_answer(&site, kommun, of) {
        return Ok(see_other(&format!("{record}?fraga={of}#ord-1")));
    }
    let rule = pairs.iter().find(|(name, _)| name == "fraga").map(|(_, rule)| rule.as_str());
    let result = &round.result;
    let (round, code) = (&result.round.name, &result.kommuner[kommun].kommun.code);
    let page = rounds.reader().page(round, code, &format!("urn:uuid:{of}")).await?.ok_or(Fault::Missing)?;
    let mut answer = Answer::from(stored::page(&site, kommun, &page, rule)?).whole();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(answer)
}

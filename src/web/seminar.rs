//! `/seminarium/…`: the seminar over a round that is shown, and the pace of an audit as server-sent events.
//!
//! What must stay true: nothing is asked of another host; the stream is as long as the recorded steps and then ends.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::report::seminar::{Address, Seminar, replay};

use super::answer::Answer;
use super::pages::Fault;
use super::rounds::{Rounds, Shown};

/// As our other pages, and a script may read from ourselves: the stream, and the next scene in full screen.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The fastest pace.
const FASTEST: u32 = 20;

/// A page of the seminar at a path below `seminarium/`.
pub(super) async fn page(
    rounds: &Rounds,
    round: &Shown,
    path: &str,
    pairs: &[(String, String)],
) -> Result<Response, Fault> {
    if path == "granskning/strom" {
        let slug = pairs.iter().find(|(name, value)| name == "kommun" && !value.is_empty());
        let waits = replay::waits(&round.site(), slug.map(|(_, slug)| slug.as_str())).ok_or(Fault::Missing)?;
        return Ok(paced(waits, pairs));
    }
    let address = Address::parse(path, pairs).ok_or(Fault::Missing)?;
    let site = round.site();
    let seminar = Seminar::new(&site, address.questions());
    let stored = match seminar.needs(&address) {
        Some((kommun, record)) => {
            let result = &round.result;
            rounds.reader().page(&result.round.name, &result.kommuner[kommun].kommun.code, record).await?
        }
        None => None,
    };
    let page = seminar.page(&address, stored.as_ref())?.ok_or(Fault::Missing)?;
    let mut answer = Answer::from(page).whole();
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(answer)
}

/// Steps that are shown already.
pub(super) fn from(pairs: &[(String, String)]) -> usize {
    given(pairs, "fran").unwrap_or(0)
}

/// How many times faster than it was recorded.
pub(super) fn takt(pairs: &[(String, String)]) -> u32 {
    given(pairs, "takt").unwrap_or(1).clamp(1, FASTEST)
}

fn given<T: std::str::FromStr>(pairs: &[(String, String)], wanted: &str) -> Option<T> {
    pairs.iter().find(|(name, _)| name == wanted).and_then(|(_, value)| value.parse().ok())
}

/// The numbers of the steps after `fran` as they came, `takt` times faster.
pub(super) fn paced(waits: Vec<Duration>, pairs: &[(String, String)]) -> Response {
    let (from, pace) = (from(pairs).min(waits.len()), takt(pairs));
    let mut steps: Vec<(usize, Duration)> =
        waits.into_iter().enumerate().skip(from).map(|(at, wait)| (at + 1, wait / pace)).collect();
    // Nought stands for the end.
    steps.push((0, Duration::ZERO));
    let events = stream::unfold(steps.into_iter(), |mut steps| async move {
        let (number, wait) = steps.next()?;
        tokio::time::sleep(wait).await;
        let event = match number {
            0 => Event::default().event("slut").data("slut"),
            number => Event::default().event("steg").id(number.to_string()).data(number.to_string()),
        };
        Some((Ok::<_, Infallible>(event), steps))
    });
    Sse::new(events).into_response()
}

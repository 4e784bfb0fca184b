//! The visit to a kommun as its page tells it: the pages read and the log of every request.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::domain::Reason;
use crate::score::{ByHand, KommunResult, RequestLine};

use super::link;
use super::quote::{BY_HAND, visible};
use super::swedish;

/// Characters of a checksum shown; the exports have it whole.
const SHA_SHOWN: usize = 12;

/// The visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// What we did, in a sentence.
    pub(super) lead: String,
    /// Who handed in which pages; a sentence each.
    pub(super) by_hand: Vec<String>,
    /// Pages read.
    pub(super) pages: Vec<PageLine>,
    /// Requests.
    pub(super) log: Vec<LogLine>,
}

/// A page read.
#[derive(Clone, Debug)]
pub(super) struct PageLine {
    /// Title, or address.
    pub(super) title: String,
    /// Address to follow; empty when it cannot be.
    pub(super) href: String,
    /// `Sidan om hemtjänst`
    pub(super) kind: String,
    /// `16 augusti 2026`
    pub(super) read_on: String,
    /// Beginning of the checksum.
    pub(super) sha: String,
    /// Its record in the WARC file, without `urn:uuid:`.
    pub(super) record: String,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct LogLine {
    /// `16 augusti 14.02.33`
    pub(super) at: String,
    /// Address.
    pub(super) url: String,
    /// `200`, `304, samma sida som förra gången`, or `inget svar`.
    pub(super) status: String,
    /// `0,2 s`
    pub(super) time: String,
    /// `73 kB`
    pub(super) size: String,
    /// Why it was not read whole; empty when it was.
    pub(super) reason: String,
}

impl Visit {
    /// The visit to a kommun.
    pub(super) fn new(kommun: &KommunResult) -> Self {
        let requests = usize::try_from(kommun.visit.requests).unwrap_or_default().max(kommun.log.len());
        let days = swedish::span(&kommun.visit.first_day, &kommun.visit.last_day);
        let when = if days.is_empty() { String::new() } else { format!(" den {days}") };
        let asked = swedish::counted(requests, "gång", "gånger");
        let read = swedish::counted(kommun.pages.len(), "sida", "sidor");
        let fetched = size(kommun.bytes());
        Self {
            lead: if requests == 0 {
                "Vi har inte frågat webbplatsen om någon sida.".to_owned()
            } else {
                format!(
                    "Vi frågade webbplatsen {asked}{when}, hämtade {fetched} och läste {read}. Vi följer robots.txt och väntar mellan frågorna."
                )
            },
            by_hand: by_hand(kommun),
            pages: kommun
                .pages
                .iter()
                .map(|page| PageLine {
                    title: visible(if page.title.trim().is_empty() { &page.url } else { &page.title }),
                    href: link::safe(&page.url).map(String::from).unwrap_or_default(),
                    kind: swedish::capitalised(page.page_type.name_sv()),
                    read_on: match &page.by_hand {
                        Some(_) => format!("{}, {BY_HAND}", swedish::date(&page.read_on)),
                        None => swedish::date(&page.read_on),
                    },
                    sha: page.sha256.chars().take(SHA_SHOWN).collect(),
                    record: page.record.trim_start_matches("urn:uuid:").to_owned(),
                })
                .collect(),
            log: kommun.log.iter().map(log_line).collect(),
        }
    }
}

/// «2 sidor är inlästa för hand av …»: pages that the site does not show to programs.
fn by_hand(kommun: &KommunResult) -> Vec<String> {
    let mut hands: Vec<(&ByHand, usize)> = Vec::new();
    for hand in kommun.pages.iter().filter_map(|page| page.by_hand.as_ref()) {
        match hands.iter_mut().find(|(known, _)| (&known.by, &known.on, &known.why) == (&hand.by, &hand.on, &hand.why))
        {
            Some((_, count)) => *count += 1,
            None => hands.push((hand, 1)),
        }
    }
    let sentence = |(hand, count): (&ByHand, usize)| {
        let pages = swedish::counted(count, "sida är inläst", "sidor är inlästa");
        let why = if hand.why.is_empty() {
            String::new()
        } else {
            format!(" Skäl: {}.", visible(hand.why.trim_end_matches('.')))
        };
        format!("{pages} för hand den {} av {}.{why}", swedish::date(&hand.on), visible(&hand.by))
    };
    hands.into_iter().map(sentence).collect()
}

fn log_line(line: &RequestLine) -> LogLine {
    let millis = f64::from(u32::try_from(line.millis).unwrap_or(u32::MAX));
    let reason = Reason::from_code(&line.reason);
    LogLine {
        at: clock(&line.at),
        url: visible(&line.url),
        status: match line.status {
            0 => "inget svar".to_owned(),
            status if line.unchanged => format!("{status}, samma sida som förra gången"),
            status => status.to_string(),
        },
        time: format!("{}\u{a0}s", swedish::number(millis / 1000.0)),
        size: size(line.bytes),
        reason: reason.map_or_else(|| visible(&line.reason), |r| r.sentence_sv().to_owned()),
    }
}

/// `16 augusti 14.02.33` in Swedish time; what is not a time comes back as it was.
fn clock(at: &str) -> String {
    let Some(local) = local(at) else { return visible(at) };
    format!("{} {}", swedish::day_month(&local.date().to_string()), local.strftime("%H.%M.%S"))
}

/// `16 augusti 2026 klockan 14.02.33` in Swedish time; what is not a time comes back as it was.
pub(super) fn moment(at: &str) -> String {
    let Some(local) = local(at) else { return visible(at) };
    format!("{} klockan {}", swedish::date(&local.date().to_string()), local.strftime("%H.%M.%S"))
}

fn local(at: &str) -> Option<Zoned> {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    Some(at.parse::<Timestamp>().ok()?.to_zoned(zone))
}

fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return format!("{bytes}\u{a0}byte");
    }
    format!("{}\u{a0}kB", swedish::grouped((bytes + 500) / 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_swedish_and_sizes_rounded() {
        assert_eq!(clock("2026-08-16T12:02:33.000000Z"), "16 augusti 14.02.33");
        assert_eq!(moment("2026-08-16T12:02:33.000000Z"), "16 augusti 2026 klockan 14.02.33");
        assert_eq!((clock("igår").as_str(), moment("igår").as_str()), ("igår", "igår"));
        assert_eq!(size(999), "999\u{a0}byte");
        assert_eq!(size(73_499), "73\u{a0}kB");
    }
}

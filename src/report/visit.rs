//! The visit to a kommun as its page tells it: the pages read and the log of every request.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::domain::Reason;
use crate::score::{ByHand, KommunResult, RequestLine};

use super::lang::{Lang, Words, noun, say};
use super::link;
use super::quote::{by_hand_mark, visible};
use super::swedish;

/// Characters of a checksum shown; the exports have it whole.
const SHA_SHOWN: usize = 12;

/// The visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// What we did, in a sentence.
    pub(super) lead: String,
    /// Who handed in which pages; a sentence each.
    pub(super) by_hand: Vec<Words>,
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
    pub(super) fn new(lang: Lang, kommun: &KommunResult) -> Self {
        let requests = usize::try_from(kommun.visit.requests).unwrap_or_default().max(kommun.log.len());
        let days = lang.span(&kommun.visit.first_day, &kommun.visit.last_day);
        let when = if days.is_empty() { String::new() } else { say!(lang, " den {days}", " on {days}") };
        let asked = lang.counted(requests, &noun::TIME);
        let read = lang.counted(kommun.pages.len(), &noun::PAGE);
        let fetched = size(lang, kommun.bytes());
        Self {
            lead: if requests == 0 {
                lang.of("Vi har inte frågat webbplatsen om någon sida.", "We have not asked the site for any page.")
                    .to_owned()
            } else {
                say!(
                    lang,
                    "Vi frågade webbplatsen {asked}{when}, hämtade {fetched} och läste {read}. Vi följer robots.txt och \
                     väntar mellan frågorna.",
                    "We asked the site {asked}{when}, fetched {fetched} and read {read}. We follow robots.txt and wait \
                     between requests."
                )
            },
            by_hand: by_hand(lang, kommun),
            pages: kommun
                .pages
                .iter()
                .map(|page| PageLine {
                    title: visible(if page.title.trim().is_empty() { &page.url } else { &page.title }),
                    href: link::safe(&page.url).map(String::from).unwrap_or_default(),
                    kind: swedish::capitalised(lang.of(page.page_type.name_sv(), page.page_type.name_en())),
                    read_on: match &page.by_hand {
                        Some(_) => format!("{}, {}", lang.date(&page.read_on), by_hand_mark(lang)),
                        None => lang.date(&page.read_on),
                    },
                    sha: page.sha256.chars().take(SHA_SHOWN).collect(),
                    record: page.record.trim_start_matches("urn:uuid:").to_owned(),
                })
                .collect(),
            log: kommun.log.iter().map(|line| log_line(lang, line)).collect(),
        }
    }
}

/// «2 sidor är inlästa för hand av …»: pages that the site does not show to programs.
fn by_hand(lang: Lang, kommun: &KommunResult) -> Vec<Words> {
    let mut hands: Vec<(&ByHand, usize)> = Vec::new();
    for hand in kommun.pages.iter().filter_map(|page| page.by_hand.as_ref()) {
        match hands.iter_mut().find(|(known, _)| (&known.by, &known.on, &known.why) == (&hand.by, &hand.on, &hand.why))
        {
            Some((_, count)) => *count += 1,
            None => hands.push((hand, 1)),
        }
    }
    let sentence = |(hand, count): (&ByHand, usize)| {
        let (pages, on) = (lang.counted(count, &noun::PAGE), lang.date(&hand.on));
        let are = match (lang, count) {
            (Lang::Sv, 1) => "är inläst",
            (Lang::Sv, _) => "är inlästa",
            (Lang::En, 1) => "was",
            (Lang::En, _) => "were",
        };
        let words = say!(lang, "{pages} {are} för hand den {on} av", "{pages} {are} handed in on {on} by");
        let words = Words::new(lang).ours(words).swedish(&hand.by).close(".");
        match hand.why.trim_end_matches('.') {
            "" => words,
            why => words.ours(lang.of("Skäl:", "Reason:")).swedish(why).close("."),
        }
    };
    hands.into_iter().map(sentence).collect()
}

fn log_line(lang: Lang, line: &RequestLine) -> LogLine {
    let millis = f64::from(u32::try_from(line.millis).unwrap_or(u32::MAX));
    let reason = Reason::from_code(&line.reason);
    LogLine {
        at: clock(lang, &line.at),
        url: visible(&line.url),
        status: match line.status {
            0 => lang.of("inget svar", "no answer").to_owned(),
            status if line.unchanged => {
                say!(lang, "{status}, samma sida som förra gången", "{status}, the same page as last time")
            }
            status => status.to_string(),
        },
        time: format!("{}\u{a0}s", lang.number(millis / 1000.0)),
        size: size(lang, line.bytes),
        reason: reason.map_or_else(|| visible(&line.reason), |r| lang.of(r.sentence_sv(), r.sentence_en()).to_owned()),
    }
}

/// `16 augusti 14.02.33` in Swedish time; what is not a time comes back as it was.
fn clock(lang: Lang, at: &str) -> String {
    let Some(local) = local(at) else { return visible(at) };
    let time = local.strftime(lang.of("%H.%M.%S", "%H:%M:%S"));
    format!("{} {time}", lang.day_month(&local.date().to_string()))
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

fn size(lang: Lang, bytes: u64) -> String {
    if bytes < 1000 {
        return say!(lang, "{bytes}\u{a0}byte", "{bytes}\u{a0}bytes");
    }
    format!("{}\u{a0}kB", lang.grouped((bytes + 500) / 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_swedish_and_sizes_rounded() {
        assert_eq!(clock(Lang::Sv, "2026-08-16T12:02:33.000000Z"), "16 augusti 14.02.33");
        assert_eq!(clock(Lang::En, "2026-08-16T12:02:33.000000Z"), "16 August 14:02:33");
        assert_eq!(moment("2026-08-16T12:02:33.000000Z"), "16 augusti 2026 klockan 14.02.33");
        assert_eq!((clock(Lang::Sv, "igår").as_str(), moment("igår").as_str()), ("igår", "igår"));
        assert_eq!(size(Lang::Sv, 999), "999\u{a0}byte");
        assert_eq!(size(Lang::Sv, 73_499), "73\u{a0}kB");
    }
}

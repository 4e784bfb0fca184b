//! Personal data covered over in what is shown and handed over.
//!
//! Place in the flow: a result → **masked** → site, web, tables, exports. Whoever loads a result to show or hand over
//! masks it first: `cli` and `web`. The archive formats (WARC, WACZ) are the evidence
//! itself and are not masked.
//! What must stay true: exactly four kinds are covered: personal identity numbers, local parts of personal e-mail
//! addresses, mobile numbers, and names in contact cards. Nothing more is claimed; masking twice changes nothing.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::sheet::Span;
use crate::domain::{Decision, Evidence, LoggedDecision, Sheet, SheetBlock};
use crate::score::{KommunResult, RoundResult};

/// What stands instead.
const IDENTITY: &str = "[personnummer]";
const MOBILE: &str = "[mobilnummer]";
const NAME: &str = "[namn]";

/// Personnummer and samordningsnummer, with or without century and sign.
static IDENTITY_NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:18|19|20)?(\d{6})[-+–]?\s?(\d{4})\b"));
/// Swedish mobile numbers: 070, 072, 073, 076 and 079 with seven more digits, in any spacing, also after +46.
static MOBILE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+46|\b0046|\b0)[\s\u{a0}]?(?:\(0\))?[\s\u{a0}]?7[02369](?:[\s\u{a0}/–-]{0,3}\d){7}\b")
});
/// An address; of several @ in a row all before the last host is covered over.
static E_MAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"([\p{L}\d][\p{L}\d._%+-]*)@(?:[\p{L}\d][\p{L}\d._%+-]*@)*([\p{L}\d][\p{L}\d-]*(?:\.[\p{L}\d-]+)+)")
});
/// Two to four words that begin with a capital.
static CAPITALISED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?:[\s\u{a0}]\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?){1,3}"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern, tried by the tests")
}

/// Words that make an e-mail address a function's and not a person's, wherever they stand in it.
const FUNCTIONS: [&str; 41] = [
    "aldre",
    "anhorig",
    "ansok",
    "arende",
    "avgift",
    "bestall",
    "bistand",
    "boende",
    "boka",
    "dataskydd",
    "demens",
    "diari",
    "enhet",
    "faktura",
    "forvaltning",
    "funktion",
    "handlaggar",
    "hemsjukvard",
    "hemtjanst",
    "hemvard",
    "info",
    "kansli",
    "kommun",
    "kontakt",
    "kundtjanst",
    "kundcenter",
    "larm",
    "medborgar",
    "namnd",
    "omsorg",
    "post",
    "reception",
    "registrator",
    "service",
    "social",
    "stod",
    "support",
    "synpunkt",
    "tillganglighet",
    "vaxel",
    "webb",
];

/// Words in a contact card that are about the person or how to reach them.
const CARD: [&str; 15] = [
    "handläggare",
    "chef",
    "samordnare",
    "sjuksköterska",
    "undersköterska",
    "bedömare",
    "ombud",
    "utredare",
    "sekreterare",
    "kurator",
    "strateg",
    "rådgivare",
    "anhörigkonsulent",
    "kontaktperson",
    "ansvarig",
];

/// Words that begin with a capital in a contact card and are no names; also as the end of longer words.
const NO_NAME: [&str; 68] = [
    "telefon",
    "telefontid",
    "tel",
    "mobil",
    "mobiltelefon",
    "fax",
    "e-post",
    "epost",
    "mejl",
    "mejla",
    "mail",
    "ring",
    "kontakt",
    "kontakta",
    "kontakter",
    "växel",
    "växeln",
    "besök",
    "besöksadress",
    "postadress",
    "adress",
    "öppet",
    "öppettider",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "vardagar",
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "kommun",
    "kommunen",
    "kommuns",
    "tjänst",
    "tjänsten",
    "hemtjänst",
    "omsorg",
    "vård",
    "stöd",
    "service",
    "center",
    "centrum",
    "förvaltningen",
    "förvaltning",
    "enheten",
    "enhet",
    "avdelningen",
    "nämnden",
    "gatan",
    "vägen",
    "torget",
    "handläggare",
    "chef",
    "du",
    "vi",
];

/// The result with personal data covered over.
pub fn masked(result: &RoundResult) -> RoundResult {
    RoundResult { round: result.round.clone(), kommuner: result.kommuner.iter().map(masked_kommun).collect() }
}

/// One kommun's result with personal data covered over.
pub fn masked_kommun(result: &KommunResult) -> KommunResult {
    let mut kommun = result.clone();
    for page in &mut kommun.pages {
        cover(&mut page.title);
        cover(&mut page.head_title);
    }
    for finding in &mut kommun.findings {
        cover(&mut finding.note);
        finding.evidence.iter_mut().for_each(words);
        finding.searched.iter_mut().filter_map(|searched| searched.nearest.as_mut()).for_each(words);
    }
    for decided in &mut kommun.decisions {
        cover(&mut decided.program.note);
        decided.program.words.iter_mut().for_each(words);
        decided.earlier.iter_mut().chain([&mut decided.decision]).for_each(of_decision);
        // Who decided is shown by name, as she was told.
        if let Some(finding) = kommun.findings.iter_mut().find(|finding| finding.rule == decided.decision.rule) {
            finding.note = decided.note();
        }
    }
    kommun
}

/// Decisions with personal data covered over, but for who decided.
pub fn masked_decisions(decisions: &[LoggedDecision]) -> Vec<LoggedDecision> {
    let mut masked = decisions.to_vec();
    for logged in &mut masked {
        of_decision(&mut logged.decision);
    }
    masked
}

fn of_decision(decision: &mut Decision) {
    cover(&mut decision.reason);
    decision.words.iter_mut().for_each(words);
}

fn words(evidence: &mut Evidence) {
    cover(&mut evidence.page_title);
    cover(&mut evidence.quote);
    evidence.marked.iter_mut().for_each(cover);
}

fn cover(text: &mut String) {
    if let Cow::Owned(covered) = mask(text) {
        *text = covered;
    }
}

/// The sheet of a page covered over, its marks moved along. A contact card on a page is often several short blocks: a
/// name that is a block of its own is covered when a block beside it tells a card.
pub fn masked_sheet(sheet: &mut Sheet, spans: &mut [Span]) {
    cover(&mut sheet.title);
    let alone: Vec<bool> = (0..sheet.blocks.len()).map(|at| is_name_in_card(&sheet.blocks, at)).collect();
    for (at, (block, alone)) in sheet.blocks.iter_mut().zip(alone).enumerate() {
        rewrite(block, at, spans, |text, ranges| {
            if alone {
                return replaced(Cow::Borrowed(text), &CAPITALISED, ranges, |_| NAME.to_owned());
            }
            mask_moving(text, ranges)
        });
    }
}

/// Changes the text of a block, and moves the marks in it along.
pub(super) fn rewrite(
    block: &mut SheetBlock,
    at: usize,
    spans: &mut [Span],
    change: impl for<'t> FnOnce(&'t str, &mut [Range<usize>]) -> Cow<'t, str>,
) {
    let mut own: Vec<&mut Span> = spans.iter_mut().filter(|span| span.block == at).collect();
    let mut ranges: Vec<Range<usize>> = own.iter().map(|span| span.range.clone()).collect();
    let changed = match change(&block.text, &mut ranges) {
        Cow::Owned(changed) => changed,
        Cow::Borrowed(_) => return,
    };
    block.text = changed;
    for (span, range) in own.iter_mut().zip(ranges) {
        span.range = range;
    }
}

/// Blocks on either side that may belong to the same contact card.
const CARD_REACH: usize = 2;
/// A line of a contact card is short.
const CARD_LINE: usize = 160;

fn is_name_in_card(blocks: &[SheetBlock], at: usize) -> bool {
    let text = blocks[at].text.trim();
    let whole = CAPITALISED.find(text).is_some_and(|found| found.range() == (0..text.len()));
    if !whole || !text.split(char::is_whitespace).all(is_name) {
        return false;
    }
    let near = &blocks[at.saturating_sub(CARD_REACH)..blocks.len().min(at + CARD_REACH + 1)];
    near.iter().any(|block| block.text.len() < CARD_LINE && is_card(&block.text))
}

/// A text with personal data covered over.
fn mask(text: &str) -> Cow<'_, str> {
    mask_moving(text, &mut [])
}

/// A text with personal data covered over; ranges of the text come to hold the same words in the new one.
fn mask_moving<'a>(text: &'a str, ranges: &mut [Range<usize>]) -> Cow<'a, str> {
    // Names first: what tells a contact card is covered by the rest.
    let covered = names(text, ranges);
    let covered = replaced(covered, &IDENTITY_NUMBER, ranges, |found| {
        if is_identity(&found[1], &found[2]) { IDENTITY.to_owned() } else { found[0].to_owned() }
    });
    let covered = replaced(covered, &E_MAIL, ranges, |found| {
        let local = plain(&found[1]);
        let is_function = FUNCTIONS.iter().any(|word| local.contains(word));
        if is_function { found[0].to_owned() } else { format!("{NAME}@{}", &found[2]) }
    });
    replaced(covered, &MOBILE_NUMBER, ranges, |_| MOBILE.to_owned())
}

/// Replaces what a pattern finds. A range that begins or ends inside what is replaced comes to hold all of what stands
/// instead.
pub(super) fn replaced<'a>(
    text: Cow<'a, str>,
    pattern: &Regex,
    ranges: &mut [Range<usize>],
    with: impl Fn(&Captures<'_>) -> String,
) -> Cow<'a, str> {
    let (mut out, mut last) = (String::new(), 0);
    // Each replaced range of the old text, and where what stands instead begins and ends in the new one.
    let mut moves: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for found in pattern.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        let new = with(&found);
        if new == whole.as_str() {
            continue;
        }
        out.push_str(&text[last..whole.start()]);
        let from = out.len();
        out.push_str(&new);
        moves.push((whole.range(), from..out.len()));
        last = whole.end();
    }
    if moves.is_empty() {
        return text;
    }
    out.push_str(&text[last..]);
    for range in ranges {
        *range = moved(range.start, &moves, |new| new.start)..moved(range.end, &moves, |new| new.end);
    }
    Cow::Owned(out)
}

/// Where a place of the old text is in the new one; inside what was replaced, the edge that `inside` picks.
fn moved(at: usize, moves: &[(Range<usize>, Range<usize>)], inside: impl Fn(&Range<usize>) -> usize) -> usize {
    let before = moves.iter().take_while(|(old, _)| old.start < at).last();
    match before {
        None => at,
        Some((old, new)) if at < old.end => inside(new),
        Some((old, new)) => new.end + (at - old.end),
    }
}

/// Lower case, without the rings and dots that addresses leave out.
fn plain(text: &str) -> String {
    text.to_lowercase().replace(['å', 'ä'], "a").replace('ö', "o")
}

/// Whether ten digits are a date of birth (for samordningsnummer the day plus 60) and a number with the right check
/// digit (Luhn, SKV 704).
fn is_identity(birth: &str, number: &str) -> bool {
    let two = |at: usize| birth.get(at..at + 2).and_then(|two| two.parse::<u32>().ok()).unwrap_or(0);
    let (month, day) = (two(2), two(4));
    let date = (1..=12).contains(&month) && ((1..=31).contains(&day) || (61..=91).contains(&day));
    let digits = birth.chars().chain(number.chars()).filter_map(|digit| digit.to_digit(10));
    let sum: u32 =
        digits.zip([2, 1].into_iter().cycle()).map(|(digit, times)| digit * times).map(|n| n / 10 + n % 10).sum();
    date && sum.is_multiple_of(10)
}

/// Whether a text tells a contact card: it has a title, a number or an address of a person.
fn is_card(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains('@')
        || CARD.iter().any(|word| lower.contains(word))
        || (lower.chars().filter(char::is_ascii_digit).count() >= 7 && text.len() < CARD_LINE)
}

/// Names in a contact card: capitalised words in a text that tells one.
fn names<'a>(text: &'a str, ranges: &mut [Range<usize>]) -> Cow<'a, str> {
    if !is_card(text) {
        return Cow::Borrowed(text);
    }
    replaced(Cow::Borrowed(text), &CAPITALISED, ranges, |found| {
        let words: Vec<&str> = found[0].split(char::is_whitespace).collect();
        let first = words.iter().position(|word| is_name(word)).unwrap_or(words.len());
        let last = words.iter().rposition(|word| is_name(word)).map_or(0, |last| last + 1);
        if last < first + 2 || !words[first..last].iter().all(|word| is_name(word)) {
            return found[0].to_owned();
        }
        [&words[..first], &[NAME], &words[last..]].concat().join(" ")
    })
}

fn is_name(word: &str) -> bool {
    let word = word.to_lowercase();
    !NO_NAME.iter().any(|other| word == *other || ((other.len() > 4 || *other == "chef") && word.ends_with(other)))
}

#[cfg(test)]
mod tests;

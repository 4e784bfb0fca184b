//! Our stored copy of a page: what it said when we read it, the words that answers point at marked.
//!
//! Place in the flow: stored page (audit) → personal data covered over → **page** → web, under a policy of its own.
//! What must stay true: nothing of the page's code is here; the address, the hash and the record say which page it was; a
//! page that is removed or unreadable says so.

use askama::Template;

use crate::domain::{Outcome, Reason, Sheet, StoredContent, StoredPage};

use super::frame::Frame;
use super::link;
use super::mask::masked_sheet;
use super::overview::{finding, record_of};
use super::question::answer;
use super::quote::visible;
use super::sheet::{self, Mark, Part, Span, View};
use super::site::{self, Page, Site, SiteError};
use super::visit::moment;

/// A stored copy.
#[derive(Template)]
#[template(path = "sparat.html", whitespace = "minimize")]
struct StoredCopy {
    frame: Frame,
    kommun: String,
    kommun_href: String,
    title: String,
    address: String,
    href: String,
    read_at: String,
    sha256: String,
    record: String,
    /// Why the page cannot be shown; empty when it can.
    missing: String,
    answers: Vec<AnswerLine>,
    /// Whether there are other answers on the page than the one asked for.
    more: bool,
    own: String,
    main: View,
    rest: View,
    /// Whether words are marked outside the main content.
    marked_in_rest: bool,
}

/// An answer that the page gives words to.
struct AnswerLine {
    number: usize,
    icon: &'static str,
    word: &'static str,
    title: String,
    href: String,
    /// Whether the words were found on the page again.
    marked: bool,
}

/// The stored copy of a kommun's page. `only`: the rule whose words are marked; else all that the page gives words to.
pub fn page(site: &Site<'_>, kommun: usize, stored: &StoredPage, only: Option<&str>) -> Result<Page, SiteError> {
    let overview = site.overview();
    let result = overview.kommun(kommun);
    let name = visible(&result.kommun.name);
    let known = |rule: &str| overview.set.rule(rule).is_some();
    let is_asked = |rule: &str| known(rule) && only.is_none_or(|only| only == rule);
    let words: Vec<_> = stored.words.iter().filter(|words| is_asked(&words.rule)).collect();
    let (mut sheet, missing) = match &stored.content {
        StoredContent::Sheet(sheet) => (sheet.clone(), String::new()),
        StoredContent::Purged => (Sheet::default(), PURGED.to_owned()),
        StoredContent::Unreadable(reason) => (Sheet::default(), unreadable(*reason)),
    };
    let (mut answers, mut spans): (Vec<AnswerLine>, Vec<Span>) = (Vec::new(), Vec::new());
    for of_one in words.chunk_by(|a, b| a.rule == b.rule) {
        let Some(rule) = overview.set.rule(&of_one[0].rule) else { continue };
        let number = answers.len() + 1;
        let mark = |near: bool| if near { Mark::Near } else { Mark::Found(number) };
        let placed: Vec<Span> = of_one.iter().flat_map(|words| sheet::place(&sheet, words, mark(words.near))).collect();
        let outcome = finding(result, &rule.id).map_or(Outcome::Untested, |found| found.outcome);
        answers.push(AnswerLine {
            number,
            icon: answer(outcome).icon,
            word: answer(outcome).word,
            title: rule.title.clone(),
            href: format!("../../{}", site::rule_path(&rule.id)),
            marked: placed.iter().any(|span| span.mark == Mark::Found(number)),
        });
        spans.extend(placed);
    }
    masked_sheet(&mut sheet, &mut spans);
    let is_main = |at: usize| sheet.blocks[at].main;
    let title = visible(&sheet.title);
    let title = if title.trim().is_empty() { visible(&stored.url) } else { title };
    let copy = StoredCopy {
        frame: Frame::swedish(overview, "sparat/kommun/post", format!("Sparad kopia av {title}")),
        kommun_href: format!("../../{}", overview.kommun_path(kommun)),
        title,
        address: visible(&stored.url),
        href: link::safe(&stored.url).map(String::from).unwrap_or_default(),
        read_at: moment(&stored.read_at),
        sha256: visible(&stored.sha256),
        record: visible(&stored.record),
        missing,
        more: only.is_some() && stored.words.iter().any(|words| known(&words.rule) && !is_asked(&words.rule)),
        own: stored.record.trim_start_matches("urn:uuid:").to_owned(),
        answers,
        main: View::new(&sheet, &spans, 3, is_main),
        rest: View::new(&sheet, &spans, 3, |at| !is_main(at)),
        marked_in_rest: spans.iter().any(|span| !is_main(span.block)),
        kommun: name,
    };
    site::html("sparat.html", &copy)
}

const PURGED: &str = "Kopian är gallrad. Vi sparar sidor bara så länge de behövs för granskningen. Kontrollsumman finns \
                      kvar, så att det går att visa vilken sida vi läste.";

fn unreadable(reason: Reason) -> String {
    format!("Sidan går inte att visa. {}", reason.sentence_sv())
}

/// Address of the stored copy of a page from the site's root, by the kommun's slug and the name of the record.
pub(super) fn path(slug: &str, record: &str) -> String {
    format!("sparat/{slug}/{}", record.trim_start_matches("urn:uuid:"))
}

/// The record, without `urn:uuid:`, of the page that a kommun's answer stands on: the words that answered first, else those
/// that came nearest.
pub fn record_of_answer(site: &Site<'_>, kommun: usize, rule: &str) -> Option<String> {
    let result = site.overview().kommun(kommun);
    let found = finding(result, rule)?;
    let nearest = found.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
    let record = record_of(result, found.evidence.first().or(nearest)?)?;
    Some(record.trim_start_matches("urn:uuid:").to_owned())
}

//! A round's manifest: one line with a SHA-256 for everything that its result rests on.
//!
//! Place in the flow: a finished round → **manifest** → seal, and again from the database → verify.
//! What must stay true: the same round gives the same text on both databases and every machine; a line names what it
//! stands for, so that a difference can be told to a person.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{AuditError, result};
use crate::archive::origin::Origins;
use crate::archive::record::{self, Part};
use crate::archive::sha256;
use crate::rules::RuleSet;
use crate::store::{CaptureRow, PageRow, RoundRow, Store, VisitRow};

/// The version that is written: 1 said nothing of the addresses that were not read, 2 nothing of what people decided.
pub(super) const VERSION: u32 = 3;

/// The version of a manifest.
pub(super) fn version(manifest: &str) -> u32 {
    let said = manifest.lines().next().and_then(|line| line.strip_prefix("hemkoll-manifest "));
    said.and_then(|number| number.parse().ok()).unwrap_or(VERSION)
}

/// What the manifest says beside what the database holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chain<'a> {
    /// Which lines it has.
    pub version: u32,
    /// The seal before this one; empty for the first.
    pub previous: &'a str,
    /// When it is sealed, RFC 3339 UTC.
    pub sealed_at: &'a str,
}

/// The manifest's text.
pub(super) async fn text(
    store: &Store,
    round: &RoundRow,
    rules: &RuleSet,
    chain: Chain<'_>,
) -> Result<String, AuditError> {
    let mut text = format!(
        "hemkoll-manifest {}\nround {}\nopened {}\nsealed {}\nprevious {}\n",
        chain.version,
        sha256(round.round.name.as_bytes()),
        round.round.opened_at,
        chain.sealed_at,
        if chain.previous.is_empty() { "-" } else { chain.previous },
    );
    let mut line = |words: &[&str]| {
        let _ = writeln!(text, "{}", words.join(" "));
    };
    line(&["parameters", &of(&round.round.params)]);
    line(&["amounts", &of(&round.amounts)]);
    line(&["rules", rules.manifest_sha256()]);
    for (path, hash) in rules.files() {
        line(&["rule", path, hash]);
    }
    let result = result::load(store, &round.round.name, rules).await?;
    let scores: BTreeMap<&str, String> = result
        .kommuner
        .iter()
        .map(|kommun| (kommun.kommun.code.as_str(), of(&(&kommun.score, &kommun.rank))))
        .collect();
    let mut visits = store.visits(round.id).await?;
    visits.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    for visit in &visits {
        let code = one_word(&visit.kommun.code);
        line(&["kommun", &code, &of(&visit.kommun)]);
        line(&["visit", &code, &ended(visit)]);
        let captures = store.captures(visit.id).await?;
        let names = record::names(&round.round.name, &visit.kommun.code, &captures);
        let origins = Origins::of(store, &captures).await?;
        for (capture, name) in captures.iter().zip(&names) {
            let (id, body) = (name.urn(Part::Response), capture.sha256.as_deref().unwrap_or("-"));
            let of = capture.revisit_of.and_then(|id| origins.get(id)).map(|whole| sent(whole.capture, None));
            line(&["capture", &code, id.trim_start_matches("urn:uuid:"), &sent(capture, of.as_deref()), body]);
        }
        for import in store.imports(visit.id).await? {
            let place = captures.iter().position(|capture| capture.id == import.capture_id).unwrap_or_default();
            let said = (&import.file, &import.file_sha256, &import.imported_by, &import.imported_at, &import.why);
            line(&["import", &code, &place.to_string(), &of(&said)]);
        }
        if chain.version > 1 {
            line(&["addresses", &code, &of(&store.frontier(visit.id).await?)]);
        }
        line(&["pages", &code, &read(&store.pages(visit.id).await?, &captures)]);
        if chain.version > 2 {
            line(&["decisions", &code, &of(&store.decisions(visit.id).await?)]);
        }
        line(&["answers", &code, &of(&store.findings(visit.id, rules.manifest_sha256()).await?)]);
        line(&["score", &code, scores.get(visit.kommun.code.as_str()).map_or("-", String::as_str)]);
    }
    Ok(text)
}

/// SHA-256 of a value as JSON.
fn of(value: &impl Serialize) -> String {
    sha256(&serde_json::to_vec(value).expect("plain text and numbers"))
}

fn one_word(code: &str) -> String {
    code.replace(char::is_whitespace, "_")
}

fn ended(visit: &VisitRow) -> String {
    let progress = &visit.progress;
    of(&(
        visit.status.code(),
        visit.reason.map(crate::domain::Reason::code),
        progress.pages_ok,
        progress.requests,
        &progress.first_at,
        &progress.last_at,
    ))
}

/// An answer and what was asked. `whole`: the same of the earlier answer that it says still holds, whose header fields
/// count too.
fn sent(capture: &CaptureRow, whole: Option<&str>) -> String {
    let sent = of(&(
        capture.kind.code(),
        &capture.url,
        &capture.final_url,
        &capture.sent_at,
        capture.millis,
        capture.status,
        (&capture.http, &capture.remote),
        &capture.headers,
        capture.wire_bytes,
        &capture.sha256,
        capture.reason.map(crate::domain::Reason::code),
    ));
    // As in the manifests of rounds from before there were conditions.
    if capture.asked_if.is_empty() && whole.is_none() { sent } else { of(&(sent, &capture.asked_if, whole)) }
}

/// The pages by place in the log, so that the database's keys weigh nothing.
fn read(pages: &[PageRow], captures: &[CaptureRow]) -> String {
    let place = |id: i64| captures.iter().position(|capture| capture.id == id);
    let first = |id: i64| pages.iter().find(|page| page.id == id).and_then(|page| place(page.capture));
    let rows: Vec<_> = pages
        .iter()
        .map(|page| {
            let kind = page.page_type.code();
            (&page.url, place(page.capture), page.depth, kind, page.needs_javascript, page.same_as.and_then(first))
        })
        .collect();
    of(&rows)
}

/// A line's name (what it stands for) and what it says.
fn split(line: &str) -> (String, &str) {
    let words: Vec<&str> = line.split(' ').collect();
    let named = match words.first() {
        Some(&("capture" | "import")) => 3,
        Some(&("rule" | "kommun" | "visit" | "addresses" | "pages" | "decisions" | "answers" | "score")) => 2,
        _ => 1,
    };
    let name = words[..named.min(words.len())].join(" ");
    let rest = line.get(name.len()..).unwrap_or_default();
    (name, rest)
}

/// How a line differs between the sealed manifest and the database now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// Only the sealed manifest has it.
    Gone,
    /// Both have it, and it says something else.
    Changed,
    /// Only the database has it.
    Added,
}

/// The lines that differ, by name, in the order of the sealed manifest.
pub(super) fn differences(sealed: &str, now: &str) -> Vec<(String, Fault)> {
    let present: BTreeMap<String, &str> = now.lines().map(split).collect();
    let before: BTreeMap<String, &str> = sealed.lines().map(split).collect();
    let mut told = Vec::new();
    for (name, said) in sealed.lines().map(split) {
        match present.get(&name) {
            None => told.push((name, Fault::Gone)),
            Some(says) if *says != said => told.push((name, Fault::Changed)),
            Some(_) => {}
        }
    }
    told.extend(present.into_keys().filter(|name| !before.contains_key(name)).map(|name| (name, Fault::Added)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_tells_its_version() {
        assert_eq!((version("hemkoll-manifest 1\nround x"), version("hemkoll-manifest 2\n")), (1, 2));
        assert_eq!(version(""), VERSION);
    }

    #[test]
    fn differences_name_the_line() {
        let sealed = "rules a\ncapture 0001 x h1 b1\ncapture 0001 y h2 b2\nscore 0001 s\n";
        assert!(differences(sealed, sealed).is_empty());
        let now = "rules a\ncapture 0001 x h1 b9\nscore 0001 s\nscore 0002 s\n";
        assert_eq!(
            differences(sealed, now),
            [
                ("capture 0001 x".to_owned(), Fault::Changed),
                ("capture 0001 y".to_owned(), Fault::Gone),
                ("score 0002".to_owned(), Fault::Added),
            ]
        );
    }
}

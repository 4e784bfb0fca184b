//! Pages saved in a person's browser, judged by the same rules as those that were fetched.
//!
//! Place in the flow: files → **captures** → judged again → the kommun's answers.
//! What must stay true: nothing of a bad file is stored; a page belongs to the kommun it is imported for; the reason that
//! somebody gives for reading a kommun again is kept, and none is made up.

use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use super::judge::{JudgedPage, RawPage, text_identity};
use super::missing::says_it_is_missing;
use super::rescore::Again;
use super::{AuditError, result, settle};
use crate::archive::saved::{self, Limits, Saved};
use crate::archive::{self, sha256};
use crate::clock::Clock;
use crate::crawl::{Hosts, Taken, inflate, normalise};
use crate::domain::{Reason, Text, VisitStatus, both};
use crate::page::{self, is_no_text};
use crate::rules::RuleSet;
use crate::store::{CaptureKind, NewCapture, NewImport, NewPage, RoundRow, Store, VisitRow};

/// Longest name and reason, in characters.
const LONGEST: usize = 300;

/// What to import.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// The round's name.
    pub round: String,
    /// Code or name of the kommun.
    pub kommun: String,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Who saved or handed in the files.
    pub by: String,
    /// Why the kommun is read again, if somebody says so.
    pub why: Option<String>,
    /// The address, for a file that does not say its own.
    pub url: Option<Url>,
}

/// What became of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The kommun's name.
    pub kommun: String,
    /// The pages in the order of the files.
    pub pages: Vec<ImportedPage>,
    /// How the visit stands now.
    pub status: VisitStatus,
    /// Whether the kommun had been read before.
    pub read_again: bool,
}

/// One imported page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedPage {
    /// The file's name.
    pub file: String,
    /// Its address.
    pub url: String,
    /// Title or first heading.
    pub title: String,
    /// SHA-256 of the page.
    pub sha256: String,
}

/// Imports files into a round and judges the kommun again.
pub async fn import(
    store: &Store,
    request: &ImportRequest,
    rules: Arc<RuleSet>,
    clock: Clock,
) -> Result<Imported, AuditError> {
    let _lock = store.lock_alone().await?;
    let row = result::named(store, &request.round).await?;
    let visits = store.visits(row.id).await?;
    let visit = one(&visits, &request.kommun)?;
    let read_again = visit.status.is_assessed() && !store.pages(visit.id).await?.is_empty();
    may(store, &row, visit, request, &rules).await?;
    let taken = Taken::by(&visits.iter().map(|visit| visit.kommun.clone()).collect::<Vec<_>>());
    let hosts = Hosts::of(&visit.kommun, &taken).map_err(|_| AuditError::no_kommun(&request.kommun, []))?;
    let again = Again::new(store, &row, Arc::clone(&rules))?;
    let mut imports = Vec::new();
    for path in &request.files {
        imports.extend(file(request, path, &hosts, visit, &again, clock).await?);
    }
    store.import(visit.id, &imports, &clock.stamp()).await?;
    let (status, reason) = if visit.status.is_assessed() {
        (visit.status, visit.reason)
    } else {
        // What could not be fetched is still not fetched: some was read, by hand.
        (VisitStatus::Partial, visit.reason)
    };
    let judged = again.judge(&VisitRow { status, ..visit.clone() }).await?;
    store.settle_import(visit.id, (status, reason), rules.manifest_sha256(), &judged.findings).await?;
    let pages = imports.iter().map(|import| ImportedPage {
        file: import.file.clone(),
        url: import.page.url.clone(),
        title: import.page.title.clone(),
        sha256: import.capture.body.as_ref().map(|body| body.sha256.clone()).unwrap_or_default(),
    });
    Ok(Imported { kommun: visit.kommun.name.clone(), pages: pages.collect(), status, read_again })
}

fn one<'a>(visits: &'a [VisitRow], wanted: &str) -> Result<&'a VisitRow, AuditError> {
    let found = visits.iter().find(|visit| visit.is_called(wanted));
    found.ok_or_else(|| AuditError::no_kommun(wanted, visits.iter().map(|visit| &visit.kommun.name)))
}

/// Whether the kommun can be imported into now.
async fn may(
    store: &Store,
    row: &RoundRow,
    visit: &VisitRow,
    request: &ImportRequest,
    rules: &RuleSet,
) -> Result<(), AuditError> {
    if let Some(seal) = store.seal(row.id).await? {
        return Err(AuditError::Sealed { round: row.round.name.clone(), sealed_at: seal.sealed_at });
    }
    if row.round.params.rules_sha256 != rules.manifest_sha256() {
        return Err(AuditError::OtherRulesThanRound { round: row.round.name.clone() });
    }
    if visit.status == VisitStatus::Open {
        return Err(AuditError::NotFinished { round: row.round.name.clone(), open: 1 });
    }
    let told = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST;
    if !told(&request.by) {
        return Err(AuditError::ByWhom);
    }
    if request.why.as_deref().is_some_and(|why| !told(why)) {
        return Err(AuditError::ReasonTooLong);
    }
    Ok(())
}

async fn file(
    request: &ImportRequest,
    path: &PathBuf,
    hosts: &Hosts,
    visit: &VisitRow,
    again: &Again<'_>,
    clock: Clock,
) -> Result<Vec<NewImport>, AuditError> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|cause| AuditError::File { path: shown.clone(), cause })?;
    let refused = |why: Text| AuditError::Import { path: shown.clone(), why };
    let pages = saved::read(&bytes, Limits::default()).map_err(|fault| refused(Text::by(|lang| fault.told(lang))))?;
    let file_sha256 = sha256(&bytes);
    let name = path.file_name().map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
    let kommun = &visit.kommun.name;
    let (several, mut imports) = (pages.len() > 1, Vec::new());
    for page in pages {
        let body = plain(&page).await.map_err(&refused)?;
        if is_no_text(&body) {
            return Err(refused(both!(
                "filen är ingen webbsida. Spara sidan som HTML, MHTML eller WARC",
                "the file is no web page. Save the page as HTML, MHTML or WARC"
            )));
        }
        let url = match address(&page, request.url.as_ref()) {
            Some(url) => Some(url),
            None => canonical(again, body.clone(), page.content_type.clone()).await?,
        };
        let url = url.ok_or_else(|| {
            refused(both!(
                "filen säger inte vilken adress sidan har. Skriv den med --url ADRESS",
                "the file does not tell the page's address. Write it with --url ADDRESS"
            ))
        })?;
        if !hosts.contains(&url) {
            // An archive holds what the browser fetched, from other sites too.
            if several {
                continue;
            }
            return Err(refused(both!(
                "adressen {url} hör inte till {kommun}",
                "the address {url} is none of {kommun}'s"
            )));
        }
        let url = normalise(&url);
        let raw = RawPage {
            url: url.clone(),
            sha256: sha256(&body),
            content_type: page.content_type.clone(),
            body,
            depth: 0,
        };
        let body = archive::pack(&raw.body);
        let judged = again.page_at_hand(raw, visit.kommun.traits.clone()).await?;
        let judged: JudgedPage = judged.map_err(|reason| refused(part(reason)))?;
        if says_it_is_missing(&judged.record) {
            return Err(refused(both!(
                "sidan säger att den inte finns (404)",
                "the page says that it does not exist (404)"
            )));
        }
        let JudgedPage { record, head_title, .. } = judged;
        let fetched_at = page.fetched_at.as_deref().and_then(|at| at.parse().ok()).map(crate::clock::stamp);
        imports.push(NewImport {
            capture: NewCapture {
                kind: CaptureKind::Import,
                url: url.to_string(),
                final_url: url.to_string(),
                sent_at: fetched_at.unwrap_or_else(|| clock.stamp()),
                millis: 0,
                status: 200,
                http: String::new(),
                remote: String::new(),
                headers: page.content_type.map(|media| ("content-type".to_owned(), media)).into_iter().collect(),
                wire_bytes: 0,
                body: Some(body),
                reason: None,
                asked_if: Vec::new(),
                revisit_of: None,
            },
            page: NewPage {
                url: url.into(),
                depth: 0,
                text_sha256: text_identity(&record),
                title: record.title.clone(),
                head_title,
                page_type: record.page_type,
                needs_javascript: record.needs_javascript,
                manifest: again.manifest().to_owned(),
                record: settle::pack(&record),
            },
            file: name.clone(),
            file_sha256: file_sha256.clone(),
            by: request.by.trim().to_owned(),
            why: request.why.clone().unwrap_or_default().trim().to_owned(),
        });
    }
    if imports.is_empty() {
        return Err(refused(both!("ingen sida i filen hör till {kommun}", "no page in the file is one of {kommun}'s")));
    }
    Ok(imports)
}

/// The body without its coding.
async fn plain(page: &Saved) -> Result<Vec<u8>, Text> {
    let codings: Vec<&[u8]> = page.codings.iter().map(String::as_bytes).collect();
    let body = inflate(&page.body, &codings, Limits::default().body).await;
    body.map_err(|failure| {
        let detail = failure.detail;
        Text::by(|lang| format!("{} ({detail})", part(failure.reason).of(lang)))
    })
}

/// A reason as a part of a sentence.
fn part(reason: Reason) -> Text {
    Text::by(|lang| reason.sentence(lang).trim_end_matches('.').to_owned())
}

/// The page's address: what was typed, else what the file says.
fn address(saved: &Saved, typed: Option<&Url>) -> Option<Url> {
    let of_file = || saved.url.as_deref().and_then(|url| Url::parse(url).ok());
    typed.cloned().or_else(of_file).filter(is_web)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// The address that the page gives itself (`link rel=canonical`), when it is a whole one.
async fn canonical(again: &Again<'_>, body: Vec<u8>, content_type: Option<String>) -> Result<Option<Url>, AuditError> {
    let nowhere = Url::parse("https://fil.invalid/").expect("a constant address");
    let found = again.workers.run(move |judge| {
        let model = page::parse(&page::decode(&body, content_type.as_deref()), &nowhere, &judge.types).ok()?;
        model.meta.canonical.filter(|url| is_web(url) && url.host_str() != nowhere.host_str())
    });
    Ok(found.await?.flatten())
}

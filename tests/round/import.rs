//! Pages saved in a person's browser, for sites that refuse programs.

use std::path::PathBuf;
use std::sync::Arc;

use hemkoll::archive::export;
use hemkoll::audit::{self, AuditError, ImportRequest, Imported, Silent};
use hemkoll::domain::{Outcome, Reason, VisitStatus};
use hemkoll::report::{SetTexts, site};
use hemkoll::store::Store;

use super::postgres;
use super::scene::*;

fn request(kommun: &str, files: Vec<PathBuf>) -> ImportRequest {
    ImportRequest {
        round: "prov".into(),
        kommun: kommun.into(),
        files,
        by: "Prova Läsare".into(),
        why: None,
        url: None,
    }
}

async fn import(audit: &Audit, request: &ImportRequest) -> Result<Imported, AuditError> {
    audit.free().await;
    audit::import(&audit.store, request, Arc::clone(&audit.rules), clock()).await
}

/// A page as a browser saves it.
fn saved(folder: &tempfile::TempDir, name: &str, url: &str, path: &str) -> PathBuf {
    let html = &sites()["hedlunda.test"][path];
    let file = folder.path().join(name);
    std::fs::write(&file, format!("<!-- saved from url=({:04}){url} -->\n{html}", url.len())).unwrap();
    file
}

async fn story(audit: &Audit) {
    audit.finish_and_free().await;
    let before = audit.result().await;
    assert_eq!(before.kommuner[2].visit.status, VisitStatus::Blocked);
    let folder = tempfile::tempdir().unwrap();
    let page = saved(&folder, "hemtjanst.html", "http://sandaker.test/hemtjanst", "/hemtjanst");
    let elsewhere = saved(&folder, "annan.html", "http://hedlunda.test/hemtjanst", "/hemtjanst");

    // Nothing of a bad file is stored, nor of the good ones beside it.
    let refused = import(audit, &request("sandaker.test", vec![page.clone(), elsewhere])).await.unwrap_err();
    assert!(refused.to_string().contains("hör inte till sandaker.test"), "{refused}");
    assert_same(before, audit.result().await);

    let done = import(audit, &request("0002", vec![page.clone()])).await.unwrap();
    assert_eq!((done.pages.len(), done.status, done.read_again), (1, VisitStatus::Partial, false));
    let result = audit.result().await;
    let kommun = &result.kommuner[2];
    assert_eq!((kommun.visit.status, kommun.visit.reason), (VisitStatus::Partial, Some(Reason::RobotsDisallow)));
    assert!(kommun.findings.iter().any(|finding| finding.outcome == Outcome::Passed), "{:#?}", kommun.findings);
    // The page about fees was not handed in, and nobody has seen where the start page leads.
    let fees = kommun.findings.iter().find(|finding| finding.rule == "prov-maxtaxa").unwrap();
    assert_eq!((fees.outcome, fees.reason.as_str()), (Outcome::Untested, "robots-disallow"));
    let hand = kommun.pages[0].by_hand.as_ref().unwrap();
    assert_eq!((hand.by.as_str(), hand.on.as_str(), hand.why.as_str()), ("Prova Läsare", "2026-11-21", ""));
    assert_eq!(hand.file_sha256, hemkoll::archive::sha256(&std::fs::read(&page).unwrap()));

    let mut again = request("sandaker.test", vec![page]);
    assert!(import(audit, &again).await.unwrap().read_again);
    let kept = audit.result().await.kommuner[2].pages[0].by_hand.clone().unwrap();
    assert_eq!(kept.why, "", "no reason is made up");
    again.why = Some("x".repeat(301));
    let refused = import(audit, &again).await.unwrap_err();
    assert!(matches!(refused, AuditError::ReasonTooLong), "{refused}");
    again.why = Some("Sidan var ofullständigt sparad.".into());
    import(audit, &again).await.unwrap();
    let result = audit.result().await;
    assert_eq!(result.kommuner[2].pages.len(), 1, "the same address takes the old one's place");
    assert_eq!(result.kommuner[2].pages[0].by_hand.as_ref().unwrap().why, "Sidan var ofullständigt sparad.");
    audit.free().await;
    let changes = audit::rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!(changes.changes, [], "judged from the archive it is the same");

    let texts = SetTexts::from(&*audit.rules);
    let shown = site::Site::new(&result, &texts).page("kommun/sandaker-test.html").unwrap().unwrap();
    let shown = String::from_utf8(shown.body).unwrap();
    assert!(shown.contains("för hand den 21 november 2026 av Prova Läsare. Skäl: Sidan var ofullständigt sparad."));
    assert!(shown.contains("· inläst för hand"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_site_is_assessed_from_pages_that_a_person_saved() {
    let (_world, address) = serve().await;
    story(&Audit::new(address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_on_postgresql() {
    let Some(url) = postgres::fresh("import").await else { return };
    let (_world, address) = serve().await;
    story(&Audit::on(&url, address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rounds_own_archive_can_be_imported_and_judged_alike() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    let result = audit.result().await;
    let row = audit.store.round("prov").await.unwrap().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prov.warc.gz");
    std::fs::write(&file, export::warc(&audit.store, &row, Vec::new()).await.unwrap().0).unwrap();
    let again = ImportRequest { why: Some("prov".into()), ..request("hedlunda.test", vec![file]) };
    let done = import(&audit, &again).await.unwrap();
    assert_eq!(done.pages.len(), result.kommuner[0].pages.len(), "other kommuner's pages are left out");
    let after = audit.result().await;
    let outcomes = |result: &hemkoll::score::RoundResult| {
        result.kommuner[0].findings.iter().map(|f| (f.rule.clone(), f.outcome)).collect::<Vec<_>>()
    };
    assert_eq!(outcomes(&after), outcomes(&result));
    let url = format!("sqlite:{}", audit.store.file().unwrap().display());
    assert!(Store::open_existing(&url).await.is_ok());
}

//! A sealed round: nothing can be changed in silence, and its pages can still be removed when their time is up.

use std::path::PathBuf;
use std::sync::Arc;

use hemkoll::archive::{self, ArchiveError, export};
use hemkoll::audit::{self, AuditError, PurgeRequest, Silent, Verified};
use hemkoll::clock::Clock;
use hemkoll::domain::Lang;
use hemkoll::store::{Store, StoreError};

use super::postgres;
use super::scene::*;

async fn sealed(audit: &Audit) -> String {
    audit.finish_and_free().await;
    audit::seal(&audit.store, "prov", &audit.rules, clock()).await.unwrap().sha256
}

async fn verify(audit: &Audit, store: &Store) -> Verified {
    audit::verify(store, "prov", Arc::clone(&audit.rules), 9, None).await.unwrap()
}

async fn run(store: &Store, sql: &str) -> Result<(), StoreError> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match store {
        Store::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
        Store::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
    }
    Ok(())
}

async fn story(audit: &Audit) {
    let before = verify_unsealed(audit).await;
    let stamp = audit.store.round_stamps(audit.rules.manifest_sha256()).await.unwrap().remove(0);
    assert_eq!((stamp.sealed, stamp.sealed_by), (false, None));
    let seal = sealed(audit).await;
    let rules = audit.rules.manifest_sha256();
    for (shown, is_covered) in [(rules, true), ("other rules", false)] {
        let stamp = audit.store.round_stamps(shown).await.unwrap().remove(0);
        assert_eq!((stamp.sealed, stamp.sealed_by.as_deref()), (is_covered, Some(rules)), "{shown}");
    }
    let done = verify(audit, &audit.store).await;
    assert_eq!(done.differences, []);
    assert_eq!((done.seal.as_deref(), done.bodies), (Some(seal.as_str()), before.bodies));
    assert_eq!(done.judged.len(), 2, "both assessed kommuner are judged again: {:?}", done.judged);
    let other = audit::verify(&audit.store, "prov", Arc::clone(&audit.rules), 0, Some("ab")).await.unwrap();
    assert!(other.differences[0].of(Lang::Sv).starts_with("Sigillet är "), "{other:?}");
    let newer = Arc::new(hemkoll::rules::RuleSet::embedded());
    let later = audit::verify(&audit.store, "prov", newer, 9, None).await.unwrap();
    assert_eq!(later, done, "the seal decides by which rules");
    let again = audit::seal(&audit.store, "prov", &audit.rules, clock()).await.unwrap_err();
    assert!(matches!(again, AuditError::Sealed { .. }), "{again}");
    for sql in [
        "update round set params = '{}'",
        "update visit set status = 'complete'",
        "delete from visit",
        "update capture set url = 'https://annan.test/'",
        "delete from page",
        "update page set title = 'x'",
        "update frontier set state = 'done', reason = null",
        "delete from frontier",
        "update ruleset set files = ''",
        "delete from ruleset",
        "update finding set outcome = 'passed'",
        "delete from finding",
        "update body set sha256 = 'x'",
        "update seal set manifest = ''",
        "delete from seal",
    ] {
        let refused = run(&audit.store, sql).await.unwrap_err();
        assert!(matches!(refused, StoreError::Sealed), "{sql}: {refused}");
    }
    let changes = audit::rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!(changes.changes, [], "the same rules give the same answers, and nothing is written");
    purged(audit).await;
}

async fn verify_unsealed(audit: &Audit) -> Verified {
    audit.finish_and_free().await;
    let done = verify(audit, &audit.store).await;
    assert_eq!((done.seal.as_ref(), done.differences.len()), (None, 0), "{done:?}");
    assert!(done.bodies > 6, "{done:?}");
    done
}

async fn purged(audit: &Audit) {
    let (store, at) = (&audit.store, |day: &str| Clock::Fixed(format!("{day}T10:00:00Z").parse().unwrap()));
    let result = audit.result().await;
    let (all, dry) = (PurgeRequest::default(), PurgeRequest { dry_run: true, ..PurgeRequest::default() });
    let sooner = PurgeRequest { keep_until: Some(jiff::civil::date(2020, 1, 1)), ..dry.clone() };
    let told = audit::purge(store, &sooner, at("2026-11-22")).await.unwrap();
    assert!(told[0].keep_until == "2020-01-01" && told[0].removed.is_some(), "what would be: {told:?}");
    let early = audit::purge(store, &all, at("2028-11-21")).await.unwrap();
    assert_eq!((early[0].keep_until.as_str(), early[0].removed), ("2028-11-21", None));
    let would = audit::purge(store, &dry, at("2028-11-22")).await.unwrap()[0].removed.unwrap();
    let did = audit::purge(store, &all, at("2028-11-22")).await.unwrap()[0].removed.unwrap();
    assert_eq!(would, did);
    assert!(did.bodies > 6 && did.bytes > 0 && did.shared == 0, "{did:?}");
    assert_eq!(audit::purge(store, &all, at("2028-11-23")).await.unwrap()[0].removed, None);
    let page = &result.kommuner[0].pages[0];
    assert!(matches!(archive::read(store, &page.sha256).await, Err(ArchiveError::Purged(_))));
    let left = verify(audit, store).await;
    assert_eq!((left.differences.len(), left.bodies), (0, 0), "{left:?}");
    assert_eq!(left.purged as u64, did.bodies);
    assert_same(result.clone(), audit.result().await);
    let refused = audit::rescore(store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap_err();
    assert!(matches!(refused, AuditError::PagesPurged { .. }), "{refused}");
    let row = store.round("prov").await.unwrap().unwrap();
    let (file, _) = export::warc(store, &row, Vec::new()).await.unwrap();
    let records = super::evidence::records(&file);
    let (header, _) = &records[&format!("<{}>", page.record)];
    assert!(header.contains("WARC-Truncated: unspecified") && !header.contains("Payload-Digest"), "{header}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_round_on_sqlite() {
    let (_world, address) = serve().await;
    story(&Audit::new(address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_round_on_postgresql() {
    let Some(url) = postgres::fresh("sealed").await else { return };
    let (_world, address) = serve().await;
    story(&Audit::on(&url, address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_purged_with_one_round_is_there_again_when_the_next_fetches_it() {
    let (_world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    sealed(&audit).await;
    let later = Clock::Fixed("2030-01-01T10:00:00Z".parse().unwrap());
    audit::purge(&audit.store, &PurgeRequest::default(), later).await.unwrap();
    audit.request.round = Some("nästa".into());
    audit.finish_and_free().await;
    let result = audit::result::load(&audit.store, "nästa", &audit.rules).await.unwrap();
    let page = &result.kommuner[0].pages[0];
    assert_eq!(archive::sha256(&archive::read(&audit.store, &page.sha256).await.unwrap()), page.sha256);
    // What the next round needs stays, though the first one's time is up.
    run(&audit.store, "update retention set purged_at = ''").await.unwrap();
    let due =
        audit::purge(&audit.store, &PurgeRequest { dry_run: true, ..PurgeRequest::default() }, later).await.unwrap();
    assert_eq!(due[0].removed.map(|removed| (removed.bodies, removed.shared > 6)), Some((0, true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_seal_names_the_one_before() {
    let (_world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    let first = sealed(&audit).await;
    audit.request.round = Some("andra".into());
    audit.finish_and_free().await;
    let second = audit::seal(&audit.store, "andra", &audit.rules, clock()).await.unwrap();
    assert_eq!((second.position, second.previous.as_str()), (2, first.as_str()));
    run(&audit.store, "drop trigger seal_update; update seal set manifest = manifest || ' ' where position = 1")
        .await
        .unwrap();
    let done = audit::verify(&audit.store, "andra", Arc::clone(&audit.rules), 0, None).await.unwrap();
    let told: Vec<String> = done.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["Manifestet bakom sigill 1 i kedjan är ändrat."]);
}

/// Exchanges `from` wherever it stands in the database's file (some places may be left over from earlier writes).
fn tamper(file: &PathBuf, from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    let mut bytes = std::fs::read(file).unwrap();
    let places: Vec<usize> = (0..bytes.len() - from.len()).filter(|&at| bytes[at..at + from.len()] == *from).collect();
    assert!(!places.is_empty(), "it stands in the file");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    std::fs::write(file, bytes).unwrap();
}

/// One byte changed in the file, outside any database program.
#[tokio::test(flavor = "multi_thread")]
async fn one_changed_byte_in_the_file_is_caught_and_named() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    sealed(&audit).await;
    let result = audit.result().await;
    let page = result.kommuner[1].pages[1].clone();
    let (_, packed) = audit.store.body(&page.sha256).await.unwrap().unwrap();
    let file = audit.store.file().unwrap();
    audit.store.clone().close().await;
    let whole = std::fs::read(&file).unwrap();
    let url = format!("sqlite:{}", file.display());

    let mut altered = packed.clone();
    *altered.last_mut().unwrap() ^= 1;
    let failed = br#""outcome":"failed","reason""#.as_slice();
    let changes: [(&[u8], &[u8], &str); 5] = [
        (b"failednot-found", b"failedforbidden", "vilka adresser som inte lästes"),
        (&packed, &altered, page.url.as_str()),
        (failed, br#""outcome":"passed","reason""#, "Något av svaren för"),
        (b"\"content-type\",\"text/html", b"\"content-type\",\"text/htmx", "är ändrat"),
        (b"rules_sha256\":\"", b"rules_sha257\":\"", ""),
    ];
    for (from, to, told) in changes {
        std::fs::write(&file, &whole).unwrap();
        tamper(&file, from, to);
        let store = Store::open(&url).await.unwrap();
        let done = audit::verify(&store, "prov", Arc::clone(&audit.rules), 9, None).await;
        match done {
            Ok(done) => {
                let all = done.differences.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
                assert!(!all.is_empty() && all.contains(told) && !told.is_empty(), "{told}: {all}");
            }
            // The round cannot even be read.
            Err(fault) => assert!(told.is_empty() && fault.is_storage(), "{told}: {fault}"),
        }
        store.close().await;
    }
    std::fs::write(&file, &whole).unwrap();
    let store = Store::open(&url).await.unwrap();
    assert_eq!(verify(&audit, &store).await.differences, []);
}

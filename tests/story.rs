//! One story of the store, told to SQLite always and to PostgreSQL when `HEMKOLL_TEST_POSTGRES` names one; and what
//! the store says when its file is not as it should be.

#[path = "story/decisions.rs"]
mod decisions;
#[path = "story/gates.rs"]
mod gates;
mod postgres;
#[path = "story/users.rs"]
mod users;

use std::time::Duration;

use hemkoll::archive;
use hemkoll::domain::{
    Amounts, Finding, Kommun, Outcome, PageType, Reason, Round, RoundParams, StopList, VisitStatus, round::Scope,
};
use hemkoll::store::{
    Candidate, CaptureKind, FrontierState, Lease, NewCapture, NewLink, NewPage, NewRound, PageCommit, Store,
    StoreError, VisitProgress, Write,
};

fn file_url(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("h.db").display())
}

#[tokio::test]
async fn the_story_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder);
    story(&url).await;
    let store = Store::open(&url).await.unwrap();
    assert_eq!(store.file().unwrap(), folder.path().join("h.db"));
}

#[tokio::test]
async fn the_story_on_postgresql() {
    if let Some(url) = postgres::fresh("story").await {
        story(&url).await;
    }
}

fn kommun(code: &str, name: &str) -> Kommun {
    Kommun {
        code: code.into(),
        name: name.into(),
        start_url: format!("https://{}.test/", name.to_lowercase()),
        ..Kommun::default()
    }
}

fn round(name: &str) -> Round {
    Round {
        name: name.into(),
        opened_at: "2026-11-21T10:00:00.000000Z".into(),
        params: RoundParams {
            judged_on: jiff::civil::date(2026, 11, 21),
            page_budget: 60,
            scope: Scope::Topic,
            max_body: 10_000_000,
            seeds_sha256: "s".into(),
            rules_sha256: "r".into(),
            normaliser: 1,
            stop_list: StopList::default(),
        },
    }
}

fn link(url: &str, priority: i64, seq: i64) -> NewLink {
    NewLink { url: url.into(), priority, depth: 1, seq, text: "Hemtjänst\0".into(), found_on: String::new() }
}

fn answer(url: &str, body: &[u8]) -> NewCapture {
    NewCapture {
        kind: CaptureKind::Page,
        url: url.into(),
        final_url: url.into(),
        sent_at: "2026-11-21T10:00:01.000000Z".into(),
        millis: 12,
        status: 200,
        http: "HTTP/2".into(),
        remote: "192.0.2.7:443".into(),
        headers: vec![("content-type".into(), "text/html; charset=utf-8".into())],
        wire_bytes: 5,
        body: Some(archive::pack(body)),
        reason: None,
        asked_if: Vec::new(),
        revisit_of: None,
    }
}

fn step(lease: Lease, ordinal: i64, url: &str, body: &[u8], text: &str, links: Vec<NewLink>) -> Write {
    Write::Page(Box::new(PageCommit {
        lease,
        first_ordinal: ordinal,
        captures: vec![answer(url, body)],
        settled: Some((url.into(), FrontierState::Done, None)),
        also_done: vec![],
        page: Some(NewPage {
            url: url.into(),
            depth: 1,
            title: "Hemtjänst\0 i Hedlunda".into(),
            head_title: String::new(),
            page_type: PageType::Hemtjanst,
            needs_javascript: false,
            text_sha256: text.into(),
            manifest: "m1".into(),
            record: body.to_vec(),
        }),
        links,
        progress: VisitProgress {
            pages_ok: 0,
            requests: u32::try_from(ordinal + 1).unwrap(),
            spent_millis: 20,
            first_at: "2026-11-21T10:00:01.000000Z".into(),
            last_at: "2026-11-21T10:00:02.000000Z".into(),
        },
    }))
}

fn finding(rule: &str, outcome: Outcome) -> Finding {
    Finding {
        rule: rule.into(),
        judging_hash: "j".into(),
        outcome,
        reason: String::new(),
        note: "Ja.".into(),
        evidence: vec![],
        searched: None,
    }
}

/// The same story on both databases: a round opens, a kommun is read, ends, and is judged again.
async fn story(url: &str) {
    let store = Store::open(url).await.unwrap();
    let name = "berättelsen å-ö";
    assert!(store.round(name).await.unwrap().is_none(), "the test wants an empty database");
    let (round, amounts) = (round(name), Amounts::default());
    let kommuner = [kommun("0002", "Hedlunda"), kommun("0001", "Almkulla")];
    let new = NewRound { round: &round, amounts: &amounts, rules: "{}", kommuner: &kommuner };
    let opened = store.open_round(&new).await.unwrap().unwrap();
    assert_eq!(store.round(name).await.unwrap().unwrap(), opened);
    assert_eq!(store.rounds().await.unwrap()[0].round, round);
    assert_eq!(store.open_round(&new).await.unwrap(), None, "a round opens once");
    let visits = store.visits(opened.id).await.unwrap();
    assert_eq!(visits.iter().map(|v| v.kommun.name.as_str()).collect::<Vec<_>>(), ["Hedlunda", "Almkulla"]);
    assert!(visits.iter().all(|v| v.status == VisitStatus::Open));
    let lease = lease_story(&store, opened.id).await;
    let visit = lease.visit;
    assert_eq!(visit, visits[0].id);

    frontier_story(&store, lease).await;
    page_story(&store, lease).await;

    let end = Write::End {
        lease,
        status: VisitStatus::Partial,
        reason: Some(Reason::PageBudget),
        manifest: "m1".into(),
        findings: vec![finding("b", Outcome::Passed), finding("a", Outcome::CantTell)],
    };
    store.commit(&[end]).await.unwrap();
    assert_eq!(store.open_visits(opened.id, lease.worker).await.unwrap(), (1, 0));
    let ended = &store.visits(opened.id).await.unwrap()[0];
    assert_eq!((ended.status, ended.reason), (VisitStatus::Partial, Some(Reason::PageBudget)));
    assert_eq!((ended.progress.pages_ok, ended.progress.requests), (2, 4));
    let rules: Vec<_> = store.findings(visit, "m1").await.unwrap().into_iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["b", "a"], "the set's order, not the alphabet's");

    let page = store.pages(visit).await.unwrap()[0].id;
    let again = Write::Judged {
        visit,
        manifest: "m2".into(),
        records: vec![(page, b"again".to_vec())],
        findings: vec![finding("a", Outcome::Failed)],
    };
    store.commit(&[again]).await.unwrap();
    assert_eq!(store.records(visit, "m2").await.unwrap(), [b"again".to_vec()]);
    assert_eq!(store.findings(visit, "m2").await.unwrap()[0].outcome, Outcome::Failed);
    assert_eq!(store.findings(visit, "m1").await.unwrap().len(), 2, "the first verdicts stay");
    assert_eq!(store.manifests(opened.id).await.unwrap(), ["m1", "m2"]);

    decisions::story(&store, visit).await;
    gates::story(&store).await;
    users::story(&store).await;
    store.close().await;
}

async fn frontier_story(store: &Store, lease: Lease) {
    let visit = lease.visit;
    let seeds = Write::Page(Box::new(PageCommit {
        lease,
        first_ordinal: 0,
        captures: vec![],
        settled: None,
        also_done: vec![],
        page: None,
        links: vec![link("https://h.test/b", 5, 0), link("https://h.test/a", 5, 0), link("https://h.test/B", 1, 1)],
        progress: VisitProgress::default(),
    }));
    store.commit(&[seeds]).await.unwrap();
    let best: Candidate = store.best_candidate(visit).await.unwrap().unwrap();
    assert_eq!((best.url.as_str(), best.text.as_str()), ("https://h.test/a", "Hemtjänst"), "ties go by address");
    let found = vec![link("https://h.test/B", 9, 7), link("https://h.test/B", 8, 8), link("https://h.test/c", 0, 9)];
    let commit = step(lease, 0, "https://h.test/a", b"<h1>a</h1>", "t1", found);
    assert_eq!(store.commit(&[commit]).await.unwrap(), [Some(1)]);
    let best = store.best_candidate(visit).await.unwrap().unwrap();
    assert_eq!((best.url.as_str(), best.priority, best.seq), ("https://h.test/B", 9, 1), "a better link raises it");
    let unread: Vec<_> = store.unread(visit, 5).await.unwrap().into_iter().map(|row| row.url).collect();
    assert_eq!(unread, ["https://h.test/B", "https://h.test/b"]);
}

async fn page_story(store: &Store, lease: Lease) {
    let visit = lease.visit;
    let group = [
        step(lease, 1, "https://h.test/same-body", b"<h1>a</h1>", "", vec![]),
        step(lease, 2, "https://h.test/same-text", b"<h1>a </h1>", "t1", vec![]),
        step(lease, 3, "https://h.test/other", b"<h1>b</h1>", "t2", vec![]),
    ];
    assert_eq!(store.commit(&group).await.unwrap(), [Some(1), Some(1), Some(2)], "equal content counts once");
    let set = Write::Page(Box::new(PageCommit {
        lease,
        first_ordinal: 4,
        captures: vec![],
        settled: Some(("https://h.test/c".into(), FrontierState::Failed, Some(Reason::NotFound))),
        also_done: vec!["https://h.test/b".into()],
        page: None,
        links: vec![],
        progress: VisitProgress {
            pages_ok: 0,
            requests: 4,
            spent_millis: 1,
            first_at: String::new(),
            last_at: String::new(),
        },
    }));
    store.commit(&[set]).await.unwrap();
    let unread = store.unread(visit, 0).await.unwrap();
    assert_eq!(unread.last().map(|row| row.reason), Some(Some(Reason::NotFound)));
    let pages = store.pages(visit).await.unwrap();
    assert_eq!(pages.len(), 4);
    assert_eq!(pages.iter().filter(|page| page.same_as == Some(pages[0].id)).count(), 2);
    assert_eq!((pages[0].title.as_str(), pages[0].page_type), ("Hemtjänst i Hedlunda", PageType::Hemtjanst));
    assert_eq!(pages[0].content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(store.records(visit, "m1").await.unwrap(), [b"<h1>a</h1>".to_vec(), b"<h1>b</h1>".to_vec()]);
    assert_eq!(archive::read(store, &pages[3].sha256).await.unwrap(), b"<h1>b</h1>");
    let log = store.captures(visit).await.unwrap();
    assert_eq!(log.len(), 4);
    assert_eq!(store.capture(log[2].id).await.unwrap().as_ref(), Some(&log[2]));
    assert!(matches!(archive::read(store, "no-such").await, Err(archive::ArchiveError::Missing(_))));
    tamper(store, &pages[3].sha256).await;
    assert!(matches!(archive::read(store, &pages[3].sha256).await, Err(archive::ArchiveError::Altered(_))));
}

async fn tamper(store: &Store, sha256: &str) {
    const SQL: &str = "update body set zstd = $2 where sha256 = $1";
    let other = archive::squeeze(b"<h1>c</h1>");
    match store {
        Store::Sqlite(pool) => sqlx::query(SQL).bind(sha256).bind(other).execute(pool).await.map(drop).unwrap(),
        Store::Postgres(pool) => sqlx::query(SQL).bind(sha256).bind(other).execute(pool).await.map(drop).unwrap(),
    }
}

/// Two workers share a round; one dies. Returns the first visit's lease in the end.
async fn lease_story(store: &Store, round: i64) -> Lease {
    let soon = Duration::from_mins(1);
    let (one, two) = (store.enter_worker(soon).await.unwrap(), store.enter_worker(soon).await.unwrap());
    assert_eq!(store.colleagues(one).await.unwrap(), (1, 0));
    store.want_visits(two, 3).await.unwrap();
    assert_eq!(store.colleagues(one).await.unwrap(), (1, 3));
    let of =
        |claimed: Vec<(Lease, hemkoll::store::VisitRow)>| claimed.iter().map(|(lease, _)| *lease).collect::<Vec<_>>();

    let first = of(store.claim(round, one, 1).await.unwrap());
    let second = of(store.claim(round, two, 9).await.unwrap());
    assert_eq!((first.len(), second.len()), (1, 1), "each visit has one reader");
    assert!(first[0].visit < second[0].visit, "in the seeds' order");
    assert_eq!(store.open_visits(round, one).await.unwrap(), (2, 1));
    assert_eq!(of(store.claim(round, one, 9).await.unwrap()), [], "a live worker's lease is never taken");
    store.give_up(second[0]).await.unwrap();
    assert_eq!(store.open_visits(round, one).await.unwrap(), (2, 0), "nobody waits for what cannot be read");
    assert_eq!(of(store.claim(round, one, 9).await.unwrap()), []);

    // One lets go of its visit, to a worker that is dead already.
    store.let_go(first[0]).await.unwrap();
    let dead = store.enter_worker(Duration::ZERO).await.unwrap();
    let third = of(store.claim(round, dead, 9).await.unwrap());
    assert_eq!((third[0].visit, third[0].token), (first[0].visit, first[0].token + 1));
    assert_eq!(
        of(store.claim(round, one, 9).await.unwrap())[0].token,
        third[0].token + 1,
        "the dead lose their leases"
    );
    let late = [
        step(third[0], 0, "https://h.test/late", b"<h1>late</h1>", "", vec![]),
        step(first[0], 0, "https://h.test/", b"", "", vec![]),
    ];
    assert_eq!(store.commit(&late).await.unwrap(), [None, None], "late writes are refused");
    assert_eq!(store.pages(first[0].visit).await.unwrap(), []);
    assert!(store.captures(first[0].visit).await.unwrap().is_empty());
    assert!(store.body(&archive::sha256(b"<h1>late</h1>")).await.unwrap().is_none());

    // Both take leave: all is free at once.
    store.leave_worker(one).await.unwrap();
    store.leave_worker(two).await.unwrap();
    assert_eq!(store.colleagues(one).await.unwrap(), (0, 0));
    let mut lock = store.lock_for_audit().await.unwrap();
    lock.beat(two, soon).await.unwrap();
    let lives = usize::from(lock.is_shared());
    assert_eq!(store.colleagues(one).await.unwrap().0, lives, "a worker that was forgotten shows that it lives");
    store.leave_worker(two).await.unwrap();
    let last = store.enter_worker(soon).await.unwrap();
    assert!(last > dead, "numbers are never used again");
    let leases = of(store.claim(round, last, 9).await.unwrap());
    assert_eq!(leases.len(), 2);
    leases[0]
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        files.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(names("migrations/sqlite"), names("migrations/postgres"));
}

#[tokio::test]
async fn one_audit_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_url(&folder)).await.unwrap();
    let lock = store.lock_for_audit().await.unwrap();
    let other = Store::open(&file_url(&folder)).await.unwrap();
    assert!(matches!(other.lock_for_audit().await, Err(StoreError::Locked(_))));
    drop(lock);
    other.lock_for_audit().await.unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("h.db");
    let text = "inte en databas, men ganska lång ändå ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    let error = Store::open(&file_url(&folder)).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_url(&folder)).await.unwrap();
    let Store::Sqlite(pool) = &store else { unreachable!() };
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         values (9999, 'framtiden', true, x'00', 0)",
    )
    .execute(pool)
    .await
    .unwrap();
    store.close().await;
    let error = Store::open(&file_url(&folder)).await.unwrap_err();
    assert!(matches!(error, StoreError::NewerSchema(9999)), "{error:?}");
}

#[tokio::test]
async fn bad_addresses_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Store::open("mysql://x").await, Err(StoreError::BadUrl(_))));
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let unreachable = Store::open(&format!("postgres://anna@{nobody}/hemkoll")).await;
    assert!(matches!(unreachable, Err(StoreError::Unreachable(_))), "the listener was dropped: nobody answers");
    let missing = format!("sqlite:{}", folder.path().join("no").join("h.db").display());
    assert!(matches!(Store::open(&missing).await, Err(StoreError::CannotOpen(_))));
    assert!(matches!(Store::open_existing(&file_url(&folder)).await, Err(StoreError::Missing(_))));
    let file = folder.path().join("h.db");
    std::fs::write(&file, "").unwrap();
    let mut rights = std::fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&file, rights).unwrap();
    assert!(matches!(Store::open(&file_url(&folder)).await, Err(StoreError::ReadOnly)));
}

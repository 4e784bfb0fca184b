//! Rounds over small sites on loopback: the same findings whatever the timing, the number of kommuner at once, or how
//! often the audit was killed.

mod conditional;
mod diff;
mod evidence;
mod import;
mod links;
mod log;
#[path = "../postgres/mod.rs"]
mod postgres;
mod review;
mod scene;
mod sealing;
mod stop_list;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hemkoll::audit::{AuditError, ProgressSink, Silent};
use hemkoll::clock::Clock;
use hemkoll::domain::{Outcome, Reason, VisitStatus};
use hemkoll::rules::RuleSet;
use hemkoll::score::RoundResult;
use hemkoll::store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

use scene::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_kommun_ends_with_a_status_and_answers() {
    let (world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    let outcome = audit.finish().await;
    assert_eq!(outcome.exit_code(), 3, "{outcome:?}");
    let result = audit.result().await;
    let ends: Vec<_> = result.kommuner.iter().map(|k| (k.visit.status, k.visit.reason, k.visit.pages_ok)).collect();
    assert_eq!(
        ends,
        [
            (VisitStatus::Complete, None, 5),
            (VisitStatus::Complete, None, 3),
            (VisitStatus::Blocked, Some(Reason::RobotsDisallow), 0),
            (VisitStatus::Failed, Some(Reason::NotFound), 0),
        ],
        "{:#?}",
        world.log.lock().unwrap()
    );
    let [good, poor, blocked, failed] = result.kommuner.as_slice() else { unreachable!() };
    let passed = |k: &hemkoll::score::KommunResult| k.findings.iter().filter(|f| f.outcome == Outcome::Passed).count();
    assert_eq!((passed(good), passed(poor)), (2, 0), "{:#?}", (&good.findings, &poor.findings));
    assert!(blocked.score.is_none() && blocked.findings.is_empty() && failed.score.is_none());
    let asked = world.log.lock().unwrap().clone();
    let first = |host: &str| asked.iter().find(|line| line.starts_with(host)).cloned();
    for kommun in kommuner() {
        assert_eq!(first(&kommun.name), Some(format!("{}/robots.txt", kommun.name)), "robots.txt is asked first");
    }
    assert_eq!(asked.iter().filter(|line| *line == "sandaker.test/").count(), 0);
    assert!(!asked.contains(&"hedlunda.test/bygga".to_owned()), "scope topic leaves other subjects alone");
    let twice: Vec<_> = asked.iter().filter(|line| asked.iter().filter(|other| other == line).count() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_arrival_changes_nothing() {
    let (_world, address) = serve().await;
    let (one, many) = (Audit::new(address, 1).await, Audit::new(address, 8).await);
    one.finish().await;
    many.finish().await;
    assert_same(one.result().await, many.result().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_give_the_same_result() {
    let Some(url) = postgres::fresh("round").await else { return };
    let (_world, address) = serve().await;
    let (file, server) = (Audit::new(address, 8).await, Audit::on(&url, address, 8).await);
    file.finish().await;
    server.finish().await;
    assert_same(file.result().await, server.result().await);
}

/// Stops the audit after so many steps, each time later, until it is done.
struct Killer {
    steps: Mutex<usize>,
    after: usize,
    kill: CancellationToken,
}

impl ProgressSink for Killer {
    fn tell(&self, event: &hemkoll::audit::Progress) {
        if matches!(event, hemkoll::audit::Progress::Step { .. }) {
            let mut steps = self.steps.lock().unwrap();
            *steps += 1;
            if *steps == self.after {
                self.kill.cancel();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_round_goes_on_as_if_it_had_never_stopped() {
    let (world, address) = serve().await;
    let whole = Audit::new(address, 8).await;
    whole.finish().await;
    let undisturbed = world.log.lock().unwrap().len();
    world.log.lock().unwrap().clear();
    let resumed = Audit::new(address, 2).await;
    let mut kills = 0;
    loop {
        let kill = CancellationToken::new();
        let killer = Arc::new(Killer { steps: Mutex::default(), after: 2, kill: kill.clone() });
        let run = resumed.run(killer, CancellationToken::new());
        tokio::select! {
            // Dropped in the middle: nothing is told to finish its page.
            () = kill.cancelled() => kills += 1,
            ended = run => {
                ended.unwrap();
                break;
            }
        }
        // The dropped run's tasks let go of the lock in their own time.
        for _ in 0..500 {
            if resumed.store.lock_for_audit().await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    assert!(kills >= 3, "the test killed {kills} times");
    assert_same(resumed.result().await, whole.result().await);
    let again = world.log.lock().unwrap().len() - undisturbed;
    assert!(again <= kills * 2, "at most the page in flight of each kommun at work is asked again, not {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_round_finishes_the_page_in_flight_and_goes_on() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 1).await;
    let cancel = CancellationToken::new();
    let killer = Arc::new(Killer { steps: Mutex::default(), after: 2, kill: cancel.clone() });
    let outcome = audit.run(killer, cancel).await.unwrap();
    assert_eq!(outcome.exit_code(), 4);
    assert_eq!(outcome.open.len(), 4, "{outcome:?}");
    let summary = hemkoll::audit::summary::lines(&audit.result().await, &outcome.open);
    assert_eq!(summary.lines().count(), 4);
    assert!(summary.lines().next().unwrap().contains("\"status\":\"partial\",\"reason\":\"interrupted\""), "{summary}");
    assert_eq!(audit.finish().await.exit_code(), 3);
    assert!(audit.result().await.kommuner.iter().all(|kommun| kommun.visit.status != VisitStatus::Open));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_changes_nothing() {
    let (_world, address) = serve().await;
    let (whole, jumpy) = (Audit::new(address, 2).await, Audit::new(address, 2).await);
    whole.finish().await;
    // Each run by another clock: years ahead, then back to before the round was opened.
    for moment in ["2026-11-21T10:00:00Z", "2036-01-01T00:00:00Z", "2016-02-29T23:59:59Z"] {
        let cancel = CancellationToken::new();
        let killer = Arc::new(Killer { steps: Mutex::default(), after: 2, kill: cancel.clone() });
        let outcome = jumpy.run_at(Clock::Fixed(moment.parse().unwrap()), killer, cancel).await.unwrap();
        assert_eq!(outcome.exit_code(), 4, "{outcome:?}");
    }
    jumpy.finish().await;
    let (whole, jumpy) = (exported(&whole.result().await, &whole.rules), exported(&jumpy.result().await, &jumpy.rules));
    assert_eq!(jumpy, whole);
}

/// How many pages the database's file may have, for every connection of the pool.
async fn allow_pages(store: &Store, more: i64) {
    let Store::Sqlite(pool) = store else { unreachable!() };
    let mut connections = Vec::new();
    for _ in 0..pool.options().get_max_connections() {
        let mut connection = pool.acquire().await.unwrap();
        let now: i64 = sqlx::query_scalar("pragma page_count").fetch_one(&mut *connection).await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("pragma max_page_count = {}", now + more));
        sqlx::query(sql).execute(&mut *connection).await.unwrap();
        connections.push(connection);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_round_and_is_named() {
    let (_world, address) = serve().await;
    let (whole, full) = (Audit::new(address, 2).await, Audit::new(address, 2).await);
    whole.finish().await;
    for room in [0, 1] {
        allow_pages(&full.store, room).await;
        let error = full.run(Arc::new(Silent), CancellationToken::new()).await.unwrap_err();
        assert!(matches!(error, AuditError::Store(StoreError::DiskFull)), "{error:?}");
    }
    allow_pages(&full.store, 1_000_000).await;
    assert!(full.finish().await.open.is_empty());
    assert_same(full.result().await, whole.result().await);
}

/// As an audit could leave the file whose worker left at a full disk and claimed a kommun after that.
#[tokio::test(flavor = "multi_thread")]
async fn a_kommun_held_by_a_worker_that_nobody_knows_is_read() {
    let (_world, address) = serve().await;
    let (whole, held) = (Audit::new(address, 2).await, Audit::new(address, 2).await);
    whole.finish().await;
    let kill = CancellationToken::new();
    let killer = Arc::new(Killer { steps: Mutex::default(), after: 1, kill: kill.clone() });
    held.run(killer, kill).await.unwrap();
    let Store::Sqlite(pool) = &held.store else { unreachable!() };
    let sql = "update lease set worker = 99, given_up = true where visit_id = 1";
    assert_eq!(sqlx::query(sql).execute(pool).await.unwrap().rows_affected(), 1);
    assert!(held.finish().await.open.is_empty());
    assert_same(held.result().await, whole.result().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_parameters_are_refused_by_name() {
    let (_world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    audit.finish().await;
    audit.request.settings.page_budget = 7;
    let error = audit.run(Arc::new(Silent), CancellationToken::new()).await.unwrap_err();
    assert!(error.to_string().contains("--page-budget var 60, är nu 7"), "{error}");
    audit.request.fresh = true;
    let outcome = audit.run(Arc::new(Silent), CancellationToken::new()).await.unwrap();
    assert_eq!(outcome.round, "prov-2");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_rule_set_is_judged_beside_the_first() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish().await;
    let folder = tempfile::tempdir().unwrap();
    for file in ["ruleset.toml", "kontakt/prov-telefon.md", "avgifter/prov-maxtaxa.md"] {
        let text = std::fs::read_to_string(Path::new("tests/regler").join(file)).unwrap();
        let to = folder.path().join(file);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, text.replace("biståndshandläggar", "växel")).unwrap();
    }
    let other = Arc::new(RuleSet::from_dir(folder.path()).unwrap());
    let unjudged = hemkoll::audit::result::load(&audit.store, "prov", &other).await.unwrap_err();
    assert!(matches!(unjudged, AuditError::NotJudged { .. }), "{unjudged}");
    let changes = hemkoll::audit::rescore(&audit.store, "prov", Arc::clone(&other), &Silent).await.unwrap();
    let [change] = changes.changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.kommun.as_str(), change.rule.as_str()), ("hedlunda.test", "prov-telefon"));
    assert_eq!((change.before, change.after), (Some(Outcome::Passed), Some(Outcome::Failed)));
    assert_eq!(change.cause, hemkoll::audit::rescore::Cause::Rule);
    let now = hemkoll::audit::result::load(&audit.store, "prov", &other).await.unwrap();
    let value = |result: &RoundResult| result.kommuner[0].score.as_ref().unwrap().value;
    assert_eq!((value(&now), value(&audit.result().await)), (Some(40.0), Some(100.0)), "the first answers stay beside");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_without_a_network_leaves_the_round_open() {
    let (_world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    let resolve = std::mem::take(&mut audit.request.settings.resolve);
    let outcome = audit.finish().await;
    assert_eq!(outcome.exit_code(), 3);
    assert!(outcome.open.values().all(|reason| *reason == Reason::NoNetwork), "{outcome:?}");
    let lines = hemkoll::audit::summary::lines(&audit.result().await, &outcome.open);
    assert_eq!(lines.matches("\"status\":\"failed\",\"reason\":\"no-network\"").count(), 4, "{lines}");
    audit.request.settings.resolve = resolve;
    audit.finish().await;
    assert_eq!(audit.result().await.kommuner[0].visit.status, VisitStatus::Complete);
}

#[tokio::test(flavor = "multi_thread")]
async fn judging_again_changes_nothing_and_needs_no_network() {
    let (world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish().await;
    let before = stable(audit.result().await);
    world.log.lock().unwrap().clear();
    let changes = hemkoll::audit::rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!((changes.kommuner, changes.pages), (2, 8));
    assert_eq!(changes.changes, []);
    assert_eq!(stable(audit.result().await), before);
    assert!(world.log.lock().unwrap().is_empty());
}

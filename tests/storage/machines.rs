//! Several processes on one round, on PostgreSQL.

use std::collections::BTreeMap;

use sqlx::{Connection as _, PgConnection};

use crate::postgres;
use crate::scene::{Asked, Scene, assert_gaps, said, storage_line};

const HOSTS: [&str; 8] = [
    "almkulla.test",
    "bergvik.test",
    "dalby.test",
    "ekhult.test",
    "furunas.test",
    "granby.test",
    "hedlunda.test",
    "ivarsbo.test",
];

fn by(log: &[Asked], who: &str) -> usize {
    log.iter().filter(|asked| asked.agent.contains(who)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_share_a_round_and_one_takes_over_when_the_other_is_killed() {
    let Some(db) = postgres::fresh("machines").await else { return };
    // Two kommuner on each server: both workers want the same gate.
    let scene = Scene::new(&HOSTS, 2, 100).await;
    let file = scene.file("alone.db");
    scene.finish(&file);
    let undisturbed = scene.asked();
    assert_gaps(&scene.log());
    scene.forget();

    let contact = |who: &str| ["--user-agent-contact".to_owned(), format!("https://{who}.example/")];
    let mut first = scene.audit(&db).args(contact("forsta")).spawn().unwrap();
    scene.wait(&mut first, |log| log.len() >= 20);
    let mut second = scene.paced(scene.command("worker", &db)).args(contact("andra")).spawn().unwrap();
    scene.wait(&mut second, |log| by(log, "andra") >= 20);
    let both = scene.log();
    assert!(by(&both, "forsta") > 0 && by(&both, "andra") > 0, "the first hands kommuner over to the second");
    first.kill().unwrap();
    first.wait().unwrap();
    let output = second.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));

    let log = scene.log();
    assert_gaps(&log);
    let mut times: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for asked in &log {
        *times.entry((&asked.host, &asked.path)).or_default() += 1;
    }
    let again: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert_eq!(times.len(), undisturbed, "every page was read");
    assert!(again.iter().all(|(_, times)| **times == 2), "{again:?}");
    let mut hosts: Vec<&str> = again.iter().map(|((host, _), _)| *host).collect();
    hosts.dedup();
    assert_eq!(hosts.len(), again.len(), "only the page in flight of each kommun of the killed one: {again:?}");
    assert_eq!(scene.export(&db), scene.export(&file), "the same bytes from both databases, alone or shared");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_connection_ends_the_audit_and_the_next_goes_on() {
    let Some(db) = postgres::fresh("lost").await else { return };
    let scene = Scene::new(&HOSTS[..3], 1, 60).await;
    let file = scene.file("alone.db");
    scene.finish(&file);
    scene.forget();
    let mut child = scene.audit(&db).spawn().unwrap();
    scene.wait(&mut child, |log| log.len() >= 30);
    let mut conn = PgConnection::connect(&db).await.unwrap();
    sqlx::query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() \
         and pid <> pg_backend_pid()",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    let line = storage_line(&child.wait_with_output().unwrap(), true);
    assert!(line.starts_with("Kontakten med databasen bröts"), "{line}");
    scene.finish(&db);
    assert_eq!(scene.export(&db), scene.export(&file));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_needs_a_server_and_a_round() {
    let scene = Scene::new(&HOSTS[..1], 1, 3).await;
    let file = scene.file("h.db");
    scene.finish(&file);
    let output = scene.command("worker", &file).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("postgres://"), "{}", said(&output));
    let Some(db) = postgres::fresh("rounds").await else { return };
    let output = scene.command("worker", &db).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("Kör hemkoll audit först"), "{}", said(&output));
    scene.finish(&db);
    let output = scene.paced(scene.command("worker", &db)).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "a round that is read needs nobody: {}", said(&output));
    let mut other = scene.paced(scene.command("worker", &db));
    let output = other.args(["--round", "annan"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

/// A quota of the database's own in place of a full disk, which takes root to make: the insert that would go over it
/// fails with the code that PostgreSQL has for a full disk (53100).
async fn quota(db: &str, captures: Option<usize>) {
    let mut conn = PgConnection::connect(db).await.unwrap();
    let sql = match captures {
        Some(most) => format!(
            "create or replace function quota() returns trigger language plpgsql as $$ begin \
             if (select count(*) from capture) >= {most} then \
             raise exception 'could not extend file: No space left on device' using errcode = '53100'; \
             end if; return new; end $$; drop trigger if exists quota on capture; \
             create trigger quota before insert on capture for each row execute function quota()"
        ),
        None => "drop trigger quota on capture".to_owned(),
    };
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_at_the_server_stops_the_audit_and_the_next_goes_on() {
    let Some(db) = postgres::fresh("full").await else { return };
    let scene = Scene::new(&HOSTS[..3], 1, 40).await;
    let file = scene.file("alone.db");
    scene.finish(&file);
    // The tables are made while there is room.
    hemkoll::store::Store::open(&db).await.unwrap().close().await;
    for most in [0, 30] {
        quota(&db, Some(most)).await;
        let line = storage_line(&scene.audit(&db).output().unwrap(), true);
        assert!(line.starts_with("Disken är full"), "{line}");
    }
    quota(&db, None).await;
    scene.finish(&db);
    assert_eq!(scene.export(&db), scene.export(&file));
}

//! What strangers are told of the round before.

use std::time::Duration;

use super::*;

/// The built-in rules with one of them written anew.
fn other_rules() -> Arc<RuleSet> {
    let mut sources = RuleSet::embedded().sources().clone();
    let (path, text) = sources.iter_mut().find(|(path, _)| path.ends_with("kontakt-telefon.md")).unwrap();
    let again = text.replacen("weight = ", "weight = 1", 1);
    assert_ne!(*text, again, "{path}");
    *text = again;
    let rules = RuleSet::from_sources(&sources).unwrap();
    assert_ne!(rules.manifest_sha256(), RuleSet::embedded().manifest_sha256());
    Arc::new(rules)
}

const PAGE: &str = "GET /kommun/hedlunda";

/// Asks until the server has looked at the database again.
async fn told(server: &Server, words: &str) -> Answer {
    let mut answer = server.ask(PAGE, "", "").await;
    for _ in 0..100 {
        if answer.body.contains(words) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        answer = server.ask(PAGE, "", "").await;
    }
    answer
}

#[tokio::test]
async fn two_published_rounds_are_compared_though_their_rules_differ() {
    let (folder, store, earlier) = database(false).await;
    let later = other_rules();
    open_round(&store, &earlier, "Förra", true).await;
    open_round(&store, &later, "Nya", true).await;
    audit::seal(&store, "Nya", &later, Clock::System).await.unwrap();
    let server = Server::of(store, later, Some(folder), Access::default(), Clock::System).await;
    let first = server.ask(PAGE, "", "").await;
    assert!(first.status == 200 && first.body.contains("Omgång Nya"), "{}", first.body);
    assert!(!first.body.contains("Förra") && !first.body.contains("Sedan förra omgången"), "it is not published yet");

    audit::seal(&server.store, "Förra", &earlier, Clock::System).await.unwrap();
    let then = told(&server, "Sedan förra omgången").await;
    assert!(then.body.contains("I omgången Förra fick Hedlunda"), "{}", then.body);
    assert!(!then.body.contains("/omgang/F%C3%B6rra/"), "its pages are not shown under these rules");
    assert_eq!(server.ask("GET /omgang/F%C3%B6rra/", "", "").await.status, 303);
}

#[tokio::test]
async fn a_round_sealed_under_its_own_rules_tells_nothing_of_what_it_says_under_ours() {
    let (folder, store, earlier) = database(false).await;
    let later = other_rules();
    open_round(&store, &earlier, "Förra", true).await;
    open_round(&store, &later, "Nya", true).await;
    for (round, rules) in [("Förra", &earlier), ("Nya", &later)] {
        audit::seal(&store, round, rules, Clock::System).await.unwrap();
    }
    let (all, sealed) = (|_: &crate::store::RoundRow, _: &str| true, earlier.manifest_sha256());
    // Judged by the later rules as well, which its seal says nothing of.
    let Store::Sqlite(pool) = &store else { unreachable!() };
    let copy = "insert into finding (visit_id, manifest, rule, position, outcome, finding) \
                select visit_id, $1, rule, position, outcome, finding from finding where manifest = $2";
    let copied = sqlx::query(copy).bind(later.manifest_sha256()).bind(sealed).execute(pool).await;
    assert!(copied.unwrap().rows_affected() > 0);
    let result = audit::result::load(&store, "Nya", &later).await.unwrap();
    let by = |may: bool| audit::since(&store, &result, &later, move |_, rules| may || rules == sealed);
    assert!(audit::since(&store, &result, &later, all).await.unwrap().unwrap().same_rules);
    assert!(!by(false).await.unwrap().unwrap().same_rules);
    drop(folder);
}

//! The part of the story that tells of what people decide.

use hemkoll::domain::{Decision, Evidence, Outcome};
use hemkoll::store::{Store, Write};

/// What people decide is added and never changed, and outlives a new judgement.
pub(crate) async fn story(store: &Store, visit: i64) {
    let words = Evidence { url: "https://h.test/a".into(), quote: "Ring\0 oss".into(), ..Evidence::default() };
    let first = Decision {
        rule: "a".into(),
        outcome: Outcome::Partial,
        by: "Ada Exempel".into(),
        at: "2026-11-22T10:00:00.000000Z".into(),
        reason: "Numret står där.".into(),
        words: Some(words),
        judging_hash: "j".into(),
        replaced: Outcome::CantTell,
        replaced_by: String::new(),
        settles: false,
    };
    let second = Decision {
        outcome: Outcome::Failed,
        by: "Bo Exempel".into(),
        words: None,
        replaced: Outcome::Partial,
        replaced_by: "Ada Exempel".into(),
        ..first.clone()
    };
    store.decide(&[(visit, first.clone()), (visit, second.clone())]).await.unwrap();
    let stored = store.decisions(visit).await.unwrap();
    assert_eq!(stored[0].words.as_ref().map(|words| words.quote.as_str()), Some("Ring oss"));
    assert_eq!(stored[1], second);
    for sql in ["update decision set outcome = 'passed'", "delete from decision"] {
        let refused = match store {
            Store::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(drop),
            Store::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(drop),
        };
        assert!(refused.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    // All or none: the second is of a visit that does not exist.
    store.decide(&[(visit, first.clone()), (i64::MAX, first)]).await.unwrap_err();
    let again = Write::Judged { visit, manifest: "m2".into(), records: vec![], findings: vec![] };
    store.commit(&[again]).await.unwrap();
    assert_eq!(store.decisions(visit).await.unwrap(), stored, "judging again leaves them");
}

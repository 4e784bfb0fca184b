//! The part of the story that tells of who may log in.

use hemkoll::domain::{Role, UserName};
use hemkoll::store::{NewSession, Store};

pub(crate) async fn story(store: &Store) {
    let (morning, evening, night) =
        ("2026-11-21T08:00:00.000000Z", "2026-11-21T20:00:00.000000Z", "2026-11-22T03:00:00.000000Z");
    let name = |given: &str| UserName::parse(given).unwrap();
    let (asa, bo) = (name("Åsa Öberg"), name("Bo"));
    assert!(store.add_user(&asa, Role::Reader, "one", morning).await.unwrap());
    assert!(store.add_user(&bo, Role::Reader, "two", morning).await.unwrap());
    assert!(!store.add_user(&name("ÅSA öberg"), Role::Reader, "three", morning).await.unwrap(), "the name is taken");
    let users: Vec<_> = store.users().await.unwrap().into_iter().map(|user| user.name).collect();
    assert_eq!(users, ["Bo", "Åsa Öberg"]);
    let user = store.user(&name("åsa öberg")).await.unwrap().unwrap();
    assert_eq!((user.name.as_str(), user.role, user.password.as_str()), ("Åsa Öberg", Role::Reader, "one"));
    assert_eq!(store.user(&name("Okänd")).await.unwrap(), None);

    let begin = |token, user, now, expires_at| NewSession { token, user, now, expires_at };
    assert!(store.begin_session(&begin("t1", &user, morning, evening)).await.unwrap());
    let whose = store.session("t1", morning).await.unwrap().unwrap();
    assert_eq!((whose.name.as_str(), whose.role), ("Åsa Öberg", Some(Role::Reader)));
    assert!(!format!("{user:?}").contains("\"one\""), "what is logged of a person is not her password: {user:?}");
    assert_eq!(store.session("t1", evening).await.unwrap(), None, "its time is up");
    assert_eq!(store.session("t0", morning).await.unwrap(), None);

    assert!(store.set_password(&asa, "four").await.unwrap());
    assert!(!store.set_password(&name("Okänd"), "four").await.unwrap());
    assert_eq!(store.session("t1", morning).await.unwrap(), None, "another password ends what was begun by the first");
    assert!(!store.begin_session(&begin("t2", &user, morning, evening)).await.unwrap(), "nor does a slow one begin");
    let user = store.user(&asa).await.unwrap().unwrap();
    assert!(store.begin_session(&begin("t3", &user, morning, evening)).await.unwrap());
    store.end_session("t3").await.unwrap();
    assert_eq!(store.session("t3", morning).await.unwrap(), None);

    assert!(store.begin_session(&begin("t4", &user, morning, evening)).await.unwrap());
    assert_eq!(sessions(store).await, 1);
    set_role(store, "another program's").await;
    let whose = store.session("t4", morning).await.unwrap().unwrap();
    assert_eq!((whose.name.as_str(), whose.role), ("Åsa Öberg", None), "a role that is not known is no fault");
    set_role(store, "reader").await;
    let other = store.user(&bo).await.unwrap().unwrap();
    assert!(store.begin_session(&begin("t5", &other, evening, night)).await.unwrap());
    assert_eq!(sessions(store).await, 1, "what is old is forgotten when somebody logs in");
    assert!(store.remove_user(&bo).await.unwrap());
    assert!(!store.remove_user(&bo).await.unwrap());
    assert_eq!((store.session("t5", evening).await.unwrap(), sessions(store).await), (None, 0));
    assert!(!store.begin_session(&begin("t6", &other, evening, night)).await.unwrap(), "she is gone");
}

async fn sessions(store: &Store) -> i64 {
    const SQL: &str = "select count(*) from session";
    match store {
        Store::Sqlite(pool) => sqlx::query_scalar(SQL).fetch_one(pool).await.unwrap(),
        Store::Postgres(pool) => sqlx::query_scalar(SQL).fetch_one(pool).await.unwrap(),
    }
}

async fn set_role(store: &Store, role: &str) {
    const SQL: &str = "update account set role = $1";
    match store {
        Store::Sqlite(pool) => sqlx::query(SQL).bind(role).execute(pool).await.map(drop).unwrap(),
        Store::Postgres(pool) => sqlx::query(SQL).bind(role).execute(pool).await.map(drop).unwrap(),
    }
}

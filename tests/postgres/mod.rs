//! A database of its own on the PostgreSQL server that `HEMKOLL_TEST_POSTGRES` names, for one test.

use sqlx::{Connection as _, PgConnection};

/// The address of a new, empty database; `None`, said aloud, where there is no server.
#[expect(clippy::print_stdout, reason = "a skipped half must be seen")]
pub(crate) async fn fresh(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the test's own setting, not the program's")]
    let Ok(server) = std::env::var("HEMKOLL_TEST_POSTGRES") else {
        println!("HEMKOLL_TEST_POSTGRES is not set: {name} was tried on SQLite alone");
        return None;
    };
    let mut conn = PgConnection::connect(&server).await.unwrap();
    for sql in ["drop database if exists ", "create database "] {
        let sql = sqlx::AssertSqlSafe(format!("{sql} hemkoll_{name}"));
        sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    }
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&format!("hemkoll_{name}"));
    Some(url.into())
}

//! Who may log in, and who is logged in.
//!
//! What must stay true: nothing that opens a session is stored, only its SHA-256; a session ends with its time, with the
//! person, and with the password it was begun by. Times are text of one width, so that they are compared as text.

use std::fmt;

use crate::domain::{Role, UserName};

use super::{Store, StoreError, on};

/// A person who may log in.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// Key.
    pub id: i64,
    /// As it is shown.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Since when, RFC 3339 UTC.
    pub added_at: String,
    /// The password, hashed: a PHC string.
    pub password: String,
    /// Which of the person's passwords it is, from 1.
    pub password_no: i64,
}

impl fmt::Debug for UserRow {
    /// Without the password: what is logged may be read by others.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserRow").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// Whose a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// As it is shown.
    pub name: String,
    /// What the person may do; nothing when this program does not know the role.
    pub role: Option<Role>,
}

/// A session to begin.
#[derive(Clone, Copy)]
pub struct NewSession<'a> {
    /// SHA-256 of what the cookie holds, hexadecimal.
    pub token: &'a str,
    /// Whose, as it was read when the password was checked.
    pub user: &'a UserRow,
    /// Now, RFC 3339 UTC.
    pub now: &'a str,
    /// When it ends by itself.
    pub expires_at: &'a str,
}

type Row = (i64, String, String, String, String, i64);

fn read((id, name, role, added_at, password, password_no): Row) -> Result<UserRow, StoreError> {
    let role = Role::from_code(&role).ok_or_else(|| StoreError::unexpected("account.role", role))?;
    Ok(UserRow { id, name, role, added_at, password, password_no })
}

impl Store {
    /// Adds a person; false when the name is taken. `password` is a PHC string.
    pub async fn add_user(&self, name: &UserName, role: Role, password: &str, at: &str) -> Result<bool, StoreError> {
        const SQL: &str = "insert into account (name, key, role, password, password_no, added_at) \
             values ($1, $2, $3, $4, 1, $5) \
             on conflict (key) do nothing";
        let added = on!(Store, self, pool => {
            let query = sqlx::query(SQL).bind(name.shown()).bind(name.key()).bind(role.code()).bind(password).bind(at);
            query.execute(pool).await?.rows_affected()
        });
        Ok(added > 0)
    }

    /// All who may log in, by name.
    pub async fn users(&self) -> Result<Vec<UserRow>, StoreError> {
        const SQL: &str = "select id, name, role, added_at, password, password_no from account order by key";
        let rows: Vec<Row> = on!(Store, self, pool => sqlx::query_as(SQL).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
    }

    /// The person of that name.
    pub async fn user(&self, name: &UserName) -> Result<Option<UserRow>, StoreError> {
        const SQL: &str = "select id, name, role, added_at, password, password_no from account where key = $1";
        let row: Option<Row> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(name.key()).fetch_optional(pool).await?);
        row.map(read).transpose()
    }

    /// Gives a person another password and ends her sessions; false when there is no such person.
    pub async fn set_password(&self, name: &UserName, password: &str) -> Result<bool, StoreError> {
        const SET: &str = "update account set password = $2, password_no = password_no + 1 where key = $1";
        const END: &str = "delete from session where account_id = (select id from account where key = $1)";
        Ok(on!(Store, self, pool => {
            // First what writes: SQLite's lock is taken at once, and waited for.
            let mut tx = pool.begin().await?;
            let set = sqlx::query(SET).bind(name.key()).bind(password).execute(&mut *tx).await?.rows_affected();
            sqlx::query(END).bind(name.key()).execute(&mut *tx).await?;
            tx.commit().await?;
            set > 0
        }))
    }

    /// Removes a person and ends her sessions; false when there is no such person.
    pub async fn remove_user(&self, name: &UserName) -> Result<bool, StoreError> {
        const SQL: &str = "delete from account where key = $1";
        let gone = on!(Store, self, pool => sqlx::query(SQL).bind(name.key()).execute(pool).await?.rows_affected());
        Ok(gone > 0)
    }

    /// Begins a session and forgets those whose time is up; false when the person is gone by now, or has another password.
    pub async fn begin_session(&self, new: &NewSession<'_>) -> Result<bool, StoreError> {
        const SWEEP: &str = "delete from session where expires_at <= $1";
        const SQL: &str = "insert into session (token, account_id, password_no, expires_at) \
             select $1, id, password_no, $4 from account where id = $2 and password_no = $3";
        Ok(on!(Store, self, pool => {
            let mut tx = pool.begin().await?;
            sqlx::query(SWEEP).bind(new.now).execute(&mut *tx).await?;
            let query = sqlx::query(SQL).bind(new.token).bind(new.user.id).bind(new.user.password_no).bind(new.expires_at);
            let begun = query.execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            begun > 0
        }))
    }

    /// Whose session it is, if its time is not up.
    pub async fn session(&self, token: &str, now: &str) -> Result<Option<SessionRow>, StoreError> {
        const SQL: &str = "select name, role from session \
             join account on account.id = session.account_id and account.password_no = session.password_no \
             where token = $1 and expires_at > $2";
        let row: Option<(String, String)> =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(token).bind(now).fetch_optional(pool).await?);
        Ok(row.map(|(name, role)| SessionRow { name, role: Role::from_code(&role) }))
    }

    /// Ends a session.
    pub async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        const SQL: &str = "delete from session where token = $1";
        on!(Store, self, pool => sqlx::query(SQL).bind(token).execute(pool).await.map(drop))?;
        Ok(())
    }
}

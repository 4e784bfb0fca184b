//! The gate row of a politeness group: who may send the next request, and when.
//!
//! What must stay true: a turn is taken with one `update … returning`, so that several processes can never send at
//! once; a turn whose holder died ends by itself.

use super::{Store, StoreError, on};

/// How long to wait, in microseconds, before asking again for a turn that another holds.
const ASK_AGAIN: i64 = 50_000;

/// The answer to asking for a turn. Times are microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateTurn {
    /// The request may be sent now; give the turn back with [`Store::leave_gate`].
    Taken,
    /// Not before this moment.
    NotBefore(i64),
}

impl Store {
    /// Asks for the turn of a group at `now`. The turn ends at `until` at the latest.
    pub async fn take_gate(&self, group: &str, holder: &str, now: i64, until: i64) -> Result<GateTurn, StoreError> {
        const TAKE: &str = "insert into gate (politeness, next_at, held_by, held_until) values ($1, 0, $2, $4) \
             on conflict (politeness) do update set held_by = excluded.held_by, held_until = excluded.held_until \
             where gate.next_at <= $3 and (gate.held_until <= $3 or gate.held_by = excluded.held_by) \
             returning politeness";
        const WHEN: &str = "select next_at from gate where politeness = $1";
        let taken: Option<(String,)> = on!(Store, self, db => {
            sqlx::query_as(TAKE).bind(group).bind(holder).bind(now).bind(until).fetch_optional(db).await?
        });
        if taken.is_some() {
            return Ok(GateTurn::Taken);
        }
        let next_at: i64 = on!(Store, self, db => sqlx::query_scalar(WHEN).bind(group).fetch_one(db).await?);
        // Held by another: nobody knows for how long, so ask again soon.
        Ok(GateTurn::NotBefore(next_at.max(now + ASK_AGAIN)))
    }

    /// Gives the turn back: nobody sends to the group before `next_at`.
    pub async fn leave_gate(&self, group: &str, holder: &str, next_at: i64) -> Result<(), StoreError> {
        const LEAVE: &str = "update gate set next_at = case when next_at > $3 then next_at else $3 end, \
             held_by = '', held_until = 0 where politeness = $1 and held_by = $2";
        on!(Store, self, db => sqlx::query(LEAVE).bind(group).bind(holder).bind(next_at).execute(db).await.map(drop))?;
        Ok(())
    }

    /// The next allowed moment of a group, if it was ever noted.
    pub async fn gate_at(&self, group: &str) -> Result<Option<i64>, StoreError> {
        const SQL: &str = "select next_at from gate where politeness = $1";
        Ok(on!(Store, self, db => sqlx::query_scalar(SQL).bind(group).fetch_optional(db).await?))
    }

    /// Notes that nobody sends to the group before `next_at`: what a single process remembers for the next one.
    pub async fn note_gate(&self, group: &str, next_at: i64) -> Result<(), StoreError> {
        const NOTE: &str = "insert into gate (politeness, next_at, held_by, held_until) values ($1, $2, '', 0) \
             on conflict (politeness) do update set next_at = excluded.next_at where gate.next_at < excluded.next_at";
        on!(Store, self, db => sqlx::query(NOTE).bind(group).bind(next_at).execute(db).await.map(drop))?;
        Ok(())
    }
}

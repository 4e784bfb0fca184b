//! The gate row of a politeness group: who may send the next request, and when.
//!
//! What must stay true: a turn is taken with one statement, so that several processes can never send at once; times
//! are the database's, so that machines whose clocks differ keep the same gap; a turn whose holder died ends when its
//! holder is known to be dead, and the gap after its request is kept.

use std::time::Duration;

use super::{Store, StoreError, duration, micros, on};

/// The answer to asking for a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateTurn {
    /// The request may be sent now; give the turn back with [`Store::leave_gate`].
    Taken,
    /// Not before this time has passed; zero when another has the turn, nobody knows for how long.
    Wait(Duration),
}

impl Store {
    /// Asks for the turn of a group. `gap`: the least that the group rests after the request, should the worker die
    /// before it has given the turn back; after a longer pause the last time, that.
    pub async fn take_gate(&self, group: &str, worker: i64, gap: Duration) -> Result<GateTurn, StoreError> {
        const TAKE: &str = "insert into gate (politeness, next_at, pause, held_by) \
             select $1, micros + $3, 0, $2 from moment where true \
             on conflict (politeness) do update set held_by = excluded.held_by, next_at = \
             (select micros from moment) + case when gate.pause > $3 then gate.pause else $3 end \
             where gate.next_at <= (select micros from moment) \
             and (gate.held_by is null or gate.held_by = excluded.held_by or exists \
             (select 1 from worker where worker.id = gate.held_by and until <= (select micros from moment))) \
             returning politeness";
        let taken: Option<(String,)> = on!(Store, self, db => {
            sqlx::query_as(TAKE).bind(group).bind(worker).bind(micros(gap)).fetch_optional(db).await?
        });
        if taken.is_some() {
            return Ok(GateTurn::Taken);
        }
        Ok(GateTurn::Wait(self.gate_wait(group).await?))
    }

    /// Gives the turn back: nobody sends to the group before it has rested.
    pub async fn leave_gate(&self, group: &str, worker: i64, rest: Duration) -> Result<(), StoreError> {
        const LEAVE: &str = "update gate set next_at = (select micros from moment) + $3, pause = $3, held_by = null \
             where politeness = $1 and held_by = $2";
        on!(Store, self, db => {
            sqlx::query(LEAVE).bind(group).bind(worker).bind(micros(rest)).execute(db).await.map(drop)
        })?;
        Ok(())
    }

    /// How long a group still has to rest; zero for one that nobody noted.
    pub async fn gate_wait(&self, group: &str) -> Result<Duration, StoreError> {
        const SQL: &str = "select next_at - (select micros from moment) from gate where politeness = $1";
        let wait: Option<i64> = on!(Store, self, db => sqlx::query_scalar(SQL).bind(group).fetch_optional(db).await?);
        Ok(duration(wait.unwrap_or(0)))
    }

    /// Notes that a group has to rest: what a single process remembers for the next one.
    pub async fn note_gate(&self, group: &str, rest: Duration) -> Result<(), StoreError> {
        const NOTE: &str = "insert into gate (politeness, next_at, pause, held_by) \
             select $1, micros + $2, $2, null from moment where true \
             on conflict (politeness) do update set next_at = excluded.next_at where gate.next_at < excluded.next_at";
        on!(Store, self, db => sqlx::query(NOTE).bind(group).bind(micros(rest)).execute(db).await.map(drop))?;
        Ok(())
    }
}

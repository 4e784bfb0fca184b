//! Processes at work, and whether they still live.
//!
//! What must stay true: a worker is alive by the database's clock alone; its number is never used again.

use std::time::Duration;

use super::{Store, StoreError, count, micros, on};

impl Store {
    /// Enters a process as alive for `term`; returns its number. Dead ones that nothing points at are forgotten.
    pub async fn enter_worker(&self, term: Duration) -> Result<i64, StoreError> {
        const FORGET: &str = "delete from worker where until <= (select micros from moment) \
             and not exists (select 1 from lease where lease.worker = worker.id) \
             and not exists (select 1 from gate where gate.held_by = worker.id)";
        const ENTER: &str = "insert into worker (until, wants) select micros + $1, 0 from moment returning id";
        on!(Store, self, pool => {
            sqlx::query(FORGET).execute(pool).await?;
            Ok(sqlx::query_scalar(ENTER).bind(micros(term)).fetch_one(pool).await?)
        })
    }

    /// Takes all workers for dead, and whatever a lease says is held for free: true of a database that this process
    /// alone has open.
    pub async fn bury_workers(&self) -> Result<(), StoreError> {
        const LEASES: &str = "update lease set worker = null, given_up = false where worker is not null";
        const WORKERS: &str = "update worker set until = 0";
        on!(Store, self, pool => {
            for sql in [LEASES, WORKERS] {
                sqlx::query(sql).execute(pool).await?;
            }
        });
        Ok(())
    }

    /// How many other workers are alive, and how many kommuner they would take on.
    pub async fn colleagues(&self, worker: i64) -> Result<(usize, usize), StoreError> {
        const SQL: &str = "select count(*), cast(coalesce(sum(wants), 0) as bigint) from worker \
             where until > (select micros from moment) and id <> $1";
        let (others, wanted): (i64, i64) =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(worker).fetch_one(pool).await?);
        Ok((usize::try_from(others).unwrap_or(0), usize::try_from(wanted).unwrap_or(0)))
    }

    /// Tells the others how many kommuner this worker would take on.
    pub async fn want_visits(&self, worker: i64, wants: usize) -> Result<(), StoreError> {
        const SQL: &str = "update worker set wants = $2 where id = $1 and wants <> $2";
        on!(Store, self, pool => sqlx::query(SQL).bind(worker).bind(count(wants)).execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Takes leave: what the worker held is free at once.
    pub async fn leave_worker(&self, worker: i64) -> Result<(), StoreError> {
        const LEASES: &str = "update lease set worker = null, given_up = false where worker = $1";
        const GATES: &str = "update gate set held_by = null where held_by = $1";
        const LEAVE: &str = "delete from worker where id = $1";
        on!(Store, self, pool => {
            for sql in [LEASES, GATES, LEAVE] {
                sqlx::query(sql).bind(worker).execute(pool).await?;
            }
        });
        Ok(())
    }
}

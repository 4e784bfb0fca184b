//! Which worker reads which kommun of a round.
//!
//! What must stay true: a kommun has one reader; a lease of a live worker is never taken; whatever an earlier holder
//! commits late is refused by its token, in the same transaction (`fence`).

use std::collections::BTreeSet;

use super::{Conn, Store, StoreError, VisitRow, count, on};

/// The right to read one kommun, as long as nobody has taken it over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lease {
    /// The visit.
    pub visit: i64,
    /// The worker that holds it.
    pub worker: i64,
    /// Grows each time the visit changes hands.
    pub token: i64,
}

impl Store {
    /// Leases at most so many open visits of a round that nobody reads, in the seeds' order.
    pub async fn claim(&self, round: i64, worker: i64, most: usize) -> Result<Vec<(Lease, VisitRow)>, StoreError> {
        // Dead is who is known to be dead: a worker that is not seen has entered after this statement began.
        const CLAIM: &str = "insert into lease (visit_id, worker, token, given_up) \
             select visit.id, $2, 1, false from visit left join lease on lease.visit_id = visit.id \
             where round_id = $1 and status = 'open' and (lease.worker is null or exists \
             (select 1 from worker where worker.id = lease.worker and until <= (select micros from moment))) \
             order by visit.id limit $3 \
             on conflict (visit_id) do update set worker = excluded.worker, token = lease.token + 1, given_up = false \
             where lease.worker is null or exists \
             (select 1 from worker where worker.id = lease.worker and until <= (select micros from moment)) \
             returning visit_id, token";
        let mut taken: Vec<(i64, i64)> = on!(Store, self, pool => {
            sqlx::query_as(CLAIM).bind(round).bind(worker).bind(count(most)).fetch_all(pool).await?
        });
        taken.sort_unstable();
        let mut claimed = Vec::with_capacity(taken.len());
        for (visit, token) in taken {
            // It may have ended just before its last holder was taken for dead.
            if let Some(row) = self.open_visit(visit).await? {
                claimed.push((Lease { visit, worker, token }, row));
            }
        }
        Ok(claimed)
    }

    /// Lets a visit go, for anyone to go on with.
    pub async fn let_go(&self, lease: Lease) -> Result<(), StoreError> {
        const SQL: &str = "update lease set worker = null where visit_id = $1 and worker = $2 and token = $3";
        on!(Store, self, pool => {
            sqlx::query(SQL).bind(lease.visit).bind(lease.worker).bind(lease.token).execute(pool).await.map(drop)
        })?;
        Ok(())
    }

    /// Notes that this worker cannot read the visit's site. It stays this worker's until it takes leave: nobody waits
    /// for it, and nobody tries it in vain again and again.
    pub async fn give_up(&self, lease: Lease) -> Result<(), StoreError> {
        const SQL: &str = "update lease set given_up = true where visit_id = $1 and worker = $2 and token = $3";
        on!(Store, self, pool => {
            sqlx::query(SQL).bind(lease.visit).bind(lease.worker).bind(lease.token).execute(pool).await.map(drop)
        })?;
        Ok(())
    }

    /// Visits of a round that are still open, and how many of them other workers read.
    pub async fn open_visits(&self, round: i64, worker: i64) -> Result<(usize, usize), StoreError> {
        const SQL: &str = "select count(*), count(case when lease.worker <> $2 and not given_up then 1 end) \
             from visit left join lease on lease.visit_id = visit.id where round_id = $1 and status = 'open'";
        let (open, others): (i64, i64) =
            on!(Store, self, pool => sqlx::query_as(SQL).bind(round).bind(worker).fetch_one(pool).await?);
        Ok((usize::try_from(open).unwrap_or(0), usize::try_from(others).unwrap_or(0)))
    }
}

/// Those of the leases that still hold. Nobody can take one of these before the transaction ends.
pub(super) async fn fence(conn: &mut Conn<'_>, leases: &BTreeSet<Lease>) -> Result<BTreeSet<Lease>, StoreError> {
    // The update changes nothing and locks the row. In the order of the visits, so that two never wait for each other.
    const HOLD: &str = "update lease set token = token where visit_id = $1 and worker = $2 and token = $3 \
         returning visit_id";
    let mut held = BTreeSet::new();
    on!(Conn, conn, db => {
        for lease in leases {
            let row: Option<i64> = sqlx::query_scalar(HOLD)
                .bind(lease.visit)
                .bind(lease.worker)
                .bind(lease.token)
                .fetch_optional(&mut *db)
                .await?;
            held.extend(row.map(|_| *lease));
        }
    });
    Ok(held)
}

/// Lets go of a visit that has ended.
pub(super) async fn end(conn: &mut Conn<'_>, lease: Lease) -> Result<(), StoreError> {
    const SQL: &str = "update lease set worker = null where visit_id = $1";
    on!(Conn, conn, db => sqlx::query(SQL).bind(lease.visit).execute(db).await.map(drop))?;
    Ok(())
}

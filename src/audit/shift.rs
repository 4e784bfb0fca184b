//! One process's time at a database: it enters as a worker, shows that it lives, and takes leave.
//!
//! What must stay true: a worker whose signs of life stop is taken for dead by the others; one that cannot give them
//! stops its visits; what a process held is free when it has taken leave, and not before its last write.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::domain::both;
use crate::store::{AuditLock, Store, StoreError};

/// A worker that gave no sign of life for so long is dead. Long enough for a machine that is very busy: a worker that
/// was taken for dead too soon costs a page read twice a kommun, no more.
const TERM: Duration = Duration::from_secs(10);
/// Between signs of life.
const BEAT: Duration = Duration::from_secs(2);
/// The term of a process that has a file alone: its lock is its sign of life.
const FOR_GOOD: Duration = Duration::from_hours(24 * 365 * 100);

/// The time of one process.
#[derive(Debug)]
pub(super) struct Shift {
    /// Its number.
    pub worker: i64,
    /// Whether other processes may work on the same round.
    pub shared: bool,
    over: JoinHandle<Result<(), StoreError>>,
}

impl Shift {
    /// Enters. The shift ends when the guard is dropped. If the database is lost, `cancel` is called.
    pub(super) async fn begin(
        store: &Store,
        lock: AuditLock,
        cancel: CancellationToken,
    ) -> Result<(Self, DropGuard), StoreError> {
        let shared = lock.is_shared();
        if !shared {
            store.bury_workers().await?;
        }
        let worker = store.enter_worker(if shared { TERM } else { FOR_GOOD }).await?;
        let done = CancellationToken::new();
        let guard = done.clone().drop_guard();
        let store = store.clone();
        let over = tokio::spawn(async move {
            let lived = live(lock, worker, done, cancel).await;
            // Best left undone when the database is gone: the others see that this worker is dead.
            let left = store.leave_worker(worker).await;
            let (_lock, fault) = lived;
            fault.map_or(left, Err)
        });
        Ok((Self { worker, shared, over }, guard))
    }

    /// Waits until leave is taken; tells why the database was lost, if it was.
    pub(super) async fn end(self) -> Result<(), StoreError> {
        self.over.await.unwrap_or_else(|broken| Err(StoreError::Other(broken.to_string())))
    }
}

/// Shows that the worker lives until the shift is done. Gives the lock back, which outlives all writing.
async fn live(
    mut lock: AuditLock,
    worker: i64,
    done: CancellationToken,
    cancel: CancellationToken,
) -> (AuditLock, Option<StoreError>) {
    loop {
        tokio::select! {
            () = done.cancelled() => return (lock, None),
            () = tokio::time::sleep(BEAT) => {}
        }
        let beat = tokio::time::timeout(TERM, lock.beat(worker, TERM)).await;
        if let Err(fault) = beat.unwrap_or_else(|_| Err(StoreError::Lost(both!("inget svar", "no answer")))) {
            cancel.cancel();
            done.cancelled().await;
            return (lock, Some(fault));
        }
    }
}

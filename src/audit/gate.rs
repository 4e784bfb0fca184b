//! The politeness gate of a round: in memory, and in the database for other processes.
//!
//! What must stay true: the gap holds over a kill and a restart, and between machines. On PostgreSQL each request takes
//! a row, whose times are the database's. On SQLite one process has the file: its memory is the truth, and only waits
//! that outlive a restart are written down.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::crawl::{Gate, GateError, Group, MemoryGate, Slot};
use crate::store::{GateTurn, Store, StoreError};

/// No stored wait is longer than this, whatever a clock that jumped makes of it.
const LONGEST: Duration = Duration::from_mins(10);
/// How long to wait before asking again for a turn that another has.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// The gate.
pub(super) struct StoreGate {
    memory: MemoryGate,
    store: Store,
    clock: Clock,
    gap: Duration,
    others: Others,
}

/// Other processes that may ask the same servers.
pub(super) enum Others {
    /// At the same time: this worker takes a row for each request.
    Now(i64),
    /// Before this one: groups that are met for the first time rest until then, for a killed process may just have
    /// asked them.
    Before(Option<Instant>, Mutex<HashSet<String>>),
}

impl Others {
    /// `resumed`: another process may have sent requests a moment ago.
    pub(super) fn before(resumed: bool, clock: Clock, gap: Duration) -> Self {
        Self::Before(resumed.then(|| clock.instant() + gap), Mutex::default())
    }
}

impl StoreGate {
    /// A gate over a database.
    pub(super) fn new(store: Store, clock: Clock, gap: Duration, others: Others) -> Self {
        Self { memory: MemoryGate::new(clock, gap), store, clock, gap, others }
    }

    /// Takes the rows that other processes mind, in the order of their names so that two never wait for each other.
    async fn take_rows(&self, group: &Group, worker: i64) -> Result<(), StoreError> {
        for member in group.members() {
            while let GateTurn::Wait(time) = self.store.take_gate(member, worker, self.gap).await? {
                tokio::time::sleep(if time.is_zero() { ASK_AGAIN } else { time.min(LONGEST) }).await;
            }
        }
        Ok(())
    }

    /// What an earlier process left behind for a group.
    async fn rest(
        &self,
        group: &Group,
        rested: Option<Instant>,
        met: &Mutex<HashSet<String>>,
    ) -> Result<(), StoreError> {
        for member in group.members() {
            if !met.lock().unwrap_or_else(PoisonError::into_inner).insert(member.to_owned()) {
                continue;
            }
            if let Some(rested) = rested {
                tokio::time::sleep_until(rested).await;
            }
            tokio::time::sleep(self.store.gate_wait(member).await?.min(LONGEST)).await;
        }
        Ok(())
    }

    async fn give_back(&self, group: &Group, next: Instant) -> Result<(), StoreError> {
        for member in group.members() {
            let rest = next.saturating_duration_since(self.clock.instant());
            match self.others {
                Others::Now(worker) => self.store.leave_gate(member, worker, rest).await?,
                Others::Before(..) if rest > self.gap * 2 => self.store.note_gate(member, rest).await?,
                Others::Before(..) => {}
            }
        }
        Ok(())
    }
}

fn failed(fault: StoreError) -> GateError {
    GateError(Box::new(fault))
}

impl Gate for StoreGate {
    fn take<'a>(&'a self, group: &'a Group) -> BoxFuture<'a, Result<Slot, GateError>> {
        Box::pin(async move {
            let slot = self.memory.take(group).await?;
            match &self.others {
                Others::Now(worker) => self.take_rows(group, *worker).await,
                Others::Before(rested, met) => self.rest(group, *rested, met).await,
            }
            .map_err(failed)?;
            Ok(slot)
        })
    }

    fn settle(&self, slot: Slot, next: Instant) -> BoxFuture<'_, Result<(), GateError>> {
        Box::pin(async move {
            let group = slot.settled();
            self.give_back(&group, next).await.map_err(failed)?;
            self.memory.settle(Slot::new(group, || ()), next).await
        })
    }
}

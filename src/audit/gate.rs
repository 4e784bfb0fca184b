//! The politeness gate of a round: in memory, and in the database so that the next process keeps it too.
//!
//! What must stay true: the gap holds over a kill and a restart, and, on PostgreSQL, between processes. On SQLite one
//! process has the file: its memory is the truth, and only waits that outlive a restart are written down.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::crawl::{Gate, GateError, Group, MemoryGate, Slot};
use crate::store::{GateTurn, Store, StoreError};

/// A turn in the database ends by itself after this time, should its holder die.
const TURN: Duration = Duration::from_mins(3);
/// No stored wait is longer than this, whatever a clock that jumped makes of it.
const LONGEST: Duration = Duration::from_mins(10);

/// The gate.
pub(super) struct StoreGate {
    memory: MemoryGate,
    store: Store,
    clock: Clock,
    /// Tells this process from others.
    holder: String,
    gap: Duration,
    /// The wall clock and the monotonic clock at one moment: rows are in wall time, but a wall clock that jumps (or
    /// stands still in a test) must neither shorten a gap nor hang.
    began: (i64, Instant),
    /// When groups that are met for the first time may be asked: a killed process may just have asked them.
    rested: Option<Instant>,
    met: Mutex<HashSet<String>>,
}

impl StoreGate {
    /// A gate over a database. `resumed`: another process may have sent requests a moment ago.
    pub(super) fn new(store: Store, clock: Clock, gap: Duration, resumed: bool) -> Self {
        let rested = resumed.then(|| clock.instant() + gap);
        let holder = format!("{} {}", std::process::id(), clock.stamp());
        let began = (clock.now().as_microsecond(), clock.instant());
        Self { memory: MemoryGate::new(clock, gap), store, clock, holder, gap, began, rested, met: Mutex::default() }
    }

    /// Now in wall time, as far as the monotonic clock has come.
    fn now(&self) -> i64 {
        let (wall, instant) = self.began;
        wall.saturating_add(micros(self.clock.instant().saturating_duration_since(instant)))
    }

    fn is_new(&self, member: &str) -> bool {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(member.to_owned())
    }

    /// What an earlier process left behind for a group.
    async fn rest(&self, group: &Group) -> Result<(), StoreError> {
        for member in group.members() {
            if !self.is_new(member) {
                continue;
            }
            if let Some(rested) = self.rested {
                tokio::time::sleep_until(rested).await;
            }
            if let Some(next) = self.store.gate_at(member).await? {
                tokio::time::sleep(wait(self.now(), next)).await;
            }
        }
        Ok(())
    }

    /// Takes the rows that other processes mind, in the order of their names so that two never wait for each other.
    async fn take_rows(&self, group: &Group) -> Result<(), StoreError> {
        for member in group.members() {
            loop {
                let now = self.now();
                let until = now.saturating_add(micros(TURN));
                match self.store.take_gate(member, &self.holder, now, until).await? {
                    GateTurn::Taken => break,
                    GateTurn::NotBefore(at) => tokio::time::sleep(wait(now, at)).await,
                }
            }
        }
        Ok(())
    }

    async fn give_back(&self, group: &Group, next: Instant) -> Result<(), StoreError> {
        let ahead = next.saturating_duration_since(self.clock.instant());
        let next_at = self.now().saturating_add(micros(ahead));
        for member in group.members() {
            if matches!(self.store, Store::Postgres(_)) {
                self.store.leave_gate(member, &self.holder, next_at).await?;
            } else if ahead > self.gap * 2 {
                self.store.note_gate(member, next_at).await?;
            }
        }
        Ok(())
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn wait(now: i64, at: i64) -> Duration {
    Duration::from_micros(u64::try_from(at.saturating_sub(now)).unwrap_or(0)).min(LONGEST)
}

fn failed(fault: StoreError) -> GateError {
    GateError(Box::new(fault))
}

impl Gate for StoreGate {
    fn take<'a>(&'a self, group: &'a Group) -> BoxFuture<'a, Result<Slot, GateError>> {
        Box::pin(async move {
            let slot = self.memory.take(group).await?;
            self.rest(group).await.map_err(failed)?;
            if matches!(self.store, Store::Postgres(_)) {
                self.take_rows(group).await.map_err(failed)?;
            }
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

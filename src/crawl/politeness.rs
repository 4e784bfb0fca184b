//! How soon a server may be asked again: groups of addresses, and the gate in front of each.
//!
//! Place in the flow: the visitor takes a slot of the group before every request (robots.txt, redirects and retries
//! too) and settles it after. What must stay true: one request at a time in a group, and the next one starts no
//! earlier than the response's headers plus the gap, nor before the body has ended or was dropped.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::clock::Clock;

/// Server addresses that are asked one at a time: those of one host, joined with every group they share one with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    members: BTreeSet<String>,
}

impl Group {
    /// A group of these units.
    pub fn new(members: BTreeSet<String>) -> Self {
        Self { members }
    }

    /// A name for the log: the first member.
    pub fn key(&self) -> &str {
        self.members.first().map_or("", String::as_str)
    }

    /// All addresses (on local nets, sockets) in the group, sorted. A gate must hold all of them: groups can meet
    /// while a request is in flight.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(String::as_str)
    }
}

/// All groups met in a round.
#[derive(Debug, Default)]
pub(super) struct Groups {
    set_of: HashMap<String, usize>,
    sets: Vec<BTreeSet<String>>,
}

impl Groups {
    /// The group that holds `units`, after joining every set that one of them is in.
    pub(super) fn join(&mut self, units: BTreeSet<String>) -> Group {
        let met: BTreeSet<usize> = units.iter().filter_map(|unit| self.set_of.get(unit).copied()).collect();
        let mut joined = units;
        for &index in &met {
            joined.append(&mut self.sets[index]);
        }
        let home = met.first().copied().unwrap_or_else(|| {
            self.sets.push(BTreeSet::new());
            self.sets.len() - 1
        });
        for unit in &joined {
            self.set_of.insert(unit.clone(), home);
        }
        self.sets[home].clone_from(&joined);
        Group { members: joined }
    }
}

/// The right to send one request to a group. Dropped without being settled (a cancelled visit), it frees the group.
pub struct Slot {
    group: Group,
    release: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Slot {
    /// A slot; `release` runs if it is dropped unsettled.
    pub fn new(group: Group, release: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self { group, release: Some(Box::new(release)) }
    }

    /// Ends the slot's life without its release: what a gate does first in `settle`.
    pub fn settled(mut self) -> Group {
        self.release = None;
        std::mem::replace(&mut self.group, Group { members: BTreeSet::new() })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
    }
}

/// The gate's own storage failed (a database); never a fault of the web.
#[derive(Debug, thiserror::Error)]
#[error("the politeness gate could not be read or written: {0}")]
pub struct GateError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Who may ask which group when. In memory here; a row in the database where machines share a round.
pub trait Gate: Send + Sync {
    /// Waits until the group is free and its next start has come.
    fn take<'a>(&'a self, group: &'a Group) -> BoxFuture<'a, Result<Slot, GateError>>;

    /// Gives the slot back; nobody starts in the group before `next`.
    fn settle(&self, slot: Slot, next: Instant) -> BoxFuture<'_, Result<(), GateError>>;
}

/// The earliest next start: headers plus gap, not before the body ended, nor before what the server asked for.
///
/// Without headers (refused, reset, timed out) the gap counts from the end, since the moment at which the server saw
/// the request is not known.
pub fn next_start(headers_at: Option<Instant>, ended_at: Instant, gap: Duration, wait: Duration) -> Instant {
    let polite = headers_at.map_or(ended_at + gap, |headers| (headers + gap).max(ended_at));
    polite.max(ended_at + wait)
}

/// One unit's state.
#[derive(Debug)]
struct Lane {
    busy: bool,
    next: Option<Instant>,
    freed: Arc<Notify>,
}

/// A gate in memory, for one process.
#[derive(Debug, Default)]
pub struct MemoryGate {
    lanes: Arc<Mutex<HashMap<String, Lane>>>,
    clock: Clock,
    /// How long a group rests after a slot that was dropped unsettled.
    rest: Duration,
}

enum Next {
    Mine,
    At(Instant),
    When(Arc<Notify>),
}

impl MemoryGate {
    /// An open gate; `gap` is kept after visits that were cut off, too.
    pub fn new(clock: Clock, gap: Duration) -> Self {
        Self { lanes: Arc::default(), clock, rest: gap }
    }

    fn try_take(&self, group: &Group) -> Next {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut start = None;
        for unit in group.members() {
            let Some(lane) = lanes.get(unit) else { continue };
            if lane.busy {
                return Next::When(Arc::clone(&lane.freed));
            }
            start = start.max(lane.next);
        }
        if let Some(at) = start.filter(|at| *at > self.clock.instant()) {
            return Next::At(at);
        }
        for unit in group.members() {
            lanes
                .entry(unit.to_owned())
                .or_insert_with(|| Lane { busy: false, next: None, freed: Arc::default() })
                .busy = true;
        }
        Next::Mine
    }
}

fn free(lanes: &Mutex<HashMap<String, Lane>>, group: &Group, next: Instant) {
    let mut lanes = lanes.lock().unwrap_or_else(PoisonError::into_inner);
    for unit in group.members() {
        if let Some(lane) = lanes.get_mut(unit) {
            lane.busy = false;
            lane.next = lane.next.max(Some(next));
            // One waiter is woken, or the next to come, should it be just about to wait.
            lane.freed.notify_one();
        }
    }
}

impl Gate for MemoryGate {
    fn take<'a>(&'a self, group: &'a Group) -> BoxFuture<'a, Result<Slot, GateError>> {
        Box::pin(async move {
            loop {
                match self.try_take(group) {
                    Next::Mine => break,
                    Next::At(at) => tokio::time::sleep_until(at).await,
                    // A second way out should a wake-up go to a waiter that was cancelled.
                    Next::When(freed) => {
                        tokio::time::timeout(Duration::from_secs(1), freed.notified()).await.unwrap_or_default();
                    }
                }
            }
            let (lanes, held, clock, rest) = (Arc::clone(&self.lanes), group.clone(), self.clock, self.rest);
            Ok(Slot::new(group.clone(), move || free(&lanes, &held, clock.instant() + rest)))
        })
    }

    fn settle(&self, slot: Slot, next: Instant) -> BoxFuture<'_, Result<(), GateError>> {
        let group = slot.settled();
        free(&self.lanes, &group, next);
        Box::pin(std::future::ready(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn groups_join_where_they_meet_and_stay_joined() {
        let mut groups = Groups::default();
        assert_eq!(groups.join(units(&["a", "b"])).members().count(), 2);
        assert_eq!(groups.join(units(&["c"])).members().count(), 1);
        assert_eq!(groups.join(units(&["b", "c"])).members().count(), 3);
        assert_eq!(groups.join(units(&["a"])).members().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(groups.join(units(&["d"])).key(), "d");
    }

    #[test]
    fn next_start_counts_from_headers_but_waits_for_the_body() {
        let t = Clock::System.instant();
        let s = Duration::from_secs;
        assert_eq!(next_start(Some(t), t + s(0), s(1), s(0)), t + s(1));
        assert_eq!(next_start(Some(t), t + s(5), s(1), s(0)), t + s(5));
        assert_eq!(next_start(None, t + s(5), s(1), s(0)), t + s(6));
        assert_eq!(next_start(Some(t), t + s(2), s(1), s(30)), t + s(32));
    }

    #[tokio::test]
    async fn one_at_a_time_and_never_before_next() {
        let clock = Clock::System;
        let gate = Arc::new(MemoryGate::new(clock, Duration::from_millis(10)));
        let group = Group::new(units(&["a"]));
        let first = gate.take(&group).await.unwrap();
        let waiter = tokio::spawn({
            let (gate, group) = (Arc::clone(&gate), group.clone());
            async move {
                let slot = gate.take(&group).await.unwrap();
                (slot, clock.instant())
            }
        });
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert!(!waiter.is_finished(), "the group is busy");
        let next = clock.instant() + Duration::from_millis(50);
        gate.settle(first, next).await.unwrap();
        let (_slot, at) = waiter.await.unwrap();
        assert!(at >= next);
    }

    #[tokio::test]
    async fn a_cancelled_visit_frees_its_group_after_the_gap() {
        let clock = Clock::System;
        let gap = Duration::from_millis(40);
        let gate = MemoryGate::new(clock, gap);
        let group = Group::new(units(&["a", "b"]));
        let slot = gate.take(&group).await.unwrap();
        let before = clock.instant();
        drop(slot);
        let _slot = gate.take(&Group::new(units(&["b"]))).await.unwrap();
        assert!(clock.instant() >= before + gap);
    }
}

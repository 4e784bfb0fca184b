//! The part of the story that tells of turns at a server.

use std::time::Duration;

use hemkoll::store::{GateTurn, Store};

pub(crate) async fn story(store: &Store) {
    let (gap, group) = (Duration::from_millis(40), "192.0.2.7");
    let live = Duration::from_mins(1);
    let (one, two) = (store.enter_worker(live).await.unwrap(), store.enter_worker(live).await.unwrap());
    assert_eq!(store.take_gate(group, one, Duration::ZERO).await.unwrap(), GateTurn::Taken);
    assert_eq!(store.take_gate(group, two, gap).await.unwrap(), GateTurn::Wait(Duration::ZERO), "one at a time");
    store.leave_gate(group, one, Duration::from_mins(5)).await.unwrap();
    let rests = |turn| matches!(turn, GateTurn::Wait(time) if time > Duration::from_mins(4));
    assert!(rests(store.take_gate(group, two, gap).await.unwrap()), "it rests");

    let group = "192.0.2.9";
    assert_eq!(store.take_gate(group, one, gap).await.unwrap(), GateTurn::Taken);
    store.leave_gate(group, one, Duration::ZERO).await.unwrap();
    let dead = store.enter_worker(Duration::ZERO).await.unwrap();
    assert_eq!(store.take_gate(group, dead, Duration::from_mins(5)).await.unwrap(), GateTurn::Taken);
    assert!(rests(store.take_gate(group, two, gap).await.unwrap()), "the gap after a dead worker's request is kept");
    let group = "192.0.2.10";
    assert_eq!(store.take_gate(group, dead, Duration::ZERO).await.unwrap(), GateTurn::Taken);
    assert_eq!(store.take_gate(group, two, gap).await.unwrap(), GateTurn::Taken, "then its turn is over");

    store.note_gate("192.0.2.8", Duration::from_mins(5)).await.unwrap();
    assert!(store.gate_wait("192.0.2.8").await.unwrap() > Duration::from_mins(4));
    assert_eq!(store.gate_wait("192.0.2.99").await.unwrap(), Duration::ZERO);
}

//! What bodies may take in memory together: hundreds of hosts that all send their most at once must not fill it.
//!
//! Place in the flow: a body that grows → **waits for its room** → is read on, judged, stored → gives it back. What must
//! stay true: a body waits for a larger room only while it holds a smaller one, never the other way, so that those with
//! the largest always come to their end.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The room of a body; given back when the last clone is dropped.
pub(crate) type Room = Arc<OwnedSemaphorePermit>;

/// A body up to so many bytes needs no room of its own.
const SMALL: u64 = 64 * 1024;
/// And up to so many one of the middling: nearly all pages.
const MIDDLING: u64 = 512 * 1024;
/// What middling bodies may take together, in bytes.
const MIDDLING_TOGETHER: u64 = 64 * 1024 * 1024;
/// What large bodies may take together, in bytes.
const LARGE_TOGETHER: u64 = 96 * 1024 * 1024;

/// The kind of room that a body needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    Small,
    Middling,
    Large,
}

impl Size {
    /// That of a body of so many bytes.
    pub(super) fn of(bytes: u64) -> Self {
        if bytes <= SMALL {
            Self::Small
        } else if bytes <= MIDDLING {
            Self::Middling
        } else {
            Self::Large
        }
    }
}

/// The rooms that there are.
#[derive(Clone, Debug)]
pub(super) struct Rooms {
    middling: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

impl Rooms {
    /// For bodies of at most `max` bytes.
    pub(super) fn new(max: u64) -> Self {
        let fit = |together: u64, each: u64| {
            let fit = usize::try_from(together / each.max(1)).unwrap_or(usize::MAX).clamp(2, 256);
            Arc::new(Semaphore::new(fit))
        };
        Self { middling: fit(MIDDLING_TOGETHER, MIDDLING), large: fit(LARGE_TOGETHER, max) }
    }

    /// Waits for a room; none for a small body.
    pub(super) async fn room(&self, size: Size) -> Option<Room> {
        let rooms = match size {
            Size::Small => return None,
            Size::Middling => &self.middling,
            Size::Large => &self.large,
        };
        // Never closed.
        Arc::clone(rooms).acquire_owned().await.ok().map(Arc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn as_many_bodies_as_fit_and_no_more() {
        let rooms = Rooms::new(10_000_000);
        let large = rooms.large.available_permits() as u64;
        assert!(large * 10_000_000 <= LARGE_TOGETHER && (large + 1) * 10_000_000 > LARGE_TOGETHER);
        assert_eq!(rooms.middling.available_permits() as u64 * MIDDLING, MIDDLING_TOGETHER);
        assert!(rooms.room(Size::of(SMALL)).await.is_none());
        let one = rooms.room(Size::of(SMALL + 1)).await.unwrap();
        let other = rooms.room(Size::of(MIDDLING + 1)).await.unwrap();
        assert_eq!(rooms.large.available_permits() as u64, large - 1);
        drop((one, other));
        assert_eq!(rooms.large.available_permits() as u64, large);
    }

    /// More bodies than there are rooms of any kind all grow from small to large, and all come to their end.
    #[tokio::test]
    async fn bodies_that_wait_for_each_other_all_come_to_their_end() {
        let rooms = Rooms::new(10_000_000);
        let grow = || {
            let rooms = rooms.clone();
            async move {
                let mut held = rooms.room(Size::Middling).await;
                tokio::task::yield_now().await;
                held = rooms.room(Size::Large).await.or(held);
                tokio::task::yield_now().await;
                held.is_some()
            }
        };
        let bodies: Vec<_> = (0..600).map(|_| tokio::spawn(grow())).collect();
        for body in bodies {
            assert!(body.await.unwrap());
        }
    }
}

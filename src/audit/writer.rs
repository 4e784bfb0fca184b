//! The one writer: commits what visits send, several at a time when several wait.
//!
//! What must stay true: a visit goes on only when its step is committed; after the first fault nothing more is written;
//! the shift lasts as long as anyone can hand in a step, so that nobody claims a visit for a worker that has left.

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::DropGuard;

use super::AuditError;
use crate::store::{Store, StoreError, Write};

/// Steps in one transaction at most: enough to share one sync of the disk among many kommuner.
const GROUP: usize = 64;

type Asked = (Write, oneshot::Sender<Result<u32, AuditError>>);

/// Where steps are handed in.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    steps: mpsc::Sender<Asked>,
}

impl Writer {
    /// Starts the writer. It keeps the shift's guard until the last [`Writer`] is dropped and nothing waits any more, so
    /// that no other audit begins while an abandoned one still has steps to commit.
    pub(super) fn start(store: Store, shift: DropGuard) -> Self {
        let (steps, queue) = mpsc::channel(GROUP);
        tokio::spawn(async move {
            write(store, queue).await;
            drop(shift);
        });
        Self { steps }
    }

    /// Commits a step; answers with the visit's distinct pages so far.
    pub(super) async fn commit(&self, step: Write) -> Result<u32, AuditError> {
        let (reply, answer) = oneshot::channel();
        let stopped = || AuditError::Broken("databasen tog inte emot mer".to_owned());
        self.steps.send((step, reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

async fn write(store: Store, mut queue: mpsc::Receiver<Asked>) {
    let mut waiting = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut waiting, GROUP).await > 0 {
        let (steps, replies): (Vec<Write>, Vec<_>) = waiting.drain(..).unzip();
        match store.commit(&steps).await {
            Ok(answers) => {
                for (reply, answer) in replies.into_iter().zip(answers) {
                    let _ = reply.send(answer.ok_or(AuditError::TakenOver));
                }
            }
            Err(fault) => {
                refuse(fault, replies);
                // Whoever hands in a step from now on learns that the writer has stopped.
                while queue.recv().await.is_some() {}
            }
        }
    }
}

/// Tells the fault to one of those who wait; the others learn that the writer has stopped.
fn refuse(fault: StoreError, replies: Vec<oneshot::Sender<Result<u32, AuditError>>>) {
    let mut fault = Some(AuditError::Store(fault));
    for reply in replies {
        if let Some(told) = fault.take()
            && let Err(Err(unheard)) = reply.send(Err(told))
        {
            fault = Some(unheard);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio_util::sync::CancellationToken;

    use super::*;

    fn step() -> Write {
        Write::Judged { visit: 1, manifest: String::new(), records: Vec::new(), findings: Vec::new() }
    }

    /// A worker that left at the first fault could still claim a visit, which then was nobody's for ever.
    #[tokio::test]
    async fn a_fault_does_not_end_the_shift_of_those_who_still_claim() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("h.db").display())).await.unwrap();
        store.clone().close().await;
        let left = CancellationToken::new();
        let writer = Writer::start(store, left.clone().drop_guard());
        assert!(matches!(writer.commit(step()).await, Err(AuditError::Store(_))));
        assert!(matches!(writer.commit(step()).await, Err(AuditError::Broken(_))));
        assert!(!left.is_cancelled(), "the shift lasts while a step can be handed in");
        drop(writer);
        tokio::time::timeout(Duration::from_mins(1), left.cancelled()).await.unwrap();
    }
}

//! Named threads that parse and judge, one a core, with a stack of known size.
//!
//! What must stay true: parsing never runs on the threads that keep the politeness clock; a page that makes the
//! program fail costs itself alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::{AuditError, Judge};

type Job = Box<dyn FnOnce(&Judge) + Send>;

/// Room for the deepest tree that the page model admits, many times over.
const STACK: usize = 16 * 1024 * 1024;
/// Pages that wait for a thread, a thread. More would hold bodies in memory for nothing.
const WAITING: usize = 4;
/// A body of more bytes is parsed alone: its tree may take a hundred times its size.
const LARGE: usize = 1_000_000;

/// The threads. They end when the last clone is dropped.
#[derive(Clone, Debug)]
pub(super) struct Workers {
    jobs: mpsc::Sender<Job>,
    large: Arc<Semaphore>,
}

impl Workers {
    /// Starts one thread a core.
    pub(super) fn start(judge: &Arc<Judge>) -> Result<Self, AuditError> {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (jobs, queue) = mpsc::channel::<Job>(threads * WAITING);
        let queue = Arc::new(Mutex::new(queue));
        for number in 0..threads {
            let (queue, judge) = (Arc::clone(&queue), Arc::clone(judge));
            std::thread::Builder::new()
                .name(format!("judge-{number}"))
                .stack_size(STACK)
                .spawn(move || work(&queue, &judge))
                .map_err(|fault| AuditError::Broken(format!("ingen tråd: {fault}")))?;
        }
        Ok(Self { jobs, large: Arc::new(Semaphore::new(1)) })
    }

    /// Waits for the turn of a body of so many bytes, if it is a large one. Hold what comes until the job is done.
    pub(super) async fn turn(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        if bytes <= LARGE {
            return None;
        }
        // Never closed.
        Arc::clone(&self.large).acquire_owned().await.ok()
    }

    /// Runs a job on one of the threads; `None` when the job itself failed.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Judge) -> T + Send + 'static,
    ) -> Result<Option<T>, AuditError> {
        let (reply, answer) = oneshot::channel();
        let boxed: Job = Box::new(move |judge| {
            // The one who asked may be gone (cancelled, or tired of waiting): then nobody needs the answer.
            if !reply.is_closed() {
                let _ = reply.send(job(judge));
            }
        });
        self.jobs.send(boxed).await.map_err(|_| AuditError::Broken("trådarna är borta".to_owned()))?;
        Ok(answer.await.ok())
    }
}

fn work(queue: &Mutex<mpsc::Receiver<Job>>, judge: &Judge) {
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
        let Some(job) = job else { return };
        // A panic drops the job's reply, which tells the one who asked. Nothing shared is changed by a job.
        if catch_unwind(AssertUnwindSafe(|| job(judge))).is_err() {
            tracing::error!("a page made the judging fail; it is left out");
        }
    }
}

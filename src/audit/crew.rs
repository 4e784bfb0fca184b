//! The visits that this process reads side by side, and how it shares a round with other processes.
//!
//! What must stay true: a kommun is read under a lease; no kommun is left while someone can read it; a fault of one
//! costs no other, a fault of storage stops all.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use super::round::Running;
use super::visit::{self, Ended};
use super::{AuditError, Progress, ProgressSink};
use crate::domain::{Reason, VisitStatus};
use crate::store::{Lease, StoreError, VisitRow};

/// How often to look at what the others do.
const LOOK: Duration = Duration::from_secs(1);
/// So long after the audit was told to stop even a page that is being judged is left: it is asked for again.
const LAST: Duration = Duration::from_secs(8);

type Finished = (Lease, String, Result<Ended, AuditError>);

/// A visit under way.
struct AtWork {
    /// What stops it at its next page.
    stop: CancellationToken,
    /// The kommun's code.
    code: String,
    /// Its name.
    name: String,
}

struct Crew<'a> {
    running: &'a Arc<Running>,
    tasks: JoinSet<Finished>,
    /// The visits at work, in the seeds' order.
    at_work: BTreeMap<Lease, AtWork>,
    /// Visits left open, by code.
    open: BTreeMap<String, Reason>,
    fault: Option<AuditError>,
    waiting: bool,
}

/// Reads a round's kommuner until all have ended, here or elsewhere, or the audit is cancelled. Answers with those that
/// stay open.
pub(super) async fn work(running: &Arc<Running>) -> Result<BTreeMap<String, Reason>, AuditError> {
    let mut crew = Crew {
        running,
        tasks: JoinSet::new(),
        at_work: BTreeMap::new(),
        open: BTreeMap::new(),
        fault: None,
        waiting: false,
    };
    let late = async {
        running.cancel.cancelled().await;
        tokio::time::sleep(LAST).await;
    };
    tokio::pin!(late);
    loop {
        let mut elsewhere = 0;
        if !running.cancel.is_cancelled() {
            match crew.share().await {
                Ok(others) => elsewhere = others,
                Err(fault) => crew.fail(fault.into()),
            }
        }
        if crew.tasks.is_empty() {
            if elsewhere == 0 || running.cancel.is_cancelled() {
                break;
            }
            crew.tell_waiting(elsewhere);
        }
        tokio::select! {
            Some(finished) = crew.tasks.join_next() => crew.take_in(finished).await,
            () = tokio::time::sleep(LOOK) => {}
            () = running.cancel.cancelled(), if crew.tasks.is_empty() => {}
            () = &mut late => {
                crew.open.extend(left(crew.at_work.into_values(), &*running.progress));
                break;
            }
        }
    }
    crew.fault.map_or(Ok(crew.open), Err)
}

impl Crew<'_> {
    /// Takes on visits that nobody reads, and hands some over to those who have fewer than their share. Answers with
    /// the number that others read.
    async fn share(&mut self) -> Result<usize, StoreError> {
        let Running { store, worker, .. } = &**self.running;
        let (open, elsewhere) = store.open_visits(self.running.round, *worker).await?;
        let (others, wanted) = store.colleagues(*worker).await?;
        let fair = open.div_ceil(others + 1);
        let at_once = self.running.settings.hosts;
        let limit = if wanted > 0 { at_once.min(fair) } else { at_once };
        let room = limit.saturating_sub(self.tasks.len());
        if room > 0 && open > self.tasks.len() {
            for (lease, row) in store.claim(self.running.round, *worker, room).await? {
                self.begin(lease, row);
            }
        }
        if self.running.shared {
            store.want_visits(*worker, at_once.min(fair).saturating_sub(self.tasks.len())).await?;
        }
        let spare = self.tasks.len().saturating_sub(fair).min(wanted);
        for visit in self.at_work.values().rev().take(spare) {
            visit.stop.cancel();
        }
        Ok(elsewhere)
    }

    fn begin(&mut self, lease: Lease, row: VisitRow) {
        let stop = self.running.cancel.child_token();
        let (code, name) = (row.kommun.code.clone(), row.kommun.name.clone());
        self.at_work.insert(lease, AtWork { stop: stop.clone(), code, name });
        self.tasks.spawn(one(Arc::clone(self.running), lease, row, stop));
        self.waiting = false;
    }

    async fn take_in(&mut self, finished: Result<Finished, JoinError>) {
        match finished {
            Ok((lease, code, ended)) => {
                self.at_work.remove(&lease);
                if let Err(fault) = self.settle(lease, code, ended).await {
                    self.fail(fault);
                }
            }
            Err(broken) => self.fail(AuditError::Broken(broken.to_string())),
        }
    }

    async fn settle(&mut self, lease: Lease, code: String, ended: Result<Ended, AuditError>) -> Result<(), AuditError> {
        match ended? {
            Ended::With(..) | Ended::TakenOver => {}
            Ended::Open(Reason::Interrupted) if !self.running.cancel.is_cancelled() => {
                self.running.store.let_go(lease).await?;
            }
            Ended::Open(reason) => {
                self.open.insert(code, reason);
                self.running.store.give_up(lease).await?;
            }
        }
        Ok(())
    }

    fn fail(&mut self, error: AuditError) {
        self.running.cancel.cancel();
        // The writer's own fault says more than that the writer is gone.
        if self.fault.as_ref().is_none_or(|told| !told.is_storage()) {
            self.fault = Some(error);
        }
    }

    fn tell_waiting(&mut self, kommuner: usize) {
        if !self.waiting {
            self.running.progress.tell(&Progress::Waiting { kommuner });
        }
        self.waiting = true;
    }
}

/// What is left while a page of it is being judged: it stays open, and is told.
fn left(at_work: impl Iterator<Item = AtWork>, progress: &dyn ProgressSink) -> BTreeMap<String, Reason> {
    let leave = |AtWork { code, name, .. }: AtWork| {
        let (status, reason) = (VisitStatus::Open, Reason::Interrupted);
        progress.tell(&Progress::Ended { code: code.clone(), name, status, reason: Some(reason) });
        (code, reason)
    };
    at_work.map(leave).collect()
}

async fn one(running: Arc<Running>, lease: Lease, row: VisitRow, stop: CancellationToken) -> Finished {
    let code = row.kommun.code.clone();
    let name = row.kommun.name.clone();
    running.progress.tell(&Progress::Started { code: code.clone(), name: name.clone(), pages: row.progress.pages_ok });
    let ended = match visit::run(&running, lease, &row, &stop).await {
        Err(AuditError::TakenOver) => Ok(Ended::TakenOver),
        ended => ended,
    };
    if let Ok(ended) = &ended {
        let code = code.clone();
        running.progress.tell(&match *ended {
            Ended::With(status, reason) => Progress::Ended { code, name, status, reason },
            Ended::TakenOver => Progress::Passed { code },
            Ended::Open(Reason::Interrupted) if !running.cancel.is_cancelled() => Progress::Passed { code },
            Ended::Open(reason) => Progress::Ended { code, name, status: VisitStatus::Open, reason: Some(reason) },
        });
    }
    (lease, code, ended)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Heard(Mutex<Vec<Progress>>);

    impl ProgressSink for Heard {
        fn tell(&self, event: &Progress) {
            self.0.lock().unwrap().push(event.clone());
        }
    }

    #[test]
    fn a_kommun_that_is_left_at_the_last_stays_open_and_is_told() {
        let heard = Heard::default();
        let visit = AtWork { stop: CancellationToken::new(), code: "9001".into(), name: "Hedlunda".into() };
        let open = left(std::iter::once(visit), &heard);
        assert_eq!(open, BTreeMap::from([("9001".to_owned(), Reason::Interrupted)]));
        let ended = Progress::Ended {
            code: "9001".into(),
            name: "Hedlunda".into(),
            status: VisitStatus::Open,
            reason: Some(Reason::Interrupted),
        };
        assert_eq!(*heard.0.lock().unwrap(), [ended]);
    }
}

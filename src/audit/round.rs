//! A whole round: visits side by side, one request in flight in each.
//!
//! What must stay true: no kommun is lost in silence; a fault of one costs no other; an interrupted round goes on by
//! itself, and its findings are those of one never stopped.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::crew;
use super::gate::{Others, StoreGate};
use super::opening::{self, Opened};
use super::shift::Shift;
use super::worker::Workers;
use super::writer::Writer;
use super::{AuditError, AuditRequest, Judge, Progress, ProgressSink};
use crate::clock::Clock;
use crate::config::Settings;
use crate::crawl::{FetchSettings, Fetcher, Gate, Taken, Topic};
use crate::domain::{Reason, RoundParams, VisitStatus};
use crate::page::PageTypes;
use crate::store::{Store, VisitRow};

/// What all visits of a round share.
pub(super) struct Running {
    /// The round's key.
    pub round: i64,
    /// This process among those that share the round.
    pub worker: i64,
    /// Whether others can share it.
    pub shared: bool,
    pub store: Store,
    pub judge: Arc<Judge>,
    pub workers: Workers,
    pub writer: Writer,
    pub fetcher: Fetcher,
    pub gate: Arc<dyn Gate>,
    pub topic: Arc<Topic>,
    pub settings: Settings,
    pub params: RoundParams,
    pub taken: Taken,
    pub clock: Clock,
    pub progress: Arc<dyn ProgressSink>,
    pub cancel: CancellationToken,
}

/// How a round stands when the audit ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundOutcome {
    /// The round's name.
    pub round: String,
    /// Kommuner by status.
    pub visits: BTreeMap<&'static str, usize>,
    /// Visits left open, by code: interrupted, or no network.
    pub open: BTreeMap<String, Reason>,
    /// Whether it was told to stop before the end.
    pub interrupted: bool,
}

impl RoundOutcome {
    /// The exit code: 0 done, 3 finished but some could not be assessed, 4 interrupted.
    pub fn exit_code(&self) -> u8 {
        let not_assessed = ["blocked", "failed", "open"].iter().any(|status| self.visits.contains_key(status));
        match (self.interrupted, not_assessed) {
            (true, _) => 4,
            (false, true) => 3,
            (false, false) => 0,
        }
    }
}

/// How the fetcher is set up for these settings.
pub fn fetch_settings(settings: &Settings, clock: Clock) -> FetchSettings {
    FetchSettings {
        contact: settings.contact.clone(),
        deadline: settings.deadline,
        max_body: settings.max_body,
        allow_net: settings.allow_net.clone(),
        resolve: settings.resolve.clone(),
        ca_pem: settings.ca_pem.clone(),
        per_second: settings.per_second,
        clock,
        ..FetchSettings::default()
    }
}

/// Runs a round: opens it or goes on with it, until every kommun has a status or `cancel` is called.
pub async fn run(
    request: AuditRequest,
    store: &Store,
    fetcher: Fetcher,
    clock: Clock,
    progress: Arc<dyn ProgressSink>,
    cancel: CancellationToken,
) -> Result<RoundOutcome, AuditError> {
    run_by(request, store, fetcher, clock, progress, cancel, None).await
}

/// The same, by a gate that others share who read at the same time.
pub(super) async fn run_by(
    request: AuditRequest,
    store: &Store,
    fetcher: Fetcher,
    clock: Clock,
    progress: Arc<dyn ProgressSink>,
    cancel: CancellationToken,
    gate: Option<Arc<dyn Gate>>,
) -> Result<RoundOutcome, AuditError> {
    let lock = store.lock_for_audit().await?;
    let Opened { row, resumed } = opening::open(&request, store, clock).await?;
    let visits = store.visits(row.id).await?;
    let judge = Arc::new(Judge {
        rules: Arc::clone(&request.rules),
        types: Arc::new(PageTypes::embedded()),
        amounts: row.amounts,
        today: row.round.params.judged_on,
    });
    // A fault of storage stops all visits; it must not look as if the user had.
    let stop = cancel.child_token();
    let (shift, guard) = Shift::begin(store, lock, stop.clone()).await?;
    let gap = request.settings.gap;
    let others = if shift.shared { Others::Now(shift.worker) } else { Others::before(resumed, clock, gap) };
    let running = Arc::new(Running {
        round: row.id,
        worker: shift.worker,
        shared: shift.shared,
        store: store.clone(),
        workers: Workers::start(&judge)?,
        judge,
        writer: Writer::start(store.clone(), guard),
        fetcher,
        gate: gate.unwrap_or_else(|| Arc::new(StoreGate::new(store.clone(), clock, gap, others))),
        topic: Arc::new(Topic::embedded()),
        settings: request.settings,
        params: row.round.params,
        taken: Taken::by(&visits.iter().map(|visit| visit.kommun.clone()).collect::<Vec<_>>()),
        clock,
        progress,
        cancel: stop,
    });
    running.progress.tell(&Progress::Opened {
        round: row.round.name.clone(),
        kommuner: visits.len(),
        done: visits.iter().filter(|visit| visit.status != VisitStatus::Open).count(),
        page_budget: running.params.page_budget,
    });
    let worked = crew::work(&running).await;
    drop(running);
    shift.end().await?;
    let mut open = worked?;
    let mut visits = store.visits(row.id).await?;
    if nobody_answered(&visits) {
        store.reopen_round(row.id).await?;
        open.extend(visits.iter().map(|visit| (visit.kommun.code.clone(), Reason::NoNetwork)));
        visits = store.visits(row.id).await?;
    }
    let mut counted = BTreeMap::new();
    for visit in visits {
        *counted.entry(visit.status.code()).or_default() += 1;
        if visit.status == VisitStatus::Open {
            // Never begun, or another process's: the same to who asks how the round stands.
            open.entry(visit.kommun.code).or_insert(Reason::Interrupted);
        }
    }
    let interrupted = cancel.is_cancelled() && open.values().any(|reason| *reason == Reason::Interrupted);
    Ok(RoundOutcome { round: row.round.name, visits: counted, open, interrupted })
}

/// Whether it is this machine that has no network: several kommuner, no name known, not one answer ever. (Name servers
/// of closed nets say of every name that it does not exist, or say nothing of some.)
fn nobody_answered(visits: &[VisitRow]) -> bool {
    const SEVERAL: usize = 3;
    let unknown = |visit: &VisitRow| {
        visit.status == VisitStatus::Failed && matches!(visit.reason, Some(Reason::DnsFailed | Reason::DnsSilent))
    };
    visits.len() >= SEVERAL && visits.iter().all(|visit| unknown(visit) && visit.progress.first_at.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kommun;
    use crate::store::VisitProgress;

    fn failed(reason: Reason, first_at: &str) -> VisitRow {
        VisitRow {
            id: 0,
            kommun: Kommun::default(),
            status: VisitStatus::Failed,
            reason: Some(reason),
            progress: VisitProgress { first_at: first_at.into(), ..VisitProgress::default() },
        }
    }

    #[test]
    fn a_machine_without_a_network_is_known_whatever_the_name_servers_said() {
        let none =
            |reasons: &[Reason]| nobody_answered(&reasons.iter().map(|reason| failed(*reason, "")).collect::<Vec<_>>());
        assert!(none(&[Reason::DnsFailed, Reason::DnsSilent, Reason::DnsFailed]));
        assert!(!none(&[Reason::DnsFailed, Reason::DnsSilent]), "two are too few to tell");
        assert!(!none(&[Reason::DnsFailed, Reason::DnsSilent, Reason::ConnectTimeout]));
        let mut answered = vec![failed(Reason::DnsFailed, ""); 3];
        answered.push(failed(Reason::DnsFailed, "2026-11-21T10:00:00.000000Z"));
        assert!(!nobody_answered(&answered));
    }
}

//! The hemtjänst part of a whole kommun, read for somebody who waits: a round of one, in memory.
//!
//! Place in the flow: web → **desk** → a round as any other (robots.txt, guard, gap, frontier, rules) → its result → web.
//! What must stay true: nothing is stored; few pages, about a minute, and so many at once; the gap holds together with
//! whatever else the desk reads of the same servers.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::so_far::{Onlooker, Settling};
use super::{Desk, DeskError};
use crate::audit::{AuditError, AuditRequest, result, round};
use crate::config::{ConfigFile, Settings};
use crate::domain::Kommun;
use crate::score::KommunResult;
use crate::store::Store;

/// Pages that are read at most.
pub const PAGES: u32 = 15;
/// Longest time that is read for. Judging takes a moment more.
const TIME: Duration = Duration::from_mins(1);
/// Kommuner read at once.
pub(super) const AT_ONCE: usize = 4;
/// The name of the round, which nobody sees.
const ROUND: &str = "sjalvkoll";

impl Desk {
    /// Reads a kommun's pages about hemtjänst and answers its questions; who looks on is told after each page how it
    /// stands. What the web out there does wrong is in the result: a visit that is not assessed has its reason.
    /// Cancelled, the visit is still open.
    pub async fn kommun(
        &self,
        kommun: Kommun,
        onlooker: Arc<dyn Onlooker>,
        cancel: CancellationToken,
    ) -> Result<KommunResult, DeskError> {
        let _place = self.kommuner.try_acquire().map_err(|_| DeskError::Full)?;
        let broken = |fault: String| AuditError::Broken(fault);
        let settings = Settings::resolve(ConfigFile {
            gap: Some(self.visit.gap.as_secs_f64()),
            page_budget: Some(PAGES),
            host_deadline: Some(TIME.as_secs_f64()),
            max_body: Some(self.fetch.max_body),
            hosts: Some(1),
            refetch: Some(true),
            ..ConfigFile::default()
        })
        .map_err(|fault| broken(fault.to_string()))?;
        let today = self.fetch.clock.today();
        let (rules, amounts) = (Arc::clone(&self.judge.rules), self.judge.amounts.clone());
        let progress = Arc::new(Settling::new(onlooker, rules, amounts, today, kommun.clone()));
        let request = AuditRequest {
            round: Some(ROUND.to_owned()),
            fresh: false,
            kommuner: vec![kommun],
            amounts: self.judge.amounts.clone(),
            rules: Arc::clone(&self.judge.rules),
            settings: Settings { stop_list: self.visit.stop_list.clone(), ..settings },
        };
        let store = Store::in_memory().await.map_err(AuditError::from)?;
        let (fetcher, gate) = self.outside();
        let read = async {
            Box::pin(round::run_by(request, &store, fetcher, self.fetch.clock, progress, cancel, Some(gate))).await?;
            result::load(&store, ROUND, &self.judge.rules).await
        };
        let read = read.await;
        // Until here the only copy of the pages; now there is none.
        store.close().await;
        let one = read?.kommuner.into_iter().next();
        Ok(one.ok_or_else(|| broken("kommunen försvann".to_owned()))?)
    }
}

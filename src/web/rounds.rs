//! The finished rounds, their results kept in memory.
//!
//! What must stay true: a round with a kommun that has not ended is never shown; a result is read anew when its stamp in
//! the database has changed; at most a few rounds are in memory at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::audit::sheet::Reader;
use crate::audit::{self, AuditError};
use crate::clock::Clock;
use crate::report::SetTexts;
use crate::report::mask::masked;
use crate::report::site::{Site, SiteError};
use crate::rules::RuleSet;
use crate::score::{RoundResult, Since};
use crate::store::{RoundStamp, Store};

use super::answer::Answer;

/// How old what we know of the database may be.
const FRESH: Duration = Duration::from_secs(2);
/// Rounds in memory.
const KEPT: usize = 3;

/// The rounds of a database.
pub(super) struct Rounds {
    store: Store,
    rules: Arc<RuleSet>,
    set: Arc<SetTexts>,
    reader: Reader,
    clock: Clock,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    looked: Option<Instant>,
    stamps: Vec<RoundStamp>,
    /// The last used first.
    kept: Vec<(RoundStamp, Arc<Shown>)>,
}

impl Rounds {
    pub(super) fn new(store: Store, rules: Arc<RuleSet>, clock: Clock) -> Self {
        let set = Arc::new(SetTexts::from(&*rules));
        let reader = Reader::new(store.clone(), Arc::clone(&rules));
        Self { store, rules, set, reader, clock, seen: Mutex::default() }
    }

    /// Reads the stored pages of rounds.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The rule set's words.
    pub(super) fn set(&self) -> &SetTexts {
        &self.set
    }

    /// All rounds at a glance, unfinished ones too, the newest first.
    pub(super) async fn all(&self) -> Result<Vec<RoundStamp>, AuditError> {
        let mut seen = self.seen.lock().await;
        self.look(&mut seen).await?;
        Ok(seen.stamps.clone())
    }

    /// The rounds that are shown, the newest first: finished, and judged by our rules.
    pub(super) async fn finished(&self) -> Result<Vec<RoundStamp>, AuditError> {
        Ok(self.all().await?.into_iter().filter(is_shown).collect())
    }

    /// The newest round that is shown.
    pub(super) async fn newest(&self) -> Result<Option<Arc<Shown>>, AuditError> {
        self.shown(|_| true).await
    }

    /// The round of that name, if it is shown.
    pub(super) async fn named(&self, name: &str) -> Result<Option<Arc<Shown>>, AuditError> {
        self.shown(|stamp| stamp.name == name).await
    }

    async fn shown(&self, wanted: impl Fn(&RoundStamp) -> bool) -> Result<Option<Arc<Shown>>, AuditError> {
        let mut seen = self.seen.lock().await;
        self.look(&mut seen).await?;
        let Some(stamp) = seen.stamps.iter().find(|stamp| is_shown(stamp) && wanted(stamp)).cloned() else {
            return Ok(None);
        };
        if let Some(at) = seen.kept.iter().position(|(kept, _)| *kept == stamp) {
            let kept = seen.kept.remove(at);
            seen.kept.insert(0, kept);
        } else {
            let result = masked(&audit::result::load(&self.store, &stamp.name, &self.rules).await?);
            let since = audit::since(&self.store, &result, &self.rules).await?;
            let shown = Shown { result, since, set: Arc::clone(&self.set), pages: StdMutex::default() };
            seen.kept.retain(|(kept, _)| kept.id != stamp.id);
            seen.kept.insert(0, (stamp, Arc::new(shown)));
            seen.kept.truncate(KEPT);
        }
        Ok(seen.kept.first().map(|(_, shown)| Arc::clone(shown)))
    }

    /// Looks at the database, unless that was just done.
    async fn look(&self, seen: &mut Seen) -> Result<(), AuditError> {
        let now = self.clock.instant();
        if seen.looked.is_none_or(|at| now.duration_since(at) > FRESH) {
            seen.stamps = self.store.round_stamps(self.rules.manifest_sha256()).await?;
            seen.looked = Some(now);
        }
        Ok(())
    }
}

/// Finished, and judged by our rules. A round of kommuner none of which could be read has no answers at all.
fn is_shown(stamp: &RoundStamp) -> bool {
    stamp.is_finished() && (stamp.findings > 0 || stamp.pages == 0)
}

/// A round that is shown.
pub(super) struct Shown {
    /// Its result.
    pub(super) result: RoundResult,
    since: Option<Since>,
    set: Arc<SetTexts>,
    /// Pages rendered so far, by path: as many as the site has, never more.
    pages: StdMutex<HashMap<String, Arc<Answer>>>,
}

impl Shown {
    /// The page at a path of the site; nothing for a path that it does not have.
    pub(super) fn page(&self, path: &str) -> Result<Option<Arc<Answer>>, SiteError> {
        let kept = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = kept().get(path) {
            return Ok(Some(Arc::clone(answer)));
        }
        let Some(page) = self.site().page(path)? else { return Ok(None) };
        let answer = Arc::new(Answer::from(page));
        kept().insert(path.to_owned(), Arc::clone(&answer));
        Ok(Some(answer))
    }

    /// The site of the round.
    pub(super) fn site(&self) -> Site<'_> {
        Site::live(&self.result, &self.set).since(self.since.as_ref())
    }
}

//! The finished rounds, their results kept in memory.
//!
//! What must stay true: a round with a kommun that has not ended is never shown; every way to a round asks for the sight of
//! who looks, and shows nothing of a round that it does not reach, nor whether there is one; a result is read anew when its
//! stamp in the database has changed; at most a few rounds are in memory at once.

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
use super::login::Sight;

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
    /// The rules by themselves.
    bare: Shown,
}

#[derive(Default)]
struct Seen {
    looked: Option<Instant>,
    stamps: Vec<RoundStamp>,
    /// The last used first.
    kept: Vec<Kept>,
}

/// A round in memory, and what it was made of.
struct Kept {
    stamp: RoundStamp,
    sight: Sight,
    told: Told,
    shown: Arc<Shown>,
}

/// Rounds that others may be told of, each with the rule set whose answers its seal covers. Empty for who sees all.
type Told = Vec<(i64, String)>;

/// Why there is no round to show.
#[derive(Debug, thiserror::Error)]
pub(super) enum RoundFault {
    /// Perhaps there is one for who logs in, perhaps not.
    #[error("bara för den som är inloggad")]
    Unseen,
    /// The database.
    #[error(transparent)]
    Storage(#[from] AuditError),
}

impl Rounds {
    pub(super) fn new(store: Store, rules: Arc<RuleSet>, clock: Clock) -> Self {
        let set = Arc::new(SetTexts::from(&*rules));
        let reader = Reader::new(store.clone(), Arc::clone(&rules));
        let bare =
            Shown { result: RoundResult::empty(), since: None, set: Arc::clone(&set), pages: StdMutex::default() };
        Self { store, rules, set, reader, clock, seen: Mutex::default(), bare }
    }

    /// What stands in no round: the rules, and the list of what is reviewed. Everybody may read it. Its other pages tell of
    /// a round without kommuner and are for nobody.
    pub(super) fn bare(&self) -> &Shown {
        &self.bare
    }

    /// Reads the stored pages of rounds.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The rule set's words.
    pub(super) fn set(&self) -> &SetTexts {
        &self.set
    }

    /// All rounds that may be seen at a glance, unfinished ones too, the newest first.
    pub(super) async fn all(&self, sight: Sight) -> Result<Vec<RoundStamp>, AuditError> {
        let mut seen = self.seen.lock().await;
        self.look(&mut seen).await?;
        Ok(seen.stamps.iter().filter(|stamp| sight.reaches(stamp)).cloned().collect())
    }

    /// The rounds that are shown, the newest first: finished, and judged by our rules.
    pub(super) async fn finished(&self, sight: Sight) -> Result<Vec<RoundStamp>, AuditError> {
        Ok(self.all(sight).await?.into_iter().filter(is_shown).collect())
    }

    /// The newest round that is shown.
    pub(super) async fn newest(&self, sight: Sight) -> Result<Option<Arc<Shown>>, RoundFault> {
        self.shown(sight, |_| true).await
    }

    /// The round of that name, if it is shown.
    pub(super) async fn named(&self, sight: Sight, name: &str) -> Result<Option<Arc<Shown>>, RoundFault> {
        self.shown(sight, |stamp| stamp.name == name).await
    }

    async fn shown(
        &self,
        sight: Sight,
        wanted: impl Fn(&RoundStamp) -> bool,
    ) -> Result<Option<Arc<Shown>>, RoundFault> {
        let mut seen = self.seen.lock().await;
        let seen = &mut *seen;
        self.look(seen).await?;
        let mut reached = seen.stamps.iter().filter(|stamp| sight.reaches(stamp));
        let Some(stamp) = reached.find(|stamp| is_shown(stamp) && wanted(stamp)).cloned() else {
            return if sight.is_whole() { Ok(None) } else { Err(RoundFault::Unseen) };
        };
        let told = told(sight, &seen.stamps);
        let at = seen.kept.iter().position(|kept| kept.stamp == stamp && kept.sight == sight && kept.told == told);
        if let Some(at) = at {
            let kept = seen.kept.remove(at);
            seen.kept.insert(0, kept);
        } else {
            let result = masked(&audit::result::load(&self.store, &stamp.name, &self.rules).await?);
            // An earlier round is told of by the rules that it was sealed under, if these are others.
            let may = |id: i64, rules: &str| told.iter().any(|(told, by)| *told == id && by == rules);
            let since =
                audit::since(&self.store, &result, &self.rules, |row, rules| sight.is_whole() || may(row.id, rules));
            let since = since.await?;
            let shown = Arc::new(Shown { result, since, set: Arc::clone(&self.set), pages: StdMutex::default() });
            seen.kept.retain(|kept| kept.stamp.id != stamp.id || kept.sight != sight);
            seen.kept.insert(0, Kept { stamp, sight, told, shown });
            seen.kept.truncate(KEPT);
        }
        Ok(seen.kept.first().map(|kept| Arc::clone(&kept.shown)))
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

fn told(sight: Sight, stamps: &[RoundStamp]) -> Told {
    let stamps = stamps.iter().filter(|_| !sight.is_whole());
    stamps.filter_map(|stamp| Some((stamp.id, stamp.sealed_by.clone()?))).collect()
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

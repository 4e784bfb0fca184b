//! Pages that an earlier round has: asked for with what names them, and taken from the archive where the server says that
//! they are unchanged (304).
//!
//! Place in the flow: frontier → **condition** → visitor → settled as if the page had come whole. What must stay true:
//! the answers are those of a round that fetched every page; what the archive cannot give, or the server did not mean, is
//! asked for again without a condition, once.

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use super::super::AuditError;
use super::super::round::Running;
use super::Visit;
use crate::archive::{self, ArchiveError};
use crate::crawl::{Ask, Earlier, Fetched, Validators, Visited};
use crate::store::{EarlierPage, VisitRow};

/// Pages that earlier rounds have of a kommun.
#[derive(Default)]
pub(super) struct Known {
    /// The newest of each address.
    pages: HashMap<String, EarlierPage>,
    /// What names them, where anything does.
    names: Arc<Earlier>,
}

impl Known {
    /// What the rounds before this one have.
    pub(super) async fn load(round: &Running, row: &VisitRow) -> Result<Self, AuditError> {
        let pages = round.store.earlier_pages(&row.kommun.code, round.round).await?;
        // Of an address that was read more than once the newest counts.
        let pages: HashMap<String, EarlierPage> = pages.into_iter().map(|page| (page.url.clone(), page)).collect();
        let of = |(url, page): (&String, &EarlierPage)| Some((url.clone(), Validators::of(&page.headers)?));
        let names = Arc::new(pages.iter().filter_map(of).collect());
        Ok(Self { pages, names })
    }
}

/// A page that is unchanged.
pub(super) struct Had {
    /// The answer that it came with, whole.
    pub(super) page: Fetched,
    /// That answer's key.
    pub(super) capture: i64,
}

impl Visit<'_> {
    /// Asks for a page, unless it is unchanged since an earlier round: then what that round has comes beside the answer.
    /// `None`: told to stop.
    pub(super) async fn ask_unless_had(
        &mut self,
        url: &Url,
        is_start: bool,
    ) -> Result<Option<(Visited, Option<Had>)>, AuditError> {
        let ask = Ask { earlier: Some(Arc::clone(&self.earlier.names)), ..Ask::page() };
        let Some(visited) = self.ask(url, &ask, is_start).await? else { return Ok(None) };
        let unchanged = visited.result.as_ref().ok().filter(|answer| answer.not_modified());
        let Some(answer) = unchanged else { return Ok(Some((visited, None))) };
        if let Some(had) = self.had(answer).await? {
            return Ok(Some((visited, Some(had))));
        }
        // A server that is wrong once is not asked this way again.
        self.earlier = Known::default();
        let Some(mut again) = self.ask(url, &Ask::page(), is_start).await? else { return Ok(None) };
        again.log.splice(0..0, visited.log);
        again.robots.splice(0..0, visited.robots);
        Ok(Some((again, None)))
    }

    /// The page that an answer says is unchanged; `None` when the archive cannot give it, or the answer means another.
    async fn had(&self, answer: &Fetched) -> Result<Option<Had>, AuditError> {
        let mut address = answer.url.clone();
        address.set_fragment(None);
        let Some(earlier) = self.earlier.pages.get(address.as_str()) else { return Ok(None) };
        if !self.earlier.names.at(&address).is_some_and(|names| names.are_confirmed_by(answer)) {
            return Ok(None);
        }
        let room = self.round.fetcher.room(earlier.size).await;
        let packed = match archive::packed(&self.round.store, &earlier.sha256).await {
            Err(ArchiveError::Purged(_) | ArchiveError::Missing(_)) => return Ok(None),
            packed => packed?,
        };
        let Some(Ok(body)) = self.round.workers.run(move |_| packed.open()).await? else { return Ok(None) };
        let headers = earlier.headers.iter().map(|(name, value)| (name.clone(), value.clone().into_bytes()));
        let page = Fetched { status: 200, headers: headers.collect(), body, room, ..answer.clone() };
        Ok(Some(Had { page, capture: earlier.capture }))
    }
}

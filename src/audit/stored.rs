//! A stored page, parsed again on one of the threads.
//!
//! Place in the flow: archive → **stored** → what is asked of a page that a round has kept (`sheet`, `faults`).
//! What must stay true: the body is checked against its SHA-256 before it is read.

use url::Url;

use super::AuditError;
use super::worker::Workers;
use crate::archive::{self, ArchiveError};
use crate::domain::Reason;
use crate::page::{self, PageModel};
use crate::store::{PageRow, Store, StoreError};

/// Asks something of a stored page; why it cannot be parsed, if it cannot.
pub(super) async fn parsed<T: Send + 'static>(
    store: &Store,
    workers: &Workers,
    page: &PageRow,
    ask: impl FnOnce(&PageModel) -> T + Send + 'static,
) -> Result<Result<T, Reason>, AuditError> {
    let url = Url::parse(&page.url).map_err(|fault| StoreError::unexpected("page.url", fault))?;
    let body = archive::packed(store, &page.sha256).await?;
    let content_type = page.content_type().map(str::to_owned);
    let _turn = workers.turn(body.size()).await;
    let read = workers.run(move |judge| -> Result<_, ArchiveError> {
        let text = page::decode(&body.open()?, content_type.as_deref());
        Ok(page::parse(&text, &url, &judge.types).map(|model| ask(&model)))
    });
    Ok(read.await?.transpose()?.unwrap_or(Err(Reason::Unreadable)))
}

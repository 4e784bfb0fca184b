//! `hemkoll worker`: takes part in a round that `hemkoll audit` has opened on PostgreSQL.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    args::WorkerArgs,
    audit,
    exit::{Exit, Failure},
    output, rules, runtime, signals,
};
use crate::{
    audit::joining,
    clock::Clock,
    config::{ConfigFile, Settings},
    store::Store,
};

/// Reads kommuner of the round until none is left, here or on another computer.
pub(super) fn run(args: &WorkerArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let settings = Settings::resolve(file.under(args.pace.given(db)))?;
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let store = Store::open_existing(&settings.db).await?;
        let request = joining(&store, args.round.as_deref(), rules, settings).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone());
        let done = audit::perform(request, &store, Clock::System, cancel).await?;
        store.close().await;
        if done.exit() != Exit::Interrupted {
            output::note(&format!("Omgång {} är läst.", done.outcome.round));
        }
        Ok(done.exit())
    })
}

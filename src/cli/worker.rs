//! `hemkoll worker`: takes part in a round that `hemkoll audit` has opened on PostgreSQL.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    args::WorkerArgs,
    audit,
    common::Common,
    exit::{Exit, Failure},
    output, rules, runtime, signals,
};
use crate::{audit::joining, clock::Clock, domain::say, store::Store};

/// Reads kommuner of the round until none is left, here or on another computer.
pub(super) fn run(args: &WorkerArgs, common: &Common) -> Result<Exit, Failure> {
    let settings = common.settings_with(args.pace.given())?;
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let store = Store::open_existing(&settings.db).await?;
        let request = joining(&store, args.round.as_deref(), rules, settings).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone(), common.lang);
        let done = audit::perform(request, &store, Clock::System, cancel, common.lang).await?;
        store.close().await;
        if done.exit() != Exit::Interrupted {
            let round = done.outcome.round.as_str();
            output::note(&say!(common.lang, "Omgång {round} är läst.", "Round {round} has been read."));
        }
        Ok(done.exit())
    })
}

//! The tokio runtime that commands with a database or a network run on.

use std::future::Future;

use super::exit::{Exit, Failure};

/// Runs a command to its end.
pub(super) fn block_on(command: impl Future<Output = Result<Exit, Failure>>) -> Result<Exit, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Other(error.into()))?
        .block_on(command)
}

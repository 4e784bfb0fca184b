//! SIGINT and SIGTERM: the first finishes the page in flight, the second ends at once.

use tokio_util::sync::CancellationToken;

use super::{exit::Exit, output};
use crate::domain::Lang;

/// Cancels `token` at the first signal and ends the process with [`Exit::Interrupted`] at the second.
pub(super) fn listen(token: CancellationToken, lang: Lang) {
    tokio::spawn(async move {
        one().await;
        output::note(lang.of(
            "Avslutar när sidorna på väg är sparade. Tryck Ctrl+C igen för att sluta genast.",
            "Ends when the pages on their way are stored. Press Ctrl+C again to end at once.",
        ));
        token.cancel();
        one().await;
        std::process::exit(Exit::Interrupted as i32);
    });
}

#[cfg(unix)]
async fn one() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return interrupt().await;
    };
    tokio::select! {
        () = interrupt() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn one() {
    interrupt().await;
}

/// Ctrl+C on every system; where it cannot be heard, never.
async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

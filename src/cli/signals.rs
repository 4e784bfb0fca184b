//! SIGINT and SIGTERM: the first finishes the page in flight, the second ends at once.

use tokio_util::sync::CancellationToken;

use super::{exit::Exit, output};

/// Cancels `token` at the first signal and ends the process with [`Exit::Interrupted`] at the second.
pub(super) fn listen(token: CancellationToken) {
    tokio::spawn(async move {
        one().await;
        output::note("Avslutar när sidorna på väg är sparade. Tryck Ctrl+C igen för att sluta genast.");
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

//! `hemkoll serve`: the finished rounds as web pages and data, until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{
    args::ServeArgs,
    common::Common,
    exit::{Exit, Failure},
    output, rules, runtime, signals,
};
use crate::{
    audit::{desk::Desk, round},
    clock::Clock,
    config::Settings,
    crawl::{FetchSettings, VisitSettings},
    domain::{Lang, Text, say, system_fault},
    rules::RuleSet,
    seeds,
    store::Store,
    web,
};

/// How long answers on their way may take once it is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(8);

/// Serves the rounds of a database that is there already.
pub(super) fn run(args: &ServeArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let settings = common.settings()?;
        let store = Store::open_existing(&settings.db).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone(), common.lang);
        // What a round may read on a local net, the self-check of the web may not.
        let settings = Settings { allow_net: Vec::new(), resolve: Vec::new(), ..settings };
        let listener = listen(args.bind).await?;
        serve(listener, store, rules, &settings, Vec::new(), cancel, common.lang).await?;
        Ok(Exit::Done)
    })
}

/// Takes the address that pages are to be served on.
pub(super) async fn listen(bind: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(bind).await.map_err(|cause| {
        Failure::Usage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(
                lang,
                "Kan inte öppna {bind}: {cause}. Välj en annan adress eller port, till exempel --bind 127.0.0.1:8081.",
                "Cannot open {bind}: {cause}. Choose another address or port, for example --bind 127.0.0.1:8081."
            )
        }))
    })
}

/// Answers until `cancel`, then lets the answers on their way end. Addresses for the self-check are read as `settings` say;
/// of this machine and local nets none but the hosts of `open`, by name and port.
pub(super) async fn serve(
    listener: TcpListener,
    store: Store,
    rules: Arc<RuleSet>,
    settings: &Settings,
    open: Vec<(String, u16)>,
    cancel: CancellationToken,
    lang: Lang,
) -> Result<(), Failure> {
    let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
    output::note(&say!(
        lang,
        "\nÖppna http://{address}/ i en webbläsare. Seminariet: http://{address}/seminarium/\nTryck Ctrl+C för att sluta.",
        "\nOpen http://{address}/en/ in a browser. The seminar, in Swedish: http://{address}/seminarium/\nPress Ctrl+C to \
         end."
    ));
    if listener.local_addr().is_ok_and(|address| !address.ip().is_loopback()) {
        output::note(&say!(
            lang,
            "Alla som når den här datorn i nätverket kan läsa sidorna och använda självkollen, utan att logga in.",
            "Everyone who reaches this computer over the network can read the pages and use the self-check, without a \
             login."
        ));
    }
    let fetch = FetchSettings { open_hosts: open, ..round::fetch_settings(settings, Clock::System) };
    let visit = VisitSettings { gap: settings.gap, stop_list: settings.stop_list.clone(), ..VisitSettings::default() };
    let desk = Desk::open(Arc::clone(&rules), seeds::embedded_amounts(), fetch, visit)
        .map_err(|error| Failure::Other(error.into()))?;
    let router = web::router(store.clone(), rules, Clock::System, desk);
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, router).with_graceful_shutdown(cancel.clone().cancelled_owned());
    let late = async {
        cancel.cancelled().await;
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        ended = server => ended.map_err(|error| Failure::Other(error.into()))?,
        () = late => {}
    }
    store.close().await;
    Ok(())
}

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
    web::{self, Access},
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
        let terms = Terms { require_login: args.require_login, https: args.https, open: Vec::new() };
        serve(listener, store, rules, &settings, terms, cancel, common.lang).await?;
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

/// How pages are served.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// What is not published needs a login on loopback too.
    pub require_login: bool,
    /// A proxy gives the pages to others over https.
    pub https: bool,
    /// What the self-check may read of this machine and local nets: hosts, by name and port.
    pub open: Vec<(String, u16)>,
}

/// Answers until `cancel`, then lets the answers on their way end. Addresses for the self-check are read as `settings` say.
pub(super) async fn serve(
    listener: TcpListener,
    store: Store,
    rules: Arc<RuleSet>,
    settings: &Settings,
    terms: Terms,
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
    let is_local = listener.local_addr().is_ok_and(|address| address.ip().is_loopback());
    let access = Access { everyone: is_local && !terms.require_login, https: terms.https };
    if !access.everyone {
        output::note(&who_sees(store.users().await?.is_empty(), is_local || terms.https, lang));
    }
    let fetch = FetchSettings { open_hosts: terms.open, ..round::fetch_settings(settings, Clock::System) };
    let visit = VisitSettings { gap: settings.gap, stop_list: settings.stop_list.clone(), ..VisitSettings::default() };
    let desk = Desk::open(Arc::clone(&rules), seeds::embedded_amounts(), fetch, visit)
        .map_err(|error| Failure::Other(error.into()))?;
    let router = web::router(store.clone(), rules, Clock::System, desk, access);
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

/// What those who reach the server can see, and what to do about it.
fn who_sees(nobody: bool, safe: bool, lang: Lang) -> String {
    let mut told = say!(
        lang,
        "Alla som når adressen kan läsa förseglade omgångar och använda självkollen. För andra omgångar krävs inloggning på \
         /logga-in.",
        "Everyone who reaches the address can read sealed rounds and use the self-check. Other rounds need a login, at \
         /en/logga-in."
    );
    if nobody {
        told.push_str(lang.of(
            "\nIngen får logga in än. Lägg till någon: hemkoll user add NAMN",
            "\nNobody may log in yet. Add somebody: hemkoll user add NAME",
        ));
    }
    if !safe {
        told.push_str(lang.of(
            "\nUtan https kan andra i nätverket läsa lösenorden på vägen. Så sätter du en proxy framför: docs/konton.md",
            "\nWithout https, others in the network can read passwords on their way. How to put a proxy in front: \
             docs/konton.md (in Swedish)",
        ));
    }
    told
}

//! `hemkoll demo`: the fictitious kommuner, audited on loopback.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    args::DemoArgs,
    audit,
    common::Common,
    exit::{Exit, Failure},
    results, runtime, serve, signals,
};
use crate::{
    audit::AuditRequest,
    clock::Clock,
    config::{ConfigFile, Settings},
    demo::{self, DAY, DemoError, World},
    domain::{Text, say, system_fault},
    rules::RuleSet,
    seeds,
    store::Store,
};

/// Seconds between requests: the servers are ours, and nobody wants to wait.
const GAP: f64 = 0.05;

/// The port of the demo's addresses; where they are served is another.
const HTTP: u16 = 80;

/// Audits the demo web, prints the ranking, and serves the pages until it is told to stop.
pub(super) fn run(args: &DemoArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = Arc::new(RuleSet::embedded());
    runtime::block_on(async {
        // Dropped, and so removed, when the demo ends.
        let mut folder = None;
        let db = if let Some(db) = common.db.clone() {
            db
        } else {
            let fresh = tempfile::tempdir().map_err(|cause| no_folder(&cause))?;
            let path = fresh.path().join("demo.db");
            folder = Some(fresh);
            format!("sqlite:{}", path.display())
        };
        // Before the work of a whole round: the port may be taken.
        let listener = if args.once { None } else { Some(serve::listen(args.bind).await?) };
        let world = World::start().await.map_err(not_started)?;
        let given = ConfigFile { db: Some(db), gap: Some(GAP), ..ConfigFile::default() };
        let mut settings =
            Settings::resolve(ConfigFile { hosts: common.file.hosts, ..ConfigFile::default() }.under(given))?;
        settings.resolve = world.resolve();
        settings.allow_net = vec![cidr::IpCidr::new_host(std::net::Ipv4Addr::LOCALHOST.into())];
        let request = AuditRequest {
            round: Some("demo".to_owned()),
            fresh: false,
            kommuner: world.seeds(),
            amounts: seeds::embedded_amounts(),
            rules: Arc::clone(&rules),
            settings,
        };
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone(), common.lang);
        // The self-check reads the demo's hosts by their names, and nothing else on this machine.
        let settings = Settings { allow_net: Vec::new(), ..request.settings.clone() };
        let open = settings.resolve.iter().map(|(host, _)| (host.clone(), HTTP)).collect();
        let store = Store::open(&settings.db).await?;
        let morning = DAY.at(8, 0, 0, 0).in_tz("Europe/Stockholm").map_err(|error| Failure::Other(error.into()))?;
        let clock = Clock::starting(morning.timestamp());
        let done = audit::perform(request, &store, clock, cancel.clone(), common.lang).await?;
        results::print_ranking(&done.result, &rules, args.json, common.lang)?;
        let exit = exit(&done)?;
        if let Some(listener) = listener.filter(|_| exit == Exit::Done) {
            // A database that was given may have other rounds too.
            let terms = serve::Terms { open, invented: folder.is_some(), ..serve::Terms::default() };
            serve::serve(listener, store, rules, &settings, terms, cancel, common.lang).await?;
        } else {
            store.close().await;
        }
        drop(folder);
        Ok(exit)
    })
}

/// The demo is done when every kommun ended as it is made to: some of them let nobody in, so that it shows how that is
/// told.
fn exit(done: &audit::Done) -> Result<Exit, Failure> {
    if done.outcome.interrupted {
        return Ok(Exit::Interrupted);
    }
    let meant = demo::standings().map_err(|error| Failure::Other(error.into()))?;
    let as_meant = done.result.kommuner.iter().all(|kommun| {
        meant.iter().any(|meant| meant.kommun == kommun.kommun.code && meant.status == kommun.visit.status)
    });
    Ok(if as_meant { Exit::Done } else { Exit::SomeNotAssessed })
}

fn not_started(error: DemoError) -> Failure {
    match error {
        DemoError::Socket(cause) => Failure::Broken(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(
                lang,
                "Demots kommuner får ingen port på 127.0.0.1: {cause}. Stäng program som har många portar öppna, och \
                 försök igen.",
                "The demo's kommuner get no port on 127.0.0.1: {cause}. Close programs that hold many ports, and try again."
            )
        })),
        error @ DemoError::Content { .. } => Failure::Other(error.into()),
    }
}

fn no_folder(cause: &std::io::Error) -> Failure {
    Failure::Storage(Text::by(|lang| {
        let cause = system_fault(lang, cause);
        say!(
            lang,
            "Kan inte skapa en mapp för demots databas: {cause}.",
            "Cannot make a folder for the demo's database: {cause}."
        )
    }))
}

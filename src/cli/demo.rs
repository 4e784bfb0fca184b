//! `hemkoll demo`: the fictitious kommuner, audited on loopback.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{
    args::DemoArgs,
    audit,
    exit::{Exit, Failure},
    results, runtime, serve, signals,
};
use crate::{
    audit::AuditRequest,
    clock::Clock,
    config::{ConfigFile, Settings},
    demo::{DAY, World},
    rules::RuleSet,
    seeds,
    store::Store,
};

/// Seconds between requests: the servers are ours, and nobody wants to wait.
const GAP: f64 = 0.05;

/// The port of the demo's addresses; where they are served is another.
const HTTP: u16 = 80;

/// Audits the demo web, prints the ranking, and serves the pages until it is told to stop.
pub(super) fn run(args: &DemoArgs, db: Option<String>, file: &ConfigFile) -> Result<Exit, Failure> {
    let rules = Arc::new(RuleSet::embedded());
    runtime::block_on(async {
        // Dropped, and so removed, when the demo ends.
        let mut folder = None;
        let db = if let Some(db) = db {
            db
        } else {
            let fresh = tempfile::tempdir()
                .map_err(|cause| Failure::Storage(format!("Kan inte skapa en mapp för demots databas: {cause}.")))?;
            let path = fresh.path().join("demo.db");
            folder = Some(fresh);
            format!("sqlite:{}", path.display())
        };
        let world = World::start().await.map_err(|error| Failure::Other(error.into()))?;
        let given = ConfigFile { db: Some(db), gap: Some(GAP), ..ConfigFile::default() };
        let mut settings = Settings::resolve(ConfigFile { hosts: file.hosts, ..ConfigFile::default() }.under(given))?;
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
        signals::listen(cancel.clone());
        // The self-check reads the demo's hosts by their names, and nothing else on this machine.
        let settings = Settings { allow_net: Vec::new(), ..request.settings.clone() };
        let open = settings.resolve.iter().map(|(host, _)| (host.clone(), HTTP)).collect();
        let store = Store::open(&settings.db).await?;
        let morning = DAY.at(8, 0, 0, 0).in_tz("Europe/Stockholm").map_err(|error| Failure::Other(error.into()))?;
        let clock = Clock::starting(morning.timestamp());
        let done = audit::perform(request, &store, clock, cancel.clone()).await?;
        results::print_ranking(&done.result, &rules, false)?;
        let exit = if done.outcome.interrupted { Exit::Interrupted } else { Exit::Done };
        if !args.once && exit == Exit::Done {
            serve::serve(args.bind, store, rules, &settings, open, cancel).await?;
        } else {
            store.close().await;
        }
        drop(folder);
        Ok(exit)
    })
}

//! `hemkoll audit`.

use std::{path::Path, sync::Arc};

use tokio_util::sync::CancellationToken;

use super::{
    args::AuditArgs,
    exit::{Exit, Failure},
    files, output, progress, results, rules, runtime, signals,
};
use crate::{
    audit::{self, AuditRequest, RoundOutcome, round},
    clock::Clock,
    config::{ConfigFile, Settings},
    crawl::Fetcher,
    domain::Kommun,
    report::text,
    rules::RuleSet,
    score::RoundResult,
    seeds::{self, Import},
    store::Store,
};

/// Audits the kommuner that the arguments name and prints the ranking.
pub(super) fn run(args: &AuditArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let settings = {
        let given = ConfigFile { stop_list: args.stop_list.clone(), ..args.limits.given(db) };
        Settings::resolve(file.under(given))?
    };
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    let import = match &args.seeds {
        Some(path) => seeds::read(path)?,
        None => seeds::embedded(),
    };
    let bad_lines = !import.problems.is_empty();
    let kommuner = chosen(args, import)?;
    if args.dry_run {
        return output::result(&plan(&kommuner, &settings)).map(|()| Exit::Done);
    }
    let request = AuditRequest {
        round: args.round.clone(),
        fresh: args.fresh,
        kommuner,
        amounts: seeds::embedded_amounts(),
        rules: Arc::clone(&rules),
        settings,
    };
    runtime::block_on(async {
        let store = Store::open(&request.settings.db).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone());
        let done = perform(request, &store, Clock::System, cancel).await?;
        if let Some(path) = &args.summary {
            write(path, &audit::summary::lines(&done.result, &done.outcome.open))?;
        }
        let exit = done.exit();
        results::print_ranking(&done.result, &rules, args.json)?;
        store.close().await;
        Ok(if exit == Exit::Done && bad_lines { Exit::SomeNotAssessed } else { exit })
    })
}

/// A finished (or interrupted) round.
pub(super) struct Done {
    /// How it ended.
    pub outcome: RoundOutcome,
    /// What it came to.
    pub result: RoundResult,
}

impl Done {
    /// The exit code.
    pub(super) fn exit(&self) -> Exit {
        match self.outcome.exit_code() {
            0 => Exit::Done,
            3 => Exit::SomeNotAssessed,
            _ => Exit::Interrupted,
        }
    }
}

/// Runs a round and loads its result.
pub(super) async fn perform(
    mut request: AuditRequest,
    store: &Store,
    clock: Clock,
    cancel: CancellationToken,
) -> Result<Done, Failure> {
    request.settings.hosts = files::room_for(request.settings.hosts.min(request.kommuner.len()));
    let fetcher = Fetcher::new(round::fetch_settings(&request.settings, clock))?;
    let rules: Arc<RuleSet> = Arc::clone(&request.rules);
    let outcome = round::run(request, store, fetcher, clock, progress::sink(), cancel).await?;
    let result = audit::result::load(store, &outcome.round, &rules).await?;
    Ok(Done { outcome, result })
}

/// The kommuner that `--kommun` and `--lan` name; all without them. Bad lines are told and left out.
fn chosen(args: &AuditArgs, import: Import) -> Result<Vec<Kommun>, Failure> {
    for problem in &import.problems {
        output::note(&problem.to_string());
    }
    for wanted in &args.kommun {
        if !import.kommuner.iter().any(|kommun| names(kommun, wanted)) {
            return Err(Failure::Usage(format!(
                "Det finns ingen kommun ”{wanted}”. Skriv koden (fyra siffror) eller namnet, till exempel --kommun Botkyrka."
            )));
        }
    }
    for wanted in &args.lan {
        if !import.kommuner.iter().any(|kommun| kommun.lan.code == *wanted) {
            return Err(Failure::Usage(format!(
                "Det finns inget län ”{wanted}”. Skriv två siffror, till exempel --lan 01."
            )));
        }
    }
    let everything = args.kommun.is_empty() && args.lan.is_empty();
    let mut kommuner = import.kommuner;
    kommuner.retain(|kommun| {
        everything || args.lan.contains(&kommun.lan.code) || args.kommun.iter().any(|wanted| names(kommun, wanted))
    });
    Ok(kommuner)
}

fn names(kommun: &Kommun, wanted: &str) -> bool {
    kommun.code == wanted || kommun.name.to_lowercase() == wanted.to_lowercase()
}

/// What would be read, and how long it takes at least and at most.
fn plan(kommuner: &[Kommun], settings: &Settings) -> String {
    let mut lines = String::new();
    for kommun in kommuner {
        lines.push_str(&format!(
            "{:<6} {:<20} {}\n",
            kommun.code,
            text::safe(&kommun.name),
            text::safe(&kommun.start_url)
        ));
    }
    let requests = settings.page_budget.saturating_mul(4);
    let batches = u32::try_from(kommuner.len().div_ceil(settings.hosts)).unwrap_or(u32::MAX);
    let longest = settings.gap.saturating_mul(requests).saturating_mul(batches);
    lines.push_str(&format!(
        "\n{} kommuner, högst {} sidor och {requests} frågor till var och en, minst {} sekunder mellan frågor till samma server.\n\
         Det tar högst ungefär {} minuter om servrarna svarar genast. Inget har lästs.\n",
        kommuner.len(),
        settings.page_budget,
        crate::report::swedish::number(settings.gap.as_secs_f64()),
        longest.as_secs().div_ceil(60),
    ));
    lines
}

fn write(path: &Path, lines: &str) -> Result<(), Failure> {
    std::fs::write(path, lines)
        .map_err(|cause| Failure::Storage(format!("Kan inte skriva {}: {cause}.", path.display())))
}

//! `hemkoll audit`.

use std::{path::Path, sync::Arc};

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    args::AuditArgs,
    common::Common,
    exit::{Exit, Failure},
    files, kommuner, output, progress, results, rules, runtime, signals,
};
use crate::{
    audit::{self, AuditRequest, RoundOutcome, round},
    clock::Clock,
    config::{ConfigFile, Settings},
    crawl::Fetcher,
    domain::{Kommun, Lang, Text, say, system_fault},
    report::text,
    rules::RuleSet,
    score::RoundResult,
    seeds::{self, Import},
    store::Store,
};

/// Audits the kommuner that the arguments name and prints the ranking.
pub(super) fn run(args: &AuditArgs, common: &Common) -> Result<Exit, Failure> {
    let lang = common.lang;
    let settings = common.settings_with(ConfigFile { stop_list: args.stop_list.clone(), ..args.limits.given() })?;
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    let import = match &args.seeds {
        Some(path) => seeds::read(path)?,
        None => seeds::embedded(),
    };
    let bad_lines = !import.problems.is_empty();
    let kommuner = chosen(args, import, lang)?;
    if args.dry_run {
        args.round.as_deref().map_or(Ok(()), audit::check_name)?;
        let plan = Plan::new(&kommuner, &settings);
        return if args.json {
            output::json(&plan.json())
        } else {
            output::result(&plan.text(lang)).map(|()| Exit::Done)
        };
    }
    let request = AuditRequest {
        round: args.round.clone(),
        fresh: args.fresh,
        kommuner,
        amounts: seeds::embedded_amounts(),
        rules: Arc::clone(&rules),
        settings,
    };
    let made = match &args.summary {
        Some(path) => can_write(path)?,
        None => false,
    };
    let ended = runtime::block_on(async {
        let store = Store::open(&request.settings.db).await?;
        let cancel = CancellationToken::new();
        signals::listen(cancel.clone(), lang);
        let done = perform(request, &store, Clock::System, cancel, lang).await?;
        let exit = done.exit();
        // The round is done: the file is written whether or not there is somebody to print to.
        let lines = || audit::summary::lines(&done.result, &done.outcome.open);
        let written = args.summary.as_deref().map_or(Ok(()), |path| write(path, &lines()));
        let printed = results::print_ranking(&done.result, &rules, args.json, lang);
        store.close().await;
        written.and(printed)?;
        Ok(if exit == Exit::Done && bad_lines { Exit::SomeNotAssessed } else { exit })
    });
    if let (true, Some(path)) = (made, &args.summary) {
        remove_empty(path);
    }
    ended
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
    lang: Lang,
) -> Result<Done, Failure> {
    request.settings.hosts = files::room_for(request.settings.hosts.min(request.kommuner.len()), lang);
    let fetcher = Fetcher::new(round::fetch_settings(&request.settings, clock))?;
    let rules: Arc<RuleSet> = Arc::clone(&request.rules);
    let outcome = round::run(request, store, fetcher, clock, progress::sink(lang), cancel).await?;
    let result = audit::result::load(store, &outcome.round, &rules).await?;
    Ok(Done { outcome, result })
}

/// The kommuner that `--kommun` and `--lan` name; all without them. Bad lines are told and left out.
fn chosen(args: &AuditArgs, import: Import, lang: Lang) -> Result<Vec<Kommun>, Failure> {
    for problem in import.problems.iter().chain(&import.doubts) {
        output::note(&problem.told(lang));
    }
    for wanted in &args.kommun {
        kommuner::find(&import.kommuner, wanted)?;
    }
    for wanted in &args.lan {
        kommuner::find_lan(import.kommuner.iter(), wanted)?;
    }
    let everything = args.kommun.is_empty() && args.lan.is_empty();
    let mut kommuner = import.kommuner;
    kommuner.retain(|kommun| {
        everything
            || args.lan.iter().any(|wanted| kommun.lan.is_called(wanted))
            || args.kommun.iter().any(|wanted| kommun.is_called(wanted))
    });
    Ok(kommuner)
}

/// What would be read, and how long it takes at least and at most.
struct Plan<'a> {
    kommuner: &'a [Kommun],
    pages: u32,
    requests: u32,
    gap: f64,
    /// Minutes at most, if the servers answer at once.
    minutes: u64,
}

impl<'a> Plan<'a> {
    fn new(kommuner: &'a [Kommun], settings: &Settings) -> Self {
        let requests = settings.page_budget.saturating_mul(4);
        let batches = u32::try_from(kommuner.len().div_ceil(settings.hosts)).unwrap_or(u32::MAX);
        let minutes = settings.gap.saturating_mul(requests).saturating_mul(batches).as_secs().div_ceil(60);
        Self { kommuner, pages: settings.page_budget, requests, gap: settings.gap.as_secs_f64(), minutes }
    }

    fn json(&self) -> serde_json::Value {
        let each =
            self.kommuner.iter().map(|one| json!({"code": one.code, "name": one.name, "start_url": one.start_url}));
        json!({
            "kommuner": each.collect::<Vec<_>>(),
            "pages_each": self.pages,
            "requests_each": self.requests,
            "gap_seconds": self.gap,
            "minutes_at_most": self.minutes,
        })
    }

    fn text(&self, lang: Lang) -> String {
        let mut lines = String::new();
        for Kommun { code, name, start_url, .. } in self.kommuner {
            lines.push_str(&format!("{code:<6} {:<20} {}\n", text::safe(name), text::safe(start_url)));
        }
        let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let kommuner = lang.plural(self.kommuner.len(), ["kommun", "kommuner"], ["kommun", "kommuner"]);
        let pages = lang.plural(count(self.pages.into()), ["sida", "sidor"], ["page", "pages"]);
        let requests = self.requests;
        let unit = if (self.gap - 1.0).abs() < f64::EPSILON { ["sekund", "second"] } else { ["sekunder", "seconds"] };
        let gap = format!("{} {}", lang.decimals(self.gap, 3), lang.of(unit[0], unit[1]));
        let longest = lang.plural(count(self.minutes), ["minut", "minuter"], ["minute", "minutes"]);
        lines.push_str(&say!(
            lang,
            "\n{kommuner}, högst {pages} och {requests} frågor till var och en, minst {gap} mellan frågor till samma \
             server.\nDet tar högst ungefär {longest} om servrarna svarar genast. Inget har lästs.\n",
            "\n{kommuner}, at most {pages} and {requests} requests each, at least {gap} between requests to the same \
             server.\nIt takes at most about {longest} if the servers answer at once. Nothing has been read.\n"
        ));
        lines
    }
}

fn write(path: &Path, lines: &str) -> Result<(), Failure> {
    std::fs::write(path, lines).map_err(|cause| unwritten(path, &cause))
}

/// Told before the first request, not after the last. Whether the file was made to find out.
fn can_write(path: &Path) -> Result<bool, Failure> {
    let open = |new: bool| std::fs::OpenOptions::new().append(true).create(true).create_new(new).open(path);
    match open(true) {
        Ok(_) => Ok(true),
        Err(_) => open(false).map(|_| false).map_err(|cause| unwritten(path, &cause)),
    }
}

/// A summary of no lines is one of no seeds: what was made and never written to is taken away.
fn remove_empty(path: &Path) {
    if std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0) {
        let _ = std::fs::remove_file(path);
    }
}

fn unwritten(path: &Path, cause: &std::io::Error) -> Failure {
    let path = path.display();
    Failure::Storage(Text::by(|lang| {
        let cause = system_fault(lang, cause);
        say!(lang, "Kan inte skriva {path}: {cause}.", "Cannot write {path}: {cause}.")
    }))
}

//! `hemkoll check`: pages by themselves, before they are published. Nothing is stored.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use url::Url;

use super::{
    args::{CheckArgs, CheckFormat},
    common::Common,
    exit::{Exit, Failure},
    kommuner, output, rules, runtime,
};
use crate::{
    a11y::Standard,
    audit::{
        check::{self, CheckOptions, CheckResult},
        result::weighing,
        round,
    },
    clock::Clock,
    config::Settings,
    crawl::{FetchSettings, Fetcher},
    domain::{Kommun, Lang, Reason, Text, both, say, system_fault},
    report::SetTexts,
    rules::RuleSet,
    score::score_kommun,
    seeds,
};

mod code;
mod written;

pub(super) use code::StandardArg;
use written::{How, written};

/// What is checked.
enum Target {
    Web(Url),
    Path(PathBuf),
    Stdin,
}

/// Checks the targets and prints the answers.
pub(super) fn run(args: &CheckArgs, common: &Common) -> Result<Exit, Failure> {
    let settings = common.settings_with(args.limits.given())?;
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    let targets = args.targets.iter().map(|given| target(given)).collect::<Result<Vec<_>, _>>()?;
    let clock = Clock::System;
    let judge = Arc::new(check::judge(Arc::clone(&rules), seeds::embedded_amounts(), clock.today()));
    let kommun = kommun(args, common.lang)?;
    let options = CheckOptions {
        traits: kommun.as_ref().map(|kommun| kommun.traits.clone()).unwrap_or_default(),
        presumes: true,
        closely: args.format == CheckFormat::Html,
        ..CheckOptions::default()
    };
    runtime::block_on(async {
        // Among several answers each says which file it is of, and what cannot be read costs itself alone.
        let several = targets.len() > 1;
        let too_large = |one: &CheckResult, name: &str| {
            if one.unreadable == Some(Reason::TooLarge) {
                let most = settings.max_body;
                output::note(&say!(
                    common.lang,
                    "{name} är större än {most} byte och är inte läst. Höj gränsen med --max-body.",
                    "{name} is larger than {most} bytes and was not read. Raise the limit with --max-body."
                ));
            }
        };
        let mut results: Vec<CheckResult> = Vec::new();
        // The file of each result, where there is one.
        let mut paths: Vec<Option<PathBuf>> = Vec::new();
        for target in &targets {
            match target {
                Target::Web(url) => {
                    let fetcher = Fetcher::new(open_for(url, &settings, clock))?;
                    results.push(check::check_url(&fetcher, url, settings.gap, clock, &judge, &options).await?);
                }
                Target::Path(given) => {
                    let files = check::files(given)?;
                    if files.is_empty() {
                        let (path, endings) =
                            (given.display(), check::ENDINGS.map(|ending| format!(".{ending}")).join(", "));
                        return Err(Failure::Usage(both!(
                            "{path} har ingen fil att granska. Filerna ska sluta på {endings}.",
                            "{path} has no file to check. The files should end in {endings}."
                        )));
                    }
                    let checked = check::check_files(&files, settings.max_body, &judge, &options);
                    for (one, (name, path)) in checked.into_iter().zip(files) {
                        let mut one = match one {
                            Err(fault) if several || path != *given => {
                                output::note(&fault.told(common.lang));
                                check::unreadable(&name, Reason::Unreadable, &judge)
                            }
                            one => one?,
                        };
                        too_large(&one, &path.display().to_string());
                        // Judged by its name in the folder: where the folder is says nothing of the page.
                        if several {
                            one.target = path.display().to_string();
                        }
                        results.push(one);
                        paths.resize(results.len() - 1, None);
                        paths.push(Some(path));
                    }
                }
                Target::Stdin => {
                    let one = match stdin(settings.max_body)? {
                        Some(bytes) => check::check_bytes(&bytes, None, check::STDIN, &judge, &options),
                        None => check::unreadable(check::STDIN, Reason::TooLarge, &judge),
                    };
                    too_large(&one, common.lang.of("Standard in", "Standard input"));
                    results.push(one);
                }
            }
        }
        let standard = args.standard.map(Standard::from);
        paths.resize(results.len(), None);
        let texts = SetTexts::from(&*rules);
        let how = How {
            format: args.format,
            standard,
            kommun: kommun.as_ref().filter(|_| standard.is_none()),
            rules: &rules,
            texts: &texts,
            lang: common.lang,
        };
        output::result(&written(&how, &results, &paths)?)?;
        if let Some(kommun) = how.kommun.filter(|_| !matches!(how.format, CheckFormat::Text | CheckFormat::Html)) {
            output::note(&written::granted_for(kommun, &results, common.lang));
        }
        Ok(exit(args, &results, &rules))
    })
}

/// The kommun that the pages belong to, when that was said. Bad lines of a list are told and left out.
fn kommun(args: &CheckArgs, lang: Lang) -> Result<Option<Kommun>, Failure> {
    let Some(wanted) = &args.kommun else { return Ok(None) };
    let import = args.seeds.as_deref().map_or_else(|| Ok(seeds::embedded()), seeds::read)?;
    for problem in &import.problems {
        output::note(&problem.told(lang));
    }
    kommuner::find(&import.kommuner, wanted).cloned().map(Some)
}

fn target(given: &str) -> Result<Target, Failure> {
    if given == check::STDIN {
        return Ok(Target::Stdin);
    }
    if given.starts_with("http://") || given.starts_with("https://") {
        return Url::parse(given).map(Target::Web).map_err(|_| {
            Failure::Usage(both!(
                "”{given}” är ingen webbadress. Skriv den hel, till exempel https://www.hedlunda.test/hemtjanst.",
                "“{given}” is no web address. Write it whole, for example https://www.hedlunda.test/hemtjanst."
            ))
        });
    }
    if Path::new(given).exists() {
        return Ok(Target::Path(given.into()));
    }
    Err(Failure::Usage(both!(
        "Det finns ingen fil eller mapp ”{given}”. Är det en webbadress? Skriv då https:// först.",
        "There is no file or folder “{given}”. Is it a web address? Then write https:// first."
    )))
}

/// The typed host's own address is opened, so that a draft on localhost can be checked; nothing else is.
fn open_for(url: &Url, settings: &Settings, clock: Clock) -> FetchSettings {
    let port = url.port_or_known_default().unwrap_or(443);
    FetchSettings {
        open_hosts: url.host_str().map(|host| (host.to_owned(), port)).into_iter().collect(),
        ..round::fetch_settings(settings, clock)
    }
}

/// Standard input; none when it goes on past `most` bytes.
fn stdin(most: u64) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|cause| {
        Failure::Usage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(lang, "Kan inte läsa standard in: {cause}.", "Cannot read standard input: {cause}.")
        }))
    })?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= most))
}

fn exit(args: &CheckArgs, results: &[CheckResult], rules: &RuleSet) -> Exit {
    let weighing = weighing(rules);
    let share = |page: &CheckResult| decided_share(&score_kommun(&weighing, &page.findings));
    if let Some(least) = args.fail_under
        && results.iter().any(|page| share(page).is_some_and(|points| points < least))
    {
        return Exit::No;
    }
    if results.iter().any(|page| page.unreadable.is_some()) { Exit::SomeNotAssessed } else { Exit::Done }
}

/// Points of 100 over the questions that the page itself settles; one page never reaches a kommun's coverage.
fn decided_share(score: &crate::score::KommunScore) -> Option<f64> {
    let (points, decided) =
        score.dimensions.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.points, sum.1 + one.decided));
    (decided > 0.0).then(|| points / decided * 100.0)
}

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
        AuditError, Judge,
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
    let desk = Desk { settings: &settings, clock, judge, options, several: targets.len() > 1, lang: common.lang };
    runtime::block_on(async {
        let mut answers = Vec::new();
        for target in &targets {
            answers.extend(desk.answers(target).await?);
        }
        let (results, paths): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
        let standard = args.standard.map(Standard::from);
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

/// By what targets are judged, and how it is told.
struct Desk<'a> {
    settings: &'a Settings,
    clock: Clock,
    judge: Arc<Judge>,
    options: CheckOptions,
    /// Among several answers each says which file it is of, and what cannot be read costs itself alone.
    several: bool,
    lang: Lang,
}

/// An answer, with its file where there is one.
type Answer = (CheckResult, Option<PathBuf>);

impl Desk<'_> {
    async fn answers(&self, target: &Target) -> Result<Vec<Answer>, Failure> {
        let Self { settings, judge, options, .. } = self;
        let one = match target {
            Target::Path(given) => return self.files(given),
            Target::Web(url) => {
                let fetcher = Fetcher::new(open_for(url, settings, self.clock))?;
                check::check_url(&fetcher, url, settings.gap, self.clock, judge, options).await?
            }
            Target::Stdin => {
                if let Some(bytes) = stdin(settings.max_body)? {
                    check::check_bytes(&bytes, None, check::STDIN, judge, options)
                } else {
                    self.tell_too_large(self.lang.of("Standard in", "Standard input"));
                    check::unreadable(check::STDIN, Reason::TooLarge, judge)
                }
            }
        };
        Ok(vec![(one, None)])
    }

    /// The answers of a file, or of those in a folder.
    fn files(&self, given: &Path) -> Result<Vec<Answer>, Failure> {
        let files = match check::files(given) {
            Err(fault) if self.several => {
                return Ok(vec![(self.unreadable(&given.display().to_string(), &fault), None)]);
            }
            files => files?,
        };
        if files.is_empty() {
            let (path, endings) = (given.display(), check::ENDINGS.map(|ending| format!(".{ending}")).join(", "));
            return Err(Failure::Usage(both!(
                "{path} har ingen fil att granska. Filerna ska sluta på {endings}.",
                "{path} has no file to check. The files should end in {endings}."
            )));
        }
        let checked = check::check_files(&files, self.settings.max_body, &self.judge, &self.options);
        let told = checked.into_iter().zip(files).map(|(one, (name, path))| {
            let mut one = match one {
                Err(fault) if self.several || path != *given => self.unreadable(&name, &fault),
                one => one?,
            };
            let shown = path.display().to_string();
            if one.unreadable == Some(Reason::TooLarge) {
                self.tell_too_large(&shown);
            }
            // Judged by its name in the folder: where the folder is says nothing of the page.
            if self.several {
                one.target = shown;
            }
            Ok((one, Some(path)))
        });
        told.collect()
    }

    fn unreadable(&self, name: &str, fault: &AuditError) -> CheckResult {
        output::note(&fault.told(self.lang));
        check::unreadable(name, Reason::Unreadable, &self.judge)
    }

    fn tell_too_large(&self, name: &str) {
        let most = self.settings.max_body;
        output::note(&say!(
            self.lang,
            "{name} är större än {most} byte och är inte läst. Höj gränsen med --max-body.",
            "{name} is larger than {most} bytes and was not read. Raise the limit with --max-body."
        ));
    }
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

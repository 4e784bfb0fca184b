//! `hemkoll check`: pages by themselves, before they are published. Nothing is stored.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::json;
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
    domain::{Finding, Kommun, Lang, Reason, Text, both, say, system_fault},
    page,
    report::{
        SetTexts, access,
        formats::{self, CheckedFile},
        self_check, text,
    },
    rules::RuleSet,
    score::score_kommun,
    seeds,
    web::checked,
};

mod code;

pub(super) use code::StandardArg;

/// Largest draft read from standard input, in bytes.
const STDIN_MAX: u64 = 50_000_000;

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
                    let mut files = check::files(given)?;
                    if files.is_empty() {
                        let (path, endings) =
                            (given.display(), check::ENDINGS.map(|ending| format!(".{ending}")).join(", "));
                        return Err(Failure::Usage(both!(
                            "{path} har ingen fil att granska. Filerna ska sluta på {endings}.",
                            "{path} has no file to check. The files should end in {endings}."
                        )));
                    }
                    // Of several targets a name says which of them.
                    for (name, path) in files.iter_mut().filter(|_| targets.len() > 1) {
                        *name = path.display().to_string();
                    }
                    let checked = check::check_files(&files, settings.max_body, &judge, &options);
                    for (one, (name, path)) in checked.into_iter().zip(files) {
                        let one = match one {
                            // In a folder a file that cannot be read costs itself alone.
                            Err(fault) if path != *given => {
                                output::note(&fault.told(common.lang));
                                check::unreadable(&name, Reason::Unreadable, &judge)
                            }
                            one => one?,
                        };
                        results.push(one);
                        paths.resize(results.len() - 1, None);
                        paths.push(Some(path));
                    }
                }
                Target::Stdin => results.push(check::check_bytes(&stdin()?, None, check::STDIN, &judge, &options)),
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
            output::note(&kommuner::taken_for_granted(kommun, common.lang));
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

/// What the questions took for granted of the kommun; without one, that naming it would settle more.
fn granted(how: &How<'_>, results: &[CheckResult]) -> String {
    const UNKNOWN: &str = "egenskap-okand";
    let asks = || results.iter().flat_map(|page| &page.findings).any(|finding| finding.reason == UNKNOWN);
    match how.kommun {
        Some(kommun) => kommuner::taken_for_granted(kommun, how.lang),
        None if how.standard.is_none() && asks() => how
            .lang
            .of(
                "Vilken kommun hör sidan till? Skriv --kommun NAMN, så går det att avgöra fler frågor.",
                "Which kommun does the page belong to? Write --kommun NAME, and more questions can be settled.",
            )
            .to_owned(),
        None => String::new(),
    }
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

fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(STDIN_MAX).read_to_end(&mut bytes).map_err(|cause| {
        Failure::Usage(Text::by(|lang| {
            let cause = system_fault(lang, &cause);
            say!(lang, "Kan inte läsa standard in: {cause}.", "Cannot read standard input: {cause}.")
        }))
    })?;
    Ok(bytes)
}

/// How the answers are written.
struct How<'a> {
    format: CheckFormat,
    standard: Option<Standard>,
    /// The kommun that the pages belong to.
    kommun: Option<&'a Kommun>,
    rules: &'a RuleSet,
    texts: &'a SetTexts,
    lang: Lang,
}

fn written(how: &How<'_>, results: &[CheckResult], paths: &[Option<PathBuf>]) -> Result<String, Failure> {
    let &How { format, standard, kommun, rules, texts, lang } = how;
    let mut out = String::new();
    match format {
        CheckFormat::Text => {
            for page in results {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(&text(page, standard, texts, lang));
            }
            match granted(how, results) {
                told if told.is_empty() => {}
                told => out.push_str(&format!("\n{}\n", text::safe(&told))),
            }
        }
        CheckFormat::Json => {
            let pages: Vec<_> = results.iter().map(|page| document(page, how)).collect();
            out = serde_json::to_string_pretty(&pages).map_err(|error| Failure::Other(error.into()))?;
        }
        CheckFormat::Html => {
            let pages: Vec<_> = results.iter().map(checked).collect();
            let granted = kommun.map(|kommun| kommuner::taken_for_granted(kommun, Lang::Sv)).unwrap_or_default();
            let made = self_check::alone(texts, &pages, &granted).map_err(|error| Failure::Other(error.into()))?;
            out = String::from_utf8_lossy(&made.body).into_owned();
        }
        CheckFormat::Sarif | CheckFormat::Junit => {
            let files: Vec<_> = results.iter().zip(paths).map(|(one, path)| Named::of(one, path.as_deref())).collect();
            let files: Vec<_> = files.iter().map(Named::file).collect();
            if format == CheckFormat::Sarif {
                let log = formats::sarif(lang, &files, texts, standard);
                out = serde_json::to_string_pretty(&log).map_err(|error| Failure::Other(error.into()))?;
            } else {
                out = formats::junit(lang, &files, texts, standard).map_err(|error| Failure::Other(error.into()))?;
            }
        }
        CheckFormat::Jsonl => {
            for page in results {
                let content = page.findings.iter().filter(|_| standard.is_none());
                let lines = content.map(|finding| line(page, finding, rules));
                for line in lines.chain(code::lines(page, standard)) {
                    out.push_str(&line.to_string());
                    out.push('\n');
                }
            }
        }
    }
    Ok(out)
}

/// A result with what its file is called where the program runs, and the file's text.
struct Named<'r> {
    result: &'r CheckResult,
    name: String,
    source: String,
}

impl<'r> Named<'r> {
    fn of(result: &'r CheckResult, path: Option<&Path>) -> Self {
        let name = match path {
            Some(path) => path.to_string_lossy().into_owned(),
            None if result.target == check::STDIN => "stdin".to_owned(),
            None => result.url.clone(),
        };
        // Read and judged a moment ago; gone since then, nothing has a line.
        let bytes = path.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        Self { result, name, source: page::decode(&bytes, None) }
    }

    fn file(&self) -> CheckedFile<'_> {
        CheckedFile { page: checked(self.result), name: &self.name, source: &self.source }
    }
}

/// The page's answers and its code; under a norm its code alone.
fn text(one: &CheckResult, standard: Option<Standard>, texts: &SetTexts, lang: Lang) -> String {
    if standard.is_some() && one.unreadable.is_none() {
        let code =
            if one.accessibility.is_empty() { Vec::new() } else { access::lines(lang, &one.accessibility, standard) };
        return format!("{}\n{}\n", text::safe(&one.target), code.join("\n"));
    }
    text::check(lang, &checked(one), texts)
}

fn document(page: &CheckResult, how: &How<'_>) -> serde_json::Value {
    let (rules, standard) = (how.rules, how.standard);
    let score = score_kommun(&weighing(rules), &page.findings);
    let head = rules.head();
    json!({
        "target": page.target,
        "url": page.url,
        "kommun": how.kommun.map(|one| json!({"code": one.code, "name": one.name, "traits": one.traits})),
        "title": page.title,
        "page_type": page.page_type,
        "page_type_confidence": page.type_confidence,
        "words": page.words,
        "lix": page.lix,
        "unreadable": page.unreadable,
        "misfit": page.misfit.as_ref().map(|one| json!({"code": one.code(), "sentence": one.sentence(Lang::Sv)})),
        "points": {"low": score.low, "value": score.value, "of": score.applicable_rules, "decided": score.decided_rules},
        "facts": page.facts,
        "findings": page.findings,
        "accessibility": code::documents(page, standard),
        "set": {"name": head.name, "version": head.version, "official": head.official, "disclaimer": head.disclaimer},
    })
}

fn line(page: &CheckResult, finding: &Finding, rules: &RuleSet) -> serde_json::Value {
    let evidence: Vec<_> = finding
        .evidence
        .iter()
        .map(|one| json!({"quote": one.quote, "selector": one.selector, "url": one.url}))
        .collect();
    json!({
        "file": page.target,
        "rule": finding.rule,
        "dimension": rules.rule(&finding.rule).map(|rule| rule.head.dimension.as_str()),
        "outcome": finding.outcome,
        "act": [],
        "wcag": [],
        "evidence": evidence,
        "reason": finding.reason,
    })
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

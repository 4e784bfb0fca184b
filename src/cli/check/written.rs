//! The answers of `hemkoll check` in the format that was asked for.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{
    super::{args::CheckFormat, exit::Failure, kommuner},
    code,
};
use crate::{
    a11y::Standard,
    audit::{
        check::{self, CheckResult},
        result::weighing,
    },
    domain::{Finding, Kommun, Lang, Tri, say},
    page,
    report::{
        SetTexts, access,
        formats::{self, CheckedFile},
        self_check, text,
    },
    rules::RuleSet,
    score::score_kommun,
    web::checked,
};

/// How the answers are written.
pub(super) struct How<'a> {
    pub format: CheckFormat,
    pub standard: Option<Standard>,
    /// The kommun that the pages belong to.
    pub kommun: Option<&'a Kommun>,
    pub rules: &'a RuleSet,
    pub texts: &'a SetTexts,
    pub lang: Lang,
}

/// The answers in the format that was asked for.
pub(super) fn written(how: &How<'_>, results: &[CheckResult], paths: &[Option<PathBuf>]) -> Result<String, Failure> {
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
            // Who gets the file has no list to correct.
            let granted = kommun.map(|kommun| {
                let mut told = vec![kommuner::taken_for_granted(kommun, Lang::Sv)];
                told.extend(said_otherwise(kommun, results, Lang::Sv));
                told.join(" ")
            });
            let granted = granted.unwrap_or_default();
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

/// What the questions took for granted of the kommun, and which pages said otherwise.
pub(super) fn granted_for(kommun: &Kommun, results: &[CheckResult], lang: Lang) -> String {
    let mut told = vec![kommuner::taken_for_granted(kommun, lang)];
    told.extend(said_otherwise(kommun, results, lang));
    told.extend(kommuner::how_to_correct(kommun, lang).map(str::to_owned));
    told.join(" ")
}

/// The pages whose own word on choice went before the list's.
fn said_otherwise(kommun: &Kommun, results: &[CheckResult], lang: Lang) -> Vec<String> {
    let listed = kommun.traits.clone().presumed().signed("lov");
    let read = results.iter().filter(|one| one.unreadable.is_none());
    let own = read.filter_map(|one| match one.traits.signed("lov") {
        Tri::Yes if listed != Tri::Yes => Some((one, lang.of("kan", "can"))),
        Tri::No if listed != Tri::No => Some((one, lang.of("inte kan", "cannot"))),
        _ => None,
    });
    let told = |(one, can): (&CheckResult, &str)| {
        let target = &one.target;
        say!(
            lang,
            "Sidan {target} säger att man {can} välja utförare. Då gäller det för den sidan.",
            "The page {target} says that people {can} choose provider. Then that holds for that page."
        )
    };
    own.map(told).collect()
}

/// What the questions took for granted of the kommun; without one, that naming it would settle more.
fn granted(how: &How<'_>, results: &[CheckResult]) -> String {
    const UNKNOWN: &str = "egenskap-okand";
    let asks = || results.iter().flat_map(|page| &page.findings).any(|finding| finding.reason == UNKNOWN);
    match how.kommun {
        Some(kommun) => granted_for(kommun, results, how.lang),
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
        // Read and judged a moment ago; gone since then, nothing has a line. What was refused is not read again: it may
        // have no end.
        let path = path.filter(|_| result.unreadable.is_none());
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

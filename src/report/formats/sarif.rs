//! SARIF 2.1.0 (OASIS): one result a missing answer and one a faulty element.
//!
//! What must stay true: a result that is not settled is for review and has no level; the place of what is missing is the
//! file's beginning; a snippet stands only where its line was found.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{CheckedFile, of_rules, tip};
use crate::a11y::{self, Standard};
use crate::domain::{Evidence, Finding, Outcome};
use crate::report::checked::Questions;
use crate::report::lang::{Lang, say};
use crate::report::markdown;
use crate::report::question::told;
use crate::report::texts::{RuleTexts, SetTexts};

/// Where the schema is.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of a run.
pub fn sarif(lang: Lang, files: &[CheckedFile<'_>], set: &SetTexts, standard: Option<Standard>) -> Value {
    let content =
        set.rules.iter().filter(|rule| standard.is_none() && rule.weight > 0.0).map(|rule| content_rule(lang, rule));
    let code = a11y::rules()
        .iter()
        .filter(|rule| standard.is_none_or(|norm| norm.asks(rule)))
        .map(|rule| code_rule(lang, rule));
    let rules: Vec<Value> = content.chain(code).collect();
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().filter_map(|(at, rule)| Some((rule["id"].as_str()?, at))).collect();
    let mut results = Vec::new();
    let mut unread = Vec::new();
    for file in files {
        if let Some(reason) = file.page.unreadable {
            unread.push(json!({
                "level": "error",
                "message": {"text": format!("{} {}", lang.of("Sidan gick inte att läsa.", "The page could not be read."), reason.sentence(lang))},
                "locations": [place(file.name, 1, None, "")],
            }));
            continue;
        }
        if standard.is_none() {
            let asked = Questions::of(&file.page, set).asked;
            results.extend(asked.into_iter().filter_map(|(rule, found)| content_result(lang, file, rule, found)));
        }
        results.extend(code_results(lang, file, standard));
    }
    for result in &mut results {
        let at = result["ruleId"].as_str().and_then(|id| index.get(id)).copied();
        result["ruleIndex"] = json!(at);
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "hemkoll",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": lang.tag(),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": unread.is_empty(), "toolExecutionNotifications": unread}],
            "properties": {"rules": set.name, "version": set.version, "disclaimer": set.disclaimer_in(lang)},
            "results": results,
        }],
    })
}

fn content_rule(lang: Lang, rule: &RuleTexts) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title_in(lang)},
        "fullDescription": {"text": markdown::to_text(&rule.intro)},
        "help": {"text": markdown::to_text(&rule.tip), "markdown": rule.tip},
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["innehall", rule.dimension], "weight": rule.weight, "minutes": rule.minutes, "who": rule.owner.who(lang)},
    })
}

fn code_rule(lang: Lang, rule: &'static a11y::ActRule) -> Value {
    let words = rule.words(lang);
    let level = if rule.is_demanded() { "error" } else { "note" };
    json!({
        "id": rule.id,
        "shortDescription": {"text": words.what},
        "fullDescription": {"text": words.why},
        "help": {"text": words.mend},
        "helpUri": rule.address(),
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["tillganglighet"], "wcag": rule.wcag, "en301549": rule.clauses()},
    })
}

fn content_result(lang: Lang, file: &CheckedFile<'_>, rule: &RuleTexts, found: &Finding) -> Option<Value> {
    let (kind, level) = match found.outcome {
        Outcome::Failed => ("fail", "warning"),
        Outcome::Partial => ("fail", "note"),
        Outcome::CantTell => ("review", "none"),
        _ => return None,
    };
    let said = told(lang, rule, found);
    let near = found.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
    let words = found.evidence.first().or(near);
    let quote =
        words.map(|words| words.quote.as_str()).map(|quote| say!(lang, " Närmast: ”{quote}”.", " Closest: “{quote}”."));
    let text = format!("{} {said}{} {}", rule.title_in(lang), quote.unwrap_or_default(), tip(lang, rule));
    let line = words.and_then(|words| line_of(file.source, words));
    let snippet = words.filter(|_| line.is_some()).map(|words| words.quote.as_str());
    let selector = words.map_or("", |words| words.selector.as_str());
    Some(json!({
        "ruleId": rule.id,
        "kind": kind,
        "level": level,
        "message": {"text": text},
        "locations": [place(file.name, line.unwrap_or(1), snippet, selector)],
        "partialFingerprints": {"hemkoll/v1": format!("{}:{}", rule.id, file.name)},
    }))
}

fn code_results<'f>(
    lang: Lang,
    file: &'f CheckedFile<'_>,
    standard: Option<Standard>,
) -> impl Iterator<Item = Value> + use<'f> {
    let failed = of_rules(&file.page, standard).filter(|one| one.outcome == Outcome::Failed);
    failed.flat_map(move |of_rule| {
        let level = if of_rule.rule.is_demanded() { "error" } else { "note" };
        of_rule.elements.into_iter().filter_map(move |one| {
            let element = one.place.as_ref()?;
            let line = line_of_tag(file.source, &element.snippet);
            let snippet = Some(element.snippet.as_str()).filter(|_| line.is_some());
            let words = one.rule.words(lang);
            let text = format!("{} {} {}", words.what, words.why, words.mend);
            Some(json!({
                "ruleId": one.rule.id,
                "kind": "fail",
                "level": level,
                "message": {"text": text},
                "locations": [place(file.name, line.unwrap_or(1), snippet, &element.selector)],
                "partialFingerprints": {"hemkoll/v1": format!("{}:{}:{}", one.rule.id, file.name, element.selector)},
                "properties": {"who": one.owner.code(), "element": element.snippet},
            }))
        })
    })
}

fn place(name: &str, line: usize, snippet: Option<&str>, selector: &str) -> Value {
    let mut region = json!({"startLine": line});
    if let Some(snippet) = snippet {
        region["snippet"] = json!({"text": snippet});
    }
    let mut place = json!({"physicalLocation": {"artifactLocation": {"uri": uri(name)}, "region": region}});
    if !selector.is_empty() {
        place["logicalLocations"] = json!([{"fullyQualifiedName": selector, "kind": "element"}]);
    }
    place
}

/// A path as a relative reference (RFC 3986); an address as it is.
fn uri(name: &str) -> String {
    if name.starts_with("https://") || name.starts_with("http://") {
        return name.to_owned();
    }
    let name = name.replace('\\', "/");
    let name = name.strip_prefix("./").unwrap_or(&name);
    let encoded: Vec<String> =
        name.split('/').map(|part| percent_encoding::utf8_percent_encode(part, PLAIN).to_string()).collect();
    encoded.join("/")
}

/// What stands in a path segment as it is.
const PLAIN: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The line on which words stand in the code, from 1: the quote as a whole, else the words that decided.
fn line_of(source: &str, words: &Evidence) -> Option<usize> {
    let whole = words.quote.trim_start_matches("… ").trim_end_matches('…').trim();
    std::iter::once(whole).chain(words.marked.iter().map(String::as_str)).find_map(|text| line_at(source, text))
}

/// The line of a start tag. The parser writes attributes in an order of its own, so the longest is looked for.
fn line_of_tag(source: &str, snippet: &str) -> Option<usize> {
    let tag = snippet.split([' ', '>', '…']).next()?;
    let values = snippet.split('"').skip(1).step_by(2).filter(|value| !value.is_empty());
    match values.max_by_key(|value| value.len()) {
        Some(value) => line_at(source, value),
        // The first of such tags may be another element: only one alone is surely the one.
        None => (source.matches(tag).count() == 1).then(|| line_at(source, tag)).flatten(),
    }
}

fn line_at(source: &str, text: &str) -> Option<usize> {
    let at = source.find(text).filter(|_| !text.is_empty())?;
    Some(source[..at].matches('\n').count() + 1)
}

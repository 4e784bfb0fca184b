//! The accessibility rules for people: a page each, a list of them all, and what a check of one page found.
//!
//! Place in the flow: a11y's rules and results → **access** → static site and terminal. What must stay true: they stand
//! apart from the questions that give points; good practice is never called a fault.

use std::borrow::Cow;

use askama::Template;

use crate::a11y::{self, ActRule, CheckResult, Level, Owner, Standard};
use crate::domain::Outcome;

use super::frame::Frame;
use super::lang::{Lang, say};
use super::overview::Overview;
use super::site;
use super::text::safe;

/// Places written out of each fault.
const PLACES_MAX: usize = 3;

/// The list of all accessibility rules.
#[derive(Template)]
#[template(path = "kodregler.html", whitespace = "minimize")]
pub(super) struct AccessPage {
    frame: Frame,
    groups: Vec<(&'static str, Vec<&'static ActRule>)>,
}

impl AccessPage {
    pub(super) fn new(overview: &Overview<'_>) -> Self {
        let those =
            |wanted: fn(Level) -> bool| a11y::rules().iter().copied().filter(|rule| wanted(rule.level)).collect();
        let lang = overview.lang;
        let title = lang.of("Så granskas sidornas kod", "How the code of pages is reviewed");
        let law = lang.of("Krav i lagen: WCAG nivå A och AA", "Required by law: WCAG level A and AA");
        Self {
            frame: Frame::new(overview, site::ACCESS, title),
            groups: vec![
                (law, those(|level| level <= Level::Aa)),
                (lang.of("Råd: WCAG nivå AAA", "Advice: WCAG level AAA"), those(|level| level == Level::Aaa)),
                (lang.of("Råd: god praxis", "Advice: good practice"), those(|level| level == Level::Practice)),
            ],
        }
    }
}

/// An accessibility rule's page.
#[derive(Template)]
#[template(path = "kodregel.html", whitespace = "minimize")]
pub(super) struct AccessRulePage {
    frame: Frame,
    rule: &'static ActRule,
    words: &'static a11y::Words,
    norm: String,
}

impl AccessRulePage {
    pub(super) fn new(overview: &Overview<'_>, rule: &'static ActRule) -> Self {
        let lang = overview.lang;
        let words = rule.words(lang);
        let frame = Frame::new(overview, &site::rule_path(rule.id), bare(words.what));
        Self { frame, rule, words, norm: norm(lang, rule) }
    }
}

/// A sentence as a title.
fn bare(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}

/// `WCAG 2.4.4, nivå A. EN 301 549: 9.2.4.4.`
fn norm(lang: Lang, rule: &ActRule) -> String {
    if rule.wcag.is_empty() {
        let related = rule.related.join(", ");
        let near = if related.is_empty() {
            String::new()
        } else {
            say!(lang, " Nära WCAG {related}.", " Close to WCAG {related}.")
        };
        return say!(lang, "God praxis, inget krav.{near}", "Good practice, not required.{near}");
    }
    let clauses = rule.clauses();
    let european = if clauses.is_empty() { String::new() } else { format!(" EN 301 549: {}.", clauses.join(", ")) };
    let (wcag, level) = (rule.wcag.join(", "), rule.level.name());
    say!(lang, "WCAG {wcag}, nivå {level}.{european}", "WCAG {wcag}, level {level}.{european}")
}

/// What was found of the code of one page, as lines for a terminal: faults, what a person must look at, and advice.
/// `standard` leaves out what it does not ask for.
pub fn lines(lang: Lang, results: &[CheckResult], standard: Option<Standard>) -> Vec<String> {
    let of_rules: Vec<&[CheckResult]> = results.chunk_by(|a, b| a.rule.id == b.rule.id).collect();
    let asked = |rule: &ActRule| Standard::Wcag22Aa.asks(rule);
    let failed = |of_rule: &&&[CheckResult]| of_rule.iter().any(|one| one.outcome == Outcome::Failed);
    let faults: Vec<_> = of_rules.iter().filter(|of| asked(of[0].rule)).filter(failed).collect();
    let advice: Vec<_> = of_rules.iter().filter(|of| standard.is_none() && !asked(of[0].rule)).filter(failed).collect();
    let mut open: Vec<(&str, &ActRule)> = Vec::new();
    for one in results.iter().filter(|one| one.outcome == Outcome::CantTell && asked(one.rule)) {
        if !open.iter().any(|(reason, _)| *reason == one.reason) {
            open.push((one.reason, one.rule));
        }
    }
    let mut lines = vec![match faults.len() {
        0 => say!(
            lang,
            "Tillgänglighet i sidans kod: inga fel som går att se i koden",
            "Accessibility of the page's code: no faults that show in the code"
        ),
        n => say!(
            lang,
            "Tillgänglighet i sidans kod: {n} slags fel",
            "Accessibility of the page's code: kinds of faults: {n}"
        ),
    }];
    lines.extend(faults.into_iter().flat_map(|of_rule| fault(lang, of_rule)));
    if !open.is_empty() {
        lines.extend([
            String::new(),
            format!("{}, {}", lang.of("Titta själv på sidan", "Look at the page yourself"), open.len()),
        ]);
        lines.extend(
            open.into_iter().map(|(reason, rule)| format!("  {} ({})", unsettled(lang, reason, rule), rule.id)),
        );
    }
    if !advice.is_empty() {
        lines.extend([
            String::new(),
            format!("{}, {}", lang.of("Råd, inga krav", "Advice, not required"), advice.len()),
        ]);
        lines.extend(advice.into_iter().flat_map(|of_rule| fault(lang, of_rule)));
    }
    lines
}

/// Why the code does not tell. The reasons are Swedish: in English it is said what would be wrong.
pub(super) fn unsettled<'t>(lang: Lang, reason: &'t str, rule: &'t ActRule) -> Cow<'t, str> {
    match lang {
        Lang::Sv => Cow::Borrowed(reason),
        Lang::En => Cow::Owned(format!("The code does not tell whether this is so: {}", rule.en.what)),
    }
}

fn fault(lang: Lang, of_rule: &[CheckResult]) -> Vec<String> {
    let rule = of_rule[0].rule;
    let words = if lang == Lang::Sv { &rule.sv } else { &rule.en };
    let failed: Vec<&CheckResult> = of_rule.iter().filter(|one| one.outcome == Outcome::Failed).collect();
    let places = lang.plural(failed.len(), ["ställe", "ställen"], ["place", "places"]);
    let mut lines = vec![format!("  {} {places}", words.what)];
    for one in failed.iter().filter(|one| one.place.is_some()).take(PLACES_MAX) {
        if let Some(place) = &one.place {
            lines.push(format!("    {}", safe(&place.snippet)));
            lines.push(format!("      {} ({})", safe(&place.selector), who(lang, one.owner)));
        }
    }
    if failed.len() > PLACES_MAX {
        let more = failed.len() - PLACES_MAX;
        lines.push(say!(lang, "      och {more} till", "      and {more} more"));
    }
    lines.push(format!("    {}", words.why));
    lines.push(format!("    {}: {}", lang.of("Gör så här", "Do this"), words.mend));
    lines.push(format!("    {} ACT {}", norm(lang, rule), rule.id));
    lines
}

/// Who can mend it.
fn who(lang: Lang, owner: Owner) -> &'static str {
    match owner {
        Owner::Editor => lang.of("redaktören kan rätta det", "the editor can mend it"),
        Owner::Template => {
            lang.of("webbleverantören kan rätta det i mallen", "the supplier of the site can mend it in the template")
        }
    }
}

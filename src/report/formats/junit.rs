//! JUnit XML, as test reports read it: a suite a file, a case a question or an ACT rule.
//!
//! What must stay true: what is not settled is skipped, never failed; no character stands in it that XML 1.0 forbids.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{CheckedFile, nearest, of_rules, tip};
use crate::a11y::Standard;
use crate::domain::Outcome;
use crate::report::access::unsettled;
use crate::report::checked::Questions;
use crate::report::lang::Lang;
use crate::report::question::told;
use crate::report::texts::SetTexts;

/// What became of a case.
enum Ended {
    Passed,
    /// Kind, short, long.
    Failed(&'static str, String, String),
    Skipped(String),
}

struct Case {
    class: String,
    name: String,
    ended: Ended,
}

/// The report of a run.
pub fn junit(lang: Lang, files: &[CheckedFile<'_>], set: &SetTexts, standard: Option<Standard>) -> io::Result<String> {
    let suites: Vec<(&CheckedFile<'_>, Vec<Case>)> =
        files.iter().map(|file| (file, cases(lang, file, set, standard))).collect();
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = counts(all());
    out.create_element("testsuites")
        .with_attributes([("name", "hemkoll")].into_iter().chain(as_attributes(&counts)))
        .write_inner_content(|out| suites.iter().try_for_each(|(file, cases)| suite(out, file, cases)))?;
    let mut text = String::from_utf8(out.into_inner()).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}

fn suite(out: &mut Writer<Vec<u8>>, file: &CheckedFile<'_>, cases: &[Case]) -> io::Result<()> {
    let name = allowed(file.name);
    let counts = counts(cases.iter());
    out.create_element("testsuite")
        .with_attributes([("name", name.as_ref())].into_iter().chain(as_attributes(&counts)))
        .write_inner_content(|out| cases.iter().try_for_each(|case| test_case(out, case)))?;
    Ok(())
}

fn test_case(out: &mut Writer<Vec<u8>>, case: &Case) -> io::Result<()> {
    let element = out.create_element("testcase");
    let element =
        element.with_attributes([("classname", allowed(&case.class).as_ref()), ("name", allowed(&case.name).as_ref())]);
    match &case.ended {
        Ended::Passed => element.write_empty()?,
        Ended::Failed(kind, short, long) => element.write_inner_content(|out| {
            let failure = out.create_element(if *kind == "unreadable" { "error" } else { "failure" });
            failure
                .with_attributes([("type", *kind), ("message", allowed(short).as_ref())])
                .write_text_content(BytesText::new(&allowed(long)))?;
            Ok(())
        })?,
        Ended::Skipped(why) => element.write_inner_content(|out| {
            out.create_element("skipped").with_attribute(("message", allowed(why).as_ref())).write_empty()?;
            Ok(())
        })?,
    };
    Ok(())
}

fn cases(lang: Lang, file: &CheckedFile<'_>, set: &SetTexts, standard: Option<Standard>) -> Vec<Case> {
    let page = &file.page;
    if let Some(reason) = page.unreadable {
        let short = lang.of("Sidan gick inte att läsa.", "The page could not be read.").to_owned();
        let ended = Ended::Failed("unreadable", short, reason.sentence(lang).to_owned());
        let name = lang.of("Går sidan att läsa?", "Can the page be read?").to_owned();
        return vec![Case { class: "hemkoll".to_owned(), name, ended }];
    }
    let questions = Questions::of(page, set);
    let mut cases = Vec::new();
    if standard.is_none() {
        for (rule, found) in &questions.asked {
            let short = told(lang, rule, found).to_owned();
            let near = found.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
            let near = near.map(|near| nearest(lang, &near.quote)).unwrap_or_default();
            let whole = format!("{short}{near}\n{}\n{}", tip(lang, rule), rule.owner.who(lang));
            let ended = match found.outcome {
                Outcome::Passed => Ended::Passed,
                Outcome::Failed => Ended::Failed("failed", short, whole),
                Outcome::Partial => {
                    Ended::Failed("partial", format!("{} {short}", lang.of("Delvis.", "Partly.")), whole)
                }
                _ => Ended::Skipped(short),
            };
            cases.push(Case {
                class: format!("{}.{}", rule.dimension, rule.id),
                name: rule.title_in(lang).to_owned(),
                ended,
            });
        }
        let left = questions
            .elsewhere
            .iter()
            .map(|rule| (rule, lang.of("Kan stå på en annan sida.", "May stand on another page.")));
        let beyond = lang.of("Gäller hela webbplatsen.", "Of the whole site.");
        let left = left.chain(questions.beyond.iter().map(|rule| (rule, beyond)));
        cases.extend(left.map(|(rule, why)| Case {
            class: format!("{}.{}", rule.dimension, rule.id),
            name: rule.title_in(lang).to_owned(),
            ended: Ended::Skipped(why.to_owned()),
        }));
    }
    for of_rule in of_rules(page, standard) {
        let rule = of_rule.rule;
        let words = rule.words(lang);
        let ended = match of_rule.outcome {
            Outcome::Failed if rule.is_demanded() => {
                let places = of_rule.elements.iter().filter_map(|one| one.place.as_ref());
                let places: Vec<String> = places.map(|at| format!("{}\n  {}", at.snippet, at.selector)).collect();
                let whole = format!("{} {}\n{}", words.why, words.mend, places.join("\n"));
                Ended::Failed("failed", words.what.to_owned(), whole)
            }
            Outcome::Failed => Ended::Skipped(format!("{}: {}", lang.of("Råd", "Advice"), words.what)),
            Outcome::CantTell => {
                let reason = of_rule.elements.first().map_or("", |one| one.reason);
                Ended::Skipped(unsettled(lang, reason, rule).into_owned())
            }
            _ => Ended::Passed,
        };
        cases.push(Case { class: format!("tillganglighet.{}", rule.id), name: format!("ACT {}", rule.id), ended });
    }
    cases
}

/// Tests, failures, errors, skipped.
fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> [String; 4] {
    let mut counts = [0_usize; 4];
    for case in cases {
        counts[0] += 1;
        match &case.ended {
            Ended::Passed => {}
            Ended::Failed("unreadable", ..) => counts[2] += 1,
            Ended::Failed(..) => counts[1] += 1,
            Ended::Skipped(_) => counts[3] += 1,
        }
    }
    counts.map(|count| count.to_string())
}

fn as_attributes(counts: &[String; 4]) -> impl Iterator<Item = (&str, &str)> {
    ["tests", "failures", "errors", "skipped"].into_iter().zip(counts.iter().map(String::as_str))
}

/// Text without the characters that XML 1.0 (2.2) forbids.
fn allowed(text: &str) -> Cow<'_, str> {
    let is = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is) { Cow::Borrowed(text) } else { Cow::Owned(text.chars().filter(|&c| is(c)).collect()) }
}

//! SARIF and JUnit as other programs read them.

use quick_xml::events::Event;
use serde_json::Value;

use super::*;
use crate::domain::{PageType, Reason};
use crate::report::sample;

fn file<'a>(findings: &'a [crate::domain::Finding], name: &'a str, source: &'a str) -> CheckedFile<'a> {
    let page = CheckedPage {
        target: name,
        title: "Hemtjänst",
        page_type: PageType::Hemtjanst,
        type_confidence: 90,
        words: 128,
        findings,
        accessibility: &[],
        closer: None,
        misfit: None,
        unreadable: None,
    };
    CheckedFile { page, name, source }
}

/// What SARIF 2.1.0 requires of what we write.
fn assert_sound(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string() && log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    let rules = driver["rules"].as_array().unwrap();
    let ids: std::collections::BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len(), "a rule stands twice");
    for rule in rules {
        assert!(!rule["shortDescription"]["text"].as_str().unwrap().is_empty());
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
        assert!(matches!(rule["defaultConfiguration"]["level"].as_str(), Some("error" | "warning" | "note")));
    }
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let level = result["level"].as_str().unwrap();
        // 3.27.9: a kind other than fail has the level none.
        assert_eq!(result["kind"] == "fail", level != "none", "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains([' ', '\\']) && !uri.starts_with('/'), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
    assert!(run["invocations"][0]["executionSuccessful"].is_boolean());
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let (round, set) = (sample::round(), sample::set());
    let source = "<main>\n<p>\nRing oss på vardagar så hjälper vi dig.</p></main>";
    let first = file(&round.kommuner[0].findings, "./sidor/hem tjänst.html", source);
    let mut unread = file(&[], "trasig.html", "");
    unread.page.unreadable = Some(Reason::TooDeep);
    let log = sarif(Lang::Sv, &[first, unread], &set, None);
    assert_sound(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let time = results.iter().find(|result| result["ruleId"] == "kontakt-telefontid").unwrap();
    assert_eq!(time["level"], "warning");
    assert_eq!(time["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "sidor/hem%20tj%C3%A4nst.html");
    assert_eq!(time["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    assert!(results.iter().any(|result| result["kind"] == "review"), "what is not settled is for review");
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn junit_counts_what_stands_in_it_and_keeps_poison_as_data() {
    let (round, set) = (sample::round(), sample::set());
    let mut findings = round.kommuner[0].findings.clone();
    findings[1].note = "]]><failure/>\u{0}\u{1b}&\"<".to_owned();
    let mut unread = file(&[], "trasig.html", "");
    unread.page.unreadable = Some(Reason::TooDeep);
    let text = junit(Lang::Sv, &[file(&findings, "a\"<b>.html", ""), unread], &set, None).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut counts, mut suites) = ([0_usize; 4], Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let number = |name: &str| {
            let value = element.try_get_attribute(name).unwrap().unwrap();
            value.value.parse::<usize>().unwrap()
        };
        match element.name().as_ref() {
            "testsuite" => suites.push(["tests", "failures", "errors", "skipped"].map(number)),
            "testcase" => counts[0] += 1,
            "failure" => counts[1] += 1,
            "error" => counts[2] += 1,
            "skipped" => counts[3] += 1,
            _ => {}
        }
    }
    let sum = suites.iter().fold([0; 4], |sum, suite| std::array::from_fn(|at| sum[at] + suite[at]));
    assert_eq!((suites.len(), sum), (2, counts));
    assert!(counts[1] > 0 && counts[2] == 1 && counts[3] > 0, "{counts:?}");
    assert!(!text.contains(['\u{0}', '\u{1b}']));
}

#[test]
fn in_english_only_advice_and_quotes_are_swedish() {
    let (round, set) = (sample::round(), sample::set());
    let all = file(&round.kommuner[0].findings, "a.html", "");
    let mut unread = file(&[], "b.html", "");
    unread.page.unreadable = Some(Reason::TooDeep);
    let log = sarif(Lang::En, &[all, unread], &set, None);
    assert_sound(&log);
    assert_eq!(log["runs"][0]["tool"]["driver"]["language"], "en");
    let ours = |text: &str| text.split("Advice (in Swedish)").next().unwrap().split('“').next().unwrap().to_owned();
    let mut told: Vec<String> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| ours(result["message"]["text"].as_str().unwrap()))
        .collect();
    let text = junit(Lang::En, &[all, unread], &set, None).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                for name in ["message", "name"] {
                    let value = element.try_get_attribute(name).unwrap();
                    told.extend(value.map(|value| String::from_utf8_lossy(value.value.as_bytes()).into_owned()));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(told.len() > 12, "{told:?}");
    for said in told {
        let words: Vec<&str> = said.split(|c: char| !c.is_alphabetic()).collect();
        let swedish = ["och", "inte", "finns", "sidan", "frågan", "texten", "kan", "Delvis", "Råd"];
        assert!(!words.iter().any(|word| swedish.contains(word)), "{said}");
    }
}

/// What is left of a log when the words are taken away.
fn without_words(value: &mut Value) {
    const WORDS: [&str; 5] = ["text", "markdown", "who", "language", "disclaimer"];
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if WORDS.contains(&name.as_str()) && field.is_string() {
                    *field = Value::Null;
                }
                without_words(field);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(without_words),
        _ => {}
    }
}

#[test]
fn the_language_changes_words_and_neither_ids_nor_structure() {
    let (round, set) = (sample::round(), sample::set());
    let mut unread = file(&[], "b.html", "");
    unread.page.unreadable = Some(Reason::TooDeep);
    let files = [file(&round.kommuner[0].findings, "a.html", "<p>Ring oss på vardagar</p>"), unread];
    let log = |lang: Lang| {
        let mut log = sarif(lang, &files, &set, None);
        without_words(&mut log);
        log
    };
    assert_eq!(log(Lang::Sv), log(Lang::En));
    let shape = |lang: Lang| {
        let text = junit(lang, &files, &set, None).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut shape = Vec::new();
        loop {
            let event = reader.read_event().unwrap();
            let (Event::Start(element) | Event::Empty(element)) = &event else {
                if matches!(event, Event::Eof) {
                    return shape;
                }
                continue;
            };
            let attributes = element.attributes().map(|attribute| attribute.unwrap());
            let kept = attributes.filter(|one| !matches!(one.key.as_ref(), "name" | "message"));
            let kept: Vec<String> = kept.map(|one| format!("{}={}", one.key.as_ref(), one.value)).collect();
            shape.push((element.name().as_ref().to_owned(), kept));
        }
    };
    let swedish = shape(Lang::Sv);
    assert!(
        swedish.iter().any(|(_, kept)| kept.iter().any(|one| one.starts_with("classname=kontakt."))),
        "{swedish:?}"
    );
    assert_eq!(swedish, shape(Lang::En));
}

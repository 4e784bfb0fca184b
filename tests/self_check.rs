//! Drafts as kommuner write them, improved by doing what the self-check says and nothing else.
//!
//! Run with `--nocapture` to see the figures before and after.

use std::sync::Arc;

use hemkoll::audit::Judge;
use hemkoll::audit::check::{self, CheckOptions, CheckResult, Shape};
use hemkoll::domain::{Outcome, PageType};
use hemkoll::report::SetTexts;
use hemkoll::report::self_check::{self, Around, Earlier, Given};
use hemkoll::rules::RuleSet;
use hemkoll::seeds;
use hemkoll::web::checked;
use scraper::{ElementRef, Html, Selector};
use url::Url;

/// What the writer knows: holes of ready texts, and what stands there in Hedlunda, which does not exist.
const KNOWN: [(&str, &str); 22] = [
    ("telefonnummer", "031-390 06 10"),
    ("telefonnummer eller e-postadress", "031-390 06 10"),
    ("klockslag–klockslag", "9–11"),
    ("vardagar klockslag–klockslag", "vardagar 8–16"),
    ("helger klockslag–klockslag", "helger 8–16"),
    ("dagar klockslag–klockslag", "vardagar 8–16"),
    ("dagar och klockslag", "vardagar klockan 9–11"),
    ("kommunens namn", "Hedlunda"),
    ("antal", "fyra"),
    ("belopp", "412"),
    ("årets maxtaxa", "2 660"),
    ("årtal", "2026"),
    ("år", "2026"),
    ("adress", "Provgatan 1, 123 45 Hedlunda"),
    ("gatuadress", "Provgatan 1"),
    ("e-postadress", "hemtjanst@hedlunda.test"),
    ("andel", "86"),
    ("källa och år", "Socialstyrelsen 2026"),
    ("utförarens namn", "Provhems Omsorg"),
    ("kommunal / privat / idéburen", "privat"),
    ("område", "hela Hedlunda"),
    ("datum", "1 november 2026"),
];
/// How many times the writer checks again.
const TIMES: usize = 3;

struct Desk {
    judge: Judge,
    set: SetTexts,
}

impl Desk {
    fn new() -> Self {
        let rules = Arc::new(RuleSet::embedded());
        let set = SetTexts::from(&*rules);
        Self { judge: check::judge(rules, seeds::embedded_amounts(), jiff::civil::date(2026, 11, 22)), set }
    }

    fn check(&self, draft: &str) -> CheckResult {
        let url = Url::parse("https://text.invalid/utkast").unwrap();
        let options = CheckOptions { otherwise: Some(PageType::Hemtjanst), closely: true, ..CheckOptions::default() };
        check::check_draft(draft.as_bytes(), None, Shape::Part, &url, &self.judge, &options)
    }

    /// The page that the writer sees.
    fn page(&self, result: &CheckResult) -> Html {
        let around = Around { set: &self.set, kommuner: &[], round: false, address: "http://localhost" };
        let page = self_check::result(&around, &Given::default(), &checked(result), &Earlier::None, "").unwrap();
        Html::parse_document(std::str::from_utf8(&page.body).unwrap())
    }
}

fn all<'p>(page: &'p Html, selector: &str) -> Vec<ElementRef<'p>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// The ready texts of the first tips, their holes filled, as the writer would put them in.
fn ready_texts(page: &Html) -> String {
    let mut html = String::new();
    for line in all(page, ".tips.tal .klistra .text") {
        let mut text = String::new();
        for piece in line.descendants().filter_map(|node| node.value().as_text().map(|text| (node, text))) {
            let hole = piece.0.parent().and_then(ElementRef::wrap).is_some_and(|e| e.attr("class") == Some("hal"));
            let known = KNOWN.iter().find(|(name, _)| hole && name.eq_ignore_ascii_case(piece.1));
            text.push_str(known.map_or(piece.1, |(_, value)| value));
        }
        match text.strip_prefix("- ") {
            Some(item) => html.push_str(&format!("<ul><li>{item}</li></ul>")),
            None => html.push_str(&format!("<p>{text}</p>")),
        }
    }
    html
}

/// Answered, wholly or partly, by rule.
fn answered(result: &CheckResult) -> Vec<(&str, Outcome)> {
    let found = result.findings.iter().filter(|found| matches!(found.outcome, Outcome::Passed | Outcome::Partial));
    found.map(|found| (found.rule.as_str(), found.outcome)).collect()
}

#[expect(clippy::print_stdout, reason = "the figures before and after are the result")]
#[test]
fn a_draft_gets_better_each_time_the_writer_does_what_the_page_says() {
    let desk = Desk::new();
    println!("{:<12} {:>12} {:>12} {:>6} {:>6}", "utkast", "före", "efter", "lix", "lix");
    for (name, kind) in [
        ("hemtjanst", PageType::Hemtjanst),
        ("ansokan", PageType::Ansokan),
        ("avgifter", PageType::Avgifter),
        ("kontakt", PageType::Kontakt),
        ("utforare", PageType::Utforare),
    ] {
        let mut draft = std::fs::read_to_string(format!("tests/self_check/{name}.html")).unwrap();
        let first = desk.check(&draft);
        assert_eq!(first.page_type, kind, "{name}");
        let mut last = first.clone();
        for time in 0..TIMES {
            let more = ready_texts(&desk.page(&last));
            draft.push_str(&more);
            let now = desk.check(&draft);
            let (before, after) = (checked(&last).counts(&desk.set), checked(&now).counts(&desk.set));
            assert!(after.1 >= before.1, "{name}, {time}: {before:?} {after:?}\n{more}");
            last = now;
        }
        let (before, after) = (checked(&first).counts(&desk.set), checked(&last).counts(&desk.set));
        let lix = |result: &CheckResult| result.lix.map_or_else(|| "–".to_owned(), |lix| format!("{lix:.1}"));
        println!(
            "{name:<12} {:>5} av {:>3} {:>5} av {:>3} {:>6} {:>6}",
            before.1,
            before.0,
            after.1,
            after.0,
            lix(&first),
            lix(&last)
        );
        assert!(after.1 >= before.1 + 3, "{name}: {before:?} {after:?}");
        for (rule, outcome) in answered(&first) {
            let now = last.findings.iter().find(|found| found.rule == rule).unwrap();
            // How a text reads may change as it grows; what it says is never lost.
            let says = desk.set.rule(rule).is_some_and(|rule| rule.in_words && rule.dimension != "sprak");
            assert!(!says || now.outcome <= outcome, "{name}: {rule} was {outcome:?} and is {:?}", now.outcome);
        }
    }
}

#[test]
fn words_in_a_row_give_nothing_and_are_named_kindly() {
    let desk = Desk::new();
    let draft = std::fs::read_to_string("tests/self_check/kontakt.html").unwrap();
    let stuffed = format!(
        "{draft}<p>Telefon telefontid biståndshandläggare kontaktcenter avgift maxtaxa överklaga synpunkter klagomål \
         anhörigstöd trygghetslarm hemtjänst utförare valfrihet handläggningstid fullmakt</p>"
    );
    let (before, after) = (desk.check(&draft), desk.check(&stuffed));
    assert_eq!(checked(&before).counts(&desk.set), checked(&after).counts(&desk.set));
    let told = |result: &CheckResult| desk.page(result).root_element().text().collect::<String>();
    assert!(told(&after).contains("många sökord i rad") && !told(&before).contains("många sökord i rad"));
}

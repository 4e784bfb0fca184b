//! The pages of the self-check as a whole.

use super::*;
use crate::domain::{CloseReading, Prose, Sheet, SheetBlock, SheetKind};
use crate::report::sample;

fn page<'a>(findings: &'a [crate::domain::Finding], closer: Option<&'a CloseReading>) -> CheckedPage<'a> {
    CheckedPage {
        target: "hemtjanst.html",
        title: "Hemtjänst",
        page_type: PageType::Hemtjanst,
        type_confidence: 90,
        words: 128,
        findings,
        accessibility: &[],
        closer,
        misfit: None,
        unreadable: None,
    }
}

fn text(page: &Page) -> String {
    let html = scraper::Html::parse_document(std::str::from_utf8(&page.body).unwrap());
    html.root_element().text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_answer_says_how_many_what_first_and_that_it_is_no_index() {
    let (round, set) = (sample::round(), sample::set());
    let block = |kind, text: &str| SheetBlock { kind, text: text.into(), selector: String::new(), main: true };
    let sheet = Sheet {
        title: "Hemtjänst".into(),
        blocks: vec![
            block(SheetKind::Heading(1), "Hemtjänst"),
            block(SheetKind::Paragraph, "Ring biståndshandläggarna på 031-390 06 10, vardagar 9–11."),
        ],
    };
    let prose = Prose { words: 128, sentences: 8, long_words: 30, ..Prose::default() };
    let closer = CloseReading { sheet, prose, word_lists: vec![1], hollow: vec![] };
    let findings = &round.kommuner[0].findings;
    let around = Around { set: &set, kommuner: &[], round: true, address: "http://localhost" };
    let checked = page(findings, Some(&closer));
    let answer = result(&around, &Given::default(), &checked, &Earlier::None, "x").unwrap();
    insta::assert_snapshot!("sjalvkoll", String::from_utf8(answer.body.clone()).unwrap());
    let told = text(&answer);
    assert!(told.contains("Sidan svarar på 1 av 4 frågor som en senior ställer här."), "{told}");
    assert!(told.contains("många sökord i rad") && told.contains("räknas inte som svar"), "{told}");
    assert!(told.contains(&set.disclaimer));
}

#[test]
fn one_file_holds_all_that_it_needs_and_no_id_twice() {
    let (round, set) = (sample::round(), sample::set());
    let pages = [page(&round.kommuner[0].findings, None), page(&round.kommuner[1].findings, None)];
    let made = alone(&set, &pages, "Det här är frågorna som gäller Hedlunda.").unwrap();
    let html = scraper::Html::parse_document(std::str::from_utf8(&made.body).unwrap());
    let all = |selector: &str| html.select(&scraper::Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    assert_eq!((all("style").len(), all("script").len(), all("[src]").len()), (1, 0, 0));
    let ids: Vec<&str> = all("[id]").iter().filter_map(|element| element.attr("id")).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    assert_eq!(all("h1").len(), 2);
    assert!(text(&made).contains("som gäller Hedlunda."), "what was taken for granted goes along");
}

#[test]
fn what_could_not_be_read_says_so_and_asks_nothing() {
    let set = sample::set();
    let unread = CheckedPage { unreadable: Some(crate::domain::Reason::TooDeep), ..page(&[], None) };
    let told = text(&alone(&set, &[unread], "").unwrap());
    assert!(told.contains("Sidan gick inte att läsa") && !told.contains("frågor som en senior"), "{told}");
}

#[test]
fn the_form_keeps_what_was_given_and_says_what_was_wrong() {
    let set = sample::set();
    let kommuner = [("9001".to_owned(), "Hedlunda".to_owned())];
    let around = Around { set: &set, kommuner: &kommuner, round: false, address: "http://localhost" };
    let given = Given {
        text: "<b>min text</b>".into(),
        page_type: Some(PageType::Avgifter),
        kommun: "9001".into(),
        ..Given::default()
    };
    let body = String::from_utf8(form(&around, &given, "Något var fel.").unwrap().body).unwrap();
    let html = scraper::Html::parse_document(&body);
    let one = |selector: &str| html.select(&scraper::Selector::parse(selector).unwrap()).next();
    assert_eq!(one("textarea").unwrap().text().collect::<String>(), "<b>min text</b>");
    assert_eq!(one("#sida option[selected]").unwrap().attr("value"), Some("avgifter"));
    assert_eq!(one("#kommun option[selected]").unwrap().attr("value"), Some("9001"));
    assert!(one("[role=alert]").unwrap().text().any(|text| text.contains("Något var fel.")));
}

//! The seminar over a round by hand, walked through as a browser would.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use url::Url;

use super::live::{Asked, Came, Reading};
use super::*;
use crate::domain::{
    Evidence, Finding, Outcome, Reason, Sheet, SheetBlock, SheetKind, StoredContent, StoredPage, StoredWords,
};
use crate::report::{safety, sample};
use crate::score::{KommunResult, PageRef, RoundResult};

const ROOT: &str = "https://hemkoll.example/";

/// A page by its address, with the stored page that it needs.
fn page(round: &RoundResult, path: &str, query: &[(String, String)]) -> Option<String> {
    let set = sample::set();
    let site = Site::live(round, &set);
    let address = Address::parse(path, query)?;
    let seminar = Seminar::new(&site, address.questions());
    let stored = seminar.needs(&address).map(|(kommun, record)| stored(&round.kommuner[kommun].kommun.name, record));
    let page = seminar.page(&address, stored.as_ref()).unwrap()?;
    Some(String::from_utf8(page.body).unwrap())
}

/// A stored page that names its kommun.
fn stored(name: &str, record: &str) -> StoredPage {
    let block = |kind, text: String| SheetBlock { kind, text, selector: String::new(), main: true };
    let quote = "Ring oss på vardagar så hjälper vi dig.";
    let blocks = vec![
        block(SheetKind::Heading(2), format!("Kontakta {name}s kommun")),
        block(SheetKind::Paragraph, quote.to_owned()),
        block(SheetKind::Paragraph, "Anna Provsson, enhetschef, 070-174 06 05".to_owned()),
    ];
    let evidence =
        Evidence { quote: quote.to_owned(), marked: vec!["Ring oss på vardagar".to_owned()], ..Evidence::default() };
    let words = |rule: &crate::report::texts::RuleTexts| {
        [true, false].map(|near| StoredWords { rule: rule.id.clone(), evidence: evidence.clone(), near })
    };
    StoredPage {
        url: "https://www.hedlunda.test/hemtjanst".to_owned(),
        read_at: "2026-08-16T12:02:34.500000Z".to_owned(),
        sha256: "0f".repeat(32),
        record: record.to_owned(),
        content: StoredContent::Sheet(Sheet { title: "Hemtjänst".to_owned(), blocks }),
        words: sample::set().rules.iter().flat_map(words).collect(),
    }
}

/// Every page that a browser reaches from the first one, by address.
fn walked(round: &RoundResult) -> BTreeMap<String, Html> {
    let set = sample::set();
    let site = Site::live(round, &set);
    let others: BTreeSet<String> = site.paths().into_iter().collect();
    let (mut pages, mut todo) = (BTreeMap::new(), vec![Url::parse(ROOT).unwrap().join("seminarium/").unwrap()]);
    while let Some(url) = todo.pop() {
        let path = url.path().trim_start_matches('/').to_owned();
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let key = url.as_str().trim_start_matches(ROOT).to_owned();
        if pages.contains_key(&key) {
            continue;
        }
        let Some(own) = path.strip_prefix("seminarium/") else {
            let known = others.contains(&path) || path.starts_with("sparat/") || path.starts_with("assets/seminarium.");
            let elsewhere = path == "sjalvkoll" || path == "logga-in";
            assert!(known || elsewhere || path.starts_with("api/"), "{url} leads nowhere");
            continue;
        };
        let html = page(round, own, &query).unwrap_or_else(|| panic!("{url} leads nowhere"));
        let html = Html::parse_document(&html);
        for link in html.select(&Selector::parse("[href], [src]").unwrap()) {
            let mut to = url.join(link.attr("href").or(link.attr("src")).unwrap()).unwrap();
            to.set_fragment(None);
            if to.as_str().starts_with(ROOT) {
                todo.push(to);
            }
        }
        pages.insert(key, html);
    }
    pages
}

fn elements<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Words of the main content, a line each, what is behind a click left out.
fn words(page: &Html) -> String {
    let hidden = |node: &ego_tree::NodeRef<'_, scraper::Node>| {
        node.ancestors().any(|up| up.value().as_element().is_some_and(|e| e.name() == "details"))
    };
    let main = elements(page, "main").remove(0);
    let texts = main
        .descendants()
        .filter(|node| !hidden(node))
        .filter_map(|node| node.value().as_text().map(|t| t.trim().to_owned()));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

#[test]
fn every_link_leads_on_and_every_page_is_sound() {
    let pages = walked(&sample::round());
    for scene in Scene::ALL {
        assert!(pages.keys().any(|path| path.ends_with(scene.code())), "{}", scene.code());
    }
    for (path, page) in &pages {
        assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
        assert_eq!(elements(page, "h1").len(), 1, "{path}");
        let ids: Vec<&str> = elements(page, "[id]").iter().filter_map(|e| e.attr("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id stands twice");
        assert!(elements(page, "[style], style").is_empty(), "{path}");
        let mut level = 1;
        for heading in elements(page, "main h1, main h2, main h3, main h4") {
            let next = heading.value().name().as_bytes()[1] - b'0';
            assert!(next <= level + 1, "{path}: h{next} after h{level}");
            level = next;
        }
    }
}

#[test]
fn next_leads_through_every_scene_to_the_end_and_back_again() {
    let round = sample::round();
    let follow = |from: &Url, rel: &str| -> Option<Url> {
        let query: Vec<(String, String)> = from.query_pairs().into_owned().collect();
        let html =
            Html::parse_document(&page(&round, from.path().strip_prefix("/seminarium/").unwrap(), &query).unwrap());
        let link = elements(&html, &format!("a[rel={rel}]")).first().map(|a| a.attr("href").unwrap().to_owned());
        link.map(|link| from.join(&link).unwrap())
    };
    let mut at = Url::parse(ROOT).unwrap().join("seminarium/granskning?fragor=3").unwrap();
    let mut way = vec![at.clone()];
    while let Some(next) = follow(&at, "next") {
        way.push(next.clone());
        at = next;
    }
    assert!(at.path().ends_with("/3/slut") && way.len() > 15, "{way:?}");
    let mut back = vec![at.clone()];
    while let Some(before) = follow(&at, "prev").filter(|before| before.path() != "/seminarium/") {
        back.push(before.clone());
        at = before;
    }
    back.reverse();
    assert_eq!(way, back);
}

#[test]
fn names_are_hidden_until_somebody_opens_them() {
    let round = sample::round();
    let names: Vec<&str> = round.kommuner.iter().map(|kommun| kommun.kommun.name.as_str()).collect();
    for (path, page) in walked(&round) {
        let is_scene = path.split('/').count() > 3 || path.contains("granskning");
        let shown = words(&page);
        let title: String = elements(&page, "title")[0].text().collect();
        for name in &names {
            assert!(!is_scene || !(shown.contains(name) || title.contains(name)), "{path}: {name} in {shown}");
        }
        assert!(!shown.contains("Provsson") && !shown.contains("070-174"), "{path}: {shown}");
    }
}

#[test]
fn nobody_is_shown_for_being_last() {
    let round = sample::country();
    let set = sample::set();
    let site = Site::live(&round, &set);
    let overview = site.overview();
    let lowest = &overview.ranking[overview.ranking.len() - overview.ranking.len() / 4..];
    for wanted in address::CHOICES {
        let seminar = Seminar::new(&site, wanted);
        assert!(!seminar.questions.is_empty() && seminar.questions.len() <= wanted);
        for question in &seminar.questions {
            assert!(!lowest.contains(&question.subject), "{}", question.rule.id);
            assert!(question.example.is_some_and(|example| example.kommun != question.subject));
        }
        let again: Vec<usize> = Seminar::new(&site, wanted).questions.iter().map(|q| q.subject).collect();
        assert_eq!(again, seminar.questions.iter().map(|q| q.subject).collect::<Vec<_>>());
    }
}

#[test]
fn the_points_of_a_replay_only_grow_and_end_at_the_lowest_score() {
    let round = sample::round();
    let set = sample::set();
    let site = Site::live(&round, &set);
    for (index, kommun) in round.kommuner.iter().enumerate() {
        let Some(score) = kommun.score.as_ref().filter(|score| score.value.is_some()) else { continue };
        let html =
            page(&round, "granskning", &[("kommun".to_owned(), site.overview().slug(index).to_owned())]).unwrap();
        let html = Html::parse_document(&html);
        let points: Vec<f64> = elements(&html, "#handelser > li")
            .iter()
            .map(|step| step.attr("data-bredd").unwrap().trim_end_matches('%').parse().unwrap())
            .collect();
        assert!(points.windows(2).all(|pair| pair[0] <= pair[1]), "{points:?}");
        assert!((points.last().unwrap() - score.low).abs() < 0.06, "{points:?} {}", score.low);
        assert_eq!(replay::waits(&site, Some(site.overview().slug(index))).unwrap().len(), points.len());
    }
    assert!(replay::waits(&site, Some("sandaker")).is_none(), "a kommun that was not read has no audit to show");
}

#[test]
fn what_was_told_while_a_kommun_is_read_stands_and_ends_at_its_lowest_score() {
    let (round, set) = (sample::round(), sample::set());
    let site = Site::live(&round, &set);
    let scored = |kommun: &&KommunResult| kommun.score.as_ref().is_some_and(|score| score.value.is_some());
    let mut answers = 0;
    for kommun in round.kommuner.iter().filter(scored) {
        let had = |found: &Finding, pages: &[PageRef]| {
            let answered = matches!(found.outcome, Outcome::Passed | Outcome::Partial);
            answered && found.evidence.first().is_some_and(|words| pages.iter().any(|page| page.url == words.url))
        };
        let so_far: Vec<KommunResult> = (1..=kommun.pages.len())
            .map(|count| {
                let pages = kommun.pages[..count].to_vec();
                let findings = kommun.findings.iter().filter(|found| had(found, &pages)).cloned().collect();
                KommunResult { findings, pages, ..kommun.clone() }
            })
            .collect();
        let asked: Vec<String> = kommun.findings.iter().map(|found| found.rule.clone()).collect();
        let lost = Asked { url: "https://www.hedlunda.test/borta", reason: Some(Reason::NotFound), came: None };
        let came = |so_far| Asked { came: Some(Came { asked: &asked, so_far }), reason: None, ..lost };
        let all: Vec<Asked<'_>> = std::iter::once(lost).chain(so_far.iter().map(came)).collect();
        let steps = |count: usize, end| {
            Reading { kommun: &kommun.kommun, asked: all[..count].to_vec(), end }.steps(&site).unwrap()
        };
        let whole = steps(all.len(), Some(kommun));
        for count in 0..=all.len() {
            assert!(whole.starts_with(&steps(count, None)), "{count} of {}", all.len());
        }
        let html: String = whole.iter().map(|step| step.html.as_str()).collect();
        let shown = html.split("<details").next().unwrap();
        assert!(!shown.contains(&kommun.kommun.name) && shown.contains("/borta"), "{shown}");
        answers += html.matches("<mark>").count();
        let ending = Html::parse_fragment(&whole.last().unwrap().html);
        let points: f64 = elements(&ending, "li")[0].attr("data-bredd").unwrap().trim_end_matches('%').parse().unwrap();
        assert!((points - kommun.score.as_ref().unwrap().low).abs() < 0.06, "{points}");
    }
    assert!(answers > 5, "{answers}");
}

#[test]
fn words_of_the_scenes() {
    let pages = walked(&sample::round());
    let scenes = [
        "",
        "3/1/fraga",
        "3/1/sidan",
        "3/1/svaret",
        "3/1/andra",
        "3/1/gissa",
        "3/1/facit",
        "3/slut",
        "3/manus",
        "tips",
    ];
    let shown: Vec<String> = scenes
        .iter()
        .map(|path| format!("== {path}\n{}", words(&pages[&format!("seminarium/{path}")])))
        .chain([format!("== granskning\n{}", words(&pages["seminarium/granskning?fragor=3"]))])
        .collect();
    insta::assert_snapshot!("seminarium", shown.join("\n\n"));
}

#[test]
fn a_poisoned_round_runs_nothing_in_the_seminar() {
    let mut round = safety::poisoned();
    for (at, kommun) in round.kommuner.iter_mut().enumerate() {
        kommun.pages.iter_mut().for_each(|page| page.record = format!("urn:uuid:{at}"));
    }
    for (path, page) in walked(&round) {
        assert!(elements(&page, "img, iframe, object, embed, style, base").is_empty(), "{path}");
        for script in elements(&page, "script") {
            assert!(script.attr("src").is_some_and(|s| s.contains("assets/")) && script.text().count() == 0, "{path}");
        }
        for element in elements(&page, "*") {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on") && name != "style", "{path}: {name}");
                assert!(!matches!(name, "href" | "src") || !value.trim().starts_with("javascript:"), "{path}: {value}");
            }
        }
        let shown: String = page.root_element().text().collect();
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{0}']), "{path}");
    }
}

#[test]
fn a_round_without_answers_says_so() {
    let mut round = sample::round();
    round.kommuner.retain(|kommun| kommun.score.is_none());
    let start = page(&round, "", &[]).unwrap();
    assert!(start.contains("Omgången har inga frågor att visa"));
    assert!(page(&round, "granskning", &[]).is_none() && page(&round, "5/1/fraga", &[]).is_none());
    assert!(page(&round, "tips", &[]).unwrap().contains("Inga exempel än"));
    assert!(page(&round, "5/manus", &[]).is_some() && page(&round, "5/slut", &[]).is_some());
}

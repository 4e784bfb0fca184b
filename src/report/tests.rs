//! The pages and exports of a round by hand, looked at as a whole.

use super::{CheckedPage, Lang, export, sample, site, text};

fn page(path: &str) -> String {
    let pages = site::pages(&sample::round(), &sample::set());
    let page = pages.into_iter().find(|p| p.path == path).unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(page.body).unwrap()
}

/// The main content without markup, one line a text, for reading.
fn words(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let main = scraper::Selector::parse("main").unwrap();
    let texts = document.select(&main).flat_map(|m| m.text());
    texts.map(str::trim).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

#[test]
fn words_of_the_pages() {
    insta::assert_snapshot!("start", words(&page("index.html")));
    insta::assert_snapshot!("ranking", words(&page("ranking.html")));
    insta::assert_snapshot!("kommun-preliminar", words(&page("kommun/hedlunda.html")));
    insta::assert_snapshot!("kommun-blockerad", words(&page("kommun/sandaker.html")));
    insta::assert_snapshot!("kommun-utan-poang", words(&page("kommun/tallmo.html")));
    insta::assert_snapshot!("regel", words(&page("regler/kontakt-telefontid.html")));
    insta::assert_snapshot!("granskas", words(&page("granskas.html")));
    insta::assert_snapshot!("lan", words(&page("lan/provlandets-lan.html")));
    insta::assert_snapshot!("faktablad", words(&page("faktablad/provlandets-lan.html")));
    insta::assert_snapshot!("pensionarsrad", words(&page("pensionarsrad/hedlunda.html")));
}

#[test]
fn the_fact_sheet_names_kommuner_by_the_alphabet_and_never_by_points() {
    let html = page("faktablad/provlandets-lan.html");
    let document = scraper::Html::parse_document(&html);
    let names = scraper::Selector::parse("main table th[scope=row]").unwrap();
    let names: Vec<String> = document.select(&names).map(|th| th.text().collect()).collect();
    let mut sorted = names.clone();
    sorted.sort_by_cached_key(|name| super::swedish::sort_key(name));
    assert!(names.len() == 9 && names == sorted, "{names:?}");
    let disclaimer = html.find("inte-index").unwrap();
    assert!(disclaimer < html.find("av 100 poäng").unwrap(), "the disclaimer comes before the first figure");
}

#[test]
fn what_the_council_asks_is_what_was_not_found_and_never_what_is_open() {
    let (round, set) = (sample::round(), sample::set());
    for kommun in &round.kommuner {
        let sheet = page(&format!("pensionarsrad/{}.html", super::link::slug(&kommun.kommun.name)));
        for rule in &set.rules {
            let missing = kommun.findings.iter().find(|f| f.rule == rule.id).is_some_and(|found| {
                matches!(found.outcome, crate::domain::Outcome::Failed | crate::domain::Outcome::Partial)
            });
            let asked = sheet.contains(&format!("#f-{}\"", rule.id));
            assert_eq!(asked, missing && rule.weight > 0.0, "{}: {}", kommun.kommun.name, rule.id);
        }
    }
}

#[test]
fn words_of_the_english_pages() {
    insta::assert_snapshot!("en-start", words(&page("en/index.html")));
    insta::assert_snapshot!("en-ranking", words(&page("en/ranking.html")));
    insta::assert_snapshot!("en-kommun-preliminar", words(&page("en/kommun/hedlunda.html")));
    insta::assert_snapshot!("en-kommun-blockerad", words(&page("en/kommun/sandaker.html")));
    insta::assert_snapshot!("en-kommun-utan-poang", words(&page("en/kommun/tallmo.html")));
    insta::assert_snapshot!("en-regel", words(&page("en/regler/kontakt-telefontid.html")));
    insta::assert_snapshot!("en-granskas", words(&page("en/granskas.html")));
    insta::assert_snapshot!("en-lan", words(&page("en/lan/provlandets-lan.html")));
    insta::assert_snapshot!("en-kodregel", words(&page("en/regler/afw4f7.html")));
    insta::assert_snapshot!("en-faktablad", words(&page("en/faktablad/provlandets-lan.html")));
    insta::assert_snapshot!("en-finns-inte", words(&page("en/404.html")));
}

#[test]
fn the_start_page_of_the_whole_country_has_a_map_and_is_light() {
    let pages = site::pages(&sample::country(), &sample::set());
    let start = pages.iter().find(|page| page.path == "index.html").unwrap();
    let html = std::str::from_utf8(&start.body).unwrap();
    let document = scraper::Html::parse_document(html);
    let count = |selector: &str| document.select(&scraper::Selector::parse(selector).unwrap()).count();
    assert_eq!((count(".karta g path"), count("#kommuner tbody tr")), (290, 290));
    assert_eq!(count(".karta g path:not([class])"), 1, "a kommun without points is hatched");
    let asked = scraper::Selector::parse("link[rel=stylesheet], link[rel=icon], script, img").unwrap();
    let asked = document.select(&asked).filter_map(|element| element.attr("href").or(element.attr("src")));
    let asset = |path: &str| pages.iter().find(|page| page.path == path).unwrap_or_else(|| panic!("{path}"));
    let all: Vec<&site::Page> = std::iter::once(start).chain(asked.map(asset)).collect();
    assert!(all.len() > 3, "{}", all.len());
    let sizes = |size: fn(&[u8]) -> usize| all.iter().map(|page| size(&page.body)).sum::<usize>();
    let (sent, whole) = (sizes(packed), sizes(<[u8]>::len));
    assert!(sent < 50_000, "the start page and what it asks for are {sent} bytes as they are sent");
    let each: Vec<_> = all.iter().map(|page| (&page.path, page.body.len())).collect();
    assert!(whole < 100_000, "the start page and what it asks for are {whole} bytes unpacked, {sent} sent: {each:?}");
    let small = site::pages(&sample::round(), &sample::set());
    let small = small.iter().find(|page| page.path == "index.html").unwrap();
    assert!(!std::str::from_utf8(&small.body).unwrap().contains("karta"), "no map of a few kommuner");
}

/// Bytes as `hemkoll serve` sends them.
fn packed(body: &[u8]) -> usize {
    use std::io::Write;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(body).unwrap();
    gzip.finish().unwrap().len()
}

#[test]
fn text_for_the_terminal() {
    insta::assert_snapshot!("ranking-text", text::ranking(Lang::Sv, &sample::round(), &sample::set()));
    let round = sample::round();
    let hedlunda = &round.kommuner[0];
    let page = CheckedPage {
        target: "hemtjanst.html",
        page_type: crate::domain::PageType::Hemtjanst,
        words: 128,
        findings: &hedlunda.findings,
        accessibility: &[],
        closer: None,
        misfit: None,
        title: "",
        type_confidence: 90,
        unreadable: None,
    };
    insta::assert_snapshot!("sida-text", text::check(Lang::Sv, &page, &sample::set()));
    insta::assert_snapshot!("granskas-text", text::checklist(Lang::Sv, &sample::set()));
}

#[test]
fn exports() {
    let (round, set) = (sample::round(), sample::set());
    let mut lines = Vec::new();
    export::jsonl::write(&round, &set, false, &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    assert_eq!(lines.lines().count(), round.kommuner.len() * set.rules.len());
    assert!(!lines.contains("2026-08-16"), "no day of reading unless asked for");
    insta::assert_snapshot!("jsonl", lines.lines().take(9).collect::<Vec<_>>().join("\n"));

    let mut timed = Vec::new();
    export::jsonl::write(&round, &set, true, &mut timed).unwrap();
    assert!(String::from_utf8(timed).unwrap().contains("\"read_on\":[\"2026-08-16\"]"));

    let mut table = Vec::new();
    export::csv::ranking(&round, &set, &mut table).unwrap();
    insta::assert_snapshot!("ranking-csv", String::from_utf8(table).unwrap());

    let mut whole = Vec::new();
    export::json::write(&round, &set, &mut whole).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!(whole["kommuner"].as_array().unwrap().len(), 9);
    assert_eq!(whole["kommuner"][5]["score"], serde_json::Value::Null);
}

#[test]
fn a_round_without_kommuner_and_a_set_without_rules_still_have_pages() {
    let mut round = sample::round();
    round.kommuner.clear();
    let pages = site::pages(&round, &super::SetTexts::default());
    let start = pages.iter().find(|p| p.path == "index.html").unwrap();
    let start = words(std::str::from_utf8(&start.body).unwrap());
    assert!(start.contains("Omgången har inga kommuner än.") && start.contains("Ingen kommun har en poäng än"));
    assert!(text::ranking(Lang::Sv, &round, &sample::set()).starts_with("Plats"));
}

#[test]
fn one_is_never_many() {
    let many = "frågor|sidor|kommuner|minuter|gånger|sekunder|dagar|ställen|svar är|questions|pages|municipalities|\
                minutes|times|seconds|days|places|points|requests|answers";
    let slip = regex::Regex::new(&format!(r"(?:^|[^\w,.–-])(?:1|[Ee]n|[Oo]ne)[\s\x{{a0}}](?:{many})\b")).unwrap();
    let set = sample::set();
    let mut looked_at = 0;
    // None, one and two of what pages count: kommuner; pages read, requests and pages at most.
    for (kommuner, each) in [(1, 0), (1, 1), (2, 1), (9, 1), (9, 2)] {
        let mut round = sample::round();
        round.kommuner.truncate(kommuner);
        round.round.params.page_budget = u32::try_from(each).unwrap();
        for kommun in &mut round.kommuner {
            kommun.pages.truncate(each);
            kommun.log.truncate(each);
            for searched in kommun.findings.iter_mut().filter_map(|found| found.searched.as_mut()) {
                searched.pages.truncate(each);
            }
        }
        let site = site::Site::new(&round, &set);
        // The pages of accessibility rules count nothing.
        let own = |path: &String| !path.contains("regler/") || path.contains("kontakt");
        for path in site.paths().into_iter().filter(own) {
            let page = site.page(&path).unwrap().unwrap();
            if page.content_type.starts_with("text/html") {
                let shown = words(std::str::from_utf8(&page.body).unwrap()).replace('\n', " ");
                let found: Vec<&str> = slip.find_iter(&shown).map(|found| found.as_str()).collect();
                assert!(found.is_empty(), "{path}: {found:?}");
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 60, "{looked_at}");
    assert!(slip.is_match("av 1\u{a0}kommuner") && slip.is_match("i en frågor") && slip.is_match("1 points"));
    assert!(["2,1 points", "1 av 5 frågor", "21 sidor", "children answers"].iter().all(|text| !slip.is_match(text)));
}

#[test]
fn our_own_pages_have_no_fault_in_their_code() {
    let types = crate::page::PageTypes::embedded();
    for page in site::pages(&sample::round(), &sample::set()) {
        if !page.content_type.starts_with("text/html") {
            continue;
        }
        let url = url::Url::parse("https://hemkoll.example/").unwrap().join(&page.path).unwrap();
        let model = crate::page::parse(std::str::from_utf8(&page.body).unwrap(), &url, &types).unwrap();
        let failed = crate::a11y::audit(&model).into_iter().filter(|one| one.outcome == crate::domain::Outcome::Failed);
        let faults: Vec<String> = failed.map(|one| format!("{} {:?}", one.rule.id, one.place)).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", page.path);
    }
}

#[test]
fn each_accessibility_rule_has_its_page_listed_apart() {
    let list = page("regler/tillganglighet.html");
    for rule in crate::a11y::rules() {
        assert!(list.contains(&format!("href=\"{}.html\"", rule.id)), "{}", rule.id);
        let own = page(&format!("regler/{}.html", rule.id));
        assert!(own.contains(&rule.address()), "{}", rule.id);
    }
    insta::assert_snapshot!("kodregel", words(&page("regler/afw4f7.html")));
    assert!(page("granskas.html").contains("regler/tillganglighet.html"));
}

#[test]
fn faults_in_the_code_say_where_why_and_what_to_do() {
    let html = "<!doctype html><html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1><p>Vi hjälper dig.</p>\
        <a href=/x></a><p style='color:#999'>Blek text</p><a href=/y>Läs mer</a></main>";
    let url = url::Url::parse("https://hedlunda.test/").unwrap();
    let model = crate::page::parse(html, &url, &crate::page::PageTypes::embedded()).unwrap();
    let results = crate::a11y::audit(&model);
    insta::assert_snapshot!("kod-text", super::access::lines(Lang::Sv, &results, None).join("\n"));
    let asked = super::access::lines(Lang::Sv, &results, Some(crate::a11y::Standard::En301549)).join("\n");
    assert!(asked.contains("EN 301 549: 9.1.4.3") && !asked.contains("AAA"), "{asked}");
}

#[test]
fn what_a_person_decided_is_told_on_the_page_and_in_every_export() {
    let (round, set) = (sample::round(), sample::set());
    let shown = words(&page("kommun/alsater.html"));
    for told in [
        "Delvis. Avgjort av en granskare: Ada Exempel, 20 augusti 2026. Skäl: Tiden gäller bara växeln.",
        "Programmet kunde inte avgöra frågan. Svaret är otydligt.",
        "Sidan med orden är läst på nytt eller inte längre med i omgången. Beslutet står kvar.",
        "Regeln är ändrad sedan beslutet. Beslutet står kvar.",
        "Tidigare beslut: Ja. Bo Exempel, 19 augusti 2026. Skäl: Tiden står vid numret.",
        "Ett av svaren är avgjort av en granskare.",
    ] {
        assert!(shown.contains(told), "{told}\n{shown}");
    }
    let english = page("en/kommun/alsater.html");
    assert!(english.contains("Partly. Settled by a reviewer: <span lang=\"sv\">Ada Exempel</span>, 20 August 2026."));
    let lines = [
        export_line(|out| export::jsonl::write(&round, &set, false, out)),
        export_line(|out| export::csv::answers(&round, &set, out)),
        export_line(|out| export::earl::write(&round, &set, out)),
    ];
    assert!(
        lines[0].contains(r#""decision":{"by":"Ada Exempel","on":"2026-08-20","reason":"Tiden gäller bara växeln.""#)
    );
    assert!(lines[0].contains(r#""earlier":[{"outcome":"passed","by":"Bo Exempel","on":"2026-08-19""#));
    assert!(
        lines[1].trim_end().ends_with(";Ada Exempel;2026-08-20;Tiden gäller bara växeln.;cantTell"),
        "{}",
        lines[1]
    );
    assert!(lines[2].contains(r#""earl:mode":{"@id":"earl:manual"}"#), "{}", lines[2]);
}

/// The one line of an export that Ada's decision is on.
fn export_line(write: impl FnOnce(&mut Vec<u8>) -> Result<(), export::ExportError>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let mut lines = text.lines().filter(|line| line.contains("Ada Exempel"));
    let line = lines.next().unwrap().to_owned();
    assert_eq!(lines.next(), None);
    line
}

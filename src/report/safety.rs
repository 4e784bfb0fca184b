//! Pages as a whole: what a hostile page says stays data, and every page is sound.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};

use super::{CheckedPage, Lang, export, review, sample, site, text};
use crate::domain::{Decision, Evidence, LoggedDecision};
use crate::score::RoundResult;

const POISON: &str =
    "\"><script>alert(1)</script><img src=x onerror=alert(2)>'`{{7*7}}=cmd|'/c calc'!A1\u{202e}\u{1b}[2J\u{0}";

/// The sample round with poison in every field that comes from outside.
pub(super) fn poisoned() -> RoundResult {
    let mut round = sample::round();
    let poison = |text: &mut String| text.insert_str(0, POISON);
    for kommun in &mut round.kommuner {
        poison(&mut kommun.kommun.name);
        poison(&mut kommun.kommun.lan.name);
        poison(&mut kommun.kommun.start_url);
        for page in &mut kommun.pages {
            page.url = format!("javascript:alert('{POISON}')");
            poison(&mut page.title);
        }
        for line in &mut kommun.log {
            poison(&mut line.url);
            poison(&mut line.at);
            poison(&mut line.reason);
        }
        let mut evidence: Vec<&mut Evidence> = Vec::new();
        for finding in &mut kommun.findings {
            poison(&mut finding.note);
            poison(&mut finding.reason);
            evidence.extend(&mut finding.evidence);
            if let Some(searched) = &mut finding.searched {
                poison(&mut searched.looked_for);
                evidence.extend(&mut searched.nearest);
            }
        }
        for decided in &mut kommun.decisions {
            poison(&mut decided.program.note);
            evidence.extend(&mut decided.program.words);
            poison(&mut decided.on);
            for decision in decided.earlier.iter_mut().chain([&mut decided.decision]) {
                poison(&mut decision.by);
                poison(&mut decision.reason);
                evidence.extend(&mut decision.words);
            }
        }
        for words in evidence {
            poison(&mut words.quote);
            poison(&mut words.page_title);
            words.marked.push("<script>".to_owned());
            words.url = format!("https://www.a.test/{POISON}");
        }
    }
    round
}

fn html_pages(round: &RoundResult) -> BTreeMap<String, Html> {
    let pages = site::pages(round, &sample::set());
    let html = pages.into_iter().filter(|p| p.content_type.starts_with("text/html"));
    html.map(|p| (p.path, Html::parse_document(std::str::from_utf8(&p.body).unwrap()))).collect()
}

fn elements<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

#[test]
fn a_poisoned_page_runs_nothing() {
    for (path, page) in html_pages(&poisoned()) {
        assert!(
            path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-./".contains(&b)) && !path.contains(".."),
            "{path}"
        );
        assert!(elements(&page, "img, iframe, object, embed, style, base").is_empty(), "{path}");
        for script in elements(&page, "script") {
            assert!(script.attr("src").is_some_and(|s| s.ends_with("assets/hemkoll.js")), "{path}");
            assert_eq!(script.text().count(), 0, "{path}");
        }
        for element in elements(&page, "*") {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on") && name != "style", "{path}: {name}");
                if matches!(name, "href" | "src" | "action") {
                    let scheme = value.split([':', '/', '?', '#']).next().unwrap_or_default();
                    let colon = value.contains(':') && value.as_bytes().get(scheme.len()) == Some(&b':');
                    assert!(!colon || matches!(scheme, "http" | "https"), "{path}: {value}");
                }
            }
        }
        let shown: String = page.root_element().text().collect();
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{0}']), "{path}");
    }
}

#[test]
fn the_poison_is_still_shown_as_it_was_written() {
    let pages = html_pages(&poisoned());
    let shown: String = pages["index.html"].root_element().text().collect();
    assert!(shown.contains("\"><script>alert(1)</script><img src=x onerror=alert(2)>'`{{7*7}}=cmd"));
}

#[test]
fn poison_stays_data_in_tables_and_in_the_terminal() {
    let (round, set) = (poisoned(), sample::set());
    let mut formulas = round.clone();
    formulas.kommuner[0].kommun.name = "=1+1".to_owned();
    formulas.kommuner[1].kommun.name = "@SUM(A1)".to_owned();
    let (mut answers, mut ranking) = (Vec::new(), Vec::new());
    export::csv::answers(&formulas, &set, &mut answers).unwrap();
    export::csv::ranking(&formulas, &set, &mut ranking).unwrap();
    let decisions = formulas.kommuner.iter().flat_map(|kommun| {
        let logged = |decision: &Decision| LoggedDecision {
            kommun: kommun.kommun.code.clone(),
            name: kommun.kommun.name.clone(),
            decision: decision.clone(),
        };
        kommun.decisions.iter().map(move |decided| logged(&decided.decision))
    });
    let log: Vec<LoggedDecision> = decisions.collect();
    let open = review::open(&formulas, &set, &review::Wanted::default());
    let (mut sheet, mut decided) = (Vec::new(), Vec::new());
    export::review::sheet(&open, &mut sheet).unwrap();
    export::review::log(&log, &mut decided).unwrap();
    assert!(open.len() > 2 && !log.is_empty());
    for told in [
        review::open_text(Lang::Sv, POISON, &open, &review::Wanted::default()),
        review::log_text(Lang::Sv, POISON, &log),
    ] {
        assert!(!told.contains(['\u{202e}', '\u{1b}', '\u{0}', '\r']) && told.contains("\\u{1b}[2J"), "{told}");
    }
    for table in [answers, ranking, sheet, decided] {
        let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(&table[..]);
        for record in table.records() {
            for cell in &record.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            }
        }
    }
    let shown = text::ranking(Lang::Sv, &round, &set);
    assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{0}', '\r']) && shown.contains("\\u{1b}[2J"));
    let findings = &round.kommuner[0].findings;
    let page = CheckedPage {
        target: POISON,
        page_type: crate::domain::PageType::Ovrigt,
        words: 1,
        findings,
        accessibility: &[],
        closer: None,
        misfit: None,
        title: "",
        type_confidence: 90,
        unreadable: None,
    };
    assert!(!text::check(Lang::Sv, &page, &set).contains(['\u{202e}', '\u{1b}', '\u{0}', '\r']));
}

#[test]
fn every_page_is_sound() {
    let pages = html_pages(&sample::round());
    let files: BTreeSet<String> = site::pages(&sample::round(), &sample::set()).into_iter().map(|p| p.path).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, page)| {
            let all: Vec<&str> = elements(page, "[id]").iter().filter_map(|e| e.attr("id")).collect();
            let unique: BTreeSet<&str> = all.iter().copied().collect();
            assert_eq!(all.len(), unique.len(), "{path}: an id stands twice");
            (path.as_str(), unique)
        })
        .collect();
    for (path, page) in &pages {
        assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
        assert_eq!(elements(page, "h1").len(), 1, "{path}");
        let html = format!("html[lang={}]", Lang::of_path(path).0.tag());
        assert_eq!(elements(page, &html).len(), 1, "{path}");
        let mut level = 1;
        for heading in elements(page, "main h1, main h2, main h3, main h4") {
            let next = u32::from(heading.value().name().as_bytes()[1] - b'0');
            assert!(next <= level + 1, "{path}: h{next} after h{level}");
            level = next;
        }
        for element in elements(page, "[aria-labelledby], [aria-describedby]") {
            let id = element.attr("aria-labelledby").or(element.attr("aria-describedby")).unwrap();
            assert!(ids[path.as_str()].contains(id), "{path}: {id}");
        }
        let own = url::Url::parse(&format!("https://hemkoll.example/{path}")).unwrap();
        for link in elements(page, "[href], [src]") {
            let address = link.attr("href").or(link.attr("src")).unwrap();
            if address.starts_with("https://") {
                assert!(link.value().name() == "a", "{path}: {address} is fetched from elsewhere");
                continue;
            }
            let target = own.join(address).unwrap();
            let fragment = target.fragment().unwrap_or_default().to_owned();
            let target = target.path().trim_start_matches('/').to_owned();
            assert!(files.contains(&target), "{path}: {address} leads nowhere");
            assert!(
                fragment.is_empty() || ids[target.as_str()].contains(fragment.as_str()),
                "{path}: {address} leads nowhere"
            );
        }
    }
}

#[test]
fn the_site_is_written_to_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("ny/mapp");
    let (round, set) = (sample::round(), sample::set());
    let site = site::Site::new(&round, &set);
    let count = site::write(&site, &out).unwrap();
    assert_eq!(count, site::pages(&sample::round(), &sample::set()).len());
    assert!(out.join("kommun/hedlunda.html").is_file());
    std::fs::write(dir.path().join("fil"), "").unwrap();
    let error = site::write(&site, &dir.path().join("fil")).unwrap_err();
    assert!(error.to_string().contains("fil"), "{error}");
}

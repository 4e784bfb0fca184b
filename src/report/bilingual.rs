//! The English pages as a whole: the same as the Swedish ones, with nothing Swedish that is not marked as Swedish.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};

use super::{Lang, sample, site};

/// Words that Swedish sentences cannot do without and English ones do not have.
const SWEDISH: [&str; 27] = [
    "och", "att", "som", "inte", "är", "av", "den", "det", "på", "till", "med", "om", "har", "kan", "ett", "vi", "du",
    "från", "hur", "vad", "sida", "sidan", "fråga", "frågan", "kommuner", "kommunen", "poäng",
];

fn pages(live: bool, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Html> {
    let (mut round, set) = (sample::round(), sample::set());
    for (at, kommun) in round.kommuner.iter_mut().enumerate() {
        kommun.kommun.population = Some(9_000);
        kommun.kommun.skr_group = format!("C{}", at % 2);
        kommun.kommun.skr_group_name = format!("Pendlingskommun nära större stad {}", at % 2);
    }
    let mut all = BTreeMap::new();
    let site = if live { site::Site::live(&round, &set) } else { site::Site::new(&round, &set) };
    let parsed = |page: site::Page| Html::parse_document(std::str::from_utf8(&page.body).unwrap());
    for path in site.paths().into_iter().filter(|path| wanted(path)) {
        let page = site.page(&path).unwrap().unwrap();
        if page.content_type.starts_with("text/html") {
            all.insert(path, parsed(page));
        }
    }
    if live {
        let asked = [("kommun", "Hed"), ("lan", "90"), ("grupp", "C0"), ("storlek", "0-10000"), ("omrade", "kontakt")];
        let asked = asked.map(|(name, value)| (name.to_owned(), value.to_owned()));
        all.insert("en/ranking.html?kommun=Hed".to_owned(), parsed(site.ranking(Lang::En, &asked).unwrap()));
    }
    all
}

/// The texts that a person meets on a page and that are said to be in its own language: attributes too, names apart.
fn texts(page: &Html, names: &[String]) -> Vec<String> {
    let mut texts = Vec::new();
    let all = Selector::parse("html *").unwrap();
    for element in page.select(&all).filter(|element| !is_swedish(element) && element.value().name() != "script") {
        let spoken = ["aria-label", "title", "alt", "placeholder", "data-etikett"];
        texts.extend(spoken.iter().filter_map(|name| element.attr(name)).map(str::to_owned));
        texts.extend(element.children().filter_map(|child| Some(child.value().as_text()?.trim().to_owned())));
    }
    let plain = |text: String| names.iter().fold(text, |text, name| text.replace(name, "§"));
    texts.into_iter().map(plain).filter(|text| !text.is_empty()).collect()
}

fn is_swedish(element: &ElementRef<'_>) -> bool {
    let own = std::iter::once(*element).chain(element.ancestors().filter_map(ElementRef::wrap));
    own.into_iter().find_map(|at| at.attr("lang").map(str::to_owned)).as_deref() == Some("sv")
}

#[test]
fn an_english_page_has_no_swedish_that_is_not_marked() {
    let round = sample::round();
    let mut names: Vec<String> = round.kommuner.iter().map(|k| k.kommun.name.clone()).collect();
    names.extend(["Provlandets län", "A to Ö", "Hemtjänstindex"].map(str::to_owned));
    let (mut looked_at, mut faults) = (0, Vec::new());
    let english = |path: &str| path.starts_with("en/");
    // What a server adds stands on a few pages; the rest are the same in a folder.
    let served = pages(true, |path| english(path) && !path.contains("regler/"));
    for (path, page) in pages(false, english).iter().chain(&served) {
        assert_eq!(page.select(&Selector::parse("html[lang=en]").unwrap()).count(), 1, "{path}");
        for text in texts(page, &names) {
            let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
            let swedish: Vec<String> =
                words.filter(|word| SWEDISH.contains(&word.as_str()) || word.contains(['å', 'ä', 'ö'])).collect();
            if !swedish.is_empty() {
                faults.push(format!("{path}: {swedish:?} in ”{text}”"));
            }
            looked_at += 1;
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(looked_at > 500, "{looked_at}");
}

#[test]
fn the_check_for_swedish_finds_it() {
    let page = Html::parse_document(
        "<html lang=en><body><p>Yes <span lang=sv>Ja och nej</span></p><svg aria-label='Linjal'></svg><p>Inte klart",
    );
    assert_eq!(texts(&page, &[]), ["Yes", "Linjal", "Inte klart"]);
}

#[test]
fn every_page_leads_to_itself_in_the_other_language_and_back() {
    let all = pages(false, |_| true);
    let twin = |path: &str, page: &Html| {
        let own = url::Url::parse(&format!("https://hemkoll.example/{path}")).unwrap();
        let links: BTreeSet<String> = page
            .select(&Selector::parse("link[hreflang], #sprak").unwrap())
            .map(|link| own.join(link.attr("href").unwrap()).unwrap().path().trim_start_matches('/').to_owned())
            .collect();
        assert!(links.len() <= 1, "{path}: {links:?}");
        links.into_iter().next()
    };
    let mut pairs = 0;
    for (path, page) in &all {
        match twin(path, page) {
            Some(other) => {
                assert_ne!(Lang::of_path(&other).0, Lang::of_path(path).0, "{path}");
                let back = all.get(&other).unwrap_or_else(|| panic!("{path} leads to {other}"));
                assert_eq!(twin(&other, back).as_deref(), Some(path.as_str()));
                pairs += 1;
            }
            None => assert!(
                path.ends_with(site::MISSING) || path.starts_with("pensionarsrad/"),
                "{path} has no other language"
            ),
        }
    }
    assert!(pairs > 30, "{pairs}");
}

#[test]
fn the_address_of_a_narrowed_ranking_is_kept_in_the_other_language() {
    let (round, set) = (sample::round(), sample::set());
    let site = site::Site::live(&round, &set);
    let asked = [("lan".to_owned(), "90".to_owned()), ("ordning".to_owned(), "namn".to_owned())];
    for (lang, wanted) in [(Lang::Sv, "en/ranking.html"), (Lang::En, "../ranking.html")] {
        let page = String::from_utf8(site.ranking(lang, &asked).unwrap().body).unwrap();
        assert!(page.contains(&format!("href=\"{wanted}?lan=90&#38;ordning=namn\"")), "{lang:?}: {page}");
    }
}

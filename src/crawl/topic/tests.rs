//! The built-in words against addresses and link texts of the kinds that kommuner use.

use std::sync::LazyLock;

use super::*;
use proptest::prelude::*;

fn topic() -> &'static Topic {
    static TOPIC: LazyLock<Topic> = LazyLock::new(Topic::embedded);
    &TOPIC
}

fn at(path: &str, text: &str) -> Priority {
    link(path, text, false, Priority::START)
}

fn link(path: &str, text: &str, in_main: bool, from: Priority) -> Priority {
    let url = Url::parse("https://hedlunda.test/").unwrap().join(path).unwrap();
    topic().priority(&Candidate { url: &url, text, heading: "", in_main, depth: 2, known: None, from })
}

#[test]
fn the_pages_that_rules_need_are_relevant_however_they_are_spelled() {
    for (path, text) in [
        ("/omsorgochhjalp/hjalpihemmet/hemtjanst.4.18c983316e05.html", "Hemtjänst"),
        ("/60097", "Hemtjänst"),
        ("/Omsorg_och_hjalp/Hjalp-i-hemmet/", ""),
        ("/omsorg--stod", "Stöd & omsorg"),
        ("/%C3%A4ldre", ""),
        ("/x", "Vad kostar det? Avgifter och maxtaxa"),
        ("/x", "Kundval (LOV)"),
        ("/kontakt", "Kontakt"),
        ("/om-webbplatsen/tillganglighetsredogorelse.html", "Tillgänglighetsredogörelse"),
        ("/synpunkter", "Lämna synpunkter och klagomål"),
        ("/lattlast", "Lättläst"),
        ("/other-languages", "Languages"),
        ("/trygghetslarm", "Trygghetslarm"),
        ("/anhoriga", "Stöd till anhöriga"),
        ("/blanketter", "Blanketter"),
    ] {
        let priority = at(path, text);
        assert!(topic().is_relevant(priority), "{path} {text}: {priority:?}");
    }
}

/// Views, complaints and the contact page lie under «Kommun och politik» on most sites.
#[test]
fn a_section_for_politics_does_not_hide_what_lies_below_it() {
    for (path, text) in [
        ("/politik/kontakt/", "Kontakt"),
        ("/politik/synpunkter.4.18c983316e05.html", "Synpunkter"),
        ("/kommun-och-politik/synpunkter", "Synpunkter och klagomål"),
        ("/kommun-och-politik/kontakta-oss", "Kontakta oss"),
        ("/kommun--politik/sa-kan-du-paverka/klagomal", ""),
        ("/politik-och-demokrati/beslut/overklaga-ett-beslut", "Överklaga ett beslut"),
    ] {
        let priority = at(path, text);
        assert!(topic().is_relevant(priority), "{path} {text}: {priority:?}");
    }
    for (path, text) in [
        ("/kommun-och-politik", "Kommun och politik"),
        ("/kommun-och-politik/diarium", "Diarium"),
        ("/kommun-och-politik/nyheter/nya-oppettider-i-kontaktcenter", "Nya öppettider i kontaktcenter"),
        ("/kommun-och-politik/kommunfullmaktige/kontakt", "Kontakt"),
    ] {
        let priority = at(path, text);
        assert!(!topic().is_relevant(priority), "{path} {text}: {priority:?}");
    }
}

#[test]
fn what_is_never_evidence_stays_below() {
    for (path, text) in [
        ("/nyheter/2024-02-15-nya-avgifter-for-hemtjansten.html", "Nya avgifter för hemtjänsten"),
        ("/kommun/politik/protokoll/aldrenamnden", "Protokoll äldrenämnden"),
        ("/jobba-hos-oss/hemtjanst", "Lediga jobb i hemtjänsten"),
        ("/forskola-och-skola/ansok-om-plats", "Ansök om plats i förskola"),
        ("/bygga-bo/bygglov/ansok", "Ansök om bygglov"),
        ("/naringsliv/upphandling/lov", "LOV för företagare"),
        ("/kalender?manad=2031-05", "Kalender"),
        ("/om-cookies", "Om cookies"),
        ("/", "Start"),
        ("/gislov", "Gislövs läge"),
    ] {
        let priority = at(path, text);
        assert!(!topic().is_relevant(priority), "{path} {text}: {priority:?}");
    }
}

#[test]
fn nearer_comes_first() {
    let hemtjanst = at("/omsorg/aldre/hemtjanst", "Hemtjänst");
    let aldre = at("/omsorg/aldre", "Äldre");
    let omsorg = at("/omsorg", "Omsorg");
    let kontakt = at("/kontakt", "Kontakt");
    assert!(hemtjanst > aldre && aldre > omsorg && omsorg > kontakt, "{hemtjanst:?} {aldre:?} {omsorg:?} {kontakt:?}");
}

#[test]
fn a_link_in_the_text_of_a_core_page_is_followed_once() {
    let core = at("/omsorg/aldre/hemtjanst", "Hemtjänst");
    let child = link("/109847", "Så går det till", true, core);
    assert!(topic().is_relevant(child));
    assert!(!topic().is_relevant(link("/109848", "Läs mer", true, child)), "and hands nothing on");
    assert!(!topic().is_relevant(link("/109847", "Så går det till", false, core)), "a menu's links inherit nothing");
}

#[test]
fn known_pages_come_first_unless_they_are_news() {
    let url = Url::parse("https://hedlunda.test/60097").unwrap();
    let of = |known| {
        topic().priority(&Candidate {
            url: &url,
            text: "",
            heading: "",
            in_main: false,
            depth: 0,
            known,
            from: Priority::START,
        })
    };
    assert!(of(Some(PageType::Hemtjanst)) > at("/hemtjanst", "Hemtjänst"));
    assert!(!topic().is_relevant(of(Some(PageType::Nyhet))));
}

#[test]
fn files_actions_and_e_services_are_not_pages() {
    let page = |text: &str| topic().is_page(&Url::parse(text).unwrap());
    for text in [
        "https://hedlunda.test/hemtjanst",
        "https://hedlunda.test/omsorg/hemtjanst.4.18c983316e05.html",
        "https://hedlunda.test/default.aspx?di=10699",
        "https://www.karta.test/",
        "http://127.0.1.5:8081/a",
    ] {
        assert!(page(text), "{text}");
    }
    for text in [
        "https://hedlunda.test/broschyr.PDF",
        "https://hedlunda.test/download/18.1a2b/1700000000/x",
        "https://etjanster.hedlunda.test/oversikt",
        "https://hedlunda.test/hemtjanst.4.ab.html.portletaction?x=1",
        "https://hedlunda.test/hemtjanst.4.18c983316e05.12.18c983316e06.html",
        "https://hedlunda.test/wp-login.php",
    ] {
        assert!(!page(text), "{text}");
    }
}

#[test]
fn unknown_keys_are_refused() {
    assert!(Topic::from_toml("troskel = 1\nannat = 2\n").is_err());
}

proptest! {
    #[test]
    fn any_link_has_a_place(path in ".{0,40}", text in ".{0,40}", heading in ".{0,20}", depth: u32, from in -500..2_000_000) {
        let mut url = Url::parse("https://hedlunda.test/").unwrap();
        url.set_path(&path);
        let link = Candidate { url: &url, text: &text, heading: &heading, in_main: true, depth, known: None, from: Priority(from) };
        let once = topic().priority(&link);
        prop_assert_eq!(once, topic().priority(&link));
        prop_assert!(once < Priority::START);
    }
}

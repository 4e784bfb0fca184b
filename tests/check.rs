//! One page by itself: what it answers, what another page may answer, and what cannot be read.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;
use hemkoll::audit::Judge;
use hemkoll::audit::check::{self, CheckOptions, Shape};
use hemkoll::clock::Clock;
use hemkoll::crawl::{FetchSettings, Fetcher};
use hemkoll::domain::{Amounts, Lang, Misfit, Outcome, PageType, Reason};
use hemkoll::rules::RuleSet;
use url::Url;

const PAGE: &str = "<!doctype html><html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1>\
    <p>Ring biståndshandläggaren på 08-465 004 12 om du vill ansöka om hemtjänst.</p></main>";

fn judge() -> Judge {
    let rules = RuleSet::from_dir(Path::new("tests/regler")).unwrap();
    check::judge(Arc::new(rules), Amounts::default(), jiff::civil::date(2026, 11, 21))
}

fn outcomes(result: &check::CheckResult) -> Vec<(&str, Outcome, &str)> {
    result.findings.iter().map(|f| (f.rule.as_str(), f.outcome, f.reason.as_str())).collect()
}

#[test]
fn a_page_answers_for_itself_alone() {
    let url = Url::parse("https://hedlunda.test/omsorg/hemtjanst").unwrap();
    let result = check::check_draft(PAGE.as_bytes(), None, Shape::Page, &url, &judge(), &CheckOptions::default());
    assert_eq!((result.page_type, result.unreadable), (PageType::Hemtjanst, None));
    assert_eq!(
        outcomes(&result),
        // The amount belongs on the page about fees: `asked-on` is not given, so the first of `pages`.
        [("prov-telefon", Outcome::Passed, ""), ("prov-maxtaxa", Outcome::Untested, check::ANOTHER_PAGE)],
        "{:#?}",
        result.findings
    );
    let fees = PAGE.replace("Hemtjänst", "Avgifter för hemtjänst").replace("Ring", "Skriv till");
    let url = Url::parse("https://hedlunda.test/omsorg/avgifter").unwrap();
    let result = check::check_draft(fees.as_bytes(), None, Shape::Page, &url, &judge(), &CheckOptions::default());
    assert_eq!(result.page_type, PageType::Avgifter);
    assert_eq!(
        outcomes(&result),
        [("prov-telefon", Outcome::Untested, check::ANOTHER_PAGE), ("prov-maxtaxa", Outcome::Failed, "")]
    );
}

#[test]
fn what_is_perhaps_another_page_than_was_meant_is_told_and_changes_no_answer() {
    let url = Url::parse("https://hedlunda.test/sida").unwrap();
    let misfit = |html: &str| {
        let result = check::check_draft(html.as_bytes(), None, Shape::Page, &url, &judge(), &CheckOptions::default());
        result.misfit
    };
    let page = |lang: &str, title: &str, text: &str| {
        format!("<html lang={lang}><title>{title}</title><main><h1>{title}</h1><p>{text}</p></main></html>")
    };
    let english = "You can get help at home with cleaning, laundry and shopping if you are old or ill. Call the \
        municipality to apply. The decision is made by a needs assessor who visits you at home. You pay a fee.";
    let bath = "Badhuset i Hedlunda har tre bassänger, bastu och café. Det kostar 60 kronor för vuxna och 30 kronor för \
        barn. Vi har öppet alla dagar klockan 9 till 20. Välkommen att bada med oss i sommar och i vinter!";
    let help = "Du kan få hjälp hemma med städning och tvätt om du inte klarar det själv. Ring biståndshandläggaren så \
        berättar vi hur du gör. Vi kommer hem till dig och pratar om vad du behöver i din vardag.";
    let other = Some(Misfit::OtherLanguage("en".to_owned()));
    assert_eq!(misfit(&page("en", "Home care", english)), other);
    assert_eq!(misfit(&page("sv", "Home care", english)), other, "the text weighs more than the code");
    assert_eq!(misfit(&page("sv", "Badhuset", bath)), Some(Misfit::OtherTopic));
    assert_eq!(misfit(&page("sv", "Badhuset", "Välkommen!")), Some(Misfit::TooShort(2)));
    let little = "Välkommen till oss en vanlig dag i veckan.";
    assert_eq!(misfit(&page("sv", "Badhuset", little)), None, "little text tells nothing of the topic");
    assert_eq!(misfit(&page("en", "Hemtjänst", help)), None, "nor does a wrong lang");
    assert_eq!(misfit(&page("sv", "Stöd", help)), None);
    let said = |lang: Lang| other.as_ref().unwrap().sentence(lang);
    assert!(said(Lang::Sv).starts_with("Sidan verkar vara på engelska.") && said(Lang::En).contains("in English"));
}

#[test]
fn a_page_is_asked_of_its_own_subject_alone() {
    let judge = check::judge(Arc::new(RuleSet::embedded()), Amounts::default(), jiff::civil::date(2026, 11, 21));
    let url = Url::parse("https://hedlunda.test/sida").unwrap();
    let of = |title: &str, body: &str, rule: &str| {
        let html = format!("<html lang=sv><main><h1>{title}</h1><p>{body}</p></main></html>");
        let result = check::check_draft(html.as_bytes(), None, Shape::Page, &url, &judge, &CheckOptions::default());
        let finding = result.findings.into_iter().find(|finding| finding.rule == rule).unwrap();
        (finding.outcome, finding.reason)
    };
    let elsewhere = (Outcome::Untested, check::ANOTHER_PAGE.to_owned());
    let text = "Här står vad vi gör och när vi kommer. Ring oss på 0980-319 210 om du undrar över något.";
    // Pages that stand near are about many things.
    assert_eq!(of("Färdtjänst", text, "trygghet-demens"), elsewhere);
    assert_eq!(of("Träffpunkter", text, "insatser-hemsjukvard"), elsewhere);
    assert_eq!(of("Stöd vid demens", "Ledsamt väder i dag.", "trygghet-demens").0, Outcome::Failed);
    // Nothing is known of the page that should lead to this one.
    assert_eq!(of("Avgifter för hemtjänst", text, "avgifter-hitta"), elsewhere);
    // Half an answer in passing asks for no advice, but on the page where all begins.
    let passing = "Du kan överklaga beslutet om mat.";
    assert_eq!(of("Matdistribution", passing, "ansokan-overklaga"), elsewhere);
    assert_eq!(of("Hemtjänst", passing, "ansokan-overklaga").0, Outcome::Partial);
}

#[test]
fn every_file_of_a_folder_has_an_answer_in_order() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("b")).unwrap();
    std::fs::write(folder.path().join("b/hemtjanst.html"), PAGE).unwrap();
    std::fs::write(folder.path().join("a.txt"), "Hemtjänst\n\nRing biståndshandläggaren.").unwrap();
    std::fs::write(folder.path().join("c.svg"), "<svg><title>Bild</title></svg>").unwrap();
    std::fs::write(folder.path().join("d.pdf"), "%PDF").unwrap();
    std::fs::write(folder.path().join("e.html"), "<div>".repeat(100_000)).unwrap();
    std::fs::write(folder.path().join("f.html"), [0xff, 0, b'<', 0xc3]).unwrap();
    let files = check::files(folder.path()).unwrap();
    let results = check::check_files(&files, 10_000_000, &judge(), &CheckOptions::default());
    let told: Vec<_> = results.iter().map(|result| result.as_ref().unwrap()).collect();
    assert_eq!(
        told.iter().map(|r| r.target.as_str()).collect::<Vec<_>>(),
        ["a.txt", "b/hemtjanst.html", "c.svg", "e.html", "f.html"]
    );
    assert!(told.iter().all(|result| result.findings.len() == 2));
    assert_eq!(told[1].url, "https://fil.invalid/b/hemtjanst.html");
    assert_eq!(told[1].findings[0].outcome, Outcome::Passed);
    assert_eq!(told[3].unreadable, Some(Reason::TooDeep));
    assert_eq!(outcomes(told[3])[0], ("prov-telefon", Outcome::Untested, "too-deep"));
}

/// One file that is gone or too large costs the others nothing.
#[test]
fn a_folder_is_judged_but_for_the_files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path().join("borta"), folder.path().join("a.html")).unwrap();
    std::fs::write(folder.path().join("b.html"), PAGE).unwrap();
    std::fs::write(folder.path().join("c.html"), "x".repeat(2_000)).unwrap();
    let files = check::files(folder.path()).unwrap();
    let results = check::check_files(&files, 1_000, &judge(), &CheckOptions::default());
    assert!(results[0].is_err());
    assert_eq!(results[1].as_ref().unwrap().findings[0].outcome, Outcome::Passed);
    assert_eq!(results[2].as_ref().unwrap().unreadable, Some(Reason::TooLarge));
}

#[test]
fn what_is_no_page_is_said_to_be_none() {
    let not_html: [&[u8]; 3] = [b"%PDF-1.7\n1 0 obj << /Type /Catalog >>", b"PK\x03\x04\x14\0<x", &[0, 1, 2, 3, 4]];
    for bytes in not_html {
        let result = check::check_bytes(bytes, None, "sida.html", &judge(), &CheckOptions::default());
        assert_eq!(result.unreadable, Some(Reason::NotHtml), "{bytes:?}");
        assert!(result.findings.iter().all(|finding| finding.outcome == Outcome::Untested));
    }
    let empty = check::check_bytes(b" \r\n", None, check::STDIN, &judge(), &CheckOptions::default());
    assert_eq!(empty.unreadable, Some(Reason::Empty));
}

#[test]
fn standard_input_without_a_tag_is_text() {
    let options = CheckOptions::default();
    let text = "Hemtjänst\n\nRing biståndshandläggaren på 08-465 004 12 om du vill ansöka om hemtjänst.";
    let result = check::check_bytes(text.as_bytes(), None, check::STDIN, &judge(), &options);
    assert_eq!((result.page_type, result.title.as_str()), (PageType::Hemtjanst, "Hemtjänst"));
    assert_eq!(result.findings[0].outcome, Outcome::Passed);
    let html = check::check_bytes(PAGE.as_bytes(), None, check::STDIN, &judge(), &options);
    assert_eq!((html.title.as_str(), html.findings[0].outcome), ("Hemtjänst", Outcome::Passed));
}

#[test]
fn a_link_to_the_page_that_is_looked_for_is_no_missing_link() {
    let rules = Arc::new(RuleSet::embedded());
    let judge = check::judge(rules, hemkoll::seeds::embedded_amounts(), jiff::civil::date(2026, 11, 21));
    let url = Url::parse("https://hedlunda.test/omsorg/hemtjanst").unwrap();
    let asked = |content: &str| {
        let page = PAGE.replace("</main>", &format!("{content}</main>"));
        let result = check::check_draft(page.as_bytes(), None, Shape::Page, &url, &judge, &CheckOptions::default());
        let finding = result.findings.into_iter().find(|finding| finding.rule == "avgifter-hitta").unwrap();
        (finding.outcome, finding.note)
    };
    assert_eq!(asked("").0, Outcome::Failed);
    let (outcome, note) = asked("<p><a href=/omsorg/avgifter-for-hemtjanst>Avgifter för hemtjänst</a></p>");
    assert_eq!(outcome, Outcome::Untested);
    assert!(note.contains("Sidan länkar till ”Avgifter för hemtjänst”"), "{note}");
}

#[tokio::test]
async fn a_draft_on_this_machine_can_be_checked_and_leads_nowhere_else() {
    let app = Router::new()
        .route("/hemtjanst", get(async || Html(PAGE)))
        .route("/flyttad", get(async || Redirect::permanent("/hemtjanst")))
        .route("/fel", get(async || Redirect::permanent("http://127.0.0.1:1/")));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let open_hosts = vec![("127.0.0.1".to_owned(), port)];
    let fetcher = Fetcher::new(FetchSettings { open_hosts, ..FetchSettings::default() }).unwrap();
    let judge = Arc::new(judge());
    let check = async |path: &str| {
        let url = Url::parse(&format!("http://127.0.0.1:{port}/{path}")).unwrap();
        check::check_url(&fetcher, &url, Duration::ZERO, Clock::System, &judge, &CheckOptions::default()).await.unwrap()
    };
    let moved = check("flyttad").await;
    assert_eq!(moved.url, format!("http://127.0.0.1:{port}/hemtjanst"));
    assert_eq!(moved.findings[0].outcome, Outcome::Passed);
    assert_eq!(check("fel").await.unreadable, Some(Reason::PrivateAddress));
    assert_eq!(check("borta").await.unreadable, Some(Reason::NotFound));
}

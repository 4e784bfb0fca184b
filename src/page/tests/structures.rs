//! The structures that Swedish kommun pages are made of.

use url::Url;

use crate::domain::{PageType, Reason};
use crate::page::{LONGEST_TITLE, MainKind, MentionKind, PageModel, PageTypes, Region, parse, plain_text};

fn page(html: &str) -> PageModel {
    page_at("https://www.hedlunda.example/omsorg/hemtjanst", html)
}

fn page_at(url: &str, html: &str) -> PageModel {
    parse(html, &Url::parse(url).unwrap(), &PageTypes::embedded()).unwrap()
}

fn in_region(page: &PageModel, region: Region) -> Vec<&str> {
    page.blocks.iter().filter(|block| block.region == region).map(|block| block.text.as_str()).collect()
}

#[test]
fn landmarks_part_a_page() {
    let page = page(
        r#"<html lang=sv><title>Hemtjänst | Hedlunda kommun</title><body class="cookie-unknown">
        <div id="cookie-banner"><p>Vi använder kakor.</p><button>Godkänn</button></div>
        <header class="site-header"><a href="/">Hedlunda</a><nav><ul><li><a href="/omsorg">Omsorg</a></ul></nav></header>
        <nav aria-label="Brödsmulor"><ol><li><a href="/">Start</a><li>Hemtjänst</ol></nav>
        <main><h1>Hemtjänst</h1><p>Du kan få hjälp hemma.</p>
          <nav><ul><li><a href="/omsorg/avgifter">Avgifter</a></ul></nav>
          <h2>Ansök</h2><p>Ring oss.</p>
          <aside><h2>Kontakt</h2><p>Biståndsenheten</p><p>Växel</p></aside>
          <p>Senast uppdaterad: 2026-03-01</p>
          <p>Hjälpte informationen på sidan dig?</p><p>Ja</p><p>Nej</p></main>
        <footer><p>Rådhuset</p></footer>"#,
    );
    assert_eq!(page.main_kind, MainKind::Landmark);
    assert_eq!(in_region(&page, Region::Main), ["Hemtjänst", "Du kan få hjälp hemma.", "Ansök", "Ring oss."]);
    assert_eq!(in_region(&page, Region::Contact), ["Kontakt", "Biståndsenheten", "Växel"]);
    assert_eq!(in_region(&page, Region::DateBlock), ["Senast uppdaterad: 2026-03-01"]);
    assert_eq!(in_region(&page, Region::Feedback), ["Hjälpte informationen på sidan dig?", "Ja", "Nej"]);
    assert_eq!(in_region(&page, Region::Cookie), ["Vi använder kakor.", "Godkänn"]);
    assert_eq!(in_region(&page, Region::Breadcrumb), ["Start", "Hemtjänst"]);
    assert_eq!(in_region(&page, Region::Footer), ["Rådhuset"]);
    assert_eq!(in_region(&page, Region::Nav), ["Omsorg", "Avgifter"]);
    assert_eq!((page.page_type, page.title(), page.language.as_str()), (PageType::Hemtjanst, "Hemtjänst", "sv"));
    let ring = page.blocks.iter().position(|block| block.text == "Ring oss.").unwrap();
    assert_eq!(page.heading_path(ring), ["Hemtjänst", "Ansök"]);
    let box_heading = page.blocks.iter().position(|block| block.text == "Växel").unwrap();
    assert_eq!(page.heading_path(box_heading), ["Kontakt"]);
}

#[test]
fn sitevision_without_main_has_several_containers() {
    let page = page(
        r#"<html lang="sv" class="sv-no-js sv-template-artikelsida"><body>
        <div class="sv-row sv-layout" id="svid10_1"><div class="header-menu"><ul class="env-nav env-nav--menubar"><li><a href="/a">Bygga och bo</a></li><li><a href="/b">Omsorg och stöd</a></li></ul></div></div>
        <div class="sv-row sv-layout"><div class="sv-column-8">
         <div id="svid94_1" class="pagecontent sv-layout"><div id="svid12_1" class="sv-text-portlet"><div id="Rubrik"></div><div class="sv-text-portlet-content"><h1 class="sidrubrikxxh1x">Hemtjänst</h1></div></div></div>
         <div id="svid94_2" class="pagecontent sv-layout"><div class="sv-text-portlet"><p class="ingress">Hemtjänst är hjälp och stöd som du kan få hemma.</p></div></div>
         <div id="svid94_3" class="pagecontent sv-layout"><div class="sv-text-portlet"><h2 class="subheading2">Så ansöker du</h2><p class="normal">Kontakta en biståndshandläggare så gör vi en utredning av vad du behöver.</p></div></div>
        </div><div class="sv-column-4"><div class="sv-related-portlet"><h2>Relaterat</h2><ul><li><a href="/r">Trygghetslarm</a></ul></div></div></div>
        <div class="footer"><p>Hedlunda kommun, Storgatan 1</p></div></body></html>"#,
    );
    assert_eq!(page.main_kind, MainKind::Cms);
    assert_eq!(page.main.len(), 3);
    assert_eq!(page.meta.cms, Some("sitevision"));
    assert_eq!(in_region(&page, Region::Main).len(), 4);
    assert_eq!(in_region(&page, Region::Nav), ["Bygga och bo", "Omsorg och stöd"]);
    assert_eq!(in_region(&page, Region::Footer), ["Hedlunda kommun, Storgatan 1"]);
    assert_eq!(page.css_path(page.blocks.last().unwrap().node), "html > body > div:nth-of-type(3) > p");
    assert_eq!(page.css_path(page.main[1]), "#svid94_2");
}

#[test]
fn without_landmarks_or_known_classes_the_densest_part_is_main() {
    let page = page(
        r#"<body><div class="wrap"><div class="top"><a href="/">Hem</a> <a href="/a">Omsorg</a> <a href="/b">Skola</a></div>
        <div class="mid"><div class="left"><ul><li><a href="/1">Ett val</a><li><a href="/2">Två val</a></ul></div>
        <div class="text"><h1>Hemtjänst</h1><p>Hemtjänst är hjälp i hemmet för dig som behöver stöd i vardagen.</p>
        <p>Du ansöker hos en biståndshandläggare som utreder vad du behöver.</p></div></div></div>"#,
    );
    assert_eq!(page.main_kind, MainKind::Density);
    assert_eq!(in_region(&page, Region::Main)[0], "Hemtjänst");
    assert_eq!(in_region(&page, Region::Main).len(), 3);
}

#[test]
fn municipio_has_its_menu_in_main() {
    let page = page(
        r#"<div class="site-wrapper"><main id="main-content"><div id="menu-sidebar" class="c-nav c-nav--sidebar"><ul><li><a href="/x">Hemtjänst</a></ul></div>
        <article id="article" class="c-article"><h1 id="page-title">Hemtjänst</h1><p>Du kan få hjälp.</p>
        <details><summary><span role="heading" aria-level="3">Vad kostar det?</span></summary><p>Högst 2 660 kr.</p></details></article>
        <div class="c-card c-card--contact" itemtype="https://schema.org/Person"><h4>Biståndsenheten</h4><a href="tel:084650041" data-tooltip="08-465 004 10">Ring</a></div>
        <div class="c-signature">Uppdaterad: <time datetime="2026-02-03">3 februari</time></div></main></div>"#,
    );
    assert_eq!(in_region(&page, Region::Nav), ["Hemtjänst"]);
    assert_eq!(in_region(&page, Region::Main), ["Hemtjänst", "Du kan få hjälp.", "Vad kostar det?", "Högst 2 660 kr."]);
    assert_eq!(page.headings[1].level, 3);
    assert_eq!(in_region(&page, Region::Contact), ["Biståndsenheten", "Ring"]);
    assert_eq!(in_region(&page, Region::DateBlock), ["Uppdaterad: 3 februari"]);
}

#[test]
fn same_links_are_recorded_once_and_best_as_in_the_text() {
    let page = page(
        r#"<nav><a href="/omsorg/avgifter#x">Avgifter</a></nav><main><h1>Hemtjänst</h1><h2>Kostnad</h2>
        <p><a href="/omsorg/avgifter">Se avgifter</a> <a href="mailto:x@hedlunda.example">Skriv</a></p></main>"#,
    );
    let records = page.link_records();
    assert_eq!(records.len(), 1);
    assert_eq!(
        (records[0].text.as_str(), records[0].in_main, records[0].heading.as_str()),
        ("Se avgifter", true, "Kostnad")
    );
}

#[test]
fn empty_without_scripts() {
    let shell = page(r#"<body><div id="root"></div><script src="/app.js"></script></body>"#);
    assert!(shell.needs_javascript);
    assert!(!page("<main><p>Sidan är tom.</p></main>").needs_javascript);
}

/// Data for search engines builds nothing, and a short page with a number has said what it has to say.
#[test]
fn data_and_a_short_contact_page_need_no_scripts() {
    let data = r#"<script type="application/ld+json">{}</script>"#;
    assert!(!page(&format!("{data}<h1>Kontakt</h1>")).needs_javascript);
    let contact = "<h1>Hemtjänst</h1><p>Ring biståndshandläggaren på 0980-319 210.</p><script>var _mtm=[]</script>";
    assert!(!page(contact).needs_javascript);
    assert!(page("<h1>Hemtjänst</h1><script>app()</script>").needs_javascript);
    // What an app shows while it loads is not what the page is for.
    for shell in
        ["Laddar … 0 %", "Hedlunda kommun, info@hedlunda.example", "© 2026-11-23", "Storgatan 1, 940 28 Hedlunda"]
    {
        assert!(page(&format!("<main id=app><p>{shell}</p></main><script>app()</script>")).needs_javascript, "{shell}");
    }
}

#[test]
fn a_title_without_end_is_cut() {
    let long = "å".repeat(10_000);
    for html in [format!("<title>{long}</title><p>Hej."), format!("<main><h1>{long}</h1><p>Hej.</main>")] {
        assert_eq!(page(&html).title(), "å".repeat(LONGEST_TITLE / 2));
    }
}

#[test]
fn prose_broken_over_lines_is_no_price_list() {
    let url = Url::parse("https://www.hedlunda.example/utkast").unwrap();
    let text = "Avgifter\n\nLarmet kostar 268 kr per månad. Matlådan kostar 72 kr per\nportion och tvätten 120 kr per gång. Du betalar högst\n2 660 kr i månaden.";
    let page = plain_text(text, &url, &PageTypes::embedded());
    assert!(
        page.blocks.iter().any(|block| block.text.contains("Du betalar högst 2 660 kr i månaden.")),
        "{:?}",
        page.blocks
    );
}

#[test]
fn plain_text_becomes_the_same_blocks() {
    let url = Url::parse("https://www.hedlunda.example/utkast").unwrap();
    let text = "Hemtjänst\n\nDu kan få hjälp\nhemma.\n\nDet här kan du få hjälp med\n\n- städning\n- tvätt\n\nRing 08-465 004 10";
    let page = plain_text(text, &url, &PageTypes::embedded());
    let found: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(
        found,
        [
            "Hemtjänst",
            "Du kan få hjälp hemma.",
            "Det här kan du få hjälp med",
            "städning",
            "tvätt",
            "Ring 08-465 004 10"
        ]
    );
    assert_eq!(page.page_type, PageType::Hemtjanst);
    assert_eq!(page.heading_path(3), ["Hemtjänst", "Det här kan du få hjälp med"]);
}

#[test]
fn beyond_the_bounds_there_is_a_reason() {
    let url = Url::parse("https://www.hedlunda.example/").unwrap();
    assert_eq!(parse(&"<div>".repeat(1000), &url, &PageTypes::embedded()).unwrap_err(), Reason::TooDeep);
}

#[test]
fn bare_numbers_under_kronor_are_amounts() {
    let amounts = |table: &str| {
        let page = page(&format!("<main><h1>Taxor</h1><table>{table}</table></main>"));
        let amount = |mention: &crate::page::Mention| match mention.kind {
            MentionKind::Amount { kronor, per } => Some((kronor, per.unwrap_or(""))),
            _ => None,
        };
        page.mentions.iter().filter_map(amount).collect::<Vec<_>>()
    };
    let rows = "<tr><td>Hemvård, per påbörjad timme</td><td>412</td></tr><tr><td>Hemvård, högst per månad</td><td>2 588</td></tr>\
                <tr><td>Larm</td><td>271,50</td></tr><tr><td>Mat</td><td>74 kr</td></tr>";
    let told = [(412, "timme"), (2588, "månad"), (271, ""), (74, "")];
    assert_eq!(amounts(&format!("<tr><th>Insats</th><th>Kronor</th></tr>{rows}")), told);
    assert_eq!(amounts(&format!("<tr><th>Insats</th><th>Avgift 2026</th></tr>{rows}")), told);
    let monthly = amounts(&format!("<tr><th>Insats</th><th>Kr/månad</th></tr>{rows}"));
    assert_eq!(monthly[2], (271, "månad"), "the column says what its amounts are per");
    for head in ["Insats", "Antal besök", "Avgiftsgrupp", "Poäng"] {
        assert_eq!(amounts(&format!("<tr><th>Insats</th><th>{head}</th></tr>{rows}")), [(74, "")], "{head}");
    }
    // Another column, a number that is not alone, the row of another table.
    let mixed = "<tr><th>Nivå</th><th>Kronor</th></tr><tr><td>2</td><td>3 gånger</td></tr></table><table><tr><td>A</td><td>12</td></tr>";
    assert_eq!(amounts(mixed), []);
}

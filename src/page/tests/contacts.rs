//! Contact boxes, date blocks and expandables as the systems write them, and what is recognised in them.

use jiff::civil::date;
use url::Url;

use crate::page::model::DateLabel;
use crate::page::{MentionKind, PageModel, PageTypes, Region, parse};

fn page(html: &str) -> PageModel {
    let url = Url::parse("https://www.sandaker.example/omsorg/hemtjanst").unwrap();
    parse(html, &url, &PageTypes::embedded()).unwrap()
}

/// Numbers with the region and text of their block, and whether they are links.
fn phones(page: &PageModel) -> Vec<(Region, &str, &str, bool)> {
    page.mentions
        .iter()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Phone { e164, link } => {
                let block = &page.blocks[mention.block];
                Some((block.region, block.text.as_str(), e164.as_str(), *link))
            }
            _ => None,
        })
        .collect()
}

fn emails(page: &PageModel) -> Vec<(Region, &str)> {
    page.mentions
        .iter()
        .filter_map(|mention| match &mention.kind {
            MentionKind::Email { address } => Some((page.blocks[mention.block].region, address.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn contact_app_with_one_box_per_item() {
    let page = page(
        r#"<main><h1>Hemtjänst</h1><p>Text om hemtjänsten.</p><h2>Kontakt</h2><h3>Biståndshandläggare</h3>
        <div class="contact" data-cid="1"><p class="contact-title">TELEFON</p><a class="contact-data" href="tel:+4684650410">08-465 004 10</a></div>
        <div class="contact" data-cid="2"><p class="contact-title">TELEFONTID</p><p class="contact-data">9–11</p></div>
        <div class="contact" data-cid="3"><p class="contact-title">POSTADRESS</p><p class="contact-data">Box 12<br>123 45 Sandåker</p></div></main>"#,
    );
    assert_eq!(phones(&page)[0], (Region::Contact, "08-465 004 10", "+46846500410", false));
    assert_eq!(page.heading_path(page.mentions[0].block), ["Hemtjänst", "Kontakt", "Biståndshandläggare"]);
    let heading = page.blocks.iter().find(|block| block.text == "Biståndshandläggare").unwrap();
    assert_eq!(heading.region, Region::Contact);
    let time = page.mentions.iter().find(|mention| matches!(mention.kind, MentionKind::ClockTime { span: true }));
    assert_eq!(page.blocks[time.unwrap().block].text, "9–11");
    assert!(page.mentions.iter().any(|mention| mention.kind == MentionKind::PostalAddress));
    assert!(page.blocks.iter().any(|block| block.text == "Box 12 123 45 Sandåker"));
}

#[test]
fn number_only_in_href_and_tooltip() {
    let page = page(
        r#"<main><h1>Hemtjänst</h1><p>Text.</p><div class="c-card c-card--contact"><h4>Biståndsenheten</h4>
        <div class="c-icon-row"><a href="tel:084650 0410" data-tooltip="08-465 004 10"><i class="c-icon">phone</i><span>Ring</span></a>
        <a href="mailto:bistand@sandaker.example?subject=Hej" data-tooltip="bistand@sandaker.example">Epost</a></div></div></main>"#,
    );
    assert_eq!(phones(&page), [(Region::Contact, "Ring Epost", "+46846500410", true)]);
    assert_eq!(emails(&page), [(Region::Contact, "bistand@sandaker.example")]);
}

#[test]
fn icon_only_links_belong_to_the_text_beside_them() {
    let page = page(
        r#"<main><h1>Hemtjänst</h1><div class="kontakt"><p>Biståndsenheten</p><a href="tel:0846500410"><img src="x" alt=""></a></div></main>"#,
    );
    assert_eq!(phones(&page), [(Region::Contact, "Biståndsenheten", "+46846500410", true)]);
}

#[test]
fn legacy_portlet_vcard_and_definition_list() {
    let page = page(
        r#"<main><h1>Hemtjänst</h1><p>Text.</p>
        <section class="sv-contact2-portlet"><h3>Enheten</h3><p class="role">Enhetschef</p><a href="tel:0980319200">0980-31 92 00</a></section>
        <aside class="contact-us"><h1>Kontakta oss</h1><div class="vcard"><span class="fn">Äldrelotsen</span><br>Tel: <span class="tel">031-390 06 10</span><br><span class="email">lots@sandaker.example</span></div></aside>
        <dl><dt>Telefon</dt><dd>08-465 004 10</dd><dt>Telefontider</dt><dd>vardagar 9–11</dd></dl></main>"#,
    );
    assert_eq!(
        phones(&page),
        [
            (Region::Contact, "0980-31 92 00", "+46980319200", true),
            (Region::Contact, "Äldrelotsen Tel: 031-390 06 10 lots@sandaker.example", "+46313900610", false),
            (Region::Main, "Telefon: 08-465 004 10", "+46846500410", false),
        ]
    );
    assert_eq!(page.title(), "Hemtjänst");
    assert!(page.blocks.iter().any(|block| block.text == "Telefontider: vardagar 9–11"));
}

#[test]
fn labels_and_numbers_in_list_items_under_a_contact_heading_of_an_aside() {
    let page = page(
        r#"<main><h1>Hemtjänst</h1><p>Text.</p></main><div class="col-4"><h3>Kontakta biståndsenheten</h3><ul>
        <li><strong>Telefon:</strong> 08-465 004 10</li><li><strong>Besöksadress:</strong> Storgatan 1</li></ul>
        <h3>Genvägar</h3><ul><li><a href="/x">Larm</a></li></ul></div>"#,
    );
    assert_eq!(phones(&page), [(Region::Contact, "Telefon: 08-465 004 10", "+46846500410", false)]);
    assert!(page.mentions.iter().any(|mention| mention.kind == MentionKind::StreetAddress));
    assert_eq!(page.blocks.iter().find(|block| block.text == "Larm").unwrap().region, Region::Aside);
}

#[test]
fn the_editors_address_in_the_date_block_is_no_contact() {
    for html in [
        r#"<ul class="footer-meta"><li class="modified">Senast publicerad av: <a href="mailto:red@sandaker.example">Redaktör</a> 2014-12-15 13:48</li><li class="responsible">Innehållsansvarig: <a href="mailto:chef@sandaker.example">Chef</a></li></ul>"#,
        r#"<p>Sidan publicerad av: <a href="mailto:red@sandaker.example">red@sandaker.example</a></p><p>Senast uppdaterad: 2014-12-15</p>"#,
    ] {
        let page = page(&format!("<main><h1>Hemtjänst</h1><p>Text.</p>{html}</main>"));
        assert!(emails(&page).is_empty(), "{html}");
        let dates: Vec<&MentionKind> = page
            .mentions
            .iter()
            .filter(|mention| page.blocks[mention.block].region == Region::DateBlock)
            .map(|mention| &mention.kind)
            .collect();
        assert_eq!(dates, [&MentionKind::Date { date: date(2014, 12, 15), label: DateLabel::Updated }], "{html}");
    }
}

#[test]
fn four_forms_of_update_date_and_none() {
    for (html, day) in [
        ("<p>Senast uppdaterad: 2018-02-01</p><p>Upp</p>", Some(date(2018, 2, 1))),
        ("</main><aside><p class=date>Uppdaterad 2018-02-01</p></aside>", Some(date(2018, 2, 1))),
        ("<p>Senast ändrad 2018-02-01 13:48</p>", Some(date(2018, 2, 1))),
        ("<div>Senast uppdaterad</div><div>1 februari 2018</div>", Some(date(2018, 2, 1))),
        (
            r#"<div class="c-signature">Uppdaterad: <time datetime="2018-02-01T10:00">1 februari</time></div>"#,
            Some(date(2018, 2, 1)),
        ),
        ("<p>Avgiften gäller från 2018-02-01</p>", None),
        ("<p>Senast uppdaterad:</p>", None),
    ] {
        let page = page(&format!("<main><h1>Hemtjänst</h1><p>Text.</p>{html}</main>"));
        let found = page.mentions.iter().find_map(|mention| match mention.kind {
            MentionKind::Date { date, label: DateLabel::Updated } => Some(date),
            _ => None,
        });
        assert_eq!(found, day, "{html}");
    }
}

#[test]
fn numbers_in_footers_are_known_to_stand_there() {
    let page = page("<main><h1>Hemtjänst</h1><p>Ring växeln.</p></main><footer>Växel: 08-465 004 00</footer>");
    assert_eq!(phones(&page), [(Region::Footer, "Växel: 08-465 004 00", "+46846500400", false)]);
}

#[test]
fn form_without_address() {
    let page = page(
        r#"<main><h1>Kontakta oss</h1><form action="/skicka"><label for="a">Din fråga</label><textarea id="a"></textarea><button>Skicka</button></form></main>"#,
    );
    assert_eq!(page.forms[0].region, Region::Main);
    assert_eq!(page.forms[0].controls[0].label, "Din fråga");
}

#[test]
fn collapsed_fees_are_read() {
    let page = page(
        r##"<main><h1>Hemtjänst</h1><h4><a role="button" href="#c" data-env-collapse aria-expanded="false" aria-controls="c">Vad kostar det?</a></h4>
        <div class="env-collapse" id="c"><p>Högst 2 660 kr/mån.</p></div></main>"##,
    );
    assert!(
        page.mentions
            .iter()
            .any(|mention| { mention.kind == MentionKind::Amount { kronor: 2660, per: Some("månad") } })
    );
}

#[test]
fn a_box_beside_the_text_that_says_whom_to_reach_is_a_contact_box() {
    let main = "<header><a href=/>Hedlunda</a><h2>Fråga oss</h2><p>0980-319 200</p></header><main><h1>Larm hemma</h1>\
                <p>Ett larm är en knapp runt handleden, som du trycker på när du behöver hjälp.</p></main>";
    let told = |beside: &str| {
        let page = page(&format!("{main}{beside}"));
        let contact: Vec<String> = page
            .blocks
            .iter()
            .filter(|block| block.region == Region::Contact)
            .map(|block| block.text.clone())
            .collect();
        contact.join("|")
    };
    let hours = "<p>Telefon 0980-319 210</p><p>Vardagar 9–11</p>";
    assert_eq!(
        told(&format!("<div class=right-column><div class=block><h3>Vill du veta mer?</h3>{hours}</div></div>")),
        "Vill du veta mer?|Telefon 0980-319 210|Vardagar 9–11"
    );
    let dl = "<dl><dt>Roll</dt><dd>Larmansvarig</dd><dt>E-post</dt><dd>larm@hedlunda.example</dd></dl>";
    assert!(told(&format!("<aside><h3>Fråga oss om larm</h3>{dl}</aside>")).contains("Larmansvarig"));
    let visit = "<aside><h2>Besök oss</h2><p>Boka tid först.</p><p>Magasinet, Tullgatan 4</p></aside>";
    assert_eq!(told(visit), "Besök oss|Boka tid först.|Magasinet, Tullgatan 4");
    // The kommun's own, a row of links and what gives nobody to reach are not the page's.
    for beside in [
        format!("<div><h2>Hedlunda kommun</h2>{hours}</div>"),
        "<div><h2>Mer om detta</h2><ul><li><a href=/film>Film</a></li></ul></div>".to_owned(),
        "<div><h2>Öppet i dag</h2><p>Badet 10–18, 2026-11-23</p></div>".to_owned(),
        format!("<footer><h2>Fråga oss</h2>{hours}</footer>"),
    ] {
        assert_eq!(told(&beside), "", "{beside}");
    }
}

#[test]
fn a_page_of_contacts_is_no_contact_box() {
    let page = page(
        "<main><h1>Kontakta oss</h1><p>Biståndshandläggarna svarar på frågor om hemtjänst.</p>\
         <div class=contact><p>Telefon 0980-319 210</p></div><p>Välkommen!</p></main>",
    );
    let main: Vec<&str> =
        page.blocks.iter().filter(|block| block.region == Region::Main).map(|block| block.text.as_str()).collect();
    assert_eq!(main, ["Kontakta oss", "Biståndshandläggarna svarar på frågor om hemtjänst.", "Välkommen!"]);
}

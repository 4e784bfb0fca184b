//! The walk over real-looking markup.

use super::*;

fn blocks(html: &str) -> Vec<(BlockKind, String)> {
    let base = Url::parse("https://www.almkulla.example/omsorg/").unwrap();
    walk(&Html::parse_document(html), &base).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
}

fn texts(html: &str) -> Vec<String> {
    blocks(html).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn inline_elements_do_not_split_words_and_breaks_do_not_join_them() {
    assert_eq!(texts("<p>Det f<strong>i</strong>nns <b>i</b>nga tider</p>"), ["Det finns inga tider"]);
    assert_eq!(texts("<p>Storgatan 1<br>123 45 Almkulla<br/>Ring</p>"), ["Storgatan 1 123 45 Almkulla Ring"]);
    assert_eq!(texts("<div>ett<p>två</p>tre<div>fyra</div>fem</div>"), ["ett", "två", "tre", "fyra", "fem"]);
}

#[test]
fn lists_rows_and_definitions_are_blocks_of_their_own() {
    assert_eq!(
        blocks("<ul><li>städ<ul><li>fönster</li></ul></li><li><p>tvätt</p></li></ul>"),
        [
            (BlockKind::ListItem(1), "städ".to_owned()),
            (BlockKind::ListItem(2), "fönster".to_owned()),
            (BlockKind::ListItem(1), "tvätt".to_owned()),
        ]
    );
    let table = "<table><caption>Priser</caption><tr><th>Tjänst<th>Pris<tr><td><p>Larm</p><td>250<br>kr<tr><td></td><td>x</td></table>";
    assert_eq!(
        blocks(table),
        [
            (BlockKind::Paragraph, "Priser".to_owned()),
            (BlockKind::TableRow(1, 0), "Tjänst | Pris".to_owned()),
            (BlockKind::TableRow(1, 1), "Larm | 250 kr".to_owned()),
            (BlockKind::TableRow(1, 2), "| x".to_owned()),
        ]
    );
    let list =
        "<dl><dt>Telefon</dt><dd><p>08-465 004 10</p></dd><dt>Tid:</dt><dd>mån</dd><dd>tis</dd><dt>Roll</dt></dl>";
    assert_eq!(texts(list), ["Telefon: 08-465 004 10", "Tid: mån, tis", "Roll"]);
}

#[test]
fn tables_that_only_place_things_are_no_rows() {
    let html = "<table><tr><td><h2>Rubrik</h2><p>Text.</p></td><td>Sida</td></tr></table>";
    assert_eq!(
        blocks(html),
        [
            (BlockKind::Heading(2), "Rubrik".to_owned()),
            (BlockKind::Paragraph, "Text.".to_owned()),
            (BlockKind::Paragraph, "Sida".to_owned()),
        ]
    );
}

#[test]
fn what_is_not_shown_is_dropped_or_marked() {
    let html = r#"<p>Läs mer<span class="env-assistive-text"> länk till annan webbplats</span></p><p hidden>gömd</p>
        <p style="color:red; display : none">gömd</p><i class="material-icons">phone</i><script>x</script>"#;
    let base = Url::parse("https://www.almkulla.example/").unwrap();
    let walked = walk(&Html::parse_document(html), &base);
    let found: Vec<(&str, bool)> = walked.blocks.iter().map(|block| (block.text.as_str(), block.hidden)).collect();
    assert_eq!(found, [("Läs mer", false), ("gömd", true), ("gömd", true)]);
}

#[test]
fn collapsed_text_counts_as_shown() {
    let html = r#"<button aria-controls="svar">Vad kostar det?</button><div id="svar" hidden>Det kostar 100 kr.</div>
        <div class="env-collapse" style="display:none">Mer text.</div><details><summary>Mer</summary>Inuti.</details>"#;
    let base = Url::parse("https://www.almkulla.example/").unwrap();
    let walked = walk(&Html::parse_document(html), &base);
    assert!(walked.blocks.iter().all(|block| !block.hidden));
    assert_eq!(walked.blocks.len(), 5);
}

#[test]
fn links_have_text_name_and_block() {
    let html = r##"<p>Du kan <a href="ansok">ansöka <b>här</b></a>.</p><a href="/x"><img alt="Start"></a>
        <a href="tel:0800" aria-label="Ring oss"></a><a href="#kort"><div><h3>Rubrik</h3><p>Text</p></div></a>
        <a href="/avgifter.PDF?x=1">Taxa (pdf)</a>"##;
    let base = Url::parse("https://www.almkulla.example/omsorg/").unwrap();
    let walked = walk(&Html::parse_document(html), &base);
    let found: Vec<(&str, Option<&str>, bool)> = walked
        .links
        .iter()
        .map(|link| (link.text.as_str(), link.block.map(|block| walked.blocks[block].text.as_str()), link.file))
        .collect();
    assert_eq!(
        found,
        [
            ("ansöka här", Some("Du kan ansöka här."), false),
            ("Start", None, false),
            ("Ring oss", None, false),
            ("Rubrik Text", Some("Rubrik"), false),
            ("Taxa (pdf)", Some("Taxa (pdf)"), true),
        ]
    );
    assert_eq!(walked.links[0].url.as_ref().unwrap().as_str(), "https://www.almkulla.example/omsorg/ansok");
}

#[test]
fn controls_are_named_by_label_attribute_or_text() {
    let html = r#"<form action="/skicka"><label for=n>Namn</label><input id=n name=namn><label>Meddelande
        <textarea name=m></textarea></label><input type=email placeholder="E-post"><button>Skicka</button></form>"#;
    let base = Url::parse("https://www.almkulla.example/").unwrap();
    let walked = walk(&Html::parse_document(html), &base);
    let form = &walked.forms[0];
    let found: Vec<(&str, &str)> =
        form.controls.iter().map(|control| (control.kind.as_str(), control.label.as_str())).collect();
    assert_eq!(found, [("text", "Namn"), ("textarea", "Meddelande"), ("email", "E-post"), ("button", "Skicka")]);
    assert_eq!(form.action.as_ref().unwrap().path(), "/skicka");
}

//! Each kind that is covered, what looks alike and is not, and marks that move along.

use proptest::prelude::*;

use super::*;

#[test]
fn personal_identity_numbers() {
    for number in ["19811218-9876", "811218-9876", "811218+9876", "198112189876", "8112189876", "811278-9873"] {
        assert_eq!(mask(&format!("Född {number}.")), "Född [personnummer].", "{number}");
    }
    for other in ["811218-9875", "556677-8899", "Diarienummer 2026-1234", "811318-9876"] {
        assert_eq!(mask(other), other);
    }
}

#[test]
fn local_parts_of_personal_addresses() {
    assert_eq!(mask("anna.provsson@hedlunda.test"), "[namn]@hedlunda.test");
    assert_eq!(mask("Mejla åsa.öst-prov@omsorg.hedlunda.test."), "Mejla [namn]@omsorg.hedlunda.test.");
    for function in ["hemtjanst@hedlunda.test", "kommun@hedlunda.test", "bistandshandlaggare@hedlunda.test"] {
        assert_eq!(mask(function), function);
    }
}

#[test]
fn several_at_signs_in_a_row_are_covered_at_once() {
    assert_eq!(mask("0@A.A@å.a"), "[namn]@å.a");
    assert_eq!(mask("anna@bo@hedlunda.test"), "[namn]@hedlunda.test");
}

#[test]
fn mobile_numbers() {
    for number in
        ["070-174 06 05", "0701740605", "+46 70 174 06 05", "+46 (0)70-174 06 05", "0046701740605", "070–174 06 05"]
    {
        assert_eq!(mask(&format!("Ring {number} nu")), "Ring [mobilnummer] nu", "{number}");
    }
    for number in ["08-465 004 12", "031-390 06 00", "0980-319 200", "020-70 17 40 60"] {
        assert_eq!(mask(number), number);
    }
}

#[test]
fn names_in_contact_cards() {
    assert_eq!(
        mask("Anna Provsson Biståndshandläggare Telefon 08-465 004 12"),
        "[namn] Biståndshandläggare Telefon 08-465 004 12"
    );
    assert_eq!(mask("Enhetschef Bo Prov-Exempel, bo@hedlunda.test"), "Enhetschef [namn], [namn]@hedlunda.test");
    for no_card in ["Hedlunda Kommun Telefon 08-465 004 12", "Ring Hemtjänsten vardagar", "Anna Provsson skrev en bok"]
    {
        assert_eq!(mask(no_card), no_card);
    }
}

#[test]
fn marked_words_are_covered_like_the_quote() {
    let mut evidence = Evidence {
        quote: "Ring 070-174 06 05 kl. 9–11".to_owned(),
        marked: vec!["070-174 06 05".to_owned(), "9–11".to_owned()],
        ..Evidence::default()
    };
    words(&mut evidence);
    assert_eq!(evidence.quote, "Ring [mobilnummer] kl. 9–11");
    assert_eq!(evidence.marked, ["[mobilnummer]", "9–11"]);
}

#[test]
fn a_card_on_a_page_is_often_several_blocks() {
    let texts = ["Kontakt", "Anna Provsson", "Biståndshandläggare", "08-465 004 12", "Våra mål", "Bo Prov Exempel"];
    let block = |text: &str| SheetBlock {
        kind: crate::domain::SheetKind::Paragraph,
        text: text.to_owned(),
        selector: String::new(),
        main: true,
    };
    let mut sheet = Sheet { title: "Anna Provsson, enhetschef".to_owned(), blocks: texts.map(block).into() };
    sheet.blocks.push(block("En bok"));
    masked_sheet(&mut sheet, &mut []);
    let shown: Vec<&str> = sheet.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(sheet.title, "[namn], enhetschef");
    assert_eq!(shown, ["Kontakt", "[namn]", "Biståndshandläggare", "08-465 004 12", "Våra mål", "[namn]", "En bok"]);
}

proptest! {
    #[test]
    fn marks_move_along_with_what_is_covered(
        parts in proptest::collection::vec("(070-174 06 05|anna.prov@h\\.test|19811218-9876|[a-zåä ]{1,5})", 1..8),
        a in 0usize..60, b in 0usize..60,
    ) {
        let text = parts.join(" ");
        let edge = |at: usize| text.char_indices().map(|(at, _)| at).nth(at).unwrap_or(text.len());
        let range = edge(a.min(b))..edge(a.max(b));
        let mut ranges = [range.clone(), 0..text.len()];
        let covered = mask_moving(&text, &mut ranges).into_owned();
        prop_assert_eq!(&covered, &mask(&text).into_owned());
        prop_assert_eq!(&ranges[1], &(0..covered.len()));
        let marked = covered.get(ranges[0].clone());
        prop_assert!(marked.is_some(), "{:?} in {}", ranges, covered);
        if mask(&text) == text {
            prop_assert_eq!(&ranges[0], &range);
        }
    }

    #[test]
    fn masking_twice_changes_nothing(text in "[A-ZÅa-zå0-9@.+ -]{0,60}") {
        let once = mask(&text).into_owned();
        prop_assert_eq!(mask(&once).into_owned(), once);
    }

    #[test]
    fn no_mobile_number_is_left(digits in "[02369][0-9]{7}", gap in "[ -]?", before in "([a-zå]{0,4}[ .,(])?") {
        let number = format!("07{}{gap}{}", &digits[..1], &digits[1..]);
        let text = format!("{before}{number}.");
        prop_assert!(!mask(&text).contains(&digits[5..]), "{text}");
    }
}

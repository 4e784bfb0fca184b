//! Mentions in the shapes that real pages have.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// What a text mentions, as words: the text of each range and its kind.
fn all(text: &str) -> Vec<(&str, MentionKind)> {
    after("", text)
}

fn after<'a>(before: &str, text: &'a str) -> Vec<(&'a str, MentionKind)> {
    let mut found = Vec::new();
    scan(text, before, &mut found);
    found.into_iter().map(|(range, kind)| (&text[range], kind)).collect()
}

fn phones(text: &str) -> Vec<String> {
    all(text)
        .into_iter()
        .filter_map(|(_, kind)| if let MentionKind::Phone { e164, .. } = kind { Some(e164) } else { None })
        .collect()
}

fn clocks(text: &str) -> Vec<(&str, bool)> {
    all(text)
        .into_iter()
        .filter_map(|(words, kind)| if let MentionKind::ClockTime { span } = kind { Some((words, span)) } else { None })
        .collect()
}

#[test]
fn phone_numbers_in_the_shapes_of_real_pages() {
    for (text, number) in [
        ("Ring 0980-319 200.", "+46980319200"),
        ("Ring 0980-31 92 00", "+46980319200"),
        ("Tel: 08-465 004 10", "+46846500410"),
        ("031-390 06 10", "+46313900610"),
        ("0980 - 31 92 00", "+46980319200"),
        ("0980–31 92 00", "+46980319200"),
        ("0980319200", "+46980319200"),
        ("+46 980 319 200", "+46980319200"),
        ("+46 (0)8 465 004 10", "+46846500410"),
        ("+46846500410", "+46846500410"),
        ("0046 8 465 004 10", "+46846500410"),
        ("070-174 06 05", "+46701740605"),
        ("(0980) 31 92 00", "+46980319200"),
        ("08/465 004 10", "+46846500410"),
    ] {
        assert_eq!(phones(text), [number], "{text}");
    }
}

#[test]
fn what_is_no_number_to_call() {
    for text in [
        "Ring 112 eller 1177.",
        "114 14 och 113 13",
        "Organisationsnummer 212000-1355",
        "123 45 Almkulla",
        "2022-06-30",
        "Bankgiro 0980-3192",
        "Fax: 0980-31 92 00",
        "Faxnummer 0980-31 92 00",
        "kl. 08-16",
        "08.00-16.30",
        "19450612-1234",
        "SFS 2025:400",
        "0,5 timmar",
    ] {
        assert!(phones(text).is_empty(), "{text}: {:?}", phones(text));
    }
}

#[test]
fn a_number_ends_where_a_time_or_another_number_begins() {
    let text = "Ring 08-465 004 10 kl. 08.00–16.30 eller 031-390 06 10, 123 45 Almkulla";
    assert_eq!(phones(text), ["+46846500410", "+46313900610"]);
    assert_eq!(clocks(text), [("08.00–16.30", true)]);
    assert_eq!(phones("08-465 004 10 08.00–09.00"), ["+46846500410"]);
    assert_eq!(phones("08-465 004 10/031-390 06 10"), ["+46846500410", "+46313900610"]);
}

#[test]
fn clock_times_need_a_word_or_the_shape_of_a_time() {
    for (text, words, span) in [
        ("kl. 8.30–9.30", "8.30–9.30", true),
        ("08:00-16:30", "08:00-16:30", true),
        ("klockan 9 till 11", "9 till 11", true),
        ("vardagar 9–11", "9–11", true),
        ("mån-fre 8-16", "8-16", true),
        ("må–fr 8–10", "8–10", true),
        ("ti, to 13-15", "13-15", true),
        ("Telefontid: 8.30 - 9.30", "8.30 - 9.30", true),
        ("ring mellan kl 9 och 11", "9 och 11", true),
        ("senast kl. 15", "15", false),
        ("måndag till fredag kl 8–16.30", "8–16.30", true),
        ("kl. 22-07", "22-07", true),
        ("Tel: 08-465 004 31, 8.30–10 varje vardag", "8.30–10", true),
        ("Telefonerna är bemannade 6–22.", "6–22", true),
        ("Svarar 9–11, ej helger", "9–11", true),
        ("Dagligen mellan 7 och 15.30", "7 och 15.30", true),
    ] {
        assert_eq!(clocks(text), [(words, span)], "{text}");
    }
    for text in [
        "2–3 veckor",
        "Vi på 9–11 är här",
        "9–11 personer",
        "punkt 2.10",
        "1.5 timmar",
        "3.50 kr",
        "3–5 dagar på vardagar",
        "sidan 9-11",
        "4 kap. 1 §",
        "9/11",
        "1.30–3 timmar",
        "betyget 3.20–4",
        "Chefen svarar för 3–5 personer",
    ] {
        assert!(clocks(text).is_empty(), "{text}: {:?}", clocks(text));
    }
}

#[test]
fn a_label_in_the_block_before_counts() {
    let found = after("Telefontid", "9–11");
    assert_eq!(found, [("9–11", MentionKind::ClockTime { span: true })]);
    assert!(after("Resultat", "9–11").is_empty());
    let found = after("Senast uppdaterad", "30 juni 2022");
    assert_eq!(found, [("30 juni 2022", MentionKind::Date { date: date(2022, 6, 30), label: DateLabel::Updated })]);
}

#[test]
fn amounts_with_what_they_are_per() {
    for (text, kronor, per) in [
        ("2 660 kr/mån", 2660, Some("månad")),
        ("2 660 kronor per månad", 2660, Some("månad")),
        ("2.660 kr i månaden", 2660, Some("månad")),
        ("250:-", 250, None),
        ("97,50 kr per portion", 97, Some("portion")),
        ("430 kr/tim", 430, Some("timme")),
        ("150 kronor per besök", 150, Some("besök")),
        ("59200 kr", 59200, None),
    ] {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].1, MentionKind::Amount { kronor, per }, "{text}");
    }
    assert_eq!(all("5 procent och 3,5 %").into_iter().filter(|(_, kind)| *kind == MentionKind::Percent).count(), 2);
    assert!(all("5 miljoner kronor").is_empty());
}

#[test]
fn dates_and_their_labels() {
    let day = |text| match all(text).as_slice() {
        [(_, MentionKind::Date { date, label })] => Some((*date, *label)),
        _ => None,
    };
    let june = date(2022, 6, 30);
    assert_eq!(day("Senast uppdaterad: 2022-06-30"), Some((june, DateLabel::Updated)));
    assert_eq!(day("Senast publicerad av: Anna 2022-06-30 13:48"), Some((june, DateLabel::Updated)));
    assert_eq!(day("Sidan uppdaterades den 30 juni 2022"), Some((june, DateLabel::Updated)));
    assert_eq!(day("senast granskad torsdag 30 juni 2022"), Some((june, DateLabel::Reviewed)));
    assert_eq!(day("Publicerad 30/6 2022"), Some((june, DateLabel::Published)));
    assert_eq!(day("Publicerad 6/30/2022"), Some((june, DateLabel::Published)));
    assert_eq!(day("Avgiften gäller från 30 juni 2022"), Some((june, DateLabel::ValidFrom)));
    assert_eq!(day("30.6.2022"), Some((june, DateLabel::None)));
    assert_eq!(day("Uppdaterades efter beslut. Öppet den 30 juni 2022"), Some((june, DateLabel::None)));
    assert_eq!(day("2022-13-45"), None);
    assert!(all("den 30 juni kommer vi").is_empty());
}

#[test]
fn durations_in_digits_and_words() {
    for (text, days) in [
        ("inom tre veckor", 21),
        ("cirka 14 dagar", 14),
        ("2–3 veckor", 21),
        ("två till tre månader", 90),
        ("inom en vecka", 7),
        ("5 arbetsdagar", 5),
    ] {
        let found = all(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].1, MentionKind::Duration { days }, "{text}");
    }
    for text in ["sju dagar i veckan", "7 dagar/vecka", "en dag i taget", "en vecka"] {
        assert!(all(text).is_empty(), "{text}");
    }
    assert_eq!(all("Vi finns dygnet runt")[0].1, MentionKind::RoundTheClock);
}

#[test]
fn email_addresses_written_and_spelled() {
    for (text, address) in [
        ("Skriv till hemtjanst@almkulla.example.", "hemtjanst@almkulla.example"),
        ("E-post: Anna.Berg@Almkulla.example, telefon", "anna.berg@almkulla.example"),
        ("hemtjanst (at) almkulla.example", "hemtjanst@almkulla.example"),
        ("hemtjanst[at]almkulla.example", "hemtjanst@almkulla.example"),
        ("förnamn.efternamn@kommun.example", "förnamn.efternamn@kommun.example"),
        ("hjalp24@almkulla.example", "hjalp24@almkulla.example"),
    ] {
        assert_eq!(all(text).pop().unwrap().1, MentionKind::Email { address: address.to_owned() }, "{text}");
        assert_eq!(all(text).len(), 1, "{text}");
    }
    assert!(all("@almkulla är vårt konto, a@b").is_empty());
}

#[test]
fn street_and_postal_addresses() {
    let found = all("Besöksadress: Storgatan 12 B, 123 45 Almkulla");
    assert_eq!(
        found,
        [("Storgatan 12 B", MentionKind::StreetAddress), ("123 45 Almkulla", MentionKind::PostalAddress)]
    );
    assert_eq!(all("Stora torget 1")[0], ("Stora torget 1", MentionKind::StreetAddress));
    assert_eq!(
        all("Box 12, 12345 ALMKULLA"),
        [("Box 12", MentionKind::PostalAddress), ("12345 ALMKULLA", MentionKind::PostalAddress)]
    );
    assert!(all("på vägen 3 gånger").is_empty());
    assert!(all("123 45 kronor").iter().all(|(_, kind)| !matches!(kind, MentionKind::PostalAddress)));
}

proptest! {
    #[test]
    fn ranges_are_ordered_apart_and_on_boundaries(
        text in "[0-9 .:,/@()–-]{0,40}|([0-9åäö –-]|kl |kr|veckor|@|Storgatan |juni |2022|\\+46|0[0-9]){0,30}|\\PC{0,60}",
        before in "(Telefontid|Senast uppdaterad|å)?",
    ) {
        let mut found = Vec::new();
        scan(&text, &before, &mut found);
        let mut at = 0;
        for (range, _) in found {
            prop_assert!(range.start >= at && range.end > range.start);
            prop_assert!(text.get(range.clone()).is_some());
            at = range.end;
        }
    }
}

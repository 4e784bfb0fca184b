//! The traps that were measured on real kommun texts, one named test each.
//!
//! | Trap | Test here, or where it is held |
//! |---|---|
//! | "du kan välja" misses "Du kan själv välja vem" | `words_between_do_not_hide_a_choice` |
//! | stems that misfire: `jour*`, `kund*`, `ring*`, `besvär*` | `beginnings_of_other_words_are_no_hits` |
//! | acronyms are case-sensitive | `the_word_lov_is_not_the_act` |
//! | "inom tre veckor" is handling time and appeal time | `the_time_for_appeal_is_no_time_to_a_decision` |
//! | "vardag" hits "klara din vardag" | `an_everyday_is_no_phone_hour` |
//! | "utan behovsprövning" is no assessment | `help_without_assessment_is_no_assessment` |
//! | kontaktman and kontaktperson are forerunners | `a_kontaktman_is_no_fast_omsorgskontakt` |
//! | a form for something else | `a_form_for_choosing_paying_or_complaining_is_no_application` |
//! | information to companies | `what_companies_are_told_is_not_told_to_seniors` |
//! | "gäller från", banners, news dates | `dates_that_are_no_update_dates` |
//! | a label on the line before its date | `a_label_stands_on_the_line_before_its_date` |
//! | unfilled placeholders and headings | `what_nobody_has_filled_in_tells_nothing` |
//! | news, protocols and archives | `news_protocols_vacancies_and_archives_never_count` |
//! | synpunkter stand on other pages | `complaints_are_looked_for_on_pages_of_their_own`; `crawl/topic/tests.rs` ranks them |
//! | a no under a heading about choosing | `a_no_under_a_heading_about_choosing_is_a_no` |
//! | no LOV is a full answer, unknown LOV never a no | `without_choice_a_plain_no_is_a_full_answer`, `an_unsigned_trait_settles_nothing` |
//! | one provider named in passing is no list | `one_provider_in_passing_is_no_list` |
//! | an alarm answered round the clock | `an_alarm_round_the_clock_is_neither_hours_nor_help_at_night` |
//! | a decision one is unhappy with, a kommun's web page | `an_appeal_and_a_remark_on_the_page_are_no_complaints` |
//! | a kommun's PDF alone | `what_stands_in_a_file_alone_is_open` |
//! | stale act; only the act, no section | `the_old_act_is_stale_and_its_sections_only_beside_it` |
//! | servicetjänster fall outside maxtaxan; last year's amount | `last_years_amount_is_named_and_is_no_yes` |
//! | Kolada's index has the same name | `the_disclaimer_is_not_koladas_index` |
//! | LIX under 100 words, and how sentences split | `a_short_text_is_not_measured`; `page/tests` hold the ±3 |
//! | a missing page is one open question | `a_topic_whose_page_was_not_found_is_one_question` |
//! | nothing passes by absence | `silence_is_inapplicable_where_nothing_was_asked` |

use super::*;

fn facts(html: &str) -> BTreeMap<String, bool> {
    judge("https://www.hedlunda.example/aldre/hemtjanst", html, Some(PageType::Hemtjanst)).facts
}

fn is(name: &str, body: &str) -> bool {
    let facts = facts(&format!("<html lang=sv><main><h1>Hemtjänst</h1>{body}</main></html>"));
    *facts.get(name).unwrap_or_else(|| panic!("{name} is no fact"))
}

/// The rule's answer over one page.
fn answer(rule: &str, kind: PageType, body: &str) -> Outcome {
    found(rule, kind, body).outcome
}

fn found(rule: &str, kind: PageType, body: &str) -> Finding {
    let html = format!("<html lang=sv><main><h1>Hemtjänst</h1>{body}</main></html>");
    let page = judge("https://www.hedlunda.example/aldre/hemtjanst", &html, Some(kind));
    settle(&[page]).into_iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{rule} is no rule"))
}

#[test]
fn words_between_do_not_hide_a_choice() {
    for text in [
        "Du kan själv välja vem som ska ge dig hemtjänst.",
        "Du får själv välja vilken utförare du vill ha.",
        "Du som har beviljats hemtjänst har rätt att fritt välja utförare.",
        "Vilket företag som ska komma hem till dig väljer du själv.",
    ] {
        assert!(is("own_choice", &format!("<p>{text}</p>")), "{text}");
    }
}

#[test]
fn beginnings_of_other_words_are_no_hits() {
    for (name, text) in [
        ("night_or_evening", "En journalist besökte oss i går."),
        ("own_choice", "Jag kunde inte komma, och ingen annan kunde heller."),
        ("phone_hours", "Vi är ringrostiga efter klockan 9 på kvällen."),
        ("appeal", "Har du besvär med knäna kan en sjukgymnast hjälpa dig."),
        ("complaints", "Hon fick beröring och värme."),
        ("fees", "Avgående ordförande prisades av alla."),
    ] {
        assert!(!is(name, &format!("<p>{text}</p>")), "{name}: {text}");
    }
}

#[test]
fn the_word_lov_is_not_the_act() {
    assert!(is("own_choice", "<p>Hedlunda har infört LOV, så du kan välja utförare.</p>"));
    assert!(!is("own_choice", "<p>Skolan har lov den veckan. Hemtjänsten kommer ändå.</p>"));
    assert!(!is("lov_for_companies", "<p>Du är ledig på lov och kan besöka din mormor.</p>"));
}

#[test]
fn the_time_for_appeal_is_no_time_to_a_decision() {
    let appeal = "<p>Du ansöker hos biståndshandläggaren. Är du inte nöjd med beslutet kan du överklaga inom tre veckor \
                  från det att du fick beslutet.</p>";
    assert_eq!(answer("ansokan-tid", PageType::Hemtjanst, appeal), Outcome::Failed);
    let time = "<p>Du får ett beslut inom tre veckor från din ansökan.</p>";
    assert_eq!(answer("ansokan-tid", PageType::Hemtjanst, time), Outcome::Passed);
    assert_eq!(answer("ansokan-overklaga", PageType::Hemtjanst, time), Outcome::Failed);
}

#[test]
fn an_everyday_is_no_phone_hour() {
    let body = "<p>Vi hjälper dig att klara din vardag. Ring oss på vardagar, 031-390 06 10.</p>";
    assert!(!is("phone_hours", body));
    let found = found("kontakt-telefontid", PageType::Hemtjanst, body);
    assert_eq!(found.outcome, Outcome::Failed);
    assert!(found.note.contains("klockslag"), "{}", found.note);
}

#[test]
fn help_without_assessment_is_no_assessment() {
    for text in [
        "Du som har fyllt 75 år kan få trygghetslarm utan behovsprövning.",
        "Du kan få städning med förenklad handläggning.",
        "Vi hjälper dig utan att vi utreder ditt behov.",
    ] {
        assert!(!is("needs_assessment", &format!("<p>{text}</p>")), "{text}");
    }
    assert!(is("needs_assessment", "<p>En handläggare utreder ditt behov och fattar ett beslut.</p>"));
}

#[test]
fn a_kontaktman_is_no_fast_omsorgskontakt() {
    for text in
        ["Du får en kontaktman.", "En kontaktperson i personalgruppen håller kontakt med dig.", "Ditt kontaktombud."]
    {
        assert!(!is("fast_omsorgskontakt", &format!("<p>{text}</p>")), "{text}");
    }
    let body = "<p>När hemtjänsten börjar får du en kontaktman som planerar hjälpen tillsammans med dig.</p>";
    let found = found("insatser-fast-omsorgskontakt", PageType::Hemtjanst, body);
    assert_eq!(found.outcome, Outcome::Failed);
    assert!(found.note.contains("kontaktman"), "{}", found.note);
}

#[test]
fn a_form_for_choosing_paying_or_complaining_is_no_application() {
    for text in [
        "Fyll i blanketten för val av utförare.",
        "I e-tjänsten lämnar du uppgift om din inkomst.",
        "Lämna dina synpunkter i vår e-tjänst.",
        "Blankett för byte av utförare finns i receptionen.",
    ] {
        assert!(!is("e_service", &format!("<p>{text}</p>")), "{text}");
    }
}

#[test]
fn what_companies_are_told_is_not_told_to_seniors() {
    let html = "<html lang=sv><main><h1>Bli utförare av hemtjänst</h1>\
                <p>Företag som vill utföra hemtjänst ansöker om att bli godkända. Den som har hemtjänst kan välja utförare. \
                Läs förfrågningsunderlaget. Utföraren ska ha tillstånd från IVO. Ersättningen räknas per utförd timme. \
                Ring upphandlaren på 031-390 06 22, vardagar 9–11.</p></main></html>";
    let facts = facts(html);
    assert!(facts["lov_for_companies"]);
    let told: Vec<_> = facts.iter().filter(|(name, is)| **is && *name != "lov_for_companies").collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn dates_that_are_no_update_dates() {
    for body in [
        "<p>Avgiften gäller från den 1 januari 2026.</p>",
        "<p>Nya avgifter från och med 2026-02-01.</p>",
        "<div class=alert><p>Stängt den 24 december 2026.</p></div>",
        "<p>Senast uppdaterad:</p>",
        "<p>Larmen uppdateras under våren 2026.</p>",
    ] {
        assert!(!is("updated_date", body), "{body}");
    }
}

#[test]
fn a_label_stands_on_the_line_before_its_date() {
    for body in [
        "<p>Sidan uppdaterades senast:</p><p>12 mars 2026</p>",
        "<dl><dt>Senast granskad</dt><dd>2026-03-12</dd></dl>",
        "<p>Senast ändrad 12 mars 2026 av Webbredaktionen</p>",
    ] {
        assert!(is("updated_date", body), "{body}");
    }
}

#[test]
fn what_nobody_has_filled_in_tells_nothing() {
    let body = "<h2>Avgift</h2><h2>Överklaga</h2><h2>Trygghetslarm</h2><p>Lorem ipsum dolor sit amet.</p>";
    let told: Vec<_> = facts(&format!("<html lang=sv><main><h1>Hemtjänst</h1>{body}</main></html>"))
        .into_iter()
        .filter(|(_, is)| *is)
        .collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn news_protocols_vacancies_and_archives_never_count() {
    let html = "<html lang=sv><main><h1>Ny telefontid för hemtjänsten</h1><p>Ring biståndshandläggaren på 031-390 06 10, \
                vardagar 9–11. Du ansöker i vår e-tjänst. Du får beslut inom två veckor.</p></main></html>";
    for (address, kind) in [
        ("nyheter/2026-08-01-telefontid", PageType::Nyhet),
        ("protokoll/socialnamnden-2026-03-01", PageType::Protokoll),
        ("lediga-jobb/underskoterska", PageType::Jobb),
        ("foretag/bli-utforare", PageType::Foretag),
    ] {
        let page = judge(&format!("https://www.hedlunda.example/{address}"), html, Some(kind));
        assert!(page.verdicts.is_empty(), "{address}");
    }
    let guessed = judge("https://www.hedlunda.example/nyhetsarkiv/2019/ny-telefontid", html, None);
    assert!(guessed.page_type.is_never_evidence(), "{:?}", guessed.page_type);
}

#[test]
fn complaints_are_looked_for_on_pages_of_their_own() {
    let home = judge(
        "https://www.hedlunda.example/aldre/hemtjanst",
        "<main><h1>Hemtjänst</h1><p>Du kan få hjälp med dusch och städning.</p></main>",
        Some(PageType::Hemtjanst),
    );
    let own = judge(
        "https://www.hedlunda.example/kommun/synpunkter",
        "<main><h1>Synpunkter och klagomål</h1><p>Du kan lämna synpunkter på hemtjänsten i vår e-tjänst. Du kan också \
         ringa enhetschefen på 031-390 06 30.</p></main>",
        None,
    );
    assert_eq!(own.page_type, PageType::Synpunkter);
    let found = settle(&[home, own]).into_iter().find(|f| f.rule == "kvalitet-synpunkter").unwrap();
    assert_eq!(found.outcome, Outcome::Passed, "{}", found.note);
}

#[test]
fn a_no_under_a_heading_about_choosing_is_a_no() {
    for body in [
        "<h2>Välja utförare</h2><p>I Hedlunda kan du inte välja utförare. Kommunen utför all hemtjänst.</p>",
        "<h2>Kan jag välja hemtjänst?</h2><p>Nej, i Hedlunda utförs all hemtjänst av kommunen.</p>",
        "<h2>Fritt val</h2><p>Det finns inga privata utförare av hemtjänst i kommunen.</p>",
    ] {
        assert!(is("own_choice_not_offered", body) && !is("own_choice", body), "{body}");
    }
}

#[test]
fn without_choice_a_plain_no_is_a_full_answer() {
    let body = "<p>I Hedlunda kan du inte välja utförare. All hemtjänst utförs av kommunen.</p>";
    assert_eq!(answer("valfrihet-kan-jag-valja", PageType::Hemtjanst, body), Outcome::Passed);
}

#[test]
fn an_unsigned_trait_settles_nothing() {
    let html = "<html lang=sv><main><h1>Hemtjänst</h1><p>Du kan få hjälp med dusch och städning.</p></main></html>";
    let page = judge("https://www.hedlunda.example/aldre/hemtjanst", html, Some(PageType::Hemtjanst));
    let kommun = Kommun { name: "Hedlunda".to_owned(), ..Kommun::default() };
    let (unread, link_checks, today, amounts) = (&[], &[], EXAMPLE_DAY, &*AMOUNTS);
    let pages = [page];
    let status = VisitStatus::Complete;
    let findings =
        judge_kommun(&SET, &Site { kommun: &kommun, pages: &pages, status, unread, link_checks, today, amounts });
    let lov = |id: &str| findings.iter().find(|f| f.rule == id).unwrap().outcome;
    for id in ["valfrihet-lista", "valfrihet-icke-val", "valfrihet-jamfora"] {
        assert_eq!(lov(id), Outcome::CantTell, "{id}");
    }
}

#[test]
fn one_provider_in_passing_is_no_list() {
    assert!(!is("provider_list", "<p>På natten utför Omsorg i Norr AB hemtjänsten.</p>"));
    assert!(!is("provider_list", "<p>Alla utförare har tystnadsplikt.</p>"));
}

#[test]
fn an_alarm_round_the_clock_is_neither_hours_nor_help_at_night() {
    let body = "<p>Trygghetslarmet besvaras dygnet runt. Ring larmcentralen på 031-390 06 40.</p>";
    assert!(!is("night_or_evening", body));
    assert!(!is("phone_hours", body));
    assert!(is("trygghetslarm", body));
}

#[test]
fn an_appeal_and_a_remark_on_the_page_are_no_complaints() {
    for text in [
        "Är du inte nöjd med beslutet kan du överklaga det till förvaltningsrätten.",
        "Har du synpunkter på webbplatsen? Skriv till webbredaktören.",
        "Hjälpte sidan dig?",
    ] {
        assert!(!is("complaints", &format!("<p>{text}</p>")), "{text}");
    }
}

#[test]
fn what_stands_in_a_file_alone_is_open() {
    let body = "<p>Läs mer om värdighetsgarantier.</p><ul><li><a href=\"/filer/avgifter-2026.pdf\">Avgifter och maxtaxa (pdf)</a></li></ul>";
    let found = found("avgifter-maxtaxa", PageType::Avgifter, body);
    assert_ne!(found.outcome, Outcome::Passed);
    assert_ne!(found.outcome, Outcome::Failed, "{}", found.note);
}

#[test]
fn the_old_act_is_stale_and_its_sections_only_beside_it() {
    let rule = "aktualitet-gallande-lag";
    let old = "<p>Du ansöker om bistånd enligt 4 kap. 1 § socialtjänstlagen.</p>";
    assert_eq!(answer(rule, PageType::Hemtjanst, old), Outcome::Failed);
    let number = "<p>Beslut fattas enligt socialtjänstlagen (2001:453).</p>";
    assert_eq!(answer(rule, PageType::Hemtjanst, number), Outcome::Failed);
    let new = "<p>Beslut fattas enligt socialtjänstlagen (2025:400).</p>";
    assert_ne!(answer(rule, PageType::Hemtjanst, new), Outcome::Failed);
    let other = "<p>Förvaltningslagen 4 kap. 1 § gäller inte här.</p>";
    assert_ne!(answer(rule, PageType::Hemtjanst, other), Outcome::Failed);
}

#[test]
fn last_years_amount_is_named_and_is_no_yes() {
    let year = EXAMPLE_DAY.year();
    let (now, before) = (AMOUNTS.in_year("maxtaxa", year).unwrap(), AMOUNTS.in_year("maxtaxa", year - 1).unwrap());
    let body = |kronor| format!("<p>Maxtaxan är {kronor} kronor i månaden för hemtjänst.</p>");
    assert_eq!(answer("avgifter-maxtaxa", PageType::Avgifter, &body(now)), Outcome::Passed);
    let old = found("avgifter-maxtaxa", PageType::Avgifter, &body(before));
    assert_eq!(old.outcome, Outcome::Failed);
    assert!(old.note.contains(&format!("{before} kronor gällde {}", year - 1)), "{}", old.note);
}

#[test]
fn the_disclaimer_is_not_koladas_index() {
    let head = SET.head();
    assert!(!head.official && head.disclaimer.contains("inte Hemtjänstindex"), "{}", head.disclaimer);
    assert!(!SET.rules().iter().any(|rule| rule.head.source.iter().any(|s| s.reference.contains("N25807"))));
}

#[test]
fn a_short_text_is_not_measured() {
    let found = found("sprak-latt-att-lasa", PageType::Hemtjanst, "<p>Du kan få hjälp.</p>");
    assert!(found.outcome.is_open() && found.reason == "for-kort-text", "{found:?}");
}

#[test]
fn a_topic_whose_page_was_not_found_is_one_question() {
    let page = judge(
        "https://www.hedlunda.example/aldre/trygghetslarm",
        "<main><h1>Trygghetslarm</h1><p>Larmet ger dig hjälp i hemmet.</p></main>",
        Some(PageType::Narliggande),
    );
    let findings = settle(&[page]);
    let failed = findings.iter().filter(|f| f.rule.starts_with("avgifter-") && f.outcome == Outcome::Failed);
    // That no way leads to the fees is the one answer; what a page about them would say is open.
    assert_eq!(failed.map(|f| f.rule.as_str()).collect::<Vec<_>>(), ["avgifter-hitta"]);
}

#[test]
fn silence_is_inapplicable_where_nothing_was_asked() {
    let body = "<p>Du kan få hjälp med dusch och städning.</p>";
    for rule in ["hitta-inte-bara-pdf", "aktualitet-gallande-lag", "sprak-fackord", "insatser-kamera-frivilligt"] {
        assert_eq!(answer(rule, PageType::Hemtjanst, body), Outcome::Inapplicable, "{rule}");
    }
}

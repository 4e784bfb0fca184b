//! What is told by how it stands: names in a row, a question with its answer, an exception that holds for its paragraph,
//! so many of a thing, words of an introduction. Each wrong before the shape was known.

use super::*;

fn page(kind: PageType, heading: &str, body: &str) -> PageRecord {
    let html = format!("<html lang=sv><main><h1>{heading}</h1>{body}</main></html>");
    judge("https://www.hedlunda.example/aldre/sida", &html, Some(kind))
}

fn outcome(rule: &str, kind: PageType, heading: &str, body: &str) -> Outcome {
    let page = page(kind, heading, body);
    page.verdicts.iter().find(|verdict| verdict.rule == rule).map_or(Outcome::Untested, |verdict| verdict.outcome)
}

/// Page type, heading, body, whether providers are listed.
const ROWS: [(PageType, &str, &str, bool); 24] = [
    (
        PageType::Utforare,
        "Kundval",
        "<p>Kommunen har avtal med fyra företag. Klicka på namnet för att läsa mer.</p>\
         <ul><li><a href=\"/1\">Solrosen</a></li><li><a href=\"/2\">Lindgården</a></li></ul>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Välj hemtjänst",
        "<p>Utförare:</p><ul><li><a href=\"/a\">Hedlunda hemtjänst (kommunal)</a></li>\
         <li><a href=\"/b\">Solrosens omsorg (privat)</a></li></ul>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Just nu har kommunen två godkända privata utförare: Solrosen och Lindgården.</p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Utförare du kan välja</h2><p>Solrosen – privat utförare. Telefon: 031-390 06 21</p>\
         <p>Lindgården – privat utförare. Telefon: 031-390 06 22</p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Utförare</h2><p><strong>Solrosen</strong></p><p>Telefon: 031-390 06 21</p><p><strong>Lindgården</strong></p>\
         <p>Telefon: 031-390 06 22</p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Vilka kan jag välja mellan?</h2><table><tr><th>Namn</th><th>Område</th></tr>\
         <tr><td>Solrosen</td><td>Hela kommunen</td></tr><tr><td>Lindgården</td><td>Norr</td></tr></table>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Hemtjänstföretag</h2><p><a href=\"/1\">Solrosen</a> <a href=\"/2\">Lindgården</a> <a href=\"/3\">Ett gott hem</a></p>",
        true,
    ),
    (
        PageType::Utforare,
        "Utförare av hemtjänst",
        "<h2>Solrosen</h2><p>Vi hjälper dig i hela kommunen. Telefon 031-390 06 21.</p><h2>Lindgården</h2>\
         <p>Vi utför service. <a href=\"https://lindgarden.example\">Till webbplatsen</a></p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du väljer bland Solrosen, Lindgården och kommunens egen hemtjänst. Utförarna arbetar i hela kommunen.</p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>De leverantörer som är godkända heter Solrosen, Lindgården och Vardagsro.</p>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Dessa anordnare finns i kommunen</p><ol><li>Solrosen, 031-390 06 21</li><li>Lindgården, 031-390 06 22</li></ol>",
        true,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Privata utförare</h2><dl><dt>Solrosen</dt><dd>031-390 06 21</dd><dt>Lindgården</dt><dd>031-390 06 22</dd></dl>",
        true,
    ),
    // Lists of something else beside words of choice.
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du kan välja utförare. Utföraren hjälper dig med:</p><ul><li>Städning</li><li>Tvätt</li><li>Dusch</li></ul>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Välja utförare</h2><p>Du väljer själv.</p><ul><li>Ansök om hemtjänst</li><li>Avgifter</li><li>Byt utförare</li></ul>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Utförare</h2><p>Fråga din handläggare om utförarna.</p><p>Biståndshandläggare 031-390 06 10</p>\
         <p>Kontaktcenter 031-390 06 00</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Utförarens personal arbetar alla dagar: Måndag till fredag, lördag och söndag.</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Kommunen väljer utförare genom upphandling. Just nu finns en utförare: Solrosen.</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du kan inte välja utförare. Hemtjänsten är delad i tre områden: Almkulla, Björnvik och Hedlunda.</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du väljer utförare själv.</p><h2>Handläggare</h2><ul><li>Kim Ek, 031-390 06 10</li><li>Sol Berg, 031-390 06 11</li></ul>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Alla utförare ska ge dig:</p><ul><li>Delaktighet</li><li>Trygghet</li><li>Respekt</li></ul>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du kan välja mellan olika utförare. Hemtjänst ges på dagen, kvällen och natten.</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<h2>Välj utförare</h2><p>Blanketter:</p><ul><li><a href=\"/1.pdf\">Val av utförare (pdf)</a></li>\
         <li><a href=\"/2.pdf\">Byte av utförare (pdf)</a></li></ul>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Du väljer själv utförare. Läs om <a href=\"/a\">Avgifter</a> och <a href=\"/b\">Trygghetslarm</a>.</p>",
        false,
    ),
    (
        PageType::Hemtjanst,
        "Hemtjänst",
        "<p>Kommunen ser till att alla företag följer lagarna: Socialtjänstlagen, Patientlagen och Dataskyddsförordningen.</p>",
        false,
    ),
];

#[test]
fn names_in_a_row_are_a_list_of_providers_however_they_stand() {
    let mut wrong = Vec::new();
    for (kind, heading, body, expected) in ROWS {
        let page = page(kind, heading, body);
        if page.facts["provider_list"] != expected {
            wrong.push(format!("provider_list is not {expected}: {heading}: {body}"));
        }
        let verdict = page.verdicts.iter().find(|verdict| verdict.rule == "valfrihet-lista").unwrap();
        if (verdict.outcome == Outcome::Passed) != expected {
            wrong.push(format!("valfrihet-lista is {:?}: {heading}: {body}", verdict.outcome));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_exception_can_hold_for_the_whole_paragraph() {
    let rule = "avgifter-ingar-inte";
    let other = "<p>På äldreboende betalar du hyra. Mat tillkommer.</p>";
    assert_eq!(outcome(rule, PageType::Avgifter, "Avgifter", other), Outcome::Failed);
    let own = "<p>Avgiften för hemtjänst beror på din inkomst. Mat tillkommer.</p>";
    assert_eq!(outcome(rule, PageType::Avgifter, "Avgifter", own), Outcome::Passed);
}

#[test]
fn a_question_and_its_answer_are_one_sentence() {
    let body = "<p>Vill du ha kommunal eller privat hemtjänst? Du väljer.</p>";
    assert!(page(PageType::Hemtjanst, "Hemtjänst", body).facts["own_choice"]);
    assert_eq!(outcome("valfrihet-kan-jag-valja", PageType::Hemtjanst, "Hemtjänst", body), Outcome::Passed);
    // Three sentences are not: the answer stands right after its question.
    let apart = "<p>Vill du veta mer om privat hemtjänst? Läs mer här. Du väljer själv dina kläder.</p>";
    assert!(!page(PageType::Hemtjanst, "Hemtjänst", apart).facts["own_choice"]);
}

#[test]
fn words_that_any_text_has_tell_of_help_in_their_sentence_or_above_a_list() {
    let is = |body: &str| page(PageType::Hemtjanst, "Hemtjänst", body).facts["insatser_listed"];
    let floor = "<p>Personalen tvättar händerna. Städa undan mattor, det är till exempel lätt att snubbla.</p>";
    let walk = "<p>Träffpunkten ligger nära en promenad vid ån. Du får parkera gratis.</p>";
    assert!(!is(floor) && !is(walk));
    assert_ne!(outcome("insatser-service-och-mat", PageType::Hemtjanst, "Hemtjänst", floor), Outcome::Passed);
    assert_eq!(outcome("insatser-sallskap", PageType::Hemtjanst, "Hemtjänst", walk), Outcome::Failed);
    for help in [
        "<p>Det kan till exempel vara städning och tvätt.</p>",
        "<p>Du får bland annat:</p><ul><li>städning</li><li>tvätt</li><li>promenader</li></ul>",
        "<p>Hemtjänsten hjälper dig att klara dig själv. Vi städar och tvättar.</p>",
    ] {
        assert!(is(help), "{help}");
        let rule = outcome("insatser-service-och-mat", PageType::Hemtjanst, "Hemtjänst", help);
        assert_eq!(rule, Outcome::Passed, "{help}");
    }
}

#[test]
fn next_years_amount_is_open_until_the_table_knows_it() {
    let known = Amounts(AMOUNTS.0.iter().filter(|amount| amount.year <= 2026).cloned().collect());
    let traits = traits();
    let at = |day: &str, body: &str| {
        let html = format!("<html lang=sv><main><h1>Avgifter</h1>{body}</main></html>");
        let mut model =
            page::parse(&html, &Url::parse("https://www.hedlunda.example/avgifter").unwrap(), &TYPES).unwrap();
        model.page_type = PageType::Avgifter;
        let context = Context { today: day.parse().unwrap(), amounts: &known, traits: &traits };
        let page = judge_page(&SET, &model, &a11y::audit(&model), &Origin::default(), &context);
        page.verdicts.into_iter().find(|verdict| verdict.rule == "avgifter-maxtaxa").unwrap()
    };
    let coming = at("2026-12-15", "<p>Från januari 2027 är maxtaxan 2 705 kronor i månaden.</p>");
    assert_eq!((coming.outcome, coming.reason.as_str()), (Outcome::CantTell, "nasta-ars-belopp"));
    let headed = at("2026-12-15", "<h2>Avgifter 2027</h2><p>Maxtaxan är 2 705 kronor i månaden.</p>");
    assert_eq!(headed.outcome, Outcome::CantTell);
    let both = at("2026-12-15", "<p>Maxtaxan är 2 660 kronor. Från januari 2027 är den 2 705 kronor.</p>");
    assert_eq!(both.outcome, Outcome::Passed);
    let old = at("2026-12-15", "<p>Maxtaxan är 2 575 kronor i månaden.</p>");
    assert_eq!(old.outcome, Outcome::Failed);
    let free = at("2026-12-15", "<p>Hemtjänsten är avgiftsfri för alla som bor i kommunen.</p>");
    assert_eq!((free.outcome, free.reason.as_str()), (Outcome::CantTell, "annat-belopp"));
    let alarm = at("2026-12-15", "<p>Larmet är avgiftsfritt. Hemtjänst kostar efter inkomst.</p>");
    assert_eq!(alarm.outcome, Outcome::Failed);
}

#[test]
fn a_label_on_a_line_of_its_own_speaks_for_the_lines_under_it() {
    let rule = "kontakt-telefontid";
    let answer = |body: &str| outcome(rule, PageType::Kontakt, "Kontakt", body);
    let visits = "<p>Biståndsenheten</p><p>031-390 06 10</p><p>Besökstider</p><p>Måndag 8–16</p><p>Tisdag 8–12</p>";
    assert_eq!(answer(visits), Outcome::Failed);
    let calls = "<p>Biståndsenheten</p><p>031-390 06 10</p><p>Telefontid</p><p>Måndag 8–16</p><p>Besökstider</p><p>Tisdag 8–12</p>";
    assert_eq!(answer(calls), Outcome::Passed);
    let headed = "<h2>Biståndsenheten</h2><p>031-390 06 10</p><h3>Besökstider</h3><p>Måndag 8–16</p>";
    assert_eq!(answer(headed), Outcome::Failed);
    assert!(page(PageType::Kontakt, "Kontakt", visits).facts["phone_hours"], "opening hours are hours");
}

//! A no is no yes: every example that passes, with what it says turned into a denial, must not pass on the denial.
//!
//! Two ways to deny, where the text has the words for it: "du kan" → "du kan inte", "vi erbjuder" → "vi erbjuder inte".
//! A rule that then still says yes, and shows words that the example did not have, takes a no for a yes.

use super::*;

/// What follows gets an "inte": what one may or can, and what is given.
const MAY: [&str; 10] =
    ["du kan", "kan du", "man kan", "kan man", "du får", "får du", "man får", "får man", "vi kan", "kan vi"];
const GIVE: [&str; 12] = [
    "vi erbjuder",
    "erbjuder vi",
    "vi hjälper",
    "hjälper vi",
    "hjälper dig",
    "vi ger",
    "ger vi",
    "erbjuds",
    "ges",
    "ingår",
    "finns",
    "utförs",
];

/// Rules where words of a denial still answer, and why that is right.
const EXCEPTIONS: [(&str, &str); 13] = [
    ("ansokan-overklaga", "what cannot be appealed stands beside how to appeal; the rest of the paragraph answers"),
    ("ansokan-steg", "the other steps are told still"),
    ("ansokan-utan-bankid", "asks what one does without: its sentences are full of what one cannot"),
    ("kontakt-utan-internet", "the same"),
    ("kontakt-handlaggarens-uppgift", "what the official decides is told, whether one may or may not"),
    ("valfrihet-icke-val", "what does not come is told too"),
    ("valfrihet-vem-kommer", "who gives the help and who does not is told"),
    ("ansokan-utan-utredning", "that nothing comes without an assessment is an answer"),
    ("trygghet-anhorigstod", "whom to ask stays, whatever one may not have"),
    ("kvalitet-resultat", "what is done when no faults are found is told of what is followed up"),
    ("avgifter-hur-raknas", "a subordinate clause does not turn so: nobody writes it"),
    ("insatser-kamera-frivilligt", "that it is free to choose stands in the sentence before"),
    ("avgifter-avbokat", "that nothing is taken off is an answer"),
];

/// The text with "inte" after each of the phrases.
fn denied(text: &str, phrases: &[&str]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut all = text.split(' ').peekable();
    while let Some(word) = all.next() {
        words.push(word.to_owned());
        let said = words.iter().rev().take(2).rev().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ");
        let ends = |phrase: &&str| said == **phrase || said.ends_with(&format!(" {phrase}"));
        if phrases.iter().any(ends) && all.peek().is_some_and(|next| next.trim_end_matches(['.', ',']) != "inte") {
            words.push("inte".to_owned());
        }
    }
    words.join(" ")
}

/// The page with its text denied; the code stays.
fn denied_page(html: &str, phrases: &[&str]) -> String {
    let mut page = String::new();
    for part in html.split_inclusive('>') {
        let (text, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        page += &denied(text, phrases);
        page += tag;
    }
    page
}

#[test]
fn a_denial_is_built_as_one_would_write_it() {
    let html = "<main class=\"du kan se\"><p>Här kan du ansöka. Du får veta mer, och du kan inte byta.</p></main>";
    let no =
        "<main class=\"du kan se\"><p>Här kan du inte ansöka. Du får inte veta mer, och du kan inte byta.</p></main>";
    assert_eq!(denied_page(html, &MAY), no);
    assert_eq!(denied_page("<li>Vi erbjuder lunch.</li>", &GIVE), "<li>Vi erbjuder inte lunch.</li>");
}

#[test]
fn a_no_is_no_yes() {
    let content = |check: &Check| {
        matches!(check, Check::Statement { .. } | Check::Parts { .. } | Check::Prices { .. } | Check::LinkedFrom { .. })
    };
    let mut taken = Vec::new();
    let mut tried = 0;
    for rule in SET.rules().iter().filter(|rule| content(&rule.head.check)) {
        let passing = rule.body.examples.iter().filter(|e| e.expected == Outcome::Passed && e.pages.len() == 1);
        for page in passing.map(|example| &example.pages[0]) {
            for phrases in [&MAY[..], &GIVE[..]] {
                let no = denied_page(&page.html, phrases);
                if no == page.html {
                    continue;
                }
                tried += 1;
                let record = judge(&page.url, &no, page.page_type);
                let verdict = record.verdicts.iter().find(|verdict| verdict.rule == rule.head.id);
                let Some(verdict) = verdict.filter(|verdict| verdict.outcome == Outcome::Passed) else { continue };
                let plain = |html: &str| {
                    let text: String = scraper::Html::parse_document(html).root_element().text().collect();
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                };
                let before = plain(&page.html);
                // A sentence that decides, and that the example did not have: the denial is in it.
                let new = verdict.evidence.iter().find(|shown| {
                    shown.quote.split(['.', '?', '!', ':', '…']).any(|sentence| {
                        let decides = shown.marked.iter().any(|words| sentence.contains(words.as_str()));
                        decides && sentence.contains(" inte") && !before.contains(sentence.trim())
                    })
                });
                let excepted = EXCEPTIONS.iter().any(|(id, _)| *id == rule.head.id);
                if let Some(shown) = new.filter(|_| !excepted) {
                    taken.push(format!("{}: ”{}” {:?}", rule.head.id, shown.quote, shown.marked));
                }
            }
        }
    }
    assert!(tried > 40, "{tried}");
    assert!(taken.is_empty(), "{} of {tried} denials taken for a yes:\n{}", taken.len(), taken.join("\n"));
}

/// Fact, whether it is told, body: denials in the imperative and in the past beside what they resemble.
const DENIALS: [(&str, bool, &str); 52] = [
    ("own_choice", false, "<p>På den tiden gick det inte att välja utförare.</p>"),
    ("own_choice", false, "<p>Valfrihet i hemtjänsten erbjöds inte då.</p>"),
    ("own_choice", false, "<p>Du kunde välja utförare till och med 2023.</p>"),
    ("own_choice", false, "<p>Från 2024 kan du inte längre välja utförare.</p>"),
    ("own_choice_not_offered", true, "<p>Från 2024 kan du inte längre välja utförare.</p>"),
    ("own_choice", true, "<p>Sedan 2024 går det att välja utförare.</p>"),
    ("own_choice", true, "<p>Förut gick det inte att välja utförare, men sedan 2024 går det att välja.</p>"),
    ("own_choice", true, "<p>Tidigare kunde du inte välja. Sedan 2024 väljer du själv utförare.</p>"),
    ("own_choice_not_offered", false, "<p>Tidigare kunde du inte välja. Sedan 2024 väljer du själv utförare.</p>"),
    (
        "own_choice_not_offered",
        false,
        "<p>Förut gick det inte att välja utförare, men sedan 2024 går det att välja.</p>",
    ),
    ("how_to_apply", false, "<p>Ansök inte om hemtjänst i det här formuläret.</p>"),
    ("how_to_apply", false, "<p>Kontakta inte biståndshandläggaren för att få hjälp i hemmet akut. Ring 112.</p>"),
    ("how_to_apply", false, "<p>Det gick inte att skicka din ansökan om hemtjänst. Försök igen.</p>"),
    ("how_to_apply", true, "<p>Ansök om hemtjänst hos biståndshandläggaren, inte hos hemtjänstgruppen.</p>"),
    ("e_service", false, "<p>Använd inte e-tjänsten för att ansöka.</p>"),
    ("e_service", false, "<p>Vi har ingen e-tjänst för ansökan om hemtjänst.</p>"),
    ("e_service", false, "<p>Det gick inte att ansöka i e-tjänsten förra veckan.</p>"),
    ("e_service", true, "<p>Kan du inte använda e-tjänsten fyller du i en blankett för ansökan.</p>"),
    ("appeal", false, "<p>Beslutet kan inte överklagas.</p>"),
    ("appeal", false, "<p>Ett sådant besked gick inte att överklaga.</p>"),
    ("appeal", false, "<p>Överklaga inte innan du har pratat med oss om fakturan.</p>"),
    ("needs_assessment", false, "<p>Kommunen gör ingen bedömning av dina behov.</p>"),
    ("needs_assessment", false, "<p>Dina behov bedömdes inte.</p>"),
    ("insatser_listed", false, "<p>Hemtjänsten hjälper inte till med städning, tvätt eller inköp.</p>"),
    ("insatser_listed", false, "<p>Hjälp med städning och tvätt erbjöds inte.</p>"),
    ("insatser_listed", false, "<p>Du kunde inte få hjälp med städning och tvätt.</p>"),
    ("insatser_listed", true, "<p>Du får hjälp med städning och tvätt. Fönsterputs ingår inte.</p>"),
    ("change_provider", false, "<p>Det går inte att byta utförare.</p>"),
    ("change_provider", false, "<p>Det gick inte att byta utförare.</p>"),
    ("change_provider", false, "<p>Byt inte utförare innan du har pratat med oss.</p>"),
    ("change_provider", true, "<p>Om det inte gick att byta utförare i somras kan du byta utförare nu.</p>"),
    ("provider_list", false, "<p>Här finns inte någon lista över utförare.</p>"),
    ("provider_list", false, "<p>Någon lista över utförare fanns inte.</p>"),
    ("night_or_evening", false, "<p>Hemtjänsten kommer inte på kvällar och nätter.</p>"),
    ("night_or_evening", false, "<p>Hjälp på natten gavs inte.</p>"),
    ("night_or_evening", false, "<p>Hjälp på kvällen erbjöds inte.</p>"),
    ("night_or_evening", true, "<p>Hjälp på natten gavs inte förr. Nu kommer nattpatrullen.</p>"),
    ("named_role_contact", false, "<p>Kontakta inte biståndshandläggaren om fakturan.</p>"),
    ("named_role_contact", false, "<p>Ring inte enhetschefen.</p>"),
    ("named_role_contact", false, "<p>Vänd dig inte till kontaktcenter.</p>"),
    ("named_role_contact", true, "<p>Ring inte enhetschefen. Kontakta biståndshandläggaren.</p>"),
    ("visiting_address", false, "<p>Besök inte kommunhuset.</p>"),
    ("visiting_address", true, "<p>Besök inte kommunhuset. Vi finns på Storgatan 4.</p>"),
    ("email", false, "<p>Mejla oss inte.</p>"),
    ("email", false, "<p>Skicka inte e-post till oss.</p>"),
    ("phone", false, "<p>Numret 031-390 06 10 är avstängt.</p>"),
    ("phone", false, "<p>Ring inte det gamla numret 031-390 06 10.</p>"),
    ("phone", true, "<p>Ring inte det gamla numret. Vårt nya nummer är 031-390 06 11.</p>"),
    ("other_languages_or_easy_read", false, "<p>Sidan finns inte på lättläst svenska.</p>"),
    ("other_languages_or_easy_read", false, "<p>Vi har ingen lättläst information.</p>"),
    ("other_languages_or_easy_read", false, "<p>Någon tolk erbjöds inte.</p>"),
    ("other_languages_or_easy_read", true, "<p>Förstår du inte svenska kan du få en tolk.</p>"),
];

#[test]
fn a_denial_in_the_imperative_or_the_past_is_no_yes() {
    assert_told(&DENIALS);
}

#[test]
fn a_question_answered_with_nej_is_no_yes() {
    let value = |body: &str| {
        let html =
            format!("<!doctype html><html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1>{body}</main>");
        let page = judge("https://www.hedlunda.example/hemtjanst", &html, None);
        let verdict = page.verdicts.into_iter().find(|said| said.rule == "valfrihet-kan-jag-valja").unwrap();
        verdict.values.get("val").cloned().unwrap_or_default()
    };
    for body in [
        "<p>Kan jag välja vem som utför min hemtjänst? Nej, det är alltid kommunen.</p>",
        "<h2>Kan jag välja vem som utför hemtjänsten?</h2><p>Nej, i Hedlunda är det kommunen.</p>",
        "<p><strong>Kan jag välja utförare av hemtjänst?</strong></p><p>Nej. All hemtjänst utförs av kommunen.</p>",
        "<details><summary>Kan jag välja utförare?</summary><p>Nej, kommunen sköter hemtjänsten.</p></details>",
    ] {
        assert_eq!(value(body), "nej", "{body}");
    }
    for body in [
        "<p>Kan jag välja vem som utför min hemtjänst? Ja, du kan välja mellan tre utförare.</p>",
        "<p>Kostar det något att välja utförare? Nej. Du kan välja mellan tre utförare av hemtjänst.</p>",
    ] {
        assert_eq!(value(body), "ja", "{body}");
    }
}

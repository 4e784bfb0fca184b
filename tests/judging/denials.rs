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
        if phrases.iter().any(ends) && all.peek().is_some_and(|next| *next != "inte") {
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

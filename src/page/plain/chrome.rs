//! What of a text belongs to the whole website: the lines above the page's own title, and the footer.
//!
//! Place in the flow: text → **head, body, foot** → pieces. A text taken out of a page often begins with «Till innehållet»
//! and ends with the kommun's switchboard. What must stay true: only short lines are taken away, the footer only where it
//! says that it is one, and never the line that says who answers or when the page was updated.

use std::ops::Range;

/// Longest line, in characters, that can stand in a footer.
const SHORT: usize = 100;
/// A line of so many characters that ends as a sentence is text.
const SENTENCE: usize = 50;
/// A footer is no longer than this, in lines.
const FOOT: usize = 60;
/// Most lines above the title.
const HEAD: usize = 12;
/// The first digits of every kommun's own organisation number: only the site's footer says it.
const ORGANISATION_NUMBER: &str = "212000-";
/// Footers have two of these, or the organisation number.
const FOOT_MARKS: [&str; 16] = [
    "följ oss",
    "sociala medier",
    "facebook",
    "instagram",
    "linkedin",
    "om webbplatsen",
    "om kakor",
    "kakor (cookies)",
    "cookies",
    "personuppgifter",
    "tillgänglighetsredogörelse",
    "webbplatskarta",
    "till toppen",
    "rss",
    "organisationsnummer",
    "org.nr",
];
/// Lines that are the page's own: who answers about what, and when it was updated.
const OWN: [&str; 16] = [
    "handläggare",
    "bedömare",
    "bistånd",
    "chef",
    "samordnare",
    "konsulent",
    "telefontid",
    "hemtjänst",
    "hemvård",
    "larm",
    "anhörig",
    "utförare",
    "uppdaterad",
    "granskad",
    "publicerad",
    "ansvarig",
];
/// Lines above the title, whole.
const HEAD_LINES: [&str; 24] = [
    "/",
    "|",
    "meny",
    "sök",
    "sök kontakt",
    "stäng",
    "start",
    "startsida",
    "translate",
    "language",
    "languages",
    "in english",
    "other languages",
    "lyssna",
    "skriv ut",
    "dela",
    "jag förstår",
    "vad är cookies?",
    "oinloggad",
    "standardsida",
    "du är här:",
    "självservice",
    "fler webbplatser",
    "logga in",
];
/// How lines above the title begin.
const HEAD_STARTS: [&str; 18] = [
    "till innehåll",
    "till huvudinnehåll",
    "hoppa till",
    "hoppa över",
    "hoppa direkt",
    "gå till innehåll",
    "gå direkt till",
    "skip to",
    "länk till startsidan",
    "till startsidan",
    "startsida ",
    "tillbaka till start",
    "dela sidan",
    "use google",
    "we take no responsibility",
    "foto:",
    "• startsida",
    "visa meny",
];
/// What lines above the title hold.
const HEAD_WORDS: [&str; 9] = [
    "logotyp",
    "logga",
    "kommunvapen",
    "startsidan",
    "använder cookies",
    "använder kakor",
    "gammal webbläsare",
    "din webbläsare",
    "javascript",
];

/// The lines of the page itself.
pub(super) fn body(lines: &[&str]) -> Range<usize> {
    let start = head(lines);
    start..foot(lines, start)
}

/// Where the lines above the title end.
fn head(lines: &[&str]) -> usize {
    let told = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty());
    let last = told.take(HEAD).take_while(|at| is_head(lines[*at])).last();
    // A text that is nothing else is left alone.
    last.map_or(0, |last| last + 1).min(lines.len().saturating_sub(1))
}

fn is_head(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.chars().count() <= 2 * SHORT
        && (HEAD_LINES.contains(&line.as_str())
            || HEAD_STARTS.iter().any(|start| line.starts_with(start))
            || HEAD_WORDS.iter().any(|word| line.contains(word)))
}

/// Where the footer begins: the end where there is none.
fn foot(lines: &[&str], start: usize) -> usize {
    let own = |line: &str| OWN.iter().any(|word| line.contains(word));
    let is_text = |line: &str| {
        let length = line.chars().count();
        length > SHORT || (length > SENTENCE && line.ends_with(['.', '!', '?']))
    };
    let mut first = lines.len();
    let mut marks = [false; FOOT_MARKS.len()];
    let mut numbered = false;
    for at in (start..lines.len()).rev().take(FOOT) {
        let line = lines[at].trim().to_lowercase();
        if own(&line) || is_text(&line) {
            break;
        }
        numbered |= line.contains(ORGANISATION_NUMBER);
        for (mark, found) in FOOT_MARKS.iter().zip(&mut marks) {
            *found |= line.contains(mark);
        }
        if !line.is_empty() {
            first = at;
        }
    }
    let is_footer = numbered || marks.iter().filter(|found| **found).count() >= 2;
    // What is nothing but a footer is a page about the kommun's own address.
    if is_footer && first > start { first } else { lines.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let lines: Vec<&str> = text.lines().collect();
        lines[body(&lines)].join("|").trim_matches('|').to_owned()
    }

    #[test]
    fn lines_above_the_title_are_not_the_page() {
        assert_eq!(
            told("Till innehållet\n\nHedlunda kommuns logotyp\n\nHemtjänst\n\nRing oss."),
            "Hemtjänst||Ring oss."
        );
        assert_eq!(told("Vi på Hedlunda.se använder cookies.\nJag förstår\nAvgifter"), "Avgifter");
        assert_eq!(told("Hemtjänst\nSök hjälp hos oss."), "Hemtjänst|Sök hjälp hos oss.");
        assert_eq!(told("Startsida Hedlunda kommun"), "Startsida Hedlunda kommun");
    }

    #[test]
    fn a_footer_with_the_organisation_number_is_not_the_page() {
        let page = "Hemtjänst\nDu ansöker hos biståndsenheten.\nBiståndshandläggare\n031-390 06 10\nTelefontid: vardagar 9–11\n\n";
        let foot = "Växel\n031-390 06 00\nkommun@hedlunda.example\nStorgatan 1\nOrganisationsnummer\n212000-0000\n";
        assert_eq!(told(&format!("{page}{foot}")), told(page.trim_end()));
    }

    #[test]
    fn a_footer_is_told_by_two_of_its_marks_and_ends_at_running_text() {
        let text = "Hemtjänst\nDu som bor i Hedlunda kan få hjälp hemma. Ring oss gärna på kontaktcenter.\nKontaktcenter\n031-390 06 00\nFölj oss\nOm webbplatsen";
        assert_eq!(told(text), "Hemtjänst|Du som bor i Hedlunda kan få hjälp hemma. Ring oss gärna på kontaktcenter.");
        let once = text.replace("\nOm webbplatsen", "");
        assert_eq!(told(&once).split('|').count(), 5);
    }
}

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
/// Most lines of a footer that stand above what tells that it is one: switchboard, address.
const ABOVE: usize = 6;
/// What footers tell, kind by kind. A footer has two kinds, or the organisation number: one line of shares is none.
const FOOT_KINDS: [&[&str]; 5] = [
    &["följ oss", "sociala medier", "facebook", "instagram", "linkedin"],
    &["om webbplatsen", "webbplatskarta", "till toppen"],
    &["om kakor", "kakor (cookies)", "cookies"],
    &["personuppgifter", "tillgänglighetsredogörelse"],
    &["organisationsnummer", "org.nr"],
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
const HEAD_LINES: [&str; 26] = [
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
    "logga",
    "logotyp",
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
const HEAD_WORDS: [&str; 4] = ["s logotyp", "s logga", "kommunvapen", "till startsidan"];
/// What the notices of a browser hold. They are sentences, and longer.
const NOTICES: [&str; 5] = ["använder cookies", "använder kakor", "gammal webbläsare", "din webbläsare", "javascript"];

/// The lines of the page itself.
pub(super) fn body(lines: &[&str]) -> Range<usize> {
    let start = head(lines);
    start..foot(lines, start)
}

/// Where the lines above the title end.
fn head(lines: &[&str]) -> usize {
    let told = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty());
    let start = told.take(HEAD).take_while(|at| is_head(lines[*at])).last().map_or(0, |last| last + 1);
    // A text that is nothing else is left alone.
    if lines[start..].iter().all(|line| line.trim().is_empty()) { 0 } else { start }
}

fn is_head(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| line.contains(word));
    if is_text(&line) {
        return line.chars().count() <= 2 * SHORT && holds(&NOTICES);
    }
    HEAD_LINES.contains(&line.as_str())
        || HEAD_STARTS.iter().any(|start| line.starts_with(start))
        || holds(&HEAD_WORDS)
        || holds(&NOTICES)
}

/// A long line, or one that ends as a sentence: nothing of a frame around the page.
fn is_text(line: &str) -> bool {
    let length = line.chars().count();
    length > SHORT || (length > SENTENCE && line.ends_with(['.', '!', '?']))
}

/// Where the footer begins: the end where there is none. It begins with a line that tells that it is one, or a few lines
/// above that in the same block.
fn foot(lines: &[&str], start: usize) -> usize {
    let own = |line: &str| OWN.iter().any(|word| line.contains(word));
    let mut first = lines.len();
    let mut kinds = [false; FOOT_KINDS.len()];
    let mut numbered = false;
    let mut above = 0;
    for at in (start..lines.len()).rev().take(FOOT) {
        let line = lines[at].trim().to_lowercase();
        if own(&line) || is_text(&line) {
            break;
        }
        let number = line.contains(ORGANISATION_NUMBER);
        numbered |= number;
        let mut told = number;
        for (kind, found) in FOOT_KINDS.iter().zip(&mut kinds) {
            let tells = kind.iter().any(|word| line.contains(word));
            *found |= tells;
            told |= tells;
        }
        if told {
            (first, above) = (at, ABOVE);
        } else if line.is_empty() {
            // Under the organisation number stand the kommun's own number and address, often line by line.
            above = if numbered { above } else { 0 };
        } else if above > 0 {
            (first, above) = (at, above - 1);
        }
    }
    let is_footer = numbered || kinds.iter().filter(|found| **found).count() >= 2;
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
        assert_eq!(told("Startsida Hedlunda kommun\n\n"), "Startsida Hedlunda kommun");
    }

    #[test]
    fn the_first_sentence_of_a_draft_is_not_a_line_above_its_title() {
        for draft in [
            "Du ansöker genom att logga in med BankID i vår e-tjänst.\nSedan ringer vi dig.",
            "Länken till ansökan finns på startsidan för Mina sidor, när du har loggat in.\nSedan ringer vi dig.",
        ] {
            assert_eq!(told(draft), draft.replace('\n', "|"));
        }
    }

    #[test]
    fn a_line_of_shares_makes_no_footer_of_the_contact_box() {
        let box_and_help = "Hemtjänst\nHär kan du få hjälp med:\nStädning\nTvätt\n\nKontakta oss\nKontaktcenter\n0980-319 200\nÖppet vardagar 8–16\n\n";
        for shares in [
            "Dela sidan\nFacebook\nLinkedIn",
            "Följ oss på Facebook",
            "Om kakor (cookies)",
            "Nya avgifter vid årsskiftet",
        ] {
            let text = format!("{box_and_help}{shares}");
            assert_eq!(told(&text), text.replace('\n', "|"));
        }
        // Where it is one, it begins with its own block.
        let footed = format!("{box_and_help}Växel\n0980-319 201\nFölj oss på Facebook\n\nOm kakor");
        assert_eq!(told(&footed), box_and_help.trim_end().replace('\n', "|"));
    }

    #[test]
    fn a_footer_with_the_organisation_number_is_not_the_page() {
        let page = "Hemtjänst\nDu ansöker hos biståndsenheten.\nBiståndshandläggare\n031-390 06 10\nTelefontid: vardagar 9–11\n\n";
        let foot = "Växel\n031-390 06 00\nkommun@hedlunda.example\nStorgatan 1\nOrganisationsnummer\n212000-0000\n";
        for foot in [foot.to_owned(), foot.replace('\n', "\n\n")] {
            assert_eq!(told(&format!("{page}{foot}")), told(page.trim_end()));
        }
    }

    #[test]
    fn a_footer_is_told_by_two_of_its_marks_and_ends_at_running_text() {
        let text = "Hemtjänst\nDu som bor i Hedlunda kan få hjälp hemma. Ring oss gärna på kontaktcenter.\nKontaktcenter\n031-390 06 00\nFölj oss\nOm webbplatsen";
        assert_eq!(told(text), "Hemtjänst|Du som bor i Hedlunda kan få hjälp hemma. Ring oss gärna på kontaktcenter.");
        let once = text.replace("\nOm webbplatsen", "");
        assert_eq!(told(&once).split('|').count(), 5);
    }
}

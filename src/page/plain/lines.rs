//! Lines of plain text told apart: headings, paragraphs, list items, the line that says when the page was updated.
//!
//! Place in the flow: text → **pieces** → blocks. What must stay true: a paragraph that is broken over several lines is
//! one piece; a heading is one whether or not an empty line follows it.

/// Longest line, in characters, that is taken for a heading.
const HEADING: usize = 70;
/// A line of so many characters or more goes on in the next one, unless it ends a sentence.
const FULL: usize = 60;
/// So many short lines in a row are a list under the first of them.
const ROW: usize = 3;
/// So many lines with a price in a row are a price list.
const PRICES: usize = 3;
/// Headings that short lines follow: the lines are a contact box.
const CONTACT: [&str; 6] =
    ["kontakt", "kontakta oss", "kontaktuppgifter", "kontaktinformation", "kontakt och öppettider", "kontaktperson"];
/// How the line begins that says when the page was updated, and by whom.
const DATE: [&str; 12] = [
    "senast uppdaterad",
    "senast ändrad",
    "senast granskad",
    "sidan uppdaterad",
    "sidan uppdaterades",
    "uppdaterad:",
    "publicerad:",
    "senast publicerad",
    "sidan publicerad",
    "sidansvarig",
    "sidansvar:",
    "innehållsansvarig",
];

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    /// With the level, where `#` says it.
    Heading(Option<u8>),
    /// An item of a list.
    Item,
    /// A paragraph.
    Paragraph,
    /// When the page was updated.
    DateLine,
}

/// The text's pieces: lines of a paragraph joined, items and headings each by itself.
pub(super) fn pieces(lines: &[&str]) -> Vec<(Piece, String)> {
    let mut pieces: Vec<(Piece, String)> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for line in lines.iter().map(|line| line.trim()) {
        let item = ["- ", "* ", "• ", "– ", "·", "•"].iter().find_map(|mark| line.strip_prefix(mark));
        let marks = line.bytes().take_while(|byte| *byte == b'#').count();
        if line.is_empty() || item.is_some() || marks > 0 {
            close(&mut pieces, &mut open);
        }
        if let Some(item) = item {
            pieces.push((Piece::Item, item.to_owned()));
        } else if (1..=6).contains(&marks) {
            pieces.push((Piece::Heading(u8::try_from(marks).ok()), line[marks..].to_owned()));
        } else if !line.is_empty() {
            open.push(line);
        }
    }
    close(&mut pieces, &mut open);
    with_rows_as_lists(pieces)
}

/// Tells the pieces of lines that no empty line parts.
fn close(pieces: &mut Vec<(Piece, String)>, open: &mut Vec<&str>) {
    let lines = std::mem::take(open);
    if let [line] = lines.as_slice() {
        let kind = if looks_like_heading(line) { Piece::Heading(None) } else { Piece::Paragraph };
        push(pieces, kind, line);
        return;
    }
    let mut rest = lines.as_slice();
    while let [line, after @ ..] = rest {
        // Prose that is broken over lines goes on with a small letter.
        let prices = rest.iter().take_while(|line| has_price(line) && !line.starts_with(char::is_lowercase)).count();
        if prices >= PRICES {
            pieces.extend(rest[..prices].iter().map(|line| (Piece::Item, (*line).to_owned())));
            rest = &rest[prices..];
            continue;
        }
        if let Some(next) = after.first().filter(|next| heads(line, next)) {
            let date_below = is_date_line(line) && !next.is_empty();
            if !date_below {
                push(pieces, Piece::Heading(None), line);
                rest = after;
                continue;
            }
        }
        // The line with the update date ends where it has said it: a label takes the date below it.
        let most = if is_date_line(line) { 1 + usize::from(is_label(line)) } else { rest.len() };
        let length = 1 + after.iter().zip(rest).take(most - 1).take_while(|(next, line)| goes_on(line, next)).count();
        push(pieces, Piece::Paragraph, &rest[..length].join(" "));
        rest = &rest[length..];
    }
}

fn push(pieces: &mut Vec<(Piece, String)>, kind: Piece, text: &str) {
    let kind = if kind == Piece::Paragraph && is_date_line(text) { Piece::DateLine } else { kind };
    pieces.push((kind, text.to_owned()));
}

/// Whether a line is the heading of the line right below it.
fn heads(line: &str, next: &str) -> bool {
    let contact = CONTACT.contains(&line.to_lowercase().as_str());
    let below_is_text = !looks_like_heading(next) && next.starts_with(char::is_uppercase);
    looks_like_heading(line) && (contact || (below_is_text && next.chars().count() > line.chars().count()))
}

/// Whether the next line belongs to the same paragraph: a sentence goes on, or both are short lines of a box.
fn goes_on(line: &str, next: &str) -> bool {
    let ended = line.ends_with(['.', '!', '?']);
    let begins = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if next.starts_with(char::is_lowercase) {
        return true;
    }
    if is_date_line(next) {
        return false;
    }
    if ended && begins {
        return false;
    }
    line.chars().count() >= FULL || next.chars().count() < FULL
}

/// Short lines in a row, each alone between empty lines, are a list: providers, kinds of help, cells of a table. The first
/// may be their heading, the last the heading of what follows.
fn with_rows_as_lists(mut pieces: Vec<(Piece, String)>) -> Vec<(Piece, String)> {
    let is_heading = |piece: &(Piece, String)| piece.0 == Piece::Heading(None);
    let mut at = 0;
    while at < pieces.len() {
        let length = pieces[at..].iter().take_while(|piece| is_heading(piece)).count();
        let followed = at + length < pieces.len();
        // What begins with a small letter is never a heading.
        for piece in &mut pieces[at..at + length] {
            if piece.1.starts_with(char::is_lowercase) {
                piece.0 = Piece::Item;
            }
        }
        if length > ROW || (length == ROW && at > 0) {
            let led_in = at > 0 && pieces[at - 1].1.ends_with([':', '.', '?']);
            let first = at + usize::from(!led_in);
            let last = at + length - usize::from(followed);
            for piece in &mut pieces[first..last] {
                piece.0 = Piece::Item;
            }
        }
        at += length.max(1);
    }
    pieces
}

/// «Trygghetslarm 268 kr per månad», «Matlåda: 72,50 kronor».
fn has_price(line: &str) -> bool {
    let crowns = line.split([' ', '\u{a0}', '/', '.']).any(|word| matches!(word, "kr" | "kronor"));
    crowns && line.chars().count() <= 2 * HEADING && line.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_date_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.chars().count() <= 2 * HEADING && DATE.iter().any(|start| lower.starts_with(start))
}

/// Whether a date line says what comes, and not yet the date or name.
fn is_label(line: &str) -> bool {
    line.ends_with(':') || DATE.contains(&line.to_lowercase().as_str())
}

fn looks_like_heading(line: &str) -> bool {
    !line.is_empty()
        && line.chars().count() <= HEADING
        && !line.ends_with(['.', ':', ',', ';'])
        && !line.contains('@')
        && !line.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(char, String)> {
        let letter = |piece| match piece {
            Piece::Heading(_) => 'h',
            Piece::Item => 'i',
            Piece::Paragraph => 'p',
            Piece::DateLine => 'd',
        };
        let lines: Vec<&str> = text.lines().collect();
        pieces(&lines).into_iter().map(|(piece, text)| (letter(piece), text)).collect()
    }

    fn kinds(text: &str) -> String {
        told(text).into_iter().map(|(letter, _)| letter).collect()
    }

    #[test]
    fn a_heading_needs_no_empty_line_below_it() {
        assert_eq!(
            kinds(
                "Trygghetslarm\nEtt trygghetslarm ger dig hjälp när du trycker på knappen.\nSå gör du\nTryck på knappen, så svarar någon inom en minut."
            ),
            "hphp"
        );
        assert_eq!(kinds("Kontakt\nOmsorgskontoret\nBiståndshandläggare"), "hp");
        assert_eq!(kinds("Hemtjänst\n\nSå ansöker du\n\nRing oss."), "hhp");
    }

    #[test]
    fn a_paragraph_broken_over_lines_is_one() {
        let text = "Du som på grund av ålder, sjukdom eller funktionsnedsättning\nbehöver stöd kan ansöka om hemtjänst hos kommunen, till exempel\nHedlunda.";
        assert_eq!(kinds(text), "p");
        assert_eq!(kinds("Telefon: 031-390 06 10\nTelefontid: vardagar 9–11"), "p");
        assert_eq!(kinds("Synpunkter lämnar du till oss.\nVi svarar på frågor om hemtjänsten."), "pp");
    }

    #[test]
    fn short_lines_in_a_row_are_a_list() {
        assert_eq!(kinds("Serviceinsatser\n\nstädning\n\ntvätt\n\nAnsök\n\nRing oss."), "hiihp");
        assert_eq!(
            kinds(
                "Här är utförarna:\n\nHedlunda hemtjänst\n\nEtt Gott Hem\n\nVardagsro\n\nOm du inte väljer\n\nDå hjälper kommunen dig."
            ),
            "piiihp"
        );
        assert_eq!(kinds("Hemtjänst\n\nSå söker du\n\nAvgifter"), "hhh");
    }

    #[test]
    fn prices_line_by_line_are_a_list() {
        let prices = "Larm 268 kr per månad\nMatlåda: 72,50 kronor\nTvätt 120 kr/gång";
        assert_eq!(kinds(&format!("Avgifter\n\n{prices}\nDu får en faktura varje månad.")), "hiiip");
        assert_eq!(kinds("Larmet kostar 268 kr per månad och räknas in\ni maxtaxan på 2 660 kr."), "p");
    }

    #[test]
    fn the_line_with_the_update_date_stands_for_itself() {
        assert_eq!(kinds("Ring oss gärna.\n\nSenast uppdaterad:\n2026-03-17"), "pd");
        assert_eq!(kinds("Senast granskad 2026-03-17 av webb@hedlunda.example"), "d");
        assert_eq!(kinds("Sidansvarig: Kim Ek\nTelefontid: vardagar 9–10\n031-390 06 10"), "dp");
        assert_eq!(kinds("Vi svarar vardagar 9–10\nSenast ändrad: 2026-03-17\nTelefon: 031-390 06 10"), "pdp");
    }
}

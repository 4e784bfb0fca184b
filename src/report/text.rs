//! The same results as text for a terminal.
//!
//! What must stay true: control characters and marks that turn the direction of writing are spelt out, so that no page
//! can move the cursor, colour the screen or hide a word.

use std::fmt::Write as _;

use crate::score::RoundResult;

use super::checklist;
use super::overview::Overview;
use super::quote::is_hidden;
use super::ranking;
use super::texts::SetTexts;

/// The ranking as a table: place, kommun, points, lowest–highest, status. Then those without a place and why.
pub fn ranking(result: &RoundResult, set: &SetTexts) -> String {
    let overview = Overview::new(result, set);
    let mut lines = vec![["Plats", "Kommun", "Poäng", "Lägst–högst", "Status"].map(str::to_owned)];
    for row in overview.ranking.iter().filter_map(|&i| ranking::row(&overview, i)) {
        lines.push([row.place, safe(&row.name), row.value, row.low_high, row.status.to_owned()]);
    }
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut out = String::new();
    for [place, name, value, range, status] in &lines {
        let line = format!(
            "{place:>0$}  {name:<1$}  {value:>2$}  {range:>3$}  {status}",
            widths[0], widths[1], widths[2], widths[3]
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    for (heading, those) in [("Ingen poäng än", &overview.undecided), ("Inte bedömda", &overview.not_assessed)] {
        if !those.is_empty() {
            write!(out, "\n{heading}\n").expect("writing to a string cannot fail");
        }
        for &index in those {
            let apart = ranking::apart(&overview, index);
            writeln!(out, "  {}: {}", safe(&apart.name), safe(&apart.why)).expect("writing to a string cannot fail");
        }
    }
    write!(out, "\n{}\n{}\n", safe(&set.disclaimer), safe(&set.signature())).expect("writing to a string cannot fail");
    out
}

/// «Vad som granskas» as text.
pub fn checklist(set: &SetTexts) -> String {
    let mut out = format!("Vad som granskas\n{}\n", checklist::lead(set));
    for group in checklist::groups(set) {
        write!(out, "\n{} ({})\n", safe(&group.name), group.points).expect("writing to a string cannot fail");
        for line in group.questions {
            let points = if line.points.is_empty() { "upplysning".to_owned() } else { line.points };
            writeln!(out, "  [ ] {}  ({points})", safe(&line.title)).expect("writing to a string cannot fail");
        }
    }
    write!(out, "\n{}\n{}\n", safe(&set.disclaimer), safe(&set.signature())).expect("writing to a string cannot fail");
    out
}

/// Text that a terminal may show: line breaks and tabs become spaces, what is hidden is spelt out as `\u{…}`.
pub fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\n' | '\t') {
            out.push(' ');
        } else if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn nothing_reaches_the_terminal_as_a_command() {
        assert_eq!(safe("a\u{1b}[31mb\r\u{202e}c\u{9b}"), "a\\u{1b}[31mb\\u{d}\\u{202e}c\\u{9b}");
        assert_eq!(safe("rad\nny\tflik å"), "rad ny flik å");
    }
}

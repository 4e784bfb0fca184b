//! The same results as text for a terminal.
//!
//! What must stay true: control characters and marks that turn the direction of writing are spelt out, so that no page
//! can move the cursor, colour the screen or hide a word.

use std::fmt::Write as _;

use crate::domain::{Evidence, Finding, Outcome, PageType, Reason};
use crate::score::RoundResult;

use super::checklist;
use super::overview::Overview;
use super::question::{answer, said};
use super::quote::is_hidden;
use super::ranking;
use super::swedish;
use super::texts::{RuleTexts, SetTexts};
use super::tips;

/// Tips shown for a checked page.
const FIRST_TIPS: usize = 3;
/// Reason code of a question that another page may answer, as `audit::check` sets it.
const ELSEWHERE: [&str; 2] = ["annan-sida", "hela-webbplatsen"];

/// One page or file that was checked by itself.
#[derive(Clone, Copy, Debug)]
pub struct CheckedPage<'a> {
    /// Address or file as it was given.
    pub target: &'a str,
    /// What the page was taken for.
    pub page_type: PageType,
    /// Words in its main content.
    pub words: u32,
    /// Answers; those that another page may give are untested with the reason `annan-sida`.
    pub findings: &'a [Finding],
    /// What its code says, as lines of [`super::access::lines`].
    pub code: &'a [String],
    /// Why it could not be read.
    pub unreadable: Option<Reason>,
}

/// The ranking as a table: place, kommun, points, lowest–highest, status. Then those without a place and why.
pub fn ranking(result: &RoundResult, set: &SetTexts) -> String {
    let overview = Overview::new(result, set);
    let mut lines = vec![["Plats", "Kommun", "Poäng", "Lägst–högst", "Status"].map(str::to_owned)];
    let name = |index: usize| safe(&overview.kommun(index).kommun.name);
    for &index in &overview.ranking {
        if let Some(row) = ranking::row(&overview, index) {
            lines.push([row.place, name(index), row.value, row.low_high, row.status.to_owned()]);
        }
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
            writeln!(out, "  {}: {}", name(index), safe(&apart.why)).expect("writing to a string cannot fail");
        }
    }
    write!(out, "\n{}\n{}\n", safe(&set.disclaimer), safe(&set.signature())).expect("writing to a string cannot fail");
    out
}

/// A page by itself: what it was taken for, what to do first, and the answers: what gives most to mend first.
pub fn check(page: &CheckedPage<'_>, set: &SetTexts) -> String {
    if let Some(reason) = page.unreadable {
        return format!("{}\nSidan gick inte att läsa. {}\n", safe(page.target), reason.sentence_sv());
    }
    let mut asked: Vec<(&RuleTexts, &Finding)> =
        set.rules.iter().filter_map(|r| Some((r, page.findings.iter().find(|f| f.rule == r.id)?))).collect();
    asked.retain(|(rule, f)| rule.weight > 0.0 && f.outcome != Outcome::Inapplicable);
    let elsewhere: Vec<&str> =
        asked.iter().filter(|(_, f)| is_elsewhere(f)).map(|(rule, _)| rule.title.as_str()).collect();
    asked.retain(|(_, f)| !is_elsewhere(f));
    let yes = asked.iter().filter(|(_, f)| f.outcome == Outcome::Passed).count();
    let words = swedish::counted(usize::try_from(page.words).unwrap_or_default(), "ord", "ord");
    let mut lines = vec![
        safe(page.target),
        format!("Vi läste den som {}, {words}.", page.page_type.name_sv()),
        match asked.len() {
            0 => "Ingen fråga hör till en sådan sida.".to_owned(),
            n => format!(
                "Sidan svarar på {yes} av {} som en senior ställer här.",
                swedish::counted(n, "fråga", "frågor")
            ),
        },
    ];
    lines.extend(first_tips(page, set));
    for word in [Outcome::Failed, Outcome::Partial, Outcome::CantTell, Outcome::Passed].map(|o| answer(o).word) {
        let mut same: Vec<_> = asked.iter().filter(|(_, f)| answer(f.outcome).word == word).collect();
        same.sort_by(|(a, _), (b, _)| b.weight.total_cmp(&a.weight));
        if !same.is_empty() {
            lines.extend([String::new(), format!("{word}, {}", same.len())]);
        }
        lines.extend(same.into_iter().flat_map(|(rule, found)| answer_lines(rule, found)));
    }
    if !elsewhere.is_empty() {
        lines.extend([String::new(), format!("Kan stå på en annan sida, {}", elsewhere.len())]);
        lines.extend(elsewhere.iter().map(|title| format!("  {}", safe(title))));
    }
    if !page.code.is_empty() {
        lines.push(String::new());
        lines.extend_from_slice(page.code);
    }
    lines.extend([String::new(), safe(&set.disclaimer), String::new()]);
    lines.join("\n")
}

fn is_elsewhere(found: &Finding) -> bool {
    found.outcome == Outcome::Untested && ELSEWHERE.contains(&found.reason.as_str())
}

fn first_tips(page: &CheckedPage<'_>, set: &SetTexts) -> Vec<String> {
    let mut first = tips::ordered(set, page.findings, |rule| rule.weight);
    first.truncate(FIRST_TIPS);
    let mut lines = Vec::new();
    if !first.is_empty() {
        lines.extend([String::new(), tips::heading(first.len())]);
    }
    for (n, (rule, gain)) in first.into_iter().enumerate() {
        let tip = tips::tip(rule);
        lines.push(format!("{}. {} ({})", n + 1, safe(&tip.heading), safe(&tip.meta)));
        if !tip.more.is_empty() {
            lines.push(format!("   {}", safe(&tip.more)));
        }
        lines.extend(rule.paste.trim().lines().map(|line| format!("     {}", safe(line)).trim_end().to_owned()));
        if !tip.paste.is_empty() {
            lines.push("   Skriv bara det som stämmer.".to_owned());
        }
        lines.push(format!("   {}", tips::gain_sentence(gain, 0)));
    }
    lines
}

fn answer_lines(rule: &RuleTexts, found: &Finding) -> Vec<String> {
    let mut lines = vec![format!("  {}", safe(&rule.title))];
    let said = said(&found.note);
    let said = if said.is_empty() && found.outcome == Outcome::Failed { &rule.absent } else { said };
    if !said.is_empty() {
        lines.push(format!("    {}", safe(said)));
    }
    let nearest = found.searched.as_ref().and_then(|s| s.nearest.as_ref());
    let quotes: Vec<String> = proof(found).map(|words| format!("”{}”", safe(&words.quote))).collect();
    match nearest {
        _ if !quotes.is_empty() => lines.push(format!("    {}", quotes.join(" … "))),
        Some(near) => lines.push(format!("    Närmast kom ”{}”", safe(&near.quote))),
        None => {}
    }
    lines
}

/// The words that prove the answer: the first quote, and the next where the first is a label or a number alone.
fn proof(found: &Finding) -> impl Iterator<Item = &Evidence> {
    const SHORT: usize = 40;
    let quotes = || found.evidence.iter().filter(|words| !words.quote.is_empty());
    let alone = quotes().next().is_some_and(|words| words.quote.chars().count() > SHORT);
    quotes().take(if alone { 1 } else { 2 })
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

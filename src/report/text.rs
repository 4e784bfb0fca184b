//! The same results as text for a terminal.
//!
//! What must stay true: control characters and marks that turn the direction of writing are spelt out, so that no page
//! can move the cursor, colour the screen or hide a word.

use std::fmt::Write as _;

use crate::domain::{Evidence, Finding, Outcome, PageType};
use crate::score::RoundResult;

use super::access;
use super::checked::{CheckedPage, Questions};
use super::checklist;
use super::lang::{Lang, noun, say};
use super::overview::Overview;
use super::question::{answer_in, told};
use super::quote::is_hidden;
use super::ranking;
use super::texts::{RuleTexts, SetTexts};
use super::tips;

/// Tips shown for a checked page.
const FIRST_TIPS: usize = 3;
/// The ranking as a table: place, kommun, points, lowest–highest, status. Then those without a place and why.
pub fn ranking(lang: Lang, result: &RoundResult, set: &SetTexts) -> String {
    let overview = Overview::new(result, set).in_language(lang);
    let head = [
        lang.of("Plats", "Place"),
        "Kommun",
        lang.of("Poäng", "Points"),
        lang.of("Lägst–högst", "Lowest–highest"),
        "Status",
    ];
    let mut lines = vec![head.map(str::to_owned)];
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
    let apart = [
        (lang.of("Ingen poäng än", "No score yet"), &overview.undecided),
        (lang.of("Inte bedömda", "Not assessed"), &overview.not_assessed),
    ];
    for (heading, those) in apart {
        if !those.is_empty() {
            write!(out, "\n{heading}\n").expect("writing to a string cannot fail");
        }
        for &index in those {
            let apart = ranking::apart(&overview, index);
            writeln!(out, "  {}: {}", name(index), safe(&apart.why)).expect("writing to a string cannot fail");
        }
    }
    write!(out, "\n{}\n{}\n", safe(set.disclaimer_in(lang)), safe(&set.signature(lang).to_string()))
        .expect("writing to a string cannot fail");
    out
}

/// A page by itself: what it was taken for, what to do first, and the answers: what gives most to mend first.
pub fn check(lang: Lang, page: &CheckedPage<'_>, set: &SetTexts) -> String {
    if let Some(reason) = page.unreadable {
        let unread = lang.of("Sidan gick inte att läsa.", "The page could not be read.");
        return format!("{}\n{unread} {}\n", safe(page.target), reason.sentence(lang));
    }
    let questions = Questions::of(page, set);
    let asked = &questions.asked;
    let words = lang.plural(usize::try_from(page.words).unwrap_or_default(), ["ord", "ord"], ["word", "words"]);
    let kind = lang.of(page.page_type.name_sv(), page.page_type.name_en());
    let mut lines = vec![safe(page.target)];
    lines.extend(page.misfit.map(|misfit| misfit.sentence(lang)));
    lines.extend([
        say!(lang, "Vi läste den som {kind}, {words}.", "We read it as {kind}, {words}."),
        match asked.len() {
            // What the page is about is told by its title and its place on the site.
            0 if page.page_type == PageType::Ovrigt => lang
                .of(
                    "Rubriken och brödsmulorna säger inte att sidan handlar om hjälp hemma. Därför ställs inga frågor här. Skriv \
                     i rubriken vad sidan handlar om.",
                    "Neither the title nor the breadcrumbs say that the page is about help at home. So no questions are asked \
                     here. Say in the title what the page is about.",
                )
                .to_owned(),
            0 => lang.of("Ingen fråga hör till en sådan sida.", "No question belongs on such a page.").to_owned(),
            n => {
                let (yes, questions) = (questions.yes(), lang.counted(n, &noun::QUESTION));
                say!(
                    lang,
                    "Sidan svarar på {yes} av {questions} som en senior ställer här.",
                    "The page answers {yes} of {questions} that an older person asks here."
                )
            }
        },
    ]);
    lines.extend(first_tips(lang, page, set));
    let word_of = |outcome| answer_in(lang, outcome).word;
    for word in [Outcome::Failed, Outcome::Partial, Outcome::CantTell, Outcome::Passed].map(word_of) {
        let mut same: Vec<_> = asked.iter().filter(|(_, f)| word_of(f.outcome) == word).collect();
        same.sort_by(|(a, _), (b, _)| b.weight.total_cmp(&a.weight));
        if !same.is_empty() {
            lines.extend([String::new(), format!("{word}, {}", same.len())]);
        }
        lines.extend(same.into_iter().flat_map(|(rule, found)| answer_lines(lang, rule, found)));
    }
    let left = [
        (lang.of("Kan stå på en annan sida", "May stand on another page"), &questions.elsewhere),
        (lang.of("Gäller hela webbplatsen", "Of the whole site"), &questions.beyond),
    ];
    for (heading, those) in left.into_iter().filter(|(_, those)| !those.is_empty()) {
        lines.extend([String::new(), format!("{heading}, {}", those.len())]);
        lines.extend(those.iter().map(|rule| format!("  {}", safe(rule.title_in(lang)))));
    }
    if !page.accessibility.is_empty() {
        lines.push(String::new());
        lines.extend(access::lines(lang, page.accessibility, None));
    }
    lines.extend([String::new(), safe(set.disclaimer_in(lang)), String::new()]);
    lines.join("\n")
}

fn first_tips(lang: Lang, page: &CheckedPage<'_>, set: &SetTexts) -> Vec<String> {
    let mut first = tips::ordered(set, page.findings, |rule| rule.weight);
    first.truncate(FIRST_TIPS);
    let mut lines = Vec::new();
    if !first.is_empty() {
        lines.extend([String::new(), tips::heading(lang, first.len())]);
        if lang == Lang::En {
            lines.push("The advice and the texts to paste are in Swedish, as the page is.".to_owned());
        }
    }
    for (n, (rule, gain)) in first.into_iter().enumerate() {
        let tip = tips::tip(lang, rule);
        lines.push(format!("{}. {} ({})", n + 1, safe(&tip.heading), safe(&tip.meta)));
        if !tip.more.is_empty() {
            lines.push(format!("   {}", safe(&tip.more)));
        }
        lines.extend(rule.paste.trim().lines().map(|line| format!("     {}", safe(line)).trim_end().to_owned()));
        if !tip.paste.is_empty() {
            lines.push(lang.of("   Skriv bara det som stämmer.", "   Write only what is true.").to_owned());
        }
        lines.push(format!("   {}", tips::gain_sentence(lang, gain, 0)));
    }
    lines
}

fn answer_lines(lang: Lang, rule: &RuleTexts, found: &Finding) -> Vec<String> {
    let mut lines = vec![format!("  {}", safe(rule.title_in(lang)))];
    let settled_in_swedish = lang == Lang::En && !found.outcome.is_open();
    let said = safe(told(if settled_in_swedish { Lang::Sv } else { lang }, rule, found));
    if !said.is_empty() {
        // What is there and what is missing of a settled answer is told by the rule file, in Swedish alone.
        lines.push(if settled_in_swedish { format!("    In Swedish: {said}") } else { format!("    {said}") });
    }
    let nearest = found.searched.as_ref().and_then(|s| s.nearest.as_ref());
    let quotes: Vec<String> = proof(found).map(|words| quoted(lang, &words.quote)).collect();
    match nearest {
        _ if !quotes.is_empty() => lines.push(format!("    {}", quotes.join(" … "))),
        Some(near) => {
            let near = quoted(lang, &near.quote);
            lines.push(say!(lang, "    Närmast kom {near}", "    Closest came {near}"));
        }
        None => {}
    }
    lines
}

/// A quote in the quotation marks of a language.
fn quoted(lang: Lang, quote: &str) -> String {
    let quote = safe(quote);
    say!(lang, "”{quote}”", "“{quote}”")
}

/// The words that prove the answer: the first quote, and the next where the first is a label or a number alone.
fn proof(found: &Finding) -> impl Iterator<Item = &Evidence> {
    const SHORT: usize = 40;
    let quotes = || found.evidence.iter().filter(|words| !words.quote.is_empty());
    let alone = quotes().next().is_some_and(|words| words.quote.chars().count() > SHORT);
    quotes().take(if alone { 1 } else { 2 })
}

/// «Vad som granskas» as text.
pub fn checklist(lang: Lang, set: &SetTexts) -> String {
    let heading = lang.of("Vad som granskas", "What is reviewed");
    let mut out = format!("{heading}\n{}\n", checklist::lead(lang, set));
    for group in checklist::groups(lang, set) {
        write!(out, "\n{} ({})\n", safe(&group.name), group.points).expect("writing to a string cannot fail");
        for line in group.questions {
            let told = lang.of("upplysning", "for information").to_owned();
            let points = if line.points.is_empty() { told } else { line.points };
            writeln!(out, "  [ ] {}  ({points})", safe(&line.title)).expect("writing to a string cannot fail");
        }
    }
    write!(out, "\n{}\n{}\n", safe(set.disclaimer_in(lang)), safe(&set.signature(lang).to_string()))
        .expect("writing to a string cannot fail");
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

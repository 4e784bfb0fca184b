//! How a kommun's points come to its score: what is settled, what depends on open questions, what gives no points.
//!
//! What must stay true: the numbers that stand side by side on a page add up, an open question counts neither as yes nor
//! as no, and a share is always of what is settled.

use crate::domain::Outcome;
use crate::score::{DimensionScore, KommunResult};

use super::lang::{Lang, say};
use super::overview::Overview;
use super::swedish;

/// `0,9 inte avgjort`; nothing when all is settled.
pub(super) fn open_points(lang: Lang, own: &DimensionScore) -> String {
    match lang.number(own.applicable - own.decided).as_str() {
        "0" => String::new(),
        open => say!(lang, "{open} inte avgjort", "{open} not settled"),
    }
}

/// `11,4 av 18`: points of those that are settled; nothing when none is.
pub(super) fn settled_points(lang: Lang, own: &DimensionScore) -> String {
    let (points, settled) = (lang.number(own.points), lang.number(own.decided));
    if own.decided > 0.0 { say!(lang, "{points} av {settled}", "{points} of {settled}") } else { String::new() }
}

/// `3,1 av 3,1 poäng, 0,9 inte avgjort`
pub(super) fn points(lang: Lang, own: &DimensionScore) -> String {
    let settled = settled_points(lang, own);
    let settled = if settled.is_empty() { settled } else { say!(lang, "{settled} poäng", "{settled} points") };
    let parts = [settled, open_points(lang, own)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// «Tallåsa får 44,5 av de 86 poäng som är avgjorda. Det blir 51,7 av 100. Ytterligare 8,6 poäng beror på sju frågor …»
pub(super) fn sentence(lang: Lang, name: &str, value: &str, kommun: &KommunResult) -> String {
    let Some(score) = &kommun.score else { return String::new() };
    let sum = |part: fn(&DimensionScore) -> f64| score.dimensions.iter().map(part).sum::<f64>();
    let (points, decided, applicable) = (sum(|d| d.points), sum(|d| d.decided), sum(|d| d.applicable));
    let (points, settled, open) = (lang.number(points), lang.number(decided), lang.number(applicable - decided));
    let word = lang.points(&open);
    let count = score.applicable_rules - score.decided_rules;
    let many = lang.in_words(count);
    let rest = match count {
        0 => String::new(),
        1 => say!(
            lang,
            " Ytterligare {open} poäng beror på den fråga som inte är avgjord.",
            " Another {open} {word} depend on the one question that is not settled."
        ),
        _ => say!(
            lang,
            " Ytterligare {open} poäng beror på de {many} frågor som inte är avgjorda.",
            " Another {open} {word} depend on the {many} questions that are not settled."
        ),
    };
    let of = if count == 0 {
        say!(lang, "som frågorna kan ge", "that the questions can give")
    } else {
        say!(lang, "som är avgjorda", "that are settled")
    };
    if settled == "100" {
        return say!(lang, "{name} får {points} av 100 poäng.", "{name} gets {points} of 100 points.");
    }
    say!(
        lang,
        "{name} får {points} av de {settled} poäng {of}. Det blir {value} av 100.{rest}",
        "{name} gets {points} of the {settled} points {of}. That makes {value} of 100.{rest}"
    )
}

/// «Åtta av frågorna är en upplysning och ger inga poäng.»
pub(super) fn without_points(overview: &Overview<'_>, kommun: &KommunResult) -> String {
    let lang = overview.lang;
    let Some(score) = &kommun.score else { return String::new() };
    let gives = |id: &str| score.rules.iter().any(|points| points.rule == id && points.weight > 0.0);
    let concerned = kommun.findings.iter().filter(|found| found.outcome != Outcome::Inapplicable);
    let shown = concerned.filter(|found| overview.set.rule(&found.rule).is_some());
    let count = shown.filter(|found| !gives(&found.rule)).count();
    let many = swedish::capitalised(&lang.in_words(count));
    match count {
        0 => String::new(),
        1 => lang
            .of(
                "En av frågorna är en upplysning och ger inga poäng.",
                "One of the questions is for information and gives no points.",
            )
            .to_owned(),
        _ => say!(
            lang,
            "{many} av frågorna är en upplysning och ger inga poäng.",
            "{many} of the questions are for information and give no points."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_is_settled_and_what_is_open_are_told_apart_and_add_up() {
        let round = sample::round();
        let told = |at: usize| {
            let kommun = &round.kommuner[at];
            let value = kommun.score.as_ref()?.value?;
            Some(sentence(Lang::Sv, &kommun.kommun.name, &Lang::Sv.number(value), kommun))
        };
        let all: Vec<String> = (0..round.kommuner.len()).filter_map(told).collect();
        insta::assert_snapshot!(all.join("\n"));
        let own = |decided| DimensionScore { points: 3.1, decided, applicable: 4.0, ..dimension() };
        let shown = [4.0, 3.1, 3.96].map(|decided| points(Lang::Sv, &own(decided)));
        assert_eq!(shown, ["3,1 av 4 poäng", "3,1 av 3,1 poäng, 0,9 inte avgjort", "3,1 av 4 poäng"]);
        assert_eq!(points(Lang::En, &DimensionScore { points: 0.0, ..own(0.0) }), "4 not settled");
    }

    fn dimension() -> DimensionScore {
        let score = sample::round().kommuner.into_iter().find_map(|kommun| kommun.score);
        score.unwrap().dimensions.remove(0)
    }
}

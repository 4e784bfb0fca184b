//! What to do first: tips in the order of who can do it now, then what gives most, unless it takes far longer.
//!
//! What must stay true: only settled questions give tips, and a tip never comes before the one it depends on.

use crate::domain::Finding;
use crate::score::KommunResult;

use super::lang::{Lang, noun, say};
use super::markdown;
use super::overview::{Overview, Standing, standing};
use super::swedish;
use super::texts::{RuleTexts, SetTexts};

/// Minutes within which one tip is as quick as another.
const HALF_HOUR: u32 = 30;

/// A tip as shown.
#[derive(Clone, Debug)]
pub(super) struct Tip {
    /// Rule id.
    pub(super) rule: String,
    /// What to do, as a heading.
    pub(super) heading: String,
    /// The rest of it.
    pub(super) more: String,
    /// Text ready to paste, line by line.
    pub(super) paste: Vec<Vec<PastePiece>>,
    /// Why it matters.
    pub(super) why: String,
    /// `Du kan göra det nu · 5 minuter`
    pub(super) meta: String,
    /// `Ger upp till 3 poäng, ungefär 20 placeringar.`
    pub(super) gain: String,
}

/// A piece of a text to paste: words, or a hole that the writer fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PastePiece {
    /// The words.
    pub(super) text: String,
    /// Whether the writer must fill it in.
    pub(super) hole: bool,
}

/// A kommun's tips in order.
pub(super) fn tips(overview: &Overview<'_>, kommun: &KommunResult) -> Vec<Tip> {
    let Some(score) = &kommun.score else { return Vec::new() };
    let decided: f64 = score.dimensions.iter().map(|d| d.decided).sum();
    let value = match standing(kommun) {
        Standing::Scored(_, value) => Some(value),
        _ => None,
    };
    let weight = |rule: &RuleTexts| score.rules.iter().find(|p| p.rule == rule.id).map_or(0.0, |p| p.weight);
    ordered(overview.set, &kommun.findings, weight)
        .into_iter()
        .map(|(rule, gain)| {
            let gain = if decided > 0.0 { gain / decided * 100.0 } else { gain };
            let places = value.map_or(0, |value| overview.places_gained(value, gain));
            Tip { gain: gain_sentence(overview.lang, gain, places), ..tip(overview.lang, rule) }
        })
        .collect()
}

/// Rules that are answered no or partly and what there is to gain, best first.
pub(super) fn ordered<'a>(
    set: &'a SetTexts,
    findings: &[Finding],
    weight: impl Fn(&RuleTexts) -> f64,
) -> Vec<(&'a RuleTexts, f64)> {
    let gain = |rule: &RuleTexts| {
        let found = findings.iter().find(|f| f.rule == rule.id)?;
        Some((1.0 - found.outcome.share()?) * weight(rule)).filter(|&gain| gain > 0.0)
    };
    let told = set.rules.iter().filter(|rule| !rule.tip.is_empty());
    let mut open: Vec<(&RuleTexts, f64)> = told.filter_map(|rule| Some((rule, gain(rule)?))).collect();
    open.sort_by(|(a, gain_a), (b, gain_b)| {
        let more = rate(b, *gain_b).total_cmp(&rate(a, *gain_a));
        a.owner.cmp(&b.owner).then(more).then(a.minutes.cmp(&b.minutes))
    });
    in_order_of_need(open)
}

/// Gain for each half hour begun: what takes five minutes comes before what takes twenty only when it gives as much.
fn rate(rule: &RuleTexts, gain: f64) -> f64 {
    gain / f64::from(rule.minutes.max(1).div_ceil(HALF_HOUR))
}

/// A rule's tip without a kommun. Its own words are Swedish; who and how long is in the page's language.
pub(super) fn tip(lang: Lang, rule: &RuleTexts) -> Tip {
    let told = markdown::to_text(&rule.tip);
    let (heading, more) = swedish::first_sentence(&told);
    let minutes = usize::try_from(rule.minutes).unwrap_or_default();
    Tip {
        rule: rule.id.clone(),
        heading: heading.to_owned(),
        more: more.to_owned(),
        paste: paste(&rule.paste),
        why: markdown::to_text(&rule.why),
        meta: format!("{} · {}", rule.owner.who(lang), lang.counted(minutes, &noun::MINUTE)),
        gain: String::new(),
    }
}

/// A text to paste, line by line; `[…]` is a hole.
pub(super) fn paste(text: &str) -> Vec<Vec<PastePiece>> {
    let line = |line: &str| {
        let mut pieces = Vec::new();
        let mut rest = line;
        while let Some((start, end)) = rest.find('[').and_then(|s| rest[s..].find(']').map(|e| (s, s + e))) {
            pieces.push(PastePiece { text: rest[..start].to_owned(), hole: false });
            pieces.push(PastePiece { text: rest[start + 1..end].to_owned(), hole: true });
            rest = &rest[end + 1..];
        }
        pieces.push(PastePiece { text: rest.to_owned(), hole: false });
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    };
    text.trim().lines().map(line).filter(|line| !line.is_empty()).collect()
}

/// Heading over so many tips.
pub(super) fn heading(lang: Lang, n: usize) -> String {
    let many = lang.in_words(n);
    match n {
        0 => String::new(),
        1 => lang.of("Börja med det här", "Begin with this").to_owned(),
        _ => say!(lang, "Börja med de här {many}", "Begin with these {many}"),
    }
}

/// Holds a tip back until the one it depends on has come.
fn in_order_of_need<'a>(mut open: Vec<(&'a RuleTexts, f64)>) -> Vec<(&'a RuleTexts, f64)> {
    let mut ordered: Vec<(&'a RuleTexts, f64)> = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let waits =
            |rule: &RuleTexts| rule.requires.as_ref().is_some_and(|need| open.iter().any(|(r, _)| r.id == *need));
        // A circle of needs would wait for ever: then the first goes.
        let next = open.iter().position(|(rule, _)| !waits(rule)).unwrap_or(0);
        ordered.push(open.remove(next));
    }
    ordered
}

pub(super) fn gain_sentence(lang: Lang, gain: f64, places: usize) -> String {
    let (gain, many) = (lang.number(gain), lang.in_words(places));
    let points = lang.points(&gain);
    match places {
        0 => say!(lang, "Ger upp till {gain} poäng.", "Gives up to {gain} {points}."),
        1 => say!(
            lang,
            "Ger upp till {gain} poäng, ungefär en placering.",
            "Gives up to {gain} {points}, about one place."
        ),
        _ => say!(
            lang,
            "Ger upp till {gain} poäng, ungefär {many} placeringar.",
            "Gives up to {gain} {points}, about {many} places."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Outcome;
    use crate::report::texts::Owner;

    #[test]
    fn holes_are_told_from_words() {
        let lines = paste("Ring [nummer], [tid].\n\nVälkommen [hit");
        let shown: Vec<String> = lines
            .iter()
            .map(|l| l.iter().map(|p| if p.hole { format!("<{}>", p.text) } else { p.text.clone() }).collect())
            .collect();
        assert_eq!(shown, ["Ring <nummer>, <tid>.", "Välkommen [hit"]);
    }

    #[test]
    fn what_gives_most_comes_first_unless_it_takes_far_longer() {
        let rule = |id: &str, weight: f64, minutes: u32, owner: Owner| RuleTexts {
            id: id.to_owned(),
            tip: "Skriv det.".to_owned(),
            weight,
            minutes,
            owner,
            ..RuleTexts::default()
        };
        let rules = vec![
            rule("fråga", 5.0, 5, Owner::Verksamhet),
            rule("fem minuter, lite", 1.0, 5, Owner::Redaktor),
            rule("tjugo minuter, mycket", 4.0, 20, Owner::Redaktor),
            rule("tio minuter, mycket", 4.0, 10, Owner::Redaktor),
            rule("två timmar, mest", 6.0, 120, Owner::Redaktor),
        ];
        let no = |rule: &RuleTexts| Finding {
            rule: rule.id.clone(),
            judging_hash: String::new(),
            outcome: Outcome::Failed,
            reason: String::new(),
            note: String::new(),
            evidence: Vec::new(),
            searched: None,
        };
        let findings: Vec<Finding> = rules.iter().map(no).collect();
        let set = SetTexts { rules, ..SetTexts::default() };
        let shown: Vec<&str> =
            ordered(&set, &findings, |rule| rule.weight).iter().map(|(rule, _)| rule.id.as_str()).collect();
        let wanted = ["tio minuter, mycket", "tjugo minuter, mycket", "två timmar, mest", "fem minuter, lite", "fråga"];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn a_tip_waits_for_what_it_depends_on_even_in_a_circle() {
        let rule = |id: &str, requires: Option<&str>| RuleTexts {
            id: id.to_owned(),
            requires: requires.map(str::to_owned),
            ..RuleTexts::default()
        };
        let (a, b, c, d) = (rule("a", Some("b")), rule("b", None), rule("c", Some("d")), rule("d", Some("c")));
        let ids: Vec<&str> =
            in_order_of_need([&a, &b, &c, &d].map(|r| (r, 1.0)).into()).iter().map(|(r, _)| r.id.as_str()).collect();
        assert_eq!(ids, ["b", "a", "c", "d"]);
    }
}

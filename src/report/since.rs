//! «Sedan förra omgången» on a kommun's page: the points then and now, and each answer that changed.
//!
//! What must stay true: no number where there was no score; what is not known of the cause is not said.

use crate::domain::Outcome;
use crate::score::{Cause, KommunResult, KommunSince};

use super::lang::{Lang, say};
use super::link;
use super::overview::{Overview, Standing, standing};
use super::question::answer_in;
use super::quote::visible;
use super::swedish;

/// The section.
#[derive(Clone, Debug)]
pub(super) struct SinceLast {
    /// The points, in a sentence or two.
    pub(super) lead: String,
    /// Where the kommun's page of that round is; empty when it is not at hand.
    pub(super) href: String,
    /// The earlier round's name.
    pub(super) round: String,
    /// The answers that changed.
    pub(super) rows: Vec<Row>,
}

/// An answer that changed.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Rule id.
    pub(super) id: String,
    /// The question.
    pub(super) title: String,
    /// The answer then, in a word.
    pub(super) before: &'static str,
    /// The answer now.
    pub(super) now: &'static str,
    /// Why, as far as it shows.
    pub(super) why: String,
}

/// The section for a kommun; nothing without an earlier round that it was in.
pub(super) fn since_last(overview: &Overview<'_>, index: usize) -> Option<SinceLast> {
    let kommun = overview.kommun(index);
    let since = overview.since?;
    let then = since.kommuner.get(&kommun.kommun.code)?;
    if matches!(standing(kommun), Standing::NotAssessed) {
        return None;
    }
    let lang = overview.lang;
    let outcome = |rule: &str| super::overview::finding(kommun, rule).map(|finding| finding.outcome);
    let rows = then.answers.iter().filter_map(|changed| {
        let texts = overview.set.rule(&changed.rule)?;
        let before = answer_in(lang, changed.before).word;
        let now = answer_in(lang, outcome(&changed.rule).unwrap_or(Outcome::Untested)).word;
        let row = || Row {
            id: changed.rule.clone(),
            title: texts.title_in(lang).to_owned(),
            before,
            now,
            why: why(lang, &changed.causes),
        };
        // Two ways of not being settled are one word.
        (before != now).then(row)
    });
    let rows: Vec<Row> = rows.collect();
    let href = if overview.live && since.same_rules {
        format!("/omgang/{}/{}{}", link::segment(&since.round), lang.folder(), overview.kommun_path(index))
    } else {
        String::new()
    };
    Some(SinceLast {
        lead: lead(lang, kommun, then, &since.round, since.same_rules, rows.len()),
        href,
        round: visible(&since.round),
        rows,
    })
}

fn lead(
    lang: Lang,
    kommun: &KommunResult,
    then: &KommunSince,
    round: &str,
    same_rules: bool,
    changed: usize,
) -> String {
    let (name, round) = (visible(&kommun.kommun.name), visible(round));
    if !then.assessed {
        return say!(
            lang,
            "I omgången {round} var {name} inte bedömd, så det finns inget att jämföra med.",
            "In round {round}, {name} was not assessed, so there is nothing to compare with."
        );
    }
    let points = match (then.value, standing(kommun)) {
        (Some(then), Standing::Scored(_, now)) => {
            let change = crate::score::tenths(now) - crate::score::tenths(then);
            let size = lang.number(f64::from(i32::try_from(change.abs()).unwrap_or_default()) / 10.0);
            let (now, then) = (lang.number(now), lang.number(then));
            let change = match change {
                0 => lang.of("lika många", "the same").to_owned(),
                1.. => say!(lang, "{now}, alltså {size} fler", "{now}, which is {size} more"),
                _ => say!(lang, "{now}, alltså {size} färre", "{now}, which is {size} fewer"),
            };
            say!(
                lang,
                "I omgången {round} fick {name} {then} poäng. Nu är det {change}.",
                "In round {round}, {name} got {then} points. Now it is {change}."
            )
        }
        (None, _) => say!(
            lang,
            "I omgången {round} hade {name} ingen poäng: för få frågor var avgjorda.",
            "In round {round}, {name} had no score: too few questions were settled."
        ),
        (Some(then), _) => {
            let then = lang.number(then);
            say!(lang, "I omgången {round} fick {name} {then} poäng.", "In round {round}, {name} got {then} points.")
        }
    };
    let rules = if same_rules {
        ""
    } else {
        lang.of(
            " Reglerna var andra då, så en del av skillnaden kan komma av dem.",
            " The rules were others then, so part of the difference may come from them.",
        )
    };
    let many = swedish::capitalised(&lang.in_words(changed));
    let answers = match changed {
        0 => lang.of(" Inget svar är ändrat.", " No answer has changed.").to_owned(),
        1 => lang.of(" Ett svar är ändrat.", " One answer has changed.").to_owned(),
        _ => say!(lang, " {many} svar är ändrade.", " {many} answers have changed."),
    };
    format!("{points}{answers}{rules}")
}

fn why(lang: Lang, causes: &[Cause]) -> String {
    let names: Vec<&str> = causes
        .iter()
        .map(|cause| match cause {
            Cause::Page => lang.of("sidorna", "the pages"),
            Cause::Seeds => lang
                .of("uppgifter om kommunen eller årets belopp", "facts about the municipality or the year's amounts"),
            Cause::Rule => lang.of("regeln", "the rule"),
            Cause::Program => lang.of("tiden, eller hur programmet läser", "time, or how the program reads"),
            Cause::Decision => lang.of("vad en granskare har avgjort", "what a reviewer has settled"),
            Cause::Weight => lang.of("vikten", "the weight"),
        })
        .collect();
    swedish::capitalised(&lang.listed(&names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_causes_that_show_are_named() {
        assert_eq!(why(Lang::Sv, &[Cause::Page]), "Sidorna");
        assert_eq!(why(Lang::Sv, &[Cause::Page, Cause::Rule]), "Sidorna och regeln");
        assert_eq!(why(Lang::Sv, &[Cause::Program]), "Tiden, eller hur programmet läser");
    }
}

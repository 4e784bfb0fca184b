//! «Sedan förra omgången» on a kommun's page: the points then and now, and each answer that changed.
//!
//! What must stay true: no number where there was no score; what is not known of the cause is not said.

use crate::domain::Outcome;
use crate::score::{Cause, KommunResult, KommunSince};

use super::link;
use super::overview::{Overview, Standing, standing};
use super::question::answer;
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
    let outcome = |rule: &str| super::overview::finding(kommun, rule).map(|finding| finding.outcome);
    let rows = then.answers.iter().filter_map(|changed| {
        let texts = overview.set.rule(&changed.rule)?;
        let before = answer(changed.before).word;
        let now = answer(outcome(&changed.rule).unwrap_or(Outcome::Untested)).word;
        let row =
            || Row { id: changed.rule.clone(), title: texts.title.clone(), before, now, why: why(&changed.causes) };
        // Two ways of not being settled are one word.
        (before != now).then(row)
    });
    let rows: Vec<Row> = rows.collect();
    let href = if overview.live && since.same_rules {
        format!("/omgang/{}/{}", link::segment(&since.round), overview.kommun_path(index))
    } else {
        String::new()
    };
    Some(SinceLast {
        lead: lead(kommun, then, &since.round, since.same_rules, rows.len()),
        href,
        round: visible(&since.round),
        rows,
    })
}

fn lead(kommun: &KommunResult, then: &KommunSince, round: &str, same_rules: bool, changed: usize) -> String {
    let (name, round) = (visible(&kommun.kommun.name), visible(round));
    if !then.assessed {
        return format!("I omgången {round} var {name} inte bedömd, så det finns inget att jämföra med.");
    }
    let points = match (then.value, standing(kommun)) {
        (Some(then), Standing::Scored(_, now)) => {
            let change = crate::score::tenths(now) - crate::score::tenths(then);
            let size = swedish::number(f64::from(i32::try_from(change.abs()).unwrap_or_default()) / 10.0);
            let change = match change {
                0 => "lika många".to_owned(),
                1.. => format!("{}, alltså {size} fler", swedish::number(now)),
                _ => format!("{}, alltså {size} färre", swedish::number(now)),
            };
            format!("I omgången {round} fick {name} {} poäng. Nu är det {change}.", swedish::number(then))
        }
        (None, _) => format!("I omgången {round} hade {name} ingen poäng: för få frågor var avgjorda."),
        (Some(then), _) => format!("I omgången {round} fick {name} {} poäng.", swedish::number(then)),
    };
    let rules = if same_rules { "" } else { " Reglerna var andra då, så en del av skillnaden kan komma av dem." };
    let answers = match changed {
        0 => " Inget svar är ändrat.".to_owned(),
        1 => " Ett svar är ändrat.".to_owned(),
        n => format!(" {} svar är ändrade.", swedish::capitalised(&swedish::in_words(n))),
    };
    format!("{points}{answers}{rules}")
}

fn why(causes: &[Cause]) -> String {
    let names: Vec<&str> = causes
        .iter()
        .map(|cause| match cause {
            Cause::Page => "sidorna",
            Cause::Seeds => "uppgifter om kommunen eller årets belopp",
            Cause::Rule => "regeln",
            Cause::Program => "tiden, eller hur programmet läser",
            Cause::Weight => "vikten",
        })
        .collect();
    swedish::capitalised(&swedish::listed(&names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_causes_that_show_are_named() {
        assert_eq!(why(&[Cause::Page]), "Sidorna");
        assert_eq!(why(&[Cause::Page, Cause::Rule]), "Sidorna och regeln");
        assert_eq!(why(&[Cause::Program]), "Tiden, eller hur programmet läser");
    }
}

//! What changed for each kommun since the round before, as far as the stored answers tell.
//!
//! Place in the flow: two rounds as stored → **since** → a kommun's page. `hemkoll diff` tells more: it judges again.
//! What must stay true: a cause is named only where what is stored shows it; where it shows several, all are named.

use std::collections::BTreeMap;

use super::{Cause, Decided};
use crate::domain::{Finding, Outcome};

/// Reasons of answers that a trait decided.
const BY_TRAIT: [&str; 2] = ["egenskap-okand", "galler-inte"];

/// The round before, for every kommun that was in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// Its name.
    pub round: String,
    /// Whether it was judged by the same rules.
    pub same_rules: bool,
    /// By kommun code.
    pub kommuner: BTreeMap<String, KommunSince>,
}

/// A kommun then, and what has changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KommunSince {
    /// Whether it was assessed.
    pub assessed: bool,
    /// Its score; `None` where too little was decided.
    pub value: Option<f64>,
    /// The answers that changed, in the rule set's order. Empty unless it is assessed in both rounds.
    pub answers: Vec<AnswerSince>,
}

/// An answer that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSince {
    /// Rule id.
    pub rule: String,
    /// The answer then.
    pub before: Outcome,
    /// What has changed that may be why.
    pub causes: Vec<Cause>,
}

/// What a page says, by its address: a hash of its text.
pub type Texts = BTreeMap<String, String>;

/// One side of the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The answers.
    pub findings: &'a [Finding],
    /// What people have decided.
    pub decided: &'a [Decided],
    /// The pages.
    pub texts: &'a Texts,
}

/// The answers that changed. Questions that are new or gone are not among them. `other_seeds`: whether the kommun's traits
/// or the yearly amounts differ.
pub fn answers(before: Told<'_>, after: Told<'_>, other_seeds: bool) -> Vec<AnswerSince> {
    let earlier: BTreeMap<&str, &Finding> =
        before.findings.iter().map(|finding| (finding.rule.as_str(), finding)).collect();
    let changed = after.findings.iter().filter_map(|now| {
        let decided = |side: &[Decided]| side.iter().find(|one| one.decision.rule == now.rule).cloned();
        let then = *earlier.get(now.rule.as_str())?;
        (then.outcome != now.outcome).then(|| {
            let other_pages = pages(then).chain(pages(now)).any(|url| before.texts.get(url) != after.texts.get(url));
            let by_trait = [then, now].iter().any(|finding| BY_TRAIT.contains(&finding.reason.as_str()));
            let told = [
                (Cause::Decision, decided(before.decided) != decided(after.decided)),
                (Cause::Page, other_pages),
                (Cause::Seeds, other_seeds && by_trait),
                (Cause::Rule, then.judging_hash != now.judging_hash),
            ];
            let mut causes: Vec<Cause> = told.iter().filter(|(_, is)| *is).map(|(cause, _)| *cause).collect();
            if causes.is_empty() {
                causes.push(if other_seeds { Cause::Seeds } else { Cause::Program });
            }
            AnswerSince { rule: now.rule.clone(), before: then.outcome, causes }
        })
    });
    changed.collect()
}

/// The addresses that an answer rests on.
fn pages(finding: &Finding) -> impl Iterator<Item = &String> {
    let searched = finding.searched.iter().flat_map(|searched| &searched.pages);
    finding.evidence.iter().map(|evidence| &evidence.url).chain(searched)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Evidence, Searched};

    fn finding(rule: &str, hash: &str, outcome: Outcome, page: &str) -> Finding {
        Finding {
            rule: rule.into(),
            judging_hash: hash.into(),
            outcome,
            reason: String::new(),
            note: String::new(),
            evidence: vec![Evidence { url: page.into(), ..Evidence::default() }],
            searched: Some(Searched { pages: vec![page.into()], ..Searched::default() }),
        }
    }

    fn texts(pages: &[(&str, &str)]) -> Texts {
        pages.iter().map(|(url, hash)| ((*url).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn causes_are_those_that_show() {
        use Outcome::{CantTell, Failed, Passed};
        let before = [
            finding("same", "1", Passed, "a"),
            finding("page", "1", Passed, "a"),
            finding("rule", "1", Passed, "b"),
            finding("both", "1", Passed, "a"),
            finding("neither", "1", Passed, "b"),
            finding("gone", "1", Passed, "a"),
        ];
        let mut trait_decided = finding("trait", "1", CantTell, "b");
        trait_decided.reason = "egenskap-okand".into();
        let before: Vec<Finding> = before.into_iter().chain([trait_decided]).collect();
        let after = [
            finding("same", "2", Passed, "a"),
            finding("page", "1", Failed, "a"),
            finding("rule", "2", Failed, "b"),
            finding("both", "2", Failed, "a"),
            finding("neither", "1", Failed, "b"),
            finding("trait", "1", Failed, "b"),
            finding("new", "1", Failed, "b"),
        ];
        let (then, now) = (texts(&[("a", "x"), ("b", "y")]), texts(&[("a", "z"), ("b", "y"), ("c", "w")]));
        let told = |other_seeds| {
            let before = Told { findings: &before, decided: &[], texts: &then };
            let answers = answers(before, Told { findings: &after, decided: &[], texts: &now }, other_seeds);
            answers.into_iter().map(|answer| (answer.rule, answer.causes)).collect::<Vec<_>>()
        };
        let row = |rule: &str, causes: &[Cause]| (rule.to_owned(), causes.to_vec());
        assert_eq!(
            told(true),
            [
                row("page", &[Cause::Page]),
                row("rule", &[Cause::Rule]),
                row("both", &[Cause::Page, Cause::Rule]),
                row("neither", &[Cause::Seeds]),
                row("trait", &[Cause::Seeds]),
            ]
        );
        assert_eq!(told(false)[3..], [row("neither", &[Cause::Program]), row("trait", &[Cause::Program])]);
    }
}

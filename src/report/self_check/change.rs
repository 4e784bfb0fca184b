//! What has changed since the answer before.
//!
//! Place in the flow: an answer → **snapshot**, sealed by the server and carried by the form → the next answer.
//! What must stay true: only questions that both answers settled are compared; a snapshot holds rule ids and outcomes,
//! nothing of the text.

use std::collections::BTreeMap;

use crate::domain::{Outcome, PageType};

use super::super::checked::CheckedPage;
use super::super::swedish;
use super::super::texts::SetTexts;

/// An answer in brief.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// What the page was taken for, as a code.
    page_type: String,
    /// LIX in tenths.
    lix: Option<u32>,
    /// Settled questions by rule id.
    outcomes: BTreeMap<String, Outcome>,
}

/// The answer before this one.
#[derive(Clone, Debug, PartialEq)]
pub enum Earlier {
    /// There is none.
    None,
    /// There was one, but not of this server: it has been started again since.
    Unknown,
    /// This one.
    Known(Snapshot),
}

/// What is told of it.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeView {
    /// Questions that are answered better now.
    pub(super) better: Vec<String>,
    /// Questions that were answered better before.
    pub(super) worse: Vec<String>,
    /// LIX before and now, or why nothing can be compared.
    pub(super) told: String,
}

impl Snapshot {
    /// The answer in brief.
    pub fn of(page: &CheckedPage<'_>) -> Self {
        let settled = page.findings.iter().filter(|found| found.outcome.is_decided());
        Self {
            page_type: page.page_type.code().to_owned(),
            lix: page.lix().map(tenths),
            outcomes: settled.map(|found| (found.rule.clone(), found.outcome)).collect(),
        }
    }

    /// One line: `hemtjanst;412;kontakt-telefon=passed,…`
    pub fn to_line(&self) -> String {
        let outcomes: Vec<String> =
            self.outcomes.iter().map(|(rule, outcome)| format!("{rule}={}", outcome.code())).collect();
        let lix = self.lix.map(|lix| lix.to_string()).unwrap_or_default();
        format!("{};{lix};{}", self.page_type, outcomes.join(","))
    }

    /// Reads such a line.
    pub fn from_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ';');
        let (page_type, lix, outcomes) = (parts.next()?, parts.next()?, parts.next()?);
        PageType::from_code(page_type)?;
        let lix = if lix.is_empty() { None } else { Some(lix.parse().ok()?) };
        let pairs = outcomes.split(',').filter(|pair| !pair.is_empty()).map(|pair| {
            let (rule, code) = pair.split_once('=')?;
            Some((rule.to_owned(), Outcome::from_code(code)?))
        });
        Some(Self { page_type: page_type.to_owned(), lix, outcomes: pairs.collect::<Option<_>>()? })
    }
}

fn tenths(lix: f64) -> u32 {
    let rounded = (lix * 10.0).round().clamp(0.0, 10_000.0);
    // Whole and within bounds.
    format!("{rounded:.0}").parse().unwrap_or(0)
}

/// Compares an answer with the one before.
pub(super) fn view(earlier: &Earlier, page: &CheckedPage<'_>, set: &SetTexts) -> Option<ChangeView> {
    let before = match earlier {
        Earlier::None => return None,
        Earlier::Unknown => {
            let told = "Det förra svaret gick inte att jämföra med. Nästa gång går det igen.".to_owned();
            return Some(ChangeView { told, ..ChangeView::default() });
        }
        Earlier::Known(before) => before,
    };
    let now = Snapshot::of(page);
    let same_page = before.page_type == now.page_type;
    let mut view = ChangeView::default();
    for rule in set.rules.iter().filter(|rule| rule.weight > 0.0) {
        let share = |of: &Snapshot| of.outcomes.get(&rule.id).and_then(|outcome| outcome.share());
        // A question that only one of them settled is answered now, or no longer asked.
        match (share(before), share(&now)) {
            (Some(before), Some(now)) if now > before => view.better.push(rule.title.clone()),
            (Some(before), Some(now)) if now < before => view.worse.push(rule.title.clone()),
            (None, Some(now)) if same_page && now > 0.0 => view.better.push(rule.title.clone()),
            (Some(before), None) if same_page && before > 0.0 => view.worse.push(rule.title.clone()),
            _ => {}
        }
    }
    let shown = |tenths: u32| swedish::number(f64::from(tenths) / 10.0);
    view.told = match (before.lix, now.lix) {
        (Some(before), Some(now)) if before != now => {
            format!("Läsbarheten (lix) var {} och är {}.", shown(before), shown(now))
        }
        _ if view.better.is_empty() && view.worse.is_empty() => "Svaren är desamma som förra gången.".to_owned(),
        _ => String::new(),
    };
    Some(view)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Finding;
    use crate::report::sample;

    fn finding(rule: &str, outcome: Outcome) -> Finding {
        Finding {
            rule: rule.to_owned(),
            judging_hash: String::new(),
            outcome,
            reason: String::new(),
            note: String::new(),
            evidence: vec![],
            searched: None,
        }
    }

    fn page(findings: &[Finding]) -> CheckedPage<'_> {
        CheckedPage {
            target: "",
            title: "",
            page_type: PageType::Hemtjanst,
            type_confidence: 90,
            words: 0,
            findings,
            accessibility: &[],
            closer: None,
            misfit: None,
            unreadable: None,
        }
    }

    #[test]
    fn better_and_worse_are_told_by_the_question() {
        use Outcome::{Failed, Partial, Passed, Untested};
        let before = [
            finding("kontakt-telefon", Failed),
            finding("kontakt-telefontid", Passed),
            finding("kontakt-jour", Untested),
        ];
        let after = [
            finding("kontakt-telefon", Passed),
            finding("kontakt-telefontid", Partial),
            finding("kontakt-jour", Passed),
        ];
        let earlier = Earlier::Known(Snapshot::from_line(&Snapshot::of(&page(&before)).to_line()).unwrap());
        let view = view(&earlier, &page(&after), &sample::set()).unwrap();
        assert_eq!(view.better, ["Vem ska jag ringa om hemtjänst?", "Vart ringer jag på kvällen?"]);
        assert_eq!(view.worse, ["När kan jag ringa?"]);
        assert!(view.told.is_empty());
    }

    #[test]
    fn the_same_answer_is_said_to_be_the_same() {
        let findings = [finding("kontakt-telefon", Outcome::Passed)];
        let earlier = Earlier::Known(Snapshot::of(&page(&findings)));
        assert_eq!(
            view(&earlier, &page(&findings), &sample::set()).unwrap().told,
            "Svaren är desamma som förra gången."
        );
        assert!(view(&Earlier::None, &page(&findings), &sample::set()).is_none());
    }

    proptest! {
        #[test]
        fn no_line_makes_it_fail(line in "\\PC{0,80}") {
            if let Some(snapshot) = Snapshot::from_line(&line) {
                prop_assert_eq!(Snapshot::from_line(&snapshot.to_line()), Some(snapshot));
            }
        }
    }
}

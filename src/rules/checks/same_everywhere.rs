//! The same value on all pages that state it (information for the reviewer).

use std::collections::BTreeMap;

use crate::domain::{Evidence, Outcome};
use crate::rules::kommun::{Answer, Case};

pub(super) fn on_kommun(case: &Case<'_>, values: &[String]) -> Answer {
    let mut compared = false;
    for name in values {
        let mut by_value: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
        let mut pages = 0;
        for page in case.pages {
            let stated = page
                .verdicts
                .iter()
                .find_map(|v| Some((v.values.get(name)?, v.evidence.first().or(v.nearest.as_ref()))));
            if let Some((value, evidence)) = stated {
                pages += 1;
                by_value.entry(value).or_default().extend(evidence);
            }
        }
        compared |= pages > 1;
        if by_value.len() > 1 {
            let stated: Vec<&str> = by_value.keys().copied().collect();
            let note = format!("Sidorna säger olika om {name}: {}.", stated.join(" och "));
            let evidence: Vec<Evidence> =
                by_value.values().filter_map(|e| e.first().copied().cloned()).take(5).collect();
            return Answer { note, nearest: evidence.first().cloned(), evidence, ..Answer::of(Outcome::Failed) };
        }
    }
    if compared { Answer::of(Outcome::Passed) } else { Answer::inapplicable("inget-att-jamfora") }
}

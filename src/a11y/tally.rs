//! What the checks say of several pages, by rule: the same fault on twenty pages is one fault to mend.
//!
//! Place in the flow: results of many pages → **tally** → a kommun's statement. What must stay true: the order in which
//! pages are added changes nothing but which of them is named first.

use std::collections::BTreeMap;

use super::result::{ActRule, CheckResult, Owner, Place};
use crate::domain::Outcome;

/// The pages of a site, by what was found in their code.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Pages that were judged.
    pub pages: usize,
    by_rule: BTreeMap<&'static str, RuleTally>,
}

/// One rule on a site.
#[derive(Clone, Debug)]
pub struct RuleTally {
    /// The rule.
    pub rule: &'static ActRule,
    /// Pages with the fault, in the order they were added.
    pub failed: Vec<PageFault>,
    /// Pages without the fault where a person must look.
    pub open: Vec<String>,
}

/// One fault on one page.
#[derive(Clone, Debug)]
pub struct PageFault {
    /// Address of the page.
    pub url: String,
    /// Elements with the fault.
    pub elements: usize,
    /// Whether all of them stand in the site's template.
    pub in_template: bool,
    /// The first of them.
    pub first: Option<Place>,
}

impl Tally {
    /// Adds what the checks said of a page.
    pub fn add(&mut self, url: &str, results: &[CheckResult]) {
        self.pages += 1;
        for of_rule in results.chunk_by(|a, b| a.rule.id == b.rule.id) {
            let failed: Vec<&CheckResult> = of_rule.iter().filter(|one| one.outcome == Outcome::Failed).collect();
            let open = of_rule.iter().any(|one| one.outcome == Outcome::CantTell);
            if failed.is_empty() && !open {
                continue;
            }
            let rule = of_rule[0].rule;
            let new = || RuleTally { rule, failed: Vec::new(), open: Vec::new() };
            let tally = self.by_rule.entry(rule.id).or_insert_with(new);
            if failed.is_empty() {
                tally.open.push(url.to_owned());
            } else {
                tally.failed.push(PageFault {
                    url: url.to_owned(),
                    elements: failed.len(),
                    in_template: failed.iter().all(|one| one.owner == Owner::Template),
                    first: failed.iter().find_map(|one| one.place.clone()),
                });
            }
        }
    }

    /// The rules that a page failed, those on most pages first.
    pub fn faults(&self) -> Vec<&RuleTally> {
        let mut faults: Vec<&RuleTally> = self.by_rule.values().filter(|tally| !tally.failed.is_empty()).collect();
        faults.sort_by_key(|tally| std::cmp::Reverse(tally.failed.len()));
        faults
    }

    /// The rules that no page failed, and that a person must look at.
    pub fn open(&self) -> Vec<&RuleTally> {
        self.by_rule.values().filter(|tally| tally.failed.is_empty()).collect()
    }
}

impl RuleTally {
    /// Whether one repair of the site's template mends every fault.
    pub fn in_template(&self) -> bool {
        self.failed.iter().all(|fault| fault.in_template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{self, PageTypes};

    fn add(tally: &mut Tally, url: &str, html: &str) {
        let model = page::parse(html, &url.parse().unwrap(), &PageTypes::embedded()).unwrap();
        tally.add(url, &super::super::audit(&model));
    }

    #[test]
    fn a_fault_of_the_template_is_one_fault_on_many_pages() {
        let mut tally = Tally::default();
        let page = |content: &str| {
            format!(
                "<!doctype html><html lang=sv><title>Hemtjänst</title><header><button></button></header>\
                 <main><h1>Hemtjänst</h1>{content}</main></html>"
            )
        };
        add(&mut tally, "https://h.test/a", &page("<img src=a.jpg>"));
        add(&mut tally, "https://h.test/b", &page("<p>Text</p>"));
        let faults: Vec<_> = tally.faults().into_iter().filter(|fault| fault.rule.is_demanded()).collect();
        let told: Vec<_> = faults.iter().map(|f| (f.rule.id, f.failed.len(), f.in_template())).collect();
        assert_eq!(tally.pages, 2);
        assert_eq!(told, [("97a4e1", 2, true), ("23a2a8", 1, false)]);
        let place = faults[1].failed[0].first.as_ref().unwrap();
        assert_eq!(place.snippet, "<img src=\"a.jpg\">");
        assert!(tally.open().iter().all(|open| open.failed.is_empty() && !open.open.is_empty()));
    }
}

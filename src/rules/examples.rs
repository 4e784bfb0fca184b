//! The examples of rule files, run: a rule file is its own test.
//!
//! Place in the flow: rule set → **examples** → `rules test`, cargo test.
//! What must stay true: an example goes the same way as a page of an audit, through parse, `judge_page`, `judge_kommun`.

use jiff::civil::{Date, date};
use url::Url;

use super::kommun::{LinkCheck, Site, UnreadPage, judge_kommun};
use super::markdown::{EXAMPLE_UNREAD, Example, heading_of};
use super::page::{Context, Origin, judge_page};
use super::set::{Rule, RuleSet};
use super::spec::Status;
use crate::a11y;
use crate::domain::{Amounts, Finding, Kommun, Outcome, PageRecord, Reason, Traits, VisitStatus};
use crate::page::{self, PageTypes};

/// Day on which an example without `today=` is judged: the review of 2026 began on it.
pub const EXAMPLE_DAY: Date = date(2026, 8, 15);

/// How an example came out.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// Rule id.
    pub rule: String,
    /// Path of the rule file in the rule folder.
    pub file: String,
    /// Line of the example's first fence.
    pub line: usize,
    /// The heading that it stands under.
    pub heading: &'static str,
    /// What the heading promises; `CantTell` stands for any open outcome.
    pub expected: Outcome,
    /// What the rule said.
    pub got: Outcome,
    /// The finding's sentence.
    pub note: String,
    /// The first quote, if any.
    pub quote: String,
}

impl ExampleResult {
    /// Whether the rule said what the heading promises.
    pub fn is_right(&self) -> bool {
        self.expected == self.got || (self.expected == Outcome::CantTell && self.got.is_open())
    }
}

/// Runs every example of every rule that is not retired.
pub fn run_examples(set: &RuleSet, amounts: &Amounts) -> Vec<ExampleResult> {
    let types = PageTypes::embedded();
    let all = set.rules().iter().flat_map(|rule| rule.body.examples.iter().map(move |example| (rule, example)));
    all.filter(|(rule, _)| rule.head.status != Status::Retired)
        .map(|(rule, example)| {
            let finding = run(set, rule, example, &types, amounts);
            ExampleResult {
                rule: rule.head.id.clone(),
                file: rule.file.clone(),
                line: example.line,
                heading: heading_of(example.expected),
                expected: example.expected,
                got: finding.outcome,
                quote: finding.evidence.first().map(|e| e.quote.clone()).unwrap_or_default(),
                note: finding.note,
            }
        })
        .collect()
}

fn run(set: &RuleSet, rule: &Rule, example: &Example, types: &PageTypes, amounts: &Amounts) -> Finding {
    let traits =
        example.traits.iter().fold(Traits::default(), |traits, (name, value)| traits.with(name, *value, "exempel"));
    let today = example.today.unwrap_or(EXAMPLE_DAY);
    let context = Context { today, amounts, traits: &traits };
    let mut pages: Vec<PageRecord> = Vec::new();
    for shown in &example.pages {
        let Ok(url) = Url::parse(&shown.url) else { continue };
        let Ok(mut model) = page::parse(&shown.html, &url, types) else { continue };
        if let Some(kind) = shown.page_type {
            model.page_type = kind;
            model.type_confidence = 100;
        }
        let depth = shown.depth.unwrap_or_else(|| u32::from(url.path() != "/"));
        pages.push(judge_page(set, &model, &a11y::audit(&model), &Origin { sha256: String::new(), depth }, &context));
    }
    let kommun = Kommun { name: "Hedlunda".to_owned(), traits: traits.clone(), ..Kommun::default() };
    let unread: Vec<UnreadPage> =
        example.unread.iter().map(|url| UnreadPage { url: url.clone(), kind: None, reason: EXAMPLE_UNREAD }).collect();
    let link_checks = link_checks(example, &pages);
    let site = Site {
        kommun: &kommun,
        pages: &pages,
        status: VisitStatus::Complete,
        unread: &unread,
        link_checks: &link_checks,
        today,
        amounts,
    };
    let findings = judge_kommun(set, &site);
    findings
        .into_iter()
        .find(|finding| finding.rule == rule.head.id)
        .expect("every rule that is not retired has a finding")
}

/// All links of the pages answered, but for those that the example names.
fn link_checks(example: &Example, pages: &[PageRecord]) -> Vec<LinkCheck> {
    let links = pages.iter().flat_map(|page| &page.links);
    links
        .map(|link| LinkCheck {
            url: link.url.clone(),
            broken: example.broken.contains(&link.url).then_some(Reason::NotFound),
        })
        .collect()
}

//! The stages that the benches compare, each from the text of a page.
//!
//! What must stay true: the bare parse is `scraper` as anyone uses it; every other stage begins with a parse of its own,
//! so that a ratio says what the whole costs.

use std::hint::black_box;

use hemkoll::a11y::{self, CheckResult};
use hemkoll::domain::{Amounts, Traits};
use hemkoll::page::{self, PageModel, PageTypes};
use hemkoll::rules::{Context, EXAMPLE_DAY, Origin, RuleSet, judge_page};
use hemkoll::seeds;
use scraper::Html;
use url::Url;

use crate::kommun::Recipe;

/// What the stages need beside the page.
pub(crate) struct Stages {
    rules: RuleSet,
    types: PageTypes,
    url: Url,
    amounts: Amounts,
    traits: Traits,
    origin: Origin,
}

/// A stage of the work on a page.
pub(crate) type Stage = fn(&Stages, &str);

/// The stages by name, from the bare parse to all that hemkoll asks of a page.
pub(crate) const ALL: [(&str, Stage); 5] = [
    ("bare", |_, html| drop(black_box(Html::parse_document(html)))),
    ("model", |stages, html| drop(black_box(stages.model(html)))),
    ("content", |stages, html| stages.content(&stages.model(html), &[])),
    ("a11y", |stages, html| drop(black_box(a11y::audit(&stages.model(html))))),
    ("both", |stages, html| {
        let page = stages.model(html);
        stages.content(&page, &a11y::audit(&page));
    }),
];

/// The pages, by name.
pub(crate) fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("8 kB", page(8_000, true)),
        ("73 kB", page(73_000, true)),
        ("100 kB", page(100_000, true)),
        ("100 kB without main", page(100_000, false)),
        ("numbers 100 kB", numbers(100_000)),
    ]
}

/// A page by its size in bytes, with or without `main`.
fn page(bytes: usize, main: bool) -> String {
    Recipe { seed: 2026, bytes, main, numbers: false, title: "Hemtjänst", links: &[] }.write()
}

/// The page with most numbers: price lists, opening hours, lists of providers.
fn numbers(bytes: usize) -> String {
    Recipe { seed: 1177, bytes, main: true, numbers: true, title: "Utförare av hemtjänst", links: &[] }.write()
}

impl Stages {
    /// The embedded rules, page types and amounts.
    pub(crate) fn new() -> Self {
        Self {
            rules: RuleSet::embedded(),
            types: PageTypes::embedded(),
            url: Url::parse("https://www.tallmo.example/aldre/hemtjanst").expect("a constant address"),
            amounts: seeds::embedded_amounts(),
            traits: Traits::default(),
            origin: Origin::default(),
        }
    }

    fn model(&self, html: &str) -> PageModel {
        page::parse(black_box(html), &self.url, &self.types).expect("the pages are within the bounds")
    }

    /// All rules; `code` is what the accessibility checks said, or nothing to leave them out.
    fn content(&self, page: &PageModel, code: &[CheckResult]) {
        let context = Context { today: EXAMPLE_DAY, amounts: &self.amounts, traits: &self.traits };
        drop(black_box(judge_page(&self.rules, page, code, &self.origin, &context)));
    }
}

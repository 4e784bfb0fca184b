//! Bytes to verdicts: one page parsed and judged in one job, a kommun settled from its pages.
//!
//! Place in the flow: archive → page model → rules → findings. Pure: no storage, no network, no clock.
//! What must stay true: what a round judged once, `score` judges alike from the archive alone.

use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use super::missing::Gist;
use crate::a11y::{self, CheckResult};
use crate::archive::sha256;
use crate::domain::{Amounts, PageRecord, Reason, Traits};
use crate::page::{self, PageModel, PageTypes};
use crate::rules::{self, Context, Origin, RuleSet};

/// All that judgement depends on beside the pages: fixed for a round.
#[derive(Clone, Debug)]
pub struct Judge {
    /// The rule set.
    pub rules: Arc<RuleSet>,
    /// How page types are told apart.
    pub types: Arc<PageTypes>,
    /// Yearly amounts.
    pub amounts: Amounts,
    /// The round's day.
    pub today: Date,
}

/// A page to judge.
#[derive(Clone, Debug)]
pub struct RawPage {
    /// Final address, normalised.
    pub url: Url,
    /// The bytes as they came, inflated.
    pub body: Vec<u8>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// SHA-256 of the body.
    pub sha256: String,
    /// Clicks from the start page.
    pub depth: u32,
}

/// A judged page.
#[derive(Clone, Debug)]
pub struct JudgedPage {
    /// What is kept of it.
    pub record: PageRecord,
    /// What `title` says.
    pub head_title: String,
    /// Where `meta refresh` leads.
    pub refresh: Option<Url>,
    /// Where else it leads beside its links: frames, areas of a picture, the address that it calls its own.
    pub leads: Vec<Url>,
    /// What it says, roughly: to compare with what the site says of addresses that do not exist.
    pub gist: Gist,
    /// LIX of the main text, if it is long enough.
    pub lix: Option<f64>,
}

/// Fewer words than this cannot tell whether two pages say the same.
const TELLING_WORDS: u32 = 8;

impl Judge {
    /// Parses and judges a page.
    pub fn page(&self, raw: &RawPage, traits: &Traits) -> Result<JudgedPage, Reason> {
        let text = page::decode(&raw.body, raw.content_type.as_deref());
        let model = page::parse(&text, &raw.url, &self.types)?;
        // A third of the work on a page, and no rule asks for it on most.
        let code = if self.rules.asks_of_code(model.page_type) { a11y::audit(&model) } else { Vec::new() };
        Ok(self.model(&model, &code, &raw.sha256, raw.depth, traits))
    }

    /// Judges a page that is parsed already; `code` is what the accessibility checks say of it.
    pub fn model(
        &self,
        model: &PageModel,
        code: &[CheckResult],
        sha256: &str,
        depth: u32,
        traits: &Traits,
    ) -> JudgedPage {
        let origin = Origin { sha256: sha256.to_owned(), depth };
        let context = Context { today: self.today, amounts: &self.amounts, traits };
        JudgedPage {
            record: rules::judge_page(&self.rules, model, code, &origin, &context),
            head_title: page::kept_title(&model.meta.title).to_owned(),
            refresh: model.meta.refresh.as_ref().map(|(_, url)| url.clone()),
            leads: leads(model),
            gist: Gist::of(model),
            lix: model.readability.lix,
        }
    }
}

/// Frames, areas and the canonical address of a page, on the web.
fn leads(model: &PageModel) -> Vec<Url> {
    let named = model.html.tree.values().filter_map(|node| {
        let element = node.as_element()?;
        let attribute = match element.name() {
            "iframe" | "frame" => "src",
            "area" => "href",
            _ => return None,
        };
        model.base.join(element.attr(attribute)?.trim()).ok()
    });
    let canonical = model.meta.canonical.iter().cloned();
    named.chain(canonical).filter(|url| matches!(url.scheme(), "http" | "https")).collect()
}

/// What tells that two pages say the same: title and main text; empty when there is too little of it to tell.
pub fn text_identity(record: &PageRecord) -> String {
    if record.words < TELLING_WORDS {
        return String::new();
    }
    sha256(format!("{}\n{}", record.title, record.text_sha256).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PageType;

    fn record(title: &str, words: u32) -> PageRecord {
        PageRecord {
            url: "https://h.test/x".into(),
            title: title.into(),
            sha256: String::new(),
            text_sha256: "t".into(),
            page_type: PageType::Ovrigt,
            type_confidence: 0,
            depth: 1,
            words,
            needs_javascript: false,
            links: vec![],
            verdicts: vec![],
            facts: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn the_code_is_judged_where_a_rule_asks_for_it() {
        let judge = Judge {
            rules: Arc::new(RuleSet::embedded()),
            types: Arc::new(PageTypes::embedded()),
            amounts: Amounts::default(),
            today: crate::rules::EXAMPLE_DAY,
        };
        assert!(judge.rules.asks_of_code(PageType::Hemtjanst) && !judge.rules.asks_of_code(PageType::Avgifter));
        let html = "<!doctype html><html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1>\
                    <p>Du kan få hjälp hemma med det som du inte klarar själv.</p><button></button></main></html>";
        let raw = RawPage {
            url: Url::parse("https://www.hedlunda.test/hemtjanst").unwrap(),
            body: html.into(),
            content_type: None,
            sha256: String::new(),
            depth: 1,
        };
        let page = judge.page(&raw, &Traits::default()).unwrap();
        let code = page.record.verdicts.iter().find(|verdict| verdict.rule == "tillganglighet-sidan").unwrap();
        assert_eq!(code.outcome, crate::domain::Outcome::Failed, "{code:?}");
    }

    #[test]
    fn short_pages_and_pages_of_other_titles_are_never_taken_for_each_other() {
        assert_eq!(text_identity(&record("a", 3)), "");
        assert_eq!(text_identity(&record("a", 300)), text_identity(&record("a", 300)));
        assert_ne!(text_identity(&record("a", 300)), text_identity(&record("b", 300)));
    }
}

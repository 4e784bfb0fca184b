//! Bytes to verdicts: one page parsed and judged in one job, a kommun settled from its pages.
//!
//! Place in the flow: archive → page model → rules → findings. Pure: no storage, no network, no clock.
//! What must stay true: what a round judged once, `score` judges alike from the archive alone.

use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use crate::domain::{Amounts, PageRecord, Reason, Traits};
use crate::page::{self, PageModel, PageTypes};
use crate::rules::{self, Context, Origin, RuleSet};

/// All that judgement depends on beside the pages: fixed for a round.
#[derive(Debug)]
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
    /// Where `meta refresh` leads.
    pub refresh: Option<Url>,
    /// LIX of the main text, if it is long enough.
    pub lix: Option<f64>,
}

/// Fewer words than this cannot tell whether two pages say the same.
const TELLING_WORDS: u32 = 30;

impl Judge {
    /// Parses and judges a page.
    pub fn page(&self, raw: &RawPage, traits: &Traits) -> Result<JudgedPage, Reason> {
        let text = page::decode(&raw.body, raw.content_type.as_deref());
        let model = page::parse(&text, &raw.url, &self.types)?;
        Ok(self.model(&model, &raw.sha256, raw.depth, traits))
    }

    /// Judges a page that is parsed already.
    pub fn model(&self, model: &PageModel, sha256: &str, depth: u32, traits: &Traits) -> JudgedPage {
        let origin = Origin { sha256: sha256.to_owned(), depth };
        let context = Context { today: self.today, amounts: &self.amounts, traits };
        JudgedPage {
            record: rules::judge_page(&self.rules, model, &origin, &context),
            refresh: model.meta.refresh.as_ref().map(|(_, url)| url.clone()),
            lix: model.readability.lix,
        }
    }
}

/// What tells that two pages say the same; empty when there is too little text to tell.
pub fn text_identity(record: &PageRecord) -> String {
    if record.words < TELLING_WORDS { String::new() } else { record.text_sha256.clone() }
}

/// Whether a page with status 200 says that it does not exist (a soft 404): a short page whose title says so.
pub fn says_it_is_missing(record: &PageRecord) -> bool {
    const LONGEST: u32 = 250;
    const SAYS: [&str; 13] = [
        "sidan finns inte",
        "sidan hittades inte",
        "sidan kunde inte hittas",
        "sidan kan inte hittas",
        "sidan saknas",
        "hittar inte sidan",
        "hittade inte sidan",
        "hittar inte den sida",
        "kan inte hitta sidan",
        "kunde inte hitta sidan",
        "inte att hitta sidan",
        "page not found",
        "file not found",
    ];
    if record.words > LONGEST {
        return false;
    }
    let title = record.title.to_lowercase();
    SAYS.iter().any(|words| title.contains(words)) || title.split_whitespace().any(|word| word == "404")
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
    fn a_soft_404_is_short_and_says_so_in_its_title() {
        assert!(says_it_is_missing(&record("Sidan kunde inte hittas - Hedlunda kommun", 40)));
        assert!(says_it_is_missing(&record("404 – Vi hittar inte sidan", 40)));
        assert!(!says_it_is_missing(&record("Boende på Storgatan 404B", 40)));
        assert!(!says_it_is_missing(&record("Sidan finns inte", 900)));
        assert!(!says_it_is_missing(&record("Hemtjänst", 40)));
    }

    #[test]
    fn short_pages_are_never_taken_for_each_other() {
        assert_eq!(text_identity(&record("a", 3)), "");
        assert_eq!(text_identity(&record("a", 300)), "t");
    }
}

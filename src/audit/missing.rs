//! Pages that answer 200 and yet say that they do not exist.
//!
//! Place in the flow: page → **is it missing?** → verdicts. A page whose title says so is missing. One that only sounds
//! like it is compared with what its site says of an address that cannot exist. What must stay true: at most one such
//! question a site, and none to sites whose pages give no cause.

use std::collections::HashSet;

use url::Url;

use crate::domain::PageRecord;
use crate::page::PageModel;

/// The path that no site has.
const IMPOSSIBLE: &str = "/hemkoll-fragar-om-en-sida-som-inte-finns";
/// A page with more words than this says more than that it is missing.
const LONGEST: u32 = 250;
/// Words of a page that are compared.
const COMPARED: usize = 400;
/// Words at the top of a page that can say that it is missing.
const TOP: usize = 60;

/// Words in a title that settle it.
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

/// Words at the top of a page that give cause to ask.
const HINTS: [&str; 14] = [
    "finns inte",
    "finns tyvärr inte",
    "hittades inte",
    "inte hittas",
    "hittar inte",
    "hittade inte",
    "inte hitta",
    "saknas",
    "flyttats",
    "tagits bort",
    "not found",
    "no longer",
    "does not exist",
    "404",
];

/// Whether a page says in its title that it does not exist.
pub fn says_it_is_missing(record: &PageRecord) -> bool {
    if record.words > LONGEST {
        return false;
    }
    let title = record.title.to_lowercase();
    SAYS.iter().any(|words| title.contains(words)) || title.split_whitespace().any(|word| word == "404")
}

/// An address on the same site that cannot exist.
pub(super) fn impossible(url: &Url) -> Option<Url> {
    url.join(IMPOSSIBLE).ok()
}

/// The words of a page, and whether they sound as if the page did not exist.
#[derive(Clone, Debug, Default)]
pub struct Gist {
    words: HashSet<String>,
    /// Whether it is short and sounds as if it did not exist.
    pub sounds_missing: bool,
    /// Whether there is not a word on it.
    pub is_blank: bool,
}

impl Gist {
    /// The gist of a page.
    pub fn of(page: &PageModel) -> Self {
        let text = page.main_text().to_lowercase();
        let title = format!("{} {}", page.title(), page.meta.title).to_lowercase();
        let mut top = title.clone();
        for word in text.split_whitespace().take(TOP) {
            top.push(' ');
            top.push_str(word);
        }
        let sounds_missing = page.readability.words <= LONGEST && HINTS.iter().any(|hint| top.contains(hint));
        // Words with digits differ from answer to answer: times, numbers of errors.
        let words = title.split(|c: char| !c.is_alphanumeric()).chain(text.split(|c: char| !c.is_alphanumeric()));
        let words = words.filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic));
        let is_blank = page.blocks.iter().all(|block| block.text.is_empty());
        Self { words: words.take(COMPARED).map(str::to_owned).collect(), sounds_missing, is_blank }
    }

    /// Whether two pages say the same but for a few words (the address asked for is often repeated).
    pub fn is_like(&self, other: &Self) -> bool {
        let shared = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - shared;
        all == 0 || shared * 10 >= all * 7
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{self, PageTypes};

    fn gist(title: &str, body: &str) -> Gist {
        let url = Url::parse("https://hedlunda.test/x").unwrap();
        let html = format!("<title>{title}</title><main>{body}</main>");
        Gist::of(&page::parse(&html, &url, &PageTypes::embedded()).unwrap())
    }

    fn record(title: &str, words: u32) -> PageRecord {
        PageRecord {
            url: "https://h.test/x".into(),
            title: title.into(),
            sha256: String::new(),
            text_sha256: "t".into(),
            page_type: crate::domain::PageType::Ovrigt,
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
    fn what_sounds_missing_is_compared_whatever_its_title() {
        let text = "<h1>Oj då</h1><p>Tyvärr, sidan du söker finns inte. Pröva sökningen eller gå till startsidan.</p>";
        let missing = gist("Hedlunda kommun", &format!("{text}<p>/borta/42</p>"));
        let probe = gist("Hedlunda kommun", &format!("{text}<p>/hemkoll-fragar</p>"));
        assert!(missing.sounds_missing && missing.is_like(&probe));
        let real =
            gist("Trygghetslarm", "<h1>Trygghetslarm</h1><p>Larmet finns inte i alla hus. Ring oss om du vill.</p>");
        assert!(real.sounds_missing && !real.is_like(&probe));
        assert!(!gist("Avgifter", "<p>Du betalar högst 2 610 kronor.</p>").sounds_missing);
    }
}

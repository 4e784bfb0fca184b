//! Placeholders, and headings that nothing stands under: a page that is not written yet tells nothing.
//!
//! Place in the flow: page model → **hollow blocks** → statements leave them out.
//! What must stay true: a heading over text, a list or a contact box is never hollow; in plain text, where a link cannot
//! be told from a heading, no heading is.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::scope::is_told;
use crate::page::{BlockKind, MainKind, PageModel};

/// Texts that editors' templates are born with, lower case.
const PLACEHOLDERS: [&str; 8] = [
    "lorem ipsum",
    "klicka här för att lägga till",
    "klicka för att lägga till",
    "skriv text här",
    "text kommer",
    "här ska det stå text",
    "exempeltext",
    "namn efternamn",
];
/// A longer text is no placeholder though it holds such words.
const LONGEST: usize = 200;

static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasickBuilder::new().ascii_case_insensitive(true).build(PLACEHOLDERS).expect("fixed, short patterns")
});

/// Which blocks are hollow.
pub(crate) fn blocks(page: &PageModel) -> Vec<bool> {
    let blocks = &page.blocks;
    let mut hollow: Vec<bool> = blocks.iter().map(|block| is_placeholder(&block.text)).collect();
    if page.main_kind == MainKind::PlainText {
        return hollow;
    }
    let level = |index: usize| if let BlockKind::Heading(level) = blocks[index].kind { Some(level) } else { None };
    let linked = |index: usize| page.links.iter().any(|link| link.block == Some(index));
    for index in 0..blocks.len() {
        let Some(own) = level(index) else { continue };
        let under = (index + 1..blocks.len()).filter(|&other| is_told(&blocks[other]));
        let mut inside = under.take_while(|&other| level(other).is_none_or(|level| level > own));
        hollow[index] |=
            !linked(index) && !inside.any(|other| linked(other) || (level(other).is_none() && !hollow[other]));
    }
    hollow
}

fn is_placeholder(text: &str) -> bool {
    text.len() <= LONGEST && FINDER.is_match(text)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::page::{PageTypes, parse};

    fn hollow(html: &str) -> Vec<String> {
        let url = Url::parse("https://www.hedlunda.example/").unwrap();
        let page = parse(&format!("<main>{html}</main>"), &url, &PageTypes::embedded()).unwrap();
        let marks = blocks(&page);
        page.blocks.iter().zip(marks).filter(|(_, hollow)| *hollow).map(|(block, _)| block.text.clone()).collect()
    }

    #[test]
    fn an_unfilled_template_tells_nothing() {
        let html = "<h1>Avgifter</h1><p>Lorem ipsum dolor sit amet.</p><h2>Maxtaxa</h2><h2>På andra språk</h2>\
                    <p>[Klicka här för att lägga till text]</p>";
        assert_eq!(hollow(html).len(), 5, "{:?}", hollow(html));
    }

    #[test]
    fn headings_over_text_or_that_are_links_do() {
        assert!(hollow("<h1>Hemtjänst</h1><h2>Avgift</h2><p>En timme kostar 300 kronor.</p>").is_empty());
        assert!(hollow("<h1>Äldre</h1><h2><a href=\"/larm\">Trygghetslarm</a></h2>").is_empty());
    }
}

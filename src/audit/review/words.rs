//! The exact words that a person points at, looked for on the stored pages of a kommun.
//!
//! Place in the flow: part of `review`. What must stay true: words are found as they stand, white space folded and the
//! cells of a row as words beside each other; what a reader of the page does not see does not count.

use std::ops::Range;
use std::sync::Arc;

use url::Url;

use crate::archive::ArchiveError;
use crate::audit::worker::Workers;
use crate::audit::{AuditError, Judge, sheet, stored};
use crate::crawl::normalise;
use crate::domain::{Amounts, Evidence, Text, both};
use crate::page::{PageModel, PageTypes, Region};
use crate::rules::RuleSet;
use crate::store::{PageRow, Store, VisitRow};

/// What stands between the cells of a table's row in a page's text.
const CELLS: &str = " | ";

/// The stored pages.
pub(super) struct Pages<'a> {
    store: &'a Store,
    workers: Workers,
}

impl<'a> Pages<'a> {
    pub(super) fn new(store: &'a Store, rules: &Arc<RuleSet>) -> Result<Self, AuditError> {
        // The threads want a judge. Nothing is judged here: only its page types are used.
        let judge = Judge {
            rules: Arc::clone(rules),
            types: Arc::new(PageTypes::embedded()),
            amounts: Amounts::default(),
            today: jiff::civil::Date::MIN,
        };
        Ok(Self { store, workers: Workers::start(&Arc::new(judge))? })
    }

    /// Where words stand: on the page with an address, or on the first page that has them when the address is empty. In a
    /// page's own text before its menus and footer, whichever page comes first; a cookie banner says nothing.
    pub(super) async fn find(
        &self,
        visit: &VisitRow,
        url: &str,
        quote: &str,
    ) -> Result<Result<Evidence, Text>, AuditError> {
        let (kommun, url) = (&visit.kommun.name, url.trim());
        let mut pages = self.store.pages(visit.id).await?;
        if url.is_empty() {
            pages.retain(|page| page.same_as.is_none());
        } else {
            let wanted = bare(url);
            pages.retain(|page| bare(&page.url) == wanted);
            if pages.iter().any(|page| page.url == url) {
                pages.retain(|page| page.url == url);
            }
            if pages.is_empty() {
                return Ok(Err(both!(
                    "sidan {url} är inte läst i omgången. Skriv en adress som omgången har för {kommun}, eller läs in \
                     sidan med hemkoll import",
                    "the page {url} was not read in the round. Write an address that the round has for {kommun}, or \
                     take the page in with hemkoll import"
                )));
            }
        }
        let mut beside = None;
        for page in &pages {
            let Some(place) = self.on(page, quote).await? else { continue };
            let evidence = Evidence {
                url: page.url.clone(),
                page_title: page.title.clone(),
                sha256: page.sha256.clone(),
                selector: place.selector,
                quote: place.words,
                marked: Vec::new(),
            };
            if place.in_content {
                return Ok(Ok(evidence));
            }
            beside.get_or_insert(evidence);
        }
        if let Some(evidence) = beside {
            return Ok(Ok(evidence));
        }
        let read = pages.len();
        Ok(Err(if url.is_empty() {
            both!(
                "orden ”{quote}” står inte på någon av sidorna som omgången har för {kommun} ({read}). Kopiera dem \
                 precis som de står, eller läs in sidan med hemkoll import",
                "the words “{quote}” stand on none of the pages that the round has for {kommun} ({read}). Copy them just \
                 as they stand, or take the page in with hemkoll import"
            )
        } else {
            both!(
                "orden ”{quote}” står inte på sidan {url} som den lästes. Kopiera dem precis som de står, eller läs in \
                 sidan igen med hemkoll import",
                "the words “{quote}” do not stand on the page {url} as it was read. Copy them just as they stand, or \
                 take the page in again with hemkoll import"
            )
        }))
    }

    /// Where words stand on a page; nowhere when they do not.
    async fn on(&self, page: &PageRow, quote: &str) -> Result<Option<Place>, AuditError> {
        Ok(self.on_all(page, vec![quote.to_owned()]).await?.pop().flatten())
    }

    /// Where each of several quotes stands on a page, which is parsed once.
    pub(super) async fn on_all(&self, page: &PageRow, quotes: Vec<String>) -> Result<Vec<Option<Place>>, AuditError> {
        let count = quotes.len();
        let ask = move |model: &PageModel| quotes.iter().map(|quote| place(model, quote)).collect();
        match stored::parsed(self.store, &self.workers, page, ask).await {
            // Told as the round's by the one who knows its name.
            Err(AuditError::Archive(ArchiveError::Purged(_))) => Err(AuditError::PagesPurged { round: String::new() }),
            found => Ok(found?.unwrap_or_else(|_| std::iter::repeat_with(|| None).take(count).collect())),
        }
    }
}

/// An address without what tells no pages apart: the scheme, the place on the page, and all that [`normalise`] takes away.
fn bare(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return address.to_owned() };
    let url = normalise(&url).to_string();
    url.split_once("://").map_or_else(|| url.clone(), |(_, rest)| rest.to_owned())
}

/// Where words stand on a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// CSS path of the element in which the words begin. They may go on over the elements that follow.
    selector: String,
    /// In the page's own text, not in a menu, header or footer.
    in_content: bool,
    /// The words as the page's text has them.
    words: String,
}

fn place(model: &PageModel, quote: &str) -> Option<Place> {
    let among = |wanted: &dyn Fn(Region) -> bool, in_content| {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for block in sheet::shown(model).filter(|block| wanted(block.region)) {
            starts.push((text.len(), block.node));
            text.push_str(block.text.trim());
            text.push(' ');
        }
        let found = found(&text, quote)?;
        let (_, node) = starts.iter().rfind(|(start, _)| *start <= found.start)?;
        Some(Place { selector: model.css_path(*node), in_content, words: text[found].to_owned() })
    };
    among(&Region::is_content, true).or_else(|| among(&|region| region != Region::Cookie, false))
}

/// Where a quote stands in a text. The mark between the cells of a row is white space, as it is on a screen.
fn found(text: &str, quote: &str) -> Option<Range<usize>> {
    let quote = quote.replace(CELLS, " ");
    // The text without the marks, and where each piece of it stands in the text.
    let (mut plain, mut pieces, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for piece in text.split(CELLS) {
        if !piece.is_empty() {
            pieces.push((plain.len(), at));
            plain.push_str(piece);
            plain.push(' ');
        }
        at += piece.len() + CELLS.len();
    }
    let in_text = |place: usize| {
        let piece = pieces.iter().rfind(|(start, _)| *start <= place);
        piece.map_or(place, |(start, at)| at + (place - start))
    };
    let start = plain.find(&quote)?;
    let last = start + quote.len().checked_sub(1)?;
    Some(in_text(start)..in_text(last) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_stand() {
        let url = Url::parse("https://www.hedlunda.test/hemtjanst").unwrap();
        let html = "<!doctype html><title>x</title><main><h1>Kontakta oss</h1><p>Ring\u{a0}oss\n  vardagar \
                    <b>kl. 9</b>–11.</p><p hidden>Vi svarar dygnet runt.</p><ul><li>Städning<li>Tvätt</ul></main>";
        let model = crate::page::parse(html, &url, &PageTypes::embedded()).unwrap();
        let find = |quote: &str| place(&model, &crate::page::folded(quote)).map(|place| place.selector);
        assert!(find("Ring oss  vardagar kl. 9–11").unwrap().ends_with("main > p:nth-of-type(1)"));
        assert!(find("Kontakta oss Ring oss").unwrap().ends_with("h1"), "over two elements, where it begins");
        assert!(find("Städning Tvätt").is_some());
        assert_eq!(find("ring oss"), None, "as it stands");
        assert_eq!(find("Vi svarar dygnet runt"), None, "what nobody sees is no answer");
    }

    #[test]
    fn a_row_of_a_table_is_found_as_it_is_copied() {
        let url = Url::parse("https://www.hedlunda.test/hemtjanst").unwrap();
        let html = "<!doctype html><title>x</title><main><h1>Telefontider</h1><table><tr><th>Dag<th>Tid<tr><td>Måndag\
                    <td>kl. 9–11<td>031-390 06 00</table><p>Stängt | helger</p></main>";
        let model = crate::page::parse(html, &url, &PageTypes::embedded()).unwrap();
        let words = |quote: &str| place(&model, &crate::page::folded(quote)).map(|place| place.words);
        for copied in ["Måndag\tkl. 9–11", "Måndag kl. 9–11", "Måndag | kl. 9–11"] {
            assert_eq!(words(copied).as_deref(), Some("Måndag | kl. 9–11"), "{copied:?}");
        }
        assert_eq!(words("Tid\nMåndag\t").as_deref(), Some("Tid Måndag"), "over two rows");
        assert_eq!(
            words("kl. 9–11 031-390 06 00 Stängt helger").as_deref(),
            Some("kl. 9–11 | 031-390 06 00 Stängt | helger")
        );
        assert_eq!(words("Måndagkl. 9–11"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_the_quote_but_for_the_marks(
            text in "[åa| ]{1,24}",
            from in proptest::prelude::any::<proptest::sample::Index>(),
            count in 1..12usize,
        ) {
            let text = crate::page::folded(&text);
            let letters: Vec<char> = text.chars().collect();
            proptest::prop_assume!(!letters.is_empty());
            let quote: String = letters.iter().skip(from.index(letters.len())).take(count).collect();
            let quote = quote.trim();
            proptest::prop_assume!(!quote.is_empty());
            let range = found(&text, quote);
            // What stands in the text is found there, unless it was cut in the middle of a mark.
            proptest::prop_assert!(range.is_some() || quote.starts_with('|') || quote.ends_with('|'), "{text:?} {quote:?}");
            if let Some(range) = range {
                let shown = crate::page::folded(&text[range].replace(CELLS, " "));
                proptest::prop_assert_eq!(shown, crate::page::folded(&quote.replace(CELLS, " ")));
            }
        }
    }

    #[test]
    fn an_address_is_the_same_with_another_scheme_and_at_another_place_of_the_page() {
        assert_eq!(bare("https://www.hedlunda.test/hemtjanst#kontakt"), bare("http://www.hedlunda.test/hemtjanst"));
        assert_ne!(bare("https://www.hedlunda.test/hemtjanst"), bare("https://www.hedlunda.test/hemtjanst/"));
    }

    #[test]
    fn a_pages_own_text_comes_before_its_menus_and_a_cookie_banner_never() {
        let url = Url::parse("https://www.hedlunda.test/hemtjanst").unwrap();
        let html = "<!doctype html><title>x</title><div role=dialog aria-label=Kakor class=cookie-consent><p>Vi använder \
                    kakor</p><button>Acceptera alla</button></div><nav><a href=/a>Avgifter för hemtjänst</a></nav><main>\
                    <h1>Hemtjänst</h1><p>Se Avgifter för hemtjänst.</p></main><footer><p>Växel: 031-390 06 00</p></footer>";
        let model = crate::page::parse(html, &url, &PageTypes::embedded()).unwrap();
        let found = place(&model, "Avgifter för hemtjänst").unwrap();
        assert!(found.in_content && found.selector.contains("main"), "{found:?}");
        assert!(!place(&model, "031-390 06 00").unwrap().in_content);
        assert_eq!(place(&model, "Acceptera alla"), None);
    }
}

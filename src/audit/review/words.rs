//! The exact words that a person points at, looked for on the stored pages of a kommun.
//!
//! Place in the flow: part of `review`. What must stay true: words are found as they stand, white space folded; what a
//! reader of the page does not see does not count.

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
            let wanted = Url::parse(url).map_or_else(|_| url.to_owned(), |url| normalise(&url).to_string());
            pages.retain(|page| page.url == wanted || page.url == url);
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
            let found = self.on(page, quote).await?;
            let evidence = |selector| Evidence {
                url: page.url.clone(),
                page_title: page.title.clone(),
                sha256: page.sha256.clone(),
                selector,
                quote: quote.to_owned(),
                marked: Vec::new(),
            };
            match found {
                Some(Place { selector, in_content: true }) => return Ok(Ok(evidence(selector))),
                Some(place) if beside.is_none() => beside = Some(evidence(place.selector)),
                _ => {}
            }
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

    async fn on(&self, page: &PageRow, quote: &str) -> Result<Option<Place>, AuditError> {
        let wanted = quote.to_owned();
        match stored::parsed(self.store, &self.workers, page, move |model| place(model, &wanted)).await {
            // Told as the round's by the one who knows its name.
            Err(AuditError::Archive(ArchiveError::Purged(_))) => Err(AuditError::PagesPurged { round: String::new() }),
            found => Ok(found?.ok().flatten()),
        }
    }
}

/// Where words stand on a page.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// CSS path of the element in which the words begin. They may go on over the elements that follow.
    selector: String,
    /// In the page's own text, not in a menu, header or footer.
    in_content: bool,
}

fn place(model: &PageModel, quote: &str) -> Option<Place> {
    let among = |wanted: &dyn Fn(Region) -> bool| {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for block in sheet::shown(model).filter(|block| wanted(block.region)) {
            starts.push((text.len(), block.node));
            text.push_str(block.text.trim());
            text.push(' ');
        }
        let at = text.find(quote)?;
        starts.iter().rfind(|(start, _)| *start <= at).map(|(_, node)| model.css_path(*node))
    };
    let content = among(&Region::is_content).map(|selector| Place { selector, in_content: true });
    let beside = || among(&|region| region != Region::Cookie).map(|selector| Place { selector, in_content: false });
    content.or_else(beside)
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

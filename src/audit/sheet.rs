//! Pages as they can be shown again: from a page model, or from what a round has stored.
//!
//! Place in the flow: archive → page model → **sheet** → web.
//! What must stay true: nothing but text leaves the page; the body is checked against its SHA-256 before it is read; a
//! page whose time was up says so.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::worker::Workers;
use super::{AuditError, Judge, review, stored};
use crate::archive::ArchiveError;
use crate::archive::record::{self, Part};
use crate::domain::{Amounts, Finding, Outcome, Sheet, SheetBlock, SheetKind, StoredContent, StoredPage, StoredWords};
use crate::page::{Block, BlockKind, PageModel, PageTypes};
use crate::rules::RuleSet;
use crate::store::{PageRow, Store, VisitRow};

/// Blocks that say where they stand, and their number in a list. To find an element's path takes time with the number of its siblings.
const WITH_SELECTOR: usize = 2000;

/// What a page says.
pub fn of(model: &PageModel) -> Sheet {
    let block = |(at, block): (usize, &Block)| SheetBlock {
        kind: match block.kind {
            BlockKind::ListItem(_) if at < WITH_SELECTOR => {
                model.number_in_list(block.node).map_or(SheetKind::Item, SheetKind::Numbered)
            }
            BlockKind::Heading(level) => SheetKind::Heading(level),
            BlockKind::ListItem(_) => SheetKind::Item,
            BlockKind::TableRow(..) => SheetKind::Row,
            BlockKind::Paragraph | BlockKind::Definition | BlockKind::Control => SheetKind::Paragraph,
        },
        text: block.text.clone(),
        selector: if at < WITH_SELECTOR { model.css_path(block.node) } else { String::new() },
        main: block.region.is_content(),
    };
    Sheet { title: model.title().to_owned(), blocks: shown(model).enumerate().map(block).collect() }
}

/// The blocks of a page that its sheet holds, in the same order and number.
pub fn shown(model: &PageModel) -> impl Iterator<Item = &Block> {
    model.blocks.iter().filter(|block| !block.hidden && !block.text.trim().is_empty())
}

/// Reads stored pages of finished rounds.
#[derive(Debug)]
pub struct Reader {
    store: Store,
    rules: Arc<RuleSet>,
    workers: OnceCell<Workers>,
}

impl Reader {
    /// A reader of a database's rounds, judged by a rule set.
    pub fn new(store: Store, rules: Arc<RuleSet>) -> Self {
        Self { store, rules, workers: OnceCell::new() }
    }

    /// The page of a kommun in a round by the name of its record, `urn:uuid:…`, with the words on it that answers point at.
    /// `None` when the round has no such page.
    pub async fn page(&self, round: &str, code: &str, record: &str) -> Result<Option<StoredPage>, AuditError> {
        let Some(row) = self.store.round(round).await? else { return Ok(None) };
        let visits = self.store.visits(row.id).await?;
        let Some(visit) = visits.into_iter().find(|visit| visit.kommun.code == code) else { return Ok(None) };
        let captures = self.store.captures(visit.id).await?;
        let names = record::names(&row.round.name, code, &captures);
        let asked_for = captures.iter().zip(&names).find(|(_, name)| name.urn(Part::Response) == record);
        let Some((capture, _)) = asked_for else { return Ok(None) };
        let pages = self.store.pages(visit.id).await?;
        let Some(page) = pages.into_iter().find(|page| page.capture == capture.id) else { return Ok(None) };
        let words = self.words(&visit, &page).await?;
        let content = self.content(&page).await?;
        let (url, read_at, sha256) = (page.url, page.read_at, page.sha256);
        Ok(Some(StoredPage { url, read_at, sha256, record: record.to_owned(), content, words }))
    }

    async fn words(&self, visit: &VisitRow, page: &PageRow) -> Result<Vec<StoredWords>, AuditError> {
        let mut findings = self.store.findings(visit.id, self.rules.manifest_sha256()).await?;
        review::lay_over(&mut findings, self.store.decisions(visit.id).await?, &[]);
        Ok(findings.iter().flat_map(|finding| words(finding, &page.url)).collect())
    }

    async fn content(&self, page: &PageRow) -> Result<StoredContent, AuditError> {
        let workers = self.workers.get_or_try_init(|| async { Workers::start(&self.judge()) }).await?;
        match stored::parsed(&self.store, workers, page, of).await {
            Err(AuditError::Archive(ArchiveError::Purged(_))) => Ok(StoredContent::Purged),
            parsed => Ok(parsed?.map_or_else(StoredContent::Unreadable, StoredContent::Sheet)),
        }
    }

    /// The threads want a judge. Nothing is judged here: only its page types are used.
    fn judge(&self) -> Arc<Judge> {
        Arc::new(Judge {
            rules: Arc::clone(&self.rules),
            types: Arc::new(PageTypes::embedded()),
            amounts: Amounts::default(),
            today: jiff::civil::Date::MIN,
        })
    }
}

/// The words of an answer that stand on a page.
fn words(finding: &Finding, url: &str) -> Vec<StoredWords> {
    let is_sure = matches!(finding.outcome, Outcome::Passed | Outcome::Partial | Outcome::Failed);
    let nearest = finding.searched.iter().filter_map(|searched| searched.nearest.as_ref());
    let nearest = nearest.filter(|_| finding.evidence.is_empty()).map(|words| (words, true));
    let found = finding.evidence.iter().map(|words| (words, !is_sure));
    let here = found.chain(nearest).filter(|(words, _)| words.url == url);
    here.map(|(evidence, near)| StoredWords { rule: finding.rule.clone(), evidence: evidence.clone(), near }).collect()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::page;

    fn sheet(html: &str) -> Sheet {
        let url = Url::parse("https://www.hedlunda.test/hemtjanst").unwrap();
        of(&page::parse(html, &url, &PageTypes::embedded()).unwrap())
    }

    #[test]
    fn a_sheet_is_what_the_page_says_without_its_code() {
        let sheet = sheet(
            "<!doctype html><html lang=sv><title>Hemtjänst | Hedlunda</title><header><a href=/>Hedlunda</a></header>\
             <main><h1>Hemtjänst</h1><p onclick=x()>Ring <b>oss</b><script>alert(1)</script>.</p><p hidden>Dold</p>\
             <ul><li>Städning</li></ul><ol><li>Ring oss</li><li><p>Vi kommer hem</p></li></ol><table><tr><td>Avgift</td><td>300 kronor</td></tr></table>\
             <img src=x onerror=alert(1) alt=Bild></main></html>",
        );
        let blocks: Vec<_> = sheet.blocks.iter().map(|b| (b.kind, b.text.as_str(), b.main)).collect();
        assert_eq!(sheet.title, "Hemtjänst");
        assert_eq!(
            blocks,
            [
                (SheetKind::Paragraph, "Hedlunda", false),
                (SheetKind::Heading(1), "Hemtjänst", true),
                (SheetKind::Paragraph, "Ring oss.", true),
                (SheetKind::Item, "Städning", true),
                (SheetKind::Numbered(1), "Ring oss", true),
                (SheetKind::Numbered(2), "Vi kommer hem", true),
                (SheetKind::Row, "Avgift | 300 kronor", true),
            ]
        );
        assert!(sheet.blocks[2].selector.ends_with("main > p:nth-of-type(1)"), "{}", sheet.blocks[2].selector);
    }

    #[test]
    fn a_page_of_very_many_blocks_is_shown_whole() {
        let sheet = sheet(&format!("<main>{}</main>", "<p>ett ord</p>".repeat(WITH_SELECTOR + 10)));
        assert_eq!(sheet.blocks.len(), WITH_SELECTOR + 10);
        assert!(sheet.blocks[WITH_SELECTOR].selector.is_empty());
    }
}

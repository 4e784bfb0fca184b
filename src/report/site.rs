//! The static site: every page of a round as bytes with an address, written to a folder or served from memory.
//!
//! Place in the flow: result + rule set → **pages** → folder, or `web`.
//! What must stay true: every page works from a folder without a server and without script, and asks no other host for
//! anything; a path is made of codes and slugs alone.

use std::fs;
use std::path::{Path, PathBuf};

use askama::Template;

use crate::score::RoundResult;

use super::checklist::ChecklistPage;
use super::export;
use super::frame::{Frame, Here};
use super::kommun::KommunPage;
use super::lan::{self, LanPage};
use super::link;
use super::overview::Overview;
use super::rule_page::RulePage;
use super::start::StartPage;
use super::texts::SetTexts;

const STYLE: &str = include_str!("../../assets/hemkoll.css");
const SCRIPT: &str = include_str!("../../assets/hemkoll.js");
const ICON: &str = include_str!("../../assets/hemkoll.svg");

/// Why the site could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A template could not be filled in.
    #[error("sidan {path} gick inte att skapa: {source}")]
    Render {
        /// Its path in the site.
        path: String,
        /// What the template said.
        source: askama::Error,
    },
    /// A table could not be made.
    #[error("tabellen {path} gick inte att skapa: {source}")]
    Export {
        /// Its path in the site.
        path: String,
        /// What the export said.
        source: export::ExportError,
    },
    /// The file system refused.
    #[error("det gick inte att skriva {}: {source}. Finns mappen, får du skriva där och finns det plats?", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Path from the root with `/`, e.g. `kommun/hedlunda.html`.
    pub path: String,
    /// MIME type with charset.
    pub content_type: &'static str,
    /// The file.
    pub body: Vec<u8>,
}

const HTML: &str = "text/html; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8";

/// All pages, made one at a time as `sink` takes them.
pub fn each(
    result: &RoundResult,
    set: &SetTexts,
    mut sink: impl FnMut(Page) -> Result<(), SiteError>,
) -> Result<(), SiteError> {
    let overview = Overview::new(result, set);
    sink(html("index.html".to_owned(), &StartPage::new(&overview))?)?;
    sink(html("granskas.html".to_owned(), &ChecklistPage::new(&overview))?)?;
    sink(html("404.html".to_owned(), &MissingPage::new(&overview))?)?;
    for index in 0..result.kommuner.len() {
        sink(html(overview.kommun_path(index), &KommunPage::new(&overview, index))?)?;
    }
    for rule in &set.rules {
        sink(html(format!("regler/{}.html", link::slug(&rule.id)), &RulePage::new(&overview, rule))?)?;
    }
    for lan in lan::all(&overview) {
        sink(html(lan.path(), &LanPage::new(&overview, &lan))?)?;
    }
    for (path, content_type, text) in [
        ("assets/hemkoll.css", "text/css; charset=utf-8", STYLE),
        ("assets/hemkoll.js", "text/javascript; charset=utf-8", SCRIPT),
        ("assets/hemkoll.svg", "image/svg+xml", ICON),
    ] {
        sink(Page { path: path.to_owned(), content_type, body: text.as_bytes().to_vec() })?;
    }
    sink(table("hamta/svar.csv", |out| export::csv::answers(result, set, out))?)?;
    sink(table("hamta/ranking.csv", |out| export::csv::ranking(result, set, out))?)
}

/// All pages in memory.
pub fn pages(result: &RoundResult, set: &SetTexts) -> Result<Vec<Page>, SiteError> {
    let mut pages = Vec::new();
    each(result, set, |page| {
        pages.push(page);
        Ok(())
    })?;
    Ok(pages)
}

/// Writes the site into `dir`, which is made if it is missing. Files of the same name are replaced, others stay.
/// Returns how many files were written.
pub fn write(result: &RoundResult, set: &SetTexts, dir: &Path) -> Result<usize, SiteError> {
    let mut count = 0;
    each(result, set, |page| {
        let path = dir.join(&page.path);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| SiteError::Write { path, source }
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        fs::write(&path, &page.body).map_err(failed(&path))?;
        count += 1;
        Ok(())
    })?;
    Ok(count)
}

#[derive(Template)]
#[template(path = "finns-inte.html", whitespace = "minimize")]
struct MissingPage {
    frame: Frame,
}

impl MissingPage {
    /// Served for any address, so its links begin at the root of the host.
    fn new(overview: &Overview<'_>) -> Self {
        Self { frame: Frame { root: "/", ..Frame::at_root(overview, "Sidan finns inte", Here::Elsewhere) } }
    }
}

fn html(path: String, page: &impl Template) -> Result<Page, SiteError> {
    match page.render() {
        Ok(text) => Ok(Page { path, content_type: HTML, body: text.into_bytes() }),
        Err(source) => Err(SiteError::Render { path, source }),
    }
}

fn table(path: &str, fill: impl FnOnce(&mut Vec<u8>) -> Result<(), export::ExportError>) -> Result<Page, SiteError> {
    let mut body = Vec::new();
    fill(&mut body).map_err(|source| SiteError::Export { path: path.to_owned(), source })?;
    Ok(Page { path: path.to_owned(), content_type: CSV, body })
}

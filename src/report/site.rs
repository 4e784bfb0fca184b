//! The static site: every page of a round as bytes with an address, written to a folder or served from memory.
//!
//! Place in the flow: result + rule set → **pages** → folder, or `web`.
//! What must stay true: every page works from a folder without a server and without script, and asks no other host for
//! anything; a path is made of codes and slugs alone.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use askama::Template;

use crate::a11y;
use crate::domain::system_fault;
use crate::score::{RoundResult, Since};

use super::access::{AccessPage, AccessRulePage};
use super::checklist::ChecklistPage;
use super::export;
use super::filter::{self, Filter};
use super::frame::Frame;
use super::kommun::KommunPage;
use super::lan::{self, CouncilPage, FactSheet, LanPage};
use super::lang::{Lang, say};
use super::link;
use super::overview::Overview;
use super::ranking_page::RankingPage;
use super::rule_page::RulePage;
use super::start::StartPage;
use super::texts::SetTexts;

const STYLE: &str = include_str!("../../assets/hemkoll.css");
const SHEET_STYLE: &str = include_str!("../../assets/blad.css");
const SELF_CHECK_STYLE: &str = include_str!("../../assets/sjalvkoll.css");
const LOGIN_STYLE: &str = include_str!("../../assets/konto.css");
const LAN_STYLE: &str = include_str!("../../assets/lan.css");
/// All of the self-check's style, for a page that is a file by itself.
pub(super) const ALONE_STYLE: &str = concat!(
    include_str!("../../assets/hemkoll.css"),
    include_str!("../../assets/blad.css"),
    include_str!("../../assets/sjalvkoll.css")
);
const SCRIPT: &str = include_str!("../../assets/hemkoll.js");
const SELF_CHECK: &str = include_str!("../../assets/sjalvkoll.js");
const SEMINAR_STYLE: &str = include_str!("../../assets/seminarium.css");
const SEMINAR_SCRIPT: &str = include_str!("../../assets/seminarium.js");
const ICON: &str = include_str!("../../assets/hemkoll.svg");

/// Why the site could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum SiteError {
    /// A template could not be filled in.
    Render {
        /// Its path in the site.
        path: String,
        /// What the template said.
        source: askama::Error,
    },
    /// A table could not be made.
    Export {
        /// Its path in the site.
        path: String,
        /// What the export said.
        source: export::ExportError,
    },
    /// The address asks for what is not there.
    Asked(String),
    /// The file system refused.
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl SiteError {
    /// What was wrong, as a sentence without its capital.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Render { path, source } => {
                say!(lang, "sidan {path} gick inte att skapa: {source}", "the page {path} could not be made: {source}")
            }
            Self::Export { path, source } => {
                let source = source.told(lang);
                say!(
                    lang,
                    "tabellen {path} gick inte att skapa: {source}",
                    "the table {path} could not be made: {source}"
                )
            }
            Self::Asked(what) => what.clone(),
            Self::Write { path, source } if source.kind() == ErrorKind::AlreadyExists => {
                let path = path.display();
                say!(
                    lang,
                    "{path} är en fil. Webbplatsen skrivs till en mapp: välj en annan med --out",
                    "{path} is a file. The site is written to a folder: choose another with --out"
                )
            }
            Self::Write { path, source } => {
                let (path, source) = (path.display(), system_fault(lang, source));
                say!(
                    lang,
                    "det gick inte att skriva {path}: {source}. Finns mappen, får du skriva där och finns det plats?",
                    "{path} could not be written: {source}. Is there such a folder, may you write there, is there room?"
                )
            }
        }
    }
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

/// Files that are the same whatever the round.
const ASSETS: [(&str, &str, &str); 4] = [
    ("assets/hemkoll.css", "text/css; charset=utf-8", STYLE),
    ("assets/lan.css", "text/css; charset=utf-8", LAN_STYLE),
    ("assets/hemkoll.js", "text/javascript; charset=utf-8", SCRIPT),
    ("assets/hemkoll.svg", "image/svg+xml", ICON),
];

/// Those of pages that only a server has.
const LIVE_ASSETS: [(&str, &str, &str); 6] = [
    ("assets/konto.css", "text/css; charset=utf-8", LOGIN_STYLE),
    ("assets/blad.css", "text/css; charset=utf-8", SHEET_STYLE),
    ("assets/sjalvkoll.css", "text/css; charset=utf-8", SELF_CHECK_STYLE),
    ("assets/sjalvkoll.js", "text/javascript; charset=utf-8", SELF_CHECK),
    ("assets/seminarium.css", "text/css; charset=utf-8", SEMINAR_STYLE),
    ("assets/seminarium.js", "text/javascript; charset=utf-8", SEMINAR_SCRIPT),
];

/// The pages of a round, made one at a time as they are asked for. Those in English are in the folder `en`.
pub struct Site<'a> {
    overview: Overview<'a>,
    /// The same in English, once it is asked for.
    english: OnceLock<Overview<'a>>,
}

impl<'a> Site<'a> {
    /// The site as a folder of files.
    pub fn new(result: &'a RoundResult, set: &'a SetTexts) -> Self {
        Self { overview: Overview::new(result, set), english: OnceLock::new() }
    }

    /// The site as hemkoll serves it: lists can be narrowed by their address.
    pub fn live(result: &'a RoundResult, set: &'a SetTexts) -> Self {
        let mut overview = Overview::new(result, set);
        overview.live = true;
        Self { overview, english: OnceLock::new() }
    }

    /// The round as a whole, for pages in Swedish.
    pub(super) fn overview(&self) -> &Overview<'a> {
        &self.overview
    }

    /// The round as a whole, for pages in a language.
    fn seen_in(&self, lang: Lang) -> &Overview<'a> {
        match lang {
            Lang::Sv => &self.overview,
            Lang::En => self.english.get_or_init(|| self.overview.in_language(lang)),
        }
    }

    /// The kommun by the slug of its page's address: its place in the result.
    pub fn kommun_by_slug(&self, slug: &str) -> Option<usize> {
        let path = format!("kommun/{slug}.html");
        (0..self.overview.result.kommuner.len()).find(|&index| self.overview.kommun_path(index) == path)
    }

    /// The site with what has changed since the round before.
    #[must_use]
    pub fn since(mut self, since: Option<&'a Since>) -> Self {
        self.overview.since = since;
        self
    }

    /// The paths of all pages and files.
    pub fn paths(&self) -> Vec<String> {
        let overview = &self.overview;
        let mut paths: Vec<String> = ["index.html", "ranking.html", "granskas.html", MISSING].map(str::to_owned).into();
        paths.extend((0..overview.result.kommuner.len()).map(|index| overview.kommun_path(index)));
        paths.extend(overview.set.rules.iter().map(|rule| rule_path(&rule.id)));
        paths.push(ACCESS.to_owned());
        paths.extend(a11y::rules().iter().map(|rule| rule_path(rule.id)));
        let all_lan = lan::all(overview);
        paths.extend(all_lan.iter().flat_map(|lan| [lan.path(), lan.fact_sheet_path()]));
        let english: Vec<String> = paths.iter().map(|path| format!("{}{path}", Lang::En.folder())).collect();
        paths.extend(english);
        // In Swedish alone.
        paths.extend((0..overview.result.kommuner.len()).map(|index| lan::council_path(overview, index)));
        paths.extend([ANSWERS, RANKING].map(str::to_owned));
        paths.extend(ASSETS.map(|(path, ..)| path.to_owned()));
        paths
    }

    /// The page or file at a path; nothing for a path that the site does not have.
    pub fn page(&self, path: &str) -> Result<Option<Page>, SiteError> {
        let (lang, inside) = Lang::of_path(path);
        let overview = self.seen_in(lang);
        let (result, set) = (overview.result, overview.set);
        if let Some(asset) = asset(path) {
            return Ok(Some(asset));
        }
        let page = match inside {
            "index.html" => html(path, &StartPage::new(overview)),
            "ranking.html" => html(path, &RankingPage::new(overview, &Filter::default())),
            "granskas.html" => html(path, &ChecklistPage::new(overview)),
            ACCESS => html(path, &AccessPage::new(overview)),
            MISSING => html(path, &MissingPage::new(overview)),
            _ if path == ANSWERS => table(path, |out| export::csv::answers(result, set, out)),
            _ if path == RANKING => table(path, |out| export::csv::ranking(result, set, out)),
            _ => {
                let mut kommuner = 0..result.kommuner.len();
                if let Some(index) = kommuner.clone().find(|&index| overview.kommun_path(index) == inside) {
                    html(path, &KommunPage::new(overview, index))
                } else if let Some(index) = kommuner.find(|&index| lan::council_path(overview, index) == path) {
                    html(path, &CouncilPage::new(overview, index))
                } else if let Some(rule) = set.rules.iter().find(|rule| rule_path(&rule.id) == inside) {
                    html(path, &RulePage::new(overview, rule))
                } else if let Some(rule) = a11y::rules().iter().find(|rule| rule_path(rule.id) == inside) {
                    html(path, &AccessRulePage::new(overview, rule))
                } else if let Some(lan) = lan::all(overview).iter().find(|lan| lan.path() == inside) {
                    html(path, &LanPage::new(overview, lan))
                } else if let Some(lan) = lan::all(overview).iter().find(|lan| lan.fact_sheet_path() == inside) {
                    html(path, &FactSheet::new(overview, lan))
                } else {
                    return Ok(None);
                }
            }
        };
        page.map(Some)
    }

    /// The ranking narrowed as an address's pairs ask.
    pub fn ranking(&self, lang: Lang, pairs: &[(String, String)]) -> Result<Page, SiteError> {
        let overview = self.seen_in(lang);
        let filter = Filter::read(overview, pairs).map_err(SiteError::Asked)?;
        html("ranking.html", &RankingPage::new(overview, &filter))
    }

    /// The same kommuner as a table.
    pub fn ranking_table(&self, pairs: &[(String, String)]) -> Result<Page, SiteError> {
        let filter = Filter::read(&self.overview, pairs).map_err(SiteError::Asked)?;
        table("ranking.csv", |out| export::csv::narrowed(&self.overview, &filter, out))
    }

    /// Where a search for a kommun leads: its page when one alone is meant, else the ranking narrowed to the name.
    pub fn find(&self, name: &str) -> String {
        let wanted = filter::plain(name);
        let named = |&i: &usize| filter::plain(&self.overview.kommun(i).kommun.name);
        let by_name = &self.overview.by_name;
        let mut begin = by_name.iter().filter(|i| named(i).starts_with(&wanted));
        let only = begin.next().filter(|_| begin.next().is_none());
        if let Some(&index) = by_name.iter().find(|i| named(i) == wanted).or(only).filter(|_| !wanted.is_empty()) {
            return self.overview.kommun_path(index);
        }
        let name: String = url::form_urlencoded::byte_serialize(name.trim().as_bytes()).collect();
        format!("ranking.html?kommun={name}")
    }
}

/// A style sheet, script or picture, of the site or of what only a server has.
pub fn asset(path: &str) -> Option<Page> {
    let (path, content_type, text) = ASSETS.iter().chain(&LIVE_ASSETS).find(|(name, ..)| *name == path)?;
    Some(Page { path: (*path).to_owned(), content_type, body: text.as_bytes().to_vec() })
}

/// The page for an address that the site does not have.
pub const MISSING: &str = "404.html";
/// The list of what the accessibility engine looks for.
pub(super) const ACCESS: &str = "regler/tillganglighet.html";
const ANSWERS: &str = "hamta/svar.csv";
const RANKING: &str = "hamta/ranking.csv";

/// Address of a rule's page from the root.
pub(super) fn rule_path(id: &str) -> String {
    format!("regler/{}.html", link::slug(id))
}

/// All pages in memory.
#[cfg(test)]
pub(super) fn pages(result: &RoundResult, set: &SetTexts) -> Vec<Page> {
    let site = Site::new(result, set);
    site.paths().iter().map(|path| site.page(path).unwrap().unwrap_or_else(|| panic!("{path} is missing"))).collect()
}

/// Writes a site into `dir`, which is made if it is missing. Files of the same name are replaced, others stay.
/// Returns how many files were written.
pub fn write(site: &Site<'_>, dir: &Path) -> Result<usize, SiteError> {
    let mut count = 0;
    for path in site.paths() {
        let Some(page) = site.page(&path)? else { continue };
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
    }
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
        let title = overview.lang.of("Sidan finns inte", "There is no such page");
        let anywhere = Frame::without_round(overview.set, overview.lang, title);
        let Frame { root, base, twin, .. } = anywhere;
        Self { frame: Frame { root, base, twin, ..Frame::new(overview, MISSING, title) } }
    }
}

/// A rendered page.
pub(super) fn html(path: &str, page: &impl Template) -> Result<Page, SiteError> {
    let path = path.to_owned();
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

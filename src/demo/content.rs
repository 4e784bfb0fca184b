//! Reads `demo/`: one folder a kommun (`kommun.toml`, Markdown pages, texts of PDFs) and `gemensamt/` with the pages
//! that all kommuner have beside the care of older people.
//!
//! What must stay true: a kommun's own page goes before the shared page of the same name, and any fault in the data is
//! named with its file.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::DemoError;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// `kommun.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct KommunFile {
    pub name: String,
    pub code: String,
    /// `91` or `92`.
    pub lan: String,
    pub cms: CmsKind,
    /// Behaves in a way of its own.
    #[serde(default)]
    pub special: Option<Special>,
    pub population: u32,
    /// `ja`, `nej` or `okänt`.
    pub lov: Lov,
    /// Codes of similar kommuner.
    pub peers: Vec<String>,
    /// Stands in the footer of every page.
    pub switchboard: String,
    pub mail: String,
    pub visit: String,
    /// Update date of pages that have none of their own; empty = no date is shown.
    pub updated: String,
    /// Date of the accessibility statement.
    #[serde(default)]
    pub statement: String,
    /// Extra line in the footer of every page.
    #[serde(default)]
    pub footer: String,
    /// Whether the template keeps phones from zooming in.
    #[serde(default)]
    pub no_zoom: bool,
    /// Whether each page offers to be read aloud.
    #[serde(default)]
    pub listen: bool,
    /// `robots.txt`; empty = the usual one.
    #[serde(default)]
    pub robots: String,
    /// Shared pages that this kommun lacks.
    #[serde(default)]
    pub without: Vec<String>,
    #[serde(default)]
    pub contact: Vec<Contact>,
    /// E-tjänster by name.
    #[serde(default)]
    pub service: BTreeMap<String, String>,
}

/// The kinds of site structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CmsKind {
    Sitevision,
    /// Several `.pagecontent` and no `main`.
    SitevisionAldre,
    Municipio,
    Optimizely,
    /// Optimizely with numbers for addresses.
    OptimizelyNummer,
}

/// Kommuner that cannot be read as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Special {
    /// Nothing listens.
    Nere,
    /// An empty page that scripts would fill.
    Javascript,
    /// Links carry session ids, and there are print pages and twins.
    Dubbletter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Lov {
    Ja,
    Nej,
    #[serde(rename = "okänt")]
    Okant,
}

/// A contact box.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contact {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub mail: String,
    #[serde(default)]
    pub visit: String,
    #[serde(default)]
    pub post: String,
}

/// The head of a page file, between two lines of `+++`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageHead {
    pub title: String,
    /// The page above it; `start` for the sections of the menu.
    #[serde(default)]
    pub under: String,
    /// Last part of the address; else the file's name.
    #[serde(default)]
    pub slug: Option<String>,
    /// Update date; else the kommun's. Empty = none is shown.
    #[serde(default)]
    pub updated: Option<String>,
    /// Boxes beside the text.
    #[serde(default)]
    pub contact: Vec<String>,
    /// `news` for dated items of a news list.
    #[serde(default)]
    pub news: Option<String>,
    /// `meta description`.
    #[serde(default)]
    pub description: String,
    /// Language of the text.
    #[serde(default)]
    pub lang: Option<String>,
}

/// A page as written.
#[derive(Clone, Debug)]
pub(super) struct PageFile {
    pub id: String,
    pub head: PageHead,
    pub body: String,
}

/// A kommun as written.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Name of the folder and of the domain before `.test`.
    pub slug: String,
    pub kommun: KommunFile,
    pub pages: Vec<PageFile>,
    /// Texts of PDFs by name.
    pub pdfs: BTreeMap<String, String>,
}

/// The text of one file below `demo/`.
pub(super) fn text(path: &str) -> Result<&'static str, DemoError> {
    FILES
        .get_file(path)
        .and_then(include_dir::File::contents_utf8)
        .ok_or_else(|| DemoError::content(path, "is missing or is not UTF-8"))
}

/// All kommuner by code.
pub(super) fn folders() -> Result<Vec<Folder>, DemoError> {
    let mut all = Vec::new();
    for dir in FILES.dirs() {
        let slug = dir.path().to_string_lossy().into_owned();
        if slug != "gemensamt" {
            all.push(folder(&slug, dir)?);
        }
    }
    all.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    Ok(all)
}

fn folder(slug: &str, dir: &Dir<'_>) -> Result<Folder, DemoError> {
    let file = format!("{slug}/kommun.toml");
    let kommun: KommunFile = toml::from_str(text(&file)?).map_err(|e| DemoError::content(&file, e))?;
    let number = kommun.code.bytes().fold(0, |sum, digit| sum * 10 + usize::from(digit.wrapping_sub(b'0')));
    let mut pages = BTreeMap::new();
    let shared = FILES.get_dir("gemensamt").map(Dir::files).into_iter().flatten();
    for (own, file) in shared.map(|f| (false, f)).chain(dir.files().map(|f| (true, f))) {
        let path = file.path().to_string_lossy().into_owned();
        let Some(id) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")) else { continue };
        if own || !kommun.without.iter().any(|left_out| left_out == id) {
            let written = text(&path)?;
            let written = if own { written.to_owned() } else { vary(written, number) };
            pages.insert(id.to_owned(), page(id, &path, &fill(&written, slug, &kommun))?);
        }
    }
    let mut pdfs = BTreeMap::new();
    for file in dir.files() {
        let path = file.path().to_string_lossy().into_owned();
        if let Some(name) = path.rsplit('/').next().and_then(|name| name.strip_suffix(".pdf.txt")) {
            pdfs.insert(name.to_owned(), fill(text(&path)?, slug, &kommun));
        }
    }
    Ok(Folder { slug: slug.to_owned(), kommun, pages: pages.into_values().collect(), pdfs })
}

fn page(id: &str, path: &str, written: &str) -> Result<PageFile, DemoError> {
    let (head, body) = written
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .ok_or_else(|| DemoError::content(path, "must begin with a toml head between two lines of +++"))?;
    let head = toml::from_str(head).map_err(|e| DemoError::content(path, e))?;
    Ok(PageFile { id: id.to_owned(), head, body: body.to_owned() })
}

/// Fills in what is the kommun's own: `{{namn}}`, `{{växel}}`, `{{e-post}}`, `{{besök}}`, `{{domän}}`, `{{redogörelse}}`.
fn fill(written: &str, slug: &str, kommun: &KommunFile) -> String {
    written
        .replace("{{namn}}", &kommun.name)
        .replace("{{växel}}", &kommun.switchboard)
        .replace("{{e-post}}", &kommun.mail)
        .replace("{{besök}}", &kommun.visit)
        .replace("{{domän}}", &format!("{slug}.test"))
        .replace("{{redogörelse}}", &kommun.statement)
}

/// Chooses one wording at each `{{ett|två|tre}}`, so that shared pages differ between kommuner.
fn vary(written: &str, number: usize) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    let mut nth = 0;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, next)) = after.split_once("}}") else { break };
        out.push_str(before);
        let choices: Vec<&str> = inside.split('|').collect();
        if choices.len() > 1 {
            out.push_str(choices[(number + nth * 7) % choices.len()]);
            nth += 1;
        } else {
            out.push_str("{{");
            out.push_str(inside);
            out.push_str("}}");
        }
        rest = next;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_vary_and_keep_what_is_filled_in_later() {
        assert_eq!(vary("{{a|b}} {{namn}} {{c|d|e}}.", 0), "a {{namn}} d.");
        assert_eq!(vary("{{a|b}} {{namn}} {{c|d|e}}.", 1), "b {{namn}} e.");
    }

    #[test]
    fn a_page_without_a_head_is_named() {
        let error = page("x", "hedlunda/x.md", "# Hej").unwrap_err();
        assert!(error.to_string().starts_with("demo/hedlunda/x.md: "), "{error}");
    }
}

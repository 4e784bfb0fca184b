//! What kind of page a page is, judged from its address, title, breadcrumbs and first words.
//!
//! Place in the flow: assemble → **page type** → rules, which name the types they are judged on. What must stay true:
//! the words and weights are data (`seeds/sidtyper.toml`); news, protocols, vacancies and information to companies are
//! tried first, since they never count as evidence; what stands in menus or teasers decides nothing.

use serde::Deserialize;
use url::Url;

use crate::domain::PageType;

/// Points from which a type that is never evidence wins over all others.
const FIRST: u32 = 50;

/// A fault in a file of page types.
#[derive(Debug, thiserror::Error)]
pub enum PageTypesError {
    /// The file does not parse; the message names line and field.
    #[error("sidtyper.toml kan inte läsas: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A word that can never match.
    #[error("sidtyper.toml, typen {0}: ordet {1:?} är tomt eller har stora bokstäver. Skriv ordet med små bokstäver.")]
    Word(&'static str, String),
}

/// The words that tell page types apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageTypes {
    least: u32,
    care: Vec<Pattern>,
    #[serde(rename = "type")]
    types: Vec<TypeWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeWords {
    #[serde(rename = "type")]
    kind: PageType,
    #[serde(default)]
    first: bool,
    #[serde(default)]
    care: bool,
    #[serde(default)]
    unless: Vec<Pattern>,
    sign: Vec<Sign>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    #[serde(rename = "where")]
    place: Place,
    words: Vec<Pattern>,
    weight: u32,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Title,
    Slug,
    Path,
    Crumb,
    Lead,
}

/// A word or phrase, with how its ends are matched.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct Pattern {
    /// Words between single spaces; a space at an end that must be a word edge.
    needle: String,
    whole: bool,
    written: String,
}

impl From<String> for Pattern {
    fn from(written: String) -> Self {
        let (whole, text) = match written.strip_prefix('=') {
            Some(rest) => (true, rest),
            None => (false, written.as_str()),
        };
        let words = spaced(text.trim_matches('*'));
        let from = usize::from(!whole && text.starts_with('*'));
        let to = words.len() - usize::from(!whole && text.ends_with('*') && words.len() > 1);
        let needle = words.get(from..to).unwrap_or_default().to_owned();
        Self { needle, whole, written }
    }
}

impl Pattern {
    fn is_in(&self, text: &str) -> bool {
        if self.whole { text == self.needle } else { text.contains(&self.needle) }
    }
}

/// Whether a title says one of the words, which are written as in the file of page types.
pub fn title_says(title: &str, words: &[String]) -> bool {
    let title = spaced(title);
    words.iter().any(|word| Pattern::from(word.clone()).is_in(&title))
}

/// What the type is judged from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged<'a> {
    pub(super) url: &'a Url,
    pub(super) title: &'a str,
    pub(super) crumbs: &'a str,
    /// The first words of the main content.
    pub(super) lead: &'a str,
}

impl PageTypes {
    /// The types that hemkoll ships with.
    ///
    /// # Panics
    /// Never: a test reads the same file.
    pub fn embedded() -> Self {
        Self::from_toml(include_str!("../../seeds/sidtyper.toml")).expect("the embedded file is tested")
    }

    /// Types from a file of the same form as `seeds/sidtyper.toml`.
    pub fn from_toml(text: &str) -> Result<Self, PageTypesError> {
        let types: Self = toml::from_str(text)?;
        for kind in &types.types {
            for pattern in kind.unless.iter().chain(kind.sign.iter().flat_map(|sign| &sign.words)) {
                let empty = pattern.needle.trim().is_empty() && !pattern.whole;
                if empty || pattern.written.chars().any(char::is_uppercase) {
                    return Err(PageTypesError::Word(kind.kind.code(), pattern.written.clone()));
                }
            }
        }
        Ok(types)
    }

    /// What a page that was not read seems to be about, by its address and the text of a link to it; `None` when that
    /// cannot be told.
    pub fn guess(&self, url: &Url, text: &str) -> Option<PageType> {
        let (kind, _) = self.judge(&Judged { url, title: text, crumbs: "", lead: "" });
        (kind != PageType::Ovrigt).then_some(kind)
    }

    /// The type and how sure it is, 0–100.
    pub(super) fn judge(&self, judged: &Judged<'_>) -> (PageType, u8) {
        let title = spaced(judged.title);
        let crumbs = spaced(judged.crumbs);
        let lead = spaced(judged.lead);
        let (path, slug) = path_words(judged.url);
        let text = |place: Place| match place {
            Place::Title => &title,
            Place::Slug => &slug,
            Place::Path => &path,
            Place::Crumb => &crumbs,
            Place::Lead => &lead,
        };
        let about_care = [&title, &path, &crumbs].iter().any(|text| self.care.iter().any(|word| word.is_in(text)))
            || self.care.iter().map(|word| lead.matches(word.needle.as_str()).count()).sum::<usize>() >= 3;
        let mut best = (PageType::Ovrigt, 0);
        for kind in &self.types {
            if (kind.care && !about_care) || kind.unless.iter().any(|word| word.is_in(&title)) {
                continue;
            }
            let points: u32 = kind
                .sign
                .iter()
                .filter(|sign| sign.words.iter().any(|word| word.is_in(text(sign.place))))
                .map(|sign| sign.weight)
                .sum();
            if kind.first && points >= FIRST {
                return (kind.kind, percent(points));
            }
            if points > best.1 && points >= self.least {
                best = (kind.kind, points);
            }
        }
        (best.0, percent(best.1))
    }
}

fn percent(points: u32) -> u8 {
    u8::try_from(points.min(100)).unwrap_or(100)
}

/// Lower-case words between single spaces, with a space at each end; everything but letters and digits is space.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// The words of the path and of its last segment, with å, ä and ö as a, a and o and without SiteVision's page number.
fn path_words(url: &Url) -> (String, String) {
    let plain = |segment: &str| {
        let decoded: Vec<u8> = percent_decoded(segment);
        let text = String::from_utf8_lossy(&decoded).to_lowercase();
        let text: String = text
            .chars()
            .map(|c| match c {
                'å' | 'ä' => 'a',
                'ö' => 'o',
                c => c,
            })
            .collect();
        spaced(&text)
    };
    let segments: Vec<String> =
        url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).map(plain).collect();
    let slug = segments.last().map_or_else(|| " ".to_owned(), |slug| without_page_number(slug));
    let mut path = String::from(" ");
    for segment in &segments {
        path.push_str(segment.trim_start());
    }
    (path, slug)
}

/// ` hemtjanst 4 367d html ` → ` hemtjanst `.
fn without_page_number(slug: &str) -> String {
    let words: Vec<&str> = slug.split(' ').filter(|word| !word.is_empty()).collect();
    let mut end = words.len();
    if end > 1 && matches!(words[end - 1], "html" | "htm" | "aspx" | "php") {
        end -= 1;
    }
    if end > 2 && words[end - 1].len() > 8 && words[end - 1].bytes().all(|byte| byte.is_ascii_hexdigit()) {
        end -= 2;
    }
    format!(" {} ", words[..end].join(" "))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| bytes[at] == b'%');
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
#[path = "tests/page_type.rs"]
mod tests;

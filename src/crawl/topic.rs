//! How near an address is to the topic: which links are read first, and which not at all.
//!
//! Place in the flow: audit asks for every link it finds and keeps the frontier in this order.
//! What must stay true: the order depends on the links alone, never on when they were found; every link gets a place
//! (ranked, not cut), so that the last of 100,000 can come first. The words are data: `seeds/amnesord.toml`.

use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, BuildError};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use url::{Host, Url};

use crate::domain::PageType;

/// Words of at most so many letters must stand alone: inside other words they mean nothing.
const SHORT: usize = 4;
/// Pages with at least so many points hand some on to the links in their main content.
const HEIR_FROM: i32 = 150;
/// What such a link gets at most: over the threshold, yet not enough to hand on.
const HEIR_MAX: i32 = 60;
/// Points lost for each click from the start page.
const PER_CLICK: i32 = 3;
/// What a page known beforehand is worth.
const KNOWN: i32 = 400;
/// From so many points on, words name the topic and not only what lies near it.
const NAMED: i32 = 130;

/// How early an address is read; higher first. Ties: fewer clicks first, then order of discovery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Priority(pub i32);

impl Priority {
    /// The start page.
    pub const START: Self = Self(1_000_000);
}

/// A link as the frontier sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Where it leads, normalised.
    pub url: &'a Url,
    /// Its text.
    pub text: &'a str,
    /// The heading it stands under.
    pub heading: &'a str,
    /// Whether it stands in the main content of its page.
    pub in_main: bool,
    /// Clicks from the start page.
    pub depth: u32,
    /// What it is about, if the seeds know it.
    pub known: Option<PageType>,
    /// Priority of the page it stands on.
    pub from: Priority,
}

/// Words that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TopicError {
    /// Not TOML, or unknown keys.
    #[error("the topic words cannot be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// The words cannot be made into a matcher.
    #[error("the topic words cannot be matched: {0}")]
    Words(#[from] BuildError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    troskel: i32,
    amne: BTreeMap<String, i32>,
    dessutom: BTreeMap<String, i32>,
    bort: BTreeMap<String, i32>,
    avdelningar: BTreeMap<String, i32>,
    #[serde(rename = "inte-sidor")]
    inte_sidor: NotPages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotPages {
    vardar: Vec<String>,
    stigar: Vec<String>,
    filer: Vec<String>,
}

/// The topic words, ready to match.
#[derive(Debug)]
pub struct Topic {
    threshold: i32,
    long: AhoCorasick,
    /// What each long word says.
    words: Vec<Word>,
    short: HashMap<String, Word>,
    skip_hosts: Vec<String>,
    skip_paths: Vec<String>,
    skip_files: Vec<String>,
}

/// What a word says.
#[derive(Clone, Copy, Debug)]
enum Word {
    Towards(i32),
    /// What bears it and all that lies below is about something else.
    Away(i32),
    /// A part of the site that is about something else itself, while any topic may lie below it.
    Section(i32),
}

/// What words say of a text: the pull towards the topic and the pushes away from it, all at least 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pull {
    towards: i32,
    away: i32,
    section: i32,
}

impl Pull {
    /// The push away of what the words name itself.
    fn own_away(self) -> i32 {
        self.away.max(self.section)
    }
}

impl Topic {
    /// The words that are built in.
    ///
    /// # Panics
    /// Never: a test reads the same file.
    pub fn embedded() -> Self {
        Self::from_toml(include_str!("../../seeds/amnesord.toml")).expect("the built-in topic words are tested")
    }

    /// Words from a file in the form of `seeds/amnesord.toml`.
    pub fn from_toml(text: &str) -> Result<Self, TopicError> {
        let file: File = toml::from_str(text)?;
        let (mut patterns, mut words, mut short) = (Vec::new(), Vec::new(), HashMap::new());
        let towards = file.amne.into_iter().chain(file.dessutom).map(|(word, value)| (word, Word::Towards(value)));
        let away = file.bort.into_iter().map(|(word, value)| (word, Word::Away(value)));
        let sections = file.avdelningar.into_iter().map(|(word, value)| (word, Word::Section(value)));
        for (word, says) in towards.chain(away).chain(sections) {
            let word = squash(&word);
            if word.chars().count() <= SHORT {
                short.insert(word, says);
            } else {
                patterns.push(word);
                words.push(says);
            }
        }
        let NotPages { vardar, stigar, filer } = file.inte_sidor;
        Ok(Self {
            threshold: file.troskel,
            long: AhoCorasick::new(patterns)?,
            words,
            short,
            skip_hosts: vardar,
            skip_paths: stigar,
            skip_files: filer,
        })
    }

    /// When to read an address.
    pub fn priority(&self, link: &Candidate<'_>) -> Priority {
        let text = self.pull(link.text);
        let decoded = percent_decode_str(link.url.path()).decode_utf8_lossy();
        let mut segments: Vec<&str> = decoded.split('/').filter(|s| !s.is_empty()).collect();
        let last = self.pull(without_suffix(segments.pop().unwrap_or_default()));
        let above = segments.iter().fold(Pull::default(), |sum, segment| {
            let pull = self.pull(segment);
            Pull { towards: sum.towards.max(pull.towards), away: sum.away.max(pull.away), section: 0 }
        });
        let heading = self.pull(link.heading);
        let (best, second) = (text.towards.max(last.towards), text.towards.min(last.towards));
        let mut points = best + second / 4 + above.towards / 5 + heading.towards / 5;
        if link.in_main && link.from != Priority::START && link.from.0 >= HEIR_FROM {
            points += (link.from.0 / 4).min(HEIR_MAX);
        }
        points -= text.own_away().max(last.own_away()).max(above.away) + heading.away / 4;
        points -= PER_CLICK * i32::try_from(link.depth.min(20)).unwrap_or(20);
        if link.known.is_some_and(|kind| !kind.is_never_evidence()) {
            points += KNOWN;
        }
        Priority(points)
    }

    /// Whether an address belongs to the topic at all; with scope `topic` the crawl stops when none is left.
    pub fn is_relevant(&self, priority: Priority) -> bool {
        priority.0 >= self.threshold
    }

    /// The last place that belongs to the topic.
    pub fn least_relevant(&self) -> Priority {
        Priority(self.threshold)
    }

    /// Whether a text names the topic itself, and not only what it shares with others.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.pull(text).towards >= NAMED
    }

    /// Whether an address can be a page: not a file, an action, or a host for e-services.
    pub fn is_page(&self, url: &Url) -> bool {
        if let Some(Host::Domain(host)) = url.host() {
            let first = host.split('.').next().unwrap_or_default();
            // Only where something is left after it: `karta.se` would be a site of its own.
            if host.split('.').count() > 2 && self.skip_hosts.iter().any(|skip| skip == first) {
                return false;
            }
        }
        let path = url.path().to_ascii_lowercase();
        let full = match url.query() {
            Some(query) => format!("{path}?{}", query.to_ascii_lowercase()),
            None => path.clone(),
        };
        if self.skip_paths.iter().any(|skip| full.contains(skip.as_str())) || shows_a_portlet(&path) {
            return false;
        }
        let file = path.rsplit('/').next().unwrap_or_default();
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        !self.skip_files.iter().any(|skip| skip == ending)
    }

    /// Towards: the best word plus half the second best. Away: the strongest.
    fn pull(&self, text: &str) -> Pull {
        let squashed = squash(text);
        let mut found: Vec<usize> =
            self.long.find_overlapping_iter(&squashed).map(|hit| hit.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        let long = found.into_iter().map(|word| self.words[word]);
        let short = words(text).filter_map(|word| self.short.get(&word).copied());
        let mut pull = Pull::default();
        let mut second = 0;
        for word in long.chain(short) {
            match word {
                Word::Towards(points) if points > pull.towards => {
                    second = pull.towards;
                    pull.towards = points;
                }
                Word::Towards(points) => second = second.max(points),
                Word::Away(points) => pull.away = pull.away.max(points),
                Word::Section(points) => pull.section = pull.section.max(points),
            }
        }
        Pull { towards: pull.towards + second / 2, ..pull }
    }
}

/// SiteVision shows a single portlet of a page under `….12.<hex>.html`.
fn shows_a_portlet(path: &str) -> bool {
    path.split(".12.").nth(1).is_some_and(|rest| {
        let hex = rest.split('.').next().unwrap_or_default();
        hex.len() >= 8 && hex.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// A last segment without file suffix and SiteVision's `.4.<hex>`, which can spell words by chance.
fn without_suffix(segment: &str) -> &str {
    segment.split('.').next().unwrap_or_default()
}

/// Letters and digits alone, in lower case, without dots and rings.
fn squash(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).map(plain).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(squash)
}

const fn plain(c: char) -> char {
    match c {
        'å' | 'ä' | 'à' | 'á' | 'æ' => 'a',
        'ö' | 'ø' | 'ó' => 'o',
        'é' | 'è' | 'ë' => 'e',
        'ü' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests;

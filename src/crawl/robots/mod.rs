//! robots.txt as RFC 9309 has it: what a site lets us read, and how slowly.
//!
//! Place in the flow: the visitor asks it before every page. Parsed once an origin, kept at most [`KEEP`].
//! What must stay true: a refusal is never overlooked. Patterns are matched in linear time with percent-encoding
//! normalised on both sides; the longest match wins, and allow wins a tie.

mod lines;
mod pattern;

use std::time::Duration;

use url::Url;

use self::lines::{Field, lines};
use self::pattern::{Form, Pattern};

/// Our product token (RFC 9309 2.2.1).
pub const PRODUCT: &str = "hemkoll";
/// How much of a file is read (RFC 9309 2.5: at least 500 KiB).
pub const MAX_BYTES: usize = 500 * 1024;
/// How long a file holds (RFC 9309 2.4).
pub const KEEP: Duration = Duration::from_hours(24);
/// Longest Crawl-delay that is kept; a longer one is cut to this.
pub const MAX_DELAY: Duration = Duration::from_mins(1);

/// What one robots.txt says to one user agent.
#[derive(Clone, Debug, Default)]
pub struct Robots {
    rules: Vec<Rule>,
    delay: Option<Duration>,
    sitemaps: Vec<String>,
}

#[derive(Clone, Debug)]
struct Rule {
    allow: bool,
    pattern: Pattern,
}

/// Rules of the groups for one kind of agent, while parsing.
#[derive(Default)]
struct Gathered {
    met: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// Reads a file for our own product token.
    pub fn parse(body: &[u8]) -> Self {
        Self::parse_for(body, PRODUCT)
    }

    /// Reads a file for another agent. Only the first [`MAX_BYTES`] count; a line that is cut there does not.
    pub fn parse_for(body: &[u8], agent: &str) -> Self {
        let (mut ours, mut all) = (Gathered::default(), Gathered::default());
        let mut sitemaps = Vec::new();
        // Which groups the lines that follow belong to, and whether a rule has ended the list of agents.
        let (mut for_us, mut for_all, mut rules_begun) = (false, false, false);
        for (field, value) in lines(body, MAX_BYTES) {
            match field {
                Field::UserAgent => {
                    if rules_begun {
                        (for_us, for_all, rules_begun) = (false, false, false);
                    }
                    if is_star(value) {
                        for_all = true;
                        all.met = true;
                    } else if is_agent(value, agent) {
                        for_us = true;
                        ours.met = true;
                    }
                }
                Field::Allow | Field::Disallow => {
                    rules_begun = true;
                    let rules = rules(field == Field::Allow, value);
                    if for_all {
                        all.rules.extend(rules.iter().cloned());
                    }
                    if for_us {
                        ours.rules.extend(rules);
                    }
                }
                Field::CrawlDelay => {
                    // Not part of RFC 9309. It counts in its group but does not end the list of agents: groups that
                    // hold nothing but a delay are common, and then every agent above is meant.
                    let delay = delay(value);
                    if for_all {
                        all.delay = all.delay.max(delay);
                    }
                    if for_us {
                        ours.delay = ours.delay.max(delay);
                    }
                }
                Field::Sitemap => sitemaps.push(String::from_utf8_lossy(value).into_owned()),
            }
        }
        let chosen = if ours.met { ours } else { all };
        Self { rules: chosen.rules, delay: chosen.delay, sitemaps }
    }

    /// Whether an address may be read.
    pub fn allows(&self, url: &Url) -> bool {
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path.push('?');
            path.push_str(query);
        }
        self.allows_path(&path)
    }

    /// Whether a path with its query may be read. (`/robots.txt` is never asked about: it is read before any rule.)
    pub fn allows_path(&self, path: &str) -> bool {
        let longest = |allow: bool| {
            let path = if allow { Form::Raw } else { Form::Equal }.of(path.as_bytes());
            let of_kind = self.rules.iter().filter(|rule| rule.allow == allow);
            of_kind.filter(|rule| rule.pattern.matches(&path)).map(|rule| rule.pattern.len()).max()
        };
        match (longest(true), longest(false)) {
            (_, None) => true,
            (Some(allow), Some(disallow)) => allow >= disallow,
            (None, Some(_)) => false,
        }
    }

    /// Whether anything at all may be read: false when the root and everything below is refused.
    pub fn is_closed(&self) -> bool {
        !self.rules.is_empty() && !self.rules.iter().any(|rule| rule.allow) && !self.allows_path("/")
    }

    /// The delay that the site asks for between requests, at most [`MAX_DELAY`].
    pub fn crawl_delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The sitemaps that the file names, as written.
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }
}

/// The rules that one line makes: none for an empty value, and two for a permitted index page, which permits its folder
/// too (as Google's parser has it).
fn rules(allow: bool, value: &[u8]) -> Vec<Rule> {
    let form = if allow { Form::Written } else { Form::Equal };
    let mut rules: Vec<Rule> = Pattern::new(value, form).map(|pattern| Rule { allow, pattern }).into_iter().collect();
    if allow
        && let Some(slash) = value.iter().rposition(|b| *b == b'/')
        && value[slash..].starts_with(b"/index.htm")
    {
        let folder = [&value[..=slash], b"$"].concat();
        rules.extend(Pattern::new(&folder, form).map(|pattern| Rule { allow, pattern }));
    }
    rules
}

/// `*`, alone or followed by white space.
fn is_star(value: &[u8]) -> bool {
    matches!(value, [b'*'] | [b'*', b' ' | b'\t', ..])
}

/// Whether a group's agent line names `agent`: its leading product token, in any case.
fn is_agent(value: &[u8], agent: &str) -> bool {
    let end = value.iter().position(|b| !(b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))).unwrap_or(value.len());
    !agent.is_empty() && value[..end].eq_ignore_ascii_case(agent.as_bytes())
}

fn delay(value: &[u8]) -> Option<Duration> {
    let text = std::str::from_utf8(value).ok()?.trim().replace(',', ".");
    let seconds: f64 = text.parse().ok()?;
    let bounded = if seconds.is_nan() { return None } else { seconds.clamp(0.0, MAX_DELAY.as_secs_f64()) };
    Some(Duration::from_secs_f64(bounded))
}

#[cfg(test)]
mod tests;

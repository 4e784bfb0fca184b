//! The lines of a robots.txt: bytes to fields.
//!
//! Place in the flow: the first half of reading a robots.txt. The line parser of the crate `robotstxt` is not used:
//! it wants text and cuts long lines by characters counted as bytes, so that a hostile file makes it panic.
//! What must stay true: any bytes at all give a list of fields, in linear time; unknown lines vanish.

/// Bytes of one line that count; what follows on the line is dropped, as Google's parser does.
const MAX_LINE: usize = 2083 * 8;

/// The fields that mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
    Sitemap,
}

/// The known fields of a file with their values, trimmed, without comments. Of the first `max` bytes only.
pub(super) fn lines(body: &[u8], max: usize) -> impl Iterator<Item = (Field, &[u8])> {
    let body = without_bom(body);
    let read = if body.len() > max {
        // A rule that is cut in the middle would say something else: the last, broken line goes.
        let cut = &body[..max];
        let end = cut.iter().rposition(|b| matches!(b, b'\n' | b'\r')).unwrap_or(0);
        &cut[..end]
    } else {
        body
    };
    // CR, LF and CRLF all end a line; the empty line that CRLF then yields says nothing.
    read.split(|b| matches!(b, b'\n' | b'\r')).filter_map(|line| field(&line[..line.len().min(MAX_LINE)]))
}

/// Skips a byte order mark, whole or broken off: Google's parser forgives both.
fn without_bom(body: &[u8]) -> &[u8] {
    let mark = [0xef, 0xbb, 0xbf];
    let same = body.iter().zip(mark).take_while(|(a, b)| **a == *b).count();
    &body[same..]
}

fn field(line: &[u8]) -> Option<(Field, &[u8])> {
    let line = line.split(|b| *b == b'#').next().unwrap_or_default().trim_ascii();
    let (key, value) = if let Some(colon) = line.iter().position(|b| *b == b':') {
        (&line[..colon], &line[colon + 1..])
    } else {
        // A forgotten colon is forgiven when there are exactly two words.
        let space = line.iter().position(|b| matches!(b, b' ' | b'\t'))?;
        let value = line[space..].trim_ascii();
        if value.iter().any(|b| matches!(b, b' ' | b'\t')) {
            return None;
        }
        (&line[..space], value)
    };
    let key = key.trim_ascii().to_ascii_lowercase();
    let begins = |names: &[&str]| names.iter().any(|name| key.starts_with(name.as_bytes()));
    let known = if begins(&["user-agent", "useragent", "user agent"]) {
        Field::UserAgent
    } else if begins(&["allow"]) {
        Field::Allow
    } else if begins(&["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"]) {
        Field::Disallow
    } else if begins(&["crawl-delay", "crawldelay"]) {
        Field::CrawlDelay
    } else if begins(&["sitemap", "site-map"]) {
        Field::Sitemap
    } else {
        return None;
    };
    Some((known, value.trim_ascii()))
}

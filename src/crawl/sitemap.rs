//! Sitemaps: lists of a site's pages, as sitemaps.org has them.
//!
//! Place in the flow: the visitor fetches them like any other address, this reads them, audit queues what they name.
//! What must stay true: bounded whatever they hold (a gzip bomb, an entity bomb, a million lines); a list that breaks
//! off keeps the lines before the break.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use tokio::io::AsyncReadExt;
use url::Url;

use super::failure::Failure;
use crate::domain::Reason;

/// Lines that are read of one list (the standard's own limit).
pub const MAX_LINES: usize = 50_000;
/// Bytes of one list, inflated (the standard's own limit).
pub const MAX_BYTES: u64 = 50 * 1024 * 1024;
/// Lists below one index, and indexes in indexes, that are worth following.
pub const MAX_LISTS: usize = 500;

/// What one list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages, in order, each once as written.
    pub pages: Vec<Line>,
    /// Further lists (of an index).
    pub lists: Vec<Url>,
    /// It broke off, or was longer than is read.
    pub cut: bool,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its address.
    pub url: Url,
    /// `lastmod` as written; empty if it has none.
    pub modified: String,
}

/// Reads a list: XML or plain text, gzipped (by its first bytes, whatever it is called) or not.
pub async fn read(body: &[u8]) -> Result<Sitemap, Failure> {
    if !body.starts_with(b"\x1f\x8b") {
        return Ok(parse(body));
    }
    let mut text = Vec::new();
    let inflating = async_compression::tokio::bufread::GzipDecoder::new(body);
    let whole = inflating.take(MAX_BYTES + 1).read_to_end(&mut text).await;
    if text.is_empty() {
        return Err(Failure::new(Reason::BadEncoding, whole.err().map_or("empty".to_owned(), |e| e.to_string())));
    }
    let cut = whole.is_err() || u64::try_from(text.len()).is_ok_and(|length| length > MAX_BYTES);
    let mut sitemap = parse(&text);
    sitemap.cut |= cut;
    Ok(sitemap)
}

/// Reads an inflated list.
pub fn parse(body: &[u8]) -> Sitemap {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.trim_ascii_start().starts_with(b"<") { parse_xml(body) } else { parse_text(body) }
}

fn parse_text(body: &[u8]) -> Sitemap {
    let text = String::from_utf8_lossy(body);
    let mut sitemap = Sitemap::default();
    for line in text.lines() {
        sitemap.take(line, String::new(), false);
    }
    sitemap
}

fn parse_xml(body: &[u8]) -> Sitemap {
    // Wrong encodings occur; addresses are ASCII in nearly all lists.
    let text = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(&text);
    // Lists made by hand forget end tags; what matters is which element the text stands in.
    reader.config_mut().check_end_names = false;
    let mut sitemap = Sitemap::default();
    let (mut field, mut in_list) = (String::new(), false);
    let (mut address, mut modified) = (String::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                field = tag.local_name().as_ref().to_ascii_lowercase();
                if matches!(field.as_str(), "url" | "sitemap") {
                    in_list = field == "sitemap";
                    address.clear();
                    modified.clear();
                }
            }
            Ok(Event::End(tag)) => {
                if matches!(tag.local_name().as_ref().to_ascii_lowercase().as_str(), "url" | "sitemap") {
                    sitemap.take(&address, modified.trim().to_owned(), in_list);
                    address.clear();
                }
                field.clear();
            }
            Ok(Event::Text(text)) => append(&field, &text, &mut address, &mut modified),
            Ok(Event::CData(text)) => append(&field, &text, &mut address, &mut modified),
            Ok(Event::GeneralRef(reference)) => append(&field, &character(&reference), &mut address, &mut modified),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                sitemap.cut = true;
                break;
            }
        }
        if sitemap.pages.len() + sitemap.lists.len() > MAX_LINES {
            sitemap.pages.truncate(MAX_LINES);
            sitemap.cut = true;
            break;
        }
    }
    sitemap
}

fn append(field: &str, text: &str, address: &mut String, modified: &mut String) {
    let target = match field {
        "loc" => address,
        "lastmod" => modified,
        _ => return,
    };
    // An address longer than this is never queued: more of it need not be held.
    if target.len() < 4_096 {
        target.push_str(text);
    }
}

/// The five predefined entities and numbered characters; entities that the list declares itself are never expanded.
fn character(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match reference.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
    .to_owned()
}

impl Sitemap {
    fn take(&mut self, address: &str, modified: String, is_list: bool) {
        if self.pages.len() + self.lists.len() >= MAX_LINES {
            self.cut = true;
            return;
        }
        let Ok(url) = Url::parse(address.trim()) else { return };
        if !matches!(url.scheme(), "http" | "https") {
            return;
        }
        if is_list { self.lists.push(url) } else { self.pages.push(Line { url, modified }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_compression::tokio::bufread::GzipEncoder;

    const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://hedlunda.test/a?b=1&amp;c=2 </loc><lastmod>2026-05-01</lastmod></url>
<url><loc><![CDATA[https://hedlunda.test/&#228;]]></loc></url>
<url><loc>/relativ</loc></url><url><loc>javascript:alert(1)</loc></url>
<s:url xmlns:s="x"><s:loc>https://hedlunda.test/%C3%A4</s:loc><s:image><s:title>loc</s:title></s:image></s:url>
</urlset>"#;

    fn paths(sitemap: &Sitemap) -> Vec<&str> {
        sitemap.pages.iter().map(|line| &line.url.as_str()["https://hedlunda.test".len()..]).collect()
    }

    #[test]
    fn a_list_gives_its_pages() {
        let sitemap = parse(LIST.as_bytes());
        assert_eq!(paths(&sitemap), ["/a?b=1&c=2", "/&#228;", "/%C3%A4"]);
        assert_eq!(sitemap.pages[0].modified, "2026-05-01");
        assert!(!sitemap.cut && sitemap.lists.is_empty());
    }

    #[test]
    fn an_index_gives_its_lists() {
        let text = "<sitemapindex><sitemap><loc>https://hedlunda.test/s1.xml.gz</loc></sitemap></sitemapindex>";
        let sitemap = parse(text.as_bytes());
        assert_eq!(sitemap.lists[0].path(), "/s1.xml.gz");
        assert!(sitemap.pages.is_empty());
    }

    #[test]
    fn what_breaks_off_keeps_what_came_before() {
        let broken = LIST.split("<s:url").next().unwrap().to_owned() + "<url><loc <<<";
        let sitemap = parse(broken.as_bytes());
        assert_eq!(paths(&sitemap).len(), 2);
        assert!(sitemap.cut);
        assert_eq!(paths(&parse(b"https://hedlunda.test/a\r\nhej\n\nhttps://hedlunda.test/b")), ["/a", "/b"]);
        assert_eq!(parse(b"\x00\xff"), Sitemap::default());
    }

    #[test]
    fn declared_entities_are_not_expanded_and_lines_are_bounded() {
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<urlset><url><loc>https://hedlunda.test/&b;x</loc></url></urlset>"#;
        assert_eq!(paths(&parse(bomb.as_bytes())), ["/x"]);
        let many = "<url><loc>https://hedlunda.test/a</loc></url>".repeat(MAX_LINES + 5);
        let sitemap = parse(format!("<urlset>{many}</urlset>").as_bytes());
        assert!(sitemap.cut && sitemap.pages.len() == MAX_LINES);
    }

    #[tokio::test]
    async fn gzip_is_known_by_its_first_bytes_and_bounded() {
        let mut zipped = Vec::new();
        GzipEncoder::new(LIST.as_bytes()).read_to_end(&mut zipped).await.unwrap();
        assert_eq!(read(&zipped).await.unwrap(), parse(LIST.as_bytes()));
        let half = read(&zipped[..zipped.len() / 2]).await;
        assert!(half.is_err() || half.unwrap().cut);
        assert_eq!(read(b"\x1f\x8bhej").await.unwrap_err().reason, Reason::BadEncoding);
    }
}

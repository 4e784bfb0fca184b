//! Pages out of a WARC file (1.0 or 1.1, squeezed or not), such as those that extensions for browsers save.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use super::{Limits, Saved, SavedError};
use crate::domain::both;

/// Longest line of a record's header.
const LINE: u64 = 16 * 1024;
/// Most lines of a record's header.
const LINES: usize = 200;
/// Most fields of an HTTP answer.
const FIELDS: usize = 500;

/// The HTML pages of a file, in its order: answers with status 200, and saved resources.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Saved>, SavedError> {
    let squeezed = bytes.starts_with(&[0x1f, 0x8b]);
    let all: Box<dyn Read + '_> = if squeezed { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    let mut file = BufReader::new(all.take(limits.file));
    let mut pages = Vec::new();
    for _ in 0..limits.parts {
        let Some(header) = header(&mut file)? else { return Ok(pages) };
        let length = header.number("content-length")?;
        let kind = header.text("warc-type").unwrap_or_default().to_ascii_lowercase();
        if !matches!(kind.as_str(), "response" | "resource") || length > limits.body + LINE * LINES as u64 {
            skip(&mut file, length)?;
            continue;
        }
        let mut block = Vec::new();
        (&mut file).take(length).read_to_end(&mut block).map_err(broken)?;
        if (block.len() as u64) < length {
            return Err(SavedError::Broken(both!("en post är avbruten", "a record is cut off")));
        }
        let page = if kind == "response" { answer(&block) } else { resource(&header, block) };
        if let Some(page) = page.filter(|page| page.body.len() as u64 <= limits.body) {
            let url = header.text("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
            pages.push(Saved { url, fetched_at: header.text("warc-date").map(str::to_owned), ..page });
        }
    }
    Err(SavedError::TooLarge(both!("antalet poster", "the number of records")))
}

/// The fields of a record, names in lower case.
struct Header(Vec<(String, String)>);

impl Header {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> Result<u64, SavedError> {
        let value = self.text(name).and_then(|value| value.parse().ok());
        value.ok_or_else(|| SavedError::Broken(both!("en post saknar sin längd", "a record does not tell its length")))
    }
}

fn broken(cause: impl std::fmt::Display) -> SavedError {
    SavedError::Broken(both!("{cause}", "{cause}"))
}

/// One line without its end; `None` at the end of the file.
fn line(file: &mut impl BufRead) -> Result<Option<String>, SavedError> {
    let mut bytes = Vec::new();
    file.take(LINE).read_until(b'\n', &mut bytes).map_err(broken)?;
    match bytes.last() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())),
        Some(_) if bytes.len() as u64 == LINE => Err(SavedError::TooLarge(both!("en rad", "a line"))),
        Some(_) => Err(SavedError::Broken(both!("en post är avbruten", "a record is cut off"))),
    }
}

fn header(file: &mut impl BufRead) -> Result<Option<Header>, SavedError> {
    let version = loop {
        match line(file)? {
            None => return Ok(None),
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    if !version.starts_with("WARC/1.") {
        return Err(SavedError::Broken(both!("en post börjar inte med WARC/1", "a record does not begin with WARC/1")));
    }
    let mut fields = Vec::new();
    for _ in 0..LINES {
        let line =
            line(file)?.ok_or_else(|| SavedError::Broken(both!("en post är avbruten", "a record is cut off")))?;
        if line.is_empty() {
            return Ok(Some(Header(fields)));
        }
        if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Err(SavedError::TooLarge(both!("antalet rader i en post", "the number of lines of a record")))
}

fn skip(file: &mut impl BufRead, length: u64) -> Result<(), SavedError> {
    let skipped = std::io::copy(&mut file.take(length), &mut std::io::sink()).map_err(broken)?;
    if skipped < length {
        Err(SavedError::Broken(both!("en post är avbruten", "a record is cut off")))
    } else {
        Ok(())
    }
}

fn is_html(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(media.as_str(), "text/html" | "application/xhtml+xml")
}

fn resource(header: &Header, body: Vec<u8>) -> Option<Saved> {
    let content_type = header.text("content-type").filter(|media| is_html(media))?;
    Some(Saved { content_type: Some(content_type.to_owned()), body, ..Saved::default() })
}

/// An HTTP answer with a page.
fn answer(block: &[u8]) -> Option<Saved> {
    let mut fields = vec![httparse::EMPTY_HEADER; FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(start) = response.parse(block).ok()? else { return None };
    if response.code != Some(200) {
        return None;
    }
    let all = |wanted: &str| {
        let named = response.headers.iter().filter(|field| field.name.eq_ignore_ascii_case(wanted));
        named.map(|field| String::from_utf8_lossy(field.value).into_owned()).collect::<Vec<_>>()
    };
    let content_type = all("content-type").into_iter().next().filter(|media| is_html(media))?;
    let body = &block[start..];
    let chunked = all("transfer-encoding").iter().any(|value| value.to_ascii_lowercase().contains("chunked"));
    // Many tools keep the field and store the body whole: then it does not parse as chunks, and stands as it is.
    let body = chunked.then(|| unchunked(body)).flatten().unwrap_or_else(|| body.to_vec());
    Some(Saved { content_type: Some(content_type), codings: all("content-encoding"), body, ..Saved::default() })
}

/// The body without its chunk lines; `None` when it is not made of chunks.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(rest).ok()? else { return None };
        if size == 0 {
            return Some(whole);
        }
        let end = start.checked_add(usize::try_from(size).ok()?)?;
        whole.extend_from_slice(rest.get(start..end)?);
        rest = rest.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://www.hedlunda.test/hemtjanst>\r\n\
             WARC-Date: 2026-08-15T08:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn page(fields: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n{fields}\r\n");
        record("response", "application/http; msgtype=response", &[head.as_bytes(), body].concat())
    }

    #[test]
    fn pages_are_found_among_other_records() {
        let file = [
            record("warcinfo", "application/warc-fields", b"software: x\r\n"),
            page("Transfer-Encoding: chunked\r\n", b"4\r\n<p>h\r\n3;x=y\r\nej!\r\n0\r\n\r\n"),
            record("response", "application/http", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>"),
            record("response", "application/http", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<p>"),
            page("Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n", b"<p>hel"),
            record("resource", "text/html", b"<p>sparad"),
        ]
        .concat();
        let squeezed = {
            use std::io::Write;
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(&file).unwrap();
            gzip.finish().unwrap()
        };
        for file in [file, squeezed] {
            let pages = read(&file, Limits::default()).unwrap();
            let bodies: Vec<_> = pages.iter().map(|page| String::from_utf8_lossy(&page.body).into_owned()).collect();
            assert_eq!(bodies, ["<p>hej!", "<p>hel", "<p>sparad"]);
            assert_eq!(pages[0].content_type.as_deref(), Some("text/html; charset=iso-8859-1"));
            assert_eq!(pages[1].codings, ["br"]);
            assert!(pages.iter().all(|page| page.url.as_deref() == Some("https://www.hedlunda.test/hemtjanst")));
        }
    }

    #[test]
    fn what_is_cut_off_or_endless_is_told() {
        let whole = page("", b"<p>hej");
        for cut in [3, 30, whole.len() - 8] {
            assert!(matches!(read(&whole[..cut], Limits::default()), Err(SavedError::Broken(_))), "{cut}");
        }
        let few = Limits { parts: 1, ..Limits::default() };
        assert_eq!(
            read(&[whole.clone(), whole.clone()].concat(), few),
            Err(SavedError::TooLarge(both!("antalet poster", "the number of records")))
        );
        let long = format!("WARC/1.0\r\nX: {}\r\n", "a".repeat(20_000));
        assert_eq!(read(long.as_bytes(), Limits::default()), Err(SavedError::TooLarge(both!("en rad", "a line"))));
        let large = Limits { body: 3, ..Limits::default() };
        assert_eq!(read(&whole, large), Ok(vec![]));
    }
}

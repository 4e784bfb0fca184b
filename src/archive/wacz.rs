//! WACZ 1.1.1: a WARC file with its index and its list of pages in one zip, for ReplayWeb.page and its like.
//!
//! What must stay true: the archive is stored, not squeezed again, so that a reader can jump to a record; every file's
//! SHA-256 stands in `datapackage.json`.

use std::io::{self, Seek, Write};

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::export::{self, Entry};
use super::{ArchiveError, hex, sha256};
use crate::store::{RoundRow, Store};

const ARCHIVE: &str = "data.warc.gz";

/// Writes a round as WACZ.
pub async fn write<W: Write + Seek>(store: &Store, round: &RoundRow, out: W) -> Result<W, ArchiveError> {
    let mut zip = ZipWriter::new(out);
    let archive = format!("archive/{ARCHIVE}");
    zip.start_file(&archive, options(round))?;
    let (counted, entries) = export::warc(store, round, Counted { zip, bytes: 0, hash: Sha256::new() }).await?;
    let Counted { mut zip, bytes, hash } = counted;
    let mut files = vec![resource(&archive, &hex(&hash.finalize()), bytes)];
    let mut add = |path: &str, text: &str| -> Result<serde_json::Value, ArchiveError> {
        zip.start_file(path, options(round))?;
        zip.write_all(text.as_bytes())?;
        Ok(resource(path, &sha256(text.as_bytes()), text.len() as u64))
    };
    files.push(add("indexes/index.cdx", &index(&entries))?);
    files.push(add("pages/pages.jsonl", &pages(&entries))?);
    let package = json!({
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": format!("hemkoll {}", round.round.name),
        "created": round.round.opened_at,
        "software": concat!("hemkoll ", env!("CARGO_PKG_VERSION")),
        "resources": files,
    });
    let package = format!("{package:#}\n");
    add("datapackage.json", &package)?;
    let digest = json!({"path": "datapackage.json", "hash": format!("sha256:{}", sha256(package.as_bytes()))});
    add("datapackage-digest.json", &format!("{digest:#}\n"))?;
    let mut out = zip.finish()?;
    out.flush()?;
    Ok(out)
}

/// Stored, dated as the round, so that equal rounds give equal files.
fn options(round: &RoundRow) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let opened = round.round.opened_at.parse::<Timestamp>().ok().map(|at| at.to_zoned(jiff::tz::TimeZone::UTC));
    let small = |n: i8| u8::try_from(n).unwrap_or_default();
    let date = opened.and_then(|at| {
        let year = u16::try_from(at.year()).ok()?;
        let [month, day, hour, minute, second] = [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(small);
        zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
    });
    options.last_modified_time(date.unwrap_or_default())
}

fn resource(path: &str, sha256: &str, bytes: u64) -> serde_json::Value {
    let name = path.rsplit('/').next().unwrap_or(path);
    json!({"name": name, "path": path, "hash": format!("sha256:{sha256}"), "bytes": bytes})
}

/// Counts and hashes what goes into the zip.
struct Counted<W: Write + Seek> {
    zip: ZipWriter<W>,
    bytes: u64,
    hash: Sha256,
}

impl<W: Write + Seek> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.zip.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// CDXJ: sorted lines of address, time and where the record stands.
fn index(entries: &[Entry]) -> String {
    let line = |entry: &Entry| {
        let place = json!({
            "url": entry.url,
            "mime": entry.mime,
            "status": entry.status.to_string(),
            "digest": format!("sha256:{}", entry.sha256),
            "length": entry.span.length.to_string(),
            "offset": entry.span.offset.to_string(),
            "filename": ARCHIVE,
        });
        format!("{} {} {place}\n", surt(&entry.url), digits(&entry.date))
    };
    let mut lines: Vec<String> = entries.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

/// The pages that were judged, for the reader's table of contents.
fn pages(entries: &[Entry]) -> String {
    let mut lines = vec![json!({"format": "json-pages-1.0", "id": "pages", "title": "Sidor"}).to_string()];
    for entry in entries {
        if let Some(title) = &entry.title {
            let id = &sha256(format!("{}\0{}", entry.url, entry.date).as_bytes())[..16];
            lines.push(json!({"id": id, "url": entry.url, "ts": entry.date, "title": title}).to_string());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// `20260815080000`
fn digits(date: &str) -> String {
    date.chars().filter(char::is_ascii_digit).take(14).collect()
}

/// The address in the order that indexes are sorted by: `test,hedlunda)/hemtjanst`, without `www.`, in lower case, the
/// query sorted.
fn surt(address: &str) -> String {
    let Ok(mut url) = Url::parse(&address.to_lowercase()) else { return address.replace(' ', "%20") };
    let host = url.host_str().unwrap_or_default().to_owned();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host: Vec<&str> = if url.domain().is_some() { host.rsplit('.').collect() } else { vec![host] };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if !query.is_empty() {
        query.sort();
        url.query_pairs_mut().clear().extend_pairs(query);
    }
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{port}){}{query}", host.join(","), url.path())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::warc::Span;

    #[test]
    fn addresses_sort_by_host_from_the_right() {
        assert_eq!(surt("https://www.Hedlunda.test/Hemtjanst?b=2&a=1#x"), "test,hedlunda)/hemtjanst?a=1&b=2");
        assert_eq!(surt("http://127.0.1.5:8081/"), "127.0.1.5:8081)/");
    }

    #[test]
    fn index_and_pages_are_lines() {
        let entry = |url: &str, title: Option<&str>, offset| Entry {
            url: url.into(),
            date: "2026-08-15T08:00:01.000001Z".into(),
            status: 200,
            mime: "text/html".into(),
            sha256: "ab".into(),
            span: Span { offset, length: 7 },
            title: title.map(str::to_owned),
        };
        let entries = [entry("https://b.test/", Some("Start \"b\"\n"), 0), entry("https://a.test/", None, 7)];
        insta::assert_snapshot!(format!("{}\n{}", index(&entries), pages(&entries)));
    }
}

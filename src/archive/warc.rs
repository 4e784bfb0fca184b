//! WARC 1.1 (ISO 28500:2017), one gzip member a record.
//!
//! Place in the flow: captures → **records** → a file that other archives read.
//! What must stay true: a record is written whole or the write fails; no text from the web can end a line or begin a
//! field; equal captures give equal bytes.

use std::borrow::Cow;
use std::io::{self, Write};

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

use super::hex;

/// A record to write.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// `warcinfo`, `request`, `response`, `revisit`, `resource` or `metadata`.
    pub kind: &'static str,
    /// `urn:uuid:…`.
    pub id: String,
    /// RFC 3339 UTC.
    pub date: &'a str,
    /// `Content-Type` of the block.
    pub content_type: &'a str,
    /// Further fields.
    pub fields: Vec<(&'static str, String)>,
    /// The block up to the payload: HTTP head, or everything.
    pub head: Vec<u8>,
    /// The payload; `None` when the record has none, or it was not kept.
    pub payload: Option<&'a [u8]>,
}

/// Where a record stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Bytes before it.
    pub offset: u64,
    /// Bytes of its gzip member.
    pub length: u64,
}

/// Writes records one after another.
#[derive(Debug)]
pub struct Writer<W> {
    out: W,
    offset: u64,
}

impl<W: Write> Writer<W> {
    /// A writer at the beginning of a file.
    pub fn new(out: W) -> Self {
        Self { out, offset: 0 }
    }

    /// Writes one record as a gzip member of its own.
    pub fn write(&mut self, record: &Record<'_>) -> io::Result<Span> {
        let payload = record.payload.unwrap_or_default();
        let mut gzip = GzBuilder::new().write(Vec::with_capacity(payload.len() / 4 + 1024), Compression::default());
        gzip.write_all(header(record).as_bytes())?;
        gzip.write_all(&record.head)?;
        gzip.write_all(payload)?;
        gzip.write_all(b"\r\n\r\n")?;
        let member = gzip.finish()?;
        self.out.write_all(&member)?;
        let span = Span { offset: self.offset, length: member.len() as u64 };
        self.offset += span.length;
        Ok(span)
    }

    /// Flushes and gives the receiver back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn header(record: &Record<'_>) -> String {
    let mut header = String::from("WARC/1.1\r\n");
    let mut field = |name: &str, value: &str| {
        header.push_str(name);
        header.push_str(": ");
        header.push_str(&one_line(value));
        header.push_str("\r\n");
    };
    field("WARC-Type", record.kind);
    field("WARC-Record-ID", &format!("<{}>", record.id));
    field("WARC-Date", record.date);
    for (name, value) in &record.fields {
        field(name, value);
    }
    let payload = record.payload.unwrap_or_default();
    let block = Sha256::new().chain_update(&record.head).chain_update(payload).finalize();
    field("WARC-Block-Digest", &format!("sha256:{}", hex(&block)));
    if record.payload.is_some() {
        field("WARC-Payload-Digest", &format!("sha256:{}", hex(&Sha256::digest(payload))));
    }
    field("Content-Type", record.content_type);
    field("Content-Length", &(record.head.len() + payload.len()).to_string());
    header.push_str("\r\n");
    header
}

/// Text that may stand in a header, of WARC or of HTTP: control characters become spaces, so that no value can end its
/// line.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if text.contains(ends) { Cow::Owned(text.replace(ends, " ")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    use super::*;
    use crate::store::{CaptureKind, CaptureRow};

    /// A capture by hand.
    pub(in crate::archive) fn capture(url: &str) -> CaptureRow {
        CaptureRow {
            id: 1,
            kind: CaptureKind::Page,
            url: url.into(),
            final_url: url.into(),
            sent_at: "2026-08-15T08:00:00.000001Z".into(),
            millis: 12,
            status: 200,
            http: "HTTP/1.1".into(),
            remote: "192.0.2.7:443".into(),
            headers: vec![("content-type".into(), "text/html; charset=utf-8".into())],
            wire_bytes: 100,
            sha256: None,
            reason: None,
            asked_if: Vec::new(),
            revisit_of: None,
        }
    }

    fn record<'a>(url: &str, payload: &'a [u8]) -> Record<'a> {
        Record {
            kind: "response",
            id: "urn:uuid:0".into(),
            date: "2026-08-15T08:00:00Z",
            content_type: "application/http;msgtype=response",
            fields: vec![("WARC-Target-URI", url.into())],
            head: b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
            payload: Some(payload),
        }
    }

    #[test]
    fn each_record_is_a_gzip_member_of_its_own() {
        let mut writer = Writer::new(Vec::new());
        let spans: Vec<Span> = [b"ett".as_slice(), b"tv\xc3\xa5"]
            .iter()
            .map(|payload| writer.write(&record("https://hedlunda.test/", payload)).unwrap())
            .collect();
        let file = writer.finish().unwrap();
        assert_eq!(spans[1].offset + spans[1].length, file.len() as u64);
        let mut second = String::new();
        let from = usize::try_from(spans[1].offset).unwrap();
        GzDecoder::new(&file[from..]).read_to_string(&mut second).unwrap();
        insta::assert_snapshot!(second.replace("\r\n", "␍\n"));
    }

    #[test]
    fn a_receiver_that_takes_no_more_is_told() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(Writer::new(Full).write(&record("https://hedlunda.test/", b"x")).is_err());
    }

    proptest! {
        #[test]
        fn no_value_begins_a_line_of_its_own(value in "[\\x00-\\x1f\\x7f\u{85}\u{2028}aå:]{0,40}") {
            let header = header(&record(&value, b""));
            prop_assert_eq!(header.lines().count(), 10);
            prop_assert!(header.split("\r\n").all(|line| !line.contains(['\r', '\n', '\0'])));
        }
    }
}

//! A round's captures as a WARC file.
//!
//! Place in the flow: store → **records** → `hemkoll export --format warc`, or the archive inside a WACZ.
//! What must stay true: every request of the round is there, in a fixed order, also those that got no answer; one body
//! is in memory at a time; a page that was unchanged since an earlier round has that round's record before its own, so
//! that the file needs no other.

use std::collections::BTreeSet;
use std::io::Write;

use super::origin::{Origins, Whole};
use super::record::{self, Part, RecordName};
use super::warc::{Record, Span, Writer};
use super::{ArchiveError, http, read};
use crate::store::{CaptureKind, CaptureRow, RoundRow, Store, VisitRow};

/// What says that a page is unchanged (WARC 1.1, 6.7.3).
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
/// Media type of such records in an index.
const REVISIT: &str = "warc/revisit";

/// What of an answer can be looked up in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The address that answered.
    pub url: String,
    /// When it was asked, RFC 3339 UTC.
    pub date: String,
    /// HTTP status.
    pub status: u16,
    /// Media type without parameters.
    pub mime: String,
    /// SHA-256 of the body.
    pub sha256: String,
    /// Where its response record stands.
    pub span: Span,
    /// The title, when it is a page that was judged.
    pub title: Option<String>,
}

/// Writes the captures of a round; gives the receiver back, and what an index needs.
pub async fn warc<W: Write>(store: &Store, round: &RoundRow, out: W) -> Result<(W, Vec<Entry>), ArchiveError> {
    let mut writer = Writer::new(out);
    let info = record::urn(&[&round.round.name, "warcinfo"]);
    writer.write(&about(round, info.clone()))?;
    let mut visits = store.visits(round.id).await?;
    visits.sort_by(|a, b| a.kommun.code.cmp(&b.kommun.code));
    let mut entries = Vec::new();
    for visit in &visits {
        let captures = store.captures(visit.id).await?;
        let names = record::names(&round.round.name, &visit.kommun.code, &captures);
        let pages = store.pages(visit.id).await?;
        let origins = Origins::of(store, &captures).await?;
        let mut written = BTreeSet::new();
        for (capture, name) in captures.iter().zip(&names) {
            let whole = capture.revisit_of.and_then(|id| origins.get(id));
            if let Some(Whole { round, visit, capture, name }) = whole
                && written.insert(capture.id)
            {
                let body = body(store, capture).await?;
                let one = One { round, visit, capture, name, info: &info, body: body.as_deref(), whole: None };
                entries.push(one.entry(writer.write(&one.response())?, None));
            }
            // The body of an unchanged page stands in the record that it refers to.
            let body = if whole.is_some() { None } else { body(store, capture).await? };
            let one = One { round: &round.round.name, visit, capture, name, info: &info, body: body.as_deref(), whole };
            let Some(span) = one.write(&mut writer)? else { continue };
            let title = pages.iter().find(|page| page.capture == capture.id).map(|page| page.title.clone());
            entries.push(one.entry(span, title));
        }
    }
    Ok((writer.finish()?, entries))
}

async fn body(store: &Store, capture: &CaptureRow) -> Result<Option<Vec<u8>>, ArchiveError> {
    match &capture.sha256 {
        Some(sha256) => kept(read(store, sha256).await),
        None => Ok(None),
    }
}

/// A body whose time is up is left out of its record, whose digest then tells nothing of it.
fn kept(read: Result<Vec<u8>, ArchiveError>) -> Result<Option<Vec<u8>>, ArchiveError> {
    match read {
        Err(ArchiveError::Purged(_)) => Ok(None),
        read => read.map(Some),
    }
}

fn about(round: &RoundRow, id: String) -> Record<'_> {
    let params = &round.round.params;
    let lines = [
        ("software", concat!("hemkoll/", env!("CARGO_PKG_VERSION")).to_owned()),
        ("format", "WARC File Format 1.1".to_owned()),
        ("isPartOf", round.round.name.clone()),
        ("robots", "obey".to_owned()),
        (
            "description",
            format!(
                "hemkoll round {}, judged on {}, rules {}",
                round.round.name, params.judged_on, params.rules_sha256
            ),
        ),
        (
            "hemkoll-rebuilt",
            "Message heads are rebuilt from stored fields: header names in lower case, reason phrases from the \
             registry, of a request its line, host and conditions alone, of a redirect its resolved target alone. Bodies are \
             stored inflated; the fields that described them on the wire are named x-archive-orig-*."
                .to_owned(),
        ),
    ];
    Record {
        kind: "warcinfo",
        id,
        date: &round.round.opened_at,
        content_type: "application/warc-fields",
        fields: Vec::new(),
        head: fields(&lines),
        payload: None,
    }
}

/// Lines of `application/warc-fields`.
fn fields(lines: &[(&str, String)]) -> Vec<u8> {
    let line = |(name, value): &(&str, String)| format!("{name}: {}\r\n", super::warc::one_line(value));
    lines.iter().map(line).collect::<String>().into_bytes()
}

/// One capture and what belongs to it.
struct One<'a> {
    round: &'a str,
    visit: &'a VisitRow,
    capture: &'a CaptureRow,
    name: &'a RecordName,
    info: &'a str,
    body: Option<&'a [u8]>,
    /// The answer of an earlier round whose body still held.
    whole: Option<Whole<'a>>,
}

impl One<'_> {
    /// The line of an index.
    fn entry(&self, span: Span, title: Option<String>) -> Entry {
        Entry {
            url: self.capture.final_url.clone(),
            date: self.capture.sent_at.clone(),
            status: self.capture.status,
            mime: if self.whole.is_some() { REVISIT.to_owned() } else { self.media_type() },
            sha256: self.capture.sha256.clone().unwrap_or_default(),
            span,
            title,
        }
    }

    /// Response (when one came), request and metadata. Answers with where the response stands.
    fn write<W: Write>(&self, writer: &mut Writer<W>) -> Result<Option<Span>, ArchiveError> {
        if self.capture.kind == CaptureKind::Import {
            return self.handed_in(writer).map(Some);
        }
        let answered = self.capture.status > 0;
        let span = if answered { Some(writer.write(&self.response())?) } else { None };
        if let Some(head) = http::request(self.capture.kind, &self.capture.final_url, &self.capture.asked_if) {
            writer.write(&self.record(Part::Request, "request", "application/http;msgtype=request", head))?;
        }
        let about = self.record(Part::Metadata, "metadata", "application/warc-fields", self.metadata());
        writer.write(&about)?;
        Ok(span)
    }

    /// A page that a person saved: no answer of a server, but the file's page as it is.
    fn handed_in<W: Write>(&self, writer: &mut Writer<W>) -> Result<Span, ArchiveError> {
        let mut record = self.record(Part::Response, "resource", "text/html", Vec::new());
        record.payload = self.body;
        let span = writer.write(&record)?;
        let about = self.record(Part::Metadata, "metadata", "application/warc-fields", self.metadata());
        writer.write(&about)?;
        Ok(span)
    }

    fn record(&self, part: Part, kind: &'static str, content_type: &'static str, head: Vec<u8>) -> Record<'_> {
        let mut named =
            vec![("WARC-Target-URI", self.capture.final_url.clone()), ("WARC-Warcinfo-ID", format!("<{}>", self.info))];
        if part != Part::Response && self.capture.status > 0 {
            named.push(("WARC-Concurrent-To", format!("<{}>", self.name.urn(Part::Response))));
        }
        let id = self.name.urn(part);
        Record { kind, id, date: &self.capture.sent_at, content_type, fields: named, head, payload: None }
    }

    fn response(&self) -> Record<'_> {
        let capture = self.capture;
        let head = http::response_head(capture, self.body.map(<[u8]>::len));
        let kind = if self.whole.is_some() { "revisit" } else { "response" };
        let mut record = self.record(Part::Response, kind, "application/http;msgtype=response", head);
        if let Some(whole) = self.whole {
            record.fields.extend([
                ("WARC-Profile", NOT_MODIFIED.to_owned()),
                ("WARC-Refers-To", format!("<{}>", whole.name.urn(Part::Response))),
                ("WARC-Refers-To-Target-URI", whole.capture.final_url.clone()),
                ("WARC-Refers-To-Date", whole.capture.sent_at.clone()),
            ]);
            // Of the body that still holds, as WARC 1.1 has it; the record itself has none.
            let digest = self.capture.sha256.iter().map(|sha256| ("WARC-Payload-Digest", format!("sha256:{sha256}")));
            record.fields.extend(digest);
        }
        if let Some((address, _)) = capture.remote.rsplit_once(':') {
            record.fields.push(("WARC-IP-Address", address.trim_matches(['[', ']']).to_owned()));
        }
        if capture.http == "HTTP/2" {
            record.fields.push(("WARC-Protocol", "h2".to_owned()));
        }
        if self.body.is_none() && capture.wire_bytes > 0 && self.whole.is_none() {
            // A body came, but pages that are not judged are not kept.
            record.fields.push(("WARC-Truncated", "unspecified".to_owned()));
        }
        record.payload = self.body;
        record
    }

    fn metadata(&self) -> Vec<u8> {
        let capture = self.capture;
        let mut lines = vec![
            ("fetchTimeMs", capture.millis.to_string()),
            ("hemkoll-round", self.round.to_owned()),
            ("hemkoll-kommun", format!("{} {}", self.visit.kommun.code, self.visit.kommun.name)),
            ("hemkoll-kind", capture.kind.code().to_owned()),
            ("hemkoll-wire-bytes", capture.wire_bytes.to_string()),
        ];
        if capture.url != capture.final_url {
            lines.push(("via", capture.url.clone()));
        }
        if let Some(reason) = capture.reason {
            lines.push(("hemkoll-reason", reason.code().to_owned()));
        }
        fields(&lines)
    }

    fn media_type(&self) -> String {
        let content_type = self.capture.headers.iter().find(|(name, _)| name == "content-type");
        let media = content_type.and_then(|(_, value)| value.split(';').next()).unwrap_or_default().trim();
        if media.is_empty() && self.capture.kind == CaptureKind::Robots { "text/plain" } else { media }.to_lowercase()
    }
}

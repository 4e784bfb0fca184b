//! What each capture is called outside the database: WARC record ids that follow from what was fetched.
//!
//! Place in the flow: WARC files carry these ids, and every answer in the exports points at one.
//! What must stay true: a name depends on round, kommun, address, status and body alone, never on times or keys, so
//! that the same evidence has the same names on every machine and after every interruption.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::store::CaptureRow;

/// The parts of one capture in a WARC file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What came back; the record that findings point at.
    Response,
    /// What was asked.
    Request,
    /// How it went.
    Metadata,
}

/// The name of one capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordName(String);

impl RecordName {
    /// `urn:uuid:…`, version 8 of RFC 9562: the first bits of a SHA-256.
    pub fn urn(&self, part: Part) -> String {
        let part = match part {
            Part::Response => "response",
            Part::Request => "request",
            Part::Metadata => "metadata",
        };
        urn(&[&self.0, part])
    }
}

/// A version 8 UUID from the SHA-256 of some words.
pub(super) fn urn(words: &[&str]) -> String {
    let hash = Sha256::digest(words.join("\0"));
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash[..16]);
    bits[6] = bits[6] & 0x0f | 0x80;
    bits[8] = bits[8] & 0x3f | 0x80;
    let groups = [&bits[..4], &bits[4..6], &bits[6..8], &bits[8..10], &bits[10..]];
    format!("urn:uuid:{}", groups.map(super::hex).join("-"))
}

/// Names for all captures of a visit, in their order. Equal answers to equal questions are numbered.
pub fn names(round: &str, code: &str, captures: &[CaptureRow]) -> Vec<RecordName> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut name = |capture: &CaptureRow| {
        let body = capture.sha256.as_deref().unwrap_or_default();
        let status = capture.status.to_string();
        let same = [round, code, capture.kind.code(), &capture.url, &capture.final_url, &status, body].join("\0");
        let number = seen.entry(same.clone()).and_modify(|number| *number += 1).or_default();
        RecordName(format!("{same}\0{number}"))
    };
    captures.iter().map(&mut name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::warc::tests::capture;

    #[test]
    fn names_follow_what_was_fetched_and_not_when() {
        let first = capture("https://www.hedlunda.test/hemtjanst");
        let later = CaptureRow { id: 9, sent_at: "2027-01-01T00:00:00.000000Z".into(), millis: 900, ..first.clone() };
        let [a, b] = [first.clone(), later].map(|row| names("2026", "0001", &[row]).remove(0).urn(Part::Response));
        assert_eq!(a, b);
        let other = CaptureRow { sha256: Some("ab".repeat(32)), ..first.clone() };
        let all = names("2026", "0001", &[first.clone(), first.clone(), other]);
        let mut ids: Vec<_> =
            all.iter().flat_map(|n| [Part::Response, Part::Request, Part::Metadata].map(|p| n.urn(p))).collect();
        ids.push(names("2027", "0001", std::slice::from_ref(&first)).remove(0).urn(Part::Response));
        ids.push(names("2026", "0002", &[first]).remove(0).urn(Part::Response));
        let unique: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len());
    }

    #[test]
    fn ids_are_uuids_of_version_8() {
        let id = urn(&["a", "b"]);
        let groups: Vec<usize> = id.trim_start_matches("urn:uuid:").split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&id[23..24], "8", "{id}");
    }
}

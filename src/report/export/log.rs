//! The log of a round as a table and as JSON lines: one line a request, and one for each address that was left out.
//!
//! What must stay true: as in the other tables, no cell begins as a formula; the columns of the table and the keys of the
//! lines say the same.

use std::io::Write;

use crate::domain::Asked;

use super::super::swedish::decimals;
use super::ExportError;
use super::csv::Table;

const COLUMNS: [&str; 16] = [
    "kommunkod",
    "kommun",
    "tid (UTC)",
    "metod",
    "slag",
    "adress",
    "vidare från",
    "svar",
    "skäl",
    "skälet i ord",
    "byte",
    "sekunder",
    "väntan före, sekunder",
    "robots.txt",
    "server",
    "kontrollsumma",
];

/// One line a request, for a spreadsheet.
pub fn csv(log: &[Asked], out: impl Write) -> Result<(), ExportError> {
    let mut table = Table::new(out, &COLUMNS)?;
    for line in log {
        let status = match line.status {
            None => String::new(),
            Some(status) if line.unchanged => format!("{status} oförändrad"),
            Some(status) => status.to_string(),
        };
        let seconds = |millis: u64| decimals(f64::from(u32::try_from(millis).unwrap_or(u32::MAX)) / 1000.0, 3);
        table.line(&[
            &line.kommun,
            &line.name,
            &line.at,
            line.method,
            line.kind,
            &line.url,
            &line.via,
            &status,
            line.reason.map_or("", |reason| reason.code()),
            line.reason.map_or("", |reason| reason.sentence_sv()),
            &line.bytes.to_string(),
            &if line.method.is_empty() { String::new() } else { seconds(line.millis) },
            &line.waited_millis.map(seconds).unwrap_or_default(),
            line.robots.code(),
            &line.server,
            &line.sha256,
        ])?;
    }
    table.end()
}

/// One line of JSON a request.
pub fn jsonl(log: &[Asked], mut out: impl Write) -> Result<(), ExportError> {
    for line in log {
        serde_json::to_writer(&mut out, line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Reason, RobotsVerdict};

    fn asked() -> Asked {
        Asked {
            kommun: "9001".into(),
            name: "=Hedlunda".into(),
            at: "2026-08-16T12:02:33.000000Z".into(),
            method: "GET",
            kind: "page",
            url: "https://www.hedlunda.test/a?b=\"c\";d".into(),
            via: String::new(),
            status: Some(304),
            reason: None,
            bytes: 0,
            millis: 1234,
            waited_millis: Some(1001),
            robots: RobotsVerdict::Allowed,
            server: "192.0.2.7:443".into(),
            asked_if: vec![("if-none-match".into(), "W/\"a\"".into())],
            unchanged: true,
            sha256: "ab".into(),
        }
    }

    #[test]
    fn a_request_is_a_line_of_both() {
        let left_out = Asked {
            at: String::new(),
            method: "",
            status: None,
            reason: Some(Reason::RobotsDisallow),
            waited_millis: None,
            robots: RobotsVerdict::Disallowed,
            asked_if: Vec::new(),
            unchanged: false,
            ..asked()
        };
        let log = [asked(), left_out];
        let (mut table, mut lines) = (Vec::new(), Vec::new());
        csv(&log, &mut table).unwrap();
        jsonl(&log, &mut lines).unwrap();
        let both = [table, lines].map(|bytes| String::from_utf8(bytes).unwrap().replace('\r', ""));
        insta::assert_snapshot!(both.join("\n"));
    }
}

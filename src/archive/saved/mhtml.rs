//! MHTML (RFC 2557): the page that Chromium and Edge save as one file.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::{Limits, Saved, SavedError};
use crate::domain::both;

/// Whether a file begins as a message with parts.
pub(super) fn is(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let head = start.split("\r\n\r\n").next().unwrap_or_default().split("\n\n").next().unwrap_or_default();
    head.contains("content-type:") && head.contains("multipart/related")
}

/// The page of the file: its first HTML part. Frames are pages of their own and are left out.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Saved, SavedError> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| {
        SavedError::Broken(both!("den börjar som MHTML men går inte att läsa", "it begins as MHTML and cannot be read"))
    })?;
    if message.parts.len() > limits.parts {
        return Err(SavedError::TooLarge(both!("antalet delar", "the number of parts")));
    }
    let html = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some((part, text)),
        _ => None,
    });
    let (part, text) = html.ok_or(SavedError::NoPage)?;
    if text.len() as u64 > limits.body {
        return Err(SavedError::TooLarge(both!("sidan", "the page")));
    }
    let of_message = message.header("Snapshot-Content-Location").and_then(|value| value.as_text());
    Ok(Saved {
        url: part.content_location().or(of_message).map(str::to_owned),
        // The parser has turned the part's own charset into UTF-8.
        content_type: Some("text/html; charset=utf-8".to_owned()),
        codings: Vec::new(),
        body: text.as_bytes().to_vec(),
        fetched_at: message
            .date()
            .and_then(|date| jiff::Timestamp::from_second(date.to_timestamp()).ok())
            .map(|at| at.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "From: <Saved by Blink>\r\n\
        Snapshot-Content-Location: https://www.hedlunda.test/hemtjanst\r\n\
        Subject: =?utf-8?Q?Hemtj=C3=A4nst?=\r\n\
        Date: Sat, 15 Aug 2026 08:00:00 +0200\r\n\
        MIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----MultipartBoundary--x----\"\r\n\r\n\
        ------MultipartBoundary--x----\r\n\
        Content-Type: text/html\r\n\
        Content-ID: <frame-1@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://www.hedlunda.test/hemtjanst\r\n\r\n\
        <!DOCTYPE html><html><head><meta charset=3D\"utf-8\"></head><body>Hemtj=C3=A4nst =\r\nhemma</body></html>\r\n\
        ------MultipartBoundary--x----\r\n\
        Content-Type: image/png\r\n\
        Content-Transfer-Encoding: base64\r\n\
        Content-Location: https://www.hedlunda.test/a.png\r\n\r\n\
        iVBORw0KGgo=\r\n\
        ------MultipartBoundary--x------\r\n";

    #[test]
    fn the_page_its_address_and_its_day_are_found() {
        assert!(is(FILE.as_bytes()));
        let page = read(FILE.as_bytes(), Limits::default()).unwrap();
        assert_eq!(page.url.as_deref(), Some("https://www.hedlunda.test/hemtjanst"));
        assert_eq!(page.fetched_at.as_deref(), Some("2026-08-15T06:00:00Z"));
        let html = String::from_utf8(page.body).unwrap();
        assert!(html.contains("<body>Hemtjänst hemma</body>"), "{html}");
    }

    #[test]
    fn a_message_without_a_page_and_too_large_a_page_are_refused() {
        let none = FILE.replace("Content-Type: text/html\r\n", "Content-Type: text/css\r\n");
        assert_eq!(read(none.as_bytes(), Limits::default()).unwrap_err(), SavedError::NoPage);
        let small = Limits { body: 10, ..Limits::default() };
        assert_eq!(read(FILE.as_bytes(), small).unwrap_err(), SavedError::TooLarge(both!("sidan", "the page")));
    }
}

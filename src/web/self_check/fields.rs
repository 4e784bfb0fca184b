//! A form as it was sent: read within bounds, whichever way the browser wrote it.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;
use futures_util::StreamExt as _;

use super::Refusal;
use crate::audit::check::Shape;
use crate::audit::desk::Draft;
use crate::report::self_check::{Given, Way};

/// Largest body, in bytes.
pub(in crate::web) const LIMIT: usize = 2_000_000;
/// What is too large is read on for so many bytes, so that the browser listens to the answer.
const READ_ON: usize = 30_000_000;
/// Longest time for a body to come.
const SLOW: Duration = Duration::from_secs(30);

/// The fields of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) way: String,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) address: String,
    pub(super) file: Option<File>,
    pub(super) file_name: String,
    pub(super) page_type: String,
    pub(super) kommun: String,
    pub(super) earlier: String,
    /// Whether the answer is wanted as a file.
    pub(super) as_file: bool,
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) content_type: Option<String>,
    pub(super) bytes: Vec<u8>,
}

impl File {
    /// A page, unless its name or type says plain text.
    pub(super) fn shape(&self) -> Shape {
        let plain = self.content_type.as_deref().is_some_and(|kind| kind.starts_with("text/plain"));
        let named = self.name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("txt"));
        if plain || named { Shape::PlainPart } else { Shape::Page }
    }
}

impl Fields {
    /// Reads a body.
    pub(super) async fn read(parts: &Parts, body: Body) -> Result<Self, Refusal> {
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut fields = Self::default();
        if kind.starts_with("multipart/form-data") {
            let bytes = read_body(body).await?;
            let request = Request::builder().header(header::CONTENT_TYPE, kind).body(Body::from(bytes));
            let request = request.map_err(|_| Refusal::Broken)?;
            let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::Broken)?;
            while let Some(field) = form.next_field().await.map_err(|_| Refusal::Broken)? {
                let name = field.name().unwrap_or_default().to_owned();
                let file = field.file_name().map(str::to_owned);
                let content_type = field.content_type().map(str::to_owned);
                let bytes = field.bytes().await.map_err(|_| Refusal::Broken)?;
                match file {
                    // An empty file field is sent with an empty name.
                    Some(file) if name == "fil" && !bytes.is_empty() => {
                        fields.file = Some(File { name: file, content_type, bytes: bytes.to_vec() });
                    }
                    Some(_) => {}
                    None => fields.set(&name, String::from_utf8_lossy(&bytes).into_owned()),
                }
            }
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let bytes = read_body(body).await?;
            for (name, value) in url::form_urlencoded::parse(&bytes) {
                fields.set(&name, value.into_owned());
            }
        } else {
            return Err(Refusal::Kind);
        }
        Ok(fields)
    }

    fn set(&mut self, name: &str, value: String) {
        match name {
            "kalla" => self.way = value,
            "text" => self.text = value,
            "html" => self.html = value,
            "adress" => self.address = value,
            "filnamn" => self.file_name = value,
            "sida" => self.page_type = value,
            "kommun" => self.kommun = value,
            "tidigare" => self.earlier = value,
            "som" => self.as_file = value == "fil",
            _ => {}
        }
    }
}

/// The draft among what was given; nothing when all is empty.
pub(super) fn draft(given: &Given) -> Option<Draft> {
    // Fields come as UTF-8, whatever a page in one of them says of itself.
    let content_type = Some("text/html; charset=utf-8".to_owned());
    let shaped = |text: &str, shape| Draft { body: text.as_bytes().to_vec(), content_type, shape };
    let (html, text) = (given.html.trim(), given.text.trim());
    match given.way {
        Way::File | Way::Bookmark if !html.is_empty() => Some(shaped(html, Shape::Page)),
        Way::Text if !html.is_empty() => Some(shaped(html, Shape::Part)),
        Way::Text if !text.is_empty() => Some(shaped(text, shape_of(text))),
        _ => None,
    }
}

/// What a text is: somebody may paste a page's code.
pub(in crate::web) fn shape_of(text: &str) -> Shape {
    let begins = |tag: &str| text.trim_start().get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if begins("<!doctype") || begins("<html") {
        Shape::Page
    } else if begins("<") && text.contains("</") {
        Shape::Part
    } else {
        Shape::PlainPart
    }
}

/// Reads a body of at most [`LIMIT`] bytes.
pub(in crate::web) async fn read_body(body: Body) -> Result<Bytes, Refusal> {
    let read = async {
        let mut parts = body.into_data_stream();
        let (mut bytes, mut size) = (Vec::new(), 0_usize);
        while let Some(part) = parts.next().await {
            let part = part.map_err(|_| Refusal::Broken)?;
            size = size.saturating_add(part.len());
            if size <= LIMIT {
                bytes.extend_from_slice(&part);
            } else {
                bytes = Vec::new();
            }
            if size > READ_ON {
                break;
            }
        }
        if size > LIMIT { Err(Refusal::TooLarge) } else { Ok(Bytes::from(bytes)) }
    };
    tokio::time::timeout(SLOW, read).await.map_err(|_| Refusal::Slow)?
}

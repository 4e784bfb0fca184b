//! Reading a body: streamed, counted on the wire and inflated, decoded by our own hand.
//!
//! Place in the flow: between the HTTP client (which neither inflates nor limits here) and fetch.
//! What must stay true: no answer can make us hold more than its limit, whatever its headers claim.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt};
use tokio::time::Instant;
use tokio_util::io::StreamReader;

use super::failure::{Failure, classify};
use super::room::{Room, Rooms, Size};
use crate::clock::Clock;
use crate::domain::Reason;

/// A body as read.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) truncated: bool,
    pub(super) room: Option<Room>,
    /// Why it is not whole.
    pub(super) fault: Option<Failure>,
}

/// The codings that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// The coding that the header fields name; doubled and unknown ones are refused.
fn coding(fields: &[&[u8]]) -> Result<Coding, Failure> {
    let joined = fields.iter().map(|f| String::from_utf8_lossy(f)).collect::<Vec<_>>().join(",").to_ascii_lowercase();
    let mut named = joined.split(',').map(str::trim).filter(|c| !c.is_empty() && *c != "identity");
    let Some(first) = named.next() else { return Ok(Coding::Identity) };
    if named.next().is_some() {
        return Err(Failure::new(Reason::BadEncoding, format!("several codings: {joined}")));
    }
    match first {
        "gzip" | "x-gzip" => Ok(Coding::Gzip),
        "deflate" => Ok(Coding::Deflate),
        "br" => Ok(Coding::Brotli),
        "zstd" => Ok(Coding::Zstd),
        _ => Err(Failure::new(Reason::BadEncoding, format!("unknown coding: {first}"))),
    }
}

/// More than the HTTP client hands over at once, in bytes.
const CHUNK: u64 = 1 << 20;
/// Room that a body is given first, in bytes; doubled when it is full.
const FIRST: usize = 16_384;
/// When an answer must have come, moved on while we ourselves keep it waiting.
#[derive(Clone, Debug)]
pub(super) struct Deadline(Arc<Mutex<Instant>>);

impl Deadline {
    pub(super) fn at(end: Instant) -> Self {
        Self(Arc::new(Mutex::new(end)))
    }

    fn end(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn move_on(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }

    /// Runs to its end or to the deadline.
    pub(super) async fn hold<F: Future>(&self, work: F) -> Result<F::Output, Failure> {
        tokio::time::timeout_at(self.end(), work)
            .await
            .map_err(|_| Failure::new(Reason::AnswerTimeout, "no whole answer in time"))
    }
}

/// What bounds the reading of one body.
pub(super) struct Bounds<'a> {
    /// Inflated bytes, and (with slack for codings that grow) bytes on the wire.
    pub(super) max: u64,
    /// A longer body is cut, not refused.
    pub(super) keep_prefix: bool,
    /// A page: its beginning leads on even when the rest is too much.
    pub(super) is_page: bool,
    pub(super) deadline: &'a Deadline,
    pub(super) rooms: &'a Rooms,
    pub(super) clock: Clock,
}

/// Reads the whole body, or what comes of it before a fault. `Err`: nothing of it is of use.
pub(super) async fn read(
    response: reqwest::Response,
    codings: &[&[u8]],
    bounds: &Bounds<'_>,
    wire: &Arc<AtomicU64>,
) -> Result<Body, Failure> {
    let Bounds { max, keep_prefix, .. } = *bounds;
    let coding = coding(codings)?;
    if !keep_prefix && !bounds.is_page && response.content_length().is_some_and(|length| length > max) {
        return Err(Failure::new(Reason::TooLarge, format!("Content-Length over {max}")));
    }
    // A busy server's bytes come in chunks of several hundred kB: where a prefix is enough, the chunk that runs past the
    // limit must still be read, or the prefix is lost with it.
    let slack = if keep_prefix { CHUNK } else { 65_536 };
    let counted = Counted {
        response,
        wire: Arc::clone(wire),
        max: max.saturating_add(max / 8).saturating_add(slack),
        deadline: bounds.deadline.clone(),
    };
    let chunks = futures_util::stream::unfold(Some(counted), |state| async move {
        let mut counted = state?;
        match counted.next().await {
            Ok(Some(chunk)) => Some((Ok(chunk), Some(counted))),
            Ok(None) => None,
            Err(failure) => Some((Err(io::Error::other(Carried(failure))), None)),
        }
    });
    let raw = StreamReader::new(Box::pin(chunks));
    let limit = if keep_prefix { max } else { max.saturating_add(1) };
    let mut reader = decoder(coding, raw).await?.take(limit);
    let (mut bytes, mut size, mut room, mut fault) = (Vec::new(), Size::Small, None, None);
    loop {
        match reader.read_buf(&mut bytes).await {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                fault = Some(failed(error));
                break;
            }
        }
        let grown = Size::of(bytes.len() as u64);
        if grown > size {
            size = grown;
            let since = bounds.clock.instant();
            // The smaller room is given back when there is a larger one.
            room = bounds.rooms.room(size).await;
            bounds.deadline.move_on(bounds.clock.instant().saturating_duration_since(since));
        }
        if bytes.capacity() == bytes.len() {
            let left = usize::try_from(reader.limit()).unwrap_or(usize::MAX);
            bytes.reserve_exact(bytes.len().max(FIRST).min(left.max(1)));
        }
    }
    // It waits for a worker with many others.
    bytes.shrink_to_fit();
    let reached = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if !keep_prefix && reached > max {
        fault = Some(Failure::new(Reason::TooLarge, format!("over {max} bytes inflated")));
    }
    Ok(Body { truncated: keep_prefix && reached == max, bytes, room, fault })
}

/// Inflates a body that is at hand, as one that is fetched would be.
pub async fn inflate(body: &[u8], codings: &[&[u8]], max: u64) -> Result<Vec<u8>, Failure> {
    let mut reader = decoder(coding(codings)?, body).await?;
    let mut bytes = Vec::new();
    (&mut reader).take(max.saturating_add(1)).read_to_end(&mut bytes).await.map_err(failed)?;
    if bytes.len() as u64 > max {
        return Err(Failure::new(Reason::TooLarge, format!("over {max} bytes inflated")));
    }
    Ok(bytes)
}

struct Counted {
    response: reqwest::Response,
    wire: Arc<AtomicU64>,
    max: u64,
    deadline: Deadline,
}

impl Counted {
    async fn next(&mut self) -> Result<Option<impl bytes::Buf + use<>>, Failure> {
        let Some(chunk) = self.deadline.hold(self.response.chunk()).await?.map_err(|e| classify(&e))? else {
            return Ok(None);
        };
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        let total = self.wire.fetch_add(length, Ordering::Relaxed).saturating_add(length);
        if total > self.max {
            return Err(Failure::new(Reason::TooLarge, format!("over {} bytes on the wire", self.max)));
        }
        Ok(Some(chunk))
    }
}

/// A failure on its way through the decoder's `io::Error`.
#[derive(Debug)]
struct Carried(Failure);

impl std::fmt::Display for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.detail)
    }
}

impl std::error::Error for Carried {}

/// The wire's own failure if there was one, else the coding is broken.
fn failed(error: io::Error) -> Failure {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Carried>()) {
        Some(carried) => carried.0.clone(),
        None => Failure::new(Reason::BadEncoding, error),
    }
}

type Reader<'a> = Pin<Box<dyn AsyncRead + Send + 'a>>;

async fn decoder<'a>(coding: Coding, mut raw: impl AsyncBufRead + Send + Unpin + 'a) -> Result<Reader<'a>, Failure> {
    let start = raw.fill_buf().await.map_err(failed)?;
    // An empty body has no coded form to be wrong.
    if start.is_empty() {
        return Ok(Box::pin(raw));
    }
    // "deflate" is zlib by RFC 9110, yet some servers send it bare; the first byte tells.
    let zlib = start[0] & 0x0f == 8;
    Ok(match coding {
        Coding::Identity => Box::pin(raw),
        Coding::Gzip => {
            let mut gzip = GzipDecoder::new(raw);
            gzip.multiple_members(true);
            Box::pin(gzip)
        }
        Coding::Deflate if zlib => Box::pin(ZlibDecoder::new(raw)),
        Coding::Deflate => Box::pin(DeflateDecoder::new(raw)),
        Coding::Brotli => Box::pin(BrotliDecoder::new(raw)),
        Coding::Zstd => Box::pin(ZstdDecoder::new(raw)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_and_unknown_codings_are_refused() {
        assert_eq!(coding(&[]).unwrap(), Coding::Identity);
        assert_eq!(coding(&[b"GZIP"]).unwrap(), Coding::Gzip);
        assert_eq!(coding(&[b"identity, br"]).unwrap(), Coding::Brotli);
        for fields in [&[b"gzip, gzip".as_slice()][..], &[b"gzip", b"br"], &[b"compress"], &[b"aes128gcm"]] {
            assert_eq!(coding(fields).unwrap_err().reason, Reason::BadEncoding);
        }
    }

    #[tokio::test]
    async fn a_truncated_or_foreign_stream_is_a_bad_encoding() {
        for (coding, bytes) in [
            (Coding::Gzip, b"\x1f\x8b\x08\x00".as_slice()),
            (Coding::Zstd, b"<html>"),
            (Coding::Brotli, b"\xff\xff\xff"),
        ] {
            let mut reader = decoder(coding, bytes).await.unwrap();
            let mut out = Vec::new();
            let error = reader.read_to_end(&mut out).await.unwrap_err();
            assert_eq!(failed(error).reason, Reason::BadEncoding, "{coding:?}");
        }
    }
}

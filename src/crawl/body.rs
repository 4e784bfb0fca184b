//! Reading a body: streamed, counted on the wire and inflated, decoded by our own hand.
//!
//! Place in the flow: between the HTTP client (which neither inflates nor limits here) and fetch.
//! What must stay true: no answer can make us hold more than its limit, whatever its headers claim.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt};
use tokio_util::io::StreamReader;

use super::failure::{Failure, classify};
use crate::domain::Reason;

/// A body as read.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) truncated: bool,
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

/// Reads the whole body. `max` bounds the inflated bytes and (with slack for codings that grow) those on the wire.
pub(super) async fn read(
    response: reqwest::Response,
    codings: &[&[u8]],
    max: u64,
    keep_prefix: bool,
    wire: &Arc<AtomicU64>,
) -> Result<Body, Failure> {
    let coding = coding(codings)?;
    if !keep_prefix && response.content_length().is_some_and(|length| length > max) {
        return Err(Failure::new(Reason::TooLarge, format!("Content-Length over {max}")));
    }
    // A busy server's bytes come in chunks of several hundred kB: where a prefix is enough, the chunk that runs past the
    // limit must still be read, or the prefix is lost with it.
    let slack = if keep_prefix { CHUNK } else { 65_536 };
    let counted = Counted { response, wire: Arc::clone(wire), max: max.saturating_add(max / 8).saturating_add(slack) };
    let chunks = futures_util::stream::unfold(Some(counted), |state| async move {
        let mut counted = state?;
        match counted.next().await {
            Ok(Some(chunk)) => Some((Ok(chunk), Some(counted))),
            Ok(None) => None,
            Err(failure) => Some((Err(io::Error::other(Carried(failure))), None)),
        }
    });
    let raw = StreamReader::new(Box::pin(chunks));
    let mut reader = decoder(coding, raw).await?;
    let mut bytes = Vec::new();
    let limit = if keep_prefix { max } else { max.saturating_add(1) };
    (&mut reader).take(limit).read_to_end(&mut bytes).await.map_err(failed)?;
    let reached = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if keep_prefix {
        return Ok(Body { truncated: reached == max, bytes });
    }
    if reached > max {
        return Err(Failure::new(Reason::TooLarge, format!("over {max} bytes inflated")));
    }
    Ok(Body { bytes, truncated: false })
}

struct Counted {
    response: reqwest::Response,
    wire: Arc<AtomicU64>,
    max: u64,
}

impl Counted {
    async fn next(&mut self) -> Result<Option<impl bytes::Buf + use<>>, Failure> {
        let Some(chunk) = self.response.chunk().await.map_err(|e| classify(&e))? else { return Ok(None) };
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

//! Bodies as evidence: packed once, named by their SHA-256, checked each time they are read; and handed over as WARC.
//!
//! Place in the flow: fetch → **archive** → page model. Stores through `store`, knows nothing of pages or rules.
//! What must stay true: what is read back is byte for byte what was fetched, or an error that names it.

pub mod export;
mod http;
pub(crate) mod origin;
pub mod record;
pub mod saved;
pub mod wacz;
pub mod warc;

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::domain::{Lang, say, system_fault};
use crate::store::{NewBody, Store, StoreError};

/// Compression level: 3 packs a page of 73 kB to about a fifth in under a millisecond.
const LEVEL: i32 = 3;

/// Why a body could not be read back.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Lang::Sv))]
pub enum ArchiveError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The body is not there (removed, or never stored).
    Missing(String),
    /// What is stored is not what was fetched.
    Altered(String),
    /// Its time was up.
    Purged(String),
    /// A file could not be written.
    Write(#[from] std::io::Error),
}

impl ArchiveError {
    /// What was wrong, and what to do.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Store(fault) => fault.told(lang),
            Self::Missing(body) => say!(
                lang,
                "Innehållet {body} finns inte i databasen. Det kan ha rensats.",
                "The content {body} is not in the database. It may have been removed."
            ),
            Self::Altered(body) => say!(
                lang,
                "Innehållet {body} i databasen är ändrat eller skadat: det stämmer inte med sin SHA-256.",
                "The content {body} in the database is altered or damaged: it does not agree with its SHA-256."
            ),
            Self::Purged(body) => say!(
                lang,
                "Innehållet {body} är gallrat. Bara kontrollsumman finns kvar.",
                "The content {body} was removed when its time was up. Only its checksum is left."
            ),
            Self::Write(fault) => {
                let fault = system_fault(lang, fault);
                say!(
                    lang,
                    "Arkivet gick inte att skriva: {fault}. Finns det plats, och får du skriva där?",
                    "The archive could not be written: {fault}. Is there room, and may you write there?"
                )
            }
        }
    }
}

impl From<zip::result::ZipError> for ArchiveError {
    fn from(fault: zip::result::ZipError) -> Self {
        Self::Write(fault.into())
    }
}

/// SHA-256 in lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hex.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Packs a body for storing.
pub fn pack(bytes: &[u8]) -> NewBody {
    NewBody { sha256: sha256(bytes), size: bytes.len() as u64, zstd: squeeze(bytes) }
}

/// Compresses bytes that are no body of their own (verdicts).
pub fn squeeze(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, LEVEL).expect("compressing memory to memory cannot fail")
}

/// Undoes [`squeeze`]; `None` when the bytes are not such, or longer than `limit` bytes inflated.
pub fn unsqueeze(packed: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    zstd::Decoder::new(packed).ok()?.take(limit.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

/// A body as it is stored.
#[derive(Clone, Debug)]
pub struct Packed {
    name: String,
    size: u64,
    zstd: Vec<u8>,
}

impl Packed {
    /// Number of bytes when opened.
    pub fn size(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    /// The bytes, checked against their name.
    pub fn open(&self) -> Result<Vec<u8>, ArchiveError> {
        match unsqueeze(&self.zstd, self.size) {
            Some(bytes) if sha256(&bytes) == self.name => Ok(bytes),
            _ => Err(ArchiveError::Altered(self.name.clone())),
        }
    }
}

/// Reads a body as it is stored: to open it is work for a thread that has the time.
pub async fn packed(store: &Store, name: &str) -> Result<Packed, ArchiveError> {
    let Some((size, zstd)) = store.body(name).await? else { return Err(ArchiveError::Missing(name.to_owned())) };
    if zstd.is_empty() {
        return Err(ArchiveError::Purged(name.to_owned()));
    }
    Ok(Packed { name: name.to_owned(), size, zstd })
}

/// Reads a body back and checks it against its name.
pub async fn read(store: &Store, name: &str) -> Result<Vec<u8>, ArchiveError> {
    packed(store, name).await?.open()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_keeps_every_byte(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            let body = pack(&bytes);
            prop_assert_eq!(body.size, bytes.len() as u64);
            prop_assert_eq!(unsqueeze(&body.zstd, body.size), Some(bytes));
        }
    }

    #[test]
    fn names_are_sha256_as_others_write_it() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_bomb_is_not_inflated_beyond_its_size() {
        let packed = squeeze(&vec![0; 10_000_000]);
        assert!(packed.len() < 10_000);
        assert_eq!(unsqueeze(&packed, 1000), None);
        assert_eq!(unsqueeze(b"not zstd", 1000), None);
    }
}

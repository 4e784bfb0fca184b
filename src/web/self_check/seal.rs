//! What the form carries from one answer to the next, sealed by a key that lives as long as the server.
//!
//! What must stay true: what was not sealed by this server is not read (HMAC-SHA-256, RFC 2104).

use std::fmt::Write as _;

use ring::hmac;
use ring::rand::SystemRandom;

/// The key.
pub(super) struct Seal(hmac::Key);

impl Seal {
    /// A new key.
    pub(super) fn new() -> Self {
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new());
        Self(key.expect("the system gives random bytes"))
    }

    /// A line with its seal before it.
    pub(super) fn close(&self, line: &str) -> String {
        let seal = hmac::sign(&self.0, line.as_bytes());
        let mut sealed = String::with_capacity(2 * seal.as_ref().len() + 1 + line.len());
        for byte in seal.as_ref() {
            write!(sealed, "{byte:02x}").expect("writing to a string cannot fail");
        }
        sealed.push('.');
        sealed.push_str(line);
        sealed
    }

    /// The line, if this server sealed it.
    pub(super) fn open(&self, sealed: &str) -> Option<String> {
        let (hex, line) = sealed.split_once('.')?;
        let seal: Option<Vec<u8>> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect();
        hmac::verify(&self.0, line.as_bytes(), &seal?).ok()?;
        Some(line.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_this_server_sealed_is_read() {
        let (seal, other) = (Seal::new(), Seal::new());
        let sealed = seal.close("hemtjanst;412;kontakt-telefon=passed");
        assert_eq!(seal.open(&sealed).as_deref(), Some("hemtjanst;412;kontakt-telefon=passed"));
        assert_eq!(other.open(&sealed), None);
        assert_eq!(seal.open(&sealed.replace("passed", "failed")), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "\\PC{0,80}") {
            prop_assert_eq!(Seal::new().open(&text), None);
        }
    }
}

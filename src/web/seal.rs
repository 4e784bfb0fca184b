//! What a form carries from one answer to the next, sealed by a key that lives as long as the server, or by a secret that
//! the browser has.
//!
//! What must stay true: what was not sealed by that key is not read (HMAC-SHA-256, RFC 2104).

use ring::hmac;
use ring::rand::SystemRandom;

use super::hex;

/// The key.
pub(super) struct Seal(hmac::Key);

impl Seal {
    /// A new key.
    pub(super) fn new() -> Self {
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new());
        Self(key.expect("the system gives random bytes"))
    }

    /// The key that a secret is.
    pub(super) fn of(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// A line with its seal before it.
    pub(super) fn close(&self, line: &str) -> String {
        format!("{}.{line}", self.mark(line))
    }

    /// The seal alone, for a line that the reader has.
    pub(super) fn mark(&self, line: &str) -> String {
        hex(hmac::sign(&self.0, line.as_bytes()).as_ref())
    }

    /// Whether this key sealed the line so.
    pub(super) fn is_mark(&self, mark: &str, line: &str) -> bool {
        let seal: Option<Vec<u8>> =
            (0..mark.len()).step_by(2).map(|at| u8::from_str_radix(mark.get(at..at + 2)?, 16).ok()).collect();
        seal.is_some_and(|seal| hmac::verify(&self.0, line.as_bytes(), &seal).is_ok())
    }

    /// The line, if this key sealed it.
    pub(super) fn open(&self, sealed: &str) -> Option<String> {
        let (mark, line) = sealed.split_once('.')?;
        self.is_mark(mark, line).then(|| line.to_owned())
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
        assert!(seal.is_mark(&seal.mark("a"), "a") && !seal.is_mark(&seal.mark("a"), "b"));
        assert!(!seal.is_mark(&other.mark("a"), "a") && !seal.is_mark("", ""));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(text in "\\PC{0,80}") {
            prop_assert_eq!(Seal::new().open(&text), None);
        }
    }
}

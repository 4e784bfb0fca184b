//! What the browser keeps for us: the key of a session, and what binds the login form to the browser that asked for it.
//!
//! What must stay true: no script reads them and no other site sends them along with a form; over https they are never sent
//! in the clear, nor set by another host (`__Host-`, RFC 6265bis). Nothing in one means anything by itself.

use axum::http::{HeaderMap, HeaderValue, header};
use ring::rand::{SecureRandom as _, SystemRandom};
use sha2::{Digest, Sha256};

use crate::web::hex;

/// Bytes of a key: 256 bits.
const KEY: usize = 32;

/// The two cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cookie {
    /// The key of a session.
    Session,
    /// What a login form is bound to, before anybody has logged in.
    Form,
}

impl Cookie {
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-hemkoll",
            (Self::Session, false) => "hemkoll",
            (Self::Form, true) => "__Host-hemkoll-form",
            (Self::Form, false) => "hemkoll-form",
        }
    }

    /// Its value in a request, if it looks like one of ours.
    pub(super) fn of(self, headers: &HeaderMap, https: bool) -> Option<String> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut ours = pairs.filter(|(name, value)| *name == self.name(https) && is_key(value));
        ours.next().map(|(_, value)| value.to_owned())
    }

    /// The header that has the browser keep it for so many seconds; none forgets it.
    pub(super) fn set(self, value: &str, seconds: u64, https: bool) -> HeaderValue {
        let (name, secure) = (self.name(https), if https { "; Secure" } else { "" });
        let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&line).expect("a name of ours and hexadecimal digits")
    }
}

fn is_key(value: &str) -> bool {
    value.len() == 2 * KEY && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A key that nobody guesses, hexadecimal.
pub(super) fn new_key() -> String {
    let mut bytes = [0_u8; KEY];
    SystemRandom::new().fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// What is stored of a key: its SHA-256, hexadecimal.
pub(super) fn stored(key: &str) -> String {
    format!("{:x}", Sha256::digest(key.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cookie_comes_back_as_it_was_set_and_no_other_is_taken_for_it() {
        for https in [false, true] {
            let key = new_key();
            let line = Cookie::Session.set(&key, 9, https);
            let line = line.to_str().unwrap();
            assert!(line.ends_with("; Path=/; Max-Age=9; HttpOnly; SameSite=Lax; Secure") == https, "{line}");
            assert!(line.starts_with("__Host-") == https, "{line}");
            let mut headers = HeaderMap::new();
            let sent = format!("annan=1; {}", line.split(';').next().unwrap());
            headers.insert(header::COOKIE, sent.parse().unwrap());
            assert_eq!(Cookie::Session.of(&headers, https).as_ref(), Some(&key));
            assert_eq!(Cookie::Session.of(&headers, !https), None);
            assert_eq!(Cookie::Form.of(&headers, https), None);
        }
        assert_ne!(new_key(), new_key());
    }

    proptest! {
        #[test]
        fn nothing_but_a_key_is_read(value in "[0-9a-f]{63,65}|[0-9a-fA-F]{64}|[0-9a-f]{63}[ -~]") {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, format!("hemkoll={value}").parse().unwrap());
            let key = value.len() == 64 && value.chars().all(|c| "0123456789abcdef".contains(c));
            prop_assert_eq!(Cookie::Session.of(&headers, false), key.then_some(value));
        }
    }
}

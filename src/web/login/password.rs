//! Passwords: which may be used, how they are kept, and whether one is right.
//!
//! What must stay true: what is kept is an argon2id hash (RFC 9106) with the parameters that the crate recommends; whether
//! there is such a person cannot be told from how long the answer takes; a password stands in no error and no log.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::sync::Semaphore;

use crate::domain::{Text, both};

/// Shortest password, in characters.
const SHORTEST: usize = 12;
/// Longest, in characters: more would only take time.
const LONGEST: usize = 1000;
/// Passwords that are checked at once. Each takes 19 MB.
const AT_ONCE: usize = 4;
/// What the password of a person who is not there is held against. No password gives it: the bytes are none of a hash.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aGVta29sbGhlbWtvbGw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether a password may be used; else what to write.
pub fn accept(password: &str) -> Result<(), Text> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(both!(
            "Lösenordet är för kort. Skriv minst {SHORTEST} tecken, till exempel fyra ord.",
            "The password is too short. Write at least {SHORTEST} characters, for example four words."
        ));
    }
    if length > LONGEST {
        return Err(both!(
            "Lösenordet är för långt. Skriv högst {LONGEST} tecken.",
            "The password is too long. Write at most {LONGEST} characters."
        ));
    }
    Ok(())
}

/// A password as it is kept: a PHC string. Takes a noticeable time.
pub fn hash(password: &str) -> String {
    let mut salt = [0_u8; 16];
    SystemRandom::new().fill(&mut salt).expect("the system gives random bytes");
    let salt = SaltString::encode_b64(&salt).expect("sixteen bytes are a salt");
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    hash.expect("the parameters are the crate's own").to_string()
}

fn is_right(password: &str, kept: &str) -> bool {
    PasswordHash::new(kept).is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

/// Checks passwords, a few at a time, on threads that nothing else waits for.
pub(super) struct Checker(Semaphore);

impl Checker {
    pub(super) fn new() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }

    /// Whether the password is the one that is kept; when none is kept it takes as long, and is not.
    pub(super) async fn check(&self, password: String, kept: Option<&str>) -> bool {
        if password.chars().count() > LONGEST {
            return false;
        }
        let is_kept = kept.is_some();
        let kept = kept.unwrap_or(NOBODY).to_owned();
        let _turn = self.0.acquire().await.expect("it is never closed");
        let checked = tokio::task::spawn_blocking(move || is_right(&password, &kept)).await;
        is_kept && checked.unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_and_only_itself_is_right() {
        let (one, two) = (hash("fyra gula ord här"), hash("fyra gula ord här"));
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two, "each has a salt of its own");
        let checker = Checker::new();
        assert!(checker.check("fyra gula ord här".into(), Some(&one)).await);
        assert!(!checker.check("fyra gula ord har".into(), Some(&one)).await);
        assert!(!checker.check("fyra gula ord här".into(), None).await);
        assert!(!checker.check("fyra gula ord här".into(), Some("inget")).await);
    }

    #[test]
    fn a_person_who_is_not_there_takes_as_long() {
        let (nobody, somebody) = (PasswordHash::new(NOBODY).unwrap(), hash("fyra gula ord här"));
        let somebody = PasswordHash::new(&somebody).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (somebody.algorithm, somebody.version));
        assert_eq!(nobody.params, somebody.params);
        assert_eq!(nobody.hash.unwrap().len(), somebody.hash.unwrap().len());
        assert!(!is_right("", NOBODY));
    }

    #[test]
    fn a_short_password_is_refused_without_being_shown() {
        for password in ["", "hemligt", "elva tecken", &"å".repeat(1001)] {
            let told = accept(password).unwrap_err();
            assert!(password.is_empty() || !told.of(Lang::Sv).contains(password));
        }
        assert!(accept("tolv tecken!").is_ok() && accept(&"å".repeat(12)).is_ok());
    }
}

//! Passwords: which may be used, how they are kept, and whether one is right.
//!
//! What must stay true: what is kept is an argon2id hash (RFC 9106) with the parameters that the crate recommends; whether
//! there is such a person cannot be told from how long the answer takes; a password stands in no error and no log.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use ring::rand::{SecureRandom as _, SystemRandom};
use tokio::sync::Semaphore;

use crate::domain::{Text, UserName, both};

/// Shortest password, in characters.
const SHORTEST: usize = 12;
/// Longest, in characters: more would only take time.
const LONGEST: usize = 1000;
/// Fewest different characters.
const DIFFERENT: usize = 5;
/// Passwords that are checked at once. Each takes 19 MB.
const AT_ONCE: usize = 4;
/// How long a password waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// What the password of a person who is not there is held against. No password gives it: the bytes are none of a hash.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aGVta29sbGhlbWtvbGw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whether a password may be that person's; else what to write.
pub fn accept(password: &str, name: &UserName) -> Result<(), Text> {
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
    let beside = password.to_lowercase().replace(name.key(), "");
    if beside.chars().count() < SHORTEST || beside.chars().collect::<BTreeSet<_>>().len() < DIFFERENT {
        return Err(both!(
            "Lösenordet är för lätt att gissa. Använd minst {DIFFERENT} olika tecken, och minst {SHORTEST} tecken utöver \
             namnet.",
            "The password is too easy to guess. Use at least {DIFFERENT} different characters, and at least {SHORTEST} \
             beside the name."
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

/// Why a password was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unchecked {
    /// Many others wait.
    Busy,
    /// Checking it failed.
    Broken,
}

/// Whether a password is the one of a hash.
type IsRight = dyn Fn(&str, &str) -> bool + Send + Sync;

/// Checks passwords, a few at a time, on threads that nothing else waits for.
pub(super) struct Checker {
    turns: Arc<Semaphore>,
    is_right: Arc<IsRight>,
    patience: Duration,
}

impl Checker {
    pub(super) fn new() -> Self {
        Self::by(is_right)
    }

    fn by(is_right: impl Fn(&str, &str) -> bool + Send + Sync + 'static) -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)), is_right: Arc::new(is_right), patience: PATIENCE }
    }

    /// Whether the password is the one that is kept; when none is kept it takes as long, and is not.
    pub(super) async fn check(&self, password: String, kept: Option<&str>) -> Result<bool, Unchecked> {
        if password.chars().count() > LONGEST {
            return Ok(false);
        }
        let (is_kept, kept) = (kept.is_some(), kept.unwrap_or(NOBODY).to_owned());
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Unchecked::Busy)?.expect("it is never closed");
        let is_right = Arc::clone(&self.is_right);
        // The turn goes along: who hangs up drops this future, and the thread goes on all the same.
        let checked = tokio::task::spawn_blocking(move || {
            let right = is_right(&password, &kept);
            drop(turn);
            right
        });
        match checked.await {
            Ok(right) => Ok(is_kept && right),
            Err(fault) => {
                tracing::error!("a password was not checked: {fault}");
                Err(Unchecked::Broken)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::domain::Lang;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_and_only_itself_is_right() {
        let (one, two) = (hash("fyra gula ord här"), hash("fyra gula ord här"));
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, two, "each has a salt of its own");
        let checker = Checker::new();
        for (password, kept, right) in [
            ("fyra gula ord här", Some(one.as_str()), true),
            ("fyra gula ord har", Some(&one), false),
            ("fyra gula ord här", None, false),
            ("fyra gula ord här", Some("inget"), false),
        ] {
            assert_eq!(checker.check(password.into(), kept).await, Ok(right), "{password} {kept:?}");
        }
    }

    #[tokio::test]
    async fn a_person_who_is_not_there_takes_as_long() {
        let (nobody, somebody) = (PasswordHash::new(NOBODY).unwrap(), hash("fyra gula ord här"));
        let somebody = PasswordHash::new(&somebody).unwrap();
        assert_eq!((nobody.algorithm, nobody.version), (somebody.algorithm, somebody.version));
        assert_eq!(nobody.params, somebody.params);
        assert_eq!(nobody.hash.unwrap().len(), somebody.hash.unwrap().len());
        assert!(!is_right("", NOBODY));
        // And it is held against that hash, not answered at once; a right answer would count for nothing.
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let checker = Checker::by(move |_, kept| kept == NOBODY && counted.fetch_add(1, Ordering::SeqCst) < 9);
        assert_eq!(checker.check("fyra gula ord här".into(), None).await, Ok(false));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn who_hangs_up_keeps_the_turn_until_the_password_is_checked() {
        let (begins, mut begun) = unbounded_channel();
        let (go, wait) = mpsc::channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        let checker = Arc::new(Checker::by(move |_, _| {
            begins.send(()).unwrap();
            wait.lock().unwrap().recv().is_ok()
        }));
        let asking = Arc::clone(&checker);
        let asked = tokio::spawn(async move { asking.check("fyra gula ord här".into(), Some("x")).await });
        begun.recv().await.unwrap();
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
        assert_eq!(checker.turns.available_permits(), AT_ONCE - 1);
        go.send(()).unwrap();
        let all = u32::try_from(AT_ONCE).unwrap();
        drop(checker.turns.acquire_many(all).await.unwrap());
    }

    #[tokio::test]
    async fn who_waits_for_long_is_told_that_many_do_and_a_fault_is_no_wrong_password() {
        let checker = Checker { patience: Duration::ZERO, ..Checker::by(|_, _| panic!("on purpose")) };
        assert_eq!(checker.check("fyra gula ord här".into(), None).await, Err(Unchecked::Broken));
        let all = u32::try_from(AT_ONCE).unwrap();
        let _others = checker.turns.acquire_many(all).await.unwrap();
        assert_eq!(checker.check("fyra gula ord här".into(), None).await, Err(Unchecked::Busy));
    }

    #[test]
    fn a_password_that_is_short_or_easily_guessed_is_refused_without_being_shown() {
        let anna = UserName::parse("Anna Alm").unwrap();
        let (long, same) = ("åäöüé".repeat(201), "å".repeat(12));
        for password in
            ["", "hemligt", "elva tecken", &long, &same, "            ", "Anna Alm anna alm 1", "anna alm12345678"]
        {
            let told = accept(password, &anna).unwrap_err();
            assert!(password.is_empty() || !told.of(Lang::Sv).contains(password));
        }
        for password in ["tolv tecken!", "fyra gula ord här", "anna alm och tolv till"] {
            assert!(accept(password, &anna).is_ok(), "{password}");
        }
    }
}

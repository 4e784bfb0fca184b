//! Who may log in where hemkoll is served: names and roles.
//!
//! Place in the flow: `hemkoll user` and the login page → **names** → store. What must stay true: names that differ in case or
//! spaces alone are one person's; a name has no sign that looks like nothing, so that it can be typed again.

use super::{Lang, Text, both};

/// Longest name, in characters.
const NAME_MAX: usize = 60;

/// Letters by their class that look like nothing (the fillers of Hangul).
const EMPTY: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

/// A name as it is shown, and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName {
    shown: String,
    key: String,
}

impl UserName {
    /// The name that somebody wrote; else what to write.
    pub fn parse(given: &str) -> Result<Self, Text> {
        let shown = given.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = |c: char| (c.is_alphanumeric() && !EMPTY.contains(&c)) || " .-_@'".contains(c);
        if shown.is_empty() || shown.chars().count() > NAME_MAX {
            return Err(both!(
                "Skriv ett namn med 1 till {NAME_MAX} tecken.",
                "Write a name of 1 to {NAME_MAX} characters."
            ));
        }
        if let Some(sign) = shown.chars().find(|&c| !known(c)) {
            let sign: String = sign.escape_default().collect();
            return Err(both!(
                "Namnet har ett tecken som inte går att använda: {sign}. Skriv bokstäver, siffror, mellanslag och . - _ @ '.",
                "The name has a character that cannot be used: {sign}. Write letters, digits, spaces and . - _ @ '."
            ));
        }
        let key = shown.to_lowercase();
        Ok(Self { shown, key })
    }

    /// As it is shown.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// As it is compared: without regard to case.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// What a person may do who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads finished rounds that are not published.
    Reader,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Reader];

    /// As stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reader => "reader",
        }
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// As people say.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Reader => lang.of("läsare", "reader"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_one_whatever_their_case_and_spaces() {
        let key = |given: &str| UserName::parse(given).unwrap().key().to_owned();
        assert_eq!(key("  Åsa   Öberg "), key("åsa öberg"));
        assert_eq!(UserName::parse("  Åsa   Öberg ").unwrap().shown(), "Åsa Öberg");
        assert_ne!(key("Åsa"), key("Asa"));
    }

    #[test]
    fn what_cannot_be_typed_again_is_refused() {
        for wrong in
            ["", "   ", "a\u{200b}b", "a\u{30a}", "a\0", "<b>", "a\u{202e}b", "a\u{3164}", "\u{1160}", &"a".repeat(61)]
        {
            assert!(UserName::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_that_is_taken_is_taken_again_as_it_is_shown(given in "[\\p{L}\\p{N} ._@'-]{1,60}") {
            let name = UserName::parse(&given);
            prop_assume!(name.is_ok());
            let name = name.unwrap();
            prop_assert_eq!(UserName::parse(name.shown()).unwrap(), name);
        }
    }
}

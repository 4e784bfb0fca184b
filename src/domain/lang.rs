//! The two languages of texts to people. A text stands in both, side by side, where it is made.
//!
//! Place in the flow: pages, terminal and errors. What must stay true: nothing is looked up by name, so no text can be
//! missing in one language: `say!`, `both!` and `Lang::of` take both, and the compiler asks for them.

/// A language of texts to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The text in this language.
    pub const fn of<'a>(self, sv: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }

    /// `1 sida`, `14 sidor`; `1 page`, `14 pages`: the word is that of one or that of many, in this language.
    pub fn plural(self, n: usize, sv: [&str; 2], en: [&str; 2]) -> String {
        let at = usize::from(n != 1);
        format!("{n} {}", self.of(sv[at], en[at]))
    }
}

/// A text in both languages, for where it is made before anybody knows who reads it. Shown without a language it is
/// Swedish.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    sv: String,
    en: String,
}

impl Text {
    /// What `told` says in each language.
    pub fn by(told: impl Fn(Lang) -> String) -> Self {
        Self { sv: told(Lang::Sv), en: told(Lang::En) }
    }

    /// The text in a language.
    pub fn of(&self, lang: Lang) -> &str {
        lang.of(&self.sv, &self.en)
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sv)
    }
}

/// A sentence with values in it, in the language asked for: `say!(lang, "Medel är {mean}.", "The mean is {mean}.")`. Only
/// that one is made.
macro_rules! say {
    ($lang:expr, $sv:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::domain::Lang::Sv => format!($sv),
            $crate::domain::Lang::En => format!($en),
        }
    };
}
pub(crate) use say;

/// A [`Text`]: the same sentence with values in it, in both languages.
macro_rules! both {
    ($sv:literal, $en:literal $(,)?) => {
        $crate::domain::Text::by(|lang| $crate::domain::say!(lang, $sv, $en))
    };
}
pub(crate) use both;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_made_in_the_language_asked_for() {
        let mean = "46.2";
        assert_eq!(say!(Lang::En, "Medel är {mean}.", "The mean is {mean}."), "The mean is 46.2.");
        let text = both!("Medel är {mean}.", "The mean is {mean}.");
        assert_eq!((text.of(Lang::En), text.to_string()), ("The mean is 46.2.", "Medel är 46.2.".to_owned()));
    }

    #[test]
    fn one_of_a_thing_is_singular() {
        let pages = |lang: Lang, n| lang.plural(n, ["sida", "sidor"], ["page", "pages"]);
        assert_eq!([0, 1, 2].map(|n| pages(Lang::Sv, n)), ["0 sidor", "1 sida", "2 sidor"]);
        assert_eq!([0, 1].map(|n| pages(Lang::En, n)), ["0 pages", "1 page"]);
    }
}

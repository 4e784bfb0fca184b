//! The two languages of the public pages. A text stands in both, side by side, where it is used.
//!
//! Place in the flow: every page's texts. What must stay true: nothing is looked up by name while a page is made, so no
//! text can be missing in one language: `say!` and `Lang::of` take both, and the compiler asks for them.

mod form;
mod words;

pub(super) use form::noun;
pub(super) use words::Words;

/// A language of the public pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Swedish, at the site's root.
    #[default]
    Sv,
    /// English, in the folder `en`.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sv, Self::En];

    /// The tag of HTML's `lang` (BCP 47).
    pub const fn tag(self) -> &'static str {
        self.of("sv", "en")
    }

    /// The folder that the language's pages are in, from the site's root: empty or `en/`.
    pub const fn folder(self) -> &'static str {
        self.of("", "en/")
    }

    /// The language of a path from the site's root, and the path inside the language's folder.
    pub fn of_path(path: &str) -> (Self, &str) {
        match path.strip_prefix("en/") {
            Some(inside) => (Self::En, inside),
            None if path == "en" => (Self::En, ""),
            None => (Self::Sv, path),
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Sv => Self::En,
            Self::En => Self::Sv,
        }
    }

    /// The text in this language.
    pub const fn of<'a>(self, sv: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

/// A sentence with values in it, in both languages: `say!(lang, "Medel är {mean}.", "The mean is {mean}.")`. Only the one
/// that is asked for is made.
macro_rules! say {
    ($lang:expr, $sv:literal, $en:literal $(,)?) => {
        match $lang {
            $crate::report::lang::Lang::Sv => format!($sv),
            $crate::report::lang::Lang::En => format!($en),
        }
    };
}
pub(super) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_its_language() {
        assert_eq!(Lang::of_path("en/kommun/are.html"), (Lang::En, "kommun/are.html"));
        assert_eq!(Lang::of_path("en/"), (Lang::En, ""));
        assert_eq!(Lang::of_path("en"), (Lang::En, ""));
        assert_eq!(Lang::of_path("enkoping.html"), (Lang::Sv, "enkoping.html"));
        for lang in Lang::ALL {
            assert_eq!(Lang::of_path(&format!("{}index.html", lang.folder())), (lang, "index.html"));
        }
    }

    #[test]
    fn a_sentence_is_made_in_the_language_asked_for() {
        let mean = Lang::En.number(46.25);
        assert_eq!(say!(Lang::En, "Medel är {mean}.", "The mean is {mean}."), "The mean is 46.2.");
        assert_eq!(say!(Lang::Sv.other(), "nej", "no"), "no");
    }
}

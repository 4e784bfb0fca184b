//! What the two languages are on the public pages: addresses, tags, forms of numbers and dates.
//!
//! Place in the flow: every page's texts, by `domain`'s `Lang` and `say!`. What must stay true: each language has its
//! folder, and every page stands in both.

mod form;
mod words;

pub(super) use form::noun;
pub(super) use words::Words;

pub use crate::domain::Lang;
pub(super) use crate::domain::say;

impl Lang {
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
}

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
}

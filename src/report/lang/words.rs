//! Sentences in which some words are Swedish whatever the page's language: a note of a rule, the title of a page.
//!
//! What must stay true: such words are marked on an English page, so that a screen reader says them as Swedish.

use super::super::quote::visible;
use super::Lang;

/// A run of words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Word {
    /// The words.
    pub(in crate::report) text: String,
    /// Swedish on a page that is not.
    pub(in crate::report) swedish: bool,
}

/// Sentences piece by piece. Pieces are parted by a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::report) struct Words {
    lang: Lang,
    /// The pieces, spaces included.
    pub(in crate::report) pieces: Vec<Word>,
}

impl Words {
    /// No words yet.
    pub(in crate::report) fn new(lang: Lang) -> Self {
        Self { lang, pieces: Vec::new() }
    }

    /// Goes on in the page's language.
    #[must_use]
    pub(in crate::report) fn ours(self, text: impl AsRef<str>) -> Self {
        self.push(text.as_ref(), false, " ")
    }

    /// Goes on with what is always Swedish.
    #[must_use]
    pub(in crate::report) fn swedish(self, text: impl AsRef<str>) -> Self {
        let swedish = self.lang != Lang::Sv;
        self.push(text.as_ref(), swedish, " ")
    }

    /// Goes on in the page's language without a space: a full stop, a bracket.
    #[must_use]
    pub(in crate::report) fn close(self, text: &str) -> Self {
        self.push(text, false, "")
    }

    fn push(mut self, text: &str, swedish: bool, joint: &str) -> Self {
        let text = visible(text.trim());
        if text.is_empty() {
            return self;
        }
        let joint = if self.pieces.is_empty() { "" } else { joint };
        match self.pieces.last_mut() {
            Some(last) if last.swedish == swedish => {
                last.text.push_str(joint);
                last.text.push_str(&text);
            }
            // The space belongs to the page's language.
            Some(last) if swedish => {
                last.text.push_str(joint);
                self.pieces.push(Word { text, swedish });
            }
            _ => self.pieces.push(Word { text: format!("{joint}{text}"), swedish }),
        }
        self
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.pieces.iter().try_for_each(|piece| f.write_str(&piece.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_words_are_told_apart_on_an_english_page_alone() {
        let words = |lang: Lang| {
            let words = Words::new(lang).ours(lang.of("På sidan", "The page")).swedish("Hem\u{202e}tjänst");
            words.ours(lang.of("står", "says")).close(":").swedish("").ours("")
        };
        let shown = |lang: Lang| -> Vec<(String, bool)> {
            words(lang).pieces.into_iter().map(|piece| (piece.text, piece.swedish)).collect()
        };
        assert_eq!(shown(Lang::Sv), [("På sidan Hemtjänst står:".to_owned(), false)]);
        let english = [("The page ", false), ("Hemtjänst", true), (" says:", false)];
        assert_eq!(shown(Lang::En), english.map(|(text, swedish)| (text.to_owned(), swedish)));
        assert_eq!(words(Lang::En).to_string(), "The page Hemtjänst says:");
    }
}

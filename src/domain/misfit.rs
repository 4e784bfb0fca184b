//! Why a page that was handed in is perhaps not the one that was meant: said before what it lacks.
//!
//! What must stay true: a guess, told as one; it never changes an answer.

use super::{Lang, say};

/// What makes a page look like another than the one that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Not in Swedish: the language's primary subtag (`en`).
    OtherLanguage(String),
    /// No word of hemtjänst or what belongs to it.
    OtherTopic,
    /// Hardly any text: its number of words.
    TooShort(usize),
}

impl Misfit {
    /// The word in machine output.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OtherLanguage(_) => "annat-sprak",
            Self::OtherTopic => "annat-amne",
            Self::TooShort(_) => "for-kort",
        }
    }

    /// What to tell.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::OtherLanguage(tag) => {
                let language = name(tag).map_or_else(
                    || lang.of("ett annat språk än svenska", "another language than Swedish"),
                    |(sv, en)| lang.of(sv, en),
                );
                say!(
                    lang,
                    "Sidan verkar vara på {language}. Frågorna söker svar på svenska. Svar på andra språk hittas inte.",
                    "The page seems to be in {language}. The questions look for answers in Swedish. Answers in other \
                     languages are not found."
                )
            }
            Self::OtherTopic => say!(
                lang,
                "Sidan verkar inte handla om hemtjänst. Är det rätt sida?",
                "The page does not seem to be about home care. Is it the right page?"
            ),
            Self::TooShort(words) => {
                let words = lang.plural(*words, ["ord", "ord"], ["word", "words"]);
                say!(
                    lang,
                    "Texten är bara {words}. Ta med hela sidans text, så ser du vad som saknas på riktigt.",
                    "The text is only {words}. Take the whole text of the page to see what is really missing."
                )
            }
        }
    }
}

/// A language in Swedish and English; nothing for a rare one.
fn name(tag: &str) -> Option<(&'static str, &'static str)> {
    Some(match tag {
        "en" => ("engelska", "English"),
        "fi" => ("finska", "Finnish"),
        "da" => ("danska", "Danish"),
        "no" | "nb" | "nn" => ("norska", "Norwegian"),
        "de" => ("tyska", "German"),
        "fr" => ("franska", "French"),
        "es" => ("spanska", "Spanish"),
        "pl" => ("polska", "Polish"),
        "ar" => ("arabiska", "Arabic"),
        "fa" => ("persiska", "Persian"),
        "so" => ("somaliska", "Somali"),
        "ru" => ("ryska", "Russian"),
        "uk" => ("ukrainska", "Ukrainian"),
        "tr" => ("turkiska", "Turkish"),
        "se" => ("samiska", "Sámi"),
        "fit" => ("meänkieli", "Meänkieli"),
        _ => return None,
    })
}

//! A kommun without its name, until the audience has guessed.
//!
//! What must stay true: the name is nowhere in what is shown, nor an address that holds it; all else stands as it was, and
//! what was changed stands in brackets.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

use crate::domain::{Evidence, Kommun, Sheet};
use crate::report::link;
use crate::report::mask::{replaced, rewrite};
use crate::report::sheet::Span;

/// Hides the name of one kommun.
#[derive(Clone, Debug)]
pub(super) struct Hider {
    addresses: Regex,
    names: Regex,
    instead: String,
}

impl Hider {
    /// Hides `kommun` behind a name such as `Kommun A`.
    pub(super) fn new(kommun: &Kommun, instead: &str) -> Self {
        let name = kommun.name.trim();
        let slug = link::slug(name).replace('-', "[-._]?");
        let tail = r#"[^\s<>()"”]*"#;
        let addresses = format!(r"(?i){tail}(?:{slug}){tail}\.{tail}\p{{L}}{tail}|{tail}@{tail}(?:{slug}){tail}");
        let (plain, loud) = (regex::escape(name), regex::escape(&name.to_uppercase()));
        let names = format!(r"\b(?:{plain}|{loud})\p{{L}}*(?:[\s\u{{a0}}][Kk]ommun\p{{L}}*)?");
        // A name without letters, or of thousands of them, hides nothing rather than everything.
        let nothing = || Regex::new(r"[^\s\S]").expect("matches nothing");
        let usable = |pattern: &str| Regex::new(pattern).ok().filter(|_| name.chars().any(char::is_alphabetic));
        Self {
            addresses: usable(&addresses).unwrap_or_else(nothing),
            names: usable(&names).unwrap_or_else(nothing),
            instead: format!("[{instead}]"),
        }
    }

    /// A text without the name; ranges of it come to hold the same words in the new one.
    pub(super) fn text<'a>(&self, text: &'a str, ranges: &mut [Range<usize>]) -> Cow<'a, str> {
        let hidden = replaced(Cow::Borrowed(text), &self.addresses, ranges, |_| "[adress]".to_owned());
        replaced(hidden, &self.names, ranges, |found| {
            let genitive = if found[0].ends_with('s') { "s" } else { "" };
            format!("{}{genitive}", self.instead)
        })
    }

    /// A plain text without the name.
    pub(super) fn plain(&self, text: &str) -> String {
        self.text(text, &mut []).into_owned()
    }

    /// Words without the name.
    pub(super) fn words(&self, words: &Evidence) -> Evidence {
        let mut hidden = words.clone();
        hidden.quote = self.plain(&words.quote);
        hidden.marked = words.marked.iter().map(|word| self.plain(word)).collect();
        hidden.page_title = self.plain(&words.page_title);
        hidden
    }

    /// A sheet without the name, its marks moved along.
    pub(super) fn sheet(&self, sheet: &mut Sheet, spans: &mut [Span]) {
        sheet.title = self.plain(&sheet.title);
        for (at, block) in sheet.blocks.iter_mut().enumerate() {
            rewrite(block, at, spans, |text, ranges| self.text(text, ranges));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    fn hider(name: &str) -> Hider {
        Hider::new(&Kommun { name: name.to_owned(), ..Kommun::default() }, "Kommun A")
    }

    #[test]
    fn names_and_addresses_are_hidden_and_nothing_else() {
        let hide = |text: &str| hider("Sandåker").plain(text);
        assert_eq!(hide("Sandåkers kommun hjälper dig."), "[Kommun A] hjälper dig.");
        assert_eq!(hide("Välkommen till Sandåker kommuns växel"), "Välkommen till [Kommun A]s växel");
        assert_eq!(hide("SANDÅKER, Sandåkershem"), "[Kommun A], [Kommun A]");
        assert_eq!(
            hide("mejla info@sandaker.test eller www.sandaker.test/hemtjanst nu"),
            "mejla [adress] eller [adress] nu"
        );
        assert_eq!(hide("Sandgatan 1, åker"), "Sandgatan 1, åker");
        assert_eq!(hider("Vara").plain("Hur det ska vara i Vara"), "Hur det ska vara i [Kommun A]");
        assert_eq!(hider("??").plain("Vad?? kostar det"), "Vad?? kostar det");
    }

    static SANDAKER: LazyLock<Hider> = LazyLock::new(|| hider("Sandåker"));

    proptest! {
        #[test]
        fn the_name_is_never_left(before in "[a-zåäö .,@:/-]{0,12}", after in "(s|s kommun|\\.test/x|@h\\.test)?") {
            let text = format!("{before} Sandåker{after} ");
            prop_assert!(!SANDAKER.plain(&text).contains("Sandåker"), "{}", text);
        }
    }
}

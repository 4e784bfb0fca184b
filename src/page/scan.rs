//! The links of a page that cannot be read as a whole: it broke off, or its tree would be too large.
//!
//! Place in the flow: decode → **scan** → frontier, instead of tree and walk. What must stay true: no tree is built, so
//! that the time is linear whatever the page holds; nothing is judged by it.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::{Attribute, TokenizerResult};
use url::Url;

use super::{tags, text};
use crate::domain::LinkRecord;

/// Links that are kept of one page.
const MOST: usize = 200_000;
/// Bytes of a link's text that are kept.
const LONGEST_TEXT: usize = 300;

/// The web addresses that `a` and `area` lead to, in order, with the text of the link.
pub fn loose_links(html: &str, url: &Url) -> Vec<LinkRecord> {
    // html5ever compares each attribute of a tag with all before it.
    if tags::most_attributes(html) > super::MAX_ATTRIBUTES {
        return Vec::new();
    }
    let sink = Links {
        base: RefCell::new(url.clone()),
        based: Cell::new(false),
        found: RefCell::default(),
        open: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The sink never blocks on a script; an encoding that `meta` names was looked at before.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let mut links = tokenizer.sink.found.take();
    for link in &mut links {
        text::trimmed(&mut link.text);
    }
    links
}

struct Links {
    base: RefCell<Url>,
    based: Cell<bool>,
    found: RefCell<Vec<LinkRecord>>,
    /// Whether text belongs to the last link.
    open: Cell<bool>,
}

impl Links {
    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "base" if !self.based.get() => {
                let joined = href(&tag.attrs).and_then(|href| self.base.borrow().join(href).ok());
                if let Some(base) = joined.filter(|base| matches!(base.scheme(), "http" | "https")) {
                    self.base.replace(base);
                    self.based.set(true);
                }
            }
            "a" | "area" => {
                self.open.set(false);
                if let Some(mut url) = href(&tag.attrs).and_then(|href| self.base.borrow().join(href).ok())
                    && matches!(url.scheme(), "http" | "https")
                    && self.found.borrow().len() < MOST
                {
                    url.set_fragment(None);
                    self.open.set(&*tag.name == "a");
                    let link =
                        LinkRecord { url: url.into(), text: String::new(), in_main: false, heading: String::new() };
                    self.found.borrow_mut().push(link);
                }
            }
            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noframes" => return TokenSinkResult::RawData(RawKind::Rawtext),
            "textarea" | "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn href(attributes: &[Attribute]) -> Option<&str> {
    attributes.iter().find(|attribute| &*attribute.name.local == "href").map(|attribute| attribute.value.trim())
}

impl TokenSink for Links {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(tag) if &*tag.name == "a" => self.open.set(false),
            Token::CharacterTokens(said) if self.open.get() => {
                if let Some(link) = self.found.borrow_mut().last_mut()
                    && link.text.len() < LONGEST_TEXT
                {
                    text::push_folded(&mut link.text, said.get(..LONGEST_TEXT).unwrap_or(&said));
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> Vec<(String, String)> {
        let url = Url::parse("https://hedlunda.test/a/b").unwrap();
        loose_links(html, &url).into_iter().map(|link| (link.url, link.text)).collect()
    }

    #[test]
    fn links_are_found_without_a_tree() {
        let found = links(
            "<base href=/c/><script>'<a href=/nej>'</script><div><div><A HREF='d?e=1&amp;f=2#g'> Hem\n<b>tjänst</b></a>x\
             <map><area href=//sandaker.test/></map><a href='mailto:a@hedlunda.test'>x</a><title><a href=/nej2></title>\
             <!-- <a href=/nej3> --><a href=/sist>Avbru",
        );
        let expected = [
            ("https://hedlunda.test/c/d?e=1&f=2", "Hem tjänst"),
            ("https://sandaker.test/", ""),
            ("https://hedlunda.test/sist", "Avbru"),
        ];
        assert_eq!(found, expected.map(|(url, text)| (url.to_owned(), text.to_owned())));
    }

    #[test]
    fn depth_and_number_do_not_matter() {
        let deep = format!("{}<a href=/x>Djupt</a>", "<div><ul><li><b>".repeat(100_000));
        assert_eq!(links(&deep).len(), 1);
        assert_eq!(links(&"<a href=/x>y</a>".repeat(250_000)).len(), MOST);
    }
}

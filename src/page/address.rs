//! Where links lead.
//!
//! Place in the flow: asked by the walk for each link. What must stay true: an address is written as the URL standard
//! writes it. A page has hundreds of links in its menus, nearly all of them paths on its own host in plain letters: those
//! are joined as text, all others by the `url` crate, with the same answer.

use std::ops::Range;

use url::{Position, Url};

/// An absolute address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    /// Empty where there is no host (`mailto:`).
    host: Range<usize>,
    /// Where the fragment begins, with its `#`; the end where there is none.
    fragment: usize,
}

impl Address {
    /// The whole address, fragment included.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address of the page alone.
    pub fn without_fragment(&self) -> &str {
        &self.text[..self.fragment]
    }

    /// The host.
    pub fn host(&self) -> Option<&str> {
        Some(&self.text[self.host.clone()]).filter(|host| !host.is_empty())
    }

    /// Whether it leads to the web, and not to a telephone or a mailbox.
    pub fn is_web(&self) -> bool {
        self.text.starts_with("http://") || self.text.starts_with("https://")
    }
}

impl From<Url> for Address {
    fn from(url: Url) -> Self {
        let host = url[..Position::BeforeHost].len()..url[..Position::AfterHost].len();
        let fragment = url[..Position::AfterQuery].len();
        Self { text: url.into(), host, fragment }
    }
}

/// Makes addresses absolute.
pub(super) struct Resolver<'a> {
    base: &'a Url,
    /// Scheme, host and port of the base, where paths can be joined to it as text.
    origin: Option<&'a str>,
}

impl<'a> Resolver<'a> {
    /// `base` is what relative addresses resolve against.
    pub(super) fn new(base: &'a Url) -> Self {
        let plain =
            matches!(base.scheme(), "http" | "https") && base.username().is_empty() && base.password().is_none();
        Self { base, origin: plain.then(|| &base[..Position::BeforePath]) }
    }

    /// The address that an `href` means; `None` when it means none.
    pub(super) fn resolve(&self, href: &str) -> Option<Address> {
        self.by_text(href).or_else(|| self.base.join(href).ok().map(Address::from))
    }

    /// The address of a path on the same host in letters that stand for themselves.
    fn by_text(&self, href: &str) -> Option<Address> {
        let origin = self.origin?;
        let path = href.strip_prefix(origin).unwrap_or(href);
        let starts = path.starts_with('/') && (path.len() < href.len() || !path.starts_with("//"));
        if !starts || !is_plain(path) {
            return None;
        }
        let mut text = String::with_capacity(origin.len() + path.len());
        text.push_str(origin);
        text.push_str(path);
        let host = self.base[..Position::BeforeHost].len()..self.base[..Position::AfterHost].len();
        let fragment = text.find('#').unwrap_or(text.len());
        Some(Address { text, host, fragment })
    }
}

/// Whether a parser would leave the text as it is: no character that it encodes, no `.` or `..` as a segment.
fn is_plain(path: &str) -> bool {
    let mut before = 0;
    path.bytes().all(|byte| {
        let plain = match byte {
            b'.' => before != b'/',
            b'2' => before != b'%',
            _ => byte.is_ascii_alphanumeric() || b"/-_~!$&()*+,;=:@%?#".contains(&byte),
        };
        before = byte;
        plain
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn both(base: &str, href: &str) -> (Option<Address>, Option<Address>) {
        let base = Url::parse(base).unwrap();
        (Resolver::new(&base).resolve(href), base.join(href).ok().map(Address::from))
    }

    #[test]
    fn parts_are_told_apart() {
        let base = Url::parse("https://www.hedlunda.example:8080/a/b?c").unwrap();
        let resolver = Resolver::new(&base);
        for (href, whole, page, host) in [
            (
                "/x#y",
                "https://www.hedlunda.example:8080/x#y",
                "https://www.hedlunda.example:8080/x",
                Some("www.hedlunda.example"),
            ),
            (
                "//andra.example/å",
                "https://andra.example/%C3%A5",
                "https://andra.example/%C3%A5",
                Some("andra.example"),
            ),
            ("mailto:a@b.example", "mailto:a@b.example", "mailto:a@b.example", None),
        ] {
            let address = resolver.resolve(href).unwrap();
            assert_eq!((address.as_str(), address.without_fragment(), address.host()), (whole, page, host));
            assert_eq!(address.is_web(), host.is_some());
        }
        assert_eq!(resolver.resolve("https://[x"), None);
    }

    #[test]
    fn paths_of_the_usual_systems_are_joined_as_text() {
        let base = Url::parse("https://www.hedlunda.example/").unwrap();
        let resolver = Resolver::new(&base);
        for href in ["/omsorg/hemtjanst.4.5a1c.html?a=b#h-Ring", "https://www.hedlunda.example/sok", "/a;b/%C3%A5"] {
            assert!(resolver.by_text(href).is_some(), "{href}");
        }
        for href in
            ["//x.example/", "/a/../b", "/%2e%2E/b", "/å", "b", "/a b", "https://www.hedlunda.example.x/", "/\\x"]
        {
            assert!(resolver.by_text(href).is_none(), "{href}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_answer_is_that_of_the_url_crate(
            base in prop::sample::select(vec![
                "https://www.hedlunda.example/a/b", "http://h.example:81/?q#f", "https://u:p@h.example/", "http://[::1]/x", "data:x",
            ]),
            start in prop::sample::select(vec!["", "/", "//", "https://www.hedlunda.example", "http://h.example:81/", "#", "?"]),
            rest in "([a-z./%?#&=;:@'()|~!*+,_\\\\ å-]|%2e|%2E|\\.\\.|/){0,12}",
        ) {
            let (found, expected) = both(base, &format!("{start}{rest}"));
            prop_assert_eq!(found, expected);
        }
    }
}

//! A cheap look at the tags of a page before it is parsed.
//!
//! Place in the flow: used by `tree` alone. What must stay true: one pass, no allocation; it only has to be right about
//! how many attributes the largest tag has, since html5ever compares each attribute with all before it.

/// Elements whose content is text up to their end tag.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "iframe", "noframes"];

/// The number of attributes of the tag that has the most.
pub(super) fn most_attributes(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut most = 0;
    let mut at = 0;
    while let Some(open) = find(bytes, at, b'<') {
        at = open + 1;
        if bytes[at..].starts_with(b"!--") {
            at = html[at + 1..].find("-->").map_or(bytes.len(), |end| at + 1 + end + 3);
            continue;
        }
        let closing = bytes.get(at) == Some(&b'/');
        let name_from = at + usize::from(closing);
        if !bytes.get(name_from).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name_to = bytes[name_from..].iter().position(|b| is_edge(*b)).map_or(bytes.len(), |n| name_from + n);
        let (attributes, end) = attributes(bytes, name_to);
        most = most.max(attributes);
        at = end;
        if !closing && let Some(raw) = raw_name(&bytes[name_from..name_to]) {
            at = end_of_raw(bytes, at, raw);
        }
    }
    most
}

const fn is_edge(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

fn find(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    memchr::memchr(wanted, bytes.get(from..)?).map(|n| from + n)
}

/// Counts attributes from `at` to the tag's end; answers the count and the position after `>`.
fn attributes(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut count = 0;
    loop {
        while bytes.get(at).is_some_and(|b| is_edge(*b) && *b != b'>') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (count, at),
            Some(b'>') => return (count, at + 1),
            Some(_) => count += 1,
        }
        // The name; a first `=` belongs to it.
        at += 1;
        while bytes.get(at).is_some_and(|b| !is_edge(*b) && *b != b'=') {
            at += 1;
        }
        let mut value = at;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        value += 1;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        at = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => find(bytes, value + 1, *quote).map_or(bytes.len(), |end| end + 1),
            _ => bytes[value..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || *b == b'>')
                .map_or(bytes.len(), |n| value + n),
        };
    }
}

fn raw_name(name: &[u8]) -> Option<&'static str> {
    RAW.into_iter().find(|raw| raw.as_bytes().eq_ignore_ascii_case(name))
}

/// The position of the end tag that closes raw text, or the end of the page.
fn end_of_raw(bytes: &[u8], mut at: usize, name: &str) -> usize {
    while let Some(open) = find(bytes, at, b'<') {
        let after = &bytes[open + 1..];
        if after.first() == Some(&b'/')
            && after.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
            && after.get(name.len() + 1).is_none_or(|b| is_edge(*b))
        {
            return open;
        }
        at = open + 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::most_attributes;

    #[test]
    fn counts_the_attributes_of_the_largest_tag() {
        assert_eq!(most_attributes(r#"<p><a href="x > y" class='b c' hidden data-x=1/></a>"#), 4);
        assert_eq!(most_attributes("<br/><p  =a>text a b c d</p>"), 1);
        assert_eq!(most_attributes("no tag < a b c"), 0);
    }

    #[test]
    fn comments_scripts_and_open_ends_do_not_mislead() {
        assert_eq!(most_attributes("<!-- <a b c d e f> --><p q>"), 1);
        assert_eq!(most_attributes("<!--><p q r>"), 2);
        assert_eq!(most_attributes("<script>if (a<b && c && d && e) {}</SCRIPT ><p q>"), 1);
        assert_eq!(most_attributes("<a b c"), 2);
        assert_eq!(most_attributes("<a b='"), 1);
        assert_eq!(most_attributes("<script>"), 0);
    }
}

//! Markdown of rule files to HTML.
//!
//! What must stay true: raw HTML in the text is shown, never passed on, and a link goes to the web or nowhere.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use super::link;

/// A paragraph or a few, as HTML that can stand in a page.
pub(super) fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::Link { ref dest_url, .. }) if link::safe(dest_url).is_none() => {
            Some(Event::Start(Tag::Emphasis))
        }
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        other => Some(other),
    });
    // A link that was turned into emphasis must also end as one.
    let mut open = Vec::new();
    let balanced = events.map(|event| match event {
        Event::Start(ref tag @ (Tag::Link { .. } | Tag::Emphasis)) => {
            open.push(tag.to_end());
            event
        }
        Event::End(TagEnd::Link | TagEnd::Emphasis) => open.pop().map_or(event, Event::End),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, balanced);
    out
}

/// The same without any markup, for a sentence or a terminal.
pub(super) fn to_text(markdown: &str) -> String {
    let mut out = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                out.push(' ');
            }
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{to_html, to_text};

    #[test]
    fn raw_html_is_shown_and_bad_links_go_nowhere() {
        assert_eq!(to_html("a <b>x</b>"), "<p>a &lt;b&gt;x&lt;/b&gt;</p>\n");
        assert!(!to_html("<script>alert(1)</script>").contains("<script"));
        assert_eq!(to_html("[x](javascript:alert(1)) *y*"), "<p><em>x</em> <em>y</em></p>\n");
        assert_eq!(to_html("[x](https://a.test/)"), "<p><a href=\"https://a.test/\">x</a></p>\n");
        assert!(!to_html("![x](https://a.test/p.png)").contains("<img"));
    }

    #[test]
    fn text_has_no_markup() {
        assert_eq!(
            to_text("Skriv **numret**.\n\n- klickbart\n- [här](https://a.test/)"),
            "Skriv numret. klickbart här"
        );
    }
}

//! Turns a page's Markdown into pieces that each CMS dresses in its own markup.
//!
//! Between lines of `:::kind title` and `:::` stand expandables (`expand`), contact boxes (`contact`), message forms
//! (`form`), lists that only a script would show (`script-list`) and text that nobody sees (`hidden`). Addresses are
//! written `sida:ID`, `pdf:NAME` and `etjanst:NAME`; `borta:PATH` is a link that intentionally leads nowhere.

use std::sync::LazyLock;

use pulldown_cmark::{Options, Parser, html};
use regex::{Captures, Regex};

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// Finished HTML.
    Html(String),
    /// An expandable: title and HTML.
    Expand(String, String),
    /// The box of this contact.
    Contact(String),
    /// A form for a message to someone.
    Form(String),
    /// A list that stands in a script alone.
    ScriptList(String, Vec<String>),
}

/// Splits Markdown into pieces; the error says which line is wrong.
pub(super) fn pieces(markdown: &str) -> Result<Vec<Piece>, String> {
    let mut all = Vec::new();
    let mut text = String::new();
    let mut lines = markdown.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(opening) = line.strip_prefix(":::") else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        flush(&mut all, &mut text);
        let (kind, title) = opening.split_once(' ').unwrap_or((opening, ""));
        let mut inside = String::new();
        loop {
            match lines.next() {
                Some((_, ":::")) => break,
                Some((_, line)) => {
                    inside.push_str(line);
                    inside.push('\n');
                }
                None => return Err(format!("line {} of the text: ::: is never closed", number + 1)),
            }
        }
        all.push(match kind {
            "expand" => Piece::Expand(title.to_owned(), to_html(&inside)),
            "contact" => Piece::Contact(title.to_owned()),
            "form" => Piece::Form(title.to_owned()),
            "script-list" => Piece::ScriptList(
                title.to_owned(),
                inside.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect(),
            ),
            "hidden" => Piece::Html(format!("<div style=\"display:none\">{}</div>\n", to_html(&inside))),
            other => {
                return Err(format!(
                    "line {} of the text: unknown kind {other:?}; known: expand, contact, form, script-list, hidden",
                    number + 1
                ));
            }
        });
    }
    flush(&mut all, &mut text);
    Ok(all)
}

fn flush(all: &mut Vec<Piece>, text: &mut String) {
    if !text.trim().is_empty() {
        all.push(Piece::Html(to_html(text)));
    }
    text.clear();
}

fn to_html(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    out
}

static OWN_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"="(sida|pdf|etjanst|borta):([^"]+)""#).expect("the pattern is a constant that a test compiles")
});

/// Puts real addresses in place of `sida:`, `pdf:` and `etjanst:`; the error names the first that leads nowhere.
pub(super) fn with_addresses(html: &str, address: impl Fn(&str, &str) -> Option<String>) -> Result<String, String> {
    let lost = std::cell::RefCell::new(None);
    let out = OWN_ADDRESS.replace_all(html, |found: &Captures<'_>| {
        let url = address(&found[1], &found[2]).unwrap_or_else(|| {
            lost.borrow_mut().get_or_insert_with(|| format!("{}:{} leads nowhere", &found[1], &found[2]));
            String::new()
        });
        format!("=\"{}\"", escape(&url))
    });
    lost.into_inner().map_or_else(|| Ok(out.into_owned()), Err)
}

/// The paths of links that are written `borta:PATH`.
pub(super) fn gone(markdown: &str) -> impl Iterator<Item = &str> {
    markdown.split("](borta:").skip(1).filter_map(|rest| rest.split_once(')')).map(|(path, _)| path)
}

/// Text as it stands in HTML and in attributes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expandables_stand_between_texts() {
        let found = pieces("Ett.\n\n:::expand Kostar det?\nJa.\n:::\nTvå.\n").unwrap();
        assert_eq!(
            found,
            [
                Piece::Html("<p>Ett.</p>\n".to_owned()),
                Piece::Expand("Kostar det?".to_owned(), "<p>Ja.</p>\n".to_owned()),
                Piece::Html("<p>Två.</p>\n".to_owned()),
            ]
        );
        assert!(pieces(":::expand Aldrig stängd\nText").unwrap_err().contains("never closed"));
        assert!(pieces(":::okänd\n:::").unwrap_err().contains("unknown kind"));
    }

    #[test]
    fn own_addresses_are_resolved_or_named() {
        let html = to_html("[Avgifter](sida:avgifter)");
        let done = with_addresses(&html, |_, id| Some(format!("/{id}.4.1f.html"))).unwrap();
        assert_eq!(done, "<p><a href=\"/avgifter.4.1f.html\">Avgifter</a></p>\n");
        assert_eq!(with_addresses(&html, |_, _| None).unwrap_err(), "sida:avgifter leads nowhere");
    }
}

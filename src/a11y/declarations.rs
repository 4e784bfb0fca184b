//! Declarations: `property: value`, shorthands taken apart.
//!
//! Place in the flow: read by css (rules) and style (`style` attributes). Keeps only the properties that decide whether
//! something is shown, where, in which colours and how its text is set. What must stay true: a later declaration of a
//! shorthand takes the place of an earlier one of its parts, as the cascade asks.

use std::rc::Rc;

use cssparser::{Delimiter, Delimiters, ParseError, Parser, Token};

use super::colour;

/// The properties that are kept.
const KEPT: &[&str] = &[
    "-webkit-background-clip",
    "-webkit-text-fill-color",
    "-webkit-text-stroke",
    "backdrop-filter",
    "background-blend-mode",
    "background-clip",
    "background-color",
    "background-image",
    "border",
    "border-bottom",
    "border-color",
    "box-shadow",
    "clip",
    "clip-path",
    "color",
    "display",
    "filter",
    "font-family",
    "font-size",
    "font-weight",
    "height",
    "left",
    "letter-spacing",
    "line-height",
    "margin-left",
    "margin-top",
    "max-height",
    "max-width",
    "mix-blend-mode",
    "opacity",
    "outline-color",
    "outline-style",
    "outline-width",
    "overflow-x",
    "overflow-y",
    "padding-bottom",
    "padding-top",
    "position",
    "rotate",
    "text-decoration",
    "text-indent",
    "text-overflow",
    "text-shadow",
    "top",
    "transform",
    "visibility",
    "white-space",
    "width",
    "word-spacing",
];

/// `property: value`, both lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) property: &'static str,
    pub(super) value: Rc<str>,
    pub(super) important: bool,
}

/// The declarations of a `style` attribute or of a rule's block, in order.
pub(super) fn parse_declarations(text: &str) -> Vec<Declaration> {
    declarations(&mut Parser::new(text))
}

/// Reads declarations to the end of the block.
pub(super) fn declarations(parser: &mut Parser<'_>) -> Vec<Declaration> {
    let mut found = Vec::new();
    loop {
        let name = match parser.next() {
            Err(_) => return found,
            Ok(Token::Ident(name)) => name.to_ascii_lowercase(),
            Ok(_) => continue,
        };
        if !matches!(parser.next(), Ok(Token::Colon)) {
            continue;
        }
        let value = text_before(parser, Delimiter::Semicolon);
        let value = value.trim().to_ascii_lowercase();
        let plain = value.strip_suffix("important").map(str::trim_end).and_then(|value| value.strip_suffix('!'));
        let important = plain.is_some();
        let value = plain.unwrap_or(&value).trim_end();
        if !value.is_empty() {
            longhands(&name, value, |property, value| {
                if let Some(property) = KEPT.iter().find(|kept| **kept == property) {
                    found.push(Declaration { property, value: value.into(), important });
                }
            });
        }
    }
}

/// Words that every property understands.
fn is_wide(value: &str) -> bool {
    matches!(value, "inherit" | "initial" | "unset" | "revert" | "revert-layer")
}

/// The properties that a declaration sets, with their values.
fn longhands(name: &str, value: &str, mut set: impl FnMut(&str, &str)) {
    let whole = is_wide(value) || value.contains("var(");
    match name {
        "background" if whole => {
            set("background-color", value);
            set("background-image", value);
        }
        "background" => {
            let (colour, image) = background(value);
            set("background-color", colour.as_deref().unwrap_or("transparent"));
            set("background-image", image);
            set(
                "background-clip",
                if value.split_whitespace().any(|word| word == "text") { "text" } else { "border-box" },
            );
        }
        "font" if whole => {
            for part in ["font-size", "font-weight", "font-family", "line-height"] {
                set(part, value);
            }
        }
        "font" => font(value, set),
        "overflow" => {
            let mut words = value.split_whitespace();
            let across = words.next().unwrap_or_default();
            set("overflow-x", across);
            set("overflow-y", words.next().unwrap_or(across));
        }
        "margin" => {
            let [top, _, _, left] = sides(value);
            set("margin-top", top);
            set("margin-left", left);
        }
        "padding" => {
            let [top, _, bottom, _] = sides(value);
            set("padding-top", top);
            set("padding-bottom", bottom);
        }
        "inset" => {
            let [top, _, _, left] = sides(value);
            set("top", top);
            set("left", left);
        }
        "outline" => {
            let has = |known: &[&str]| value.split_whitespace().any(|word| known.contains(&word));
            set("outline-style", if whole || !has(&["none"]) { "solid" } else { "none" });
            set("outline-width", if has(&["0", "0px"]) { "0" } else { "medium" });
            set("outline-color", if has(&["transparent"]) { "transparent" } else { "auto" });
        }
        _ => set(name, value),
    }
}

/// Top, right, bottom, left.
fn sides(value: &str) -> [&str; 4] {
    let words: Vec<&str> = value.split_whitespace().collect();
    match words[..] {
        [top, right, bottom, left, ..] => [top, right, bottom, left],
        [top, across, bottom] => [top, across, bottom, across],
        [up, across] => [up, across, up, across],
        [all] => [all; 4],
        [] => [""; 4],
    }
}

/// The colour of a `background`, if it names one, and its images (the whole value where it has any, else `none`).
fn background(value: &str) -> (Option<String>, &str) {
    let mut parser = Parser::new(value);
    let (mut found, mut pictured) = (None, false);
    loop {
        let start = parser.position();
        let kind = match parser.next() {
            Err(_) => break,
            Ok(Token::Function(name)) => Some(name.to_ascii_lowercase()),
            Ok(Token::UnquotedUrl(_)) => {
                pictured = true;
                continue;
            }
            Ok(Token::Ident(_) | Token::IDHash(_) | Token::Hash(_)) => None,
            Ok(_) => continue,
        };
        if let Some(name) = &kind {
            let _ = parser.parse_nested_block(|inner| -> Result<(), ParseError<()>> {
                while inner.next().is_ok() {}
                Ok(())
            });
            if name == "url" || name.contains("gradient") || name.contains("image") || name == "element" {
                pictured = true;
                continue;
            }
        }
        let text = parser.slice_from(start).trim();
        if text == "currentcolor" || kind.is_some() || colour::parse(text).is_some() {
            found = Some(text.to_owned());
        }
    }
    (found, if pictured { value } else { "none" })
}

/// Size, weight, line height and family of a `font`.
fn font(value: &str, mut set: impl FnMut(&str, &str)) {
    let (mut weight, mut rest) = ("normal", value);
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let size = word.starts_with(|c: char| c.is_ascii_digit() || c == '.') && word.parse::<f64>().is_err()
            || word.ends_with("small")
            || word.ends_with("large")
            || matches!(word, "medium" | "smaller" | "larger")
            || word.starts_with("calc(");
        if size {
            let (size, height) = word.split_once('/').unwrap_or((word, "normal"));
            set("font-size", size);
            set("line-height", height);
            set("font-family", after.trim());
            break;
        }
        if matches!(word, "bold" | "bolder" | "lighter") || word.parse::<u16>().is_ok() {
            weight = word;
        }
        rest = after.trim_start();
    }
    set("font-weight", weight);
}

/// The text up to a delimiter, blocks and comments included.
pub(super) fn text_before(parser: &mut Parser<'_>, until: Delimiters) -> String {
    let start = parser.position();
    let text = parser.parse_until_before(until, |inner| -> Result<String, ParseError<()>> {
        while inner.next().is_ok() {}
        Ok(inner.slice_from(start).to_owned())
    });
    text.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(&'static str, String)> {
        parse_declarations(text).into_iter().map(|found| (found.property, found.value.to_string())).collect()
    }

    #[test]
    fn important_is_told_from_the_value_and_later_declarations_stand_last() {
        let found = parse_declarations("Display:none ; letter-spacing: 0.1em ! important; broken; top:-5px");
        let values: Vec<_> = found.iter().map(|d| (d.property, &*d.value, d.important)).collect();
        assert_eq!(values, [("display", "none", false), ("letter-spacing", "0.1em", true), ("top", "-5px", false)]);
    }

    #[test]
    fn backgrounds_give_their_colour_and_their_image() {
        let of = |text: &str| {
            let found = values(&format!("background: {text}"));
            let value = |name: &str| found.iter().find(|(property, _)| *property == name).map(|(_, v)| v.clone());
            (value("background-color").unwrap(), value("background-image").unwrap())
        };
        assert_eq!(of("#FFF"), ("#fff".to_owned(), "none".to_owned()));
        assert_eq!(of("rgba(0,0,0,.5)").0, "rgba(0,0,0,.5)");
        assert_eq!(of("no-repeat center"), ("transparent".to_owned(), "none".to_owned()));
        let (colour, image) = of("black no-repeat -20px url('/a.png')");
        assert_eq!((colour.as_str(), image.contains("url(")), ("black", true));
        let (colour, image) = of("linear-gradient(to right, red, blue)");
        assert_eq!((colour.as_str(), image.contains("gradient")), ("transparent", true));
    }

    #[test]
    fn shorthands_are_taken_apart() {
        assert!(values("font: italic bold 12px/1.5 Arial").contains(&("font-size", "12px".to_owned())));
        assert!(values("font: italic bold 12px/1.5 Arial").contains(&("font-weight", "bold".to_owned())));
        assert!(values("font: italic bold 12px/1.5 Arial").contains(&("line-height", "1.5".to_owned())));
        assert_eq!(values("overflow: hidden auto"), [("overflow-x", "hidden".into()), ("overflow-y", "auto".into())]);
        assert_eq!(values("margin: 0 1px 2px -9999px")[1], ("margin-left", "-9999px".into()));
    }
}

//! `<style>` elements and `style` attributes, parsed.
//!
//! Place in the flow: **css** → dom. Keeps only the properties that decide whether something is shown, where, and how
//! its text is set. What must stay true: a rule that cannot be judged without a browser (a pseudo-class of state, an
//! unknown media feature) is left out, so that it never hides anything here.

use std::collections::HashMap;

use cssparser::{Delimiter, Delimiters, ParseError, Parser, Token};
use scraper::node::Element;
use scraper::{ElementRef, Selector};

/// Width in CSS pixels that width queries are answered for.
const VIEWPORT: f64 = 1280.0;

/// The properties that are kept.
const KEPT: &[&str] = &[
    "clip",
    "clip-path",
    "display",
    "font-family",
    "font-size",
    "height",
    "left",
    "letter-spacing",
    "line-height",
    "margin-left",
    "max-width",
    "position",
    "rotate",
    "text-indent",
    "top",
    "transform",
    "visibility",
    "width",
    "word-spacing",
];

/// `property: value`, both lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) property: &'static str,
    pub(super) value: String,
    pub(super) important: bool,
}

/// The orientation that a media query asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    Portrait,
    Landscape,
}

/// What a block of rules asks of the medium.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Medium {
    Always,
    Never,
    Turned(Orientation),
}

/// One selector with its declarations.
pub(super) struct Rule {
    selector: Selector,
    rank: (u32, usize),
    pub(super) orientation: Option<Orientation>,
    pub(super) declarations: Vec<Declaration>,
}

/// All `<style>` rules of a page, found by what their last step names.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    by_id: HashMap<String, Vec<usize>>,
    by_class: HashMap<String, Vec<usize>>,
    by_tag: HashMap<String, Vec<usize>>,
    any: Vec<usize>,
}

impl Sheet {
    /// Adds the text of one `<style>`.
    pub(super) fn add(&mut self, css: &str) {
        self.block(&mut Parser::new(css), Medium::Always);
    }

    /// The rules that match, weakest first.
    pub(super) fn matching(&self, element: ElementRef<'_>) -> Vec<&Rule> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let value: &Element = element.value();
        let mut candidates = self.any.clone();
        candidates.extend(self.by_tag.get(value.name()).into_iter().flatten());
        if let Some(id) = value.id() {
            candidates.extend(self.by_id.get(id).into_iter().flatten());
        }
        for class in value.classes() {
            candidates.extend(self.by_class.get(class).into_iter().flatten());
        }
        let mut found: Vec<&Rule> =
            candidates.iter().map(|&at| &self.rules[at]).filter(|rule| rule.selector.matches(&element)).collect();
        found.sort_by_key(|rule| rule.rank);
        found
    }

    /// Whether any rule depends on how the screen is turned.
    pub(super) fn has_orientation(&self) -> bool {
        self.rules.iter().any(|rule| rule.orientation.is_some())
    }

    fn block(&mut self, parser: &mut Parser<'_>, medium: Medium) {
        loop {
            parser.skip_whitespace();
            let state = parser.state();
            let at_rule = match parser.next() {
                Err(_) => return,
                Ok(Token::Semicolon | Token::CDO | Token::CDC) => continue,
                Ok(Token::AtKeyword(name)) => Some(name.to_ascii_lowercase()),
                Ok(_) => None,
            };
            let until = if at_rule.is_some() {
                Delimiter::Semicolon | Delimiter::CurlyBracketBlock
            } else {
                parser.reset(&state);
                Delimiter::CurlyBracketBlock
            };
            let prelude = text_before(parser, until);
            if !matches!(parser.next(), Ok(Token::CurlyBracketBlock)) {
                continue;
            }
            let inside = match at_rule.as_deref() {
                None => {
                    let declarations = nested(parser, declarations);
                    self.rule(&prelude, &declarations, medium);
                    continue;
                }
                Some("media") => both(medium, media(&prelude)),
                Some("layer") => medium,
                Some(_) => Medium::Never,
            };
            nested(parser, |parser| self.block(parser, inside));
        }
    }

    fn rule(&mut self, prelude: &str, declarations: &[Declaration], medium: Medium) {
        let orientation = match medium {
            Medium::Always => None,
            Medium::Never => return,
            Medium::Turned(orientation) => Some(orientation),
        };
        if declarations.is_empty() {
            return;
        }
        for text in split(prelude) {
            let Ok(selector) = Selector::parse(text) else { continue };
            let at = self.rules.len();
            let (rank, key) = weigh(text);
            let bucket = match key {
                Key::Id(id) => self.by_id.entry(id).or_default(),
                Key::Class(class) => self.by_class.entry(class).or_default(),
                Key::Tag(tag) => self.by_tag.entry(tag).or_default(),
                Key::Any => &mut self.any,
            };
            bucket.push(at);
            self.rules.push(Rule { selector, rank: (rank, at), orientation, declarations: declarations.to_vec() });
        }
    }
}

/// The declarations of a `style` attribute or of a rule's block, in order.
pub(super) fn parse_declarations(text: &str) -> Vec<Declaration> {
    declarations(&mut Parser::new(text))
}

fn declarations(parser: &mut Parser<'_>) -> Vec<Declaration> {
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
        let Some(property) = KEPT.iter().find(|kept| **kept == name) else { continue };
        let value = value.trim().to_ascii_lowercase();
        let plain = value.strip_suffix("important").map(str::trim_end).and_then(|value| value.strip_suffix('!'));
        let important = plain.is_some();
        let value = plain.map_or(value.clone(), |plain| plain.trim_end().to_owned());
        if !value.is_empty() {
            found.push(Declaration { property, value, important });
        }
    }
}

/// The text up to a delimiter, blocks and comments included.
fn text_before(parser: &mut Parser<'_>, until: Delimiters) -> String {
    let start = parser.position();
    let text = parser.parse_until_before(until, |inner| -> Result<String, ParseError<()>> {
        while inner.next().is_ok() {}
        Ok(inner.slice_from(start).to_owned())
    });
    text.unwrap_or_default()
}

fn nested<T: Default>(parser: &mut Parser<'_>, read: impl FnOnce(&mut Parser<'_>) -> T) -> T {
    let mut read = Some(read);
    parser
        .parse_nested_block(|inner| -> Result<T, ParseError<()>> {
            let value = read.take().map(|read| read(inner)).unwrap_or_default();
            while inner.next().is_ok() {}
            Ok(value)
        })
        .unwrap_or_default()
}

fn both(outer: Medium, inner: Medium) -> Medium {
    match (outer, inner) {
        (Medium::Never, _) | (_, Medium::Never) => Medium::Never,
        (Medium::Always, inner) => inner,
        (outer, _) => outer,
    }
}

/// A media query list: `all`, `screen`, width in pixels or em, orientation. Anything else never applies.
fn media(prelude: &str) -> Medium {
    let text = prelude.to_ascii_lowercase();
    let list = text.trim();
    let mut answer = if list.is_empty() { Medium::Always } else { Medium::Never };
    for query in list.split(',') {
        let one = query.split(" and ").map(|part| condition(part.trim())).fold(Medium::Always, both);
        if one == Medium::Always || answer == Medium::Never {
            answer = one;
        }
    }
    answer
}

fn condition(part: &str) -> Medium {
    let bare = part.trim_start_matches("only ").trim();
    if matches!(bare, "all" | "screen") {
        return Medium::Always;
    }
    let feature: String = bare.trim_matches(['(', ')']).chars().filter(|c| !c.is_whitespace()).collect();
    let width = |text: &str| {
        let number = text.strip_suffix("px").and_then(|n| n.parse::<f64>().ok());
        number
            .or_else(|| text.trim_end_matches('m').strip_suffix(['e', 'r'])?.parse::<f64>().ok().map(|em| em * 16.0))
            .or_else(|| text.strip_suffix("rem").and_then(|n| n.parse::<f64>().ok()).map(|em| em * 16.0))
    };
    let holds = match feature.split_once(':') {
        Some(("orientation", "portrait")) => return Medium::Turned(Orientation::Portrait),
        Some(("orientation", "landscape")) => return Medium::Turned(Orientation::Landscape),
        Some(("min-width", value)) => width(value).is_some_and(|width| width <= VIEWPORT),
        Some(("max-width", value)) => width(value).is_some_and(|width| width >= VIEWPORT),
        _ => false,
    };
    if holds { Medium::Always } else { Medium::Never }
}

/// A selector list at its top-level commas.
fn split(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts
}

enum Key {
    Id(String),
    Class(String),
    Tag(String),
    Any,
}

/// Specificity (ids, classes, types, eight bits each) and what the last compound names. Arguments of functional
/// pseudo-classes are not looked into; they neither name a key nor add weight.
fn weigh(selector: &str) -> (u32, Key) {
    let mut parser = Parser::new(selector);
    let (mut ids, mut classes, mut types) = (0_u32, 0_u32, 0_u32);
    let mut key = Key::Any;
    let mut dot = false;
    while let Ok(token) = parser.next_including_whitespace() {
        let after_dot = std::mem::take(&mut dot);
        match token {
            Token::WhiteSpace(_) | Token::Delim('>' | '+' | '~') => key = Key::Any,
            Token::Delim('.') => dot = true,
            Token::IDHash(id) | Token::Hash(id) => {
                ids += 1;
                key = Key::Id(id.to_string());
            }
            Token::Ident(name) if after_dot => {
                classes += 1;
                if !matches!(key, Key::Id(_)) {
                    key = Key::Class(name.to_string());
                }
            }
            Token::Ident(name) => {
                types += 1;
                if matches!(key, Key::Any) {
                    key = Key::Tag(name.to_ascii_lowercase());
                }
            }
            Token::SquareBracketBlock | Token::Function(_) => classes += 1,
            Token::Colon => {
                classes += 1;
                // The pseudo-class's name is not a type.
                let _ = parser.next_including_whitespace();
            }
            _ => {}
        }
    }
    (ids.min(255) << 16 | classes.min(255) << 8 | types.min(255), key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn important_is_told_from_the_value_and_later_declarations_stand_last() {
        let found = parse_declarations("Display:none ; letter-spacing: 0.1em ! important; color:red; broken; top:-5px");
        let values: Vec<_> = found.iter().map(|d| (d.property, d.value.as_str(), d.important)).collect();
        assert_eq!(values, [("display", "none", false), ("letter-spacing", "0.1em", true), ("top", "-5px", false)]);
    }

    fn displays(css: &str, html: &str) -> Vec<String> {
        let mut sheet = Sheet::default();
        sheet.add(css);
        let page = scraper::Html::parse_document(html);
        let all = Selector::parse("body *").unwrap();
        page.select(&all)
            .map(|element| {
                sheet.matching(element).last().map(|rule| rule.declarations[0].value.clone()).unwrap_or_default()
            })
            .collect()
    }

    #[test]
    fn the_cascade_goes_by_specificity_then_order() {
        let css = "/* x */ p{display:block} .a{display:none} p.a{display:inline} p{display:flex} a:hover{display:none}";
        assert_eq!(displays(css, "<p>1</p><p class=a>2</p><i class=a>3</i><a>4</a>"), ["flex", "inline", "none", ""]);
    }

    #[test]
    fn media_that_does_not_hold_on_a_wide_screen_is_left_out() {
        let css = "@media print{p{display:none}} @media (max-width:600px){i{display:none}} @import 'x';
            @media screen and (min-width: 40em){b{display:none}} @supports (x:y){u{display:none}} q{display:none}";
        assert_eq!(displays(css, "<p>1</p><i>2</i><b>3</b><u>4</u><q>5</q>"), ["", "", "none", "", "none"]);
    }

    #[test]
    fn selectors_are_found_by_their_last_step() {
        let css = "main > .x[title], #y:not(.z) { display: none }";
        let html = "<main><p class='w x' title=1></p><p class=x></p></main><p id=y></p>";
        assert_eq!(displays(css, html), ["", "none", "", "none"]);
    }
}

//! `<style>` elements and `style` attributes, parsed.
//!
//! Place in the flow: declarations → **css** → walk. What must stay true: a rule that cannot be judged without a browser
//! (a pseudo-class of state, an unknown media feature) is left out, so that it never hides anything here.

use std::collections::HashMap;
use std::rc::Rc;

use cssparser::{Delimiter, ParseError, Parser, Token};
use scraper::{ElementRef, Selector};

use super::declarations::{Declaration, declarations, text_before};

/// Width in CSS pixels that width queries are answered for.
const VIEWPORT: f64 = 1280.0;

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
    pub(super) declarations: Rc<[Declaration]>,
}

/// What a rule does to an element that has focus.
pub(super) struct FocusRule {
    selector: Selector,
    /// It changes something that is seen.
    pub(super) shows: bool,
}

impl FocusRule {
    /// Whether the element would match if it had focus.
    pub(super) fn matches(&self, element: &ElementRef<'_>) -> bool {
        self.selector.matches(element)
    }
}

/// All `<style>` rules of a page, found by what their last step names.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    by_id: HashMap<String, Vec<u32>>,
    by_class: HashMap<String, Vec<u32>>,
    by_tag: HashMap<String, Vec<u32>>,
    any: Vec<u32>,
    pub(super) focus: Vec<FocusRule>,
    /// It imports what is not read.
    pub(super) imports: bool,
}

impl Sheet {
    /// Adds the text of one `<style>`.
    pub(super) fn add(&mut self, css: &str) {
        self.block(&mut Parser::new(css), Medium::Always);
    }

    /// Puts the numbers of the rules that match into `found`, weakest first.
    pub(super) fn find(&self, element: &ElementRef<'_>, found: &mut Vec<u32>) {
        found.clear();
        if self.rules.is_empty() {
            return;
        }
        let value = element.value();
        found.extend_from_slice(&self.any);
        found.extend(self.by_tag.get(value.name()).into_iter().flatten());
        if let Some(id) = value.id() {
            found.extend(self.by_id.get(id).into_iter().flatten());
        }
        if !self.by_class.is_empty() {
            for class in value.classes() {
                found.extend(self.by_class.get(class).into_iter().flatten());
            }
        }
        found.retain(|&at| self.rule(at).selector.matches(element));
        found.sort_unstable_by_key(|&at| self.rule(at).rank);
    }

    /// The rule of a number.
    pub(super) fn rule(&self, at: u32) -> &Rule {
        &self.rules[at as usize]
    }

    /// The rules that match, weakest first.
    pub(super) fn matching(&self, element: &ElementRef<'_>) -> Vec<&Rule> {
        let mut found = Vec::new();
        self.find(element, &mut found);
        found.into_iter().map(|at| self.rule(at)).collect()
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
                self.imports |= at_rule.as_deref() == Some("import");
                continue;
            }
            let inside = match at_rule.as_deref() {
                None => {
                    let declarations = nested(parser, declarations);
                    self.take(&prelude, declarations, medium);
                    continue;
                }
                Some("media") => both(medium, media(&prelude)),
                Some("layer") => medium,
                Some(_) => Medium::Never,
            };
            nested(parser, |parser| self.block(parser, inside));
        }
    }

    fn take(&mut self, prelude: &str, declarations: Vec<Declaration>, medium: Medium) {
        let orientation = match medium {
            Medium::Always => None,
            Medium::Never => return,
            Medium::Turned(orientation) => Some(orientation),
        };
        if declarations.is_empty() {
            return;
        }
        let declarations: Rc<[Declaration]> = declarations.into();
        for text in split(prelude) {
            if text.contains(":focus") {
                self.focus(text, &declarations);
                continue;
            }
            let written = unvisited(text);
            let Ok(selector) = Selector::parse(&written) else { continue };
            let (weight, key) = weigh(&written);
            let order = self.rules.len();
            let Ok(at) = u32::try_from(order) else { return };
            let bucket = match key {
                Key::Id(id) => self.by_id.entry(id).or_default(),
                Key::Class(class) => self.by_class.entry(class).or_default(),
                Key::Tag(tag) => self.by_tag.entry(tag).or_default(),
                Key::Any => &mut self.any,
            };
            bucket.push(at);
            let declarations = Rc::clone(&declarations);
            self.rules.push(Rule { selector, rank: (weight, order), orientation, declarations });
        }
    }

    /// Keeps a rule of focus for the elements that its last step names; one that changes something else counts for all.
    fn focus(&mut self, text: &str, declarations: &[Declaration]) {
        let bare =
            [":focus-visible", ":focus-within", ":focus"].iter().fold(text.to_owned(), |t, state| t.replace(state, ""));
        let bare = bare.split("::").next().unwrap_or_default().trim();
        let last = text.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
        let selector = Selector::parse(bare).ok().filter(|_| last.contains(":focus"));
        let value = |name: &str| declarations.iter().rfind(|one| one.property == name).map(|one| &*one.value);
        let outlined = ["outline-style", "outline-width", "outline-color"].iter().any(|name| value(name).is_some())
            && !is_ringless(value);
        let shows = outlined || declarations.iter().any(|one| !one.property.starts_with("outline"));
        if let Some(selector) = selector.or_else(|| Selector::parse("*").ok().filter(|_| shows)) {
            self.focus.push(FocusRule { selector, shows });
        }
    }
}

/// Whether the outline declarations leave no ring.
pub(super) fn is_ringless<'v>(value: impl Fn(&str) -> Option<&'v str>) -> bool {
    value("outline-style") == Some("none")
        || value("outline-width").is_some_and(|width| matches!(width, "0" | "0px"))
        || value("outline-color") == Some("transparent")
}

/// A selector as it holds for links that were never followed; what browsers call a link has an address.
fn unvisited(selector: &str) -> std::borrow::Cow<'_, str> {
    if selector.contains(":link") || selector.contains(":any-link") {
        selector.replace(":any-link", "[href]").replace(":link", "[href]").into()
    } else {
        selector.into()
    }
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

    fn displays(css: &str, html: &str) -> Vec<String> {
        let mut sheet = Sheet::default();
        sheet.add(css);
        let page = scraper::Html::parse_document(html);
        let all = Selector::parse("body *").unwrap();
        page.select(&all)
            .map(|element| {
                sheet.matching(&element).last().map(|rule| rule.declarations[0].value.to_string()).unwrap_or_default()
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

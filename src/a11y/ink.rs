//! What a text is painted with and on: colours, size and weight as they come down the tree.
//!
//! Place in the flow: walk, colour → **ink** → the contrast check. Sources: CSS Color 4 section 3.3 (opacity), CSS
//! Backgrounds 3, HTML Living Standard section 15 (default styles). What must stay true: a colour that the page's own
//! text does not settle is unknown, never guessed: what is moved, blended, transformed or lies under something moved
//! may stand on any ground.

use super::colour::{self, ANY, Rgba, Span, WHITE};
use super::dom::{El, Ns};
use super::style::{Style, pixels, share};

const BLACK: Rgba = Rgba { rgb: [0.0; 3], alpha: 1.0 };
/// Links, buttons, fields and marked text, as browsers paint them by themselves.
const LINK: Rgba = Rgba { rgb: [0.0, 0.0, 238.0 / 255.0], alpha: 1.0 };
const FACE: Rgba = Rgba { rgb: [239.0 / 255.0; 3], alpha: 1.0 };
const FIELD: Rgba = Rgba { rgb: [1.0; 3], alpha: 1.0 };
const MARK: Rgba = Rgba { rgb: [1.0, 1.0, 0.0], alpha: 1.0 };
const NOTHING: Span = Span { dark: [0.0; 3], light: [0.0; 3] };

/// What an element hands down to its text and its children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    /// The colour of text.
    text: Option<Rgba>,
    /// What is painted behind, as if no ancestor were transparent.
    ground: Span,
    /// `opacity` of the ancestors: a colour comes out as `factor` of itself plus `rest`.
    factor: f64,
    rest: Span,
    /// Blended or filtered: nothing is known.
    lost: bool,
    /// Pixels.
    pub(super) size: Option<f64>,
    pub(super) bold: Option<bool>,
}

impl Ink {
    /// Black on white, as browsers begin.
    pub(super) const PLAIN: Self = Self {
        text: Some(BLACK),
        ground: WHITE,
        factor: 1.0,
        rest: NOTHING,
        lost: false,
        size: Some(16.0),
        bold: Some(false),
    };

    /// Set by a style sheet that was not read.
    pub(super) const UNREAD: Self = Self { text: None, ground: ANY, size: None, bold: None, ..Self::PLAIN };

    /// What text is painted with and on; `None` when it is not known, or not to be seen.
    pub(super) fn pair(&self) -> Option<(Span, Span)> {
        let text = self.text.filter(|text| !self.lost && text.alpha > 0.0)?;
        Some((self.ground.under(text).scaled(self.factor, self.rest), self.ground.scaled(self.factor, self.rest)))
    }

    /// Large type: 18 points, or 14 in bold (WCAG 2.2, "large scale").
    pub(super) fn is_large(&self) -> Option<bool> {
        match (self.size, self.bold) {
            (Some(size), _) if size >= 24.0 => Some(true),
            (Some(size), _) if size < 18.66 => Some(false),
            (Some(_), bold) => bold,
            (None, _) => None,
        }
    }

    /// Comes to an element. `overlaid`: something that is moved out of the flow stands directly in it. `unread`: style
    /// sheets hold that were not read, so that only the `style` attribute is certain.
    pub(super) fn enter(mut self, el: &El<'_>, overlaid: bool, unread: bool) -> Self {
        if !unread {
            self.browser(el);
        }
        let own;
        let style: &Style = if unread {
            own = el.style.attribute();
            &own
        } else {
            &el.style
        };
        if style.is_empty() {
            if overlaid {
                self.ground = ANY;
            }
            return self;
        }
        let below = self.ground;
        let moved = matches!(style.get("position"), Some("absolute" | "fixed" | "sticky"))
            || style.get("transform").is_some_and(|how| how != "none")
            || ["left", "top", "margin-left", "margin-top"].iter().any(|side| {
                style.get(side).is_some_and(|value| pixels(value).is_none_or(|length| length < 0.0) && value != "auto")
            });
        if moved || overlaid {
            self.ground = ANY;
        }
        self.colours(style);
        self.type_size(style);
        if let Some(opacity) = style.get("opacity") {
            match share(opacity) {
                Some(opacity) => {
                    let below = if moved { ANY } else { below };
                    self.rest = below.scaled(self.factor * (1.0 - opacity), self.rest);
                    self.factor *= opacity;
                }
                None => self.lost = true,
            }
        }
        self
    }

    fn colours(&mut self, style: &Style) {
        for property in ["filter", "backdrop-filter", "mix-blend-mode", "background-blend-mode", "-webkit-text-stroke"]
        {
            self.lost |= style.get(property).is_some_and(|value| !matches!(value, "none" | "normal" | "initial"));
        }
        let clipped = ["background-clip", "-webkit-background-clip"].iter().any(|name| style.get(name) == Some("text"));
        self.lost |= clipped;
        for property in ["color", "-webkit-text-fill-color"] {
            match style.get(property) {
                None | Some("inherit" | "unset" | "currentcolor") => {}
                Some("initial") => self.text = Some(BLACK),
                Some(value) => self.text = colour::parse(value),
            }
        }
        match style.get("background-color") {
            None | Some("initial" | "unset" | "revert") => {}
            Some(value) => match colour::parse(value).or_else(|| self.text.filter(|_| value == "currentcolor")) {
                Some(layer) => self.ground = self.ground.under(layer),
                None => self.ground = ANY,
            },
        }
        match style.get("background-image") {
            None | Some("none" | "initial" | "unset" | "revert") => {}
            Some(images) if images.contains("var(") => self.ground = ANY,
            Some(images) => self.ground = colour::painted(images, self.ground),
        }
        if let Some(shadow) = style.get("text-shadow") {
            self.ground = colour::shaded(shadow, self.ground);
        }
    }

    fn type_size(&mut self, style: &Style) {
        if style.get("font-size").is_some() {
            self.size = style.font_size(self.size);
        }
        match style.get("font-weight") {
            None | Some("inherit" | "unset") => {}
            Some("bold" | "bolder") => self.bold = Some(true),
            Some("normal" | "initial" | "lighter") => self.bold = Some(false),
            Some(value) => self.bold = value.parse::<u16>().ok().map(|weight| weight >= 700),
        }
    }

    /// What browsers set by themselves.
    fn browser(&mut self, el: &El<'_>) {
        if el.ns != Ns::Html {
            return;
        }
        let times = |size: Option<f64>, factor: f64| size.map(|size| size * factor);
        match el.tag {
            "a" if el.has("href") => self.text = Some(LINK),
            "button" => self.control(FACE),
            "input" | "select" | "textarea" => self.control(FIELD),
            "mark" => {
                self.text = Some(BLACK);
                self.ground = self.ground.under(MARK);
            }
            "dialog" => (self.text, self.ground) = (Some(BLACK), WHITE),
            // Browsers differ in how large it is inside sections.
            "h1" => (self.size, self.bold) = (None, Some(true)),
            "h2" => (self.size, self.bold) = (times(self.size, 1.5), Some(true)),
            "h3" => (self.size, self.bold) = (times(self.size, 1.17), Some(true)),
            "h4" | "b" | "strong" | "th" => self.bold = Some(true),
            "h5" => (self.size, self.bold) = (times(self.size, 0.83), Some(true)),
            "h6" => (self.size, self.bold) = (times(self.size, 0.67), Some(true)),
            "small" | "sub" | "sup" => self.size = times(self.size, 0.83),
            "font" => {
                if let Some(value) = el.filled("color") {
                    self.text = colour::parse(&value.to_ascii_lowercase());
                }
                if el.has("size") {
                    self.size = None;
                }
            }
            "body" if el.has("text") || el.has("link") || el.has("background") => self.lost = true,
            _ => {}
        }
        if let Some(value) = el.filled("bgcolor") {
            let layer = colour::parse(&value.to_ascii_lowercase());
            self.ground = layer.map_or(ANY, |layer| self.ground.under(layer));
        }
    }

    fn control(&mut self, ground: Rgba) {
        self.text = Some(BLACK);
        self.ground = self.ground.under(ground);
        (self.size, self.bold) = (Some(13.333), Some(false));
    }
}

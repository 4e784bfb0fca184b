//! Colours: as written, laid over each other, and their contrast.
//!
//! Place in the flow: style → **colour** → the contrast check. Sources: WCAG 2.2 (relative luminance, contrast ratio),
//! Compositing and Blending 1 section 5.1 (source over). What must stay true: what is not known exactly is a span from
//! darkest to lightest that holds it for certain.

use cssparser::{ParseError, Parser, Token};

/// Red, green, blue, 0–1, gamma-encoded sRGB.
pub(super) type Rgb = [f64; 3];

/// A colour with its opacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rgba {
    pub(super) rgb: Rgb,
    pub(super) alpha: f64,
}

/// Reads a colour in any notation of CSS Color 4; `None` for what depends on something else (`currentcolor`, `var()`,
/// system colours) or is no colour.
pub(super) fn parse(text: &str) -> Option<Rgba> {
    // The library also takes hexadecimal digits without # and hsv(), which CSS does not.
    let named = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.parse::<f64>().is_err();
    let bare = named && !text.contains('(') && text.chars().all(|c| c.is_ascii_hexdigit());
    if !(named || text.starts_with('#')) || bare || text.starts_with("hsv") {
        return None;
    }
    let colour = csscolorparser::parse(text).ok()?.clamp();
    let [r, g, b, alpha] = colour.to_array().map(f64::from);
    Some(Rgba { rgb: [r, g, b], alpha })
}

/// A span of opaque colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) dark: Rgb,
    pub(super) light: Rgb,
}

/// Any colour at all.
pub(super) const ANY: Span = Span { dark: [0.0; 3], light: [1.0; 3] };
/// The canvas under a page.
pub(super) const WHITE: Span = Span { dark: [1.0; 3], light: [1.0; 3] };

impl Span {
    /// This colour seen through a layer over it.
    pub(super) fn under(self, layer: Rgba) -> Self {
        let over = |below: Rgb| std::array::from_fn(|i| layer.rgb[i] * layer.alpha + below[i] * (1.0 - layer.alpha));
        Self { dark: over(self.dark), light: over(self.light) }
    }

    /// One of the two.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            dark: std::array::from_fn(|i| self.dark[i].min(other.dark[i])),
            light: std::array::from_fn(|i| self.light[i].max(other.light[i])),
        }
    }

    /// Every colour made `factor` of itself, and `rest` added.
    pub(super) fn scaled(self, factor: f64, rest: Self) -> Self {
        let scale = |own: Rgb, added: Rgb| std::array::from_fn(|i| own[i] * factor + added[i]);
        Self { dark: scale(self.dark, rest.dark), light: scale(self.light, rest.light) }
    }

    fn luminance(self) -> (f64, f64) {
        (luminance(self.dark), luminance(self.light))
    }
}

/// Relative luminance (WCAG 2.2, with the threshold 0.04045 of the sRGB standard).
fn luminance(rgb: Rgb) -> f64 {
    let [r, g, b] = rgb.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The lowest and the highest contrast that text and ground may have.
pub(super) fn contrast(text: Span, ground: Span) -> (f64, f64) {
    let ratio = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
    let ((t0, t1), (g0, g1)) = (text.luminance(), ground.luminance());
    let lowest = if t0 > g1 {
        ratio(t0, g1)
    } else if g0 > t1 {
        ratio(g0, t1)
    } else {
        1.0
    };
    (lowest, ratio(t1, g0).max(ratio(g1, t0)))
}

/// The colours that images may show over a ground: gradients between their stops, anything for pictures.
pub(super) fn painted(images: &str, ground: Span) -> Span {
    let mut span = ground;
    let mut parser = Parser::new(images);
    loop {
        match parser.next() {
            Err(_) => return span,
            Ok(Token::UnquotedUrl(_)) => return ANY,
            Ok(Token::Function(name)) => {
                let gradient = name.to_ascii_lowercase().contains("gradient");
                let colour = colour_function(name);
                let stops = parser.parse_nested_block(|inner| -> Result<Option<Span>, ParseError<()>> {
                    if gradient {
                        return Ok(stops(inner, ground));
                    }
                    while inner.next().is_ok() {}
                    Ok(if colour { Some(ground) } else { None })
                });
                match stops {
                    Ok(Some(stops)) => span = span.or(stops),
                    _ => return ANY,
                }
            }
            Ok(_) => {}
        }
    }
}

fn colour_function(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["rgb", "hsl", "hwb", "lab", "lch", "oklab", "oklch", "color"].iter().any(|known| name.starts_with(known))
}

/// The colours that a text's shadow may put behind it.
pub(super) fn shaded(shadow: &str, ground: Span) -> Span {
    if shadow == "none" {
        return ground;
    }
    stops(&mut Parser::new(shadow), ground).map_or(ANY, |shade| ground.or(shade))
}

/// The colours between a gradient's stops, laid over the ground.
fn stops(parser: &mut Parser<'_>, ground: Span) -> Option<Span> {
    let mut span: Option<Span> = None;
    loop {
        let start = parser.position();
        let function = match parser.next() {
            Err(_) => return span,
            Ok(Token::Function(name)) if !matches!(&*name.to_ascii_lowercase(), "calc" | "min" | "max" | "clamp") => {
                true
            }
            Ok(Token::Ident(_) | Token::Hash(_) | Token::IDHash(_)) => false,
            Ok(_) => continue,
        };
        if function {
            let _ = parser.parse_nested_block(|inner| -> Result<(), ParseError<()>> {
                while inner.next().is_ok() {}
                Ok(())
            });
        }
        let text = parser.slice_from(start).trim();
        match parse(text) {
            Some(colour) => span = Some(span.unwrap_or_else(|| ground.under(colour)).or(ground.under(colour))),
            // `var()`, `currentcolor`: the gradient is not known. Other words are directions.
            None if function || text == "currentcolor" => return None,
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solid(text: &str) -> Span {
        WHITE.under(parse(text).unwrap())
    }

    fn between(text: &str, ground: &str) -> f64 {
        let (low, high) = contrast(solid(text), solid(ground));
        assert!((low - high).abs() < 1e-9);
        (low * 100.0).round() / 100.0
    }

    #[test]
    fn ratios_are_those_of_the_norm() {
        for (text, ground, ratio) in [
            ("#000", "white", 21.0),
            ("#777", "#fff", 4.48),
            ("#767676", "#fff", 4.54),
            ("rgb(255 0 0)", "#FFFFFF", 4.0),
            ("hsl(0, 0%, 40%)", "#fff", 5.74),
            ("rgba(0,0,0,.5)", "white", 3.98),
        ] {
            assert!((between(text, ground) - ratio).abs() < 0.02, "{text} on {ground}: {}", between(text, ground));
        }
    }

    #[test]
    fn only_what_css_calls_a_colour_is_one() {
        for text in ["currentcolor", "var(--x)", "abc", "buttontext", "12px", "hsv(1,2%,3%)", "no-repeat", "inherit"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(parse("transparent").unwrap().alpha < 1e-9);
    }

    #[test]
    fn images_widen_the_span() {
        let ground = solid("black");
        assert_eq!(painted("none", ground), ground);
        assert_eq!(painted("black url(/a.png)", ground), ANY);
        assert_eq!(painted("url('/a.png')", ground), ANY);
        let span = painted("linear-gradient(90deg, #111 calc(1px), transparent, #333)", ground);
        assert!(span.dark[0] < 1e-9);
        assert!((span.light[0] - 0.2).abs() < 1e-6);
        assert_eq!(painted("linear-gradient(var(--a), red)", ground), ANY);
    }
}

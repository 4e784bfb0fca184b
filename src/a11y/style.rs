//! The few style facts of an element: what its `style` attribute and the page's `<style>` rules declare.
//!
//! Place in the flow: css → **style** → walk. What must stay true: unknown values say nothing.

use super::declarations::{Declaration, parse_declarations};

/// How an element's box stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    None,
    Inline,
    Block,
}

/// The winning declarations of one element, without inheritance.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    declared: Vec<Declaration>,
    /// The declarations of the `style` attribute, in order.
    pub(super) own: Vec<Declaration>,
}

impl Style {
    /// From the declarations of rules that match (weakest first) and the `style` attribute.
    pub(super) fn new<'d>(rules: impl Iterator<Item = &'d Declaration>, attribute: Option<&str>) -> Self {
        let own = attribute.map(parse_declarations).unwrap_or_default();
        let mut style = Self { declared: Vec::new(), own: Vec::new() };
        rules.for_each(|declaration| style.take(declaration));
        for declaration in &own {
            style.take(declaration);
        }
        style.own = own;
        style
    }

    fn take(&mut self, new: &Declaration) {
        match self.declared.iter_mut().find(|old| old.property == new.property) {
            Some(old) if old.important && !new.important => {}
            Some(old) => *old = new.clone(),
            None => self.declared.push(new.clone()),
        }
    }

    /// What the `style` attribute alone declares.
    pub(super) fn attribute(&self) -> Self {
        let mut style = Self::default();
        for declaration in &self.own {
            style.take(declaration);
        }
        style
    }

    /// Whether nothing is declared.
    pub(super) fn is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// The winning value.
    pub(super) fn get(&self, property: &str) -> Option<&str> {
        self.declared.iter().find(|held| held.property == property).map(|held| &*held.value)
    }

    /// `display`, where it is declared and understood.
    pub(super) fn display(&self) -> Option<Display> {
        Some(match self.get("display")? {
            "none" => Display::None,
            "inline" | "contents" => Display::Inline,
            "inherit" | "initial" | "unset" | "revert" => return None,
            _ => Display::Block,
        })
    }

    /// Moved out of the window, clipped or shrunk to (almost) nothing, or wholly transparent.
    pub(super) fn out_of_sight(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        let length = |property: &str| self.get(property).and_then(pixels);
        let far = |property: &str| length(property).is_some_and(|length| length <= -900.0);
        let lifted = matches!(self.get("position"), Some("absolute" | "fixed"));
        let placed = lifted || self.get("position") == Some("relative");
        let tiny = |property: &str| length(property).is_some_and(|length| length.abs() <= 1.0);
        let cut = |property: &str| matches!(self.get(property), Some("hidden" | "clip"));
        let clipped = lifted && self.get("clip").is_some_and(|clip| clip.starts_with("rect("))
            || self
                .get("clip-path")
                .is_some_and(|clip| clip.starts_with("inset(50%") || clip.starts_with("inset(100%"))
            || lifted && tiny("width") && tiny("height")
            || cut("overflow-x") && tiny("width") && tiny("height")
            || cut("overflow-y")
                && length("height").or_else(|| length("max-height")) == Some(0.0)
                && ["padding-top", "padding-bottom"].iter().all(|side| length(side).unwrap_or(0.0) == 0.0);
        let shrunk = self.get("transform").is_some_and(|how| how.starts_with("scale(0)"));
        let clear = self.get("opacity").is_some_and(|opacity| share(opacity) == Some(0.0));
        far("margin-left") || far("margin-top") || placed && (far("left") || far("top")) || clipped || shrunk || clear
    }

    /// The font size in pixels, given the parent's.
    pub(super) fn font_size(&self, parent: Option<f64>) -> Option<f64> {
        let Some(value) = self.get("font-size") else { return parent };
        if let Some(size) = absolute(value) {
            return Some(size);
        }
        let relative = |suffix: &str| value.strip_suffix(suffix).and_then(|n| n.trim().parse::<f64>().ok());
        if let Some(rem) = relative("rem") {
            return Some(rem * 16.0);
        }
        if let Some(em) = relative("em") {
            return parent.map(|size| size * em);
        }
        if let Some(percent) = relative("%") {
            return parent.map(|size| size * percent / 100.0);
        }
        match value {
            "inherit" | "unset" => parent,
            "medium" | "initial" => Some(16.0),
            "small" => Some(13.0),
            "large" => Some(18.0),
            _ => None,
        }
    }
}

/// A number or percentage as a share of one.
pub(super) fn share(value: &str) -> Option<f64> {
    let percent = value.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
    percent.map(|percent| percent / 100.0).or_else(|| value.parse().ok()).map(|share| share.clamp(0.0, 1.0))
}

/// A length in pixels; em and rem as 16 of them.
pub(super) fn pixels(value: &str) -> Option<f64> {
    if let Some(length) = absolute(value) {
        return Some(length);
    }
    let em = value.strip_suffix("rem").or_else(|| value.strip_suffix("em"))?;
    em.trim().parse::<f64>().ok().map(|em| em * 16.0)
}

/// An absolute length in pixels (CSS Values 4, section 6.2).
pub(super) fn absolute(value: &str) -> Option<f64> {
    const UNITS: &[(&str, f64)] =
        &[("px", 1.0), ("pt", 96.0 / 72.0), ("pc", 16.0), ("in", 96.0), ("cm", 96.0 / 2.54), ("mm", 96.0 / 25.4)];
    if value == "0" {
        return Some(0.0);
    }
    UNITS.iter().find_map(|(unit, size)| Some(value.strip_suffix(unit)?.trim().parse::<f64>().ok()? * size))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(attribute: &str) -> Style {
        Style::new(std::iter::empty(), Some(attribute))
    }

    #[test]
    fn what_is_moved_away_or_clipped_is_out_of_sight() {
        assert!(style("position:absolute;left:-9999px").out_of_sight());
        assert!(style("position:absolute; top:-999em").out_of_sight());
        assert!(style("margin-left: -9999px").out_of_sight());
        assert!(style("clip-path: inset(50%); position:absolute").out_of_sight());
        assert!(!style("left:-9999px").out_of_sight(), "left moves nothing that stands in the flow");
        assert!(!style("position:absolute;left:-20px").out_of_sight());
    }

    #[test]
    fn the_last_important_declaration_wins() {
        let style = style("line-height: 2em !important; line-height: 1em");
        assert_eq!(style.get("line-height"), Some("2em"));
    }

    #[test]
    fn font_sizes_are_counted_from_the_parent() {
        assert_eq!(style("font-size:2em").font_size(Some(10.0)), Some(20.0));
        assert_eq!(style("font-size:12pt").font_size(None), Some(16.0));
        assert_eq!(style("font-size:calc(1em)").font_size(Some(10.0)), None);
    }
}

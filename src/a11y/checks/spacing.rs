//! Text spacing that a reader cannot widen: `!important` in a `style` attribute.

use super::super::catalogue::text as rule;
use super::super::declarations::Declaration;
use super::super::dom::{Dom, Idx, Ns};
use super::super::result::{ActRule, Findings};
use super::super::style::absolute;

const UNKNOWN: &str = "Måttet går inte att räkna ut utan webbläsare.";
const ONE_LINE: &str = "Det syns inte i koden om texten ryms på en rad.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        if el.ns != Ns::Html || el.style.own.is_empty() {
            continue;
        }
        for (property, least, rule) in [
            ("letter-spacing", 0.12, &rule::LETTERS),
            ("word-spacing", 0.16, &rule::WORDS),
            ("line-height", 1.5, &rule::LINES),
        ] {
            judge(dom, findings, at, (property, least, rule));
        }
    }
}

fn judge(
    dom: &Dom<'_>,
    findings: &mut Findings<'_, '_>,
    at: Idx,
    (property, least, rule): (&str, f64, &'static ActRule),
) {
    let Some(declared) = winner(&dom.el(at).style.own, property) else { return };
    if !declared.important || matches!(&*declared.value, "inherit" | "unset" | "revert" | "revert-layer") {
        return;
    }
    let texts = inheriting(dom, at, property);
    let letters = texts.iter().map(|&text| own_text(dom, text)).sum();
    if letters == 0 {
        return;
    }
    let size = font_size(dom, at);
    // A number is inherited as such, a length as it was computed here.
    let factor = declared.value.parse::<f64>().is_ok();
    let own = ratio(&declared.value, size);
    let least_share = texts.iter().map(|&text| match font_size(dom, text) {
        _ if factor || text == at => own,
        Some(inner) => Some(own? * size? / inner),
        None => None,
    });
    match least_share.reduce(|a, b| Some(a?.min(b?))).flatten() {
        None => findings.open(rule, at, UNKNOWN),
        Some(ratio) if ratio + 1e-9 >= least => findings.say(rule, at, true),
        Some(_) if property == "line-height" && !wraps(dom, at, letters, size.unwrap_or(16.0)) => {
            findings.open(rule, at, ONE_LINE);
        }
        Some(_) => findings.say(rule, at, false),
    }
}

/// The last declaration, the last important one before all others.
fn winner<'s>(own: &'s [Declaration], property: &str) -> Option<&'s Declaration> {
    let named = || own.iter().filter(|declared| declared.property == property);
    named().rfind(|declared| declared.important).or_else(|| named().next_back())
}

/// The elements with text in sight that take the value from this one, itself included.
fn inheriting(dom: &Dom<'_>, at: Idx, property: &str) -> Vec<Idx> {
    let mut found: Vec<Idx> = (own_text(dom, at) > 0).then_some(at).into_iter().collect();
    let mut inside = at + 1;
    while inside <= dom.el(at).last {
        let el = dom.el(inside);
        if el.style.get(property).is_some_and(|value| !matches!(value, "inherit" | "unset")) {
            inside = el.last + 1;
            continue;
        }
        if own_text(dom, inside) > 0 {
            found.push(inside);
        }
        inside += 1;
    }
    found
}

/// The characters of an element's own text nodes that are in sight.
fn own_text(dom: &Dom<'_>, at: Idx) -> usize {
    let el = dom.el(at);
    if !el.in_sight() {
        return 0;
    }
    el.node.children().filter_map(|child| child.value().as_text()).map(|text| text.trim().chars().count()).sum()
}

/// The computed font size in pixels, where the declarations tell it.
fn font_size(dom: &Dom<'_>, at: Idx) -> Option<f64> {
    let mut chain: Vec<Idx> = std::iter::once(at).chain(dom.ancestors(at)).collect();
    chain.reverse();
    let sized = |size: Option<f64>, at: &Idx| {
        let el = dom.el(*at);
        let own = match el.tag() {
            "h1" => size.map(|size| size * 2.0),
            "h2" => size.map(|size| size * 1.5),
            "h3" => size.map(|size| size * 1.17),
            _ => size,
        };
        if el.style.get("font-size").is_some() { el.style.font_size(size) } else { own }
    };
    chain.iter().fold(Some(16.0), sized)
}

/// A length as a share of the font size.
fn ratio(value: &str, size: Option<f64>) -> Option<f64> {
    if let Some(number) = value.strip_suffix("rem") {
        return Some(number.trim().parse::<f64>().ok()? * 16.0 / size?);
    }
    if let Some(number) = value.strip_suffix("em") {
        return number.trim().parse().ok();
    }
    if let Some(percent) = value.strip_suffix('%') {
        return percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0);
    }
    if matches!(value, "normal" | "initial") {
        // `line-height: normal` is about 1.2, the other two 0.
        return Some(0.0);
    }
    if let Some(length) = absolute(value) {
        return Some(length / size?);
    }
    value.parse().ok()
}

/// Whether the text surely takes more than one line: a break in it, or longer than its box by a wide margin.
fn wraps(dom: &Dom<'_>, at: Idx, letters: usize, size: f64) -> bool {
    let broken = dom.descendants(at).any(|inside| dom.el(inside).is("br"));
    let limits = ["max-width", "width"].into_iter().filter_map(|name| dom.el(at).style.get(name).and_then(absolute));
    let room = limits.fold(1280.0, f64::min);
    let letters = u32::try_from(letters).map_or(f64::INFINITY, f64::from);
    broken || letters * size * 0.35 > room
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn lengths_are_shares_of_the_font_size() {
        for (value, share) in [("0.1em", 0.1), ("3px", 0.15), ("150%", 1.5), ("1.6", 1.6), ("1rem", 0.8)] {
            assert!((ratio(value, Some(20.0)).unwrap() - share).abs() < 1e-9, "{value}");
        }
        assert_eq!(ratio("calc(1px + 1em)", Some(20.0)), None);
        assert_eq!(ratio("3px", None), None);
    }
}

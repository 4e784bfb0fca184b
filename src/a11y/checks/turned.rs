//! Pages that turn their content when the screen is turned.

use scraper::ElementRef;

use super::super::catalogue::text as rule;
use super::super::css::{Orientation, Rule};
use super::super::dom::{Dom, Idx};
use super::super::result::Findings;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if !dom.sheet.has_orientation() {
        return;
    }
    for at in dom.all() {
        let el = dom.el(at);
        if !el.in_sight() || !shows_something(dom, at) {
            continue;
        }
        let Some(element) = ElementRef::wrap(el.node) else { continue };
        let rules = dom.sheet.matching(&element);
        if !rules.iter().any(|rule| rule.orientation.is_some() && turns(rule)) {
            continue;
        }
        let upright = angle(&rules, Orientation::Portrait);
        let lying = angle(&rules, Orientation::Landscape);
        let difference = (upright - lying).rem_euclid(180.0);
        findings.say(&rule::TURNED, at, (difference - 90.0).abs() > 1.0);
    }
}

fn shows_something(dom: &Dom<'_>, at: Idx) -> bool {
    dom.has_text(at) || dom.descendants(at).any(|inside| dom.el(inside).in_sight() && dom.has_text(inside))
}

fn turns(rule: &Rule) -> bool {
    rule.declarations.iter().any(|declared| rotation(declared.property, &declared.value).is_some())
}

/// The angle in degrees that the winning declarations give with the screen held so.
fn angle(rules: &[&Rule], held: Orientation) -> f64 {
    let applying = rules.iter().filter(|rule| rule.orientation.is_none_or(|asked| asked == held));
    let (mut rotate, mut transform) = (0.0, 0.0);
    for declared in applying.flat_map(|rule| rule.declarations.iter()) {
        match declared.property {
            "rotate" => rotate = rotation("rotate", &declared.value).unwrap_or(0.0),
            "transform" => transform = rotation("transform", &declared.value).unwrap_or(0.0),
            _ => {}
        }
    }
    rotate + transform
}

/// The rotation in the plane of the screen, in degrees; `None` when the value turns nothing or is not valid.
fn rotation(property: &str, value: &str) -> Option<f64> {
    if property == "rotate" {
        let words: Vec<&str> = value.split_whitespace().collect();
        return match words[..] {
            [angle] | ["z", angle] | ["0", "0", "1", angle] => degrees(angle),
            _ => None,
        };
    }
    let mut total = None;
    for part in value.split_inclusive(')') {
        let Some((name, rest)) = part.trim().split_once('(') else { continue };
        let arguments: Vec<&str> = rest.trim_end_matches(')').split(',').map(str::trim).collect();
        let numbers = || arguments.iter().map(|text| text.parse::<f64>().ok()).collect::<Option<Vec<f64>>>();
        let turned = match (name.trim(), &arguments[..]) {
            ("rotate" | "rotatez", [angle]) | ("rotate3d", ["0", "0", "1", angle]) => degrees(angle),
            ("matrix", [_, _, _, _, _, _]) => numbers().map(|m| m[1].atan2(m[0]).to_degrees()),
            ("matrix3d", all) if all.len() == 16 => numbers().map(|m| m[1].atan2(m[0]).to_degrees()),
            _ => None,
        };
        if let Some(turned) = turned {
            total = Some(total.unwrap_or(0.0) + turned);
        }
    }
    total
}

fn degrees(angle: &str) -> Option<f64> {
    const UNITS: &[(&str, f64)] =
        &[("deg", 1.0), ("grad", 0.9), ("turn", 360.0), ("rad", 180.0 / std::f64::consts::PI)];
    if angle == "0" {
        return Some(0.0);
    }
    UNITS.iter().find_map(|(unit, size)| Some(angle.strip_suffix(unit)?.trim().parse::<f64>().ok()? * size))
}

#[cfg(test)]
mod tests {
    use super::rotation;

    #[test]
    fn rotations_are_read_in_every_form() {
        for (value, angle) in [
            ("rotate(90deg)", 90.0),
            ("rotateZ(0.25turn)", 90.0),
            ("rotate(100grad)", 90.0),
            ("rotate3d(0,0,1,90deg)", 90.0),
            ("matrix(0,1,-1,0,0,0)", 90.0),
            ("translate(1px) rotate(45deg)", 45.0),
        ] {
            let read = rotation("transform", &value.to_ascii_lowercase()).unwrap_or(f64::NAN);
            assert!((read - angle).abs() < 1e-6, "{value} {read}");
        }
        assert_eq!(rotation("transform", "translatex(100px)"), None);
        assert_eq!(rotation("transform", "rotatez(0, 0, 1, 270deg)"), None);
        assert_eq!(rotation("rotate", "90deg"), Some(90.0));
    }
}

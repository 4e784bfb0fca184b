//! `meta`: pages that reload by themselves, and zoom that is shut off.

use super::super::catalogue::document as rule;
use super::super::dom::Dom;
use super::super::result::Findings;

/// Twenty hours: longer is no hurry (WCAG 2.2.1).
const TWENTY_HOURS: u64 = 72_000;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let metas = || dom.all().filter(|&at| dom.el(at).is("meta"));
    let delays = metas().filter_map(|at| {
        let el = dom.el(at);
        let refresh = el.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
        Some((at, delay(el.attr("content").filter(|_| refresh)?)?))
    });
    // Browsers heed the first one that they understand.
    if let Some((at, delay)) = delays.into_iter().next() {
        findings.say(&rule::REFRESH, at, delay == 0 || delay > TWENTY_HOURS);
        findings.say(&rule::REFRESH_NONE, at, delay == 0);
    }
    for at in metas() {
        let el = dom.el(at);
        let viewport = el.attr("name").is_some_and(|name| name.eq_ignore_ascii_case("viewport"));
        if let Some(zooms) = el.attr("content").filter(|_| viewport).and_then(zooms) {
            findings.say(&rule::VIEWPORT, at, zooms);
        }
    }
}

/// The seconds of a refresh (HTML Living Standard, shared declarative refresh steps 1–10); `None` when the browser
/// would not understand it.
fn delay(content: &str) -> Option<u64> {
    let text = content.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    if digits == 0 && !rest.starts_with('.') {
        return None;
    }
    let seconds = if digits == 0 { 0 } else { text[..digits].parse().unwrap_or(u64::MAX) };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let ends = rest.is_empty() || rest.starts_with([';', ',']) || rest.starts_with(|c: char| c.is_ascii_whitespace());
    ends.then_some(seconds)
}

/// Whether a viewport lets people zoom to the double; `None` when it says nothing of zoom (CSS Device Adaptation,
/// section 9).
fn zooms(content: &str) -> Option<bool> {
    let content = content.to_ascii_lowercase();
    let spaced = content.replace([',', ';'], " ");
    // `name = value` with blanks around the sign is one property.
    let joined = spaced.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    let mut answer = None;
    for property in joined.split_ascii_whitespace() {
        let (name, value) = property.split_once('=').unwrap_or((property, ""));
        let good = match name {
            "user-scalable" => {
                matches!(value, "yes" | "device-width" | "device-height")
                    || leading(value).is_some_and(|n| n.abs() >= 1.0)
            }
            "maximum-scale" => match (value, leading(value)) {
                ("device-width" | "device-height", _) => true,
                (_, Some(scale)) => !(0.0..2.0).contains(&scale),
                _ => false,
            },
            _ => continue,
        };
        answer = Some(answer.unwrap_or(true) && good);
    }
    answer
}

/// The number that a value opens with.
fn leading(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    value[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_read_as_browsers_read_them() {
        for (content, seconds) in [("30", 30), (" 0; url=/ny", 0), ("5,/ny", 5), (".5", 0), ("1.9 x", 1)] {
            assert_eq!(delay(content), Some(seconds), "{content}");
        }
        for content in ["", "0: /ny", "-1", "; 30", "snart"] {
            assert_eq!(delay(content), None, "{content}");
        }
    }

    #[test]
    fn zoom_must_reach_the_double() {
        for content in ["user-scalable=yes", "maximum-scale = 2.0", "maximum-scale=-1", "user-scalable=5"] {
            assert_eq!(zooms(content), Some(true), "{content}");
        }
        for content in ["user-scalable=no", "width=1, maximum-scale=1.5", "user-scalable=0.5", "maximum-scale=yes"] {
            assert_eq!(zooms(content), Some(false), "{content}");
        }
        assert_eq!(zooms("width=device-width, initial-scale=1"), None);
    }
}

//! Sound and film that start by themselves.

use super::super::catalogue::moving as rule;
use super::super::dom::{Dom, El, Idx};
use super::super::result::Findings;

const LENGTH: &str = "Det syns inte i koden hur långt ljudet är. Lyssna.";
const BUTTONS: &str = "Det syns inte i koden om en knapp eller ett skript på sidan stannar ljudet. Prova.";
const SILENT: &str = "Det syns inte i koden om filmen har ljud. Lyssna.";
/// Seconds of sound that WCAG lets pass.
const SHORT: f64 = 3.0;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        let audio = el.is("audio");
        if !(audio || el.is("video")) || !el.has("autoplay") || el.has("muted") || !has_source(dom, at) {
            continue;
        }
        if is_short(dom, at) {
            findings.say(&rule::AUTOPLAY_SHORT, at, true);
            continue;
        }
        findings.open(&rule::AUTOPLAY_SHORT, at, LENGTH);
        let control = el.has("controls") && el.exposed() && el.in_sight();
        for rule in [&rule::AUTOPLAY, &rule::AUTOPLAY_CONTROL] {
            if control {
                findings.say(rule, at, true);
            } else if !audio {
                findings.open(rule, at, SILENT);
            } else if has_other_means(dom) {
                findings.open(rule, at, BUTTONS);
            } else {
                findings.say(rule, at, false);
            }
        }
    }
}

fn sources<'a>(dom: &'a Dom<'_>, at: Idx) -> impl Iterator<Item = &'a El<'a>> {
    let inside = dom.descendants(at).map(|at| dom.el(at)).filter(|el| el.is("source"));
    std::iter::once(dom.el(at)).chain(inside).filter(|el| el.filled("src").is_some())
}

fn has_source(dom: &Dom<'_>, at: Idx) -> bool {
    sources(dom, at).next().is_some()
}

/// Every source is cut to a few seconds by its media fragment (Media Fragments URI 1.0, section 4.2.1).
fn is_short(dom: &Dom<'_>, at: Idx) -> bool {
    sources(dom, at).all(|el| el.attr("src").and_then(seconds).is_some_and(|length| length <= SHORT))
}

fn seconds(address: &str) -> Option<f64> {
    let (_, fragment) = address.split_once('#')?;
    let time = fragment.split('&').find_map(|part| part.strip_prefix("t="))?;
    let (from, to) = time.strip_prefix("npt:").unwrap_or(time).split_once(',')?;
    let from = if from.is_empty() { 0.0 } else { clock(from)? };
    Some(clock(to)? - from).filter(|length| *length >= 0.0)
}

fn clock(text: &str) -> Option<f64> {
    text.trim_end_matches('s').split(':').try_fold(0.0, |total, part| Some(total * 60.0 + part.parse::<f64>().ok()?))
}

/// A script, or something to press.
fn has_other_means(dom: &Dom<'_>) -> bool {
    let pressed =
        |at| dom.el(at).exposed() && matches!(dom.role(at), Some("button" | "link" | "switch" | "checkbox" | "slider"));
    dom.foreign_scripts || !dom.scripts.trim().is_empty() || dom.all().any(pressed)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn fragments_give_the_length() {
        assert_eq!(seconds("/ljud.mp3#t=8,10"), Some(2.0));
        assert_eq!(seconds("/ljud.mp3#t=,0:01:30.5"), Some(90.5));
        assert_eq!(seconds("/ljud.mp3#t=25"), None);
        assert_eq!(seconds("/ljud.mp3"), None);
    }
}

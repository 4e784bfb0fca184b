//! Boxes that cut or scroll their text, and the ring that shows where focus is.

use scraper::ElementRef;

use super::super::catalogue::sight as rule;
use super::super::css::is_ringless;
use super::super::dom::{Dom, Idx, Ns};
use super::super::result::Findings;
use super::super::style::{Style, absolute, pixels};

const UNREAD: &str = "Det beror på en stilmall utanför sidan. Förstora texten till 200 % i webbläsaren och se efter.";
const RING_UNREAD: &str = "Det beror på en stilmall eller ett skript utanför sidan. Gå igenom sidan med tabbtangenten.";
const BOX: &str = "Det syns inte i koden om rutan rymmer sitt innehåll. Prova med piltangenterna.";
/// A window of 1280 × 1024 pixels zoomed to 200 %.
const ZOOMED: (f64, f64) = (640.0, 512.0);
const WINDOW: f64 = 1280.0;
/// The least width of a letter as a share of its size, over a line of text in a common typeface.
const LETTER: f64 = 0.35;

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    for at in dom.all() {
        let el = dom.el(at);
        if el.ns == Ns::Html && el.in_sight() && !el.style.is_empty() {
            clipped(dom, findings, at);
            scrolled(dom, findings, at);
        }
    }
    rings(dom, findings);
}

/// What is certain of a box and the text in it.
struct Text {
    letters: f64,
    breaks: f64,
    size: f64,
    line: f64,
}

impl Text {
    /// Of a box whose text is in one size and not cut by another box inside.
    fn of(dom: &Dom<'_>, at: Idx) -> Option<Self> {
        let size = size_of(dom, at)?;
        let line = match dom.el(at).style.get("line-height") {
            None | Some("normal" | "inherit") => size,
            Some(value) => absolute(value).or_else(|| {
                let factor = value.strip_suffix("em").unwrap_or(value).parse::<f64>();
                factor.ok().map(|factor| factor * size)
            })?,
        };
        let (mut letters, mut breaks) = (0, 0);
        for inside in std::iter::once(at).chain(dom.descendants(at)) {
            let el = dom.el(inside);
            let resized =
                inside != at && (el.style.get("font-size").is_some() || cuts(&el.style, "overflow-y").is_some());
            if resized || matches!(el.tag, "small" | "sub" | "sup") {
                return None;
            }
            breaks += usize::from(el.is("br"));
            if el.in_sight() {
                letters += dom
                    .texts(inside)
                    .map(|text| text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>())
                    .sum::<usize>();
            }
        }
        let count = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
        Some(Self { letters: count(letters), breaks: count(breaks), size, line })
    }

    /// Lines that the text takes at least in a box of that width.
    fn lines(&self, width: f64) -> f64 {
        let full = (self.letters * self.size * LETTER / width).ceil();
        full.max(self.breaks + 1.0)
    }
}

/// `hidden`, `clip`, `auto` or `scroll` in that direction.
fn cuts<'s>(style: &'s Style, direction: &str) -> Option<&'s str> {
    style.get(direction).filter(|value| matches!(*value, "hidden" | "clip" | "auto" | "scroll"))
}

/// The font size in pixels that the element or the nearest above it declares; 16 where none does.
fn size_of(dom: &Dom<'_>, at: Idx) -> Option<f64> {
    let declared = std::iter::once(at).chain(dom.ancestors(at)).find_map(|at| dom.el(at).style.get("font-size"));
    declared.map_or(Some(16.0), absolute)
}

/// A height or width in pixels, of the window where it is zoomed.
fn length(value: &str, size: f64) -> Option<f64> {
    let share = |unit: &str| value.strip_suffix(unit).and_then(|number| number.trim().parse::<f64>().ok());
    let em = || share("rem").map(|n| n * 16.0).or_else(|| share("em").map(|n| n * size));
    let window = || share("vh").map(|n| n * ZOOMED.1 / 100.0).or_else(|| share("vw").map(|n| n * ZOOMED.0 / 100.0));
    absolute(value).or_else(em).or_else(window)
}

/// Text in a box of fixed size that hides what does not fit (59br37).
fn clipped(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let style = &el.style;
    let hides = |direction: &str| cuts(style, direction).is_some_and(|value| matches!(value, "hidden" | "clip"));
    let (across, down) = (hides("overflow-x"), hides("overflow-y"));
    if el.aria_hidden || !(across || down) || is_apart(dom, at) {
        return;
    }
    let Some(text) = Text::of(dom, at).filter(|text| text.letters > 0.0) else { return };
    if dom.foreign_sheets {
        return findings.open(&rule::CLIPPED, at, UNREAD);
    }
    let size = |name: &str| style.get(name).and_then(|value| length(value, text.size));
    let width = size("width").or_else(|| size("max-width")).unwrap_or(ZOOMED.0).min(ZOOMED.0).max(1.0);
    let one_line = style.get("white-space").is_some_and(|value| matches!(value, "nowrap" | "pre"));
    let marked = style.get("text-overflow").is_some_and(|value| value != "clip");
    let cut_across = across && one_line && !marked && text.letters * text.size * LETTER > width;
    let lines = if one_line { text.breaks + 1.0 } else { text.lines(width) };
    let height = size("height").or_else(|| size("max-height"));
    let cut_down = down && height.is_some_and(|height| lines * text.line > height && text.line < height);
    findings.say(&rule::CLIPPED, at, !(cut_across || cut_down));
}

/// Holds blocks, pictures or controls: more than a run of text.
fn is_apart(dom: &Dom<'_>, at: Idx) -> bool {
    dom.descendants(at).any(|inside| {
        let el = dom.el(inside);
        !matches!(
            el.tag,
            "br" | "a" | "b" | "strong" | "i" | "em" | "span" | "abbr" | "q" | "cite" | "time" | "u" | "mark"
        ) || el.style.get("display").is_some()
            || el.style.get("position").is_some()
    })
}

/// A box that scrolls, without anything in it to reach by key (0ssw9k).
fn scrolled(dom: &Dom<'_>, findings: &mut Findings<'_, '_>, at: Idx) {
    let el = dom.el(at);
    let scrolls = |direction: &str| cuts(&el.style, direction).is_some_and(|value| matches!(value, "auto" | "scroll"));
    if !(scrolls("overflow-x") || scrolls("overflow-y")) || el.is("textarea") || el.is("select") {
        return;
    }
    let size = |name: &str| el.style.get(name).and_then(pixels);
    let (height, width) = (size("height").or_else(|| size("max-height")), size("width"));
    let seen = dom.has_text(at) || dom.descendants(at).any(|inside| dom.el(inside).in_sight());
    if height.is_none() && width.is_none() || !seen {
        return;
    }
    let reached = el.tabbable() || dom.descendants(at).any(|inside| dom.el(inside).tabbable());
    if holds_more(dom, at, height, width) {
        findings.say(&rule::SCROLLED, at, reached);
    } else if !reached && dom.has_text(at) {
        findings.open(&rule::SCROLLED, at, BOX);
    }
}

/// Whether the content surely is larger than its box.
fn holds_more(dom: &Dom<'_>, at: Idx, height: Option<f64>, width: Option<f64>) -> bool {
    let el = dom.el(at);
    // Padding scrolls too, without hiding anything.
    let padding =
        ["padding-top", "padding-bottom"].iter().filter_map(|side| el.style.get(side).and_then(pixels)).sum::<f64>();
    let letters: usize = std::iter::once(at)
        .chain(dom.descendants(at))
        .filter(|&inside| dom.el(inside).in_sight() && size_of(dom, inside).is_some_and(|size| size >= 12.0))
        .flat_map(|inside| dom.texts(inside))
        .map(|text| text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>())
        .sum();
    let letters = u32::try_from(letters).map_or(f64::MAX, f64::from);
    let size = 12.0_f64.max(size_of(dom, at).unwrap_or(12.0).min(16.0));
    let lines = (letters * size * LETTER / width.unwrap_or(WINDOW).max(1.0)).floor();
    let tall = height.is_some_and(|height| lines * size > height + padding);
    let one_line = el.style.get("white-space") == Some("nowrap");
    let pictures: f64 = dom
        .child_elements(at)
        .filter(|&inside| dom.el(inside).is("img") && dom.el(inside).in_sight())
        .filter_map(|inside| dom.el(inside).style.get("width").or_else(|| dom.el(inside).attr("width")))
        .filter_map(|width| pixels(width).or_else(|| width.parse().ok()))
        .sum();
    tall || one_line && width.is_some_and(|width| pictures > width)
}

/// Focus that is shown nowhere (oj04fd).
fn rings(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let tabbable = |at: &Idx| dom.el(*at).tabbable() && dom.el(*at).in_sight();
    let Some(first) = dom.all().find(tabbable) else { return };
    let scripted = dom.foreign_scripts || !dom.scripts.trim().is_empty();
    if dom.foreign_sheets || scripted {
        return findings.open(&rule::FOCUS_RING, first, RING_UNREAD);
    }
    for at in dom.all().filter(tabbable) {
        let el = dom.el(at);
        if el.has("onfocus") || el.has("onfocusin") {
            findings.open(&rule::FOCUS_RING, at, RING_UNREAD);
            continue;
        }
        let Some(element) = ElementRef::wrap(el.node) else { continue };
        let of_focus = || dom.sheet.focus.iter().filter(|rule| rule.matches(&element));
        let taken = is_ringless(|name| el.style.get(name)) || of_focus().any(|rule| !rule.shows);
        findings.say(&rule::FOCUS_RING, at, !taken || of_focus().any(|rule| rule.shows));
    }
}

//! Titles, headings, labels and images whose words say nothing: what a template left behind, file names, and fields with
//! the same label. Whether other words fit takes a person.

use std::collections::HashMap;

use super::super::catalogue::reading as rule;
use super::super::dom::{Dom, Idx};
use super::super::name::fold;
use super::super::result::{ActRule, Findings};
use super::super::tables::{LEFT_BEHIND, VAGUE_IMAGES, VAGUE_LABELS};

/// Elements between two fields that are looked at.
const NEAR: usize = 1000;
const TITLE: &str = "En person får läsa om titeln stämmer med sidan.";
const HEADINGS: &str = "En person får läsa om rubrikerna stämmer med texten under dem.";
const LABELS: &str = "En person får läsa om etiketterna säger vad som ska fyllas i.";
const IMAGES: &str = "En person får se om beskrivningarna stämmer med bilderna.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    title(dom, findings);
    let mut headings = Told::new(&rule::HEADING_SAYS, HEADINGS);
    let mut images = Told::new(&rule::IMAGE_SAYS, IMAGES);
    for at in dom.all() {
        let el = dom.el(at);
        if !el.exposed() {
            continue;
        }
        match dom.role(at) {
            Some("heading") if dom.is_named(at) => headings.take(findings, at, is_left_behind(&dom.name(at))),
            Some("img" | "graphics-document") if dom.is_named(at) => {
                images.take(findings, at, is_vague_image(&dom.name(at)));
            }
            _ => {}
        }
    }
    headings.end(findings);
    images.end(findings);
    labels(dom, findings);
}

/// What is certain is said of each; the rest is one open question.
struct Told {
    rule: &'static ActRule,
    reason: &'static str,
    first: Option<Idx>,
}

impl Told {
    fn new(rule: &'static ActRule, reason: &'static str) -> Self {
        Self { rule, reason, first: None }
    }

    fn take(&mut self, findings: &mut Findings<'_, '_>, at: Idx, wrong: bool) {
        if wrong {
            findings.say(self.rule, at, false);
        } else {
            self.first = self.first.or(Some(at));
        }
    }

    fn end(self, findings: &mut Findings<'_, '_>) {
        if let Some(first) = self.first {
            findings.open(self.rule, first, self.reason);
        }
    }
}

fn title(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing {
        return;
    }
    let Some(title) = dom.all().find(|&at| dom.el(at).is("title")) else { return };
    let text = fold(&dom.texts(title).collect::<String>());
    if text.is_empty() {
        return;
    }
    let mut told = Told::new(&rule::TITLE_SAYS, TITLE);
    let address = text.starts_with("http://") || text.starts_with("https://");
    told.take(
        findings,
        title,
        is_left_behind(&text) || address || is_file(&text, &["html", "htm", "php", "aspx", "docx"]),
    );
    told.end(findings);
}

fn is_left_behind(text: &str) -> bool {
    let text = text.to_lowercase();
    LEFT_BEHIND.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()))
}

fn is_vague_image(name: &str) -> bool {
    let name = name.to_lowercase();
    VAGUE_IMAGES.contains(&name.trim_matches(|c: char| !c.is_alphanumeric()))
        || is_file(&name, &["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "tif", "tiff"])
}

/// A file name and nothing else.
fn is_file(text: &str, endings: &[&str]) -> bool {
    let ending = text.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending);
    !text.contains(char::is_whitespace)
        && ending.is_some_and(|ending| endings.contains(&ending.to_lowercase().as_str()))
}

/// A field with the label that is seen.
struct Field {
    at: Idx,
    label: Idx,
    words: String,
}

fn labels(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let mut told = Told::new(&rule::LABEL_SAYS, LABELS);
    let mut fields: HashMap<(Option<Idx>, String), Vec<Field>> = HashMap::new();
    for at in dom.all() {
        let Some(field) = field(dom, at) else { continue };
        let typed = matches!(dom.role(at), Some("textbox" | "searchbox" | "spinbutton" | "combobox") | None)
            && !dom.el(at).is("select");
        if typed && VAGUE_LABELS.contains(&field.words.as_str()) {
            findings.say(&rule::LABEL_SAYS, field.label, false);
            continue;
        }
        told.take(findings, field.label, false);
        if typed {
            let form = dom.ancestors(at).find(|&up| dom.el(up).is("form"));
            fields.entry((form, field.words.clone())).or_default().push(field);
        }
    }
    let mut twins: Vec<Vec<Field>> = fields.into_values().filter(|same| same.len() > 1).collect();
    twins.sort_unstable_by_key(|same| same[0].at);
    for same in twins {
        if same.windows(2).any(|pair| grouped_apart(dom, &pair[0], &pair[1])) {
            findings.say(&rule::LABEL_SAYS, same[0].label, false);
        }
    }
    told.end(findings);
}

fn field(dom: &Dom<'_>, at: Idx) -> Option<Field> {
    let el = dom.el(at);
    let control = el.is("select")
        || el.is("textarea")
        || el.is("input")
            && !el.disabled
            && !matches!(el.input_type(), "hidden" | "submit" | "button" | "reset" | "image");
    if !control || !el.exposed() {
        return None;
    }
    let by_reference = dom.refs(at, "aria-labelledby");
    let label = dom.labels(at).iter().chain(&by_reference).copied().find(|&label| dom.el(label).in_sight())?;
    let mut text = String::new();
    for inside in std::iter::once(label).chain(dom.descendants(label)) {
        if dom.el(inside).in_sight() && !matches!(dom.el(inside).tag, "option" | "textarea") {
            dom.texts(inside).for_each(|part| text.push_str(part));
            text.push(' ');
        }
    }
    let words = fold(&text).to_lowercase().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (!words.is_empty()).then_some(Field { at, label, words })
}

/// Two fields of one name in groups of their own, with nothing seen that tells the groups apart.
fn grouped_apart(dom: &Dom<'_>, one: &Field, other: &Field) -> bool {
    let group = |at: Idx| dom.ancestors(at).find(|&up| dom.el(up).is("fieldset") || dom.role(up) == Some("group"));
    let (Some(first), Some(second)) = (group(one.at), group(other.at)) else { return false };
    if first == second || other.at - one.at > NEAR {
        return false;
    }
    !(one.at + 1..=other.at).any(|at| {
        let el = dom.el(at);
        let labelling = el.is("label") || dom.ancestors(at).any(|up| dom.el(up).is("label"));
        !labelling && el.in_sight() && dom.has_text(at) && !matches!(el.tag, "option" | "textarea" | "button")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_and_leftovers_say_nothing() {
        for name in ["IMG_2041.JPG", "bild", "logo.svg", "Bild."] {
            assert!(is_vague_image(name), "{name}");
        }
        for name in ["Hedlunda kommun", "En bild på en trappa", "Karta: se hedlunda.se"] {
            assert!(!is_vague_image(name), "{name}");
        }
        assert!(is_left_behind("Rubrik 1") && !is_left_behind("Hemtjänst"));
    }
}

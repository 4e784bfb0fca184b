//! Whether text is in the language that it says it is in.

use whatlang::Lang;

use super::super::catalogue::reading as rule;
use super::super::dom::{Dom, Idx, Ns};
use super::super::result::Findings;
use super::super::tables::{SMALL_WORDS, is_primary_language};

const SHORT: &str = "Texten är för kort för att språket ska gå att avgöra.";
const UNKNOWN: &str = "Språket går inte att avgöra säkert.";
/// Least text in bytes, and bytes after which no more is read.
const ENOUGH: usize = 50;
const PLENTY: usize = 1000;

/// Languages so near each other that a guess between them is not to be trusted.
const KIN: &[&[&str]] = &[
    &["sv", "da", "no", "nb", "nn", "is", "fo"],
    &["es", "pt", "gl", "ca", "it", "ro"],
    &["cs", "sk", "sl"],
    &["hr", "sr", "bs", "sl", "mk"],
    &["ru", "uk", "be", "bg"],
    &["nl", "af", "de", "fy", "lb", "nds"],
    &["id", "ms", "jv", "su"],
    &["fi", "et", "fit", "fkv"],
    &["tr", "az", "tk", "uz"],
    &["hi", "mr", "ne"],
];

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    if dom.drawing || dom.elements.is_empty() {
        return;
    }
    let texts = by_language(dom);
    let mut unsettled = false;
    for (at, text) in texts {
        let Some(said) = dom.el(at).filled("lang").filter(|lang| is_primary_language(lang)) else { continue };
        if !text.contains(char::is_alphabetic) {
            continue;
        }
        let rule = if at == 0 { &rule::PAGE_SPEAKS } else { &rule::PART_SPEAKS };
        match heard(&text, said) {
            Heard::Same => findings.say(rule, at, true),
            Heard::Other => findings.say(rule, at, false),
            // Of the parts that are short, one is told for all.
            Heard::Unclear if at > 0 && unsettled => {}
            Heard::Unclear => {
                unsettled |= at > 0;
                findings.open(rule, at, if text.len() < ENOUGH { SHORT } else { UNKNOWN });
            }
        }
    }
}

/// The text of each element with `lang` that takes its language from it, in document order.
fn by_language(dom: &Dom<'_>) -> Vec<(Idx, String)> {
    let mut found: Vec<(Idx, String)> = Vec::new();
    let mut open: Vec<(Idx, Option<usize>)> = Vec::new();
    for at in dom.all() {
        let el = dom.el(at);
        while open.last().is_some_and(|(last, _)| *last < at) {
            open.pop();
        }
        if let Some(lang) = el.attr("lang") {
            let slot = (!lang.trim().is_empty()).then(|| {
                found.push((at, String::new()));
                found.len() - 1
            });
            open.push((el.last, slot));
        }
        let Some((_, Some(slot))) = open.last() else { continue };
        let text = &mut found[*slot].1;
        if text.len() > PLENTY || el.ns != Ns::Html || matches!(el.tag, "code" | "address" | "textarea") {
            continue;
        }
        if el.exposed() && el.in_sight() {
            dom.texts(at).for_each(|part| text.push_str(part));
            if let Some(alt) = el.filled("alt") {
                text.push_str(alt);
            }
            text.push(' ');
        }
    }
    for (_, text) in &mut found {
        *text = super::super::name::fold(text);
    }
    found
}

enum Heard {
    Same,
    Other,
    Unclear,
}

fn heard(text: &str, said: &str) -> Heard {
    let primary = said.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let Some(info) = whatlang::detect(text) else { return Heard::Unclear };
    let code = short(info.lang());
    let kin = |a: &str, b: &str| KIN.iter().any(|family| family.contains(&a) && family.contains(&b));
    if code == primary || kin(code, &primary) {
        return Heard::Same;
    }
    if text.len() < ENOUGH || !info.is_reliable() || !sounds(text, code) || sounds(text, &primary) {
        return Heard::Unclear;
    }
    Heard::Other
}

/// Two of a language's small words, at least. Of a language whose words are not known, nothing can be said against.
fn sounds(text: &str, code: &str) -> bool {
    let Some((_, small)) = SMALL_WORDS.iter().find(|(known, _)| *known == code) else { return false };
    let lower = text.to_lowercase();
    let mut met: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| small.contains(word)).collect();
    met.sort_unstable();
    met.dedup();
    met.len() > 1
}

/// The subtag of a language.
fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Swe => "sv",
        Lang::Eng => "en",
        Lang::Fin => "fi",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ron => "ro",
        Lang::Cat => "ca",
        Lang::Nld => "nl",
        Lang::Afr => "af",
        Lang::Dan => "da",
        Lang::Nob => "no",
        Lang::Pol => "pl",
        Lang::Est => "et",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Heard, heard};

    #[test]
    fn languages_are_told_apart_where_that_is_certain() {
        let swedish = "Du kan få hjälp hemma om du är äldre och inte klarar allt på egen hand. Ring oss på kommunen.";
        let english = "If you need help at home, the municipality can give it to you. It is for people that are older.";
        assert!(matches!(heard(swedish, "sv-SE"), Heard::Same));
        assert!(matches!(heard(swedish, "nb"), Heard::Same), "kin are not told apart");
        assert!(matches!(heard(english, "sv"), Heard::Other));
        assert!(matches!(heard(swedish, "en"), Heard::Other));
        assert!(matches!(heard("Suomeksi", "fi"), Heard::Unclear | Heard::Same));
        assert!(matches!(
            heard("Ale Alingsås Bengtsfors Bollebygd Borås Dals-Ed Essunga Falköping", "en"),
            Heard::Unclear
        ));
    }
}

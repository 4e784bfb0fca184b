//! What to do: first three, then by who can do it.
//!
//! What must stay true: what the writer can do now comes first, then what gives most for the minutes; a question to the
//! care organisation can be copied and sent as it stands.

use crate::domain::Outcome;

use super::super::checked::{CheckedPage, Questions};
use super::super::lang::Lang;
use super::super::question::said;
use super::super::quote::visible;
use super::super::swedish;
use super::super::texts::{Owner, RuleTexts, SetTexts};
use super::super::tips::{self, PastePiece, Tip};

/// Tips to begin with.
pub(super) const FIRST: usize = 3;

/// Longest quote of what came near, in characters: a longer one is marked in the text.
const NEAR: usize = 120;

/// Tips by who can do them.
#[derive(Clone, Debug, Default)]
pub(super) struct Advice {
    /// `Börja med de här tre`
    pub(super) heading: String,
    /// `ungefär 15 minuter`
    pub(super) minutes: String,
    pub(super) first: Vec<Missing>,
    /// What the writer can do, beyond the first.
    pub(super) now: Vec<Missing>,
    /// What the care organisation must answer, beyond the first.
    pub(super) ask: Vec<Missing>,
    /// All questions to the care organisation as one letter, a paragraph a line.
    pub(super) letter: Vec<String>,
    /// What takes the web supplier.
    pub(super) supplier: Vec<Missing>,
}

/// A question that is not wholly answered, and what to do.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// The question as a senior asks it.
    pub(super) question: String,
    /// What is there: `Delvis. 2 av 3 delar finns.`, `Närmast kom ”Ring oss”.`
    pub(super) now: String,
    pub(super) tip: Tip,
}

impl Advice {
    pub(super) fn new(page: &CheckedPage<'_>, questions: &Questions<'_>, set: &SetTexts) -> Self {
        let asked = |rule: &RuleTexts| questions.asked.iter().any(|(other, _)| other.id == rule.id);
        let weight = |rule: &RuleTexts| if asked(rule) { rule.weight } else { 0.0 };
        let ordered = tips::ordered(set, page.findings, weight);
        let letter: Vec<&RuleTexts> =
            ordered.iter().map(|(rule, _)| *rule).filter(|rule| rule.owner == Owner::Verksamhet).collect();
        let minutes: u32 = ordered.iter().take(FIRST).map(|(rule, _)| rule.minutes).sum();
        let mut advice = Self {
            heading: tips::heading(Lang::Sv, ordered.len().min(FIRST)),
            minutes: format!(
                "ungefär {}",
                swedish::counted(usize::try_from(minutes).unwrap_or_default(), "minut", "minuter")
            ),
            letter: self::letter(page, &letter),
            ..Self::default()
        };
        for (at, (rule, gain)) in ordered.into_iter().enumerate() {
            let missing = Missing {
                question: rule.title.clone(),
                now: now(questions, rule),
                tip: Tip { gain: tips::gain_sentence(Lang::Sv, gain, 0), ..tips::tip(Lang::Sv, rule) },
            };
            match rule.owner {
                _ if at < FIRST => advice.first.push(missing),
                Owner::Redaktor => advice.now.push(missing),
                Owner::Verksamhet => advice.ask.push(missing),
                Owner::Leverantor => advice.supplier.push(missing),
            }
        }
        advice
    }
}

/// What the page says already.
fn now(questions: &Questions<'_>, rule: &RuleTexts) -> String {
    let Some((_, found)) = questions.asked.iter().find(|(other, _)| other.id == rule.id) else { return String::new() };
    if found.outcome == Outcome::Partial {
        return visible(format!("Sidan svarar delvis. {}", said(&found.note)).trim_end());
    }
    let nearest = found.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
    let short = nearest.filter(|near| near.quote.chars().count() <= NEAR);
    short.map(|near| format!("Närmast kom ”{}”.", visible(&near.quote).trim_end_matches('.'))).unwrap_or_default()
}

/// «Hej! …» with every question and how an answer can be written.
fn letter(page: &CheckedPage<'_>, rules: &[&RuleTexts]) -> Vec<String> {
    if rules.is_empty() {
        return Vec::new();
    }
    let asks = if rules.len() == 1 { "en fråga" } else { "några frågor" };
    let mut lines = vec![
        "Hej!".to_owned(),
        format!(
            "Jag skriver på {} på vår webbplats. Där saknas svar på {asks} som många äldre ställer. Vad kan jag skriva?",
            page.page_type.name_sv()
        ),
    ];
    for (at, rule) in rules.iter().enumerate() {
        lines.push(format!("{}. {}", at + 1, rule.title));
        let example = plain(&tips::paste(&rule.paste));
        if !example.is_empty() {
            lines.push(format!("Svaret kan skrivas så här: ”{example}”"));
        }
    }
    lines.push("Svara bara med det som stämmer hos oss. Tack!".to_owned());
    lines
}

/// A text to paste with its holes as dots.
fn plain(lines: &[Vec<PastePiece>]) -> String {
    let piece = |piece: &PastePiece| if piece.hole { format!("[{}]", piece.text) } else { piece.text.clone() };
    let lines: Vec<String> = lines.iter().map(|line| line.iter().map(piece).collect()).collect();
    lines.join(" ")
}

//! Why a ruling is not taken, and what to do instead.
//!
//! Place in the flow: part of `review`. What must stay true: who has answered a question never settles what she and others
//! differ on, and what is settled is never opened again by mistake.

use crate::domain::{Decision, Finding, Lang, Outcome, Text, both, differing, finding::QUOTE_MAX};
use crate::domain::{most_similar, most_similar_kommun, say};
use crate::rules::spec::Check;
use crate::rules::{Rule, RuleSet};

use super::Ruling;

/// Fewest letters and digits that point at something: fewer stand on every page.
const QUOTE_MIN: usize = 6;
/// Longest reason, in characters.
const REASON_MAX: usize = 1000;

/// What a ruling lacks in itself.
pub(super) fn misses(ruling: &Ruling) -> Option<Text> {
    let (quote, reason) = (folded(&ruling.quote), folded(&ruling.reason));
    if !Decision::OUTCOMES.contains(&ruling.outcome) {
        return Some(both!(
            "en människa avgör med ja, delvis, nej eller berörs inte",
            "a person settles with passed, partial, failed or inapplicable"
        ));
    }
    if reason.is_empty() || reason.chars().count() > REASON_MAX {
        return Some(match ruling.outcome {
            Outcome::Failed => both!(
                "ett nej behöver ett skäl som säger vad du letade efter (högst {REASON_MAX} tecken)",
                "a no needs a reason that says what you looked for (at most {REASON_MAX} characters)"
            ),
            _ => both!(
                "skriv varför, i en mening eller två (högst {REASON_MAX} tecken)",
                "write why, in a sentence or two (at most {REASON_MAX} characters)"
            ),
        });
    }
    if quote.is_empty() && matches!(ruling.outcome, Outcome::Passed | Outcome::Partial) {
        return Some(both!(
            "ja och delvis behöver de exakta orden på sidan som avgör. Kopiera dem från sidan",
            "yes and partly need the exact words on the page that decide. Copy them from the page"
        ));
    }
    if !quote.is_empty() && quote.chars().filter(|c| c.is_alphanumeric()).count() < QUOTE_MIN {
        return Some(both!(
            "orden ”{quote}” är för få för att visa något. Ta med hela raden eller meningen som svarar",
            "the words “{quote}” are too few to show anything. Take the whole line or sentence that answers"
        ));
    }
    if quote.chars().count() > QUOTE_MAX {
        return Some(both!(
            "orden är fler än {QUOTE_MAX} tecken. Ta bara med dem som avgör",
            "the words are longer than {QUOTE_MAX} characters. Take only those that decide"
        ));
    }
    None
}

/// White space as one space, and nothing that a screen or a table would take for a command.
pub(super) fn folded(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    crate::page::folded(&visible)
}

pub(super) fn unknown_kommun<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Text {
    match most_similar_kommun(wanted, names) {
        Some(similar) => both!(
            "det finns ingen kommun ”{wanted}” i omgången. Menade du {similar}?",
            "there is no kommun “{wanted}” in the round. Did you mean {similar}?"
        ),
        None => both!(
            "det finns ingen kommun ”{wanted}” i omgången. Skriv koden eller namnet",
            "there is no kommun “{wanted}” in the round. Write the code or the name"
        ),
    }
}

pub(super) fn unknown_rule<'a>(wanted: &str, ids: impl Iterator<Item = &'a str>) -> Text {
    match most_similar(wanted, ids) {
        Some(similar) => both!(
            "det finns ingen fråga ”{wanted}” i omgången. Menade du {similar}?",
            "there is no question “{wanted}” in the round. Did you mean {similar}?"
        ),
        None => both!(
            "det finns ingen fråga ”{wanted}” i omgången. hemkoll rules list visar alla",
            "there is no question “{wanted}” in the round. hemkoll rules list shows them all"
        ),
    }
}

/// Of a question that concerns every kommun, that nobody can say that it does not.
pub(super) fn concerns_all(rules: &RuleSet, outcome: Outcome, finding: &Finding) -> Option<Text> {
    let is_refused = outcome == Outcome::Inapplicable
        && finding.outcome != Outcome::Inapplicable
        && rules.rule(&finding.rule).is_some_and(|rule| !may_not_concern(rules, rule));
    is_refused.then(|| {
        both!(
            "frågan gäller alla kommuner och kan inte vara ”berörs inte”. Finns inget svar? Skriv nej, och vad du letade \
             efter",
            "the question concerns every kommun and cannot be “does not apply”. Is there no answer? Write failed, and what \
             you looked for"
        )
    })
}

/// Whether there are kommuner that a question does not concern: it asks for a trait or for what a page may lack, its
/// file has an example of one, or that is so of the question that it depends on.
fn may_not_concern(rules: &RuleSet, rule: &Rule) -> bool {
    let needed = || rule.head.requires.as_deref().and_then(|id| rules.rule(id));
    rule.head.applies.is_some()
        || rule.checks().any(asks_for_what_may_be_lacking)
        || rule.body.examples.iter().any(|example| example.expected == Outcome::Inapplicable)
        || needed().is_some_and(|needed| may_not_concern(rules, needed))
}

/// Whether the program itself answers "does not apply" to a check of this kind: a page without links, without a text to
/// measure, or that does not mention the matter. No wildcard: whoever adds a kind says which.
fn asks_for_what_may_be_lacking<P>(check: &Check<P>) -> bool {
    match check {
        Check::Lix { .. }
        | Check::Terms { .. }
        | Check::Stale { .. }
        | Check::BrokenLinks { .. }
        | Check::NotOnlyPdf { .. }
        | Check::Accessibility { .. }
        | Check::SameEverywhere { .. } => true,
        Check::Statement { about, .. } | Check::Parts { about, .. } => !about.is_empty(),
        Check::PageExists { .. }
        | Check::Distance { .. }
        | Check::LinkedFrom { .. }
        | Check::Choice { .. }
        | Check::Providers { .. }
        | Check::YearlyAmount { .. }
        | Check::Prices { .. }
        | Check::Address { .. }
        | Check::Updated { .. }
        | Check::AccessibilityStatement { .. }
        | Check::Manual { .. } => false,
    }
}

/// Why a decision may not follow on those made before it, in their order.
pub(super) fn out_of_turn(decision: &Decision, earlier: &[&Decision], settles: bool, reopens: bool) -> Option<Text> {
    if decision.settles && earlier.iter().any(|one| one.is_by(&decision.by)) {
        let they = answers(&differing(earlier));
        return Some(Text::by(|lang| {
            let they = they.of(lang);
            say!(
                lang,
                "du har själv svarat på frågan, och då avgör någon annan vad som gäller ({they}). Har du ändrat dig? Avgör \
                 frågan utan --settles",
                "you have answered the question yourself, so somebody else settles it ({they}). Have you changed your \
                 mind? Decide it without --settles"
            )
        }));
    }
    let settled = earlier.iter().rfind(|one| one.settles).filter(|_| differing(earlier).is_empty())?;
    let all: Vec<&Decision> = earlier.iter().copied().chain([decision]).collect();
    let opens = !reopens && !differing(&all).is_empty();
    opens.then(|| {
        let by = &settled.by;
        let instead = |lang: Lang| if settles { lang.of(" i stället för --settles", " instead of --settles") } else { "" };
        Text::by(|lang| {
            let instead = instead(lang);
            say!(
                lang,
                "{by} har avgjort frågan efter att granskare svarat olika. Ditt svar öppnar den igen. Är det så du vill? \
                 Skriv --reopens{instead}",
                "{by} settled the question after reviewers had answered differently. Your answer opens it again. Is that \
                 what you want? Write --reopens{instead}"
            )
        })
    })
}

/// Who says what: `Ada Exempel: ja, Bo Exempel: nej`.
fn answers(decisions: &[&Decision]) -> Text {
    Text::by(|lang| {
        let word = |outcome: Outcome| match outcome {
            Outcome::Passed => lang.of("ja", "yes"),
            Outcome::Partial => lang.of("delvis", "partly"),
            Outcome::Failed => lang.of("nej", "no"),
            _ => lang.of("berörs inte", "does not apply"),
        };
        decisions.iter().map(|one| format!("{}: {}", one.by, word(one.outcome))).collect::<Vec<_>>().join(", ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(outcome: Outcome, reason: &str, quote: &str) -> Ruling {
        Ruling {
            place: Text::default(),
            kommun: "Hedlunda".into(),
            named: String::new(),
            rule: "kontakt-telefontid".into(),
            outcome,
            reason: reason.into(),
            quote: quote.into(),
            url: String::new(),
        }
    }

    #[test]
    fn what_a_ruling_lacks_is_told() {
        let lacks = |outcome, reason, quote| misses(&ruling(outcome, reason, quote)).map(|text| text.to_string());
        assert_eq!(lacks(Outcome::Passed, "Tiden står vid numret.", "vardagar 9–11"), None);
        assert!(lacks(Outcome::Passed, "Ja.", " \n").unwrap().contains("de exakta orden"));
        assert!(lacks(Outcome::Partial, "Ja.", "").unwrap().contains("de exakta orden"));
        assert!(lacks(Outcome::Failed, "", "").unwrap().contains("vad du letade efter"));
        assert_eq!(lacks(Outcome::Failed, "Jag letade efter en telefontid på alla sidor.", ""), None);
        assert!(lacks(Outcome::Passed, "Ja.", "a").unwrap().contains("för få"));
        assert_eq!(folded("Ada\u{1b}[31m\n Exempel\u{7}"), "Ada[31m Exempel");
        assert!(lacks(Outcome::Inapplicable, " ", "").unwrap().contains("varför"));
        assert!(lacks(Outcome::CantTell, "Vet inte.", "").unwrap().contains("ja, delvis, nej"));
        assert!(lacks(Outcome::Passed, "Ja.", &"ord ".repeat(90)).unwrap().contains("240"));
    }

    #[test]
    fn who_has_answered_never_settles_and_what_is_settled_opens_only_when_asked() {
        use Outcome::{Failed, Passed};
        let (ada, bo) = (Decision::sample("a", Passed, "Ada Exempel"), Decision::sample("a", Failed, "Bo Exempel"));
        let settling = |by: &str| Decision { settles: true, ..Decision::sample("a", Failed, by) };
        let told = |decision: &Decision, earlier: &[&Decision], reopens| {
            out_of_turn(decision, earlier, false, reopens).map(|fault| fault.to_string())
        };
        let party = told(&settling("ada exempel "), &[&ada, &bo], false).unwrap();
        assert!(party.contains("(Ada Exempel: ja, Bo Exempel: nej)") && party.contains("utan --settles"), "{party}");
        let cia = settling("Cia Exempel");
        assert_eq!(told(&cia, &[&ada, &bo], false), None);
        assert_eq!(told(&ada, &[&ada, &bo], false), None, "before it is settled anybody may change her mind");
        let settled = [&ada, &bo, &cia];
        assert!(told(&ada, &settled, false).unwrap().contains("Cia Exempel har avgjort frågan"));
        assert_eq!(told(&ada, &settled, true), None);
        let dia = Decision::sample("a", Passed, "Dia Exempel");
        let instead = out_of_turn(&dia, &settled, true, false).unwrap().to_string();
        assert!(instead.ends_with("Skriv --reopens i stället för --settles"), "{instead}");
        assert_eq!(told(&bo, &settled, false), None, "he says what holds");
        let other = Decision::sample("a", Passed, "Cia Exempel");
        assert_eq!(told(&other, &settled, false), None, "she who settled it may correct herself");
        assert_eq!(told(&bo, &[&ada, &bo, &cia, &ada], false), None, "it is open again already");
    }

    #[test]
    fn a_question_that_concerns_every_kommun_is_never_inapplicable() {
        let rules = RuleSet::embedded();
        let refused = |rule: &str, outcome, program| {
            let finding = Finding {
                rule: rule.into(),
                judging_hash: String::new(),
                outcome: program,
                reason: String::new(),
                note: String::new(),
                evidence: Vec::new(),
                searched: None,
            };
            concerns_all(&rules, outcome, &finding).is_some()
        };
        let open = Outcome::CantTell;
        assert!(refused("kontakt-telefontid", Outcome::Inapplicable, open));
        assert!(!refused("kontakt-telefontid", Outcome::Failed, open));
        assert!(
            !refused("kontakt-telefontid", Outcome::Inapplicable, Outcome::Inapplicable),
            "the program says so too"
        );
        assert!(!refused("valfrihet-jamfora", Outcome::Inapplicable, open), "where people can choose");
        assert!(!refused("hitta-inte-bara-pdf", Outcome::Inapplicable, open), "where there are files");
        // What the program says of a page in Finnish, of one without links, of a single page.
        for rule in ["sprak-latt-att-lasa", "aktualitet-lankar", "tillganglighet-sidan", "aktualitet-samma-uppgift"] {
            assert!(!refused(rule, Outcome::Inapplicable, Outcome::Failed), "{rule}");
        }
    }
}

//! What a person has decided of a question, in words: who, when, why, what the program says, and what was decided before.
//!
//! Place in the flow: part of an answer on a kommun's page. What must stay true: what a person decided is always told
//! as that, and the program's own answer stands beside it.

use crate::domain::{Decision, Outcome};
use crate::rules::reason_sentence;
use crate::score::{Decided, KommunResult};

use super::lang::{Lang, Words, say};
use super::overview::swedish_day;
use super::question::{answer_in, said};

/// The answer, and who settled it, when and why.
pub(super) fn lead(lang: Lang, decided: &Decided) -> Words {
    let decision = &decided.decision;
    if decided.disagreed {
        return Words::new(lang).ours(lang.of(
            "Granskare har svarat olika. Frågan är inte avgjord. Tills dess räknas den varken som ja eller nej.",
            "Reviewers have answered differently. The question is not settled. Until then it counts neither as yes nor as \
             no.",
        ));
    }
    let answer = match decision.outcome {
        Outcome::Passed => lang.of("Ja.", "Yes."),
        Outcome::Partial => lang.of("Delvis.", "Partly."),
        Outcome::Failed => lang.of("Nej.", "No."),
        _ => lang.of(
            "Frågan berör inte kommunen. Den räknas inte.",
            "The question does not apply to the municipality. It is not counted.",
        ),
    };
    let words = Words::new(lang).ours(answer).ours(lang.of("Avgjort av en granskare:", "Settled by a reviewer:"));
    told(lang, words, decision, &decided.on)
}

/// The program's answer, what is to be known of the decision, and earlier ones.
pub(super) fn more(lang: Lang, decided: &Decided) -> Vec<Words> {
    let ours = |text: &str| Words::new(lang).ours(text);
    let mut lines = vec![program(lang, decided)];
    if decided.page_gone {
        lines.push(ours(lang.of(
            "Sidan med orden är läst på nytt eller inte längre med i omgången. Beslutet står kvar.",
            "The page with the words has been read anew or is no longer in the round. The decision stands.",
        )));
    }
    if decided.rule_changed {
        lines.push(ours(lang.of(
            "Regeln är ändrad sedan beslutet. Beslutet står kvar.",
            "The rule has changed since the decision. The decision stands.",
        )));
    }
    // Of those who disagree none is the one that holds.
    let last = decided.disagreed.then_some(&decided.decision);
    let standing = decided.standing();
    let earlier = decided.earlier.iter().chain(last).map(|decision| {
        let word = answer_in(lang, decision.outcome).word;
        let words = Words::new(lang).ours(if standing.iter().any(|one| std::ptr::eq(*one, decision)) {
            say!(lang, "Beslut: {word}.", "Decision: {word}.")
        } else {
            say!(lang, "Tidigare beslut: {word}.", "Earlier decision: {word}.")
        });
        told(lang, words, decision, &swedish_day(&decision.at))
    });
    lines.extend(earlier);
    lines
}

/// «3 av svaren är avgjorda av granskare.»; empty when none is.
pub(super) fn count(lang: Lang, kommun: &KommunResult) -> String {
    match kommun.decisions.iter().filter(|decided| !decided.disagreed).count() {
        0 => String::new(),
        1 => {
            lang.of("Ett av svaren är avgjort av en granskare.", "One of the answers was settled by a reviewer.").into()
        }
        n => say!(lang, "{n} av svaren är avgjorda av granskare.", "{n} of the answers were settled by reviewers."),
    }
}

fn told(lang: Lang, words: Words, decision: &Decision, on: &str) -> Words {
    let on = lang.date(on);
    let words = words.swedish(&decision.by).close(&format!(", {on}."));
    let words = words.ours(lang.of("Skäl:", "Reason:")).swedish(&decision.reason);
    if decision.reason.ends_with(['.', '!', '?']) { words } else { words.close(".") }
}

fn program(lang: Lang, decided: &Decided) -> Words {
    let (program, words) = (&decided.program, Words::new(lang));
    if program.outcome == decided.decision.outcome && !decided.disagreed {
        return words.ours(lang.of("Programmet svarar detsamma.", "The program answers the same."));
    }
    let said = match said(&program.note) {
        "" if program.outcome.is_open() => reason_sentence(Lang::Sv, &program.reason),
        said => said,
    };
    // Who decided otherwise may have done so by other words.
    let its_words =
        program.words.as_ref().filter(|its| decided.decision.words.as_ref().is_none_or(|hers| hers.quote != its.quote));
    let pointing = |words: Words| match its_words {
        None => words,
        Some(its) => {
            let quote = format!("”{}”", its.quote);
            words.ours(lang.of("Det pekar på orden", "It points at the words")).swedish(quote).close(".")
        }
    };
    if program.outcome.is_open() {
        let words =
            words.ours(lang.of("Programmet kunde inte avgöra frågan.", "The program could not settle the question."));
        return pointing(words.swedish(said));
    }
    let word = answer_in(lang, program.outcome).word.to_lowercase();
    if decided.disagreed {
        let words = words.ours(say!(lang, "Programmet svarar ”{word}”.", "The program answers “{word}”."));
        return pointing(words.swedish(said));
    }
    let words = words.ours(say!(
        lang,
        "Granskaren har ändrat programmets svar, som är ”{word}”.",
        "The reviewer has changed the program's answer, which is “{word}”."
    ));
    pointing(words.swedish(said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::ProgramAnswer;

    fn decided(program: Outcome) -> Decided {
        let decision =
            Decision { replaced: program, ..Decision::sample("kontakt-telefontid", Outcome::Passed, "Ada Exempel") };
        let earlier = Decision { outcome: Outcome::Failed, by: "Bo Exempel".into(), ..decision.clone() };
        Decided {
            decision,
            on: "2026-11-22".into(),
            program: ProgramAnswer {
                outcome: program,
                reason: "otydligt-svar".into(),
                note: String::new(),
                words: None,
            },
            page_gone: true,
            rule_changed: false,
            disagreed: false,
            earlier: vec![earlier],
        }
    }

    fn flat(words: &Words) -> String {
        words.to_string()
    }

    #[test]
    fn a_decision_is_told_with_its_reason_and_what_the_program_says() {
        let told = decided(Outcome::CantTell);
        assert_eq!(
            flat(&lead(Lang::Sv, &told)),
            "Ja. Avgjort av en granskare: Ada Exempel, 22 november 2026. Skäl: Tiden står vid numret."
        );
        let lines: Vec<String> = more(Lang::Sv, &told).iter().map(flat).collect();
        assert_eq!(
            lines,
            [
                "Programmet kunde inte avgöra frågan. Svaret är otydligt. En granskare ska läsa texten.",
                "Sidan med orden är läst på nytt eller inte längre med i omgången. Beslutet står kvar.",
                "Tidigare beslut: Nej. Bo Exempel, 22 november 2026. Skäl: Tiden står vid numret.",
            ]
        );
    }

    #[test]
    fn of_a_disagreement_all_decisions_are_told_and_none_holds() {
        let told = Decided { disagreed: true, page_gone: false, ..decided(Outcome::Passed) };
        assert!(flat(&lead(Lang::Sv, &told)).starts_with("Granskare har svarat olika. Frågan är inte avgjord."));
        let lines: Vec<String> = more(Lang::Sv, &told).iter().map(flat).collect();
        assert!(lines[0].starts_with("Programmet svarar ”ja”."), "{lines:?}");
        assert!(lines[1].starts_with("Beslut: Nej. Bo Exempel") && lines[2].starts_with("Beslut: Ja. Ada Exempel"));
        let mut changed = told.clone();
        changed.earlier.insert(0, Decision::sample("kontakt-telefontid", Outcome::Partial, "Ada Exempel"));
        let lines: Vec<String> = more(Lang::Sv, &changed).iter().map(flat).collect();
        assert!(lines[1].starts_with("Tidigare beslut: Delvis. Ada Exempel"), "what she has changed: {lines:?}");
    }

    #[test]
    fn an_appeal_and_a_program_that_agrees_are_named() {
        let program = |outcome| flat(&program(Lang::Sv, &decided(outcome)));
        assert!(program(Outcome::Failed).starts_with("Granskaren har ändrat programmets svar, som är ”nej”."));
        assert_eq!(program(Outcome::Passed), "Programmet svarar detsamma.");
    }
}

//! What a person is to settle, and what people have settled: the rows of `hemkoll review`, and the same in a terminal.
//!
//! Place in the flow: result → **open questions** → work sheet; decisions → **log**. What must stay true: every open
//! answer of an assessed kommun is among the rows, but those whose check did not run and so weighs nothing; what gives
//! most points comes first, and the order never depends on how the kommuner arrived.

use std::fmt::Write as _;

use crate::domain::{Decision, Evidence, Finding, LoggedDecision, Outcome};
use crate::rules::reason_sentence;
use crate::score::{Decided, KommunResult, RoundResult};

use super::lang::{Lang, say};
use super::overview::swedish_day;
use super::question::{answer_in, said};
use super::text::safe;
use super::texts::{RuleTexts, SetTexts};

/// Which open answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Codes of kommuner; empty for all.
    pub kommuner: Vec<String>,
    /// Codes of counties; empty for all.
    pub lan: Vec<String>,
    /// A rule; all without.
    pub rule: Option<String>,
    /// In place of the open answers: those that others than this person have decided, as the program left them.
    pub second: Option<String>,
}

impl Wanted {
    /// Whether no kommun and no county is named. Where both are, those of either are meant, as by `hemkoll audit`.
    fn everywhere(&self) -> bool {
        self.kommuner.is_empty() && self.lan.is_empty()
    }
}

/// An answer that a person is to give.
#[derive(Clone, Debug)]
pub struct OpenAnswer<'a> {
    /// The kommun.
    pub kommun: &'a KommunResult,
    /// The rule's words.
    pub rule: &'a RuleTexts,
    /// Most points that it can give for this kommun.
    pub weight: f64,
    /// How it stands.
    pub outcome: Outcome,
    /// Why, as a code.
    pub reason: &'a str,
    note: &'a str,
    words: Option<&'a Evidence>,
    /// The decisions of those who disagree, one each.
    differ: Vec<&'a Decision>,
}

impl<'a> OpenAnswer<'a> {
    /// Why it is open, in a sentence or two; of an answer that the program was sure of, what it says.
    pub(super) fn why(&self, lang: Lang) -> String {
        let said = if lang == Lang::Sv { said(self.note) } else { "" };
        if !self.outcome.is_open() {
            let word = answer_in(lang, self.outcome).word.to_lowercase();
            let program = say!(lang, "Programmet svarar {word}.", "The program answers {word}.");
            return format!("{program} {said}").trim_end().to_owned();
        }
        let why = if said.is_empty() { reason_sentence(lang, self.reason) } else { said };
        let each = self.differ.iter().map(|decision| {
            let (by, reason) = (&decision.by, &decision.reason);
            let answer = answer_in(lang, decision.outcome).word.to_lowercase();
            let end = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
            say!(lang, "{by} svarar {answer}: {reason}{end}", "{by} answers {answer}: {reason}{end}")
        });
        std::iter::once(why.to_owned()).chain(each).collect::<Vec<_>>().join(" ")
    }

    /// The words that the program found, or those that came nearest.
    pub(super) fn words(&self) -> Option<&'a Evidence> {
        self.words
    }

    /// What the rule's examples say is left to a person, a sentence each.
    pub(super) fn by_hand(&self) -> Vec<&'a str> {
        let examples = self.rule.examples.iter().filter(|example| example.expected == Outcome::CantTell);
        examples.map(|example| example.caption.trim()).filter(|caption| !caption.is_empty()).collect()
    }
}

/// The open answers of a round, those that give most points first, then by kommun and rule. For a second reader: what
/// others have decided and she has not, and nothing of what they decided.
pub fn open<'a>(result: &'a RoundResult, set: &'a SetTexts, wanted: &Wanted) -> Vec<OpenAnswer<'a>> {
    let is_wanted = |kommun: &&KommunResult| {
        let (code, lan) = (&kommun.kommun.code, &kommun.kommun.lan.code);
        kommun.visit.status.is_assessed()
            && (wanted.everywhere() || wanted.kommuner.contains(code) || wanted.lan.contains(lan))
    };
    let mut rows = Vec::new();
    for kommun in result.kommuner.iter().filter(is_wanted) {
        for finding in &kommun.findings {
            let is_asked = wanted.rule.as_ref().is_none_or(|rule| *rule == finding.rule);
            let Some(rule) = set.rule(&finding.rule).filter(|_| is_asked) else { continue };
            let points = kommun.score.as_ref().and_then(|s| s.rules.iter().find(|one| one.rule == rule.id));
            let weight = points.map_or(rule.weight, |points| points.weight);
            rows.extend(match &wanted.second {
                Some(name) => second(kommun, rule, name, weight),
                None => first(kommun, rule, finding, weight),
            });
        }
    }
    // Stable: kommuner stand by code, their answers in the set's order.
    rows.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    rows
}

/// An answer that is open, unless its check did not run.
fn first<'a>(
    kommun: &'a KommunResult,
    rule: &'a RuleTexts,
    finding: &'a Finding,
    weight: f64,
) -> Option<OpenAnswer<'a>> {
    let nearest = finding.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
    let words = finding.evidence.iter().find(|words| !words.quote.is_empty()).or(nearest);
    let (outcome, reason, note) = (finding.outcome, finding.reason.as_str(), finding.note.as_str());
    let is_to_settle = outcome.is_open() && reason != "lankar-provades-inte";
    let decided = kommun.decided(&rule.id).filter(|decided| decided.disagreed);
    let differ = decided.map(Decided::standing).unwrap_or_default();
    is_to_settle.then_some(OpenAnswer { kommun, rule, weight, outcome, reason, note, words, differ })
}

/// An answer that others have decided, as the program left it. What readers disagree on is for her who settles it.
fn second<'a>(kommun: &'a KommunResult, rule: &'a RuleTexts, name: &str, weight: f64) -> Option<OpenAnswer<'a>> {
    let decided = kommun.decided(&rule.id).filter(|decided| !decided.disagreed)?;
    let mut all = decided.earlier.iter().chain([&decided.decision]);
    let is_hers = all.any(|decision| decision.is_by(name) || decision.settles);
    let program = &decided.program;
    let (outcome, reason, note) = (program.outcome, program.reason.as_str(), program.note.as_str());
    let words = program.words.as_ref();
    let differ = Vec::new();
    (!is_hers).then_some(OpenAnswer { kommun, rule, weight, outcome, reason, note, words, differ })
}

/// The open answers for a terminal.
pub fn open_text(lang: Lang, round: &str, rows: &[OpenAnswer<'_>], wanted: &Wanted) -> String {
    let (round, n) = (safe(round), rows.len());
    let mut out = match n {
        0 if wanted.second.is_some() => say!(
            lang,
            "Omgång {round}: ingen annan har avgjort något som du inte har avgjort.\n",
            "Round {round}: nobody else has settled anything that you have not.\n"
        ),
        _ if wanted.second.is_some() => {
            let questions = lang.plural(n, ["fråga", "frågor"], ["question", "questions"]);
            say!(
                lang,
                "Omgång {round}: {questions} som någon annan har avgjort. Läs texten och avgör själv.\n",
                "Round {round}: {questions} that somebody else has settled. Read the text and settle yourself.\n"
            )
        }
        0 => say!(lang, "Omgång {round}: inget är kvar att avgöra.\n", "Round {round}: nothing is left to settle.\n"),
        1 => say!(lang, "Omgång {round}: en fråga är inte avgjord.\n", "Round {round}: one question is not settled.\n"),
        _ => say!(
            lang,
            "Omgång {round}: {n} frågor är inte avgjorda.\n",
            "Round {round}: {n} questions are not settled.\n"
        ),
    };
    let mut line = |indent: &str, text: &str| {
        if !text.is_empty() {
            writeln!(out, "{indent}{}", safe(text)).expect("writing to a string cannot fail");
        }
    };
    for row in rows {
        let (kommun, code, id) = (&row.kommun.kommun.name, &row.kommun.kommun.code, &row.rule.id);
        let points = lang.decimals(row.weight, 1);
        let unit = lang.points(&points);
        line("\n", &format!("{kommun} ({code}) · {id} · {points} {unit}"));
        line("  ", row.rule.title_in(lang));
        line("  ", &row.why(lang));
        if let Some(words) = row.words() {
            let nearest = lang.of("Närmast:", "Nearest:");
            line("  ", &format!("{nearest} ”{}”", words.quote));
            line("  ", &words.url);
        }
        for by_hand in row.by_hand() {
            line("  ", &format!("{} {by_hand}", lang.of("Avgörs för hand:", "Settled by a person:")));
        }
    }
    if n > 0 {
        out.push_str(lang.of(
            "\nAvgör en fråga: hemkoll review decide --kommun … --rule … --outcome ja --by NAMN --reason TEXT --quote \
             \"exakta ord\"\nMånga på en gång: --format csv ger ett ark att fylla i. Läs sedan in det: hemkoll review \
             import ARK.csv --by NAMN\n",
            "\nSettle a question: hemkoll review decide --kommun … --rule … --outcome passed --by NAME --reason TEXT --quote \
             \"exact words\"\nMany at once: --format csv gives a sheet to fill in. Then take it in: hemkoll review \
             import SHEET.csv --by NAME\n",
        ));
    }
    if rows.iter().any(|row| !row.differ.is_empty()) {
        out.push_str(lang.of(
            "Där granskare har svarat olika avgör någon som inte själv har svarat på frågan, med --settles.\n",
            "Where reviewers have answered differently, somebody who has not answered the question settles it, with \
             --settles.\n",
        ));
    }
    out
}

/// Decisions for a terminal, in order.
pub fn log_text(lang: Lang, round: &str, log: &[LoggedDecision]) -> String {
    let round = safe(round);
    if log.is_empty() {
        return say!(lang, "Omgång {round}: inga beslut än.\n", "Round {round}: no decisions yet.\n");
    }
    let mut out = String::new();
    for one in log {
        let (kommun, code, decision) = (safe(&one.name), &one.kommun, &one.decision);
        let (rule, day, by) = (safe(&decision.rule), swedish_day(&decision.at), safe(&decision.by));
        let (answer, before) = (answer_in(lang, decision.outcome).word, replaced(lang, decision));
        let reason = safe(&decision.reason);
        out.push_str(&format!("{day}  {by}  {kommun} ({code})  {rule}: {answer}. {before}\n"));
        out.push_str(&say!(lang, "  Skäl: {reason}\n", "  Reason: {reason}\n"));
        if let Some(words) = &decision.words {
            let (quote, url, sha256) = (safe(&words.quote), safe(&words.url), &words.sha256);
            out.push_str(&format!("  ”{quote}”\n  {url} (SHA-256 {sha256})\n"));
        }
    }
    out
}

/// What a decision replaced, in a sentence.
pub(super) fn replaced(lang: Lang, decision: &Decision) -> String {
    if decision.settles {
        return lang
            .of("Avgör det som granskare svarat olika på.", "Settles what reviewers answered differently.")
            .to_owned();
    }
    let (word, by) = (answer_in(lang, decision.replaced).word, safe(&decision.replaced_by));
    match (decision.replaced_by.is_empty(), decision.confirms()) {
        (true, true) => lang.of("Bekräftar programmets svar.", "Confirms the program's answer.").to_owned(),
        (true, false) if decision.is_appeal() => {
            say!(lang, "Ändrar programmets svar: {word}.", "Changes the program's answer: {word}.")
        }
        (true, false) => {
            lang.of("Programmet kunde inte avgöra frågan.", "The program could not settle the question.").to_owned()
        }
        (false, true) => say!(lang, "Bekräftar vad {by} avgjorde.", "Confirms what {by} settled."),
        (false, false) if decision.is_by(&decision.replaced_by) => {
            say!(lang, "Ersätter sitt tidigare svar: {word}.", "Replaces their own earlier answer: {word}.")
        }
        (false, false) => say!(lang, "{by} hade svarat: {word}.", "{by} had answered: {word}."),
    }
}

//! The two tables of a round, whatever file they are written to: every answer, and the ranking.
//!
//! What must stay true: the columns have one meaning and one order in CSV, Excel and data package.

use crate::domain::{Decision, Evidence};
use crate::score::RoundResult;

use super::super::overview::{Overview, Standing, by_hand, read_on, record_of, standing, swedish_day};
use super::super::question::answer;
use super::super::ranking;
use super::super::texts::SetTexts;
use super::rows;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Text; from a page, so it can be anything.
    Text(String),
    /// Points, with at most two decimals.
    Number(Option<f64>),
    /// A count or a place.
    Count(Option<u64>),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A column: its Swedish heading, its name for programs, and what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub heading: &'static str,
    pub name: &'static str,
    /// Frictionless field type.
    pub kind: &'static str,
    /// Whether a cell may hold several, with [`BETWEEN`] between them.
    pub several: bool,
}

const fn column(heading: &'static str, name: &'static str, kind: &'static str) -> Column {
    Column { heading, name, kind, several: false }
}

const fn several(heading: &'static str, name: &'static str) -> Column {
    Column { heading, name, kind: "string", several: true }
}

/// The columns of [`answers`].
pub(super) const ANSWERS: [Column; 24] = [
    column("kommunkod", "kommun_code", "string"),
    column("kommun", "kommun", "string"),
    column("län", "lan", "string"),
    column("område", "dimension", "string"),
    column("fråga", "question", "string"),
    column("regel", "rule", "string"),
    column("svar", "answer", "string"),
    column("svarskod", "outcome", "string"),
    column("poäng", "points", "number"),
    column("högst", "weight", "number"),
    column("skäl", "reason", "string"),
    column("mening", "note", "string"),
    column("citat", "quote", "string"),
    several("alla citat", "quotes"),
    column("sida", "page_title", "string"),
    column("adress", "url", "string"),
    column("läst", "read_on", "string"),
    column("närmast", "nearest", "string"),
    column("post i arkivet", "record", "string"),
    column("inläst för hand av", "by_hand", "string"),
    several("avgjort av", "decided_by"),
    several("avgjort den", "decided_on"),
    several("skäl till beslutet", "decision_reason"),
    column("programmets svar", "program_outcome", "string"),
];

/// The columns of [`ranking()`].
pub(super) const RANKING: [Column; 16] = [
    column("plats från", "rank_best", "integer"),
    column("plats till", "rank_worst", "integer"),
    column("kommunkod", "kommun_code", "string"),
    column("kommun", "kommun", "string"),
    column("län", "lan", "string"),
    column("poäng", "value", "number"),
    column("lägst", "low", "number"),
    column("högst", "high", "number"),
    column("preliminär", "preliminary", "string"),
    column("avgjorda frågor", "decided", "integer"),
    column("frågor", "applicable", "integer"),
    column("besök", "visit", "string"),
    column("statuskod", "status", "string"),
    column("skäl", "reason", "string"),
    column("anrop", "requests", "integer"),
    column("hämtade byte", "bytes", "integer"),
];

/// What stands between several quotes or people in one cell. ` | ` stands between the cells of a quoted row.
pub(super) const BETWEEN: &str = " // ";

/// One row a kommun and rule.
pub(super) fn answers<'a>(result: &'a RoundResult, set: &'a SetTexts) -> impl Iterator<Item = Vec<Cell>> {
    rows(result, set).map(|row| {
        let kommun = &row.kommun.kommun;
        let evidence = row.finding.map_or(&[][..], |f| &f.evidence);
        let first = evidence.first();
        let decided = row.kommun.decided(&row.rule.id);
        // Each of those who differ has a name, a day and a reason in the same place.
        let of_decision = |told: &dyn Fn(&Decision) -> String| {
            let each: Vec<String> = decided.iter().flat_map(|one| one.standing()).map(told).collect();
            Cell::Text(each.join(BETWEEN))
        };
        let disagreed = decided.is_some_and(|one| one.disagreed);
        let reason = |decision: &Decision| {
            let Decision { by, reason, outcome, .. } = decision;
            let says = answer(*outcome).word.to_lowercase();
            if disagreed { format!("{by}, {says}: {reason}") } else { reason.clone() }
        };
        let nearest = row.finding.and_then(|f| f.searched.as_ref()?.nearest.as_ref());
        vec![
            Cell::text(&kommun.code),
            Cell::text(&kommun.name),
            Cell::text(&kommun.lan.name),
            Cell::text(set.dimension_name(&row.rule.dimension)),
            Cell::text(&row.rule.title),
            Cell::text(&row.rule.id),
            Cell::text(answer(row.outcome()).word),
            Cell::text(row.outcome().code()),
            Cell::Number(row.points),
            Cell::Number(Some(row.weight)),
            Cell::text(row.reason()),
            Cell::text(row.finding.map_or("", |f| &f.note)),
            Cell::text(first.map_or("", |e| &e.quote)),
            quotes(evidence),
            Cell::text(first.map_or("", |e| &e.page_title)),
            Cell::text(first.map_or("", |e| &e.url)),
            Cell::text(first.and_then(|e| read_on(row.kommun, e)).unwrap_or_default()),
            Cell::text(nearest.map_or("", |e| &e.quote)),
            Cell::text(first.and_then(|e| record_of(row.kommun, e)).unwrap_or_default()),
            Cell::text(first.and_then(|e| by_hand(row.kommun, e)).map_or("", |hand| &hand.by)),
            of_decision(&|decision| decision.by.clone()),
            of_decision(&|decision| swedish_day(&decision.at)),
            of_decision(&reason),
            Cell::text(decided.map_or("", |one| one.program.outcome.code())),
        ]
    })
}

/// All quotes of an answer, each once. Page, day and record are those of the first: one from another page says from
/// which.
fn quotes(evidence: &[Evidence]) -> Cell {
    let page = evidence.first().map_or("", |first| first.url.as_str());
    let mut each: Vec<String> = Vec::new();
    for Evidence { quote, url, .. } in evidence.iter().filter(|words| !words.quote.is_empty()) {
        let told = if url == page { quote.clone() } else { format!("{quote} ({url})") };
        if !each.contains(&told) {
            each.push(told);
        }
    }
    Cell::Text(each.join(BETWEEN))
}

/// One row a kommun: highest points first, then those without points by name.
pub(super) fn ranking(result: &RoundResult, set: &SetTexts) -> Vec<Vec<Cell>> {
    let overview = Overview::new(result, set);
    let order = overview.ranking.iter().chain(&overview.undecided).chain(&overview.not_assessed);
    let row = |&index: &usize| {
        let row = overview.kommun(index);
        let score = row.score.as_ref().filter(|_| row.visit.status.is_assessed());
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let why = match standing(row) {
            Standing::Scored(..) => row.visit.reason.map(|r| r.sentence_sv().to_owned()).unwrap_or_default(),
            _ => ranking::apart(&overview, index).why,
        };
        vec![
            Cell::Count(row.rank.map(|r| u64::from(r.best))),
            Cell::Count(row.rank.map(|r| u64::from(r.worst))),
            Cell::text(&row.kommun.code),
            Cell::text(&row.kommun.name),
            Cell::text(&row.kommun.lan.name),
            Cell::Number(score.and_then(|s| s.value)),
            Cell::Number(score.map(|s| s.low)),
            Cell::Number(score.map(|s| s.high)),
            Cell::text(score.map_or("", |s| if s.preliminary { "ja" } else { "nej" })),
            Cell::Count(score.map(|s| count(s.decided_rules))),
            Cell::Count(score.map(|s| count(s.applicable_rules))),
            Cell::text(row.visit.status.word_sv()),
            Cell::text(row.visit.status.code()),
            Cell::Text(why),
            Cell::Count(Some(u64::from(row.visit.requests))),
            Cell::Count(Some(row.bytes())),
        ]
    };
    order.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::domain::{Outcome, VisitStatus};
    use crate::score::KommunResult;

    #[test]
    fn a_cell_tells_all_quotes_and_all_who_disagree() {
        let (mut result, set) = (sample::round(), sample::set());
        let kommun = result.kommuner.iter_mut().find(|kommun| !kommun.decisions.is_empty()).unwrap();
        let decided = &mut kommun.decisions[0];
        decided.disagreed = true;
        decided.decision = Decision::sample(&decided.decision.rule, Outcome::Failed, "Ada Exempel");
        decided.earlier = vec![Decision::sample(&decided.decision.rule, Outcome::Passed, "Bo Exempel")];
        let (code, rule) = (kommun.kommun.code.clone(), decided.decision.rule.clone());
        let found = kommun.findings.iter_mut().find(|found| found.rule == rule).unwrap();
        let other = Evidence { quote: "Ring oss.".into(), ..found.evidence[0].clone() };
        let first = found.evidence[0].quote.clone();
        let elsewhere = Evidence { url: "https://www.hedlunda.test/kontakt".into(), ..other.clone() };
        found.evidence = vec![found.evidence[0].clone(), other.clone(), other, elsewhere];
        let url = found.evidence[0].url.clone();
        let row =
            answers(&result, &set).find(|row| row[0] == Cell::text(&*code) && row[5] == Cell::text(&*rule)).unwrap();
        let cell = |name: &str| {
            let at = ANSWERS.iter().position(|column| column.name == name).unwrap();
            row[at].clone()
        };
        assert_eq!(cell("quote"), Cell::text(&*first), "what stands on the page");
        assert_eq!(
            cell("quotes"),
            Cell::text(format!("{first} // Ring oss. // Ring oss. (https://www.hedlunda.test/kontakt)"))
        );
        assert_eq!(cell("url"), Cell::text(url));
        assert_eq!(cell("decided_by"), Cell::text("Bo Exempel // Ada Exempel"));
        assert_eq!(cell("decided_on"), Cell::text("2026-11-22 // 2026-11-22"), "whose day can be told");
        assert_eq!(
            cell("decision_reason"),
            Cell::text("Bo Exempel, ja: Tiden står vid numret. // Ada Exempel, nej: Tiden står vid numret.")
        );
    }

    #[test]
    fn a_kommun_that_was_not_read_has_a_word_for_people_and_a_code_for_programs() {
        let (result, set) = (sample::round(), sample::set());
        let at = |name: &str| RANKING.iter().position(|column| column.name == name).unwrap();
        let blocked = |kommun: &&KommunResult| kommun.visit.status == VisitStatus::Blocked;
        let code = &result.kommuner.iter().find(blocked).unwrap().kommun.code;
        let rows = ranking(&result, &set);
        let row = rows.iter().find(|row| row[at("kommun_code")] == Cell::text(code)).unwrap();
        assert_eq!((&row[at("visit")], &row[at("status")]), (&Cell::text("inte läst"), &Cell::text("blocked")));
        assert!(rows.iter().all(|row| row.len() == RANKING.len()));
    }
}

//! Tables for a spreadsheet: UTF-8 with BOM, semicolons, decimal comma, Swedish headings.
//!
//! What must stay true: a cell never begins with a sign that a spreadsheet takes for a formula.

use std::borrow::Cow;
use std::io::Write;

use crate::score::RoundResult;

use super::super::filter::Filter;
use super::super::overview::{Overview, Standing, standing};
use super::super::ranking;
use super::super::swedish::decimals;
use super::super::texts::SetTexts;
use super::ExportError;
use super::table::{self, Cell};

const BOM: &[u8] = "\u{feff}".as_bytes();

/// One line a kommun and rule.
pub fn answers(result: &RoundResult, set: &SetTexts, out: impl Write) -> Result<(), ExportError> {
    let headings: Vec<&str> = table::ANSWERS.iter().map(|column| column.heading).collect();
    let mut table = Table::new(out, &headings)?;
    for row in table::answers(result, set) {
        let cells: Vec<String> = row.into_iter().map(shown).collect();
        table.line(&cells.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    table.end()
}

/// One line a kommun: highest points first, then those without points by name.
pub fn ranking(result: &RoundResult, set: &SetTexts, out: impl Write) -> Result<(), ExportError> {
    narrowed(&Overview::new(result, set), &Filter::default(), out)
}

/// One line for each kommun that the filter takes, in its order. An area that is asked for has a column of its own.
pub(in super::super) fn narrowed(overview: &Overview<'_>, filter: &Filter, out: impl Write) -> Result<(), ExportError> {
    let area = (!filter.area.is_empty()).then(|| format!("{}, procent", overview.set.dimension_name(&filter.area)));
    let headings: Vec<&str> = table::RANKING.iter().map(|column| column.heading).chain(area.as_deref()).collect();
    let mut table = Table::new(out, &headings)?;
    let apart = overview.undecided.iter().chain(&overview.not_assessed).copied();
    for index in filter.ranking(overview).into_iter().chain(apart.filter(|&i| filter.takes(overview, i))) {
        let row = overview.kommun(index);
        let kommun = &row.kommun;
        let score = row.score.as_ref().filter(|_| row.visit.status.is_assessed());
        let number = |value: Option<f64>| value.map(|v| decimals(v, 2)).unwrap_or_default();
        let count = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
        let why = match standing(row) {
            Standing::Scored(..) => row.visit.reason.map(|r| r.sentence_sv().to_owned()).unwrap_or_default(),
            _ => ranking::apart(overview, index).why,
        };
        let in_area = area.is_some().then(|| number(filter.points(overview, index)));
        let cells: [&str; table::RANKING.len()] = [
            &row.rank.map(|r| r.best.to_string()).unwrap_or_default(),
            &row.rank.map(|r| r.worst.to_string()).unwrap_or_default(),
            &kommun.code,
            &kommun.name,
            &kommun.lan.name,
            &number(score.and_then(|s| s.value)),
            &number(score.map(|s| s.low)),
            &number(score.map(|s| s.high)),
            score.map_or("", |s| if s.preliminary { "ja" } else { "nej" }),
            &count(score.map(|s| s.decided_rules)),
            &count(score.map(|s| s.applicable_rules)),
            row.visit.status.word_sv(),
            row.visit.status.code(),
            &why,
            &row.visit.requests.to_string(),
            &row.bytes().to_string(),
        ];
        table.line(&cells.into_iter().chain(in_area.as_deref()).collect::<Vec<_>>())?;
    }
    table.end()
}

fn shown(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => text,
        Cell::Number(number) => number.map(|n| decimals(n, 2)).unwrap_or_default(),
        Cell::Count(count) => count.map(|n| n.to_string()).unwrap_or_default(),
    }
}

/// A table under way.
pub(super) struct Table<W: Write>(::csv::Writer<W>);

impl<W: Write> Table<W> {
    pub(super) fn new(mut out: W, headings: &[&str]) -> Result<Self, ExportError> {
        out.write_all(BOM)?;
        let writer = ::csv::WriterBuilder::new().delimiter(b';').terminator(::csv::Terminator::CRLF).from_writer(out);
        let mut table = Self(writer);
        table.line(headings)?;
        Ok(table)
    }

    pub(super) fn line(&mut self, cells: &[&str]) -> Result<(), ExportError> {
        let guarded: Vec<Cow<'_, str>> = cells.iter().map(|cell| guard(cell)).collect();
        self.0.write_record(guarded.iter().map(|cell| cell.as_bytes())).map_err(std::io::Error::from)?;
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<(), ExportError> {
        Ok(self.0.flush()?)
    }
}

/// A cell that begins as a formula does gets an apostrophe before it. U+0000 cannot stand in a cell.
pub(super) fn guard(cell: &str) -> Cow<'_, str> {
    let cell = if cell.contains('\0') { Cow::Owned(cell.replace('\0', "")) } else { Cow::Borrowed(cell) };
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { Cow::Owned(format!("'{cell}")) } else { cell }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::guard;

    #[test]
    fn formulas_are_guarded() {
        for bad in ["=1+1", "+46", "-1", "@SUM(A1)", "\tx", "\rx", "\0=1"] {
            assert!(guard(bad).starts_with('\''), "{bad:?}");
        }
        assert_eq!(guard("Ring 9–11"), "Ring 9–11");
    }

    proptest! {
        #[test]
        fn no_cell_begins_as_a_formula(cell in "[\\x00=+@\\t\\r\\-a]{0,6}.*") {
            let guarded = guard(&cell);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']));
        }
    }
}

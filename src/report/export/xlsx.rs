//! The tables as an Excel workbook: numbers as numbers, everything else as text.
//!
//! What must stay true: no cell is a formula or a link, whatever a page says; equal results give equal bytes.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::score::RoundResult;

use super::super::quote::visible;
use super::super::texts::SetTexts;
use super::ExportError;
use super::csv::guard;
use super::table::{self, Cell, Column};
use crate::report::lang::Lang;

/// Characters that a cell holds at most.
const CELL: usize = 32_767;

/// Writes the workbook.
pub fn write(result: &RoundResult, set: &SetTexts, mut out: impl Write) -> Result<(), ExportError> {
    let told = |fault: XlsxError| ExportError::Workbook(fault.to_string());
    let mut book = Workbook::new();
    let opened = result.round.opened_at.get(..19).unwrap_or_default();
    if let Ok(created) = ExcelDateTime::parse_from_str(opened) {
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    }
    sheet(book.add_worksheet(), "Ranking", &table::RANKING, table::ranking(result, set).into_iter()).map_err(told)?;
    sheet(book.add_worksheet(), "Svar", &table::ANSWERS, table::answers(result, set)).map_err(told)?;
    about(book.add_worksheet(), result, set).map_err(told)?;
    out.write_all(&book.save_to_buffer().map_err(told)?)?;
    Ok(out.flush()?)
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, at, column.heading, &bold)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(&row) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => drop(sheet.write_string(line, at, shown(text))?),
                Cell::Number(Some(number)) => drop(sheet.write_number(line, at, (number * 100.0).round() / 100.0)?),
                #[expect(clippy::cast_precision_loss, reason = "requests and bytes of a visit are far below 2^53")]
                Cell::Count(Some(count)) => drop(sheet.write_number(line, at, *count as f64)?),
                Cell::Number(None) | Cell::Count(None) => {}
            }
        }
    }
    Ok(())
}

/// What the tables are, and what they are not.
fn about(sheet: &mut Worksheet, result: &RoundResult, set: &SetTexts) -> Result<(), XlsxError> {
    sheet.set_name("Om")?;
    let lines = [format!("Omgång {}", result.round.name), set.disclaimer.clone(), set.signature(Lang::Sv).to_string()];
    for (line, text) in (0..).zip(&lines) {
        sheet.write_string(line, 0, shown(text))?;
    }
    Ok(())
}

/// Text as a cell may hold it. The guard is for those who save the sheet as CSV.
fn shown(text: &str) -> String {
    guard(&visible(text)).chars().take(CELL).collect()
}

//! `belopp.csv` to yearly amounts.

use super::LineProblem;
use crate::domain::{Amounts, Text, amounts::YearlyAmount, both};

/// Reads amounts from CSV with the columns `name, year, kronor, source`.
///
/// # Errors
/// The first line that cannot be used: a wrong amount would judge every kommun wrongly, so nothing is passed over.
pub fn parse_amounts(text: &str) -> Result<Amounts, LineProblem> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut amounts = Amounts::default();
    for record in reader.records() {
        let record = record.map_err(|error| LineProblem {
            line: error.position().map_or(0, csv::Position::line),
            what: both!("Raden går inte att läsa som CSV ({error}).", "The line cannot be read as CSV ({error})."),
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |index: usize| record.get(index).unwrap_or_default();
        let problem = |what: Text| LineProblem { line, what };
        let name = field(0).to_owned();
        let year =
            field(1).parse().map_err(|_| problem(both!("Året ska vara fyra siffror.", "The year is four digits.")))?;
        let kronor = field(2).parse().map_err(|_| {
            problem(both!(
                "Beloppet ska vara hela kronor utan mellanrum.",
                "The amount is whole kronor without spaces."
            ))
        })?;
        if amounts.in_year(&name, year).is_some() {
            return Err(problem(both!(
                "Beloppet för det året står redan på en tidigare rad.",
                "The amount of that year stands on an earlier line."
            )));
        }
        amounts.0.push(YearlyAmount { name, year, kronor, source: field(3).to_owned() });
    }
    Ok(amounts)
}

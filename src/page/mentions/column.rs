//! Amounts in the columns of a table whose head says that they are kronor.
//!
//! Place in the flow: part of mentions, row by row. What must stay true: a bare number is an amount only where its own
//! column says so, and only when it is all that its cell holds.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{MentionKind, money};
use crate::page::model::{Block, BlockKind};

/// What stands between the cells of a row.
const CELLS: &str = " | ";

/// A cell that is a number and nothing else.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,3}(?:[ .\u{a0}]\d{3})+|\d{1,6})(?:,\d{1,2})?$").expect("a fixed pattern"));

/// The columns of the table that is being read.
#[derive(Debug, Default)]
pub(super) struct Columns {
    table: Option<usize>,
    columns: Vec<Column>,
}

/// What a column holds by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// Anything.
    Other,
    /// Amounts in kronor, and what each is per if the head says so.
    Kronor(Option<&'static str>),
}

impl Columns {
    /// Takes the next block: remembers the head of a table, and finds the amounts of a row under it.
    pub(super) fn read(&mut self, block: &Block, found: &mut Vec<(Range<usize>, MentionKind)>) {
        let BlockKind::TableRow(table, _) = block.kind else {
            *self = Self::default();
            return;
        };
        if self.table != Some(table) {
            self.table = Some(table);
            self.columns = block.text.split(CELLS).map(Column::under).collect();
            return;
        }
        if self.columns.iter().all(|column| *column == Column::Other) {
            return;
        }
        let label = block.text.split(CELLS).next().unwrap_or_default();
        let mut start = 0;
        for (column, cell) in block.text.split(CELLS).enumerate() {
            if let Some(Column::Kronor(per)) = self.columns.get(column).copied()
                && NUMBER.is_match(cell)
                && let Ok(kronor) = whole(cell).parse()
            {
                found.push((start..start + cell.len(), MentionKind::Amount { kronor, per: per.or(money::per(label)) }));
            }
            start += cell.len() + CELLS.len();
        }
    }
}

/// The digits before the decimals.
fn whole(cell: &str) -> String {
    cell.split(',').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}

impl Column {
    /// The column under a head.
    fn under(head: &str) -> Self {
        const UNITS: [&str; 3] = ["kr", "kronor", "sek"];
        const NAMES: [&str; 9] =
            ["pris", "priser", "avgift", "avgiften", "kostnad", "belopp", "taxa", "maxtaxa", "du betalar"];
        let head = head.to_lowercase();
        let in_kronor = head.split(|c: char| !c.is_alphanumeric()).any(|word| UNITS.contains(&word));
        let named = NAMES
            .iter()
            .any(|name| head.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        if in_kronor || named { Self::Kronor(money::per(&head)) } else { Self::Other }
    }
}

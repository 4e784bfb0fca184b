//! The kommuner of a län side by side: a column each, a row a question, the answer as a word.
//!
//! What must stay true: the columns stand in the order of the alphabet; who could not be read has no column, and is named
//! apart.

use crate::report::overview::{Overview, finding};
use crate::report::question::{Answer, answer_in};
use crate::report::quote::visible;
use crate::report::site::rule_path;

/// Most columns that a sheet of paper holds.
const PAPER: usize = 12;

/// The table.
#[derive(Clone, Debug)]
pub(super) struct SideBySide {
    /// Name of each kommun and the address of its page from the root.
    pub(super) columns: Vec<(String, String)>,
    /// Areas with their questions.
    pub(super) groups: Vec<Group>,
}

/// An area.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// Its name.
    pub(super) name: String,
    /// Its questions.
    pub(super) rows: Vec<Row>,
}

/// A question.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The question.
    pub(super) title: String,
    /// Address of its page from the root.
    pub(super) href: String,
    /// An answer a column; nothing where the question was not asked.
    pub(super) cells: Vec<Option<Answer>>,
}

impl SideBySide {
    /// The table of the kommuner that were read.
    pub(super) fn new(overview: &Overview<'_>, kommuner: &[usize]) -> Self {
        let read: Vec<usize> =
            kommuner.iter().copied().filter(|&i| overview.kommun(i).visit.status.is_assessed()).collect();
        let cell = |rule: &str, i: usize| {
            finding(overview.kommun(i), rule).map(|found| answer_in(overview.lang, found.outcome))
        };
        let groups = overview.set.dimensions.iter().map(|dimension| Group {
            name: dimension.name_in(overview.lang).to_owned(),
            rows: overview
                .set
                .rules
                .iter()
                .filter(|rule| rule.dimension == dimension.id)
                .map(|rule| Row {
                    title: rule.title_in(overview.lang).to_owned(),
                    href: rule_path(&rule.id),
                    cells: read.iter().map(|&i| cell(&rule.id, i)).collect(),
                })
                .filter(|row| row.cells.iter().any(Option::is_some))
                .collect(),
        });
        Self {
            groups: groups.filter(|group| !group.rows.is_empty()).collect(),
            columns: read
                .iter()
                .map(|&i| (visible(&overview.kommun(i).kommun.name), overview.kommun_path(i)))
                .collect(),
        }
    }

    /// Whether there is anything to compare.
    pub(super) fn is_empty(&self) -> bool {
        self.columns.len() < 2 || self.groups.is_empty()
    }

    /// Whether the table is wider than paper.
    pub(super) fn is_wide(&self) -> bool {
        self.columns.len() > PAPER
    }
}

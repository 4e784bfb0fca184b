//! Yearly amounts set by law, such as maxtaxan. Data from `seeds/belopp.csv`.

use serde::{Deserialize, Serialize};

/// One amount for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearlyAmount {
    /// Which amount, e.g. `maxtaxa`.
    pub name: String,
    /// The calendar year in which it holds.
    pub year: i16,
    /// Swedish kronor a month.
    pub kronor: u32,
    /// Where it was read.
    pub source: String,
}

/// All yearly amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts(pub Vec<YearlyAmount>);

impl Amounts {
    /// The amount in kronor that holds in `year`, if the table has it.
    pub fn in_year(&self, name: &str, year: i16) -> Option<u32> {
        self.0.iter().find(|a| a.name == name && a.year == year).map(|a| a.kronor)
    }

    /// The year in which `name` was `kronor`, if the table knows one.
    pub fn year_of(&self, name: &str, kronor: u32) -> Option<i16> {
        self.0.iter().find(|a| a.name == name && a.kronor == kronor).map(|a| a.year)
    }
}

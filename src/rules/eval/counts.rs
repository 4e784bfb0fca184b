//! Precision, recall, F1 and Cohen's kappa.
//!
//! Place in the flow: one count a label → measures. What must stay true: a measure whose divisor is nought has no value.

use std::ops::{Add, AddAssign};

/// How often person and program agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Both say yes.
    pub both: u32,
    /// hemkoll says yes, the person no.
    pub only_found: u32,
    /// The person says yes, hemkoll no.
    pub only_label: u32,
    /// Both say no.
    pub neither: u32,
}

impl Counts {
    /// One label and what was found.
    pub const fn of(label: bool, found: bool) -> Self {
        let mut counts = Self { both: 0, only_found: 0, only_label: 0, neither: 0 };
        match (label, found) {
            (true, true) => counts.both = 1,
            (false, true) => counts.only_found = 1,
            (true, false) => counts.only_label = 1,
            (false, false) => counts.neither = 1,
        }
        counts
    }

    /// Labels.
    pub const fn n(self) -> u32 {
        self.both + self.only_found + self.only_label + self.neither
    }

    /// Labels that say yes.
    pub const fn yes(self) -> u32 {
        self.both + self.only_label
    }

    /// Labels that say no.
    pub const fn no(self) -> u32 {
        self.only_found + self.neither
    }

    /// How much of what was found is there, 0–1.
    pub fn precision(self) -> Option<f64> {
        share(self.both, self.both + self.only_found)
    }

    /// How much of what is there was found, 0–1.
    pub fn recall(self) -> Option<f64> {
        share(self.both, self.yes())
    }

    /// The harmonic mean of precision and recall, 0–1.
    pub fn f1(self) -> Option<f64> {
        share(2 * self.both, 2 * self.both + self.only_found + self.only_label)
    }

    /// Cohen's kappa (1960): agreement beyond what chance gives, −1 to 1. None when all answers are alike, since then
    /// chance explains everything.
    pub fn kappa(self) -> Option<f64> {
        let n = f64::from(self.n());
        let observed = f64::from(self.both + self.neither) / n;
        let found = f64::from(self.both + self.only_found);
        let not_found = f64::from(self.only_label + self.neither);
        let chance = (f64::from(self.yes()) * found + f64::from(self.no()) * not_found) / (n * n);
        (n > 0.0 && chance < 1.0).then(|| (observed - chance) / (1.0 - chance))
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            both: self.both + other.both,
            only_found: self.only_found + other.only_found,
            only_label: self.only_label + other.only_label,
            neither: self.neither + other.neither,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(got: Option<f64>, wanted: f64) -> bool {
        got.is_some_and(|got| (got - wanted).abs() < 1e-9)
    }

    #[test]
    fn measures_of_a_worked_example() {
        // Cohen's own layout: 20 and 15 agreed, 5 and 10 not: kappa 0.4.
        let counts = Counts { both: 20, only_found: 5, only_label: 10, neither: 15 };
        assert!(close(counts.precision(), 0.8));
        assert!(close(counts.recall(), 2.0 / 3.0));
        assert!(close(counts.f1(), 8.0 / 11.0));
        assert!(close(counts.kappa(), 0.4));
    }

    #[test]
    fn what_cannot_be_measured_has_no_value() {
        let none = Counts::default();
        assert_eq!((none.precision(), none.recall(), none.f1(), none.kappa()), (None, None, None, None));
        let all_no = Counts { neither: 7, ..none };
        assert_eq!((all_no.f1(), all_no.kappa()), (None, None));
        let missed = Counts { only_label: 3, ..none };
        assert_eq!((missed.precision(), missed.recall(), missed.f1()), (None, Some(0.0), Some(0.0)));
    }

    proptest! {
        #[test]
        fn measures_stay_within_their_bounds(both in 0u32..50, only_found in 0u32..50, only_label in 0u32..50, neither in 0u32..50) {
            let counts = Counts { both, only_found, only_label, neither };
            for share in [counts.precision(), counts.recall(), counts.f1()].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
            if let Some(kappa) = counts.kappa() {
                prop_assert!((-1.0..=1.0).contains(&kappa));
                prop_assert!((kappa - 1.0).abs() > 1e-9 || only_found + only_label == 0);
            }
        }
    }
}

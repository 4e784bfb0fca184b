//! Where things stand on the axis from 0 to 100, as SVG coordinates. The templates draw; a table says the same.
//!
//! What must stay true: one axis, 0 to 100, fixed steps of twenty, never relative thirds.

use std::fmt::Write as _;

/// Steps of the scale, each twenty points wide.
pub(super) const STEPS: [&str; 5] = ["0–19", "20–39", "40–59", "60–79", "80–100"];
/// Width of a column of dots in points.
const BIN: f64 = 2.0;
/// Highest stack of dots that is still a picture.
const STACK_MAX: u32 = 60;

/// A place on an axis as an SVG attribute: `46.3%`, always between 0 and 100.
pub(super) fn at(value: f64) -> String {
    let value = if value.is_finite() { value.clamp(0.0, 100.0) } else { 0.0 };
    format!("{}%", (value * 10.0).round() / 10.0)
}

/// Which way a label grows so that it stays inside the picture.
pub(super) fn anchor(value: f64) -> &'static str {
    if value < 15.0 {
        "start"
    } else if value > 85.0 {
        "end"
    } else {
        "middle"
    }
}

/// The step that a value falls in, 0–4.
pub(super) fn step(value: f64) -> usize {
    [20.0, 40.0, 60.0, 80.0].iter().filter(|&&edge| value >= edge).count()
}

/// A track with an own dot, an own span and a mean, all in per cent of the axis.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    /// Own value.
    pub(super) dot: String,
    /// Left edge and width of the span between lowest and highest; empty when all is settled.
    pub(super) span: Option<(String, String)>,
    /// The mean, if there is one.
    pub(super) mean: Option<String>,
    /// Similar kommuner.
    pub(super) peers: Vec<String>,
}

impl Track {
    /// A track on the axis 0–100.
    pub(super) fn new(value: f64, low: f64, high: f64, mean: Option<f64>) -> Self {
        let span = (high - low >= 0.05).then(|| (at(low), at(high - low)));
        Self { dot: at(value), span, mean: mean.map(at), peers: Vec::new() }
    }
}

/// One dot for each kommun, stacked by value.
#[derive(Clone, Debug, Default)]
pub(super) struct Dots {
    /// Height of the picture; its width is 1000.
    pub(super) height: u32,
    /// One path for each step.
    pub(super) paths: [String; 5],
    /// Place of the mean, 0–1000.
    pub(super) mean: Option<String>,
}

impl Dots {
    /// The picture, or nothing when there are too many or no values.
    pub(super) fn new(values: &[f64], mean: Option<f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let columns: Vec<f64> = sorted.iter().map(|v| ((v / BIN).floor()).clamp(0.0, 49.0)).collect();
        let mut stacks: Vec<u32> = Vec::with_capacity(columns.len());
        for (i, column) in columns.iter().enumerate() {
            let same = i > 0 && (columns[i - 1] - column).abs() < 0.5;
            stacks.push(if same { stacks[i - 1] + 1 } else { 0 });
        }
        let tallest = stacks.iter().max().copied()?;
        if tallest >= STACK_MAX {
            return None;
        }
        let height = (tallest + 1) * 17 + 6;
        let mut dots = Self { height, mean: mean.map(|m| format!("{}", (m * 10.0).round())), ..Self::default() };
        for ((value, column), stack) in sorted.iter().zip(&columns).zip(&stacks) {
            let (x, y) = (column * 20.0 + 10.0, height - 10 - stack * 17);
            write!(dots.paths[step(*value)], "M{x} {y}h0").expect("writing to a string cannot fail");
        }
        Some(dots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stay_on_the_axis_and_labels_grow_inwards() {
        assert_eq!(at(46.34), "46.3%");
        assert_eq!(at(-3.0), "0%");
        assert_eq!(at(f64::NAN), "0%");
        assert_eq!((anchor(0.0), anchor(50.0), anchor(100.0)), ("start", "middle", "end"));
        let steps: Vec<usize> = [0.0, 19.9, 20.0, 59.9, 80.0, 100.0].map(step).into();
        assert_eq!(steps, [0, 0, 1, 2, 4, 4]);
    }

    #[test]
    fn equal_values_are_stacked_and_the_top_value_stays_inside() {
        let dots = Dots::new(&[100.0, 40.0, 41.0], Some(60.333)).unwrap();
        assert_eq!(dots.paths[2], "M410 30h0M410 13h0");
        assert_eq!(dots.paths[4], "M990 30h0");
        assert_eq!(dots.mean.as_deref(), Some("603"));
        assert!(Dots::new(&[], None).is_none());
        assert!(Dots::new(&[50.0; 61], None).is_none());
    }
}

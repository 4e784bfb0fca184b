//! The map of Sweden: each kommun in the step of its points. The list from A to Ö says the same.
//!
//! What must stay true: shapes stand in the order of the list, so that the script finds the one from the other; a kommun
//! that is not assessed is hatched, never pale.

use super::chart;
use super::overview::{Overview, Standing, standing};

/// Boundaries: SCB (CC0), see the file's head.
const SHAPES: &str = include_str!("../../assets/karta.txt");

/// One kommun on the map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// SVG path in the map's units; empty for a kommun without a shape.
    pub(super) path: &'static str,
    /// Step of its points, 1–5; 0 without points.
    pub(super) step: usize,
}

/// All kommuner of the round in the order of their names; nothing when the round has less than half of the country.
pub(super) fn shapes(overview: &Overview<'_>) -> Vec<Shape> {
    let shapes: Vec<Shape> = overview.by_name.iter().map(|&index| shape(overview, index)).collect();
    let drawn = shapes.iter().filter(|shape| !shape.path.is_empty()).count();
    if drawn * 2 > all().count() { shapes } else { Vec::new() }
}

fn shape(overview: &Overview<'_>, index: usize) -> Shape {
    let kommun = overview.kommun(index);
    Shape {
        path: all().find(|(code, _)| *code == kommun.kommun.code).map_or("", |(_, path)| path),
        step: match standing(kommun) {
            Standing::Scored(_, value) => chart::step(value) + 1,
            _ => 0,
        },
    }
}

/// Code and path of every kommun that has a shape.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHAPES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kommun_has_a_shape_of_moves_and_lines() {
        assert_eq!(all().count(), 290);
        for (code, path) in all() {
            assert!(code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            assert!(path.starts_with('M') && path.ends_with('z'), "{code}");
            assert!(path.bytes().all(|byte| b"Mmlhvz -0123456789".contains(&byte)), "{code}");
        }
    }
}

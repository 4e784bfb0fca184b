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

    /// The corners of a shape's rings.
    fn rings(path: &str) -> Vec<Vec<(i32, i32)>> {
        let part = regex::Regex::new("[Mmlhvz]|-?[0-9]+").unwrap();
        let mut parts = part.find_iter(path).map(|part| part.as_str()).peekable();
        let (mut rings, mut command, mut at) = (Vec::new(), "", (0, 0));
        while let Some(next) = parts.peek() {
            if let Some(given) = ["M", "m", "l", "h", "v", "z"].iter().find(|letter| *letter == next) {
                parts.next();
                command = given;
            }
            let mut number = || parts.next().unwrap().parse::<i32>().unwrap();
            at = match command {
                "M" => (number(), number()),
                "m" | "l" => (at.0 + number(), at.1 + number()),
                "h" => (at.0 + number(), at.1),
                "v" => (at.0, at.1 + number()),
                _ => {
                    let begin: &Vec<(i32, i32)> = rings.last().unwrap();
                    at = begin[0];
                    continue;
                }
            };
            if command.eq_ignore_ascii_case("m") {
                rings.push(Vec::new());
                command = "l";
            }
            rings.last_mut().unwrap().push(at);
        }
        rings
    }

    #[test]
    fn neighbours_share_their_boundary_and_no_gap_shows() {
        let mut edges = std::collections::BTreeSet::new();
        for ring in all().flat_map(|(_, path)| rings(path)) {
            for (at, &to) in ring.iter().enumerate() {
                let from = ring[(at + ring.len() - 1) % ring.len()];
                assert!(edges.insert((from, to)), "two kommuner on the same side of {from:?} to {to:?}");
            }
        }
        // What no neighbour has the other way is coast or shore. Round a gap it runs the other way than round an island.
        let (all, mut shore) = (edges.len(), edges.clone());
        shore.retain(|&(from, to)| !edges.contains(&(to, from)));
        assert!(shore.len() * 4 < all, "{} of {all}", shore.len());
        while let Some(&(first, _)) = shore.first() {
            let (mut at, mut twice_the_area) = (first, 0);
            loop {
                let edge = *shore.range((at, (0, 0))..).next().unwrap();
                assert_eq!(edge.0, at, "a shore that ends");
                shore.remove(&edge);
                twice_the_area += edge.0.0 * edge.1.1 - edge.1.0 * edge.0.1;
                at = edge.1;
                if at == first {
                    break;
                }
            }
            assert!(!(-4..=0).contains(&twice_the_area), "a gap at {first:?}");
        }
    }
}

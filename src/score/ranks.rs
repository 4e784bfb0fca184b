//! Places that follow from the ranges.

use super::{KommunResult, RankRange};

/// Gives every kommun with a value its best and worst place. Best: after all that are surely higher (their lowest above
/// my highest). Worst: after all that may be higher (their highest above my lowest). Settled kommuner with the same
/// points share a place; kommuner without a value have none and push nobody.
pub fn rank(kommuner: &mut [KommunResult]) {
    let ranges: Vec<Option<(f64, f64)>> = kommuner
        .iter()
        .map(|kommun| kommun.score.as_ref().filter(|score| score.value.is_some()).map(|score| (score.low, score.high)))
        .collect();
    for (kommun, place) in kommuner.iter_mut().zip(places(&ranges)) {
        kommun.rank = place;
    }
}

/// The places that follow from ranges of points, as (lowest, highest); what has no range has no place.
pub fn places(ranges: &[Option<(f64, f64)>]) -> Vec<Option<RankRange>> {
    let of = |(index, range): (usize, &Option<(f64, f64)>)| {
        range.map(|(low, high)| {
            let others =
                || ranges.iter().enumerate().filter(|&(other, _)| other != index).filter_map(|(_, range)| *range);
            let surely = others().filter(|other| other.0 > high).count();
            let perhaps = others().filter(|other| other.1 > low).count();
            RankRange { best: place(surely), worst: place(perhaps) }
        })
    };
    ranges.iter().enumerate().map(of).collect()
}

fn place(ahead: usize) -> u32 {
    u32::try_from(ahead + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::{Kommun, VisitStatus, round::Visit},
        score::KommunScore,
    };

    fn kommun(range: Option<(f64, f64)>) -> KommunResult {
        let visit = Visit {
            status: VisitStatus::Complete,
            reason: None,
            pages_ok: 1,
            requests: 2,
            first_day: String::new(),
            last_day: String::new(),
        };
        let score = range.map(|(low, high)| KommunScore {
            value: Some(low),
            low,
            high,
            coverage: 1.0,
            preliminary: false,
            decided_rules: 1,
            applicable_rules: 1,
            dimensions: vec![],
            rules: vec![],
        });
        KommunResult {
            kommun: Kommun::default(),
            visit,
            score,
            rank: None,
            findings: vec![],
            decisions: vec![],
            pages: vec![],
            log: vec![],
        }
    }

    fn ranks(ranges: &[Option<(f64, f64)>]) -> Vec<Option<(u32, u32)>> {
        let mut kommuner: Vec<_> = ranges.iter().map(|&range| kommun(range)).collect();
        rank(&mut kommuner);
        kommuner.iter().map(|kommun| kommun.rank.map(|rank| (rank.best, rank.worst))).collect()
    }

    #[test]
    fn ties_share_a_place_and_the_next_place_is_left_out() {
        let settled = |value| Some((value, value));
        let places = ranks(&[settled(80.0), settled(60.0), None, settled(60.0), settled(40.0)]);
        assert_eq!(places, [Some((1, 1)), Some((2, 2)), None, Some((2, 2)), Some((4, 4))]);
    }

    #[test]
    fn overlapping_ranges_overlap_in_place() {
        let places = ranks(&[Some((42.0, 51.0)), Some((50.0, 50.0)), Some((30.0, 41.0))]);
        assert_eq!(places, [Some((1, 2)), Some((1, 2)), Some((3, 3))]);
    }

    proptest! {
        #[test]
        fn order_of_arrival_never_changes_a_place(bounds in prop::collection::vec((0_u8..100, 0_u8..20), 1..30)) {
            let ranges: Vec<_> = bounds.iter().map(|&(low, span)| Some((f64::from(low), f64::from(low + span)))).collect();
            let mut backward: Vec<_> = ranges.iter().rev().copied().collect();
            let forward = ranks(&ranges);
            let reversed: Vec<_> = ranks(&backward).into_iter().rev().collect();
            prop_assert_eq!(&forward, &reversed);
            prop_assert!(forward.iter().flatten().all(|(best, worst)| best <= worst));
            backward.push(None);
            prop_assert_eq!(ranks(&backward)[..backward.len() - 1].iter().rev().copied().collect::<Vec<_>>(), forward);
        }
    }
}

//! «Menade du …?»: the known name that a person most likely meant.
//!
//! What must stay true: a name is only suggested, never taken in place of what was written.

/// So alike must two names be, of 1 (Damerau–Levenshtein, shared by the longer one's letters).
const ALIKE: f64 = 0.65;

/// The name of `known` that is most like `wanted`, if one is like enough. Capitals and the dots of å, ä and ö count as
/// nothing: `malmo` means Malmö.
pub fn most_similar<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(wanted);
    let measured = known.into_iter().map(|name| (strsim::normalized_damerau_levenshtein(&wanted, &plain(name)), name));
    // The first of equals, so that the answer does not depend on more than the list's order.
    let best = measured.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (best.0 >= ALIKE).then_some(best.1)
}

fn plain(name: &str) -> String {
    let letter = |c| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        other => other,
    };
    name.trim().to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["Hedlunda", "Almkulla", "Sandåker", "Ö"];

    #[test]
    fn a_slip_of_the_keyboard_finds_its_name() {
        for wanted in ["Hedlnda", "hedlunad", "HEDLUNDA "] {
            assert_eq!(most_similar(wanted, NAMES), Some("Hedlunda"), "{wanted}");
        }
        assert_eq!(most_similar("sandaker", NAMES), Some("Sandåker"));
    }

    #[test]
    fn something_else_finds_none() {
        assert_eq!(most_similar("Botkyrka", NAMES), None);
        assert_eq!(most_similar("", NAMES), None);
        assert_eq!(most_similar("Hedlunda", []), None);
    }
}

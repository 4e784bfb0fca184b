//! Primary language subtags (RFC 5646 section 2.2.1), from the registry's text.

use std::collections::HashSet;
use std::sync::LazyLock;

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("languages.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_ascii_whitespace).collect()
});

/// Whether the tag opens with a registered language. Grandfathered and
/// private tags have no primary language and are not.
pub(in crate::a11y) fn is_primary_language(tag: &str) -> bool {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let local = primary.len() == 3 && ("qaa"..="qtz").contains(&primary.as_str());
    local || KNOWN.contains(primary.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_primary_language;

    #[test]
    fn registered_languages_are_known_in_their_shortest_form_alone() {
        for tag in ["sv", "SV", "sv-SE", "smn", "fit", "zh-Hant-TW", "en-US-GB"] {
            assert!(is_primary_language(tag), "{tag}");
        }
        for tag in ["swe", "swedish", "", "i-lux", "x-hemkoll", "sv_SE", "#!", "en us"] {
            assert!(!is_primary_language(tag), "{tag}");
        }
    }
}

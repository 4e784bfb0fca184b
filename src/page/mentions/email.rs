//! E-mail addresses, with `@` or spelled with (at).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::MentionKind;

/// `namn (at) almkulla.example`, `namn[at]almkulla.example`, `namn(snabel-a)…`.
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)([\w.+-]+) ?[(\[{](?:at|a|snabel-?a)[)\]}] ?([\w-]+(?:\.[\w-]+)+)").expect("a fixed pattern")
});

/// The address around the `@` at `at`; answers where to go on.
pub(super) fn around(text: &str, at: usize, found: &mut Vec<(Range<usize>, MentionKind)>) -> usize {
    let local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '&' | '\'');
    let domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let start =
        text[..at].rfind(|c| !local(c)).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let start = start + (text[start..at].len() - text[start..at].trim_start_matches(['.', '-', '\'']).len());
    let end = at + 1 + text[at + 1..].find(|c| !domain(c)).unwrap_or(text.len() - at - 1);
    let end = at + 1 + text[at + 1..end].trim_end_matches(['.', '-']).len();
    let host = &text[at + 1..end];
    let top = host.rsplit('.').next().unwrap_or_default();
    let top_is_word = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    if start < at && host.contains('.') && !host.starts_with('.') && top_is_word {
        // A digit before the @ may have been taken for a number: the longer reading wins.
        found.retain(|(range, _)| range.end <= start);
        found.push((start..end, MentionKind::Email { address: text[start..end].to_lowercase() }));
        return end;
    }
    at + 1
}

/// Addresses that are spelled with (at).
pub(super) fn spelled(text: &str, found: &mut Vec<(Range<usize>, MentionKind)>) {
    if !text.bytes().any(|byte| matches!(byte, b'(' | b'[' | b'{')) {
        return;
    }
    for parts in SPELLED.captures_iter(text) {
        let (Some(whole), Some(local), Some(host)) = (parts.get(0), parts.get(1), parts.get(2)) else { continue };
        let address = format!("{}@{}", local.as_str(), host.as_str()).to_lowercase();
        found.push((whole.range(), MentionKind::Email { address }));
    }
}

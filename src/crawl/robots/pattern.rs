//! A path pattern of robots.txt: `*` is anything, a final `$` the end, all else stands for itself.
//!
//! Place in the flow: the second half of reading a robots.txt.
//! What must stay true: matching is linear in path plus pattern. The parts between stars are sought from left to
//! right, each at its first place: taking the first place never loses a match, so nothing is tried twice.

/// One pattern, normalised.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// The literal parts between stars; the first is anchored at the path's start.
    parts: Vec<Vec<u8>>,
    /// Whether the last part must stand at the path's end.
    to_end: bool,
    /// Length as written (normalised): what "longest match" compares.
    length: usize,
}

impl Pattern {
    /// `None` for an empty value, which allows or refuses nothing.
    pub(super) fn new(value: &[u8], form: Form) -> Option<Self> {
        let text = form.of(value);
        if text.is_empty() {
            return None;
        }
        let (body, to_end) = match text.strip_suffix(b"$") {
            Some(body) => (body, true),
            None => (text.as_slice(), false),
        };
        let parts = body.split(|b| *b == b'*').map(<[u8]>::to_vec).collect();
        Some(Self { parts, to_end, length: Form::Equal.of(value).len() })
    }

    /// Length that decides between patterns.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Whether a normalised path matches.
    pub(super) fn matches(&self, path: &[u8]) -> bool {
        let Some((first, others)) = self.parts.split_first() else { return true };
        let Some(mut rest) = path.strip_prefix(first.as_slice()) else { return false };
        let Some((last, middle)) = others.split_last() else { return !self.to_end || rest.is_empty() };
        for part in middle {
            match find(rest, part) {
                Some(after) => rest = &rest[after..],
                None => return false,
            }
        }
        if self.to_end { rest.ends_with(last) } else { find(rest, last).is_some() }
    }
}

/// Where `needle` ends at its first place in `haystack`; linear (two-way search of the `memchr` family).
fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(haystack, needle).map(|at| at + needle.len())
}

/// How percent-encoding is normalised before patterns and paths are compared.
///
/// RFC 9309 2.2.2 holds `%62` and `b` to be equal; the published cases of Google's parser do not. The stricter reading
/// wins on each side: refusals are compared as equal, permissions as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Unreserved characters bare, other escapes in upper case, bytes outside ASCII escaped. For refusals.
    Equal,
    /// A pattern for a permission: escapes in upper case, bytes outside ASCII escaped.
    Written,
    /// A path to compare with such a pattern: escapes in upper case.
    Raw,
}

impl Form {
    /// The text in this form.
    pub(super) fn of(self, text: &[u8]) -> Vec<u8> {
        normalise_percent(text, self == Self::Equal, self != Self::Raw)
    }
}

fn normalise_percent(text: &[u8], unescape: bool, escape: bool) -> Vec<u8> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let escaped = |out: &mut Vec<u8>, byte: u8| {
        out.extend([b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    };
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%'
            && let [high, low, tail @ ..] = after
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            rest = tail;
            let byte = high << 4 | low;
            if unescape && (byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')) {
                out.push(byte);
            } else {
                escaped(&mut out, byte);
            }
        } else if byte.is_ascii() || !escape {
            out.push(byte);
        } else {
            escaped(&mut out, byte);
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

//! Plain text with one address a line to kommuner.

use std::collections::BTreeSet;

use super::{
    Import, LineProblem,
    kommuner::{code_of, web_address},
};
use crate::domain::{Kommun, both};

/// Whether the text is a list of addresses rather than CSV with a header.
pub(super) fn looks_plain(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .is_some_and(|line| {
            // A path may hold a comma; a column of a table comes after the host.
            let host = line.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
            host.is_some_and(|host| !host.contains([',', ';', '\t']) && !line.contains('\t'))
                && !line.split("://").next().unwrap_or_default().contains([',', ';'])
        })
}

/// Reads one address a line. Empty lines and lines that begin with `#` are passed over. The kommun's name and code are
/// the address's host and port, with its path when the host stands on an earlier line too.
pub fn parse_plain(text: &str) -> Import {
    let mut import = Import::default();
    let mut seen = BTreeSet::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match web_address(line) {
            Ok(url) => {
                let code = code_of(&url, &seen);
                if seen.insert(code.clone()) {
                    let kommun = Kommun { name: code.clone(), code, start_url: url.into(), ..Kommun::default() };
                    import.kommuner.push(kommun);
                } else {
                    let what = both!(
                        "{code} finns redan på en tidigare rad. Ta bort den ena raden.",
                        "{code} stands on an earlier line. Remove one of the two."
                    );
                    import.problems.push(LineProblem { line: number, what });
                }
            }
            Err(what) => import.problems.push(LineProblem { line: number, what }),
        }
    }
    import
}

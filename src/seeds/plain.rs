//! Plain text with one address a line to kommuner.

use std::collections::BTreeSet;

use super::{
    Import, LineProblem,
    kommuner::{SharedHosts, address_again, code_of, web_address},
};
use crate::domain::{Kommun, both};

/// Whether the text is a list of addresses rather than CSV with a header.
pub(super) fn looks_plain(text: &str) -> bool {
    let mut lines = lines(text).map(|(_, line)| line).peekable();
    let begins = lines.peek().is_some_and(|line| {
        // A path may hold a comma; a column of a table comes after the host.
        let host = line.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
        host.is_some_and(|host| !host.contains([',', ';', '\t']) && !line.contains('\t'))
            && !line.split("://").next().unwrap_or_default().contains([',', ';'])
    });
    begins && !lines.all(has_a_cell)
}

/// Whether a name stands after the address, as in a table: `https://www.hedlunda.se/,Hedlunda`.
fn has_a_cell(line: &str) -> bool {
    line.split([',', ';']).skip(1).any(|cell| cell.trim_start().starts_with(char::is_uppercase) && !cell.contains('/'))
}

/// The lines with something on them that is no comment, each with its number.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let numbered = (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::trim));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Reads one address a line. Empty lines and lines that begin with `#` are passed over. The kommun's name and code are
/// the address's host and port, with the rest of it when the host stands on an earlier line too.
pub fn parse_plain(text: &str) -> Import {
    let mut import = Import::default();
    let (mut codes, mut addresses, mut hosts) = (BTreeSet::new(), BTreeSet::new(), SharedHosts::default());
    for (number, line) in lines(text) {
        let problem = |what| LineProblem { line: number, what };
        let url = match web_address(line) {
            Ok(url) => url,
            Err(what) => {
                import.problems.push(problem(what));
                continue;
            }
        };
        if !addresses.insert(url.clone()) {
            import.problems.push(problem(address_again(url.as_str())));
            continue;
        }
        if has_a_cell(line) {
            import.doubts.push(problem(both!(
                "Raden har mer än en adress. Allt på den läses som adressen {url}. Ska namnet vara med? Gör en tabell med \
                 kolumnerna name och start_url.",
                "The line has more than an address. All of it is read as the address {url}. Is the name to go along? Make \
                 a table with the columns name and start_url."
            )));
        }
        import.doubts.extend(hosts.doubt(url.as_str(), number));
        let code = code_of(&url, &codes);
        codes.insert(code.clone());
        import.kommuner.push(Kommun { name: code.clone(), code, start_url: url.into(), ..Kommun::default() });
    }
    import
}

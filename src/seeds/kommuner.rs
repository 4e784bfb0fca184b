//! CSV lines to kommuner.

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use sha2::{Digest, Sha256};
use url::{Position, Url};

use super::{Import, LineProblem, SeedError};
use crate::domain::{KnownPage, Kommun, Lan, PageType, Text, TraitValue, Traits, Tri, both};

/// Traits of minority languages that the column `minority_languages` may name.
const LANGUAGES: [&str; 3] = ["finska", "meankieli", "samiska"];

/// Reads seeds from CSV text with a header. Columns as in `seeds/kommuner.csv`; unknown ones are ignored, so that a
/// kommun list from elsewhere can be used as it is.
///
/// # Errors
/// [`SeedError::MissingColumn`] when `name` or `start_url` is not in the header.
pub fn parse_csv(text: &str) -> Result<Import, SeedError> {
    // The reader counts a line at its `\n`, and meets the one of `\r\n` a record late.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text.lines().next().unwrap_or_default()))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let columns: BTreeMap<String, usize> =
        header.iter().enumerate().map(|(index, name)| (name.to_lowercase(), index)).collect();
    for column in ["name", "start_url"] {
        if !columns.contains_key(column) {
            return Err(SeedError::MissingColumn { column });
        }
    }

    let mut import = Import::default();
    let mut codes = BTreeSet::new();
    // Addresses of lines without a code.
    let mut addresses = BTreeSet::new();
    let mut hosts = SharedHosts::default();
    // Line and address of each name.
    let mut names: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let what =
                    both!("Raden går inte att läsa som CSV ({error}).", "The line cannot be read as CSV ({error}).");
                import.problems.push(LineProblem { line, what });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row { record: &record, columns: &columns, line };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let kommun = match row.kommun(&codes, &mut import.problems) {
            Ok(kommun) => kommun,
            Err(problem) => {
                import.problems.push(problem);
                continue;
            }
        };
        let (code, name) = (&kommun.code, &kommun.name);
        if row.get("code").is_empty() && !addresses.insert(kommun.start_url.clone()) {
            import.problems.push(row.problem(address_again(&kommun.start_url)));
            continue;
        }
        if !codes.insert(code.clone()) {
            import.problems.push(row.problem(both!(
                "Koden {code} finns redan på en tidigare rad. Ta bort den ena raden.",
                "The code {code} stands on an earlier line. Remove one of the two."
            )));
            continue;
        }
        import.doubts.extend(hosts.doubt(&kommun.start_url, line));
        match names.get(&name.to_lowercase()) {
            Some((earlier, address)) if *address != kommun.start_url => import.doubts.push(row.problem(both!(
                "{name} står också på rad {earlier}, med en annan adress. Båda läses. Ta bort den ena raden om det är \
                 samma kommun.",
                "{name} stands on line {earlier} too, with another address. Both are read. Remove one of the two if it is \
                 the same kommun."
            ))),
            _ => drop(names.insert(name.to_lowercase(), (line, kommun.start_url.clone()))),
        }
        import.kommuner.push(kommun);
    }
    Ok(import)
}

/// The separator that the header uses most.
fn delimiter(header: &str) -> u8 {
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|&separator| header.bytes().filter(|&byte| byte == separator).count())
        .unwrap_or(b',')
}

/// One line with its columns.
struct Row<'a> {
    record: &'a StringRecord,
    columns: &'a BTreeMap<String, usize>,
    line: u64,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&index| self.record.get(index)).unwrap_or_default()
    }

    fn words(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split([' ', '|']).filter(|word| !word.is_empty())
    }

    fn problem(&self, what: Text) -> LineProblem {
        LineProblem { line: self.line, what }
    }

    /// The line's kommun; `codes` are those of the lines before.
    fn kommun(&self, codes: &BTreeSet<String>, problems: &mut Vec<LineProblem>) -> Result<Kommun, LineProblem> {
        let name = self.get("name");
        if name.is_empty() {
            return Err(self.problem(both!(
                "Namnet saknas. Skriv kommunens namn i kolumnen name.",
                "The name is missing. Write the kommun's name in the column name."
            )));
        }
        let start_url = web_address(self.get("start_url")).map_err(|what| self.problem(what))?;
        let code = match self.get("code") {
            "" => code_of(&start_url, codes),
            code if code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit()) => code.to_owned(),
            code => {
                return Err(self.problem(both!(
                    "Koden ”{code}” är inte fyra siffror. Skriv SCB:s kommunkod, till exempel 0114 (kalkylprogram tar \
                     ibland bort nollan), eller lämna kolumnen code tom.",
                    "The code “{code}” is not four digits. Write Statistics Sweden's code, for example 0114 (spreadsheet \
                     programs may drop the zero), or leave the column code empty."
                )));
            }
        };
        let mut kommun = Kommun {
            code,
            name: name.to_owned(),
            lan: Lan::of(self.get("lan_code"), self.get("lan")),
            start_url: start_url.into(),
            extra_hosts: self.words("extra_domains").map(str::to_lowercase).collect(),
            population: self.get("population").parse().ok(),
            skr_group: self.get("skr_group_code").to_owned(),
            skr_group_name: self.get("skr_group").to_owned(),
            peers: self.words("peers").map(str::to_owned).collect(),
            ..Kommun::default()
        };
        for entry in self.words("known_pages") {
            match known_page(entry) {
                Ok(page) => kommun.known_pages.push(page),
                Err(what) => problems.push(self.problem(what)),
            }
        }
        kommun.traits = self.traits(problems);
        Ok(kommun)
    }

    fn traits(&self, problems: &mut Vec<LineProblem>) -> Traits {
        let mut traits = Traits::default();
        let lov = match self.get("lov").to_lowercase().as_str() {
            "yes" | "ja" => Tri::Yes,
            "no" | "nej" => Tri::No,
            "unknown" | "okänt" | "" => Tri::Unknown,
            other => {
                problems.push(self.problem(both!(
                    "”{other}” i kolumnen lov ska vara yes, no eller unknown.",
                    "“{other}” in the column lov is none of yes, no and unknown."
                )));
                Tri::Unknown
            }
        };
        traits.0.insert("lov".to_owned(), self.sourced("lov", lov));
        let listed: BTreeSet<String> =
            self.words("minority_languages").map(|word| word.to_lowercase().replace('ä', "a")).collect();
        let known = LANGUAGES.join(", ");
        for unknown in listed.iter().filter(|word| !LANGUAGES.contains(&word.as_str())) {
            problems.push(self.problem(both!(
                "”{unknown}” är inget av språken {known}.",
                "“{unknown}” is none of the languages {known}."
            )));
        }
        for language in LANGUAGES {
            let value = if listed.contains(language) { Tri::Yes } else { Tri::No };
            traits.0.insert(language.to_owned(), self.sourced("minority_languages", value));
        }
        traits
    }

    fn sourced(&self, column: &str, value: Tri) -> TraitValue {
        let get = |suffix: &str| self.get(&format!("{column}_{suffix}")).to_owned();
        TraitValue { value, source: get("source"), date: get("date"), signed_by: get("signed_by") }
    }
}

/// An absolute http(s) address; `https://` is added where no scheme is written and the rest looks like a host.
pub(super) fn web_address(written: &str) -> Result<Url, Text> {
    if written.is_empty() {
        return Err(both!(
            "Adressen saknas. Skriv startsidans adress i kolumnen start_url.",
            "The address is missing. Write the start page's address in the column start_url."
        ));
    }
    let bare = !written.contains("://");
    let absolute = if bare { format!("https://{written}") } else { written.to_owned() };
    let url = Url::parse(&absolute).ok().filter(|url| {
        let host = url.host_str().unwrap_or_default();
        // A word alone is no address, unless somebody says so.
        matches!(url.scheme(), "http" | "https")
            && !host.is_empty()
            && (!bare || host.contains('.') || url.port().is_some())
    });
    let Some(url) = url else {
        return Err(both!(
            "”{written}” är ingen webbadress. Den ska börja med https:// eller http://.",
            "“{written}” is no web address. It should begin with https:// or http://."
        ));
    };
    if !url.username().is_empty() || url.password().is_some() {
        let host = host_and_port(&url);
        return Err(both!(
            "Adressen till {host} innehåller inloggning. hemkoll loggar aldrig in; ta bort den delen.",
            "The address of {host} has a login in it. hemkoll never logs in; remove that part."
        ));
    }
    Ok(url)
}

/// `www.hedlunda.test` or `127.0.1.3:8080`.
fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The code of a kommun that is given none: host and port, with the rest of the address when the host is another line's
/// too. Different addresses have different codes.
pub(super) fn code_of(url: &Url, taken: &BTreeSet<String>) -> String {
    let code = host_and_port(url);
    if !taken.contains(&code) {
        return code;
    }
    let rest = url[Position::BeforePath..].replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let code = format!("{code}{}", rest.trim_end_matches('-'));
    if !taken.contains(&code) {
        return code;
    }
    // `/a/b` and `/a-b`.
    let hash = format!("{:x}", Sha256::digest(url.as_str()));
    format!("{code}-{}", &hash[..8])
}

pub(super) fn address_again(address: &str) -> Text {
    both!(
        "Adressen {address} finns redan på en tidigare rad. Ta bort den ena raden.",
        "The address {address} stands on an earlier line. Remove one of the two."
    )
}

/// The line on which each host first stands: a kommun is read over its whole host, so those who share one are alike.
#[derive(Default)]
pub(super) struct SharedHosts(BTreeMap<String, u64>);

impl SharedHosts {
    /// That a line's host stands on an earlier line too.
    pub(super) fn doubt(&mut self, start_url: &str, line: u64) -> Option<LineProblem> {
        let host = host_and_port(&Url::parse(start_url).ok()?);
        let Some(earlier) = self.0.get(&host) else {
            self.0.insert(host, line);
            return None;
        };
        let what = both!(
            "{host} står också på rad {earlier}. Båda läses, var för sig, över hela webbplatsen, och får troligen samma \
             svar. Ta bort den ena raden om det är samma kommun.",
            "{host} stands on line {earlier} too. Both are read, each by itself, over the whole website, and probably get \
             the same answers. Remove one of the two if it is the same kommun."
        );
        Some(LineProblem { line, what })
    }
}

/// `hemtjanst=https://…`.
fn known_page(entry: &str) -> Result<KnownPage, Text> {
    let (kind, address) = entry.split_once('=').ok_or_else(|| {
        both!(
            "”{entry}” i known_pages ska skrivas sidtyp=adress.",
            "“{entry}” in known_pages should be written kind=address."
        )
    })?;
    let kind = PageType::from_code(kind).ok_or_else(|| {
        let words: Vec<_> = PageType::ALL.iter().map(|kind| kind.code()).collect();
        let words = words.join(", ");
        both!(
            "”{kind}” i known_pages är ingen sidtyp. Välj en av {words}.",
            "“{kind}” in known_pages is no kind of page. Choose one of {words}."
        )
    })?;
    Ok(KnownPage { url: web_address(address)?.into(), kind })
}

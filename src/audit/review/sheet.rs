//! A work sheet that a person has filled in, read as rulings.
//!
//! Place in the flow: the CSV of `hemkoll review list` → a spreadsheet → **rulings** → `review::decide`.
//! What must stay true: columns are known by their headings, whatever their order; a row without an outcome is passed over;
//! every fault is told with its line, all of them at once.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::audit::AuditError;
use crate::domain::{Outcome, Text, both};

use super::Ruling;

/// What stands between the cells of a sheet.
const SEPARATORS: [u8; 3] = [b';', b'\t', b','];

/// The words for outcomes on a sheet; those of machine output are understood too.
const WORDS: [(&str, Outcome); 4] = [
    ("ja", Outcome::Passed),
    ("delvis", Outcome::Partial),
    ("nej", Outcome::Failed),
    ("berörs inte", Outcome::Inapplicable),
];

/// Reads a sheet. `name`: what it is called in what is told of it. The separator is a semicolon, comma or tab.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Ruling>, AuditError> {
    let refused = |fault: Text| AuditError::Refused(vec![fault]);
    let text = std::str::from_utf8(bytes).map_err(|_| {
        refused(both!(
            "{name}: filen är inte sparad som UTF-8. Spara arket som ”CSV UTF-8” i kalkylprogrammet",
            "{name}: the file is not in UTF-8. Save the sheet as “CSV UTF-8” in the spreadsheet program"
        ))
    })?;
    // The reader counts lines by `\n` and would be one behind.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (declared, text) = declared(&text);
    let above = u64::from(declared.is_some());
    let head = text.lines().next().unwrap_or_default();
    let most = SEPARATORS.into_iter().max_by_key(|&mark| head.bytes().filter(|&byte| byte == mark).count());
    let mut reader = ReaderBuilder::new()
        .delimiter(declared.or(most).unwrap_or(b';'))
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().cloned().unwrap_or_default();
    let column = |heading: &str| headings.iter().position(|one| one.to_lowercase() == heading);
    let columns = ["kommunkod", "regel", "utfall", "skäl", "ord", "adress"].map(column);
    let [Some(kommun), Some(rule), Some(outcome), Some(reason), quote, url] = columns else {
        let line = above + 1;
        return Err(refused(both!(
            "{name}, rad {line}: kolumnerna kommunkod, regel, utfall och skäl ska finnas. Hämta ett ark med hemkoll review \
             list --format csv",
            "{name}, line {line}: the columns kommunkod, regel, utfall and skäl must be there. Get a sheet with hemkoll \
             review list --format csv"
        )));
    };
    let name_column = column("kommun");
    let (mut rulings, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(fault) => {
                let line = above + fault.position().map_or(0, csv::Position::line);
                faults.push(both!(
                    "{name}, rad {line}: raden går inte att läsa. Spara arket igen som CSV",
                    "{name}, line {line}: the line cannot be read. Save the sheet again as CSV"
                ));
                continue;
            }
        };
        let line = above + record.position().map_or(0, csv::Position::line);
        let place = both!("{name}, rad {line}", "{name}, line {line}");
        let given = cell(&record, Some(outcome)).to_lowercase();
        if given.is_empty() {
            continue;
        }
        let Some(outcome) = meant(&given) else {
            faults.push(both!(
                "{name}, rad {line}: utfallet ”{given}” finns inte. Skriv ja, delvis, nej eller berörs inte",
                "{name}, line {line}: there is no outcome “{given}”. Write ja, delvis, nej or berörs inte"
            ));
            continue;
        };
        rulings.push(Ruling {
            place,
            kommun: code(cell(&record, Some(kommun))),
            named: cell(&record, name_column),
            rule: cell(&record, Some(rule)),
            outcome,
            reason: cell(&record, Some(reason)),
            quote: cell(&record, quote),
            url: cell(&record, url),
        });
    }
    if faults.is_empty() { Ok(rulings) } else { Err(AuditError::Refused(faults)) }
}

/// The separator that Excel's first line names (`sep=;`), and the text without that line.
fn declared(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_matches('"').to_lowercase();
    match first.strip_prefix("sep=").map(|mark| mark.bytes().next()) {
        None => (None, text),
        Some(mark) => (Some(mark.filter(|mark| SEPARATORS.contains(mark)).unwrap_or(b';')), rest),
    }
}

fn meant(given: &str) -> Option<Outcome> {
    let by_word = WORDS.iter().find(|(word, _)| *word == given).map(|(_, outcome)| *outcome);
    by_word.or_else(|| Outcome::from_code(given)).filter(|outcome| crate::domain::Decision::OUTCOMES.contains(outcome))
}

/// A kommun's code with the nought that spreadsheets take away: 0114, not 114.
fn code(cell: String) -> String {
    let is_cut = cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_digit());
    if is_cut { format!("0{cell}") } else { cell }
}

/// A cell, without the apostrophe that guards it against being taken for a formula.
fn cell(record: &StringRecord, column: Option<usize>) -> String {
    let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_by_its_headings() {
        let sheet = "\u{feff}kommunkod;kommun;regel;utfall;ord;adress;skäl\r\n\
                     9001;Hedlunda;kontakt-telefon;Ja;'+46 31-390 06 10;;Numret står där.\r\n\
                     9001;Hedlunda;kontakt-jour;;;;\r\n\
                     9002;Almkulla;kontakt-jour;berörs inte;;;\"Ingen; jour\"\r\n";
        let rulings = read(sheet.as_bytes(), "ark.csv").unwrap();
        let told: Vec<_> = rulings.iter().map(|r| (r.outcome, r.quote.as_str(), r.reason.as_str())).collect();
        assert_eq!(
            told,
            [(Outcome::Passed, "+46 31-390 06 10", "Numret står där."), (Outcome::Inapplicable, "", "Ingen; jour"),]
        );
        assert_eq!(rulings[1].place.to_string(), "ark.csv, rad 4");
        let commas = "skäl,regel,kommunkod,utfall\nFinns inte,kontakt-jour,9001,failed\n";
        assert_eq!(read(commas.as_bytes(), "a").unwrap()[0].outcome, Outcome::Failed);
        let cut = commas.replace("9001", "114");
        assert_eq!(read(cut.as_bytes(), "a").unwrap()[0].kommun, "0114", "a spreadsheet takes it for a number");
    }

    #[test]
    fn the_line_in_which_excel_names_the_separator_is_understood() {
        let commas = "skäl,regel,kommunkod,utfall\nFinns inte,kontakt-jour,9001,failed\n";
        let tabs = commas.replace(',', "\t");
        for sheet in [format!("sep=,\r\n{commas}"), format!("\u{feff}\"SEP=,\"\n{commas}"), format!("sep=\t\n{tabs}")] {
            let rulings = read(sheet.as_bytes(), "ark.csv").unwrap();
            assert_eq!((rulings.len(), rulings[0].place.to_string().as_str()), (1, "ark.csv, rad 3"), "{sheet:?}");
        }
        let fault = read(b"sep=;\na;b\n", "x").unwrap_err().to_string();
        assert!(fault.contains("x, rad 2"), "{fault}");
    }

    #[test]
    fn all_faults_are_told_with_their_lines() {
        let sheet = "kommunkod;regel;utfall;skäl\n9001;a;kanske;x\n9001;b;ja;x\n9001;c;cantTell;x\n";
        let told = read(sheet.as_bytes(), "ark.csv").unwrap_err().to_string();
        assert!(told.contains("ark.csv, rad 2: utfallet ”kanske” finns inte"), "{told}");
        assert!(told.contains("ark.csv, rad 4") && !told.contains("rad 3"), "{told}");
        assert!(read(b"a;b\n1;2\n", "x").unwrap_err().to_string().contains("hemkoll review list"));
        assert!(read(b"kommunkod;sk\xe4l\n", "x").unwrap_err().to_string().contains("UTF-8"));
    }
}

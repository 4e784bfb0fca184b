//! A Frictionless data package: the two tables as plain CSV with a description, in one zip.
//!
//! What must stay true: commas, decimal points and English column names, as programs expect; every file's SHA-256 and
//! every column's type stand in `datapackage.json`.

use std::io::{Seek, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::score::RoundResult;

use super::super::texts::SetTexts;
use super::ExportError;
use super::csv::guard;
use super::table::{self, BETWEEN, Cell, Column};
use crate::report::lang::Lang;

/// Writes the package.
pub fn write(result: &RoundResult, set: &SetTexts, out: impl Write + Seek) -> Result<(), ExportError> {
    let answers = csv(&table::ANSWERS, table::answers(result, set))?;
    let ranking = csv(&table::RANKING, table::ranking(result, set).into_iter())?;
    let package = json!({
        "profile": "tabular-data-package",
        "name": "hemkoll",
        "title": format!("hemkoll {}", result.round.name),
        "description": format!("{} {}", set.disclaimer, set.signature(Lang::Sv)),
        "version": set.version,
        "created": result.round.opened_at,
        "resources": [
            resource("svar", &answers, &table::ANSWERS, &json!(["kommun_code", "rule"])),
            resource("ranking", &ranking, &table::RANKING, &json!(["kommun_code"])),
        ],
    });
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let package = format!("{package:#}\n").into_bytes();
    for (name, bytes) in [("datapackage.json", &package), ("svar.csv", &answers), ("ranking.csv", &ranking)] {
        zip.start_file(name, options).map_err(std::io::Error::from)?;
        zip.write_all(bytes)?;
    }
    zip.finish().map_err(std::io::Error::from)?.flush()?;
    Ok(())
}

fn csv(columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>) -> Result<Vec<u8>, ExportError> {
    let mut table = ::csv::Writer::from_writer(Vec::new());
    let io = |fault: ::csv::Error| std::io::Error::from(fault);
    table.write_record(columns.iter().map(|column| column.name)).map_err(io)?;
    for row in rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => guard(text).into_owned(),
            Cell::Number(number) => number.map(|n| super::rounded(n).to_string()).unwrap_or_default(),
            Cell::Count(count) => count.map(|n| n.to_string()).unwrap_or_default(),
        });
        table.write_record(cells.collect::<Vec<_>>()).map_err(io)?;
    }
    Ok(table.into_inner().map_err(|fault| std::io::Error::other(fault.to_string()))?)
}

fn resource(name: &str, bytes: &[u8], columns: &[Column], key: &Value) -> Value {
    let fields: Vec<Value> = columns
        .iter()
        .map(|column| {
            let mut field = json!({"name": column.name, "title": column.heading, "type": column.kind});
            if column.several {
                field["description"] = format!("Flera skiljs åt med ”{BETWEEN}”.").into();
            }
            field
        })
        .collect();
    json!({
        "name": name,
        "path": format!("{name}.csv"),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{:x}", Sha256::digest(bytes)),
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    })
}
